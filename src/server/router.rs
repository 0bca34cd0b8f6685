//! Every route of the process, grouped by who calls it, and the layers around them.

use super::{
    files,
    forms::{BODY_LIMIT, command, form, reported},
    health, pages, preview, rate_limit, security,
    state::AppState,
    telemetry, uninterrupted, worker,
};
use crate::{
    account::api::{ChooseTheme, DeleteEverything, SaveSettings},
    app::{App, shell},
    attempt::api::{DeleteAttempt, EditAttempt, LogAttempt},
    auth,
    bulk::api::{ChangeProblems, StarProblem},
    calendar::{
        self,
        api::{CreateFeed, RevokeFeed},
    },
    draft::api::DiscardDraft,
    error::AppError,
    find::saved::api::{DeleteView, SaveView},
    inbox::api::{ConfirmItems, DismissItems},
    outbox,
    parked::resume as parked,
    problem::{
        api::{AddProblem, DeleteProblem, EditPart, EditProblem},
        several::api::AddSeveral,
    },
    review::api::{DecideReview, GradeProblem, RevealProblem, SpreadReviews, TakeBackReview},
    share::{
        self,
        api::{AddShared, CreateShare, EndShare},
    },
    tag::api::ChangeTags,
    timer::api::ActOnTimer,
    token::api::{CreateToken, RevokeToken},
    undo::api::UndoStep,
    v1, webhook,
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderValue, StatusCode, header::ACCEPT},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list};
use std::{sync::LazyLock, time::Duration};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, CompressionLevel,
        predicate::{DefaultPredicate, Predicate, SizeAbove},
    },
    timeout::TimeoutLayer,
};

/// Longest time from a request to its answer.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);

/// The pages' routes. Walked once per process: while Leptos lists them, no resource anywhere in
/// the process loads.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// The whole app.
pub fn router(state: AppState) -> Router {
    let context_of = state.clone();
    let options = state.leptos.clone();
    let pages_and_functions = Router::new()
        .leptos_routes_with_context(
            &state,
            PAGES.clone(),
            move || pages::context(&context_of),
            move || shell(options.clone()),
        )
        .merge(plain_forms())
        .layer(from_fn(answer_programs_with_json))
        .layer(from_fn_with_state(state.clone(), pages::send_to_sign_in));

    // Whoever asks for these is known, or known to be nobody.
    let identified = Router::new()
        .merge(pages_and_functions)
        .merge(auth::routes::routes())
        .merge(outbox::routes::routes())
        .merge(worker::personal())
        .fallback(files::file_or_missing)
        .layer(
            ServiceBuilder::new()
                .layer(from_fn(security::refuse_foreign_changes))
                .layer(from_fn_with_state(
                    state.clone(),
                    auth::session::authenticate,
                ))
                .layer(from_fn_with_state(state.clone(), rate_limit::limit))
                .layer(from_fn_with_state(state.clone(), parked::resume)),
        );
    // These are the same for everybody, or know by themselves whom they answer.
    let open = Router::new()
        .merge(operations())
        .merge(worker::open())
        .merge(webhook::routes::routes())
        .merge(calendar::routes::routes())
        .merge(share::routes::routes())
        .merge(v1::routes(&state))
        .route(v1::PAGE, get(v1::developers))
        .nest_service("/pkg", files::hashed(&state, &state.leptos.site_pkg_dir))
        .nest_service("/fonts", files::hashed(&state, "fonts"))
        .nest_service("/js/chunks", files::hashed(&state, "js/chunks"))
        .nest_service("/js", files::scripts(&state));

    identified
        .merge(open)
        .layer(from_fn(pages::complete_document))
        .layer(
            ServiceBuilder::new()
                .layer(from_fn(telemetry::log_request))
                .layer(from_fn(security::add_headers))
                .layer(from_fn_with_state(state.clone(), pages::explain_failure))
                .layer(CatchPanicLayer::custom(answer_panic))
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::SERVICE_UNAVAILABLE,
                    REQUEST_LIMIT,
                ))
                .layer(from_fn(uninterrupted::finish))
                .layer(compression())
                .layer(DefaultBodyLimit::max(BODY_LIMIT)),
        )
        .with_state(state)
}

