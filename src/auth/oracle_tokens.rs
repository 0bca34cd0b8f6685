//! Session tokens, good and bad, that the made-up requests carry.

use crate::auth::{test_backend::NOW, test_tokens::Token};
use serde_json::json;

/// A kind of session token: its name and how it differs from a good one.
pub type Kind = (&'static str, fn(Token) -> String);

/// All of them.
pub const KINDS: [Kind; 27] = [
    ("valid", |token| token.sign()),
    ("pending", |token| token.claim("sts", "pending").sign()),
    ("older", |token| token.claim("iat", NOW - 30).sign()),
    ("long ago", |token| token.claim("iat", NOW - 5000).sign()),
    ("expired", |token| {
        token.claim("iat", NOW - 90).claim("exp", NOW - 30).sign()
    }),
    ("expired a little", |token| {
        token.claim("iat", NOW - 63).claim("exp", NOW - 3).sign()
    }),
    ("expired, not ours", |token| {
        token
            .claim("exp", NOW - 30)
            .claim("azp", "https://other.example")
            .sign()
    }),
    ("early", |token| token.claim("nbf", NOW + 60).sign()),
    ("from the future", |token| {
        token.claim("iat", NOW + 60).claim("exp", NOW + 120).sign()
    }),
    ("foreign key", |token| token.sign_with_foreign_key()),
    ("foreign issuer", |token| {
        token.claim("iss", "https://clerk.other.example").sign()
    }),
    ("no issuer", |token| token.without_claim("iss").sign()),
    ("issuer 1", |token| token.claim("iss", 1).sign()),
    ("no azp", |token| token.without_claim("azp").sign()),
    ("wrong azp", |token| {
        token.claim("azp", "https://evil.example").sign()
    }),
    ("no sid", |token| token.without_claim("sid").sign()),
    ("no sub", |token| token.without_claim("sub").sign()),
    ("no exp", |token| token.without_claim("exp").sign()),
    ("template", |token| {
        token.header("cat", "cl_B7d4PD222AAA").sign()
    }),
    ("machine", |token| {
        token.header("cat", "cl_B7d4PD333AAA").sign()
    }),
    ("machine subject", |token| {
        token.claim("sub", "mch_1").sign()
    }),
    ("OAuth", |token| token.header("typ", "at+jwt").sign()),
    ("typ jwt", |token| token.header("typ", "jwt").sign()),
    ("unsigned", |token| token.header("alg", "none").unsigned()),
    ("critical", |token| {
        token.header("crit", json!(["x"])).sign()
    }),
    ("acted", |token| {
        token.claim("act", json!({"sub": "user_support"})).sign()
    }),
    ("garbage", |_| "garbage".to_owned()),
];

/// Of the kinds above, those that most requests carry: the rest is refused for one reason.
pub const USUAL: usize = 9;
