//! `/api/v1/problems`.

use super::{
    address::Id,
    answer::{Answer, Representation},
    body::{Json, Named, digest_of, fresh_id},
    caller::{Owner, Reader, Writer},
    precondition::{IfMatch, Version},
    problem_details::{Code, ProblemDetails},
    problem_json::{NewProblem, ProblemJson, ProblemPatch, ProblemReplacement},
};
use crate::{
    auth::model::UserId,
    bulk::{self, model::Change},
    error::AppError,
    problem::{
        db::{self, Added, Addition, Replacement},
        fields::{ProblemDraft, ProblemFields},
        model::{Problem, ProblemId},
    },
    review::db::day,
    server::{etag::IfNoneMatch, state::AppState},
};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use serde_json::Value;

/// How often an edit without `If-Match` begins anew when others come between. Each time one of them is done, so
/// this many would have to come at once.
pub const TRIES: usize = 500;

/// A problem as it is stored now, ready to be sent.
async fn stored(
    state: &AppState,
    user: &UserId,
    id: ProblemId,
) -> Result<Representation, ProblemDetails> {
    let row = db::find(&state.pool, user, id).await?;
    let day = day(&state.pool, user).await.map_err(AppError::from)?;
    let version = version(&row.problem);
    Ok(Representation::of(
        version,
        &ProblemJson::new(user, row, &day),
    )?)
}

fn version(problem: &Problem) -> Version {
    Version {
        revision: problem.revision,
        created_at: problem.created_at,
    }
}

/// The same as a member of an error.
async fn current(state: &AppState, user: &UserId, id: ProblemId) -> Result<Value, AppError> {
    let row = db::find(&state.pool, user, id).await?;
    let day = day(&state.pool, user).await?;
    let json = serde_json::to_value(ProblemJson::new(user, row, &day));
    json.map_err(|error| AppError::internal(&error))
}

fn address(id: ProblemId) -> String {
    format!("/api/v1/problems/{id}")
}

