//! What a request is: signed in, signed out, or to be sent to the identity provider first.
//!
//! The rules of Clerk's request state machine, in its order and with its numbers. Left out are the
//! rules for satellite domains (2, 3) and for organisations (14), of which this application has
//! none. Where the rules here are stricter is listed in `docs/decisions/017`.

use super::{
    answer,
    backend::RefreshRequest,
    cookies::{self, Cookies, Selected},
    handshake::{self, Brought, Redirect, Start},
    means::{Failure, Means},
    publishable_key::Instance,
    query::parameter,
    reason::{NotRefreshed, Reason},
    referrer,
    session::AuthState,
    token::{Session, SessionStatus, Strictness, UnverifiedToken},
};
use axum::http::{HeaderMap, HeaderValue, Method, header, request::Parts};
use chrono::{DateTime, Utc};

/// The outcome for one request.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Answer it, knowing this, and set these cookies.
    Continue(AuthState, Vec<HeaderValue>),
    /// Send it elsewhere.
    Redirect(Redirect),
}

impl From<AuthState> for Outcome {
    fn from(state: AuthState) -> Self {
        Self::Continue(state, Vec::new())
    }
}

impl From<Reason> for Outcome {
    fn from(reason: Reason) -> Self {
        AuthState::SignedOut(reason).into()
    }
}

/// Decides about a request.
pub async fn decide(means: &Means, parts: &Parts, now: DateTime<Utc>) -> Outcome {
    let cookies = Cookies::from_headers(&parts.headers);
    let config = &means.config;
    let asked = Asked {
        means,
        parts,
        now,
        cookies: &cookies,
        selected: cookies::select(
            &cookies,
            &config.key.cookie_suffix,
            &config.key.frontend_api,
            config.key.instance == Instance::Production,
            now,
        ),
        header_token: header_token(&parts.headers),
        may_leave: handshake::is_document(parts),
        refused: None,
    };
    match asked.header_token.clone() {
        // A token in the header wins even when it is garbage. Falling back to cookies would let
        // whoever set the header act with the rights of whoever owns the cookies.
        Some(token) => asked.by_header(token).await,
        None => asked.by_cookies().await,
    }
}

/// A request, and what the rules look at in it.
struct Asked<'r> {
    means: &'r Means,
    parts: &'r Parts,
    now: DateTime<Utc>,
    cookies: &'r Cookies,
    selected: Selected<'r>,
    header_token: Option<Result<&'r str, Reason>>,
    /// Whether it may be sent to the provider.
    may_leave: bool,
    /// What was wrong with the answer it brought from there.
    refused: Option<Reason>,
}

