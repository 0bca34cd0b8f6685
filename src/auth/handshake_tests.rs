//! What a handshake may bring, and when it is listened to.

use super::*;
use crate::auth::test_tokens::sign_text;

fn handshake(directives: &[&str]) -> Token {
    token("ada").claim("handshake", json!(directives))
}

#[tokio::test]
async fn in_development_a_handshake_in_the_query_sets_its_cookies_and_leaves_a_clean_address() {
    let config = development();
    let directives = [
        "__session=abc; Path=/; SameSite=Lax",
        "__session_sFx=abc; HttpOnly",
        "__client_uat=1; Path=/",
        "__refresh_sFx=r; Path=/",
        "__clerk_db_jwt=dvb_1",
        "theme=evil; Path=/",
        "__sessionevil=1",
    ];
    let uri = format!(
        "/a//b?x=1&__clerk_handshake={}&__clerk_help=1",
        handshake(&directives).sign()
    );
    let expected = Outcome::Redirect(Redirect {
        location: "http://localhost:3000/a//b?x=1".to_owned(),
        cookies: [
            "__session=abc; Path=/; SameSite=Lax; HttpOnly",
            "__session_sFx=abc; HttpOnly",
            "__client_uat=1; Path=/",
            "__refresh_sFx=r; Path=/; HttpOnly",
            "__clerk_db_jwt=dvb_1",
        ]
        .map(HeaderValue::from_static)
        .to_vec(),
    });
    assert_eq!(judge(&config, &page(&uri, &[])).await, expected);

    let out = Err("session-token-and-uat-missing");
    for other in [
        request("POST", &uri, &[("sec-fetch-dest", "document")]),
        request("GET", &uri, &[("sec-fetch-dest", "empty")]),
    ] {
        assert_eq!(who(&config, &other).await, out);
    }
    assert_eq!(
        who(&production(), &page(&uri, &[])).await,
        out,
        "not from the query"
    );
}

#[tokio::test]
async fn a_handshake_that_is_not_the_instances_changes_nothing() {
    let ada = ada();
    let cookies = format!("__session={ada}; __client_uat=1");
    let good = handshake(&["__session=abc"]);
    let too_many = ["__client_uat=1"; 33];
    let too_long = format!("__session={}", "x".repeat(4096));
    for (name, answer) in [
        ("garbage", "garbage".to_owned()),
        ("foreign", good.sign_with_foreign_key()),
        ("unsigned", good.clone().header("alg", "none").unsigned()),
        (
            "template",
            good.clone().header("cat", "cl_B7d4PD222AAA").sign(),
        ),
        ("no list", ada.clone()),
        (
            "line end",
            handshake(&["__session=a\r\nlocation: https://evil.example"]).sign(),
        ),
        ("beyond ASCII", handshake(&["__session=ä"]).sign()),
        ("too many", handshake(&too_many).sign()),
        ("too long", handshake(&[&too_long]).sign()),
        (
            "list twice",
            sign_text(r#"{"alg":"RS256"}"#, r#"{"handshake":[],"handshake":[]}"#),
        ),
    ] {
        let parts = page(
            &format!("/?__clerk_handshake={answer}"),
            &[("cookie", &cookies)],
        );
        assert_eq!(
            who(&development(), &parts).await,
            Ok("user_ada".to_owned()),
            "{name}"
        );
    }
}

#[tokio::test]
async fn in_production_a_handshake_comes_in_a_cookie_and_counts_at_once() {
    let config = production();
    let token = token("ada")
        .claim("iss", LIVE_ISSUER)
        .claim("azp", LIVE_ORIGIN);
    let session = |token: &Token| format!("__session={}; Path=/; Secure", token.sign());
    let visit = |directives: &[&str]| {
        let cookie = format!("__clerk_handshake={}", handshake(directives).sign());
        page("/problems", &[("cookie", &cookie)])
    };

    let parts = visit(&[&session(&token), "__client_uat=1; Path=/"]);
    let Outcome::Continue(AuthState::SignedIn(ada), cookies) = judge(&config, &parts).await else {
        panic!("signed in was expected");
    };
    assert_eq!(ada.user.id.as_str(), "user_ada");
    assert_eq!(cookies[0], format!("{}; HttpOnly", session(&token)));
    assert_eq!(cookies[1], "__client_uat=1; Path=/; Secure");

    let missing = who(&config, &visit(&["__session=; Path=/", "__client_uat=0"])).await;
    assert_eq!(missing, Err("session-token-missing"));
    let expired = token.claim("exp", NOW - 60);
    let ended = judge(&config, &visit(&[&session(&expired)])).await;
    let signed_out = AuthState::SignedOut(Reason::SessionTokenAndUatMissing);
    assert_eq!(
        ended,
        Outcome::Continue(signed_out, Vec::new()),
        "and sets no cookies"
    );
}
