//! The answer of a handshake: how it arrives, and what follows from it.
//!
//! It counts only for a browser that was sent away a moment ago: else a link that carries somebody
//! else's answer could sign its reader in as them.

use super::{
    backend::BackendError,
    config::ClerkConfig,
    cookies::{self, Cookies},
    handshake::{self, Brought, Redirect, check_directives, clean_url},
    means::{Failure, Means},
    publishable_key::Instance,
    query::parameter,
    reason::Reason,
    session::AuthState,
    state::{Outcome, state_of},
    token::{Strictness, UnverifiedToken},
};
use axum::{extract::ConnectInfo, http::request::Parts};
use chrono::{DateTime, TimeDelta, Utc};
use std::net::SocketAddr;

/// In development clocks may be wrong; a handshake's own session is then taken with this tolerance.
const DEVELOPMENT_SKEW: TimeDelta = TimeDelta::hours(24);

/// An answer as it arrives.
#[derive(Debug)]
pub enum Answer {
    /// All of it, signed.
    Token(String),
    /// What it can be asked for with, for answers that are too long to travel.
    Nonce(String),
    /// One that this browser was not sent away for.
    Unasked,
}

/// The answer that a request brings: in the query with a development instance, in a cookie in
/// production, and only with a page that is being opened.
pub fn of(config: &ClerkConfig, parts: &Parts, cookies: &Cookies) -> Option<Answer> {
    if !handshake::is_document(parts) {
        return None;
    }
    let brought = |name: &str| match config.key.instance {
        Instance::Production => cookies.get(name).map(str::to_owned),
        Instance::Development => parameter(parts.uri.query(), name),
    };
    let answer = brought(cookies::HANDSHAKE_NONCE)
        .map(Answer::Nonce)
        .or_else(|| brought(cookies::HANDSHAKE).map(Answer::Token))?;
    Some(if handshake::was_started(config, cookies) {
        answer
    } else {
        Answer::Unasked
    })
}

/// What follows from it. In development the cookies are set, and the browser goes on to the
/// clean address; in production the page is rendered in the same request.
///
/// # Errors
/// When it is no good, and there may be a better one.
pub async fn accept(
    means: &Means,
    parts: &Parts,
    answer: &Answer,
    now: DateTime<Utc>,
) -> Result<Outcome, Failure> {
    let config = &means.config;
    let directives = match answer {
        Answer::Token(token) => {
            let signed = means.signed(UnverifiedToken::parse(token)?).await?;
            signed.handshake(now)?
        }
        Answer::Nonce(nonce) => redeem(means, parts, nonce).await?,
        Answer::Unasked => return Err(Reason::SessionTokenMissing.into()),
    };
    let Brought {
        mut cookies,
        session,
    } = check_directives(config, &directives)?;
    cookies.extend(handshake::finished(config));
    let state = match &session {
        None => AuthState::SignedOut(Reason::SessionTokenMissing),
        Some(token) => brought(means, token, now).await?,
    };
    let fits = !matches!(&state, AuthState::SignedOut(reason) if !reason.is_nobody());
    if config.key.instance == Instance::Development && fits {
        return Ok(Outcome::Redirect(Redirect {
            location: clean_url(config, parts),
            cookies,
            reason: match state {
                AuthState::SignedOut(reason) => Some(reason),
                _ => None,
            },
        }));
    }
    Ok(Outcome::Continue(state, cookies))
}

/// The session that a handshake brought. One that does not fit is not asked for again: the next
/// would be no different. Only time mends, so only for a matter of time another is asked for.
async fn brought(means: &Means, token: &str, now: DateTime<Utc>) -> Result<AuthState, Failure> {
    let failure = match means.session(token, means.for_answers(), now).await {
        Ok(session) => return Ok(state_of(session)),
        Err(failure) => failure,
    };
    let matter_of_time = matches!(
        failure,
        Failure::Expired(_)
            | Failure::SignedOut(Reason::TokenNotActiveYet | Reason::TokenIatInTheFuture)
    );
    match failure {
        Failure::SignedOut(reason) if !matter_of_time => Ok(AuthState::SignedOut(reason)),
        failure if !matter_of_time || means.config.key.instance == Instance::Production => {
            Err(failure)
        }
        _ => {
            tracing::warn!("a new session token has another time: is this machine's clock right?");
            let tolerant = Strictness {
                clock_skew: DEVELOPMENT_SKEW,
                ..means.for_answers()
            };
            let session = means.session(token, tolerant, now).await?;
            Ok(state_of(session))
        }
    }
}

/// What a nonce stands for; nothing when it has been redeemed or was never given out.
async fn redeem(means: &Means, parts: &Parts, nonce: &str) -> Result<Vec<String>, Failure> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    if !means.may_redeem(peer.map(|peer| peer.0.ip())) {
        return Err(Failure::Unavailable);
    }
    let error = match means.backend.handshake_payload(nonce).await {
        Ok(directives) => return Ok(directives),
        Err(error) => error,
    };
    tracing::warn!(error.cause = %error, "a handshake's nonce could not be redeemed");
    match error {
        // Ours to mend: whoever signs in again comes back no better.
        BackendError::Unreachable(_) | BackendError::SecretKey(_) => Err(Failure::Unavailable),
        BackendError::Missing(_) | BackendError::Refused(_) | BackendError::Unreadable => {
            Ok(Vec::new())
        }
    }
}
