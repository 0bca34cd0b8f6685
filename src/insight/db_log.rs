//! The review log and the sums of days, which follow from it.

use super::derive::{DaySums, LogRow, day_changes};
use crate::{auth::model::UserId, problem::model::Difficulty, review::model::Grade};
use chrono::NaiveDate;
use sqlx::PgConnection;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Has the log of these problems be `rows`, each with its problem, and the days agree. Only what changes is
/// written.
///
/// # Errors
/// When the database cannot answer.
pub async fn replace(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
    rows: &[(Uuid, &LogRow)],
) -> Result<(), sqlx::Error> {
    let mut before = stored(conn, user, problems).await?;
    let mut gone = Vec::new();
    let mut come = Vec::new();
    for (problem, row) in rows {
        match before.remove(&row.attempt) {
            Some(stored) if stored == **row => {}
            other => {
                gone.extend(other);
                come.push((*problem, *row));
            }
        }
    }
    let removed: Vec<Uuid> = before.keys().copied().collect();
    gone.extend(before.into_values());
    if !removed.is_empty() {
        sqlx::query!(
            "delete from review_log where user_id = $1 and attempt_id = any($2)",
            user.as_str(),
            &removed
        )
        .execute(&mut *conn)
        .await?;
    }
    write(conn, user, &come).await?;
    let changes = day_changes(&gone, come.iter().map(|(_, row)| *row));
    move_days(conn, user, &changes).await
}

/// Takes what these problems add to the days away; call before deleting them.
///
/// # Errors
/// When the database cannot answer.
pub async fn discount(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<(), sqlx::Error> {
    let gone: Vec<LogRow> = stored(conn, user, problems).await?.into_values().collect();
    move_days(conn, user, &day_changes(&gone, [])).await
}

async fn stored(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<HashMap<Uuid, LogRow>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select attempt_id, local_date, difficulty as "difficulty: Difficulty", grade, chosen, counted,
                  predicted, solved, first, minutes, own_solve, recall
           from review_log where user_id = $1 and problem_id = any($2)"#,
        user.as_str(),
        problems
    )
    .fetch_all(conn)
    .await?;
    let rows = rows.into_iter().map(|row| {
        let stored = LogRow {
            attempt: row.attempt_id,
            local_date: row.local_date,
            difficulty: row.difficulty,
            grade: Grade::from_number(row.grade).unwrap_or(Grade::Again),
            chosen: row.chosen,
            counted: row.counted,
            predicted: row.predicted,
            solved: row.solved,
            first: row.first,
            minutes: row.minutes,
            own_solve: row.own_solve,
            recall: row.recall,
        };
        (row.attempt_id, stored)
    });
    Ok(rows.collect())
}

fn column<'a, Value>(
    rows: &'a [(Uuid, &LogRow)],
    value: impl Fn(&'a LogRow) -> Value,
) -> Vec<Value> {
    rows.iter().map(|(_, row)| value(row)).collect()
}

async fn write(
    conn: &mut PgConnection,
    user: &UserId,
    rows: &[(Uuid, &LogRow)],
) -> Result<(), sqlx::Error> {
    if rows.is_empty() {
        return Ok(());
    }
    let problems: Vec<Uuid> = rows.iter().map(|(problem, _)| *problem).collect();
    sqlx::query!(
        "insert into review_log
             (user_id, attempt_id, problem_id, local_date, difficulty, grade, chosen, counted, predicted,
              solved, first, minutes, own_solve, recall)
         select $1, attempt_id, problem_id, local_date, difficulty::difficulty, grade, chosen, counted,
                predicted, solved, first, minutes, own_solve, recall
         from unnest($2::uuid[], $3::uuid[], $4::date[], $5::text[], $6::smallint[], $7::bool[], $8::bool[],
                     $9::real[], $10::bool[], $11::bool[], $12::int[], $13::bool[], $14::bool[])
              as row (attempt_id, problem_id, local_date, difficulty, grade, chosen, counted, predicted,
                      solved, first, minutes, own_solve, recall)
         on conflict (user_id, attempt_id) do update set
             problem_id = excluded.problem_id, local_date = excluded.local_date,
             difficulty = excluded.difficulty, grade = excluded.grade, chosen = excluded.chosen,
             counted = excluded.counted, predicted = excluded.predicted, solved = excluded.solved,
             first = excluded.first, minutes = excluded.minutes, own_solve = excluded.own_solve,
             recall = excluded.recall",
        user.as_str(),
        &column(rows, |row| row.attempt),
        &problems,
        &column(rows, |row| row.local_date),
        &column(rows, |row| row.difficulty.slug()) as &[&str],
        &column(rows, |row| i16::from(row.grade.number())),
        &column(rows, |row| row.chosen),
        &column(rows, |row| row.counted),
        &column(rows, |row| row.predicted) as &[Option<f32>],
        &column(rows, |row| row.solved),
        &column(rows, |row| row.first),
        &column(rows, |row| row.minutes) as &[Option<i32>],
        &column(rows, |row| row.own_solve),
        &column(rows, |row| row.recall),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Moves the sums of days. The caller holds the journal.
async fn move_days(
    conn: &mut PgConnection,
    user: &UserId,
    changes: &BTreeMap<NaiveDate, DaySums>,
) -> Result<(), sqlx::Error> {
    if changes.is_empty() {
        return Ok(());
    }
    let dates: Vec<NaiveDate> = changes.keys().copied().collect();
    let ints = |value: fn(&DaySums) -> i32| -> Vec<i32> { changes.values().map(value).collect() };
    let longs = |value: fn(&DaySums) -> i64| -> Vec<i64> { changes.values().map(value).collect() };
    // A row to be moved by what is negative must be there before, or its checks would refuse it.
    sqlx::query!(
        "insert into journal_days (user_id, local_date) select $1, unnest($2::date[])
         on conflict (user_id, local_date) do nothing",
        user.as_str(),
        &dates
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update journal_days d set
             attempts = d.attempts + row.attempts, minutes = d.minutes + row.minutes,
             solved = d.solved + row.solved, first_tries = d.first_tries + row.first_tries,
             first_solves = d.first_solves + row.first_solves,
             easy_paced = d.easy_paced + row.easy_paced, easy_pace = d.easy_pace + row.easy_pace,
             medium_paced = d.medium_paced + row.medium_paced, medium_pace = d.medium_pace + row.medium_pace,
             hard_paced = d.hard_paced + row.hard_paced, hard_pace = d.hard_pace + row.hard_pace,
             recalls = d.recalls + row.recalls
         from unnest($2::date[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[], $9::bigint[],
                     $10::int[], $11::bigint[], $12::int[], $13::bigint[], $14::int[])
              as row (local_date, attempts, minutes, solved, first_tries, first_solves, easy_paced, easy_pace,
                      medium_paced, medium_pace, hard_paced, hard_pace, recalls)
         where d.user_id = $1 and d.local_date = row.local_date",
        user.as_str(),
        &dates,
        &ints(|day| day.attempts),
        &ints(|day| day.minutes),
        &ints(|day| day.solved),
        &ints(|day| day.first_tries),
        &ints(|day| day.first_solves),
        &ints(|day| day.paced[0]),
        &longs(|day| day.pace[0]),
        &ints(|day| day.paced[1]),
        &longs(|day| day.pace[1]),
        &ints(|day| day.paced[2]),
        &longs(|day| day.pace[2]),
        &ints(|day| day.recalls),
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from journal_days where user_id = $1 and local_date = any($2) and attempts = 0",
        user.as_str(),
        &dates
    )
    .execute(conn)
    .await?;
    Ok(())
}
