//! Recalling only, having nothing to do, leeches, and other people's reviews.

use super::{grade, latest, move_back, open, reveal, solved};
use crate::helpers::TestApp;
use serde_json::Value;
use sqlx::PgPool;

#[sqlx::test(migrations = "./migrations")]
async fn to_recall_needs_no_help_and_is_followed_by_a_solve(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 9).await;
    let page = ada.get("/review?mode=recall").await.expect(200).body;
    assert!(page.contains("Say the pattern, the key step and the complexity."));
    assert!(!page.contains("value=\"easy\"") && page.contains("value=\"good\""));
    let sent = [("fields[grade]", "good"), ("fields[recall]", "on")];
    let answer = grade(&ada, &problem, &sent).await.expect(303);
    assert!(answer.location().starts_with("/review?mode=recall&graded="));
    let logged = latest(&app.pool).await;
    assert_eq!(logged, ("solved".into(), "none".into(), None, None, 3));
    sqlx::query("update problem_progress set due_on = current_date - 1")
        .execute(&app.pool)
        .await
        .unwrap();
    assert_eq!(open(&ada, "", "recall").await["card"], Value::Null);
    assert_eq!(open(&ada, "", "").await["agenda"]["due"], 1);
    let page = ada.get("/review?mode=recall").await.expect(200).body;
    assert!(page.contains("Nothing to recall"));
}

#[sqlx::test(migrations = "./migrations")]
async fn there_is_always_something_to_say(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let page = async || ada.get("/review").await.expect(200).body;
    assert!(page().await.contains("Nothing to review yet"));
    let problem = ada.has_problem("Two Sum").await;
    let fresh = page().await;
    assert!(
        fresh.contains("1 new problem, about 15 minutes."),
        "{fresh}"
    );
    ada.has_attempt(&problem, "solved", "10").await;
    let done = page().await;
    assert!(done.contains("Nothing is due today") && done.contains("Next: 1 problem on "));
    let due = solved(&app, &ada, "Due", 9).await;
    let long = ada.has_problem("Long").await;
    ada.has_attempt(&long, "failed", "90").await;
    let enough = page().await;
    assert!(enough.contains("Today’s 60 minutes are done"), "{enough}");
    assert!(enough.contains(&format!("/review?problem={due}")));
}

#[sqlx::test(migrations = "./migrations")]
async fn four_agains_make_a_leech_that_names_a_sibling(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Leech").await;
    for days in (1..=4).rev() {
        let attempt = ada.has_attempt(&problem, "failed", "").await;
        move_back(&app.pool, &attempt, days * 2).await;
    }
    ada.has_attempt(&problem, "failed", "").await;
    ada.has_problem("Sibling").await;
    sqlx::query("update problems set tags = '{graph}'")
        .execute(&app.pool)
        .await
        .unwrap();
    let at = format!("/review?problem={problem}");
    let page = ada.get(&at).await.expect(200).body;
    assert!(page.contains("5 times Again."), "{page}");
    let leech = page.split("5 times Again.").nth(1).unwrap();
    assert!(
        leech
            .split("</form>")
            .next()
            .unwrap()
            .contains(">Sibling</a>")
    );
    assert!(!page.contains("graph"), "its tag stays hidden");
}

#[sqlx::test(migrations = "./migrations")]
async fn somebody_elses_reviews_are_not_there(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Ada’s secret", 9).await;
    let attempt = ada.has_attempt(&problem, "solved", "").await;
    let mallory = app.signed_in_as("mallory");
    let at = format!("/problems/{problem}/review");
    for page in [format!("/review?problem={problem}"), at.clone()] {
        let answer = mallory.get(&page).await.expect(404);
        assert!(!answer.body.contains("secret"), "{page}");
    }
    grade(&mallory, &problem, &[("fields[grade]", "good")])
        .await
        .expect(404);
    let decide = [
        ("fields[problem_id]", problem.as_str()),
        ("fields[action]", "pause"),
    ];
    mallory.post_form(&at, &decide).await.expect(404);
    reveal(&mallory, &problem, "hint").await.expect(404);
    let take_back = [("id", attempt.as_str())];
    mallory
        .post_form("/review/take-back", &take_back)
        .await
        .expect(404);
    let told = mallory
        .get(&format!("/review?graded={attempt}"))
        .await
        .expect(200);
    assert!(
        !told.body.contains("secret"),
        "an attempt that is not theirs tells nothing"
    );
    let opened = [("problem", problem.as_str()), ("mode", ""), ("graded", "")];
    mallory.call("/api/review/open", &opened).await.expect(404);
    let form = [("id", problem.as_str())];
    mallory
        .call("/api/review/decision-form", &form)
        .await
        .expect(404);
    mallory.post_form("/review/spread", &[]).await.expect(303);
    assert_eq!(
        open(&ada, &problem, "").await["card"]["title"],
        "Ada’s secret"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_revealed_counts_whichever_form_logs_the_attempt(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 9).await;
    reveal(&ada, &problem, "solution").await.expect(303);
    let form = ada
        .get(&format!("/problems/{problem}/attempts/new"))
        .await
        .expect(200);
    let chosen = form.body.split("value=\"solution\"").nth(1).unwrap();
    assert!(chosen.starts_with(" checked"), "{}", &chosen[..200]);
    // One of last week has nothing to do with it.
    let id = uuid::Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        ("fields[attempted_at]", "2026-01-05T08:00"),
    ];
    ada.call("/api/attempts/log", &fields).await.expect(200);
    assert_eq!(latest(&app.pool).await.1, "none");
    ada.has_attempt(&problem, "solved", "12").await;
    let logged = latest(&app.pool).await;
    assert_eq!(
        logged,
        ("solved".into(), "solution".into(), Some(12), None, 1)
    );
    ada.has_attempt(&problem, "solved", "13").await;
    assert_eq!(latest(&app.pool).await.1, "none", "it has been counted");
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_recalled_only_has_to_be_solved_the_next_time(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 9).await;
    let recalled = [("fields[grade]", "good"), ("fields[recall]", "on")];
    grade(&ada, &problem, &recalled).await.expect(303);
    let refused = grade(&ada, &problem, &recalled).await.expect(422).body;
    assert!(refused.contains("This time it has to be solved."));
    grade(&ada, &problem, &[("fields[grade]", "good")])
        .await
        .expect(303);
}

#[sqlx::test(migrations = "./migrations")]
async fn another_of_its_kind_is_offered_only_to_whoever_wants_that(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 90).await;
    ada.has_problem("Three Sum").await;
    sqlx::query("update problems set tags = '{array}'")
        .execute(&app.pool)
        .await
        .unwrap();
    let offer = "Keep the pattern with another one of its kind: ";
    let graded = grade(&ada, &problem, &[("fields[grade]", "easy")])
        .await
        .expect(303);
    let page = ada.get(graded.location()).await.expect(200).body;
    assert!(page.contains("Easy: Two Sum comes back on ") && !page.contains(offer));
    sqlx::query("update users set offer_siblings = true")
        .execute(&app.pool)
        .await
        .unwrap();
    let page = ada.get(graded.location()).await.expect(200).body;
    let told = page.split_once(offer).unwrap_or_else(|| panic!("{page}")).1;
    assert!(told.split("</p>").next().unwrap().contains("Three Sum"));
}
