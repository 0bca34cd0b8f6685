//! `/sync`: where devices deliver what was changed on them, and read what has changed elsewhere.

use super::{
    db,
    model::{Change, Outcome},
};
use crate::{
    account,
    auth::{
        model::UserId,
        session::{Refused, SignedIn},
    },
    change::{
        copy::{ChangedCopy, CopyPage, PersonCopy, ProblemCopy},
        feed::{self, FeedError},
    },
    error::AppError,
    find, review,
    server::state::AppState,
};
use axum::{
    Json, Router,
    extract::{
        Query, State,
        rejection::{JsonRejection, QueryRejection},
    },
    http::StatusCode,
    routing::{get, post},
};
use chrono::Utc;
use serde::Deserialize;

/// Most problems that a device may ask for at once, and how many it gets without asking.
const MOST: usize = 500;
const USUAL: usize = 200;

/// The routes of devices. They belong inside of the layers that know who is asking.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/sync/change", post(receive))
        .route("/sync/changes", get(changes))
}

/// Whatever is not answered by an outcome is delivered again.
async fn receive(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    change: Result<Json<Change>, JsonRejection>,
) -> Result<Json<Outcome>, Refused> {
    let Json(change) = change.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        _ => AppError::BadRequest,
    })?;
    let outcome = db::receive(&state.pool, &session.user.id, &change, Utc::now()).await?;
    Ok(Json(outcome))
}

#[derive(Deserialize)]
struct Asked {
    cursor: Option<String>,
    limit: Option<usize>,
}

/// A cursor that is none of this journal's is not found: the device begins anew.
async fn changes(
    State(state): State<AppState>,
    SignedIn(session): SignedIn,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<CopyPage>, Refused> {
    let user = &session.user.id;
    let Query(asked) = asked.map_err(|_| AppError::BadRequest)?;
    let size = asked.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&size) {
        return Err(AppError::BadRequest.into());
    }
    let asked = feed::Asked {
        list: "/sync/changes",
        cursor: asked.cursor.as_deref(),
        size,
    };
    let told = feed::page(&state, user, asked)
        .await
        .map_err(|error| match error {
            FeedError::Cursor(_) => AppError::NotFound,
            FeedError::App(error) => error,
        })?;
    let data = told.data.into_iter().map(|told| ChangedCopy {
        id: told.id,
        copy: told.problem.map(|row| ProblemCopy {
            problem: row.problem,
            progress: row.progress,
            review: row.review,
            attempts: told.attempts,
        }),
    });
    Ok(Json(CopyPage {
        data: data.collect(),
        next_cursor: told.next_cursor,
        more: told.more,
        person: if told.more {
            None
        } else {
            Some(person(&state, user).await?)
        },
    }))
}

async fn person(state: &AppState, user: &UserId) -> Result<PersonCopy, AppError> {
    let pool = &state.pool;
    Ok(PersonCopy {
        settings: account::db::settings(pool, user).await?,
        rules: review::db::day(pool, user).await?.rules,
        language: account::db::language(pool, user).await?,
        views: find::saved::db::list(pool, user).await?,
    })
}
