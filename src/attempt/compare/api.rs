//! What the browser may ask about two attempts.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::Comparison;
use crate::error::AppError;
use leptos::prelude::*;

/// Two attempts at a problem of the caller's. Without `to` it is the latest with code, without
/// `from` the one with code before that.
#[server(endpoint = "attempts/compare")]
pub async fn compare_attempts(
    problem_id: String,
    from: String,
    to: String,
) -> Result<Comparison, AppError> {
    use crate::attempt::{compare::diff, db, model::AttemptId, outline::coded_choices};
    let (user, state) = crate::server::context::caller().await?;
    let problem: crate::problem::model::ProblemId =
        problem_id.parse().map_err(|_| AppError::NotFound)?;
    let (row, outline) = tokio::try_join!(
        crate::problem::db::find(&state.pool, &user.id, problem),
        super::db::outline(&state.pool, &user.id, problem),
    )?;
    let coded = coded_choices(&outline);
    let named = |id: &str| match id {
        "" => Ok(None),
        id => id
            .parse::<AttemptId>()
            .map(Some)
            .map_err(|_| AppError::NotFound),
    };
    let to = named(&to)?.or(coded.first().map(|choice| choice.id));
    let before = coded
        .iter()
        .skip_while(|choice| Some(choice.id) != to)
        .nth(1);
    let from = named(&from)?.or(before.map(|choice| choice.id));
    let pair = if let Some((from, to)) = from.zip(to) {
        let (from, to) = tokio::try_join!(
            db::find(&state.pool, &user.id, from),
            db::find(&state.pool, &user.id, to),
        )?;
        if from.problem_id != problem || to.problem_id != problem {
            return Err(AppError::NotFound);
        }
        let pair = tokio::task::spawn_blocking(move || diff::pair(from, to)).await;
        Some(pair.map_err(|error| AppError::internal(&error))?)
    } else {
        // A lone attempt that was named must be there all the same.
        if let Some(to) = to
            && db::find(&state.pool, &user.id, to).await?.problem_id != problem
        {
            return Err(AppError::NotFound);
        }
        None
    };
    Ok(Comparison {
        problem_id: problem,
        title: row.problem.title,
        coded,
        pair,
    })
}
