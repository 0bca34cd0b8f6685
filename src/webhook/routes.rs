//! `POST /webhooks/clerk`.

use super::{
    db::{self, Received},
    model::{Event, Secrets, Stamp},
};
use crate::{
    auth::session::Auth,
    error::AppError,
    server::{pool::Pool, state::AppState},
};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, Request, State},
    http::StatusCode,
    routing::post,
};
use chrono::Utc;

/// Longest body, in bytes.
const BODY_LIMIT: usize = 1024 * 1024;

/// The route. It belongs outside of the layers that ask who is calling: the caller is a program that
/// has no session, and proves itself by its signature.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/webhooks/clerk", post(receive))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}

/// Answers 2xx once a message has had its effect, or never can; with 5xx it is sent again. Says
/// nothing else: whoever is not the provider learns nothing.
async fn receive(
    State(secrets): State<Secrets>,
    State(pool): State<Pool>,
    State(auth): State<Auth>,
    request: Request,
) -> StatusCode {
    if secrets.is_empty() {
        return StatusCode::NOT_FOUND;
    }
    // What needs no body comes first, so that nonsense costs none.
    let stamp = match Stamp::read(request.headers(), Utc::now().timestamp()) {
        Ok(stamp) => stamp,
        Err(refusal) => return refused(&refusal),
    };
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(error) => return error.status(),
    };
    if let Err(refusal) = stamp.verify(&secrets, &body) {
        return refused(&refusal);
    }
    let event = match Event::read(&body) {
        Ok(event) => event,
        Err(error) => return refused(&error),
    };
    let Some((kind, user)) = event.about() else {
        if event == Event::Unclear {
            tracing::warn!(
                webhook.id = stamp.id,
                "a webhook does not say whom or what it is about"
            );
        }
        return StatusCode::NO_CONTENT;
    };
    let user = user.clone();
    // In a task of its own: a deletion that takes longer than the sender waits has to end all the same.
    let work = tokio::spawn(async move {
        let received = db::receive(&pool, &stamp.id, &event).await?;
        auth.forget(&user).await;
        tracing::info!(
            webhook.id = stamp.id,
            webhook.kind = kind,
            webhook.again = received == Received::Before,
            "a webhook was received"
        );
        Ok(())
    });
    match work.await {
        Ok(Ok(())) => StatusCode::OK,
        Ok(Err(error)) => status_of(error),
        Err(panic) => status_of(AppError::internal(&panic)),
    }
}

fn refused(reason: &impl std::fmt::Display) -> StatusCode {
    tracing::warn!(webhook.refusal = %reason, "a webhook was refused");
    StatusCode::BAD_REQUEST
}

/// The error has been logged where it became one of ours.
fn status_of(error: AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
