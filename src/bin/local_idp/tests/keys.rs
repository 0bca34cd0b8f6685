//! The key sets, and what happens to them.

use super::*;

#[tokio::test]
async fn the_key_set_is_public_in_one_place_and_needs_the_secret_in_the_other() {
    let (router, key) = provider();
    assert_eq!(send(&router, "GET", "/v1/jwks", &[], "").await.status, 401);
    let answer = send(&router, "GET", "/.well-known/jwks.json", &[], "").await;
    let document: Value = serde_json::from_str(&answer.body).unwrap();
    let number = |name: &str| {
        URL_SAFE_NO_PAD
            .decode(document["keys"][0][name].as_str().unwrap())
            .unwrap()
    };
    assert_eq!(
        PublicKey::from_components(&number("n"), &number("e")),
        Ok(key)
    );
}

async fn shown(router: &Router) -> Vec<String> {
    let public = get(router, "/.well-known/jwks.json").await.json();
    let with_secret = ask(router, "GET", "/v1/jwks", json!({})).await.json();
    assert_eq!(public, with_secret);
    let keys = public["keys"].as_array().unwrap().iter();
    keys.map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn keys_are_rotated_kept_and_restored() {
    let (router, key) = provider();
    let first = folder_keys().signing_key.id().to_owned();
    assert_eq!(shown(&router).await, [first.as_str()]);
    let browser = sign_in(&router, "user=ada").await.client();

    let rotated = control(&router, "rotate", json!({"keep_old": true})).await;
    let second = rotated["kid"].as_str().unwrap().to_owned();
    assert_eq!(shown(&router).await, [second.as_str(), first.as_str()]);
    let public = PublicKey::from_pem(rotated["pem"].as_str().unwrap()).unwrap();
    let cookies = handshake(&router, &public, &browser).await;
    let token = cookie(&cookies, "__session");
    assert!(session(token, &public).is_ok());
    assert_eq!(
        session(token, &key),
        Err("token-invalid-signature".to_owned())
    );
    assert_eq!(
        UnverifiedToken::parse(token).unwrap().key_id(),
        Some(second.as_str())
    );

    let third = control(&router, "rotate", json!({})).await;
    assert_eq!(shown(&router).await, [third["kid"].as_str().unwrap()]);
    assert_eq!(third["published"], json!([third["kid"]]));

    control(&router, "rotate", json!({"restore": true})).await;
    assert_eq!(shown(&router).await, [first.as_str()]);
    let minted = control(&router, "tokens", json!({})).await;
    assert!(session(minted["token"].as_str().unwrap(), &key).is_ok());
}
