//! Timers as pages show them; only the server knows the person's clock.

use super::{db, model::TimerView};
use crate::{
    auth::model::UserId,
    error::AppError,
    problem::model::ProblemId,
    server::{context, state::AppState},
    ui::time::moment_text,
};
use chrono::Utc;

/// The timer of a problem, on the person's clock.
///
/// # Errors
/// When the database cannot answer.
pub async fn of_problem(
    state: &AppState,
    user: &UserId,
    problem: ProblemId,
) -> Result<Option<TimerView>, AppError> {
    let Some(timer) = db::find(&state.pool, user, problem).await? else {
        return Ok(None);
    };
    let now = Utc::now();
    let since = match timer.running_since {
        Some(since) => {
            let clock = context::clock(state, user).await?;
            let began = clock.moment(since);
            if began.local_time().date() == clock.moment(now).local_time().date() {
                began.local_time().format("%H:%M").to_string()
            } else {
                moment_text(since, i32::from(began.utc_offset_minutes))
            }
        }
        None => String::new(),
    };
    Ok(Some(TimerView::of(timer, now, since)))
}
