//! Requests are worked off to their end, also when nobody waits for the answer any more.
//!
//! A reader who leaves, and the time limit, drop what they wait for. Dropped inside `BEGIN`, sqlx (0.9) returns the
//! connection to the pool with a transaction open that it knows nothing of: what the next request writes on it without
//! a transaction of its own would never be committed.

use axum::{
    extract::Request,
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::panic::resume_unwind;
use tracing::Instrument;

/// Answers a request in a task of its own. A panic in it is one here.
pub async fn finish(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The process is on its way out.
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        },
    }
}
