//! What the browser may ask about the inbox.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::{fields::InboxFields, model::InboxPage};
use crate::error::AppError;
use leptos::prelude::*;

/// One page of the caller's inbox; `older` and `newer` are cursors or empty, `one` is the problem that
/// was just added or empty.
#[server(endpoint = "inbox/open")]
pub async fn open_inbox(older: String, newer: String, one: String) -> Result<InboxPage, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let at = crate::paging::PageAt::from_query(Some(&older), Some(&newer));
    let page = super::db::list(&state.pool, &user.id, at).await?;
    let (fields, errors) =
        crate::server::forms::typed_or(|ConfirmItems { fields }| fields, InboxFields::default);
    let clock = crate::server::context::clock(&state, &user.id).await?;
    let today = clock.moment(chrono::Utc::now()).local_date;
    let added = match one.parse() {
        Ok(id) => crate::problem::db::find(&state.pool, &user.id, id)
            .await
            .ok()
            .map(|row| (id, row.problem.title)),
        Err(_) => None,
    };
    let shown = |item: super::model::StoredItem| {
        let days = today - clock.moment(item.received_at).local_date;
        item.shown(crate::text::ago(days.num_days()), &fields.items)
    };
    Ok(InboxPage {
        groups: super::model::grouped(page.rows)
            .into_iter()
            .map(|group| group.map(shown))
            .collect(),
        sent: fields.items.into_iter().map(|item| item.id).collect(),
        errors,
        newer: page.newer,
        older: page.older,
        added,
    })
}

/// Takes items of the caller's inbox into the journal: one, or all of the form that have a difficulty.
/// When something is wrong with one of them, none is added. Answers with where to go on.
#[server(endpoint = "inbox/confirm")]
pub async fn confirm_items(fields: InboxFields) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let chosen = fields.chosen()?;
    let ids: Vec<_> = chosen.iter().map(|(id, _)| id.0).collect();
    let stored = super::db::find(&state.pool, &user.id, &ids).await?;
    let plan = super::fields::Plan::new(&chosen, &stored)?;
    let done = super::db::carry_out(&state.pool, &user.id, plan).await?;
    done.destination().ok_or(AppError::NotFound)
}

/// Dismisses the items of the caller's inbox whose ids are in `ids`, separated by commas; answers with
/// where to go, and take it back.
#[server(endpoint = "inbox/dismiss")]
pub async fn dismiss_items(ids: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let ids: Result<Vec<uuid::Uuid>, _> = ids
        .split(',')
        .take(crate::paging::PAGE_SIZE)
        .map(str::parse)
        .collect();
    let ids = ids.map_err(|_| AppError::NotFound)?;
    let step = super::db::dismiss(&state.pool, &user.id, &ids).await?;
    Ok(crate::undo::model::with_notice("/inbox", "undo", step))
}
