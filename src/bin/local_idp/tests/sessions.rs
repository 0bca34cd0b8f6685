//! `POST /test/sessions`.

use super::*;
use gitgud::auth::token::SessionStatus;

#[tokio::test]
async fn a_test_gets_everything_a_browser_would_hold() {
    let (router, key) = provider();
    let made = control(&router, "sessions", json!({"user": "grace"})).await;
    assert_eq!(made["suffix"], SUFFIX);
    let cookies: Vec<String> = made["cookies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cookie| {
            let text = |name: &str| cookie[name].as_str().unwrap();
            format!("{}={}", text("name"), text("value"))
        })
        .collect();
    assert_eq!(cookies.len(), 7);
    for (name, value) in [
        ("__session", made["token"].as_str().unwrap().to_owned()),
        ("__client_uat", made["client_uat"].to_string()),
        (
            "__clerk_db_jwt",
            made["dev_browser"].as_str().unwrap().to_owned(),
        ),
    ] {
        assert_eq!(cookie(&cookies, name), value);
        assert_eq!(cookie(&cookies, &format!("{name}_{SUFFIX}")), value);
    }
    assert_eq!(
        json!(cookie(&cookies, &format!("__refresh_{SUFFIX}"))),
        made["refresh"]
    );

    let grace = session(cookie(&cookies, "__session"), &key).unwrap();
    assert_eq!(grace.user.id, UserId::new("user_grace"));
    let brought = handshake(&router, &key, cookie(&cookies, "__clerk_db_jwt")).await;
    assert_eq!(
        session(cookie(&brought, "__session"), &key).unwrap().id,
        grace.id
    );
}

#[tokio::test]
async fn a_token_that_ended_was_made_before_and_no_earlier_than_the_sign_in() {
    let (router, key) = provider();
    for ttl in [0, -1, -3600] {
        let made = control(&router, "sessions", json!({"ttl": ttl})).await;
        let token = made["token"].as_str().unwrap();
        let said = payload(token);
        let (iat, exp) = (said["iat"].as_i64().unwrap(), said["exp"].as_i64().unwrap());
        assert!((Utc::now().timestamp() + ttl - exp).abs() < 5);
        assert_eq!(exp - iat, 60);
        assert!(made["client_uat"].as_i64().unwrap() <= iat);
        let brought = handshake(&router, &key, made["dev_browser"].as_str().unwrap()).await;
        assert_eq!(
            json!(cookie(&brought, "__client_uat").parse::<i64>().unwrap()),
            made["client_uat"]
        );
        assert!(session(cookie(&brought, "__session"), &key).is_ok());
    }
    let made = control(&router, "sessions", json!({"ttl": 3600})).await;
    let said = payload(made["token"].as_str().unwrap());
    assert_eq!(
        said["exp"].as_i64(),
        said["iat"].as_i64().map(|iat| iat + 3600)
    );
}

#[tokio::test]
async fn claims_hold_for_every_token_of_the_session() {
    let (router, key) = provider();
    let act = json!({"sub": "user_admin"});
    let claims = json!({"act": act, "sts": "pending", "jti": null, "name": "Somebody"});
    let made = control(&router, "sessions", json!({"claims": claims})).await;
    let browser = made["dev_browser"].as_str().unwrap();
    let brought = handshake(&router, &key, browser).await;
    for token in [
        made["token"].as_str().unwrap(),
        cookie(&brought, "__session"),
    ] {
        let found = session(token, &key).unwrap();
        assert_eq!(found.status, SessionStatus::Pending);
        assert_eq!(found.user.name.as_deref(), Some("Somebody"));
        assert_eq!(payload(token)["act"], act);
        assert_eq!(payload(token)["jti"], Value::Null);
    }
}

#[tokio::test]
async fn what_a_control_does_not_know_is_refused() {
    let (router, _) = provider();
    for name in [
        "sessions", "clock", "rotate", "outage", "settings", "webhooks",
    ] {
        let answer = send(
            &router,
            "POST",
            &format!("/test/{name}"),
            &[],
            r#"{"x": 1}"#,
        )
        .await;
        assert_eq!(
            answer.error(),
            (400, "form_param_format_invalid".to_owned()),
            "{name}"
        );
    }
}
