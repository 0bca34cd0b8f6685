//! Deriving: reads the logs of problems, and writes what follows from them in the same transaction.

use super::{
    db_log,
    db_settle::hold_journal,
    derive::{Derived, LogRow, Logged, VERSION, derive},
};
use crate::{
    attempt::model::{AttemptId, Help, Status},
    auth::model::UserId,
    change::db::mark,
    problem::model::{Difficulty, ProblemId, Progress},
    review::{
        self,
        model::{Choices, Grade, state},
        replay::Entry,
        schedule::Rules,
    },
};
use sqlx::PgConnection;
use std::collections::HashMap;
use uuid::Uuid;

/// Problems whose logs are read in one go.
const BATCH: usize = 1_000;

/// Derives a problem's progress from its attempts again and moves the sums of the journal by the difference.
/// The caller holds the problem's row lock, so that two changes to one log do not cross.
///
/// # Errors
/// When the database cannot answer.
pub async fn derive_progress(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
) -> Result<(), sqlx::Error> {
    derive_progress_of(conn, user, &[problem.0]).await
}

/// The same for several problems, each named once; one that has no progress yet is counted as new.
///
/// # Errors
/// When the database cannot answer.
pub async fn derive_progress_of(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<(), sqlx::Error> {
    if problems.is_empty() {
        return Ok(());
    }
    hold_journal(conn, user).await?;
    // Read once the journal is held: whoever changes the rules holds it too.
    let rules = review::db::rules(conn, user).await?;
    for batch in problems.chunks(BATCH) {
        derive_batch(conn, user, &rules, batch).await?;
    }
    Ok(())
}

/// Derives everything of one journal from its log again; for bulk writes, repairs and newer rules. Answers
/// with the number of problems.
///
/// # Errors
/// When the database cannot answer.
pub async fn rebuild(conn: &mut PgConnection, user: &UserId) -> Result<usize, sqlx::Error> {
    // What is left of the past is settled by the schedule as it stands, before that is gone.
    hold_journal(conn, user).await?;
    sqlx::query!(
        "insert into journal_totals as t (user_id, derived_by) values ($1, $2)
         on conflict (user_id) do update set
             problems = 0, solved = 0, partial = 0, failed = 0, attempts = 0, solved_attempts = 0,
             derived_by = excluded.derived_by",
        user.as_str(),
        VERSION
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "delete from problem_progress where user_id = $1",
        user.as_str()
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from review_log where user_id = $1", user.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from journal_days where user_id = $1", user.as_str())
        .execute(&mut *conn)
        .await?;
    let problems = sqlx::query_scalar!(
        "select id from problems where user_id = $1 order by id",
        user.as_str()
    )
    .fetch_all(&mut *conn)
    .await?;
    derive_progress_of(conn, user, &problems).await?;
    crate::tag::db::rebuild(conn, user).await?;
    Ok(problems.len())
}

/// Whose journals older rules have derived.
///
/// # Errors
/// When the database cannot answer.
pub async fn derived_by_older_rules(conn: &mut PgConnection) -> Result<Vec<UserId>, sqlx::Error> {
    let users = sqlx::query_scalar!(
        "select clerk_id from users left join journal_totals on user_id = clerk_id
         where coalesce(derived_by, 0::smallint) < $1 order by clerk_id",
        VERSION
    )
    .fetch_all(conn)
    .await?;
    Ok(users.into_iter().map(UserId::new).collect())
}

/// A problem whose log is to be read, and what was derived from it before.
struct Known {
    id: Uuid,
    difficulty: Difficulty,
    choices: Choices,
    /// Attempts, solved attempts, status of the latest; none if it was not counted yet.
    before: Option<(i32, i32, Option<Status>)>,
}

async fn derive_batch(
    conn: &mut PgConnection,
    user: &UserId,
    rules: &Rules,
    problems: &[Uuid],
) -> Result<(), sqlx::Error> {
    let known = known(conn, user, problems).await?;
    let mut logs = logs(conn, user, problems).await?;
    let derived: Vec<(Known, Derived)> = known
        .into_iter()
        .map(|problem| {
            let log = logs.remove(&problem.id).unwrap_or_default();
            let derived = derive(&rules.weights, problem.difficulty, &problem.choices, &log);
            (problem, derived)
        })
        .collect();
    write_progress(conn, user, rules, &derived).await?;
    move_totals(conn, user, &derived).await?;
    let rows: Vec<(Uuid, &LogRow)> = derived
        .iter()
        .flat_map(|(problem, derived)| derived.rows.iter().map(|row| (problem.id, row)))
        .collect();
    db_log::replace(conn, user, problems, &rows).await?;
    mark(conn, user, problems).await
}

async fn known(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<Vec<Known>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id, p.difficulty as "difficulty: Difficulty", p.review_paused, p.mastered,
                  p.postponed_at, p.postponed_until, p.practise_from,
                  g.attempts as "attempts?", g.solved_attempts as "solved_attempts?",
                  g.latest_status as "latest_status?: Status"
           from problems p
           left join problem_progress g on g.user_id = p.user_id and g.problem_id = p.id
           where p.user_id = $1 and p.id = any($2) order by p.id"#,
        user.as_str(),
        problems
    )
    .fetch_all(conn)
    .await?;
    let known = rows.into_iter().map(|row| Known {
        id: row.id,
        difficulty: row.difficulty,
        choices: Choices {
            paused: row.review_paused,
            mastered: row.mastered,
            postponed: row.postponed_at.zip(row.postponed_until),
            practise_from: row.practise_from,
        },
        before: row
            .attempts
            .zip(row.solved_attempts)
            .map(|(attempts, solved)| (attempts, solved, row.latest_status)),
    });
    Ok(known.collect())
}

