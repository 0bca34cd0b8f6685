//! What else a signed token may say: a handshake, whose it was, and who acts.

use super::*;

#[test]
fn only_the_session_class_may_carry_a_handshake() {
    let handshake = |token: &Token| {
        let token = token
            .clone()
            .claim("handshake", json!(["__session=x"]))
            .sign();
        let signed = UnverifiedToken::parse(&token)
            .unwrap()
            .verify(&key())
            .unwrap();
        signed
            .handshake(at(NOW))
            .map_err(|reason| reason.to_string())
    };
    let mismatch = Err("token-type-mismatch".to_owned());
    for accepted in [
        ada(),
        ada().without_header("cat"),
        ada().header("cat", CATEGORY_IGNORE),
    ] {
        assert_eq!(handshake(&accepted), Ok(vec!["__session=x".to_owned()]));
    }
    for category in [CATEGORY_TEMPLATE, CATEGORY_MACHINE, "cl_unheard_of"] {
        assert_eq!(handshake(&ada().header("cat", category)), mismatch);
    }
    assert_eq!(handshake(&ada().header("cat", 1)), mismatch);

    for payload in [
        json!({}),
        json!({"handshake": "x"}),
        json!({"handshake": [1]}),
    ] {
        let token = sign_text(r#"{"alg":"RS256"}"#, &payload.to_string());
        let signed = UnverifiedToken::parse(&token)
            .unwrap()
            .verify(&key())
            .unwrap();
        let found = signed.handshake(at(NOW));
        assert_eq!(found, Err(Reason::TokenVerificationFailed));
    }
}

#[test]
fn a_handshake_is_taken_for_five_minutes_at_most() {
    let handshake = json!({"handshake": ["__session=x"]});
    for (claims, taken) in [
        (json!({"iat": NOW - 299}), true),
        (json!({"iat": NOW - 300}), false),
        (json!({"exp": NOW + 1}), true),
        (json!({"exp": NOW - 5}), false),
        (json!({"iat": "soon"}), false),
    ] {
        let mut payload = handshake.clone();
        for (name, value) in claims.as_object().unwrap() {
            payload[name] = value.clone();
        }
        let token = sign_text(r#"{"alg":"RS256"}"#, &payload.to_string());
        let signed = UnverifiedToken::parse(&token)
            .unwrap()
            .verify(&key())
            .unwrap();
        assert_eq!(signed.handshake(at(NOW)).is_ok(), taken, "{claims}");
    }
}

#[test]
fn an_expired_token_still_says_whose_it_was_if_all_else_holds() {
    let expired = ada().claim("exp", NOW - 3600).claim("iat", NOW - 3660);
    let whose = |token: &Token| {
        let token = token.sign();
        let signed = UnverifiedToken::parse(&token)
            .unwrap()
            .verify(&key())
            .unwrap();
        signed
            .timeless_session(&expected(), Strictness::default())
            .map(|session| session.user.id.to_string())
    };
    assert_eq!(whose(&expired), Some("user_ada".to_owned()));
    for other in [
        expired.clone().claim("azp", "https://evil.example"),
        expired.clone().claim("iss", "https://evil.example"),
        expired.clone().without_claim("sid"),
        expired.without_claim("exp"),
    ] {
        assert_eq!(whose(&other), None);
    }
}

#[test]
fn somebody_who_acts_for_the_person_is_named() {
    for (act, name) in [
        (json!({"sub": "user_support"}), Some("user_support")),
        (json!({}), Some("?")),
        (json!("user_support"), Some("?")),
        (json!(null), None),
    ] {
        let session = judge(&ada().claim("act", act).sign()).unwrap();
        assert_eq!(session.user.impersonator.as_deref(), name);
    }
}
