//! Messages of the identity provider, through the real router.

use crate::{
    helpers::{Answer, TestApp},
    settings::{furnish, rows_of},
    tokens::{self, WEBHOOK_SECRET},
};
use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;
use serde_json::{Value, json};
use sqlx::PgPool;

const PATH: &str = "/webhooks/clerk";

/// A message with these headers' values, signed for this moment.
fn signed(id: &str, timestamp: i64, body: &[u8]) -> Builder {
    let secret = WEBHOOK_SECRET.trim_start_matches("whsec_");
    let key = hmac::Key::new(hmac::HMAC_SHA256, &STANDARD.decode(secret).unwrap());
    let message = [format!("{id}.{timestamp}.").as_bytes(), body].concat();
    let signature = STANDARD.encode(hmac::sign(&key, &message));
    Request::post(PATH)
        .header("host", "localhost:3000")
        .header("content-type", "application/json")
        .header("svix-id", id)
        .header("svix-timestamp", timestamp.to_string())
        .header("svix-signature", format!("v1,{signature}"))
}

/// Sends a good message with this body.
async fn send_text(app: &TestApp, id: &str, body: &str) -> Answer {
    let request = signed(id, tokens::now(), body.as_bytes());
    let answer = app
        .send(request.body(Body::from(body.to_owned())).unwrap())
        .await;
    assert_eq!(answer.body, "", "whoever calls learns nothing");
    answer
}

async fn send(app: &TestApp, id: &str, kind: &str, data: &Value) -> Answer {
    let event = json!({"type": kind, "object": "event", "data": data, "instance_id": "ins_1"});
    send_text(app, id, &event.to_string()).await
}

fn ada(name: &str, updated_at: i64) -> Value {
    json!({"id": "user_ada", "first_name": name, "updated_at": updated_at})
}

