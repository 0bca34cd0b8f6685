//! Every statement about many problems at once, and about the star. Rows are locked in the order of
//! their ids, so that two changes at once wait for each other and never for both.

use super::model::{Change, Current, overfilled};
use crate::{
    auth::model::UserId,
    change::db::mark,
    error::{AppError, FieldErrors},
    insight::db::{derive_progress_of, discount_problems},
    problem::model::{Difficulty, ProblemId},
    tag::db::{move_tally, tally},
    undo::{
        db::{begin, deletion_of, keep_problems},
        model::{Fate, StepId},
    },
};
use sqlx::{Acquire, PgConnection, PgPool, Postgres};
use uuid::Uuid;

/// What the database says when an adopted row breaks a limit that is younger than it, in words; any
/// other error as it is.
pub fn refused(error: sqlx::Error) -> AppError {
    match error {
        sqlx::Error::Database(cause) if cause.is_check_violation() => FieldErrors::one(
            "form",
            "One of these problems has a text that is longer than GitGud takes now. Edit and shorten it first; nothing was changed.",
        )
        .into(),
        error => error.into(),
    }
}

/// Stars a problem or takes its star; when it is so already, nothing changes. In a transaction of its own, or
/// within that of a connection.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn star(
    db: impl Acquire<'_, Database = Postgres>,
    user: &UserId,
    id: ProblemId,
    starred: bool,
) -> Result<(), AppError> {
    let mut tx = db.begin().await?;
    let changed = sqlx::query!(
        "update problems set starred = $3, updated_at = now(), revision = revision + 1
         where user_id = $1 and id = $2 and starred <> $3",
        user.as_str(),
        id.0,
        starred
    )
    .execute(&mut *tx)
    .await
    .map_err(refused)?
    .rows_affected();
    if changed == 1 {
        mark(&mut tx, user, &[id.0]).await?;
        tx.commit().await?;
        return Ok(());
    }
    sqlx::query_scalar!(
        "select true from problems where user_id = $1 and id = $2",
        user.as_str(),
        id.0
    )
    .fetch_optional(&mut *tx)
    .await?
    .map(|_| ())
    .ok_or(AppError::NotFound)
}

/// Titles of those of these problems that are there, in the order of their titles.
///
/// # Errors
/// When the database cannot answer.
pub async fn titles(
    pool: &PgPool,
    user: &UserId,
    ids: &[Uuid],
) -> Result<Vec<(ProblemId, String)>, AppError> {
    let rows = sqlx::query!(
        "select id, title from problems where user_id = $1 and id = any($2) order by title, id",
        user.as_str(),
        ids
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (ProblemId(row.id), row.title))
        .collect())
}

/// Changes all of these problems, or none; the step takes it back. Problems that are not there any
/// more are passed over. A deletion sent twice is answered the same.
///
/// # Errors
/// [`AppError::NotFound`] when none of them exists or all are somebody else's; a message when one
/// would get too many tags, or when all of them are like that already.
pub async fn change(
    pool: &PgPool,
    user: &UserId,
    ids: &[Uuid],
    change: &Change,
) -> Result<StepId, AppError> {
    let mut tx = pool.begin().await?;
    let step = change_within(&mut tx, user, ids, change).await?;
    tx.commit().await?;
    Ok(step)
}

