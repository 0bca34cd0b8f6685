//! Edits: only what is named, and nobody's work overwritten unseen.

use super::{client, new_id};
use crate::{helpers::TestApp, journal::join_all};
use serde_json::{Value, json};
use sqlx::PgPool;

/// A problem with everything, and its address.
async fn full_problem(ada: &super::Client<'_>) -> (String, Value) {
    let id = new_id();
    let body = json!({
        "id": id, "url": "https://leetcode.com/problems/two-sum/", "title": "Mine", "difficulty": "medium",
        "tags": ["dp", "graph"], "description": "D", "starred": true,
    });
    let made = ada.post("/problems", &body).await.expect(201).json();
    (format!("/problems/{id}"), made)
}

#[sqlx::test(migrations = "./migrations")]
async fn a_patch_changes_what_it_names_and_null_empties_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let (path, made) = full_problem(&ada).await;
    let cases = [
        (json!({"title": "Yours"}), vec![("title", json!("Yours"))]),
        // The link tells the title again.
        (json!({"title": null}), vec![("title", json!("Two Sum"))]),
        (json!({"tags": ["x"]}), vec![("tags", json!(["x"]))]),
        (
            json!({"tags": null, "description": null}),
            vec![("tags", json!([])), ("description", Value::Null)],
        ),
        (json!({"starred": null}), vec![("starred", json!(false))]),
        (
            json!({"difficulty": "hard"}),
            vec![("difficulty", json!("hard"))],
        ),
        (
            json!({"url": null}),
            vec![("url", Value::Null), ("platform", Value::Null)],
        ),
        (
            json!({"url": "codeforces.com/problemset/problem/4/A"}),
            vec![
                (
                    "url",
                    json!("https://codeforces.com/problemset/problem/4/A"),
                ),
                ("platform", json!("codeforces")),
            ],
        ),
    ];
    let mut expected = made;
    for (patch, changes) in cases {
        let answer = ada.put("PATCH", &path, &patch).await.expect(200).json();
        for (name, value) in changes {
            expected[name] = value;
        }
        assert_ne!(answer["updatedAt"], expected["updatedAt"], "{patch}");
        expected["updatedAt"] = answer["updatedAt"].clone();
        assert_eq!(answer, expected, "{patch}");
    }
    // What names nothing, or nothing new, changes nothing.
    let before = ada.get(&path).await;
    for patch in [json!({}), json!({"difficulty": "hard"})] {
        let after = ada.put("PATCH", &path, &patch).await.expect(200);
        assert_eq!((after.tag(), &after.body), (before.tag(), &before.body));
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_put_replaces_everything_and_takes_back_what_was_read(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let (path, made) = full_problem(&ada).await;
    // What was read can be sent back as it is.
    let mut read = made.clone();
    let same = ada.put("PUT", &path, &read).await.expect(200).json();
    assert_eq!(same, made);
    read["title"] = json!("Changed");
    assert_eq!(
        ada.put("PUT", &path, &read).await.expect(200).json()["title"],
        "Changed"
    );
    let bare = json!({"title": "Bare", "difficulty": "easy"});
    let emptied = ada.put("PUT", &path, &bare).await.expect(200).json();
    assert_eq!(
        (&emptied["url"], &emptied["tags"]),
        (&Value::Null, &json!([]))
    );
    assert_eq!(
        (&emptied["description"], &emptied["starred"]),
        (&Value::Null, &json!(false))
    );
    assert_eq!(emptied["createdAt"], made["createdAt"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_attempt_is_edited_in_the_same_ways(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let path = ada.has_attempt(&problem, "failed").await;
    let made = ada.get(&path).await.json();
    let patched = ada
        .put("PATCH", &path, &json!({"timeTaken": null, "help": "solution", "attemptedAt": "2026-02-03T04:05:06.5Z"}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&patched["timeTaken"], &patched["help"]),
        (&Value::Null, &json!("solution"))
    );
    assert_eq!(
        (&patched["status"], &patched["notes"]),
        (&json!("failed"), &json!("n"))
    );
    assert_eq!(patched["attemptedAt"], "2026-02-03T04:05:06.500Z");
    assert_eq!(patched["localDate"], "2026-02-03");
    for never in [json!({"status": null}), json!({"attemptedAt": null})] {
        ada.put("PATCH", &path, &never)
            .await
            .problem(422, "invalid");
    }
    // A replacement without a time leaves the time.
    let replaced = ada
        .put("PUT", &path, &json!({"status": "solved"}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&replaced["status"], &replaced["notes"]),
        (&json!("solved"), &Value::Null)
    );
    assert_eq!(replaced["attemptedAt"], patched["attemptedAt"]);
    assert_eq!(replaced["createdAt"], made["createdAt"]);
    let progress = &ada.get(&problem).await.json()["progress"];
    assert_eq!(
        (&progress["latestStatus"], &progress["solvedAttempts"]),
        (&json!("solved"), &json!(1))
    );
    let mut back = ada.get(&path).await.json();
    back["notes"] = json!("again");
    assert_eq!(
        ada.put("PUT", &path, &back).await.expect(200).json()["notes"],
        "again"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn an_edit_from_an_old_state_is_shown_what_is_there_now(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let attempt = ada.has_attempt(&problem, "failed").await;
    let edits = [
        (
            &problem,
            json!({"title": "U"}),
            json!({"title": "V", "difficulty": "easy"}),
            "title",
        ),
        (
            &attempt,
            json!({"notes": "U"}),
            json!({"status": "failed", "notes": "V"}),
            "notes",
        ),
    ];
    for (path, patch, put, name) in edits {
        let old = ada.get(path).await.tag().to_owned();
        let edited = ada
            .put_if("PATCH", path, Some(&old), &patch)
            .await
            .expect(200);
        let fresh = edited.tag().to_owned();
        assert_ne!(fresh, old);
        for (method, body) in [("PATCH", &patch), ("PUT", &put)] {
            let answer = ada.put_if(method, path, Some(&old), body).await;
            let told = answer.problem(412, "precondition_failed");
            assert_eq!(told["current"], edited.json(), "{method} {path}");
        }
        let request = ada.request("DELETE", path).header("if-match", &old);
        ada.send(request, "")
            .await
            .problem(412, "precondition_failed");
        let both = format!("{old}, {fresh}");
        let done = ada.put_if("PUT", path, Some(&both), &put).await.expect(200);
        assert_eq!(done.json()[name], "V");
        ada.put_if("PUT", path, Some("*"), &put).await.expect(200);
        ada.put_if("PUT", path, Some("W/\"x\""), &put)
            .await
            .expect(412);
    }
    // An attempt that is logged meanwhile changes what a problem shows, and stands against no edit.
    let before = ada.get(&problem).await.tag().to_owned();
    ada.has_attempt(&problem, "solved").await;
    assert_ne!(ada.get(&problem).await.tag(), before);
    ada.put_if("PATCH", &problem, Some(&before), &json!({"title": "W"}))
        .await
        .expect(200);
    let fresh = ada.get(&problem).await.tag().to_owned();
    let request = ada.request("DELETE", &problem).header("if-match", fresh);
    ada.send(request, "").await.expect(204);
}

#[sqlx::test(migrations = "./migrations")]
async fn racing_edits_lose_nothing(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let attempt = ada.has_attempt(&problem, "failed").await;
    for path in [&problem, &attempt] {
        let field = if path == &problem {
            "description"
        } else {
            "notes"
        };
        // Each adds its own line to what it read, and begins anew when somebody was faster.
        let writers = (0..12).map(|number| {
            let ada = &ada;
            async move {
                loop {
                    let read = ada.get(path).await.expect(200);
                    let text = read.json()[field].as_str().unwrap_or_default().to_owned();
                    let body = json!({field: format!("{text}{number},")});
                    let answer = ada.put_if("PATCH", path, Some(read.tag()), &body).await;
                    if answer.status == 200 {
                        break;
                    }
                    answer.problem(412, "precondition_failed");
                }
            }
        });
        join_all(writers).await;
        let text = ada.get(path).await.json()[field]
            .as_str()
            .unwrap()
            .to_owned();
        for number in 0..12 {
            assert!(text.contains(&format!("{number},")), "{path}: {text}");
        }
    }
    // Without a condition, edits of different parts do not undo each other.
    let titles = (0..8).map(|number| {
        let body = if number % 2 == 0 {
            json!({"tags": ["even"]})
        } else {
            json!({"starred": true})
        };
        let (ada, problem) = (&ada, &problem);
        async move { ada.put("PATCH", problem, &body).await.expect(200) }
    });
    join_all(titles).await;
    let now = ada.get(&problem).await.json();
    assert_eq!(
        (&now["tags"], &now["starred"]),
        (&json!(["even"]), &json!(true))
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn a_delete_can_come_twice_and_be_taken_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let attempt = ada.has_attempt(&problem, "failed").await;
    for path in [&attempt, &problem] {
        for _ in 0..2 {
            let answer = ada.delete(path).await.expect(204);
            assert_eq!(answer.body, "");
        }
        ada.get(path).await.problem(404, "not_found");
    }
    let stats = ada.get("/stats").await.json();
    assert_eq!(
        (&stats["problems"], &stats["attempts"]),
        (&json!(0), &json!(0))
    );
    let undo = app.signed_in_as("ada").get("/undo").await.expect(200);
    assert!(undo.body.contains("Deleted the attempt") && undo.body.contains("“T”"));
    ada.delete(&format!("/problems/{}", new_id()))
        .await
        .problem(404, "not_found");
}

#[sqlx::test(migrations = "./migrations")]
async fn an_adopted_link_that_no_rule_recognises_stays(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    sqlx::query("update problems set url = 'https://[', platform = 'unknown'")
        .execute(&app.pool)
        .await
        .unwrap();
    let read = ada.get(&problem).await.json();
    let patched = ada
        .put("PATCH", &problem, &json!({"title": "U"}))
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&patched["url"], &patched["title"]),
        (&read["url"], &json!("U"))
    );
    let put = ada.put("PUT", &problem, &patched).await.expect(200).json();
    assert_eq!(put["url"], "https://[");
    let other = json!({"url": "no link either"});
    let refused = ada
        .put("PATCH", &problem, &other)
        .await
        .problem(422, "invalid");
    assert_eq!(refused["errors"][0]["field"], "url");
}

#[sqlx::test(migrations = "./migrations")]
async fn the_link_of_another_problem_is_answered_with_that_problem(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let link = "https://leetcode.com/problems/two-sum/";
    let body = json!({"id": new_id(), "url": link, "difficulty": "easy"});
    let there = ada.post("/problems", &body).await.expect(201);
    let other = ada.has_problem("T").await;
    let before = ada.get(&other).await.json();
    for (method, body) in [
        ("PATCH", json!({"url": link})),
        (
            "PUT",
            json!({"title": "U", "url": link, "difficulty": "easy"}),
        ),
    ] {
        let answer = ada.put(method, &other, &body).await;
        assert_eq!(answer.location(), there.location());
        let duplicate = answer.problem(409, "duplicate");
        assert_eq!(duplicate["current"], there.json());
    }
    assert_eq!(ada.get(&other).await.json(), before);
}
