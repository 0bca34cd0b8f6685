//! What the application's server asks for, with its secret key: Clerk's backend API.

use crate::{frontend, provider::Provider};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// `GET /v1/jwks`: the public key.
pub async fn key_set(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    if !knows_secret(&provider, &headers) {
        return wrong_secret();
    }
    frontend::key_set(State(provider)).await.into_response()
}

/// `POST /v1/sessions/{id}/revoke`: ends a session.
pub async fn revoke_session(
    State(provider): State<Provider>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    if !knows_secret(&provider, &headers) {
        return wrong_secret();
    }
    if provider.end_session(&id) {
        Json(json!({"object": "session", "id": id, "status": "revoked"})).into_response()
    } else {
        let error = errors("resource_not_found", "There is no such session.");
        (StatusCode::NOT_FOUND, error).into_response()
    }
}

fn knows_secret(provider: &Provider, headers: &HeaderMap) -> bool {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .is_some_and(|secret| secret == provider.keys.secret_key)
}

fn wrong_secret() -> Response {
    let error = errors("clerk_key_invalid", "The secret key is missing or wrong.");
    (StatusCode::UNAUTHORIZED, error).into_response()
}

/// An error in the form of Clerk's APIs.
pub fn errors(code: &str, message: &str) -> Json<Value> {
    Json(json!({"errors": [{"code": code, "message": message}]}))
}
