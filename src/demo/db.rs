//! The rows of an invented journal: one transaction, a few thousand rows per statement.

use super::{
    command::{DemoError, Written},
    generate::{AttemptRow, Journal, ProblemRow},
};
use crate::{
    auth::model::UserId,
    change::db::mark,
    insight::db::rebuild,
    problem::model::{Difficulty, RULES_VERSION},
    review::expected::default_minutes,
};
use sqlx::{PgConnection, PgPool};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows per statement: a few megabytes of text.
const BATCH: usize = 5_000;

/// Stores a journal for somebody whose journal is empty, or is emptied first.
///
/// # Errors
/// [`DemoError::NotEmpty`] when there are problems already and `replace` is not set; otherwise
/// when the database refuses. Nothing is written then.
pub async fn store(
    pool: &PgPool,
    user: &UserId,
    replace: bool,
    make: impl FnOnce() -> Journal,
) -> Result<Written, DemoError> {
    let mut tx = pool.begin().await?;
    lock_user(&mut tx, user).await?;
    if replace {
        clear(&mut tx, user).await?;
    } else if has_problems(&mut tx, user).await? {
        return Err(DemoError::NotEmpty(user.as_str().to_owned()));
    }
    let journal = make();
    set_time_zone(&mut tx, user, journal.time_zone).await?;
    for batch in journal.problems.chunks(BATCH) {
        insert_problems(&mut tx, user, batch).await?;
    }
    let difficulties: HashMap<Uuid, Difficulty> = journal
        .problems
        .iter()
        .map(|problem| (problem.id, problem.difficulty))
        .collect();
    let expected = |attempt: &AttemptRow| {
        let difficulty = difficulties.get(&attempt.problem_id);
        default_minutes(difficulty.copied().unwrap_or(Difficulty::Medium))
    };
    for batch in journal.attempts.chunks(BATCH) {
        insert_attempts(&mut tx, user, batch, expected).await?;
    }
    count_anew(&mut tx).await?;
    rebuild(&mut tx, user).await?;
    count_anew(&mut tx).await?;
    tx.commit().await?;
    Ok(Written {
        problems: journal.problems.len(),
        attempts: journal.attempts.len(),
    })
}

/// Makes sure the person has a row and holds off a second run for the same person.
async fn lock_user(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into users (clerk_id, email) values ($1, '')
         on conflict (clerk_id) do update set clerk_id = excluded.clerk_id",
        user.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn has_problems(conn: &mut PgConnection, user: &UserId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from problems where user_id = $1) as "exists!""#,
        user.as_str()
    )
    .fetch_one(conn)
    .await
}

