//! What only tests ask for: somebody signed in, with everything their browser would hold.

use crate::{
    control::ada,
    cookies::Names,
    people::Person,
    provider::Provider,
    session::{Refresh, Start},
    tokens::Fields,
    wire::{JsonBody, failure},
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Who is to be signed in, and how.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Short (`ada`) or full (`user_ada`) id.
    #[serde(default = "ada")]
    user: String,
    /// Claims that all tokens of the session differ in; `null` leaves one out.
    #[serde(default)]
    claims: Fields,
    /// How long the token in the answer lives, in seconds; as long as any other unless given. Zero
    /// or less: it ended that long ago, having lived as long as any other.
    ttl: Option<i64>,
    /// Whether the session has a refresh token.
    #[serde(default = "yes")]
    refresh: bool,
}

fn yes() -> bool {
    true
}

/// `POST /test/sessions`: signs somebody in, in a new browser, and tells which cookies it would
/// hold. Handshakes, refreshes and revocations know the session like any other.
pub async fn start_session(
    State(provider): State<Provider>,
    JsonBody(wanted): JsonBody<Wanted>,
) -> Response {
    let settings = provider.settings();
    let now = provider.clock.seconds();
    let (issued_at, lifetime) = match wanted.ttl {
        None => (now, settings.token_lifetime),
        Some(ttl) if ttl > 0 => (now, ttl),
        Some(ttl) => {
            let lifetime = settings.token_lifetime;
            (now.saturating_add(ttl).saturating_sub(lifetime), lifetime)
        }
    };
    let start = Start {
        at: issued_at,
        claims: wanted.claims,
        refreshable: wanted.refresh,
    };
    let person = Person::of_id(&wanted.user);
    let session = provider.store(|store| store.sign_in(None, person, start));
    let authorized_party = (!settings.omit_azp).then_some(provider.first_origin());
    let token = match provider.session_token(&session, authorized_party, issued_at, lifetime) {
        Ok(token) => token,
        Err(error) => return failure(&error),
    };
    let suffix = provider.cookie_suffix();
    let names = Names { suffix: &suffix };
    let refresh = session.refresh.as_ref().map(Refresh::current);
    let mut cookies = names.session(&token, refresh);
    cookies.extend(names.browser(issued_at, &session.client_id));
    let cookies: Vec<Value> = cookies
        .iter()
        .map(|cookie| json!({"name": cookie.name, "value": cookie.value}))
        .collect();
    Json(json!({
        "token": token,
        "client_uat": issued_at,
        "refresh": refresh,
        "dev_browser": session.client_id,
        "suffix": suffix,
        "session_id": session.id,
        "user_id": session.person_id,
        "cookies": cookies,
    }))
    .into_response()
}
