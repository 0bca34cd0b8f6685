//! Today's queue and its cards.

use super::{
    Answered,
    apply::logged,
    journal::{Journal, Texts, draft_of, own_solves},
    list::row,
    told,
};
use crate::{
    attempt::model::{Attempt, AttemptId, AttemptView, Help, Status},
    change::copy::ProblemCopy,
    draft::model::{DraftForm, FormDraft},
    error::{AppError, FieldErrors},
    insight::{
        derive::{derive, place},
        tried::{AllTried, Tried},
    },
    markdown,
    problem::model::ProblemId,
    review::{
        agenda::LISTED,
        api::{OpenReview, RevealProblem},
        card::{Card, CardParts, RECORDED, ReviewView, Standing, Told},
        fields::GradeFields,
        fsrs::Memory,
        model::ReviewState,
        today::{Done, DueOn, Found, New, Today},
    },
};
use chrono::NaiveDate;
use std::collections::BTreeMap;

impl Journal {
    /// What today holds.
    pub fn today(&self, recall: bool) -> Today {
        let (today, settings) = (self.clock.today(), &self.person.settings);
        let expected = self.expected();
        let done = self.done(today, expected);
        let left = i32::from(settings.daily_minutes) - done.minutes;
        let mut due = DueOn::of(
            &self.tried(),
            &self.person.rules.weights,
            (today, left),
            recall,
        );
        due.time(left, expected, |id| {
            self.copies.get(&id).map(own_solves).unwrap_or_default()
        });
        let new = if recall || left <= 0 {
            Vec::new()
        } else {
            self.new_ones(today)
        };
        let found = Found {
            done,
            due,
            new,
            expected,
            problems: i32::try_from(self.copies.len()).unwrap_or(i32::MAX),
        };
        let mut held = Today::of(today, settings, found);
        if held.agenda.to_do() == 0 {
            held.agenda.next = self.next_day(today);
        }
        held
    }

    fn tried(&self) -> AllTried {
        let mut all = AllTried::default();
        for copy in self.copies.values() {
            let tried = copy.review.learned.map(|learned| Tried {
                memory: Memory {
                    stability: learned.stability,
                    difficulty: learned.difficulty,
                },
                reviewed_on: learned.last_on,
                due_on: copy.review.due_on,
                expected_minutes: copy
                    .review
                    .expected_minutes
                    .and_then(|it| i16::try_from(it).ok()),
                last_was_recall: learned.last_was_recall,
                difficulty: copy.problem.difficulty,
                solved: copy.progress.latest_status == Some(Status::Solved),
                tags: copy.problem.tags.clone(),
            });
            all.set(copy.problem.id.0, tried);
        }
        all
    }

    fn done(&self, today: NaiveDate, expected: [i32; 3]) -> Done {
        let mut done = Done::default();
        for copy in self.copies.values() {
            let usual = expected[place(copy.problem.difficulty)];
            let here = copy
                .attempts
                .iter()
                .filter(|one| one.moment.local_date == today);
            for attempt in here {
                done.attempts += 1;
                let untimed = if attempt.recall { 0 } else { usual };
                done.minutes += attempt.minutes.unwrap_or(untimed);
            }
            let first = copy.attempts.iter().rev().find(|attempt| !attempt.recall);
            done.first_tries += i32::from(first.is_some_and(|one| one.moment.local_date == today));
        }
        done
    }

    fn new_ones(&self, today: NaiveDate) -> Vec<New> {
        let waits = |copy: &&ProblemCopy| {
            let put_off = copy.review.choices.postponed.map(|(_, until)| until);
            copy.review.state == ReviewState::New && put_off.is_none_or(|until| until <= today)
        };
        let new = self
            .copies
            .values()
            .filter(waits)
            .take(LISTED)
            .map(|copy| New {
                id: copy.problem.id,
                title: copy.problem.title.clone(),
                difficulty: copy.problem.difficulty,
            });
        new.collect()
    }

    fn next_day(&self, today: NaiveDate) -> Option<(NaiveDate, i32)> {
        let mut days: BTreeMap<NaiveDate, i32> = BTreeMap::new();
        let due = self.copies.values().filter_map(|copy| copy.review.due_on);
        for day in due.filter(|day| *day > today) {
            *days.entry(day).or_default() += 1;
        }
        days.pop_first()
    }