impl Asked<'_> {
    async fn by_header(&self, token: Result<&str, Reason>) -> Outcome {
        let token = match token {
            Ok(token) => token,
            Err(reason) => return reason.into(),
        };
        match self
            .means
            .session(token, Strictness::default(), self.now)
            .await
        {
            Ok(session) => state_of(session).into(),
            // The refresh cookie is the browser's: it renews no token that came another way.
            Err(failure) => self.not_verified(failure, NotRefreshed::NoRefreshCookie),
        }
    }

    async fn by_cookies(mut self) -> Outcome {
        let config = &self.means.config;
        let development = config.key.instance == Instance::Development;

        // 1. A handshake's answer.
        if let Some(answer) = answer::of(config, self.parts, self.cookies) {
            match answer::accept(self.means, self.parts, &answer, self.now).await {
                Ok(outcome) => return outcome,
                Err(Failure::Unavailable) => return AuthState::Unavailable.into(),
                Err(failure) => {
                    tracing::warn!(
                        auth.failure = failure.kind(),
                        "a handshake was not accepted"
                    );
                    // Who gets no further with an answer than without would go round in circles.
                    // In production it may be another application's on the same domain.
                    self.may_leave &= !development;
                    self.refused = match failure {
                        Failure::SignedOut(reason) if !reason.is_nobody() => Some(reason),
                        _ => None,
                    };
                }
            }
        }

        let query = self.parts.uri.query();
        let dev_browser = self.dev_browser();
        // 4. A development browser that comes from the sign-in page, and 5. an unknown one.
        if development && parameter(query, handshake::DEV_BROWSER).is_some() {
            return self.leave_or_out(Reason::DevBrowserSync);
        }
        if development && dev_browser.is_none() {
            return self.leave_or_out(Reason::DevBrowserMissing);
        }
        let token = match (self.selected.client_uat, self.selected.session) {
            (0, None) => return Reason::SessionTokenAndUatMissing.into(),
            (0, Some(_)) => return self.leave_or_out(Reason::SessionTokenButNoClientUat),
            (_, None) => return self.leave_or_out(Reason::ClientUatButNoSessionToken),
            (_, Some(token)) => token,
        };
        match self.judge(token).await {
            Ok(session) => self.known(session),
            Err(Failure::SignedOut(reason @ Reason::SessionTokenIatBeforeClientUat)) => {
                if let Some(redirect) = self.leave_if_possible(reason.clone()) {
                    return Outcome::Redirect(redirect);
                }
                match self.means.whose(token, Strictness::default()).await {
                    Some(session) => AuthState::Expired(reason, session).into(),
                    None => reason.into(),
                }
            }
            Err(Failure::Expired(expired)) => self.refresh(token, *expired).await,
            Err(failure) => self.not_verified(failure, NotRefreshed::NonGet),
        }
    }

    /// Rules 9 to 12: the session cookie.
    async fn judge(&self, token: &str) -> Result<Session, Failure> {
        let unverified = UnverifiedToken::parse(token)?;
        unverified.require_session_class()?;
        let changed_since = unverified
            .claimed_issue_time()
            .is_some_and(|issued_at| issued_at.timestamp() < self.selected.client_uat);
        if changed_since {
            return Err(Reason::SessionTokenIatBeforeClientUat.into());
        }
        let strictness = Strictness {
            requires_authorized_party: self.means.config.requires_authorized_party
                || !self.is_harmless(),
            ..Strictness::default()
        };
        self.means.session(token, strictness, self.now).await
    }

    /// Whether a cookie that some other application of the same domain might have planted can do
    /// no harm here: nothing is changed, or the browser says that our own page asks for it.
    fn is_harmless(&self) -> bool {
        let header = |name: &str| {
            let value = self.parts.headers.get(name)?;
            value.to_str().ok()
        };
        matches!(self.parts.method, Method::GET | Method::HEAD)
            || header("sec-fetch-site") == Some("same-origin")
            || header("origin") == Some(self.means.config.app_origin.as_str())
    }

    /// Rules 13 and 15: somebody with a good session.
    fn known(&self, session: Session) -> Outcome {
        let first_time = handshake::redirect_count(self.cookies) == 0;
        // The token of before says that a step is missing which has just been made.
        let back_from_step = session.status == SessionStatus::Pending
            && referrer::is_portal(&self.means.config, &self.parts.headers);
        if back_from_step
            && first_time
            && let Some(redirect) = self.leave_if_possible(Reason::SessionPending)
        {
            return Outcome::Redirect(redirect);
        }
        let from_elsewhere = self.parts.method == Method::GET
            && handshake::destination(self.parts) == Some("document")
            && referrer::is_foreign(&self.means.config, &self.parts.headers)
            && first_time;
        if from_elsewhere
            && self.may_leave
            && let Some(redirect) = self.leave(Reason::PrimaryDomainCrossOriginSync)
        {
            return Outcome::Redirect(redirect);
        }
        state_of(session).into()
    }

    /// An expired session cookie: a fresh one for reads if the browser has a refresh cookie.
    async fn refresh(&self, token: &str, expired: Session) -> Outcome {
        let config = &self.means.config;
        let refresh_cookie = format!("{}_{}", cookies::REFRESH, config.key.cookie_suffix);
        if self.parts.method != Method::GET {
            return self.not_verified(Failure::Expired(Box::new(expired)), NotRefreshed::NonGet);
        }
        let Some(refresh_token) = self.cookies.get(&refresh_cookie) else {
            let why = NotRefreshed::NoRefreshCookie;
            return self.not_verified(Failure::Expired(Box::new(expired)), why);
        };
        let refresh = RefreshRequest {
            session_id: &expired.id,
            expired_token: token,
            refresh_token,
            suffixed_cookies: self.selected.suffixed,
            origin: &config.app_origin,
            headers: &self.parts.headers,
        };
        let why = match self.means.refresher.exchange(config, &refresh).await {
            Ok(fresh) => match self.refreshed(&fresh, &expired).await {
                Some(state) => return Outcome::Continue(state, fresh.cookies.clone()),
                None => NotRefreshed::InvalidSessionToken,
            },
            // Most likely nobody is at the other end of a redirect either.
            Err(NotRefreshed::Fetch) => return AuthState::Unavailable.into(),
            Err(why) => why,
        };
        self.not_verified(Failure::Expired(Box::new(expired)), why)
    }

    /// The fresh session, if it is the same person's in the same session.
    async fn refreshed(&self, fresh: &Brought, expired: &Session) -> Option<AuthState> {
        let token = fresh.session.as_deref()?;
        let session = self
            .means
            .session(token, self.means.for_answers(), self.now);
        let session = session.await.ok()?;
        (session.user.id == expired.user.id && session.id == expired.id).then(|| state_of(session))
    }

    /// What follows from a token that was not accepted.
    fn not_verified(&self, failure: Failure, not_refreshed: NotRefreshed) -> Outcome {
        match failure {
            Failure::Unavailable => AuthState::Unavailable.into(),
            Failure::Expired(session) => {
                let not_refreshed = if self.parts.method == Method::GET {
                    not_refreshed
                } else {
                    NotRefreshed::NonGet
                };
                let reason = Reason::SessionTokenExpired(not_refreshed);
                match (self.leave_if_possible(reason.clone()), &self.header_token) {
                    (Some(redirect), _) => Outcome::Redirect(redirect),
                    // Programs send a token again; only for browsers it can be renewed.
                    (None, Some(_)) => reason.into(),
                    (None, None) => AuthState::Expired(reason, *session).into(),
                }
            }
            Failure::SignedOut(Reason::TokenNotActiveYet) => {
                self.leave_or_out(Reason::SessionTokenNbf)
            }
            Failure::SignedOut(Reason::TokenIatInTheFuture) => {
                self.leave_or_out(Reason::SessionTokenIatInTheFuture)
            }
            Failure::SignedOut(reason) => reason.into(),
        }
    }

    fn leave_or_out(&self, reason: Reason) -> Outcome {
        match self.leave_if_possible(reason.clone()) {
            Some(redirect) => Outcome::Redirect(redirect),
            None if self.may_leave => reason.into(),
            None => self.refused.clone().unwrap_or(reason).into(),
        }
    }

    fn leave_if_possible(&self, reason: Reason) -> Option<Redirect> {
        self.may_leave.then(|| self.leave(reason)).flatten()
    }

    fn leave(&self, reason: Reason) -> Option<Redirect> {
        let in_header = self
            .header_token
            .as_ref()
            .and_then(|token| token.as_ref().ok());
        let start = Start {
            reason,
            suffixed_cookies: self.selected.suffixed,
            session: self.selected.session.or(in_header.copied()),
            dev_browser: self.dev_browser(),
        };
        handshake::start(&self.means.config, self.parts, self.cookies, start)
    }

    fn dev_browser(&self) -> Option<String> {
        parameter(self.parts.uri.query(), handshake::DEV_BROWSER)
            .or_else(|| self.selected.dev_browser.map(str::to_owned))
    }
}

