//! What is accepted and what is refused, with the code of the reason, restated from a run of
//! Clerk's own library over the same tokens.

use super::*;
use crate::auth::test_tokens::{
    APP_ORIGIN, CATEGORY_SESSION, ISSUER, Token, instance_pem, sign_text,
};
use serde_json::json;

const NOW: i64 = 1_800_000_000;

fn token(user: &str) -> Token {
    Token::made_at(NOW, user)
}

fn key() -> PublicKey {
    PublicKey::from_pem(&instance_pem()).unwrap()
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

fn expected() -> Expectations {
    Expectations {
        issuers: vec![ISSUER.to_owned()],
        authorized_parties: vec![APP_ORIGIN.to_owned()],
    }
}

fn judge(token: &str) -> Result<Session, String> {
    UnverifiedToken::parse(token)
        .and_then(|token| {
            token.require_session_class()?;
            token
                .verify(&key())?
                .session(&expected(), Strictness::default(), at(NOW))
        })
        .map_err(|reason| reason.to_string())
}

fn ada() -> Token {
    token("ada")
}

/// Each refused with its code.
#[track_caller]
fn refused(cases: Vec<(&str, String, &str)>) {
    for (name, token, reason) in cases {
        let code = judge(&token).map(|session| session.id);
        assert_eq!(code, Err(reason.to_owned()), "{name}");
    }
}

#[test]
fn a_good_token_says_who_it_is_and_until_when() {
    let session = judge(&ada().sign()).unwrap();
    assert_eq!(session.user.id.as_str(), "user_ada");
    assert_eq!(session.user.name.as_deref(), Some("ada"));
    assert_eq!(session.id, "sess_ada");
    assert_eq!(session.status, SessionStatus::Active);
    let lifetime = session.expires_at - session.issued_at.unwrap();
    assert_eq!(lifetime, TimeDelta::seconds(60));
}

#[test]
fn what_clerk_accepts_and_is_harmless_is_accepted() {
    let late = NOW - 100_000;
    for (name, token) in [
        ("typ missing", ada().without_header("typ")),
        ("kid missing", ada().without_header("kid")),
        ("kid other", ada().header("kid", "ins_other")),
        ("cat missing", ada().without_header("cat")),
        ("cat ignore", ada().header("cat", CATEGORY_IGNORE)),
        ("cat unknown", ada().header("cat", "cl_unheard_of")),
        ("attacker's jwk ignored", ada().header("jwk", json!({}))),
        ("exp inside the skew", ada().claim("exp", NOW - 4)),
        ("exp with a fraction", ada().claim("exp", 2_000_000_000.5)),
        (
            "exp before iat",
            ada().claim("exp", NOW + 1).claim("iat", NOW + 4),
        ),
        ("nbf missing", ada().without_claim("nbf")),
        ("nbf inside the skew", ada().claim("nbf", NOW + 4)),
        ("iat missing", ada().without_claim("iat")),
        ("iat inside the skew", ada().claim("iat", NOW + 4)),
        ("iat long ago", ada().claim("iat", late).claim("nbf", late)),
        ("sts missing", ada().without_claim("sts")),
        ("version 3", ada().claim("v", 3)),
        ("an organisation", ada().claim("o", json!({"id": "org_1"}))),
        (
            "impersonated",
            ada().claim("act", json!({"sub": "user_support"})),
        ),
        ("aud of whatever", ada().claim("aud", "y")),
        ("name missing", ada().without_claim("name")),
    ] {
        assert!(
            judge(&token.sign()).is_ok(),
            "{name}: {:?}",
            judge(&token.sign())
        );
    }
}

#[test]
fn what_cannot_be_read_is_invalid() {
    let good = ada().sign();
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let header = r#"{"alg":"RS256","typ":"JWT"}"#;
    let payload = format!(r#"{{"sub":"user_ada","exp":{}}}"#, NOW + 60);
    let invalid = "token-invalid";
    refused(vec![
        ("four parts", format!("{good}."), invalid),
        ("two parts", signed.to_owned(), invalid),
        ("one part", "garbage".to_owned(), invalid),
        ("empty", String::new(), invalid),
        ("three garbage parts", "a.b.c".to_owned(), invalid),
        ("space before", format!(" {good}"), invalid),
        ("line end after", format!("{good}\n"), invalid),
        (
            "padded signature",
            format!("{signed}.{signature}=="),
            invalid,
        ),
        ("parts that are no JSON", sign_text("no", "json"), invalid),
        ("payload null", sign_text(header, "null"), invalid),
        (
            "payload a list",
            sign_text(header, r#"["user_ada"]"#),
            invalid,
        ),
        ("header null", sign_text("null", &payload), invalid),
        (
            "typ in small letters",
            ada().header("typ", "jwt").sign(),
            invalid,
        ),
        ("typ null", ada().header("typ", Value::Null).sign(), invalid),
        (
            "far too long",
            ada().claim("x", "x".repeat(40_000)).sign(),
            invalid,
        ),
    ]);
}

#[test]
fn other_algorithms_and_keys_are_refused() {
    let algorithm = "token-invalid-algorithm";
    let signature = "token-invalid-signature";
    let other_payload = {
        let (header_and_payload, of_grace) = (ada().sign(), token("grace").sign());
        let header_and_payload = header_and_payload.rsplit_once('.').unwrap().0.to_owned();
        format!(
            "{header_and_payload}.{}",
            of_grace.rsplit_once('.').unwrap().1
        )
    };
    refused(vec![
        ("none", ada().header("alg", "none").unsigned(), algorithm),
        ("HS256", ada().header("alg", "HS256").sign(), algorithm),
        ("RS384", ada().header("alg", "RS384").sign(), algorithm),
        ("RS512", ada().header("alg", "RS512").sign(), algorithm),
        ("PS256", ada().header("alg", "PS256").sign(), algorithm),
        ("alg missing", ada().without_header("alg").sign(), algorithm),
        (
            "alg a list",
            ada().header("alg", json!(["RS256"])).sign(),
            algorithm,
        ),
        ("foreign key", ada().sign_with_foreign_key(), signature),
        ("no signature", ada().unsigned(), signature),
        ("payload of another token", other_payload, signature),
    ]);
}

#[test]
fn nothing_is_said_about_the_claims_of_a_token_with_a_wrong_signature() {
    let worthless = ada().claim("exp", 1).claim("iss", "https://evil.example");
    refused(vec![(
        "expired, foreign",
        worthless.sign_with_foreign_key(),
        "token-invalid-signature",
    )]);
}

#[test]
fn tokens_of_another_class_are_a_mismatch() {
    let mismatch = "token-type-mismatch";
    refused(vec![
        (
            "template",
            ada().header("cat", CATEGORY_TEMPLATE).sign(),
            mismatch,
        ),
        (
            "machine",
            ada().header("cat", CATEGORY_MACHINE).sign(),
            mismatch,
        ),
        (
            "machine by sub",
            ada().claim("sub", "mch_1").sign(),
            mismatch,
        ),
        ("OAuth", ada().header("typ", "at+jwt").sign(), mismatch),
        (
            "OAuth, long",
            ada().header("typ", "application/at+jwt").sign(),
            mismatch,
        ),
    ]);
}

#[test]
fn times_are_held_to_the_second_with_five_seconds_of_skew() {
    let form = "token-verification-failed";
    refused(vec![
        ("exp missing", ada().without_claim("exp").sign(), form),
        ("exp null", ada().claim("exp", Value::Null).sign(), form),
        ("exp text", ada().claim("exp", "4102444800").sign(), form),
        (
            "exp at the boundary",
            ada().claim("exp", NOW - 5).sign(),
            "token-expired",
        ),
        (
            "exp behind it",
            ada().claim("exp", NOW - 6).sign(),
            "token-expired",
        ),
        (
            "exp negative",
            ada().claim("exp", -1).sign(),
            "token-expired",
        ),
        (
            "exp negative with a fraction",
            ada().claim("exp", -1.5).sign(),
            "token-expired",
        ),
        ("nbf null", ada().claim("nbf", Value::Null).sign(), form),
        ("nbf text", ada().claim("nbf", "0").sign(), form),
        (
            "nbf ahead",
            ada().claim("nbf", NOW + 7).sign(),
            "token-not-active-yet",
        ),
        ("iat null", ada().claim("iat", Value::Null).sign(), form),
        ("iat text", ada().claim("iat", "0").sign(), form),
        (
            "iat ahead",
            ada().claim("iat", NOW + 7).sign(),
            "token-iat-in-the-future",
        ),
    ]);
}

#[test]
fn wrong_issuers_and_parties_are_refused() {
    let issuer = "token-invalid-issuer";
    let party = "token-invalid-authorized-parties";
    refused(vec![
        (
            "iss other",
            ada().claim("iss", "https://clerk.evil.example").sign(),
            issuer,
        ),
        ("iss number", ada().claim("iss", 1).sign(), issuer),
        (
            "azp other",
            ada().claim("azp", "https://evil.example").sign(),
            party,
        ),
        ("azp empty", ada().claim("azp", "").sign(), party),
        (
            "azp with a slash",
            ada().claim("azp", format!("{APP_ORIGIN}/")).sign(),
            party,
        ),
        (
            "azp in capitals",
            ada().claim("azp", "http://LOCALHOST:3000").sign(),
            party,
        ),
        (
            "azp a list",
            ada().claim("azp", json!([APP_ORIGIN])).sign(),
            party,
        ),
    ]);
}

/// Clerk's library accepts these unless told otherwise; each line has its reason.
#[test]
fn where_clerk_is_lenient_we_are_not() {
    let form = "token-verification-failed";
    let twice = format!(
        r#"{{"sub":"user_ada","sub":"user_grace","sid":"sess_1","iss":"{ISSUER}","azp":"{APP_ORIGIN}","exp":{}}}"#,
        NOW + 60
    );
    let header = format!(r#"{{"alg":"RS256","cat":"{CATEGORY_SESSION}"}}"#);
    refused(vec![
        // An extension we do not know must be refused (RFC 7515, 4.1.11).
        (
            "crit",
            ada().header("crit", json!(["b64"])).sign(),
            "token-invalid",
        ),
        (
            "crit null",
            ada().header("crit", Value::Null).sign(),
            "token-invalid",
        ),
        // Two readers could see two people.
        ("sub twice", sign_text(&header, &twice), "token-invalid"),
        // Nobody's token, or somebody who is not a person.
        ("sub empty", ada().claim("sub", "").sign(), form),
        // Template tokens have none and outlive the session.
        ("sid missing", ada().without_claim("sid").sign(), form),
        ("sid empty", ada().claim("sid", "").sign(), form),
        // Another instance may share the key in a test set-up, never the issuer.
        (
            "iss missing",
            ada().without_claim("iss").sign(),
            "token-invalid-issuer",
        ),
        // Without a party the token could be a neighbour's, planted as a cookie.
        (
            "azp missing",
            ada().without_claim("azp").sign(),
            "token-invalid-authorized-parties",
        ),
        // Past the end of the calendar is not a time.
        ("exp 1e20", ada().claim("exp", 1e20).sign(), form),
        (
            "exp beyond the calendar",
            ada().claim("exp", i64::MAX).sign(),
            form,
        ),
        ("sts no text", ada().claim("sts", 1).sign(), form),
    ]);
    refused(vec![
        // These the library refuses, too.
        ("sub missing", ada().without_claim("sub").sign(), form),
        ("sub number", ada().claim("sub", 1).sign(), form),
    ]);
}

#[test]
fn a_pending_session_is_told_apart() {
    for status in ["pending", "weird"] {
        let session = judge(&ada().claim("sts", status).sign()).unwrap();
        assert_eq!(session.status, SessionStatus::Pending, "{status}");
    }
}

#[path = "token_uses_tests.rs"]
mod uses;
