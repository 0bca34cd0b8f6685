//! A problem's page as its timeline: code, chart, two attempts side by side, and the preview of notes.

use crate::helpers::{Caller, TestApp};
use sqlx::PgPool;
use uuid::Uuid;

const EVIL: &str = "</code></pre><script>alert(1)</script><img src=x onerror=alert(2)>";

/// Logs an attempt with code, `day` of November 2025, and answers with its id.
async fn coded(caller: &Caller<'_>, problem: &str, day: u32, language: &str, code: &str) -> String {
    let id = Uuid::now_v7().to_string();
    let when = format!("2025-11-{day:02}T12:00");
    let minutes = (50 - day).to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem),
        ("fields[status]", "solved"),
        ("fields[minutes]", &minutes),
        ("fields[notes]", "```python\nreturn 1\n```"),
        ("fields[language]", language),
        ("fields[code]", code),
        ("fields[attempted_at]", &when),
    ];
    caller.call("/api/attempts/log", &fields).await.expect(200);
    id
}

/// Asserts that a page shows the evil text as text.
#[track_caller]
fn is_harmless(body: &str) {
    assert!(
        !body.contains("<script>alert") && !body.contains("<img"),
        "{body}"
    );
    assert!(
        !body.contains(" style="),
        "the policy forbids inline styles"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn the_page_shows_highlighted_code_a_chart_and_what_can_be_compared(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let first = coded(&ada, &problem, 1, "Python", &format!("def f(): # {EVIL}")).await;
    let page = ada
        .get(&format!("/problems/{problem}"))
        .await
        .expect(200)
        .body;
    assert!(
        !page.contains("Compare with previous") && !page.contains("compare-form"),
        "one alone is not compared"
    );
    assert!(!page.contains("class=\"chart\""), "one value is no chart");

    let long = "x = 1\n".repeat(41);
    let second = coded(&ada, &problem, 2, "Python", &long).await;
    let page = ada
        .get(&format!("/problems/{problem}"))
        .await
        .expect(200)
        .body;
    is_harmless(&page);
    assert!(
        page.contains("<span class=\"hl-keyword\">def</span>"),
        "{page}"
    );
    assert!(
        page.contains("<span class=\"hl-keyword\">return</span>"),
        "fences in notes too"
    );
    assert!(page.contains(&format!("id=\"attempt-{first}\"")));
    assert!(
        page.contains(&format!(
            "/problems/{problem}/compare?from={first}&amp;to={second}"
        )),
        "{page}"
    );
    assert_eq!(page.matches("Compare with previous").count(), 1);
    assert!(page.contains("41 lines") && page.contains("<details class=\"code"));
    assert!(
        page.contains("Your latest solve took 48 min, 1 min less than the first."),
        "{page}"
    );
    assert!(!page.contains("fixed#"), "no stray markup");
}

#[sqlx::test(migrations = "./migrations")]
async fn two_attempts_are_compared_the_latest_two_unless_told(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let compare = format!("/problems/{problem}/compare");
    let nothing = ada.get(&compare).await.expect(200).body;
    assert!(nothing.contains("Nothing to compare yet"), "{nothing}");
    let oldest = coded(&ada, &problem, 1, "Java", "one();").await;
    coded(&ada, &problem, 2, "Java", "two();").await;
    let latest = coded(&ada, &problem, 3, "Java", &format!("three(\"{EVIL}\");")).await;
    // Without code it is no candidate, however late.
    let bare = ada.has_attempt(&problem, "failed", "5").await;

    let page = ada.get(&compare).await.expect(200).body;
    is_harmless(&page);
    assert!(
        page.contains("<ins>") || page.contains("diff__line--added"),
        "{page}"
    );
    assert!(
        page.contains("two") && !page.contains(">one</span>"),
        "{page}"
    );
    let page = ada
        .get(&format!("{compare}?from={oldest}&to={latest}"))
        .await
        .expect(200)
        .body;
    assert!(page.contains(">one</span>"), "{page}");
    assert!(page.contains("1 line added, 1 removed."), "{page}");
    let page = ada
        .get(&format!("{compare}?from={latest}&to={bare}"))
        .await
        .expect(200)
        .body;
    assert!(page.contains("0 lines added, 1 removed."), "{page}");
    let page = ada
        .get(&format!("{compare}?from={latest}&to={latest}"))
        .await
        .expect(200)
        .body;
    assert!(page.contains("The code is the same"), "{page}");
    let page = ada
        .get(&format!("{compare}?to={oldest}"))
        .await
        .expect(200)
        .body;
    assert!(page.contains("Nothing to compare yet"), "{page}");
}

#[sqlx::test(migrations = "./migrations")]
async fn an_attempt_of_another_problem_or_person_is_not_there(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (problem, other) = (
        ada.has_problem("Two Sum").await,
        ada.has_problem("3Sum").await,
    );
    let mine = coded(&ada, &problem, 1, "Go", "a").await;
    let also_mine = coded(&ada, &problem, 2, "Go", "b").await;
    let elsewhere = coded(&ada, &other, 3, "Go", "secret").await;
    let grace = app.signed_in_as("grace");
    let hers = grace.has_problem("Hers").await;
    let foreign = coded(&grace, &hers, 1, "Go", "secret").await;
    let compare = format!("/problems/{problem}/compare");
    for wrong in [
        elsewhere.as_str(),
        &foreign,
        "0190f3c2-0000-7000-8000-000000000000",
        "x",
    ] {
        for query in [
            format!("from={mine}&to={wrong}"),
            format!("from={wrong}&to={also_mine}"),
            format!("from={wrong}"),
            format!("to={wrong}"),
        ] {
            let answer = ada.get(&format!("{compare}?{query}")).await.expect(404);
            assert!(!answer.body.contains("secret"), "{query}");
        }
    }
    grace.get(&compare).await.expect(404);
    ada.get("/problems/x/compare").await.expect(404);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_form_is_previewed_without_being_saved(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let form = |text: &'static str| {
        [
            ("preview", "notes"),
            ("fields[id]", "x"),
            ("fields[notes]", text),
        ]
    };
    let shown = ada
        .post_form(
            "/preview",
            &form("**bold** <script>alert(1)</script>\n\n```rust\nlet x = 1;\n```"),
        )
        .await
        .expect(200);
    assert!(
        shown.body.contains("<strong>bold</strong>"),
        "{}",
        shown.body
    );
    assert!(
        shown.body.contains("<span class=\"hl-keyword\">let</span>"),
        "{}",
        shown.body
    );
    is_harmless(&shown.body);
    let policy = shown.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("script-src"),
        "{policy}"
    );
    assert!(
        ada.post_form("/preview", &form(" "))
            .await
            .expect(200)
            .body
            .contains("Nothing is written yet.")
    );
    let description = [
        ("preview", "description"),
        ("fields[description]", "# Task"),
    ];
    assert!(
        ada.post_form("/preview", &description)
            .await
            .expect(200)
            .body
            .contains("<h3>Task</h3>")
    );

    let too_long = "é".repeat(100_001);
    let fields = [("preview", "notes"), ("fields[notes]", too_long.as_str())];
    let refused = ada.post_form("/preview", &fields).await.expect(422);
    assert!(
        refused.body.contains("100,001 of 100,000 characters"),
        "{}",
        refused.body
    );
    ada.call("/api/notes/preview", &[("text", &too_long)])
        .await
        .expect(422);
    ada.post_form(
        "/preview",
        &[("preview", "password"), ("fields[notes]", "x")],
    )
    .await
    .expect(400);
    ada.post_form("/preview", &[]).await.expect(400);
    app.nobody()
        .post_form("/preview", &form("x"))
        .await
        .expect(401);

    let foreign = axum::http::Request::post("/preview")
        .header("host", "localhost:3000")
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from("preview=notes&fields[notes]=x"))
        .unwrap();
    assert_eq!(app.send(foreign).await.status, 403);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_template_fills_an_empty_field_only(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let form = format!("/problems/{problem}/attempts/new");
    let has_template = |body: &str| body.contains("- **Trigger:** \n- **Pattern:** ");
    assert!(!has_template(&ada.get(&form).await.expect(200).body));
    assert!(has_template(
        &ada.get(&format!("{form}?template=1"))
            .await
            .expect(200)
            .body
    ));
    let attempt = coded(&ada, &problem, 1, "Go", "x").await;
    let edit = ada
        .get(&format!("/attempts/{attempt}/edit?template=1"))
        .await
        .expect(200)
        .body;
    assert!(!has_template(&edit) && edit.contains("```python"), "{edit}");
}

/// Fifty attempts with code are one page; it must not take longer than a person notices.
#[sqlx::test(migrations = "./migrations")]
async fn a_long_timeline_is_still_quick(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let code = "def two_sum(nums, target):\n    seen = {}\n    for i, x in enumerate(nums):\n        if target - x in seen:\n            return [seen[target - x], i]\n        seen[x] = i\n".repeat(10);
    for number in 0..50 {
        coded(&ada, &problem, number % 28 + 1, "Python", &code).await;
    }
    let page = format!("/problems/{problem}");
    ada.get(&page).await.expect(200);
    let began = std::time::Instant::now();
    ada.get(&page).await.expect(200);
    // Unoptimised; a release is about ten times as fast.
    let took = began.elapsed();
    assert!(took < std::time::Duration::from_secs(3), "{took:?}");
}