/// Adds a problem to the journal.
#[utoipa::path(
    post, path = "/problems", tag = "Problems", operation_id = "createProblem", request_body = NewProblem,
    responses(
        (status = 201, description = "It is in the journal, or was: the same request had come before.", body = ProblemJson,
            headers(("ETag" = String, description = "For `If-Match`."), ("Location" = String, description = "Its address."))),
        (status = 409, description = "The id is taken, or the journal has this problem already (`current`).",
            body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn create(
    Writer(user): Writer,
    State(state): State<AppState>,
    Json(new): Json<NewProblem>,
) -> Answer {
    let id = ProblemId(fresh_id(new.id)?);
    let digest = digest_of(&new)?;
    let starred = new.starred.unwrap_or_default();
    let draft = new.fields()?.parse()?;
    let addition = Addition {
        draft: &draft,
        starred,
        request: Some(&digest),
    };
    match db::add_by_request(&state.pool, &user, addition).await? {
        Some(Added::New(_)) => Ok(stored(&state, &user, id).await?.created(&address(id))),
        None => {
            let detail = "This id names a problem that another request made. Make a new id.";
            let taken = ProblemDetails::new(Code::IdTaken, detail);
            Err(taken.with_current(current(&state, &user, id).await?))
        }
        Some(Added::AlreadyThere(there)) => {
            let detail = "Your journal has this problem already. Log your attempt at that one.";
            Err(duplicate(&state, &user, there, detail).await?)
        }
    }
}

/// The answer to what would make a problem the same as the one that is there.
async fn duplicate(
    state: &AppState,
    user: &UserId,
    there: ProblemId,
    detail: &str,
) -> Result<ProblemDetails, AppError> {
    let current = current(state, user, there).await?;
    let duplicate = ProblemDetails::new(Code::Duplicate, detail).with_current(current);
    Ok(match HeaderValue::try_from(address(there)) {
        Ok(address) => duplicate.with_header(LOCATION, address),
        Err(_) => duplicate,
    })
}

/// Reads a problem.
#[utoipa::path(
    get, path = "/problems/{id}", tag = "Problems", operation_id = "readProblem",
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses((status = 200, description = "The problem.", body = ProblemJson,
        headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`."))))
)]
pub async fn read(
    Reader(user): Reader,
    State(state): State<AppState>,
    Id(id): Id,
    known: IfNoneMatch,
) -> Answer {
    let found = stored(&state, &user, ProblemId(id)).await?;
    Ok(found.unless_known(&known))
}

/// Replaces everything about a problem that can be changed.
#[utoipa::path(
    put, path = "/problems/{id}", tag = "Problems", operation_id = "replaceProblem", request_body = ProblemReplacement,
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses(
        (status = 200, description = "The problem as it is now.", body = ProblemJson,
            headers(("ETag" = String, description = "For `If-Match`."))),
        (status = 409, description = "Another problem has this link already (`current`).",
            body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn replace(
    Writer(user): Writer,
    State(state): State<AppState>,
    Id(id): Id,
    condition: IfMatch,
    Json(replacement): Json<ProblemReplacement>,
) -> Answer {
    let starred = Some(replacement.starred.unwrap_or_default());
    let fields = |stored: &Problem| replacement.over(stored);
    let settle = |_: &Problem, _: &mut ProblemDraft| false;
    edit(
        &state,
        &user,
        ProblemId(id),
        &condition,
        starred,
        fields,
        settle,
    )
    .await
}

/// Changes what is named about a problem, and nothing else.
#[utoipa::path(
    patch, path = "/problems/{id}", tag = "Problems", operation_id = "changeProblem",
    request_body(content((ProblemPatch = "application/json"), (ProblemPatch = "application/merge-patch+json"))),
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses(
        (status = 200, description = "The problem as it is now.", body = ProblemJson,
            headers(("ETag" = String, description = "For `If-Match`."))),
        (status = 409, description = "Another problem has this link already (`current`).",
            body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub async fn change(
    Writer(user): Writer,
    State(state): State<AppState>,
    Id(id): Id,
    condition: IfMatch,
    Json(patch): Json<ProblemPatch>,
) -> Answer {
    let starred = match patch.starred {
        Named::To(starred) => Some(starred.unwrap_or_default()),
        Named::Absent => None,
    };
    let fields = |stored: &Problem| patch.over(stored);
    let settle = |stored: &Problem, draft: &mut ProblemDraft| patch.keep_unnamed(stored, draft);
    edit(
        &state,
        &user,
        ProblemId(id),
        &condition,
        starred,
        fields,
        settle,
    )
    .await
}

/// Edits a problem from the revision it is at. Somebody who comes between stands against it only if the
/// condition says so; else the edit is applied to what they left.
async fn edit(
    state: &AppState,
    user: &UserId,
    id: ProblemId,
    condition: &IfMatch,
    starred: Option<bool>,
    fields: impl Fn(&Problem) -> Result<ProblemFields, ProblemDetails>,
    settle: impl Fn(&Problem, &mut ProblemDraft) -> bool,
) -> Answer {
    for _ in 0..TRIES {
        let before = db::find(&state.pool, user, id).await?.problem;
        if !condition.allows(version(&before)) {
            return Err(moved_on(current(state, user, id).await?));
        }
        let (mut draft, link_stays) = before.edited(&fields(&before)?)?;
        let link_stays = settle(&before, &mut draft) || link_stays;
        let change = Replacement {
            draft: &draft,
            link_stays,
            starred,
        };
        let moved_on = if change.alters(&before) {
            match db::update(&state.pool, user, change, before.revision).await {
                Ok(moved_on) => moved_on.is_some(),
                Err(error) => return Err(not_updated(state, user, &draft, error).await?),
            }
        } else {
            false
        };
        if !moved_on {
            let found = stored(state, user, id).await?;
            return Ok(found.with_status(StatusCode::OK));
        }
    }
    Err(AppError::Unavailable.into())
}

/// The answer to an edit that could not be stored. A form shows such a mistake at the link; a program is shown the
/// other problem.
async fn not_updated(
    state: &AppState,
    user: &UserId,
    draft: &ProblemDraft,
    error: AppError,
) -> Result<ProblemDetails, AppError> {
    if let (AppError::Invalid(_), Some(link)) = (&error, &draft.link)
        && let Some(there) = db::find_by_identity(&state.pool, user, &link.identity).await?
        && there != draft.id
    {
        let detail = "Another problem in your journal already has this link. Nothing was changed.";
        return duplicate(state, user, there, detail).await;
    }
    Err(error)
}

/// The answer to an edit that started from something else than what is there now.
pub fn moved_on(current: Value) -> ProblemDetails {
    let detail = "It has moved on since the ETag you sent. Nothing was changed; “current” is what is there now.";
    ProblemDetails::new(Code::PreconditionFailed, detail).with_current(current)
}

/// Deletes a problem with all its attempts. For thirty days the page `/undo` can bring it back.
#[utoipa::path(
    delete, path = "/problems/{id}", tag = "Problems", operation_id = "deleteProblem",
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses((status = 204, description = "It is gone; or was, and can still be brought back."))
)]
pub async fn delete(
    Owner(user): Owner,
    State(state): State<AppState>,
    Id(id): Id,
    condition: IfMatch,
) -> Answer {
    let id = ProblemId(id);
    let IfMatch::Versions(_) = condition else {
        bulk::db::change(&state.pool, &user, &[id.0], &Change::Delete).await?;
        return Ok(gone());
    };
    let before = db::find(&state.pool, &user, id).await?.problem;
    let deleted = condition.allows(version(&before))
        && bulk::db::delete_at(&state.pool, &user, id, before.revision)
            .await?
            .is_some();
    if deleted {
        return Ok(gone());
    }
    Err(moved_on(current(&state, &user, id).await?))
}

/// The answer to a delete.
pub fn gone() -> Response {
    StatusCode::NO_CONTENT.into_response()
}