/// The pages' own forms, for browsers without JavaScript.
pub(crate) fn plain_forms() -> Router<AppState> {
    Router::new()
        .route(
            "/problems/new",
            form::<AddProblem>(|saved| saved.destination()),
        )
        .route("/problems/add", reported::<AddSeveral>())
        .route(
            "/problems/bulk",
            form::<ChangeProblems>(|destination| destination),
        )
        .route(
            "/problems/{id}/star",
            command::<StarProblem>(|destination| destination),
        )
        .route("/problems/views/new", form::<SaveView>(|address| address))
        .route("/problems/views/{id}", form::<SaveView>(|address| address))
        .route(
            "/problems/views/{id}/delete",
            command::<DeleteView>(|destination| destination),
        )
        .route(
            "/problems/{id}/edit",
            form::<EditProblem>(|id| format!("/problems/{id}")),
        )
        .route(
            "/problems/{id}/difficulty",
            form::<EditPart>(|id| format!("/problems/{id}")),
        )
        .route(
            "/problems/{id}/tags",
            form::<EditPart>(|id| format!("/problems/{id}")),
        )
        .route(
            "/problems/{id}/delete",
            command::<DeleteProblem>(|destination| destination),
        )
        .route(
            "/problems/{id}/attempts/new",
            form::<LogAttempt>(|place| place.logged()),
        )
        .route(
            "/attempts/{id}/edit",
            form::<EditAttempt>(|place| place.address()),
        )
        .route(
            "/attempts/{id}/delete",
            command::<DeleteAttempt>(|destination| destination),
        )
        .route("/review", form::<GradeProblem>(|destination| destination))
        .route(
            "/review/reveal",
            command::<RevealProblem>(|destination| destination),
        )
        .route(
            "/review/take-back",
            command::<TakeBackReview>(|destination| destination),
        )
        .route(
            "/review/spread",
            command::<SpreadReviews>(|destination| destination),
        )
        .route(
            "/problems/{id}/review",
            form::<DecideReview>(|destination| destination),
        )
        .route("/problems/{id}/share", reported::<CreateShare>())
        .route(
            "/s/{token}/add",
            command::<AddShared>(|destination| destination)
                .layer(from_fn(share::routes::send_nobody_to_sign_in))
                .get(share::routes::back),
        )
        .merge(settings_forms())
        .route("/inbox", form::<ConfirmItems>(|destination| destination))
        .route(
            "/inbox/dismiss",
            command::<DismissItems>(|destination| destination),
        )
        .route("/tags", form::<ChangeTags>(|destination| destination))
        .route(
            "/undo/{id}",
            command::<UndoStep>(|undone| undone.destination),
        )
        .route(
            "/problems/{id}/timer",
            command::<ActOnTimer>(|answer| answer.back),
        )
        .route(
            "/drafts/discard",
            command::<DiscardDraft>(|answer| answer.back),
        )
        .route("/preview", post(preview::preview))
}

/// Those of the settings, and of what belongs to them.
fn settings_forms() -> Router<AppState> {
    Router::new()
        .route("/settings", form::<SaveSettings>(|destination| destination))
        .route(
            "/settings/theme",
            command::<ChooseTheme>(|destination| destination),
        )
        .route("/settings/tokens", reported::<CreateToken>())
        .route(
            "/settings/tokens/{id}/revoke",
            command::<RevokeToken>(|destination| destination),
        )
        .route("/settings/calendar", reported::<CreateFeed>())
        .route(
            "/settings/calendar/revoke",
            command::<RevokeFeed>(|destination| destination),
        )
        .route(
            "/settings/shares/{id}/end",
            command::<EndShare>(|destination| destination),
        )
        .route(
            "/settings/delete",
            form::<DeleteEverything>(|destination| destination),
        )
}

/// For whoever operates the process.
fn operations() -> Router<AppState> {
    Router::new()
        .route("/livez", get(health::livez))
        .route("/readyz", get(health::readyz))
}

/// Server functions answer data, never a redirect to whatever page the request names as its
/// referrer: our forms without JavaScript post to their pages instead.
async fn answer_programs_with_json(mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") {
        request
            .headers_mut()
            .insert(ACCEPT, HeaderValue::from_static("application/json"));
    }
    next.run(request).await
}

fn answer_panic(panic: Box<dyn std::any::Any + Send>) -> Response {
    let cause = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    let error = AppError::internal(&format!("panic: {cause}"));
    let text = format!("{error}\n");
    (StatusCode::INTERNAL_SERVER_ERROR, Extension(error), text).into_response()
}

/// Pages are compressed as they are sent, fast rather than well; files were compressed when built.
fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(DefaultPredicate::new().and(SizeAbove::new(1024)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{body::Body, http::header::CONTENT_TYPE};
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_an_opaque_answer_not_a_dropped_connection() {
        let app: Router = Router::new()
            .route("/", get(async || -> String { panic!("the secret cause") }))
            .layer(from_fn(uninterrupted::finish))
            .layer(CatchPanicLayer::custom(answer_panic));
        let request = Request::get("/").body(Body::empty()).unwrap();
        let response = app.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(response.extensions().get::<AppError>().is_some());
        assert!(response.headers().contains_key(CONTENT_TYPE));
        let body = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        let text = String::from_utf8_lossy(&body);
        assert!(
            text.contains("quote ") && !text.contains("secret"),
            "{text}"
        );
    }
}
