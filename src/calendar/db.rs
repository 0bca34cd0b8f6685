//! Every statement about calendar feeds.

use crate::{account::clock::Clock, auth::model::UserId, error::AppError, token::secret::Digest};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgPool;
use uuid::Uuid;

/// Most problems of one day whose titles are told.
pub const TITLES_A_DAY: i64 = 20;

/// A feed as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFeed {
    /// Whether the titles of problems are in it.
    pub titles: bool,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// When it was last read, to the minute, UTC.
    pub last_read_at: Option<DateTime<Utc>>,
}

/// Makes the person's feed, or puts another in its place: the old address ends. Answers false, and changes
/// nothing, when it was made with this id before.
///
/// # Errors
/// When the database cannot answer.
pub async fn create(
    pool: &PgPool,
    user: &UserId,
    id: Uuid,
    digest: &Digest,
    titles: bool,
) -> Result<bool, AppError> {
    let made = sqlx::query!(
        "insert into calendar_feeds (user_id, id, digest, titles) values ($1, $2, $3, $4)
         on conflict (user_id) do update set
             id = excluded.id, digest = excluded.digest, titles = excluded.titles, created_at = now(),
             last_read_at = null
         where calendar_feeds.id <> excluded.id",
        user.as_str(),
        id,
        &digest[..],
        titles
    )
    .execute(pool)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// The person's feed, if there is one.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(pool: &PgPool, user: &UserId) -> Result<Option<StoredFeed>, AppError> {
    Ok(sqlx::query_as!(
        StoredFeed,
        "select titles, created_at, last_read_at from calendar_feeds where user_id = $1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await?)
}

/// Ends the person's feed, from the next request on.
///
/// # Errors
/// When the database cannot answer.
pub async fn revoke(pool: &PgPool, user: &UserId) -> Result<(), AppError> {
    sqlx::query!(
        "delete from calendar_feeds where user_id = $1",
        user.as_str()
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Whose feed a secret address is, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Whose.
    pub user: UserId,
    /// Their clock.
    pub clock: Clock,
    /// Whether the titles of problems are in it.
    pub titles: bool,
}

/// Whose feed has the secret of this digest; none when there is none, or no longer. Notes when it was read, to
/// the minute.
///
/// # Errors
/// When the database cannot answer.
pub async fn reader(pool: &PgPool, digest: &Digest) -> Result<Option<Reader>, AppError> {
    let row = sqlx::query!(
        r#"select f.user_id, f.titles, u.time_zone, u.day_start_hour,
                  coalesce(f.last_read_at < now() - interval '1 minute', true) as "stale!"
           from calendar_feeds f join users u on u.clerk_id = f.user_id
           where f.digest = $1"#,
        &digest[..]
    )
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    if row.stale {
        sqlx::query!(
            "update calendar_feeds set last_read_at = date_trunc('minute', now()) where user_id = $1",
            row.user_id
        )
        .execute(pool)
        .await?;
    }
    Ok(Some(Reader {
        clock: Clock::new(row.time_zone.as_deref(), None, row.day_start_hour),
        user: UserId::new(row.user_id),
        titles: row.titles,
    }))
}

/// What comes back on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDay {
    /// The local date.
    pub date: NaiveDate,
    /// How many problems.
    pub problems: i64,
    /// Minutes they are expected to take.
    pub minutes: i64,
    /// Their titles, at most [`TITLES_A_DAY`]; empty when they are not told.
    pub titles: Vec<String>,
}

/// What comes back from `today` until before another day, by day; what is overdue comes today.
///
/// # Errors
/// When the database cannot answer.
pub async fn due_days(
    pool: &PgPool,
    user: &UserId,
    today: NaiveDate,
    before: NaiveDate,
    titles: bool,
) -> Result<Vec<DueDay>, AppError> {
    let rows = sqlx::query!(
        r#"select greatest(due_on, $2) as "date!", count(*) as "problems!",
                  coalesce(sum(expected_minutes), 0) as "minutes!"
           from problem_progress where user_id = $1 and due_on < $3 and due_on is not null
           group by 1 order by 1"#,
        user.as_str(),
        today,
        before
    )
    .fetch_all(pool)
    .await?;
    let mut days: Vec<DueDay> = rows
        .into_iter()
        .map(|row| DueDay {
            date: row.date,
            problems: row.problems,
            minutes: row.minutes,
            titles: Vec::new(),
        })
        .collect();
    if titles {
        let rows = sqlx::query!(
            r#"select g.date as "date!", p.title
               from (
                   select problem_id, greatest(due_on, $2) as date,
                          row_number() over (partition by greatest(due_on, $2) order by due_on, problem_id) as place
                   from problem_progress where user_id = $1 and due_on < $3 and due_on is not null
               ) g
               join problems p on p.user_id = $1 and p.id = g.problem_id
               where g.place <= $4
               order by g.date, g.place"#,
            user.as_str(),
            today,
            before,
            TITLES_A_DAY
        )
        .fetch_all(pool)
        .await?;
        for row in rows {
            if let Some(day) = days.iter_mut().find(|day| day.date == row.date) {
                day.titles.push(row.title);
            }
        }
    }
    Ok(days)
}
