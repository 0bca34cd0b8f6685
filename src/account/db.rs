//! Statements about the person's own row.

use super::clock::Clock;
use crate::auth::model::UserId;
use sqlx::{PgConnection, PgPool};

/// Makes sure the person has a row and empty totals. One statement without a race: whoever comes
/// second finds the row and changes nothing.
///
/// # Errors
/// When the database cannot answer.
pub async fn ensure_user(pool: &PgPool, user: &UserId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with person as (
             insert into users (clerk_id, email) values ($1, '') on conflict (clerk_id) do nothing
         )
         insert into journal_totals (user_id) values ($1) on conflict (user_id) do nothing",
        user.as_str()
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// The person's clock; `cookie` is the zone their browser told.
///
/// # Errors
/// When the database cannot answer.
pub async fn clock(
    pool: &PgPool,
    user: &UserId,
    cookie: Option<&str>,
) -> Result<Clock, sqlx::Error> {
    let settings = sqlx::query!(
        "select time_zone, day_start_hour from users where clerk_id = $1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await?;
    Ok(match settings {
        Some(row) => Clock::new(row.time_zone.as_deref(), cookie, row.day_start_hour),
        None => Clock::new(None, cookie, 0),
    })
}

/// The language of the last code the person recorded.
///
/// # Errors
/// When the database cannot answer.
pub async fn language(pool: &PgPool, user: &UserId) -> Result<Option<String>, sqlx::Error> {
    let row = sqlx::query_scalar!(
        "select language from users where clerk_id = $1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.flatten())
}

/// Keeps the language of the last code the person recorded; within the transaction that records it.
///
/// # Errors
/// When the database cannot answer.
pub async fn set_language(
    conn: &mut PgConnection,
    user: &UserId,
    language: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set language = $2
         where clerk_id = $1 and language is distinct from $2",
        user.as_str(),
        language
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[sqlx::test]
    async fn first_sight_makes_one_row_however_many_come_at_once(pool: PgPool) {
        let ada = UserId::new("user_ada");
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (pool, ada) = (pool.clone(), ada.clone());
            all.spawn(async move { ensure_user(&pool, &ada).await });
        }
        assert!(all.join_all().await.iter().all(Result::is_ok));
        let rows = sqlx::query_scalar!("select count(*) from users where clerk_id = 'user_ada'")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(rows, Some(1));
    }
}
