//! Requests and what they are taken for, restated from a run of Clerk's own library over the same
//! requests. Where that library starts a handshake we do not start yet, the request is signed out
//! with the same reason.

use super::*;
use crate::auth::{
    config::ClerkSettings,
    session::http_client,
    test_tokens::{APP_ORIGIN, ISSUER, PUBLISHABLE_KEY, Token, instance_pem},
};
use axum::http::Request;
use serde_json::json;

/// `pk_live_` of `clerk.example.com$`.
const LIVE_KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
const LIVE_ISSUER: &str = "https://clerk.example.com";
const LIVE_ORIGIN: &str = "https://example.com";

const NOW: i64 = 1_800_000_000;

fn token(user: &str) -> Token {
    Token::made_at(NOW, user)
}

fn development() -> ClerkConfig {
    ClerkConfig::from_settings(ClerkSettings {
        publishable_key: Some(PUBLISHABLE_KEY.to_owned()),
        secret_key: Some("sk_test_x".to_owned()),
        jwt_key: Some(instance_pem()),
        proxy_url: Some("http://127.0.0.1:4455/".to_owned()),
        allow_local_idp: Some("1".to_owned()),
        app_origin: APP_ORIGIN.to_owned(),
        ..ClerkSettings::default()
    })
    .unwrap()
}

fn production() -> ClerkConfig {
    ClerkConfig::from_settings(ClerkSettings {
        publishable_key: Some(LIVE_KEY.to_owned()),
        secret_key: Some("sk_live_x".to_owned()),
        jwt_key: Some(instance_pem()),
        app_origin: LIVE_ORIGIN.to_owned(),
        ..ClerkSettings::default()
    })
    .unwrap()
}

/// A page being opened, with these headers.
fn page(uri: &str, headers: &[(&str, &str)]) -> Parts {
    request(
        "GET",
        uri,
        &[headers, &[("sec-fetch-dest", "document")]].concat(),
    )
}

fn request(method: &str, uri: &str, headers: &[(&str, &str)]) -> Parts {
    let request = Request::builder().method(method).uri(uri);
    headers
        .iter()
        .fold(request, |request, (name, value)| {
            request.header(*name, *value)
        })
        .body(())
        .unwrap()
        .into_parts()
        .0
}

async fn judge(config: &ClerkConfig, parts: &Parts) -> Outcome {
    let keys = Keys::new(config, http_client("http:").unwrap());
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    decide(config, &keys, parts, now).await
}

/// The user's id, or the reason why there is none.
async fn who(config: &ClerkConfig, parts: &Parts) -> Result<String, &'static str> {
    match judge(config, parts).await {
        Outcome::Continue(AuthState::SignedIn(session), _) => Ok(session.user.id.to_string()),
        Outcome::Continue(AuthState::SignedOut(reason), _) => Err(reason.as_str()),
        Outcome::Continue(AuthState::Pending(_), _) => Err("pending"),
        Outcome::Continue(AuthState::KeysUnavailable, _) => Err("keys unavailable"),
        Outcome::Redirect(_) => Err("redirect"),
    }
}

fn ada() -> String {
    token("ada").sign()
}

/// What an application cookie says, in a development instance.
async fn by_cookies(cookies: &str) -> Result<String, &'static str> {
    who(&development(), &page("/", &[("cookie", cookies)])).await
}

#[tokio::test]
async fn cookies_sign_in_when_they_agree() {
    let ada = ada();
    let signed_in = Ok("user_ada".to_owned());
    let no_trace = Err("session-token-and-uat-missing");
    let garbage = Err("token-invalid");
    let suffix = development().key.cookie_suffix;
    for (cookies, expected) in [
        (String::new(), no_trace.clone()),
        ("__client_uat=0".to_owned(), no_trace.clone()),
        ("__client_uat=garbage".to_owned(), no_trace.clone()),
        (
            format!("__client_uat={NOW}"),
            Err("client-uat-but-no-session-token"),
        ),
        (format!("__session={ada}"), signed_in.clone()),
        (
            format!("__session={ada}; __client_uat=0"),
            Err("session-token-but-no-client-uat"),
        ),
        (
            format!("__session={ada}; __client_uat=1"),
            signed_in.clone(),
        ),
        (
            format!("__session={ada}; __client_uat={}", NOW - 60),
            signed_in.clone(),
        ),
        (
            format!("__session={ada}; __client_uat={}", NOW + 60),
            Err("session-token-iat-before-client-uat"),
        ),
        (
            "__session=garbage; __client_uat=1".to_owned(),
            garbage.clone(),
        ),
        (
            "__session=a.b.c; __client_uat=1".to_owned(),
            garbage.clone(),
        ),
        (
            format!("__session=\"{ada}\"; __client_uat=1"),
            garbage.clone(),
        ),
        (
            format!("__session={ada}; __session=garbage; __client_uat=1"),
            signed_in.clone(),
        ),
        (
            format!("__session=garbage; __session={ada}; __client_uat=1"),
            garbage,
        ),
        (
            format!("__session_{suffix}={ada}; __client_uat_{suffix}=1"),
            signed_in,
        ),
    ] {
        assert_eq!(by_cookies(&cookies).await, expected, "{cookies}");
    }
}

