//! The numbers of the journal and their definitions.

use crate::{
    attempt::model::{RecentAttempt, Status},
    problem::model::{Difficulty, ProblemId},
    review::agenda::Agenda,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Totals over the whole journal, derived from the attempt log.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Problems, each once, however many attempts it has.
    pub problems: i32,
    /// Problems whose latest attempt solved them.
    pub solved: i32,
    /// Problems whose latest attempt was partial.
    pub partial: i32,
    /// Problems whose latest attempt failed.
    pub failed: i32,
    /// Attempts.
    pub attempts: i32,
    /// Attempts that solved their problem.
    pub solved_attempts: i32,
}

impl Totals {
    /// Problems without any attempt.
    pub fn untried(&self) -> i32 {
        self.problems - self.solved - self.partial - self.failed
    }

    /// Solved attempts per hundred attempts, rounded half up; none before the first attempt.
    pub fn success_per_attempt(&self) -> Option<i32> {
        (self.attempts > 0)
            .then(|| (200 * self.solved_attempts + self.attempts) / (2 * self.attempts))
    }
}

/// A problem that waits for somebody to go on with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Which.
    pub id: ProblemId,
    /// Its title.
    pub title: String,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// What the latest attempt came to; none before the first.
    pub status: Option<Status>,
    /// The local date since when it waits: of the latest attempt, or when it was added.
    pub since: NaiveDate,
    /// How long that is by the person's calendar, such as `12 days ago`.
    pub ago: String,
}

/// Something typed and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    /// What it is, such as `An attempt at Two Sum`.
    pub what: String,
    /// The page whose form has it.
    pub address: String,
}

/// What the dashboard shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// The numbers.
    pub totals: Totals,
    /// The latest attempts, latest first.
    pub recent: Vec<RecentAttempt>,
    /// How long it is until the interview, for the person to read; empty without one.
    pub until_interview: String,
    /// How many problems wait in the inbox.
    pub inbox: i64,
    /// What was done today and what is left of it.
    pub agenda: Agenda,
    /// What was typed and not saved, latest first.
    pub unsaved: Vec<Unsaved>,
    /// The problems that have waited longest for a better end, at most [`WAITING_COUNT`].
    pub unfinished: Vec<Waiting>,
    /// The first problems without an attempt, at most [`WAITING_COUNT`].
    pub untried: Vec<Waiting>,
}

/// How many problems of each kind wait on the dashboard.
pub const WAITING_COUNT: i64 = 5;
/// How many unsaved texts are told of.
pub const UNSAVED_COUNT: i64 = 3;

/// How many attempts the recent activity shows.
pub const RECENT_COUNT: i64 = 10;

/// A number's name and what exactly it counts; shown beside the number.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The name.
    pub label: &'static str,
    /// What it counts.
    pub meaning: &'static str,
}

/// Definition of [`Totals::problems`].
pub const PROBLEMS: Definition = Definition {
    label: "Problems",
    meaning: "In your journal, each counted once however often you tried it.",
};
/// Definition of [`Totals::solved`].
pub const SOLVED: Definition = Definition {
    label: "Solved",
    meaning: "Problems whose latest attempt solved them.",
};
/// Definition of [`Totals::partial`].
pub const PARTIAL: Definition = Definition {
    label: "Partial",
    meaning: "Problems whose latest attempt got only part of the way.",
};
/// Definition of [`Totals::failed`].
pub const FAILED: Definition = Definition {
    label: "Failed",
    meaning: "Problems whose latest attempt failed, even if an earlier one did not.",
};
/// Definition of [`Totals::untried`].
pub const UNTRIED: Definition = Definition {
    label: "Untried",
    meaning: "Problems without any attempt.",
};
/// Definition of [`Totals::attempts`].
pub const ATTEMPTS: Definition = Definition {
    label: "Attempts",
    meaning: "Everything you logged, the failures too.",
};
/// Definition of [`Totals::success_per_attempt`].
pub const SUCCESS: Definition = Definition {
    label: "Success per attempt",
    meaning: "Solved attempts out of all attempts.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn success_is_per_attempt_not_per_problem() {
        let totals = Totals {
            problems: 1,
            solved: 1,
            attempts: 3,
            solved_attempts: 1,
            ..Totals::default()
        };
        assert_eq!(totals.success_per_attempt(), Some(33));
    }

    #[test]
    fn success_rounds_half_up_and_is_not_invented_without_attempts() {
        let of = |solved_attempts, attempts| {
            Totals {
                attempts,
                solved_attempts,
                ..Totals::default()
            }
            .success_per_attempt()
        };
        assert_eq!(
            [of(1, 8), of(7, 8), of(2, 3), of(5, 5), of(0, 4)],
            [Some(13), Some(88), Some(67), Some(100), Some(0)]
        );
        assert_eq!(of(0, 0), None);
    }
}
