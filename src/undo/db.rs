//! Every statement about undo. A change keeps its rows here in its own transaction:
//!
//! 1. lock the rows, in the order of their ids;
//! 2. [`begin`] a step and keep the rows: [`keep_problems`], [`keep_attempts`], [`keep_views`],
//!    [`keep_inbox_items`];
//! 3. change them, each revision going up by one, or delete them.
//!
//! A row is kept whole, as JSON, and put back column by column.

mod restore;
mod steps;

pub use steps::{StoredStep, find, list};

use super::model::{Fate, KEPT_DAYS, Outcome, SUMMARY_LIMIT, StepId};
use crate::{
    auth::model::UserId,
    error::{AppError, FieldErrors},
    insight::db::derive_progress_of,
    tag::db::{move_tally, tally},
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Begins a step that says `summary`, and lets go of the person's steps that are too old.
///
/// # Errors
/// When the database cannot answer.
pub async fn begin(
    conn: &mut PgConnection,
    user: &UserId,
    summary: &str,
) -> Result<StepId, sqlx::Error> {
    // One that is being taken back at this moment is left for the next time.
    sqlx::query!(
        "delete from undo_steps where user_id = $1 and id in (
             select id from undo_steps
             where user_id = $1 and made_at < now() - make_interval(days => $2)
             for update skip locked
         )",
        user.as_str(),
        KEPT_DAYS
    )
    .execute(&mut *conn)
    .await?;
    let id = Uuid::now_v7();
    let summary: String = summary.chars().take(SUMMARY_LIMIT).collect();
    sqlx::query!(
        "insert into undo_steps (user_id, id, summary) values ($1, $2, $3)",
        user.as_str(),
        id,
        summary
    )
    .execute(conn)
    .await?;
    Ok(StepId(id))
}

