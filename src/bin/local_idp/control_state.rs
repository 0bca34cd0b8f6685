//! What only tests change: the clock, the keys, what is out of order and how tokens are made.

use crate::{backend::read_json, provider::Provider, settings::NonceUse, signing_key::SigningKey};
use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shift {
    #[serde(default)]
    offset: i64,
}

/// `POST /test/clock`: the provider lives so many seconds ahead, or behind.
pub async fn shift_clock(State(provider): State<Provider>, body: Bytes) -> Response {
    let shift: Shift = match read_json(&body) {
        Ok(shift) => shift,
        Err(refused) => return refused,
    };
    provider.clock.shift_to(shift.offset);
    let answer = json!({"offset": shift.offset, "now": provider.clock.seconds()});
    Json(answer).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// Show the key there was until now, too.
    #[serde(default)]
    keep_old: bool,
    /// Not a new key but the folder's, and no other.
    #[serde(default)]
    restore: bool,
}

/// `POST /test/rotate`: signs with a new key, which is forgotten when the provider ends.
pub async fn rotate(State(provider): State<Provider>, body: Bytes) -> Response {
    let rotation: Rotation = match read_json(&body) {
        Ok(rotation) => rotation,
        Err(refused) => return refused,
    };
    if rotation.restore {
        provider.key_ring().restore();
    } else {
        // Finding large primes takes a while.
        let Ok(Ok(key)) = spawn_blocking(SigningKey::generate).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        provider.key_ring().rotate(key, rotation.keep_old);
    }
    let key = provider.signing_key();
    let published = provider.key_ring().published();
    let published: Vec<&str> = published.iter().map(|key| key.id()).collect();
    match key.public_pem() {
        Ok(pem) => {
            let answer: Value = json!({"kid": key.id(), "published": published, "pem": pem});
            Json(answer).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutageChange {
    jwks: Option<bool>,
    backend: Option<bool>,
    all: Option<bool>,
}

/// `POST /test/outage`: what is named is out of order, or in order again.
pub async fn outage(State(provider): State<Provider>, body: Bytes) -> Response {
    let change: OutageChange = match read_json(&body) {
        Ok(change) => change,
        Err(refused) => return refused,
    };
    let now = provider.change_outage(|outage| {
        outage.jwks = change.jwks.unwrap_or(outage.jwks);
        outage.backend = change.backend.unwrap_or(outage.backend);
        outage.all = change.all.unwrap_or(outage.all);
    });
    Json(now).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsChange {
    omit_azp: Option<bool>,
    token_lifetime: Option<i64>,
    nonce: Option<NonceUse>,
}

/// `POST /test/settings`: changes what is named.
pub async fn settings(State(provider): State<Provider>, body: Bytes) -> Response {
    let change: SettingsChange = match read_json(&body) {
        Ok(change) => change,
        Err(refused) => return refused,
    };
    let now = provider.change_settings(|settings| {
        settings.omit_azp = change.omit_azp.unwrap_or(settings.omit_azp);
        settings.token_lifetime = change.token_lifetime.unwrap_or(settings.token_lifetime);
        settings.nonce = change.nonce.unwrap_or(settings.nonce);
    });
    Json(now).into_response()
}
