//! Creates: exactly once, whatever happens on the way.

use super::{client, new_id};
use crate::{helpers::TestApp, journal::join_all};
use serde_json::json;
use sqlx::PgPool;

#[sqlx::test(migrations = "./migrations")]
async fn a_problem_is_made_as_a_person_would_make_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let id = new_id();
    let body = json!({
        "id": id, "url": "https://www.leetcode.com/problems/two-sum/description/?x=1", "difficulty": "easy",
        "tags": ["Array", "#Hash Table", "array"], "description": "Two\r\nlines", "starred": true,
    });
    let answer = ada.post("/problems", &body).await.expect(201);
    assert_eq!(answer.location(), format!("/api/v1/problems/{id}"));
    let tag = answer.tag().to_owned();
    let made = answer.json();
    let expected = json!({
        "id": id, "userId": "user_ada", "title": "Two Sum", "description": "Two\nlines",
        "url": "https://leetcode.com/problems/two-sum/", "platform": "leetcode", "difficulty": "easy",
        "tags": ["array", "hash-table"], "starred": true,
        "createdAt": made["createdAt"], "updatedAt": made["updatedAt"],
        "progress": {
            "attempts": 0, "solvedAttempts": 0, "latestStatus": null, "latestAttemptedAt": null,
            "latestLocalDate": null, "bestMinutes": null, "lastMinutes": null,
        },
        "review": {
            "state": "new", "due": null, "stability": null, "difficulty": null, "retrievability": null,
            "reps": 0, "lapses": 0, "expectedMinutes": null,
        },
    });
    assert_eq!(made, expected);
    let read = ada.get(&format!("/problems/{id}")).await.expect(200);
    assert_eq!((read.tag(), read.json()), (tag.as_str(), expected));
    // It is in the journal that the pages show.
    let stats = ada.get("/stats").await.json();
    assert_eq!(
        (&stats["problems"], &stats["untried"]),
        (&json!(1), &json!(1))
    );
    let tags = ada.get("/tags").await.json();
    assert_eq!(tags["data"][0], json!({"tag": "array", "problems": 1}));
}

