//! Every statement about attempts. Each change locks the problem, writes the log and derives
//! what follows from it, in one transaction.

use super::fields::AttemptDraft;
use super::model::{Attempt, AttemptId, Help, Moment, RecentAttempt, Status};
use crate::{
    auth::model::UserId,
    error::AppError,
    insight::db::derive_progress,
    paging::{Cursor, PAGE_SIZE, Page, PageAt},
    problem::model::ProblemId,
    ui::time::day_text,
    undo::{
        db::{begin, deletion_of, keep_attempts},
        model::StepId,
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, PgPool};
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
}

impl From<AttemptRecord> for Attempt {
    fn from(row: AttemptRecord) -> Self {
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
            revision: row.revision,
        }
    }
}

/// One page of a problem's timeline, latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn timeline(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    at: PageAt,
) -> Result<Page<Attempt>, AppError> {
    let limit = i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX);
    let rows = match at {
        PageAt::First => {
            sqlx::query_as!(
                AttemptRecord,
                r#"select id, problem_id, status as "status: Status", time_taken, help as "help: Help",
                          notes, solution_code, language, attempted_at, utc_offset_minutes, local_date, revision
                   from attempts where user_id = $1 and problem_id = $2
                   order by attempted_at desc, id desc limit $3"#,
                user.as_str(), problem.0, limit
            )
            .fetch_all(pool)
            .await?
        }
        PageAt::OlderThan(edge) => {
            sqlx::query_as!(
                AttemptRecord,
                r#"select id, problem_id, status as "status: Status", time_taken, help as "help: Help",
                          notes, solution_code, language, attempted_at, utc_offset_minutes, local_date, revision
                   from attempts where user_id = $1 and problem_id = $2 and (attempted_at, id) < ($4, $5)
                   order by attempted_at desc, id desc limit $3"#,
                user.as_str(), problem.0, limit, edge.at, edge.id
            )
            .fetch_all(pool)
            .await?
        }
        PageAt::NewerThan(edge) => {
            sqlx::query_as!(
                AttemptRecord,
                r#"select id, problem_id, status as "status: Status", time_taken, help as "help: Help",
                          notes, solution_code, language, attempted_at, utc_offset_minutes, local_date, revision
                   from attempts where user_id = $1 and problem_id = $2 and (attempted_at, id) > ($4, $5)
                   order by attempted_at, id limit $3"#,
                user.as_str(), problem.0, limit, edge.at, edge.id
            )
            .fetch_all(pool)
            .await?
        }
    };
    let rows = rows.into_iter().map(Attempt::from).collect();
    Ok(Page::new(rows, at, |attempt: &Attempt| Cursor {
        at: attempt.moment.at,
        id: attempt.id.0,
    }))
}

/// One attempt.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn find(pool: &PgPool, user: &UserId, id: AttemptId) -> Result<Attempt, AppError> {
    sqlx::query_as!(
        AttemptRecord,
        r#"select id, problem_id, status as "status: Status", time_taken, help as "help: Help",
                  notes, solution_code, language, attempted_at, utc_offset_minutes, local_date, revision
           from attempts where user_id = $1 and id = $2"#,
        user.as_str(),
        id.0
    )
    .fetch_optional(pool)
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

/// Logs an attempt. The same id sent again changes nothing and is answered the same.
///
/// # Errors
/// [`AppError::NotFound`] when the problem does not exist or is somebody else's, or when the id
/// already names an attempt at another problem.
pub async fn log(
    pool: &PgPool,
    user: &UserId,
    draft: &AttemptDraft,
    moment: Moment,
) -> Result<(), AppError> {
    let mut tx = pool.begin().await?;
    lock_problem(&mut tx, user, draft.problem_id).await?;
    let inserted = sqlx::query!(
        "insert into attempts
             (user_id, id, problem_id, status, time_taken, help, notes, solution_code, language,
              attempted_at, utc_offset_minutes, local_date)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (user_id, id) do nothing",
        user.as_str(),
        draft.id.0,
        draft.problem_id.0,
        draft.status as Status,
        draft.minutes,
        draft.help.slug(),
        draft.notes,
        draft.code,
        draft.language,
        moment.at,
        moment.utc_offset_minutes,
        moment.local_date
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if inserted == 0 {
        let same_problem = sqlx::query_scalar!(
            "select true from attempts where user_id = $1 and id = $2 and problem_id = $3",
            user.as_str(),
            draft.id.0,
            draft.problem_id.0
        )
        .fetch_optional(&mut *tx)
        .await?;
        return same_problem.map(|_| ()).ok_or(AppError::NotFound);
    }
    crate::timer::db::end(&mut tx, user, draft.problem_id).await?;
    remember_language(&mut tx, user, draft).await?;
    derive_progress(&mut tx, user, draft.problem_id).await?;
    tx.commit().await?;
    Ok(())
}

/// What replacing an attempt came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Updated {
    /// It says what was asked now; it belongs to this problem.
    Saved(ProblemId),
    /// It had moved on since the revision the edit started from. Nothing changed.
    MovedOn(Box<Attempt>),
}

