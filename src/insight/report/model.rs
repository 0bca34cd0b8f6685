//! The numbers of the page, and what the page is told of them.

use super::{
    calendar::Calendar, pace::Pace, patterns::Memory, predictions::Predictions, rates::Rates,
    workload::Workload,
};
use crate::{
    insight::model::{Definition, Totals},
    review::{model::FitSummary, plan::Plan},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Fewest of anything that a mean is told of.
pub const ENOUGH: i32 = 5;

/// Everything that the log says about the person: numbers and dates, from which every sentence, chart and table
/// of the page is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Insights {
    /// The person's local date when they asked.
    pub today: NaiveDate,
    /// IANA name of the zone their days are in.
    pub time_zone: String,
    /// The totals of the journal.
    pub totals: Totals,
    /// The last 53 weeks, and the streak.
    pub calendar: Calendar,
    /// What is still known of what was tried.
    pub memory: Memory,
    /// Minutes by difficulty and month: easy, medium, hard.
    pub pace: Vec<Pace>,
    /// How often it went well.
    pub rates: Rates,
    /// What was predicted of the latest reviews, and what came of them.
    pub predictions: Predictions,
    /// What the coming days cost.
    pub workload: Workload,
    /// Whether they will be ready; none without an interview ahead.
    pub plan: Option<Plan>,
    /// How well the schedule is fitted to them; none before it was tried.
    pub fit: Option<FitSummary>,
}

/// A big number of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// The number, or a dash.
    pub value: String,
    /// What follows it.
    pub unit: String,
}

/// What the page shows: numbers as they are read, and charts as HTML with a sentence above and a table behind
/// each. A chart is empty where there is nothing to draw yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Whether there is an attempt at all.
    pub tried: bool,
    /// The streaks: current, longest.
    pub streak: [i32; 2],
    /// The calendar.
    pub calendar: String,
    /// `You have solved 61 of 80. You would solve 38 of them today.`
    pub known: String,
    /// Weakest patterns.
    pub patterns: String,
    /// Minutes over the months, by difficulty.
    pub pace: Vec<(String, String)>,
    /// First-try rate and success per attempt; of all time, then of the last 90 days.
    pub rates: Vec<(Figure, String)>,
    /// Predicted and actual recall.
    pub predictions: String,
    /// How well the schedule is fitted.
    pub fit: String,
    /// The coming two weeks.
    pub workload: String,
    /// Whether they will be ready, the verdict first; empty without an interview ahead.
    pub plan: Vec<String>,
}

/// Definition of [`super::super::streak::Streak::current`].
pub const CURRENT_STREAK: Definition = Definition {
    label: "Current streak",
    meaning: "Days with an attempt in a row. Rest days and days with nothing due do not break it and do not count; today may still be empty.",
};
/// Definition of [`super::super::streak::Streak::longest`].
pub const LONGEST_STREAK: Definition = Definition {
    label: "Longest streak",
    meaning: "The longest such row of days there ever was.",
};
/// Definition of what would be solved today.
pub const KNOWN: Definition = Definition {
    label: "You would solve",
    meaning: "The chance of recalling each problem today, added up over the problems whose latest attempt solved them. One that is to be learned anew counts as 0.",
};
/// Definition of [`Rates::first_try`].
pub const FIRST_TRY: Definition = Definition {
    label: "First-try rate",
    meaning: "First attempts at a problem that solved it without help, out of all first attempts.",
};
/// Definition of [`Rates::success`]; the same number as on the home page.
pub const SUCCESS: Definition = crate::insight::model::SUCCESS;
