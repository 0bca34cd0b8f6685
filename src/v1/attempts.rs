//! `/api/v1/problems/{id}/attempts` and `/api/v1/attempts/{id}`.

use super::{
    address::{Id, Parameters},
    answer::{Answer, PageLink, Representation, link_pages},
    attempt_json::{AttemptJson, AttemptPatch, AttemptReplacement, NewAttempt},
    body::{Json, digest_of, fresh_id},
    caller::{Owner, Reader, Writer},
    precondition::{IfMatch, Version},
    problem_details::{Code, ProblemDetails},
    problems::{TRIES, gone, moved_on},
};
use crate::{
    account,
    attempt::{
        db::{self, Logged, Updated},
        fields::{AttemptDraft, AttemptFields, EARLIEST_DATE},
        model::{Attempt, AttemptId, Moment},
    },
    auth::model::UserId,
    error::{AppError, FieldErrors},
    paging::{Cursor, PAGE_SIZE, PageAt},
    problem::{self, model::ProblemId},
    server::{etag::IfNoneMatch, state::AppState},
};
use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// An attempt as it is stored now, ready to be sent.
async fn stored(
    state: &AppState,
    user: &UserId,
    id: AttemptId,
) -> Result<Representation, ProblemDetails> {
    let attempt = db::find(&state.pool, user, id).await?;
    represent(user, attempt)
}

fn represent(user: &UserId, attempt: Attempt) -> Result<Representation, ProblemDetails> {
    let version = version(&attempt);
    let json = AttemptJson::new(user, attempt);
    Ok(Representation::of(version, &json)?)
}

fn version(attempt: &Attempt) -> Version {
    Version {
        revision: attempt.revision,
        created_at: attempt.created_at,
    }
}

/// The same as a member of an error.
async fn current(state: &AppState, user: &UserId, id: AttemptId) -> Result<Value, AppError> {
    let attempt = db::find(&state.pool, user, id).await?;
    let json = serde_json::to_value(AttemptJson::new(user, attempt));
    json.map_err(|error| AppError::internal(&error))
}

/// The moment a client tells, by the person's own calendar; `otherwise` if it tells none.
async fn moment(
    state: &AppState,
    user: &UserId,
    told: Option<DateTime<Utc>>,
    otherwise: Option<Moment>,
) -> Result<Moment, ProblemDetails> {
    if let (None, Some(moment)) = (told, otherwise) {
        return Ok(moment);
    }
    let clock = account::db::clock(&state.pool, user, None)
        .await
        .map_err(AppError::from)?;
    let now = Utc::now();
    let told = told.unwrap_or(now);
    // The database keeps microseconds, and knows no leap seconds: such a one is the next minute's first.
    let at = DateTime::from_timestamp_micros(told.timestamp_micros()).unwrap_or(told);
    if at.date_naive() < EARLIEST_DATE {
        let message = "That is before the year 2000. Check the date.";
        return Err(FieldErrors::one("attempted_at", message).into());
    }
    Ok(clock.past(at, now)?)
}

/// Which page of a problem's attempts.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TimelineParameters {
    /// Most attempts on the page; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Where the page begins: `nextCursor` or `previousCursor` of another page of the same list.
    cursor: Option<String>,
}

/// One page of a problem's attempts, latest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttemptPage {
    /// The attempts of this page, latest first.
    data: Vec<AttemptJson>,
    /// The cursor of the page of earlier attempts, if there is one.
    #[schema(example = "Qm0nVnUu1bqF8X2sZr0hV28xNzYzODE2MzAw")]
    next_cursor: Option<String>,
    /// The cursor of the page of later attempts, if there is one.
    previous_cursor: Option<String>,
}

