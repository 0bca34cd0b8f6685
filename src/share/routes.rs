//! `/s/{token}`: the page of a shared problem, its preview's picture, and the way into a reader's journal.

use super::{db::Found, document};
use crate::{
    account::{model::Theme, theme},
    auth::session::AuthState,
    error::AppError,
    server::{
        etag::{IfNoneMatch, tag},
        pages,
        rate_limit::address_of,
        state::AppState,
    },
    ui::failure::sign_in_address,
};
use axum::{
    Router,
    extract::{Path, Request, State, rejection::PathRejection},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use chrono::Utc;
use std::sync::LazyLock;

/// Kept by no search engine. Those that preview links may come (`public/robots.txt`).
const NOT_INDEXED: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-robots-tag"),
    HeaderValue::from_static("noindex, nofollow"),
);

/// What anybody may read: these know nobody.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/s/{token}", get(read))
        .route("/s/{token}/picture.png", get(picture))
}

/// The token in an address. One that cannot be read is one that there is not.
type Token = Result<Path<String>, PathRejection>;

/// What a link shows. Whoever tries links that are none may do so only so often.
async fn found(state: &AppState, token: &str, from: &str) -> Result<Found, AppError> {
    if let Some(found) = super::published::find(&state.pool, token).await? {
        return Ok(found);
    }
    let allowance = state.rate_limit.take(&format!("share {from}"));
    Err(match allowance.refused_for {
        Some(retry_after_seconds) => AppError::TooMany {
            retry_after_seconds,
        },
        None => AppError::NotFound,
    })
}

/// Unknown, ended and misspelt links are answered alike.
async fn read(
    State(state): State<AppState>,
    token: Token,
    known: IfNoneMatch,
    request: Request,
) -> Response {
    let token = token.map(|Path(token)| token).unwrap_or_default();
    let theme = theme::of(request.headers());
    let mut response = match found(&state, &token, &address_of(&request)).await {
        Ok(found) => {
            let tag = tag_of(&found, theme.slug());
            let page = if known.has(&tag) {
                unchanged()
            } else {
                whole_page(&state, theme, &token, &found).await
            };
            // It is sent compressed or not, so its tag is a weak one.
            tagged(page, &format!("W/{tag}"))
        }
        Err(error) => refusal(&state, theme, error),
    };
    let (name, value) = NOT_INDEXED;
    response.headers_mut().insert(name, value);
    response
}

async fn whole_page(state: &AppState, theme: Theme, token: &str, found: &Found) -> Response {
    match state.shelf.read(&state.pool, found).await {
        Ok(published) => {
            let (document, html) = document::page(state, theme, token, &published);
            document.response(state, html)
        }
        Err(error) => refusal(state, theme, error),
    }
}

fn refusal(state: &AppState, theme: Theme, error: AppError) -> Response {
    let wait = match &error {
        AppError::TooMany {
            retry_after_seconds,
        } => Some(HeaderValue::from(*retry_after_seconds)),
        _ => None,
    };
    let mut response = pages::failure(state, theme, error);
    if let Some(wait) = wait {
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response
}

/// The picture of a link's preview. Other sites may show it: that is what it is for.
async fn picture(
    State(state): State<AppState>,
    token: Token,
    known: IfNoneMatch,
    request: Request,
) -> Response {
    let token = token.map(|Path(token)| token).unwrap_or_default();
    let mut response = match found(&state, &token, &address_of(&request)).await {
        Ok(found) => {
            let tag = tag_of(&found, "picture");
            let picture = if known.has(&tag) {
                unchanged()
            } else {
                whole_picture(&state, &found).await
            };
            tagged(picture, &tag)
        }
        Err(error) => bare(&error),
    };
    let (name, value) = NOT_INDEXED;
    let headers = response.headers_mut();
    headers.insert(name, value);
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    response
}

async fn whole_picture(state: &AppState, found: &Found) -> Response {
    let published = match state.shelf.read(&state.pool, found).await {
        Ok(published) => published,
        Err(error) => return bare(&error),
    };
    match tokio::task::spawn_blocking(move || published.picture().to_vec()).await {
        Ok(png) => ([(CONTENT_TYPE, "image/png")], png).into_response(),
        Err(error) => bare(&AppError::internal(&error)),
    }
}

fn bare(error: &AppError) -> Response {
    StatusCode::from_u16(error.status())
        .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
        .into_response()
}

/// The tag of what a link shows now: known before it is rendered. Another process may look different.
fn tag_of(found: &Found, face: &str) -> String {
    static PROCESS: LazyLock<i64> = LazyLock::new(|| Utc::now().timestamp_micros());
    let state = format!("{} {} {face} ", *PROCESS, found.revision);
    tag(None, &[state.as_bytes(), &found.digest].concat())
}

fn unchanged() -> Response {
    StatusCode::NOT_MODIFIED.into_response()
}

/// The same with its tag, if it is an answer. What a browser keeps of it is to be asked about each time: a link
/// that has ended shows nothing from the next request on.
fn tagged(mut response: Response, tag: &str) -> Response {
    if !response.status().is_success() && response.status() != StatusCode::NOT_MODIFIED {
        return response;
    }
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(ETAG, tag);
    }
    response
}

/// Whoever is not signed in does that first and comes back to the shared problem.
pub async fn send_nobody_to_sign_in(request: Request, next: Next) -> Response {
    // A form cannot be sent by way of the provider to be known again, as pages are: whatever is missing, signing in
    // brings it, at once for somebody who is known there.
    let nobody = matches!(
        request.extensions().get::<AuthState>(),
        None | Some(AuthState::Pending(_) | AuthState::SignedOut(_))
    );
    if nobody {
        let here = shared_page(request.uri().path());
        return Redirect::to(&sign_in_address(&here)).into_response();
    }
    next.run(request).await
}

/// For whoever comes here by an address instead of the button, as from a sign-in on the way.
pub async fn back(request: Request) -> Response {
    Redirect::to(&shared_page(request.uri().path())).into_response()
}

fn shared_page(path: &str) -> String {
    path.strip_suffix("/add").unwrap_or(path).to_owned()
}
