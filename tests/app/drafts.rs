//! Drafts on the server: shown in the form, thrown away, ended by saving, and never anybody else's.

use crate::helpers::{Answer, Caller, TestApp};
use sqlx::PgPool;

const ID: &str = "0190f3c2-0000-7000-8000-000000000001";

async fn keep(caller: &Caller<'_>, form: &str, texts: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("form", form)];
    fields.extend_from_slice(texts);
    caller.call("/api/drafts/save", &fields).await
}

async fn drafts(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from drafts")
        .fetch_one(pool)
        .await
        .unwrap()
}

/// Whether a page says that it restored something.
fn restored(page: &Answer) -> bool {
    let notice = page.body.split("data-draft-shown").next().unwrap();
    let notice = &page.body[notice.rfind('<').unwrap()..];
    !notice.split('>').next().unwrap().contains(" hidden")
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_typed_into_a_new_attempt_stands_in_the_form_again(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let (form, uri) = (
        format!("attempt-new:{problem}"),
        format!("/problems/{problem}/attempts/new"),
    );
    let page = ada.get(&uri).await.expect(200);
    assert!(!restored(&page));
    assert!(page.body.contains(&format!("data-draft=\"{form}\"")));
    assert!(page.body.contains("data-draft-owner=\"user_ada\""));
    let typed = [
        ("fields[id]", ID),
        ("fields[status]", "partial"),
        ("fields[minutes]", "1x"),
        (
            "fields[notes]",
            "precious\0\n</textarea><script>alert(1)</script>",
        ),
        ("fields[gone]", "a field that the form no longer has"),
    ];
    let saved = keep(&ada, &form, &typed).await.expect(200).json();
    assert_eq!(saved["done"], false);
    let page = ada.get(&uri).await.expect(200);
    assert!(restored(&page));
    let saved_at = format!("data-draft-saved-at={}", saved["saved_at"]);
    assert!(page.body.contains(&saved_at), "{saved_at}");
    assert!(page.body.contains("precious\n&lt;/textarea&gt;"));
    assert!(page.body.contains("value=\"1x\""));
    assert!(
        page.body.contains(&format!("value=\"{ID}\"")),
        "the same id is sent again"
    );
    assert!(!page.body.contains("<script>alert(1)"));

    let grace = app.signed_in_as("grace");
    let own = grace.has_problem("Two Sum").await;
    let hers = grace.get(&format!("/problems/{own}/attempts/new")).await;
    assert!(!restored(&hers) && !hers.body.contains("precious"));
    grace
        .post_form("/drafts/discard", &[("form", &form), ("back", &uri)])
        .await
        .expect(303);
    assert_eq!(drafts(&app.pool).await, 1);

    let answer = ada
        .post_form("/drafts/discard", &[("form", &form), ("back", &uri)])
        .await
        .expect(303);
    assert_eq!(answer.location(), uri);
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with(&format!("saved={form};")), "{cookie}");
    let page = ada.get(&uri).await.expect(200);
    assert!(!restored(&page) && !page.body.contains("precious"));
}