/// Lists a problem's attempts, latest first.
#[utoipa::path(
    get, path = "/problems/{id}/attempts", tag = "Attempts", operation_id = "listAttempts",
    params(("id" = Uuid, Path, description = "The problem's id."), TimelineParameters),
    responses((status = 200, description = "One page of them.", body = AttemptPage,
        headers(("Link" = String, description = "The pages before and after (RFC 8288)."))))
)]
pub async fn list(
    Reader(user): Reader,
    State(state): State<AppState>,
    Id(id): Id,
    Parameters(asked): Parameters<TimelineParameters>,
    known: IfNoneMatch,
) -> Answer {
    let size = asked.limit.unwrap_or(PAGE_SIZE);
    let path = format!("/api/v1/problems/{id}/attempts");
    let at = match asked.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
        None => PageAt::First,
        Some(cursor) => {
            let place = state.api.cursors.open(&user, &path, cursor)?;
            place_of(&place).ok_or_else(ProblemDetails::not_found)?
        }
    };
    problem::db::find(&state.pool, &user, ProblemId(id)).await?;
    let page = db::timeline(&state.pool, &user, ProblemId(id), at, size).await?;
    let seal = |letter: char, edge: Cursor| {
        let place = format!("{letter}{edge}");
        state.api.cursors.seal(&user, &path, &place)
    };
    let page = AttemptPage {
        next_cursor: page.older.map(|edge| seal('o', edge)),
        previous_cursor: page.newer.map(|edge| seal('n', edge)),
        data: page
            .rows
            .into_iter()
            .map(|attempt| AttemptJson::new(&user, attempt))
            .collect(),
    };
    let mut response = Representation::read_only(&page)?.unless_known(&known);
    let parameters = asked
        .limit
        .map(|limit| format!("limit={limit}"))
        .unwrap_or_default();
    let links = PageLink::both(page.next_cursor.as_deref(), page.previous_cursor.as_deref());
    link_pages(&mut response, &path, &parameters, &links);
    Ok(response)
}

/// The place that a cursor stands for: `o` or `n` for older and newer than the edge of a page.
fn place_of(text: &str) -> Option<PageAt> {
    match text.split_at_checked(1)? {
        ("o", edge) => Cursor::parse(edge).map(PageAt::OlderThan),
        ("n", edge) => Cursor::parse(edge).map(PageAt::NewerThan),
        _ => None,
    }
}

/// Logs an attempt at a problem. Its timer, if it has one, ends.
#[utoipa::path(
    post, path = "/problems/{id}/attempts", tag = "Attempts", operation_id = "createAttempt", request_body = NewAttempt,
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses(
        (status = 201, description = "It is in the log, or was: the same request had come before.", body = AttemptJson,
            headers(("ETag" = String, description = "For `If-Match`."), ("Location" = String, description = "Its address."))),
        (status = 409, description = "The id is taken (`current`).", body = ProblemDetails,
            content_type = "application/problem+json"),
    )
)]
pub async fn create(
    Writer(user): Writer,
    State(state): State<AppState>,
    Id(problem): Id,
    Json(new): Json<NewAttempt>,
) -> Answer {
    // Whose it is comes before what was sent: somebody else's problem is not there.
    problem::db::find(&state.pool, &user, ProblemId(problem)).await?;
    let id = AttemptId(fresh_id(new.id)?);
    let digest = digest_of(&(problem, &new))?;
    let told = new.attempted_at;
    let draft = new.fields(problem).parse()?;
    let moment = moment(&state, &user, told, None).await?;
    match db::log_by_request(&state.pool, &user, &draft, moment, Some(&digest)).await? {
        Logged::Here => {
            let found = stored(&state, &user, id).await?;
            Ok(found.created(&format!("/api/v1/attempts/{id}")))
        }
        Logged::IdTaken => {
            let detail = "This id names an attempt that another request made. Make a new id.";
            let taken = ProblemDetails::new(Code::IdTaken, detail);
            Err(taken.with_current(current(&state, &user, id).await?))
        }
    }
}

/// Reads an attempt.
#[utoipa::path(
    get, path = "/attempts/{id}", tag = "Attempts", operation_id = "readAttempt",
    params(("id" = Uuid, Path, description = "The attempt's id.")),
    responses((status = 200, description = "The attempt.", body = AttemptJson,
        headers(("ETag" = String, description = "For `If-Match` and `If-None-Match`."))))
)]
pub async fn read(
    Reader(user): Reader,
    State(state): State<AppState>,
    Id(id): Id,
    known: IfNoneMatch,
) -> Answer {
    let found = stored(&state, &user, AttemptId(id)).await?;
    Ok(found.unless_known(&known))
}

