//! Refreshing and revoking with the secret key.

use super::*;

/// Somebody signed in whose token has ended.
async fn expired(router: &Router, user: &str) -> Value {
    control(router, "sessions", json!({"user": user, "ttl": -30})).await
}

async fn refresh(router: &Router, session: &Value, token: &Value, refresh: &Value) -> Answer {
    let id = session["session_id"].as_str().unwrap();
    let uri = format!("/v1/sessions/{id}/refresh?suffixed_cookies=true");
    let body = json!({
        "format": "cookie",
        "expired_token": token,
        "refresh_token": refresh,
        "request_origin": APP,
        "request_headers": {"user-agent": ["a browser"]},
    });
    ask(router, "POST", &uri, body).await
}

#[tokio::test]
async fn an_expired_token_is_exchanged_for_one_the_application_accepts() {
    let (router, key) = provider();
    let ada = expired(&router, "ada").await;
    assert_eq!(
        session(ada["token"].as_str().unwrap(), &key),
        Err("token-expired".to_owned())
    );

    let answer = refresh(&router, &ada, &ada["token"], &ada["refresh"]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["object"], "cookies");
    let cookies = strings(&answer.json()["cookies"]);
    let fresh = cookie(&cookies, "__session");
    assert_eq!(cookie(&cookies, &format!("__session_{SUFFIX}")), fresh);
    let found = session(fresh, &key).unwrap();
    assert_eq!(found.user.id, UserId::new("user_ada"));
    assert_eq!(found.id, ada["session_id"].as_str().unwrap());
    let next = cookie(&cookies, &format!("__refresh_{SUFFIX}")).to_owned();
    assert_ne!(json!(next), ada["refresh"]);
    assert_eq!(cookies.len(), 3);

    // A request that ran at the same time ends up with the same one.
    let again = refresh(&router, &ada, &ada["token"], &ada["refresh"]).await;
    let cookies = strings(&again.json()["cookies"]);
    assert_eq!(cookie(&cookies, &format!("__refresh_{SUFFIX}")), next);
    control(&router, "clock", json!({"offset": 31})).await;
    let late = refresh(&router, &ada, &ada["token"], &ada["refresh"]).await;
    assert_eq!(late.error(), (401, "invalid_refresh_token".to_owned()));
    let current = refresh(&router, &ada, &ada["token"], &json!(next)).await;
    assert_eq!(current.status, 200);
}

#[tokio::test]
async fn nobody_gets_a_token_with_what_belongs_to_somebody_else() {
    let (router, _) = provider();
    let ada = expired(&router, "ada").await;
    let grace = expired(&router, "grace").await;
    let foreign = control(
        &router,
        "tokens",
        json!({"key": "foreign", "sid": ada["session_id"]}),
    );
    let foreign = foreign.await["token"].clone();
    let without = json!({"user": "linus", "refresh": false, "ttl": -1});
    let linus = control(&router, "sessions", without).await;
    assert_eq!(linus["refresh"], Value::Null);
    for (token, given, status, code) in [
        (
            &ada["token"],
            &grace["refresh"],
            401,
            "invalid_refresh_token",
        ),
        (&ada["token"], &json!(""), 401, "invalid_refresh_token"),
        (
            &grace["token"],
            &ada["refresh"],
            400,
            "invalid_session_token",
        ),
        (&foreign, &ada["refresh"], 400, "invalid_session_token"),
        (
            &json!("x.y.z"),
            &ada["refresh"],
            400,
            "invalid_session_token",
        ),
    ] {
        let answer = refresh(&router, &ada, token, given).await;
        assert_eq!(answer.error(), (status, code.to_owned()));
    }
    let answer = refresh(&router, &linus, &linus["token"], &ada["refresh"]).await;
    assert_eq!(answer.error(), (401, "invalid_refresh_token".to_owned()));
    assert_eq!(
        refresh(&router, &ada, &ada["token"], &ada["refresh"])
            .await
            .status,
        200
    );

    let uri = format!("/v1/sessions/{}", ada["session_id"].as_str().unwrap());
    let public = send(&router, "POST", &format!("{uri}/refresh"), &[], "{}").await;
    assert_eq!(public.error(), (401, "clerk_key_invalid".to_owned()));
    let public = send(&router, "POST", &format!("{uri}/revoke"), &[], "").await;
    assert_eq!(public.error(), (401, "clerk_key_invalid".to_owned()));
    assert_eq!(
        ask(&router, "GET", &uri, json!({})).await.json()["status"],
        "active"
    );
    ask(&router, "POST", &format!("{uri}/revoke"), json!({})).await;
    assert_eq!(
        ask(&router, "GET", &uri, json!({})).await.json()["status"],
        "revoked"
    );
    let answer = refresh(&router, &ada, &ada["token"], &ada["refresh"]).await;
    assert_eq!(answer.error(), (404, "session_not_found".to_owned()));
}

#[tokio::test]
async fn a_refresh_is_for_one_of_the_applications_and_of_the_known_form() {
    let (router, _) = provider();
    let ada = expired(&router, "ada").await;
    let uri = format!(
        "/v1/sessions/{}/refresh",
        ada["session_id"].as_str().unwrap()
    );
    for (body, code) in [
        (
            json!({"request_origin": "https://evil.example"}),
            "request_origin_invalid",
        ),
        (json!({"format": "token"}), "form_param_format_invalid"),
        (json!([]), "form_param_format_invalid"),
    ] {
        let answer = ask(&router, "POST", &uri, body).await;
        assert_eq!(answer.error(), (400, code.to_owned()));
    }
}

#[tokio::test]
async fn a_token_of_a_key_that_is_still_shown_can_be_exchanged_and_no_other() {
    let (router, _) = provider();
    let ada = expired(&router, "ada").await;
    control(&router, "rotate", json!({"keep_old": true})).await;
    let kept = refresh(&router, &ada, &ada["token"], &ada["refresh"]).await;
    assert_eq!(kept.status, 200);
    control(&router, "rotate", json!({})).await;
    let gone = refresh(&router, &ada, &ada["token"], &ada["refresh"]).await;
    assert_eq!(gone.error(), (400, "invalid_session_token".to_owned()));
}
