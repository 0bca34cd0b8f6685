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
    attempt,
    change::{
        db::{Changed, began_at, since},
        model::Place,
    },
    error::AppError,
    paging::PAGE_SIZE,
    problem, review,
    server::{etag::IfNoneMatch, state::AppState},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

const PATH: &str = "/api/v1/changes";
/// Most text on a page, in bytes; a problem that has more is a page by itself.
const PAGE_BYTES: i64 = 2 * 1024 * 1024;

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
    let pool = &state.pool;
    let began_at = began_at(pool, &user).await.map_err(AppError::from)?;
    // A cursor of a journal that was deleted since belongs to no list.
    let list = format!("{PATH} {}", began_at.map_or(0, |at| at.timestamp_micros()));
    let after = match asked.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
        None => Place::START,
        Some(cursor) => {
            let place = state.api.cursors.open(&user, &list, cursor)?;
            place.parse().map_err(|_| ProblemDetails::not_found())?
        }
    };
    let size = asked.limit.unwrap_or(PAGE_SIZE);
    let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
    let found = since(pool, &user, after, limit)
        .await
        .map_err(AppError::from)?;
    let told = page_of(&found, size);
    let ids: Vec<Uuid> = told.iter().map(|changed| changed.at.problem).collect();
    let day = review::db::day(pool, &user).await.map_err(AppError::from)?;
    let rows = problem::db::find_many(pool, &user, &ids).await?;
    let mut problems: HashMap<Uuid, _> = rows
        .into_iter()
        .map(|row| (row.problem.id.0, row))
        .collect();
    let mut attempts: HashMap<Uuid, Vec<AttemptJson>> = HashMap::new();
    for attempt in attempt::db::of_problems(pool, &user, &ids).await? {
        let of = attempts.entry(attempt.problem_id.0).or_default();
        of.push(AttemptJson::new(&user, attempt));
    }
    let data = ids.iter().map(|id| {
        let problem = problems.remove(id);
        ChangeJson {
            id: *id,
            deleted: problem.is_none(),
            attempts: match problem {
                Some(_) => attempts.remove(id).unwrap_or_default(),
                None => Vec::new(),
            },
            problem: problem.map(|row| ProblemJson::new(&user, row, &day)),
        }
    });
    let page = ChangePage {
        data: data.collect(),
        next_cursor: {
            let end = told.last().map_or(after, |changed| changed.at);
            state.api.cursors.seal(&user, &list, &end.to_string())
        },
        more: told.len() < found.len(),
    };
    Ok(Representation::read_only(&page)?.unless_known(&known))
}

/// The first of what was found, as many as a page has room for and one at least.
fn page_of(found: &[Changed], size: usize) -> &[Changed] {
    let mut bytes = 0;
    let fit = found.iter().take(size).take_while(|changed| {
        let first = bytes == 0;
        bytes += changed.size.max(1);
        first || bytes <= PAGE_BYTES
    });
    &found[..fit.count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(size: i64) -> Changed {
        Changed {
            at: Place::START,
            size,
        }
    }

    #[test]
    fn a_page_has_room_for_so_many_problems_and_so_much_text_and_one_at_least() {
        let many = [changed(0); 5];
        assert_eq!(page_of(&many, 3).len(), 3);
        assert_eq!(page_of(&many, 9).len(), 5);
        let long = [changed(PAGE_BYTES * 2), changed(1), changed(1)];
        assert_eq!(page_of(&long, 3).len(), 1);
        let halves = [changed(PAGE_BYTES / 2); 4];
        assert_eq!(page_of(&halves, 4).len(), 2);
        assert!(page_of(&[], 4).is_empty());
    }
}
