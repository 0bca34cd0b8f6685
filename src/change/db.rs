//! Noting that problems changed, under the revision of their journal, and reading that again.

use super::model::Place;
use crate::auth::model::UserId;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Notes that these problems have changed, appeared or gone: in whatever a copy of the journal holds of them, be
/// it themselves, their attempts or their schedule. It belongs into the transaction that changes them, after the
/// change.
///
/// The row of the totals, which this holds until the transaction ends, makes revisions visible in their order:
/// whoever has read everything up to one never has to look for an earlier one.
///
/// # Errors
/// When the database cannot answer.
pub async fn mark(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<(), sqlx::Error> {
    if problems.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "with held as (
             update journal_totals set revision = revision + 1 where user_id = $1 returning revision
         )
         insert into problem_changes (user_id, problem_id, revision)
         select $1, problem.id, held.revision from held, unnest($2::uuid[]) as problem (id)
         on conflict (user_id, problem_id) do update set revision = excluded.revision",
        user.as_str(),
        problems
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// When a person's revisions began: with their row, UTC. Whoever deletes everything and comes back begins again.
///
/// # Errors
/// When the database cannot answer.
pub async fn began_at(pool: &PgPool, user: &UserId) -> Result<Option<DateTime<Utc>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select created_at from users where clerk_id = $1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await
}

/// Marks the problems of a journal that nothing was noted about yet: what a release that knows no such notes
/// added while this one was being brought in.
///
/// # Errors
/// When the database cannot answer.
pub async fn mark_unnoted(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    let unnoted = sqlx::query_scalar!(
        "select p.id from problems p where p.user_id = $1 and not exists (
             select from problem_changes c where c.user_id = $1 and c.problem_id = p.id
         )",
        user.as_str()
    )
    .fetch_all(&mut *conn)
    .await?;
    mark(conn, user, &unnoted).await
}

/// What an attempt without any text comes to, in bytes.
const ATTEMPT_BYTES: i32 = 500;

/// A problem that changed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Where its change stands among all. Each problem has one place: that of its last change.
    pub at: Place,
    /// How much it and its attempts come to, in bytes.
    pub size: i64,
}

/// The first `limit` problems that changed after a place, in the order of their changes; those that are gone are
/// among them.
///
/// # Errors
/// When the database cannot answer.
pub async fn since(
    pool: &PgPool,
    user: &UserId,
    after: Place,
    limit: i64,
) -> Result<Vec<Changed>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.revision, c.problem_id,
                  coalesce((
                      select octet_length(p.description)::bigint from problems p
                      where p.user_id = $1 and p.id = c.problem_id
                  ), 0) + coalesce((
                      select sum($5::int + coalesce(octet_length(a.notes), 0) + coalesce(octet_length(a.solution_code), 0))
                      from attempts a where a.user_id = $1 and a.problem_id = c.problem_id
                  ), 0) as "size!"
           from problem_changes c
           where c.user_id = $1 and (c.revision, c.problem_id) > ($2, $3)
           order by c.revision, c.problem_id limit $4"#,
        user.as_str(),
        after.revision,
        after.problem,
        limit,
        ATTEMPT_BYTES
    )
    .fetch_all(pool)
    .await?;
    let changed = rows.into_iter().map(|row| Changed {
        at: Place {
            revision: row.revision,
            problem: row.problem_id,
        },
        size: row.size,
    });
    Ok(changed.collect())
}
