//! What it accepted and should not have, and how it refused.

use super::{TWO_SUM, add};
use crate::helpers::TestApp;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrations = "./migrations")]
async fn nonsense_is_the_senders_mistake_never_a_breakdown(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let id = Uuid::now_v7().to_string();
    let log = async |field: &'static str, value: &str| {
        let fields = [
            (field, value),
            ("fields[id]", id.as_str()),
            ("fields[problem_id]", problem.as_str()),
        ];
        ada.call("/api/attempts/log", &fields).await.status.as_u16()
    };
    assert_eq!(log("fields[status]", "brilliant").await, 422);
    assert_eq!(log("fields[minutes]", "1.5").await, 422);
    for bad in ["not-a-uuid", "", "1"] {
        let answer = ada
            .call(
                "/api/problems/view",
                &[("id", bad), ("older", ""), ("newer", "")],
            )
            .await;
        assert_eq!(answer.status, 404, "{bad}");
    }
    let tags = [
        ("fields[id]", id.as_str()),
        ("fields[title]", "x"),
        ("fields[difficulty]", "impossible"),
        ("fields[tags][]", "a"),
        ("fields[tags][]", "b"),
    ];
    let answer = ada.call("/api/problems/add", &tags).await;
    assert!(
        (400..500).contains(&answer.status.as_u16()),
        "{}",
        answer.status
    );
    let malformed = axum::http::Request::post("/api/attempts/log")
        .header("host", "localhost:3000")
        .header(
            "cookie",
            format!(
                "__session={}; __client_uat=1",
                crate::tokens::token_for("ada")
            ),
        )
        .header("content-type", "application/json")
        .body(axum::body::Body::from("{\"fields\": [}"))
        .unwrap();
    let answer = app.send(malformed).await;
    assert!(
        (400..500).contains(&answer.status.as_u16()),
        "{}",
        answer.status
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn minutes_lengths_and_schemes_are_checked_by_the_server_and_by_the_database(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    for minutes in ["-5", "0", "1441"] {
        let fields = [
            ("fields[id]", &*Uuid::now_v7().to_string()),
            ("fields[problem_id]", problem.as_str()),
            ("fields[status]", "solved"),
            ("fields[minutes]", minutes),
        ];
        ada.call("/api/attempts/log", &fields).await.expect(422);
    }
    for link in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ] {
        let fields = [
            ("fields[id]", &*Uuid::now_v7().to_string()),
            ("fields[title]", "x"),
            ("fields[difficulty]", "easy"),
            ("fields[link]", link),
        ];
        ada.call("/api/problems/add", &fields).await.expect(422);
    }
    for statement in [
        "update problems set url = 'javascript:alert(1)'",
        "update problems set title = repeat('x', 301)",
        "update problems set description = repeat('x', 100001)",
    ] {
        let refused = sqlx::query(statement).execute(&app.pool).await.unwrap_err();
        let code = refused
            .into_database_error()
            .unwrap()
            .code()
            .unwrap()
            .into_owned();
        assert_eq!(code, "23514", "a CHECK refuses: {statement}");
    }
    ada.has_attempt(&problem, "solved", "5").await;
    for statement in [
        "update attempts set time_taken = -1",
        "update attempts set notes = repeat('x', 100001)",
    ] {
        let refused = sqlx::query(statement).execute(&app.pool).await.unwrap_err();
        let code = refused
            .into_database_error()
            .unwrap()
            .code()
            .unwrap()
            .into_owned();
        assert_eq!(code, "23514", "a CHECK refuses: {statement}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn an_edit_normalises_the_link_finds_duplicates_and_a_part_leaves_the_rest(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    add(&ada, TWO_SUM).await;
    let other = add(&ada, "https://leetcode.com/problems/3sum/").await;
    let id = other["id"].as_str().unwrap().to_owned();
    let edit = async |link: &str| {
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[revision]", &*ada.revision("problems", &id).await),
            ("fields[title]", "Edited"),
            ("fields[difficulty]", "hard"),
            ("fields[tags]", "kept"),
            ("fields[description]", "kept too"),
            ("fields[link]", link),
        ];
        ada.call("/api/problems/edit", &fields).await
    };
    let refused = edit("http://www.leetcode.com/problems/two-sum?tab=Description")
        .await
        .expect(422);
    assert!(refused.body.contains("already has this link"));
    edit("leetcode.com/problems/4sum").await.expect(200);
    let part = [
        ("part", "difficulty"),
        ("fields[id]", id.as_str()),
        ("fields[revision]", &*ada.revision("problems", &id).await),
        ("fields[difficulty]", "medium"),
    ];
    ada.call("/api/problems/edit-part", &part).await.expect(200);
    let view = ada
        .call(
            "/api/problems/view",
            &[("id", &id), ("older", ""), ("newer", "")],
        )
        .await
        .json();
    let problem = &view["problem"];
    assert_eq!(problem["url"], "https://leetcode.com/problems/4sum/");
    assert_eq!(problem["tags"], serde_json::json!(["kept"]));
    assert_eq!(problem["description"], "kept too");
    assert_eq!(problem["difficulty"], "medium");
}
