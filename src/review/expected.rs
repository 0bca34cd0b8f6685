//! How many minutes a problem is expected to take this person: the yardstick beside the timer and of the
//! suggested grade.

use crate::problem::model::Difficulty;
use serde::{Deserialize, Serialize};

/// How many of the latest solves of a difficulty count.
pub const SOLVES: i64 = 60;
/// How many solves at the default the default weighs as much as.
const PRIOR: f64 = 5.0;

/// Minutes a problem is expected to take somebody of whom nothing is known: between the 15, 20 and 30 of
/// the timers and the 15, 30 and 60 of the guides that people use.
pub const fn default_minutes(difficulty: Difficulty) -> i32 {
    match difficulty {
        Difficulty::Easy => 15,
        Difficulty::Medium => 30,
        Difficulty::Hard => 45,
    }
}

/// Minutes a problem of this difficulty is expected to take somebody whose latest unaided solves of it took
/// so many minutes each. The mean of the logarithms, as `AtCoder` Problems models time, drawn towards the
/// default while there are few; from half to three times the default.
pub fn of_difficulty(difficulty: Difficulty, solves: &[i32]) -> i32 {
    let default = f64::from(default_minutes(difficulty));
    let logs: f64 = solves.iter().map(|minutes| log(*minutes)).sum();
    let count = f64::from(u32::try_from(solves.len()).unwrap_or(u32::MAX));
    let expected = ((logs + PRIOR * default.ln()) / (count + PRIOR)).exp();
    to_minutes(expected.clamp(default / 2.0, default * 3.0))
}

/// Minutes the same problem is expected to take once more: half again as long as usual for the person, but
/// no more than for any problem of its difficulty and no less than half of that, so that one very fast solve
/// does not turn a normal one into a slow one. `solves` are the unaided solves of this problem, in minutes.
pub fn of_problem(of_difficulty: i32, solves: &[i32]) -> i32 {
    let usual = f64::from(of_difficulty);
    match median(solves) {
        None => of_difficulty,
        Some(median) => to_minutes((1.5 * median).min(usual).max(usual / 2.0)),
    }
}

/// How long a problem is expected to take, and why.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Minutes.
    pub minutes: i32,
    /// What that follows from.
    pub basis: Basis,
}

/// What a yardstick follows from.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// The default: no solve of its difficulty was timed.
    Default,
    /// The person's pace at problems of its difficulty.
    Pace,
    /// Half again the usual time of this problem.
    Own,
    /// Half the pace: this problem usually takes much less.
    Least,
}

impl Expected {
    /// Of a problem whose own unaided solves took so many minutes each, by the unaided solves of its difficulty.
    pub fn new(difficulty: Difficulty, solves: &[i32], own: &[i32]) -> Self {
        let usual = of_difficulty(difficulty, solves);
        let basis = match median(own) {
            _ if solves.is_empty() => Basis::Default,
            Some(median) if 3.0 * median < f64::from(usual) => Basis::Least,
            Some(median) if 1.5 * median < f64::from(usual) => Basis::Own,
            _ => Basis::Pace,
        };
        Self {
            minutes: of_problem(usual, own),
            basis,
        }
    }

    /// `You are expected to need 24 min: half again what this problem usually takes you.` Says nothing of how hard
    /// it is.
    pub fn sentence(self) -> String {
        let why = match self.basis {
            Basis::Default => "the default for a problem this hard, until you have timed some",
            Basis::Pace => "your pace at problems this hard",
            Basis::Own => "half again what this problem usually takes you",
            Basis::Least => "half of what problems this hard take you",
        };
        let minutes = self.minutes.to_string();
        ["You are expected to need ", &minutes, " min: ", why, "."].concat()
    }
}

/// The logarithm of a time in minutes against the default, in thousandths: what can be added up exactly.
pub fn pace(difficulty: Difficulty, minutes: i32) -> i64 {
    let ratio = log(minutes) - f64::from(default_minutes(difficulty)).ln();
    to_whole(ratio * 1_000.0)
}

