//! Whether the process lives and whether it can work.

use super::state::AppState;
use axum::{extract::State, http::StatusCode};
use std::time::Duration;

/// The process answers. Says nothing about the database: a restart would not mend that.
pub async fn livez() -> &'static str {
    "alive\n"
}

/// The process can work: it is not stopping and the database answers within half a second.
pub async fn readyz(State(state): State<AppState>) -> (StatusCode, &'static str) {
    if state.draining.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    let answer = sqlx::query("select 1").execute(&state.pool);
    match tokio::time::timeout(Duration::from_millis(500), answer).await {
        Ok(Ok(_)) => (StatusCode::OK, "ready\n"),
        _ => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        ),
    }
}
