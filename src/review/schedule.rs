//! When a problem comes back.

use super::{
    fsrs::Weights,
    model::{Choices, Learned, ReviewState, state},
};
use crate::problem::model::ProblemId;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Least and most percent of recall that somebody may aim at.
pub const RETENTION: std::ops::RangeInclusive<i16> = 80..=95;
/// Percent of recall aimed at, of somebody who has not said anything. Less makes gaps that a few months of
/// preparation have no use for; minutes are saved by the budget instead.
pub const DEFAULT_RETENTION: i16 = 90;
/// Least and most days that somebody may let pass at most.
pub const CAP: std::ops::RangeInclusive<i16> = 7..=365;
/// Most days between two reviews, of somebody who has not said anything.
pub const DEFAULT_CAP: i16 = 90;
/// Most days after recall alone: then it has to be solved.
const RECALL_CAP: i64 = 30;
/// From this many days an interval varies a little, so that what was learned together does not come back
/// together.
const FUZZ_FROM: i64 = 7;
/// By how much, of the interval.
const FUZZ: f64 = 0.05;

/// What a person's dates follow from, besides their log.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// The model's weights, everybody's or the person's own.
    pub weights: Weights,
    /// Percent of recall aimed at, within [`RETENTION`].
    pub retention: i16,
    /// Most days between two reviews, within [`CAP`].
    pub cap: i16,
    /// The day of the interview that the dates are bent towards.
    pub interview: Option<NaiveDate>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            weights: Weights::default(),
            retention: DEFAULT_RETENTION,
            cap: DEFAULT_CAP,
            interview: None,
        }
    }
}

impl Rules {
    /// Days until a problem comes back: at least one, the same for the same log. With an interview ahead, at
    /// most half the days that are left, so that whatever is learned comes back at least once before it.
    pub fn interval(&self, learned: &Learned, problem: ProblemId) -> i64 {
        let exact = self
            .weights
            .interval(learned.stability, f64::from(self.retention) / 100.0);
        let mut cap = self.cap_from(learned.last_on);
        if learned.last_was_recall {
            cap = cap.min(RECALL_CAP);
        }
        let days = super::expected::to_whole(exact).clamp(1, cap);
        if days < FUZZ_FROM {
            return days;
        }
        #[expect(clippy::cast_precision_loss, reason = "a number of days")]
        let latest = cap as f64;
        let varied = exact.min(latest) * (1.0 + FUZZ * spread(problem));
        // Beyond the cap it comes as much earlier: what was learned together would meet there.
        super::expected::to_whole(varied.min(2.0 * latest - varied)).clamp(1, cap)
    }

    /// The same for a memory of no problem in particular, after a review on this day.
    pub fn whole_interval(&self, stability: f64, reviewed_on: NaiveDate) -> i64 {
        let exact = self
            .weights
            .interval(stability, f64::from(self.retention) / 100.0);
        super::expected::to_whole(exact).clamp(1, self.cap_from(reviewed_on))
    }

    /// Most days until the review after one on this day.
    fn cap_from(&self, reviewed_on: NaiveDate) -> i64 {
        let cap = i64::from(self.cap);
        let left = self.interview.map(|day| (day - reviewed_on).num_days());
        match left {
            Some(left) if left > 0 => cap.min((left / 2).max(1)),
            _ => cap,
        }
    }

    /// The local date on which a problem comes back; none while it does not.
    pub fn due_on(
        &self,
        learned: Option<&Learned>,
        choices: &Choices,
        problem: ProblemId,
    ) -> Option<NaiveDate> {
        match state(learned, choices) {
            ReviewState::Learning | ReviewState::Review => {}
            ReviewState::New | ReviewState::Paused | ReviewState::Mastered => return None,
        }
        let learned = learned?;
        let due = after(learned.last_on, self.interval(learned, problem));
        let put_off = choices
            .postponed
            .filter(|(made_at, _)| *made_at > learned.last_at)
            .map(|(_, until)| until);
        Some(put_off.map_or(due, |until| due.max(until)))
    }
}

/// The day so many days after another.
pub fn after(day: NaiveDate, days: i64) -> NaiveDate {
    let days = Days::new(u64::try_from(days).unwrap_or(0));
    day.checked_add_days(days).unwrap_or(NaiveDate::MAX)
}

/// -1 to 1, the same for the same problem. The end of an id of version 7 is random.
fn spread(problem: ProblemId) -> f64 {
    let [.., high, low] = problem.0.into_bytes();
    f64::from(u16::from_be_bytes([high, low])) / f64::from(u16::MAX) * 2.0 - 1.0
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
