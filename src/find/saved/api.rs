//! What the browser may ask about saved searches.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{ViewFields, ViewForm};
use crate::error::AppError;
use leptos::prelude::*;

/// The form that saves a search, or changes the saved one with this id; `id` empty for a new one.
#[server(endpoint = "views/form")]
pub async fn saved_view_form(id: String, q: String, sort: String) -> Result<ViewForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let stored = if id.is_empty() {
        let id = uuid::Uuid::now_v7().to_string();
        ViewFields {
            id,
            query: q,
            sort,
            name: String::new(),
        }
    } else {
        let id: super::model::ViewId = id.parse().map_err(|_| AppError::NotFound)?;
        super::db::find(&state.pool, &user.id, id).await?.fields()
    };
    let (fields, errors) = crate::server::forms::typed_or(|SaveView { fields }| fields, || stored);
    Ok(ViewForm { fields, errors })
}

/// Saves a search of the caller's; answers the address that shows it.
#[server(endpoint = "views/save")]
pub async fn save_view(fields: ViewFields) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let view = fields.parse()?;
    super::db::save(&state.pool, &user.id, &view).await?;
    Ok(view.address().href())
}

/// Deletes a saved search of the caller's; answers where to go on.
#[server(endpoint = "views/delete")]
pub async fn delete_view(id: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let step = super::db::delete(&state.pool, &user.id, id).await?;
    Ok(crate::undo::model::with_notice("/problems", "undo", step))
}
