//! The journal itself: a person works through a list of problems, day after day, and returns to
//! each at growing intervals. Pure: a plan gives one journal, always the same.

use super::{
    calendar::{self, Day, Moment},
    catalogue::{self, Known},
    code::Snippets,
    learner::{self, Outcome, Situation},
    notes::{Notebook, Occasion},
    random::Random,
};
use crate::{
    attempt::model::{Help, Status},
    problem::model::Difficulty,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Whose journal: two people never have the same ids.
    pub user: String,
    /// Number of problems; at most as many as the catalogue and the numbered sites yield.
    pub problems: usize,
    /// Number of attempts; 0 when there are no problems.
    pub attempts: usize,
    /// Chooses among all possible journals.
    pub seed: u64,
    /// The last day.
    pub until: NaiveDate,
}

/// A problem to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemRow {
    /// `UUIDv7` of `created_at`.
    pub id: Uuid,
    /// Title on the site.
    pub title: String,
    /// Canonical address.
    pub url: String,
    /// Slug of the site.
    pub platform: &'static str,
    /// Identity key, such as `leetcode:two-sum`.
    pub identity: String,
    /// How hard.
    pub difficulty: Difficulty,
    /// Normalised tags.
    pub tags: Vec<String>,
    /// Markdown.
    pub description: Option<String>,
    /// When it was added.
    pub created_at: DateTime<Utc>,
}

/// An attempt to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRow {
    /// `UUIDv7` of `attempted_at`.
    pub id: Uuid,
    /// The problem it is an attempt at.
    pub problem_id: Uuid,
    /// Solved, partly, or not.
    pub status: Status,
    /// 1 to 1440.
    pub minutes: Option<i32>,
    /// Help taken.
    pub help: Help,
    /// Markdown.
    pub notes: Option<String>,
    /// Code and the name of its language.
    pub code: Option<(String, &'static str)>,
    /// When it ended, UTC.
    pub attempted_at: DateTime<Utc>,
    /// Minutes that the local clock was ahead of UTC.
    pub utc_offset_minutes: i16,
    /// The local date.
    pub local_date: NaiveDate,
}

/// Everything to be stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// IANA name of the person's zone.
    pub time_zone: &'static str,
    /// In the order in which they were met.
    pub problems: Vec<ProblemRow>,
    /// In the order in which they were made.
    pub attempts: Vec<AttemptRow>,
}

/// What the person remembers of one problem.
#[derive(Clone, Debug)]
struct Memory {
    knack: i64,
    attempts: i64,
    streak: i64,
    /// Day numbers, counted from the common era.
    due: i64,
    last: i64,
}

/// An attempt that has a day but no time yet.
struct Sitting {
    problem: usize,
    outcome: Outcome,
    /// How long it took, looked at the clock or not.
    took: i64,
    attempts_before: i64,
}

/// A problem that returns within so many days must not wait behind the settled ones.
const FRESH_DAYS: i64 = 14;

const DESCRIPTIONS: [&str; 8] = [
    "From the study plan.",
    "Came up in a mock interview with J. – come back to it.",
    "Follow-up: what if the input does not fit into memory?",
    "Same trick as the one from last week, in disguise.",
    "Asked for **O(1)** extra space.",
    "Recommended as a warm-up.",
    "Read the limits: n up to 10^5, values may be negative.",
    "Do this one *before* its harder sibling.",
];

/// Makes the journal of a plan. It has exactly as many problems and attempts as asked for, as
/// far as there are different problems.
pub fn journal(plan: &Plan) -> Journal {
    let chosen = catalogue::choose(plan.problems, &mut Random::new(plan.seed, "problems"));
    let attempts = if chosen.is_empty() { 0 } else { plan.attempts };
    let untried = if attempts < chosen.len() {
        chosen.len() - attempts
    } else if chosen.len() < 20 {
        0
    } else {
        chosen.len() / 25
    };
    let days = calendar::days(attempts, plan.until, &mut Random::new(plan.seed, "days"));
    let mut writer = Writer {
        tried: chosen.len() - untried,
        memories: Vec::new(),
        fresh: BTreeSet::new(),
        settled: BTreeSet::new(),
        practice: HashMap::new(),
        done: 0,
        total: attempts,
        random: Random::new(plan.seed, "attempts"),
        ids: Random::new(plan.seed, &plan.user),
        notebook: Notebook::load(),
        snippets: Snippets::load(),
        journal: Journal {
            time_zone: calendar::ZONE.name(),
            problems: Vec::with_capacity(chosen.len()),
            attempts: Vec::with_capacity(attempts),
        },
        chosen,
    };
    for day in days {
        writer.sit_down(day);
    }
    writer.add_untried(plan.until);
    writer.journal
}

