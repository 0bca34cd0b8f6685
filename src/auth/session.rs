//! Who is signed in, decided once per request and asked for everywhere else.

use super::{
    config::ClerkConfig,
    handshake::{self, Redirect},
    means::Means,
    model::{Reader, SessionNote, User, UserId},
    reason::Reason,
    state::{self, Outcome},
    token::Session,
};
use crate::{account::db::Presence, error::AppError, server::pool::Pool};
use axum::{
    Json,
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::Utc;
use moka::future::Cache;
use reqwest::{Client, redirect::Policy};
use std::{sync::Arc, time::Duration};

/// How long somebody we have seen is taken to be in the database still.
const SEEN_FOR: Duration = Duration::from_mins(10);
/// How many people are remembered as seen.
const MOST_SEEN: u64 = 100_000;

const AUTH_STATUS: HeaderName = HeaderName::from_static("x-clerk-auth-status");
const AUTH_REASON: HeaderName = HeaderName::from_static("x-clerk-auth-reason");
/// Whom the page was made for that a script's request comes from (`session.ts`).
const READER: HeaderName = HeaderName::from_static("x-gitgud-reader");

/// Everything needed to find out who is asking. Cheap to clone.
#[derive(Clone)]
pub struct Auth(Arc<Inner>);

struct Inner {
    provider_origins: String,
    means: Means,
    pool: Pool,
    seen: Cache<UserId, Presence>,
}

/// The client for the identity provider's API could not be made, such as for lack of root
/// certificates.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client for the identity provider: {0}")]
pub struct AuthSetupError(#[from] reqwest::Error);

impl Auth {
    /// Prepares identity checks. Fetches nothing yet.
    ///
    /// # Errors
    /// See [`AuthSetupError`].
    pub fn new(config: ClerkConfig, pool: Pool) -> Result<Self, AuthSetupError> {
        let http = http_client(&config.api_url)?;
        Ok(Self(Arc::new(Inner {
            provider_origins: config.provider_origins(),
            means: Means::new(config, http),
            pool,
            seen: Cache::builder()
                .max_capacity(MOST_SEEN)
                .time_to_live(SEEN_FOR)
                .build(),
        })))
    }

    pub(super) fn config(&self) -> &ClerkConfig {
        &self.0.means.config
    }

    /// Forgets addresses and sessions that have asked for nothing for a while.
    pub fn forget_the_quiet(&self) {
        self.0.means.forget_the_quiet();
    }

    /// Whether people reach the application over https.
    pub fn is_secure(&self) -> bool {
        handshake::is_https(self.config())
    }

    /// The origin under which people reach the application, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.config().app_origin
    }

    /// The provider's origins that a browser may be led by, for the policy of pages.
    pub fn provider_origins(&self) -> &str {
        &self.0.provider_origins
    }

    pub(super) fn means(&self) -> &Means {
        &self.0.means
    }

    /// Who a program is that brought this session token. Cookies do not count.
    pub async fn of_token(&self, token: &str) -> AuthState {
        match state::of_token(self.means(), token, Utc::now()).await {
            AuthState::SignedIn(session) => self.welcome(session).await,
            state => state,
        }
    }

    /// Takes somebody for never seen: their row is gone.
    pub(crate) async fn forget(&self, id: &UserId) {
        self.0.seen.invalidate(id).await;
    }

    /// Sees to it that somebody has a row of their own before anything refers to it, and calls them
    /// by the name the provider has told, if their token has none. Whoever was deleted at the
    /// provider is nobody, although their token is good for a minute still. A failure is not one of
    /// identity: it is logged, and the next request tries again.
    async fn welcome(&self, mut session: Session) -> AuthState {
        let inner = &self.0;
        let id = session.user.id.clone();
        let look = async { crate::account::db::ensure_user(&inner.pool, &id).await };
        match inner.seen.try_get_with(id.clone(), look).await {
            Ok(Presence::Removed) => return AuthState::SignedOut(Reason::UserRemoved),
            Ok(Presence::Here { name }) => session.user.name = session.user.name.or(name),
            Err(error) => tracing::error!(error.cause = %error, "a user could not be added"),
        }
        AuthState::SignedIn(session)
    }
}

/// A client that goes where it is told and nowhere else. For plain http (a provider on this
/// machine) it needs neither the system's root certificates nor its proxy.
pub(super) fn http_client(api_url: &str) -> Result<Client, reqwest::Error> {
    // Whoever installs a provider first wins, and that is this one or an equal one.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder().redirect(Policy::none());
    if api_url.starts_with("http:") {
        builder.tls_certs_only([]).no_proxy().build()
    } else {
        builder.https_only(true).build()
    }
}

/// What is known about who made a request. Every request that passed [`authenticate`] has one
/// among its extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthState {
    /// Somebody, with a verified token.
    SignedIn(Session),
    /// Nobody, and why.
    SignedOut(Reason),
    /// Nobody, until the session is renewed whose token has run out.
    Expired(Reason, Session),
    /// Somebody who still has a step to finish at the provider.
    Pending(Session),
    /// Cannot be told just now. Never to be taken for signed out.
    Unavailable,
}

