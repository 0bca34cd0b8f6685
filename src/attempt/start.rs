//! What the form of a new attempt starts with, wherever it stands.

use super::{api::LogAttempt, fields::AttemptFields, model::FormHelp};
use crate::{
    account::db::{editor, language},
    auth::model::UserId,
    draft::{keep::fill, model::DraftForm},
    error::{AppError, FieldErrors},
    problem::model::ProblemId,
    review,
    server::state::AppState,
    timer,
};

/// The fields of a new attempt, what is wrong with them, and what helps to fill them in: the
/// timer's minutes, then what was typed and not saved, then what this request was refused for.
///
/// # Errors
/// When the database cannot answer.
pub async fn start(
    state: &AppState,
    user: &UserId,
    problem: ProblemId,
) -> Result<(AttemptFields, FieldErrors, FormHelp), AppError> {
    let language = language(&state.pool, user).await?;
    let timer = timer::view::of_problem(state, user, problem).await?;
    let mut fresh =
        AttemptFields::new(uuid::Uuid::now_v7(), problem, language).timed(timer.as_ref());
    let revealed = review::db_card::revealed(&state.pool, user, problem).await?;
    revealed.slug().clone_into(&mut fresh.help);
    let form = DraftForm::NewAttempt(problem);
    let filled = fill(state, user, form, fresh, Some("minutes")).await?;
    let minutes_drafted = filled.tells("minutes");
    let (fields, errors, draft) = filled.or_typed(|LogAttempt { fields }| fields);
    let from_timer = !minutes_drafted && errors.is_empty();
    Ok((
        fields,
        errors,
        FormHelp {
            draft,
            timer,
            timed: from_timer,
            editor: editor(&state.pool, user).await?,
            expected: Some(review::db_card::expected(&state.pool, user, problem).await?),
        },
    ))
}
