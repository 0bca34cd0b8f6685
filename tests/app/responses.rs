//! What every response carries, whoever asks for whatever.

use crate::{
    helpers::{Answer, TestApp},
    tokens,
};
use axum::{body::Body, http::Request};
use gitgud::auth::config::ClerkSettings;
use sqlx::PgPool;

#[sqlx::test(migrations = "./migrations")]
async fn every_response_has_the_security_headers_and_a_request_id(pool: PgPool) {
    let app = TestApp::new(pool);
    let answers = [
        app.nobody().get("/").await,
        app.nobody().get("/nothing-here").await,
        app.nobody().get("/pkg/missing.js").await,
        app.nobody().get("/livez").await,
        app.nobody().get("/problems").await,
        app.nobody().call("/api/current_user", &[]).await,
        app.signed_in_as("ada").get("/problems").await,
    ];
    for answer in answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-embedder-policy", "credentialless"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "private, no-store"),
        ] {
            assert_eq!(answer.headers[name], value, "{name} in {}", answer.status);
        }
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe-inline"), "{policy}");
        assert!(
            answer.headers["strict-transport-security"]
                .to_str()
                .unwrap()
                .contains("max-age=63072000")
        );
        assert!(answer.headers.contains_key("x-request-id"));
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn scripts_in_a_page_carry_the_nonce_of_its_policy_and_each_page_has_its_own(pool: PgPool) {
    let app = TestApp::new(pool);
    let nonce = async || {
        let page = app.signed_in_as("ada").get("/").await.expect(200);
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .unwrap()
            .split('\'')
            .next()
            .unwrap()
            .to_owned();
        for script in page.body.split("<script").skip(1) {
            let attributes = script.split('>').next().unwrap();
            assert!(
                attributes.contains(&format!("nonce=\"{nonce}\""))
                    || attributes.contains("src=\"/js/"),
                "{script}"
            );
        }
        assert!(
            !page.body.contains(" style=\""),
            "an inline style would be blocked"
        );
        nonce
    };
    assert_ne!(nonce().await, nonce().await);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_missing_asset_is_a_bare_404_and_a_missing_page_helps(pool: PgPool) {
    let app = TestApp::new(pool);
    for file in ["/pkg/gitgud.0123.wasm", "/js/chunks/cpp-0123.js"] {
        let asset = app.nobody().get(file).await.expect(404);
        assert!(!asset.body.contains("<html"), "{}", asset.body);
        assert!(
            !asset
                .headers
                .get("cache-control")
                .is_some_and(|told| told.as_bytes().ends_with(b"immutable")),
            "{file}"
        );
    }
    let page = app.nobody().get("/no/such/page").await.expect(404);
    assert!(page.body.contains("This page is not here") && page.body.ends_with("</html>"));
    let program = Request::get("/no/such/page")
        .header("host", "x")
        .header("accept", "application/json");
    let program = app
        .send(program.body(Body::empty()).unwrap())
        .await
        .expect(404);
    assert!(!program.body.contains("<html"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_change_asked_for_by_another_site_is_refused(pool: PgPool) {
    let app = TestApp::new(pool);
    let problem = app.signed_in_as("ada").has_problem("Two Sum").await;
    for path in [
        "/api/problems/delete".to_owned(),
        format!("/problems/{problem}/delete"),
        "/auth/sign-out".to_owned(),
    ] {
        let request = Request::post(&path)
            .header("host", "localhost:3000")
            .header(
                "cookie",
                format!(
                    "__session={}; __client_uat=1",
                    crate::tokens::token_for("ada")
                ),
            )
            .header("sec-fetch-site", "cross-site")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(format!("id={problem}")));
        app.send(request.unwrap()).await.expect(403);
    }
    app.signed_in_as("ada")
        .get(&format!("/problems/{problem}"))
        .await
        .expect(200);
}

#[sqlx::test(migrations = "./migrations")]
async fn health_tells_life_from_readiness(pool: PgPool) {
    let app = TestApp::new(pool.clone());
    app.nobody().get("/livez").await.expect(200);
    app.nobody().get("/readyz").await.expect(200);
    pool.close().await;
    app.nobody().get("/livez").await.expect(200);
    app.nobody().get("/readyz").await.expect(503);
}

#[sqlx::test(migrations = "./migrations")]
async fn without_a_database_the_answer_is_unavailable_not_a_breakdown(pool: PgPool) {
    let app = TestApp::new(pool.clone());
    let ada = app.signed_in_as("ada");
    ada.get("/").await.expect(200);
    pool.close().await;
    let page = ada.get("/").await.expect(503);
    assert!(
        page.body.ends_with("</html>") && page.body.contains("Try again in a moment"),
        "{}",
        page.body
    );
    let answer = ada.call("/api/insight/dashboard", &[]).await.expect(503);
    assert_eq!(answer.json(), serde_json::json!("Unavailable"));
}

#[sqlx::test(migrations = "./migrations")]
async fn who_changes_too_much_too_fast_reads_why_on_a_page(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    // Reads through server functions are posts too, and the quickest to use the allowance up with. Some of it is
    // back before a slow machine has sent the form.
    let mut calls = 0;
    let refused = loop {
        while ada.call("/api/current_user", &[]).await.status != 429 {
            calls += 1;
            assert!(calls < 20_000, "there is no limit");
        }
        let answer = ada.post_form("/problems/new", &[("fields[id]", "x")]).await;
        calls += 1;
        if answer.status == 429 {
            break answer;
        }
    };
    assert!(refused.headers.contains_key("retry-after"));
    assert!(refused.body.contains("Slow down") && refused.body.ends_with("</html>"));
    app.signed_in_as("grace")
        .post_form("/problems/new", &[("fields[id]", "x")])
        .await
        .expect(422);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_crafted_cursor_is_the_first_page(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for crafted in [
        "-8000000000000000000",
        "-250000000000000000",
        "9000000000000000000",
    ] {
        let id = "01a20589-1d6d-75b4-867b-a0e3cb7a9e6f";
        ada.get(&format!("/problems?older={crafted}_{id}"))
            .await
            .expect(200);
        ada.get(&format!("/problems?newer={crafted}_{id}"))
            .await
            .expect(200);
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn clerks_own_script_is_let_in_where_it_is_wanted_and_nowhere_else(pool: PgPool) {
    const SCRIPT: &str = "http://127.0.0.1:4455/npm/@clerk/clerk-js@6/dist/clerk.browser.js";
    let plain = TestApp::new(pool.clone());
    let with_script = TestApp::with_settings(
        pool,
        ClerkSettings {
            clerk_js_url: Some(SCRIPT.to_owned()),
            ..tokens::clerk_settings()
        },
    );
    let policy = |page: &Answer| {
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        // All but the nonce.
        let words = policy
            .split(' ')
            .filter(|word| !word.starts_with("'nonce-"));
        words.collect::<Vec<_>>().join(" ")
    };
    let without = plain.signed_in_as("ada").get("/problems").await.expect(200);
    let page = with_script
        .signed_in_as("ada")
        .get("/problems")
        .await
        .expect(200);
    let grown = policy(&without)
        .replace(
            "script-src 'self' 'wasm-unsafe-eval'",
            "script-src 'self' 'wasm-unsafe-eval' http://127.0.0.1:4455",
        )
        .replace(
            "connect-src 'self'",
            "connect-src 'self' http://127.0.0.1:4455",
        )
        .replace("worker-src 'self'", "worker-src 'self' blob:");
    assert_eq!(policy(&page), grown);
    assert!(page.body.contains(&format!("src=\"{SCRIPT}\"")));
    assert!(page.body.contains("data-clerk-publishable-key=\"pk_test_"));
    assert!(!without.body.contains("clerk.browser.js"));

    for visited in [
        with_script.nobody().get("/").await.expect(200),
        with_script.nobody().get("/nothing-here").await.expect(404),
    ] {
        assert!(!visited.body.contains("clerk.browser.js"));
        assert_eq!(policy(&visited), policy(&without));
    }
}
