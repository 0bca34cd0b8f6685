//! `GET /api/v1/changes`: what a copy of a journal is kept current by.

use super::{
    address::Parameters,
    answer::{Answer, Representation},
    attempt_json::AttemptJson,
    caller::Reader,
    problem_details::ProblemDetails,
    problem_json::ProblemJson,
};
use crate::{
    change::feed::{self, Asked, FeedError},
    error::AppError,
    paging::PAGE_SIZE,
    review,
    server::{etag::IfNoneMatch, state::AppState},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// From where on, and how much.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChangeParameters {
    /// Most problems on the page; 50 if left out. It has fewer when they have much text.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// `nextCursor` of the last page that was read; left out, everything is told from the beginning.
    cursor: Option<String>,
}

/// A problem that has changed, as it is now.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Change)]
pub struct ChangeJson {
    /// Its id.
    id: Uuid,
    /// Whether it is gone.
    deleted: bool,
    /// The problem; null when it is gone.
    problem: Option<ProblemJson>,
    /// All of its attempts, latest first.
    attempts: Vec<AttemptJson>,
}

/// Some of what has changed, in the order in which it did. Each problem is told once, as it is now, however often
/// it changed.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChangePage {
    /// The problems.
    data: Vec<ChangeJson>,
    /// Where to go on: at once if there is `more`, else whenever you want to know what is new.
    #[schema(example = "Qm0nVnUu1bqF8X2sZr0hV28xNzYzODE2MzAw")]
    next_cursor: String,
    /// Whether there is more already.
    more: bool,
}

/// Reads what has changed since a cursor: problems that were added, edited, tried, rescheduled or deleted, each with
/// its attempts. What changes while pages are read comes later. `retrievability` is that of the moment: a problem is not
/// told again because it is being forgotten.
#[utoipa::path(
    get, path = "/changes", tag = "Journal", operation_id = "readChanges", params(ChangeParameters),
    responses((status = 200, description = "What has changed.", body = ChangePage))
)]
pub async fn read(
    Reader(user): Reader,
    State(state): State<AppState>,
    Parameters(asked): Parameters<ChangeParameters>,
    known: IfNoneMatch,
) -> Answer {
    let asked = Asked {
        list: "/api/v1/changes",
        cursor: asked.cursor.as_deref(),
        size: asked.limit.unwrap_or(PAGE_SIZE),
    };
    let told = feed::page(&state, &user, asked).await?;
    let day = review::db::day(&state.pool, &user)
        .await
        .map_err(AppError::from)?;
    let data = told.data.into_iter().map(|told| ChangeJson {
        id: told.id,
        deleted: told.problem.is_none(),
        problem: told
            .problem
            .map(|problem| ProblemJson::new(&user, problem, &day)),
        attempts: told
            .attempts
            .into_iter()
            .map(|attempt| AttemptJson::new(&user, attempt))
            .collect(),
    });
    let page = ChangePage {
        data: data.collect(),
        next_cursor: told.next_cursor,
        more: told.more,
    };
    Ok(Representation::read_only(&page)?.unless_known(&known))
}

impl From<FeedError> for ProblemDetails {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Cursor(error) => error.into(),
            FeedError::App(error) => error.into(),
        }
    }
}
