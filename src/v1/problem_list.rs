//! `GET /api/v1/problems`: the list, in the query language of the pages.

use super::{
    address::Parameters,
    answer::{Answer, PageLink, Representation, link_pages},
    caller::Reader,
    problem_details::{Code, ProblemDetails},
    problem_json::ListedProblem,
};
use crate::{
    error::AppError,
    find::{
        self,
        edge::{Edge, FindRequest, Total},
        model::{Column, Sort},
        parse::{Mistake, parse},
    },
    paging::{PAGE_SIZE, Place},
    review,
    server::{etag::IfNoneMatch, state::AppState},
};
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Which problems, in which order, and which page of them.
#[derive(Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
#[derive(Default)]
pub struct ListParameters {
    /// A search in the language of the page `/problems`: words and "phrases" in titles, descriptions, notes and
    /// code, `is:solved`, `tag:dp`, `site:leetcode`, `difficulty:easy,hard`, `has:code`, `time>30`,
    /// `touched>30d`, and any of them with `-` in front for the opposite. All must hold.
    #[param(max_length = 500, example = "tag:dp is:failed")]
    q: String,
    /// The order: `added`, `title`, `site`, `difficulty`, `tag`, `status`, `attempts`, `best`, `last` or
    /// `touched`; with `-` in front, greatest first. `-added` if left out.
    #[param(
        pattern = "^(-?(added|title|site|difficulty|tag|status|attempts|best|last|touched))?$"
    )]
    sort: String,
    /// Most problems on the page; 50 if left out.
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
    let size = asked.limit.unwrap_or(PAGE_SIZE);
    let sort = sort_of(&asked.sort)?;
    let query = parse(&asked.q).map_err(invalid_query)?;
    let day = review::db::day(&state.pool, &user)
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
        today: day.date,
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
            .map(|row| ListedProblem::new(&user, row, &day))
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
