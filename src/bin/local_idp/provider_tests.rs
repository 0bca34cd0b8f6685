//! The provider as browsers and applications see it.

use crate::{
    keys::Keys,
    provider::{self, Person, Provider},
};
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::Utc;
use gitgud::auth::{
    model::UserId,
    rsa_key::PublicKey,
    token::{Expectations, Session, Strictness, UnverifiedToken},
};
use http_body_util::BodyExt;
use reqwest::Url;
use serde_json::{Value, json};
use std::sync::LazyLock;
use tower::ServiceExt;

const APP: &str = "http://localhost:3000";

/// Making keys takes a while.
static FOLDER: LazyLock<std::path::PathBuf> = LazyLock::new(|| {
    std::env::temp_dir().join(format!("gitgud-idp-{:032x}", rand::random::<u128>()))
});

fn provider() -> (Router, PublicKey) {
    let keys = Keys::load_or_create(&FOLDER).unwrap();
    let public = PublicKey::from_pem(&keys.public_pem().unwrap()).unwrap();
    let address = "127.0.0.1:4455".parse().unwrap();
    let router = provider::router(Provider::new(address, vec![APP.to_owned()], keys));
    (router, public)
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

    fn parameter(&self, name: &str) -> String {
        let location = self.location();
        let found = location.query_pairs().find(|(key, _)| key == name);
        found.unwrap().1.into_owned()
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

async fn sign_in(router: &Router, form: &str) -> Answer {
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    send(router, "POST", "/sign-in", &headers, form).await
}

/// What the application makes of a token.
fn session(token: &str, key: &PublicKey) -> Result<Session, String> {
    let expected = Expectations {
        issuers: vec!["https://127.0.0.1:4455".to_owned()],
        authorized_parties: vec![APP.to_owned()],
    };
    UnverifiedToken::parse(token)
        .and_then(|token| {
            token
                .verify(key)?
                .session(&expected, Strictness::default(), Utc::now())
        })
        .map_err(|reason| reason.to_string())
}

fn handshake_cookies(answer: &Answer, key: &PublicKey) -> Vec<String> {
    let token = answer.parameter("__clerk_handshake");
    let signed = UnverifiedToken::parse(&token).unwrap().verify(key).unwrap();
    signed.handshake(Utc::now()).unwrap()
}

fn cookie<'a>(cookies: &'a [String], name: &str) -> &'a str {
    let prefix = format!("{name}=");
    let found = cookies
        .iter()
        .find_map(|cookie| cookie.strip_prefix(&prefix));
    found.unwrap().split(';').next().unwrap()
}

#[tokio::test]
async fn signing_in_leads_back_with_cookies_the_application_accepts() {
    let (router, key) = provider();
    let form = "user=ada&redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fproblems%3Fa%3D1";
    let back = sign_in(&router, form).await;
    assert_eq!(back.status, 303);
    assert!(
        back.location()
            .as_str()
            .starts_with("http://localhost:3000/problems?a=1&__clerk_db_jwt=dvb_")
    );

    let browser = back.parameter("__clerk_db_jwt");
    let uri = format!("/v1/client/handshake?redirect_url={APP}/problems&__clerk_db_jwt={browser}");
    let answer = send(&router, "GET", &uri, &[], "").await;
    assert_eq!(answer.status, 307);
    let cookies = handshake_cookies(&answer, &key);
    let suffix = "WkbtL1io";
    let token = cookie(&cookies, "__session");
    assert_eq!(cookie(&cookies, &format!("__session_{suffix}")), token);
    let ada = session(token, &key).unwrap();
    assert_eq!(ada.user.id, UserId::new("user_ada"));
    assert_eq!(ada.user.name.as_deref(), Some("Ada"));
    let uat: i64 = cookie(&cookies, "__client_uat").parse().unwrap();
    assert!(uat > 0 && uat <= ada.issued_at.unwrap().timestamp());

    let secret = Keys::load_or_create(&FOLDER).unwrap().secret_key;
    let bearer = format!("Bearer {secret}");
    let revoke = format!("/v1/sessions/{}/revoke", ada.id);
    let refused = send(
        &router,
        "POST",
        &revoke,
        &[("authorization", "Bearer x")],
        "",
    )
    .await;
    assert_eq!(refused.status, 401);
    let revoked = send(&router, "POST", &revoke, &[("authorization", &bearer)], "").await;
    assert_eq!(revoked.status, 200);
    let answer = send(&router, "GET", &uri, &[], "").await;
    let cookies = handshake_cookies(&answer, &key);
    assert_eq!(cookie(&cookies, "__session"), "");
    assert_eq!(cookie(&cookies, "__client_uat"), "0");
}

#[tokio::test]
async fn nobody_is_sent_to_an_unknown_place() {
    let (router, _) = provider();
    let evil = "https%3A%2F%2Fevil.example%2F";
    let form = format!("user=ada&redirect_url={evil}");
    let posted = sign_in(&router, &form).await;
    let mut answers = vec![posted];
    for path in ["/sign-in", "/v1/client/handshake"] {
        for target in [
            evil,
            "http%3A%2F%2Flocalhost%3A3000.evil.example",
            "http%3A%2F%2Flocalhost%3A3001%2F",
            "%2F%2Fevil.example",
        ] {
            let uri = format!("{path}?redirect_url={target}");
            answers.push(send(&router, "GET", &uri, &[], "").await);
        }
    }
    for answer in answers {
        assert_eq!(answer.status, 400);
        assert!(answer.headers.get(header::LOCATION).is_none());
    }
}

