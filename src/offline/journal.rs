//! The copy of a journal that this device keeps, with the changes that wait on it already made.

use super::{apply::logged, clock::Clock};
use crate::{
    attempt::model::{Attempt, AttemptId, Help, Moment},
    browser,
    change::copy::{PersonCopy, ProblemCopy},
    draft::model::{DraftForm, FormDraft},
    error::AppError,
    insight::derive::place,
    outbox::model::{Change, What},
    problem::{
        model::{Difficulty, ProblemId},
        recognise::recognise,
    },
    review::{
        expected::{Expected, SOLVES, of_difficulty},
        fields::Known,
        replay::is_unaided_solve,
    },
    timer::model::{Timer, minutes},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap},
    thread::LocalKey,
};
use uuid::{Builder, Uuid};

/// What is kept of what only this device knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Aside {
    /// Timers that were started without the network.
    pub timers: BTreeMap<Uuid, KeptTimer>,
    /// What was revealed of problems, and when.
    pub revealed: BTreeMap<Uuid, (Help, DateTime<Utc>)>,
}

/// A timer that only this device knows.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptTimer {
    /// Seconds of all finished stretches.
    pub seconds: i32,
    /// When the current stretch began; none while paused.
    pub running_since: Option<DateTime<Utc>>,
    /// When a button was last pressed.
    pub touched_at: DateTime<Utc>,
}

/// How much of the texts is read from the device.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Texts {
    /// None of them.
    None,
    /// Those of one problem.
    Of(ProblemId),
    /// Those of the problem of an attempt.
    OfAttempt(AttemptId),
    /// All of them.
    All,
}

/// Notes and code of one problem.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct TextsOf {
    description: Option<String>,
    attempts: HashMap<Uuid, AttemptTexts>,
}

#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct AttemptTexts {
    notes: Option<String>,
    code: Option<String>,
}

/// The journal on this device.
pub struct Journal {
    /// What does not belong to one problem.
    pub person: PersonCopy,
    /// The problems.
    pub copies: BTreeMap<ProblemId, ProblemCopy>,
    /// The clock.
    pub clock: Clock,
    /// What only this device knows.
    pub aside: Aside,
}

/// What was read last, and of which state of the copy.
type Last<T> = RefCell<Option<(String, T)>>;

thread_local! {
    // A search asks with every letter, and a large journal takes a second to be read.
    static ROWS: Last<Vec<ProblemCopy>> = const { RefCell::new(None) };
    static TEXTS: Last<HashMap<ProblemId, TextsOf>> = const { RefCell::new(None) };
}

/// The same as [`read`], unless the copy is still as it was the last time.
async fn read_once<T: Clone + DeserializeOwned>(
    last: &'static LocalKey<Last<T>>,
    name: &str,
) -> Option<T> {
    let stamp = browser::journal("stamp", "").await.unwrap_or_default();
    let known = last.with_borrow(|last| {
        let same = last.as_ref().filter(|(of, _)| *of == stamp);
        same.map(|(_, known)| known.clone())
    });
    if let Some(known) = known.filter(|_| !stamp.is_empty()) {
        return Some(known);
    }
    let found: T = read(name, "").await?;
    last.set(Some((stamp, found.clone())));
    Some(found)
}

async fn read<T: DeserializeOwned>(name: &str, argument: &str) -> Option<T> {
    let text = browser::journal(name, argument).await?;
    serde_json::from_str(&text).ok()
}

impl Journal {
    /// Reads it, if this device has all of it.
    pub async fn open(texts: Texts) -> Option<Self> {
        let person: PersonCopy = read("person", "").await?;
        let zone = person.settings.time_zone.clone().unwrap_or_default();
        let asked = serde_json::json!({ "zone": zone, "at": "" });
        let mut clock: Clock = read("moment", &asked.to_string()).await?;
        clock.day_start_hour = person.settings.day_start_hour;
        // Before the copy: one that is delivered meanwhile is made twice rather than not at all, which is the same.
        let waiting: Vec<Change> = read("changes", "").await?;
        let rows: Vec<ProblemCopy> = read_once(&ROWS, "rows").await?;
        let aside = read("timers", "").await.unwrap_or_default();
        let mut journal = Self::of(person, rows, clock, aside);
        journal.add_texts(texts).await;
        for change in &waiting {
            journal.apply(change);
        }
        journal.forget_what_is_over();
        Some(journal)
    }

    /// The journal that is made of these.
    pub fn of(person: PersonCopy, rows: Vec<ProblemCopy>, clock: Clock, aside: Aside) -> Self {
        let by_id = rows.into_iter().map(|copy| (copy.problem.id, copy));
        Self {
            person,
            copies: by_id.collect(),
            clock,
            aside,
        }
    }

    async fn add_texts(&mut self, texts: Texts) {
        let whole: Option<ProblemCopy> = match texts {
            Texts::None => None,
            Texts::Of(problem) => read("problem", &problem.to_string()).await,
            Texts::OfAttempt(attempt) => read("attempt", &attempt.to_string()).await,
            Texts::All => {
                let all = read_once(&TEXTS, "texts").await.unwrap_or_default();
                for (problem, texts) in all {
                    if let Some(copy) = self.copies.get_mut(&problem) {
                        texts.into(copy);
                    }
                }
                None
            }
        };
        if let Some(copy) = whole {
            self.copies.insert(copy.problem.id, copy);
        }
    }

    /// Keeps a change for the server, then makes it here. None when the device could not keep it.
    pub async fn change(&mut self, what: What) -> Option<()> {
        let change = Change {
            id: self.new_id(),
            made_at: self.clock.at,
            time_zone: self.clock.zone.clone(),
            what,
        };
        browser::journal("keep", &serde_json::to_string(&change).ok()?).await?;
        self.apply(&change);
        Some(())
    }

