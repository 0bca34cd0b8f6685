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
    use super::{db, fields::Confirmed};
    use crate::problem::db::Added;
    let (user, state) = crate::server::context::caller().await?;
    let chosen = fields.chosen()?;
    let ids: Vec<_> = chosen.iter().map(|(id, _)| id.0).collect();
    let stored = db::find(&state.pool, &user.id, &ids).await?;
    let mut done = Confirmed::default();
    let (mut drafts, mut known) = (Vec::new(), Vec::new());
    let mut errors = crate::error::FieldErrors::default();
    for (id, typed) in chosen {
        let Some(item) = stored.iter().find(|item| item.id == id) else {
            // The same form, sent twice; or it was dismissed meanwhile.
            let problem = crate::problem::model::ProblemId(id.0);
            match crate::problem::db::find(&state.pool, &user.id, problem).await {
                Ok(_) => done.added.push(problem),
                Err(AppError::NotFound) => {}
                Err(error) => return Err(error),
            }
            continue;
        };
        match (item.problem, typed.parse(item)) {
            (Some(problem), _) => known.push((id, problem)),
            (None, Ok(draft)) => drafts.push(draft),
            (None, Err(wrong)) => wrong.iter().for_each(|(name, told)| errors.add(name, told)),
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    for draft in &drafts {
        match db::confirm(&state.pool, &user.id, draft).await? {
            Added::New(problem) => done.added.push(problem),
            Added::AlreadyThere(problem) => done.already_there.push(problem),
        }
    }
    for (id, problem) in known {
        db::take_out(&state.pool, &user.id, id).await?;
        done.already_there.push(problem);
    }
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
