//! What judging a token asks of others.

use super::*;
use crate::auth::{
    config::{ClerkConfig, ClerkSettings},
    session::http_client,
    test_backend::{NOW, TestBackend, token},
    test_tokens::{APP_ORIGIN, PUBLISHABLE_KEY, instance_pem},
};

const TOKENS: usize = 10_000;
fn means(backend: &TestBackend, jwt_key: Option<String>) -> Means {
    let config = ClerkConfig::from_settings(ClerkSettings {
        publishable_key: Some(PUBLISHABLE_KEY.to_owned()),
        secret_key: Some("sk_test_x".to_owned()),
        jwt_key,
        api_url: Some(backend.url(false)),
        allow_local_idp: Some("1".to_owned()),
        app_origin: APP_ORIGIN.to_owned(),
        ..ClerkSettings::default()
    });
    Means::new(config.unwrap(), http_client("http:").unwrap())
}

/// Judges so many good tokens.
async fn judge(means: &Means) {
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let tokens: Vec<_> = (0..10)
        .map(|number| token(false, &format!("ada{number}")).sign())
        .collect();
    for token in tokens.iter().cycle().take(TOKENS) {
        let session = means.session(token, Strictness::default(), now).await;
        assert!(session.is_ok());
    }
}

#[tokio::test]
async fn one_address_redeems_so_many_nonces_and_leaves_others_alone() {
    let backend = TestBackend::start().await;
    let means = means(&backend, None);
    let peer = |last| Some(IpAddr::from([192, 0, 2, last]));
    let refused = (0..200).find(|_| !means.may_redeem(peer(1)));
    assert!(refused >= Some(100), "{refused:?}");
    assert!(means.may_redeem(peer(2)) && means.may_redeem(None));
}

#[tokio::test]
async fn ten_thousand_good_tokens_ask_nobody() {
    let backend = TestBackend::start().await;
    judge(&means(&backend, Some(instance_pem()))).await;
    assert_eq!(backend.questions(), 0, "with a given key");
    let fetched = means(&backend, None);
    judge(&fetched).await;
    assert_eq!(backend.questions(), 1, "with a key set");
}