struct Writer {
    chosen: Vec<Known>,
    /// How many of the chosen get attempts; the rest waits.
    tried: usize,
    /// Of the problems met so far, in the order of `chosen`.
    memories: Vec<Memory>,
    /// Problems met so far by the day of the next visit: those still fresh, and the settled ones.
    fresh: BTreeSet<(i64, usize)>,
    settled: BTreeSet<(i64, usize)>,
    /// Attempts by decisive tag.
    practice: HashMap<String, i64>,
    done: usize,
    total: usize,
    random: Random,
    ids: Random,
    notebook: Notebook,
    snippets: Snippets,
    journal: Journal,
}

impl Writer {
    fn sit_down(&mut self, day: Day) {
        let today = day_number(day.date);
        let mut sittings = Vec::with_capacity(day.attempts);
        for _ in 0..day.attempts {
            let problem = self.next_problem(today);
            sittings.push(self.try_once(problem, today));
        }
        let minutes: Vec<i64> = sittings.iter().map(|sitting| sitting.took).collect();
        let moments = calendar::finished_at(day.date, &minutes, &mut self.random);
        for (sitting, moment) in sittings.into_iter().zip(moments) {
            self.write_down(&sitting, moment);
        }
    }

    /// A new problem while the person is behind their plan of meeting new ones, early more than
    /// late; else one that is due; else whatever comes next.
    fn next_problem(&mut self, today: i64) -> usize {
        let met = self.memories.len();
        let new_left = self.tried - met;
        let left = self.total - self.done;
        // With p for the part that is done: p (3 - p) / 2 of the problems to be tried.
        let planned =
            self.tried * self.done / self.total * (2 * self.total + left) / self.total / 2;
        let is_due =
            |queue: &BTreeSet<(i64, usize)>| queue.first().is_some_and(|(due, _)| *due <= today);
        let due = (is_due(&self.fresh), is_due(&self.settled));
        if new_left > 0 && (met <= planned || left <= new_left || due == (false, false)) {
            self.memories.push(Memory {
                knack: if self.random.chance(50) {
                    -330
                } else {
                    self.random.about(-140, 140)
                },
                attempts: 0,
                streak: 0,
                due: today,
                last: today,
            });
            return met;
        }
        let fresh_first = match due {
            (true, true) => self.random.chance(650),
            (fresh, settled) => fresh || (!settled && !self.fresh.is_empty()),
        };
        let queue = if fresh_first || self.settled.is_empty() {
            &mut self.fresh
        } else {
            &mut self.settled
        };
        let not_today = |at: usize| {
            self.memories
                .get(at)
                .is_some_and(|memory| memory.last < today)
        };
        // Mostly what came due last is returned to in time; some of the rest is left to fade.
        let latest = queue
            .range(..=(today, usize::MAX))
            .next_back()
            .filter(|_| self.random.chance(750));
        let next = latest
            .or_else(|| queue.iter().find(|(_, at)| not_today(*at)))
            .or_else(|| queue.first())
            .copied();
        if let Some(next) = next {
            queue.remove(&next);
        }
        next.map_or(0, |(_, at)| at)
    }

    fn try_once(&mut self, problem: usize, today: i64) -> Sitting {
        let entry = &self.chosen[problem].entry;
        let memory = &mut self.memories[problem];
        let practice = self
            .practice
            .entry(entry.tags.first().cloned().unwrap_or_default())
            .or_default();
        let now = Situation {
            difficulty: entry.difficulty,
            knack: memory.knack,
            progress: i64::try_from(self.done * 1_000 / self.total).unwrap_or(1_000),
            practice: *practice,
            attempts_before: memory.attempts,
            streak: memory.streak,
            overdue: (today - memory.due).max(0),
        };
        let outcome = learner::attempt(&now, &mut self.random);
        *practice += 1;
        self.done += 1;
        memory.attempts += 1;
        memory.streak = outcome.streak;
        memory.last = today;
        memory.due = today + outcome.interval;
        let queue = if outcome.interval <= FRESH_DAYS {
            &mut self.fresh
        } else {
            &mut self.settled
        };
        queue.insert((memory.due, problem));
        Sitting {
            problem,
            outcome,
            took: outcome
                .minutes
                .unwrap_or_else(|| learner::expected_minutes(entry.difficulty)),
            attempts_before: now.attempts_before,
        }
    }

