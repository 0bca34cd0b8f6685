//! What of a journal's tried problems changes from day to day without anybody doing anything: what is due, what
//! is ahead, what is still remembered. All of it is computed from these rows.

use crate::{
    problem::model::{Difficulty, ProblemId},
    review::{expected::default_minutes, forecast::Cohort, fsrs::Memory},
};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A tried problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// What is learned of it.
    pub memory: Memory,
    /// The local date of its last review.
    pub reviewed_on: NaiveDate,
    /// The local date on which it comes back; none while it does not.
    pub due_on: Option<NaiveDate>,
    /// Minutes it was expected to take once more, when it was last tried.
    pub expected_minutes: Option<i16>,
    /// Whether it was recalled only, the last time.
    pub last_was_recall: bool,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Whether its latest attempt solved it.
    pub solved: bool,
    /// Its tags.
    pub tags: Vec<String>,
}

impl Tried {
    fn is_due(&self, today: NaiveDate, recall: bool) -> bool {
        self.due_on.is_some_and(|due| due <= today) && !(recall && self.last_was_recall)
    }

    /// Days since it was reviewed, against its stability: by whichever weights, the greater the less is remembered.
    fn waited(&self, today: NaiveDate) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a number of days")]
        let days = (today - self.reviewed_on).num_days() as f64;
        days / self.memory.stability
    }
}

/// All tried problems of a journal, in the order of their ids, so that sums are the same to the last digit whatever
/// was read when.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AllTried(BTreeMap<Uuid, Tried>);

