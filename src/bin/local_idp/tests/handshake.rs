//! `GET /v1/client/handshake` and what belongs to it.

use super::*;

#[tokio::test]
async fn signing_in_leads_back_with_cookies_the_application_accepts() {
    let (router, key) = provider();
    let form = "user=ada&redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fproblems%3Fa%3D1";
    let back = sign_in(&router, form).await;
    assert_eq!(back.status, 303);
    assert!(
        back.location()
            .as_str()
            .starts_with("http://localhost:3000/problems?a=1&__clerk_db_jwt=dvb_")
    );

    let browser = back.parameter("__clerk_db_jwt").unwrap();
    assert_eq!(back.client(), browser);
    let cookies = handshake(&router, &key, &browser).await;
    let token = cookie(&cookies, "__session");
    assert_eq!(cookie(&cookies, &format!("__session_{SUFFIX}")), token);
    let ada = session(token, &key).unwrap();
    assert_eq!(ada.user.id, UserId::new("user_ada"));
    assert_eq!(ada.user.name.as_deref(), Some("Ada"));
    let uat: i64 = cookie(&cookies, "__client_uat").parse().unwrap();
    assert!(uat > 0 && uat <= ada.issued_at.unwrap().timestamp());

    let said = payload(token);
    assert_eq!(
        said["exp"].as_i64(),
        said["iat"].as_i64().map(|iat| iat + 60)
    );
    assert_eq!(
        said["nbf"].as_i64(),
        said["iat"].as_i64().map(|iat| iat - 10)
    );
    assert_eq!(said["fva"], json!([0, -1]));

    for name in ["__session", "__client_uat", "__clerk_db_jwt"] {
        let suffixed = format!("{name}_{SUFFIX}");
        assert_eq!(cookie(&cookies, name), cookie(&cookies, &suffixed));
        let attributes = directive(&cookies, name).unwrap();
        assert!(attributes.ends_with("; Path=/; SameSite=Lax; Max-Age=31536000"));
    }
    assert_eq!(cookie(&cookies, "__clerk_db_jwt"), browser);
    let refresh = directive(&cookies, &format!("__refresh_{SUFFIX}")).unwrap();
    assert!(refresh.ends_with("; HttpOnly"));
    assert_eq!(directive(&cookies, "__refresh"), None);
}

fn signed_out(cookies: &[String]) {
    for name in ["__session", "__refresh"] {
        for name in [name.to_owned(), format!("{name}_{SUFFIX}")] {
            let expired = directive(cookies, &name).unwrap();
            assert!(expired.starts_with("; Path=/; SameSite=Lax; Max-Age=0"));
        }
    }
    assert_eq!(cookie(cookies, "__client_uat"), "0");
    assert_eq!(cookie(cookies, &format!("__client_uat_{SUFFIX}")), "0");
}

#[tokio::test]
async fn a_browser_nobody_knows_is_given_a_name_and_keeps_it() {
    let (router, key) = provider();
    for uri in [
        format!("/v1/client/handshake?redirect_url={APP}/"),
        format!("/v1/client/handshake?redirect_url={APP}/&__clerk_db_jwt=dvb_forgotten"),
    ] {
        let answer = get(&router, &uri).await;
        let cookies = handshake_cookies(&answer, &key);
        signed_out(&cookies);
        let browser = cookie(&cookies, "__clerk_db_jwt");
        assert_eq!(answer.client(), browser);
        assert_ne!(browser, "dvb_forgotten");

        let again = handshake(&router, &key, browser).await;
        assert_eq!(cookie(&again, "__clerk_db_jwt"), browser);
        let back = submit(&router, "/sign-in", browser, "user=ada").await;
        assert_eq!(back.parameter("__clerk_db_jwt").as_deref(), Some(browser));
        let headers = [("cookie", format!("__client={browser}"))];
        let headers = headers
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let answer = send(&router, "GET", &uri, &headers, "").await;
        let cookies = handshake_cookies(&answer, &key);
        assert!(session(cookie(&cookies, "__session"), &key).is_ok());
    }

    let made = send(&router, "POST", "/v1/dev_browser", &[], "")
        .await
        .json();
    let browser = made["id"].as_str().unwrap();
    let cookies = handshake(&router, &key, browser).await;
    assert_eq!(cookie(&cookies, "__clerk_db_jwt"), browser);
}

