//! What only tests ask for: any webhook, right or wrong, at once.

use crate::{
    control::named_person,
    people,
    provider::Provider,
    webhooks::{self, Message},
    wire::{JsonBody, malformed},
};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use reqwest::Url;
use serde::Deserialize;
use serde_json::{Value, json};

/// More are not sent at once.
const MOST_TIMES: usize = 100;

/// Which webhook is to be sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Such as `user.updated`.
    #[serde(rename = "type")]
    kind: String,
    /// What it is about, as it stands in the envelope.
    data: Option<Value>,
    /// Or whom it is about.
    user: Option<String>,
    /// Where to; where webhooks go, or else `/webhooks/clerk` of the first application.
    url: Option<String>,
    /// `svix-id`
    id: Option<String>,
    /// How far `svix-timestamp` is from the provider's time, in seconds.
    #[serde(default)]
    timestamp_offset: i64,
    /// Another secret than the application's: `whsec_…`.
    secret: Option<String>,
    /// All of `svix-signature`.
    signatures: Option<String>,
    /// When it happened, in milliseconds since 1970.
    envelope_timestamp: Option<i64>,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

/// `POST /test/webhooks`: sends a webhook, and tells which statuses it got; `null` where nobody
/// answered.
pub async fn send(
    State(provider): State<Provider>,
    JsonBody(wanted): JsonBody<Wanted>,
) -> Response {
    let url = match (wanted.url, provider.webhooks.url()) {
        (Some(url), _) => Url::parse(&url).ok(),
        (None, Some(url)) => Some(url.clone()),
        (None, None) => Url::parse(&format!("{}/webhooks/clerk", provider.first_origin())).ok(),
    };
    let data = match (wanted.data, wanted.user) {
        (Some(data), None) => Some(data),
        (None, Some(user)) => {
            let person = named_person(&provider, &user);
            Some(if wanted.kind == "user.deleted" {
                people::deleted(&person.id)
            } else {
                person.to_json()
            })
        }
        _ => None,
    };
    let (Some(url), Some(data)) = (url, data) else {
        return malformed("Give either data or user, and no url but a whole one.");
    };
    let happened = wanted
        .envelope_timestamp
        .unwrap_or_else(|| provider.clock.millis());
    let envelope = webhooks::envelope(&wanted.kind, &data, happened, provider.instance_id());
    let body = envelope.to_string();
    let id = wanted.id.unwrap_or_else(webhooks::new_message_id);
    let timestamp = provider
        .clock
        .seconds()
        .saturating_add(wanted.timestamp_offset);
    let secret = wanted
        .secret
        .as_ref()
        .unwrap_or(&provider.keys.webhook_secret);
    let signatures = wanted
        .signatures
        .or_else(|| webhooks::sign(secret, &id, timestamp, &body));
    let Some(signatures) = signatures else {
        return malformed("A secret is whsec_ and base64.");
    };
    let message = Message {
        id: &id,
        timestamp,
        signatures: &signatures,
        body: &body,
    };
    let mut statuses: Vec<Option<u16>> = Vec::new();
    for _ in 0..wanted.times.min(MOST_TIMES) {
        let answer = provider.webhooks.post(url.clone(), &message).await;
        if let Err(error) = &answer {
            eprintln!(
                "gitgud-local-idp: {} is not delivered: {error}",
                wanted.kind
            );
        }
        statuses.push(answer.ok().map(|status| status.as_u16()));
    }
    Json(json!({"id": id, "statuses": statuses})).into_response()
}
