//! The session as browsers see it: who is signed in, the ways to the provider's pages, and out.
//! All of it works without JavaScript.

use super::{
    handshake, leave,
    publishable_key::Instance,
    session::{Auth, AuthState},
};
use crate::{error::AppError, server::context::CLEAR_SITE_DATA};
use axum::{
    Extension, Json, Router,
    extract::{FromRef, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use chrono::Utc;
use serde::Deserialize;
use serde_json::json;

/// Who is signed in, the ways in and out, and the provider's page about the account; anybody may
/// call them.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Auth: FromRef<S>,
{
    Router::new()
        .route("/auth/session", get(session))
        .route("/auth/sign-in", get(sign_in))
        .route("/auth/profile", get(profile))
        .route("/auth/sign-out", post(sign_out))
}

/// Who is signed in, never the token. A browser whose token has run out gets a fresh one on the way
/// (`state.rs`), so this is what scripts renew a session by.
async fn session(state: Option<Extension<AuthState>>) -> Response {
    let state = state.map_or(AuthState::Unavailable, |Extension(state)| state);
    let session = match state {
        AuthState::SignedIn(session) => session,
        AuthState::SignedOut(reason) | AuthState::Expired(reason, _) => {
            let body = Json(json!({"reason": reason.to_string()}));
            return (StatusCode::UNAUTHORIZED, body).into_response();
        }
        AuthState::Pending(_) => {
            let body = Json(json!({"reason": "session-pending"}));
            return (StatusCode::FORBIDDEN, body).into_response();
        }
        // As any server function says it: scripts hand this on to whoever asked.
        AuthState::Unavailable => {
            let body = Json(AppError::Unavailable);
            return (StatusCode::SERVICE_UNAVAILABLE, body).into_response();
        }
    };
    Json(json!({
        "userId": session.user.id,
        "sessionId": session.id,
        "expiresAt": session.expires_at,
        // For clocks that differ from ours.
        "secondsLeft": (session.expires_at - Utc::now()).num_seconds(),
        "impersonator": session.user.impersonator,
    }))
    .into_response()
}

/// Where to go after signing in.
#[derive(Deserialize)]
struct SignIn {
    next: Option<String>,
}

/// Sends the browser to the sign-in page, which sends it back to `next`; somebody whose session
/// lacks a step, to that step. Links to it must be followed by the browser itself, not by the
/// client-side router.
async fn sign_in(
    State(auth): State<Auth>,
    state: Option<Extension<AuthState>>,
    Query(sign_in): Query<SignIn>,
) -> Response {
    let config = auth.config();
    let next = sign_in.next.filter(|path| is_local_path(path));
    let back = format!("{}{}", config.app_origin, next.as_deref().unwrap_or("/"));
    let mut url = config.sign_in_url.clone();
    if let Some(Extension(AuthState::Pending(_))) = state {
        url.set_path(&format!("{}/tasks", url.path().trim_end_matches('/')));
    }
    url.query_pairs_mut().append_pair("redirect_url", &back);
    see_other(url.as_str())
}

/// Sends the browser to the provider's page about the account: name, addresses, password.
async fn profile(State(auth): State<Auth>) -> Response {
    let config = auth.config();
    let mut url = config.profile_url();
    let back = format!("{}/settings", config.app_origin);
    url.query_pairs_mut().append_pair("redirect_url", &back);
    see_other(url.as_str())
}

/// Ends the session at the provider and in this browser, and has the browser forget what the pages
/// kept in it. Forms of other sites are refused before they get here, as everywhere.
async fn sign_out(
    State(auth): State<Auth>,
    state: Option<Extension<AuthState>>,
    headers: HeaderMap,
) -> Response {
    let unknown = matches!(state, None | Some(Extension(AuthState::Unavailable)));
    let mut goes_on = unknown;
    for id in leave::sessions_of(&auth, &headers).await {
        goes_on |= leave::end(&auth, &id).await.is_err();
    }
    let config = auth.config();
    // In production the provider's own cookie would sign the browser in again at the next page.
    if goes_on && config.key.instance == Instance::Production {
        let error = AppError::Unavailable;
        let text = "You are not signed out: the sign-in service could not be reached.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, Extension(error), text).into_response();
    }
    let mut response = see_other("/");
    let headers = response.headers_mut();
    handshake::append_cookies(headers, handshake::sign_out_cookies(config));
    let (name, value) = CLEAR_SITE_DATA;
    headers.insert(name, value);
    response
}

fn see_other(location: &str) -> Response {
    match HeaderValue::try_from(location) {
        Ok(location) => (
            StatusCode::SEE_OTHER,
            [
                (header::LOCATION, location),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ],
        )
            .into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

/// A path of this application: one slash at the beginning, then visible ASCII. Two slashes, or a
/// backslash, which browsers read as a slash, could lead to another host.
pub fn is_local_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_application_are_gone_back_to() {
        for path in ["/", "/problems?a=1&b=%2F#c", "/a//b", "/@evil.example"] {
            assert!(is_local_path(path), "{path}");
        }
        for path in [
            "",
            "problems",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a b",
            "/a\r\nset-cookie: a=b",
            "/\t/evil.example",
            "/ä",
        ] {
            assert!(!is_local_path(path), "{path}");
        }
    }
}