/// Keeps problems as they are before a change; before a deletion their attempts too.
/// The caller holds the problems' row locks.
///
/// # Errors
/// When the database cannot answer.
pub async fn keep_problems(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
    ids: &[Uuid],
    fate: Fate,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into undo_rows (user_id, step_id, kind, row_id, before, revision_after)
         select $1, $2, 'problem', p.id, to_jsonb(p) - 'site' - 'search_text',
                case when $4 then p.revision + 1 end
         from problems p where p.user_id = $1 and p.id = any($3)",
        user.as_str(),
        step.0,
        ids,
        fate == Fate::Changed
    )
    .execute(&mut *conn)
    .await?;
    if fate == Fate::Deleted {
        sqlx::query!(
            "insert into undo_rows (user_id, step_id, kind, row_id, before)
             select $1, $2, 'attempt', a.id, to_jsonb(a) - 'search_text'
             from attempts a where a.user_id = $1 and a.problem_id = any($3)",
            user.as_str(),
            step.0,
            ids
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Keeps attempts before they are deleted. The caller holds the row locks of their problems.
///
/// # Errors
/// When the database cannot answer.
pub async fn keep_attempts(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
    ids: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into undo_rows (user_id, step_id, kind, row_id, before)
         select $1, $2, 'attempt', a.id, to_jsonb(a) - 'search_text'
         from attempts a where a.user_id = $1 and a.id = any($3)",
        user.as_str(),
        step.0,
        ids
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps saved views before they are deleted.
///
/// # Errors
/// When the database cannot answer.
pub async fn keep_views(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
    ids: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into undo_rows (user_id, step_id, kind, row_id, before)
         select $1, $2, 'view', v.id, to_jsonb(v)
         from saved_views v where v.user_id = $1 and v.id = any($3)",
        user.as_str(),
        step.0,
        ids
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps items of the inbox before they are dismissed.
///
/// # Errors
/// When the database cannot answer.
pub async fn keep_inbox_items(
    conn: &mut PgConnection,
    user: &UserId,
    step: StepId,
    ids: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into undo_rows (user_id, step_id, kind, row_id, before)
         select $1, $2, 'inbox', i.id, to_jsonb(i)
         from inbox_items i where i.user_id = $1 and i.id = any($3)",
        user.as_str(),
        step.0,
        ids
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The latest step that deleted this row and has not been taken back, with the problem the row was
/// at when it is an attempt: the answer to a delete that is sent twice.
///
/// # Errors
/// When the database cannot answer.
pub async fn deletion_of(
    conn: &mut PgConnection,
    user: &UserId,
    row: Uuid,
) -> Result<Option<(StepId, Option<Uuid>)>, sqlx::Error> {
    let found = sqlx::query!(
        "select s.id, (u.before ->> 'problem_id')::uuid as problem_id
         from undo_rows u join undo_steps s on s.user_id = u.user_id and s.id = u.step_id
         where u.user_id = $1 and s.user_id = $1 and u.row_id = $2 and u.revision_after is null
               and s.undone_at is null
         order by s.id desc limit 1",
        user.as_str(),
        row
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| (StepId(row.id), row.problem_id)))
}

/// What taking a step back came to, and the one problem it was about, if it was about one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// In rows.
    pub outcome: Outcome,
    /// The problem that was deleted, or whose attempts were.
    pub problem: Option<Uuid>,
}

/// Takes a step back: deleted rows are there again, changed ones say what they said, unless they
/// were changed once more since. Taking it back twice changes nothing and is answered the same.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist, is too old or is somebody else's; a message when
/// an adopted row is longer than the limits that hold now.
pub async fn undo(pool: &PgPool, user: &UserId, step: StepId) -> Result<TakenBack, AppError> {
    // Somebody can add a problem with a link that is just coming back; then it is there next time.
    for _ in 0..3 {
        match try_undo(pool, user, step).await {
            Err(Failed::Sql(sqlx::Error::Database(cause))) if cause.is_unique_violation() => {}
            Err(Failed::Sql(sqlx::Error::Database(cause))) if cause.is_check_violation() => {
                return Err(FieldErrors::one(
                    "form",
                    "Something of this is longer than GitGud takes now and cannot come back. Nothing was changed.",
                )
                .into());
            }
            Err(Failed::Sql(error)) => return Err(error.into()),
            Err(Failed::App(error)) => return Err(error),
            Ok(taken_back) => return Ok(taken_back),
        }
    }
    Err(AppError::Unavailable)
}

/// Why a try did not succeed: the database's own word, or ours.
enum Failed {
    Sql(sqlx::Error),
    App(AppError),
}

impl From<sqlx::Error> for Failed {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

async fn try_undo(pool: &PgPool, user: &UserId, step: StepId) -> Result<TakenBack, Failed> {
    let mut tx = pool.begin().await?;
    let stored = steps::lock(&mut tx, user, step)
        .await?
        .ok_or(Failed::App(AppError::NotFound))?;
    let Kept {
        rows: kept,
        problem,
    } = kept(&mut tx, user, step).await?;
    if let Some(outcome) = stored.undone {
        return Ok(TakenBack { outcome, problem });
    }
    let there = restore::lock_problems(&mut tx, user, step).await?;
    // Before the totals are touched: whoever adds the same link at this moment holds its place and
    // waits for them.
    let tags_before = tally(&mut tx, user, &there).await?;
    let changed = restore::changed_problems(&mut tx, user, step).await?;
    let returned = restore::deleted_problems(&mut tx, user, step).await?;
    let attempts = restore::attempts(&mut tx, user, step).await?;
    let views = restore::views(&mut tx, user, step).await?;
    let inbox_items = restore::inbox_items(&mut tx, user, step).await?;
    let problems: Vec<Uuid> = there.iter().chain(&returned.ids).copied().collect();
    let tags_after = tally(&mut tx, user, &problems).await?;
    let mut worked_on = attempts.problems;
    worked_on.extend(&returned.ids);
    worked_on.extend(&changed.ids);
    worked_on.sort_unstable();
    worked_on.dedup();
    derive_progress_of(&mut tx, user, &worked_on).await?;
    move_tally(&mut tx, user, &tags_before, &tags_after).await?;
    let mut back = changed.ids;
    back.extend(returned.ids);
    restore::renew_earlier(&mut tx, user, step, &back).await?;
    let restored = rows(back.len()) + attempts.rows + views + inbox_items;
    let outcome = Outcome {
        restored,
        left_alone: kept - restored - attempts.without_problem,
        without_link: changed.without_link + returned.without_link,
        without_problem: attempts.without_problem,
    };
    sqlx::query!(
        "update undo_steps set undone_at = now(), restored = $3, left_alone = $4,
                without_link = $5, without_problem = $6
         where user_id = $1 and id = $2",
        user.as_str(),
        step.0,
        outcome.restored,
        outcome.left_alone,
        outcome.without_link,
        outcome.without_problem
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(TakenBack { outcome, problem })
}

/// A number of rows as it is stored.
fn rows(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// What a step keeps.
struct Kept {
    rows: i32,
    /// The one problem that the step deleted, or whose attempts it deleted; none when it did
    /// anything else, or to several.
    problem: Option<Uuid>,
}

async fn kept(conn: &mut PgConnection, user: &UserId, step: StepId) -> Result<Kept, sqlx::Error> {
    let row = sqlx::query!(
        r#"select count(*)::int as "rows!", count(distinct problem) as "problems!", min(problem::text)::uuid as problem,
                  coalesce(bool_and(deleted), false) as "deleted!"
           from (
               select case kind when 'attempt' then (before ->> 'problem_id')::uuid
                                when 'problem' then row_id end as problem,
                      revision_after is null as deleted
               from undo_rows where user_id = $1 and step_id = $2
           ) as touched"#,
        user.as_str(),
        step.0
    )
    .fetch_one(conn)
    .await?;
    Ok(Kept {
        rows: row.rows,
        problem: row.problem.filter(|_| row.problems == 1 && row.deleted),
    })
}
