//! From the log of one problem to everything that is derived from it: where the problem stands, its schedule,
//! and what it adds to the days of the journal. Pure; `db_derive.rs` reads the log and writes the rest.

use crate::{
    attempt::model::Status,
    problem::model::{Difficulty, Progress},
    review::{
        expected,
        fsrs::Weights,
        model::{Choices, Grade},
        replay::{Entry, Judged, Replay, is_unaided_solve, replay},
    },
};
use chrono::NaiveDate;
use std::{collections::BTreeMap, ops::AddAssign};
use uuid::Uuid;

/// Version of the rules of derivation. Journals of a lower version are derived again by `gitgud migrate`;
/// raise it when a rule changes what is derived.
pub const VERSION: i16 = 2;

/// One attempt as far as something is derived from it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// What the schedule sees of it.
    pub entry: Entry,
    /// Whether it has notes.
    pub noted: bool,
    /// Whether it has code.
    pub coded: bool,
}

/// An attempt as it is kept in the review log.
#[derive(Copy, Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "it is a row of a table, whose columns they are"
)]
pub struct LogRow {
    /// The attempt.
    pub attempt: Uuid,
    /// The day it counts for.
    pub local_date: NaiveDate,
    /// Of its problem.
    pub difficulty: Difficulty,
    /// The grade that counts.
    pub grade: Grade,
    /// Whether the person chose that.
    pub chosen: bool,
    /// Whether it moved the memory.
    pub counted: bool,
    /// The chance of recall that was predicted for it, in single precision as it is kept.
    pub predicted: Option<f32>,
    /// Whether it solved the problem.
    pub solved: bool,
    /// Whether it was the first at its problem.
    pub first: bool,
    /// Minutes, if timed.
    pub minutes: Option<i32>,
    /// Whether it was an own solve, whose time tells how long the person needs.
    pub own_solve: bool,
    /// Whether it was recalled only.
    pub recall: bool,
}

/// Sums over the attempts of one local date.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct DaySums {
    /// Attempts, recall included.
    pub attempts: i32,
    /// Of those, what was recalled only.
    pub recalls: i32,
    /// Minutes of those that have a time.
    pub minutes: i32,
    /// Attempts that solved their problem.
    pub solved: i32,
    /// Attempts that were the first at their problem.
    pub first_tries: i32,
    /// Of those, the ones that were own solves.
    pub first_solves: i32,
    /// Own solves with a time: easy, medium, hard.
    pub paced: [i32; 3],
    /// The sum of their paces ([`expected::pace`]).
    pub pace: [i64; 3],
}

impl AddAssign for DaySums {
    fn add_assign(&mut self, other: Self) {
        self.attempts += other.attempts;
        self.recalls += other.recalls;
        self.minutes += other.minutes;
        self.solved += other.solved;
        self.first_tries += other.first_tries;
        self.first_solves += other.first_solves;
        for of in 0..3 {
            self.paced[of] += other.paced[of];
            self.pace[of] += other.pace[of];
        }
    }
}

impl DaySums {
    /// The opposite, to take away what was added.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            attempts: -self.attempts,
            recalls: -self.recalls,
            minutes: -self.minutes,
            solved: -self.solved,
            first_tries: -self.first_tries,
            first_solves: -self.first_solves,
            paced: self.paced.map(|count| -count),
            pace: self.pace.map(|sum| -sum),
        }
    }
}

impl LogRow {
    /// What it adds to its day.
    pub fn sums(&self) -> DaySums {
        let mut sums = DaySums {
            attempts: 1,
            recalls: i32::from(self.recall),
            minutes: self.minutes.unwrap_or(0),
            solved: i32::from(self.solved),
            first_tries: i32::from(self.first),
            first_solves: i32::from(self.first && self.own_solve),
            ..DaySums::default()
        };
        if let (Some(minutes), true) = (self.minutes, self.own_solve) {
            let of = place(self.difficulty);
            sums.paced[of] = 1;
            sums.pace[of] = expected::pace(self.difficulty, minutes);
        }
        sums
    }
}

