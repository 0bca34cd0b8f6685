//! What the browser may ask about tags.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{TagFields, TagPage};
use crate::error::AppError;
use leptos::prelude::*;

/// One page of the caller's tags, behind the tag `after`, with the form that changes them.
#[server(endpoint = "tags/list")]
pub async fn list_tags(after: String) -> Result<TagPage, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let (fields, errors) =
        crate::server::forms::typed_or(|ChangeTags { fields }| fields, TagFields::default);
    // The database's text cannot hold it; no tag does.
    let after = after.replace('\0', "");
    let mut tags = super::db::page(&state.pool, &user.id, &after).await?;
    let more = tags.len() > super::model::TAGS_PER_PAGE;
    tags.truncate(super::model::TAGS_PER_PAGE);
    Ok(TagPage {
        more_after: tags.last().filter(|_| more).map(|last| last.tag.clone()),
        fields,
        errors,
        tags,
    })
}

/// Renames, merges or deletes tags of the caller's; answers with where to go, and take it back.
/// Before tags merge it asks: the answer is the same form with the question and the button `merge`.
#[server(endpoint = "tags/change")]
pub async fn change_tags(fields: TagFields) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let change = fields.parse()?;
    if matches!(change, super::model::TagChange::Delete(_)) {
        crate::server::context::owner().await?;
    }
    let mut named = change.gone().to_vec();
    if let super::model::TagChange::Become(_, into) = &change {
        named.push(into.clone());
    }
    let there = super::db::counts(&state.pool, &user.id, &named).await?;
    if let Some(question) = change.question(&there)
        && (fields.action != "merge" || fields.agreed != question)
    {
        return Err(crate::error::FieldErrors::one("merge", question).into());
    }
    let step = super::db::change(&state.pool, &user.id, &change).await?;
    Ok(crate::undo::model::with_notice("/tags", "undo", step))
}
