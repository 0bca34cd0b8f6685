//! `/api/v1/problems`.

use super::{
    answer::{Answer, PageLink, Representation, link_pages},
    body::{Id, Json, Named, Parameters, digest_of, fresh_id},
    caller::{Owner, Reader, Writer},
    precondition::{IfMatch, IfNoneMatch},
    problem_details::{Code, ProblemDetails},
    problem_json::{ListedProblem, NewProblem, ProblemJson, ProblemPatch, ProblemReplacement},
};
use crate::{
    account,
    auth::model::UserId,
    bulk::{self, model::Change},
    error::AppError,
    find::{
        self,
        edge::{Edge, FindRequest, Total},
        model::{Column, Sort},
        parse::{Mistake, parse},
    },
    paging::{PAGE_SIZE, Place},
    problem::{
        db::{self, Added, Addition, Replacement},
        fields::ProblemFields,
        model::{Problem, ProblemId},
    },
    server::state::AppState,
};
use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{IntoResponse, Response},
};
use chrono::Utc;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Most things on one page of a list.
pub const MOST_PER_PAGE: usize = 100;
/// How often an edit without `If-Match` begins anew when others come between.
pub const TRIES: usize = 20;

/// A problem as it is stored now, ready to be sent.
async fn stored(
    state: &AppState,
    user: &UserId,
    id: ProblemId,
) -> Result<Representation, ProblemDetails> {
    let row = db::find(&state.pool, user, id).await?;
    let revision = row.problem.revision;
    Ok(Representation::of(revision, &ProblemJson::new(user, row))?)
}

/// The same as a member of an error.
async fn current(state: &AppState, user: &UserId, id: ProblemId) -> Result<Value, AppError> {
    let row = db::find(&state.pool, user, id).await?;
    let json = serde_json::to_value(ProblemJson::new(user, row));
    json.map_err(|error| AppError::internal(&error))
}

fn address(id: ProblemId) -> String {
    format!("/api/v1/problems/{id}")
}

/// Which problems, in which order, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
#[derive(Default)]
pub struct ListParameters {
    /// A search in the language of the page `/problems`: words and "phrases" in titles, descriptions, notes and
    /// code, `is:solved`, `tag:dp`, `site:leetcode`, `difficulty:easy,hard`, `has:code`, `time>30`,
    /// `touched>30d`, and any of them with `-` in front for the opposite. All must hold. Up to 500 characters.
    #[param(max_length = 500, example = "tag:dp is:failed")]
    q: String,
    /// The order: `added`, `title`, `site`, `difficulty`, `tag`, `status`, `attempts`, `best`, `last` or
    /// `touched`; with `-` in front, greatest first. `-added` if left out.
    #[param(
        pattern = "^(-?(added|title|site|difficulty|tag|status|attempts|best|last|touched))?$"
    )]
    sort: String,
    /// Most problems on the page, 1 to 100; 50 if left out.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Where the page begins: `nextCursor` or `previousCursor` of another page of the same list.
    cursor: Option<String>,
}

/// One page of problems.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProblemPage {
    /// The problems of this page, without their descriptions.
    data: Vec<ListedProblem>,
    /// How many problems there are on all pages. More than a thousand of a search are not counted.
    total: u32,
    /// Whether that is all of them, or there are more.
    total_is_exact: bool,
    /// The cursor of the next page, if there is one.
    next_cursor: Option<String>,
    /// The cursor of the page before, if there is one.
    previous_cursor: Option<String>,
}

/// How many rows a page is to have.
///
/// # Errors
/// 400 when it is more than there can be.
pub fn page_size(limit: Option<usize>) -> Result<usize, ProblemDetails> {
    match limit {
        None => Ok(PAGE_SIZE),
        Some(size) if (1..=MOST_PER_PAGE).contains(&size) => Ok(size),
        Some(_) => {
            let message = "From 1 to 100.";
            Err(ProblemDetails::of_field(Code::BadRequest, "limit", message))
        }
    }
}

fn sort_of(text: &str) -> Result<Sort, ProblemDetails> {
    let sort = Sort::parse(text);
    if text.is_empty() || sort.to_string() == text {
        return Ok(sort);
    }
    let names: Vec<_> = Column::ALL.iter().map(|column| column.slug()).collect();
    let message = format!(
        "One of {}; with “-” in front, greatest first.",
        names.join(", ")
    );
    Err(ProblemDetails::of_field(Code::BadRequest, "sort", message))
}

fn invalid_query(mistake: Mistake) -> ProblemDetails {
    let detail = format!(
        "{} (Characters {} to {}.)",
        mistake.message, mistake.start, mistake.end
    );
    ProblemDetails::of_field(Code::InvalidQuery, "q", mistake.message).saying(detail)
}