/// Decides about a session token that a program brought, which no cookie stands beside.
pub(super) async fn of_token(means: &Means, token: &str, now: DateTime<Utc>) -> AuthState {
    match means.session(token, Strictness::default(), now).await {
        Ok(session) => state_of(session),
        Err(Failure::Unavailable) => AuthState::Unavailable,
        Err(Failure::SignedOut(reason)) => AuthState::SignedOut(reason),
        // Programs send a token again; only for browsers it can be renewed.
        Err(Failure::Expired(_)) => {
            AuthState::SignedOut(Reason::SessionTokenExpired(NotRefreshed::NoRefreshCookie))
        }
    }
}

/// What somebody with a good session is.
pub(super) fn state_of(session: Session) -> AuthState {
    match session.status {
        SessionStatus::Pending => AuthState::Pending(session),
        SessionStatus::Active => AuthState::SignedIn(session),
    }
}

/// The token of an `Authorization` header: `Bearer <token>` or the token alone. Other schemes are
/// not ours; several headers, or one that is not text, are garbage.
fn header_token(headers: &HeaderMap) -> Option<Result<&str, Reason>> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?;
    let (Ok(text), None) = (value.to_str(), values.next()) else {
        return Some(Err(Reason::TokenInvalid));
    };
    match text.split_once(' ') {
        None if text.is_empty() => None,
        None => Some(Ok(text)),
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(Ok(token)),
        Some(_) => None,
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "oracle_tests.rs"]
mod oracle;
