//! Two edits of the same thing: the later one is told, sees both, and loses nothing.

use crate::helpers::{Answer, TestApp};
use sqlx::PgPool;

/// An edit of an attempt that started from revision 1.
fn attempt_edit<'a>(id: &'a str, problem: &'a str, notes: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("fields[id]", id),
        ("fields[problem_id]", problem),
        ("fields[revision]", "1"),
        ("fields[status]", "partial"),
        ("fields[minutes]", "12"),
        ("fields[notes]", notes),
    ]
}

fn problem_edit<'a>(id: &'a str, revision: &'a str, title: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("fields[id]", id),
        ("fields[revision]", revision),
        ("fields[title]", title),
        ("fields[difficulty]", "hard"),
        ("fields[tags]", "DP, two  pointers"),
    ]
}

fn stored(answer: &Answer) -> Vec<String> {
    let stored = answer.json()["Conflict"]["stored"].clone();
    stored.as_object().unwrap().keys().cloned().collect()
}

#[sqlx::test(migrations = "./migrations")]
async fn of_many_edits_at_once_exactly_one_is_saved(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "40").await;
    let mut statuses = Vec::new();
    let titles = ["One", "Two", "Three", "Four"];
    let edits = titles.map(async |title| {
        let of_problem = ada
            .call("/api/problems/edit", &problem_edit(&problem, "1", title))
            .await;
        let of_attempt = ada
            .call(
                "/api/attempts/edit",
                &attempt_edit(&attempt, &problem, title),
            )
            .await;
        (of_problem.status.as_u16(), of_attempt.status.as_u16())
    });
    for answer in crate::journal::join_all(edits.into_iter()).await {
        statuses.push(answer);
    }
    for edits in [
        statuses.iter().map(|pair| pair.0).collect::<Vec<_>>(),
        statuses.iter().map(|pair| pair.1).collect(),
    ] {
        let saved = edits.iter().filter(|status| **status == 200).count();
        let told = edits.iter().filter(|status| **status == 409).count();
        assert_eq!((saved, told), (1, 3), "{edits:?}");
    }
    assert_eq!(ada.revision("problems", &problem).await, "2");
    assert_eq!(ada.revision("attempts", &attempt).await, "2");
}

#[sqlx::test(migrations = "./migrations")]
async fn the_later_edit_is_answered_with_what_differs_and_the_new_revision(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let edit = async |fields: &[(&str, &str)]| ada.call("/api/problems/edit", fields).await;
    edit(&problem_edit(&problem, "1", "First"))
        .await
        .expect(200);

    let told = edit(&problem_edit(&problem, "1", "Second"))
        .await
        .expect(409);
    let conflict = &told.json()["Conflict"];
    assert_eq!(conflict["revision"], 2);
    assert_eq!(
        conflict["stored"],
        serde_json::json!({"title": "First"}),
        "the tags say the same, however they were typed"
    );

    // The same edit from two tabs is no conflict.
    edit(&problem_edit(&problem, "1", "First"))
        .await
        .expect(200);
    // "Keep mine" names the revision that was told.
    edit(&problem_edit(&problem, "2", "Second"))
        .await
        .expect(200);
    assert_eq!(ada.revision("problems", &problem).await, "3");

    // What names no revision is no form of ours.
    edit(&problem_edit(&problem, "", "Third")).await.expect(422);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_attempt_changed_elsewhere_is_not_overwritten(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "40").await;
    let time = form_time(
        &ada.call("/api/attempts/edit-form", &[("id", &attempt)])
            .await,
    );
    let edit = async |notes: &str| {
        let mut fields = attempt_edit(&attempt, &problem, notes).to_vec();
        fields.push(("fields[attempted_at]", &time));
        ada.call("/api/attempts/edit", &fields).await
    };
    edit("from the first tab").await.expect(200);
    edit("from the first tab").await.expect(200);
    let told = edit("from the second tab").await.expect(409);
    assert_eq!(stored(&told), ["notes"]);
    let form = ada
        .call("/api/attempts/edit-form", &[("id", &attempt)])
        .await
        .json();
    assert_eq!(form["fields"]["notes"], "from the first tab");

    // Deleted meanwhile is another answer than changed meanwhile.
    ada.call("/api/attempts/delete", &[("id", &attempt)])
        .await
        .expect(200);
    edit("from the second tab").await.expect(404);
}

fn form_time(form: &Answer) -> String {
    let time = form.json()["fields"]["attempted_at"].clone();
    time.as_str().unwrap().to_owned()
}

