//! What the browser may ask about reviews.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::{
    card::{DecisionForm, ReviewView},
    fields::{DecisionFields, GradeFields},
};
use crate::error::AppError;
use leptos::prelude::*;

/// Today's queue of the caller's, with one problem: the first, or `problem`. With the `mode` `recall` to be
/// recalled only; `graded` is the attempt to tell of.
#[server(endpoint = "review/open")]
pub async fn open_review(
    problem: String,
    mode: String,
    graded: String,
) -> Result<ReviewView, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let problem = match problem.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::NotFound)?),
    };
    let asked = super::open::Asked {
        problem,
        recall: mode == "recall",
        graded: graded.parse().ok(),
    };
    super::open::open(&state, &user.id, asked).await
}

/// Logs the review of a problem of the caller's; answers with where the next one is.
#[server(endpoint = "review/grade")]
pub async fn grade_problem(fields: GradeFields) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let problem: crate::problem::model::ProblemId =
        fields.problem_id.parse().map_err(|_| AppError::NotFound)?;
    // Whose it is comes before what was sent: somebody else's problem is not there.
    let known = super::open::known(&state, &user.id, problem).await?;
    let draft = fields.parse(&known)?;
    let moment = super::open::day(&state, &user.id).await?.moment;
    crate::attempt::db::log(&state.pool, &user.id, &draft, moment).await?;
    // Whatever measured it has ended, in every tab.
    let form = crate::draft::model::DraftForm::NewAttempt(problem);
    crate::draft::keep::saved(&state, &user.id, draft.id.0, Some(form)).await;
    // One that was put back when a grade was taken back names no attempt.
    let form = crate::draft::model::DraftForm::Review(problem);
    crate::draft::db::discard(&state.pool, &user.id, form).await?;
    let mode = if draft.recall { "mode=recall&" } else { "" };
    Ok(format!("/review?{mode}graded={}", draft.id))
}

/// Takes the review back by which an attempt of the caller's was logged; answers with its problem's review.
#[server(endpoint = "review/take-back")]
pub async fn take_back_review(id: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::owner().await?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let pool = &state.pool;
    let attempt = crate::attempt::db::find(pool, &user.id, id).await;
    let deleted = crate::attempt::db::delete(pool, &user.id, id, None).await?;
    let (problem, step) = deleted.ok_or(AppError::NotFound)?;
    let mut mode = "";
    if let Ok(attempt) = attempt {
        mode = if attempt.recall { "mode=recall&" } else { "" };
        // What was seen before it was graded has still been seen, and what was said of it stands in the form again.
        super::db_card::reveal(pool, &user.id, problem, attempt.help).await?;
        let texts = super::fields::typed_again(&attempt);
        if !texts.is_empty() {
            let form = crate::draft::model::DraftForm::Review(problem);
            crate::draft::db::save(pool, &user.id, form, &texts).await?;
        }
    }
    let page = format!("/review?{mode}problem={problem}");
    Ok(crate::undo::model::with_notice(&page, "undo", step))
}

/// Reveals the tags and the difficulty of a problem of the caller's (`help` is `hint`), or the notes and the
/// code as well (`solution`); answers with its review.
#[server(endpoint = "review/reveal")]
pub async fn reveal_problem(problem_id: String, help: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let problem: crate::problem::model::ProblemId =
        problem_id.parse().map_err(|_| AppError::NotFound)?;
    crate::problem::db::find(&state.pool, &user.id, problem).await?;
    let help = crate::attempt::model::Help::from_slug(&help).ok_or(AppError::BadRequest)?;
    super::db_card::reveal(&state.pool, &user.id, problem, help).await?;
    Ok(format!("/review?problem={problem}#revealed"))
}

/// The form that decides about the reviews of a problem of the caller's.
#[server(endpoint = "review/decision-form")]
pub async fn open_decision(id: String) -> Result<DecisionForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: crate::problem::model::ProblemId = id.parse().map_err(|_| AppError::NotFound)?;
    let row = crate::problem::db::find(&state.pool, &user.id, id).await?;
    let today = super::open::day(&state, &user.id).await?.date();
    let (fields, errors) = crate::server::forms::typed_or(
        |DecideReview { fields }| fields,
        || DecisionFields {
            back: format!("/problems/{id}"),
            ..DecisionFields::default()
        },
    );
    Ok(DecisionForm {
        title: row.problem.title,
        standing: super::card::Standing::of(id, &row.review, today),
        fields,
        errors,
    })
}

/// Postpones, pauses, resumes, masters, keeps or restarts the reviews of a problem of the caller's; answers with
/// where to go, and take it back.
#[server(endpoint = "review/decide")]
pub async fn decide_review(fields: DecisionFields) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: crate::problem::model::ProblemId =
        fields.problem_id.parse().map_err(|_| AppError::NotFound)?;
    crate::problem::db::find(&state.pool, &user.id, id).await?;
    let moment = super::open::day(&state, &user.id).await?.moment;
    let decision = fields.parse(moment.local_date)?;
    let step = super::db_choices::decide(&state.pool, &user.id, id, decision, moment.at).await?;
    let page = format!("/problems/{id}");
    let back = crate::text::own_path(&fields.back).unwrap_or(&page);
    Ok(match step {
        Some(step) => crate::undo::model::with_notice(back, "undo", step),
        None => back.to_owned(),
    })
}

/// Spreads the problems of the caller's that do not fit into today over the days after it; answers with where to
/// go, and take it back.
#[server(endpoint = "review/spread")]
pub async fn spread_reviews() -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let day = super::open::day(&state, &user.id).await?;
    let (_, left) = super::open::left(&state, &user.id, &day).await?;
    let at = (day.date(), day.moment.at);
    let practice = (day.daily(), &day.settings.rest_days[..]);
    let step = super::db_choices::spread(&state.journals, &user.id, at, left, practice).await?;
    Ok(match step {
        Some(step) => crate::undo::model::with_notice("/review", "undo", step),
        None => "/review".to_owned(),
    })
}
