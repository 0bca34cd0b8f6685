//! Signing in and out as a browser does it, redirect by redirect.

use crate::{
    helpers::{Answer, TestApp},
    tokens::{self, Token},
};
use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;
use sqlx::PgPool;

fn set_cookies(answer: &Answer) -> Vec<&str> {
    answer
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|cookie| cookie.to_str().unwrap())
        .collect()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_browser_from_the_sign_in_page_gets_its_cookies_by_way_of_the_provider(pool: PgPool) {
    let app = TestApp::new(pool);
    let answer = app
        .nobody()
        .get("/problems?page=2&__clerk_db_jwt=dvb_1")
        .await
        .expect(307);
    let provider = "http://127.0.0.1:4455/v1/client/handshake?redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fproblems";
    assert!(
        answer.location().starts_with(provider),
        "{}",
        answer.location()
    );
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");

    let session = tokens::token_for("ada");
    let brought = json!([
        format!("__session={session}; Path=/"),
        "__client_uat=1; Path=/",
        "theme=dark"
    ]);
    let started = set_cookies(&answer)
        .iter()
        .map(|cookie| cookie.split(';').next().unwrap())
        .collect::<Vec<_>>()
        .join("; ");
    assert!(started.contains("gitgud_handshake=1"), "{started}");
    let handshake = Token::of("ada").claim("handshake", brought).sign();
    let back = format!("/problems?page=2&__clerk_handshake={handshake}");
    let browser = app.nobody().with_cookie(&started);
    let answer = browser.get(&back).await.expect(307);
    assert_eq!(answer.location(), "http://localhost:3000/problems?page=2");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let cookies = [
        format!("__session={session}; Path=/; HttpOnly"),
        "__client_uat=1; Path=/".to_owned(),
        "gitgud_handshake=; Path=/; SameSite=Lax; HttpOnly; Max-Age=0".to_owned(),
    ];
    assert_eq!(set_cookies(&answer), cookies);
}

#[sqlx::test(migrations = "./migrations")]
async fn signing_out_leaves_no_session_behind_even_if_the_provider_is_away(pool: PgPool) {
    let app = TestApp::new(pool);
    let answer = app
        .signed_in_as("ada")
        .post_form("/auth/sign-out", &[])
        .await
        .expect(303);
    assert_eq!(answer.location(), "/");
    let cookies = set_cookies(&answer);
    for gone in ["__session=;", "__refresh="] {
        let cookie = cookies
            .iter()
            .find(|cookie| cookie.starts_with(gone))
            .unwrap();
        assert!(cookie.contains("Max-Age=0"), "{cookie}");
    }
    let marked = cookies
        .iter()
        .filter(|cookie| cookie.starts_with("__client_uat"));
    assert_eq!(marked.count(), 2);
    assert_eq!(answer.headers["clear-site-data"], "\"cache\", \"storage\"");
    // The token is good for a minute still, and nevertheless over.
    let stolen = app.signed_in_as("ada").call("/api/current_user", &[]).await;
    assert_eq!(
        stolen.expect(401).headers["x-clerk-auth-reason"],
        "session-ended"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn another_site_can_neither_sign_anybody_out_nor_choose_where_they_come_back_to(
    pool: PgPool,
) {
    let app = TestApp::new(pool);
    let forged = Request::post("/auth/sign-out").header("sec-fetch-site", "cross-site");
    app.send(forged.body(Body::empty()).unwrap())
        .await
        .expect(403);
    for next in [
        "//evil.example",
        "https%3A%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "%2Fa%0D%0Ab",
    ] {
        let answer = app
            .nobody()
            .get(&format!("/auth/sign-in?next={next}"))
            .await
            .expect(303);
        let home = "http://127.0.0.1:4455/sign-in?redirect_url=http%3A%2F%2Flocalhost%3A3000%2F";
        assert_eq!(answer.location(), home, "{next}");
    }
}