/// Replaces everything about an attempt that can be changed.
#[utoipa::path(
    put, path = "/attempts/{id}", tag = "Attempts", operation_id = "replaceAttempt", request_body = AttemptReplacement,
    params(("id" = Uuid, Path, description = "The attempt's id.")),
    responses((status = 200, description = "The attempt as it is now.", body = AttemptJson,
        headers(("ETag" = String, description = "For `If-Match`."))))
)]
pub async fn replace(
    Writer(user): Writer,
    State(state): State<AppState>,
    Id(id): Id,
    condition: IfMatch,
    Json(replacement): Json<AttemptReplacement>,
) -> Answer {
    let told = replacement.attempted_at;
    let fields = |stored: &Attempt| replacement.over(stored);
    edit(
        &state,
        &user,
        AttemptId(id),
        &condition,
        told,
        fields,
        |_, _| {},
    )
    .await
}

/// Changes what is named about an attempt, and nothing else.
#[utoipa::path(
    patch, path = "/attempts/{id}", tag = "Attempts", operation_id = "changeAttempt",
    request_body(content((AttemptPatch = "application/json"), (AttemptPatch = "application/merge-patch+json"))),
    params(("id" = Uuid, Path, description = "The attempt's id.")),
    responses((status = 200, description = "The attempt as it is now.", body = AttemptJson,
        headers(("ETag" = String, description = "For `If-Match`."))))
)]
pub async fn change(
    Writer(user): Writer,
    State(state): State<AppState>,
    Id(id): Id,
    condition: IfMatch,
    Json(patch): Json<AttemptPatch>,
) -> Answer {
    let told = patch.attempted_at;
    let fields = |stored: &Attempt| patch.over(stored);
    let settle = |stored: &Attempt, draft: &mut AttemptDraft| patch.keep_unnamed(stored, draft);
    edit(
        &state,
        &user,
        AttemptId(id),
        &condition,
        told,
        fields,
        settle,
    )
    .await
}

/// Edits an attempt from the revision it is at. Somebody who comes between stands against it only if the
/// condition says so; else the edit is applied to what they left.
async fn edit(
    state: &AppState,
    user: &UserId,
    id: AttemptId,
    condition: &IfMatch,
    told: Option<DateTime<Utc>>,
    fields: impl Fn(&Attempt) -> AttemptFields,
    settle: impl Fn(&Attempt, &mut AttemptDraft),
) -> Answer {
    for _ in 0..TRIES {
        let before = db::find(&state.pool, user, id).await?;
        if !condition.allows(version(&before)) {
            return Err(moved_on(current(state, user, id).await?));
        }
        let mut draft = fields(&before).parse()?;
        settle(&before, &mut draft);
        let moment = moment(state, user, told, Some(before.moment)).await?;
        if draft.over(&before, moment) == before {
            return Ok(represent(user, before)?.with_status(StatusCode::OK));
        }
        let updated = db::update(&state.pool, user, &draft, moment, before.revision).await?;
        if let Updated::Saved(_) = updated {
            let found = stored(state, user, id).await?;
            return Ok(found.with_status(StatusCode::OK));
        }
    }
    Err(AppError::Unavailable.into())
}

/// Deletes an attempt. For thirty days the page `/undo` can bring it back.
#[utoipa::path(
    delete, path = "/attempts/{id}", tag = "Attempts", operation_id = "deleteAttempt",
    params(("id" = Uuid, Path, description = "The attempt's id.")),
    responses((status = 204, description = "It is gone; or was, and can still be brought back."))
)]
pub async fn delete(
    Owner(user): Owner,
    State(state): State<AppState>,
    Id(id): Id,
    condition: IfMatch,
) -> Answer {
    let id = AttemptId(id);
    let IfMatch::Versions(_) = condition else {
        db::delete(&state.pool, &user, id, None).await?;
        return Ok(gone());
    };
    let before = db::find(&state.pool, &user, id).await?;
    let deleted = condition.allows(version(&before))
        && db::delete(&state.pool, &user, id, Some(before.revision))
            .await?
            .is_some();
    if deleted {
        return Ok(gone());
    }
    Err(moved_on(current(&state, &user, id).await?))
}