#[sqlx::test(migrations = "./migrations")]
async fn saving_ends_the_draft_and_tells_the_browser(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let form = format!("attempt-new:{problem}");
    let uri = format!("/problems/{problem}/attempts/new");
    let typed = [("fields[id]", ID), ("fields[notes]", "precious")];
    keep(&ada, &form, &typed).await.expect(200);
    let refused = [
        ("fields[id]", ID),
        ("fields[problem_id]", &problem),
        ("fields[notes]", "sent"),
    ];
    let page = ada.post_form(&uri, &refused).await.expect(422);
    assert!(page.body.contains("sent") && !page.body.contains("precious"));
    assert!(!restored(&page), "what stands there was sent just now");
    assert_eq!(drafts(&app.pool).await, 1, "a failed save keeps it");
    let fields = [refused[0], refused[1], ("fields[status]", "solved")];
    let logged = ada.post_form(&uri, &fields).await.expect(303);
    let cookie = logged.headers["set-cookie"].to_str().unwrap();
    assert!(
        cookie.starts_with(&format!("saved={ID}.{form};")),
        "{cookie}"
    );
    assert_eq!(drafts(&app.pool).await, 0);

    // A request that was under way meanwhile does not bring it back.
    let late = keep(&ada, &form, &typed).await.expect(200).json();
    assert_eq!(late["done"], true);
    assert_eq!(drafts(&app.pool).await, 0);
    sqlx::query(
        "insert into drafts (user_id, form, fields) values ('user_ada', $1, $2::text::jsonb)",
    )
    .bind(&form)
    .bind(format!(r#"{{"id": "{ID}", "notes": "late"}}"#))
    .execute(&app.pool)
    .await
    .unwrap();
    let page = ada.get(&uri).await.expect(200);
    assert!(!restored(&page) && !page.body.contains("late</textarea>"));
}

#[sqlx::test(migrations = "./migrations")]
async fn an_edit_has_a_draft_only_if_it_says_anything_new(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "12").await;
    let uri = format!("/attempts/{attempt}/edit");
    let form = format!("attempt-edit:{attempt}");
    let same = [
        ("fields[id]", attempt.as_str()),
        ("fields[minutes]", "12"),
        ("fields[notes]", ""),
    ];
    keep(&ada, &form, &same).await.expect(200);
    assert!(!restored(&ada.get(&uri).await.expect(200)));
    let typed = [same[0], ("fields[minutes]", "13")];
    keep(&ada, &form, &typed).await.expect(200);
    let page = ada.get(&uri).await.expect(200);
    assert!(restored(&page) && page.body.contains("value=\"13\""));
    let fields = [
        typed[0],
        typed[1],
        ("fields[problem_id]", &problem),
        ("fields[status]", "solved"),
        ("fields[revision]", "1"),
    ];
    ada.call("/api/attempts/edit", &fields).await.expect(200);
    assert_eq!(drafts(&app.pool).await, 0);

    let edit = format!("/problems/{problem}/edit");
    let typed = [
        ("fields[id]", problem.as_str()),
        ("fields[title]", "Three Sum"),
    ];
    keep(&ada, &format!("problem-edit:{problem}"), &typed)
        .await
        .expect(200);
    let page = ada.get(&edit).await.expect(200);
    assert!(restored(&page) && page.body.contains("value=\"Three Sum\""));
    let fields = [
        typed[0],
        typed[1],
        ("fields[difficulty]", "easy"),
        ("fields[revision]", "1"),
    ];
    ada.post_form(&edit, &fields).await.expect(303);
    assert_eq!(drafts(&app.pool).await, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn another_link_is_another_draft_of_a_new_problem(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let two_sum = "/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F";
    let page = ada.get(two_sum).await.expect(200);
    let form = page.body.split("data-draft=\"problem-new:").nth(1).unwrap();
    let form = format!("problem-new:{}", form.split('"').next().unwrap());
    let typed = [("fields[id]", ID), ("fields[title]", "Mine")];
    keep(&ada, &form, &typed).await.expect(200);
    let again = "/problems/new?link=leetcode.com%2Fproblems%2Ftwo-sum%2Fdescription";
    assert!(restored(&ada.get(again).await.expect(200)));
    for other in [
        "/problems/new",
        "/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2F3sum%2F",
    ] {
        assert!(!restored(&ada.get(other).await.expect(200)), "{other}");
    }
    let fields = [typed[0], typed[1], ("fields[difficulty]", "easy")];
    ada.call("/api/problems/add", &fields).await.expect(200);
    assert_eq!(drafts(&app.pool).await, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_timers_minutes_stand_unless_somebody_typed_some(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let form = format!("attempt-new:{problem}");
    let uri = format!("/problems/{problem}/attempts/new");
    let start = [
        ("fields[problem_id]", problem.as_str()),
        ("fields[action]", "start"),
    ];
    ada.call("/api/timers/act", &start).await.expect(200);
    keep(
        &ada,
        &form,
        &[("fields[notes]", "n"), ("fields[minutes]", "")],
    )
    .await
    .expect(200);
    let page = ada.get(&uri).await.expect(200);
    assert!(restored(&page) && page.body.contains("From your timer."));
    assert!(page.body.contains("data-fills=\"minutes\""));
    keep(
        &ada,
        &form,
        &[("fields[notes]", "n"), ("fields[minutes]", "77")],
    )
    .await
    .expect(200);
    let page = ada.get(&uri).await.expect(200);
    assert!(page.body.contains("value=\"77\"") && !page.body.contains("From your timer."));
    assert!(!page.body.contains("data-fills"));
}

#[sqlx::test(migrations = "./migrations")]
async fn nonsense_is_refused_and_nobody_is_sent_elsewhere(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    keep(&ada, "attempt-new:x", &[("fields[notes]", "n")])
        .await
        .expect(400);
    let long = "€".repeat(200_001);
    keep(&ada, "problem-new", &[("fields[description]", &long)])
        .await
        .expect(422);
    let away = [("form", "problem-new"), ("back", "//evil.example")];
    let answer = ada.post_form("/drafts/discard", &away).await.expect(303);
    assert_eq!(answer.location(), "/");
    app.nobody()
        .post_form("/drafts/discard", &away)
        .await
        .expect(401);
}
