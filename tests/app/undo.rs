//! What was deleted or changed comes back as it was, and never over somebody's later work.

use crate::helpers::{Answer, Caller, TestApp};
use serde_json::Value;
use sqlx::PgPool;

/// The step that an answer's address names.
fn step_in(address: &str) -> String {
    let (_, step) = address.split_once("undo=").unwrap();
    step[..36].to_owned()
}

async fn delete(caller: &Caller<'_>, what: &str, id: &str) -> String {
    let answer = caller
        .post_form(&format!("/{what}/{id}/delete"), &[("id", id)])
        .await
        .expect(303);
    step_in(answer.location())
}

async fn undo(caller: &Caller<'_>, step: &str) -> Answer {
    caller
        .call("/api/undo/step", &[("id", step), ("back", "/problems")])
        .await
}

/// Every row that counts, as text. Revisions are told apart: they only ever go up.
async fn snapshot(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select (to_jsonb(p) - 'revision')::text from problems p
         union all select (to_jsonb(a) - 'revision')::text from attempts a
         union all select to_jsonb(g)::text from problem_progress g
         union all select (to_jsonb(t) - 'revision')::text from journal_totals t
         union all select to_jsonb(t)::text from journal_tags t
         order by 1",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

async fn furnish(ada: &Caller<'_>) -> (String, String) {
    let id = uuid::Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[link]", "https://leetcode.com/problems/two-sum/"),
        ("fields[tags]", "array, hash table, Zürich"),
        (
            "fields[description]",
            "Line\n\n\"quoted\" \\u0041 \u{1F600}",
        ),
    ];
    ada.call("/api/problems/add", &fields).await.expect(200);
    let attempt = ada.has_attempt(&id, "failed", "40").await;
    ada.has_attempt(&id, "solved", "12").await;
    let other = ada.has_problem("Other").await;
    ada.has_attempt(&other, "partial", "").await;
    (id, attempt)
}

#[sqlx::test(migrations = "./migrations")]
async fn a_deleted_problem_comes_back_to_the_byte_with_everything_counted(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, _) = furnish(&ada).await;
    sqlx::query("update problems set starred = true, created_at = '2020-02-29 23:59:59.123456+00'")
        .execute(&app.pool)
        .await
        .unwrap();
    let before = snapshot(&app.pool).await;
    let step = delete(&ada, "problems", &problem).await;
    assert_ne!(snapshot(&app.pool).await, before);
    ada.get(&format!("/problems/{problem}")).await.expect(404);

    let answer = undo(&ada, &step).await.expect(200).json();
    assert_eq!(answer["outcome"]["restored"], 3);
    assert_eq!(
        answer["destination"],
        format!("/problems/{problem}?undone={step}")
    );
    assert_eq!(snapshot(&app.pool).await, before);
    let revisions: Vec<i32> = sqlx::query_scalar(
        "select revision from problems where title = 'Two Sum'
         union all select a.revision from attempts a join problems p on p.id = a.problem_id where p.title = 'Two Sum'",
    )
    .fetch_all(&app.pool)
    .await
    .unwrap();
    assert_eq!(revisions, [2, 2, 2], "an edit begun before is out of date");
}

#[sqlx::test(migrations = "./migrations")]
async fn a_deleted_attempt_comes_back_and_the_problem_is_where_it_was(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, attempt) = furnish(&ada).await;
    let before = snapshot(&app.pool).await;
    let step = delete(&ada, "attempts", &attempt).await;
    let answer = undo(&ada, &step).await.expect(200).json();
    assert_eq!(
        answer["destination"],
        format!("/problems/{problem}?undone={step}")
    );
    assert_eq!(snapshot(&app.pool).await, before);
}

