//! What the schedule of one person follows from, besides their log.

use super::{expected, fsrs::Weights, schedule::Rules};
use crate::{
    account::clock::Clock,
    attempt::model::Help,
    auth::model::UserId,
    problem::model::{Difficulty, ProblemId},
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, PgExecutor, PgPool};

/// The rules of a person's dates.
///
/// # Errors
/// When the database cannot answer.
pub async fn rules(conn: &mut PgConnection, user: &UserId) -> Result<Rules, sqlx::Error> {
    let row = sqlx::query!(
        "select retention, interval_cap, bent_towards, weights from users where clerk_id = $1",
        user.as_str()
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or_else(Rules::default, |row| Rules {
        weights: Weights::stored(row.weights),
        retention: row.retention,
        cap: row.interval_cap,
        interview: row.bent_towards,
    }))
}

/// A person's local date, and by which rules what they learned comes back.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct RulesOfDay {
    /// Their local date.
    pub date: NaiveDate,
    /// Their rules.
    pub rules: Rules,
}

/// The person's day, for whoever asks in their name without a browser: by the zone in their settings, else UTC.
///
/// # Errors
/// When the database cannot answer.
pub async fn day(pool: &PgPool, user: &UserId) -> Result<RulesOfDay, sqlx::Error> {
    let row = sqlx::query!(
        "select retention, interval_cap, bent_towards, weights, time_zone, day_start_hour
         from users where clerk_id = $1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await?;
    let (clock, rules) = row.map_or_else(
        || (Clock::new(None, None, 0), Rules::default()),
        |row| {
            let rules = Rules {
                weights: Weights::stored(row.weights),
                retention: row.retention,
                cap: row.interval_cap,
                interview: row.bent_towards,
            };
            let zone = row.time_zone.as_deref();
            (Clock::new(zone, None, row.day_start_hour), rules)
        },
    );
    Ok(RulesOfDay {
        date: clock.moment(Utc::now()).local_date,
        rules,
    })
}

/// Minutes that a problem of this difficulty is expected to take the person.
///
/// # Errors
/// When the database cannot answer.
pub async fn expected_minutes(
    db: impl PgExecutor<'_>,
    user: &UserId,
    difficulty: Difficulty,
) -> Result<i32, sqlx::Error> {
    let solves = solves(db, user, difficulty).await?;
    Ok(expected::of_difficulty(difficulty, &solves))
}

/// Minutes of the person's latest unaided solves of this difficulty.
///
/// # Errors
/// When the database cannot answer.
pub async fn solves(
    db: impl PgExecutor<'_>,
    user: &UserId,
    difficulty: Difficulty,
) -> Result<Vec<i32>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select minutes as "minutes!" from review_log
           where user_id = $1 and difficulty = $2 and own_solve and minutes is not null
           order by local_date desc, attempt_id desc limit $3"#,
        user.as_str(),
        difficulty as Difficulty,
        expected::SOLVES
    )
    .fetch_all(db)
    .await
}

/// Takes what was revealed of a problem before the moment `at` of an attempt at it, which it counts for; whichever
/// form logs that. One of long before the reveal has nothing to do with it.
///
/// # Errors
/// When the database cannot answer.
pub async fn take_reveal(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
    at: DateTime<Utc>,
) -> Result<Help, sqlx::Error> {
    // Somebody who types when it was types minutes, or when it began.
    let help = sqlx::query_scalar!(
        "delete from reveals
         where user_id = $1 and problem_id = $2 and revealed_at <= $3::timestamptz + interval '1 hour'
         returning help",
        user.as_str(),
        problem.0,
        at
    )
    .fetch_optional(conn)
    .await?;
    Ok(help
        .and_then(|slug| Help::from_slug(&slug))
        .unwrap_or_default())
}
