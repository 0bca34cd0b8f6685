//! Faster or slower: how many minutes own solves take, by difficulty and month.

use super::model::ENOUGH;
use crate::{
    insight::derive::{DaySums, place},
    problem::model::Difficulty,
    review::expected::typical_minutes,
    text::counted,
    ui::{
        series::{Draw, Point, Series},
        time::month_text,
    },
};
use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// Months that are shown, this one included.
pub const MONTHS: u32 = 12;
/// Of those, the latest, which are held against the others.
pub const LATE_MONTHS: u32 = 3;

/// Typical minutes: the geometric mean, which one very long solve does not move much.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typical {
    /// Own solves with a time.
    pub solves: i32,
    /// Minutes; none of none.
    pub minutes: Option<i32>,
}

impl Typical {
    /// The minutes, if there are enough solves to tell.
    pub fn sure(self) -> Option<i32> {
        self.minutes.filter(|_| self.solves >= ENOUGH)
    }
}

/// The times of one difficulty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Which.
    pub difficulty: Difficulty,
    /// Minutes that the next problem of it is expected to take the person.
    pub expected_minutes: i32,
    /// The first day of each month and its times, earliest first.
    pub months: Vec<(NaiveDate, Typical)>,
    /// The latest [`LATE_MONTHS`].
    pub lately: Typical,
    /// The months before them.
    pub before: Typical,
}

/// The first day of the earliest month that is shown.
pub fn first_day(today: NaiveDate) -> NaiveDate {
    let first = today.with_day(1).unwrap_or(today);
    first - Months::new(MONTHS - 1)
}

/// The times of every difficulty; `expected` are the minutes expected of each.
pub fn paces<'a>(
    days: impl IntoIterator<Item = (&'a NaiveDate, &'a DaySums)> + Clone,
    today: NaiveDate,
    expected: [i32; 3],
) -> Vec<Pace> {
    let first = first_day(today);
    let late = first + Months::new(MONTHS - LATE_MONTHS);
    Difficulty::ALL
        .into_iter()
        .map(|difficulty| {
            let between = |from: NaiveDate, until: NaiveDate| {
                let (solves, sum) = days
                    .clone()
                    .into_iter()
                    .filter(|(day, _)| (from..until).contains(*day))
                    .fold((0, 0), |(solves, sum), (_, sums)| {
                        let of = place(difficulty);
                        (solves + sums.paced[of], sum + sums.pace[of])
                    });
                Typical {
                    solves,
                    minutes: typical_minutes(difficulty, sum, i64::from(solves)),
                }
            };
            let months = (0..MONTHS)
                .map(|number| first + Months::new(number))
                .map(|month| (month, between(month, month + Months::new(1))));
            Pace {
                difficulty,
                expected_minutes: expected[place(difficulty)],
                months: months.collect(),
                lately: between(late, first + Months::new(MONTHS)),
                before: between(first, late),
            }
        })
        .collect()
}

impl Pace {
    /// What the months come to.
    fn sentence(&self) -> String {
        let label = self.difficulty.label();
        let (late, early) = (LATE_MONTHS, MONTHS - LATE_MONTHS);
        let (lately, before) = (self.lately, self.before);
        let Some((now, then)) = lately.sure().zip(before.sure()) else {
            return format!(
                "{label}: too few own solves with a time to compare, {} in the last {late} months and {} in the {early} before; it takes {ENOUGH} of each.",
                lately.solves, before.solves
            );
        };
        let verdict = match now - then {
            0 => "no faster and no slower".to_owned(),
            less if less < 0 => format!("{} min faster", -less),
            more => format!("{more} min slower"),
        };
        format!(
            "{label}: typically {now} min in the last {late} months ({}), {then} min in the {early} before ({}): {verdict}.",
            solves(lately),
            solves(before)
        )
    }

    /// The chart of the months; without a month to draw, the sentence and the table.
    pub(super) fn chart(&self) -> String {
        let points = self.months.iter().map(|(month, typical)| Point {
            when: format!("{} {}", month_text(*month), month.year()),
            value: typical
                .sure()
                .and_then(|minutes| u32::try_from(minutes).ok()),
            cells: vec![
                match (typical.sure(), typical.solves) {
                    (Some(minutes), _) => minutes.to_string(),
                    (None, 0) => "–".to_owned(),
                    (None, _) => "too few".to_owned(),
                },
                typical.solves.to_string(),
            ],
        });
        let expected = u32::try_from(self.expected_minutes).unwrap_or(0);
        Series {
            sentence: self.sentence(),
            note: format!(
                "Own solves with a time, geometric mean by month; months with fewer than {ENOUGH} are not drawn. You are expected to need {expected} min for the next one."
            ),
            draw: Draw::Dots,
            what: "Typical minutes by month",
            unit: "min",
            line: Some((expected, "expected")),
            head: vec!["Month", "Minutes", "Solves"],
            points: points.collect(),
        }
        .html()
    }
}

fn solves(typical: Typical) -> String {
    counted(
        usize::try_from(typical.solves).unwrap_or(0),
        "solve",
        "solves",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::expected::pace;
    use std::collections::BTreeMap;

    fn sums(minutes: &[i32]) -> DaySums {
        DaySums {
            paced: [0, i32::try_from(minutes.len()).unwrap(), 0],
            pace: [
                0,
                minutes
                    .iter()
                    .map(|minutes| pace(Difficulty::Medium, *minutes))
                    .sum(),
                0,
            ],
            ..DaySums::default()
        }
    }

    fn medium(days: &[(&str, &[i32])]) -> Pace {
        let days: BTreeMap<NaiveDate, DaySums> = days
            .iter()
            .map(|(day, minutes)| (day.parse().unwrap(), sums(minutes)))
            .collect();
        paces(&days, "2026-11-22".parse().unwrap(), [15, 28, 45])
            .into_iter()
            .find(|pace| pace.difficulty == Difficulty::Medium)
            .unwrap()
    }

    #[test]
    fn months_are_those_of_a_year_and_the_last_three_are_held_against_the_others() {
        let pace = medium(&[
            ("2025-11-30", &[1; 9]),
            ("2025-12-01", &[30; 5]),
            ("2026-08-31", &[30; 5]),
            ("2026-09-01", &[20; 4]),
            ("2026-11-22", &[20; 2]),
        ]);
        assert_eq!(pace.months.len(), 12);
        assert_eq!(pace.months[0].0, "2025-12-01".parse().unwrap());
        assert_eq!((pace.lately.solves, pace.before.solves), (6, 10));
        assert_eq!(
            pace.sentence(),
            "Medium: typically 20 min in the last 3 months (6 solves), 30 min in the 9 before (10 solves): 10 min faster."
        );
        let html = pace.chart();
        assert_eq!(html.matches("<circle").count(), 2, "{html}");
        assert!(html.contains("Sep 2026</th><td>too few</td><td>4</td>"));
        assert!(html.contains("Aug 2026</th><td>30</td><td>5</td>"));
        assert!(html.contains("expected 28 min"));
    }

    #[test]
    fn a_few_solves_tell_nothing_and_it_says_so() {
        let pace = medium(&[("2026-11-22", &[20; 4])]);
        assert_eq!(
            pace.sentence(),
            "Medium: too few own solves with a time to compare, 4 in the last 3 months and 0 in the 9 before; it takes 5 of each."
        );
    }
}
