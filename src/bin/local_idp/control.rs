//! What only tests ask for: any token, right or wrong.

use crate::{
    backend::errors,
    provider::{Person, Provider, new_session_id},
    tokens::{self, Fields, Signature},
};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

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

fn ada() -> String {
    "ada".to_owned()
}

fn lifetime() -> i64 {
    tokens::LIFETIME
}

impl Wanted {
    /// Reads the body. Besides the named fields, any other is a claim, or a header field if it is
    /// a known name of one, so that `{"user": "ada", "azp": null}` is enough.
    fn read(body: &[u8]) -> Result<Self, serde_json::Error> {
        let mut fields: Fields = if body.is_empty() {
            Fields::new()
        } else {
            serde_json::from_slice(body)?
        };
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
pub async fn make_token(State(provider): State<Provider>, body: Bytes) -> Response {
    let wanted = match Wanted::read(&body) {
        Ok(wanted) => wanted,
        Err(error) => {
            let error = errors("form_param_format_invalid", &error.to_string());
            return (StatusCode::BAD_REQUEST, error).into_response();
        }
    };
    let origin = provider.app_origins.first().map_or("", String::as_str);
    let mut header = tokens::header(&provider.keys);
    let mut claims = tokens::session_claims(
        &provider.issuer(),
        &Person::of_id(&wanted.user),
        &new_session_id(),
        origin,
        wanted.ttl,
    );
    change(&mut header, wanted.header);
    change(&mut claims, wanted.claims);
    match tokens::mint(&provider.keys, wanted.key, &header, &claims) {
        Ok(token) => Json(json!({"token": token})).into_response(),
        Err(error) => {
            eprintln!("gitgud-local-idp: {error}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn change(fields: &mut Fields, overrides: Fields) {
    for (name, value) in overrides {
        if value.is_null() {
            fields.remove(&name);
        } else {
            fields.insert(name, value);
        }
    }
}
