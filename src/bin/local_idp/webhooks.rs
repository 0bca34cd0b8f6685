//! Webhooks: what has happened, posted to the application and signed the way Svix does for Clerk.

use crate::{provider::Provider, store::Event};
use axum::http::StatusCode;
use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Client, Url, header, redirect::Policy};
use ring::hmac;
use serde_json::{Value, json};
use std::time::Duration;

/// How long the application may take to answer.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The pauses before each try, in seconds.
pub const PAUSES: &[u64] = &[0, 1, 3, 10, 30];

/// Where webhooks go, and how.
pub struct Webhooks {
    url: Option<Url>,
    pauses: &'static [u64],
    http: Client,
}

/// One webhook, ready to be sent.
pub struct Message<'a> {
    /// `svix-id`: the same for every try.
    pub id: &'a str,
    /// `svix-timestamp`, in seconds since 1970.
    pub timestamp: i64,
    /// `svix-signature`
    pub signatures: &'a str,
    /// The envelope as JSON.
    pub body: &'a str,
}

impl Webhooks {
    /// Posts to this address, or nowhere by itself, with pauses like [`PAUSES`] before each try.
    ///
    /// # Errors
    /// When no client for HTTP can be made.
    pub fn new(url: Option<Url>, pauses: &'static [u64]) -> Result<Self, reqwest::Error> {
        // Fails when it is installed already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder()
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            .build()?;
        Ok(Self { url, pauses, http })
    }

    /// Where it posts to by itself.
    pub fn url(&self) -> Option<&Url> {
        self.url.as_ref()
    }

    /// Posts a message once; the answer is the status it got.
    ///
    /// # Errors
    /// When nobody answers.
    pub async fn post(
        &self,
        url: Url,
        message: &Message<'_>,
    ) -> Result<StatusCode, reqwest::Error> {
        let answer = self
            .http
            .post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("svix-id", message.id)
            .header("svix-timestamp", message.timestamp)
            .header("svix-signature", message.signatures)
            .body(message.body.to_owned())
            .send()
            .await?;
        Ok(answer.status())
    }
}

/// A new id for a message.
pub fn new_message_id() -> String {
    format!("msg_{:032x}", rand::random::<u128>())
}

/// What an event is wrapped in.
pub fn envelope(kind: &str, data: &Value, timestamp_millis: i64, instance_id: &str) -> Value {
    json!({
        "data": data,
        "object": "event",
        "type": kind,
        "timestamp": timestamp_millis,
        "instance_id": instance_id,
        "event_attributes": {
            "http_request": {"client_ip": "127.0.0.1", "user_agent": "gitgud-local-idp"},
        },
    })
}

/// The signature of a message; none when the secret is not `whsec_` and base64.
pub fn sign(secret: &str, id: &str, timestamp: i64, body: &str) -> Option<String> {
    let key = STANDARD.decode(secret.strip_prefix("whsec_")?).ok()?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let tag = hmac::sign(&key, format!("{id}.{timestamp}.{body}").as_bytes());
    Some(format!("v1,{}", STANDARD.encode(tag)))
}

/// Tells the application of an event, in the background; tries a few times.
pub fn announce(provider: &Provider, event: &Event) {
    let Some(url) = provider.webhooks.url().cloned() else {
        return;
    };
    let id = new_message_id();
    let kind = event.kind;
    let body = envelope(
        kind,
        &event.data,
        provider.clock.millis(),
        provider.instance_id(),
    );
    let body = body.to_string();
    let provider = provider.clone();
    tokio::spawn(async move {
        for pause in provider.webhooks.pauses {
            tokio::time::sleep(Duration::from_secs(*pause)).await;
            match try_once(&provider, url.clone(), &id, &body).await {
                Ok(status) if status.is_success() => return,
                Ok(status) => eprintln!("gitgud-local-idp: {url} answers {kind} with {status}"),
                Err(error) => eprintln!("gitgud-local-idp: {kind} is not delivered: {error}"),
            }
        }
        eprintln!("gitgud-local-idp: {kind} ({id}) is given up");
    });
}

/// Every try has a time and a signature of its own.
async fn try_once(
    provider: &Provider,
    url: Url,
    id: &str,
    body: &str,
) -> Result<StatusCode, reqwest::Error> {
    let timestamp = provider.clock.seconds();
    let signatures = sign(&provider.keys.webhook_secret, id, timestamp, body);
    let message = Message {
        id,
        timestamp,
        signatures: &signatures.unwrap_or_default(),
        body,
    };
    provider.webhooks.post(url, &message).await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published test vector of Standard Webhooks.
    #[test]
    fn signatures_are_those_of_the_standard() {
        let signature = sign(
            "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            r#"{"email":"test@example.com","username":"test_user"}"#,
        );
        let expected = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
        assert_eq!(signature.as_deref(), Some(expected));
        assert_eq!(sign("whsec_%", "msg_1", 1, ""), None);
        assert_eq!(sign("C2FV", "msg_1", 1, ""), None);
    }
}
