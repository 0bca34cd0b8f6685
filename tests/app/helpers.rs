//! The app under test, and one short call for everything that tests do with it.

use crate::tokens;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use gitgud::{
    auth::{
        config::{ClerkConfig, ClerkSettings},
        session::Auth,
    },
    insight::db_tried::Journals,
    outbox::model::Change,
    server::{
        assets::Assets,
        rate_limit::RateLimit,
        router::router,
        state::{AppState, Draining},
    },
    v1::{Api, PER_MINUTE},
};
use http_body_util::BodyExt;
use leptos::config::LeptosOptions;
use serde::Serialize;
use sqlx::PgPool;
use tower::ServiceExt;
use uuid::Uuid;

/// What a development instance gives to every browser.
pub const KNOWN: &str = "__clerk_db_jwt=dvb_1";

/// Something for every argument of every server function.
pub const ARGUMENTS: [(&str, &str); 31] = [
    ("token", ""),
    ("problem", ""),
    ("mode", ""),
    ("graded", ""),
    ("help", "hint"),
    ("fields[grade]", "good"),
    ("form", "problem-new"),
    ("fields[action]", "pause"),
    ("after", ""),
    ("phrase", ""),
    ("theme", "dark"),
    ("ids", ""),
    ("starred", "1"),
    ("id", "0190f3c2-0000-7000-8000-000000000000"),
    ("problem_id", "0190f3c2-0000-7000-8000-000000000000"),
    ("link", ""),
    ("links", ""),
    ("part", "tags"),
    ("older", ""),
    ("newer", ""),
    ("back", "/problems"),
    ("from", ""),
    ("one", ""),
    ("to", ""),
    ("text", ""),
    ("q", ""),
    ("sort", ""),
    ("before", ""),
    ("fields[id]", "0190f3c2-0000-7000-8000-000000000000"),
    ("fields[problem_id]", "0190f3c2-0000-7000-8000-000000000000"),
    ("fields[status]", "solved"),
];

/// The real router on a database of its own.
pub struct TestApp {
    router: Router,
    /// The same database, to look behind the app.
    pub pool: PgPool,
}

/// What came back, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where it sends the browser.
    pub fn location(&self) -> &str {
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Asserts the status, showing the body when it is another.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self
    }
}

impl TestApp {
    pub fn new(pool: PgPool) -> Self {
        Self::with_settings(pool, tokens::clerk_settings())
    }

    /// The app with other identity settings.
    pub fn with_settings(pool: PgPool, settings: ClerkSettings) -> Self {
        let api = Api::new("a secret", PER_MINUTE, Vec::new());
        Self::with(pool, settings, api, "target/no-site")
    }

    /// The app whose API has other limits or origins.
    pub fn with_api(pool: PgPool, api: Api) -> Self {
        Self::with(pool, tokens::clerk_settings(), api, "target/no-site")
    }

    /// The app that serves the files below this folder.
    pub fn with_site(pool: PgPool, root: &str) -> Self {
        let api = Api::new("a secret", PER_MINUTE, Vec::new());
        Self::with(pool, tokens::clerk_settings(), api, root)
    }

    fn with(pool: PgPool, settings: ClerkSettings, api: Api, root: &str) -> Self {
        let config = ClerkConfig::from_settings(settings).unwrap();
        let state = AppState {
            webhook_secrets: config.webhook_secrets().clone(),
            auth: Auth::new(config, pool.clone()).unwrap(),
            pool: pool.clone(),
            leptos: LeptosOptions::builder()
                .output_name("gitgud")
                .site_root(root)
                .build(),
            assets: Assets::new(root),
            rate_limit: RateLimit::default(),
            api,
            shelf: gitgud::share::published::Shelf::default(),
            journals: Journals::new(pool.clone()),
            draining: Draining::default(),
        };
        Self {
            router: router(state),
            pool,
        }
    }