#[tokio::test]
async fn other_sites_may_not_post_and_other_names_do_not_reach() {
    let (router, _) = provider();
    for headers in [
        [
            ("origin", "https://evil.example"),
            ("host", "127.0.0.1:4455"),
        ],
        [("origin", "null"), ("host", "127.0.0.1:4455")],
        [
            ("origin", "http://127.0.0.1:4455"),
            ("host", "evil.example:4455"),
        ],
    ] {
        let answer = send(&router, "POST", "/sign-out", &headers, "").await;
        assert_eq!(answer.status, 403);
    }
}

#[tokio::test]
async fn the_sign_in_page_works_without_scripts_and_shows_what_was_wrong() {
    let (router, _) = provider();
    let page = send(&router, "GET", "/sign-in", &[], "").await;
    assert_eq!(page.status, 200);
    for part in [
        r#"<html lang="en">"#,
        "<title>",
        r#"<label for="name">"#,
        r#"value="margaret""#,
    ] {
        assert!(page.body.contains(part), "{part}");
    }
    assert!(!page.body.contains("<script"));

    let again = sign_in(&router, "name=%20").await;
    assert_eq!(again.status, 422);
    assert!(again.body.contains("Type a name first."));
    let injected = send(
        &router,
        "GET",
        "/sign-in?redirect_url=http://localhost:3000/%22%3E%3Cscript%3E",
        &[],
        "",
    )
    .await;
    assert!(!injected.body.contains("<script>"));
}

#[test]
fn the_same_name_is_the_same_person_and_another_is_not() {
    assert_eq!(Person::of_name("Ada").id, "user_ada");
    assert_eq!(Person::of_name("Zoë K").id, Person::of_name("Zoë K").id);
    assert_ne!(Person::of_name("Zoë K").id, Person::of_name("Zoé K").id);
    assert_eq!(Person::of_id("user_grace"), Person::of_id("grace"));
    assert_eq!(Person::of_id("grace").name, "Grace");
}

async fn test_token(router: &Router, wanted: Value) -> String {
    let answer = send(router, "POST", "/test/tokens", &[], &wanted.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    body["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn tests_get_any_token_they_want() {
    let (router, key) = provider();
    for (wanted, expected) in [
        (json!({"user": "ada"}), Ok("user_ada")),
        (json!({"user": "user_ada"}), Ok("user_ada")),
        (
            json!({"user": "ada", "claims": {"sub": "user_x"}}),
            Ok("user_x"),
        ),
        (json!({"user": "ada", "nbf": null}), Ok("user_ada")),
        (json!({"user": "ada", "ttl": -60}), Err("token-expired")),
        (json!({"user": "ada", "exp": 1}), Err("token-expired")),
        (
            json!({"user": "ada", "claims": {"azp": null}}),
            Err("token-invalid-authorized-parties"),
        ),
        (
            json!({"user": "ada", "iss": "https://evil.example"}),
            Err("token-invalid-issuer"),
        ),
        (
            json!({"user": "ada", "header": {"typ": "at+jwt"}}),
            Err("token-invalid"),
        ),
        (
            json!({"user": "ada", "alg": "none"}),
            Err("token-invalid-algorithm"),
        ),
        (
            json!({"user": "ada", "alg": "HS256"}),
            Err("token-invalid-algorithm"),
        ),
        (
            json!({"user": "ada", "header": {"alg": "RS512"}}),
            Err("token-invalid-algorithm"),
        ),
        (
            json!({"user": "ada", "key": "foreign"}),
            Err("token-invalid-signature"),
        ),
    ] {
        let token = test_token(&router, wanted.clone()).await;
        let found = session(&token, &key).map(|session| session.user.id.to_string());
        let expected = expected.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(found, expected, "{wanted}");
    }
    let unsigned = test_token(&router, json!({"alg": "none", "email": "a@example.com"})).await;
    let payload = URL_SAFE_NO_PAD
        .decode(unsigned.split('.').nth(1).unwrap())
        .unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    assert!(unsigned.ends_with('.'));
    assert_eq!(claims["email"], "a@example.com");

    let wrong = send(&router, "POST", "/test/tokens", &[], r#"{"key": "lost"}"#).await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn the_key_set_is_public_in_one_place_and_needs_the_secret_in_the_other() {
    let (router, key) = provider();
    assert_eq!(send(&router, "GET", "/v1/jwks", &[], "").await.status, 401);
    let answer = send(&router, "GET", "/.well-known/jwks.json", &[], "").await;
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    let number = |name: &str| {
        URL_SAFE_NO_PAD
            .decode(document["keys"][0][name].as_str().unwrap())
            .unwrap()
    };
    assert_eq!(
        PublicKey::from_components(&number("n"), &number("e")),
        Ok(key)
    );
}
