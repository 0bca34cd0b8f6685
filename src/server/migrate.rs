//! Bringing a database up to date: the SQL migrations, then what only Rust can derive.

use super::{cli::CommandError, pool::Pool};
use crate::{
    change::db::mark_unnoted,
    insight::db::{derived_by_older_rules, rebuild},
    problem::db::{everybody, recognise_again},
};
use sqlx::{Connection, migrate::Migrator};

/// The migrations, compiled in.
pub static MIGRATIONS: Migrator = sqlx::migrate!("./migrations");

/// Applies pending migrations, recognises stored links that no current rule has seen, and derives the journals
/// again that older rules have derived.
/// Running it again changes nothing.
///
/// # Errors
/// When the database cannot be reached or a migration fails.
pub async fn migrate(pool: &Pool) -> Result<(), CommandError> {
    MIGRATIONS.run(pool).await?;
    let mut connection = pool.acquire().await?;
    let mut rows = 0;
    for user in everybody(&mut connection).await? {
        rows += recognise_again(&mut connection, &user).await?;
        mark_unnoted(&mut connection, &user).await?;
    }
    for user in derived_by_older_rules(&mut connection).await? {
        let mut tx = connection.begin().await?;
        rebuild(&mut tx, &user).await?;
        tx.commit().await?;
    }
    tracing::info!(problems.recognised = rows, "database is up to date");
    Ok(())
}
