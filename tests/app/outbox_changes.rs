//! `GET /sync/changes`: what a device keeps is the journal.

use crate::{
    helpers::{Caller, TestApp},
    outbox::new_id,
};
use gitgud::change::copy::{CopyPage, PersonCopy, ProblemCopy};
use sqlx::PgPool;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a device keeps.
#[derive(Default)]
pub struct Copy {
    cursor: String,
    pub problems: BTreeMap<Uuid, ProblemCopy>,
    pub person: Option<PersonCopy>,
    pages: usize,
}

impl Copy {
    pub async fn catch_up(&mut self, app: &TestApp, caller: &Caller<'_>, limit: usize) {
        loop {
            let path = format!("/sync/changes?limit={limit}&cursor={}", self.cursor);
            let request = caller.json_request("GET", &path, &());
            let answer = app.send(request).await.expect(200);
            let page: CopyPage = serde_json::from_str(&answer.body).unwrap();
            self.pages += 1;
            assert!(page.data.len() <= limit);
            for change in page.data {
                match change.copy {
                    Some(copy) => self.problems.insert(change.id, copy),
                    None => self.problems.remove(&change.id),
                };
            }
            self.cursor = page.next_cursor;
            assert_eq!(page.person.is_some(), !page.more);
            if !page.more {
                self.person = page.person;
                break;
            }
        }
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_copy_has_everything_and_follows_what_changes(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    app.signed_in_as("grace").has_problem("Grace’s").await;
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(ada.has_problem(&format!("Problem {number}")).await);
    }
    ada.has_attempt(&ids[1], "failed", "30").await;
    ada.has_attempt(&ids[1], "solved", "20").await;
    let view = new_id();
    let view = [
        ("fields[id]", view.as_str()),
        ("fields[name]", "Failed ones"),
        ("fields[query]", "is:failed"),
    ];
    ada.call("/api/views/save", &view).await.expect(200);
    let mut copy = Copy::default();
    copy.catch_up(&app, &ada, 2).await;
    assert_eq!((copy.problems.len(), copy.pages), (5, 3));
    let tried = &copy.problems[&ids[1].parse().unwrap()];
    let minutes: Vec<_> = tried.attempts.iter().map(|one| one.minutes).collect();
    assert_eq!(minutes, [Some(20), Some(30)], "the latest first");
    assert_eq!(tried.progress.attempts, 2);
    assert!(
        format!("{:?}", tried.review).contains("due"),
        "{:?}",
        tried.review
    );
    let person = copy.person.clone().unwrap();
    assert_eq!(person.views[0].name, "Failed ones");
    assert_eq!(person.settings.time_zone, None);

    // Nothing new is one empty page; what changes is told.
    copy.catch_up(&app, &ada, 2).await;
    assert_eq!(copy.pages, 4);
    ada.call("/api/problems/delete", &[("id", &ids[0])]).await;
    ada.has_attempt(&ids[2], "solved", "5").await;
    copy.catch_up(&app, &ada, 500).await;
    let mut whole = Copy::default();
    whole.catch_up(&app, &ada, 500).await;
    assert_eq!((copy.problems.len(), copy.pages), (4, 5));
    assert_eq!(copy.problems, whole.problems);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_cursor_of_something_else_is_not_found(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.has_problem("Two Sum").await;
    let ask = async |caller: &Caller<'_>, query: &str| {
        let path = format!("/sync/changes?{query}");
        app.send(caller.json_request("GET", &path, &())).await
    };
    let page = ask(&ada, "").await.expect(200);
    assert_eq!(page.headers["cache-control"], "private, no-store");
    let cursor = page.json()["nextCursor"].as_str().unwrap().to_owned();
    let follow = format!("cursor={cursor}");
    ask(&ada, &follow).await.expect(200);
    for foreign in ["cursor=x", "cursor=AAAA"] {
        assert_eq!(ask(&ada, foreign).await.expect(404).json(), "NotFound");
    }
    let grace = app.signed_in_as("grace");
    ask(&grace, &follow).await.expect(404);
    for unread in ["limit=0", "limit=501", "limit=x"] {
        assert_eq!(ask(&ada, unread).await.expect(400).json(), "BadRequest");
    }
    // Whoever deletes everything and comes back begins anew.
    sqlx::query("update users set created_at = created_at + interval '1 second'")
        .execute(&app.pool)
        .await
        .unwrap();
    ask(&ada, &follow).await.expect(404);
}
