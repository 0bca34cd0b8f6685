//! The JSON API, through the real router.

mod callers;
mod changes;
mod creates;
mod edges;
mod edits;
mod errors;
mod lists;
mod reviews;
mod strictness;

use crate::{
    helpers::{Answer, TestApp},
    tokens::token_for,
};
use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// A program that uses the API.
pub struct Client<'a> {
    app: &'a TestApp,
    token: String,
}

/// A program with a session token of this person's.
pub fn client<'a>(app: &'a TestApp, name: &str) -> Client<'a> {
    with_token(app, token_for(name))
}

/// A program with this token, good or bad.
pub fn with_token(app: &TestApp, token: impl Into<String>) -> Client<'_> {
    let token = token.into();
    Client { app, token }
}

pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}

impl Client<'_> {
    /// A request with the token, to be made more of.
    pub fn request(&self, method: &str, path: &str) -> Builder {
        Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("host", "localhost:3000")
            .header("authorization", format!("Bearer {}", self.token))
    }

    pub async fn send(&self, request: Builder, body: impl Into<Body>) -> Answer {
        self.app.send(request.body(body.into()).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path), Body::empty()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request("DELETE", path), Body::empty()).await
    }

    /// Sends a body of JSON.
    pub async fn put(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.put_if(method, path, None, body).await
    }

    /// The same, if what is there has this tag.
    pub async fn put_if(
        &self,
        method: &str,
        path: &str,
        tag: Option<&str>,
        body: &Value,
    ) -> Answer {
        let mut request = self
            .request(method, path)
            .header("content-type", "application/json");
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        self.send(request, body.to_string()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.put("POST", path, body).await
    }

    /// Adds a problem; its address below `/api/v1`.
    pub async fn has_problem(&self, title: &str) -> String {
        let id = new_id();
        let body = json!({"id": id, "title": title, "difficulty": "easy"});
        self.post("/problems", &body).await.expect(201);
        format!("/problems/{id}")
    }

    /// Logs an attempt; its address below `/api/v1`.
    pub async fn has_attempt(&self, problem: &str, status: &str) -> String {
        let id = new_id();
        let body = json!({"id": id, "status": status, "timeTaken": 12, "notes": "n"});
        self.post(&format!("{problem}/attempts"), &body)
            .await
            .expect(201);
        format!("/attempts/{id}")
    }
}

impl Answer {
    /// Asserts that it is a problem with this code, and answers with it.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!(
            self.headers["content-type"], "application/problem+json",
            "{}",
            self.body
        );
        let answer = self.expect(status);
        let problem = answer.json();
        assert_eq!(
            (&problem["code"], &problem["status"]),
            (&json!(code), &json!(status))
        );
        assert!(
            problem["detail"]
                .as_str()
                .is_some_and(|detail| detail.len() > 5)
        );
        problem
    }

    pub fn tag(&self) -> &str {
        self.headers["etag"].to_str().unwrap()
    }
}
