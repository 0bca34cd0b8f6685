//! The description of the API beside what the router does, in both directions.

use crate::{
    helpers::{Answer, TestApp},
    json_schema::{deref, each, mismatches},
    tokens::token_for,
};
use axum::{body::Body, http::Request};
use gitgud::v1::DOCUMENT;
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

pub fn document() -> Value {
    serde_json::to_value(&*DOCUMENT).unwrap()
}

/// Every operation by its method and path.
pub fn operations(document: &Value) -> BTreeMap<(String, String), Value> {
    let mut found = BTreeMap::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in METHODS {
            if let Some(operation) = item.get(method.to_lowercase()) {
                found.insert((method.to_owned(), path.clone()), operation.clone());
            }
        }
    }
    assert!(found.len() >= 15, "{:?}", found.keys());
    found
}

/// Whether there is something to be read.
fn says(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

#[test]
fn the_description_is_whole() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(says(&document["info"]["description"]));
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    assert!(document["security"][0]["token"].is_array());
    let scheme = &document["components"]["securitySchemes"]["token"];
    assert_eq!(
        (&scheme["type"], &scheme["scheme"]),
        (&json!("http"), &json!("bearer"))
    );
    let groups: Vec<_> = document["tags"].as_array().unwrap().iter().collect();
    let mut ids = BTreeSet::new();
    for ((method, path), operation) in operations(&document) {
        let at = format!("{method} {path}");
        assert!(
            ids.insert(operation["operationId"].as_str().unwrap().to_owned()),
            "{at}"
        );
        assert!(says(&operation["summary"]), "{at}");
        let group = operation["tags"][0].as_str().unwrap();
        let group = groups.iter().find(|known| known["name"] == group).unwrap();
        assert!(says(&group["description"]), "{at}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(says(&parameter["description"]), "{at}: {parameter}");
            assert!(parameter["schema"].is_object(), "{at}: {parameter}");
        }
        let named = path.split('/').filter(|part| part.starts_with('{')).count();
        let described = operation["parameters"].as_array().into_iter().flatten();
        assert_eq!(
            described.filter(|one| one["in"] == "path").count(),
            named,
            "{at}"
        );
        let responses = operation["responses"].as_object().unwrap();
        assert!(
            responses.keys().any(|status| status.starts_with('2')),
            "{at}"
        );
        for (status, response) in responses {
            assert!(says(&response["description"]), "{at}: {status}");
            for (name, header) in each(&response["headers"]) {
                assert!(says(&header["description"]), "{at}: {status}: {name}");
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut all = vec![&document];
    let mut references = 0;
    while let Some(value) = all.pop() {
        if let Some(reference) = value.get("$ref") {
            let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
            assert!(document.pointer(pointer).is_some(), "{reference}");
            references += 1;
        }
        all.extend(value.as_array().into_iter().flatten());
        all.extend(each(value).map(|(_, value)| value));
    }
    assert!(references > 50, "{references}");
}

#[test]
fn every_value_is_described_and_every_example_is_one() {
    let document = document();
    let mut wrong = Vec::new();
    for (name, schema) in each(&document["components"]["schemas"]) {
        if !says(&schema["description"]) {
            wrong.push(format!("{name} is not described"));
        }
        if let Some(example) = schema.get("example") {
            wrong.extend(mismatches(&document, schema, example, name));
        }
        let parts = schema["allOf"].as_array().into_iter().flatten();
        for part in parts.chain([schema]) {
            for (member, of) in each(&part["properties"]) {
                let at = format!("{name}.{member}");
                if !says(&of["description"]) {
                    wrong.push(format!("{at} is not described"));
                }
                if let Some(example) = of.get("example") {
                    wrong.extend(mismatches(&document, of, example, &at));
                }
            }
        }
    }
    for ((method, path), operation) in operations(&document) {
        let at = format!("{method} {path}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if let Some(example) = parameter.get("example") {
                wrong.extend(mismatches(&document, &parameter["schema"], example, &at));
            }
        }
        for (kind, content) in each(&operation["requestBody"]["content"]) {
            let schema = deref(&document, &content["schema"]);
            let whole = schema.get("example").or(content.get("example")).is_some();
            let in_parts = each(&schema["properties"]).all(|(_, of)| of.get("example").is_some());
            if !whole && !in_parts {
                wrong.push(format!("{at} has no example of {kind}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// Sends a request with a token that may do everything.
pub async fn send(
    app: &TestApp,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &Value,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"))
        .header("host", "localhost:3000");
    let bearer = format!("Bearer {}", token_for("ada"));
    let ours = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let mut all: BTreeMap<_, _> = ours.into_iter().collect();
    all.extend(headers.iter().copied());
    for (name, value) in all {
        request = request.header(name, value);
    }
    let body = match body {
        Value::Null => Body::empty(),
        Value::String(raw) => Body::from(raw.clone()),
        json => Body::from(json.to_string()),
    };
    app.send(request.body(body).unwrap()).await
}

#[sqlx::test(migrations = "./migrations")]
async fn the_router_takes_the_described_methods_and_no_others(pool: PgPool) {
    let app = TestApp::new(pool);
    let document = document();
    let described = operations(&document);
    for (path, _) in each(&document["paths"]) {
        let here = path.replace("{id}", &Uuid::now_v7().to_string());
        let allowed: BTreeSet<_> = METHODS
            .into_iter()
            .filter(|method| described.contains_key(&((*method).to_owned(), path.clone())))
            .flat_map(|method| {
                if method == "GET" {
                    vec!["GET", "HEAD"]
                } else {
                    vec![method]
                }
            })
            .collect();
        for method in METHODS {
            let at = format!("{method} {path}");
            let answer = send(&app, method, &here, &[], &Value::Null).await;
            if allowed.contains(method) {
                // Nothing has that id, and nothing was sent; but somebody was there to say so.
                assert_ne!(answer.status, 405, "{at}");
                assert!(answer.headers.contains_key("ratelimit-limit"), "{at}");
                continue;
            }
            assert_eq!(answer.status, 405, "{at}");
            assert_eq!(
                answer.headers["content-type"], "application/problem+json",
                "{at}"
            );
            assert_eq!(answer.json()["code"], "method_not_allowed", "{at}");
            let told = answer.headers["allow"].to_str().unwrap();
            let told: BTreeSet<_> = told.split(',').map(str::trim).collect();
            assert_eq!(told, allowed, "{at}");
        }
    }
    let nowhere = send(&app, "GET", "/nowhere", &[], &Value::Null).await;
    assert!(!nowhere.headers.contains_key("ratelimit-limit"));
    assert_eq!(nowhere.expect(404).json()["code"], "not_found");
}
