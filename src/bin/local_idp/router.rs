//! Every route, grouped by who calls it, and what holds for all of them.

use crate::{
    account, backend, backend_users, control, control_sessions, control_state, control_webhooks,
    frontend, pages, portal, provider::Provider,
};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};

/// The whole provider.
pub fn router(provider: Provider) -> Router {
    Router::new()
        .merge(for_servers(&provider))
        .merge(for_browsers())
        .merge(for_people())
        .merge(for_tests())
        .layer(from_fn_with_state(provider.clone(), guard))
        .with_state(provider)
}

/// The application's server, with the secret key: Clerk's backend API.
fn for_servers(provider: &Provider) -> Router<Provider> {
    Router::new()
        .route("/v1/jwks", get(frontend::key_set))
        .route(
            "/v1/clients/handshake_payload",
            get(backend::handshake_payload),
        )
        .route("/v1/sessions/{id}", get(backend::session))
        .route("/v1/sessions/{id}/refresh", post(backend::refresh_session))
        .route("/v1/sessions/{id}/revoke", post(backend::revoke_session))
        .route("/v1/users", get(backend_users::list))
        .route("/v1/users/count", get(backend_users::count))
        .route(
            "/v1/users/{id}",
            get(backend_users::read)
                .patch(backend_users::change)
                .delete(backend_users::delete),
        )
        .route_layer(from_fn_with_state(
            provider.clone(),
            backend::require_secret,
        ))
}

/// The application's visitors: Clerk's frontend API.
fn for_browsers() -> Router<Provider> {
    Router::new()
        .route("/.well-known/jwks.json", get(frontend::key_set))
        .route("/v1/client/handshake", get(frontend::handshake))
        .route("/v1/dev_browser", post(frontend::dev_browser))
}

/// People: Clerk's account portal.
fn for_people() -> Router<Provider> {
    Router::new()
        .route("/", get(portal::home))
        .route("/sign-in", get(portal::sign_in_page).post(portal::sign_in))
        .route("/sign-up", get(portal::sign_in_page).post(portal::sign_in))
        .route(
            "/sign-in/tasks",
            get(portal::tasks_page).post(portal::finish_tasks),
        )
        .route("/sign-out", post(portal::sign_out))
        .route("/user", get(account::page).post(account::rename))
        .route("/user/delete", post(account::delete))
        .route("/style.css", get(pages::style))
}

fn for_tests() -> Router<Provider> {
    Router::new()
        .route("/test/tokens", post(control::make_token))
        .route("/test/sessions", post(control_sessions::start_session))
        .route("/test/clock", post(control_state::shift_clock))
        .route("/test/rotate", post(control_state::rotate))
        .route("/test/outage", post(control_state::outage))
        .route("/test/settings", post(control_state::settings))
        .route("/test/webhooks", post(control_webhooks::send))
}

/// Keeps other sites out, and tells browsers what these pages may do.
async fn guard(State(provider): State<Provider>, request: Request, next: Next) -> Response {
    if is_foreign(&provider, request.method(), request.headers()) {
        return (StatusCode::FORBIDDEN, "not for other sites\n").into_response();
    }
    if provider.outage().concerns(request.uri().path()) {
        return (StatusCode::SERVICE_UNAVAILABLE, "out of order for a test\n").into_response();
    }
    let mut response = next.run(request).await;
    // Browsers apply form-action to the redirects that follow a form, too.
    let form_targets = provider.app_origins.join(" ");
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {form_targets}; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::try_from(policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a request was made by another site's page, or reached this address by another name
/// (DNS rebinding).
fn is_foreign(provider: &Provider, method: &Method, headers: &HeaderMap) -> bool {
    let own_hosts = [
        provider.address.to_string(),
        format!("localhost:{}", provider.address.port()),
    ];
    let own = |host: &str| own_hosts.iter().any(|own| own == host);
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign_host = text(header::HOST).is_some_and(|host| !own(host));
    let foreign_page =
        text(header::ORIGIN).is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(own));
    foreign_host || (foreign_page && !method.is_safe())
}
