//! What the browser may ask about notes that are being written.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use crate::error::AppError;
use leptos::prelude::*;

/// Markdown as the sanitised HTML it will be shown as. Nothing is stored.
#[server(endpoint = "notes/preview")]
pub async fn preview_markdown(text: String) -> Result<String, AppError> {
    crate::server::context::caller().await?;
    let text = crate::text::normalise_newlines(&text);
    if text.chars().count() > super::model::PREVIEW_LIMIT {
        let message = crate::problem::fields::too_long(&text, super::model::PREVIEW_LIMIT);
        return Err(crate::error::FieldErrors::one("text", message).into());
    }
    tokio::task::spawn_blocking(move || crate::markdown::render(Some(&text)))
        .await
        .map_err(|error| AppError::internal(&error))
}
