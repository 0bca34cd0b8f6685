//! The files that browsers fetch, and for how long they may keep them.

use super::{pages, state::AppState};
use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    handler::HandlerWithoutStateExt,
    http::{HeaderValue, Method, StatusCode, header::CACHE_CONTROL},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use tower::ServiceExt;
use tower_http::services::ServeDir;

/// For files whose address changes with their content.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For those that a browser asks for whether it still has the right one.
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");

/// Files whose names change with their content; a missing one is a bare 404, never a page.
pub fn hashed(state: &AppState, folder: &str) -> Router {
    let folder = format!("{}/{folder}", state.leptos.site_root);
    let files = ServeDir::new(folder)
        .precompressed_br()
        .precompressed_gzip()
        .not_found_service((|| async { bare_not_found() }).into_service());
    Router::new().fallback_service(files).layer(from_fn(
        |request: Request, next: Next| async move {
            let mut response = next.run(request).await;
            if response.status().is_success() {
                response.headers_mut().insert(CACHE_CONTROL, FOREVER);
            }
            response
        },
    ))
}

/// Scripts, which are what they are for good only under an address that names their content.
pub fn scripts(state: &AppState) -> Router {
    let assets = state.assets.clone();
    let files = ServeDir::new(format!("{}/js", state.leptos.site_root))
        .precompressed_br()
        .precompressed_gzip()
        .not_found_service((|| async { bare_not_found() }).into_service());
    Router::new()
        .fallback_service(files)
        .layer(from_fn(move |request: Request, next: Next| {
            let path = format!("/js{}", request.uri().path());
            let named = request
                .uri()
                .query()
                .and_then(|query| query.strip_prefix("v="));
            let is_that =
                named.is_some_and(|named| assets.digest_of(&path).as_deref() == Some(named));
            async move {
                let mut response = next.run(request).await;
                if response.status().is_success() {
                    let told = if is_that { FOREVER } else { ASK_FIRST };
                    response.headers_mut().insert(CACHE_CONTROL, told);
                }
                response
            }
        }))
}

/// A file of the site (icons, manifest), or the page that says there is nothing here.
pub async fn file_or_missing(State(state): State<AppState>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return bare_not_found();
    }
    let (parts, body) = request.into_parts();
    let files = ServeDir::new(state.leptos.site_root.as_ref())
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let file = files
        .oneshot(Request::from_parts(parts.clone(), body))
        .await;
    if let Ok(file) = file
        && file.status() != StatusCode::NOT_FOUND
    {
        let mut response = file.into_response();
        response.headers_mut().insert(CACHE_CONTROL, ASK_FIRST);
        return response;
    }
    if pages::wants_page(&parts.headers) {
        // No route knows this address, so the app renders what it renders for such a one.
        pages::render(state, Request::from_parts(parts, Body::empty()), || {}).await
    } else {
        bare_not_found()
    }
}

fn bare_not_found() -> Response {
    (StatusCode::NOT_FOUND, "not found\n").into_response()
}
