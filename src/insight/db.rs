//! Derived state: written in the transaction that changed the attempt log, readable in one row.

use super::model::Totals;
use crate::{auth::model::UserId, change::db::mark, problem::model::ProblemId};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

pub use super::db_derive::{derive_progress, derive_progress_of, derived_by_older_rules, rebuild};
pub use super::db_settle::{hold_journal, settle};

/// The totals of one journal.
///
/// # Errors
/// When the database cannot answer.
pub async fn totals(db: impl PgExecutor<'_>, user: &UserId) -> Result<Totals, sqlx::Error> {
    let totals = sqlx::query_as!(
        Totals,
        "select problems, solved, partial, failed, attempts, solved_attempts
         from journal_totals where user_id = $1",
        user.as_str()
    )
    .fetch_optional(db)
    .await?;
    Ok(totals.unwrap_or_default())
}

/// Counts a problem that was just inserted, still without attempts.
///
/// # Errors
/// When the database cannot answer.
pub async fn count_new_problem(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with progress as (
             insert into problem_progress (user_id, problem_id) values ($1, $2)
         )
         update journal_totals set problems = problems + 1 where user_id = $1",
        user.as_str(),
        problem.0
    )
    .execute(&mut *conn)
    .await?;
    mark(conn, user, &[problem.0]).await
}

/// Takes problems and their attempts out of the totals; call before deleting them.
///
/// # Errors
/// When the database cannot answer.
pub async fn discount_problems(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<(), sqlx::Error> {
    hold_journal(conn, user).await?;
    super::db_log::discount(conn, user, problems).await?;
    sqlx::query!(
        "update journal_totals t set
             problems = t.problems - gone.problems, solved = t.solved - gone.solved,
             partial = t.partial - gone.partial, failed = t.failed - gone.failed,
             attempts = t.attempts - gone.attempts,
             solved_attempts = t.solved_attempts - gone.solved_attempts
         from (
             select count(*)::int as problems,
                    (count(*) filter (where latest_status = 'solved'))::int as solved,
                    (count(*) filter (where latest_status = 'partial'))::int as partial,
                    (count(*) filter (where latest_status = 'failed'))::int as failed,
                    coalesce(sum(attempts), 0)::int as attempts,
                    coalesce(sum(solved_attempts), 0)::int as solved_attempts
             from problem_progress where user_id = $1 and problem_id = any($2)
         ) as gone
         where t.user_id = $1",
        user.as_str(),
        problems
    )
    .execute(&mut *conn)
    .await?;
    mark(conn, user, problems).await
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;
