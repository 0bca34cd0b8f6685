//! Today's queue, from what is kept of the journal and the statements about the rest.

use super::today::{Done, DueOn, New};
use crate::{
    auth::model::UserId,
    insight::db_tried::Journals,
    problem::model::{Difficulty, ProblemId},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sqlx::PgPool;
use std::collections::HashMap;
use uuid::Uuid;

/// Most problems that were never tried that are looked at.
const NEW_LOOKED_AT: i64 = 200;

/// What is due on the day `today`, of which `left` minutes are left; `expected` are the minutes that one problem of
/// each difficulty is expected to take. To be recalled only: without what was recalled only the last time.
///
/// # Errors
/// When the database cannot answer.
pub async fn due(
    journals: &Journals,
    user: &UserId,
    (today, left): (NaiveDate, i32),
    expected: [i32; 3],
    recall: bool,
) -> Result<DueOn, sqlx::Error> {
    let journal = journals.now(user).await?;
    let mut due = DueOn::of(journal.tried(), &journal.weights, (today, left), recall);
    drop(journal);
    // Their minutes are those of today, not those of when they were last tried, as the sum has them.
    let ids: Vec<Uuid> = due.ids().map(|id| id.0).collect();
    let mut solves = solves(journals.pool(), user, &ids).await?;
    due.time(left, expected, |id| {
        solves.remove(&id.0).unwrap_or_default()
    });
    Ok(due)
}

/// Minutes of the person's own solves of each of these problems.
async fn solves(
    pool: &PgPool,
    user: &UserId,
    problems: &[Uuid],
) -> Result<HashMap<Uuid, Vec<i32>>, sqlx::Error> {
    if problems.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"select problem_id, minutes as "minutes!" from review_log
           where user_id = $1 and problem_id = any($2) and own_solve and coalesce(minutes, 0) > 0"#,
        user.as_str(),
        problems
    )
    .fetch_all(pool)
    .await?;
    let mut solves: HashMap<Uuid, Vec<i32>> = HashMap::new();
    for row in rows {
        solves.entry(row.problem_id).or_default().push(row.minutes);
    }
    Ok(solves)
}

/// What was done on a local date that has begun at `now` and has not ended.
///
/// # Errors
/// When the database cannot answer.
pub async fn done(
    pool: &PgPool,
    user: &UserId,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Done, sqlx::Error> {
    // A local date lasts a day, and is at most a day away from the one in UTC.
    let since = now - Duration::days(3);
    sqlx::query_as!(
        Done,
        r#"select count(*)::int as "attempts!",
                  coalesce(sum(coalesce(time_taken, case when recall then 0 else expected_minutes end)), 0)::int
                      as "minutes!",
                  coalesce((
                      select first_tries from journal_days where user_id = $1 and local_date = $3
                  ), 0) as "first_tries!"
           from attempts where user_id = $1 and attempted_at > $2 and local_date = $3"#,
        user.as_str(),
        since,
        today
    )
    .fetch_one(pool)
    .await
}

/// The first `limit` problems that are new and not put off beyond the day `today`, oldest first.
///
/// # Errors
/// When the database cannot answer.
pub async fn new(
    pool: &PgPool,
    user: &UserId,
    today: NaiveDate,
    limit: i64,
) -> Result<Vec<New>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id, p.title, p.difficulty as "difficulty: Difficulty"
           from (
               select problem_id from problem_progress
               where user_id = $1 and state = 'new' order by problem_id limit $3
           ) g
           join problems p on p.user_id = $1 and p.id = g.problem_id
           where p.postponed_until is null or p.postponed_until <= $2
           order by p.id limit $4"#,
        user.as_str(),
        today,
        NEW_LOOKED_AT,
        limit
    )
    .fetch_all(pool)
    .await?;
    let new = rows.into_iter().map(|row| New {
        id: ProblemId(row.id),
        title: row.title,
        difficulty: row.difficulty,
    });
    Ok(new.collect())
}

/// The next day after `today` on which something is due, and how much.
///
/// # Errors
/// When the database cannot answer.
pub async fn next_day(
    pool: &PgPool,
    user: &UserId,
    today: NaiveDate,
) -> Result<Option<(NaiveDate, i32)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select due_on as "due_on!", count(*)::int as "problems!" from problem_progress
           where user_id = $1 and due_on = (
               select min(due_on) from problem_progress where user_id = $1 and due_on > $2
           )
           group by due_on"#,
        user.as_str(),
        today
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| (row.due_on, row.problems)))
}
