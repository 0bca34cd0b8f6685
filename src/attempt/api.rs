//! What the browser may ask about attempts.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::{fields::AttemptFields, model::AttemptForm};
use crate::{error::AppError, problem::model::ProblemId};
use leptos::prelude::*;

/// The form for a new attempt at a problem of the caller's.
#[server(endpoint = "attempts/form")]
pub async fn new_attempt_form(problem_id: String) -> Result<AttemptForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = problem_id.parse().map_err(|_| AppError::NotFound)?;
    let row = crate::problem::db::find(&state.pool, &user.id, id).await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let timer = crate::timer::view::of_problem(&state, &user.id, id).await?;
    let fresh = AttemptFields::new(uuid::Uuid::now_v7(), id).timed(timer.as_ref());
    let form = crate::draft::model::DraftForm::NewAttempt(id);
    let filled = crate::draft::keep::fill(&state, &user.id, form, fresh, Some("minutes")).await?;
    let drafted = filled.tells("minutes");
    let (fields, errors, draft) = filled.or_typed(|LogAttempt { fields }| fields);
    Ok(AttemptForm {
        problem: row.problem,
        timed: !drafted && errors.is_empty(),
        fields,
        errors,
        time_zone: clock.zone_name().to_owned(),
        draft,
        timer,
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
        time_zone: clock.zone_name().to_owned(),
        draft,
        timer: None,
        timed: false,
    })
}

/// Logs an attempt at a problem of the caller's.
#[server(endpoint = "attempts/log")]
pub async fn log_attempt(fields: AttemptFields) -> Result<ProblemId, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let problem_id: ProblemId = fields.problem_id.parse().map_err(|_| AppError::NotFound)?;
    // Whose it is comes before what was typed: somebody else's problem is not there.
    crate::problem::db::find(&state.pool, &user.id, problem_id).await?;
    let draft = fields.parse()?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let moment = clock.read(draft.attempted_at, chrono::Utc::now())?;
    super::db::log(&state.pool, &user.id, &draft, moment).await?;
    let form = crate::draft::model::DraftForm::NewAttempt(problem_id);
    crate::draft::keep::saved(&state, &user.id, draft.id.0, Some(form)).await;
    Ok(problem_id)
}

/// Replaces what an attempt of the caller's says.
#[server(endpoint = "attempts/edit")]
pub async fn edit_attempt(fields: AttemptFields) -> Result<ProblemId, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: super::model::AttemptId = fields.id.parse().map_err(|_| AppError::NotFound)?;
    let stored = super::db::find(&state.pool, &user.id, id).await?;
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
    let problem_id = super::db::update(&state.pool, &user.id, &draft, moment).await?;
    crate::draft::keep::saved(&state, &user.id, id.0, None).await;
    Ok(problem_id)
}

/// Deletes an attempt of the caller's.
#[server(endpoint = "attempts/delete")]
pub async fn delete_attempt(id: String) -> Result<ProblemId, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    super::db::delete(&state.pool, &user.id, id).await
}