async fn logs(
    conn: &mut PgConnection,
    user: &UserId,
    problems: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Logged>>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id, problem_id, status as "status: Status", help as "help: Help", time_taken,
                  expected_minutes, chosen_grade, recall, local_date, attempted_at,
                  notes is not null as "noted!", solution_code is not null as "coded!"
           from attempts where user_id = $1 and problem_id = any($2)"#,
        user.as_str(),
        problems
    )
    .fetch_all(conn)
    .await?;
    let mut logs: HashMap<Uuid, Vec<Logged>> = HashMap::new();
    for row in rows {
        logs.entry(row.problem_id).or_default().push(Logged {
            entry: Entry {
                id: AttemptId(row.id),
                status: row.status,
                help: row.help,
                minutes: row.time_taken,
                expected_minutes: i32::from(row.expected_minutes),
                chosen: row.chosen_grade.and_then(Grade::from_number),
                recall: row.recall,
                local_date: row.local_date,
                attempted_at: row.attempted_at,
            },
            noted: row.noted,
            coded: row.coded,
        });
    }
    Ok(logs)
}

fn column<'a, Value>(
    rows: &'a [(Known, Derived)],
    value: impl Fn(&'a Derived) -> Value,
) -> Vec<Value> {
    rows.iter().map(|(_, derived)| value(derived)).collect()
}

