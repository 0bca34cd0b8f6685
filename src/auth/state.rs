//! What a request is: signed in, signed out, or to be sent to the identity provider first.
//!
//! The rules of Clerk's request state machine, in its order. Not built yet are the rules that
//! start a handshake to renew a session (a missing development browser, cookies that disagree, an
//! expired token) and the refresh cookie; such requests are signed out with the same reason.

use super::{
    config::ClerkConfig,
    cookies::{self, Cookies},
    handshake::{self, Brought, Redirect, Start},
    keys::{KeyError, Keys},
    publishable_key::Instance,
    query::parameter,
    reason::Reason,
    session::AuthState,
    token::{Session, SessionStatus, SignedToken, UnverifiedToken},
};
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
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

impl From<Failure> for AuthState {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::SignedOut(reason) => Self::SignedOut(reason),
            Failure::KeysUnavailable => Self::KeysUnavailable,
        }
    }
}

/// Why a token makes nobody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failure {
    SignedOut(Reason),
    KeysUnavailable,
}

impl From<Reason> for Failure {
    fn from(reason: Reason) -> Self {
        Self::SignedOut(reason)
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::UnknownKeyId => Self::SignedOut(Reason::JwkKidMismatch),
            KeyError::Unavailable => Self::KeysUnavailable,
        }
    }
}

/// Decides about a request.
pub async fn decide(
    config: &ClerkConfig,
    keys: &Keys,
    parts: &Parts,
    now: DateTime<Utc>,
) -> Outcome {
    // A token in the header wins even when it is garbage. Falling back to cookies would let
    // whoever set the header act with the rights of whoever owns the cookies.
    if let Some(token) = header_token(&parts.headers) {
        let session = match token {
            Ok(token) => verify_session(config, keys, token, now).await,
            Err(reason) => Err(reason.into()),
        };
        return state_of(session).into();
    }
    decide_by_cookies(config, keys, parts, now).await
}

async fn decide_by_cookies(
    config: &ClerkConfig,
    keys: &Keys,
    parts: &Parts,
    now: DateTime<Utc>,
) -> Outcome {
    let cookies = Cookies::from_headers(&parts.headers);
    let query = parts.uri.query();
    let document = handshake::is_document(parts);
    let production = config.key.instance == Instance::Production;

    // 1. A handshake's answer.
    let answer = if production {
        cookies.get(handshake::HANDSHAKE).map(str::to_owned)
    } else {
        parameter(query, handshake::HANDSHAKE)
    };
    if let Some(answer) = answer.filter(|_| document) {
        match answered(config, keys, &answer, parts, now).await {
            Ok(outcome) => return outcome,
            Err(Failure::KeysUnavailable) => return AuthState::KeysUnavailable.into(),
            // Another application on the same domain may own it: go on with what there is.
            Err(Failure::SignedOut(reason)) => {
                tracing::warn!(auth.reason = %reason, "a handshake was not accepted");
            }
        }
    }

    let selected = cookies::select(
        &cookies,
        &config.key.cookie_suffix,
        &config.key.frontend_api,
        production,
        now,
    );

    // 4. A development browser that comes from the sign-in page.
    if let Some(dev_browser) = parameter(query, handshake::DEV_BROWSER).filter(|_| !production) {
        let start = Start {
            reason: Reason::DevBrowserSync,
            suffixed_cookies: selected.suffixed,
            session: selected.session,
            dev_browser: Some(&dev_browser),
        };
        let redirect = document.then(|| handshake::start(config, parts, &start));
        return match redirect.flatten() {
            Some(redirect) => Outcome::Redirect(redirect),
            None => AuthState::SignedOut(start.reason).into(),
        };
    }

    state_of(judge_cookies(config, keys, &selected, now).await).into()
}

/// Rules 6 to 12 and 15: what the cookies say.
async fn judge_cookies(
    config: &ClerkConfig,
    keys: &Keys,
    selected: &cookies::Selected<'_>,
    now: DateTime<Utc>,
) -> Result<Session, Failure> {
    let token = match (selected.client_uat, selected.session) {
        (None | Some(0), None) => return Err(Reason::SessionTokenAndUatMissing.into()),
        (Some(0), Some(_)) => return Err(Reason::SessionTokenButNoClientUat.into()),
        // Clerk would start a handshake to fetch a missing one (rule 7). Until we do, the token
        // speaks for itself; only a cookie that says "signed out" overrules it.
        (_, Some(token)) => token,
        (Some(_), None) => return Err(Reason::ClientUatButNoSessionToken.into()),
    };
    let unverified = UnverifiedToken::parse(token)?;
    unverified.require_session_class()?;
    let issued_at = unverified.claimed_issue_time().unwrap_or_default();
    if issued_at.timestamp() < selected.client_uat.unwrap_or_default() {
        return Err(Reason::SessionTokenIatBeforeClientUat.into());
    }
    verify_session(config, keys, token, now).await
}

/// Everything a session token must stand, from its class to its claims.
async fn verify_session(
    config: &ClerkConfig,
    keys: &Keys,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Session, Failure> {
    let unverified = UnverifiedToken::parse(token)?;
    unverified.require_session_class()?;
    let signed = verify_signature(keys, unverified).await?;
    Ok(signed.session(&config.expected, now)?)
}

/// The header is checked first: no key is fetched for a token that could not be accepted anyway.
async fn verify_signature(keys: &Keys, token: UnverifiedToken<'_>) -> Result<SignedToken, Failure> {
    token.check_header()?;
    let key = keys.find(token.key_id()).await?;
    Ok(token.verify(&key)?)
}

/// What follows from a handshake's answer. In development the cookies are set, and judged when the
/// browser brings them to the clean address. In production the page is rendered in the same request,
/// with the session among the cookies.
async fn answered(
    config: &ClerkConfig,
    keys: &Keys,
    answer: &str,
    parts: &Parts,
    now: DateTime<Utc>,
) -> Result<Outcome, Failure> {
    let signed = verify_signature(keys, UnverifiedToken::parse(answer)?).await?;
    let Brought { cookies, session } = handshake::check_directives(config, &signed.handshake()?)?;
    if config.key.instance == Instance::Development {
        return Ok(Outcome::Redirect(Redirect {
            location: handshake::clean_url(config, parts),
            cookies,
        }));
    }
    let state = match session {
        None => AuthState::SignedOut(Reason::SessionTokenMissing),
        Some(token) => state_of(Ok(verify_session(config, keys, &token, now).await?)),
    };
    Ok(Outcome::Continue(state, cookies))
}

fn state_of(session: Result<Session, Failure>) -> AuthState {
    match session {
        Ok(session) if session.status == SessionStatus::Pending => AuthState::Pending(session),
        Ok(session) => AuthState::SignedIn(session),
        Err(failure) => failure.into(),
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