/// Where a difficulty stands in the arrays of [`DaySums`].
pub const fn place(difficulty: Difficulty) -> usize {
    match difficulty {
        Difficulty::Easy => 0,
        Difficulty::Medium => 1,
        Difficulty::Hard => 2,
    }
}

/// By how much the days change when these rows go and those come; days that stay as they are, are left out.
pub fn day_changes<'a>(
    gone: impl IntoIterator<Item = &'a LogRow>,
    come: impl IntoIterator<Item = &'a LogRow>,
) -> BTreeMap<NaiveDate, DaySums> {
    let mut days: BTreeMap<NaiveDate, DaySums> = BTreeMap::new();
    for row in gone {
        *days.entry(row.local_date).or_default() += row.sums().negated();
    }
    for row in come {
        *days.entry(row.local_date).or_default() += row.sums();
    }
    days.retain(|_, sums| *sums != DaySums::default());
    days
}

/// Everything that is derived from the log of one problem.
#[derive(Clone, Debug, PartialEq)]
pub struct Derived {
    /// Where it stands.
    pub progress: Progress,
    /// What its reviews came to.
    pub replay: Replay,
    /// Its attempts as the review log keeps them, in the order they happened.
    pub rows: Vec<LogRow>,
}

/// Derives everything from the log of one problem, whose order does not matter.
pub fn derive(
    weights: &Weights,
    difficulty: Difficulty,
    choices: &Choices,
    log: &[Logged],
) -> Derived {
    let entries: Vec<Entry> = log.iter().map(|logged| logged.entry).collect();
    let replay = replay(weights, &entries, choices.practise_from);
    let by_id: BTreeMap<Uuid, &Logged> = log
        .iter()
        .map(|logged| (logged.entry.id.0, logged))
        .collect();
    let mut first = true;
    let rows = replay
        .judged
        .iter()
        .filter_map(|judged| Some((judged, by_id.get(&judged.id.0)?.entry)))
        .map(|(judged, entry)| {
            let row = row(judged, &entry, difficulty, first && !entry.recall);
            first &= entry.recall;
            row
        })
        .collect();
    Derived {
        progress: progress(log),
        replay,
        rows,
    }
}

fn row(judged: &Judged, entry: &Entry, difficulty: Difficulty, first: bool) -> LogRow {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a chance is kept in single precision, which is finer than anybody can tell"
    )]
    let predicted = judged.predicted.map(|chance| chance as f32);
    LogRow {
        attempt: entry.id.0,
        local_date: entry.local_date,
        difficulty,
        grade: judged.grade,
        chosen: judged.chosen,
        counted: judged.counted,
        predicted,
        solved: entry.status == Status::Solved && !entry.recall,
        first,
        minutes: entry.minutes,
        own_solve: is_unaided_solve(entry),
        recall: entry.recall,
    }
}

/// Where a problem stands: by its attempts, not by what was recalled only.
fn progress(log: &[Logged]) -> Progress {
    let mut attempts: Vec<&Logged> = log.iter().filter(|logged| !logged.entry.recall).collect();
    attempts.sort_by_key(|logged| (logged.entry.attempted_at, logged.entry.id.0));
    let solved = || {
        attempts
            .iter()
            .filter(|logged| logged.entry.status == Status::Solved)
    };
    let latest = attempts.last().map(|logged| logged.entry);
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    Progress {
        attempts: count(attempts.len()),
        solved_attempts: count(solved().count()),
        latest_status: latest.map(|entry| entry.status),
        latest_attempted_at: latest.map(|entry| entry.attempted_at),
        latest_local_date: latest.map(|entry| entry.local_date),
        best_minutes: solved().filter_map(|logged| logged.entry.minutes).min(),
        last_minutes: latest.and_then(|entry| entry.minutes),
        noted_attempts: count(log.iter().filter(|logged| logged.noted).count()),
        coded_attempts: count(log.iter().filter(|logged| logged.coded).count()),
    }
}
