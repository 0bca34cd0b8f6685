//! A fresh session token in exchange for the expired one and the refresh cookie. A page asks for
//! several things at once when it comes back to life: they share one exchange.

use super::{
    backend::{Backend, BackendError, RefreshRequest},
    config::ClerkConfig,
    handshake::{Brought, check_directives},
    reason::NotRefreshed,
};
use governor::{DefaultKeyedRateLimiter, Quota};
use moka::future::Cache;
use ring::digest::{SHA256, digest};
use std::{num::NonZeroU32, sync::Arc, time::Duration};

/// For how long requests with the same expired token get the same fresh one.
const SHARED_FOR: Duration = Duration::from_secs(10);
const MOST_SHARED: u64 = 100_000;
/// How often one session is refreshed; its tokens live for a minute, and several tabs share them.
/// More are made up by somebody who has an old token.
const PER_MINUTE: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);

/// What came of an exchange.
type Exchanged = Result<Arc<Brought>, NotRefreshed>;

/// Exchanges expired tokens, each once.
pub struct Refresher {
    backend: Backend,
    exchanges: Cache<[u8; 32], Exchanged>,
    sessions: DefaultKeyedRateLimiter<String>,
}

impl Refresher {
    /// One that asks this API.
    pub fn new(backend: Backend) -> Self {
        Self {
            backend,
            exchanges: Cache::builder()
                .max_capacity(MOST_SHARED)
                .time_to_live(SHARED_FOR)
                .build(),
            sessions: DefaultKeyedRateLimiter::keyed(Quota::per_minute(PER_MINUTE)),
        }
    }

    /// Forgets sessions that have not been refreshed for long enough.
    pub fn forget_the_quiet(&self) {
        self.sessions.retain_recent();
    }

    /// The cookies of a fresh session, or why there are none.
    pub async fn exchange(&self, config: &ClerkConfig, refresh: &RefreshRequest<'_>) -> Exchanged {
        let tokens = format!("{} {}", refresh.expired_token, refresh.refresh_token);
        let mut key = [0; 32];
        key.copy_from_slice(digest(&SHA256, tokens.as_bytes()).as_ref());
        self.exchanges
            .get_with(key, self.exchange_now(config, refresh))
            .await
    }

    async fn exchange_now(&self, config: &ClerkConfig, refresh: &RefreshRequest<'_>) -> Exchanged {
        let session = refresh.session_id.to_owned();
        if self.sessions.check_key(&session).is_err() {
            return Err(NotRefreshed::UnexpectedAnswer);
        }
        let directives = self.backend.refresh(refresh).await.map_err(|error| {
            tracing::warn!(error.cause = %error, "a session token could not be refreshed");
            match error {
                BackendError::Unreachable(_) => NotRefreshed::Fetch,
                BackendError::Refused(code)
                | BackendError::Missing(code)
                | BackendError::SecretKey(code) => NotRefreshed::provider(&code),
                BackendError::Unreadable => NotRefreshed::UnexpectedAnswer,
            }
        })?;
        if directives.is_empty() {
            return Err(NotRefreshed::Nothing);
        }
        check_directives(config, &directives)
            .map(Arc::new)
            .map_err(|_| NotRefreshed::InvalidSessionToken)
    }
}