#[sqlx::test(migrations = "./migrations")]
async fn taking_back_twice_changes_nothing_and_is_answered_the_same(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, _) = furnish(&ada).await;
    let step = delete(&ada, "problems", &problem).await;
    let first = undo(&ada, &step).await.expect(200).json();
    let after = snapshot(&app.pool).await;
    assert_eq!(undo(&ada, &step).await.expect(200).json(), first);
    assert_eq!(snapshot(&app.pool).await, after);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_problem_whose_link_was_added_again_comes_back_beside_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, _) = furnish(&ada).await;
    let step = delete(&ada, "problems", &problem).await;
    let fields = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[link]", "https://leetcode.com/problems/two-sum/"),
    ];
    ada.call("/api/problems/add", &fields).await.expect(200);
    let answer = undo(&ada, &step).await.expect(200).json();
    assert_eq!(answer["outcome"]["without_link"], 1);
    let page = ada
        .get(answer["destination"].as_str().unwrap())
        .await
        .expect(200);
    assert!(
        page.body.contains("Taken back: Deleted “Two Sum”"),
        "{}",
        page.body
    );
    assert!(page.body.contains("beside another one with the same link"));
    let identities: Vec<Option<String>> = sqlx::query_scalar(
        "select identity from problems where title = 'Two Sum' order by created_at",
    )
    .fetch_all(&app.pool)
    .await
    .unwrap();
    assert_eq!(identities, [None, Some("leetcode:two-sum".to_owned())]);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_attempt_whose_problem_is_gone_says_so_and_waits_for_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, attempt) = furnish(&ada).await;
    let attempt_step = delete(&ada, "attempts", &attempt).await;
    let problem_step = delete(&ada, "problems", &problem).await;
    let answer = undo(&ada, &attempt_step).await.expect(200).json();
    assert_eq!(
        (
            answer["outcome"]["restored"].as_i64(),
            answer["outcome"]["without_problem"].as_i64()
        ),
        (Some(0), Some(1))
    );
    let notice = ada
        .get(&format!("/problems?undone={attempt_step}"))
        .await
        .expect(200);
    assert!(notice.body.contains("its problem is gone"));
    undo(&ada, &problem_step).await.expect(200);
    ada.get(&format!("/problems/{problem}")).await.expect(200);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_delete_sent_twice_is_answered_the_same(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, attempt) = furnish(&ada).await;
    let step = delete(&ada, "attempts", &attempt).await;
    assert_eq!(delete(&ada, "attempts", &attempt).await, step);
    let step = delete(&ada, "problems", &problem).await;
    assert_eq!(delete(&ada, "problems", &problem).await, step);
    app.signed_in_as("mallory")
        .post_form(&format!("/problems/{problem}/delete"), &[("id", &problem)])
        .await
        .expect(404);
    // Both at once.
    let other: String = sqlx::query_scalar("select id::text from attempts")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    let (one, two) = tokio::join!(
        delete(&ada, "attempts", &other),
        delete(&ada, "attempts", &other)
    );
    assert_eq!(one, two);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_notice_and_the_list_of_changes_work_with_plain_posts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, _) = furnish(&ada).await;
    let step = delete(&ada, "problems", &problem).await;
    let page = ada
        .get(&format!("/problems?q=%22x%22&undo={step}"))
        .await
        .expect(200);
    assert!(page.body.contains("Deleted “Two Sum”"), "{}", page.body);
    assert!(page.body.contains(&format!("action=\"/undo/{step}\"")));
    assert!(
        page.body.contains("value=\"/problems?q=%22x%22\""),
        "{}",
        page.body
    );
    let list = ada.get("/undo").await.expect(200);
    assert!(list.body.contains("Deleted “Two Sum”") && list.body.contains(">Undo"));

    let back = ada
        .post_form(
            &format!("/undo/{step}"),
            &[("id", &step), ("back", "https://evil.example/")],
        )
        .await
        .expect(303);
    assert_eq!(
        back.location(),
        format!("/problems/{problem}?undone={step}")
    );
    ada.get(back.location()).await.expect(200);
    let list = ada.get("/undo").await.expect(200);
    assert!(list.body.contains("Taken back") && !list.body.contains(">Undo"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_step_is_its_persons_own_and_ends_after_thirty_days(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, attempt) = furnish(&ada).await;
    let step = delete(&ada, "problems", &problem).await;
    let mallory = app.signed_in_as("mallory");
    undo(&mallory, &step).await.expect(404);
    mallory
        .post_form(
            &format!("/undo/{step}"),
            &[("id", &step), ("back", "/undo")],
        )
        .await
        .expect(404);
    mallory
        .call("/api/undo/look", &[("id", &step)])
        .await
        .expect(404);
    let page = mallory
        .get(&format!("/problems?undo={step}"))
        .await
        .expect(200);
    assert!(!page.body.contains("Two Sum"));

    sqlx::query("update undo_steps set made_at = now() - interval '30 days 1 minute'")
        .execute(&app.pool)
        .await
        .unwrap();
    undo(&ada, &step).await.expect(404);
    let list = ada.get("/undo").await.expect(200);
    assert!(list.body.contains("Nothing to take back"));
    // The next change lets go of it.
    let other = ada.has_problem("Another").await;
    delete(&ada, "problems", &other).await;
    let kept: i64 = sqlx::query_scalar("select count(*) from undo_rows where row_id = $1::uuid")
        .bind(&attempt)
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_list_of_changes_pages_through_every_step(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for number in 0..60 {
        let id = ada.has_problem(&format!("Problem {number}")).await;
        delete(&ada, "problems", &id).await;
    }
    let list = async |older: &str, newer: &str| -> Value {
        ada.call("/api/undo/list", &[("older", older), ("newer", newer)])
            .await
            .expect(200)
            .json()
    };
    let edge = |page: &Value, side: &str| {
        let at: chrono::DateTime<chrono::Utc> = page[side]["at"].as_str().unwrap().parse().unwrap();
        let id = page[side]["id"].as_str().unwrap();
        format!("{}_{id}", at.timestamp_micros())
    };
    let first = list("", "").await;
    assert_eq!(first["steps"].as_array().unwrap().len(), 50);
    assert_eq!(first["steps"][0]["summary"], "Deleted “Problem 59”");
    let second = list(&edge(&first, "older"), "").await;
    assert_eq!(second["steps"].as_array().unwrap().len(), 10);
    assert_eq!(second["steps"][9]["summary"], "Deleted “Problem 0”");
    assert_eq!(
        list("", &edge(&second, "newer")).await["steps"],
        first["steps"]
    );
}