#[sqlx::test(migrations = "./migrations")]
async fn an_attempt_is_logged_with_the_day_it_counts_for(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    sqlx::query("update users set time_zone = 'Pacific/Auckland', day_start_hour = 4")
        .execute(&app.pool)
        .await
        .unwrap();
    let id = new_id();
    let body = json!({
        "id": id, "status": "solved", "timeTaken": 25, "help": "hint", "notes": "**n**",
        "solutionCode": "x = 1", "language": "Python", "attemptedAt": "2026-01-05T16:30:00+01:00",
    });
    let answer = ada
        .post(&format!("{problem}/attempts"), &body)
        .await
        .expect(201);
    assert_eq!(answer.location(), format!("/api/v1/attempts/{id}"));
    let made = answer.json();
    let expected = json!({
        "id": id, "problemId": problem.strip_prefix("/problems/").unwrap(), "userId": "user_ada",
        "status": "solved", "timeTaken": 25, "help": "hint", "notes": "**n**", "solutionCode": "x = 1",
        "grade": "hard", "gradeChosen": false, "recall": false,
        "language": "Python", "attemptedAt": "2026-01-05T15:30:00Z", "localDate": "2026-01-06",
        "utcOffsetMinutes": 780, "createdAt": made["createdAt"], "updatedAt": made["updatedAt"],
    });
    assert_eq!(made, expected);
    let progress = &ada.get(&problem).await.json()["progress"];
    assert_eq!(progress["latestStatus"], "solved");
    assert_eq!(progress["latestLocalDate"], "2026-01-06");
    assert_eq!(progress["bestMinutes"], 25);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_same_create_again_is_answered_the_same(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let id = new_id();
    let body = json!({"id": id, "title": "T", "difficulty": "easy"});
    let first = ada.post("/problems", &body).await.expect(201);
    let again = ada
        .send(
            ada.request("POST", "/problems")
                .header("content-type", "application/json"),
            format!(
                "{{\"difficulty\":\"easy\", \"title\":\"T\", \"id\":\"{id}\", \"tags\": null}}"
            ),
        )
        .await
        .expect(201);
    assert_eq!(first.body, again.body);
    assert_eq!(first.location(), again.location());
    // Another body under the same id is another thing.
    let other = json!({"id": id, "title": "U", "difficulty": "easy"});
    let taken = ada.post("/problems", &other).await.problem(409, "id_taken");
    assert_eq!(taken["current"]["title"], "T");
    // The request is known again after an edit, and undoes nothing.
    let path = format!("/problems/{id}");
    ada.put("PATCH", &path, &json!({"title": "V"}))
        .await
        .expect(200);
    let again = ada.post("/problems", &body).await.expect(201);
    assert_eq!(again.json()["title"], "V");

    let attempts = format!("{path}/attempts");
    let attempt = json!({"id": new_id(), "status": "failed"});
    let first = ada.post(&attempts, &attempt).await.expect(201);
    let again = ada.post(&attempts, &attempt).await.expect(201);
    assert_eq!(first.body, again.body);
    let mut other = attempt.clone();
    other["status"] = json!("solved");
    let taken = ada.post(&attempts, &other).await.problem(409, "id_taken");
    assert_eq!(taken["current"]["status"], "failed");
    // Under another problem it is another request, too.
    let elsewhere = ada.has_problem("W").await;
    let answer = ada.post(&format!("{elsewhere}/attempts"), &attempt).await;
    answer.problem(409, "id_taken");
    assert_eq!(ada.get("/stats").await.json()["attempts"], 1);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_problem_that_is_there_is_the_answer(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let body = |url: &str| json!({"id": new_id(), "url": url, "difficulty": "easy"});
    let first = ada
        .post("/problems", &body("https://leetcode.com/problems/two-sum/"))
        .await
        .expect(201);
    let answer = ada
        .post(
            "/problems",
            &body("https://leetcode.cn/problems/two-sum/solutions/1/"),
        )
        .await;
    assert_eq!(answer.location(), first.location());
    let duplicate = answer.problem(409, "duplicate");
    assert_eq!(duplicate["current"], first.json());
    let parsed = ada
        .post(
            "/parse-url",
            &json!({"url": "[x](https://leetcode.com/problems/two-sum)"}),
        )
        .await
        .expect(200)
        .json();
    let expected = json!({
        "url": "https://leetcode.com/problems/two-sum/", "platform": "leetcode", "identity": "leetcode:two-sum",
        "title": "Two Sum", "difficulty": parsed["difficulty"], "problemId": first.json()["id"],
    });
    assert_eq!(parsed, expected);
    let answer = ada
        .post("/parse-url", &json!({"url": "javascript:alert(1)"}))
        .await;
    assert_eq!(answer.problem(422, "invalid")["errors"][0]["field"], "url");
}

#[sqlx::test(migrations = "./migrations")]
async fn what_competitive_companion_sends_waits_in_the_inbox(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let message = json!({
        "name": "A. Watermelon", "group": "Codeforces - Beta Round 4", "interactive": false, "tests": [{"input": "8"}],
        "url": "https://codeforces.com/contest/4/problem/A", "batch": {"id": "7a2d1f0c-59b3-4c1f-9d0e-2f6b1f4a9a10", "size": 3},
    });
    let first = ada.post("/companion", &message).await.expect(202).json();
    assert_eq!(
        (&first["outcome"], &first["problemId"]),
        (&json!("new"), &json!(null))
    );
    let again = ada.post("/companion", &message).await.expect(202).json();
    assert_eq!(
        (&again["outcome"], &again["inboxId"]),
        (&json!("again"), &first["inboxId"])
    );
    assert_eq!(ada.get("/stats").await.json()["problems"], 0);
    let new = json!({"id": new_id(), "url": "https://codeforces.com/problemset/problem/4/A", "title": "W", "difficulty": "easy"});
    ada.post("/problems", &new).await.expect(201);
    let there = ada.post("/companion", &message).await.expect(202).json();
    assert_eq!(
        (&there["outcome"], &there["problemId"]),
        (&json!("in_journal"), &new["id"])
    );
    let link = json!({"name": "X", "url": "javascript:alert(1)"});
    let refused = ada.post("/companion", &link).await.problem(422, "invalid");
    assert_eq!(refused["errors"][0]["field"], "url");
}

#[sqlx::test(migrations = "./migrations")]
async fn fifty_identical_creates_at_once_are_one_row(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    ada.get("/stats").await.expect(200);
    let problem = json!({"id": new_id(), "title": "T", "difficulty": "easy", "tags": ["dp"]});
    let attempt = json!({"id": new_id(), "status": "solved", "timeTaken": 5});
    let attempts = format!("/problems/{}/attempts", problem["id"].as_str().unwrap());
    for (path, body) in [("/problems", &problem), (attempts.as_str(), &attempt)] {
        let all = (0..50).map(|_| ada.post(path, body));
        let answers = join_all(all).await;
        let first = &answers[0];
        assert_eq!(first.status, 201, "{}", first.body);
        for answer in &answers {
            assert_eq!((answer.status, &answer.body), (first.status, &first.body));
        }
    }
    let stats = ada.get("/stats").await.json();
    assert_eq!(
        (&stats["problems"], &stats["attempts"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(ada.get("/tags").await.json()["data"][0]["problems"], 1);
}