impl AllTried {
    /// Has a problem be like this; with none it is not tried, or not there.
    pub fn set(&mut self, problem: Uuid, tried: Option<Tried>) {
        match tried {
            Some(tried) => self.0.insert(problem, tried),
            None => self.0.remove(&problem),
        };
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Tried> {
        self.0.values()
    }

    /// How many are due on a day, and the minutes they are expected to take. To be recalled only: without what was
    /// recalled only the last time.
    pub fn due(&self, today: NaiveDate, recall: bool) -> (i32, i32) {
        let due = self.iter().filter(|tried| tried.is_due(today, recall));
        due.fold((0, 0), |(problems, minutes), tried| {
            let expected = tried.expected_minutes.map(i32::from);
            let expected = expected.unwrap_or(default_minutes(Difficulty::Medium));
            (problems + 1, minutes + expected)
        })
    }

    /// Those of them that are least remembered, at most so many, in that order.
    pub fn most_forgotten(
        &self,
        today: NaiveDate,
        recall: bool,
        most: usize,
    ) -> Vec<(ProblemId, &Tried)> {
        let due = self
            .0
            .iter()
            .filter(|(_, tried)| tried.is_due(today, recall));
        let mut due: Vec<(f64, ProblemId, &Tried)> = due
            .map(|(id, tried)| (tried.waited(today), ProblemId(*id), tried))
            .collect();
        let order = |one: &(f64, ProblemId, &Tried), other: &(f64, ProblemId, &Tried)| {
            other.0.total_cmp(&one.0).then(one.1.cmp(&other.1))
        };
        if due.len() > most {
            due.select_nth_unstable_by(most, order);
            due.truncate(most);
        }
        due.sort_by(order);
        due.into_iter().map(|(_, id, tried)| (id, tried)).collect()
    }

    /// Minutes that come on each of the days after `today`, so many of them.
    pub fn coming(&self, today: NaiveDate, days: usize) -> Vec<i32> {
        let mut coming = vec![0; days];
        for tried in self.iter() {
            let ahead = tried.due_on.map(|due| (due - today).num_days() - 1);
            let place = ahead.and_then(|ahead| usize::try_from(ahead).ok());
            if let Some(minutes) = place.and_then(|place| coming.get_mut(place)) {
                *minutes += tried.expected_minutes.map_or(0, i32::from);
            }
        }
        coming
    }

    /// The problems that come back before a day, those together that are remembered about as well; what is overdue
    /// comes `today`.
    pub fn cohorts(&self, today: NaiveDate, before: NaiveDate) -> Vec<Cohort> {
        let mut cohorts: HashMap<(NaiveDate, i32, i32), Sums> = HashMap::new();
        for tried in self.iter() {
            let Some(due) = tried.due_on.filter(|due| *due < before) else {
                continue;
            };
            let Memory {
                stability,
                difficulty,
            } = tried.memory;
            let alike = (
                due.max(today),
                nearest(stability.ln() * 3.0),
                nearest(difficulty / 2.0),
            );
            let sums = cohorts.entry(alike).or_default();
            sums.problems += 1.0;
            sums.minutes += tried.expected_minutes.map_or(0.0, f64::from);
            sums.stability += stability;
            sums.difficulty += difficulty;
        }
        let cohorts = cohorts.into_iter().map(|((due_on, ..), sums)| Cohort {
            due_on,
            memory: Memory {
                stability: sums.stability / sums.problems,
                difficulty: sums.difficulty / sums.problems,
            },
            problems: sums.problems,
            minutes: sums.minutes,
        });
        let mut cohorts: Vec<Cohort> = cohorts.collect();
        // Sums of their sums are to be the same each time, too.
        cohorts.sort_by(|one, other| {
            let by_day = one.due_on.cmp(&other.due_on);
            by_day
                .then(one.memory.stability.total_cmp(&other.memory.stability))
                .then(one.memory.difficulty.total_cmp(&other.memory.difficulty))
        });
        cohorts
    }
}

#[derive(Default)]
struct Sums {
    problems: f64,
    minutes: f64,
    stability: f64,
    difficulty: f64,
}

fn nearest(number: f64) -> i32 {
    i32::try_from(crate::review::expected::to_whole(number)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        "2026-11-29".parse().unwrap()
    }

    fn tried(stability: f64, days_ago: u64, due_in: Option<i64>) -> Tried {
        Tried {
            memory: Memory {
                stability,
                difficulty: 5.0,
            },
            reviewed_on: today() - Days::new(days_ago),
            due_on: due_in.map(|days| today() + chrono::TimeDelta::days(days)),
            expected_minutes: Some(20),
            last_was_recall: false,
            difficulty: Difficulty::Easy,
            solved: true,
            tags: Vec::new(),
        }
    }

    fn all(rows: Vec<Tried>) -> AllTried {
        let mut all = AllTried::default();
        for (row, number) in rows.into_iter().zip(1..) {
            all.set(Uuid::from_u128(number), Some(row));
        }
        all
    }

    #[test]
    fn what_is_due_is_counted_with_its_minutes() {
        let mut rows = vec![
            tried(5.0, 9, Some(-4)),
            tried(5.0, 5, Some(0)),
            tried(5.0, 1, Some(1)),
            tried(5.0, 1, None),
        ];
        rows[0].last_was_recall = true;
        rows[1].expected_minutes = None;
        let all = all(rows);
        assert_eq!(all.due(today(), false), (2, 50));
        assert_eq!(all.due(today(), true), (1, 30));
        assert_eq!(all.coming(today(), 3), [20, 0, 0]);
    }

    #[test]
    fn what_comes_back_together_is_one_cohort_and_what_is_overdue_comes_today() {
        let all = all(vec![
            tried(5.0, 9, Some(-4)),
            tried(5.1, 5, Some(0)),
            tried(50.0, 5, Some(0)),
            tried(5.0, 1, Some(3)),
            tried(5.0, 1, Some(14)),
        ]);
        let cohorts = all.cohorts(today(), today() + Days::new(14));
        let told: Vec<_> = cohorts
            .iter()
            .map(|cohort| {
                (
                    (cohort.due_on - today()).num_days(),
                    cohort.problems,
                    cohort.minutes,
                )
            })
            .collect();
        assert_eq!(told, [(0, 2.0, 40.0), (0, 1.0, 20.0), (3, 1.0, 20.0)]);
        assert!((cohorts[0].memory.stability - 5.05).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn the_first_few_are_those_of_the_whole_order(
            rows in proptest::collection::vec((0.1..100.0_f64, 0..60_u64, -20..5_i64), 0..80), most in 0..100_usize,
        ) {
            let all = all(rows.into_iter().map(|(stability, ago, due)| tried(stability, ago, Some(due))).collect());
            let ids = |most| -> Vec<ProblemId> {
                all.most_forgotten(today(), false, most).into_iter().map(|(id, _)| id).collect()
            };
            let whole = ids(1_000);
            prop_assert_eq!(i32::try_from(whole.len()).unwrap(), all.due(today(), false).0);
            prop_assert_eq!(&ids(most)[..], &whole[..most.min(whole.len())]);
        }
    }
}
