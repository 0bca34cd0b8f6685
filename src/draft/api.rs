//! What the browser may ask about drafts.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{DraftDiscarded, DraftSaved, Texts};
use crate::error::AppError;
use leptos::prelude::*;

/// Keeps what is typed into a form of the caller's.
#[server(endpoint = "drafts/save")]
pub async fn save_draft(form: String, fields: Texts) -> Result<DraftSaved, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let form: super::model::DraftForm = form.parse().map_err(|_| AppError::BadRequest)?;
    let texts = super::model::storable(fields)
        .map_err(|message| crate::error::FieldErrors::one("form", message))?;
    if form.is_new() && super::keep::is_done(&state, &user.id, &texts).await? {
        return Ok(DraftSaved {
            saved_at: String::new(),
            done: true,
        });
    }
    let saved_at = super::db::save(&state.pool, &user.id, form, &texts).await?;
    Ok(DraftSaved {
        saved_at: super::keep::exact(saved_at),
        done: false,
    })
}

/// Throws away what was typed into a form of the caller's; `back` is the form's page.
#[server(endpoint = "drafts/discard")]
pub async fn discard_draft(form: String, back: String) -> Result<DraftDiscarded, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let form: super::model::DraftForm = form.parse().map_err(|_| AppError::BadRequest)?;
    super::db::discard(&state.pool, &user.id, form).await?;
    super::keep::tell_browser(&form.to_string());
    Ok(DraftDiscarded {
        back: if crate::auth::routes::is_local_path(&back) {
            back
        } else {
            "/".to_owned()
        },
    })
}
