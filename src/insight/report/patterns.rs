//! What is still known: the chance of recalling each problem today, added up, and its mean by tag.

use crate::{
    insight::{model::Totals, tried::Tried},
    problem::model::Difficulty,
    review::{expected::to_whole, fsrs::Weights},
    text::{count, counted},
    ui::bars::{Bar, Bars},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Fewest problems of a tag that something is said about it.
pub const ENOUGH_PROBLEMS: i32 = 3;
/// Most tags that are shown.
pub const MOST_PATTERNS: usize = 20;

/// How well a tag is known today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pattern {
    /// The tag.
    pub tag: String,
    /// The mean chance of recall, 0 to 1, weighted by difficulty: easy 1, medium 2, hard 3.
    pub recall: f64,
    /// Tried problems that have it.
    pub problems: i32,
}

/// What is known today.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// The chances of recall of the solved problems, added up.
    pub solved_today: f64,
    /// Tried problems that something is remembered of.
    pub problems: i32,
    /// The tags with enough problems, weakest first; at most [`MOST_PATTERNS`].
    pub weakest: Vec<Pattern>,
    /// How many more tags have enough problems.
    pub stronger: i32,
    /// How many tags have too few.
    pub too_few: i32,
}

/// What a difficulty weighs.
const fn weight(difficulty: Difficulty) -> f64 {
    match difficulty {
        Difficulty::Easy => 1.0,
        Difficulty::Medium => 2.0,
        Difficulty::Hard => 3.0,
    }
}

#[derive(Copy, Clone, Default)]
struct Sums {
    recall: f64,
    weight: f64,
    problems: i32,
}

impl Memory {
    /// What somebody with these weights knows today.
    pub fn new<'a>(
        weights: &Weights,
        today: NaiveDate,
        tried: impl IntoIterator<Item = &'a Tried>,
    ) -> Self {
        let mut memory = Self::default();
        let mut tags: HashMap<&str, Sums> = HashMap::new();
        for problem in tried {
            let days = (today - problem.reviewed_on).num_days();
            let recall = weights.retrievability(problem.memory.stability, days);
            let weight = weight(problem.difficulty);
            memory.problems += 1;
            if problem.solved {
                memory.solved_today += recall;
            }
            for tag in &problem.tags {
                let sums = tags.entry(tag).or_default();
                sums.recall += recall * weight;
                sums.weight += weight;
                sums.problems += 1;
            }
        }
        let mut patterns: Vec<Pattern> = Vec::new();
        for (tag, sums) in tags {
            if sums.problems < ENOUGH_PROBLEMS {
                memory.too_few += 1;
            } else {
                patterns.push(Pattern {
                    tag: tag.to_owned(),
                    recall: sums.recall / sums.weight,
                    problems: sums.problems,
                });
            }
        }
        // Of equally weak ones the one that more problems tell of is the surer.
        patterns.sort_by(|one, other| {
            let by_recall = one.recall.total_cmp(&other.recall);
            by_recall
                .then_with(|| other.problems.cmp(&one.problems))
                .then_with(|| one.tag.cmp(&other.tag))
        });
        let stronger = patterns.len().saturating_sub(MOST_PATTERNS);
        memory.stronger = i32::try_from(stronger).unwrap_or(i32::MAX);
        patterns.truncate(MOST_PATTERNS);
        memory.weakest = patterns;
        memory
    }

    /// Problems that would be solved today, rounded.
    pub fn would_solve(&self) -> i32 {
        i32::try_from(to_whole(self.solved_today)).unwrap_or(i32::MAX)
    }

    /// The sentence about the whole journal.
    pub(super) fn sentence(&self, totals: &Totals) -> String {
        let number = |number: i32| count(usize::try_from(number).unwrap_or(0));
        let solved = format!(
            "You have solved {} of {}.",
            number(totals.solved),
            counted(
                usize::try_from(totals.problems).unwrap_or(0),
                "problem",
                "problems"
            )
        );
        match totals.solved {
            0 => solved,
            _ => format!(
                "{solved} You would solve {} of them today.",
                number(self.would_solve())
            ),
        }
    }

    /// The chart of the weakest tags; nothing without one.
    pub(super) fn chart(&self) -> String {
        let Some(weakest) = self.weakest.first() else {
            return String::new();
        };
        let bars = self.weakest.iter().map(|pattern| Bar {
            label: pattern.tag.clone(),
            percent: percent(pattern.recall),
            mark: None,
            more: vec![pattern.problems.to_string()],
        });
        Bars {
            sentence: format!(
                "Your weakest pattern now is {}: {} % recall over {} problems.",
                weakest.tag,
                percent(weakest.recall),
                weakest.problems
            ),
            note: self.note(),
            what: "Recall today",
            marked: None,
            head: vec!["Tag", "Recall today", "Problems"],
            bars: bars.collect(),
        }
        .html()
    }

    fn note(&self) -> String {
        let tags = |number: i32| counted(usize::try_from(number).unwrap_or(0), "tag", "tags");
        let mut note =
            "Mean chance of recall today; easy problems weigh 1, medium 2, hard 3.".to_owned();
        if self.stronger > 0 {
            note = format!("{note} {} more are stronger.", tags(self.stronger));
        }
        if self.too_few > 0 {
            note = format!(
                "{note} Too few to tell: {} with fewer than {ENOUGH_PROBLEMS} tried problems.",
                tags(self.too_few)
            );
        }
        note
    }
}

