//! What today holds, from what is known of the journal. Of what is due only as much as a day can hold is put into
//! order: with tens of thousands due, the others are counted.

use super::{
    agenda::{Agenda, LISTED, Listed, SPREAD_LIMIT},
    expected::of_problem,
    fsrs::Weights,
    queue::{Due, LOOK, Queue},
};
use crate::{
    account::model::Settings,
    insight::{derive::place, tried::AllTried},
    problem::model::{Difficulty, ProblemId},
};
use chrono::{Datelike, NaiveDate, Weekday};

/// Fewest minutes that a problem is expected to take: half of half the default of an easy one.
const LEAST_MINUTES: i32 = 4;
/// Days ahead of which it is known what comes on them: nothing stays away longer.
const COMING: usize = 366;

/// What is due on a local date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueOn {
    /// The first of it, in order, cut at the minutes that are left.
    pub queue: Queue,
    /// How many problems are due in all.
    pub total: i32,
    /// Minutes those are expected to take.
    pub total_minutes: i32,
    /// Minutes that come on each day after that anyway.
    pub coming: Vec<i32>,
    /// Those that are put into order, most forgotten first, until their minutes are known.
    found: Vec<(Due, Difficulty)>,
}

impl DueOn {
    /// What is due on the day `today`, of which `left` minutes are left; in no order yet. To be recalled only: without
    /// what was recalled only the last time.
    pub fn of(
        tried: &AllTried,
        weights: &Weights,
        (today, left): (NaiveDate, i32),
        recall: bool,
    ) -> Self {
        let (total, total_minutes) = tried.due(today, recall);
        let found = tried.most_forgotten(today, recall, ordered(left));
        let found = found.into_iter().map(|(id, tried)| {
            let days = (today - tried.reviewed_on).num_days();
            let due = Due {
                id,
                tag: tried.tags.first().cloned().unwrap_or_default(),
                retrievability: weights.retrievability(tried.memory.stability, days),
                minutes: 0,
            };
            (due, tried.difficulty)
        });
        Self {
            total,
            total_minutes,
            coming: tried.coming(today, COMING),
            found: found.collect(),
            queue: Queue::default(),
        }
    }

    /// The problems whose own solves decide how long they are expected to take.
    pub fn ids(&self) -> impl Iterator<Item = ProblemId> {
        self.found.iter().map(|(due, _)| due.id)
    }

    /// Puts them into order. `expected` are the minutes that one problem of each difficulty is expected to take, `own`
    /// tells the minutes of the person's own solves of one.
    pub fn time(
        &mut self,
        left: i32,
        expected: [i32; 3],
        mut own: impl FnMut(ProblemId) -> Vec<i32>,
    ) {
        let found = std::mem::take(&mut self.found);
        let timed = found.into_iter().map(|(due, difficulty)| Due {
            minutes: of_problem(expected[place(difficulty)], &own(due.id)),
            ..due
        });
        self.queue = Queue::new(timed.collect(), left);
    }

    /// The minutes that are taken on each day after `today`, of somebody who practises so many a day and rests on
    /// these days.
    pub fn taken(&self, today: NaiveDate, daily: i32, rest_days: &[Weekday]) -> Vec<i32> {
        let days = today.iter_days().skip(1);
        let taken = days.zip(&self.coming).map(|(day, minutes)| {
            if rest_days.contains(&day.weekday()) {
                daily.max(*minutes)
            } else {
                *minutes
            }
        });
        taken.collect()
    }
}

/// How many problems are put into order: those that fit into so many minutes, those that are spread at once, and
/// those that may change places with them.
fn ordered(left: i32) -> usize {
    usize::try_from(left / LEAST_MINUTES).unwrap_or(0) + SPREAD_LIMIT + LOOK
}

/// What was done on a local date, as far as it decides about what is left of it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Attempts.
    pub attempts: i32,
    /// Their minutes; one without a time counts as long as it was expected to take, one that was recalled only
    /// not at all.
    pub minutes: i32,
    /// Problems that were tried for the first time.
    pub first_tries: i32,
}

/// A problem that was never tried, or is practised from the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Which.
    pub id: ProblemId,
    /// Its title.
    pub title: String,
    /// How hard it is.
    pub difficulty: Difficulty,
}

/// What today is made of.
pub struct Found {
    /// What was done.
    pub done: Done,
    /// What is due, in order.
    pub due: DueOn,
    /// The first problems that are new.
    pub new: Vec<New>,
    /// Minutes that one problem of each difficulty is expected to take.
    pub expected: [i32; 3],
    /// Problems in the journal.
    pub problems: i32,
}

/// What today holds, and the problems themselves.
pub struct Today {
    /// In numbers; the next day on which something is due is left out.
    pub agenda: Agenda,
    /// What is due.
    pub due: DueOn,
    /// What is new and fits beside it, each with the minutes it is expected to take.
    pub new: Vec<(New, i32)>,
}

impl Today {
    /// What a day of somebody who chose these settings holds.
    pub fn of(today: NaiveDate, settings: &Settings, found: Found) -> Self {
        let Found {
            done,
            due,
            expected,
            ..
        } = found;
        let daily = i32::from(settings.daily_minutes);
        let mut new: Vec<(New, i32)> = found
            .new
            .into_iter()
            .map(|new| {
                let minutes = expected[place(new.difficulty)];
                (new, minutes)
            })
            .collect();
        new.truncate(room(&new, &due.queue, daily - done.minutes, done));
        let taken = due.taken(today, daily, &settings.rest_days);
        let mut agenda = Agenda {
            today,
            spent: done.minutes,
            attempts: done.attempts,
            daily,
            problems: found.problems,
            ..Agenda::default()
        }
        .with_queue(&due.queue, (due.total, due.total_minutes), &taken);
        agenda.new = i32::try_from(new.len()).unwrap_or(i32::MAX);
        agenda.minutes += new.iter().map(|(_, minutes)| minutes).sum::<i32>();
        Self { agenda, due, new }
    }

    /// Those that are listed from what is due, whose titles have to be found.
    pub fn listed(&self) -> impl Iterator<Item = ProblemId> {
        let due = &self.due.queue.due[..self.due.queue.today.min(LISTED)];
        due.iter().map(|due| due.id)
    }

    /// The first problems of today: what is due, then what is new.
    pub fn list(&self, title_of: impl Fn(ProblemId) -> Option<String>) -> Vec<Listed> {
        let due = &self.due.queue.due[..self.due.queue.today.min(LISTED)];
        let due = due.iter().filter_map(|due| {
            Some(Listed {
                id: due.id,
                title: title_of(due.id)?,
                minutes: due.minutes,
                new: false,
            })
        });
        let new = self.new.iter().map(|(new, minutes)| Listed {
            id: new.id,
            title: new.title.clone(),
            minutes: *minutes,
            new: true,
        });
        due.chain(new).take(LISTED).collect()
    }
}

/// How many new problems fit beside what is due.
fn room(new: &[(New, i32)], queue: &Queue, left: i32, done: Done) -> usize {
    let each = new.first().map_or(1, |(_, minutes)| *minutes);
    let room = queue.room_for_new(left, each);
    // What was tried today has taken its minutes already; where none are left, it is one of the few that come in
    // any case.
    let full = queue.waiting() > 0 || left - queue.minutes_today() < each;
    let tried = usize::try_from(done.first_tries).unwrap_or(0);
    if full {
        room.saturating_sub(tried)
    } else {
        room
    }
}
