//! From the log of one problem to what it has taught. The log is the truth: whatever changes it, this is done
//! again.

use super::{
    expected,
    fsrs::{Memory, Weights},
    grade::Evidence,
    model::{Grade, Learned},
};
use crate::attempt::model::{AttemptId, Help, Status};
use chrono::{DateTime, NaiveDate, Utc};

/// One attempt as the schedule sees it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: AttemptId,
    /// What came of it.
    pub status: Status,
    /// How much help it took.
    pub help: Help,
    /// Minutes, if timed.
    pub minutes: Option<i32>,
    /// Minutes that a problem of its difficulty was expected to take the person when it was recorded.
    pub expected_minutes: i32,
    /// The grade the person gave; none leaves it to the suggestion.
    pub chosen: Option<Grade>,
    /// Whether it was recalled only, not solved.
    pub recall: bool,
    /// The day it counts for.
    pub local_date: NaiveDate,
    /// When it was, UTC.
    pub attempted_at: DateTime<Utc>,
}

/// What an attempt came to.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Judged {
    /// Its id.
    pub id: AttemptId,
    /// The grade that counts.
    pub grade: Grade,
    /// Whether the person chose it.
    pub chosen: bool,
    /// Whether it moved the memory: the first of its day does, from the day practice began.
    pub counted: bool,
    /// The chance of recall that was predicted for it; none for one that did not count, and for the first.
    pub predicted: Option<f64>,
}

/// What a log comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replay {
    /// Every attempt, in the order they happened.
    pub judged: Vec<Judged>,
    /// What the problem's log has taught; none before the first attempt that counts.
    pub learned: Option<Learned>,
    /// Minutes the problem is expected to take once more; none before the first attempt.
    pub expected_minutes: Option<i32>,
}

/// Replays a log. Its order does not matter; attempts before `practise_from` teach nothing.
pub fn replay(weights: &Weights, log: &[Entry], practise_from: Option<DateTime<Utc>>) -> Replay {
    let mut log = log.to_vec();
    log.sort_by_key(|entry| (entry.local_date, entry.attempted_at, entry.id.0));
    let mut replay = Replay::default();
    let mut solves = Vec::new();
    for entry in &log {
        let evidence = Evidence {
            status: entry.status,
            help: entry.help,
            minutes: entry.minutes,
            expected: expected::of_problem(entry.expected_minutes, &solves),
            recall: entry.recall,
        };
        let mut judged = Judged {
            id: entry.id,
            grade: evidence.grade(entry.chosen),
            chosen: entry.chosen.is_some(),
            counted: false,
            predicted: None,
        };
        let teaches = practise_from.is_none_or(|from| entry.attempted_at >= from);
        let same_day = |learned: Learned| learned.last_on == entry.local_date;
        if teaches && !replay.learned.is_some_and(same_day) {
            judged.counted = true;
            judged.predicted = replay.learned.map(|learned| {
                let days = (entry.local_date - learned.last_on).num_days();
                weights.retrievability(learned.stability, days)
            });
            replay.learned = Some(learn(weights, replay.learned, entry, judged.grade));
        }
        replay.judged.push(judged);
        if let (Some(minutes), true) = (entry.minutes, is_unaided_solve(entry)) {
            solves.push(minutes);
        }
        replay.expected_minutes = Some(expected::of_problem(entry.expected_minutes, &solves));
    }
    replay
}

/// Whether its time tells how long the person needs.
pub fn is_unaided_solve(entry: &Entry) -> bool {
    entry.status == Status::Solved && entry.help == Help::None && !entry.recall
}

/// The memory after one more review, on a later day than the one before.
pub(super) fn learn(
    weights: &Weights,
    before: Option<Learned>,
    entry: &Entry,
    grade: Grade,
) -> Learned {
    let memory = match before {
        None => weights.first(grade),
        Some(before) => {
            let memory = Memory {
                stability: before.stability,
                difficulty: before.difficulty,
            };
            let days = (entry.local_date - before.last_on).num_days();
            weights.next(memory, days, grade)
        }
    };
    let forgot = grade == Grade::Again;
    let clean = is_unaided_solve(entry) && grade >= Grade::Good;
    let (reps, lapses, agains, streak) = before.map_or((0, 0, 0, 0), |before| {
        (before.reps, before.lapses, before.agains, before.clean)
    });
    let had_remembered = reps > agains;
    Learned {
        stability: memory.stability,
        difficulty: memory.difficulty,
        last_on: entry.local_date,
        last_at: entry.attempted_at,
        last_grade: grade,
        last_was_recall: entry.recall,
        reps: reps + 1,
        lapses: lapses + i32::from(forgot && had_remembered),
        agains: agains + i32::from(forgot),
        clean: if clean { streak + 1 } else { 0 },
    }
}

#[cfg(test)]
#[path = "replay_tests.rs"]
mod tests;
