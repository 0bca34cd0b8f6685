//! `GET /changes`: a copy that follows it is the journal, whatever happens.

use crate::{
    api_document::send,
    helpers::{Caller, TestApp},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A copy of a journal: problems with their attempts, by id.
#[derive(Default)]
struct Copy {
    cursor: String,
    problems: BTreeMap<String, Value>,
    told: usize,
}

impl Copy {
    async fn catch_up(&mut self, app: &TestApp, limit: usize) {
        loop {
            let path = format!("/changes?limit={limit}&cursor={}", self.cursor);
            let page = send(app, "GET", &path, &[], &Value::Null).await;
            let page = page.expect(200).json();
            for change in page["data"].as_array().unwrap() {
                self.told += 1;
                let id = change["id"].as_str().unwrap().to_owned();
                if change["deleted"] == json!(true) {
                    assert_eq!(change["problem"], Value::Null);
                    self.problems.remove(&id);
                } else {
                    let problem = json!([change["problem"], change["attempts"]]);
                    self.problems.insert(id, problem);
                }
            }
            page["nextCursor"]
                .as_str()
                .unwrap()
                .clone_into(&mut self.cursor);
            if page["more"] == json!(false) {
                break;
            }
        }
    }
}

/// Logs an attempt, unless the problem is gone.
async fn attempted(ada: &Caller<'_>, problem: &str, status: &str) {
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem),
        ("fields[status]", status),
    ];
    ada.call("/api/attempts/log", &fields).await;
}

/// Does the `number`th of many different things to the journal.
async fn happen(app: &TestApp, ada: &Caller<'_>, problems: &[String], number: usize) {
    let one = &problems[number % problems.len()];
    let id = [("id", one.as_str())];
    match number % 7 {
        0 => attempted(ada, one, "solved").await,
        1 => {
            let starred = if number.is_multiple_of(2) { "0" } else { "1" };
            let star = [("id", one.as_str()), ("starred", starred), ("back", "/")];
            ada.call("/api/problems/star", &star).await;
        }
        2 => {
            let path = format!("/problems/{one}");
            let tags = json!({"tags": [format!("tag-{number}")]});
            send(app, "PATCH", &path, &[], &tags).await;
        }
        3 => attempted(ada, one, "failed").await,
        4 => {
            let put_off = [
                ("fields[problem_id]", one.as_str()),
                ("fields[action]", "pause"),
            ];
            ada.call("/api/review/decide", &put_off).await;
        }
        5 => {
            ada.call("/api/problems/delete", &id).await;
        }
        _ => drop(ada.has_problem(&format!("Another {number}")).await),
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_copy_that_follows_the_changes_is_the_journal(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let mut problems = Vec::new();
    for number in 0..9 {
        problems.push(ada.has_problem(&format!("Problem {number}")).await);
    }
    app.signed_in_as("bob").has_problem("Bob’s").await;
    let mut copy = Copy::default();
    copy.catch_up(&app, 2).await;
    assert_eq!((copy.problems.len(), copy.told), (9, 9));
    for number in 0..28 {
        happen(&app, &ada, &problems, number).await;
        if number % 4 == 3 {
            copy.catch_up(&app, 1 + number % 3).await;
            let mut whole = Copy::default();
            whole.catch_up(&app, 100).await;
            assert_eq!(copy.problems, whole.problems, "after {number}");
        }
    }
    // What has not changed is not told again.
    let before = copy.told;
    copy.catch_up(&app, 50).await;
    assert_eq!(copy.told, before);
    let left = copy.problems.keys().next().unwrap().clone();
    ada.has_attempt(&left, "solved", "9").await;
    copy.catch_up(&app, 50).await;
    assert_eq!(copy.told, before + 1);
    assert!(copy.problems.values().all(|row| row[0]["title"] != "Bob’s"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_cursor_of_something_else_is_refused(pool: PgPool) {
    let app = TestApp::new(pool);
    for cursor in ["x", "AAAA"] {
        let path = format!("/changes?cursor={cursor}");
        let refused = send(&app, "GET", &path, &[], &Value::Null)
            .await
            .expect(400);
        assert_eq!(refused.json()["code"], "invalid_cursor");
    }
    send(&app, "GET", "/changes?limit=0", &[], &Value::Null)
        .await
        .expect(400);
    // One of another list of theirs.
    let ada = app.signed_in_as("ada");
    for number in 0..2 {
        ada.has_problem(&format!("Problem {number}")).await;
    }
    let list = send(&app, "GET", "/problems?limit=1", &[], &Value::Null).await;
    let foreign = list.json()["nextCursor"].as_str().unwrap().to_owned();
    let path = format!("/changes?cursor={foreign}");
    send(&app, "GET", &path, &[], &Value::Null)
        .await
        .expect(400);
    // One of a journal that was deleted since: its owner came back later.
    let before = send(&app, "GET", "/changes", &[], &Value::Null).await;
    let old = before.expect(200).json()["nextCursor"].clone();
    let path = format!("/changes?cursor={}", old.as_str().unwrap());
    send(&app, "GET", &path, &[], &Value::Null)
        .await
        .expect(200);
    sqlx::query("update users set created_at = created_at + interval '1 second'")
        .execute(&app.pool)
        .await
        .unwrap();
    send(&app, "GET", &path, &[], &Value::Null)
        .await
        .expect(400);
}
