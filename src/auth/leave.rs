//! How a session ends: at the provider, and in the browser that has it.

use super::{
    backend::BackendError,
    cookies::{self, Cookies},
    handshake::sign_out_cookies,
    model::UserId,
    session::{Auth, AuthState},
};
use crate::server::context;
use axum::http::{HeaderMap, request::Parts};
use leptos::prelude::use_context;

/// Ends a session here, and at the provider if that answers. One that the provider does not know
/// any more has ended.
///
/// # Errors
/// When the provider could not be asked, twice: there the session goes on.
pub(super) async fn end(auth: &Auth, session_id: &str) -> Result<(), BackendError> {
    let means = auth.means();
    means.end(session_id);
    let mut answer = means.backend.revoke(session_id).await;
    if matches!(answer, Err(BackendError::Unreachable(_))) {
        answer = means.backend.revoke(session_id).await;
    }
    match answer {
        Ok(()) | Err(BackendError::Missing(_)) => Ok(()),
        Err(error) => {
            tracing::warn!(error.cause = %error, "a session could not be ended at the provider");
            Err(error)
        }
    }
}

/// The ids of the sessions whose tokens a browser carries, good for anything else or not.
pub(super) async fn sessions_of(auth: &Auth, headers: &HeaderMap) -> Vec<String> {
    let means = auth.means();
    let cookies = Cookies::from_headers(headers);
    let suffixed = format!("{}_{}", cookies::SESSION, auth.config().key.cookie_suffix);
    let mut ids = Vec::new();
    for name in [cookies::SESSION, &suffixed] {
        let Some(token) = cookies.get(name) else {
            continue;
        };
        if let Some(session) = means.whose(token, means.for_answers()).await
            && !ids.contains(&session.id)
        {
            ids.push(session.id);
        }
    }
    ids
}

/// Ends the session of whoever called this server function, who is not in the database any more.
pub async fn end_callers_session(auth: &Auth, user: &UserId) {
    auth.forget(user).await;
    let parts = use_context::<Parts>();
    let state = parts
        .as_ref()
        .and_then(|parts| parts.extensions.get::<AuthState>());
    if let Some(session) = state.and_then(AuthState::any_session) {
        // Logged; there is nothing to go back to.
        let _ = end(auth, &session.id).await;
    }
    for cookie in sign_out_cookies(auth.config()) {
        context::set_cookie(Some(cookie));
    }
}
