//! The black-box cases by which Clerk tries its own libraries for frameworks, with keys of our own, through the real
//! router: signed in, signed out, or on the way to the provider and back.

use crate::{
    helpers::{Answer, KNOWN, TestApp},
    tokens::{self, APP_ORIGIN, Token, instance_pem},
};
use axum::{body::Body, http::Request};
use gitgud::auth::config::ClerkSettings;
use reqwest::Url;
use serde_json::json;
use sqlx::PgPool;
use std::collections::HashMap;

/// `pk_live_` of `clerk.example.com$`.
const LIVE_KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
const LIVE_ORIGIN: &str = "https://example.com";

/// A development instance and a live one, each with its application.
struct Instances {
    development: TestApp,
    live: TestApp,
}

impl Instances {
    fn new(pool: PgPool) -> Self {
        let live = ClerkSettings {
            publishable_key: Some(LIVE_KEY.to_owned()),
            secret_key: Some("sk_live_x".to_owned()),
            jwt_key: Some(instance_pem()),
            app_origin: LIVE_ORIGIN.to_owned(),
            ..ClerkSettings::default()
        };
        Self {
            development: TestApp::new(pool.clone()),
            live: TestApp::with_settings(pool, live),
        }
    }

    /// Opens a page with these cookies and one more header.
    async fn open(&self, live: bool, uri: &str, cookies: &str, header: (&str, &str)) -> Answer {
        let (app, known) = if live {
            (&self.live, "")
        } else {
            (&self.development, KNOWN)
        };
        let request = Request::get(uri)
            .header("sec-fetch-dest", "document")
            .header("accept", "text/html")
            .header("cookie", format!("{known}; {cookies}"))
            .header(header.0, header.1);
        app.send(request.body(Body::empty()).unwrap()).await
    }
}

const NOTHING: (&str, &str) = ("x-nothing", "");

fn token(live: bool) -> Token {
    let token = Token::of("ada");
    if live {
        token
            .claim("iss", "https://clerk.example.com")
            .claim("azp", LIVE_ORIGIN)
    } else {
        token
    }
}

fn expired(live: bool) -> Token {
    let now = tokens::now();
    token(live).claim("iat", now - 120).claim("exp", now - 60)
}

fn early(live: bool) -> Token {
    token(live).claim("nbf", tokens::now() + 60)
}

fn session(token: &Token) -> String {
    format!("__session={}; __client_uat=1", token.sign())
}

/// The provider's address that somebody is sent to, and what it is told.
fn way(answer: &Answer) -> (String, HashMap<String, String>) {
    assert_eq!(answer.status, 307, "{}", answer.body);
    assert_eq!(answer.headers["cache-control"], "no-store");
    let url = Url::parse(answer.location()).unwrap();
    let told = url.query_pairs().into_owned().collect();
    (
        format!("{}{}", url.origin().ascii_serialization(), url.path()),
        told,
    )
}

#[track_caller]
fn expect_handshake(answer: &Answer, live: bool, reason: &str, back: &str) {
    let (place, told) = way(answer);
    let base = if live {
        "https://clerk.example.com"
    } else {
        "http://127.0.0.1:4455"
    };
    assert_eq!(place, format!("{base}/v1/client/handshake"));
    assert_eq!(told["__clerk_hs_reason"], reason);
    assert_eq!(answer.headers["x-clerk-auth-reason"], reason);
    assert_eq!(told["suffixed_cookies"], "false");
    assert_eq!(told["redirect_url"], back);
    assert_eq!(told["format"], "nonce");
}

