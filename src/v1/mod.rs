//! The JSON API for other programs, `/api/v1`: a door beside the pages to the same statements and the same rules.
//!
//! A request passes `caller` (whose token, and may it come now), `address` and `body` (what it brings) and its route, in
//! `problems`, `problem_list`, `attempts`, `shares`, `journal` or `companion`; it is answered by `answer` or `problem_details`.
//! `openapi` describes it all, `conform` holds what is sent to us against that, and `page` shows it to people.

mod address;
mod answer;
mod attempt_json;
mod attempts;
mod body;
mod caller;
mod changes;
mod companion;
mod conform;
mod insights;
mod insights_json;
mod journal;
mod openapi;
mod page;
mod precondition;
mod problem_details;
mod problem_json;
mod problem_list;
mod problems;
mod review_json;
mod reviews;
mod schema;
mod shares;

pub use self::page::{PATH as PAGE, developers};

use self::problem_details::{Code, ProblemDetails};
use crate::{
    error::AppError,
    server::{cursor::Cursors, rate_limit::RateLimit, state::AppState},
};
use axum::{
    Router,
    http::{
        HeaderName, HeaderValue, Method,
        header::{
            AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, LINK,
            LOCATION, RETRY_AFTER,
        },
    },
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use governor::Quota;
use std::{num::NonZeroU32, sync::LazyLock, time::Duration};
use tower_http::cors::{AllowOrigin, CorsLayer};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Requests a minute that one token may make, unless told otherwise.
pub const PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(1_199);
/// Bad tokens from one address a minute.
const GUESSES_PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(119);

/// What all requests to the API share. Cheap to clone.
#[derive(Clone)]
pub struct Api {
    pub(crate) cursors: Cursors,
    per_token: RateLimit,
    per_person: RateLimit,
    guesses: RateLimit,
    origins: Vec<HeaderValue>,
    contents: page::Contents,
}

impl Api {
    /// For an installation with this secret. A token may make so many requests a minute, and a person twice as
    /// many over all their tokens; pages of these origins may use it from a browser.
    pub fn new(secret: &str, per_minute: NonZeroU32, origins: Vec<HeaderValue>) -> Self {
        let twice = per_minute.saturating_add(per_minute.get());
        Self {
            cursors: Cursors::new(secret),
            per_token: RateLimit::new(Quota::per_minute(per_minute)),
            per_person: RateLimit::new(Quota::per_minute(twice)),
            guesses: RateLimit::new(Quota::per_minute(GUESSES_PER_MINUTE)),
            origins,
            contents: page::Contents::default(),
        }
    }

    /// Forgets whoever has not been seen for a while.
    pub fn forget_the_quiet(&self) {
        for limit in [&self.per_token, &self.per_person, &self.guesses] {
            limit.forget_the_quiet();
        }
    }
}

/// All routes, each with its description.
fn described() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::bare())
        .routes(routes!(problem_list::list, problems::create))
        .routes(routes!(
            problems::read,
            problems::replace,
            problems::change,
            problems::delete
        ))
        .routes(routes!(attempts::list, attempts::create))
        .routes(routes!(
            attempts::read,
            attempts::replace,
            attempts::change,
            attempts::delete
        ))
        .routes(routes!(shares::list, shares::create, shares::end_all))
        .routes(routes!(shares::end))
        .routes(routes!(reviews::queue))
        .routes(routes!(insights::read))
        .routes(routes!(changes::read))
        .routes(routes!(journal::stats))
        .routes(routes!(journal::tags))
        .routes(routes!(journal::parse_url))
        .routes(routes!(companion::receive))
}

/// The description of the API: OpenAPI 3.1.
pub static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| {
    let mut document = described().into_openapi();
    openapi::complete(&mut document);
    document
});

/// The routes below `/api/v1`. They belong outside of the layers that read cookies.
pub fn routes(state: &AppState) -> Router<AppState> {
    let (routes, _) = described().split_for_parts();
    let mut api = routes
        .route_layer(from_fn_with_state(state.clone(), caller::identify))
        .route("/openapi.json", get(document))
        .fallback(async || ProblemDetails::not_found())
        .method_not_allowed_fallback(async || {
            let detail =
                "This address is there, and not for this method. “Allow” says which it takes.";
            ProblemDetails::new(Code::MethodNotAllowed, detail)
        });
    if !state.api.origins.is_empty() {
        api = api.layer(cors(state.api.origins.clone()));
    }
    Router::new().nest("/api/v1", api)
}

async fn document() -> Response {
    static TEXT: LazyLock<Option<String>> = LazyLock::new(|| DOCUMENT.to_pretty_json().ok());
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CACHE_CONTROL, "public, max-age=300"),
    ];
    match TEXT.as_deref() {
        Some(text) => (headers, text).into_response(),
        None => {
            ProblemDetails::from(AppError::internal(&"the API cannot be described")).into_response()
        }
    }
}

/// Lets pages of these origins use the API from a browser, with a token and without cookies.
fn cors(origins: Vec<HeaderValue>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH])
        .expose_headers([
            ETAG,
            LINK,
            LOCATION,
            RETRY_AFTER,
            HeaderName::from_static("ratelimit-limit"),
            HeaderName::from_static("ratelimit-remaining"),
            HeaderName::from_static("ratelimit-reset"),
        ])
        .max_age(Duration::from_hours(1))
}

/// What a request below `/api/v1` is answered with that a layer around it refused.
pub fn refusal(error: AppError) -> Response {
    ProblemDetails::from(error).into_response()
}
