//! `POST /test/tokens`.

use super::*;

async fn test_token(router: &Router, wanted: Value) -> String {
    let answer = send(router, "POST", "/test/tokens", &[], &wanted.to_string()).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    body["token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn tests_get_any_token_they_want() {
    let (router, key) = provider();
    for (wanted, expected) in [
        (json!({"user": "ada"}), Ok("user_ada")),
        (json!({"user": "user_ada"}), Ok("user_ada")),
        (
            json!({"user": "ada", "claims": {"sub": "user_x"}}),
            Ok("user_x"),
        ),
        (json!({"user": "ada", "nbf": null}), Ok("user_ada")),
        (json!({"user": "ada", "ttl": -60}), Err("token-expired")),
        (json!({"user": "ada", "exp": 1}), Err("token-expired")),
        (
            json!({"user": "ada", "claims": {"azp": null}}),
            Err("token-invalid-authorized-parties"),
        ),
        (
            json!({"user": "ada", "iss": "https://evil.example"}),
            Err("token-invalid-issuer"),
        ),
        (
            json!({"user": "ada", "header": {"typ": "at+jwt"}}),
            Err("token-invalid"),
        ),
        (
            json!({"user": "ada", "alg": "none"}),
            Err("token-invalid-algorithm"),
        ),
        (
            json!({"user": "ada", "alg": "HS256"}),
            Err("token-invalid-algorithm"),
        ),
        (
            json!({"user": "ada", "header": {"alg": "RS512"}}),
            Err("token-invalid-algorithm"),
        ),
        (
            json!({"user": "ada", "key": "foreign"}),
            Err("token-invalid-signature"),
        ),
    ] {
        let token = test_token(&router, wanted.clone()).await;
        let found = session(&token, &key).map(|session| session.user.id.to_string());
        let expected = expected.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(found, expected, "{wanted}");
    }
    let unsigned = test_token(&router, json!({"alg": "none", "email": "a@example.com"})).await;
    let payload = URL_SAFE_NO_PAD
        .decode(unsigned.split('.').nth(1).unwrap())
        .unwrap();
    let claims: Value = serde_json::from_slice(&payload).unwrap();
    assert!(unsigned.ends_with('.'));
    assert_eq!(claims["email"], "a@example.com");

    let wrong = send(&router, "POST", "/test/tokens", &[], r#"{"key": "lost"}"#).await;
    assert_eq!(wrong.status, 400);
}
