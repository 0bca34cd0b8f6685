//! A timer with plain posts, and what it does to the pages.

use crate::helpers::{Caller, TestApp};
use sqlx::PgPool;

async fn press(caller: &Caller<'_>, problem: &str, action: &str, back: &str) -> String {
    let fields = [
        ("fields[problem_id]", problem),
        ("fields[action]", action),
        ("fields[back]", back),
    ];
    let answer = caller
        .post_form(&format!("/problems/{problem}/timer"), &fields)
        .await
        .expect(303);
    answer.location().to_owned()
}

/// Lets a running timer have run for so many seconds more.
async fn let_pass(pool: &PgPool, seconds: i32) {
    sqlx::query("update timers set running_since = running_since - make_interval(secs => $1)")
        .bind(seconds)
        .execute(pool)
        .await
        .unwrap();
}

async fn timers(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from timers")
        .fetch_one(pool)
        .await
        .unwrap()
}

/// The minutes in the form of a new attempt.
async fn minutes(caller: &Caller<'_>, problem: &str) -> (String, String) {
    let page = caller
        .get(&format!("/problems/{problem}/attempts/new"))
        .await
        .expect(200);
    let field = page.body.split("id=\"minutes\"").nth(1).unwrap().to_owned();
    let field = field.split('>').next().unwrap().to_owned();
    let value = field.split("value=\"").nth(1).unwrap_or_default();
    (value.split('"').next().unwrap().to_owned(), page.body)
}

#[sqlx::test(migrations = "./migrations")]
async fn a_timer_is_started_paused_resumed_and_discarded_with_plain_posts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let page = format!("/problems/{problem}");
    let state = async || {
        let body = ada.get(&page).await.expect(200).body;
        let panel = body.split("<timer-panel").nth(1).unwrap().to_owned();
        let state = panel.split("data-state=\"").nth(1).unwrap();
        state.split('"').next().unwrap().to_owned()
    };
    assert_eq!(state().await, "none");
    assert_eq!(press(&ada, &problem, "start", "").await, page);
    assert_eq!(state().await, "running");
    let_pass(&app.pool, 754).await;
    press(&ada, &problem, "start", "").await;
    // What the header's script asks for.
    let running = ada.call("/api/timers/running", &[]).await.expect(200);
    let running = running.json();
    assert_eq!(running["title"], "Two Sum");
    assert_eq!(running["problem"], problem);
    assert_eq!(running["timer"]["elapsed"], 754);

    let back = press(&ada, &problem, "pause", "attempt").await;
    assert_eq!(back, format!("{page}/attempts/new"));
    assert_eq!(state().await, "paused");
    let_pass(&app.pool, 999).await;
    let body = ada.get(&page).await.expect(200).body;
    assert!(body.contains("12:34</time>"), "paused, it stands still");
    assert!(
        ada.call("/api/timers/running", &[])
            .await
            .expect(200)
            .json()
            .is_null()
    );
    assert_eq!(minutes(&ada, &problem).await.0, "13");

    press(&ada, &problem, "resume", "").await;
    assert_eq!(state().await, "running");
    let_pass(&app.pool, 26).await;
    assert_eq!(minutes(&ada, &problem).await.0, "13");
    press(&ada, &problem, "discard", "").await;
    press(&ada, &problem, "discard", "").await;
    assert_eq!(state().await, "none");
    let (filled, body) = minutes(&ada, &problem).await;
    assert_eq!(filled, "");
    assert!(!body.contains("From your timer"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_timer_that_ran_for_days_says_that_it_is_cut(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    press(&ada, &problem, "start", "").await;
    let (filled, body) = minutes(&ada, &problem).await;
    assert_eq!(filled, "1");
    assert!(body.contains("From your timer. 1 to 1,440."));
    let_pass(&app.pool, 3 * 86_400).await;
    let (filled, body) = minutes(&ada, &problem).await;
    assert_eq!(filled, "1440");
    assert!(body.contains("longer than a day"));
}

#[sqlx::test(migrations = "./migrations")]
async fn logging_an_attempt_ends_its_problems_timer_once(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let (one, two) = (ada.has_problem("One").await, ada.has_problem("Two").await);
    press(&ada, &one, "start", "").await;
    press(&ada, &two, "start", "").await;
    let fields = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[problem_id]", one.as_str()),
        ("fields[status]", "solved"),
    ];
    let refused = [fields[0], fields[1]];
    ada.call("/api/attempts/log", &refused).await.expect(422);
    assert_eq!(timers(&app.pool).await, 2, "nothing logged, nothing ended");
    ada.call("/api/attempts/log", &fields).await.expect(200);
    assert_eq!(timers(&app.pool).await, 1);
    press(&ada, &one, "start", "").await;
    ada.call("/api/attempts/log", &fields).await.expect(200);
    assert_eq!(
        timers(&app.pool).await,
        2,
        "the same attempt again ends no other timer"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn time_away_is_left_out_once_and_only_of_the_current_stretch(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    press(&ada, &problem, "start", "").await;
    let_pass(&app.pool, 600).await;
    let running: serde_json::Value = ada
        .call("/api/timers/running", &[])
        .await
        .expect(200)
        .json();
    let since = running["timer"]["running_since"].as_str().unwrap();
    let fields = [
        ("fields[problem_id]", problem.as_str()),
        ("fields[action]", "leave-out"),
        ("fields[since]", since),
        ("fields[seconds]", "480"),
    ];
    for _ in 0..2 {
        let answer = ada
            .call("/api/timers/act", &fields)
            .await
            .expect(200)
            .json();
        let elapsed = answer["timer"]["elapsed"].as_i64().unwrap();
        assert!((120..=125).contains(&elapsed), "{elapsed}");
    }
    for (field, value) in [
        ("fields[since]", "yesterday"),
        ("fields[seconds]", "99999999999"),
    ] {
        let fields = [fields[0], fields[1], (field, value)];
        ada.call("/api/timers/act", &fields).await.expect(400);
    }
    let unknown = [fields[0], ("fields[action]", "explode")];
    ada.call("/api/timers/act", &unknown).await.expect(400);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_timer_of_somebody_elses_problem_is_not_there(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Ada’s secret").await;
    press(&ada, &problem, "start", "").await;
    let mallory = app.signed_in_as("mallory");
    for action in ["start", "pause", "resume", "discard", "leave-out"] {
        let fields = [
            ("fields[problem_id]", problem.as_str()),
            ("fields[action]", action),
        ];
        mallory.call("/api/timers/act", &fields).await.expect(404);
        let uri = format!("/problems/{problem}/timer");
        mallory.post_form(&uri, &fields).await.expect(404);
    }
    let body = mallory
        .call("/api/timers/running", &[])
        .await
        .expect(200)
        .body;
    assert_eq!(body, "null");
    assert_eq!(timers(&app.pool).await, 1);
}
