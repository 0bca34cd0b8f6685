//! Changes made on this device, made to its copy: what the pages show until the server has them.

use super::journal::Journal;
use crate::{
    attempt::{
        fields::{AttemptDraft, AttemptFields},
        model::{Attempt, AttemptId, Moment},
    },
    change::copy::ProblemCopy,
    insight::derive::{Logged, derive, place},
    outbox::{
        merge,
        model::{Change, What},
    },
    problem::{
        fields::{ProblemDraft, ProblemFields},
        model::{Problem, ProblemId, Progress},
    },
    review::{
        grade::Evidence,
        model::{Review, state},
        replay::Entry,
        schedule::Rules,
    },
};
use chrono::{DateTime, Utc};

impl Journal {
    /// Makes a change. One that cannot be made, because its problem is gone, is the server's to refuse.
    pub fn apply(&mut self, change: &Change) {
        let made_at = change.made_at;
        match &change.what {
            What::AddProblem { fields } => self.add(fields, made_at),
            What::EditProblem { was, becomes } => self.edit(was, becomes, made_at),
            What::LogAttempt { fields } => {
                if let Ok(draft) = fields.parse() {
                    self.log(&draft, made_at);
                }
            }
            What::EditAttempt { was, becomes } => self.edit_attempt(was, becomes, made_at),
            What::Star { problem, starred } => {
                if let Some(copy) = self.copies.get_mut(problem) {
                    copy.problem.revision += i32::from(copy.problem.starred != *starred);
                    copy.problem.starred = *starred;
                }
            }
        }
    }

    fn add(&mut self, fields: &ProblemFields, made_at: DateTime<Utc>) {
        if let Ok(draft) = fields.parse() {
            self.copies.entry(draft.id).or_insert_with(|| ProblemCopy {
                problem: problem_of(draft, made_at),
                progress: Progress::default(),
                review: Review::default(),
                attempts: Vec::new(),
            });
        }
    }

    fn edit(&mut self, was: &ProblemFields, becomes: &ProblemFields, made_at: DateTime<Utc>) {
        let expected = self.expected();
        let rules = self.person.rules;
        let edited = becomes
            .id
            .parse::<ProblemId>()
            .ok()
            .and_then(|id| self.copies.get_mut(&id));
        let Some(copy) = edited else { return };
        // What stands against it is the server's to tell: here it may only be a text that was not read.
        let merged = merge::problem(&copy.problem.fields(), was, becomes);
        if !merged.alters() {
            return;
        }
        let Ok((draft, link_stays)) = copy.problem.edited(&merged.fields) else {
            return;
        };
        let harder = draft.difficulty != copy.problem.difficulty;
        let stored = copy.problem.clone();
        let edited = problem_of(draft, made_at);
        copy.problem = Problem {
            created_at: stored.created_at,
            starred: stored.starred,
            revision: stored.revision + 1,
            ..edited
        };
        if link_stays {
            (copy.problem.url, copy.problem.platform) = (stored.url, stored.platform);
        }
        if harder {
            derive_anew(copy, &rules, expected);
        }
    }

    fn log(&mut self, draft: &AttemptDraft, made_at: DateTime<Utc>) {
        let (expected, rules) = (self.expected(), self.person.rules);
        let Ok(moment) = self.clock.read(draft.attempted_at, made_at) else {
            return;
        };
        let Some(copy) = self.copies.get_mut(&draft.problem_id) else {
            return;
        };
        if copy.attempts.iter().any(|attempt| attempt.id == draft.id) {
            return;
        }
        let usual = expected[place(copy.problem.difficulty)];
        let attempt = Attempt {
            id: draft.id,
            problem_id: draft.problem_id,
            revision: 1,
            created_at: made_at,
            ..attempt_of(draft, moment, made_at, usual)
        };
        copy.progress.noted_attempts += i32::from(attempt.notes.is_some());
        copy.progress.coded_attempts += i32::from(attempt.code.is_some());
        copy.attempts.push(attempt);
        derive_anew(copy, &rules, expected);
    }

