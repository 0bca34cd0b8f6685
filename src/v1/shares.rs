//! `/api/v1/problems/{id}/shares` and `/api/v1/shares/{id}`.

use super::{
    address::Id,
    answer::{Answer, Representation},
    body::{Input, Json, fresh_id},
    caller::{Owner, Reader},
    problem_details::{Code, ProblemDetails},
    problems::gone,
};
use crate::{
    error::AppError,
    problem::{self, model::ProblemId},
    server::{etag::IfNoneMatch, state::AppState},
    share::{
        db::{self, Created, StoredShare},
        model::{ShareId, Shown},
        published::{address, new_token},
    },
};
use axum::extract::State;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// A link at which anybody can read a problem.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Share)]
pub struct ShareJson {
    /// Its id.
    id: Uuid,
    /// The problem.
    problem_id: Uuid,
    /// Whether the notes of its attempts are shown.
    notes: bool,
    /// Whether their code is shown.
    code: bool,
    /// When it was made.
    created_at: DateTime<Utc>,
    /// The link. Told once, in the answer to the request that made it; only a hash of it is kept.
    #[schema(example = "http://localhost:3000/s/0f1e2d3c4b5a69788796a5b4c3d2e1f0")]
    link: Option<String>,
}

impl ShareJson {
    fn new(share: &StoredShare, link: Option<String>) -> Self {
        Self {
            id: share.id.0,
            problem_id: share.problem.0,
            notes: share.shown.notes,
            code: share.shown.code,
            created_at: share.created_at,
            link,
        }
    }
}

/// The links of a problem.
#[derive(Serialize, ToSchema)]
#[schema(as = ShareList)]
pub struct ShareList {
    /// The newest first. A person has 500 in all, at most.
    data: Vec<ShareJson>,
}

/// What is to be shared.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({ "id": "01936f2e-5a00-7000-8000-0123456789ad", "notes": true }))]
pub struct NewShare {
    /// A UUID of version 7 that you make. Sent again, the request makes nothing twice, and its link is not told
    /// again.
    id: Uuid,
    /// Whether the notes of the problem's attempts are shown; not, if left out.
    #[serde(default)]
    notes: Option<bool>,
    /// Whether their code is shown; not, if left out.
    #[serde(default)]
    code: Option<bool>,
}

impl Input for NewShare {}

/// Lists the links at which a problem can be read, the newest first.
#[utoipa::path(
    get, path = "/problems/{id}/shares", tag = "Shares", operation_id = "listShares",
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses((status = 200, description = "Its links.", body = ShareList))
)]
pub async fn list(
    Reader(user): Reader,
    State(state): State<AppState>,
    Id(id): Id,
    known: IfNoneMatch,
) -> Answer {
    problem::db::find(&state.pool, &user, ProblemId(id)).await?;
    let shares = db::list(&state.pool, &user, Some(ProblemId(id))).await?;
    let data = shares
        .iter()
        .map(|share| ShareJson::new(share, None))
        .collect();
    Ok(Representation::read_only(&ShareList { data })?.unless_known(&known))
}

/// Shares a problem: whoever has the link can read it, without an account, until it is ended.
#[utoipa::path(
    post, path = "/problems/{id}/shares", tag = "Shares", operation_id = "createShare", request_body = NewShare,
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses(
        (status = 201, description = "It is shared, or was: the same request had come before.", body = ShareJson,
            headers(("ETag" = String, description = "Of this representation."), ("Location" = String, description = "Where it can be ended."))),
        (status = 409, description = "The id is taken.", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn create(
    Owner(user): Owner,
    State(state): State<AppState>,
    Id(problem): Id,
    Json(new): Json<NewShare>,
) -> Answer {
    let (pool, problem) = (&state.pool, ProblemId(problem));
    // Whose it is comes before what was sent: somebody else's problem is not there.
    problem::db::find(pool, &user, problem).await?;
    let id = ShareId(fresh_id(new.id)?);
    let (token, digest) = new_token()?;
    let shown = Shown {
        notes: new.notes.unwrap_or_default(),
        code: new.code.unwrap_or_default(),
    };
    let made = db::create(pool, &user, (id, problem), &digest, shown).await?;
    if made == Created::IdTaken {
        let detail = "This id names another link, or one that has ended. Make a new id.";
        return Err(ProblemDetails::new(Code::IdTaken, detail));
    }
    let shares = db::list(pool, &user, Some(problem)).await?;
    // It may have been ended this moment.
    let share = shares.iter().find(|share| share.id == id);
    let share = share.ok_or(AppError::NotFound)?;
    let link = (made == Created::Now).then(|| address(state.auth.origin(), &token));
    let location = format!("/api/v1/shares/{id}");
    Ok(Representation::read_only(&ShareJson::new(share, link))?.created(&location))
}

/// Ends all links of a problem, from the next request on.
#[utoipa::path(
    delete, path = "/problems/{id}/shares", tag = "Shares", operation_id = "endSharesOfProblem",
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses((status = 204, description = "There are none any more."))
)]
pub async fn end_all(Owner(user): Owner, State(state): State<AppState>, Id(id): Id) -> Answer {
    problem::db::find(&state.pool, &user, ProblemId(id)).await?;
    db::end_all(&state.pool, &user, ProblemId(id)).await?;
    Ok(gone())
}

/// Ends a link, from the next request on.
#[utoipa::path(
    delete, path = "/shares/{id}", tag = "Shares", operation_id = "endShare",
    params(("id" = Uuid, Path, description = "The share's id.")),
    responses((status = 204, description = "Nobody reads anything there any more."))
)]
pub async fn end(Owner(user): Owner, State(state): State<AppState>, Id(id): Id) -> Answer {
    match db::end(&state.pool, &user, ShareId(id)).await? {
        Some(_) => Ok(gone()),
        None => Err(ProblemDetails::not_found()),
    }
}
