//! The provider as browsers and applications see it.

mod backend;
mod command_line;
mod handshake;
mod keys;
mod portal;
mod sessions;
mod settings;
mod tokens;
mod users;
mod webhooks;

use crate::{
    graveyard::Graveyard, keys::Keys, provider::Provider, settings::Settings, webhooks::Webhooks,
};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use gitgud::auth::{
    model::UserId,
    rsa_key::PublicKey,
    token::{Expectations, Session, Strictness, UnverifiedToken},
};
use http_body_util::BodyExt;
use reqwest::Url;
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};
use tower::ServiceExt;

const APP: &str = "http://localhost:3000";
const SUFFIX: &str = "WkbtL1io";

/// Making keys takes a while.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    std::env::temp_dir().join(format!("gitgud-idp-{:032x}", rand::random::<u128>()))
});

fn folder_keys() -> Keys {
    Keys::load_or_create(&FOLDER).unwrap()
}

fn provider() -> (Router, PublicKey) {
    provider_posting_to(None)
}

fn provider_posting_to(url: Option<Url>) -> (Router, PublicKey) {
    provider_with(url, &temporary_file())
}

/// A name nobody else uses, below the folder of the keys.
fn temporary_file() -> PathBuf {
    FOLDER.join(format!("{:032x}", rand::random::<u128>()))
}

fn provider_with(url: Option<Url>, graveyard: &Path) -> (Router, PublicKey) {
    let keys = folder_keys();
    let public = PublicKey::from_pem(&keys.signing_key.public_pem().unwrap()).unwrap();
    let provider = Provider::new(
        "127.0.0.1:4455".parse().unwrap(),
        vec![APP.to_owned()],
        keys,
        Settings::default(),
        Webhooks::new(url, &[0, 0, 0]).unwrap(),
        Graveyard::at(graveyard.to_owned()),
    );
    (crate::router::router(provider.unwrap()), public)
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn location(&self) -> Url {
        Url::parse(self.headers[header::LOCATION].to_str().unwrap()).unwrap()
    }

    fn parameter(&self, name: &str) -> Option<String> {
        let location = self.location();
        let found = location.query_pairs().find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned())
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The code of an error in the form of Clerk's APIs.
    fn error(&self) -> (u16, String) {
        let code = self.json()["errors"][0]["code"].clone();
        (self.status.as_u16(), code.as_str().unwrap().to_owned())
    }

    /// The id in the cookie for the provider's own host.
    fn client(&self) -> String {
        let cookie = self.headers[header::SET_COOKIE].to_str().unwrap();
        let value = cookie.strip_prefix("__client=").unwrap();
        value.split(';').next().unwrap().to_owned()
    }
}

async fn send(
    router: &Router,
    method: &str,
    uri: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let request = Request::builder().method(method).uri(uri);
    let request = headers
        .iter()
        .fold(request, |request, (name, value)| {
            request.header(*name, *value)
        })
        .body(Body::from(body.to_owned()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

async fn get(router: &Router, uri: &str) -> Answer {
    send(router, "GET", uri, &[], "").await
}

/// With the secret key.
async fn ask(router: &Router, method: &str, uri: &str, body: Value) -> Answer {
    let bearer = format!("Bearer {}", folder_keys().secret_key);
    let body = body.to_string();
    send(router, method, uri, &[("authorization", &bearer)], &body).await
}

/// What a test control answers.
async fn control(router: &Router, name: &str, wanted: Value) -> Value {
    let uri = format!("/test/{name}");
    let answer = send(router, "POST", &uri, &[], &wanted.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

/// A form of a page, sent by the browser of this id.
async fn submit(router: &Router, path: &str, client: &str, form: &str) -> Answer {
    let cookie = format!("__client={client}");
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("cookie", cookie.as_str()),
    ];
    send(router, "POST", path, &headers, form).await
}

async fn sign_in(router: &Router, form: &str) -> Answer {
    submit(router, "/sign-in", "", form).await
}

/// What the application makes of a token.
fn session(token: &str, key: &PublicKey) -> Result<Session, String> {
    session_at(token, key, Utc::now())
}

fn session_at(token: &str, key: &PublicKey, now: DateTime<Utc>) -> Result<Session, String> {
    let expected = Expectations {
        issuers: vec!["https://127.0.0.1:4455".to_owned()],
        authorized_parties: vec![APP.to_owned()],
    };
    UnverifiedToken::parse(token)
        .and_then(|token| {
            let signed = token.verify(key)?;
            signed.session(&expected, Strictness::default(), now)
        })
        .map_err(|reason| reason.to_string())
}

fn payload(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).unwrap()).unwrap()
}

/// The cookies that the browser of this id gets, as the application reads them.
async fn handshake(router: &Router, key: &PublicKey, browser: &str) -> Vec<String> {
    let uri = format!("/v1/client/handshake?redirect_url={APP}/problems&__clerk_db_jwt={browser}");
    handshake_cookies(&get(router, &uri).await, key)
}

fn handshake_cookies(answer: &Answer, key: &PublicKey) -> Vec<String> {
    assert_eq!(answer.status, 307);
    let token = answer.parameter("__clerk_handshake").unwrap();
    let signed = UnverifiedToken::parse(&token).unwrap().verify(key).unwrap();
    // By the provider's clock, which a test may have shifted.
    let made = payload(&token)["iat"].as_i64().unwrap();
    let made = DateTime::from_timestamp(made, 0).unwrap();
    signed.handshake(made).unwrap()
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap().iter();
    list.map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn directive<'a>(cookies: &'a [String], name: &str) -> Option<&'a str> {
    let prefix = format!("{name}=");
    cookies
        .iter()
        .find_map(|cookie| cookie.strip_prefix(&prefix))
}

fn cookie<'a>(cookies: &'a [String], name: &str) -> &'a str {
    let found = directive(cookies, name);
    found.unwrap().split(';').next().unwrap()
}
