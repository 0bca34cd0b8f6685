//! What the application's server asks for, with its secret key: Clerk's backend API.

use crate::{
    cookies::{Cookie, Names},
    provider::Provider,
    session::Status,
    wire::{JsonBody, failure, malformed, not_found, refuse},
};
use axum::{
    Json,
    extract::{Path, Query, Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Lets in who shows the secret key.
pub async fn require_secret(
    State(provider): State<Provider>,
    request: Request,
    next: Next,
) -> Response {
    if knows_secret(&provider, request.headers()) {
        return next.run(request).await;
    }
    refuse(
        StatusCode::UNAUTHORIZED,
        "clerk_key_invalid",
        "The secret key is missing or wrong.",
    )
}

fn knows_secret(provider: &Provider, headers: &HeaderMap) -> bool {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .is_some_and(|secret| secret == provider.keys.secret_key)
}

/// Which handshake is fetched.
#[derive(Deserialize)]
pub struct Nonce {
    #[serde(default)]
    nonce: String,
}

/// `GET /v1/clients/handshake_payload`: the cookies of a handshake, once.
pub async fn handshake_payload(
    State(provider): State<Provider>,
    Query(Nonce { nonce }): Query<Nonce>,
) -> Response {
    let now = provider.clock.seconds();
    match provider.store(|store| store.take_handshake(&nonce, now)) {
        Some(directives) => Json(json!({"nonce": nonce, "directives": directives})).into_response(),
        None => not_found("There is no such handshake, or it was fetched before."),
    }
}

/// `GET /v1/sessions/{id}`: a session and whether it lives.
pub async fn session(State(provider): State<Provider>, Path(id): Path<String>) -> Response {
    let now = provider.clock.millis();
    let session = provider.store(|store| {
        let session = store.session(&id)?;
        Some(session.to_json(store.person(&session.person_id), now))
    });
    session.map_or_else(
        || not_found("There is no such session."),
        |session| Json(session).into_response(),
    )
}

/// `POST /v1/sessions/{id}/revoke`: ends a session.
pub async fn revoke_session(State(provider): State<Provider>, Path(id): Path<String>) -> Response {
    let now = provider.clock.seconds();
    if provider.store(|store| store.end_session(&id, Status::Revoked, now)) {
        session(State(provider), Path(id)).await
    } else {
        not_found("There is no such session.")
    }
}

/// How the application asks for a fresh token. Who the visitor's browser is
/// (`request_headers`) makes no difference here.
#[derive(Deserialize)]
pub struct Refresh {
    #[serde(default = "cookie")]
    format: String,
    #[serde(default)]
    expired_token: String,
    #[serde(default, rename = "refresh_token")]
    token: String,
    request_origin: Option<String>,
}

fn cookie() -> String {
    "cookie".to_owned()
}

/// `POST /v1/sessions/{id}/refresh`: a fresh token, as cookies, for the one that ended.
pub async fn refresh_session(
    State(provider): State<Provider>,
    Path(id): Path<String>,
    JsonBody(request): JsonBody<Refresh>,
) -> Response {
    if request.format != "cookie" {
        return malformed("The only format here is cookie.");
    }
    let origin = request.request_origin.as_deref();
    if origin.is_some_and(|origin| !provider.app_origins.iter().any(|own| own == origin)) {
        let message = "The request_origin is not an application of this provider.";
        return refuse(StatusCode::BAD_REQUEST, "request_origin_invalid", message);
    }
    let keys = provider.key_ring().published();
    let claims = keys
        .iter()
        .find_map(|key| key.claims_of(&request.expired_token));
    if claims.is_none_or(|claims| claims.get("sid").and_then(Value::as_str) != Some(&id)) {
        let message = "The expired_token is not a token of this session.";
        return refuse(StatusCode::BAD_REQUEST, "invalid_session_token", message);
    }
    let now = provider.clock.seconds();
    let exchanged = provider.store(|store| {
        let session = store.living_session(&id)?;
        let refresh = session
            .refresh
            .as_mut()
            .and_then(|refresh| refresh.exchange(&request.token, now));
        Some((session.clone(), refresh))
    });
    let (session, token) = match exchanged {
        None => {
            let message = "There is no such session, or it has ended.";
            return refuse(StatusCode::NOT_FOUND, "session_not_found", message);
        }
        Some((_, None)) => {
            let message = "The refresh_token is not this session's.";
            return refuse(StatusCode::UNAUTHORIZED, "invalid_refresh_token", message);
        }
        Some((session, Some(token))) => (session, token),
    };
    let settings = provider.settings();
    let origin = origin.filter(|_| !settings.omit_azp);
    match provider.session_token(&session, origin, now, settings.token_lifetime) {
        Ok(fresh) => {
            let suffix = provider.cookie_suffix();
            let cookies = Names { suffix: &suffix }.session(&fresh, Some(&token));
            let cookies: Vec<String> = cookies.iter().map(Cookie::directive).collect();
            Json(json!({"object": "cookies", "cookies": cookies})).into_response()
        }
        Err(error) => failure(&error),
    }
}
