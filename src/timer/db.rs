//! Every statement about timers. Each action is one statement that may be sent twice; it counts
//! as `model::Timer` does.

use super::model::Timer;
use crate::{auth::model::UserId, error::AppError, problem::model::ProblemId};
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

/// The timer of a problem, if there is one.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
) -> Result<Option<Timer>, AppError> {
    Ok(sqlx::query_as!(
        Timer,
        "select seconds, running_since from timers where user_id = $1 and problem_id = $2",
        user.as_str(),
        problem.0
    )
    .fetch_optional(pool)
    .await?)
}

/// The timer that runs, with its problem and that problem's title.
///
/// # Errors
/// When the database cannot answer.
pub async fn running(
    pool: &PgPool,
    user: &UserId,
) -> Result<Option<(ProblemId, String, Timer)>, AppError> {
    let row = sqlx::query!(
        "select t.problem_id, p.title, t.seconds, t.running_since
         from timers t
         join problems p on p.user_id = t.user_id and p.id = t.problem_id
         where t.user_id = $1 and p.user_id = $1 and t.running_since is not null
         order by t.running_since desc limit 1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| {
        let timer = Timer {
            seconds: row.seconds,
            running_since: row.running_since,
        };
        (ProblemId(row.problem_id), row.title, timer)
    }))
}

/// Starts a problem's timer or goes on with it. One that runs stays as it is; any other problem's
/// is paused, because nobody works on two at once.
///
/// # Errors
/// [`AppError::NotFound`] when the problem does not exist or is somebody else's.
pub async fn run(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let done = sqlx::query!(
        "with others as (
             update timers set running_since = null, seconds = least(2147483647,
                 seconds + greatest(0, floor(extract(epoch from $3 - running_since))))::integer
             where user_id = $1 and problem_id <> $2 and running_since is not null
         )
         insert into timers (user_id, problem_id, running_since) values ($1, $2, $3)
         on conflict (user_id, problem_id)
             do update set running_since = coalesce(timers.running_since, excluded.running_since)",
        user.as_str(),
        problem.0,
        now
    )
    .execute(pool)
    .await;
    match done {
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(cause)) if cause.constraint() == Some("timers_problem_fk") => {
            Err(AppError::NotFound)
        }
        Err(error) => Err(error.into()),
    }
}

/// Pauses a problem's timer, if it runs.
///
/// # Errors
/// When the database cannot answer.
pub async fn pause(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update timers set running_since = null, seconds = least(2147483647,
             seconds + greatest(0, floor(extract(epoch from $3 - running_since))))::integer
         where user_id = $1 and problem_id = $2 and running_since is not null",
        user.as_str(),
        problem.0,
        now
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Takes seconds away from the stretch that began at `since`, at most all of it. Does nothing when
/// another stretch runs, or none.
///
/// # Errors
/// When the database cannot answer.
pub async fn leave_out(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    (since, seconds): (DateTime<Utc>, i32),
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update timers
         set running_since = least($3, running_since + make_interval(secs => $5::integer))
         where user_id = $1 and problem_id = $2 and running_since = $4",
        user.as_str(),
        problem.0,
        now,
        since,
        seconds.max(0)
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Ends a problem's timer, if there is one: thrown away by itself, or in the transaction of what
/// it was used for.
///
/// # Errors
/// When the database cannot answer.
pub async fn end(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
) -> Result<(), AppError> {
    sqlx::query!(
        "delete from timers where user_id = $1 and problem_id = $2",
        user.as_str(),
        problem.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
