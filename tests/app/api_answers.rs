//! Every answer of the API beside its description: status, headers, media type and body.

use crate::{
    api_document::{document, operations, send},
    helpers::{Answer, TestApp},
    json_schema::{each, mismatches},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Sends requests and holds every answer against the description of its operation.
struct Held<'a> {
    app: &'a TestApp,
    document: Value,
    operations: BTreeMap<(String, String), Value>,
    statuses: BTreeSet<u16>,
    met: BTreeSet<(String, String)>,
    wrong: Vec<String>,
}

impl<'a> Held<'a> {
    fn new(app: &'a TestApp) -> Self {
        let document = document();
        Self {
            app,
            operations: operations(&document),
            document,
            statuses: BTreeSet::new(),
            met: BTreeSet::new(),
            wrong: Vec::new(),
        }
    }

    /// The operation of this template, at this id.
    async fn ask(
        &mut self,
        asked: &str,
        id: &str,
        headers: &[(&str, &str)],
        body: &Value,
    ) -> Answer {
        let (method, target) = asked.split_once(' ').unwrap();
        let path = target.split('?').next().unwrap();
        let answer = send(self.app, method, &target.replace("{id}", id), headers, body).await;
        let key = (method.to_owned(), path.to_owned());
        let status = answer.status.as_u16();
        let at = format!("{asked} → {status}");
        self.statuses.insert(status);
        let response = &self.operations[&key]["responses"][status.to_string()];
        self.met.insert(key);
        if response.is_null() {
            self.wrong
                .push(format!("{at} is not described: {}", answer.body));
            return answer;
        }
        for (name, _) in each(&response["headers"]) {
            // Only where there is another page; and only where it is known whose requests to count.
            let sometimes = name == "Link" || status == 403 && name.starts_with("RateLimit");
            if !sometimes && !answer.headers.contains_key(name.to_lowercase()) {
                self.wrong.push(format!("{at} has no header {name}"));
            }
        }
        let kind = answer.headers.get("content-type");
        let kind = kind.map(|kind| kind.to_str().unwrap().to_owned());
        match (response.get("content"), kind) {
            (None, None) if answer.body.is_empty() => {}
            (Some(content), Some(kind)) if content.get(&kind).is_some() => {
                let schema = &content[&kind]["schema"];
                self.wrong
                    .extend(mismatches(&self.document, schema, &answer.json(), &at));
            }
            (_, kind) => self
                .wrong
                .push(format!("{at} is {kind:?}: {}", answer.body)),
        }
        answer
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn every_answer_is_as_described(pool: PgPool) {
    let app = TestApp::new(pool.clone());
    let mut held = Held::new(&app);
    let none = &Value::Null;
    let nothing = Uuid::now_v7().to_string();
    let new = |title: &str| json!({"id": Uuid::now_v7(), "title": title, "difficulty": "easy"});
    let sum = json!({"id": Uuid::now_v7(), "url": "https://leetcode.com/problems/two-sum/",
        "difficulty": "easy", "tags": ["array"], "description": "Add."});

    let made = held
        .ask("POST /problems", "", &[], &sum)
        .await
        .expect(201)
        .json();
    let problem = made["id"].as_str().unwrap().to_owned();
    held.ask("POST /problems", "", &[], &sum).await.expect(201);
    let mut other = sum.clone();
    other["difficulty"] = json!("hard");
    held.ask("POST /problems", "", &[], &other)
        .await
        .expect(409);
    other["id"] = json!(Uuid::now_v7());
    held.ask("POST /problems", "", &[], &other)
        .await
        .expect(409);
    held.ask("POST /problems", "", &[], &new("By hand"))
        .await
        .expect(201);

    let attempts = "POST /problems/{id}/attempts";
    let attempt = json!({"id": Uuid::now_v7(), "status": "solved", "timeTaken": 25});
    held.ask(attempts, &problem, &[], &attempt)
        .await
        .expect(201);
    let bare = json!({"id": Uuid::now_v7(), "status": "failed"});
    held.ask(attempts, &problem, &[], &bare).await.expect(201);
    let taken = json!({"id": bare["id"], "status": "partial"});
    held.ask(attempts, &problem, &[], &taken).await.expect(409);
    held.ask(
        attempts,
        &nothing,
        &[],
        &json!({"id": Uuid::now_v7(), "status": "failed"}),
    )
    .await
    .expect(404);
    let attempt = attempt["id"].as_str().unwrap();

    let two = held
        .ask("GET /problems?limit=1", "", &[], none)
        .await
        .expect(200);
    assert!(two.headers.contains_key("link"));
    let next = two.json()["nextCursor"].as_str().unwrap().to_owned();
    held.ask(
        &format!("GET /problems?limit=1&cursor={next}"),
        "",
        &[],
        none,
    )
    .await
    .expect(200);
    held.ask("GET /problems?q=is%3Aunheard", "", &[], none)
        .await
        .expect(400);
    held.ask("GET /problems?limit=0", "", &[], none)
        .await
        .expect(400);
    held.ask("GET /problems/{id}/attempts?limit=1", &problem, &[], none)
        .await
        .expect(200);
    held.ask("GET /problems/{id}/attempts?limit=x", &problem, &[], none)
        .await
        .expect(400);
    held.ask("GET /review?limit=101", "", &[], none)
        .await
        .expect(400);
    held.ask("GET /changes?limit=1", "", &[], none)
        .await
        .expect(200);
    held.ask("GET /tags?cursor=x", "", &[], none)
        .await
        .expect(400);
    for text in [
        "https://leetcode.com/problems/two-sum/",
        "https://a.example/b",
    ] {
        held.ask("POST /parse-url", "", &[], &json!({"url": text}))
            .await
            .expect(200);
    }
    held.ask("POST /parse-url", "", &[], &json!({"url": "no link"}))
        .await
        .expect(422);
    let message =
        json!({"name": "A. Watermelon", "url": "https://codeforces.com/problemset/problem/4/A"});
    held.ask("POST /companion", "", &[], &message)
        .await
        .expect(202);
    held.ask("POST /companion", "", &[], &json!({"url": 5}))
        .await
        .expect(422);

    let share = json!({"id": Uuid::now_v7(), "notes": true});
    let shares = "POST /problems/{id}/shares";
    let shared = held.ask(shares, &problem, &[], &share).await.expect(201);
    let link = shared.json()["link"].as_str().unwrap().to_owned();
    let path = link.strip_prefix("http://localhost:3000").unwrap();
    app.nobody().get(path).await.expect(200);
    let again = held.ask(shares, &problem, &[], &share).await.expect(201);
    assert!(again.json()["link"].is_null(), "it is told once");
    held.ask(shares, &nothing, &[], &share).await.expect(404);
    held.ask(shares, &problem, &[], &json!({"id": 5}))
        .await
        .expect(422);

    for (asked, id) in [
        ("GET /problems", ""),
        ("GET /problems/{id}/shares", &*problem),
        ("GET /problems/{id}", &problem),
        ("GET /problems/{id}/attempts", &problem),
        ("GET /attempts/{id}", attempt),
        ("GET /stats", ""),
        ("GET /tags", ""),
        ("GET /review", ""),
        ("GET /insights", ""),
        ("GET /changes", ""),
    ] {
        let read = held.ask(asked, id, &[], none).await.expect(200);
        let tag = read.headers["etag"].to_str().unwrap();
        held.ask(asked, id, &[("if-none-match", tag)], none)
            .await
            .expect(304);
        held.ask(asked, id, &[("authorization", "Bearer x")], none)
            .await
            .expect(401);
        if !id.is_empty() {
            held.ask(asked, &nothing, &[], none).await.expect(404);
        }
    }

    let id = share["id"].as_str().unwrap();
    for status in [204, 404] {
        held.ask("DELETE /shares/{id}", id, &[], none)
            .await
            .expect(status);
    }
    app.nobody().get(path).await.expect(404);
    held.ask("DELETE /problems/{id}/shares", &problem, &[], none)
        .await
        .expect(204);
    held.ask("DELETE /problems/{id}/shares", &nothing, &[], none)
        .await
        .expect(404);

    let whole = [
        json!({"title": "Sum", "difficulty": "hard"}),
        json!({"status": "partial"}),
    ];
    let part = [json!({"difficulty": "medium"}), json!({"help": "hint"})];
    let stale = [("if-match", "\"0-0123456789abcdef\"")];
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let far_too_long = json!({"title": "x".repeat(5 << 20)});
    for (at, (noun, id)) in [("problems", &*problem), ("attempts", attempt)]
        .into_iter()
        .enumerate()
    {
        for (method, body) in [("PUT", &whole[at]), ("PATCH", &part[at])] {
            let asked = format!("{method} /{noun}/{{id}}");
            held.ask(&asked, id, &[], body).await.expect(200);
            held.ask(&asked, id, &stale, body).await.expect(412);
            held.ask(&asked, id, &form, body).await.expect(415);
            held.ask(&asked, id, &[], &json!("{")).await.expect(400);
            held.ask(&asked, id, &[], &json!({"unheard": 1}))
                .await
                .expect(422);
            held.ask(&asked, id, &[], &far_too_long).await.expect(413);
            held.ask(&asked, &nothing, &[], body).await.expect(404);
        }
        let pending = format!(
            "Bearer {}",
            crate::tokens::Token::of("ada")
                .claim("sts", "pending")
                .sign()
        );
        let asked = format!("DELETE /{noun}/{{id}}");
        held.ask(&asked, id, &[("authorization", &*pending)], none)
            .await
            .expect(403);
        held.ask(&asked, id, &stale, none).await.expect(412);
        held.ask(&asked, &nothing, &[], none).await.expect(404);
    }
    // Another problem's link is not free.
    let elsewhere = json!({"url": "https://leetcode.com/problems/3sum/", "difficulty": "medium"});
    held.ask("PATCH /problems/{id}", &problem, &[], &elsewhere)
        .await
        .expect(200);
    let mut sum = sum;
    sum["id"] = json!(Uuid::now_v7());
    held.ask("POST /problems", "", &[], &sum).await.expect(201);
    let back = json!({"url": "https://leetcode.com/problems/two-sum/"});
    let refused = held.ask("PATCH /problems/{id}", &problem, &[], &back).await;
    assert_eq!(refused.expect(409).json()["current"]["id"], sum["id"]);

    held.ask("DELETE /attempts/{id}", attempt, &[], none)
        .await
        .expect(204);
    held.ask("DELETE /problems/{id}", &problem, &[], none)
        .await
        .expect(204);
    held.ask("DELETE /problems/{id}", &problem, &[], none)
        .await
        .expect(204);
    pool.close().await;
    held.ask("GET /stats", "", &[], none).await.expect(503);

    assert_eq!(held.wrong, Vec::<String>::new());
    let missed: Vec<_> = held
        .operations
        .keys()
        .filter(|key| !held.met.contains(*key))
        .collect();
    assert!(missed.is_empty(), "{missed:?}");
    let seen: Vec<_> = held.statuses.into_iter().collect();
    assert_eq!(
        seen,
        [
            200, 201, 202, 204, 304, 400, 401, 403, 404, 409, 412, 413, 415, 422, 503
        ]
    );
}
