//! What the description forbids, sent all the same.

use super::client;
use crate::helpers::TestApp;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

/// What serde takes and the description does not. The rest of each request is right.
#[sqlx::test(migrations = "./migrations")]
async fn what_the_description_forbids_is_refused(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let attempt = ada.has_attempt(&problem, "failed").await;
    let attempts = format!("{problem}/attempts");
    let id = Uuid::now_v7();
    let (braced, simple) = (id.braced().to_string(), id.simple().to_string());
    let with = |body: &Value, name: &str, value: Value| {
        let mut body = body.clone();
        body[name] = value;
        body
    };
    let new = json!({"id": id, "title": "T", "difficulty": "easy"});
    let log = json!({"id": id, "status": "solved"});
    let sent = json!({"name": "X"});
    let instant = "2026-01-02 03:04:05Z";
    let long = " ".repeat(301);
    let batch = json!({"id": simple, "size": 3});
    for (method, path, body, name, value, field) in [
        ("POST", "/problems", &new, "id", json!(braced), "id"),
        ("POST", "/problems", &new, "id", json!(simple), "id"),
        (
            "POST",
            "/problems",
            &new,
            "difficulty",
            json!({"easy": null}),
            "difficulty",
        ),
        (
            "POST",
            "/problems",
            &new,
            "tags",
            json!(vec!["a"; 41]),
            "tags",
        ),
        (
            "PATCH",
            &problem,
            &json!({}),
            "title",
            json!(format!("T{long}")),
            "title",
        ),
        (
            "PATCH",
            &problem,
            &json!({}),
            "difficulty",
            json!({"easy": null}),
            "difficulty",
        ),
        (
            "PUT",
            &problem,
            &new,
            "difficulty",
            json!({"easy": null}),
            "difficulty",
        ),
        (
            "POST",
            &attempts,
            &log,
            "status",
            json!({"solved": null}),
            "status",
        ),
        (
            "POST",
            &attempts,
            &log,
            "help",
            json!({"none": null}),
            "help",
        ),
        (
            "POST",
            &attempts,
            &log,
            "attemptedAt",
            json!(instant),
            "attemptedAt",
        ),
        (
            "POST",
            &attempts,
            &log,
            "language",
            json!(format!("C{long}")),
            "language",
        ),
        (
            "POST",
            &attempts,
            &log,
            "notes",
            json!("\r\n".repeat(50_001)),
            "notes",
        ),
        (
            "PATCH",
            &attempt,
            &json!({}),
            "attemptedAt",
            json!(instant),
            "attemptedAt",
        ),
        (
            "PUT",
            &attempt,
            &log,
            "status",
            json!({"solved": null}),
            "status",
        ),
        (
            "POST",
            "/companion",
            &sent,
            "name",
            json!(format!("X{long}")),
            "name",
        ),
        ("POST", "/companion", &sent, "batch", json!(7), "batch"),
        ("POST", "/companion", &sent, "batch", batch, "batch.id"),
    ] {
        let body = with(body, name, value);
        let told = ada.put(method, path, &body).await.problem(422, "invalid");
        let errors = told["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{method} {path} {name}: {told}");
        assert_eq!(errors[0]["field"], field, "{told}");
    }
    for written in [&braced, &simple, &format!("urn:uuid:{id}")] {
        for path in ["/problems/", "/attempts/"] {
            let encoded = written.replace('{', "%7B").replace('}', "%7D");
            let address = format!("{path}{encoded}");
            ada.get(&address).await.problem(404, "not_found");
        }
    }
    for address in [
        "/problems?limit=%2B5",
        "/problems?limit=05",
        "/problems?limit=5&limit=5",
    ] {
        let told = ada.get(address).await.problem(400, "bad_request");
        assert_eq!(told["errors"][0]["field"], "limit", "{address}");
    }
    let patch = "application/merge-patch+json";
    let request = ada
        .request("POST", "/problems")
        .header("content-type", patch);
    let answer = ada.send(request, new.to_string()).await;
    answer.problem(415, "unsupported_media_type");
}
