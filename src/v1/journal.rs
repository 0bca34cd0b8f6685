//! `/api/v1/stats`, `/api/v1/tags` and `/api/v1/parse-url`.

use super::{
    address::Parameters,
    answer::{Answer, PageLink, Representation, link_pages},
    body::{Input, Json},
    caller::Reader,
    problem_details::{Code, ProblemDetails},
};
use crate::{
    error::AppError,
    insight,
    problem::{
        self,
        fields::title_from,
        model::Difficulty,
        recognise::{likely_difficulty, recognise},
    },
    server::{etag::IfNoneMatch, state::AppState},
    tag::{self, model::TAGS_PER_PAGE},
};
use axum::{extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

/// The numbers of the whole journal. A problem stands where its latest attempt left it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Stats {
    /// Problems, each counted once however often it was tried.
    #[schema(example = 30)]
    problems: i32,
    /// Problems whose latest attempt solved them.
    #[schema(example = 17)]
    solved: i32,
    /// Problems whose latest attempt got only part of the way.
    #[schema(example = 4)]
    partial: i32,
    /// Problems whose latest attempt failed, even if an earlier one did not.
    #[schema(example = 6)]
    failed: i32,
    /// Problems without any attempt.
    #[schema(example = 3)]
    untried: i32,
    /// Attempts, the failures too.
    #[schema(example = 52)]
    attempts: i32,
    /// Attempts that solved their problem.
    #[schema(example = 26)]
    solved_attempts: i32,
    /// Solved attempts per hundred attempts, rounded half up; null before the first attempt.
    #[schema(example = 50)]
    success_per_attempt: Option<i32>,
}

/// Reads the numbers of the journal.
#[utoipa::path(
    get, path = "/stats", tag = "Journal", operation_id = "readStats",
    responses((status = 200, description = "The numbers.", body = Stats,
        headers(("ETag" = String, description = "For `If-None-Match`."))))
)]
pub async fn stats(
    Reader(user): Reader,
    State(state): State<AppState>,
    known: IfNoneMatch,
) -> Answer {
    let totals = insight::db::totals(&state.pool, &user)
        .await
        .map_err(AppError::from)?;
    let numbers = Stats {
        problems: totals.problems,
        solved: totals.solved,
        partial: totals.partial,
        failed: totals.failed,
        untried: totals.untried(),
        attempts: totals.attempts,
        solved_attempts: totals.solved_attempts,
        success_per_attempt: totals.success_per_attempt(),
    };
    Ok(Representation::read_only(&numbers)?.unless_known(&known))
}

/// A tag of the journal's.
#[derive(Serialize, ToSchema)]
pub struct Tag {
    /// The tag.
    #[schema(example = "two-pointers")]
    tag: String,
    /// How many problems have it, at least one.
    #[schema(example = 12)]
    problems: i32,
}

/// One page of tags.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TagPage {
    /// Up to 500 tags, in their order.
    data: Vec<Tag>,
    /// The cursor of the next page, if there is one.
    next_cursor: Option<String>,
}

/// Which page of the tags.
#[derive(Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TagParameters {
    /// Where the page begins: `nextCursor` of the page before.
    cursor: Option<String>,
}

/// Lists the journal's tags in their order.
#[utoipa::path(
    get, path = "/tags", tag = "Journal", operation_id = "listTags", params(TagParameters),
    responses((status = 200, description = "One page of them.", body = TagPage,
        headers(("Link" = String, description = "The next page (RFC 8288)."))))
)]
pub async fn tags(
    Reader(user): Reader,
    State(state): State<AppState>,
    Parameters(asked): Parameters<TagParameters>,
    known: IfNoneMatch,
) -> Answer {
    const PATH: &str = "/api/v1/tags";
    let after = match asked.cursor.as_deref().filter(|cursor| !cursor.is_empty()) {
        None => String::new(),
        Some(cursor) => state.api.cursors.open(&user, PATH, cursor)?,
    };
    let mut rows = tag::db::page(&state.pool, &user, &after).await?;
    let more = rows.len() > TAGS_PER_PAGE;
    rows.truncate(TAGS_PER_PAGE);
    let last = rows.last().filter(|_| more);
    let next_cursor = last.map(|last| state.api.cursors.seal(&user, PATH, &last.tag));
    let page = TagPage {
        data: rows
            .into_iter()
            .map(|row| Tag {
                tag: row.tag,
                problems: row.problems,
            })
            .collect(),
        next_cursor,
    };
    let mut response = Representation::read_only(&page)?.unless_known(&known);
    let links = PageLink::both(page.next_cursor.as_deref(), None);
    link_pages(&mut response, PATH, "", &links);
    Ok(response)
}

/// A text that holds a problem's link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Pasted {
    /// The link, or anything that contains one: `Title – https://…`, a Markdown link.
    #[schema(example = "https://leetcode.com/problems/two-sum/description/?envType=daily")]
    url: String,
}

impl Input for Pasted {}

/// What is recognised in a link, with no network call.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ParsedUrl {
    /// The canonical address.
    #[schema(example = "https://leetcode.com/problems/two-sum/")]
    url: String,
    /// The slug of the site, `other` for one that is not known.
    #[schema(example = "leetcode")]
    platform: &'static str,
    /// What makes the problem the same one however its link is written.
    #[schema(example = "leetcode:two-sum")]
    identity: String,
    /// The title it suggests; null when it suggests none.
    #[schema(example = "Two Sum")]
    title: Option<String>,
    /// How hard it likely is; null when the link does not tell.
    difficulty: Option<Difficulty>,
    /// The problem of this link in the journal, if it is there already.
    #[schema(example = "01936f2e-5a00-7000-8000-0123456789ab")]
    problem_id: Option<Uuid>,
}

/// Recognises a problem's link. Nothing is stored.
#[utoipa::path(
    post, path = "/parse-url", tag = "Journal", operation_id = "parseUrl", request_body = Pasted,
    responses((status = 200, description = "What it is.", body = ParsedUrl))
)]
pub async fn parse_url(
    Reader(user): Reader,
    State(state): State<AppState>,
    Json(pasted): Json<Pasted>,
) -> Answer {
    let Some(link) = recognise(&pasted.url) else {
        let message =
            "There is no web address in this. Send a link that starts with https:// or http://.";
        return Err(ProblemDetails::of_field(Code::Invalid, "url", message));
    };
    let there = problem::db::find_by_identity(&state.pool, &user, &link.identity).await?;
    let parsed = ParsedUrl {
        platform: link.platform.slug(),
        title: Some(title_from(&link, &pasted.url)).filter(|title| !title.is_empty()),
        difficulty: likely_difficulty(&link),
        problem_id: there.map(|id| id.0),
        url: link.url,
        identity: link.identity,
    };
    Ok(Representation::read_only(&parsed)?.with_status(StatusCode::OK))
}
