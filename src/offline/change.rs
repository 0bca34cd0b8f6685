//! Forms that are sent without the network: checked by the rules of the server, kept for it, and made here.

use super::{
    Answered,
    journal::{Journal, Texts},
    told,
};
use crate::{
    account::fields::ticked,
    attempt::{
        api::{EditAttempt, LogAttempt},
        fields::{AttemptDraft, AttemptFields},
        model::{AttemptId, Place},
    },
    bulk::api::StarProblem,
    error::{AppError, Conflict, parse_revision},
    outbox::model::What,
    problem::{
        api::{AddProblem, EditPart, EditProblem},
        fields::ProblemFields,
        model::{Problem, ProblemId, Saved},
    },
    review::{api::GradeProblem, model::Grade},
    text::own_path,
};

/// Keeps a change and answers, or says that this device could not keep it.
async fn kept<T: serde::Serialize>(mut journal: Journal, what: What, answer: T) -> Answered {
    journal.change(what).await?;
    told(Ok(answer))
}

pub(super) async fn add(AddProblem { fields }: AddProblem) -> Answered {
    let journal = Journal::open(Texts::None).await?;
    let draft = match fields.parse() {
        Ok(draft) => draft,
        Err(errors) => return Some(Err(errors.into())),
    };
    let identity = draft.link.as_ref().map(|link| link.identity.as_str());
    if let Some(id) = identity.and_then(|identity| journal.with_identity(identity)) {
        let already_there = id != draft.id;
        return told(Ok(Saved { id, already_there }));
    }
    let saved = Saved {
        id: draft.id,
        already_there: false,
    };
    kept(journal, What::AddProblem { fields }, saved).await
}

pub(super) async fn edit(EditProblem { fields }: EditProblem) -> Answered {
    edit_with(fields.id.clone(), |problem| {
        // An edit begins with what its form showed; what has changed here since is to be seen first.
        let is_older = parse_revision(&fields.revision)? < problem.revision;
        match problem.conflict_with(&fields, |_| true) {
            Some(conflict) if is_older => Err(AppError::Conflict(conflict)),
            _ => Ok(fields),
        }
    })
    .await
}

pub(super) async fn edit_part(EditPart { part, fields }: EditPart) -> Answered {
    let id = fields.id.clone();
    // Without a revision: a draft of the whole form stays (`outbox::db::form_of`).
    let revision = String::new();
    edit_with(id, |problem| match part.as_str() {
        "difficulty" => Ok(ProblemFields {
            revision,
            difficulty: fields.difficulty,
            ..problem.fields()
        }),
        "tags" => Ok(ProblemFields {
            revision,
            tags: fields.tags,
            ..problem.fields()
        }),
        _ => Err(AppError::BadRequest),
    })
    .await
}

/// Edits a problem to what its fields become.
async fn edit_with(
    id: String,
    becomes: impl FnOnce(&Problem) -> Result<ProblemFields, AppError>,
) -> Answered {
    let Ok(id) = id.parse::<ProblemId>() else {
        return Some(Err(AppError::NotFound));
    };
    let journal = Journal::open(Texts::Of(id)).await?;
    let problem = match journal.copy(id) {
        Ok(copy) => &copy.problem,
        Err(error) => return Some(Err(error)),
    };
    let was = problem.fields();
    let becomes = match becomes(problem) {
        Ok(becomes) => becomes,
        Err(error) => return Some(Err(error)),
    };
    if let Err(errors) = problem.edited(&becomes) {
        return Some(Err(errors.into()));
    }
    kept(journal, What::EditProblem { was, becomes }, id).await
}

pub(super) async fn star(StarProblem { id, starred, back }: StarProblem) -> Answered {
    let Ok(problem) = id.parse::<ProblemId>() else {
        return Some(Err(AppError::NotFound));
    };
    let journal = Journal::open(Texts::None).await?;
    if let Err(error) = journal.copy(problem) {
        return Some(Err(error));
    }
    let starred = starred == "1";
    let back = own_path(&back).map_or_else(|| format!("/problems/{problem}"), str::to_owned);
    kept(journal, What::Star { problem, starred }, back).await
}

