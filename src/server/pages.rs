//! Rendering pages outside the route table: forms shown again, missing pages, failures.

use super::{security::set_content_security_policy, state::AppState};
use crate::{app::shell, auth::session::AuthState, ui::failure::sign_in_address};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, Uri, request::Parts},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::{expect_context, provide_context};

/// What every rendered page gets.
pub fn context(state: &AppState) {
    provide_context(state.clone());
    set_content_security_policy();
}

/// Renders the page at the request's address with something more in its context.
pub async fn render(
    state: AppState,
    request: Request<Body>,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let options = state.leptos.clone();
    leptos_axum::render_app_async_with_context(
        move || {
            context(&state);
            more();
        },
        move || shell(options.clone()),
    )(request)
    .await
}

/// Renders the page for a request that cannot be answered, whatever its address.
pub async fn failure(state: AppState, mut parts: Parts, status: StatusCode) -> Response {
    parts.method = Method::GET;
    parts.uri = Uri::from_static(match status {
        StatusCode::NOT_FOUND => "/not-found",
        StatusCode::PAYLOAD_TOO_LARGE => "/too-large",
        _ => "/broken",
    });
    render(state, Request::from_parts(parts, Body::empty()), move || {
        expect_context::<leptos_axum::ResponseOptions>().set_status(status);
    })
    .await
}

/// Pages that are about one person. This only saves a signed-out visitor a useless page: what is
/// shown is guarded by the server functions that answer it.
const PERSONAL: [&str; 5] = ["/problems", "/attempts", "/review", "/insights", "/settings"];

/// Sends a signed-out visitor of a personal page to sign in, and back afterwards.
pub async fn send_to_sign_in(request: Request<Body>, next: Next) -> Response {
    let path = request.uri().path();
    let personal = PERSONAL.iter().any(|page| {
        path.strip_prefix(page)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    let signed_out = matches!(
        request.extensions().get::<AuthState>(),
        None | Some(AuthState::SignedOut(_))
    );
    if personal && signed_out && *request.method() == Method::GET {
        let here = request.uri().path_and_query().map_or(path, |target| target.as_str());
        return Redirect::to(&sign_in_address(here)).into_response();
    }
    next.run(request).await
}