impl AuthState {
    /// The session, if it is complete.
    ///
    /// # Errors
    /// The answer for everybody else: 401, 403 or 503.
    pub fn session(&self) -> Result<&Session, AppError> {
        match self {
            Self::SignedIn(session) => Ok(session),
            Self::SignedOut(reason) | Self::Expired(reason, _) => Err(AppError::SignedOut {
                reason: reason.to_string(),
            }),
            Self::Pending(_) => Err(AppError::Pending),
            Self::Unavailable => Err(AppError::Unavailable),
        }
    }

    /// Whose tokens these are, whether or not they are good for anything.
    pub(super) fn any_session(&self) -> Option<&Session> {
        match self {
            Self::SignedIn(session) | Self::Pending(session) | Self::Expired(_, session) => {
                Some(session)
            }
            Self::SignedOut(_) | Self::Unavailable => None,
        }
    }

    fn reason(&self) -> Option<&Reason> {
        match self {
            Self::SignedOut(reason) | Self::Expired(reason, _) => Some(reason),
            Self::SignedIn(_) | Self::Pending(_) | Self::Unavailable => None,
        }
    }

    /// The same, unless the page that asks was made for somebody else: in a browser in which one
    /// person signs out and another in, an open page of the first acts for nobody.
    fn for_reader(self, headers: &HeaderMap) -> Self {
        match (&self, headers.get(READER)) {
            (Self::SignedIn(session), Some(reader)) if reader != session.user.id.as_str() => {
                Self::SignedOut(Reason::ReaderChanged)
            }
            _ => self,
        }
    }
}

/// Finds out who is asking, once, before anything else looks at the request. Answers with a
/// redirect where the identity provider has to be asked first.
pub async fn authenticate(State(auth): State<Auth>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    parts.extensions.remove::<AuthState>();
    let (state, cookies) = match state::decide(auth.means(), &parts, Utc::now()).await {
        Outcome::Redirect(redirect) => return redirected(redirect),
        Outcome::Continue(state, cookies) => (state.for_reader(&parts.headers), cookies),
    };
    let state = match state {
        AuthState::SignedIn(session) => auth.welcome(session).await,
        state => state,
    };
    let reason = state.reason().cloned();
    parts.extensions.insert(state);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let headers = response.headers_mut();
    handshake::append_cookies(headers, cookies);
    if reason.is_some() {
        tell(headers, "signed-out", reason);
    }
    response
}

fn redirected(redirect: Redirect) -> Response {
    let mut response = StatusCode::TEMPORARY_REDIRECT.into_response();
    let headers = response.headers_mut();
    match HeaderValue::try_from(redirect.location) {
        Ok(location) => headers.insert(header::LOCATION, location),
        Err(_) => return StatusCode::BAD_REQUEST.into_response(),
    };
    // Browsers keep a 307 they may, and would then go round in circles.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let status = match redirect.reason {
        Some(_) => "handshake",
        None => "signed-in",
    };
    tell(headers, status, redirect.reason);
    handshake::append_cookies(headers, redirect.cookies);
    response
}

/// Says how it stands to whoever reads headers: our own scripts, and people who look for a fault.
fn tell(headers: &mut HeaderMap, status: &'static str, reason: Option<Reason>) {
    headers.insert(AUTH_STATUS, HeaderValue::from_static(status));
    let reason = reason.and_then(|reason| HeaderValue::try_from(reason.to_string()).ok());
    if let Some(reason) = reason {
        headers.insert(AUTH_REASON, reason);
    }
}

/// The session of whoever is signed in, for an axum route that is for nobody else.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Session);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        session_of(parts).map(Self).map_err(Refused)
    }
}

/// The answer to a script whose request is not done as asked: the error as JSON, with its status.
#[derive(Debug)]
pub struct Refused(pub AppError);

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status());
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self.0)).into_response()
    }
}

/// Who is signed in; the first line of every server function that is for nobody else.
///
/// # Errors
/// [`AppError::SignedOut`], [`AppError::Pending`] or [`AppError::Unavailable`].
pub async fn require_user() -> Result<User, AppError> {
    let Some(mut parts) = leptos::prelude::use_context::<Parts>() else {
        return Err(AppError::internal(
            &"a server function ran outside of a request",
        ));
    };
    let SignedIn(session) = SignedIn::from_request_parts(&mut parts, &())
        .await
        .map_err(|Refused(error)| error)?;
    Ok(session.user)
}

/// Who reads the page that is being rendered.
pub fn reader() -> Reader {
    let session = leptos::prelude::use_context::<Parts>().and_then(|parts| session_of(&parts).ok());
    Reader(session.map(|session| session.user))
}

/// What the document of the page that is being rendered tells scripts about the session; nothing to
/// a visitor.
pub fn note(auth: &Auth) -> Option<SessionNote> {
    let parts = leptos::prelude::use_context::<Parts>()?;
    let session = session_of(&parts).ok()?;
    Some(SessionNote {
        seconds_left: (session.expires_at - Utc::now()).num_seconds(),
        script: auth.config().clerk_script(),
    })
}

fn session_of(parts: &Parts) -> Result<Session, AppError> {
    match parts.extensions.get::<AuthState>() {
        Some(state) => state.session().cloned(),
        None => Err(AppError::internal(
            &"a route that needs a session is outside of the authentication layer",
        )),
    }
}