pub(super) async fn log(LogAttempt { fields }: LogAttempt) -> Answered {
    let journal = Journal::open(Texts::None).await?;
    let draft = match fields.parse() {
        Ok(draft) => draft,
        Err(errors) => return Some(Err(errors.into())),
    };
    let place = Place {
        problem: draft.problem_id,
        attempt: draft.id,
    };
    log_draft(journal, draft, fields.attempted_at, place).await
}

/// Logs a checked attempt and answers; its timer ends, and what was revealed has been.
async fn log_draft<T: serde::Serialize>(
    mut journal: Journal,
    draft: AttemptDraft,
    attempted_at: String,
    answer: T,
) -> Answered {
    let problem = draft.problem_id;
    if let Err(error) = journal.copy(problem) {
        return Some(Err(error));
    }
    if let Err(errors) = journal.clock.read(draft.attempted_at, journal.clock.at) {
        return Some(Err(errors.into()));
    }
    let revealed = journal.revealed(problem);
    let help = if draft.recall {
        draft.help
    } else {
        draft.help.or_more(revealed)
    };
    let fields = AttemptFields {
        id: draft.id.to_string(),
        problem_id: problem.to_string(),
        revision: String::new(),
        status: draft.status.slug().to_owned(),
        minutes: draft
            .minutes
            .map(|minutes| minutes.to_string())
            .unwrap_or_default(),
        help: help.slug().to_owned(),
        grade: draft.grade.map(Grade::slug).unwrap_or_default().to_owned(),
        recall: ticked(draft.recall),
        notes: draft.notes.unwrap_or_default(),
        code: draft.code.unwrap_or_default(),
        language: draft.language.unwrap_or_default(),
        attempted_at,
    };
    journal.change(What::LogAttempt { fields }).await?;
    journal.aside.timers.remove(&problem.0);
    journal.aside.revealed.remove(&problem.0);
    // The attempt is kept; that a timer went on would not undo it.
    let _ = journal.keep_aside().await;
    told(Ok(answer))
}

pub(super) async fn edit_attempt(EditAttempt { fields }: EditAttempt) -> Answered {
    let Ok(id) = fields.id.parse::<AttemptId>() else {
        return Some(Err(AppError::NotFound));
    };
    let journal = Journal::open(Texts::OfAttempt(id)).await?;
    let (was, problem, revision) = match journal.attempt(id) {
        Ok((copy, attempt)) => (
            attempt.fields_at(attempt.moment),
            copy.problem.id,
            attempt.revision,
        ),
        Err(error) => return Some(Err(error)),
    };
    match parse_revision(&fields.revision) {
        Ok(shown) if shown < revision => {
            let conflict = Conflict::between(revision, was.texts(), fields.texts());
            if let Some(conflict) = conflict {
                return Some(Err(AppError::Conflict(conflict)));
            }
        }
        Ok(_) => {}
        Err(errors) => return Some(Err(errors.into())),
    }
    let draft = match fields.parse() {
        Ok(draft) => draft,
        Err(errors) => return Some(Err(errors.into())),
    };
    if let Err(errors) = journal.clock.read(draft.attempted_at, journal.clock.at) {
        return Some(Err(errors.into()));
    }
    let place = Place {
        problem,
        attempt: id,
    };
    let becomes = fields;
    kept(journal, What::EditAttempt { was, becomes }, place).await
}

pub(super) async fn grade(GradeProblem { fields }: GradeProblem) -> Answered {
    let Ok(problem) = fields.problem_id.parse::<ProblemId>() else {
        return Some(Err(AppError::NotFound));
    };
    let journal = Journal::open(Texts::None).await?;
    let known = match journal.copy(problem) {
        Ok(copy) => journal.known(copy),
        Err(error) => return Some(Err(error)),
    };
    let draft = match fields.parse(&known) {
        Ok(draft) => draft,
        Err(errors) => return Some(Err(errors.into())),
    };
    let mode = if draft.recall { "mode=recall&" } else { "" };
    let next = format!("/review?{mode}graded={}", draft.id);
    log_draft(journal, draft, String::new(), next).await
}
