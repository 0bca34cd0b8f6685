//! Who a request is for: a bearer token decides, and nothing else. Cookies are not looked at, so no page
//! of another site can have anything done here.

use super::{
    Api,
    problem_details::{Code, ProblemDetails},
};
use crate::{
    auth::{model::UserId, session::AuthState},
    error::AppError,
    server::{
        rate_limit::{Allowance, address_of},
        state::AppState,
    },
    token::{
        self,
        model::{PREFIX, Scope},
    },
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue,
        header::{AUTHORIZATION, RETRY_AFTER},
        request::Parts,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

/// Somebody whose token was good.
#[derive(Clone, Debug)]
struct Caller {
    user: UserId,
    scope: Scope,
    /// Whether somebody else acts for the person.
    acted_for: bool,
    /// What their requests are counted by, besides the person: the token.
    counted_by: String,
}

/// Finds out whose token a request carries and whether it may come now, before anything else is done for it.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let found = match bearer(request.headers()) {
        Ok(token) => find(&state, token).await,
        Err(refusal) => Err(refusal),
    };
    let caller = match found {
        Ok(caller) => caller,
        Err(refusal) => {
            if refusal.code == Code::Unauthenticated
                && let Some(seconds) = state.api.guesses.take(&address_of(&request)).refused_for
            {
                return too_many(seconds);
            }
            return refusal.into_response();
        }
    };
    let allowance = allowance(&state.api, &caller);
    let mut response = if let Some(seconds) = allowance.refused_for {
        too_many(seconds)
    } else {
        request.extensions_mut().insert(caller);
        next.run(request).await
    };
    tell(response.headers_mut(), allowance);
    response
}

async fn find(state: &AppState, token: &str) -> Result<Caller, ProblemDetails> {
    if token.starts_with(PREFIX) {
        let grant = token::db::grant(&state.pool, token).await?;
        let unknown = "This access token does not exist, has run out or was revoked.";
        let grant = grant.ok_or_else(|| ProblemDetails::invalid_token(unknown))?;
        return Ok(Caller {
            user: grant.user,
            scope: grant.scope,
            acted_for: false,
            counted_by: grant.token.to_string(),
        });
    }
    let session = match state.auth.of_token(token).await {
        AuthState::SignedIn(session) => session,
        other => {
            let refused = other.session().err();
            return Err(refused.unwrap_or(AppError::Unavailable).into());
        }
    };
    Ok(Caller {
        acted_for: session.user.impersonator.is_some(),
        user: session.user.id,
        scope: Scope::Write,
        counted_by: session.id,
    })
}

/// The token of `Authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Result<&str, ProblemDetails> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let missing = || {
        ProblemDetails::unauthenticated(
            "Send an access token as “Authorization: Bearer gitgud_pat_…”. Make one at /settings/tokens.",
        )
    };
    let value = values.next().ok_or_else(missing)?;
    let text = value.to_str().map_err(|_| missing())?;
    if values.next().is_some() {
        let twice = "There is more than one Authorization header.";
        return Err(ProblemDetails::unauthenticated(twice));
    }
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(missing()),
    }
}

/// What is left for a token, and for the person over all their tokens: whichever is less.
fn allowance(api: &Api, caller: &Caller) -> Allowance {
    let of_token = api.per_token.take(&caller.counted_by);
    if of_token.refused_for.is_some() {
        return of_token;
    }
    let of_person = api.per_person.take(caller.user.as_str());
    if of_person.refused_for.is_some() || of_person.remaining < of_token.remaining {
        of_person
    } else {
        of_token
    }
}

/// The headers of the IETF draft “RateLimit header fields for HTTP”, as most clients know them.
fn tell(headers: &mut HeaderMap, allowance: Allowance) {
    for (name, number) in [
        ("ratelimit-limit", allowance.limit),
        ("ratelimit-remaining", allowance.remaining),
        ("ratelimit-reset", allowance.reset_seconds),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(number));
    }
}

fn too_many(seconds: u32) -> Response {
    let error = AppError::TooMany {
        retry_after_seconds: seconds,
    };
    let mut response = ProblemDetails::from(error).into_response();
    response
        .headers_mut()
        .insert(RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Whoever may read; the first argument of every route that only reads.
pub struct Reader(pub UserId);

/// Whoever may read and change.
pub struct Writer(pub UserId);

/// Whoever may delete: the person, and nobody who acts for them.
pub struct Owner(pub UserId);

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ProblemDetails> {
        caller(parts, Scope::Read).map(|caller| Self(caller.user))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Writer {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ProblemDetails> {
        caller(parts, Scope::Write).map(|caller| Self(caller.user))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Owner {
    type Rejection = ProblemDetails;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ProblemDetails> {
        let caller = caller(parts, Scope::Write)?;
        if caller.acted_for {
            return Err(AppError::Impersonated.into());
        }
        Ok(Self(caller.user))
    }
}

fn caller(parts: &Parts, needed: Scope) -> Result<Caller, ProblemDetails> {
    let Some(caller) = parts.extensions.get::<Caller>() else {
        let defect = "a route of the API is outside of the layer that asks who is calling";
        return Err(AppError::internal(&defect).into());
    };
    if caller.scope.allows(needed) {
        return Ok(caller.clone());
    }
    Err(ProblemDetails::new(
        Code::InsufficientScope,
        "This token may read and not change. Make one that may at /settings/tokens.",
    ))
}
