//! What only tests ask for: any token, right or wrong.

use crate::{
    people::Person,
    provider::Provider,
    session::new_session_id,
    tokens::{self, Fields, SessionClaims, Signature, change},
    wire::{JsonBody, failure, malformed},
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// How long these tokens live unless told otherwise, in seconds. Longer than those of sessions, so
/// that tests about something else need not renew them.
const LIFETIME: i64 = 60 * 60;

/// Names that belong into a token's header when they stand beside `user`.
const HEADER_FIELDS: &[&str] = &[
    "alg", "kid", "typ", "cat", "crit", "cty", "jku", "jwk", "x5c", "x5t", "x5u", "oiat",
];

/// What kind of token is wanted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    /// Short (`ada`) or full (`user_ada`) id.
    #[serde(default = "ada")]
    user: String,
    /// How long it lives, in seconds; below zero it has ended already.
    #[serde(default = "lifetime")]
    ttl: i64,
    /// `foreign` signs with a key the application does not know.
    #[serde(default)]
    key: Signature,
    /// Header fields to put in, or with `null` to leave out.
    #[serde(default)]
    header: Fields,
    /// Claims to put in, or with `null` to leave out.
    #[serde(default)]
    claims: Fields,
}

/// Who is meant when a test names nobody.
pub fn ada() -> String {
    "ada".to_owned()
}

fn lifetime() -> i64 {
    LIFETIME
}

impl Wanted {
    /// Sorts the fields. Besides the named fields, any other is a claim, or a header field if it is
    /// a known name of one, so that `{"user": "ada", "azp": null}` is enough.
    fn read(mut fields: Fields) -> Result<Self, serde_json::Error> {
        let own = ["user", "ttl", "key", "header", "claims"];
        let others: Vec<String> = fields
            .keys()
            .filter(|name| !own.contains(&name.as_str()))
            .cloned()
            .collect();
        let overrides: Vec<(String, Value)> = others
            .into_iter()
            .filter_map(|name| fields.remove_entry(&name))
            .collect();
        let mut wanted: Self = serde_json::from_value(fields.into())?;
        for (name, value) in overrides {
            let part = if HEADER_FIELDS.contains(&name.as_str()) {
                &mut wanted.header
            } else {
                &mut wanted.claims
            };
            part.insert(name, value);
        }
        Ok(wanted)
    }
}

/// `POST /test/tokens`: a session token for the first application, changed as asked.
pub async fn make_token(
    State(provider): State<Provider>,
    JsonBody(fields): JsonBody<Fields>,
) -> Response {
    let wanted = match Wanted::read(fields) {
        Ok(wanted) => wanted,
        Err(error) => return malformed(&error.to_string()),
    };
    let person = named_person(&provider, &wanted.user);
    let now = provider.clock.seconds();
    let key = provider.signing_key();
    let mut header = tokens::header(&key);
    let claims = SessionClaims {
        issuer: &provider.issuer(),
        person: &person,
        session_id: &new_session_id(),
        authorized_party: Some(provider.first_origin()),
        signed_in_at: now,
        issued_at: now,
        expires_at: now.saturating_add(wanted.ttl),
    };
    let mut claims = claims.fields();
    change(&mut header, wanted.header);
    change(&mut claims, wanted.claims);
    match tokens::mint(&key, wanted.key, &header, &claims) {
        Ok(token) => Json(json!({"token": token})).into_response(),
        Err(error) => failure(&error),
    }
}

/// Somebody a test names by a short or full id, whom the provider knows from then on; somebody
/// deleted can be named, too, and stays deleted.
pub fn named_person(provider: &Provider, id: &str) -> Person {
    let person = Person::of_id(id);
    let now = provider.clock.millis();
    provider.store(|store| {
        if store.is_deleted(&person.id) {
            person
        } else {
            store.meet(person, now).clone()
        }
    })
}
