//! Webhooks, as an application receives them.

use super::*;
use axum::{body::Bytes, extract::State, routing::post};
use ring::hmac;
use std::time::Duration;
use tokio::{net::TcpListener, sync::mpsc, time::timeout};

/// What arrived.
struct Arrived {
    headers: HeaderMap,
    body: String,
}

impl Arrived {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Whether it is signed with this secret, by this machine's clock.
    fn is_genuine(&self, secret: &str) -> bool {
        use base64::engine::general_purpose::STANDARD;
        let key = STANDARD
            .decode(secret.strip_prefix("whsec_").unwrap())
            .unwrap();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        let (id, time) = (self.header("svix-id"), self.header("svix-timestamp"));
        let signed = format!("{id}.{time}.{}", self.body);
        let tag = self.header("svix-signature").strip_prefix("v1,").unwrap();
        let tag = STANDARD.decode(tag).unwrap();
        let age = Utc::now().timestamp() - time.parse::<i64>().unwrap();
        age.abs() < 60 && hmac::verify(&key, signed.as_bytes(), &tag).is_ok()
    }
}

/// The next one; a test that waits for one that does not come fails.
async fn next(arrived: &mut mpsc::UnboundedReceiver<Arrived>) -> Arrived {
    let one = timeout(Duration::from_secs(20), arrived.recv()).await;
    one.unwrap().unwrap()
}

type Sender = mpsc::UnboundedSender<Arrived>;

/// An application that takes webhooks; the first so many it answers with 500.
async fn application(failures: usize) -> (Url, mpsc::UnboundedReceiver<Arrived>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let left = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(failures));
    let take = move |State(sender): State<Sender>, headers: HeaderMap, body: Bytes| async move {
        let body = String::from_utf8(body.to_vec()).unwrap();
        sender.send(Arrived { headers, body }).unwrap();
        let order = std::sync::atomic::Ordering::SeqCst;
        match left.fetch_update(order, order, |left| left.checked_sub(1)) {
            Ok(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Err(_) => StatusCode::NO_CONTENT,
        }
    };
    let router = Router::new().route("/hook", post(take)).with_state(sender);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (Url::parse(&url).unwrap(), receiver)
}

#[tokio::test]
async fn the_application_is_told_what_happens_to_people_and_sessions() {
    let (url, mut arrived) = application(0).await;
    let (router, _) = provider_posting_to(Some(url));
    let secret = folder_keys().webhook_secret;
    let mut told = async |kind: &str| {
        let arrived = next(&mut arrived).await;
        assert!(arrived.is_genuine(&secret));
        let envelope = arrived.json();
        assert_eq!(envelope["type"], kind);
        assert_eq!(envelope["object"], "event");
        envelope["data"].clone()
    };

    let browser = sign_in(&router, "user=ada").await.client();
    let ada = told("user.created").await;
    assert_eq!(
        (&ada["id"], &ada["first_name"]),
        (&json!("user_ada"), &json!("Ada"))
    );
    submit(&router, "/user", &browser, "name=Ada+King").await;
    let renamed = told("user.updated").await;
    assert_eq!(renamed["last_name"], "King");
    assert!(renamed["updated_at"].as_i64() > ada["updated_at"].as_i64());
    submit(&router, "/sign-out", &browser, "").await;
    let ended = told("session.ended").await;
    assert_eq!(
        (&ended["user_id"], &ended["status"]),
        (&ada["id"], &json!("ended"))
    );

    // Known already.
    let made = control(&router, "sessions", json!({"user": "ada"})).await;
    let revoke = format!(
        "/v1/sessions/{}/revoke",
        made["session_id"].as_str().unwrap()
    );
    ask(&router, "POST", &revoke, json!({})).await;
    assert_eq!(told("session.revoked").await["id"], made["session_id"]);

    // Somebody else in the same browser: the first session is over.
    let browser = sign_in(&router, "user=ada").await.client();
    submit(&router, "/sign-in", &browser, "user=ada").await;
    told("session.ended").await;
    ask(
        &router,
        "PATCH",
        "/v1/users/user_ada",
        json!({"first_name": "A."}),
    )
    .await;
    assert_eq!(told("user.updated").await["first_name"], "A.");
    submit(&router, "/sign-out", &browser, "").await;
    told("session.ended").await;
    ask(&router, "DELETE", "/v1/users/user_ada", json!({})).await;
    let gone = json!({"id": "user_ada", "object": "user", "deleted": true});
    assert_eq!(told("user.deleted").await, gone);
}

#[tokio::test]
async fn a_webhook_that_fails_is_tried_again_under_the_same_id() {
    let (url, mut arrived) = application(2).await;
    let (router, _) = provider_posting_to(Some(url));
    sign_in(&router, "user=ada").await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let one = next(&mut arrived).await;
        assert!(one.is_genuine(&folder_keys().webhook_secret));
        ids.push(one.header("svix-id").to_owned());
    }
    assert!(ids.iter().all(|id| *id == ids[0]));
}

#[tokio::test]
async fn tests_send_any_webhook_they_want() {
    let (url, mut arrived) = application(1).await;
    let (router, _) = provider();
    let url = url.as_str();
    let wanted =
        json!({"type": "user.updated", "user": "ada", "url": url, "times": 2, "id": "msg_a"});
    let sent = control(&router, "webhooks", wanted).await;
    assert_eq!(sent, json!({"id": "msg_a", "statuses": [500, 204]}));
    let secret = folder_keys().webhook_secret;
    for _ in 0..2 {
        let one = next(&mut arrived).await;
        assert!(one.is_genuine(&secret));
        assert_eq!(one.header("svix-id"), "msg_a");
        assert_eq!(one.json()["data"]["id"], "user_ada");
        assert_eq!(one.json()["instance_id"], folder_keys().signing_key.id());
    }

    let other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    for (extra, genuine) in [
        (json!({}), true),
        (json!({"timestamp_offset": -600}), false),
        (json!({"secret": other}), false),
        (json!({"signatures": "v1,AAAA"}), false),
    ] {
        let mut wanted = json!({
            "type": "user.deleted", "data": {"deleted": true}, "url": url, "envelope_timestamp": 1,
        });
        for (name, value) in extra.as_object().unwrap() {
            wanted[name] = value.clone();
        }
        control(&router, "webhooks", wanted).await;
        let one = next(&mut arrived).await;
        assert_eq!(one.is_genuine(&secret), genuine, "{extra}");
        assert_eq!(one.json()["timestamp"], 1);
        assert_eq!(one.json()["data"], json!({"deleted": true}));
        if let Some(signatures) = extra.get("signatures") {
            assert_eq!(one.header("svix-signature"), signatures.as_str().unwrap());
        }
    }

    let deleted = json!({"type": "user.deleted", "user": "ada", "url": url});
    control(&router, "webhooks", deleted).await;
    let gone = json!({"id": "user_ada", "object": "user", "deleted": true});
    assert_eq!(next(&mut arrived).await.json()["data"], gone);
    for wrong in [
        json!({"type": "x", "url": url}),
        json!({"type": "x", "user": "ada", "url": "nowhere"}),
        json!({"type": "x", "user": "ada", "url": url, "secret": "secret"}),
    ] {
        let answer = send(&router, "POST", "/test/webhooks", &[], &wrong.to_string()).await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
}