async fn names(app: &TestApp) -> Vec<(String, Option<String>)> {
    sqlx::query_as("select clerk_id, name from users order by 1")
        .fetch_all(&app.pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn names_are_kept_and_the_latest_counts(pool: PgPool) {
    let app = TestApp::new(pool);
    let called = |name: &str| vec![("user_ada".to_owned(), Some(name.to_owned()))];
    send(&app, "msg_2", "user.updated", &ada("Augusta", 2))
        .await
        .expect(200);
    assert_eq!(names(&app).await, called("Augusta"));
    send(&app, "msg_1", "user.created", &ada("Ada", 1))
        .await
        .expect(200);
    assert_eq!(names(&app).await, called("Augusta"));
    send(&app, "msg_3", "user.updated", &ada("Lady", 3))
        .await
        .expect(200);
    send(&app, "msg_3", "user.updated", &ada("Twice", 4))
        .await
        .expect(200);
    assert_eq!(names(&app).await, called("Lady"));
    // Who was told of can sign in and write.
    app.signed_in_as("ada").has_problem("Two Sum").await;
}

#[sqlx::test(migrations = "./migrations")]
async fn whoever_is_deleted_at_the_provider_is_gone_from_every_table(pool: PgPool) {
    let app = TestApp::new(pool);
    let (caller, grace) = (app.signed_in_as("ada"), app.signed_in_as("grace"));
    furnish(&app, "ada").await;
    furnish(&app, "grace").await;
    send(&app, "msg_1", "user.updated", &ada("Ada", 1))
        .await
        .expect(200);
    for (table, rows) in rows_of(&app.pool, "user_ada").await {
        assert!(rows > 0, "the test does not fill {table}");
    }
    let graces = rows_of(&app.pool, "user_grace").await;
    let deleted = json!({"id": "user_ada", "object": "user", "deleted": true});
    send(&app, "msg_2", "user.deleted", &deleted)
        .await
        .expect(200);
    send(&app, "msg_2", "user.deleted", &deleted)
        .await
        .expect(200);
    // A session token outlives its owner by up to a minute: nothing is made anew for it.
    let late = caller.get("/problems").await;
    assert!(late.status != 500, "{}", late.body);
    send(&app, "msg_3", "user.updated", &ada("Ada", 9))
        .await
        .expect(200);
    for (table, rows) in rows_of(&app.pool, "user_ada").await {
        assert_eq!(rows, 0, "{table}");
    }
    assert_eq!(rows_of(&app.pool, "user_grace").await, graces);
    grace.has_problem("Still here").await;
}

#[sqlx::test(migrations = "./migrations")]
async fn what_does_not_concern_us_is_taken_and_has_no_effect(pool: PgPool) {
    let app = TestApp::new(pool);
    for kind in [
        "session.created",
        "session.ended",
        "session.removed",
        "session.revoked",
        "organization.created",
        "something.new",
    ] {
        send(&app, "msg_1", kind, &ada("Ada", 1)).await.expect(204);
    }
    for (kind, data) in [
        ("user.deleted", json!({"deleted": true})),
        (
            "user.updated",
            json!({"first_name": "Ada", "updated_at": 1}),
        ),
        ("user.created", json!(null)),
    ] {
        send(&app, "msg_1", kind, &data).await.expect(204);
    }
    assert_eq!(names(&app).await, []);
    for body in ["", "hello", "{}", "[1]"] {
        send_text(&app, "msg_1", body).await.expect(400);
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_not_signed_is_refused(pool: PgPool) {
    let app = TestApp::new(pool);
    let body = json!({"type": "user.created", "data": ada("Ada", 1)}).to_string();
    let good = || signed("msg_1", tokens::now(), body.as_bytes());
    let send = async |request: Builder, body: &str| {
        let answer = app
            .send(request.body(Body::from(body.to_owned())).unwrap())
            .await;
        (answer.status.as_u16(), answer.body)
    };
    let refused = (400, String::new());
    let nothing = Request::post(PATH).header("host", "localhost:3000");
    assert_eq!(send(nothing, &body).await, refused);
    assert_eq!(send(good(), &body.replace("Ada", "Eve")).await, refused);
    for moment in [tokens::now() - 310, tokens::now() + 310] {
        let late = signed("msg_1", moment, body.as_bytes());
        assert_eq!(send(late, &body).await, refused);
    }
    assert_eq!(
        send(good().header("svix-id", "msg_2"), &body).await,
        refused
    );
    // A session is worth nothing here.
    let session = format!("__session={}; __client_uat=1", tokens::token_for("ada"));
    let session = Request::post(PATH).header("cookie", session);
    assert_eq!(send(session, &body).await, refused);
    assert_eq!(names(&app).await, []);
    // Cookies, origins and browsers do not matter to what is signed.
    let foreign = good()
        .header("origin", "https://evil.example")
        .header("sec-fetch-site", "cross-site")
        .header("cookie", "__session=garbage; __client_uat=1")
        .header("accept", "text/html");
    assert_eq!(send(foreign, &body).await, (200, String::new()));
    assert_eq!(names(&app).await.len(), 1);
    let get = Request::get(PATH).body(Body::empty()).unwrap();
    app.send(get).await.expect(405);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_body_is_read_up_to_a_mebibyte(pool: PgPool) {
    let app = TestApp::new(pool);
    let event = json!({"type": "user.created", "data": ada("Ada", 1)}).to_string();
    let padded = |length: usize| format!("{event}{}", " ".repeat(length - event.len()));
    send_text(&app, "msg_1", &padded(1024 * 1024))
        .await
        .expect(200);
    send_text(&app, "msg_2", &padded(1024 * 1024 + 1))
        .await
        .expect(413);
}

#[sqlx::test(migrations = "./migrations")]
async fn without_a_secret_there_is_no_such_address(pool: PgPool) {
    let mut settings = tokens::clerk_settings();
    settings.webhook_secrets = None;
    let app = TestApp::with_settings(pool, settings);
    send(&app, "msg_1", "user.created", &ada("Ada", 1))
        .await
        .expect(404);
    assert_eq!(names(&app).await, []);
}

#[sqlx::test(migrations = "./migrations")]
async fn while_the_database_is_away_the_sender_is_told_to_come_again(pool: PgPool) {
    let app = TestApp::new(pool);
    app.pool.close().await;
    send(&app, "msg_1", "user.created", &ada("Ada", 1))
        .await
        .expect(503);
}

#[sqlx::test(migrations = "./migrations")]
async fn many_messages_from_one_address_are_all_taken(pool: PgPool) {
    // More than one person may change in that time: the provider sends everybody's from a few addresses.
    let app = TestApp::new(pool);
    for number in 0..700 {
        send(&app, &format!("msg_{number}"), "session.ended", &json!({}))
            .await
            .expect(204);
    }
}