#[sqlx::test(migrations = "./migrations")]
async fn without_scripts_the_page_shows_both_and_can_save_over(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "40").await;
    let page = format!("/attempts/{attempt}/edit");
    let evil = "first\n</textarea><script>alert(1)</script>";
    let saved = ada
        .post_form(&page, &attempt_edit(&attempt, &problem, evil))
        .await
        .expect(303);
    assert_eq!(
        saved.location(),
        format!("/problems/{problem}#attempt-{attempt}")
    );

    let told = ada
        .post_form(
            &page,
            &attempt_edit(&attempt, &problem, "my precious notes"),
        )
        .await
        .expect(409);
    assert!(told.body.ends_with("</html>"));
    assert!(told.body.contains("changed meanwhile, in another tab"));
    assert!(told.body.contains("my precious notes"), "what was typed");
    assert!(
        told.body.contains("first\n&lt;/textarea&gt;"),
        "what is stored"
    );
    assert!(!told.body.contains("<script>alert"));
    assert!(told.body.contains("Keep mine: save again"));
    assert!(
        told.body.contains(r#"name="fields[revision]" value="2""#),
        "the form now carries the new revision: {}",
        told.body
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_deleted_meanwhile_gives_the_text_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "40").await;
    ada.call("/api/attempts/delete", &[("id", &attempt)])
        .await
        .expect(200);
    let gone = ada
        .post_form(
            &format!("/attempts/{attempt}/edit"),
            &attempt_edit(&attempt, &problem, "my precious notes"),
        )
        .await
        .expect(404);
    assert!(gone.body.contains("my precious notes"));
    assert!(gone.body.contains("it was deleted meanwhile"));
    assert!(gone.body.contains("can be taken back for thirty days"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_part_is_edited_alone_and_told_alone(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let id = uuid::Uuid::now_v7().to_string();
    let link = "https://leetcode.com/problems/two-sum/";
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[link]", link),
        ("fields[description]", "A **description**"),
    ];
    ada.call("/api/problems/add", &fields).await.expect(200);
    let tags = |revision: &'static str, tags: &'static str| {
        [
            ("part", "tags"),
            ("fields[id]", id.as_str()),
            ("fields[revision]", revision),
            ("fields[tags]", tags),
        ]
    };
    let page = format!("/problems/{id}/tags");
    ada.post_form(&page, &tags("1", "Array, hash table"))
        .await
        .expect(303);
    let form = ada
        .call("/api/problems/edit-form", &[("id", &id)])
        .await
        .json();
    assert_eq!(form["fields"]["tags"], "array, hash-table");
    assert_eq!(form["fields"]["description"], "A **description**");
    assert_eq!(form["fields"]["link"], link);

    let told = ada.post_form(&page, &tags("1", "graph")).await.expect(409);
    assert!(told.body.contains("value=\"graph\"") && told.body.contains("array, hash-table"));
    ada.post_form(&page, &tags("1", "array, hash-table"))
        .await
        .expect(303);

    let too_long = "x".repeat(51);
    let refused = ada
        .post_form(
            &page,
            &[
                ("part", "tags"),
                ("fields[id]", id.as_str()),
                ("fields[revision]", "2"),
                ("fields[tags]", too_long.as_str()),
            ],
        )
        .await
        .expect(422);
    assert!(refused.body.contains("A tag can have up to 50 characters"));
    assert!(refused.body.contains(&too_long));

    let difficulty = [
        ("part", "difficulty"),
        ("fields[id]", id.as_str()),
        ("fields[revision]", "2"),
        ("fields[difficulty]", "hard"),
    ];
    ada.post_form(&format!("/problems/{id}/difficulty"), &difficulty)
        .await
        .expect(303);
    let unknown = [
        ("part", "title"),
        ("fields[id]", id.as_str()),
        ("fields[revision]", "3"),
    ];
    ada.call("/api/problems/edit-part", &unknown)
        .await
        .expect(400);
    let view = ada
        .call(
            "/api/problems/view",
            &[("id", &id), ("older", ""), ("newer", "")],
        )
        .await
        .json();
    assert_eq!(view["problem"]["difficulty"], "hard");
    assert_eq!(view["problem"]["url"], link);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_language_of_the_last_code_is_offered_for_the_next(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let offered = async |caller: &crate::helpers::Caller<'_>, problem: &str| {
        let form = caller
            .call("/api/attempts/form", &[("problem_id", problem)])
            .await
            .expect(200)
            .json();
        form["fields"]["language"].as_str().unwrap().to_owned()
    };
    let log = async |language: &str, code: &str| {
        let id = uuid::Uuid::now_v7().to_string();
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[problem_id]", problem.as_str()),
            ("fields[status]", "solved"),
            ("fields[language]", language),
            ("fields[code]", code),
        ];
        ada.call("/api/attempts/log", &fields).await.expect(200);
    };
    assert_eq!(offered(&ada, &problem).await, "");
    log("Rust", "fn main() {}").await;
    assert_eq!(offered(&ada, &problem).await, "Rust");
    log("Go", "").await;
    assert_eq!(
        offered(&ada, &problem).await,
        "Rust",
        "no code, nothing to remember"
    );
    log("", "print(1)").await;
    assert_eq!(offered(&ada, &problem).await, "Rust");
    let grace = app.signed_in_as("grace");
    let hers = grace.has_problem("Hers").await;
    assert_eq!(
        offered(&grace, &hers).await,
        "",
        "each person has their own"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn a_logged_attempt_is_announced_where_it_stands(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let page = ada.get(&format!("/problems/{problem}")).await.expect(200);
    assert!(
        page.body
            .contains(&format!("action=\"/problems/{problem}/attempts/new\"")),
        "the form is on the problem's page"
    );
    let id = uuid::Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        ("fields[minutes]", "12"),
    ];
    let logged = ada
        .post_form(&format!("/problems/{problem}/attempts/new"), &fields)
        .await
        .expect(303);
    assert_eq!(
        logged.location(),
        format!("/problems/{problem}?logged={id}#attempt-{id}")
    );
    let page = ada.get(logged.location()).await.expect(200);
    assert!(page.body.contains("Logged: solved in 12 min"));
    assert!(page.body.contains(&format!("id=\"attempt-{id}\"")));
}
