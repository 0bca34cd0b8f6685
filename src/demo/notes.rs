//! The notes written down with an attempt: short Markdown in one person's voice – what gave the
//! pattern away, what went wrong, what it costs.

use super::{learner::Outcome, random::Random};
use crate::attempt::model::{Help, Status};
use std::collections::HashMap;

/// Sections `[tag]` of lines `trigger | step | pitfall | cost = text`.
const PATTERNS: &str = include_str!("notes/patterns.txt");

/// First sentences by occasion; `{m}` is the minutes, `{p}` a share in percent.
const FAILED_FIRST: [&str; 10] = [
    "Stared at it for {m} min and wrote nothing that runs.",
    "Only the brute force; time limit on the big test.",
    "Did not see the pattern at all.",
    "Wrong road from the start, and I stayed on it for {m} min.",
    "Thought I had it. The third sample says no.",
    "Read it twice and still misunderstood what is asked.",
    "Had the idea, could not turn it into code.",
    "Gave up at {m} min. Too tired for this tonight.",
    "Solved a *different* problem than the one asked.",
    "Got lost in special cases.",
];
const FAILED_AGAIN: [&str; 6] = [
    "Again not. I knew that I had seen it and could not rebuild it.",
    "Remembered the code, not the reason – and then the code was wrong.",
    "Same mistake as last time. It goes on the wall now.",
    "Waited too long with this one, it was gone.",
    "Mixed it up with its sibling.",
    "Went blank. {m} min of nothing.",
];
const PARTIAL: [&str; 8] = [
    "Passes about {p} % of the tests.",
    "Right idea, out of time at {m} min.",
    "Works on the samples, fails a hidden case.",
    "Correct but too slow.",
    "Everything except the edge cases.",
    "Explained it well, the code has one bug left.",
    "Would have been fine with ten more minutes.",
    "Half of it: the check works, the search does not.",
];
const SOLVED_FIRST: [&str; 8] = [
    "First try, no surprises.",
    "Got there in {m} min, talking aloud all the way.",
    "Solved, but I only believed it after the tests.",
    "Clean after I drew it on paper.",
    "Took a detour over the brute force, which helped.",
    "Worked at once. The sketch before typing paid off.",
    "One wrong submission (typo), then green.",
    "Nicer than expected.",
];
const SOLVED_AGAIN: [&str; 8] = [
    "From memory of the *idea*, not of the code. Good.",
    "{m} min, without looking anything up.",
    "Boring now, which is the point.",
    "No hesitation on the pattern, a little on the indices.",
    "Explained it to an empty chair while typing.",
    "Wrote the tests first this time.",
    "Still there after all these weeks.",
    "Fine. Could teach it.",
];
const SOLVED_SLOWLY: [&str; 4] = [
    "Solved, but {m} min is too slow for an interview.",
    "It works. It also took {m} min, most of it on one index.",
    "Right in the end; the first half went into a wrong idea.",
    "Slow and careful. Redo against the clock.",
];
const HINTED: [&str; 5] = [
    "Needed the first hint, then it fell into place.",
    "Looked at the tags. That is a hint, so I count it as one.",
    "One line of the discussion was enough.",
    "Asked a friend for the direction only.",
    "With the second hint. Does not count yet.",
];
const READ: [&str; 5] = [
    "Read the editorial, closed it, typed it an hour later.",
    "Watched the explanation. Must do it alone within three days.",
    "Copied the idea from the top answer. Honest entry: **not** mine.",
    "Read a solution after {m} min; the trick is small and I missed it.",
    "Solution read. I would not have found this.",
];
const NEXT: [&str; 7] = [
    "say the invariant aloud before typing",
    "write the brute force first, it shows the repeated work",
    "test the empty input and a single element",
    "ask for the limits, they give the complexity away",
    "draw the small case",
    "redo without help before the weekend",
    "stop after 30 minutes and read on",
];

/// What is run before anything is handed in.
const CHECKS: [&str; 3] = [
    "```python\nassert solve([]) == 0      # nothing\nassert solve([7]) == 7     # one\nassert solve([3, 3]) == 6  # twins\n```",
    "```python\nfor case in ([], [1], [1, 1], [2, 1]):\n    assert fast(case) == brute(case), case\n```",
    "```rust\nassert_eq!(solve(&[]), None);\nassert_eq!(solve(&[i32::MAX, 1]), Some(0)); // overflow\n```",
];

