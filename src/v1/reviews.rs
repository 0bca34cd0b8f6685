//! `/api/v1/review`.

use super::{
    address::Parameters,
    answer::{Answer, Representation},
    caller::Reader,
    problem_json::ListedProblem,
};
use crate::{
    account,
    error::AppError,
    paging::PAGE_SIZE,
    problem::{self, model::ProblemId},
    review::{
        self, db_queue,
        queue::Due,
        today::{Done, DueOn},
    },
    server::{etag::IfNoneMatch, state::AppState},
};
use axum::extract::State;
use chrono::{NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

/// Today's queue.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ReviewQueue)]
pub struct ReviewQueue {
    /// Today, by the person's calendar.
    #[schema(example = "2026-11-22")]
    local_date: NaiveDate,
    /// Minutes a day that the person means to practise.
    #[schema(example = 60)]
    daily_minutes: i32,
    /// Minutes of today's attempts; one without a time counts as long as it was expected to take.
    #[schema(example = 15)]
    spent_minutes: i32,
    /// How many problems are due.
    #[schema(example = 19)]
    due: i32,
    /// Minutes that all of them are expected to take.
    #[schema(example = 410)]
    due_minutes: i32,
    /// How many of them, from the first, fit into what is left of today's minutes. The others wait.
    #[schema(example = 2)]
    today: usize,
    /// The first of them: most forgotten first, but neighbours with another first tag.
    data: Vec<ListedProblem>,
}

/// How much of the queue.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct QueueParameters {
    /// Most problems that are told, 1 to 100; 50, if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

/// Reads today's queue: what is due, in the order in which the page `/review` offers it.
#[utoipa::path(
    get, path = "/review", tag = "Journal", operation_id = "readReviewQueue", params(QueueParameters),
    responses((status = 200, description = "What is due today.", body = ReviewQueue,
        headers(("ETag" = String, description = "For `If-None-Match`."))))
)]
pub async fn queue(
    Reader(user): Reader,
    State(state): State<AppState>,
    Parameters(asked): Parameters<QueueParameters>,
    known: IfNoneMatch,
) -> Answer {
    let size = asked.limit.unwrap_or(PAGE_SIZE);
    let pool = &state.pool;
    let read = async || -> Result<(review::db::RulesOfDay, i32, Done, DueOn), AppError> {
        let settings = account::db::settings(pool, &user).await?;
        let day = review::db::day(pool, &user).await?;
        review::db_rules::unbend(pool, &user, day.date).await?;
        let done = db_queue::done(pool, &user, day.date, Utc::now()).await?;
        let daily = i32::from(settings.daily_minutes);
        let expected = review::db_forecast::expected(pool, &user).await?;
        let at = (day.date, daily - done.minutes);
        let due = db_queue::due(&state.journals, &user, at, expected, false).await?;
        Ok((day, daily, done, due))
    };
    let (day, daily, done, due) = read().await?;
    let told: Vec<ProblemId> = due
        .queue
        .due
        .iter()
        .take(size)
        .map(|due: &Due| due.id)
        .collect();
    let ids: Vec<_> = told.iter().map(|id| id.0).collect();
    let rows = problem::db::find_many(pool, &user, &ids).await?;
    let mut rows: HashMap<_, _> = rows.into_iter().map(|row| (row.problem.id, row)).collect();
    let queue = ReviewQueue {
        local_date: day.date,
        daily_minutes: daily,
        spent_minutes: done.minutes,
        due: due.total,
        due_minutes: due.total_minutes,
        today: due.queue.today,
        data: told
            .iter()
            .filter_map(|id| rows.remove(id))
            .map(|row| ListedProblem::new(&user, row, &day))
            .collect(),
    };
    Ok(Representation::read_only(&queue)?.unless_known(&known))
}
