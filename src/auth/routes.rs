//! Signing in and out without JavaScript: a link to the provider's page, and a form.

use super::{
    handshake, leave,
    session::{Auth, AuthState},
};
use axum::{
    Extension, Router,
    extract::{FromRef, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

/// `GET /auth/sign-in` and `POST /auth/sign-out`; anybody may call them.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Auth: FromRef<S>,
{
    Router::new()
        .route("/auth/sign-in", get(sign_in))
        .route("/auth/sign-out", post(sign_out))
}

/// Where to go after signing in.
#[derive(Deserialize)]
struct SignIn {
    next: Option<String>,
}

/// Sends the browser to the sign-in page, which sends it back to `next`. Links to it must be
/// followed by the browser itself, not by the client-side router.
async fn sign_in(State(auth): State<Auth>, Query(sign_in): Query<SignIn>) -> Response {
    let config = auth.config();
    let next = sign_in.next.filter(|path| is_local_path(path));
    let back = format!("{}{}", config.app_origin, next.as_deref().unwrap_or("/"));
    let mut url = config.sign_in_url.clone();
    url.query_pairs_mut().append_pair("redirect_url", &back);
    see_other(url.as_str())
}

/// Ends the session, at the provider if that answers in time and in this browser in any case.
/// Forms of other sites are refused before they get here, as everywhere.
async fn sign_out(State(auth): State<Auth>, state: Option<Extension<AuthState>>) -> Response {
    if let Some(Extension(AuthState::SignedIn(session) | AuthState::Pending(session))) = state {
        leave::revoke(&auth, &session.id).await;
    }
    let mut response = see_other("/");
    handshake::append_cookies(
        response.headers_mut(),
        handshake::sign_out_cookies(auth.config()),
    );
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
