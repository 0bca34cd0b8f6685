//! Who is let in, and to what.

use super::{client, new_id, with_token};
use crate::{
    helpers::TestApp,
    tokens::{self, Token},
};
use axum::{body::Body, http::Request};
use gitgud::{token::model::Scope, v1::DOCUMENT};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

/// Every operation of the description: method and path, with this id where one belongs.
fn operations(id: &str) -> Vec<(String, String)> {
    let document = serde_json::to_value(&*DOCUMENT).unwrap();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in ["get", "post", "put", "patch", "delete"] {
            if item.get(method).is_some() {
                found.push((method.to_uppercase(), path.replace("{id}", id)));
            }
        }
    }
    assert!(found.len() >= 13, "{found:?}");
    found
}

/// A body that the operation at this address would accept.
fn body_for(method: &str, path: &str) -> Value {
    match (method, path) {
        ("POST", "/problems") => json!({"id": new_id(), "title": "T", "difficulty": "easy"}),
        ("POST", "/companion") => {
            json!({"name": "A. T", "url": "https://codeforces.com/problemset/problem/4/A"})
        }
        ("POST", "/parse-url") => json!({"url": "https://leetcode.com/problems/two-sum/"}),
        ("POST", path) if path.ends_with("/attempts") => {
            json!({"id": new_id(), "status": "solved"})
        }
        ("POST", path) if path.ends_with("/shares") => json!({"id": new_id()}),
        (_, path) if path.starts_with("/problems") => json!({"title": "T", "difficulty": "hard"}),
        _ => json!({"status": "failed"}),
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn no_operation_answers_without_a_good_token(pool: PgPool) {
    let good = tokens::token_for("ada");
    let bad = [
        ("expired", tokens::expired("ada", 60)),
        ("foreign key", Token::of("ada").sign_with_foreign_key()),
        (
            "wrong party",
            Token::of("ada").claim("azp", "https://evil.example").sign(),
        ),
        ("no session", Token::of("ada").without_claim("sid").sign()),
        ("garbage", "a.b.c".into()),
        ("nothing", String::new()),
        (
            "no such access token",
            format!("gitgud_pat_{}", "0".repeat(40)),
        ),
        ("half an access token", "gitgud_pat_12".into()),
    ];
    for (method, path) in operations(&new_id()) {
        // Each with a count of bad tokens of its own.
        let app = TestApp::new(pool.clone());
        let body = body_for(&method, &path);
        for (what, token) in &bad {
            let answer = with_token(&app, token.as_str())
                .put(&method, &path, &body)
                .await;
            assert_eq!(answer.status, 401, "{method} {path} with {what}");
            assert!(answer.headers.contains_key("www-authenticate"));
            assert!(!answer.headers.contains_key("set-cookie"));
        }
        let pending = Token::of("ada").claim("sts", "pending").sign();
        let answer = with_token(&app, pending).put(&method, &path, &body).await;
        answer.problem(403, "account_pending");
        // Cookies are worth nothing here, however good.
        let request = Request::builder()
            .method(method.as_str())
            .uri(format!("/api/v1{path}"))
            .header("host", "localhost:3000")
            .header("content-type", "application/json")
            .header("cookie", format!("__session={good}; __client_uat=1"))
            .body(Body::from(body.to_string()))
            .unwrap();
        app.send(request).await.problem(401, "unauthenticated");
    }
    let problems: i64 = sqlx::query_scalar("select count(*) from problems")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(problems, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_token_to_read_with_changes_nothing(pool: PgPool) {
    let app = TestApp::new(pool);
    let (_, writing) = tokens::access_token(&app.pool, "ada", Scope::Write).await;
    let (_, reading) = tokens::access_token(&app.pool, "ada", Scope::Read).await;
    let (writer, reader) = (with_token(&app, writing), with_token(&app, reading));
    let problem = writer.has_problem("T").await;
    let id = problem.strip_prefix("/problems/").unwrap();
    for (method, path) in operations(id) {
        let answer = reader.put(&method, &path, &body_for(&method, &path)).await;
        if method == "GET" || path == "/parse-url" {
            assert!(
                [200, 404].contains(&answer.status.as_u16()),
                "{method} {path}"
            );
        } else {
            answer.problem(403, "insufficient_scope");
        }
    }
    assert_eq!(writer.get(&problem).await.json()["title"], "T");
    assert_eq!(reader.get("/stats").await.expect(200).json()["problems"], 1);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_revoked_or_expired_token_is_over_at_the_next_request(pool: PgPool) {
    let app = TestApp::new(pool);
    let user = gitgud::auth::model::UserId::new("user_ada");
    let (id, secret) = tokens::access_token(&app.pool, "ada", Scope::Read).await;
    let program = with_token(&app, secret);
    program.get("/stats").await.expect(200);
    let used: Option<chrono::DateTime<chrono::Utc>> =
        sqlx::query_scalar("select last_used_at from access_tokens")
            .fetch_one(&app.pool)
            .await
            .unwrap();
    assert!(used.is_some());
    gitgud::token::db::revoke(&app.pool, &user, id)
        .await
        .unwrap();
    program.get("/stats").await.problem(401, "unauthenticated");
    let (_, secret) = tokens::access_token(&app.pool, "ada", Scope::Read).await;
    sqlx::query("update access_tokens set created_at = now() - interval '2 days', expires_at = now() - interval '1 second'")
        .execute(&app.pool)
        .await
        .unwrap();
    with_token(&app, secret).get("/stats").await.expect(401);
}

#[sqlx::test(migrations = "./migrations")]
async fn somebody_elses_things_are_not_there_on_any_route(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("Ada’s secret").await;
    let attempt = ada.has_attempt(&problem, "failed").await;
    let before = (ada.get(&problem).await.body, ada.get(&attempt).await.body);
    let mallory = client(&app, "mallory");
    let mut tried = 0;
    for thing in [&problem, &attempt, &format!("/problems/{}", new_id())] {
        let id = thing.rsplit('/').next().unwrap();
        for (method, path) in operations(id) {
            if !path.contains(id) {
                continue;
            }
            let answer = mallory.put(&method, &path, &body_for(&method, &path)).await;
            answer.problem(404, "not_found");
            tried += 1;
        }
    }
    assert_eq!(tried, 42);
    assert_eq!(mallory.get("/stats").await.json()["problems"], 0);
    assert_eq!(mallory.get("/problems").await.json()["data"], json!([]));
    let after = (ada.get(&problem).await.body, ada.get(&attempt).await.body);
    assert_eq!(before, after);
}

#[sqlx::test(migrations = "./migrations")]
async fn who_acts_for_somebody_may_do_everything_but_delete(pool: PgPool) {
    let app = TestApp::new(pool);
    let problem = client(&app, "ada").has_problem("T").await;
    let act = json!({"sub": "user_support"});
    let support = with_token(&app, Token::of("ada").claim("act", act).sign());
    let attempt = support.has_attempt(&problem, "solved").await;
    for path in [&attempt, &problem] {
        support.delete(path).await.problem(403, "impersonated");
    }
    client(&app, "ada").delete(&problem).await.expect(204);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_access_token_opens_no_page_and_no_server_function(pool: PgPool) {
    let app = TestApp::new(pool);
    let (_, secret) = tokens::access_token(&app.pool, "ada", Scope::Write).await;
    for (method, path) in [
        ("POST", "/api/current_user"),
        ("GET", "/problems"),
        ("GET", "/settings"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost:3000")
            .header("authorization", format!("Bearer {secret}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::empty())
            .unwrap();
        let answer = app.send(request).await;
        assert!(
            !answer.status.is_success() || answer.status == 401,
            "{path}: {}",
            answer.status
        );
        assert!(!answer.body.contains("user_ada"));
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_row_of_ones_own_appears_with_the_first_session_token(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    assert_eq!(ada.get("/stats").await.expect(200).json()["problems"], 0);
    let problem = ada.get(&ada.has_problem("T").await).await.json();
    assert_eq!(problem["userId"], "user_ada");
    assert_eq!(
        problem["id"]
            .as_str()
            .unwrap()
            .parse::<Uuid>()
            .unwrap()
            .get_version_num(),
        7
    );
}