/// Per hundred, rounded.
pub(super) fn percent(share: f64) -> i32 {
    i32::try_from(to_whole(share * 100.0)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;

    fn today() -> NaiveDate {
        "2026-11-22".parse().unwrap()
    }

    fn problem(difficulty: Difficulty, days_ago: u64, tags: &[&str]) -> Tried {
        Tried {
            memory: crate::review::fsrs::Memory {
                stability: 10.0,
                difficulty: 5.0,
            },
            reviewed_on: today() - Days::new(days_ago),
            due_on: None,
            expected_minutes: None,
            last_was_recall: false,
            difficulty,
            solved: true,
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        }
    }

    #[test]
    fn a_tag_is_the_mean_of_its_problems_weighted_by_difficulty() {
        let problems = [
            problem(Difficulty::Easy, 0, &["graph"]),
            problem(Difficulty::Medium, 0, &["graph", "dp"]),
            problem(Difficulty::Hard, 10, &["graph", "dp"]),
        ];
        let memory = Memory::new(&Weights::default(), today(), &problems);
        // 1, 1 and 0.9: (1 + 2 + 2.7) / 6.
        let graph = memory.weakest.first().unwrap();
        assert!((graph.recall - 0.95).abs() < 1e-9, "{graph:?}");
        assert_eq!((graph.problems, memory.weakest.len()), (3, 1));
        assert_eq!(memory.too_few, 1);
        assert!((memory.solved_today - 2.9).abs() < 1e-9);
        assert_eq!(memory.would_solve(), 3);
    }

    #[test]
    fn what_is_not_solved_now_would_not_be_counted_as_solved() {
        let unsolved = Tried {
            solved: false,
            ..problem(Difficulty::Easy, 0, &[])
        };
        let memory = Memory::new(&Weights::default(), today(), &[unsolved]);
        assert!(memory.solved_today.abs() < 1e-9);
        assert_eq!(memory.problems, 1);
    }

    #[test]
    fn the_weakest_come_first_and_the_rest_is_counted() {
        let tags: Vec<String> = (0..25).map(|number| format!("tag-{number:02}")).collect();
        let problems: Vec<Tried> = tags
            .iter()
            .zip(1..)
            .flat_map(|(tag, days)| vec![problem(Difficulty::Easy, days, &[tag]); 3])
            .collect();
        let memory = Memory::new(&Weights::default(), today(), &problems);
        assert_eq!(memory.weakest.len(), MOST_PATTERNS);
        assert_eq!(memory.weakest[0].tag, "tag-24");
        assert_eq!(memory.stronger, 5);
        assert!(memory.chart().contains("5 tags more are stronger"));
    }

    #[test]
    fn the_sentence_does_not_promise_anything_of_nothing() {
        let mut totals = Totals {
            problems: 80,
            ..Totals::default()
        };
        let memory = Memory {
            solved_today: 37.6,
            ..Memory::default()
        };
        assert_eq!(
            memory.sentence(&totals),
            "You have solved 0 of 80 problems."
        );
        totals.solved = 61;
        assert_eq!(
            memory.sentence(&totals),
            "You have solved 61 of 80 problems. You would solve 38 of them today."
        );
    }
}
