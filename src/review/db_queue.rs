//! The statements behind today's queue. Of what is due only what decides about its order is read, and of that
//! only as much as a day can hold: with tens of thousands due, the rest is counted.

use super::{
    agenda::SPREAD_LIMIT,
    expected::{default_minutes, of_problem},
    fsrs::Weights,
    queue::{Due, LOOK, Queue},
};
use crate::{
    auth::model::UserId,
    insight::derive::place,
    problem::model::{Difficulty, ProblemId},
};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sqlx::{PgConnection, PgPool};

/// Fewest minutes that a problem is expected to take: half of half the default of an easy one.
const LEAST_MINUTES: i32 = 4;
/// Most problems that were never tried that are looked at.
const NEW_LOOKED_AT: i64 = 200;

/// What is due on a local date.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DueOn {
    /// The first of it, in order, cut at the minutes that are left.
    pub queue: Queue,
    /// How many problems are due in all.
    pub total: i32,
    /// Minutes those are expected to take.
    pub total_minutes: i32,
}

/// What is due on the day `today`, of which `left` minutes are left; `expected` are the minutes that one problem of
/// each difficulty is expected to take. To be recalled only: without what was recalled only the last time.
///
/// # Errors
/// When the database cannot answer.
pub async fn due(
    conn: &mut PgConnection,
    user: &UserId,
    (today, left): (NaiveDate, i32),
    expected: [i32; 3],
    recall: bool,
) -> Result<DueOn, sqlx::Error> {
    let weights = super::db::rules(conn, user).await?.weights;
    let sums = sqlx::query!(
        r#"select count(*)::int as "total!", coalesce(sum(coalesce(expected_minutes, $4::int)), 0)::int as "minutes!"
           from problem_progress
           where user_id = $1 and due_on <= $2 and not ($3 and last_was_recall)"#,
        user.as_str(),
        today,
        recall,
        default_minutes(Difficulty::Medium)
    )
    .fetch_one(&mut *conn)
    .await?;
    if sums.total == 0 {
        return Ok(DueOn::default());
    }
    // By whichever weights, what has waited longest against its stability is least remembered. Only of the few the
    // rest is looked up, one by one: a join would read every problem. Their minutes are those of today, not those
    // of when they were last tried, as the sum has them.
    let rows = sqlx::query!(
        r#"select g.problem_id, g.stability as "stability!", g.reviewed_on as "reviewed_on!",
                  coalesce(p.tags[1], '') as "tag!", p.difficulty as "difficulty!: Difficulty", p.solves as "solves!"
           from (
               select problem_id, stability, reviewed_on from problem_progress
               where user_id = $1 and due_on <= $2 and not ($3 and last_was_recall)
               order by ($2 - reviewed_on) / stability desc, problem_id limit $4
           ) g
           cross join lateral (
               select tags, difficulty, array(
                   select minutes from review_log l
                   where l.user_id = $1 and l.problem_id = g.problem_id and l.own_solve and l.minutes is not null
               ) as solves
               from problems where user_id = $1 and id = g.problem_id limit 1
           ) p"#,
        user.as_str(),
        today,
        recall,
        ordered(left)
    )
    .fetch_all(conn)
    .await?;
    let due = rows.into_iter().map(|row| Due {
        id: ProblemId(row.problem_id),
        tag: row.tag,
        retrievability: chance(&weights, row.stability, row.reviewed_on, today),
        minutes: of_problem(expected[place(row.difficulty)], &row.solves),
    });
    Ok(DueOn {
        queue: Queue::new(due.collect(), left),
        total: sums.total,
        total_minutes: sums.minutes,
    })
}

/// How many problems are put into order: those that fit into so many minutes, those that are spread at once, and
/// those that may change places with them.
fn ordered(left: i32) -> i64 {
    let beyond = i64::try_from(SPREAD_LIMIT + LOOK).unwrap_or(i64::MAX);
    i64::from(left.max(0) / LEAST_MINUTES) + beyond
}

fn chance(weights: &Weights, stability: f64, reviewed_on: NaiveDate, today: NaiveDate) -> f64 {
    weights.retrievability(stability, (today - reviewed_on).num_days())
}

/// What was done on a local date, as far as it decides about what is left of it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Attempts.
    pub attempts: i32,
    /// Their minutes; one without a time counts as long as it was expected to take, one that was recalled only
    /// not at all.
    pub minutes: i32,
    /// Problems that were tried for the first time.
    pub first_tries: i32,
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

/// A problem that was never tried, or is practised from the beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Which.
    pub id: ProblemId,
    /// Its title.
    pub title: String,
    /// How hard it is.
    pub difficulty: Difficulty,
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