    /// An attempt ends the timer of its problem, and what was revealed before has been counted, wherever it was logged.
    fn forget_what_is_over(&mut self) {
        let copies = &self.copies;
        let goes_on = |problem: &Uuid, since: DateTime<Utc>| {
            let copy = copies.get(&ProblemId(*problem));
            copy.is_some_and(|copy| copy.attempts.iter().all(|one| one.created_at < since))
        };
        self.aside
            .timers
            .retain(|problem, timer| goes_on(problem, timer.touched_at));
        self.aside
            .revealed
            .retain(|problem, (_, at)| goes_on(problem, *at));
    }

    /// Keeps what only this device knows.
    pub async fn keep_aside(&self) -> Option<()> {
        let text = serde_json::to_string(&self.aside).ok()?;
        browser::journal("set-timers", &text).await.map(drop)
    }

    /// A new id.
    pub fn new_id(&self) -> Uuid {
        let millis = u64::try_from(self.clock.at.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &browser::random()).into_uuid()
    }

    /// The copy of a problem.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none.
    pub fn copy(&self, problem: ProblemId) -> Result<&ProblemCopy, AppError> {
        self.copies.get(&problem).ok_or(AppError::NotFound)
    }

    /// An attempt, and the copy of its problem.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none.
    pub fn attempt(&self, id: AttemptId) -> Result<(&ProblemCopy, &Attempt), AppError> {
        let mut all = self
            .copies
            .values()
            .flat_map(|copy| copy.attempts.iter().map(move |attempt| (copy, attempt)));
        all.find(|(_, attempt)| attempt.id == id)
            .ok_or(AppError::NotFound)
    }

    /// The problem with this identity, if the journal has it.
    pub fn with_identity(&self, identity: &str) -> Option<ProblemId> {
        let mut all = self.copies.values();
        let found = all.find(|copy| {
            let stored = copy.problem.url.as_deref().and_then(recognise);
            stored.is_some_and(|stored| stored.identity == identity)
        });
        found.map(|copy| copy.problem.id)
    }

    /// Minutes of the latest own solves of problems of each difficulty.
    pub fn solves(&self) -> [Vec<i32>; 3] {
        let mut solves: [Vec<(&Moment, i32)>; 3] = Default::default();
        for copy in self.copies.values() {
            for attempt in &copy.attempts {
                if let Some(minutes) = own_solve(attempt) {
                    solves[place(copy.problem.difficulty)].push((&attempt.moment, minutes));
                }
            }
        }
        let latest = usize::try_from(SOLVES).unwrap_or(usize::MAX);
        solves.map(|mut solves| {
            solves.sort_by_key(|(moment, _)| std::cmp::Reverse((moment.local_date, moment.at)));
            solves
                .into_iter()
                .take(latest)
                .map(|(_, minutes)| minutes)
                .collect()
        })
    }

    /// Minutes that one problem of each difficulty is expected to take.
    pub fn expected(&self) -> [i32; 3] {
        let solves = self.solves();
        Difficulty::ALL.map(|difficulty| of_difficulty(difficulty, &solves[place(difficulty)]))
    }

    /// What is known of a problem that is tried now.
    pub fn known(&self, copy: &ProblemCopy) -> Known {
        let difficulty = copy.problem.difficulty;
        let own = own_solves(copy);
        Known {
            revealed: self.revealed(copy.problem.id),
            expected: Expected::new(difficulty, &self.solves()[place(difficulty)], &own),
            timer: self
                .timer(copy.problem.id)
                .map(|timer| minutes(timer.elapsed(self.clock.at))),
            recalled: copy
                .review
                .learned
                .is_some_and(|learned| learned.last_was_recall),
        }
    }

    /// What was revealed of a problem on this device.
    pub fn revealed(&self, problem: ProblemId) -> Help {
        self.aside
            .revealed
            .get(&problem.0)
            .map(|(help, _)| *help)
            .unwrap_or_default()
    }

    /// The timer of a problem on this device.
    pub fn timer(&self, problem: ProblemId) -> Option<Timer> {
        let kept = self.aside.timers.get(&problem.0)?;
        Some(Timer {
            seconds: kept.seconds,
            running_since: kept.running_since,
        })
    }

    /// The tags, most used first, each with how many problems have it.
    pub fn tags(&self) -> Vec<(String, i32)> {
        let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
        for copy in self.copies.values() {
            for tag in &copy.problem.tags {
                *counts.entry(tag).or_default() += 1;
            }
        }
        let mut tags: Vec<_> = counts
            .into_iter()
            .map(|(tag, count)| (tag.to_owned(), count))
            .collect();
        tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        tags
    }
}

impl TextsOf {
    fn into(mut self, copy: &mut ProblemCopy) {
        copy.problem.description = self.description;
        for attempt in &mut copy.attempts {
            let texts = self.attempts.remove(&attempt.id.0).unwrap_or_default();
            (attempt.notes, attempt.code) = (texts.notes, texts.code);
        }
    }
}

/// Its minutes, if it is an own solve that was timed.
fn own_solve(attempt: &Attempt) -> Option<i32> {
    let is_own = is_unaided_solve(&logged(attempt, 0).entry);
    attempt.minutes.filter(|_| is_own)
}

/// Minutes of the own solves of one problem.
pub fn own_solves(copy: &ProblemCopy) -> Vec<i32> {
    copy.attempts.iter().filter_map(own_solve).collect()
}

/// What a form must know to keep what is typed into it on the device.
pub fn draft_of(form: DraftForm) -> FormDraft {
    FormDraft {
        form: form.to_string(),
        owner: browser::told_by_head("reader").unwrap_or_default(),
        ..FormDraft::default()
    }
}