/// Lists problems, newest first unless `sort` says otherwise.
#[utoipa::path(
    get, path = "/problems", tag = "Problems", operation_id = "listProblems", params(ListParameters),
    responses((status = 200, description = "One page of them.", body = ProblemPage,
        headers(("Link" = String, description = "The pages before and after (RFC 8288)."))))
)]
pub async fn list(
    Reader(user): Reader,
    State(state): State<AppState>,
    Parameters(asked): Parameters<ListParameters>,
    known: IfNoneMatch,
) -> Answer {
    let size = page_size(asked.limit)?;
    let sort = sort_of(&asked.sort)?;
    let query = parse(&asked.q).map_err(invalid_query)?;
    let clock = account::db::clock(&state.pool, &user, None)
        .await
        .map_err(AppError::from)?;
    let list = format!("/api/v1/problems?{sort} {query}");
    let request = FindRequest {
        at: match asked.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
            None => Place::First,
            Some(cursor) => {
                let place = state.api.cursors.open(&user, &list, cursor)?;
                place_of(&place, sort.column).ok_or_else(ProblemDetails::not_found)?
            }
        },
        query,
        sort,
        today: clock.moment(Utc::now()).local_date,
    };
    let found = find::db::find(&state.pool, &user, &request, size).await?;
    let seal = |letter: char, edge: Edge| {
        let place = format!("{letter}{edge}");
        state.api.cursors.seal(&user, &list, &place)
    };
    let (total, total_is_exact) = match found.total {
        Total::Exactly(total) => (total, true),
        Total::MoreThan(total) => (total, false),
    };
    let page = ProblemPage {
        next_cursor: found.after.map(|edge| seal('a', edge)),
        previous_cursor: found.before.map(|edge| seal('b', edge)),
        data: found
            .rows
            .into_iter()
            .map(|row| ListedProblem::new(&user, row))
            .collect(),
        total,
        total_is_exact,
    };
    let mut response = Representation::read_only(&page)?.unless_known(&known);
    let links = PageLink::both(page.next_cursor.as_deref(), page.previous_cursor.as_deref());
    link_pages(&mut response, "/api/v1/problems", &asked.written(), &links);
    Ok(response)
}

impl ListParameters {
    /// Everything but the cursor, as it stands in an address.
    fn written(&self) -> String {
        let mut parameters = Vec::new();
        if !self.q.is_empty() {
            parameters.push(("q", self.q.clone()));
        }
        if !self.sort.is_empty() {
            parameters.push(("sort", self.sort.clone()));
        }
        parameters.extend(self.limit.map(|limit| ("limit", limit.to_string())));
        serde_qs::to_string(
            &parameters
                .into_iter()
                .collect::<std::collections::BTreeMap<_, _>>(),
        )
        .unwrap_or_default()
    }
}

/// The place that a cursor stands for: `a` or `b` for after and before, and the edge of a page.
fn place_of(text: &str, column: Column) -> Option<Place<Edge>> {
    let edge = |text: &str| Edge::parse(text, column);
    match text.split_at_checked(1)? {
        ("a", rest) => edge(rest).map(Place::After),
        ("b", rest) => edge(rest).map(Place::Before),
        _ => None,
    }
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
            let duplicate = ProblemDetails::new(Code::Duplicate, detail)
                .with_current(current(&state, &user, there).await?);
            Err(match HeaderValue::try_from(address(there)) {
                Ok(address) => duplicate.with_header(LOCATION, address),
                Err(_) => duplicate,
            })
        }
    }
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
    responses((status = 200, description = "The problem as it is now.", body = ProblemJson,
        headers(("ETag" = String, description = "For `If-Match`."))))
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
    edit(&state, &user, ProblemId(id), &condition, starred, fields).await
}

/// Changes what is named about a problem, and nothing else.
#[utoipa::path(
    patch, path = "/problems/{id}", tag = "Problems", operation_id = "changeProblem",
    request_body(content((ProblemPatch = "application/json"), (ProblemPatch = "application/merge-patch+json"))),
    params(("id" = Uuid, Path, description = "The problem's id.")),
    responses((status = 200, description = "The problem as it is now.", body = ProblemJson,
        headers(("ETag" = String, description = "For `If-Match`."))))
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
    edit(&state, &user, ProblemId(id), &condition, starred, fields).await
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
) -> Answer {
    for _ in 0..TRIES {
        let before = db::find(&state.pool, user, id).await?.problem;
        if !condition.allows(before.revision) {
            return Err(moved_on(current(state, user, id).await?));
        }
        let (draft, link_stays) = before.edited(&fields(&before)?)?;
        let change = Replacement {
            draft: &draft,
            link_stays,
            starred,
        };
        if !change.alters(&before)
            || db::update(&state.pool, user, change, before.revision)
                .await?
                .is_none()
        {
            let found = stored(state, user, id).await?;
            return Ok(found.with_status(StatusCode::OK));
        }
    }
    Err(AppError::Unavailable.into())
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
    let IfMatch::Revisions(_) = condition else {
        bulk::db::change(&state.pool, &user, &[id.0], &Change::Delete).await?;
        return Ok(gone());
    };
    let revision = db::find(&state.pool, &user, id).await?.problem.revision;
    let deleted = condition.allows(revision)
        && bulk::db::delete_at(&state.pool, &user, id, revision)
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
