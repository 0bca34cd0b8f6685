//! A backend API for tests, on a port of this machine: what is asked for decides how it answers.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose server does not start has failed"
)]

use super::test_tokens::{APP_ORIGIN, ISSUER, Token, instance_key};
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rsa::traits::PublicKeyParts;
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::net::TcpListener;

/// The second since 1970 at which everything happens.
pub const NOW: i64 = 1_800_000_000;
/// `pk_live_` of `clerk.example.com$`.
pub const LIVE_KEY: &str = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
/// What its tokens name as issuer.
pub const LIVE_ISSUER: &str = "https://clerk.example.com";
/// The origin of the application it is for.
pub const LIVE_ORIGIN: &str = "https://example.com";

/// A running backend API.
pub struct TestBackend {
    url: String,
    questions: Arc<AtomicUsize>,
}

impl TestBackend {
    /// Starts one.
    pub async fn start() -> Self {
        let questions = Arc::new(AtomicUsize::new(0));
        let router = Router::new()
            .route("/{mode}/v1/jwks", get(key_set))
            .route("/{mode}/v1/clients/handshake_payload", get(payload))
            .route("/{mode}/v1/sessions/{id}/refresh", post(refresh))
            .with_state(Arc::clone(&questions));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, questions }
    }

    /// Its address for one kind of instance.
    pub fn url(&self, live: bool) -> String {
        format!("{}/{}", self.url, if live { "live" } else { "dev" })
    }

    /// How much it has been asked.
    pub fn questions(&self) -> usize {
        self.questions.load(Ordering::SeqCst)
    }
}

/// A session token of this person with an instance of one kind, made now.
pub fn token(live: bool, user: &str) -> Token {
    let token = Token::made_at(NOW, user);
    if live {
        token.claim("iss", LIVE_ISSUER).claim("azp", LIVE_ORIGIN)
    } else {
        token.claim("iss", ISSUER).claim("azp", APP_ORIGIN)
    }
}

/// The cookies of somebody's fresh session.
pub fn directives(live: bool, user: &str) -> Vec<String> {
    let session = token(live, user).claim("jti", "fresh").sign();
    vec![
        format!("__session={session}; Path=/"),
        "__client_uat=1; Path=/".to_owned(),
    ]
}

async fn key_set(State(questions): State<Arc<AtomicUsize>>) -> Json<Value> {
    questions.fetch_add(1, Ordering::SeqCst);
    let key = instance_key();
    Json(json!({"keys": [{
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": super::test_tokens::KEY_ID,
        "n": URL_SAFE_NO_PAD.encode(key.n().to_bytes_be()),
        "e": URL_SAFE_NO_PAD.encode(key.e().to_bytes_be()),
    }]}))
}

/// `good` is a nonce of Ada's, `out` of somebody signed out, `down` of a broken server.
async fn payload(
    State(questions): State<Arc<AtomicUsize>>,
    Path(mode): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    questions.fetch_add(1, Ordering::SeqCst);
    let answer = |directives| Json(json!({"nonce": "n", "directives": directives}));
    match query.get("nonce").map(String::as_str) {
        Some("good") => (StatusCode::OK, answer(directives(mode == "live", "ada"))),
        Some("out") => (StatusCode::OK, answer(vec!["__client_uat=0".to_owned()])),
        Some("down") => (StatusCode::SERVICE_UNAVAILABLE, Json(Value::Null)),
        Some("key") => (
            StatusCode::UNAUTHORIZED,
            Json(json!({"errors": [{"code": "clerk_key_invalid"}]})),
        ),
        _ => refusal("resource_not_found"),
    }
}

/// `good` refreshes the session that is asked for, `other` gives somebody else's.
async fn refresh(
    State(questions): State<Arc<AtomicUsize>>,
    Path((mode, session)): Path<(String, String)>,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    questions.fetch_add(1, Ordering::SeqCst);
    let user = session.trim_start_matches("sess_");
    let answer = |cookies: Vec<String>| {
        let body = json!({"object": "cookies", "cookies": cookies});
        (StatusCode::OK, Json(body))
    };
    let whole = [
        "expired_token",
        "request_origin",
        "request_headers",
        "format",
    ]
    .iter()
    .all(|name| body.get(name).is_some());
    match body["refresh_token"].as_str() {
        Some("good") if whole => answer(directives(mode == "live", user)),
        Some("other") => answer(directives(mode == "live", "grace")),
        Some("garbage") => answer(vec!["__session=garbage; Path=/".to_owned()]),
        Some("empty") => answer(Vec::new()),
        Some("odd") => (StatusCode::BAD_REQUEST, Json(json!("?"))),
        Some("down") => (StatusCode::SERVICE_UNAVAILABLE, Json(Value::Null)),
        _ => refusal("invalid_refresh_token"),
    }
}

fn refusal(code: &str) -> (StatusCode, Json<Value>) {
    let body = json!({"errors": [{"code": code, "message": code, "long_message": code}]});
    (StatusCode::BAD_REQUEST, Json(body))
}