    /// Another problem with the same first tag and difficulty, that is not to be reviewed now anyway.
    fn sibling(&self, of: &ProblemCopy) -> Option<(ProblemId, String)> {
        let today = self.clock.today();
        let tag = of.problem.tags.first()?;
        let alike = |copy: &&ProblemCopy| {
            copy.problem.tags.first() == Some(tag)
                && copy.problem.difficulty == of.problem.difficulty
                && copy.problem.id != of.problem.id
                && copy.review.state != ReviewState::Paused
                && copy.review.due_on.is_none_or(|due| due > today)
        };
        let found = self.copies.values().filter(alike).min_by_key(|copy| {
            let tried = copy.review.state != ReviewState::New;
            (tried, std::cmp::Reverse(copy.review.due_on))
        });
        found.map(|copy| (copy.problem.id, copy.problem.title.clone()))
    }

    /// The card of a problem that is reviewed.
    pub fn card(&self, copy: &ProblemCopy, recall: bool) -> Card {
        let id = copy.problem.id;
        let known = self.known(copy);
        let shows_record = recall || known.revealed == Help::Solution;
        let timer = if recall { None } else { self.timer_view(id) };
        let minutes = known.timer.filter(|_| !recall);
        let draft = if recall {
            FormDraft::default()
        } else {
            draft_of(DraftForm::Review(id))
        };
        let leech = copy
            .review
            .learned
            .is_some_and(|learned| learned.is_leech());
        let parts = CardParts {
            moment: self.clock.moment(self.clock.at),
            rules: self.person.rules,
            recall,
            known,
            description_html: markdown::render(copy.problem.description.as_deref()),
            record: if shows_record {
                recorded(copy)
            } else {
                Vec::new()
            },
            sibling: if leech { self.sibling(copy) } else { None },
            timer,
            fields: GradeFields::fresh(self.new_id(), id, known.revealed, minutes, recall),
            errors: FieldErrors::default(),
            draft,
        };
        Card::of(row(copy), parts)
    }

    /// What grading came to.
    pub fn told(&self, attempt: AttemptId) -> Option<Told> {
        let (copy, attempt) = self.attempt(attempt).ok()?;
        let id = copy.problem.id;
        let log: Vec<_> = copy.attempts.iter().map(|one| logged(one, 1)).collect();
        let rules = &self.person.rules;
        let derived = derive(
            &rules.weights,
            copy.problem.difficulty,
            &copy.review.choices,
            &log,
        );
        let mut rows = derived.rows.iter();
        let mut told = Told {
            attempt: attempt.id,
            title: copy.problem.title.clone(),
            grade: attempt.grade,
            counted: rows.any(|row| row.attempt == attempt.id.0 && row.counted),
            standing: Standing::of(id, &copy.review, self.clock.today()),
            sibling: None,
        };
        if self.person.settings.offer_siblings && told.stays_away() {
            told.sibling = self.sibling(copy);
        }
        Some(told)
    }
}

/// The latest attempts with notes or code, latest first.
fn recorded(copy: &ProblemCopy) -> Vec<AttemptView> {
    let recorded = copy
        .attempts
        .iter()
        .filter(|attempt| Attempt::is_recorded(attempt));
    markdown::render_attempts(recorded.take(RECORDED).cloned().collect())
}

pub(super) async fn open(asked: OpenReview) -> Answered {
    let recall = asked.mode == "recall";
    let mut journal = Journal::open(Texts::None).await?;
    let held = journal.today(recall);
    let list = held.list(|id| Some(journal.copies.get(&id)?.problem.title.clone()));
    let wanted = match asked.problem.as_str() {
        "" => list.first().map(|listed| listed.id),
        id => match id.parse() {
            Ok(id) => Some(id),
            Err(_) => return Some(Err(AppError::NotFound)),
        },
    };
    let told_of = asked.graded.parse().ok().and_then(|id| journal.told(id));
    let card = match wanted {
        Some(id) => {
            // Once more, with what was written about this one.
            journal = Journal::open(Texts::Of(id)).await?;
            match journal.copy(id) {
                Ok(copy) => Some(journal.card(copy, recall)),
                Err(error) => return Some(Err(error)),
            }
        }
        None => None,
    };
    let queue = &held.due.queue;
    told(Ok(ReviewView {
        one_more: queue.due.get(queue.today).map(|due| due.id),
        agenda: held.agenda,
        recall,
        list,
        card,
        told: told_of,
    }))
}

pub(super) async fn reveal(RevealProblem { problem_id, help }: RevealProblem) -> Answered {
    let mut journal = Journal::open(Texts::None).await?;
    let found = problem_id.parse::<ProblemId>().ok();
    let Some(id) = found.filter(|id| journal.copies.contains_key(id)) else {
        return Some(Err(AppError::NotFound));
    };
    let Some(help) = Help::from_slug(&help) else {
        return Some(Err(AppError::BadRequest));
    };
    let revealed = journal.revealed(id).or_more(help);
    let kept = (revealed, journal.clock.at);
    journal.aside.revealed.insert(id.0, kept);
    journal.keep_aside().await?;
    told(Ok(format!("/review?problem={id}#revealed")))
}
