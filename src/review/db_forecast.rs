//! What a forecast needs besides the problems that are tried already.

use super::expected::{SOLVES, default_minutes, of_difficulty};
use crate::{auth::model::UserId, problem::model::Difficulty};
use sqlx::{PgExecutor, PgPool};

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
