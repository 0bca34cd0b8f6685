//! What the coming days cost, in minutes.

use crate::{
    text::{count, counted},
    ui::{
        series::{Draw, Point, Series},
        time::day_text,
    },
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A coming day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkloadDay {
    /// Which.
    pub date: NaiveDate,
    /// Minutes of reviews.
    pub minutes: i32,
    /// Problems to review.
    pub problems: i32,
}

/// The coming days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workload {
    /// Minutes a day the person means to practise.
    pub goal: i32,
    /// The days, today first.
    pub days: Vec<WorkloadDay>,
}

impl Workload {
    fn sentence(&self) -> String {
        let minutes: i32 = self.days.iter().map(|day| day.minutes).sum();
        let days = i32::try_from(self.days.len()).unwrap_or(i32::MAX).max(1);
        let most = self
            .days
            .iter()
            .rev()
            .max_by_key(|day| day.minutes)
            .filter(|day| day.minutes > 0);
        let Some(most) = most else {
            return format!("Nothing comes back in the coming {days} days.");
        };
        let above = self.days.iter().filter(|day| day.minutes > self.goal);
        format!(
            "The coming {days} days take {} min of reviews, {} a day; the longest is {} with {}. {} above your goal of {} min.",
            number(minutes),
            number((minutes + days / 2) / days),
            day_text(most.date),
            number(most.minutes),
            match above.count() {
                0 => "None is".to_owned(),
                1 => "1 day is".to_owned(),
                more => format!("{more} days are"),
            },
            self.goal
        )
    }

    /// The chart of the days.
    pub(super) fn chart(&self) -> String {
        let points = self.days.iter().map(|day| Point {
            when: day_text(day.date),
            value: u32::try_from(day.minutes).ok(),
            cells: vec![number(day.minutes), number(day.problems)],
        });
        let problems: i32 = self.days.iter().map(|day| day.problems).sum();
        let reviews = counted(usize::try_from(problems).unwrap_or(0), "review", "reviews");
        Series {
            sentence: self.sentence(),
            note: format!(
                "{reviews}, if each is done on its day and takes as long as is expected of you."
            ),
            draw: Draw::Columns,
            what: "Minutes by day",
            unit: "min",
            line: u32::try_from(self.goal).ok().map(|goal| (goal, "goal")),
            head: vec!["Day", "Minutes", "Problems"],
            points: points.collect(),
        }
        .html()
    }
}

fn number(number: i32) -> String {
    count(usize::try_from(number).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workload(minutes: &[i32]) -> Workload {
        let first: NaiveDate = "2026-11-28".parse().unwrap();
        let days = first
            .iter_days()
            .zip(minutes)
            .map(|(date, minutes)| WorkloadDay {
                date,
                minutes: *minutes,
                problems: minutes / 15,
            });
        Workload {
            goal: 60,
            days: days.collect(),
        }
    }

    #[test]
    fn the_sentence_the_columns_and_the_table_say_the_same() {
        let workload = workload(&[30, 0, 90, 60]);
        let html = workload.chart();
        assert!(html.contains(
            "The coming 4 days take 180 min of reviews, 45 a day; the longest is 30 Nov 2026 with 90. 1 day is above your goal of 60 min."
        ), "{html}");
        assert_eq!(html.matches("chart__bar").count(), 3, "{html}");
        assert!(
            html.contains("30 Nov 2026</th><td>90</td><td>6</td>"),
            "{html}"
        );
        assert!(html.contains("goal 60 min"), "{html}");
    }

    #[test]
    fn a_backlog_is_told_in_thousands_and_its_scale_is_not_hidden_by_it() {
        let html = workload(&[2_757, 30]).chart();
        assert!(
            html.contains("take 2,787 min of reviews, 1,394 a day"),
            "{html}"
        );
        let (bar, label) = (html.find("chart__bar"), html.find(">2,757 min</text>"));
        assert!(bar < label && label.is_some(), "{html}");
    }

    #[test]
    fn nothing_to_do_is_said_as_such() {
        assert_eq!(
            workload(&[0; 14]).sentence(),
            "Nothing comes back in the coming 14 days."
        );
    }
}
