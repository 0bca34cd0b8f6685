//! How much one person, or one address without a person, may ask for in a short time.

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
    Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
    middleware::StateInformationMiddleware,
    state::keyed::DefaultKeyedStateStore,
};
use std::{net::SocketAddr, num::NonZeroU32, sync::Arc};

/// Requests that may come at once, and how many more per second.
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(599);
const PER_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(59);

type Limiter =
    RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Counts requests by whoever makes them.
#[derive(Clone)]
pub struct RateLimit(Arc<Limiter>);

/// What somebody may still ask for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Requests that may come at once after a rest.
    pub limit: u32,
    /// How many of them are left.
    pub remaining: u32,
    /// Seconds until none of them is missing.
    pub reset_seconds: u32,
    /// Seconds to wait, if this one was too many.
    pub refused_for: Option<u32>,
}

impl Default for RateLimit {
    /// For changes by people: nobody who types comes near it.
    fn default() -> Self {
        Self::new(Quota::per_second(PER_SECOND).allow_burst(BURST))
    }
}

impl RateLimit {
    /// Counts against this quota.
    pub fn new(quota: Quota) -> Self {
        Self(Arc::new(RateLimiter::keyed(quota).with_middleware()))
    }

    /// Forgets everybody who has not been seen for long enough to have all of their allowance back.
    pub fn forget_the_quiet(&self) {
        self.0.retain_recent();
    }

    /// Counts one request, and says what is left.
    pub fn take(&self, key: &str) -> Allowance {
        let (quota, remaining, refused_for) = match self.0.check_key(&key.to_owned()) {
            Ok(left) => (left.quota(), left.remaining_burst_capacity(), None),
            Err(refused) => {
                let wait = refused.wait_time_from(DefaultClock::default().now());
                (refused.quota(), 0, Some(whole_seconds(wait.as_secs_f64())))
            }
        };
        let limit = quota.burst_size().get();
        let missing = f64::from(limit.saturating_sub(remaining));
        Allowance {
            limit,
            remaining,
            reset_seconds: whole_seconds(missing * quota.replenish_interval().as_secs_f64()),
            refused_for,
        }
    }
}

/// Rounded up, and at least one.
fn whole_seconds(seconds: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to what fits; a float that does not fit saturates"
    )]
    let whole = seconds.ceil().clamp(1.0, f64::from(u32::MAX)) as u32;
    whole
}

/// The address a request came from, as the key of whoever is nobody else.
pub fn address_of(request: &Request) -> String {
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map(|peer| peer.0.ip().to_string())
        .unwrap_or_default()
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
        _ => address_of(&request),
    };
    let Some(seconds) = state.rate_limit.take(&key).refused_for else {
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
        // One a minute: no slow machine gives it back meanwhile.
        let burst = NonZeroU32::MIN.saturating_add(2);
        let limit = RateLimit::new(Quota::per_minute(NonZeroU32::MIN).allow_burst(burst));
        let left: Vec<_> = (0..3).map(|_| limit.take("hasty")).collect();
        let remaining: Vec<_> = left.iter().map(|one| one.remaining).collect();
        assert_eq!(remaining, [2, 1, 0]);
        assert!(left.iter().all(|one| one.refused_for.is_none()));
        assert_eq!((left[0].limit, left[0].reset_seconds), (3, 60));
        let refused = limit.take("hasty");
        assert_eq!((refused.remaining, refused.reset_seconds), (0, 180));
        let wait = refused.refused_for.unwrap();
        assert!((50..=60).contains(&wait), "{wait}");
        assert_eq!(limit.take("calm").refused_for, None);
    }
}