#[tokio::test]
async fn whoever_signed_out_anywhere_is_signed_out_by_the_next_handshake() {
    let (router, key) = provider();
    for uri in ["revoke", "sign-out"] {
        let back = sign_in(&router, "user=ada").await;
        let browser = back.client();
        let cookies = handshake(&router, &key, &browser).await;
        let ada = session(cookie(&cookies, "__session"), &key).unwrap();
        if uri == "revoke" {
            let revoke = format!("/v1/sessions/{}/revoke", ada.id);
            let revoked = ask(&router, "POST", &revoke, json!({})).await;
            assert_eq!(revoked.json()["status"], "revoked");
            assert_eq!(ask(&router, "POST", &revoke, json!({})).await.status, 404);
        } else {
            let answer = submit(&router, "/sign-out", &browser, "").await;
            assert_eq!(answer.status, 303);
        }
        signed_out(&handshake(&router, &key, &browser).await);
    }
}

/// A handshake that may be fetched.
async fn by_nonce(router: &Router, browser: &str) -> Answer {
    let uri =
        format!("/v1/client/handshake?redirect_url={APP}/&format=nonce&__clerk_db_jwt={browser}");
    get(router, &uri).await
}

async fn fetch(router: &Router, nonce: &str) -> Answer {
    let uri = format!("/v1/clients/handshake_payload?nonce={nonce}");
    ask(router, "GET", &uri, json!({})).await
}

#[tokio::test]
async fn a_large_handshake_is_fetched_once_and_soon() {
    let (router, key) = provider();
    let browser = sign_in(&router, "user=ada").await.client();

    let answer = by_nonce(&router, &browser).await;
    assert_eq!(answer.parameter("__clerk_handshake"), None);
    let nonce = answer.parameter("__clerk_handshake_nonce").unwrap();
    let public = get(
        &router,
        &format!("/v1/clients/handshake_payload?nonce={nonce}"),
    )
    .await;
    assert_eq!(public.error(), (401, "clerk_key_invalid".to_owned()));
    let fetched = fetch(&router, &nonce).await.json();
    assert_eq!(fetched["nonce"], nonce);
    let directives = strings(&fetched["directives"]);
    assert!(session(cookie(&directives, "__session"), &key).is_ok());
    let gone = (404, "resource_not_found".to_owned());
    assert_eq!(fetch(&router, &nonce).await.error(), gone);
    assert_eq!(fetch(&router, "").await.error(), gone);

    let late = by_nonce(&router, &browser).await;
    let late = late.parameter("__clerk_handshake_nonce").unwrap();
    control(&router, "clock", json!({"offset": 61})).await;
    assert_eq!(fetch(&router, &late).await.error(), gone);
    control(&router, "clock", json!({})).await;

    let out = by_nonce(&router, "dvb_unknown").await;
    signed_out(&handshake_cookies(&out, &key));
    control(&router, "settings", json!({"nonce": "always"})).await;
    let out = by_nonce(&router, "dvb_unknown").await;
    assert!(out.parameter("__clerk_handshake_nonce").is_some());
    control(&router, "settings", json!({"nonce": "never"})).await;
    handshake_cookies(&by_nonce(&router, &browser).await, &key);
}

#[tokio::test]
async fn a_handshake_says_when_it_was_made() {
    let (router, _) = provider();
    let answer = get(
        &router,
        &format!("/v1/client/handshake?redirect_url={APP}/"),
    )
    .await;
    let said = payload(&answer.parameter("__clerk_handshake").unwrap());
    assert!((Utc::now().timestamp() - said["iat"].as_i64().unwrap()).abs() < 5);
    assert_eq!(
        said["exp"].as_i64(),
        said["iat"].as_i64().map(|iat| iat + 60)
    );
}
