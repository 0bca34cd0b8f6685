//! Without the network: what server functions answer, answered from the copy of the journal on this device. The pages do
//! not know the difference. Changes wait in the outbox of the device (`outbox`) until the server has them.

mod apply;
mod change;
pub mod clock;
pub mod home;
pub mod journal;
pub mod list;
pub mod problem;
pub mod review;
mod timer;

use crate::{
    attempt::api::{EditAttempt, EditAttemptForm, LogAttempt, NewAttemptForm},
    bulk::api::StarProblem,
    error::AppError,
    find::{api::FindProblems, jump::api::Jump},
    insight::api::OpenDashboard,
    notes::api::PreviewMarkdown,
    problem::api::{
        AddProblem, EditPart, EditProblem, EditProblemForm, NewProblemForm, ViewProblem,
    },
    review::api::{GradeProblem, OpenReview, RevealProblem},
    timer::api::{ActOnTimer, RunningTimer},
};
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// What a server function answers, as JSON; none when only the server can.
type Answered = Option<Result<String, AppError>>;

/// An answer as it would have come from the server.
#[derive(Serialize, Deserialize)]
pub struct Answer {
    /// Its status in HTTP.
    pub status: u16,
    /// Its body, JSON.
    pub body: String,
}

/// Answers a request to the server function at this path, whose arguments are the body of a form. None when this device
/// cannot, because it has no copy of the journal or because only the server can.
pub async fn answer(path: &str, body: &str) -> Option<Answer> {
    let answered = match path {
        FindProblems::PATH => list::find(arguments(body)?).await,
        Jump::PATH => list::jump(arguments(body)?).await,
        OpenDashboard::PATH => home::open().await,
        ViewProblem::PATH => problem::view(arguments(body)?).await,
        NewProblemForm::PATH => problem::new_form(arguments(body)?).await,
        EditProblemForm::PATH => problem::edit_form(arguments(body)?).await,
        NewAttemptForm::PATH => problem::new_attempt_form(arguments(body)?).await,
        EditAttemptForm::PATH => problem::edit_attempt_form(arguments(body)?).await,
        PreviewMarkdown::PATH => problem::preview(arguments(body)?),
        OpenReview::PATH => review::open(arguments(body)?).await,
        RevealProblem::PATH => review::reveal(arguments(body)?).await,
        GradeProblem::PATH => change::grade(arguments(body)?).await,
        AddProblem::PATH => change::add(arguments(body)?).await,
        EditProblem::PATH => change::edit(arguments(body)?).await,
        EditPart::PATH => change::edit_part(arguments(body)?).await,
        StarProblem::PATH => change::star(arguments(body)?).await,
        LogAttempt::PATH => change::log(arguments(body)?).await,
        EditAttempt::PATH => change::edit_attempt(arguments(body)?).await,
        ActOnTimer::PATH => timer::act(arguments(body)?).await,
        RunningTimer::PATH => timer::running().await,
        _ => None,
    }?;
    Some(match answered {
        Ok(body) => Answer { status: 200, body },
        Err(error) => Answer {
            status: error.status(),
            body: serde_json::to_string(&error).ok()?,
        },
    })
}

/// The arguments of a server function, as browsers write them; what cannot be read is the server's to refuse.
fn arguments<F: DeserializeOwned>(body: &str) -> Option<F> {
    let config = serde_qs::Config::new(5, false);
    config.deserialize_bytes(body.as_bytes()).ok()
}

/// An answer that is there.
fn told<T: Serialize>(answer: Result<T, AppError>) -> Answered {
    match answer {
        Ok(answer) => serde_json::to_string(&answer).ok().map(Ok),
        Err(error) => Some(Err(error)),
    }
}
