//! The streak: local dates with an attempt, one after the other. A day without one breaks it, unless that was
//! spared when it was over. Only dates are counted, so neither a journey nor a change of the clocks matters.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Most days that are settled at a time; what is older is left as missed.
pub const SETTLED_AT_ONCE: i64 = 400;

/// Why a day without an attempt leaves the streak whole.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Spared {
    /// It was a planned day of rest.
    Rest,
    /// Nothing was due.
    Quiet,
}

impl Spared {
    /// The name in the database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Quiet => "quiet",
        }
    }

    /// The reason of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Rest, Self::Quiet]
            .into_iter()
            .find(|reason| reason.slug() == slug)
    }

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Rest => "Rest day",
            Self::Quiet => "Nothing due",
        }
    }
}

/// What decides whether a day is spared, as it stands when the day is over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sparing {
    /// Days of the week without practice: 1 is Monday, 7 is Sunday.
    pub rest_days: Vec<i16>,
    /// Whether a day on which nothing was due leaves the streak whole.
    pub quiet_days_count: bool,
    /// The first date on which something is due.
    pub earliest_due: Option<NaiveDate>,
}

impl Sparing {
    /// Why a day is spared, if it is.
    pub fn of(&self, day: NaiveDate) -> Option<Spared> {
        let weekday = i64::from(day.weekday().number_from_monday());
        if self
            .rest_days
            .iter()
            .any(|rest| i64::from(*rest) == weekday)
        {
            return Some(Spared::Rest);
        }
        let due = self.earliest_due.is_some_and(|due| due <= day);
        (self.quiet_days_count && !due).then_some(Spared::Quiet)
    }
}

/// The days that are over and not settled, as far as they are spared: those after `since` and before `today`,
/// at most [`SETTLED_AT_ONCE`]. A day of rest is one also with an attempt, which may be deleted later. Whether
/// something was due on a day that was practised is not known: its attempts have moved the dates.
pub fn unsettled(
    sparing: &Sparing,
    since: Option<NaiveDate>,
    today: NaiveDate,
    practised: &BTreeSet<NaiveDate>,
) -> Vec<(NaiveDate, Spared)> {
    let Some(since) = since else {
        return Vec::new();
    };
    let oldest = today - chrono::Duration::days(SETTLED_AT_ONCE + 1);
    since
        .max(oldest)
        .iter_days()
        .skip(1)
        .take_while(|day| *day < today)
        .filter_map(|day| Some((day, sparing.of(day)?)))
        .filter(|(day, reason)| *reason == Spared::Rest || !practised.contains(day))
        .collect()
}

/// Days with an attempt in a row; days that are spared neither count nor break it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Streak {
    /// The one that lasts; 0 when the latest is broken. A today without an attempt does not break it yet.
    pub current: i32,
    /// The longest there ever was.
    pub longest: i32,
}

impl Streak {
    /// The streaks of somebody who practised on these days.
    pub fn new(
        practised: &BTreeSet<NaiveDate>,
        spared: &BTreeMap<NaiveDate, Spared>,
        today: NaiveDate,
    ) -> Self {
        // What has not ended cannot have been missed. Dates after today are those of somebody who
        // has crossed the date line since.
        let whole = |after: NaiveDate, before: NaiveDate| {
            let end = before.min(today);
            let between = (end - after).num_days() - 1;
            let Some(first) = after.succ_opt().filter(|_| between > 0) else {
                return true;
            };
            let kept = spared.range(first..end).count();
            i64::try_from(kept) == Ok(between)
        };
        let mut run = 0;
        let mut longest = 0;
        let mut last: Option<NaiveDate> = None;
        for day in practised {
            run = match last {
                Some(last) if whole(last, *day) => run + 1,
                _ => 1,
            };
            longest = longest.max(run);
            last = Some(*day);
        }
        let lasts = last.is_some_and(|last| whole(last, today));
        Self {
            current: if lasts { run } else { 0 },
            longest,
        }
    }
}

#[cfg(test)]
#[path = "streak_tests.rs"]
mod tests;