    fn edit_attempt(
        &mut self,
        was: &AttemptFields,
        becomes: &AttemptFields,
        made_at: DateTime<Utc>,
    ) {
        let (expected, rules, clock) = (self.expected(), self.person.rules, self.clock.clone());
        let Ok(id) = becomes.id.parse::<AttemptId>() else {
            return;
        };
        let mut all = self.copies.values_mut();
        let Some(copy) = all.find(|copy| copy.attempts.iter().any(|one| one.id == id)) else {
            return;
        };
        let usual = expected[place(copy.problem.difficulty)];
        let Some(stored) = copy.attempts.iter_mut().find(|one| one.id == id) else {
            return;
        };
        let merged = merge::attempt(&stored.fields_at(stored.moment), was, becomes);
        if !merged.alters() {
            return;
        }
        let Ok(draft) = merged.fields.parse() else {
            return;
        };
        let moment = match clock.read(draft.attempted_at, made_at) {
            Ok(moment) if merged.takes("attempted_at") => moment,
            _ => stored.moment,
        };
        *stored = Attempt {
            id: stored.id,
            problem_id: stored.problem_id,
            revision: stored.revision + 1,
            created_at: stored.created_at,
            ..attempt_of(&draft, moment, made_at, usual)
        };
        derive_anew(copy, &rules, expected);
    }
}

fn problem_of(draft: ProblemDraft, made_at: DateTime<Utc>) -> Problem {
    let (url, platform) = draft
        .link
        .map(|link| (link.url, link.platform.slug().to_owned()))
        .unzip();
    Problem {
        id: draft.id,
        title: draft.title,
        url,
        platform,
        difficulty: draft.difficulty,
        tags: draft.tags,
        description: draft.description,
        created_at: made_at,
        updated_at: made_at,
        starred: false,
        revision: 1,
    }
}

/// The attempt that a draft means; `usual` are the minutes that are expected for a problem of its difficulty.
fn attempt_of(draft: &AttemptDraft, moment: Moment, made_at: DateTime<Utc>, usual: i32) -> Attempt {
    let evidence = Evidence {
        status: draft.status,
        help: draft.help,
        minutes: draft.minutes,
        expected: usual,
        recall: draft.recall,
    };
    Attempt {
        id: draft.id,
        problem_id: draft.problem_id,
        status: draft.status,
        minutes: draft.minutes,
        help: draft.help,
        notes: draft.notes.clone(),
        code: draft.code.clone(),
        language: draft.language.clone(),
        moment,
        grade: evidence.grade(draft.grade),
        grade_chosen: draft.grade.is_some(),
        recall: draft.recall,
        revision: 1,
        created_at: made_at,
        updated_at: made_at,
    }
}

/// Derives anew what follows from the attempts at a problem, by the grades that they have.
fn derive_anew(copy: &mut ProblemCopy, rules: &Rules, expected: [i32; 3]) {
    copy.attempts
        .sort_by_key(|attempt| std::cmp::Reverse((attempt.moment.at, attempt.id)));
    let choices = copy.review.choices;
    let difficulty = copy.problem.difficulty;
    let log: Vec<Logged> = copy
        .attempts
        .iter()
        .map(|one| logged(one, expected[place(difficulty)]))
        .collect();
    let derived = derive(&rules.weights, difficulty, &choices, &log);
    // The texts may not be here; how many there are is counted as they come.
    copy.progress = Progress {
        noted_attempts: copy.progress.noted_attempts,
        coded_attempts: copy.progress.coded_attempts,
        ..derived.progress
    };
    let learned = derived.replay.learned;
    copy.review = Review {
        state: state(learned.as_ref(), &choices),
        due_on: rules.due_on(learned.as_ref(), &choices, copy.problem.id),
        learned,
        choices,
        expected_minutes: derived.replay.expected_minutes,
    };
}

/// An attempt as the schedule sees it, with the grade that it has.
pub(super) fn logged(attempt: &Attempt, expected_minutes: i32) -> Logged {
    Logged {
        entry: Entry {
            id: attempt.id,
            status: attempt.status,
            help: attempt.help,
            minutes: attempt.minutes,
            expected_minutes,
            chosen: Some(attempt.grade),
            recall: attempt.recall,
            local_date: attempt.moment.local_date,
            attempted_at: attempt.moment.at,
        },
        noted: attempt.notes.is_some(),
        coded: attempt.code.is_some(),
    }
}
