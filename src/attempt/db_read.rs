//! Reading attempts.

use super::model::{Attempt, AttemptId, Help, Moment, RecentAttempt, Status};
use crate::{
    auth::model::UserId,
    error::AppError,
    paging::{Cursor, Page, PageAt},
    problem::model::ProblemId,
    review::model::Grade,
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgExecutor, PgPool};
use uuid::Uuid;

struct AttemptRecord {
    id: Uuid,
    problem_id: Uuid,
    status: Status,
    time_taken: Option<i32>,
    help: Help,
    notes: Option<String>,
    solution_code: Option<String>,
    language: Option<String>,
    attempted_at: DateTime<Utc>,
    utc_offset_minutes: i16,
    local_date: NaiveDate,
    revision: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    chosen_grade: Option<i16>,
    recall: bool,
    grade: Option<i16>,
}

impl From<AttemptRecord> for Attempt {
    fn from(row: AttemptRecord) -> Self {
        let grade = row.grade.or(row.chosen_grade);
        Self {
            id: AttemptId(row.id),
            problem_id: ProblemId(row.problem_id),
            status: row.status,
            minutes: row.time_taken,
            help: row.help,
            notes: row.notes,
            code: row.solution_code,
            language: row.language,
            moment: Moment {
                at: row.attempted_at,
                utc_offset_minutes: row.utc_offset_minutes,
                local_date: row.local_date,
            },
            // Whatever logs an attempt writes its grade with it.
            grade: grade.and_then(Grade::from_number).unwrap_or(Grade::Again),
            grade_chosen: row.chosen_grade.is_some(),
            recall: row.recall,
            revision: row.revision,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

/// One page of a problem's timeline with up to `size` attempts, latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn timeline(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    at: PageAt,
    size: usize,
) -> Result<Page<Attempt>, AppError> {
    let limit = i64::try_from(size + 1).unwrap_or(i64::MAX);
    let rows = match at {
        PageAt::First => {
            sqlx::query_as!(
                AttemptRecord,
                r#"select a.id, a.problem_id, a.status as "status: Status", a.time_taken, a.help as "help: Help",
                          a.notes, a.solution_code, a.language, a.attempted_at, a.utc_offset_minutes, a.local_date,
                          a.revision, a.created_at, a.updated_at, a.chosen_grade, a.recall,
                          l.grade as "grade?"
                   from attempts a left join review_log l on l.user_id = a.user_id and l.attempt_id = a.id
                   where a.user_id = $1 and a.problem_id = $2
                   order by a.attempted_at desc, a.id desc limit $3"#,
                user.as_str(), problem.0, limit
            )
            .fetch_all(pool)
            .await?
        }
        PageAt::OlderThan(edge) => {
            sqlx::query_as!(
                AttemptRecord,
                r#"select a.id, a.problem_id, a.status as "status: Status", a.time_taken, a.help as "help: Help",
                          a.notes, a.solution_code, a.language, a.attempted_at, a.utc_offset_minutes, a.local_date,
                          a.revision, a.created_at, a.updated_at, a.chosen_grade, a.recall,
                          l.grade as "grade?"
                   from attempts a left join review_log l on l.user_id = a.user_id and l.attempt_id = a.id
                   where a.user_id = $1 and a.problem_id = $2 and (a.attempted_at, a.id) < ($4, $5)
                   order by a.attempted_at desc, a.id desc limit $3"#,
                user.as_str(), problem.0, limit, edge.at, edge.id
            )
            .fetch_all(pool)
            .await?
        }
        PageAt::NewerThan(edge) => {
            sqlx::query_as!(
                AttemptRecord,
                r#"select a.id, a.problem_id, a.status as "status: Status", a.time_taken, a.help as "help: Help",
                          a.notes, a.solution_code, a.language, a.attempted_at, a.utc_offset_minutes, a.local_date,
                          a.revision, a.created_at, a.updated_at, a.chosen_grade, a.recall,
                          l.grade as "grade?"
                   from attempts a left join review_log l on l.user_id = a.user_id and l.attempt_id = a.id
                   where a.user_id = $1 and a.problem_id = $2 and (a.attempted_at, a.id) > ($4, $5)
                   order by a.attempted_at, a.id limit $3"#,
                user.as_str(), problem.0, limit, edge.at, edge.id
            )
            .fetch_all(pool)
            .await?
        }
    };
    let rows = rows.into_iter().map(Attempt::from).collect();
    Ok(Page::new(rows, size, at, |attempt: &Attempt| Cursor {
        at: attempt.moment.at,
        id: attempt.id.0,
    }))
}

/// All attempts at these problems, latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn of_problems(
    pool: &PgPool,
    user: &UserId,
    problems: &[Uuid],
) -> Result<Vec<Attempt>, AppError> {
    let rows = sqlx::query_as!(
        AttemptRecord,
        r#"select a.id, a.problem_id, a.status as "status: Status", a.time_taken, a.help as "help: Help",
                  a.notes, a.solution_code, a.language, a.attempted_at, a.utc_offset_minutes, a.local_date,
                  a.revision, a.created_at, a.updated_at, a.chosen_grade, a.recall,
                  l.grade as "grade?"
           from attempts a left join review_log l on l.user_id = a.user_id and l.attempt_id = a.id
           where a.user_id = $1 and a.problem_id = any($2)
           order by a.attempted_at desc, a.id desc"#,
        user.as_str(),
        problems
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(Attempt::from).collect())
}

/// One attempt.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn find(
    db: impl PgExecutor<'_>,
    user: &UserId,
    id: AttemptId,
) -> Result<Attempt, AppError> {
    sqlx::query_as!(
        AttemptRecord,
        r#"select a.id, a.problem_id, a.status as "status: Status", a.time_taken, a.help as "help: Help",
                          a.notes, a.solution_code, a.language, a.attempted_at, a.utc_offset_minutes, a.local_date,
                          a.revision, a.created_at, a.updated_at, a.chosen_grade, a.recall,
                          l.grade as "grade?"
                   from attempts a left join review_log l on l.user_id = a.user_id and l.attempt_id = a.id
                   where a.user_id = $1 and a.id = $2"#,
        user.as_str(),
        id.0
    )
    .fetch_optional(db)
    .await?
    .map(Attempt::from)
    .ok_or(AppError::NotFound)
}

/// The latest attempts of the whole journal, with their problems' titles.
///
/// # Errors
/// When the database cannot answer.
pub async fn recent(
    pool: &PgPool,
    user: &UserId,
    limit: i64,
) -> Result<Vec<RecentAttempt>, AppError> {
    let rows = sqlx::query!(
        r#"select a.id, a.problem_id, p.title, a.status as "status: Status", a.time_taken,
                  a.help as "help: Help", a.attempted_at, a.utc_offset_minutes, a.local_date
           from attempts a
           join problems p on p.user_id = a.user_id and p.id = a.problem_id
           where a.user_id = $1 and p.user_id = $1
           order by a.attempted_at desc, a.id desc limit $2"#,
        user.as_str(),
        limit
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| RecentAttempt {
            id: AttemptId(row.id),
            problem_id: ProblemId(row.problem_id),
            title: row.title,
            status: row.status,
            minutes: row.time_taken,
            help: row.help,
            moment: Moment {
                at: row.attempted_at,
                utc_offset_minutes: row.utc_offset_minutes,
                local_date: row.local_date,
            },
        })
        .collect())
}
