//! Plain form posts, for browsers without JavaScript: each runs the same server function that the
//! hydrated form calls. On success the browser is sent on; on a mistake the page is rendered
//! again with everything that was typed; when nothing can be saved just now, a plain document gives
//! the text back.

use super::{pages, state::AppState};
use crate::{
    account::theme,
    error::{AppError, Conflict, FieldErrors},
    ui::failure::sign_in_address,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{Method, Request, StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodRouter, post},
};
use leptos::{
    prelude::{Owner, provide_context, use_context},
    reactive::computed::ScopedFuture,
    server_fn::ServerFn,
};
use leptos_axum::ResponseOptions;
use serde::{Deserialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// Largest form taken, in bytes: all text limits filled with the longest characters, as a browser
/// encodes them, and some room.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// A form that was not accepted, for the page that shows it again.
#[derive(Clone)]
pub struct Rejected {
    body: Bytes,
    errors: FieldErrors,
    conflict: Option<Conflict>,
}

/// What stands in a form: what was typed and what is wrong with it, if this request brought a form
/// `F` that was not accepted; else a fresh one.
pub fn typed_or<F, T>(typed: fn(F) -> T, fresh: impl FnOnce() -> T) -> (T, FieldErrors)
where
    F: DeserializeOwned,
{
    use_context::<Rejected>()
        .and_then(|rejected| Some((typed(decode(&rejected.body)?), rejected.errors)))
        .unwrap_or_else(|| (fresh(), FieldErrors::default()))
}

/// What had been stored meanwhile, if that is why the form that this request brought was not saved.
pub fn conflict() -> Option<Conflict> {
    use_context::<Rejected>().and_then(|rejected| rejected.conflict)
}

/// Forms are written by browsers: brackets may be percent-encoded or not.
pub(super) fn decode<F: DeserializeOwned>(body: &[u8]) -> Option<F> {
    serde_qs::Config::new(5, false).deserialize_bytes(body).ok()
}

/// Answers posts of a form that has a page of its own at the same address, which shows it again
/// when it is not accepted.
pub fn form<F>(destination: fn(F::Output) -> String) -> MethodRouter<AppState>
where
    F: ServerFn<Error = AppError> + DeserializeOwned + 'static,
{
    post(
        move |State(state): State<AppState>, request: Request<Body>| {
            answer::<F>(state, request, true, destination)
        },
    )
}

/// Answers posts of a lone button, with nothing typed that could be lost.
pub fn command<F>(destination: fn(F::Output) -> String) -> MethodRouter<AppState>
where
    F: ServerFn<Error = AppError> + DeserializeOwned + 'static,
{
    post(
        move |State(state): State<AppState>, request: Request<Body>| {
            answer::<F>(state, request, false, destination)
        },
    )
}

/// What came of a form, for the page that shows it.
#[derive(Clone)]
struct Answered<T>(T);

/// What came of the form that this request brought, if its page shows that.
pub fn answered<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Answered<T>>().map(|Answered(answer)| answer)
}

/// Answers posts of a form whose own page shows what came of it. Reloading the answer sends the form
/// again, so what it does must be harmless to repeat.
pub fn reported<F>() -> MethodRouter<AppState>
where
    F: ServerFn<Error = AppError> + DeserializeOwned + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    post(
        async move |State(state): State<AppState>, request: Request<Body>| match accept::<F>(
            state, request, true,
        )
        .await
        {
            Ok((_, state, parts, output)) => {
                show_again(state, parts, StatusCode::OK, Answered(output)).await
            }
            Err(response) => *response,
        },
    )
}

async fn answer<F>(
    state: AppState,
    request: Request<Body>,
    has_page: bool,
    destination: fn(F::Output) -> String,
) -> Response
where
    F: ServerFn<Error = AppError> + DeserializeOwned + 'static,
{
    match accept::<F>(state, request, has_page).await {
        Ok((said, _, _, output)) => {
            let mut response = Redirect::to(&destination(output)).into_response();
            // What the server function says to the browser besides its answer, such as a cookie.
            if let Ok(mut said) = said.0.write() {
                let headers = std::mem::take(&mut said.headers);
                response.headers_mut().extend(headers);
            }
            response
        }
        Err(response) => *response,
    }
}

/// Runs a form's server function; a form that is not accepted has its answer.
async fn accept<F>(
    state: AppState,
    request: Request<Body>,
    has_page: bool,
) -> Result<(ResponseOptions, AppState, Parts, F::Output), Box<Response>>
where
    F: ServerFn<Error = AppError> + DeserializeOwned + 'static,
{
    let (parts, body) = request.into_parts();
    let theme = theme::of(&parts.headers);
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        return Err(Box::new(pages::failure(&state, theme, AppError::TooLarge)));
    };
    let said = ResponseOptions::default();
    let result = match decode::<F>(&body) {
        Some(form) => run(form, parts.clone(), state.clone(), said.clone()).await,
        None => Err(AppError::BadRequest),
    };
    let refusal = match result {
        Ok(output) => return Ok((said, state, parts, output)),
        Err(AppError::Invalid(errors)) if has_page => {
            let rejected = Rejected {
                body,
                errors,
                conflict: None,
            };
            show_again(state, parts, StatusCode::UNPROCESSABLE_ENTITY, rejected).await
        }
        Err(AppError::Conflict(conflict)) if has_page => {
            let rejected = Rejected {
                body,
                errors: FieldErrors::default(),
                conflict: Some(conflict),
            };
            show_again(state, parts, StatusCode::CONFLICT, rejected).await
        }
        // The page itself may need what is missing (a session, the database).
        Err(error) => {
            let sign_in = matches!(error, AppError::SignedOut { .. })
                .then(|| sign_in_address(parts.uri.path()));
            pages::failure_of_form(&state, theme, error, texts(&body), sign_in)
        }
    };
    Err(Box::new(refusal))
}

/// The texts of any form of ours, by the names of their fields; for a person to copy.
fn texts(body: &[u8]) -> Vec<(String, String)> {
    #[derive(Default, Deserialize)]
    struct AnyForm {
        #[serde(default)]
        fields: BTreeMap<String, String>,
    }
    let form: AnyForm = decode(body).unwrap_or_default();
    form.fields
        .into_iter()
        .filter(|(name, text)| {
            !name.ends_with("id") && name != "revision" && !text.trim().is_empty()
        })
        .collect()
}

/// Runs a server function's body as its own route would; what it says besides its answer is in `said`.
pub(super) async fn run<F>(
    form: F,
    parts: Parts,
    state: AppState,
    said: ResponseOptions,
) -> Result<F::Output, AppError>
where
    F: ServerFn<Error = AppError>,
{
    let owner = Owner::new();
    owner
        .with(|| {
            ScopedFuture::new(async move {
                provide_context(parts);
                provide_context(said);
                provide_context(state);
                form.run_body().await
            })
        })
        .await
}

/// Renders the page at the form's address with `more` in its context.
async fn show_again(
    state: AppState,
    mut parts: Parts,
    status: StatusCode,
    more: impl Clone + Send + Sync + 'static,
) -> Response {
    parts.method = Method::GET;
    pages::render(
        state,
        Request::from_parts(parts, Body::empty()),
        move || {
            provide_context(more.clone());
            if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
                response.set_status(status);
            }
        },
    )
    .await
}
