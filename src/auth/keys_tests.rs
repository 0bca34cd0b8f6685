//! The key set against a backend API on this machine that counts what it is asked.

use super::*;
use crate::auth::{
    session::http_client,
    test_tokens::{foreign_key, instance_key},
};
use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::get,
};
use rsa::{RsaPrivateKey, traits::PublicKeyParts};
use serde_json::json;
use std::sync::{
    Mutex as StdMutex,
    atomic::{AtomicUsize, Ordering},
};
use tokio::time::sleep;

const SECRET: &str = "sk_test_backend";

/// A backend API with an answer that can be changed.
#[derive(Clone, Default)]
struct Backend {
    fetches: Arc<AtomicUsize>,
    answer: Arc<StdMutex<Answer>>,
}

#[derive(Clone)]
enum Answer {
    Text(String),
    Status(u16),
    Redirect,
    Never,
}

impl Default for Answer {
    fn default() -> Self {
        Self::Status(500)
    }
}

impl Backend {
    fn fetches(&self) -> usize {
        self.fetches.load(Ordering::SeqCst)
    }

    fn answers(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    fn answers_with(&self, keys: &[Value]) {
        self.answers(Answer::Text(json!({"keys": keys}).to_string()));
    }

    /// A key set that asks this backend.
    async fn serve(&self, policy: KeySetPolicy) -> Arc<KeySet> {
        let app = Router::new()
            .route("/v1/jwks", get(answer))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1/jwks", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let http = http_client(&url).unwrap();
        Arc::new(KeySet::new(http, url, SECRET.into(), policy))
    }
}

async fn answer(State(backend): State<Backend>, headers: HeaderMap) -> Response {
    backend.fetches.fetch_add(1, Ordering::SeqCst);
    assert_eq!(headers[header::AUTHORIZATION], format!("Bearer {SECRET}"));
    let answer = backend.answer.lock().unwrap().clone();
    // Long enough for others to arrive while this one is under way.
    sleep(Duration::from_millis(30)).await;
    match answer {
        Answer::Text(text) => text.into_response(),
        Answer::Status(code) => Response::builder()
            .status(code)
            .body(Body::empty())
            .unwrap(),
        Answer::Redirect => axum::response::Redirect::to("/v1/jwks").into_response(),
        Answer::Never => std::future::pending().await,
    }
}

fn jwk(id: &str, key: &RsaPrivateKey) -> Value {
    json!({
        "kty": "RSA", "use": "sig", "alg": "RS256", "kid": id,
        "n": URL_SAFE_NO_PAD.encode(key.n().to_bytes_be()),
        "e": URL_SAFE_NO_PAD.encode(key.e().to_bytes_be()),
    })
}

/// The real rules, made quick.
fn quick() -> KeySetPolicy {
    KeySetPolicy {
        fresh_for: Duration::from_mins(1),
        usable_for: Duration::from_mins(2),
        unknown_key_interval: Duration::from_millis(700),
        failure_pause: Duration::from_millis(700),
        timeout: Duration::from_millis(500),
    }
}

fn always_due() -> KeySetPolicy {
    KeySetPolicy {
        fresh_for: Duration::ZERO,
        ..quick()
    }
}

#[tokio::test]
async fn the_keys_are_fetched_once_and_then_remembered() {
    let backend = Backend::default();
    backend.answers_with(&[jwk("one", instance_key())]);
    let keys = backend.serve(quick()).await;
    for _ in 0..5 {
        keys.find(Some("one")).await.unwrap();
    }
    assert_eq!(backend.fetches(), 1);
}

#[tokio::test]
async fn twenty_unknown_ids_at_once_cost_one_fetch() {
    let backend = Backend::default();
    backend.answers_with(&[jwk("one", instance_key())]);
    let keys = backend.serve(quick()).await;
    keys.find(Some("one")).await.unwrap();
    sleep(quick().unknown_key_interval).await;

    let mut all = tokio::task::JoinSet::new();
    for number in 0..20 {
        let keys = Arc::clone(&keys);
        all.spawn(async move { keys.find(Some(&format!("unknown-{number}"))).await });
    }
    for found in all.join_all().await {
        assert_eq!(found.err(), Some(KeyError::UnknownKeyId));
    }
    assert_eq!(backend.fetches(), 2);
    let more = keys.find(Some("yet-another")).await;
    assert_eq!(more.err(), Some(KeyError::UnknownKeyId));
    assert_eq!(backend.fetches(), 2, "not again within the interval");
}

#[tokio::test]
async fn a_new_key_is_found_and_a_removed_one_is_gone() {
    let backend = Backend::default();
    backend.answers_with(&[jwk("old", instance_key())]);
    let keys = backend.serve(quick()).await;
    keys.find(Some("old")).await.unwrap();

    backend.answers_with(&[jwk("new", foreign_key())]);
    sleep(quick().unknown_key_interval).await;
    keys.find(Some("new")).await.unwrap();
    assert_eq!(backend.fetches(), 2);
    let removed = keys.find(Some("old")).await;
    assert_eq!(removed.err(), Some(KeyError::UnknownKeyId));
}

#[tokio::test]
async fn known_keys_go_on_working_while_the_provider_fails() {
    let backend = Backend::default();
    backend.answers_with(&[jwk("one", instance_key())]);
    let keys = backend.serve(always_due()).await;
    keys.find(Some("one")).await.unwrap();
    for failure in [Answer::Status(500), Answer::Redirect, Answer::Never] {
        backend.answers(failure);
        let before = backend.fetches();
        for _ in 0..5 {
            keys.find(Some("one")).await.unwrap();
        }
        assert_eq!(backend.fetches(), before + 1, "one try, then a pause");
        let unknown = keys.find(Some("two")).await;
        assert_eq!(
            unknown.err(),
            Some(KeyError::Unavailable),
            "it may be a new key"
        );
        sleep(quick().failure_pause).await;
    }
    backend.answers_with(&[jwk("one", instance_key())]);
    keys.find(Some("one")).await.unwrap();
}

#[tokio::test]
async fn keys_that_are_too_old_are_not_used() {
    let backend = Backend::default();
    backend.answers_with(&[jwk("one", instance_key())]);
    let policy = KeySetPolicy {
        usable_for: Duration::from_millis(50),
        unknown_key_interval: Duration::ZERO,
        ..always_due()
    };
    let keys = backend.serve(policy).await;
    keys.find(Some("one")).await.unwrap();
    backend.answers(Answer::Status(500));
    sleep(policy.usable_for).await;
    let found = keys.find(Some("one")).await;
    assert_eq!(found.err(), Some(KeyError::Unavailable));
}

#[tokio::test]
async fn without_keys_nothing_is_known_and_the_provider_is_left_alone_for_a_while() {
    let backend = Backend::default();
    let keys = backend.serve(quick()).await;
    for _ in 0..5 {
        let found = keys.find(Some("one")).await;
        assert_eq!(found.err(), Some(KeyError::Unavailable));
    }
    assert_eq!(backend.fetches(), 1);
    backend.answers_with(&[jwk("one", instance_key())]);
    sleep(quick().failure_pause).await;
    keys.find(Some("one")).await.unwrap();
}

#[tokio::test]
async fn a_visitor_who_leaves_does_not_undo_the_fetch() {
    let backend = Backend::default();
    backend.answers_with(&[jwk("one", instance_key())]);
    let keys = backend.serve(quick()).await;
    let impatient = tokio::time::timeout(Duration::from_millis(5), keys.find(Some("one"))).await;
    assert!(impatient.is_err());
    keys.find(Some("one")).await.unwrap();
    assert_eq!(backend.fetches(), 1);
}

#[tokio::test]
async fn unusable_keys_are_passed_over() {
    let good = jwk("good", instance_key());
    let with = |name: &str, value: Value| {
        let mut changed = jwk("bad", instance_key());
        changed[name] = value;
        changed
    };
    let backend = Backend::default();
    let all_bad = [
        with("kty", json!("EC")),
        with("use", json!("enc")),
        with("alg", json!("RS512")),
        with("kid", json!(7)),
        with("kid", json!("x".repeat(129))),
        with("n", json!("AQAB")),
        with("n", json!("!")),
        with("e", json!("Ag")),
        json!("no key at all"),
    ];
    for bad in &all_bad {
        assert!(usable_key(bad).is_none(), "{bad}");
    }
    backend.answers_with(&[&all_bad[..], &[good]].concat());
    let keys = backend.serve(quick()).await;
    keys.find(Some("good")).await.unwrap();
    assert_eq!(
        keys.find(Some("bad")).await.err(),
        Some(KeyError::UnknownKeyId)
    );

    backend.answers_with(&all_bad);
    let keys = backend.serve(quick()).await;
    let found = keys.find(Some("good")).await;
    assert_eq!(
        found.err(),
        Some(KeyError::Unavailable),
        "a set without keys is a failure"
    );
}

#[tokio::test]
async fn odd_key_ids_are_not_looked_up() {
    let backend = Backend::default();
    let keys = backend.serve(quick()).await;
    let long = "x".repeat(129);
    for id in [
        None,
        Some(""),
        Some(long.as_str()),
        Some("a b"),
        Some("ключ"),
    ] {
        assert_eq!(keys.find(id).await.err(), Some(KeyError::UnknownKeyId));
    }
    assert_eq!(backend.fetches(), 0);
}

#[tokio::test]
async fn an_oversized_answer_is_refused() {
    let backend = Backend::default();
    let mut padded = json!({"keys": [jwk("one", instance_key())]});
    padded["padding"] = "x".repeat(LARGEST_KEY_SET).into();
    backend.answers(Answer::Text(padded.to_string()));
    let keys = backend.serve(quick()).await;
    let found = keys.find(Some("one")).await;
    assert_eq!(found.err(), Some(KeyError::Unavailable));
}

#[tokio::test]
async fn a_given_key_gives_way_to_the_one_that_the_instance_has_now() {
    let backend = Backend::default();
    backend.answers_with(&[jwk("new", foreign_key())]);
    let set = backend.serve(KeySetPolicy::default()).await;
    let public = |key: &RsaPrivateKey| {
        PublicKey::from_components(&key.n().to_bytes_be(), &key.e().to_bytes_be()).unwrap()
    };
    let keys = Keys::Given(Arc::new(public(instance_key())), Arc::clone(&set));
    assert_eq!(
        *keys.find(Some("new")).await.unwrap(),
        public(instance_key())
    );
    assert_eq!(backend.fetches(), 0, "nothing is asked while tokens fit");
    assert_eq!(
        keys.successor(Some("new")).await.as_deref(),
        Some(&public(foreign_key()))
    );
    for _ in 0..20 {
        assert_eq!(keys.successor(Some("made up")).await, None);
        assert_eq!(keys.successor(None).await, None);
    }
    assert_eq!(backend.fetches(), 1, "nor for made-up tokens");

    backend.answers_with(&[jwk("same", instance_key())]);
    let same = backend.serve(KeySetPolicy::default()).await;
    let keys = Keys::Given(Arc::new(public(instance_key())), same);
    assert_eq!(
        keys.successor(Some("same")).await,
        None,
        "it is no other key"
    );
    assert_eq!(Keys::Fetched(set).successor(Some("new")).await, None);
}