    /// The router itself, to be served.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Somebody with a fresh, valid session; the name without `user_`.
    pub fn signed_in_as<'a>(&'a self, name: &str) -> Caller<'a> {
        self.with_token(&tokens::token_for(name))
    }

    /// Somebody with this session token, good or bad.
    pub fn with_token<'a>(&'a self, token: &str) -> Caller<'a> {
        Caller {
            app: self,
            cookie: Some(format!("{KNOWN}; __session={token}; __client_uat=1")),
        }
    }

    /// Nobody, in a browser that the provider knows.
    pub fn nobody(&self) -> Caller<'_> {
        Caller {
            app: self,
            cookie: Some(KNOWN.to_owned()),
        }
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}

/// Somebody who uses the app under test.
pub struct Caller<'a> {
    app: &'a TestApp,
    cookie: Option<String>,
}

impl Caller<'_> {
    fn request(&self, method: &str, uri: &str) -> axum::http::request::Builder {
        let request = Request::builder()
            .method(method)
            .uri(uri)
            .header("host", "localhost:3000");
        match &self.cookie {
            Some(cookie) => request.header("cookie", cookie),
            None => request,
        }
    }

    /// The same person, whose browser has one more cookie.
    pub fn with_cookie(&self, cookie: &str) -> Self {
        let before = self.cookie.as_deref().unwrap_or_default();
        Self {
            app: self.app,
            cookie: Some(format!("{before}; {cookie}")),
        }
    }

    /// Opens a page as a browser does.
    pub async fn get(&self, uri: &str) -> Answer {
        let request = self
            .request("GET", uri)
            .header("accept", "text/html")
            .header("sec-fetch-dest", "document");
        self.app.send(request.body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a browser without JavaScript does.
    pub async fn post_form(&self, uri: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self
            .request("POST", uri)
            .header("accept", "text/html")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded");
        self.app
            .send(request.body(Body::from(encode(fields))).unwrap())
            .await
    }

    /// Calls a server function as the hydrated page does.
    pub async fn call(&self, path: &str, arguments: &[(&str, &str)]) -> Answer {
        let request = self
            .request("POST", path)
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded");
        self.app
            .send(request.body(Body::from(encode(arguments))).unwrap())
            .await
    }

    /// A request of a script that sends JSON, not sent yet.
    pub fn json_request(&self, method: &str, path: &str, body: &impl Serialize) -> Request<Body> {
        let request = self
            .request(method, path)
            .header("accept", "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("sec-fetch-dest", "empty")
            .header("content-type", "application/json");
        let body = serde_json::to_vec(body).unwrap();
        request.body(Body::from(body)).unwrap()
    }

    /// Delivers a change as a device does.
    pub async fn deliver(&self, change: &Change) -> Answer {
        let request = self.json_request("POST", "/sync/change", change);
        self.app.send(request).await
    }

    /// Sends JSON as a script of our pages does.
    pub async fn post_json(&self, path: &str, body: &serde_json::Value) -> Answer {
        let request = self
            .request("POST", path)
            .header("accept", "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json");
        self.app
            .send(request.body(Body::from(body.to_string())).unwrap())
            .await
    }

    /// The revision that the edit form of one of the `problems` or `attempts` carries.
    pub async fn revision(&self, noun: &str, id: &str) -> String {
        let form = self
            .call(&format!("/api/{noun}/edit-form"), &[("id", id)])
            .await
            .expect(200)
            .json();
        form["fields"]["revision"].as_str().unwrap().to_owned()
    }

    /// Adds a problem by hand and answers with its id.
    pub async fn has_problem(&self, title: &str) -> String {
        let id = Uuid::now_v7().to_string();
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[title]", title),
            ("fields[difficulty]", "easy"),
        ];
        self.call("/api/problems/add", &fields).await.expect(200);
        id
    }

    /// Logs an attempt and answers with its id.
    pub async fn has_attempt(&self, problem: &str, status: &str, minutes: &str) -> String {
        let id = Uuid::now_v7().to_string();
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[problem_id]", problem),
            ("fields[status]", status),
            ("fields[minutes]", minutes),
        ];
        self.call("/api/attempts/log", &fields).await.expect(200);
        id
    }
}

/// `application/x-www-form-urlencoded`.
fn encode(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
