//! How much one person, or one address without a person, may change in a short time.

use super::state::AppState;
use crate::{auth::session::AuthState, error::AppError};
use axum::{
    Extension,
    extract::{ConnectInfo, Request, State},
    http::{HeaderValue, Method, StatusCode, header::RETRY_AFTER},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    DefaultKeyedRateLimiter, Quota,
    clock::{Clock as _, DefaultClock},
};
use std::{net::SocketAddr, num::NonZeroU32, sync::Arc};

/// Requests that may come at once, and how many more per second.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(599);
const PER_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);

/// Counts requests that are not reads, per person.
#[derive(Clone)]
pub struct RateLimit(Arc<DefaultKeyedRateLimiter<String>>);

impl Default for RateLimit {
    fn default() -> Self {
        let quota = Quota::per_second(PER_SECOND).allow_burst(BURST);
        Self(Arc::new(DefaultKeyedRateLimiter::keyed(quota)))
    }
}

impl RateLimit {
    /// Forgets everybody who has not been seen for long enough to have all of their allowance back.
    pub fn forget_the_quiet(&self) {
        self.0.retain_recent();
    }

    /// Seconds to wait, if this one has used up its allowance.
    fn refused_for(&self, key: &String) -> Option<u32> {
        let refused = self.0.check_key(key).err()?;
        let wait = refused.wait_time_from(DefaultClock::default().now());
        Some(
            u32::try_from(wait.as_secs())
                .unwrap_or(u32::MAX)
                .saturating_add(1),
        )
    }
}

/// Answers 429 to whoever changes too much too fast.
pub async fn limit(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return next.run(request).await;
    }
    let key = match request.extensions().get::<AuthState>() {
        Some(AuthState::SignedIn(session)) => session.user.id.as_str().to_owned(),
        _ => request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map(|peer| peer.0.ip().to_string())
            .unwrap_or_default(),
    };
    let Some(seconds) = state.rate_limit.refused_for(&key) else {
        return next.run(request).await;
    };
    let error = AppError::TooMany {
        retry_after_seconds: seconds,
    };
    let text = format!("{error}\n");
    let mut response = (StatusCode::TOO_MANY_REQUESTS, Extension(error), text).into_response();
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_persons_haste_is_refused_and_leaves_others_alone() {
        let limit = RateLimit::default();
        let hasty = "user_hasty".to_owned();
        let refused = (0..=BURST.get()).find_map(|_| limit.refused_for(&hasty));
        assert_eq!(refused, Some(1));
        assert_eq!(limit.refused_for(&"user_calm".to_owned()), None);
    }
}
