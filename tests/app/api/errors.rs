//! Every refusal: its status, its code, and what it says.

use super::{client, new_id, with_token};
use crate::{helpers::TestApp, tokens};
use axum::{
    body::Body,
    http::{HeaderValue, Request},
};
use gitgud::{token::model::Scope, v1::Api};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::num::NonZeroU32;

#[sqlx::test(migrations = "./migrations")]
async fn what_cannot_be_read_is_said_to_be_so(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let post = |kind: &'static str, body: &'static str| {
        let request = ada
            .request("POST", "/problems")
            .header("content-type", kind);
        ada.send(request, body)
    };
    for body in ["", "{", "nonsense", "{\"a\":1}}", "\u{feff}{}"] {
        post("application/json", body)
            .await
            .problem(400, "bad_request");
    }
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "",
    ] {
        post(kind, "{}")
            .await
            .problem(415, "unsupported_media_type");
    }
    ada.send(ada.request("POST", "/problems"), "{}")
        .await
        .problem(415, "unsupported_media_type");
    let large = json!({"id": new_id(), "title": "T", "description": "x".repeat(4 * 1024 * 1024)});
    ada.post("/problems", &large)
        .await
        .problem(413, "too_large");
    for address in [
        "/problems?limit=0",
        "/problems?limit=101",
        "/problems?limit=x",
        "/problems?limit=-1",
        "/problems?sort=nonsense",
        "/problems?sort=--title",
        "/problems?colour=red",
        "/problems?q=a&q=b",
        "/tags?limit=5",
    ] {
        ada.get(address).await.problem(400, "bad_request");
    }
    let long: String = "x".repeat(501);
    for query in ["is:sloved", "%22open", "time%3E", &long] {
        let told = ada
            .get(&format!("/problems?q={query}"))
            .await
            .problem(400, "invalid_query");
        assert_eq!(told["errors"][0]["field"], "q");
    }
    for address in [
        "/nothing",
        "/problems/x",
        "/problems/1/attempts",
        "/attempts/%00",
        "",
    ] {
        ada.get(address).await.problem(404, "not_found");
    }
    let answer = ada.delete("/problems").await;
    assert_eq!(answer.headers["allow"], "GET,HEAD,POST");
    answer.problem(405, "method_not_allowed");
}

