//! Statements about the person's own row.

use super::{
    clock::Clock,
    model::{EditorPreferences, Indent, Settings, weekday},
};
use crate::{auth::model::UserId, insight::db::settle, review};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, PgExecutor, PgPool};

/// Whether somebody who has an account at the identity provider may have a journal here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presence {
    /// They have a row of their own.
    Here {
        /// What the provider calls them, as far as it has said so.
        name: Option<String>,
    },
    /// They were deleted at the provider. A token of theirs that has not expired yet is worth nothing.
    Removed,
}

/// Makes sure the person has a row and empty totals, unless they were deleted at the provider. Whoever
/// comes second finds the row and changes nothing.
///
/// # Errors
/// When the database cannot answer.
pub async fn ensure_user(pool: &PgPool, user: &UserId) -> Result<Presence, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select u.name from users u join journal_totals t on t.user_id = u.clerk_id
         where u.clerk_id = $1 and t.user_id = $1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await?;
    if let Some(name) = found {
        return Ok(Presence::Here { name });
    }
    let mut tx = pool.begin().await?;
    let presence = add(&mut tx, user).await?;
    match presence {
        Presence::Here { .. } => tx.commit().await?,
        Presence::Removed => tx.rollback().await?,
    }
    Ok(presence)
}

/// Adds the person if they are not there, and holds their row until the transaction ends. On
/// [`Presence::Removed`] the caller has to roll back what was added.
///
/// # Errors
/// When the database cannot answer.
pub async fn add(conn: &mut PgConnection, user: &UserId) -> Result<Presence, sqlx::Error> {
    let user = user.as_str();
    hold(conn, user).await?;
    sqlx::query!(
        "insert into journal_totals (user_id, derived_by) values ($1, $2) on conflict (user_id) do nothing",
        user,
        crate::insight::derive::VERSION
    )
    .execute(&mut *conn)
    .await?;
    // Asked last: whoever removes the person holds the same row, so that their end has been seen by now.
    let row = sqlx::query!(
        r#"select name, exists (select from removed_users where clerk_id = $1) as "removed!"
         from users where clerk_id = $1"#,
        user
    )
    .fetch_one(conn)
    .await?;
    Ok(if row.removed {
        Presence::Removed
    } else {
        Presence::Here { name: row.name }
    })
}

/// Makes the person's row if need be and locks it until the transaction ends. No column of a key is
/// set, so whoever writes a row that refers to it goes on.
async fn hold(conn: &mut PgConnection, user: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into users (clerk_id, email) values ($1, '')
         on conflict (clerk_id) do update set updated_at = users.updated_at",
        user
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps what the provider calls the person, unless it has said something later already. Of two names
/// of the same moment always the same one stays, whichever comes first. Answers whether anything changed.
///
/// # Errors
/// When the database cannot answer.
pub async fn set_name(
    conn: &mut PgConnection,
    user: &UserId,
    name: Option<&str>,
    said_at: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let changed = sqlx::query!(
        r#"update users set name = $2, provider_updated_at = $3
         where clerk_id = $1 and (
             provider_updated_at is null
             or (provider_updated_at, coalesce(name, '') collate "C") < ($3, coalesce($2, '') collate "C")
         )"#,
        user.as_str(),
        name,
        said_at
    )
    .execute(conn)
    .await?;
    Ok(changed.rows_affected() > 0)
}

/// The person's clock; `cookie` is the zone their browser told.
///
/// # Errors
/// When the database cannot answer.
pub async fn clock(
    db: impl PgExecutor<'_>,
    user: &UserId,
    cookie: Option<&str>,
) -> Result<Clock, sqlx::Error> {
    let settings = sqlx::query!(
        "select time_zone, day_start_hour from users where clerk_id = $1",
        user.as_str()
    )
    .fetch_optional(db)
    .await?;
    Ok(match settings {
        Some(row) => Clock::new(row.time_zone.as_deref(), cookie, row.day_start_hour),
        None => Clock::new(None, cookie, 0),
    })
}

/// What the person chose; what everybody starts with if they have no row.
///
/// # Errors
/// When the database cannot answer.
pub async fn settings(pool: &PgPool, user: &UserId) -> Result<Settings, sqlx::Error> {
    let row = sqlx::query!(
        "select time_zone, day_start_hour, daily_minutes, interview_date,
                retention, interval_cap, rest_days, quiet_days_count, offer_siblings, editor_indent, editor_wraps, editor_opens
         from users where clerk_id = $1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map_or_else(Settings::default, |row| Settings {
        time_zone: row.time_zone,
        day_start_hour: row.day_start_hour,
        daily_minutes: row.daily_minutes,
        interview_date: row.interview_date,
        retention: row.retention,
        interval_cap: row.interval_cap,
        rest_days: row.rest_days.into_iter().filter_map(weekday).collect(),
        quiet_days_count: row.quiet_days_count,
        offer_siblings: row.offer_siblings,
        editor: EditorPreferences {
            indent: Indent::from_spaces(row.editor_indent),
            wraps: row.editor_wraps,
            opens: row.editor_opens,
        },
    }))
}

/// Keeps what the person chose; problems come back by it from now on. `today` is the person's local date.
///
/// # Errors
/// When the database cannot answer.
pub async fn save_settings(
    pool: &PgPool,
    user: &UserId,
    settings: &Settings,
    today: NaiveDate,
) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    sqlx::query!(
        "select 1 as here from users where clerk_id = $1 for no key update",
        user.as_str()
    )
    .fetch_optional(&mut *tx)
    .await?;
    // What is over is settled by what they had chosen then.
    settle(&mut tx, user, today).await?;
    let rest_days: Vec<i16> = settings
        .rest_days
        .iter()
        .filter_map(|day| i16::try_from(day.number_from_monday()).ok())
        .collect();
    sqlx::query!(
        "update users set time_zone = $2, day_start_hour = $3, daily_minutes = $4, interview_date = $5,
                editor_indent = $6, editor_wraps = $7, editor_opens = $8, retention = $9, interval_cap = $10,
                rest_days = $11, quiet_days_count = $12, offer_siblings = $13, updated_at = now()
         where clerk_id = $1",
        user.as_str(),
        settings.time_zone,
        settings.day_start_hour,
        settings.daily_minutes,
        settings.interview_date,
        settings.editor.indent.spaces(),
        settings.editor.wraps,
        settings.editor.opens,
        settings.retention,
        settings.interval_cap,
        &rest_days,
        settings.quiet_days_count,
        settings.offer_siblings
    )
    .execute(&mut *tx)
    .await?;
    review::db_rules::bend(&mut tx, user, settings.interview_date, today).await?;
    tx.commit().await
}

