//! Edits at the edges: ids used again, rows of older rules, many at once.

use super::{client, new_id};
use crate::{helpers::TestApp, journal::join_all};
use serde_json::json;
use sqlx::PgPool;

#[sqlx::test(migrations = "./migrations")]
async fn a_tag_of_what_was_deleted_is_not_one_of_what_came_after(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let id = new_id();
    let path = format!("/problems/{id}");
    let first = json!({"id": id, "title": "First", "difficulty": "easy"});
    let old = ada.post("/problems", &first).await.expect(201);
    ada.delete(&path).await.expect(204);
    let second = json!({"id": id, "title": "Second", "difficulty": "hard"});
    ada.post("/problems", &second).await.expect(201);
    let patch = json!({"title": "Lost"});
    for tag in [
        old.tag(),
        "\"1-0000000000000000\"",
        "\"+1.0-0000000000000000\"",
    ] {
        let answer = ada.put_if("PATCH", &path, Some(tag), &patch).await;
        let told = answer.problem(412, "precondition_failed");
        assert_eq!(told["current"]["title"], "Second", "{tag}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_patch_keeps_what_it_does_not_name_to_the_letter(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let attempt = ada.has_attempt(&problem, "failed").await;
    // As rows of the original can be.
    sqlx::query("update problems set title = ' Old  title ', tags = '{Two Pointers,\"a,b\"}', url = 'http://www.leetcode.com/problems/x?y=1'")
        .execute(&app.pool)
        .await
        .unwrap();
    sqlx::query(
        "update attempts set notes = '   ', solution_code = E'a\\r\\nb', language = ' Py '",
    )
    .execute(&app.pool)
    .await
    .unwrap();
    let mut old = (
        ada.get(&problem).await.json(),
        ada.get(&attempt).await.json(),
    );
    assert_eq!(
        ada.put("PATCH", &problem, &json!({}))
            .await
            .expect(200)
            .json(),
        old.0
    );
    assert_eq!(
        ada.put("PATCH", &attempt, &json!({}))
            .await
            .expect(200)
            .json(),
        old.1
    );
    let problem = ada
        .put("PATCH", &problem, &json!({"starred": true}))
        .await
        .expect(200)
        .json();
    let attempt = ada
        .put("PATCH", &attempt, &json!({"timeTaken": 5}))
        .await
        .expect(200)
        .json();
    old.0["starred"] = json!(true);
    old.1["timeTaken"] = json!(5);
    old.0["updatedAt"] = problem["updatedAt"].clone();
    old.1["updatedAt"] = attempt["updatedAt"].clone();
    old.0["progress"] = problem["progress"].clone();
    assert_eq!((problem, attempt), old);
}

#[sqlx::test(migrations = "./migrations")]
async fn edits_without_a_condition_are_all_done_however_many_come_at_once(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let edits = (0..60).map(|number| {
        let (ada, problem) = (&ada, &problem);
        async move {
            let body = json!({"title": format!("T{number}")});
            ada.put("PATCH", problem, &body).await.expect(200)
        }
    });
    assert_eq!(join_all(edits).await.len(), 60);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_leap_second_is_the_next_minutes_first(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let attempt = ada.has_attempt(&problem, "failed").await;
    let patch = json!({"attemptedAt": "2016-12-31T23:59:60Z"});
    let told = ada.put("PATCH", &attempt, &patch).await.expect(200);
    let again = ada.put("PATCH", &attempt, &patch).await.expect(200);
    assert_eq!(told.json()["attemptedAt"], "2017-01-01T00:00:00Z");
    assert_eq!(told.json()["localDate"], "2017-01-01");
    assert_eq!(told.tag(), again.tag());
}
