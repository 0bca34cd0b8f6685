//! Statements of `gitgud migrate`: links recognised again by newer rules.

use super::{model::RULES_VERSION, recognise::recognise};
use crate::{auth::model::UserId, change::db::mark};
use sqlx::{Acquire, PgConnection};

/// Recognises the stored links of one journal again, where older rules (or none) did it. Of
/// several rows for the same problem the oldest gets the identity; the others stay as they are.
/// Answers with the number of rows looked at.
///
/// # Errors
/// When the database cannot answer.
pub async fn recognise_again(conn: &mut PgConnection, user: &UserId) -> Result<u64, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, url, platform from problems
         where user_id = $1 and recognised_by < $2 order by created_at, id",
        user.as_str(),
        RULES_VERSION
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut looked_at = 0;
    for row in rows {
        let link = row.url.as_deref().and_then(recognise);
        // An adopted row can break a limit that was not there when it was written; the database
        // then refuses to touch it, and it waits until the person shortens it. A row of the same
        // problem added at this very moment has the identity instead.
        let mut savepoint = conn.begin().await?;
        let updated = sqlx::query!(
            "update problems p set
                 identity = case when exists (
                     select 1 from problems other
                     where other.user_id = $1 and other.identity = $3 and other.id <> $2
                 ) then null else $3 end,
                 platform = $4, recognised_by = $5
             where p.user_id = $1 and p.id = $2",
            user.as_str(),
            row.id,
            link.as_ref().map(|link| link.identity.as_str()),
            link.as_ref()
                .map(|link| link.platform.slug())
                .or(row.platform.as_deref()),
            RULES_VERSION
        )
        .execute(&mut *savepoint)
        .await;
        match updated {
            Ok(_) => {
                mark(&mut savepoint, user, &[row.id]).await?;
                savepoint.commit().await?;
                looked_at += 1;
            }
            Err(sqlx::Error::Database(cause))
                if cause.is_check_violation() || cause.is_unique_violation() =>
            {
                savepoint.rollback().await?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(looked_at)
}

/// Everybody who has a journal; for `gitgud migrate` only.
///
/// # Errors
/// When the database cannot answer.
pub async fn everybody(conn: &mut PgConnection) -> Result<Vec<UserId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select clerk_id from users order by clerk_id")
        .fetch_all(conn)
        .await?;
    Ok(ids.iter().map(UserId::new).collect())
}
