//! What the browser may ask about timers.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{Running, TimerAnswer, TimerFields};
use crate::error::AppError;
use leptos::prelude::*;

/// Starts, pauses, resumes or discards the timer of a problem of the caller's, or leaves time out.
#[server(endpoint = "timers/act")]
pub async fn act_on_timer(fields: TimerFields) -> Result<TimerAnswer, AppError> {
    use super::{db, model::Action};
    let (user, state) = crate::server::context::caller().await?;
    let id: crate::problem::model::ProblemId =
        fields.problem_id.parse().map_err(|_| AppError::NotFound)?;
    // Whose it is comes before what is asked: somebody else's problem is not there.
    crate::problem::db::find(&state.pool, &user.id, id).await?;
    let action = Action::from_slug(&fields.action).ok_or(AppError::BadRequest)?;
    let (pool, now) = (&state.pool, chrono::Utc::now());
    match action {
        Action::Run => db::run(pool, &user.id, id, now).await?,
        Action::Pause => db::pause(pool, &user.id, id, now).await?,
        Action::Discard => db::end(&mut *pool.acquire().await?, &user.id, id).await?,
        Action::LeaveOut => {
            let since = fields.since.parse().map_err(|_| AppError::BadRequest)?;
            let seconds = fields.seconds.parse().map_err(|_| AppError::BadRequest)?;
            db::leave_out(pool, &user.id, id, (since, seconds), now).await?;
        }
    }
    let page = format!("/problems/{id}");
    Ok(TimerAnswer {
        timer: super::view::of_problem(&state, &user.id, id).await?,
        back: match fields.back.as_str() {
            "attempt" => page + "/attempts/new",
            "review" => format!("/review?problem={id}"),
            _ => page,
        },
    })
}

/// The timer that runs in the caller's journal, for the header of every page.
#[server(endpoint = "timers/running")]
pub async fn running_timer() -> Result<Option<Running>, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let running = super::db::running(&state.pool, &user.id).await?;
    Ok(running.map(|(problem, title, timer)| Running {
        problem,
        title,
        timer: super::model::TimerView::of(timer, chrono::Utc::now(), String::new()),
    }))
}
