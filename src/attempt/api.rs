//! What the browser may ask about attempts.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::{
    fields::AttemptFields,
    model::{AttemptForm, Place},
};
use crate::error::AppError;
use leptos::prelude::*;

/// The form for a new attempt at a problem of the caller's.
#[server(endpoint = "attempts/form")]
pub async fn new_attempt_form(problem_id: String) -> Result<AttemptForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: crate::problem::model::ProblemId =
        problem_id.parse().map_err(|_| AppError::NotFound)?;
    let id = crate::outbox::db::known_as(&state.pool, &user.id, id).await?;
    let row = crate::problem::db::find(&state.pool, &user.id, id).await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let (fields, errors, help) = super::start::start(&state, &user.id, id).await?;
    Ok(AttemptForm {
        problem: row.problem,
        fields,
        errors,
        conflict: None,
        time_zone: clock.zone_name().to_owned(),
        help,
    })
}

/// The form that edits an attempt of the caller's.
#[server(endpoint = "attempts/edit-form")]
pub async fn edit_attempt_form(id: String) -> Result<AttemptForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: super::model::AttemptId = id.parse().map_err(|_| AppError::NotFound)?;
    let attempt = super::db::find(&state.pool, &user.id, id).await?;
    let row = crate::problem::db::find(&state.pool, &user.id, attempt.problem_id).await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let fresh = attempt.fields_at(clock.moment(attempt.moment.at));
    let form = crate::draft::model::DraftForm::EditAttempt(id);
    let filled = crate::draft::keep::fill(&state, &user.id, form, fresh, None).await?;
    let (fields, errors, draft) = filled.or_typed(|EditAttempt { fields }| fields);
    Ok(AttemptForm {
        problem: row.problem,
        fields,
        errors,
        conflict: crate::server::forms::conflict(),
        time_zone: clock.zone_name().to_owned(),
        help: super::model::FormHelp {
            draft,
            editor: crate::account::db::editor(&state.pool, &user.id).await?,
            ..super::model::FormHelp::default()
        },
    })
}

/// Logs an attempt at a problem of the caller's.
#[server(endpoint = "attempts/log")]
pub async fn log_attempt(fields: AttemptFields) -> Result<Place, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let problem_id: crate::problem::model::ProblemId =
        fields.problem_id.parse().map_err(|_| AppError::NotFound)?;
    // Whose it is comes before what was typed: somebody else's problem is not there.
    let problem_id = crate::outbox::db::known_as(&state.pool, &user.id, problem_id).await?;
    let draft = super::fields::AttemptDraft {
        problem_id,
        ..fields.parse()?
    };
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let moment = clock.read(draft.attempted_at, chrono::Utc::now())?;
    super::db::log(&state.pool, &user.id, &draft, moment).await?;
    let form = crate::draft::model::DraftForm::NewAttempt(problem_id);
    crate::draft::keep::saved(&state, &user.id, draft.id.0, Some(form)).await;
    Ok(Place {
        problem: problem_id,
        attempt: draft.id,
    })
}

/// Replaces what an attempt of the caller's says, if it is as it was when the edit began.
#[server(endpoint = "attempts/edit")]
pub async fn edit_attempt(fields: AttemptFields) -> Result<Place, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: super::model::AttemptId = fields.id.parse().map_err(|_| AppError::NotFound)?;
    let stored = super::db::find(&state.pool, &user.id, id).await?;
    let revision = crate::error::parse_revision(&fields.revision)?;
    let draft = fields.parse()?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    // The time the form showed means the moment that was stored, seconds and zone included.
    let shown = stored
        .fields_at(clock.moment(stored.moment.at))
        .attempted_at;
    let moment = if fields.attempted_at.trim() == shown {
        stored.moment
    } else {
        clock.read(draft.attempted_at, chrono::Utc::now())?
    };
    let place = |problem| Place {
        problem,
        attempt: id,
    };
    match super::db::update(&state.pool, &user.id, &draft, moment, revision).await? {
        super::db::Updated::Saved(problem) => {
            crate::draft::keep::saved(&state, &user.id, id.0, None).await;
            Ok(place(problem))
        }
        super::db::Updated::MovedOn(now) => {
            let shown = now.fields_at(clock.moment(now.moment.at));
            let sent = draft
                .over(&stored, moment)
                .fields_at(clock.moment(moment.at));
            match crate::error::Conflict::between(now.revision, shown.texts(), sent.texts()) {
                Some(conflict) => Err(AppError::Conflict(conflict)),
                None => Ok(place(now.problem_id)),
            }
        }
    }
}

/// Deletes an attempt of the caller's; answers with where to go, and take it back.
#[server(endpoint = "attempts/delete")]
pub async fn delete_attempt(id: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let deleted = super::db::delete(&state.pool, &user.id, id, None).await?;
    let (problem, step) = deleted.ok_or(AppError::NotFound)?;
    let page = format!("/problems/{problem}");
    Ok(crate::undo::model::with_notice(&page, "undo", step))
}
