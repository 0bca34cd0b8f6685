//! What the browser may ask about problems.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::fields::ProblemFields;
use super::model::{ProblemForm, ProblemId, ProblemList, ProblemView, Saved};
use crate::error::AppError;
use leptos::prelude::*;

/// One page of the caller's problems, newest first; `older` and `newer` are cursors or empty.
#[server(endpoint = "problems/list")]
pub async fn list_problems(older: String, newer: String) -> Result<ProblemList, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let at = crate::paging::PageAt::from_query(Some(&older), Some(&newer));
    let (page, totals) = tokio::try_join!(super::db::list(&state.pool, &user.id, at), async {
        Ok(crate::insight::db::totals(&state.pool, &user.id).await?)
    },)?;
    Ok(ProblemList {
        rows: page.rows,
        total: totals.problems,
        newer: page.newer,
        older: page.older,
    })
}

/// A problem of the caller's with one page of its timeline.
#[server(endpoint = "problems/view")]
pub async fn view_problem(
    id: String,
    older: String,
    newer: String,
) -> Result<ProblemView, AppError> {
    use crate::attempt::outline::{chart, coded_choices};
    use crate::server::markdown::{render, render_attempts};
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = id.parse().map_err(|_| AppError::NotFound)?;
    let at = crate::paging::PageAt::from_query(Some(&older), Some(&newer));
    let (row, page, outline) = tokio::try_join!(
        super::db::find(&state.pool, &user.id, id),
        crate::attempt::db::timeline(&state.pool, &user.id, id, at),
        crate::attempt::compare::db::outline(&state.pool, &user.id, id),
    )?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let language = crate::account::db::language(&state.pool, &user.id).await?;
    let description = row.problem.description.clone();
    let (description_html, attempts) = tokio::task::spawn_blocking(move || {
        (render(description.as_deref()), render_attempts(page.rows))
    })
    .await
    .map_err(|error| AppError::internal(&error))?;
    Ok(ProblemView {
        description_html,
        problem: row.problem,
        times_html: chart(&outline, row.progress.attempts),
        coded: coded_choices(&outline),
        progress: row.progress,
        attempts,
        newer: page.newer,
        older: page.older,
        next: crate::attempt::fields::AttemptFields::new(uuid::Uuid::now_v7(), id, language),
        time_zone: clock.zone_name().to_owned(),
    })
}

/// The form for a new problem, filled from a pasted link. Says if the journal already has it.
#[server(endpoint = "problems/form")]
pub async fn new_problem_form(link: String) -> Result<ProblemForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let (fields, errors) = crate::server::forms::typed_or(
        |AddProblem { fields }| fields,
        || ProblemFields::from_pasted(uuid::Uuid::now_v7(), &link),
    );
    let already_there = match crate::problem::recognise::recognise(&link) {
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
    })
}

/// The form that edits a problem of the caller's.
#[server(endpoint = "problems/edit-form")]
pub async fn edit_problem_form(id: String) -> Result<ProblemForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = id.parse().map_err(|_| AppError::NotFound)?;
    let row = super::db::find(&state.pool, &user.id, id).await?;
    let (fields, errors) =
        crate::server::forms::typed_or(|EditProblem { fields }| fields, || row.problem.fields());
    Ok(ProblemForm {
        fields,
        errors,
        conflict: crate::server::forms::conflict(),
        already_there: None,
    })
}

/// Adds a problem to the caller's journal; a problem it already has is the answer, not an error.
#[server(endpoint = "problems/add")]
pub async fn add_problem(fields: ProblemFields) -> Result<Saved, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let draft = fields.parse()?;
    Ok(match super::db::add(&state.pool, &user.id, &draft).await? {
        super::db::Added::New(id) => Saved {
            id,
            already_there: false,
        },
        super::db::Added::AlreadyThere(id) => Saved {
            id,
            already_there: true,
        },
    })
}

/// Replaces every field of a problem of the caller's, if it is as it was when the edit began.
#[server(endpoint = "problems/edit")]
pub async fn edit_problem(fields: ProblemFields) -> Result<ProblemId, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = fields.id.parse().map_err(|_| AppError::NotFound)?;
    // Whose it is comes before what was typed: somebody else's problem is not there.
    let stored = super::db::find(&state.pool, &user.id, id).await?.problem;
    // An adopted link can be one that no rule recognises; left alone, it stays as it is.
    let stays = stored.url.as_deref() == Some(fields.link.trim())
        && crate::problem::recognise::recognise(&fields.link).is_none();
    let fields = if stays {
        ProblemFields {
            link: String::new(),
            ..fields
        }
    } else {
        fields
    };
    let revision = crate::error::parse_revision(&fields.revision)?;
    let draft = fields.parse()?;
    let moved_on = super::db::update(&state.pool, &user.id, &draft, stays, revision).await?;
    let mut sent = draft.fields();
    if stays {
        sent.link = stored.url.unwrap_or_default();
    }
    match moved_on.and_then(|stored| stored.conflict_with(&sent, |_| true)) {
        Some(conflict) => Err(AppError::Conflict(conflict)),
        None => Ok(id),
    }
}

/// Replaces one part of a problem of the caller's, `difficulty` or `tags`, and leaves the rest.
#[server(endpoint = "problems/edit-part")]
pub async fn edit_part(part: String, fields: ProblemFields) -> Result<ProblemId, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: ProblemId = fields.id.parse().map_err(|_| AppError::NotFound)?;
    let stored = super::db::find(&state.pool, &user.id, id).await?.problem;
    let revision = crate::error::parse_revision(&fields.revision)?;
    let draft = stored.with_part(&part, &fields)?;
    let moved_on = super::db::update(&state.pool, &user.id, &draft, true, revision).await?;
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
    let (user, state) = crate::server::context::caller().await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let step = super::db::delete(&state.pool, &user.id, id).await?;
    Ok(crate::undo::model::with_notice("/problems", "undo", step))
}