async fn write_progress(
    conn: &mut PgConnection,
    user: &UserId,
    rules: &Rules,
    rows: &[(Known, Derived)],
) -> Result<(), sqlx::Error> {
    let learned = |derived: &Derived| derived.replay.learned;
    let progress = |derived: &Derived| -> Progress { derived.progress.clone() };
    let states: Vec<&str> = rows
        .iter()
        .map(|(problem, derived)| state(derived.replay.learned.as_ref(), &problem.choices).slug())
        .collect();
    let due: Vec<_> = rows
        .iter()
        .map(|(problem, derived)| {
            let learned = derived.replay.learned.as_ref();
            rules.due_on(learned, &problem.choices, ProblemId(problem.id))
        })
        .collect();
    let ids: Vec<Uuid> = rows.iter().map(|(problem, _)| problem.id).collect();
    sqlx::query!(
        "insert into problem_progress
             (user_id, problem_id, attempts, solved_attempts, latest_status, latest_attempted_at,
              latest_local_date, best_minutes, last_minutes, noted_attempts, coded_attempts,
              state, due_on, stability, memory_difficulty, reviewed_on, reviewed_at, last_grade,
              last_was_recall, reps, lapses, agains, clean, expected_minutes)
         select $1, problem_id, attempts, solved_attempts, latest_status::status,
                latest_attempted_at, latest_local_date, best_minutes, last_minutes, noted, coded,
                state, due_on, stability, difficulty, reviewed_on, reviewed_at, last_grade,
                coalesce(last_was_recall, false), coalesce(reps, 0), coalesce(lapses, 0), coalesce(agains, 0),
                coalesce(clean, 0), expected_minutes::smallint
         from unnest($2::uuid[], $3::int[], $4::int[], $5::text[], $6::timestamptz[], $7::date[],
                     $8::int[], $9::int[], $10::int[], $11::int[], $12::text[], $13::date[],
                     $14::float8[], $15::float8[], $16::date[], $17::timestamptz[], $18::smallint[],
                     $19::bool[], $20::int[], $21::int[], $22::int[], $23::int[], $24::int[])
              as row (problem_id, attempts, solved_attempts, latest_status, latest_attempted_at,
                      latest_local_date, best_minutes, last_minutes, noted, coded, state, due_on,
                      stability, difficulty, reviewed_on, reviewed_at, last_grade, last_was_recall,
                      reps, lapses, agains, clean, expected_minutes)
         on conflict (user_id, problem_id) do update set
             attempts = excluded.attempts, solved_attempts = excluded.solved_attempts,
             latest_status = excluded.latest_status,
             latest_attempted_at = excluded.latest_attempted_at,
             latest_local_date = excluded.latest_local_date,
             best_minutes = excluded.best_minutes, last_minutes = excluded.last_minutes,
             noted_attempts = excluded.noted_attempts, coded_attempts = excluded.coded_attempts,
             state = excluded.state, due_on = excluded.due_on, stability = excluded.stability,
             memory_difficulty = excluded.memory_difficulty, reviewed_on = excluded.reviewed_on,
             reviewed_at = excluded.reviewed_at, last_grade = excluded.last_grade,
             last_was_recall = excluded.last_was_recall, reps = excluded.reps,
             lapses = excluded.lapses, agains = excluded.agains, clean = excluded.clean,
             expected_minutes = excluded.expected_minutes",
        user.as_str(),
        &ids,
        &column(rows, |row| row.progress.attempts),
        &column(rows, |row| row.progress.solved_attempts),
        &column(rows, |row| progress(row).latest_status.map(Status::slug)) as &[Option<&str>],
        &column(rows, |row| row.progress.latest_attempted_at) as _,
        &column(rows, |row| row.progress.latest_local_date) as _,
        &column(rows, |row| row.progress.best_minutes) as &[Option<i32>],
        &column(rows, |row| row.progress.last_minutes) as &[Option<i32>],
        &column(rows, |row| row.progress.noted_attempts),
        &column(rows, |row| row.progress.coded_attempts),
        &states as &[&str],
        &due as _,
        &column(rows, |row| learned(row).map(|learned| learned.stability)) as &[Option<f64>],
        &column(rows, |row| learned(row).map(|learned| learned.difficulty)) as &[Option<f64>],
        &column(rows, |row| learned(row).map(|learned| learned.last_on)) as _,
        &column(rows, |row| learned(row).map(|learned| learned.last_at)) as _,
        &column(rows, |row| learned(row).map(|learned| i16::from(learned.last_grade.number())))
            as &[Option<i16>],
        &column(rows, |row| learned(row).map(|learned| learned.last_was_recall))
            as &[Option<bool>],
        &column(rows, |row| learned(row).map(|learned| learned.reps)) as &[Option<i32>],
        &column(rows, |row| learned(row).map(|learned| learned.lapses)) as &[Option<i32>],
        &column(rows, |row| learned(row).map(|learned| learned.agains)) as &[Option<i32>],
        &column(rows, |row| learned(row).map(|learned| learned.clean)) as &[Option<i32>],
        &column(rows, |row| row.replay.expected_minutes) as &[Option<i32>],
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Moves the totals by what these problems are now, less what they were.
async fn move_totals(
    conn: &mut PgConnection,
    user: &UserId,
    rows: &[(Known, Derived)],
) -> Result<(), sqlx::Error> {
    let mut sums = [0_i32; 6];
    let mut add = |sign: i32, problems, attempts, solved, status: Option<Status>| {
        let of = |wanted| i32::from(status == Some(wanted));
        let counts = [
            problems,
            attempts,
            solved,
            of(Status::Solved),
            of(Status::Partial),
            of(Status::Failed),
        ];
        for (sum, count) in sums.iter_mut().zip(counts) {
            *sum += sign * count;
        }
    };
    for (problem, derived) in rows {
        let now = &derived.progress;
        add(1, 1, now.attempts, now.solved_attempts, now.latest_status);
        if let Some((attempts, solved, status)) = problem.before {
            add(-1, 1, attempts, solved, status);
        }
    }
    let [problems, attempts, solved_attempts, solved, partial, failed] = sums;
    if sums == [0; 6] {
        return Ok(());
    }
    sqlx::query!(
        "update journal_totals set
             problems = problems + $2, attempts = attempts + $3, solved_attempts = solved_attempts + $4,
             solved = solved + $5, partial = partial + $6, failed = failed + $7
         where user_id = $1",
        user.as_str(),
        problems,
        attempts,
        solved_attempts,
        solved,
        partial,
        failed
    )
    .execute(conn)
    .await?;
    Ok(())
}
