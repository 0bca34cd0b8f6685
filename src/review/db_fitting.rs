//! Fitting weights off the request path: for one person, and for everybody in their turn.

use super::{
    db_fit::{keep, next_to_fit, reviews},
    fit::{Fit, FitError, fit},
};
use crate::auth::model::UserId;
use sqlx::PgPool;
use std::time::Duration;

/// How long it is until the next person is looked for, and after the last one.
const BETWEEN: Duration = Duration::from_secs(30);
const ROUND: Duration = Duration::from_hours(6);

/// Why somebody's weights could not be fitted.
#[derive(Debug, thiserror::Error)]
pub enum FittingError {
    /// There is nothing to fit, or the optimiser gave up.
    #[error("{0}")]
    Fit(#[from] FitError),
    /// The database could not be read or written.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The thread that fitted ended early.
    #[error("fitting broke off")]
    BrokeOff,
}

/// Fits weights to one person's log and uses them if they predict better. Takes seconds of one core.
///
/// # Errors
/// [`FittingError`]; then everything stays as it was.
pub async fn fit_person(pool: &PgPool, user: &UserId) -> Result<Fit, FittingError> {
    let reviews = reviews(pool, user).await?;
    let fitted = tokio::task::spawn_blocking(move || fit(&reviews)).await;
    let fitted = fitted.map_err(|_| FittingError::BrokeOff)??;
    keep(pool, user, &fitted).await?;
    Ok(fitted)
}

/// Fits the weights of everybody whose log has grown enough, one after the other, for as long as the process
/// lives.
pub async fn fit_everybody(pool: PgPool) {
    loop {
        let mut after: Option<UserId> = None;
        loop {
            tokio::time::sleep(BETWEEN).await;
            let user = match next_to_fit(&pool, after.as_ref()).await {
                Ok(Some(user)) => user,
                Ok(None) => break,
                Err(error) => {
                    tracing::warn!(%error, "nobody's weights can be fitted now");
                    break;
                }
            };
            match fit_person(&pool, &user).await {
                Ok(fit) => tracing::info!(
                    reviews = fit.fitted_reviews,
                    used = fit.is_better(),
                    "weights fitted"
                ),
                Err(error) => tracing::warn!(%error, "weights not fitted"),
            }
            after = Some(user);
        }
        tokio::time::sleep(ROUND).await;
    }
}
