//! The days of the last year, and the streak over them.

use crate::{
    insight::{
        derive::DaySums,
        streak::{Spared, Streak},
    },
    text::counted,
    ui::heat_map::{Cell, HeatMap, Mark},
};
use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Weeks that are shown: this one and the year before it.
pub const WEEKS: u64 = 53;

/// A day of the calendar.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// Which.
    pub date: NaiveDate,
    /// Attempts, recall included.
    pub attempts: i32,
    /// Minutes of those that have a time.
    pub minutes: i32,
    /// Why it left the streak whole, if it did without an attempt.
    pub spared: Option<Spared>,
}

/// The streak, and every day from the Monday 52 weeks ago until today.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// The streak over the whole journal.
    pub streak: Streak,
    /// The days, earliest first.
    pub days: Vec<CalendarDay>,
}

impl Calendar {
    /// The calendar of somebody who practised and was spared on these days.
    pub fn new(
        days: &BTreeMap<NaiveDate, DaySums>,
        spared: &BTreeMap<NaiveDate, Spared>,
        today: NaiveDate,
    ) -> Self {
        let practised = days
            .iter()
            .filter(|(_, sums)| sums.attempts > 0)
            .map(|(day, _)| *day)
            .collect();
        let monday = today - Days::new(u64::from(today.weekday().num_days_from_monday()));
        let shown = (monday - Days::new(7 * (WEEKS - 1)))
            .iter_days()
            .take_while(|day| *day <= today)
            .map(|date| {
                let sums = days.get(&date).copied().unwrap_or_default();
                CalendarDay {
                    date,
                    attempts: sums.attempts,
                    minutes: sums.minutes,
                    spared: spared
                        .get(&date)
                        .copied()
                        .filter(|_| sums.attempts == 0 && date < today),
                }
            });
        Self {
            streak: Streak::new(&practised, spared, today),
            days: shown.collect(),
        }
    }

    /// Days with an attempt among those shown.
    pub fn practised(&self) -> usize {
        self.days.iter().filter(|day| day.attempts > 0).count()
    }

    fn sentence(&self) -> String {
        let longest = usize::try_from(self.streak.longest).unwrap_or(0);
        format!(
            "You practised on {} of the last {} days; the longest streak was {}.",
            self.practised(),
            self.days.len(),
            counted(longest, "day", "days")
        )
    }

    /// The heat-map, whose days are those of a time zone.
    pub(super) fn chart(&self, time_zone: &str) -> String {
        HeatMap {
            sentence: self.sentence(),
            note: format!(
                "Days in {time_zone}. An attempt counts for the day it had when it was logged, wherever you are now."
            ),
            what: "Attempts",
            legend: [
                "none",
                "1 attempt",
                "2",
                "3 or 4",
                "5 or more",
                "none, streak kept",
            ],
            cells: self.days.iter().map(cell).collect(),
        }
        .html()
    }
}

fn cell(day: &CalendarDay) -> Cell {
    let attempts = usize::try_from(day.attempts).unwrap_or(0);
    let (mark, words, short) = match (attempts, day.spared) {
        (0, None) => (Mark::Nothing, "nothing".to_owned(), "–".to_owned()),
        (0, Some(spared)) => {
            let short = match spared {
                Spared::Rest => "rest",
                Spared::Quiet => "no due",
            };
            let words = format!("{}, streak kept", spared.label().to_lowercase());
            (Mark::Excused, words, short.to_owned())
        }
        (some, _) => {
            let mut words = counted(some, "attempt", "attempts");
            if day.minutes > 0 {
                words = format!("{words}, {} min", day.minutes);
            }
            (Mark::Something(step(some)), words, some.to_string())
        }
    };
    Cell {
        day: day.date,
        mark,
        words,
        short,
    }
}

const fn step(attempts: usize) -> u8 {
    match attempts {
        0 | 1 => 1,
        2 => 2,
        3 | 4 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_on_a_monday_and_ends_today() {
        for (today, days) in [
            ("2026-11-23", 365),
            ("2026-11-28", 370),
            ("2026-11-29", 371),
        ] {
            let today: NaiveDate = today.parse().unwrap();
            let calendar = Calendar::new(&BTreeMap::new(), &BTreeMap::new(), today);
            assert_eq!(calendar.days.len(), days);
            assert_eq!(calendar.days[0].date.weekday(), chrono::Weekday::Mon);
            assert_eq!(calendar.days.last().unwrap().date, today);
        }
    }

    #[test]
    fn the_sentence_the_picture_and_the_table_say_the_same() {
        let today: NaiveDate = "2026-11-29".parse().unwrap();
        let sums = |attempts| DaySums {
            attempts,
            minutes: 10 * attempts,
            ..DaySums::default()
        };
        let days: BTreeMap<_, _> = [(0, 1), (1, 2), (3, 4), (4, 9), (900, 3)]
            .map(|(ago, attempts)| (today - Days::new(ago), sums(attempts)))
            .into();
        let spared = [(2, Spared::Rest), (4, Spared::Rest)]
            .map(|(ago, why)| (today - Days::new(ago), why))
            .into();
        let calendar = Calendar::new(&days, &spared, today);
        assert_eq!(calendar.streak.current, 4);
        let html = calendar.chart("Europe/Berlin");
        assert!(
            html.contains(
                "You practised on 4 of the last 371 days; the longest streak was 4 days."
            )
        );
        assert_eq!(html.matches("heat-map__day ").count(), 4 + 4, "{html}");
        assert_eq!(html.matches("streak kept</title>").count(), 1);
        assert_eq!(html.matches("<td>rest</td>").count(), 1);
        assert!(html.contains("9 attempts, 90 min</title>") && html.contains("<td>9</td>"));
        assert!(html.contains("Europe/Berlin"));
    }
}
