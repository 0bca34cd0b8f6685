//! Parks forms on their way in, and takes them up again.

use super::db::{self, BrowserHash, ParkedForm};
use crate::{
    auth::{
        cookies::{Cookies, own_cookie, own_name},
        handshake::is_document,
        query::parameter,
        session::AuthState,
    },
    error::AppError,
    server::{forms::BODY_LIMIT, pages, router::plain_forms, state::AppState},
};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{
        HeaderValue, Method,
        header::{CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{TimeDelta, Utc};
use ring::{
    digest::{SHA256, digest},
    rand::{SecureRandom, SystemRandom},
};
use tower::ServiceExt;
use uuid::Uuid;

const FORM: &str = "application/x-www-form-urlencoded";
/// The parameter that names the form to take up.
const RESUME: &str = "resume";
/// What a browser carries that sent a late form: whoever has only the address, or only a token, takes
/// nothing up.
const BROWSER: &str = "gitgud_parked";
const BROWSER_SECONDS: i64 = 3600;
/// A token that ran out longer ago says too little about whose browser this is.
const OLDEST_TOKEN: TimeDelta = TimeDelta::days(1);

/// Sends a form whose session has run out to its own page, where the session is renewed first.
pub async fn resume(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if is_late_form(&request) {
        return match park(&state, request).await {
            Ok(response) => response,
            Err(request) => next.run(*request).await,
        };
    }
    if !names_form(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    // Taken out it has to be done, even for a reader who does not wait for the answer.
    let theme = crate::account::theme::of(&parts.headers);
    let done = tokio::spawn({
        let (state, parts) = (state.clone(), parts.clone());
        async move {
            let form = parked(&state, &parts).await?;
            Some(send_again(state, &parts, form).await)
        }
    });
    match done.await {
        Ok(Some(response)) => response,
        Ok(None) => next.run(Request::from_parts(parts, body)).await,
        Err(error) => pages::failure(&state, theme, AppError::internal(&error)),
    }
}

fn names_form(request: &Request) -> bool {
    parameter(request.uri().query(), RESUME).is_some()
}

fn hash(secret: &str) -> BrowserHash {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, secret.as_bytes()).as_ref());
    hash
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
            Some(AuthState::Expired(_, session))
                if session.user.impersonator.is_none()
                    && session.expires_at > Utc::now() - OLDEST_TOKEN
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
    let https = state.auth.is_secure();
    let carried = Cookies::from_headers(&parts.headers);
    let secret = carried
        .get(&own_name(BROWSER, https))
        .map_or_else(new_secret, |secret| Some(secret.to_owned()));
    let Some(secret) = secret else {
        return Err(Box::new(Request::from_parts(parts, Body::from(body))));
    };
    match db::park(&state.pool, &session.user.id, &hash(&secret), &form).await {
        Ok(Some(id)) => {
            let page = format!("{target}{separator}{RESUME}={id}");
            let mut response = Redirect::to(&page).into_response();
            if let Some(cookie) = own_cookie(BROWSER, &secret, BROWSER_SECONDS, https) {
                response.headers_mut().append(SET_COOKIE, cookie);
            }
            Ok(response)
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
    let cookies = Cookies::from_headers(&parts.headers);
    let browser = hash(cookies.get(&own_name(BROWSER, state.auth.is_secure()))?);
    let path = parts.uri.path();
    let form = db::take(&state.pool, &session.user.id, &browser, id, path).await;
    form.unwrap_or_else(|error| {
        tracing::warn!(error.cause = %error, "a parked form could not be taken up");
        None
    })
}

/// 128 bits that nobody guesses.
fn new_secret() -> Option<String> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
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
