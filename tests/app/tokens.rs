//! Identity for the tests of the whole application: settings that need no network, and tokens
//! that fit them.

#[expect(
    dead_code,
    reason = "these tests need only some of what unit tests need"
)]
#[path = "../../src/auth/test_tokens.rs"]
mod test_tokens;

use gitgud::{
    account::db::ensure_user,
    auth::{config::ClerkSettings, model::UserId},
    token::{
        self,
        fields::{Lifetime, TokenDraft},
        model::{Scope, TokenId},
        secret::Secret,
    },
};
use sqlx::PgPool;
pub use test_tokens::*;
use uuid::Uuid;

/// What the webhooks of the tests are signed with.
pub const WEBHOOK_SECRET: &str = "whsec_dGhlIHdlYmhvb2sgc2VjcmV0IG9mIHRoZSB0ZXN0cw==";

/// A good token of this person (`ada` is `user_ada`).
pub fn token_for(user: &str) -> String {
    Token::of(user).sign()
}

/// A token of this person's that ran out so many seconds ago.
pub fn expired(user: &str, seconds: i64) -> String {
    let ended = now() - seconds;
    Token::of(user)
        .claim("iat", ended - 60)
        .claim("nbf", ended - 70)
        .claim("exp", ended)
        .sign()
}

/// Settings of the local kind, with the public key given.
pub fn clerk_settings() -> ClerkSettings {
    ClerkSettings {
        publishable_key: Some(PUBLISHABLE_KEY.to_owned()),
        secret_key: Some("sk_test_local".to_owned()),
        jwt_key: Some(instance_pem()),
        // Nobody listens there: a test that calls the provider fails at once.
        api_url: Some("http://127.0.0.1:9".to_owned()),
        proxy_url: Some("http://127.0.0.1:4455".to_owned()),
        sign_in_url: Some("http://127.0.0.1:4455/sign-in".to_owned()),
        authorized_parties: None,
        webhook_secrets: Some(WEBHOOK_SECRET.to_owned()),
        allow_local_idp: Some("1".to_owned()),
        app_origin: APP_ORIGIN.to_owned(),
        ..ClerkSettings::default()
    }
}

/// A new access token of this person's: its id and its secret.
pub async fn access_token(pool: &PgPool, name: &str, scope: Scope) -> (TokenId, String) {
    let user = UserId::new(format!("user_{name}"));
    ensure_user(pool, &user).await.unwrap();
    let draft = TokenDraft {
        id: TokenId(Uuid::now_v7()),
        name: "a program".to_owned(),
        scope,
        lifetime: Lifetime::Month,
    };
    let secret = Secret::new().unwrap();
    token::db::create(pool, &user, &draft, &secret)
        .await
        .unwrap();
    (draft.id, secret.reveal())
}
