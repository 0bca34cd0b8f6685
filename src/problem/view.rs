//! What a problem's page shows.

use super::{
    db,
    model::{ProblemId, ProblemView},
};
use crate::{
    attempt::{
        compare,
        db::timeline,
        outline::{chart, coded_choices},
        start::start,
    },
    auth::model::UserId,
    error::AppError,
    markdown::{render, render_attempts},
    paging::{PAGE_SIZE, PageAt},
    review::card::Standing,
    server::{context, state::AppState},
};
use chrono::Utc;

/// A problem with one page of its timeline.
///
/// # Errors
/// [`AppError::NotFound`] when the person has no such problem; and when the database cannot answer.
pub async fn page(
    state: &AppState,
    user: &UserId,
    id: ProblemId,
    at: PageAt,
) -> Result<ProblemView, AppError> {
    let (row, page, outline) = tokio::try_join!(
        db::find(&state.pool, user, id),
        timeline(&state.pool, user, id, at, PAGE_SIZE),
        compare::db::outline(&state.pool, user, id),
    )?;
    let clock = context::clock(state, user).await?;
    let today = clock.moment(Utc::now()).local_date;
    let (next, _, help) = start(state, user, id).await?;
    let description = row.problem.description.clone();
    let (description_html, attempts) = tokio::task::spawn_blocking(move || {
        (render(description.as_deref()), render_attempts(page.rows))
    })
    .await
    .map_err(|error| AppError::internal(&error))?;
    Ok(ProblemView {
        description_html,
        problem: row.problem,
        times_html: chart(&outline, row.progress.attempts),
        coded: coded_choices(&outline),
        progress: row.progress,
        attempts,
        newer: page.newer,
        older: page.older,
        next,
        help,
        time_zone: clock.zone_name().to_owned(),
        standing: Standing::of(id, &row.review, today),
    })
}
