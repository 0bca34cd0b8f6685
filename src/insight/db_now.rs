//! What waits for the person: the statements behind the first part of the home page. The few rows that
//! are shown are chosen before they are joined: a merge of two long indexes would read one of them whole.

use super::model::{UNSAVED_COUNT, Unsaved, WAITING_COUNT, Waiting};
use crate::{
    attempt::model::Status,
    auth::model::UserId,
    problem::model::{Difficulty, ProblemId},
    text::ago,
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgPool;

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

/// What was typed into the forms of new attempts and of reviews and not saved, latest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn unsaved(pool: &PgPool, user: &UserId) -> Result<Vec<Unsaved>, sqlx::Error> {
    // What was saved after all, while its draft was on its way, is not unsaved.
    let rows = sqlx::query!(
        r#"select p.id, p.title, d.form like 'review:%' as "review!" from drafts d
           join problems p on p.user_id = d.user_id and p.id =
               case when d.form ~ '^(attempt-new|review):[0-9a-f-]{36}$' then right(d.form, 36)::uuid end
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
        let (kind, address) = if row.review {
            ("A review of", format!("/review?problem={id}"))
        } else {
            ("An attempt at", format!("/problems/{id}/attempts/new"))
        };
        Unsaved {
            what: format!("{kind} {}", row.title),
            address,
        }
    });
    Ok(unsaved.collect())
}
