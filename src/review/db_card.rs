//! The statements about the reviews of one problem: where it stands, and what was revealed of it.

use super::{
    card::{Standing, Told},
    expected::Expected,
    model::Grade,
};
use crate::{
    attempt::model::{AttemptId, Help},
    auth::model::UserId,
    error::AppError,
    problem::{
        db::find,
        model::{Difficulty, ProblemId},
    },
};
use chrono::NaiveDate;
use sqlx::PgPool;

/// Minutes that the next attempt at a problem is expected to take, as it will be graded by.
///
/// # Errors
/// [`AppError::NotFound`] when it does not exist or is somebody else's.
pub async fn expected(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
) -> Result<Expected, AppError> {
    // Written so that the index of paces, which is by difficulty, does not seem to fit.
    let row = sqlx::query!(
        r#"select difficulty as "difficulty: Difficulty",
                  array(
                      select minutes from review_log
                      where user_id = $1 and problem_id = $2 and own_solve and coalesce(minutes, 0) > 0
                  ) as "solves!"
           from problems where user_id = $1 and id = $2"#,
        user.as_str(),
        problem.0
    )
    .fetch_optional(pool)
    .await?
    .ok_or(AppError::NotFound)?;
    let solves = super::db::solves(pool, user, row.difficulty).await?;
    Ok(Expected::new(row.difficulty, &solves, &row.solves))
}

/// What was revealed of a problem since the last attempt.
///
/// # Errors
/// When the database cannot answer.
pub async fn revealed(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
) -> Result<Help, sqlx::Error> {
    let help = sqlx::query_scalar!(
        "select help from reveals where user_id = $1 and problem_id = $2",
        user.as_str(),
        problem.0
    )
    .fetch_optional(pool)
    .await?;
    Ok(help
        .and_then(|slug| Help::from_slug(&slug))
        .unwrap_or_default())
}

/// Keeps that something of a problem was revealed; what was revealed before stays so. No help reveals nothing.
///
/// # Errors
/// [`AppError::NotFound`] when the problem does not exist or is somebody else's.
pub async fn reveal(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    help: Help,
) -> Result<(), AppError> {
    if help == Help::None {
        return Ok(());
    }
    let done = sqlx::query!(
        "insert into reveals (user_id, problem_id, help) values ($1, $2, $3)
         on conflict (user_id, problem_id) do update
         set help = excluded.help, revealed_at = now() where reveals.help = 'hint'",
        user.as_str(),
        problem.0,
        help.slug()
    )
    .execute(pool)
    .await;
    match done {
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(cause)) if cause.constraint() == Some("reveals_problem_fk") => {
            Err(AppError::NotFound)
        }
        Err(error) => Err(error.into()),
    }
}

/// Another problem with the same first tag and difficulty, that is not to be reviewed now anyway: one that was
/// never tried, else the one that comes back last.
///
/// # Errors
/// When the database cannot answer.
pub async fn sibling(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    today: NaiveDate,
) -> Result<Option<(ProblemId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "select p.id, p.title from problems of
         join problems p on p.user_id = $1 and p.tags @> of.tags[1:1] and p.tags[1] = of.tags[1]
              and p.difficulty = of.difficulty and p.id <> of.id
         join problem_progress g on g.user_id = $1 and g.problem_id = p.id
         where of.user_id = $1 and of.id = $2 and cardinality(of.tags) > 0
               and g.state <> 'paused' and (g.due_on is null or g.due_on > $3)
         order by g.state <> 'new', g.due_on desc nulls last, p.id limit 1",
        user.as_str(),
        problem.0,
        today
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| (ProblemId(row.id), row.title)))
}

/// What grading came to by which an attempt was logged, on the day `today`; none when that is not there.
///
/// # Errors
/// When the database cannot answer.
pub async fn told(
    pool: &PgPool,
    user: &UserId,
    attempt: AttemptId,
    today: NaiveDate,
) -> Result<Option<Told>, AppError> {
    let row = sqlx::query!(
        "select l.problem_id, l.grade, l.counted, p.title from review_log l
         join problems p on p.user_id = l.user_id and p.id = l.problem_id
         where l.user_id = $1 and p.user_id = $1 and l.attempt_id = $2",
        user.as_str(),
        attempt.0
    )
    .fetch_optional(pool)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let problem = ProblemId(row.problem_id);
    let review = find(pool, user, problem).await?.review;
    Ok(Grade::from_number(row.grade).map(|grade| Told {
        attempt,
        title: row.title,
        grade,
        counted: row.counted,
        standing: Standing::of(problem, &review, today),
        sibling: None,
    }))
}
