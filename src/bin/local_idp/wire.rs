//! JSON in the form of Clerk's APIs: what arrives, and what is answered to what is wrong.

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Request},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use serde_json::json;

/// A body of JSON, whatever its declared type; an empty one is an object without fields.
pub struct JsonBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBody<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(IntoResponse::into_response)?;
        let body: &[u8] = if body.is_empty() { b"{}" } else { &body };
        serde_json::from_slice(body)
            .map(Self)
            .map_err(|error| malformed(&error.to_string()))
    }
}

/// 400 for a request that is not what is expected.
pub fn malformed(message: &str) -> Response {
    refuse(
        StatusCode::BAD_REQUEST,
        "form_param_format_invalid",
        message,
    )
}

/// 404 for what there is not.
pub fn not_found(message: &str) -> Response {
    refuse(StatusCode::NOT_FOUND, "resource_not_found", message)
}

/// Any error.
pub fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let errors = json!({"errors": [{"code": code, "message": message}]});
    (status, Json(errors)).into_response()
}

/// 500 for what should not happen, which is written to the log.
pub fn failure(error: &dyn std::error::Error) -> Response {
    eprintln!("gitgud-local-idp: {error}");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
