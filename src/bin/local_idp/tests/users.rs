//! People in the backend API.

use super::*;

async fn ids(router: &Router, query: &str) -> Vec<String> {
    let list = ask(router, "GET", &format!("/v1/users{query}"), json!({}))
        .await
        .json();
    let list = list.as_array().unwrap().iter();
    list.map(|user| user["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn everybody_who_signed_in_or_was_named_is_listed_newest_first() {
    let (router, _) = provider();
    assert_eq!(ids(&router, "").await, [""; 0]);
    for (offset, user) in ["ada", "grace", "linus"].into_iter().enumerate() {
        control(&router, "clock", json!({"offset": offset})).await;
        match user {
            "ada" => drop(sign_in(&router, "user=ada").await),
            "grace" => drop(control(&router, "sessions", json!({"user": user})).await),
            _ => drop(control(&router, "tokens", json!({"user": user})).await),
        }
    }
    assert_eq!(
        ids(&router, "").await,
        ["user_linus", "user_grace", "user_ada"]
    );
    assert_eq!(ids(&router, "?limit=1&offset=1").await, ["user_grace"]);
    assert_eq!(ids(&router, "?offset=3").await, [""; 0]);
    let count = ask(&router, "GET", "/v1/users/count", json!({}))
        .await
        .json();
    assert_eq!(count["total_count"], 3);

    let ada = ask(&router, "GET", "/v1/users/user_ada", json!({}))
        .await
        .json();
    assert_eq!(ada["first_name"], "Ada");
    assert_eq!(ada["last_name"], Value::Null);
    assert_eq!(
        ada["email_addresses"][0]["id"],
        ada["primary_email_address_id"]
    );
    assert_eq!(
        ada["email_addresses"][0]["verification"]["status"],
        "verified"
    );
    let age = Utc::now().timestamp_millis() - ada["created_at"].as_i64().unwrap();
    assert!((-1000..5000).contains(&age), "milliseconds: {age}");
}

#[tokio::test]
async fn people_are_renamed_and_removed() {
    let (router, key) = provider();
    let made = control(&router, "sessions", json!({"user": "ada"})).await;
    let browser = made["dev_browser"].as_str().unwrap();
    let uri = "/v1/users/user_ada";
    let before = ask(&router, "GET", uri, json!({})).await.json();
    // Whoever orders changes by time sees this one last, whatever the clock says.
    control(&router, "clock", json!({"offset": -100})).await;
    let renamed = ask(&router, "PATCH", uri, json!({"last_name": "King", "x": 1}))
        .await
        .json();
    assert_eq!(renamed["first_name"], "Ada");
    assert_eq!(renamed["last_name"], "King");
    assert!(renamed["updated_at"].as_i64() > before["updated_at"].as_i64());
    control(&router, "clock", json!({})).await;
    let brought = handshake(&router, &key, browser).await;
    assert_eq!(payload(cookie(&brought, "__session"))["name"], "Ada King");

    let gone = ask(&router, "DELETE", uri, json!({})).await.json();
    assert_eq!(
        gone,
        json!({"id": "user_ada", "object": "user", "deleted": true})
    );
    for method in ["GET", "PATCH", "DELETE"] {
        let answer = ask(&router, method, uri, json!({})).await;
        assert_eq!(answer.error(), (404, "resource_not_found".to_owned()));
    }
    let brought = handshake(&router, &key, browser).await;
    assert_eq!(cookie(&brought, "__session"), "");
}

#[tokio::test]
async fn who_signs_in_after_somebody_deleted_is_somebody_else() {
    let file = temporary_file();
    let (router, key) = provider_with(None, &file);
    control(&router, "tokens", json!({"user": "ada"})).await;
    ask(&router, "DELETE", "/v1/users/user_ada", json!({})).await;
    // The same after it was started again.
    for router in [router, provider_with(None, &file).0] {
        control(&router, "tokens", json!({"user": "ada"})).await;
        assert_eq!(ids(&router, "").await, [""; 0]);
        let browser = sign_in(&router, "user=ada").await.client();
        let cookies = handshake(&router, &key, &browser).await;
        let found = session(cookie(&cookies, "__session"), &key).unwrap();
        assert_eq!(found.user.id, UserId::new("user_ada_2"));
        assert_eq!(found.user.name.as_deref(), Some("Ada"));
        // A test gets who it names.
        let made = control(&router, "sessions", json!({"user": "ada"})).await;
        assert_eq!(made["user_id"], "user_ada");
    }
}

#[tokio::test]
async fn without_the_secret_nothing_is_said_about_anybody() {
    let (router, _) = provider();
    for (method, path) in [
        ("GET", "/v1/users"),
        ("GET", "/v1/users/count"),
        ("GET", "/v1/users/user_ada"),
        ("PATCH", "/v1/users/user_ada"),
        ("DELETE", "/v1/users/user_ada"),
        ("GET", "/v1/sessions/sess_x"),
    ] {
        for headers in [&[][..], &[("authorization", "Bearer sk_test_wrong")][..]] {
            let answer = send(&router, method, path, headers, "").await;
            assert_eq!(answer.error(), (401, "clerk_key_invalid".to_owned()));
        }
    }
}
