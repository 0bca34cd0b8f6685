//! What the browser may ask about shares.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{Made, Share, ShareFields, Sharing};
use crate::error::AppError;
use leptos::prelude::*;

/// The shares of one of the caller's problems, and the form that makes one; with what came of it, if this request
/// brought it.
#[server(endpoint = "share/view")]
pub async fn view_sharing(problem_id: String) -> Result<Sharing, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let problem = problem_id.parse().map_err(|_| AppError::NotFound)?;
    let title = crate::problem::db::find(&state.pool, &user.id, problem)
        .await?
        .problem
        .title;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let stored = super::db::list(&state.pool, &user.id, Some(problem)).await?;
    let (fields, errors) = crate::server::forms::typed_or(
        |CreateShare { fields }| fields,
        || ShareFields::fresh(uuid::Uuid::now_v7(), problem),
    );
    Ok(Sharing {
        problem,
        title,
        fields,
        errors,
        shares: stored.into_iter().map(|share| share.seen(clock)).collect(),
        made: crate::server::forms::answered::<Made>(),
    })
}

/// All of the caller's shares, the newest first.
#[server(endpoint = "share/list")]
pub async fn list_shares() -> Result<Vec<Share>, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let stored = super::db::list(&state.pool, &user.id, None).await?;
    Ok(stored.into_iter().map(|share| share.seen(clock)).collect())
}

/// Shares one of the caller's problems; the answer tells the link, this once.
#[server(endpoint = "share/create")]
pub async fn create_share(fields: ShareFields) -> Result<Made, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let (id, problem, shown) = fields.parse()?;
    let (token, digest) = super::published::new_token()?;
    let made = super::db::create(&state.pool, &user.id, (id, problem), &digest, shown).await?;
    if made != super::db::Created::Now {
        return Ok(Made::Before);
    }
    let address = super::published::address(state.auth.origin(), &token);
    Ok(Made::Now {
        address: crate::token::model::ShownOnce::new(address),
    })
}

/// Ends one of the caller's shares; answers where to go on. Ended already, it is answered the same.
#[server(endpoint = "share/end")]
pub async fn end_share(id: String, back: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    super::db::end(&state.pool, &user.id, id).await?;
    let now = chrono::Utc::now().timestamp_millis();
    Ok(match back.parse::<crate::problem::model::ProblemId>() {
        Ok(problem) => format!("/problems/{problem}/share?ended={now}"),
        Err(_) => format!("/settings/shares?ended={now}"),
    })
}

/// Adds the problem that a link shows to the caller's journal; answers where it is there.
#[server(endpoint = "share/add")]
pub async fn add_shared(token: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let found = super::published::find(&state.pool, &token).await?;
    let found = found.ok_or(AppError::NotFound)?;
    if found.user == user.id {
        return Ok(format!("/problems/{}", found.problem));
    }
    let shared = crate::problem::db::find(&state.pool, &found.user, found.problem).await?;
    let mut fields = shared.problem.fields();
    fields.id = super::db::id_for(&user.id, &found).to_string();
    // An adopted link that no rule recognises stays where it is.
    let (draft, _) = shared.problem.edited(&fields)?;
    let added = crate::problem::db::add(&state.pool, &user.id, &draft).await?;
    Ok(added.saved().destination())
}