#[tokio::test]
async fn tokens_in_cookies_are_verified() {
    let expired = token("ada").claim("iat", NOW - 90).claim("exp", NOW - 30);
    for (token, reason) in [
        (expired.sign(), "token-expired"),
        (
            token("ada").sign_with_foreign_key(),
            "token-invalid-signature",
        ),
        (
            token("ada").header("cat", "cl_B7d4PD222AAA").sign(),
            "token-type-mismatch",
        ),
        (
            token("ada").claim("sub", "mch_1").sign(),
            "token-type-mismatch",
        ),
        (
            token("ada").without_claim("azp").sign(),
            "token-invalid-authorized-parties",
        ),
        (token("ada").claim("sts", "pending").sign(), "pending"),
    ] {
        let found = by_cookies(&format!("__session={token}; __client_uat=1")).await;
        assert_eq!(found, Err(reason));
    }
}

#[tokio::test]
async fn an_encoded_semicolon_cannot_forge_a_cookie() {
    let forged = format!("sid=x%3B__session%3D{}; __client_uat=1", ada());
    assert_eq!(
        by_cookies(&forged).await,
        Err("client-uat-but-no-session-token")
    );
}

#[tokio::test]
async fn a_token_in_the_header_wins_whatever_it_is() {
    let (config, ada, grace) = (development(), ada(), token("grace").sign());
    let cookies = format!("__session={ada}; __client_uat=1");
    for (header, expected) in [
        (format!("Bearer {grace}"), Ok("user_grace")),
        (format!("bearer {grace}"), Ok("user_grace")),
        (grace.clone(), Ok("user_grace")),
        (format!("Bearer  {grace}"), Err("token-invalid")),
        ("Bearer garbage".to_owned(), Err("token-invalid")),
        ("Bearer ".to_owned(), Err("token-invalid")),
        ("garbage".to_owned(), Err("token-invalid")),
        ("Basic YTpi".to_owned(), Ok("user_ada")),
    ] {
        let headers = [("authorization", header.as_str()), ("cookie", &cookies)];
        let found = who(&config, &page("/", &headers)).await;
        assert_eq!(found, expected.map(str::to_owned), "{header}");
    }
    let bearer = format!("Bearer {ada}");
    let twice = [
        ("authorization", bearer.as_str()),
        ("authorization", &bearer),
    ];
    assert_eq!(who(&config, &page("/", &twice)).await, Err("token-invalid"));
}

#[tokio::test]
async fn a_browser_from_the_sign_in_page_is_sent_for_its_cookies() {
    let config = development();
    let parts = page("/problems?a=1&__clerk_db_jwt=dvb_1&b=%2F", &[]);
    let Outcome::Redirect(redirect) = judge(&config, &parts).await else {
        panic!("a redirect was expected");
    };
    assert_eq!(
        redirect.location,
        "http://127.0.0.1:4455/v1/client/handshake\
         ?redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fproblems%3Fa%3D1%26b%3D%252F\
         &__clerk_api_version=2026-05-12&suffixed_cookies=false\
         &__clerk_hs_reason=dev-browser-sync&format=token&__clerk_db_jwt=dvb_1"
    );
    assert_eq!(
        redirect.cookies,
        ["__clerk_redirect_count=1; Path=/; SameSite=Lax; HttpOnly; Max-Age=2"]
    );

    let out = Err("dev-browser-sync");
    let uri = "/?__clerk_db_jwt=dvb_1";
    let document = ("sec-fetch-dest", "document");
    let html = ("accept", "text/html,*/*");
    for (parts, expected) in [
        (request("GET", uri, &[html]), Err("redirect")),
        (
            page(uri, &[("cookie", "__clerk_redirect_count=2")]),
            Err("redirect"),
        ),
        (
            page(uri, &[("cookie", "__clerk_redirect_count=x")]),
            Err("redirect"),
        ),
        (
            page(uri, &[("cookie", "__clerk_redirect_count=3")]),
            out.clone(),
        ),
        (
            page(uri, &[("cookie", "__clerk_redirect_count=4")]),
            out.clone(),
        ),
        (request("POST", uri, &[document]), out.clone()),
        (request("HEAD", uri, &[document]), out.clone()),
        (request("GET", uri, &[("accept", "*/*")]), out.clone()),
        (
            request("GET", uri, &[("sec-fetch-dest", "empty"), html]),
            out,
        ),
    ] {
        assert_eq!(who(&config, &parts).await, expected, "{parts:?}");
    }
    let live = who(&production(), &page(uri, &[])).await;
    assert_eq!(live, Err("session-token-and-uat-missing"));
}

#[tokio::test]
async fn signed_out_is_never_concluded_from_missing_keys() {
    let config = ClerkConfig {
        jwt_key: None,
        api_url: "http://127.0.0.1:9".to_owned(),
        ..development()
    };
    let parts = page(
        "/",
        &[("cookie", &format!("__session={}; __client_uat=1", ada()))],
    );
    assert_eq!(who(&config, &parts).await, Err("keys unavailable"));
    let parts = page("/", &[("authorization", &ada())]);
    assert_eq!(who(&config, &parts).await, Err("keys unavailable"));
    let answer = token("ada").claim("handshake", json!([])).sign();
    let parts = page(&format!("/?__clerk_handshake={answer}"), &[]);
    assert_eq!(who(&config, &parts).await, Err("keys unavailable"));
    let hopeless = token("ada").header("alg", "none").unsigned();
    let parts = page("/", &[("authorization", &hopeless)]);
    assert_eq!(who(&config, &parts).await, Err("token-invalid-algorithm"));
}

#[test]
fn a_proxied_instance_may_name_either_issuer() {
    let issuers = development().expected.issuers;
    assert_eq!(issuers, [ISSUER, "http://127.0.0.1:4455"]);
}

#[path = "handshake_tests.rs"]
mod handshakes;