/// Deletes the log before the problems: deleting it through the foreign key is slower.
async fn clear(conn: &mut PgConnection, user: &UserId) -> Result<(), sqlx::Error> {
    let problems = sqlx::query_scalar!("select id from problems where user_id = $1", user.as_str())
        .fetch_all(&mut *conn)
        .await?;
    mark(conn, user, &problems).await?;
    sqlx::query!("delete from attempts where user_id = $1", user.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from problems where user_id = $1", user.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

async fn set_time_zone(
    conn: &mut PgConnection,
    user: &UserId,
    zone: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set time_zone = $2, updated_at = now() where clerk_id = $1",
        user.as_str(),
        zone
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets the planner see the new rows, before they are read and for those who read the journal
/// next. Without it, it takes the journal for empty and joins its
/// tables row by row: minutes instead of a second for a large one. No rows are read or written
/// for anybody; this is the one statement here without a `user_id`.
async fn count_anew(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("analyze problems, attempts, problem_progress, journal_tags")
        .execute(conn)
        .await?;
    Ok(())
}

/// One column of a batch.
fn column<'a, Row, Value>(rows: &'a [Row], value: impl FnMut(&'a Row) -> Value) -> Vec<Value> {
    rows.iter().map(value).collect()
}

async fn insert_problems(
    conn: &mut PgConnection,
    user: &UserId,
    rows: &[ProblemRow],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into problems
             (user_id, id, title, url, platform, identity, difficulty, tags, description,
              recognised_by, created_at, updated_at, starred)
         select $1, row.id, row.title, row.url, row.platform, row.identity,
                row.difficulty::difficulty, string_to_array(row.tags, ','), row.description,
                $2, row.created_at, row.created_at,
                -- One in twelve, told by the id: the same seed stars the same.
                get_byte(uuid_send(row.id), 15) < 21
         from unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                     $9::text[], $10::text[], $11::timestamptz[])
              as row (id, title, url, platform, identity, difficulty, tags, description, created_at)",
        user.as_str(),
        RULES_VERSION,
        &column(rows, |row| row.id),
        &column(rows, |row| row.title.clone()),
        &column(rows, |row| row.url.clone()),
        &column(rows, |row| row.platform.to_owned()),
        &column(rows, |row| row.identity.clone()),
        &column(rows, |row| row.difficulty.slug().to_owned()),
        // Tags never contain a comma.
        &column(rows, |row| row.tags.join(",")),
        &column(rows, |row| row.description.clone()) as &[Option<String>],
        &column(rows, |row| row.created_at),
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_attempts(
    conn: &mut PgConnection,
    user: &UserId,
    rows: &[AttemptRow],
    expected: impl Fn(&AttemptRow) -> i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into attempts
             (user_id, id, problem_id, status, time_taken, help, notes, solution_code, language,
              attempted_at, utc_offset_minutes, local_date, created_at, updated_at, expected_minutes)
         select $1, row.id, row.problem_id, row.status::status, row.minutes, row.help, row.notes,
                row.code, row.language, row.attempted_at, row.utc_offset_minutes, row.local_date,
                row.attempted_at, row.attempted_at, row.expected
         from unnest($2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::text[], $7::text[],
                     $8::text[], $9::text[], $10::timestamptz[], $11::smallint[], $12::date[], $13::int[])
              as row (id, problem_id, status, minutes, help, notes, code, language, attempted_at,
                      utc_offset_minutes, local_date, expected)",
        user.as_str(),
        &column(rows, |row| row.id),
        &column(rows, |row| row.problem_id),
        &column(rows, |row| row.status.slug().to_owned()),
        &column(rows, |row| row.minutes) as &[Option<i32>],
        &column(rows, |row| row.help.slug().to_owned()),
        &column(rows, |row| row.notes.as_deref()) as &[Option<&str>],
        &column(rows, |row| row.code.as_ref().map(|(code, _)| code.as_str())) as &[Option<&str>],
        &column(rows, |row| row.code.as_ref().map(|(_, language)| *language)) as &[Option<&str>],
        &column(rows, |row| row.attempted_at),
        &column(rows, |row| row.utc_offset_minutes),
        &column(rows, |row| row.local_date),
        &column(rows, expected),
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::generate::{Plan, journal};
    use chrono::NaiveDate;

    type StoredProblem = (uuid::Uuid, String, Vec<String>, Option<String>, String);
    type StoredAttempt = (
        uuid::Uuid,
        Option<i32>,
        Option<String>,
        Option<String>,
        NaiveDate,
        i16,
    );

    fn plan(user: &UserId, problems: usize, attempts: usize) -> Plan {
        let until = NaiveDate::from_ymd_opt(2025, 11, 20).unwrap();
        Plan {
            user: user.as_str().to_owned(),
            problems,
            attempts,
            seed: 1,
            until,
        }
    }

    async fn write(
        pool: &PgPool,
        user: &UserId,
        replace: bool,
        size: (usize, usize),
    ) -> Result<Written, DemoError> {
        store(pool, user, replace, || journal(&plan(user, size.0, size.1))).await
    }

    /// Problems, attempts, solved attempts, and problems whose latest attempt solved them.
    async fn counted(pool: &PgPool, user: &UserId) -> [i64; 4] {
        let row: (i64, i64, i64, i64) = sqlx::query_as(
            "select (select count(*) from problems where user_id = $1),
                    (select count(*) from attempts where user_id = $1),
                    (select count(*) from attempts where user_id = $1 and status = 'solved'),
                    (select count(*) from (
                        select distinct on (problem_id) status from attempts where user_id = $1
                        order by problem_id, attempted_at desc
                    ) as latest where status = 'solved')",
        )
        .bind(user.as_str())
        .fetch_one(pool)
        .await
        .unwrap();
        [row.0, row.1, row.2, row.3]
    }

    async fn totals(pool: &PgPool, user: &UserId) -> [i64; 4] {
        let row: (i32, i32, i32, i32) = sqlx::query_as(
            "select problems, attempts, solved_attempts, solved from journal_totals where user_id = $1",
        )
        .bind(user.as_str())
        .fetch_one(pool)
        .await
        .unwrap();
        [row.0, row.1, row.2, row.3].map(i64::from)
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn the_rows_are_there_and_the_totals_are_those_of_the_log(pool: PgPool) {
        let ada = UserId::new("user_ada");
        let written = write(&pool, &ada, false, (150, 500)).await.unwrap();
        assert_eq!(
            written,
            Written {
                problems: 150,
                attempts: 500
            }
        );
        let counted = counted(&pool, &ada).await;
        assert_eq!(counted[..2], [150, 500]);
        assert_eq!(totals(&pool, &ada).await, counted);
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn every_field_arrives_as_it_was_made(pool: PgPool) {
        let ada = UserId::new("user_ada");
        let made = journal(&plan(&ada, 60, 120));
        write(&pool, &ada, false, (60, 120)).await.unwrap();
        let problems: Vec<StoredProblem> =
sqlx::query_as(
            "select id, identity, tags, description, difficulty::text from problems where user_id = 'user_ada'",
        )
        .fetch_all(&pool)
        .await
        .unwrap();
        for (id, identity, tags, description, difficulty) in problems {
            let row = made.problems.iter().find(|row| row.id == id).unwrap();
            assert_eq!(
                (&row.identity, &row.tags, &row.description),
                (&identity, &tags, &description)
            );
            assert_eq!(row.difficulty.slug(), difficulty);
        }
        let attempts: Vec<StoredAttempt> = sqlx::query_as(
            "select id, time_taken, notes, solution_code, local_date, utc_offset_minutes
             from attempts where user_id = 'user_ada' order by attempted_at",
        )
        .fetch_all(&pool)
        .await
        .unwrap();
        for (row, (id, minutes, notes, code, date, offset)) in made.attempts.iter().zip(attempts) {
            assert_eq!(
                (row.id, row.minutes, row.local_date, row.utc_offset_minutes),
                (id, minutes, date, offset)
            );
            assert_eq!(
                (&row.notes, row.code.as_ref().map(|code| &code.0)),
                (&notes, code.as_ref())
            );
        }
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn a_journal_that_is_not_empty_is_left_alone_unless_it_may_be_replaced(pool: PgPool) {
        let (ada, bob) = (UserId::new("user_ada"), UserId::new("user_bob"));
        write(&pool, &ada, false, (20, 40)).await.unwrap();
        write(&pool, &bob, false, (20, 40)).await.unwrap();
        let refused = write(&pool, &ada, false, (30, 50)).await;
        assert!(matches!(refused, Err(DemoError::NotEmpty(user)) if user == "user_ada"));
        assert_eq!(counted(&pool, &ada).await[..2], [20, 40]);

        write(&pool, &ada, true, (30, 50)).await.unwrap();
        assert_eq!(counted(&pool, &ada).await[..2], [30, 50]);
        assert_eq!(totals(&pool, &ada).await, counted(&pool, &ada).await);
        assert_eq!(counted(&pool, &bob).await[..2], [20, 40]);
    }
}
