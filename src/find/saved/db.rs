//! Every statement about saved searches.

use super::model::{SavedView, VIEW_LIMIT, ViewId};
use crate::{
    auth::model::UserId,
    error::{AppError, FieldErrors},
    undo::{db as undo, model::StepId},
};
use sqlx::PgPool;

/// A person's saved searches, by name.
///
/// # Errors
/// When the database cannot answer.
pub async fn list(pool: &PgPool, user: &UserId) -> Result<Vec<SavedView>, AppError> {
    Ok(sqlx::query_as!(
        SavedView,
        r#"select id as "id: ViewId", name, query, sort from saved_views
           where user_id = $1 order by lower(name), id limit $2"#,
        user.as_str(),
        VIEW_LIMIT
    )
    .fetch_all(pool)
    .await?)
}

/// One of them.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn find(pool: &PgPool, user: &UserId, id: ViewId) -> Result<SavedView, AppError> {
    sqlx::query_as!(
        SavedView,
        r#"select id as "id: ViewId", name, query, sort from saved_views
           where user_id = $1 and id = $2"#,
        user.as_str(),
        id.0
    )
    .fetch_optional(pool)
    .await?
    .ok_or(AppError::NotFound)
}

/// Saves a search, or replaces the one with the same id.
///
/// # Errors
/// A message at the field `name` when another has that name, and at the form when there are too
/// many.
pub async fn save(pool: &PgPool, user: &UserId, view: &SavedView) -> Result<(), AppError> {
    let saved = sqlx::query!(
        "insert into saved_views (user_id, id, name, query, sort)
         select $1, $2, $3, $4, $5
         where (select count(*) from saved_views where user_id = $1 and id <> $2) < $6
         on conflict (user_id, id) do update
         set name = excluded.name, query = excluded.query, sort = excluded.sort",
        user.as_str(),
        view.id.0,
        view.name,
        view.query,
        view.sort,
        VIEW_LIMIT
    )
    .execute(pool)
    .await;
    match saved {
        Ok(done) if done.rows_affected() == 0 => Err(FieldErrors::one(
            "form",
            format!(
                "You have {VIEW_LIMIT} saved searches, the most there can be. Delete one first."
            ),
        )
        .into()),
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(cause)) if cause.constraint() == Some("saved_views_name_key") => {
            let message = "Another of your saved searches has this name. Choose another.";
            Err(FieldErrors::one("name", message).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Deletes one of them; answers the step that takes it back. One that is gone already is answered
/// with the step that deleted it.
///
/// # Errors
/// [`AppError::NotFound`] when it never existed or is somebody else's.
pub async fn delete(pool: &PgPool, user: &UserId, id: ViewId) -> Result<StepId, AppError> {
    let mut tx = pool.begin().await?;
    let name = sqlx::query_scalar!(
        "select name from saved_views where user_id = $1 and id = $2 for update",
        user.as_str(),
        id.0
    )
    .fetch_optional(&mut *tx)
    .await?;
    let Some(name) = name else {
        let earlier = undo::deletion_of(&mut tx, user, id.0).await?;
        return earlier.map(|(step, _)| step).ok_or(AppError::NotFound);
    };
    let summary = format!("Deleted the saved search “{name}”");
    let step = undo::begin(&mut tx, user, &summary).await?;
    undo::keep_views(&mut tx, user, step, &[id.0]).await?;
    sqlx::query!(
        "delete from saved_views where user_id = $1 and id = $2",
        user.as_str(),
        id.0
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(step)
}
