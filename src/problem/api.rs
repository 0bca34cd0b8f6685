//! What the browser may ask about problems.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::fields::ProblemFields;
use super::model::{ProblemForm, ProblemId, ProblemView, Saved};
use crate::error::AppError;
use leptos::prelude::*;

/// A problem of the caller's with one page of its timeline.
#[server(endpoint = "problems/view")]
pub async fn view_problem(
    id: String,
    older: String,
    newer: String,
) -> Result<ProblemView, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = id.parse().map_err(|_| AppError::NotFound)?;
    let at = crate::paging::PageAt::from_query(Some(&older), Some(&newer));
    match super::view::page(&state, &user.id, id, at).await {
        Err(AppError::NotFound) => {
            let id = crate::outbox::db::known_as(&state.pool, &user.id, id).await?;
            super::view::page(&state, &user.id, id, at).await
        }
        page => page,
    }
}

/// The form for a new problem, filled from a pasted link. Says if the journal already has it.
#[server(endpoint = "problems/form")]
pub async fn new_problem_form(link: String) -> Result<ProblemForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let found = crate::problem::recognise::recognise(&link);
    let identity = found.as_ref().map(|found| found.identity.as_str());
    let form = crate::draft::model::DraftForm::new_problem(identity);
    let fresh = ProblemFields::from_pasted(uuid::Uuid::now_v7(), &link);
    let filled = crate::draft::keep::fill(&state, &user.id, form, fresh, None).await?;
    let (fields, errors, draft) = filled.or_typed(|AddProblem { fields }| fields);
    let already_there = match found {
        Some(found) if errors.is_empty() => {
            super::db::find_by_identity(&state.pool, &user.id, &found.identity).await?
        }
        _ => None,
    };
    Ok(ProblemForm {
        fields,
        errors,
        conflict: None,
        already_there,
        draft,
        known_tags: crate::tag::db::suggested(&state.pool, &user.id).await?,
    })
}

/// The form that edits a problem of the caller's.
#[server(endpoint = "problems/edit-form")]
pub async fn edit_problem_form(id: String) -> Result<ProblemForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = id.parse().map_err(|_| AppError::NotFound)?;
    let id = crate::outbox::db::known_as(&state.pool, &user.id, id).await?;
    let row = super::db::find(&state.pool, &user.id, id).await?;
    let form = crate::draft::model::DraftForm::EditProblem(id);
    let fresh = row.problem.fields();
    let filled = crate::draft::keep::fill(&state, &user.id, form, fresh, None).await?;
    let (fields, errors, draft) = filled.or_typed(|EditProblem { fields }| fields);
    Ok(ProblemForm {
        fields,
        errors,
        conflict: crate::server::forms::conflict(),
        already_there: None,
        draft,
        known_tags: crate::tag::db::suggested(&state.pool, &user.id).await?,
    })
}

/// Adds a problem to the caller's journal; a problem it already has is the answer, not an error.
#[server(endpoint = "problems/add")]
pub async fn add_problem(fields: ProblemFields) -> Result<Saved, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let draft = fields.parse()?;
    let added = super::db::add(&state.pool, &user.id, &draft).await?;
    crate::draft::keep::saved(&state, &user.id, draft.id.0, None).await;
    Ok(added.saved())
}

/// Replaces every field of a problem of the caller's, if it is as it was when the edit began.
#[server(endpoint = "problems/edit")]
pub async fn edit_problem(fields: ProblemFields) -> Result<ProblemId, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = fields.id.parse().map_err(|_| AppError::NotFound)?;
    let id = crate::outbox::db::known_as(&state.pool, &user.id, id).await?;
    // Whose it is comes before what was typed: somebody else's problem is not there.
    let stored = super::db::find(&state.pool, &user.id, id).await?.problem;
    let revision = crate::error::parse_revision(&fields.revision)?;
    let (draft, link_stays) = stored.edited(&fields)?;
    let change = super::db::Replacement {
        link_stays,
        ..super::db::Replacement::of(&draft)
    };
    let moved_on = super::db::update(&state.pool, &user.id, change, revision).await?;
    let mut sent = draft.fields();
    if link_stays {
        sent.link = stored.url.unwrap_or_default();
    }
    if let Some(conflict) = moved_on.and_then(|stored| stored.conflict_with(&sent, |_| true)) {
        return Err(AppError::Conflict(conflict));
    }
    crate::draft::keep::saved(&state, &user.id, id.0, None).await;
    Ok(id)
}

/// Replaces one part of a problem of the caller's, `difficulty` or `tags`, and leaves the rest.
#[server(endpoint = "problems/edit-part")]
pub async fn edit_part(part: String, fields: ProblemFields) -> Result<ProblemId, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = fields.id.parse().map_err(|_| AppError::NotFound)?;
    let id = crate::outbox::db::known_as(&state.pool, &user.id, id).await?;
    let stored = super::db::find(&state.pool, &user.id, id).await?.problem;
    let revision = crate::error::parse_revision(&fields.revision)?;
    let draft = stored.with_part(&part, &fields)?;
    let change = super::db::Replacement {
        link_stays: true,
        ..super::db::Replacement::of(&draft)
    };
    let moved_on = super::db::update(&state.pool, &user.id, change, revision).await?;
    let sent = draft.fields();
    match moved_on.and_then(|stored| stored.conflict_with(&sent, |name| name == part)) {
        Some(conflict) => Err(AppError::Conflict(conflict)),
        None => Ok(id),
    }
}

/// Deletes a problem of the caller's with all its attempts; answers with where to go, and take it
/// back.
#[server(endpoint = "problems/delete")]
pub async fn delete_problem(id: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let id: ProblemId = id.parse().map_err(|_| AppError::NotFound)?;
    let delete = crate::bulk::model::Change::Delete;
    let step = crate::bulk::db::change(&state.pool, &user.id, &[id.0], &delete).await?;
    Ok(crate::undo::model::with_notice("/problems", "undo", step))
}
