//! How often it went well: sums over days.

use super::model::{FIRST_TRY, Figure, SUCCESS};
use crate::{insight::derive::DaySums, insight::model::Definition, text::count};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days that "lately" means.
pub const LATELY: u64 = 90;

/// So many out of so many.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Those that count.
    pub part: i32,
    /// All of them.
    pub of: i32,
}

impl Share {
    /// Per hundred, rounded half up; none of none.
    pub fn percent(self) -> Option<i32> {
        (self.of > 0).then(|| (200 * self.part + self.of) / (2 * self.of))
    }
}

/// The same share of all time and lately.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Since the journal began.
    pub ever: Share,
    /// In the last [`LATELY`] days, today included.
    pub lately: Share,
}

/// How often it went well.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rates {
    /// First attempts that were own solves.
    pub first_try: Rate,
    /// Attempts that solved their problem.
    pub success: Rate,
}

impl Rates {
    /// The rates of these days.
    pub fn new<'a>(
        days: impl IntoIterator<Item = (&'a NaiveDate, &'a DaySums)>,
        today: NaiveDate,
    ) -> Self {
        let since = today - Days::new(LATELY);
        let mut rates = Self::default();
        for (day, sums) in days {
            let first_try = (sums.first_solves, sums.first_tries);
            let success = (sums.solved, sums.attempts - sums.recalls);
            rates.first_try.add(first_try, *day > since);
            rates.success.add(success, *day > since);
        }
        rates
    }

    /// Each number with what it is of, and its definition.
    pub(super) fn figures(&self) -> Vec<(Figure, String)> {
        [
            (self.first_try, "first attempts"),
            (self.success, "attempts"),
        ]
        .into_iter()
        .flat_map(|(rate, what)| [(rate.ever, what), (rate.lately, what)])
        .map(|(share, what)| (figure(share), said(share, what)))
        .collect()
    }

    /// What the figures are called, in their order.
    pub(super) const NAMES: [(Definition, &'static str); 4] = [
        (FIRST_TRY, "all time"),
        (FIRST_TRY, "last 90 days"),
        (SUCCESS, "all time"),
        (SUCCESS, "last 90 days"),
    ];
}

impl Rate {
    fn add(&mut self, (part, of): (i32, i32), lately: bool) {
        let shares = [Some(&mut self.ever), lately.then_some(&mut self.lately)];
        for share in shares.into_iter().flatten() {
            share.part += part;
            share.of += of;
        }
    }
}

fn figure(share: Share) -> Figure {
    match share.percent() {
        Some(percent) => Figure {
            value: percent.to_string(),
            unit: "%".to_owned(),
        },
        None => Figure {
            value: "–".to_owned(),
            unit: String::new(),
        },
    }
}

fn said(share: Share, what: &str) -> String {
    let number = |number| count(usize::try_from(number).unwrap_or(0));
    match share.of {
        0 => format!("No {what}."),
        of => format!("{} of {} {what}.", number(share.part), number(of)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn recall_is_no_attempt_to_solve_and_ninety_days_end_yesterday_and_begin_today() {
        let today: NaiveDate = "2026-11-22".parse().unwrap();
        let sums = DaySums {
            attempts: 4,
            recalls: 1,
            solved: 2,
            first_tries: 2,
            first_solves: 1,
            ..DaySums::default()
        };
        let days: BTreeMap<_, _> = [0, 89, 90].map(|ago| (today - Days::new(ago), sums)).into();
        let rates = Rates::new(&days, today);
        assert_eq!(rates.success.ever, Share { part: 6, of: 9 });
        assert_eq!(rates.success.lately, Share { part: 4, of: 6 });
        assert_eq!(rates.first_try.ever, Share { part: 3, of: 6 });
        assert_eq!(rates.first_try.lately, Share { part: 2, of: 4 });
        let figures = rates.figures();
        assert_eq!(figures.len(), Rates::NAMES.len());
        assert_eq!(figures[2].0.value, "67");
        assert_eq!(figures[3].1, "4 of 6 attempts.");
    }

    #[test]
    fn nothing_tried_is_not_nothing_solved() {
        let figures = Rates::default().figures();
        assert_eq!(figures[0].0.value, "–");
        assert_eq!(figures[0].1, "No first attempts.");
    }
}
