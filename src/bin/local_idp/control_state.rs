//! What only tests change: the clock, the keys, what is out of order and how tokens are made.

use crate::{
    provider::Provider,
    settings::NonceUse,
    signing_key::SigningKey,
    wire::{JsonBody, failure},
};
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

/// How far from this machine's clock.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    #[serde(default)]
    offset: i64,
}

/// `POST /test/clock`: the provider lives so many seconds ahead, or behind.
pub async fn shift_clock(
    State(provider): State<Provider>,
    JsonBody(shift): JsonBody<Shift>,
) -> Response {
    provider.clock.shift_to(shift.offset);
    let answer = json!({"offset": shift.offset, "now": provider.clock.seconds()});
    Json(answer).into_response()
}

/// Which key is next.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotation {
    /// Show the key there was until now, too.
    #[serde(default)]
    keep_old: bool,
    /// Not a new key but the folder's, and no other.
    #[serde(default)]
    restore: bool,
}

/// `POST /test/rotate`: signs with a new key, which is forgotten when the provider ends.
pub async fn rotate(
    State(provider): State<Provider>,
    JsonBody(rotation): JsonBody<Rotation>,
) -> Response {
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
        Err(error) => failure(&error),
    }
}

/// What breaks or is repaired; the rest stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutageChange {
    jwks: Option<bool>,
    backend: Option<bool>,
    all: Option<bool>,
}

/// `POST /test/outage`: what is named is out of order, or in order again.
pub async fn outage(
    State(provider): State<Provider>,
    JsonBody(change): JsonBody<OutageChange>,
) -> Response {
    let now = provider.change_outage(|outage| {
        outage.jwks = change.jwks.unwrap_or(outage.jwks);
        outage.backend = change.backend.unwrap_or(outage.backend);
        outage.all = change.all.unwrap_or(outage.all);
    });
    Json(now).into_response()
}

/// What is set; the rest stays.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsChange {
    omit_azp: Option<bool>,
    token_lifetime: Option<i64>,
    nonce: Option<NonceUse>,
}

/// `POST /test/settings`: changes what is named.
pub async fn settings(
    State(provider): State<Provider>,
    JsonBody(change): JsonBody<SettingsChange>,
) -> Response {
    let now = provider.change_settings(|settings| {
        settings.omit_azp = change.omit_azp.unwrap_or(settings.omit_azp);
        settings.token_lifetime = change.token_lifetime.unwrap_or(settings.token_lifetime);
        settings.nonce = change.nonce.unwrap_or(settings.nonce);
    });
    Json(now).into_response()
}
