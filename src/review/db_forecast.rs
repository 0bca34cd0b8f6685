//! What comes back in the coming days.

use super::{
    expected::{SOLVES, default_minutes, of_difficulty},
    forecast::Cohort,
    fsrs::Memory,
    plan::Situation,
};
use crate::{auth::model::UserId, problem::model::Difficulty};
use chrono::NaiveDate;
use sqlx::{PgExecutor, PgPool};

/// The problems that come back before a day, those together that are remembered about as well; what is overdue
/// comes `today`.
///
/// # Errors
/// When the database cannot answer.
pub async fn cohorts(
    pool: &PgPool,
    user: &UserId,
    today: NaiveDate,
    before: NaiveDate,
) -> Result<Vec<Cohort>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select greatest(due_on, $3) as "due_on!", count(*)::int as "problems!", sum(expected_minutes)::float8 as "minutes!",
                  avg(stability) as "stability!", avg(memory_difficulty) as "difficulty!"
           from problem_progress
           where user_id = $1 and due_on < $2 and due_on is not null
           group by 1, round(ln(stability) * 3), round(memory_difficulty / 2)"#,
        user.as_str(),
        before,
        today
    )
    .fetch_all(pool)
    .await?;
    let cohorts = rows.into_iter().map(|row| Cohort {
        due_on: row.due_on,
        memory: Memory {
            stability: row.stability,
            difficulty: row.difficulty,
        },
        problems: f64::from(row.problems),
        minutes: row.minutes,
    });
    Ok(cohorts.collect())
}

/// Problems that were never tried and are not left out: easy, medium, hard.
///
/// # Errors
/// When the database cannot answer.
pub async fn untried(pool: &PgPool, user: &UserId) -> Result<[i64; 3], sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.difficulty as "difficulty: Difficulty", count(*) as "problems!"
           from problem_progress g
           join problems p on p.user_id = g.user_id and p.id = g.problem_id
           where g.user_id = $1 and p.user_id = $1 and g.latest_status is null and g.state = 'new'
           group by p.difficulty"#,
        user.as_str()
    )
    .fetch_all(pool)
    .await?;
    let mut untried = [0; 3];
    for row in rows {
        untried[crate::insight::derive::place(row.difficulty)] = row.problems;
    }
    Ok(untried)
}

/// Minutes that one problem of each difficulty is expected to take the person.
///
/// # Errors
/// When the database cannot answer.
pub async fn expected(db: impl PgExecutor<'_>, user: &UserId) -> Result<[i32; 3], sqlx::Error> {
    let rows = sqlx::query!(
        r#"select of.difficulty as "difficulty!: Difficulty",
                  array(
                      select minutes from review_log
                      where user_id = $1 and difficulty = of.difficulty and own_solve and minutes is not null
                      order by local_date desc, attempt_id desc limit $2
                  ) as "solves!"
           from unnest(enum_range(null::difficulty)) as of (difficulty)"#,
        user.as_str(),
        SOLVES
    )
    .fetch_all(db)
    .await?;
    let mut expected = Difficulty::ALL.map(default_minutes);
    for row in rows {
        let of = &mut expected[crate::insight::derive::place(row.difficulty)];
        *of = of_difficulty(row.difficulty, &row.solves);
    }
    Ok(expected)
}

/// What a plan until an interview is made from. `expected` are the minutes that one problem of each difficulty is
/// expected to take, and `left_today` are the minutes that are left of today.
///
/// # Errors
/// When the database cannot answer.
pub async fn situation(
    pool: &PgPool,
    user: &UserId,
    settings: &crate::account::model::Settings,
    (today, interview): (NaiveDate, NaiveDate),
    expected: [i32; 3],
    left_today: i32,
) -> Result<Situation, sqlx::Error> {
    let (cohorts, untried) =
        tokio::try_join!(cohorts(pool, user, today, interview), untried(pool, user))?;
    Ok(Situation {
        cohorts,
        untried,
        expected,
        daily: i32::from(settings.daily_minutes),
        rest_days: settings.rest_days.clone(),
        left_today,
    })
}
