//! Reading steps.

use super::{KEPT_DAYS, Outcome, StepId};
use crate::{
    account::clock::Clock,
    auth::model::UserId,
    error::AppError,
    paging::{Cursor, PAGE_SIZE, Page, PageAt},
    undo::model::Step,
};
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A step as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredStep {
    /// Its id.
    pub id: StepId,
    /// What was done.
    pub summary: String,
    /// When, UTC.
    pub made_at: DateTime<Utc>,
    /// What taking it back came to, if that has been done.
    pub undone: Option<Outcome>,
}

impl StoredStep {
    /// The step as its person's clock shows it.
    pub fn on_clock(self, clock: Clock) -> Step {
        Step {
            utc_offset_minutes: clock.moment(self.made_at).utc_offset_minutes,
            id: self.id,
            summary: self.summary,
            made_at: self.made_at,
            undone: self.undone,
        }
    }
}

struct StepRecord {
    id: Uuid,
    summary: String,
    made_at: DateTime<Utc>,
    undone_at: Option<DateTime<Utc>>,
    restored: i32,
    left_alone: i32,
    without_link: i32,
    without_problem: i32,
}

impl From<StepRecord> for StoredStep {
    fn from(row: StepRecord) -> Self {
        Self {
            id: StepId(row.id),
            summary: row.summary,
            made_at: row.made_at,
            undone: row.undone_at.map(|_| Outcome {
                restored: row.restored,
                left_alone: row.left_alone,
                without_link: row.without_link,
                without_problem: row.without_problem,
            }),
        }
    }
}

/// One step.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist, is too old or is somebody else's.
pub async fn find(pool: &PgPool, user: &UserId, step: StepId) -> Result<StoredStep, AppError> {
    sqlx::query_as!(
        StepRecord,
        "select id, summary, made_at, undone_at, restored, left_alone, without_link, without_problem
         from undo_steps
         where user_id = $1 and id = $2 and made_at >= now() - make_interval(days => $3)",
        user.as_str(),
        step.0,
        KEPT_DAYS
    )
    .fetch_optional(pool)
    .await?
    .map(StoredStep::from)
    .ok_or(AppError::NotFound)
}

/// One step, held until the transaction ends; none when it does not exist, is too old or is somebody
/// else's.
pub(super) async fn lock(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
) -> Result<Option<StoredStep>, sqlx::Error> {
    let found = sqlx::query_as!(
        StepRecord,
        "select id, summary, made_at, undone_at, restored, left_alone, without_link, without_problem
         from undo_steps
         where user_id = $1 and id = $2 and made_at >= now() - make_interval(days => $3)
         for update",
        user.as_str(),
        step.0,
        KEPT_DAYS
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(StoredStep::from))
}

/// One page of the steps, latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(pool: &PgPool, user: &UserId, at: PageAt) -> Result<Page<StoredStep>, AppError> {
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let edge = match at {
        PageAt::First => None,
        PageAt::OlderThan(edge) | PageAt::NewerThan(edge) => Some(edge),
    };
    let (edge_at, edge_id) = (edge.map(|edge| edge.at), edge.map(|edge| edge.id));
    let rows = if matches!(at, PageAt::NewerThan(_)) {
        sqlx::query_as!(
            StepRecord,
            "select id, summary, made_at, undone_at, restored, left_alone, without_link, without_problem
             from undo_steps
             where user_id = $1 and made_at >= now() - make_interval(days => $2)
                   and (made_at, id) > ($3, $4)
             order by made_at, id limit $5",
            user.as_str(), KEPT_DAYS, edge_at, edge_id, limit
        )
        .fetch_all(pool)
        .await?
    } else {
        sqlx::query_as!(
            StepRecord,
            "select id, summary, made_at, undone_at, restored, left_alone, without_link, without_problem
             from undo_steps
             where user_id = $1 and made_at >= now() - make_interval(days => $2)
                   and ($3::timestamptz is null or (made_at, id) < ($3, $4))
             order by made_at desc, id desc limit $5",
            user.as_str(), KEPT_DAYS, edge_at, edge_id, limit
        )
        .fetch_all(pool)
        .await?
    };
    let rows = rows.into_iter().map(StoredStep::from).collect();
    Ok(Page::new(rows, PAGE_SIZE, at, |step: &StoredStep| Cursor {
        at: step.made_at,
        id: step.id.0,
    }))
}
