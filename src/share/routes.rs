//! `/s/{token}`: the page of a shared problem, its preview's picture, and the way into a reader's journal.

use super::{api::AddShared, document, published::Published};
use crate::{
    account::theme,
    auth::session::AuthState,
    error::AppError,
    server::{
        etag::{IfNoneMatch, tag},
        forms::command,
        pages,
        rate_limit::address_of,
        state::AppState,
    },
    ui::failure::sign_in_address,
};
use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, RETRY_AFTER},
    },
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use std::sync::Arc;

/// Kept by no search engine. Those that preview links may come (`public/robots.txt`).
const NOT_INDEXED: (HeaderName, HeaderValue) = (
    HeaderName::from_static("x-robots-tag"),
    HeaderValue::from_static("noindex, nofollow"),
);

/// What anybody may read: these know nobody.
pub fn open_routes(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/s/{token}", get(read))
        .route("/s/{token}/picture.png", get(picture))
        .layer(from_fn_with_state(state.clone(), limit))
}

/// What only somebody who is signed in may do.
pub fn personal_routes() -> Router<AppState> {
    Router::new().route(
        "/s/{token}/add",
        command::<AddShared>(|destination| destination)
            .layer(from_fn(send_nobody_to_sign_in))
            .get(back),
    )
}

/// As many requests of one address as other pages take.
async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let taken = state
        .rate_limit
        .take(&format!("share {}", address_of(&request)));
    match taken.refused_for {
        Some(seconds) => (
            StatusCode::TOO_MANY_REQUESTS,
            [(RETRY_AFTER, seconds.to_string())],
            axum::Extension(AppError::TooMany {
                retry_after_seconds: seconds,
            }),
        )
            .into_response(),
        None => next.run(request).await,
    }
}

async fn published(state: &AppState, token: &str) -> Result<Arc<Published>, AppError> {
    match super::published::find(&state.pool, token).await? {
        Some(found) => state.shelf.read(&state.pool, &found).await,
        None => Err(AppError::NotFound),
    }
}

/// Unknown, ended and misspelt links are answered alike.
async fn read(
    State(state): State<AppState>,
    Path(token): Path<String>,
    known: IfNoneMatch,
    request: Request,
) -> Response {
    let theme = theme::of(request.headers());
    let mut response = match published(&state, &token).await {
        Ok(published) => {
            let (document, html) = document::page(&state, theme, &token, &published);
            // It is sent compressed or not, so its tag is a weak one.
            let tag = tag(None, html.as_bytes());
            unless_known(document.response(&state, html), "W/", &tag, &known)
        }
        Err(error) => pages::failure(&state, theme, error),
    };
    let (name, value) = NOT_INDEXED;
    response.headers_mut().insert(name, value);
    response
}

/// The picture of a link's preview. Other sites may show it: that is what it is for.
async fn picture(
    State(state): State<AppState>,
    Path(token): Path<String>,
    known: IfNoneMatch,
) -> Response {
    let drawn = match published(&state, &token).await {
        Ok(published) => {
            let drawn = tokio::task::spawn_blocking(move || published.picture().to_vec()).await;
            drawn.map_err(|error| AppError::internal(&error))
        }
        Err(error) => Err(error),
    };
    let mut response = match drawn {
        Ok(png) => {
            let tag = tag(None, &png);
            let headers = [(CONTENT_TYPE, "image/png")];
            unless_known((headers, png).into_response(), "", &tag, &known)
        }
        Err(error) => StatusCode::from_u16(error.status())
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
            .into_response(),
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

/// The answer, or that it is the one the reader has. What is kept of it is to be asked for each time: a link that
/// has ended shows nothing from the next request on.
fn unless_known(
    mut response: Response,
    strength: &str,
    tag: &str,
    known: &IfNoneMatch,
) -> Response {
    if known.has(tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
    }
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if let Ok(tag) = HeaderValue::try_from([strength, tag].concat()) {
        headers.insert(ETAG, tag);
    }
    response
}

/// Whoever is not signed in does that first and comes back to the shared problem.
async fn send_nobody_to_sign_in(request: Request, next: Next) -> Response {
    let nobody = match request.extensions().get::<AuthState>() {
        None | Some(AuthState::Pending(_)) => true,
        Some(AuthState::SignedOut(reason)) => reason.is_nobody(),
        Some(AuthState::SignedIn(_) | AuthState::Expired(..) | AuthState::Unavailable) => false,
    };
    if nobody {
        let here = shared_page(request.uri().path());
        return Redirect::to(&sign_in_address(&here)).into_response();
    }
    next.run(request).await
}

/// For whoever comes here by an address instead of the button, as from a sign-in on the way.
async fn back(request: Request) -> Response {
    Redirect::to(&shared_page(request.uri().path())).into_response()
}

fn shared_page(path: &str) -> String {
    path.strip_suffix("/add").unwrap_or(path).to_owned()
}
