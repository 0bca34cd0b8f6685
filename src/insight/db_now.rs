//! What waits for the person: the statements behind the first part of the home page. The few rows that
//! are shown are chosen before they are joined: a merge of two long indexes would read one of them whole.

use super::model::{Today, UNSAVED_COUNT, Unsaved, WAITING_COUNT, Waiting};
use crate::{
    attempt::model::Status,
    auth::model::UserId,
    problem::model::{Difficulty, ProblemId},
    text::ago,
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sqlx::PgPool;

/// What was done on a local date that has begun at `now` and has not ended.
///
/// # Errors
/// When the database cannot answer.
pub async fn today(
    pool: &PgPool,
    user: &UserId,
    date: NaiveDate,
    now: DateTime<Utc>,
    goal: i16,
) -> Result<Today, sqlx::Error> {
    // A local date lasts a day, and is at most a day away from the one in UTC.
    let since = now - Duration::days(3);
    let row = sqlx::query!(
        r#"select count(*)::int as "attempts!", coalesce(sum(time_taken), 0)::int as "minutes!"
           from attempts where user_id = $1 and attempted_at > $2 and local_date = $3"#,
        user.as_str(),
        since,
        date
    )
    .fetch_one(pool)
    .await?;
    Ok(Today {
        minutes: row.minutes,
        attempts: row.attempts,
        goal: i32::from(goal),
    })
}

/// The problems that have waited longest since an attempt that did not solve them.
///
/// # Errors
/// When the database cannot answer.
pub async fn unfinished(
    pool: &PgPool,
    user: &UserId,
    today: NaiveDate,
) -> Result<Vec<Waiting>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select g.problem_id, p.title, p.difficulty as "difficulty: Difficulty",
                  g.latest_status as "status: Status", g.latest_local_date as "since!"
           from (
               select * from problem_progress
               where user_id = $1 and latest_status in ('partial', 'failed')
               order by latest_attempted_at, problem_id limit $2
           ) g
           join problems p on p.user_id = $1 and p.id = g.problem_id
           order by g.latest_attempted_at, g.problem_id"#,
        user.as_str(),
        WAITING_COUNT
    )
    .fetch_all(pool)
    .await?;
    let waiting = rows.into_iter().map(|row| Waiting {
        id: ProblemId(row.problem_id),
        title: row.title,
        difficulty: row.difficulty,
        status: row.status,
        since: row.since,
        ago: ago((today - row.since).num_days()),
    });
    Ok(waiting.collect())
}

/// The problems that came first among those without an attempt.
///
/// # Errors
/// When the database cannot answer.
pub async fn untried(
    pool: &PgPool,
    user: &UserId,
    local_date: impl Fn(DateTime<Utc>) -> NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Waiting>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select g.problem_id, p.title, p.difficulty as "difficulty: Difficulty",
                  p.created_at as "created_at: DateTime<Utc>"
           from (
               select problem_id from problem_progress
               where user_id = $1 and latest_status is null
               order by problem_id limit $2
           ) g
           join problems p on p.user_id = $1 and p.id = g.problem_id
           order by g.problem_id"#,
        user.as_str(),
        WAITING_COUNT
    )
    .fetch_all(pool)
    .await?;
    let waiting = rows.into_iter().map(|row| {
        let since = local_date(row.created_at);
        Waiting {
            id: ProblemId(row.problem_id),
            title: row.title,
            difficulty: row.difficulty,
            status: None,
            since,
            ago: ago((today - since).num_days()),
        }
    });
    Ok(waiting.collect())
}

/// What was typed into the forms of new attempts and not saved, latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn unsaved(pool: &PgPool, user: &UserId) -> Result<Vec<Unsaved>, sqlx::Error> {
    // What was saved after all, while its draft was on its way, is not unsaved.
    let rows = sqlx::query!(
        r#"select p.id, p.title from drafts d
           join problems p on p.user_id = d.user_id and p.id =
               case when d.form ~ '^attempt-new:[0-9a-f-]{36}$' then substr(d.form, 13)::uuid end
           where d.user_id = $1 and p.user_id = $1
             and not exists (
                 select 1 from attempts a
                 where a.user_id = $1 and a.problem_id = p.id and a.id::text = d.fields ->> 'id'
             )
           order by d.saved_at desc limit $2"#,
        user.as_str(),
        UNSAVED_COUNT
    )
    .fetch_all(pool)
    .await?;
    let unsaved = rows.into_iter().map(|row| {
        let id = ProblemId(row.id);
        Unsaved {
            what: format!("An attempt at {}", row.title),
            address: format!("/problems/{id}/attempts/new"),
        }
    });
    Ok(unsaved.collect())
}
