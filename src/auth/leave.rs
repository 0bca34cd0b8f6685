//! How a session ends: at the provider, and in the browser that has it.

use super::{
    handshake::sign_out_cookies,
    model::UserId,
    session::{Auth, AuthState},
};
use crate::server::context;
use axum::http::request::Parts;
use leptos::prelude::use_context;
use secrecy::ExposeSecret;
use std::time::Duration;

/// How long signing out waits for the provider to end the session on its side.
const REVOKE_TIMEOUT: Duration = Duration::from_secs(2);

/// Ends a session at the provider, if that answers in time.
pub(super) async fn revoke(auth: &Auth, session_id: &str) {
    // The id stands in a token the provider signed; all the same it shall stay one path segment.
    if !session_id
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    {
        return;
    }
    let config = auth.config();
    let answer = auth
        .http()
        .post(format!(
            "{}/v1/sessions/{session_id}/revoke",
            config.api_url
        ))
        .bearer_auth(config.secret_key.expose_secret())
        .timeout(REVOKE_TIMEOUT)
        .send()
        .await
        .and_then(reqwest::Response::error_for_status);
    if let Err(error) = answer {
        tracing::warn!(error.cause = %error, "a session could not be ended at the provider");
    }
}

/// Ends the session of whoever called this server function, who is not in the database any more.
pub async fn end_callers_session(auth: &Auth, user: &UserId) {
    auth.forget(user).await;
    let parts = use_context::<Parts>();
    let state = parts
        .as_ref()
        .and_then(|parts| parts.extensions.get::<AuthState>());
    if let Some(AuthState::SignedIn(session)) = state {
        revoke(auth, &session.id).await;
    }
    for cookie in sign_out_cookies(auth.config()) {
        context::set_cookie(Some(cookie));
    }
}
