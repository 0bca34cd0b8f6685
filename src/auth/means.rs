//! What it takes to judge a token: the settings, the keys, and the provider's backend API.

use super::{
    backend::Backend,
    config::ClerkConfig,
    keys::{KeyError, Keys},
    reason::Reason,
    refresh::Refresher,
    token::{Session, SignedToken, Strictness, UnverifiedToken},
};
use chrono::{DateTime, Utc};
use governor::{DefaultKeyedRateLimiter, Quota};
use moka::sync::Cache;
use std::{net::IpAddr, num::NonZeroU32, time::Duration};

/// How long the id of a session that was ended here is remembered: longer than any of its tokens
/// is good for.
const ENDED_FOR: Duration = Duration::from_mins(10);
const MOST_ENDED: u64 = 100_000;
/// How many nonces may be redeemed for one address.
const NONCES_PER_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);
const NONCES_AT_ONCE: NonZeroU32 = NonZeroU32::MIN.saturating_add(99);

/// Why a token makes nobody signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// For this reason.
    SignedOut(Reason),
    /// It could not be found out.
    Unavailable,
    /// A genuine token that ran out, and whose it was.
    Expired(Box<Session>),
}

impl Failure {
    /// For a log, which names nobody.
    pub fn kind(&self) -> String {
        match self {
            Self::SignedOut(reason) => reason.to_string(),
            Self::Unavailable => "unavailable".to_owned(),
            Self::Expired(_) => Reason::TokenExpired.to_string(),
        }
    }
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
            KeyError::Unavailable => Self::Unavailable,
        }
    }
}

/// What is needed to decide.
pub struct Means {
    /// The settings.
    pub config: ClerkConfig,
    /// The keys that tokens are signed with.
    pub keys: Keys,
    /// The backend API.
    pub backend: Backend,
    /// Exchanges expired tokens.
    pub refresher: Refresher,
    ended: Cache<String, ()>,
    nonces: DefaultKeyedRateLimiter<IpAddr>,
}

impl Means {
    /// Nothing is fetched yet.
    pub fn new(config: ClerkConfig, http: reqwest::Client) -> Self {
        let backend = Backend::new(&config, http.clone());
        Self {
            keys: Keys::new(&config, http),
            refresher: Refresher::new(backend.clone()),
            backend,
            config,
            ended: Cache::builder()
                .max_capacity(MOST_ENDED)
                .time_to_live(ENDED_FOR)
                .build(),
            nonces: DefaultKeyedRateLimiter::keyed(
                Quota::per_second(NONCES_PER_SECOND).allow_burst(NONCES_AT_ONCE),
            ),
        }
    }

    /// Whether one more nonce may be redeemed for whoever asks from this address: anybody can make
    /// them up, and each costs a question to the backend API, which answers only so many.
    pub fn may_redeem(&self, peer: Option<IpAddr>) -> bool {
        peer.is_none_or(|peer| self.nonces.check_key(&peer).is_ok())
    }

    /// Forgets whoever has not asked for long enough.
    pub fn forget_the_quiet(&self) {
        self.nonces.retain_recent();
        self.refresher.forget_the_quiet();
    }

    /// From now on this session's tokens are refused, although they have not run out.
    pub fn end(&self, session_id: &str) {
        self.ended.insert(session_id.to_owned(), ());
    }

    /// How sessions are looked at that the provider itself has just sent.
    pub fn for_answers(&self) -> Strictness {
        Strictness {
            requires_authorized_party: self.config.requires_authorized_party,
            ..Strictness::default()
        }
    }

    /// Everything a session token must stand, from its class to its claims.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn session(
        &self,
        token: &str,
        strictness: Strictness,
        now: DateTime<Utc>,
    ) -> Result<Session, Failure> {
        let unverified = UnverifiedToken::parse(token)?;
        unverified.require_session_class()?;
        let signed = self.signed(unverified).await?;
        let expected = &self.config.expected;
        let (session, good) = match signed.session(expected, strictness, now) {
            Ok(session) => (session, true),
            Err(reason) => match signed.timeless_session(expected, strictness) {
                Some(session) if reason == Reason::TokenExpired => (session, false),
                _ => return Err(reason.into()),
            },
        };
        if self.ended.contains_key(&session.id) {
            return Err(Reason::SessionEnded.into());
        }
        if good {
            Ok(session)
        } else {
            Err(Failure::Expired(Box::new(session)))
        }
    }

    /// Whose session a token is of, whether or not it is good for anything any more.
    pub async fn whose(&self, token: &str, strictness: Strictness) -> Option<Session> {
        let unverified = UnverifiedToken::parse(token).ok()?;
        unverified.require_session_class().ok()?;
        let signed = self.signed(unverified).await.ok()?;
        signed.timeless_session(&self.config.expected, strictness)
    }

    /// The header is checked first: no key is fetched for a token that could not be accepted
    /// anyway.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn signed(&self, token: UnverifiedToken<'_>) -> Result<SignedToken, Failure> {
        token.check_header()?;
        let key = self.keys.find(token.key_id()).await?;
        let token = match token.signed_by(&key) {
            Ok(signed) => return Ok(signed),
            Err(token) => token,
        };
        match self.keys.successor(token.key_id()).await {
            Some(key) => token
                .signed_by(&key)
                .map_err(|_| Reason::TokenInvalidSignature.into()),
            None => Err(Reason::TokenInvalidSignature.into()),
        }
    }
}

#[cfg(test)]
#[path = "means_tests.rs"]
mod tests;