#[sqlx::test(migrations = "./migrations")]
async fn good_sessions_come_in_a_cookie_or_in_a_header(pool: PgPool) {
    let both = Instances::new(pool);
    for live in [false, true] {
        let answer = both
            .open(live, "/problems", &session(&token(live)), NOTHING)
            .await;
        assert_eq!(answer.status, 200);
        let bearer = format!("Bearer {}", token(live).sign());
        let answer = both
            .open(live, "/problems", "", ("authorization", &bearer))
            .await;
        assert_eq!(answer.status, 200);
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn what_time_has_taken_or_not_brought_yet_is_asked_for_anew(pool: PgPool) {
    let both = Instances::new(pool);
    let gone = "session-token-expired-refresh-non-eligible-no-refresh-cookie";
    for live in [false, true] {
        let origin = if live { LIVE_ORIGIN } else { APP_ORIGIN };
        for (token, reason) in [(expired(live), gone), (early(live), "session-token-nbf")] {
            let back = format!("{origin}/path?a=1&b=%2F");
            let answer = both
                .open(live, "/path?a=1&b=%2F", &session(&token), NOTHING)
                .await;
            expect_handshake(&answer, live, reason, &back);
            let bearer = format!("Bearer {}", token.sign());
            let answer = both
                .open(live, "/path?a=1&b=%2F", "", ("authorization", &bearer))
                .await;
            expect_handshake(&answer, live, reason, &back);
        }
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn without_a_session_only_a_trace_of_one_leads_to_the_provider(pool: PgPool) {
    let both = Instances::new(pool);
    for live in [false, true] {
        let origin = if live { LIVE_ORIGIN } else { APP_ORIGIN };
        let answer = both.open(live, "/", "__client_uat=1", NOTHING).await;
        let back = format!("{origin}/");
        expect_handshake(&answer, live, "client-uat-but-no-session-token", &back);
        for cookies in ["__client_uat=0", ""] {
            let answer = both.open(live, "/", cookies, NOTHING).await;
            assert_eq!(answer.status, 200, "{cookies}");
        }
        // What others say about where this is does not change where anybody is sent back to.
        let elsewhere = ("x-forwarded-host", "evil.example");
        let answer = both.open(live, "/", "__client_uat=1", elsewhere).await;
        expect_handshake(&answer, live, "client-uat-but-no-session-token", &back);
    }
    let unknown = Request::get("/").header("sec-fetch-dest", "document");
    let answer = both
        .development
        .send(unknown.body(Body::empty()).unwrap())
        .await;
    expect_handshake(
        &answer,
        false,
        "dev-browser-missing",
        &format!("{APP_ORIGIN}/"),
    );
    let answer = both
        .open(false, "/?__clerk_db_jwt=dvb_new", "", NOTHING)
        .await;
    expect_handshake(
        &answer,
        false,
        "dev-browser-sync",
        &format!("{APP_ORIGIN}/"),
    );
    assert_eq!(way(&answer).1["__clerk_db_jwt"], "dvb_new");
}

fn set_cookies(answer: &Answer) -> Vec<&str> {
    let cookies = answer.headers.get_all("set-cookie").iter();
    cookies.map(|cookie| cookie.to_str().unwrap()).collect()
}

fn brought(session: &Token) -> String {
    let cookies = json!([
        format!("__session={}; Path=/", session.sign()),
        "__client_uat=1; Path=/"
    ]);
    Token::of("ada").claim("handshake", cookies).sign()
}

#[sqlx::test(migrations = "./migrations")]
async fn the_way_back_brings_cookies_by_query_in_development(pool: PgPool) {
    let both = Instances::new(pool);
    for session in [token(false), expired(false), early(false)] {
        let uri = format!("/problems?a=1&__clerk_handshake={}", brought(&session));
        let answer = both.open(false, &uri, "gitgud_handshake=1", NOTHING).await;
        assert_eq!(way(&answer).0, "http://localhost:3000/problems");
        let cookies = set_cookies(&answer);
        assert!(
            cookies
                .iter()
                .any(|cookie| cookie.starts_with("__session=ey")),
            "{cookies:?}"
        );
        assert!(
            cookies
                .iter()
                .any(|cookie| cookie.starts_with("__client_uat=1")),
            "{cookies:?}"
        );
    }
    // With keys of another instance it ends in a page that says so, not in a loop.
    let other = Token::of("ada")
        .claim("handshake", json!([]))
        .sign_with_foreign_key();
    let uri = format!("/problems?__clerk_handshake={other}");
    let answer = both
        .open(false, &uri, "gitgud_handshake=1; __client_uat=1", NOTHING)
        .await;
    assert_eq!(answer.status, 401);
    assert_eq!(
        answer.headers["x-clerk-auth-reason"],
        "token-invalid-signature"
    );
    assert!(set_cookies(&answer).is_empty());
}

#[sqlx::test(migrations = "./migrations")]
async fn the_way_back_brings_cookies_by_cookie_in_production(pool: PgPool) {
    let both = Instances::new(pool);
    let back = |answer: &str| {
        format!("__Host-gitgud_handshake=1; __client_uat=1; __clerk_handshake={answer}")
    };
    let answer = both
        .open(true, "/problems", &back(&brought(&token(true))), NOTHING)
        .await;
    assert_eq!(answer.status, 200);
    assert!(set_cookies(&answer)[0].starts_with("__session=ey"));
    assert!(set_cookies(&answer)[0].ends_with("; HttpOnly; Secure"));
    // An old answer that still lies around.
    let answer = both
        .open(true, "/", &back(&brought(&expired(true))), NOTHING)
        .await;
    expect_handshake(
        &answer,
        true,
        "client-uat-but-no-session-token",
        &format!("{LIVE_ORIGIN}/"),
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn nobody_goes_round_more_than_three_times(pool: PgPool) {
    let both = Instances::new(pool);
    for live in [false, true] {
        let answer = both.open(live, "/", "__client_uat=1", NOTHING).await;
        let counter = set_cookies(&answer)[0].to_owned();
        assert!(
            counter
                .starts_with("__clerk_redirect_count=1; Path=/; SameSite=Lax; HttpOnly; Max-Age=2"),
            "{counter}"
        );
        for count in ["3", "4", "1000"] {
            let cookies = format!("__client_uat=1; __clerk_redirect_count={count}");
            let answer = both.open(live, "/", &cookies, NOTHING).await;
            assert_eq!(answer.status, 200, "{count}");
            assert!(set_cookies(&answer).is_empty());
        }
    }
}
