//! The session on its way through the real router: who is told what, and how a late form is done.

use crate::{
    helpers::{KNOWN, TestApp},
    tokens::{self, Token},
};
use axum::{body::Body, http::Request};
use sqlx::PgPool;

#[sqlx::test(migrations = "./migrations")]
async fn a_browser_is_told_who_is_signed_in_and_never_the_token(pool: PgPool) {
    let app = TestApp::new(pool);
    let token = tokens::token_for("ada");
    let answer = app
        .with_token(&token)
        .get("/auth/session")
        .await
        .expect(200);
    let session = answer.json();
    assert_eq!(session["userId"], "user_ada");
    assert_eq!(session["sessionId"], "sess_ada");
    let until = chrono::DateTime::parse_from_rfc3339(session["expiresAt"].as_str().unwrap());
    assert!((1..=60).contains(&(until.unwrap().timestamp() - tokens::now())));
    assert!(!answer.body.contains(&token));
    assert!(
        answer.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("no-store")
    );

    let answer = app.nobody().get("/auth/session").await.expect(401);
    assert_eq!(answer.json()["reason"], "session-token-and-uat-missing");
    assert_eq!(
        answer.headers["x-clerk-auth-reason"],
        "session-token-and-uat-missing"
    );
    let pending = Token::of("ada").claim("sts", "pending").sign();
    app.with_token(&pending)
        .get("/auth/session")
        .await
        .expect(403);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_reason_stands_on_every_401_and_on_every_redirect(pool: PgPool) {
    let app = TestApp::new(pool);
    let expired = app.with_token(&tokens::expired("ada", 3600));
    let why = "session-token-expired-refresh-non-eligible-non-get";
    let answer = expired.call("/api/current_user", &[]).await.expect(401);
    assert_eq!(answer.headers["x-clerk-auth-reason"], why);
    assert_eq!(answer.headers["x-clerk-auth-status"], "signed-out");

    let answer = expired.get("/problems").await.expect(307);
    let why = "session-token-expired-refresh-non-eligible-no-refresh-cookie";
    assert_eq!(answer.headers["x-clerk-auth-reason"], why);
    assert_eq!(answer.headers["x-clerk-auth-status"], "handshake");
    assert_eq!(answer.headers["cache-control"], "no-store");

    let unknown = Request::get("/").header("accept", "text/html");
    let answer = app.send(unknown.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.headers["x-clerk-auth-reason"], "dev-browser-missing");

    let answer = app.nobody().get("/problems").await.expect(303);
    assert_eq!(
        answer.headers["x-clerk-auth-reason"],
        "session-token-and-uat-missing"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn what_does_not_fit_is_said_and_nobody_is_sent_round_for_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let evil = Token::of("ada").claim("azp", "https://evil.example").sign();
    let page = app.with_token(&evil).get("/problems").await.expect(401);
    assert!(
        page.body.contains("token-invalid-authorized-parties"),
        "{}",
        page.body
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn files_and_probes_are_the_same_for_everybody(pool: PgPool) {
    let app = TestApp::new(pool);
    for path in [
        "/livez",
        "/readyz",
        "/pkg/missing.js",
        "/fonts/missing.woff2",
    ] {
        let opened = Request::get(path)
            .header("accept", "text/html")
            .header("sec-fetch-dest", "document");
        let answer = app.send(opened.body(Body::empty()).unwrap()).await;
        assert!(
            !answer.headers.contains_key("x-clerk-auth-reason"),
            "{path}"
        );
        assert_ne!(answer.status, 307, "{path}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn an_unfinished_sign_in_goes_to_its_next_step(pool: PgPool) {
    let app = TestApp::new(pool);
    let pending = Token::of("ada").claim("sts", "pending").sign();
    let browser = app.with_token(&pending);
    let answer = browser.get("/problems?x=1").await.expect(303);
    assert_eq!(answer.location(), "/auth/sign-in?next=/problems%3Fx%3D1");
    let answer = browser.get(answer.location()).await.expect(303);
    let step = "http://127.0.0.1:4455/sign-in/tasks?redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fproblems%3Fx%3D1";
    assert_eq!(answer.location(), step);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_providers_page_about_the_account_is_beside_its_sign_in_page(pool: PgPool) {
    let app = TestApp::new(pool);
    let answer = app
        .signed_in_as("ada")
        .get("/auth/profile")
        .await
        .expect(303);
    let profile =
        "http://127.0.0.1:4455/user?redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fsettings";
    assert_eq!(answer.location(), profile);
}

/// A form that is sent late: the page it is sent on to, and what the browser carries from then on.
async fn send_late(app: &TestApp, fields: &[(&str, &str)]) -> (String, String) {
    let late = app.with_token(&tokens::expired("ada", 3600));
    let answer = late.post_form("/problems/new", fields).await.expect(303);
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("; HttpOnly"), "{cookie}");
    let cookie = cookie.split(';').next().unwrap().to_owned();
    (answer.location().to_owned(), cookie)
}

async fn parked(app: &TestApp) -> i64 {
    sqlx::query_scalar("select count(*) from parked_forms")
        .fetch_one(&app.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_form_sent_with_an_expired_session_is_done_when_it_is_renewed(pool: PgPool) {
    let app = TestApp::new(pool);
    app.signed_in_as("ada").get("/").await.expect(200);
    let id = uuid::Uuid::now_v7().to_string();
    let typed = [
        ("fields[id]", id.as_str()),
        ("fields[title]", "Typed for an hour"),
        ("fields[difficulty]", "hard"),
    ];
    let (page, cookie) = send_late(&app, &typed).await;
    assert!(page.starts_with("/problems/new?resume="), "{page}");
    // Without a session it is a page like others, and the way to sign in leads back to it.
    let nobody = app.nobody().with_cookie(&cookie);
    let answer = nobody.get(&page).await.expect(303);
    assert!(
        answer.location().contains("resume"),
        "{}",
        answer.location()
    );

    let grace = app.signed_in_as("grace").with_cookie(&cookie);
    let hers = grace.get(&page).await.expect(200);
    assert!(!hers.body.contains("Typed for an hour"));

    let ada = app.signed_in_as("ada").with_cookie(&cookie);
    let answer = ada.get(&page).await.expect(303);
    assert_eq!(answer.location(), format!("/problems/{id}"));
    let again = ada.get(&page).await.expect(200);
    assert!(!again.body.contains("Typed for an hour"), "only once");
    let titles: Vec<(String, String)> = sqlx::query_as("select user_id, title from problems")
        .fetch_all(&app.pool)
        .await
        .unwrap();
    let saved = ("user_ada".to_owned(), "Typed for an hour".to_owned());
    assert_eq!(titles, [saved]);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_late_form_with_a_mistake_is_shown_again_with_what_was_typed(pool: PgPool) {
    let app = TestApp::new(pool);
    app.signed_in_as("ada").get("/").await.expect(200);
    let typed = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[title]", ""),
        ("fields[description]", "precious"),
        ("fields[difficulty]", "hard"),
    ];
    let (page, cookie) = send_late(&app, &typed).await;
    let ada = app.signed_in_as("ada").with_cookie(&cookie);
    let answer = ada.get(&page).await.expect(422);
    assert!(answer.body.contains("precious"), "{}", answer.body);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_late_form_cannot_be_slipped_to_anybody(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.get("/").await.expect(200);
    let typed = [("fields[title]", "Slipped")];
    let forged = Token::of("ada")
        .claim("exp", tokens::now() - 60)
        .sign_with_foreign_key();
    let act = serde_json::json!({"sub": "user_support"});
    let acted = Token::of("ada")
        .claim("act", act)
        .claim("iat", tokens::now() - 120)
        .claim("exp", tokens::now() - 60);
    for token in [forged, acted.sign(), tokens::expired("ada", 25 * 3600)] {
        let late = app.with_token(&token);
        late.post_form("/problems/new", &typed).await.expect(401);
    }
    let sent = |name: &'static str, value: String| {
        Request::post("/problems/new")
            .header("host", "localhost:3000")
            .header("accept", "text/html")
            .header("content-type", "application/x-www-form-urlencoded")
            .header(name, value)
    };
    let cookie = format!(
        "{KNOWN}; __session={}; __client_uat=1",
        tokens::expired("ada", 60)
    );
    let body = || Body::from("fields[title]=Slipped");
    let other_site = sent("cookie", cookie).header("sec-fetch-site", "cross-site");
    app.send(other_site.body(body()).unwrap()).await.expect(403);
    let program = sent("authorization", tokens::expired("ada", 60));
    app.send(program.body(body()).unwrap()).await.expect(401);
    assert_eq!(parked(&app).await, 0);

    // Whoever has an old token has not the browser's secret, and a link brings none.
    let (page, cookie) = send_late(&app, &typed).await;
    ada.get(&page).await.expect(200);
    ada.with_cookie("gitgud_parked=guessed")
        .get(&page)
        .await
        .expect(200);
    // What only a page being opened takes up is not taken up by a script.
    ada.with_cookie(&cookie).call(&page, &[]).await;
    assert_eq!(parked(&app).await, 1);
    ada.with_cookie(&cookie).get(&page).await.expect(422);
    assert_eq!(parked(&app).await, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_page_of_one_person_does_nothing_for_another(pool: PgPool) {
    let app = TestApp::new(pool);
    let call = async |reader: &str| {
        let request = Request::post("/api/current_user")
            .header("host", "localhost:3000")
            .header(
                "cookie",
                format!(
                    "{KNOWN}; __session={}; __client_uat=1",
                    tokens::token_for("grace")
                ),
            )
            .header("x-gitgud-reader", reader)
            .header("content-type", "application/x-www-form-urlencoded");
        app.send(request.body(Body::empty()).unwrap()).await
    };
    call("user_grace").await.expect(200);
    let refused = call("user_ada").await.expect(401);
    assert_eq!(refused.headers["x-clerk-auth-reason"], "reader-changed");
}

#[sqlx::test(migrations = "./migrations")]
async fn who_acts_for_somebody_may_look_and_write_but_not_delete(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "12").await;
    let act = serde_json::json!({"sub": "user_support"});
    let support = app.with_token(&Token::of("ada").claim("act", act).sign());
    let page = support.get("/problems").await.expect(200);
    assert!(page.body.contains("Two Sum"));
    assert!(page.body.contains("user_support"), "it is seen who acts");
    support.has_problem("Three Sum").await;
    let view = uuid::Uuid::now_v7().to_string();
    for (path, fields) in [
        ("/api/problems/delete", vec![("id", problem.as_str())]),
        ("/api/attempts/delete", vec![("id", attempt.as_str())]),
        ("/api/views/delete", vec![("id", view.as_str())]),
        (
            "/api/settings/delete-everything",
            vec![("phrase", "delete everything")],
        ),
        (
            "/api/drafts/discard",
            vec![("form", "problem-new"), ("back", "/")],
        ),
        (
            "/api/tags/change",
            vec![("fields[tags][]", "array"), ("fields[action]", "delete")],
        ),
        (
            "/api/problems/bulk",
            vec![
                ("fields[ids][]", problem.as_str()),
                ("fields[action]", "delete"),
            ],
        ),
    ] {
        let answer = support.call(path, &fields).await;
        assert_eq!(answer.status, 403, "{path}: {}", answer.body);
        assert!(
            answer.body.contains("Impersonated"),
            "{path}: {}",
            answer.body
        );
    }
    ada.get(&format!("/problems/{problem}")).await.expect(200);
}

#[sqlx::test(migrations = "./migrations")]
async fn whoever_was_removed_at_the_provider_is_nobody_at_once(pool: PgPool) {
    let app = TestApp::new(pool);
    sqlx::query("insert into removed_users (clerk_id, removed_at) values ('user_ada', now())")
        .execute(&app.pool)
        .await
        .unwrap();
    let answer = app.signed_in_as("ada").get("/auth/session").await;
    assert_eq!(answer.expect(401).json()["reason"], "user-removed");
}

#[sqlx::test(migrations = "./migrations")]
async fn a_name_that_the_token_does_not_say_is_the_one_the_provider_told(pool: PgPool) {
    let app = TestApp::new(pool);
    sqlx::query("insert into users (clerk_id, email, name) values ('user_ada', '', 'Ada L.')")
        .execute(&app.pool)
        .await
        .unwrap();
    let nameless = Token::of("ada").without_claim("name").sign();
    let page = app.with_token(&nameless).get("/").await.expect(200);
    assert!(page.body.contains("Ada L."), "{}", page.body);
}
