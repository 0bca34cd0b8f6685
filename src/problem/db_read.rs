//! Reading problems.

use super::model::{Difficulty, Problem, ProblemId, ProblemRow, Progress};
use crate::{
    attempt::model::Status,
    auth::model::UserId,
    error::AppError,
    review::model::{Choices, Review, StoredReview},
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

struct ProblemRecord {
    id: Uuid,
    title: String,
    description: Option<String>,
    url: Option<String>,
    platform: Option<String>,
    difficulty: Difficulty,
    tags: Vec<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    starred: bool,
    revision: i32,
    attempts: i32,
    solved_attempts: i32,
    latest_status: Option<Status>,
    latest_attempted_at: Option<DateTime<Utc>>,
    latest_local_date: Option<NaiveDate>,
    best_minutes: Option<i32>,
    last_minutes: Option<i32>,
    noted_attempts: i32,
    coded_attempts: i32,
    review_paused: bool,
    mastered: Option<bool>,
    postponed_at: Option<DateTime<Utc>>,
    postponed_until: Option<NaiveDate>,
    practise_from: Option<DateTime<Utc>>,
    state: Option<String>,
    due_on: Option<NaiveDate>,
    stability: Option<f64>,
    memory_difficulty: Option<f64>,
    reviewed_on: Option<NaiveDate>,
    reviewed_at: Option<DateTime<Utc>>,
    last_grade: Option<i16>,
    last_was_recall: Option<bool>,
    reps: Option<i32>,
    lapses: Option<i32>,
    agains: Option<i32>,
    clean: Option<i32>,
    expected_minutes: Option<i16>,
}

impl ProblemRecord {
    fn review(&self) -> Review {
        let stored = StoredReview {
            state: self.state.as_deref(),
            due_on: self.due_on,
            stability: self.stability,
            difficulty: self.memory_difficulty,
            reviewed_on: self.reviewed_on,
            reviewed_at: self.reviewed_at,
            last_grade: self.last_grade,
            last_was_recall: self.last_was_recall,
            counts: [self.reps, self.lapses, self.agains, self.clean],
            expected_minutes: self.expected_minutes,
        };
        stored.review(Choices {
            paused: self.review_paused,
            mastered: self.mastered,
            postponed: self.postponed_at.zip(self.postponed_until),
            practise_from: self.practise_from,
        })
    }
}

impl From<ProblemRecord> for ProblemRow {
    fn from(row: ProblemRecord) -> Self {
        Self {
            review: row.review(),
            problem: Problem {
                id: ProblemId(row.id),
                title: row.title,
                url: row.url,
                platform: row.platform,
                difficulty: row.difficulty,
                tags: row.tags,
                description: row.description,
                created_at: row.created_at,
                updated_at: row.updated_at,
                starred: row.starred,
                revision: row.revision,
            },
            progress: Progress {
                attempts: row.attempts,
                solved_attempts: row.solved_attempts,
                latest_status: row.latest_status,
                latest_attempted_at: row.latest_attempted_at,
                latest_local_date: row.latest_local_date,
                best_minutes: row.best_minutes,
                last_minutes: row.last_minutes,
                noted_attempts: row.noted_attempts,
                coded_attempts: row.coded_attempts,
            },
        }
    }
}

/// One problem and where it stands.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn find(
    db: impl PgExecutor<'_>,
    user: &UserId,
    id: ProblemId,
) -> Result<ProblemRow, AppError> {
    let found = find_many(db, user, &[id.0]).await?;
    found.into_iter().next().ok_or(AppError::NotFound)
}

/// Those of these problems that are there, in no order.
///
/// # Errors
/// When the database cannot answer.
pub async fn find_many(
    db: impl PgExecutor<'_>,
    user: &UserId,
    ids: &[Uuid],
) -> Result<Vec<ProblemRow>, AppError> {
    let rows = sqlx::query_as!(
        ProblemRecord,
        r#"select p.id, p.title, p.description, p.url, p.platform,
                  p.difficulty as "difficulty: Difficulty", coalesce(p.tags, '{}') as "tags!", p.created_at, p.updated_at,
                  p.starred, p.revision, coalesce(g.noted_attempts, 0) as "noted_attempts!",
                  coalesce(g.coded_attempts, 0) as "coded_attempts!",
                  coalesce(g.attempts, 0) as "attempts!", coalesce(g.solved_attempts, 0) as "solved_attempts!",
                  g.latest_status as "latest_status?: Status", g.latest_attempted_at as "latest_attempted_at?",
                  g.latest_local_date as "latest_local_date?",
                  g.best_minutes as "best_minutes?", g.last_minutes as "last_minutes?",
                  p.review_paused, p.mastered, p.postponed_at, p.postponed_until, p.practise_from,
                  g.state as "state?", g.due_on as "due_on?", g.stability as "stability?",
                  g.memory_difficulty as "memory_difficulty?", g.reviewed_on as "reviewed_on?",
                  g.reviewed_at as "reviewed_at?", g.last_grade as "last_grade?",
                  g.last_was_recall as "last_was_recall?", g.reps as "reps?", g.lapses as "lapses?",
                  g.agains as "agains?", g.clean as "clean?", g.expected_minutes as "expected_minutes?"
           from problems p
           left join problem_progress g on g.user_id = p.user_id and g.problem_id = p.id
           where p.user_id = $1 and p.id = any($2)"#,
        user.as_str(),
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(ProblemRow::from).collect())
}
