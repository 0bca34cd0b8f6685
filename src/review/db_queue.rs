//! Today's queue, from what is kept of the journal and the statements about the rest. Of what is due only as much as
//! a day can hold is put into order: with tens of thousands due, the others are counted.

use super::{
    agenda::SPREAD_LIMIT,
    expected::of_problem,
    queue::{Due, LOOK, Queue},
};
use crate::{
    auth::model::UserId,
    insight::{db_tried::Journals, derive::place},
    problem::model::{Difficulty, ProblemId},
};
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc, Weekday};
use sqlx::PgPool;
use std::collections::HashMap;
use uuid::Uuid;

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
    /// Minutes that come on each day after that anyway.
    pub coming: Vec<i32>,
}

/// Days ahead of which it is known what comes on them: nothing stays away longer.
const COMING: usize = 366;

impl DueOn {
    /// The minutes that are taken on each day after `today`, of somebody who practises so many a day and rests on
    /// these days.
    pub fn taken(&self, today: NaiveDate, daily: i32, rest_days: &[Weekday]) -> Vec<i32> {
        let days = today.iter_days().skip(1);
        let taken = days.zip(&self.coming).map(|(day, minutes)| {
            if rest_days.contains(&day.weekday()) {
                daily.max(*minutes)
            } else {
                *minutes
            }
        });
        taken.collect()
    }
}

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
    let (total, total_minutes) = journal.tried().due(today, recall);
    let coming = journal.tried().coming(today, COMING);
    let forgotten = journal.tried().most_forgotten(today, recall, ordered(left));
    let mut due: Vec<(Due, Difficulty)> = forgotten
        .into_iter()
        .map(|(id, tried)| {
            let days = (today - tried.reviewed_on).num_days();
            let retrievability = journal.weights.retrievability(tried.memory.stability, days);
            let due = Due {
                id,
                tag: tried.tags.first().cloned().unwrap_or_default(),
                retrievability,
                minutes: 0,
            };
            (due, tried.difficulty)
        })
        .collect();
    drop(journal);
    // Their minutes are those of today, not those of when they were last tried, as the sum has them.
    let ids: Vec<Uuid> = due.iter().map(|(due, _)| due.id.0).collect();
    let mut solves = solves(journals.pool(), user, &ids).await?;
    for (due, difficulty) in &mut due {
        let own = solves.remove(&due.id.0).unwrap_or_default();
        due.minutes = of_problem(expected[place(*difficulty)], &own);
    }
    let due = due.into_iter().map(|(due, _)| due).collect();
    Ok(DueOn {
        queue: Queue::new(due, left),
        total,
        total_minutes,
        coming,
    })
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

/// How many problems are put into order: those that fit into so many minutes, those that are spread at once, and
/// those that may change places with them.
fn ordered(left: i32) -> usize {
    usize::try_from(left / LEAST_MINUTES).unwrap_or(0) + SPREAD_LIMIT + LOOK
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
