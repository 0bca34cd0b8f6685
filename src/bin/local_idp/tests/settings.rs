//! The clock, what is out of order and how tokens are made.

use super::*;
use chrono::TimeDelta;

#[tokio::test]
async fn everything_is_dated_by_the_shifted_clock() {
    let (router, key) = provider();
    let before = control(&router, "sessions", json!({})).await;
    for offset in [7200, -7200] {
        control(&router, "clock", json!({"offset": offset})).await;
        let then = Utc::now() + TimeDelta::seconds(offset);
        let made = control(&router, "sessions", json!({})).await;
        let minted = control(&router, "tokens", json!({})).await;
        let brought = handshake(&router, &key, before["dev_browser"].as_str().unwrap()).await;
        let tokens = [
            made["token"].as_str().unwrap(),
            minted["token"].as_str().unwrap(),
            cookie(&brought, "__session"),
        ];
        for token in tokens {
            assert!(session(token, &key).is_err());
            let found = session_at(token, &key, then).unwrap();
            assert!((found.issued_at.unwrap() - then).num_seconds().abs() < 5);
        }
        let uat: i64 = cookie(&brought, "__client_uat").parse().unwrap();
        assert!(uat <= payload(tokens[2])["iat"].as_i64().unwrap());
    }
    control(&router, "clock", json!({"offset": 0})).await;
    let made = control(&router, "sessions", json!({})).await;
    assert!(session(made["token"].as_str().unwrap(), &key).is_ok());
}

#[tokio::test]
async fn minutes_since_signing_in_are_in_the_token() {
    let (router, key) = provider();
    let made = control(&router, "sessions", json!({})).await;
    control(&router, "clock", json!({"offset": 125})).await;
    let brought = handshake(&router, &key, made["dev_browser"].as_str().unwrap()).await;
    assert_eq!(
        payload(cookie(&brought, "__session"))["fva"],
        json!([2, -1])
    );
}

#[tokio::test]
async fn tokens_are_made_as_the_settings_say() {
    let (router, key) = provider();
    let settings = json!({"omit_azp": true, "token_lifetime": 5});
    let now = control(&router, "settings", settings).await;
    assert_eq!(
        now,
        json!({"omit_azp": true, "token_lifetime": 5, "nonce": "large"})
    );
    let made = control(&router, "sessions", json!({"ttl": -1})).await;
    let browser = made["dev_browser"].as_str().unwrap();
    let brought = handshake(&router, &key, browser).await;
    let uri = format!(
        "/v1/sessions/{}/refresh",
        made["session_id"].as_str().unwrap()
    );
    let body = json!({
        "expired_token": made["token"], "refresh_token": made["refresh"], "request_origin": APP,
    });
    let refreshed = ask(&router, "POST", &uri, body).await.json();
    let refreshed = strings(&refreshed["cookies"]);
    for cookies in [&brought, &refreshed] {
        let token = cookie(cookies, "__session");
        assert_eq!(
            session(token, &key),
            Err("token-invalid-authorized-parties".to_owned())
        );
        let said = payload(token);
        assert_eq!(said.get("azp"), None);
        assert_eq!(
            said["exp"].as_i64(),
            said["iat"].as_i64().map(|iat| iat + 5)
        );
    }
    control(&router, "settings", json!({"omit_azp": false})).await;
    let brought = handshake(&router, &key, browser).await;
    assert_eq!(payload(cookie(&brought, "__session"))["azp"], APP);
}

#[tokio::test]
async fn what_is_out_of_order_answers_503_and_nothing_else_does() {
    let (router, _) = provider();
    let paths = [
        "/.well-known/jwks.json",
        "/v1/jwks",
        "/v1/users",
        "/v1/sessions/sess_x",
        "/v1/clients/handshake_payload",
        "/v1/client/handshake",
        "/sign-in",
    ];
    for (change, broken) in [
        (json!({"jwks": true}), vec![0, 1]),
        (json!({"jwks": false, "backend": true}), vec![2, 3, 4]),
        (json!({"jwks": true}), vec![0, 1, 2, 3, 4]),
        (json!({"all": true}), vec![0, 1, 2, 3, 4, 5, 6]),
        (
            json!({"jwks": false, "backend": false, "all": false}),
            vec![],
        ),
    ] {
        control(&router, "outage", change.clone()).await;
        for (index, path) in paths.iter().enumerate() {
            let status = ask(&router, "GET", path, json!({})).await.status;
            assert_eq!(status == 503, broken.contains(&index), "{change} {path}");
        }
    }
}
