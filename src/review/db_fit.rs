//! Fitting weights to people's logs: whose log has grown enough, and what is kept of a fit.

use super::{
    fit::{ENOUGH, Fit, Review},
    model::{FitSummary, Grade},
};
use crate::{auth::model::UserId, insight::db::rebuild};
use sqlx::PgPool;

/// Somebody whose log has enough reviews, and a quarter more than when it was fitted last; whoever comes after
/// `after` by their id. None when there is nobody further on.
///
/// # Errors
/// When the database cannot answer.
pub async fn next_to_fit(
    pool: &PgPool,
    after: Option<&UserId>,
) -> Result<Option<UserId>, sqlx::Error> {
    let enough = i32::try_from(ENOUGH).unwrap_or(i32::MAX);
    let user = sqlx::query_scalar!(
        "select t.user_id from journal_totals t
         left join weight_fits f on f.user_id = t.user_id
         where t.user_id > $1 and t.attempts >= $2
               and (select count(*) from review_log l where l.user_id = t.user_id and l.predicted is not null)
                   >= greatest($2, 5 * (coalesce(f.fitted_reviews, 0) + coalesce(f.tried_reviews, 0)) / 4)
         order by t.user_id limit 1",
        after.map(UserId::as_str).unwrap_or_default(),
        enough
    )
    .fetch_optional(pool)
    .await?;
    Ok(user.map(UserId::new))
}

/// Every review of the person's that moved a memory.
///
/// # Errors
/// When the database cannot answer.
pub async fn reviews(pool: &PgPool, user: &UserId) -> Result<Vec<Review>, sqlx::Error> {
    let rows = sqlx::query!(
        "select problem_id, local_date, grade from review_log where user_id = $1 and counted",
        user.as_str()
    )
    .fetch_all(pool)
    .await?;
    let reviews = rows.into_iter().filter_map(|row| {
        Some(Review {
            problem: row.problem_id,
            date: row.local_date,
            grade: Grade::from_number(row.grade)?,
        })
    });
    Ok(reviews.collect())
}

/// Keeps a fit; its weights are the person's from now on if they predict better, and everybody's are if not. The
/// journal is derived anew when that changes anything.
///
/// # Errors
/// When the database cannot answer; then nothing is kept.
pub async fn keep(pool: &PgPool, user: &UserId, fit: &Fit) -> Result<(), sqlx::Error> {
    let better = fit.is_better();
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let mut tx = pool.begin().await?;
    sqlx::query!(
        "insert into weight_fits (user_id, fitted_reviews, tried_reviews, loss_before, loss_after, used)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (user_id) do update set
             fitted_at = now(), fitted_reviews = excluded.fitted_reviews, tried_reviews = excluded.tried_reviews,
             loss_before = excluded.loss_before, loss_after = excluded.loss_after, used = excluded.used",
        user.as_str(),
        count(fit.fitted_reviews),
        count(fit.tried_reviews),
        fit.loss_before,
        fit.loss_after,
        better
    )
    .execute(&mut *tx)
    .await?;
    let weights = better.then(|| fit.weights.0.to_vec());
    let changed = sqlx::query!(
        "update users set weights = $2 where clerk_id = $1 and weights is distinct from $2",
        user.as_str(),
        weights.as_deref()
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if changed > 0 {
        rebuild(&mut tx, user).await?;
    }
    tx.commit().await
}

/// The latest fit of the person's; none before the first.
///
/// # Errors
/// When the database cannot answer.
pub async fn latest_fit(pool: &PgPool, user: &UserId) -> Result<Option<FitSummary>, sqlx::Error> {
    sqlx::query_as!(
        FitSummary,
        "select fitted_reviews, tried_reviews, loss_before, loss_after, used
         from weight_fits where user_id = $1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await
}