    fn write_down(&mut self, sitting: &Sitting, moment: Moment) {
        if sitting.attempts_before == 0 {
            self.add_problem(sitting.problem, moment.at - Duration::minutes(sitting.took));
        }
        let known = &self.chosen[sitting.problem];
        let occasion = Occasion {
            tags: &known.entry.tags,
            outcome: sitting.outcome,
            expected_minutes: learner::expected_minutes(known.entry.difficulty),
            attempts_before: sitting.attempts_before,
        };
        let solved = sitting.outcome.status == Status::Solved;
        let code = if self.random.chance(if solved { 720 } else { 450 }) {
            self.snippets.write(known, solved, &mut self.random)
        } else {
            None
        };
        self.journal.attempts.push(AttemptRow {
            id: uuid_v7(moment.at, &mut self.ids),
            problem_id: self.journal.problems[sitting.problem].id,
            status: sitting.outcome.status,
            minutes: sitting
                .outcome
                .minutes
                .and_then(|minutes| i32::try_from(minutes).ok()),
            help: sitting.outcome.help,
            notes: self.notebook.write(&occasion, &mut self.random),
            code: code.map(|code| (code.text, code.language)),
            attempted_at: moment.at,
            utc_offset_minutes: moment.utc_offset_minutes,
            local_date: moment.local_date,
        });
    }

    /// Adds the next problem: right before its first attempt, or some days earlier.
    fn add_problem(&mut self, problem: usize, started_at: DateTime<Utc>) {
        let waited = if self.random.chance(700) {
            0
        } else {
            self.random.between(1, 9)
        };
        let created_at =
            started_at - Duration::seconds(waited * 86_400 + self.random.between(20, 200));
        let row = self.problem_row(problem, created_at);
        self.journal.problems.push(row);
    }

    /// The backlog: what is on the list and was never tried.
    fn add_untried(&mut self, until: NaiveDate) {
        for problem in self.tried..self.chosen.len() {
            let back = self
                .random
                .between(0, if self.total == 0 { 29 } else { 20 });
            let evening = self.random.between(17 * 3_600, 22 * 3_600);
            let day = until
                .checked_sub_signed(Duration::days(back))
                .unwrap_or(until);
            let local = day.and_time(chrono::NaiveTime::MIN) + Duration::seconds(evening);
            let row = self.problem_row(problem, calendar::moment(local).at);
            self.journal.problems.push(row);
        }
    }

    fn problem_row(&mut self, problem: usize, created_at: DateTime<Utc>) -> ProblemRow {
        let known = &self.chosen[problem];
        let description = self
            .random
            .chance(140)
            .then(|| self.random.pick(&DESCRIPTIONS).to_owned());
        ProblemRow {
            id: uuid_v7(created_at, &mut self.ids),
            title: known.entry.title.clone(),
            url: known.link.url.clone(),
            platform: known.link.platform.slug(),
            identity: known.link.identity.clone(),
            difficulty: known.entry.difficulty,
            tags: known.entry.tags.clone(),
            description,
            created_at,
        }
    }
}

fn day_number(date: NaiveDate) -> i64 {
    i64::from(chrono::Datelike::num_days_from_ce(&date))
}

fn uuid_v7(at: DateTime<Utc>, random: &mut Random) -> Uuid {
    let mut tail = [0; 10];
    let bytes = random
        .next()
        .to_be_bytes()
        .into_iter()
        .chain(random.next().to_be_bytes());
    for (place, byte) in tail.iter_mut().zip(bytes) {
        *place = byte;
    }
    let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &tail).into_uuid()
}

#[cfg(test)]
#[path = "generate_tests.rs"]
mod tests;