/// Replaces what an attempt says, unless it has moved on since the `revision` the edit started
/// from. It stays with its problem.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn update(
    pool: &PgPool,
    user: &UserId,
    draft: &AttemptDraft,
    moment: Moment,
    revision: i32,
) -> Result<Updated, AppError> {
    let mut tx = pool.begin().await?;
    let problem = lock_problem_of(&mut tx, user, draft.id).await?;
    let updated = sqlx::query!(
        "update attempts set status = $3, time_taken = $4, help = $5, notes = $6, solution_code = $7,
                language = $8, attempted_at = $9, utc_offset_minutes = $10, local_date = $11,
                updated_at = now(), revision = revision + 1
         where user_id = $1 and id = $2 and revision = $12",
        user.as_str(), draft.id.0, draft.status as Status, draft.minutes, draft.help.slug(),
        draft.notes, draft.code, draft.language,
        moment.at, moment.utc_offset_minutes, moment.local_date, revision
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if updated == 0 {
        tx.rollback().await?;
        // It moved on, or it is gone; finding it tells which.
        let stored = find(pool, user, draft.id).await?;
        return Ok(Updated::MovedOn(Box::new(stored)));
    }
    remember_language(&mut tx, user, draft).await?;
    derive_progress(&mut tx, user, problem).await?;
    tx.commit().await?;
    Ok(Updated::Saved(problem))
}

/// Keeps the language of the code that was just recorded, to be offered for the next.
async fn remember_language(
    conn: &mut PgConnection,
    user: &UserId,
    draft: &AttemptDraft,
) -> Result<(), AppError> {
    if let (Some(_), Some(language)) = (&draft.code, &draft.language) {
        crate::account::db::set_language(conn, user, language).await?;
    }
    Ok(())
}

/// Deletes an attempt and answers with the problem it was at; the step takes it back. Sent twice, it
/// is answered the same.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn delete(
    pool: &PgPool,
    user: &UserId,
    id: AttemptId,
) -> Result<(ProblemId, StepId), AppError> {
    let mut tx = pool.begin().await?;
    // What waited for the problem's lock can find the attempt gone.
    let found = match lock_problem_of(&mut tx, user, id).await {
        Ok(problem) => summary(&mut tx, user, problem, id)
            .await?
            .map(|summary| (problem, summary)),
        Err(AppError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let Some((problem, summary)) = found else {
        let before = deletion_of(&mut tx, user, id.0).await?;
        let at = before.and_then(|(step, problem)| Some((ProblemId(problem?), step)));
        return at.ok_or(AppError::NotFound);
    };
    let step = begin(&mut tx, user, &summary).await?;
    keep_attempts(&mut tx, user, step, &[id.0]).await?;
    sqlx::query!(
        "delete from attempts where user_id = $1 and id = $2",
        user.as_str(),
        id.0
    )
    .execute(&mut *tx)
    .await?;
    derive_progress(&mut tx, user, problem).await?;
    tx.commit().await?;
    Ok((problem, step))
}

/// What deleting an attempt is called; none when it is gone.
async fn summary(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
    attempt: AttemptId,
) -> Result<Option<String>, AppError> {
    let row = sqlx::query!(
        "select p.title, a.local_date from problems p
         join attempts a on a.user_id = p.user_id and a.problem_id = p.id
         where p.user_id = $1 and a.user_id = $1 and p.id = $2 and a.id = $3",
        user.as_str(),
        problem.0,
        attempt.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| {
        format!(
            "Deleted the attempt of {} at “{}”",
            day_text(row.local_date),
            row.title
        )
    }))
}

/// Holds off other changes to this problem's log until the transaction ends.
async fn lock_problem(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
) -> Result<(), AppError> {
    sqlx::query_scalar!(
        "select true from problems where user_id = $1 and id = $2 for no key update",
        user.as_str(),
        problem.0
    )
    .fetch_optional(conn)
    .await?
    .map(|_| ())
    .ok_or(AppError::NotFound)
}

async fn lock_problem_of(
    conn: &mut PgConnection,
    user: &UserId,
    attempt: AttemptId,
) -> Result<ProblemId, AppError> {
    sqlx::query_scalar!(
        "select p.id from problems p
         join attempts a on a.user_id = p.user_id and a.problem_id = p.id
         where p.user_id = $1 and a.user_id = $1 and a.id = $2
         for no key update of p",
        user.as_str(),
        attempt.0
    )
    .fetch_optional(conn)
    .await?
    .map(ProblemId)
    .ok_or(AppError::NotFound)
}
