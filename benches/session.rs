//! How long it takes to verify a session token, from its text to whose session it is:
//! `cargo bench --no-default-features --features ssr --bench session`. Fails past the limit.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot be made has failed, and what was measured is printed"
)]

use chrono::Utc;
use gitgud::auth::{
    rsa_key::PublicKey,
    token::{Expectations, Strictness, UnverifiedToken},
};
use std::time::{Duration, Instant};
use test_tokens::{APP_ORIGIN, ISSUER, Token, instance_pem};

#[expect(dead_code, reason = "this measures good tokens only")]
#[path = "../src/auth/test_tokens.rs"]
mod test_tokens;

/// Tokens of a round.
const TOKENS: u32 = 10_000;
/// Rounds, of which the middle one counts.
const ROUNDS: usize = 5;
/// The most that one may take.
const LIMIT: Duration = Duration::from_micros(100);

fn main() {
    let key = PublicKey::from_pem(&instance_pem()).unwrap();
    let token = Token::of("ada").sign();
    let expected = Expectations {
        issuers: vec![ISSUER.to_owned()],
        authorized_parties: vec![APP_ORIGIN.to_owned()],
    };
    let now = Utc::now();
    let mut rounds: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            for _ in 0..TOKENS {
                let unverified = UnverifiedToken::parse(std::hint::black_box(&token)).unwrap();
                unverified.require_session_class().unwrap();
                let signed = unverified.verify(&key).unwrap();
                let session = signed.session(&expected, Strictness::default(), now);
                std::hint::black_box(session.unwrap());
            }
            began.elapsed() / TOKENS
        })
        .collect();
    rounds.sort_unstable();
    let middle = rounds[ROUNDS / 2];
    println!("{middle:?} for one token, limit {LIMIT:?}");
    assert!(middle <= LIMIT, "verifying a session token takes too long");
}