/// Deletes every row that is the person's, in one transaction. A change that is under way ends
/// first, or finds nobody to belong to. They may begin anew at any time.
///
/// # Errors
/// When the database cannot answer; then nothing is deleted.
pub async fn delete_everything(pool: &PgPool, user: &UserId) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    delete_rows(&mut tx, user).await?;
    tx.commit().await
}

/// Deletes every row of somebody who was deleted at the provider, known here or not, and sees to it
/// that they are never made again; within a transaction.
///
/// # Errors
/// When the database cannot answer.
pub async fn remove(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    // A row that is just being added by somebody else is not seen yet. With one of the same key, it is
    // waited for. A row that is there is left to be locked in its turn.
    sqlx::query!(
        "insert into users (clerk_id, email) values ($1, '') on conflict (clerk_id) do nothing",
        user.as_str()
    )
    .execute(&mut *conn)
    .await?;
    delete_rows(conn, user).await?;
    sqlx::query!(
        "insert into removed_users (clerk_id) values ($1) on conflict (clerk_id) do nothing",
        user.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes every row that is the person's, within a transaction.
async fn delete_rows(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    let user = user.as_str();
    // In the order in which whoever logs an attempt takes them: the problem first, then the person,
    // whom every row of theirs refers to. So they wait here, and nobody waits in a circle.
    sqlx::query!(
        "select id from problems where user_id = $1 order by id for update",
        user
    )
    .fetch_all(&mut *conn)
    .await?;
    sqlx::query!(
        "select 1 as here from users where clerk_id = $1 for update",
        user
    )
    .fetch_optional(&mut *conn)
    .await?;
    sqlx::query!("delete from undo_rows where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from undo_steps where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from inbox_items where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from drafts where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from timers where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from saved_views where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from journal_tags where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from reveals where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from review_log where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from journal_days where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from spared_days where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from weight_fits where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from calendar_feeds where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from journal_totals where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from shares where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from problem_changes where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from outbox_receipts where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from problem_progress where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from attempts where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from problems where user_id = $1", user)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from users where clerk_id = $1", user)
        .execute(conn)
        .await?;
    Ok(())
}

/// How the person's code editor behaves.
///
/// # Errors
/// When the database cannot answer.
pub async fn editor(pool: &PgPool, user: &UserId) -> Result<EditorPreferences, sqlx::Error> {
    Ok(settings(pool, user).await?.editor)
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