#[derive(Default)]
struct Pattern {
    triggers: Vec<&'static str>,
    steps: Vec<&'static str>,
    pitfalls: Vec<&'static str>,
    costs: Vec<&'static str>,
}

/// What is there to write about.
#[derive(Copy, Clone, Debug)]
pub struct Occasion<'a> {
    /// Tags of the problem, the decisive pattern first.
    pub tags: &'a [String],
    /// What came of the attempt.
    pub outcome: Outcome,
    /// Minutes it took, known to the person or not.
    pub expected_minutes: i64,
    /// Attempts before this one.
    pub attempts_before: i64,
}

/// What the person can say about each pattern.
pub struct Notebook(HashMap<&'static str, Pattern>);

impl Notebook {
    /// Reads the sentences.
    pub fn load() -> Self {
        let mut patterns: HashMap<&'static str, Pattern> = HashMap::new();
        let mut tag = "";
        for line in PATTERNS.lines() {
            if let Some(name) = line.strip_prefix('[') {
                tag = name.trim_end_matches(']');
            } else if let Some((kind, text)) = line.split_once(" = ") {
                let pattern = patterns.entry(tag).or_default();
                match kind {
                    "trigger" => pattern.triggers.push(text),
                    "step" => pattern.steps.push(text),
                    "pitfall" => pattern.pitfalls.push(text),
                    _ => pattern.costs.push(text),
                }
            }
        }
        Self(patterns)
    }

    /// Notes on an attempt, if the person wrote any.
    pub fn write(&self, on: &Occasion, random: &mut Random) -> Option<String> {
        let routine = on.outcome.status == Status::Solved && on.attempts_before > 0;
        if random.chance(if routine { 380 } else { 180 }) {
            return None;
        }
        let opening = opening(on, random);
        if random.chance(if routine { 450 } else { 120 }) {
            return Some(opening);
        }
        let Some(pattern) = on.tags.iter().find_map(|tag| self.0.get(tag.as_str())) else {
            return Some(opening);
        };
        Some(match (on.outcome.status, random.between(0, 9)) {
            (_, 0..4) => format!("{opening}\n\n{}", pattern.list(on, random)),
            (Status::Solved, 4..6) => pattern.with_headings(&opening, random),
            (Status::Solved, _) => {
                let (trigger, cost) = (random.pick(&pattern.triggers), random.pick(&pattern.costs));
                format!(
                    "{opening}\n\n**Trigger:** {}\n\n**Cost:** {cost}",
                    sentence(trigger)
                )
            }
            (_, 4..7) => format!(
                "{opening}\n\n**Pitfall:** {}\n\n- [ ] {}\n- [ ] {}",
                random.pick(&pattern.pitfalls),
                NEXT[random.below(3)],
                NEXT[3 + random.below(4)],
            ),
            _ => format!(
                "{opening} {}\n\n> {}\n\nNext time: {}.",
                sentence(random.pick(&pattern.pitfalls)),
                random.pick(&pattern.steps),
                random.pick(&NEXT),
            ),
        })
    }
}

impl Pattern {
    fn list(&self, on: &Occasion, random: &mut Random) -> String {
        let mut lines = vec![format!("- **Trigger:** {}", random.pick(&self.triggers))];
        if random.chance(600) {
            lines.push(format!("- **Key step:** {}", random.pick(&self.steps)));
        }
        if on.outcome.status != Status::Solved || random.chance(500) {
            lines.push(format!("- **Pitfall:** {}", random.pick(&self.pitfalls)));
        }
        if on.outcome.status == Status::Solved {
            lines.push(format!("- **Complexity:** {}", random.pick(&self.costs)));
        } else {
            lines.push(format!("- **Next time:** {}", random.pick(&NEXT)));
        }
        lines.join("\n")
    }

    fn with_headings(&self, opening: &str, random: &mut Random) -> String {
        format!(
            "{opening}\n\n### Idea\n\n{}\n\n### Watch out\n\n{}\n\n### Cost\n\n{}\n\n### Check first\n\n{}",
            sentence(random.pick(&self.steps)),
            sentence(random.pick(&self.pitfalls)),
            cost_table(random.pick(&self.costs)),
            random.pick(&CHECKS),
        )
    }
}

/// `O(n) time, O(1) space` as a table; any other cost as it is.
fn cost_table(cost: &str) -> String {
    match cost.split_once(" time, ").zip(cost.strip_suffix(" space")) {
        Some(((time, space), _)) => format!(
            "| Time | Space |\n|---|---|\n| {time} | {} |",
            space.trim_end_matches(" space")
        ),
        None => cost.to_owned(),
    }
}

fn opening(on: &Occasion, random: &mut Random) -> String {
    let again = on.attempts_before > 0;
    let patience = if again { 100 } else { 150 };
    let slow = on
        .outcome
        .minutes
        .is_some_and(|minutes| minutes * 100 > on.expected_minutes * patience);
    let sentences: &[&str] = match (on.outcome.status, on.outcome.help) {
        (Status::Solved | Status::Failed, Help::Solution) => &READ,
        (Status::Solved, Help::Hint) => &HINTED,
        (Status::Solved, Help::None) if slow => &SOLVED_SLOWLY,
        (Status::Solved, Help::None) if again => &SOLVED_AGAIN,
        (Status::Solved, Help::None) => &SOLVED_FIRST,
        (Status::Partial, _) => &PARTIAL,
        (Status::Failed, _) if again => &FAILED_AGAIN,
        (Status::Failed, _) => &FAILED_FIRST,
    };
    // Who did not look at the clock does not write minutes either.
    let sayable: Vec<&str> = sentences
        .iter()
        .copied()
        .filter(|sentence| on.outcome.minutes.is_some() || !sentence.contains("{m}"))
        .collect();
    let minutes = on.outcome.minutes.unwrap_or_default().to_string();
    let percent = random.between(5, 9) * 10;
    random
        .pick(&sayable)
        .replace("{m}", &minutes)
        .replace("{p}", &percent.to_string())
}

/// With a capital letter and a full stop, if it has no end of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let mut sentence: String = letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    });
    if !sentence.ends_with(['.', '?', '!', '…']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::catalogue::entries;

    #[test]
    fn every_pattern_has_all_four_kinds_of_sentences() {
        let notebook = Notebook::load();
        assert!(notebook.0.len() > 30);
        for (tag, pattern) in &notebook.0 {
            let kinds = [
                &pattern.triggers,
                &pattern.steps,
                &pattern.pitfalls,
                &pattern.costs,
            ];
            assert!(kinds.iter().all(|kind| !kind.is_empty()), "{tag}");
        }
    }

    #[test]
    fn there_is_something_to_say_about_every_problem() {
        let notebook = Notebook::load();
        for entry in entries() {
            assert!(
                entry
                    .tags
                    .iter()
                    .any(|tag| notebook.0.contains_key(tag.as_str())),
                "{}",
                entry.link
            );
        }
    }

    #[test]
    fn notes_are_varied_complete_and_never_blank() {
        let notebook = Notebook::load();
        let mut random = Random::new(9, "notes");
        let tags = ["heap".to_owned(), "design".to_owned()];
        let mut written = Vec::new();
        for status in Status::ALL {
            for help in Help::ALL {
                for minutes in [None, Some(12), Some(90)] {
                    let outcome = Outcome {
                        status,
                        minutes,
                        help,
                        interval: 1,
                        streak: 0,
                    };
                    for attempts_before in [0, 0, 1, 3] {
                        let on = Occasion {
                            tags: &tags,
                            outcome,
                            expected_minutes: 30,
                            attempts_before,
                        };
                        written.extend((0..20).filter_map(|_| notebook.write(&on, &mut random)));
                    }
                }
            }
        }
        assert!(written.iter().all(|notes| !notes.trim().is_empty()));
        assert!(
            written
                .iter()
                .all(|notes| !notes.contains(['{', '}']) && !notes.contains(".."))
        );
        let different: std::collections::HashSet<_> = written.iter().collect();
        assert!(
            different.len() > written.len() / 3,
            "{} of {}",
            different.len(),
            written.len()
        );
    }
}
