//! The statement behind the time chart and the choice of two attempts.

use crate::{
    attempt::{
        model::{AttemptId, Moment, Status},
        outline::{AttemptOutline, OUTLINE_LIMIT},
    },
    auth::model::UserId,
    error::AppError,
    problem::model::ProblemId,
};
use sqlx::PgPool;

/// The latest attempts at a problem in short, latest first; at most [`OUTLINE_LIMIT`].
///
/// # Errors
/// When the database cannot answer.
pub async fn outline(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
) -> Result<Vec<AttemptOutline>, AppError> {
    let rows = sqlx::query!(
        r#"select id, status as "status: Status", time_taken, language, attempted_at,
                  utc_offset_minutes, local_date, solution_code is not null as "coded!"
           from attempts where user_id = $1 and problem_id = $2
           order by attempted_at desc, id desc limit $3"#,
        user.as_str(),
        problem.0,
        i64::try_from(OUTLINE_LIMIT).unwrap_or(i64::MAX)
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AttemptOutline {
            id: AttemptId(row.id),
            status: row.status,
            minutes: row.time_taken,
            moment: Moment {
                at: row.attempted_at,
                utc_offset_minutes: row.utc_offset_minutes,
                local_date: row.local_date,
            },
            language: row.language,
            coded: row.coded,
        })
        .collect())
}
