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
use moka::sync::Cache;
use std::time::Duration;

/// How long the id of a session that was ended here is remembered: longer than any of its tokens
/// is good for.
const ENDED_FOR: Duration = Duration::from_mins(10);
const MOST_ENDED: u64 = 100_000;

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
        }
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
        let session = signed
            .session(expected, strictness, now)
            .map_err(
                |reason| match signed.expired_session(expected, strictness) {
                    Some(session) if reason == Reason::TokenExpired => {
                        Failure::Expired(Box::new(session))
                    }
                    _ => reason.into(),
                },
            )?;
        if self.ended.contains_key(&session.id) {
            return Err(Reason::SessionEnded.into());
        }
        Ok(session)
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
