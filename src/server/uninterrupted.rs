//! Requests are worked off to their end, also when nobody waits for the answer any more; within reason.
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
use std::{panic::resume_unwind, time::Duration};
use tokio::time::timeout;
use tracing::Instrument;

/// A database that has gone without a word is let go of after so long: it will not commit anything, either.
const LONGEST: Duration = Duration::from_mins(1);

/// Answers a request in a task of its own. A panic in it is one here.
pub async fn finish(request: Request, next: Next) -> Response {
    let work = timeout(LONGEST, next.run(request)).in_current_span();
    match tokio::spawn(work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => resume_unwind(panic),
            // The process is on its way out.
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        },
    }
}
