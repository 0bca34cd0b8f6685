//! What the browser may ask about many problems at once, and about the star.

#![expect(
    missing_docs,
    reason = "the arguments that #[server] makes into fields are documented at the functions"
)]

use super::model::{BulkFields, BulkForm};
use crate::error::AppError;
use leptos::prelude::*;

/// Stars a problem of the caller's when `starred` is `1`, else takes its star; answers with where to
/// go: back to `back`.
#[server(endpoint = "problems/star")]
pub async fn star_problem(id: String, starred: String, back: String) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let id: crate::problem::model::ProblemId = id.parse().map_err(|_| AppError::NotFound)?;
    super::db::star(&state.pool, &user.id, id, starred == "1").await?;
    Ok(match crate::text::own_path(&back) {
        Some(back) => back.to_owned(),
        None => format!("/problems/{id}"),
    })
}

/// The form for the problems that a refused form selected, or that `ids` names, separated by commas.
#[server(endpoint = "problems/bulk-form")]
pub async fn open_bulk_form(ids: String) -> Result<BulkForm, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let (fields, errors) = crate::server::forms::typed_or(
        |ChangeProblems { fields }| fields,
        || BulkFields {
            ids: ids.split(',').map(str::to_owned).collect(),
            ..BulkFields::default()
        },
    );
    let ids: Vec<uuid::Uuid> = fields
        .ids
        .iter()
        .take(super::model::IDS_LIMIT)
        .filter_map(|id| id.parse().ok())
        .collect();
    let (problems, known_tags) = tokio::try_join!(
        super::db::titles(&state.pool, &user.id, &ids),
        crate::tag::db::suggested(&state.pool, &user.id),
    )?;
    Ok(BulkForm {
        fields,
        errors,
        problems,
        known_tags,
    })
}

/// Changes many problems of the caller's; answers with where to go, and take it back.
#[server(endpoint = "problems/bulk")]
pub async fn change_problems(fields: BulkFields) -> Result<String, AppError> {
    let (user, state) = crate::server::context::caller().await?;
    let (ids, change) = fields.parse()?;
    if change == super::model::Change::Delete {
        crate::server::context::owner().await?;
    }
    let step = super::db::change(&state.pool, &user.id, &ids, &change).await?;
    let back = crate::text::own_path(&fields.back).unwrap_or("/problems");
    Ok(crate::undo::model::with_notice(back, "undo", step))
}