/// Deletes a problem as it was at this revision; none when it has moved on.
///
/// # Errors
/// Those of [`change`].
pub async fn delete_at(
    pool: &PgPool,
    user: &UserId,
    id: ProblemId,
    revision: i32,
) -> Result<Option<StepId>, AppError> {
    let mut tx = pool.begin().await?;
    let stored = sqlx::query_scalar!(
        "select revision from problems where user_id = $1 and id = $2 for update",
        user.as_str(),
        id.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    if stored.is_some_and(|stored| stored != revision) {
        return Ok(None);
    }
    let step = change_within(&mut tx, user, &[id.0], &Change::Delete).await?;
    tx.commit().await?;
    Ok(Some(step))
}

async fn change_within(
    tx: &mut PgConnection,
    user: &UserId,
    ids: &[Uuid],
    change: &Change,
) -> Result<StepId, AppError> {
    let there = lock(&mut *tx, user, ids).await?;
    if there.is_empty() {
        let gone = match (change, ids.first()) {
            (Change::Delete, Some(id)) => deletion_of(&mut *tx, user, *id).await?,
            _ => None,
        };
        return gone.map(|(step, _)| step).ok_or(AppError::NotFound);
    }
    let too_full: Vec<&Current> = there.iter().filter(|row| change.overfills(row)).collect();
    if !too_full.is_empty() {
        return Err(FieldErrors::one("tags", overfilled(&too_full)).into());
    }
    let altered: Vec<&Current> = there.iter().filter(|row| change.alters(row)).collect();
    if altered.is_empty() {
        return Err(FieldErrors::one("form", "They are all like that already.").into());
    }
    let ids: Vec<Uuid> = altered.iter().map(|row| row.id).collect();
    let step = begin(&mut *tx, user, &change.summary(&altered)).await?;
    let fate = match change {
        Change::Delete => Fate::Deleted,
        _ => Fate::Changed,
    };
    keep_problems(&mut *tx, user, step, &ids, fate).await?;
    if change.moves_tags() {
        let before = tally(&mut *tx, user, &ids).await?;
        write(&mut *tx, user, &ids, change).await?;
        let after = tally(&mut *tx, user, &ids).await?;
        move_tally(&mut *tx, user, &before, &after).await?;
    } else {
        write(&mut *tx, user, &ids, change).await?;
    }
    match change {
        Change::Difficulty(_) => derive_progress_of(&mut *tx, user, &ids).await?,
        // They were marked as they left the totals.
        Change::Delete => {}
        Change::AddTags(_) | Change::RemoveTags(_) | Change::Star(_) => {
            mark(&mut *tx, user, &ids).await?;
        }
    }
    Ok(step)
}

async fn lock(
    conn: &mut PgConnection,
    user: &UserId,
    ids: &[Uuid],
) -> Result<Vec<Current>, sqlx::Error> {
    sqlx::query_as!(
        Current,
        r#"select id, title, coalesce(tags, '{}') as "tags!",
                  difficulty as "difficulty: Difficulty", starred
           from problems where user_id = $1 and id = any($2) order by id for update"#,
        user.as_str(),
        ids
    )
    .fetch_all(conn)
    .await
}

/// One statement for all of them, whatever the change.
async fn write(
    conn: &mut PgConnection,
    user: &UserId,
    ids: &[Uuid],
    change: &Change,
) -> Result<(), AppError> {
    let done = match change {
        Change::AddTags(tags) => {
            sqlx::query!(
                "update problems set
                     tags = coalesce(tags, '{}') || array(
                         select tag from unnest($3::text[]) with ordinality as added (tag, place)
                         where tag <> all (coalesce(tags, '{}')) order by place
                     ),
                     updated_at = now(), revision = revision + 1
                 where user_id = $1 and id = any($2)",
                user.as_str(),
                ids,
                tags
            )
            .execute(conn)
            .await
        }
        Change::RemoveTags(tags) => {
            sqlx::query!(
                "update problems set
                     tags = array(
                         select tag from unnest(tags) with ordinality as kept (tag, place)
                         where tag <> all ($3::text[]) order by place
                     ),
                     updated_at = now(), revision = revision + 1
                 where user_id = $1 and id = any($2)",
                user.as_str(),
                ids,
                tags
            )
            .execute(conn)
            .await
        }
        Change::Difficulty(difficulty) => {
            sqlx::query!(
                "update problems set difficulty = $3, updated_at = now(), revision = revision + 1
                 where user_id = $1 and id = any($2)",
                user.as_str(),
                ids,
                *difficulty as Difficulty
            )
            .execute(conn)
            .await
        }
        Change::Star(starred) => {
            sqlx::query!(
                "update problems set starred = $3, updated_at = now(), revision = revision + 1
                 where user_id = $1 and id = any($2)",
                user.as_str(),
                ids,
                starred
            )
            .execute(conn)
            .await
        }
        Change::Delete => {
            discount_problems(conn, user, ids).await?;
            // Their attempts first: through the foreign key it would be one statement each.
            sqlx::query!(
                "delete from attempts where user_id = $1 and problem_id = any($2)",
                user.as_str(),
                ids
            )
            .execute(&mut *conn)
            .await?;
            sqlx::query!(
                "delete from problems where user_id = $1 and id = any($2)",
                user.as_str(),
                ids
            )
            .execute(conn)
            .await
        }
    };
    done.map(|_| ()).map_err(refused)
}
