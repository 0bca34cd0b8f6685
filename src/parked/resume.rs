//! Parks forms on their way in, and takes them up again.

use super::db::{self, ParkedForm};
use crate::{
    auth::{handshake::is_document, query::parameter, session::AuthState},
    error::AppError,
    server::{forms::BODY_LIMIT, pages, router::plain_forms, state::AppState},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{
        HeaderValue, Method,
        header::{CONTENT_LENGTH, CONTENT_TYPE},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use tower::ServiceExt;
use uuid::Uuid;

const FORM: &str = "application/x-www-form-urlencoded";
/// The parameter that names the form to take up.
const RESUME: &str = "resume";

/// Sends a form whose session has run out to its own page, where the session is renewed first.
pub async fn resume(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if is_late_form(&request) {
        return match park(&state, request).await {
            Ok(response) => response,
            Err(request) => next.run(*request).await,
        };
    }
    let (parts, body) = request.into_parts();
    match parked(&state, &parts).await {
        Some(form) => send_again(state, &parts, form).await,
        None => next.run(Request::from_parts(parts, body)).await,
    }
}

/// A form that a browser sends by itself, with a session that has run out.
fn is_late_form(request: &Request) -> bool {
    let content_type = request.headers().get(CONTENT_TYPE);
    request.method() == Method::POST
        && content_type.is_some_and(|kind| kind.as_bytes().starts_with(FORM.as_bytes()))
        && pages::wants_page(request.headers())
        && !request.uri().path().starts_with("/auth/")
        && matches!(
            request.extensions().get::<AuthState>(),
            Some(AuthState::Expired(..))
        )
}

/// Parks it. The request comes back if that cannot be done; its page then gives the text back.
async fn park(state: &AppState, request: Request) -> Result<Response, Box<Request>> {
    let (parts, body) = request.into_parts();
    let Some(AuthState::Expired(_, session)) = parts.extensions.get::<AuthState>() else {
        return Err(Box::new(Request::from_parts(parts, body)));
    };
    let Ok(body) = to_bytes(body, BODY_LIMIT).await else {
        let theme = crate::account::theme::of(&parts.headers);
        return Ok(pages::failure(state, theme, AppError::TooLarge));
    };
    let target = parts
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str())
        .to_owned();
    let separator = if target.contains('?') { '&' } else { '?' };
    let form = ParkedForm {
        target: target.clone(),
        body: body.to_vec(),
    };
    match db::park(&state.pool, &session.user.id, &form).await {
        Ok(Some(id)) => {
            let page = format!("{target}{separator}{RESUME}={id}");
            Ok(Redirect::to(&page).into_response())
        }
        Ok(None) => Err(Box::new(Request::from_parts(parts, Body::from(body)))),
        Err(error) => {
            tracing::warn!(error.cause = %error, "a form could not be parked");
            Err(Box::new(Request::from_parts(parts, Body::from(body))))
        }
    }
}

/// The form that a page being opened is to take up.
async fn parked(state: &AppState, parts: &Parts) -> Option<ParkedForm> {
    let id: Uuid = parameter(parts.uri.query(), RESUME)?.parse().ok()?;
    let Some(AuthState::SignedIn(session)) = parts.extensions.get::<AuthState>() else {
        return None;
    };
    if !is_document(parts) {
        return None;
    }
    let form = db::take(&state.pool, &session.user.id, id, parts.uri.path()).await;
    form.unwrap_or_else(|error| {
        tracing::warn!(error.cause = %error, "a parked form could not be taken up");
        None
    })
}

/// Sends the form once more, now with a session.
async fn send_again(state: AppState, parts: &Parts, form: ParkedForm) -> Response {
    let mut request = Request::new(Body::from(form.body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = form.target.parse().unwrap_or_else(|_| parts.uri.clone());
    let headers = request.headers_mut();
    headers.clone_from(&parts.headers);
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
    if let Some(who) = parts.extensions.get::<AuthState>() {
        request.extensions_mut().insert(who.clone());
    }
    // The route is chosen anew: this one is of the page, and the form has another.
    let forms = plain_forms().with_state(state);
    match forms.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
