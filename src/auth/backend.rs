//! Clerk's backend API, as far as a request may have to ask it while it is being answered.

use super::config::ClerkConfig;
use axum::http::HeaderMap;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Duration};

/// The version of Clerk's APIs that is spoken.
pub const API_VERSION: &str = "2026-05-12";
/// How long one question may take in all.
const TIMEOUT: Duration = Duration::from_millis(2_500);
/// Larger answers are refused, in bytes.
const LARGEST_ANSWER: usize = 256 * 1024;

/// Asks the backend API with the secret key.
#[derive(Clone)]
pub struct Backend {
    http: Client,
    api_url: String,
    secret_key: SecretString,
}

/// Why the backend API did not do what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackendError {
    /// It could not be reached, took too long, or is broken.
    #[error("the backend API does not answer: {0}")]
    Unreachable(String),
    /// It knows nothing of what it was asked about, or that is over.
    #[error("the backend API does not know that: {0}")]
    Missing(String),
    /// It refused, with this code of its own.
    #[error("the backend API refused: {0}")]
    Refused(String),
    /// It does not take our secret key.
    #[error("the backend API does not take CLERK_SECRET_KEY: {0}")]
    SecretKey(String),
    /// Its answer cannot be read.
    #[error("the backend API gave an answer that cannot be read")]
    Unreadable,
}

/// What a fresh session token is asked for with.
pub struct RefreshRequest<'a> {
    /// The session's id.
    pub session_id: &'a str,
    /// Its last token.
    pub expired_token: &'a str,
    /// What was given out with that.
    pub refresh_token: &'a str,
    /// Which set of cookies is in use.
    pub suffixed_cookies: bool,
    /// The application's origin.
    pub origin: &'a str,
    /// The request that needs it.
    pub headers: &'a HeaderMap,
}

impl Backend {
    /// For the API that the configuration names.
    pub fn new(config: &ClerkConfig, http: Client) -> Self {
        Self {
            http,
            api_url: config.api_url.clone(),
            secret_key: config.secret_key.clone(),
        }
    }

    /// The cookies that a handshake brings which came with a nonce, as `Set-Cookie` values.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn handshake_payload(&self, nonce: &str) -> Result<Vec<String>, BackendError> {
        #[derive(Deserialize)]
        struct Payload {
            directives: Vec<String>,
        }
        let url = format!("{}/v1/clients/handshake_payload", self.api_url);
        let question = self.http.get(url).query(&[("nonce", nonce)]);
        let payload: Payload = self.ask(question).await?;
        Ok(payload.directives)
    }

    /// The cookies of a fresh session token, as `Set-Cookie` values.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn refresh(&self, refresh: &RefreshRequest<'_>) -> Result<Vec<String>, BackendError> {
        #[derive(Deserialize)]
        struct Fresh {
            cookies: Vec<String>,
        }
        let mut headers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in refresh.headers {
            headers
                .entry(name.as_str())
                .or_default()
                .extend(value.to_str().ok());
        }
        let body = json!({
            "format": "cookie",
            "expired_token": refresh.expired_token,
            "refresh_token": refresh.refresh_token,
            "request_origin": refresh.origin,
            "request_headers": headers,
        });
        let question = self
            .http
            .post(self.session_url(refresh.session_id, "refresh")?)
            .query(&[("suffixed_cookies", refresh.suffixed_cookies)])
            .json(&body);
        let fresh: Fresh = self.ask(question).await?;
        Ok(fresh.cookies)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// See [`BackendError`].
    pub async fn revoke(&self, session_id: &str) -> Result<(), BackendError> {
        let url = self.session_url(session_id, "revoke")?;
        self.ask::<Value>(self.http.post(url)).await.map(drop)
    }

    /// The id stands in a token that the provider signed; all the same it shall stay one segment.
    fn session_url(&self, session_id: &str, verb: &str) -> Result<String, BackendError> {
        let plain = session_id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
        if !plain {
            return Err(BackendError::Missing("session_not_found".to_owned()));
        }
        Ok(format!("{}/v1/sessions/{session_id}/{verb}", self.api_url))
    }

    async fn ask<T: DeserializeOwned>(&self, question: RequestBuilder) -> Result<T, BackendError> {
        // The cause without the address, which may hold a nonce.
        let unreachable =
            |error: reqwest::Error| BackendError::Unreachable(error.without_url().to_string());
        let answer = question
            .header("clerk-api-version", API_VERSION)
            .bearer_auth(self.secret_key.expose_secret())
            .timeout(TIMEOUT)
            .send()
            .await
            .map_err(unreachable)?;
        let status = answer.status();
        if status.is_server_error() {
            return Err(BackendError::Unreachable(status.to_string()));
        }
        let body = read_at_most(answer, LARGEST_ANSWER).await;
        let body = body.map_err(unreachable)?.ok_or(BackendError::Unreadable)?;
        if !status.is_success() {
            return Err(refusal(status, &body));
        }
        serde_json::from_slice(&body).map_err(|_| BackendError::Unreadable)
    }
}

/// The body of an answer; none when it is larger than the limit, in bytes.
pub async fn read_at_most(
    mut answer: Response,
    limit: usize,
) -> Result<Option<Vec<u8>>, reqwest::Error> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > limit {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body))
}

/// `{"errors": [{"code": …}]}`, the form of Clerk's errors.
fn refusal(status: StatusCode, body: &[u8]) -> BackendError {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = body.pointer("/errors/0/code").and_then(Value::as_str);
    let Some(code) = code.map(str::to_owned) else {
        return BackendError::Unreadable;
    };
    match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => BackendError::Missing(code),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN if code.starts_with("clerk_key") => {
            tracing::error!(
                error.code = code,
                "the backend API does not take CLERK_SECRET_KEY"
            );
            BackendError::SecretKey(code)
        }
        _ => BackendError::Refused(code),
    }
}
