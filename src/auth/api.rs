//! What the browser may ask about the person it belongs to.

use super::model::User;
use crate::error::AppError;
use leptos::prelude::*;

/// The person who is signed in. Anybody may ask; nobody signed in is [`AppError::SignedOut`].
#[server(endpoint = "current_user")]
pub async fn current_user() -> Result<User, AppError> {
    super::session::require_user().await
}
