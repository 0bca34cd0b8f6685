//! What the browser may ask about undo.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{Step, StepList, Undone};
use crate::error::AppError;
use leptos::prelude::*;

/// Takes a step of the caller's back. `back` is the address to return to; a step that deleted one
/// problem, or attempts at one, leads to that problem instead.
#[server(endpoint = "undo/step")]
pub async fn undo_step(id: String, back: String) -> Result<Undone, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: super::model::StepId = id.parse().map_err(|_| AppError::NotFound)?;
    let taken_back = super::db::undo(&state.pool, &user.id, id).await?;
    let place = match taken_back.problem {
        Some(problem) => format!("/problems/{problem}"),
        None => crate::text::own_path(&back).unwrap_or("/undo").to_owned(),
    };
    Ok(Undone {
        outcome: taken_back.outcome,
        destination: super::model::with_notice(&place, "undone", id),
    })
}

/// A step of the caller's, for the notice about it.
#[server(endpoint = "undo/look")]
pub async fn look_at_step(id: String) -> Result<Step, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: super::model::StepId = id.parse().map_err(|_| AppError::NotFound)?;
    let step = super::db::find(&state.pool, &user.id, id).await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    Ok(step.on_clock(clock))
}

/// One page of the caller's steps, latest first; `older` and `newer` are cursors or empty.
#[server(endpoint = "undo/list")]
pub async fn list_steps(older: String, newer: String) -> Result<StepList, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let at = crate::paging::PageAt::from_query(Some(&older), Some(&newer));
    let page = super::db::list(&state.pool, &user.id, at).await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    Ok(StepList {
        steps: page
            .rows
            .into_iter()
            .map(|step| step.on_clock(clock))
            .collect(),
        newer: page.newer,
        older: page.older,
    })
}
