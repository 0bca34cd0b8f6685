//! What the home page leads with.

use crate::helpers::{Caller, TestApp};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

async fn dashboard(caller: &Caller<'_>) -> Value {
    let answer = caller.call("/api/insight/dashboard", &[]).await;
    answer.expect(200).json()
}

/// Titles of a list of the dashboard, in its order.
fn titles(dashboard: &Value, list: &str) -> Vec<String> {
    let title = |row: &Value| row["title"].as_str().unwrap().to_owned();
    dashboard[list]
        .as_array()
        .unwrap()
        .iter()
        .map(title)
        .collect()
}

/// Logs an attempt so many days ago.
async fn tried(app: &TestApp, caller: &Caller<'_>, problem: &str, status: &str, days: i32) {
    let attempt = caller.has_attempt(problem, status, "10").await;
    sqlx::query(
        "update attempts set attempted_at = attempted_at - make_interval(days => $2), local_date = local_date - $2
         where id = $1::uuid",
    )
    .bind(&attempt)
    .bind(days)
    .execute(&app.pool)
    .await
    .unwrap();
    // Derived anew, as after any change.
    sqlx::query(
        "update problem_progress g set latest_attempted_at = a.attempted_at, latest_local_date = a.local_date
         from attempts a where a.problem_id = g.problem_id and a.id = $1::uuid",
    )
    .bind(&attempt)
    .execute(&app.pool)
    .await
    .unwrap();
}

#[sqlx::test(migrations = "./migrations")]
async fn what_waited_longest_comes_first_and_what_is_solved_does_not_wait(pool: PgPool) {
    let app = TestApp::new(pool);
    let (ada, grace) = (app.signed_in_as("ada"), app.signed_in_as("grace"));
    for (title, status, days) in [
        ("Failed lately", "failed", 1),
        ("Solved long ago", "solved", 90),
        ("Half done", "partial", 12),
        ("Failed long ago", "failed", 100),
    ] {
        let problem = ada.has_problem(title).await;
        tried(&app, &ada, &problem, status, days).await;
    }
    ada.has_problem("First untried").await;
    ada.has_problem("Second untried").await;
    let foreign = grace.has_problem("Not Ada's").await;
    tried(&app, &grace, &foreign, "failed", 200).await;

    let shown = dashboard(&ada).await;
    assert_eq!(
        titles(&shown, "unfinished"),
        ["Failed long ago", "Half done", "Failed lately"]
    );
    assert_eq!(
        titles(&shown, "untried"),
        ["First untried", "Second untried"]
    );
    let ago: Vec<_> = (0..3)
        .map(|place| shown["unfinished"][place]["ago"].as_str().unwrap())
        .collect();
    assert_eq!(ago, ["3 months ago", "12 days ago", "yesterday"]);
    assert_eq!(shown["agenda"]["attempts"], 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn today_is_the_day_of_the_persons_own_clock(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    ada.has_attempt(&problem, "solved", "25").await;
    ada.has_attempt(&problem, "failed", "").await;
    tried(&app, &ada, &problem, "solved", 1).await;
    let shown = dashboard(&ada).await;
    let today = ["spent", "attempts", "daily"].map(|name| shown["agenda"][name].as_i64().unwrap());
    // Without a time it counts as long as an easy one is expected to take who needed 25 minutes for their only one.
    assert_eq!(today, [25 + 16, 2, 60]);
    // What is logged keeps its day, so on a clock on which it is another day by now nothing was done.
    let zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago"];
    let mut days = Vec::new();
    for zone in zones {
        sqlx::query("update users set time_zone = $1")
            .bind(zone)
            .execute(&app.pool)
            .await
            .unwrap();
        days.push(
            dashboard(&ada).await["agenda"]["attempts"]
                .as_i64()
                .unwrap(),
        );
    }
    // 25 hours lie between the two: at least one of them is not in the day of UTC.
    assert!(days.contains(&0) || days.contains(&1), "{days:?}");
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_saved_after_all_is_not_told_of_as_unsaved(pool: PgPool) {
    let app = TestApp::new(pool);
    let (ada, grace) = (app.signed_in_as("ada"), app.signed_in_as("grace"));
    let problem = ada.has_problem("Two Sum").await;
    let id = Uuid::now_v7().to_string();
    let form = format!("attempt-new:{problem}");
    let draft = [
        ("form", form.as_str()),
        ("fields[id]", id.as_str()),
        ("fields[notes]", "half a thought"),
    ];
    ada.call("/api/drafts/save", &draft).await.expect(200);
    let shown = dashboard(&ada).await;
    assert_eq!(shown["unsaved"][0]["what"], "An attempt at Two Sum");
    assert_eq!(
        shown["unsaved"][0]["address"],
        format!("/problems/{problem}/attempts/new")
    );
    assert_eq!(dashboard(&grace).await["unsaved"], serde_json::json!([]));
    // The attempt arrives, and its draft once more behind it.
    let attempt = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "failed"),
    ];
    ada.call("/api/attempts/log", &attempt).await.expect(200);
    sqlx::query("insert into drafts (user_id, form, fields) values ('user_ada', $1, jsonb_build_object('id', $2::text)) on conflict do nothing")
        .bind(&form)
        .bind(&id)
        .execute(&app.pool)
        .await
        .unwrap();
    assert_eq!(dashboard(&ada).await["unsaved"], serde_json::json!([]));
}
