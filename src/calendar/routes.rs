//! `/calendar/{secret}.ics`, for programs that know no session.

use super::{
    db::{due_days, reader},
    feed::calendar,
    model::DAYS,
};
use crate::{
    error::AppError,
    review::{db_rules::unbend, schedule::after},
    server::{rate_limit::address_of, state::AppState},
    token::secret::digest_of,
};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::Utc;

/// The route of the feeds.
pub fn routes() -> Router<AppState> {
    Router::new().route("/calendar/{file}", get(read))
}

/// Unknown, revoked and misspelt addresses are answered alike.
async fn read(
    State(state): State<AppState>,
    Path(file): Path<String>,
    request: Request,
) -> Response {
    let taken = state
        .rate_limit
        .take(&format!("calendar {}", address_of(&request)));
    if let Some(seconds) = taken.refused_for {
        let refused = (
            StatusCode::TOO_MANY_REQUESTS,
            [(RETRY_AFTER, seconds.to_string())],
        );
        return refused.into_response();
    }
    match feed(&state, &file).await {
        Ok(Some(text)) => {
            // What is revoked is gone at once, and no cache on the way keeps it.
            let headers = [
                (CONTENT_TYPE, "text/calendar; charset=utf-8"),
                (CACHE_CONTROL, "private, no-store"),
            ];
            (headers, text).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => StatusCode::from_u16(error.status())
            .unwrap_or(StatusCode::SERVICE_UNAVAILABLE)
            .into_response(),
    }
}

async fn feed(state: &AppState, file: &str) -> Result<Option<String>, AppError> {
    let Some(secret) = file.strip_suffix(".ics") else {
        return Ok(None);
    };
    let digest = digest_of(secret);
    let Some(reader) = reader(&state.pool, &digest).await? else {
        return Ok(None);
    };
    let today = reader.clock.moment(Utc::now()).local_date;
    unbend(&state.pool, &reader.user, today).await?;
    let before = after(today, DAYS);
    let days = due_days(&state.pool, &reader.user, today, before, reader.titles).await?;
    // Told by the secret, and telling nothing of it.
    let [first, second, third, fourth, ..] = digest_of(&format!("events of {secret}"));
    let name = format!("{first:02x}{second:02x}{third:02x}{fourth:02x}");
    Ok(Some(calendar(&days, state.auth.origin(), &name)))
}
