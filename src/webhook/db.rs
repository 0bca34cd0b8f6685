//! What messages of the identity provider change: each of them once, in one transaction with the
//! row that says so.

use super::model::Event;
use crate::{
    account::db::{self as account, Presence},
    auth::{model::UserId, users::Profile},
};
use sqlx::{Acquire, PgConnection, PgPool};

/// Rows of old deliveries that go with each new one. More than come in, so that none are left.
const SWEPT_AT_ONCE: i64 = 100;

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It had its effect before.
    Before,
    /// It had its effect now, if only that there was nothing to do any more.
    Now,
}

/// Gives a message its effect, unless it has had it. Many of the same at once have one effect.
///
/// # Errors
/// When the database cannot answer; then nothing has happened, and the message may come again.
pub async fn receive(pool: &PgPool, svix_id: &str, event: &Event) -> Result<Received, sqlx::Error> {
    let Some((kind, _)) = event.about() else {
        return Ok(Received::Now);
    };
    let mut tx = pool.begin().await?;
    sqlx::query!(
        "delete from webhook_deliveries where svix_id in (
             select svix_id from webhook_deliveries where received_at < now() - interval '30 days'
             order by received_at limit $1 for update skip locked
         )",
        SWEPT_AT_ONCE
    )
    .execute(&mut *tx)
    .await?;
    // The same message on another connection is waited for here.
    let inserted = sqlx::query!(
        "insert into webhook_deliveries (svix_id, type) values ($1, $2) on conflict (svix_id) do nothing",
        svix_id,
        kind
    )
    .execute(&mut *tx)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(Received::Before);
    }
    match event {
        Event::Told { profile, .. } => {
            learn(&mut tx, profile).await?;
        }
        Event::Deleted(user) => account::remove(&mut tx, user).await?,
        Event::Unclear | Event::Other => {}
    }
    tx.commit().await?;
    Ok(Received::Now)
}

/// What came of something the provider said about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learned {
    /// They were not here, and are now.
    Added,
    /// They are called otherwise now, or at least known to be called so as of a later moment.
    Updated,
    /// All of it was known.
    Nothing,
    /// They were deleted at the provider, and stay so.
    Removed,
}

/// Keeps what the provider says of a person, adding them if need be; within a transaction.
///
/// # Errors
/// When the database cannot answer.
pub async fn learn(conn: &mut PgConnection, profile: &Profile) -> Result<Learned, sqlx::Error> {
    let here = sqlx::query_scalar!(
        r#"select exists (select from users where clerk_id = $1) as "here!""#,
        profile.id.as_str()
    )
    .fetch_one(&mut *conn)
    .await?;
    // Of somebody who was removed nothing may be left, but the delivery has to be.
    let mut undoable = conn.begin().await?;
    if account::add(&mut undoable, &profile.id).await? == Presence::Removed {
        undoable.rollback().await?;
        return Ok(Learned::Removed);
    }
    let name = profile.name.as_deref();
    let changed = account::set_name(&mut undoable, &profile.id, name, profile.updated_at).await?;
    undoable.commit().await?;
    Ok(match (here, changed) {
        (false, _) => Learned::Added,
        (true, true) => Learned::Updated,
        (true, false) => Learned::Nothing,
    })
}

/// Does what the provider's list of people asks for, one person in one transaction; a rehearsal
/// takes it back and answers what would have come of it.
///
/// # Errors
/// When the database cannot answer.
pub async fn learn_of(
    pool: &PgPool,
    profile: &Profile,
    rehearsal: bool,
) -> Result<Learned, sqlx::Error> {
    let mut tx = pool.begin().await?;
    let learned = learn(&mut tx, profile).await?;
    if rehearsal {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(learned)
}

/// Removes somebody who is not at the provider any more.
///
/// # Errors
/// When the database cannot answer; then nothing is removed.
pub async fn remove(pool: &PgPool, user: &UserId) -> Result<(), sqlx::Error> {
    let mut tx = pool.begin().await?;
    account::remove(&mut tx, user).await?;
    tx.commit().await
}

/// The ids of everybody who has a row, in no order that means anything.
///
/// # Errors
/// When the database cannot answer.
pub async fn everybody(pool: &PgPool) -> Result<Vec<UserId>, sqlx::Error> {
    let ids = sqlx::query_scalar!("select clerk_id from users order by clerk_id")
        .fetch_all(pool)
        .await?;
    Ok(ids.into_iter().map(UserId::new).collect())
}

#[cfg(test)]
#[path = "db_tests.rs"]
mod tests;
