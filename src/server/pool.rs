//! The connection pool: bounded waits everywhere, and dead connections found before they are used.

use secrecy::{ExposeSecret, SecretString};
use sqlx::{
    Connection, Executor, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::time::Duration;

/// Connections to the journal.
pub type Pool = PgPool;

/// A connection that rested this long is asked for a sign of life before use. A shorter rest is
/// trusted: asking costs a round trip, and an answered request proved it alive.
const TRUSTED_REST: Duration = Duration::from_secs(1);
const SIGN_OF_LIFE: Duration = Duration::from_millis(500);

/// Longest time of one statement that answers somebody. Nobody waits for it any more by then: it only holds a connection.
const LONGEST_STATEMENT: &str = "set statement_timeout = '30s'";

/// Opens the pool; connects lazily, so that the process starts while the database is away.
///
/// # Errors
/// When the address cannot be read.
pub fn open(database_url: &SecretString) -> Result<Pool, sqlx::Error> {
    Ok(pool_options().connect_lazy_with(options(database_url)?))
}

/// Opens the pool and makes sure that it can reach the database.
///
/// # Errors
/// When the address cannot be read or the database cannot be reached.
pub async fn connect(database_url: &SecretString) -> Result<Pool, sqlx::Error> {
    let pool = open(database_url)?;
    pool.acquire().await?;
    Ok(pool)
}

/// The same for answering requests.
///
/// # Errors
/// When the address cannot be read or the database cannot be reached.
pub async fn connect_to_serve(database_url: &SecretString) -> Result<Pool, sqlx::Error> {
    let limited = pool_options().after_connect(|connection, _| {
        Box::pin(async move { connection.execute(LONGEST_STATEMENT).await.map(drop) })
    });
    let pool = limited.connect_lazy_with(options(database_url)?);
    pool.acquire().await?;
    Ok(pool)
}

fn options(database_url: &SecretString) -> Result<PgConnectOptions, sqlx::Error> {
    let options: PgConnectOptions = database_url.expose_secret().parse()?;
    Ok(options.application_name("gitgud"))
}

fn pool_options() -> PgPoolOptions {
    PgPoolOptions::new()
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(3))
        .max_lifetime(Duration::from_mins(10))
        .idle_timeout(Duration::from_mins(4))
        .test_before_acquire(false)
        .before_acquire(|connection, rest| {
            Box::pin(async move {
                if rest.idle_for < TRUSTED_REST {
                    return Ok(true);
                }
                let alive = tokio::time::timeout(SIGN_OF_LIFE, connection.ping()).await;
                Ok(matches!(alive, Ok(Ok(()))))
            })
        })
}
