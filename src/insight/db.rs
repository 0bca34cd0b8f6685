//! Derived state: written in the transaction that changed the attempt log, readable in one row.

use super::model::Totals;
use crate::{auth::model::UserId, problem::model::ProblemId};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

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
    .execute(conn)
    .await?;
    Ok(())
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
    .execute(conn)
    .await?;
    Ok(())
}

/// Derives a problem's progress from its attempts again and moves the totals by the difference.
/// The caller holds the problem's row lock, so that two changes to one log do not cross.
///
/// # Errors
/// When the database cannot answer.
pub async fn derive_progress(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
) -> Result<(), sqlx::Error> {
    derive_progress_of(conn, user, &[problem.0]).await
}

/// The same for several problems, each named once; one that has no progress yet is counted as new.
///
/// # Errors
/// When the database cannot answer.
pub async fn derive_progress_of(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<(), sqlx::Error> {
    if problems.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "with old as (
             select count(*)::int as problems,
                    coalesce(sum(attempts), 0)::int as attempts,
                    coalesce(sum(solved_attempts), 0)::int as solved_attempts,
                    (count(*) filter (where latest_status = 'solved'))::int as solved,
                    (count(*) filter (where latest_status = 'partial'))::int as partial,
                    (count(*) filter (where latest_status = 'failed'))::int as failed
             from problem_progress where user_id = $1 and problem_id = any($2)
         ), new as (
             select p.id as problem_id, count(a.id)::int as attempts,
                    (count(a.id) filter (where a.status = 'solved'))::int as solved_attempts,
                    (array_agg(a.status order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1] as latest_status,
                    max(a.attempted_at) as latest_attempted_at,
                    (array_agg(a.local_date order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1] as latest_local_date,
                    min(a.time_taken) filter (where a.status = 'solved') as best_minutes,
                    (array_agg(a.time_taken order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1] as last_minutes,
                    count(a.notes)::int as noted_attempts, count(a.solution_code)::int as coded_attempts
             from problems p
             left join attempts a on a.user_id = p.user_id and a.problem_id = p.id
             where p.user_id = $1 and p.id = any($2)
             group by p.id
         ), progress as (
             insert into problem_progress
                 (user_id, problem_id, attempts, solved_attempts, latest_status,
                  latest_attempted_at, latest_local_date, best_minutes, last_minutes,
                  noted_attempts, coded_attempts)
             select $1, problem_id, attempts, solved_attempts, latest_status,
                    latest_attempted_at, latest_local_date, best_minutes, last_minutes,
                    noted_attempts, coded_attempts
             from new
             on conflict (user_id, problem_id) do update set
                 attempts = excluded.attempts, solved_attempts = excluded.solved_attempts,
                 latest_status = excluded.latest_status,
                 latest_attempted_at = excluded.latest_attempted_at,
                 latest_local_date = excluded.latest_local_date,
                 best_minutes = excluded.best_minutes, last_minutes = excluded.last_minutes,
                 noted_attempts = excluded.noted_attempts, coded_attempts = excluded.coded_attempts
         ), now as (
             select count(*)::int as problems,
                    coalesce(sum(attempts), 0)::int as attempts,
                    coalesce(sum(solved_attempts), 0)::int as solved_attempts,
                    (count(*) filter (where latest_status = 'solved'))::int as solved,
                    (count(*) filter (where latest_status = 'partial'))::int as partial,
                    (count(*) filter (where latest_status = 'failed'))::int as failed
             from new
         )
         update journal_totals t set
             problems = t.problems + now.problems - old.problems,
             solved = t.solved + now.solved - old.solved,
             partial = t.partial + now.partial - old.partial,
             failed = t.failed + now.failed - old.failed,
             attempts = t.attempts + now.attempts - old.attempts,
             solved_attempts = t.solved_attempts + now.solved_attempts - old.solved_attempts
         from now, old
         where t.user_id = $1",
        user.as_str(),
        problems
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Derives everything of one journal from its log again; for bulk writes and repairs.
///
/// # Errors
/// When the database cannot answer.
pub async fn rebuild(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    // Whoever writes to this journal ends with its totals row, so holding it keeps the rest still.
    sqlx::query!(
        "select user_id from journal_totals where user_id = $1 for update",
        user.as_str()
    )
    .fetch_optional(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from problem_progress where user_id = $1",
        user.as_str()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into problem_progress
             (user_id, problem_id, attempts, solved_attempts, latest_status,
              latest_attempted_at, latest_local_date, best_minutes, last_minutes,
              noted_attempts, coded_attempts)
         select p.user_id, p.id, count(a.id), count(a.id) filter (where a.status = 'solved'),
                (array_agg(a.status order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1],
                max(a.attempted_at),
                (array_agg(a.local_date order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1],
                min(a.time_taken) filter (where a.status = 'solved'),
                (array_agg(a.time_taken order by a.attempted_at desc, a.id desc) filter (where a.id is not null))[1],
                count(a.notes), count(a.solution_code)
         from problems p
         left join attempts a on a.user_id = p.user_id and a.problem_id = p.id
         where p.user_id = $1
         group by p.user_id, p.id",
        user.as_str()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into journal_totals as t
             (user_id, problems, solved, partial, failed, attempts, solved_attempts)
         select $1, count(*),
                count(*) filter (where latest_status = 'solved'),
                count(*) filter (where latest_status = 'partial'),
                count(*) filter (where latest_status = 'failed'),
                coalesce(sum(attempts), 0), coalesce(sum(solved_attempts), 0)
         from problem_progress where user_id = $1
         on conflict (user_id) do update set
             problems = excluded.problems, solved = excluded.solved, partial = excluded.partial,
             failed = excluded.failed, attempts = excluded.attempts,
             solved_attempts = excluded.solved_attempts",
        user.as_str()
    )
    .execute(&mut *conn)
    .await?;
    crate::tag::db::rebuild(conn, user).await
}