/// Typical minutes of `count` times whose paces add up to `sum`; none of none.
pub fn typical_minutes(difficulty: Difficulty, sum: i64, count: i64) -> Option<i32> {
    let count = u32::try_from(count).ok().filter(|count| *count > 0)?;
    let sum = f64::from(i32::try_from(sum).unwrap_or(i32::MAX));
    let mean = sum / 1_000.0 / f64::from(count);
    Some(to_minutes(
        mean.exp() * f64::from(default_minutes(difficulty)),
    ))
}

fn median(minutes: &[i32]) -> Option<f64> {
    let mut sorted = minutes.to_vec();
    sorted.sort_unstable();
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(f64::midpoint(f64::from(lower), f64::from(upper)))
}

fn log(minutes: i32) -> f64 {
    f64::from(minutes.max(1)).ln()
}

fn to_minutes(minutes: f64) -> i32 {
    i32::try_from(to_whole(minutes)).unwrap_or(i32::MAX).max(1)
}

/// The nearest whole number; what is too large for one is the largest there is.
pub fn to_whole(number: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float becomes the nearest integer there is, never another"
    )]
    let whole = number.round() as i64;
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nobody_known_is_expected_to_need_the_default() {
        assert_eq!(
            Difficulty::ALL.map(|difficulty| of_difficulty(difficulty, &[])),
            [15, 30, 45]
        );
    }

    #[test]
    fn five_solves_weigh_as_much_as_the_default() {
        // The geometric mean of 30 and 60: 42.4.
        assert_eq!(of_difficulty(Difficulty::Medium, &[60; 5]), 42);
        assert_eq!(of_difficulty(Difficulty::Medium, &[20; 60]), 21);
    }

    #[test]
    fn a_problem_that_was_solved_before_is_expected_to_go_faster_within_limits() {
        assert_eq!(of_problem(30, &[]), 30);
        assert_eq!(of_problem(30, &[16]), 24);
        assert_eq!(of_problem(30, &[2, 3, 4]), 15);
        assert_eq!(of_problem(30, &[90]), 30);
        assert_eq!(of_problem(30, &[10, 20]), 23);
    }

    #[test]
    fn what_is_expected_is_explained() {
        let told = |solves: &[i32], own: &[i32]| {
            let expected = Expected::new(Difficulty::Medium, solves, own);
            (expected.minutes, expected.basis)
        };
        assert_eq!(told(&[], &[]), (30, Basis::Default));
        assert_eq!(told(&[30], &[]), (30, Basis::Pace));
        assert_eq!(told(&[30, 40], &[40]), (31, Basis::Pace));
        assert_eq!(told(&[30, 16], &[16]), (24, Basis::Own));
        assert_eq!(told(&[30; 20], &[5]), (15, Basis::Least));
        let own = Expected::new(Difficulty::Medium, &[30, 16], &[16]);
        assert_eq!(
            own.sentence(),
            "You are expected to need 24 min: half again what this problem usually takes you."
        );
    }

    #[test]
    fn paces_add_up_to_a_typical_time() {
        let paces: i64 = [20, 45, 30]
            .map(|minutes| pace(Difficulty::Medium, minutes))
            .iter()
            .sum();
        assert_eq!(typical_minutes(Difficulty::Medium, paces, 3), Some(30));
        assert_eq!(typical_minutes(Difficulty::Hard, 0, 4), Some(45));
        assert_eq!(typical_minutes(Difficulty::Hard, 0, 0), None);
    }

    proptest! {
        #[test]
        fn it_stays_between_half_and_three_times_the_default(
            solves in proptest::collection::vec(1..=1_440, 0..80), of in 0..3_usize,
        ) {
            let difficulty = Difficulty::ALL[of];
            let (expected, default) = (of_difficulty(difficulty, &solves), default_minutes(difficulty));
            prop_assert!(expected * 2 >= default && expected <= 3 * default);
            let again = of_problem(expected, &solves);
            prop_assert!(again <= expected && again * 2 >= expected);
        }
    }
}