#[sqlx::test(migrations = "./migrations")]
async fn each_value_that_cannot_be_accepted_is_named(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let attempts = format!("{problem}/attempts");
    let new_problem = |more: Value| {
        let mut body = json!({"id": new_id(), "title": "T", "difficulty": "easy"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let new_attempt = |more: Value| {
        let mut body = json!({"id": new_id(), "status": "solved"});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    let tags: Vec<_> = (0..41).map(|tag| tag.to_string()).collect();
    let cases = [
        ("/problems", new_problem(json!({"title": ""})), "title"),
        (
            "/problems",
            new_problem(json!({"title": "x".repeat(301)})),
            "title",
        ),
        (
            "/problems",
            new_problem(json!({"title": "a\u{0}b"})),
            "title",
        ),
        ("/problems", new_problem(json!({"title": 5})), "title"),
        (
            "/problems",
            new_problem(json!({"url": "javascript:alert(1)"})),
            "url",
        ),
        (
            "/problems",
            new_problem(json!({"url": format!("https://e.com/{}", "x".repeat(2050))})),
            "url",
        ),
        (
            "/problems",
            new_problem(json!({"difficulty": "impossible"})),
            "difficulty",
        ),
        (
            "/problems",
            new_problem(json!({"difficulty": null})),
            "difficulty",
        ),
        (
            "/problems",
            new_problem(json!({"tags": ["a", "b,c"]})),
            "tags[1]",
        ),
        ("/problems", new_problem(json!({"tags": "a"})), "tags"),
        (
            "/problems",
            new_problem(json!({"tags": ["a", 5]})),
            "tags[1]",
        ),
        ("/problems", new_problem(json!({"tags": tags})), "tags"),
        (
            "/problems",
            new_problem(json!({"tags": ["x".repeat(51)]})),
            "tags",
        ),
        (
            "/problems",
            new_problem(json!({"description": "x".repeat(100_001)})),
            "description",
        ),
        (
            "/problems",
            new_problem(json!({"description": "\u{0}"})),
            "description",
        ),
        ("/problems", new_problem(json!({"id": "x"})), "id"),
        (
            "/problems",
            new_problem(json!({"id": "0c8b2a40-0000-4000-8000-000000000000"})),
            "id",
        ),
        (
            "/problems",
            new_problem(json!({"platform": "leetcode"})),
            "platform",
        ),
        ("/problems", json!([]), ""),
        ("/problems", json!({"title": "T"}), "id"),
        (&attempts, new_attempt(json!({"status": "won"})), "status"),
        (&attempts, new_attempt(json!({"timeTaken": 0})), "timeTaken"),
        (
            &attempts,
            new_attempt(json!({"timeTaken": 1441})),
            "timeTaken",
        ),
        (
            &attempts,
            new_attempt(json!({"timeTaken": 1.5})),
            "timeTaken",
        ),
        (
            &attempts,
            new_attempt(json!({"timeTaken": "5"})),
            "timeTaken",
        ),
        (&attempts, new_attempt(json!({"help": "god"})), "help"),
        (
            &attempts,
            new_attempt(json!({"notes": "x".repeat(100_001)})),
            "notes",
        ),
        (
            &attempts,
            new_attempt(json!({"solutionCode": "x".repeat(200_001)})),
            "solutionCode",
        ),
        (
            &attempts,
            new_attempt(json!({"solutionCode": "\u{0}"})),
            "solutionCode",
        ),
        (
            &attempts,
            new_attempt(json!({"language": "x".repeat(41)})),
            "language",
        ),
        (
            &attempts,
            new_attempt(json!({"attemptedAt": "2999-01-01T00:00:00Z"})),
            "attemptedAt",
        ),
        (
            &attempts,
            new_attempt(json!({"attemptedAt": "1999-12-31T23:59:59Z"})),
            "attemptedAt",
        ),
        (
            &attempts,
            new_attempt(json!({"attemptedAt": "2026-11-22T14:05"})),
            "attemptedAt",
        ),
        (&attempts, json!({"id": new_id()}), "status"),
    ];
    for (path, body, field) in cases {
        let shown: String = body.to_string().chars().take(120).collect();
        let answer = ada.post(path, &body).await;
        assert_eq!(answer.status, 422, "{shown}: {}", answer.body);
        let told = answer.problem(422, "invalid");
        assert_eq!(told["errors"][0]["field"], field, "{shown}: {told}");
        assert!(told["errors"][0]["message"].as_str().unwrap().len() > 5);
    }
    let stats = ada.get("/stats").await.json();
    assert_eq!(
        (&stats["problems"], &stats["attempts"]),
        (&json!(1), &json!(0))
    );
}

/// The app whose API has these limits and origins.
fn app_with(pool: PgPool, per_minute: u32, origins: Vec<HeaderValue>) -> TestApp {
    let per_minute = NonZeroU32::new(per_minute).unwrap();
    TestApp::with_api(pool, Api::new("a secret", per_minute, origins))
}

#[sqlx::test(migrations = "./migrations")]
async fn haste_is_slowed_down_by_token_and_by_person(pool: PgPool) {
    let app = app_with(pool, 3, Vec::new());
    let mut programs = Vec::new();
    for _ in 0..3 {
        let (_, secret) = tokens::access_token(&app.pool, "ada", Scope::Read).await;
        programs.push(with_token(&app, secret));
    }
    let remaining = |answer: &crate::helpers::Answer| {
        let number =
            |name: &str| -> u32 { answer.headers[name].to_str().unwrap().parse().unwrap() };
        assert!(number("ratelimit-reset") >= 1);
        (number("ratelimit-limit"), number("ratelimit-remaining"))
    };
    for left in [2, 1, 0] {
        assert_eq!(
            remaining(&programs[0].get("/stats").await.expect(200)),
            (3, left)
        );
    }
    let refused = programs[0].get("/stats").await;
    let wait: u32 = refused.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=20).contains(&wait), "{wait}");
    assert_eq!(remaining(&refused), (3, 0));
    refused.problem(429, "too_many_requests");
    // Another token of hers goes on, until she has had twice as much.
    for left in [2, 1, 0] {
        assert_eq!(
            remaining(&programs[1].get("/stats").await.expect(200)),
            (3, left)
        );
    }
    let refused = programs[2].get("/stats").await;
    assert_eq!(remaining(&refused), (6, 0));
    refused.problem(429, "too_many_requests");
    client(&app, "bob").get("/stats").await.expect(200);
}

#[sqlx::test(migrations = "./migrations")]
async fn guessing_tokens_ends_soon(pool: PgPool) {
    let app = TestApp::new(pool);
    let guess = with_token(&app, "gitgud_pat_wrong");
    let mut statuses = Vec::new();
    for _ in 0..125 {
        statuses.push(guess.get("/stats").await.status.as_u16());
    }
    assert_eq!((statuses[0], statuses[100], statuses[124]), (401, 401, 429));
    client(&app, "ada").get("/stats").await.expect(200);
}

/// A request of a page of `https://tools.example`.
fn from_a_page(method: &str, token: Option<&str>) -> Request<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri("/api/v1/stats")
        .header("host", "localhost:3000")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://tools.example");
    if method == "OPTIONS" {
        request = request
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "authorization,if-match");
    }
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    request.body(Body::empty()).unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn pages_elsewhere_read_nothing_unless_their_origin_is_named(pool: PgPool) {
    let token = tokens::token_for("ada");
    let none = app_with(pool.clone(), 100, Vec::new());
    let other = vec![HeaderValue::from_static("https://other.example")];
    for app in [none, app_with(pool.clone(), 100, other)] {
        for request in [
            from_a_page("OPTIONS", None),
            from_a_page("GET", Some(&token)),
        ] {
            let answer = app.send(request).await;
            assert!(!answer.headers.contains_key("access-control-allow-origin"));
        }
    }
    let named = vec![HeaderValue::from_static("https://tools.example")];
    let app = app_with(pool, 100, named);
    let preflight = app.send(from_a_page("OPTIONS", None)).await.expect(200);
    let header = |answer: &crate::helpers::Answer, name: &str| {
        answer.headers[name].to_str().unwrap().to_owned()
    };
    assert_eq!(
        header(&preflight, "access-control-allow-origin"),
        "https://tools.example"
    );
    assert!(header(&preflight, "access-control-allow-methods").contains("PATCH"));
    assert!(header(&preflight, "access-control-allow-headers").contains("if-match"));
    let answer = app.send(from_a_page("GET", Some(&token))).await.expect(200);
    assert_eq!(
        header(&answer, "access-control-allow-origin"),
        "https://tools.example"
    );
    assert!(header(&answer, "access-control-expose-headers").contains("etag"));
    assert!(
        !answer
            .headers
            .contains_key("access-control-allow-credentials")
    );
    // What is refused can be read by that page, too.
    let refused = app.send(from_a_page("GET", None)).await;
    assert_eq!(
        header(&refused, "access-control-allow-origin"),
        "https://tools.example"
    );
    refused.problem(401, "unauthenticated");
}

#[sqlx::test(migrations = "./migrations")]
async fn while_the_database_is_away_it_is_said_so(pool: PgPool) {
    let app = TestApp::new(pool);
    let (_, secret) = tokens::access_token(&app.pool, "ada", Scope::Write).await;
    let ada = client(&app, "ada");
    ada.get("/stats").await.expect(200);
    app.pool.close().await;
    for program in [ada, with_token(&app, secret)] {
        let answer = program.get("/problems").await;
        assert!(answer.headers.contains_key("retry-after"));
        answer.problem(503, "unavailable");
    }
}
