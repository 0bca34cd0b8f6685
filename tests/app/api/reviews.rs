//! The schedule as programs read it: `review` of problems, `grade` of attempts, and today's queue.

use super::{Client, client, new_id};
use crate::helpers::TestApp;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value, json};
use sqlx::PgPool;

fn days_ago(days: u64) -> DateTime<Utc> {
    Utc::now() - Days::new(days)
}

fn date(time: DateTime<Utc>) -> NaiveDate {
    time.date_naive()
}

/// Logs an attempt so many days ago; its address below `/api/v1`.
async fn tried(ada: &Client<'_>, problem: &str, status: &str, days: u64) -> String {
    let id = new_id();
    let body = json!({"id": id, "status": status, "attemptedAt": days_ago(days)});
    let path = format!("{problem}/attempts");
    ada.post(&path, &body).await.expect(201);
    format!("/attempts/{id}")
}

async fn review(ada: &Client<'_>, problem: &str) -> Value {
    ada.get(problem).await.expect(200).json()["review"].clone()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_problem_tells_its_reviews(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("Two Sum").await;
    let untried = review(&ada, &problem).await;
    assert_eq!(
        untried,
        json!({
            "state": "new", "due": null, "stability": null, "difficulty": null, "retrievability": null,
            "reps": 0, "lapses": 0, "expectedMinutes": null
        })
    );
    tried(&ada, &problem, "solved", 3).await;
    let known = review(&ada, &problem).await;
    assert_eq!(
        (&known["state"], &known["reps"]),
        (&json!("review"), &json!(1))
    );
    assert_eq!(known["due"], json!(date(days_ago(1))));
    assert_eq!(known["stability"], json!(2.3065));
    let retrievability = known["retrievability"].as_f64().unwrap();
    assert!((0.85..0.9).contains(&retrievability), "{retrievability}");
    tried(&ada, &problem, "failed", 0).await;
    let forgotten = review(&ada, &problem).await;
    assert_eq!(
        (&forgotten["state"], &forgotten["lapses"]),
        (&json!("learning"), &json!(1))
    );
    let listed = ada.get("/problems").await.expect(200).json();
    assert_eq!(listed["data"][0]["review"], forgotten);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_grade_is_suggested_until_somebody_chooses_one(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = tried(&ada, &problem, "solved", 2).await;
    let grade = async || {
        let json = ada.get(&attempt).await.expect(200).json();
        (json["grade"].clone(), json["gradeChosen"].clone())
    };
    assert_eq!(grade().await, (json!("good"), json!(false)));
    assert_eq!(
        ada.get(&attempt).await.json()["localDate"],
        json!(date(days_ago(2)))
    );
    // Mending what it is suggested from mends it.
    let hint = json!({"help": "hint"});
    ada.put("PATCH", &attempt, &hint).await.expect(200);
    assert_eq!(grade().await, (json!("hard"), json!(false)));
    let easy = json!({"grade": "easy"});
    ada.put("PATCH", &attempt, &easy).await.expect(200);
    assert_eq!(grade().await, (json!("easy"), json!(true)));
    assert!(review(&ada, &problem).await["stability"].as_f64().unwrap() > 8.0);

    // What was read goes back as it was, chosen or not.
    let read = ada.get(&attempt).await.json();
    ada.put("PUT", &attempt, &read).await.expect(200);
    assert_eq!(grade().await, (json!("easy"), json!(true)));
    let nobodys = json!({"grade": null});
    ada.put("PATCH", &attempt, &nobodys).await.expect(200);
    let read = ada.get(&attempt).await.json();
    ada.put("PUT", &attempt, &read).await.expect(200);
    assert_eq!(grade().await, (json!("hard"), json!(false)));
    let nonsense = json!({"grade": "perfect"});
    let refused = ada.put("PATCH", &attempt, &nonsense).await;
    refused.problem(422, "invalid");
}

#[sqlx::test(migrations = "./migrations")]
async fn recall_alone_is_no_solve_and_never_easy(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("Two Sum").await;
    tried(&ada, &problem, "failed", 5).await;
    let body = json!({"id": new_id(), "status": "solved", "recall": true, "grade": "easy"});
    let path = format!("{problem}/attempts");
    let made = ada.post(&path, &body).await.expect(201).json();
    assert_eq!(
        (&made["grade"], &made["recall"]),
        (&json!("good"), &json!(true))
    );
    let problem = ada.get(&problem).await.json();
    assert_eq!(problem["progress"]["latestStatus"], "failed");
    assert_eq!(problem["progress"]["attempts"], 1);
    assert_eq!(problem["review"]["reps"], 2);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_queue_is_what_is_due_most_forgotten_first(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let empty = ada.get("/review").await.expect(200).json();
    assert_eq!((&empty["due"], &empty["data"]), (&json!(0), &json!([])));
    let faded = ada.has_problem("Faded").await;
    tried(&ada, &faded, "failed", 30).await;
    let fresh = ada.has_problem("Fresh").await;
    tried(&ada, &fresh, "solved", 3).await;
    let known = ada.has_problem("Known").await;
    tried(&ada, &known, "solved", 0).await;
    ada.has_problem("Untried").await;
    let queue = ada.get("/review").await.expect(200).json();
    let titles: Vec<_> = queue["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["title"])
        .collect();
    assert_eq!(titles, ["Faded", "Fresh"]);
    assert_eq!(
        (&queue["due"], &queue["dueMinutes"]),
        (&json!(2), &json!(30))
    );
    assert_eq!(queue["localDate"], json!(date(Utc::now())));
    let one = ada.get("/review?limit=1").await.expect(200).json();
    assert_eq!(one["data"].as_array().unwrap().len(), 1);
    ada.get("/review?limit=0").await.problem(400, "bad_request");
    let bob = client(&app, "bob").get("/review").await.expect(200).json();
    assert_eq!(bob["due"], 0);
}
