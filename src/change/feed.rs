//! The changes of a journal, page by page: what programs (`v1::changes`) and devices (`outbox::routes`) are told in
//! their own ways.

use super::{
    db::{Changed, began_at, since},
    model::Place,
};
use crate::{
    attempt::{self, model::Attempt},
    auth::model::UserId,
    error::AppError,
    problem::{self, model::ProblemRow},
    server::{cursor::ForeignCursor, state::AppState},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Most text on a page, in bytes; a problem that has more is a page by itself.
const PAGE_BYTES: i64 = 2 * 1024 * 1024;

/// Which page is asked for.
#[derive(Copy, Clone, Debug)]
pub struct Asked<'a> {
    /// Whose cursors count: the path of whoever tells.
    pub list: &'a str,
    /// Where to go on; from the beginning if left out or empty.
    pub cursor: Option<&'a str>,
    /// Most problems on the page.
    pub size: usize,
}

/// A problem that has changed, as it is now.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its id.
    pub id: Uuid,
    /// The problem; none when it is gone.
    pub problem: Option<ProblemRow>,
    /// All of its attempts, latest first.
    pub attempts: Vec<Attempt>,
}

/// Some of what has changed, in the order in which it did.
#[derive(Clone, Debug)]
pub struct FeedPage {
    /// The problems, each once.
    pub data: Vec<Told>,
    /// Where to go on.
    pub next_cursor: String,
    /// Whether there is more already.
    pub more: bool,
}

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// It is not a cursor of this list: of another installation, or of a journal that was deleted since.
    #[error(transparent)]
    Cursor(#[from] ForeignCursor),
    /// Another reason.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Reads a page.
///
/// # Errors
/// See [`FeedError`].
pub async fn page(
    state: &AppState,
    user: &UserId,
    asked: Asked<'_>,
) -> Result<FeedPage, FeedError> {
    let pool = &state.pool;
    let began_at = began_at(pool, user).await.map_err(AppError::from)?;
    // A cursor of a journal that was deleted since belongs to no list.
    let began_at = began_at.map_or(0, |at| at.timestamp_micros());
    let list = format!("{} {began_at}", asked.list);
    let after = match asked.cursor.filter(|cursor| !cursor.is_empty()) {
        None => Place::START,
        Some(cursor) => {
            let place = state.api.cursors.open(user, &list, cursor)?;
            place.parse().map_err(|_| ForeignCursor)?
        }
    };
    let limit = i64::try_from(asked.size + 1).unwrap_or(i64::MAX);
    let found = since(pool, user, after, limit)
        .await
        .map_err(AppError::from)?;
    let told = page_of(&found, asked.size);
    let end = told.last().map_or(after, |changed| changed.at);
    let ids: Vec<Uuid> = told.iter().map(|changed| changed.at.problem).collect();
    let rows = problem::db::find_many(pool, user, &ids).await?;
    let mut problems: HashMap<Uuid, ProblemRow> = rows
        .into_iter()
        .map(|row| (row.problem.id.0, row))
        .collect();
    let mut attempts: HashMap<Uuid, Vec<Attempt>> = HashMap::new();
    for attempt in attempt::db::of_problems(pool, user, &ids).await? {
        let of = attempts.entry(attempt.problem_id.0).or_default();
        of.push(attempt);
    }
    let data = ids.into_iter().map(|id| {
        let problem = problems.remove(&id);
        Told {
            id,
            attempts: match problem {
                Some(_) => attempts.remove(&id).unwrap_or_default(),
                None => Vec::new(),
            },
            problem,
        }
    });
    Ok(FeedPage {
        data: data.collect(),
        next_cursor: state.api.cursors.seal(user, &list, &end.to_string()),
        more: told.len() < found.len(),
    })
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
