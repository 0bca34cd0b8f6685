//! What a handshake may bring, and when it is listened to.

use super::*;
use crate::auth::{test_backend::TestBackend, test_tokens::sign_text};

/// That this browser was sent away a moment ago.
const STARTED: &str = "gitgud_handshake=1";

fn handshake(directives: &[&str]) -> Token {
    token("ada").claim("handshake", json!(directives))
}

/// A development browser comes back with this in its query.
fn back(query: &str, cookies: &str) -> Parts {
    let cookies = format!("{DVB}; {cookies}");
    page(&format!("/a//b?x=1&{query}"), &[("cookie", &cookies)])
}

#[tokio::test]
async fn in_development_a_handshake_in_the_query_sets_its_cookies_and_leaves_a_clean_address() {
    let config = development();
    let session = token("ada").sign();
    let directives = [
        format!("__session={session}; Path=/; SameSite=Lax"),
        format!("__session_sFx={session}; HttpOnly"),
        "__client_uat=1; Path=/".to_owned(),
        "__refresh_sFx=r; Path=/".to_owned(),
        "__clerk_db_jwt=dvb_1".to_owned(),
        "theme=evil; Path=/".to_owned(),
        "__sessionevil=1".to_owned(),
    ];
    let answer = token("ada").claim("handshake", json!(directives)).sign();
    let query = format!("__clerk_handshake={answer}&__clerk_help=1");
    let expected = Outcome::Redirect(Redirect {
        location: "http://localhost:3000/a//b?x=1".to_owned(),
        cookies: [
            format!("__session={session}; Path=/; SameSite=Lax; HttpOnly"),
            format!("__session_sFx={session}; HttpOnly"),
            "__client_uat=1; Path=/".to_owned(),
            "__refresh_sFx=r; Path=/; HttpOnly".to_owned(),
            "__clerk_db_jwt=dvb_1".to_owned(),
            "gitgud_handshake=; Path=/; SameSite=Lax; HttpOnly; Max-Age=0".to_owned(),
        ]
        .map(|cookie| HeaderValue::try_from(cookie).unwrap())
        .to_vec(),
        reason: None,
    });
    assert_eq!(judge(&config, &back(&query, STARTED)).await, expected);
    let counted = back(&query, "__clerk_redirect_count=1");
    assert_eq!(judge(&config, &counted).await, expected);

    let nobody = out("session-token-and-uat-missing");
    for (method, destination) in [("POST", "document"), ("GET", "empty")] {
        let cookies = format!("{DVB}; {STARTED}");
        let headers = [
            ("sec-fetch-dest", destination),
            ("cookie", cookies.as_str()),
        ];
        let other = request(method, &format!("/?{query}"), &headers);
        assert_eq!(who(&config, &other).await, nobody);
    }
    let live = who(&production(), &back(&query, "__Host-gitgud_handshake=1")).await;
    assert_eq!(live, nobody, "not from the query");
}

#[tokio::test]
async fn an_answer_that_nobody_asked_for_signs_nobody_in() {
    let config = development();
    let grace = format!("__session={}; Path=/", token("grace").sign());
    let answer = handshake(&[&grace, "__client_uat=1; Path=/"]).sign();
    let query = format!("__clerk_handshake={answer}");
    let ada = format!("__session={}; __client_uat=1", ada());
    assert_eq!(who(&config, &back(&query, &ada)).await, signed_in("ada"));
    let nobody = who(&config, &back(&query, "")).await;
    assert_eq!(nobody, out("session-token-and-uat-missing"));
    // A browser that keeps no cookies at all is not sent round and round.
    let without_cookies = page(&format!("/?{query}"), &[]);
    assert_eq!(
        who(&config, &without_cookies).await,
        out("dev-browser-missing")
    );
}

#[tokio::test]
async fn a_handshake_that_is_not_the_instances_changes_nothing() {
    let cookies = format!("{STARTED}; __session={}; __client_uat=1", ada());
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
        ("no list", ada()),
        ("an hour old", good.clone().claim("iat", NOW - 3600).sign()),
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
        let query = format!("__clerk_handshake={answer}");
        let found = who(&development(), &back(&query, &cookies)).await;
        assert_eq!(found, signed_in("ada"), "{name}");
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_used_ends_in_one_page_with_the_true_reason() {
    let bring = |session: Token| handshake(&[&format!("__session={}; Path=/", session.sign())]);
    let evil = token("ada").claim("azp", "https://evil.example");
    for (answer, reason) in [
        (
            handshake(&["__session=abc"]).sign_with_foreign_key(),
            "token-invalid-signature",
        ),
        (bring(evil).sign(), "token-invalid-authorized-parties"),
        (
            bring(token("ada").claim("iss", "https://evil.example")).sign(),
            "token-invalid-issuer",
        ),
    ] {
        let query = format!("__clerk_handshake={answer}");
        let cookies = format!("{STARTED}; __client_uat=1");
        let found = who(&development(), &back(&query, &cookies)).await;
        assert_eq!(found, out(reason));
    }
    // What real instances send for navigations, and what is no reason to go round in circles.
    let nameless = bring(token("ada").without_claim("azp")).sign();
    let query = format!("__clerk_handshake={nameless}");
    let found = who(&development(), &back(&query, STARTED)).await;
    assert_eq!(found, out("clean address"));
    let clocks_differ = bring(token("ada").claim("exp", NOW - 3600)).sign();
    let query = format!("__clerk_handshake={clocks_differ}");
    let found = who(&development(), &back(&query, STARTED)).await;
    assert_eq!(found, out("clean address"));
}

#[tokio::test]
async fn in_production_a_handshake_comes_in_a_cookie_and_counts_at_once() {
    let config = production();
    let token = token("ada")
        .claim("iss", LIVE_ISSUER)
        .claim("azp", LIVE_ORIGIN);
    let session = |token: &Token| format!("__session={}; Path=/; Secure", token.sign());
    let visit = |directives: &[&str], started: &str| {
        let answer = handshake(directives).sign();
        let cookie = format!("{started}; __clerk_handshake={answer}; __client_uat=1");
        page("/problems", &[("cookie", &cookie)])
    };
    let started = "__Host-gitgud_handshake=1";

    let good = [&session(&token), "__client_uat=1; Path=/"];
    let outcome = judge(&config, &visit(&good, started)).await;
    let Outcome::Continue(AuthState::SignedIn(ada), cookies) = outcome else {
        panic!("signed in was expected");
    };
    assert_eq!(ada.user.id.as_str(), "user_ada");
    assert_eq!(cookies[0], format!("{}; HttpOnly", session(&token)));
    assert_eq!(cookies[1], "__client_uat=1; Path=/; Secure");
    // What any host of the domain could have set is no sign that this browser was sent away.
    for planted in ["gitgud_handshake=1", "__clerk_redirect_count=1"] {
        let unasked = who(&config, &visit(&good, planted)).await;
        assert_eq!(unasked, out("→ client-uat-but-no-session-token"));
    }

    let gone = visit(&["__session=; Path=/", "__client_uat=0"], started);
    assert_eq!(who(&config, &gone).await, out("session-token-missing"));
    let expired = token.clone().claim("exp", NOW - 60);
    let again = visit(&[&session(&expired)], started);
    assert_eq!(
        who(&config, &again).await,
        out("→ client-uat-but-no-session-token"),
        "a fresh one is asked for"
    );
    let evil = token.claim("azp", "https://evil.example");
    let refused = visit(&[&session(&evil)], started);
    assert_eq!(
        who(&config, &refused).await,
        out("token-invalid-authorized-parties")
    );
}

async fn asked(backend: &TestBackend, parts: &Parts) -> Outcome {
    let config = ClerkConfig {
        api_url: backend.url(false),
        ..development()
    };
    let means = Means::new(config, http_client("http:").unwrap());
    decide(&means, parts, DateTime::from_timestamp(NOW, 0).unwrap()).await
}

#[tokio::test]
async fn a_nonce_is_redeemed_and_what_nobody_knows_brings_nobody() {
    let backend = TestBackend::start().await;
    for (nonce, cookies, reason) in [
        ("good", 3, None),
        ("out", 2, Some(Reason::SessionTokenMissing)),
        ("unknown", 1, Some(Reason::SessionTokenMissing)),
    ] {
        let parts = back(&format!("__clerk_handshake_nonce={nonce}"), STARTED);
        let Outcome::Redirect(redirect) = asked(&backend, &parts).await else {
            panic!("{nonce}");
        };
        assert_eq!(redirect.location, "http://localhost:3000/a//b?x=1");
        assert_eq!(redirect.reason, reason, "{nonce}");
        assert_eq!(redirect.cookies.len(), cookies, "{nonce}");
    }
    let unavailable = Outcome::from(AuthState::Unavailable);
    // A secret key that is not taken is ours to mend: nobody is sent to sign in for it.
    for nonce in ["down", "key"] {
        let parts = back(&format!("__clerk_handshake_nonce={nonce}"), STARTED);
        assert_eq!(asked(&backend, &parts).await, unavailable, "{nonce}");
    }
}

#[tokio::test]
async fn an_expired_session_is_refreshed_for_reads_and_once_for_all_that_ask() {
    let backend = TestBackend::start().await;
    let config = ClerkConfig {
        api_url: backend.url(false),
        ..development()
    };
    let suffix = config.key.cookie_suffix.clone();
    let means = Means::new(config, http_client("http:").unwrap());
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let expired = token("ada")
        .claim("iat", NOW - 90)
        .claim("exp", NOW - 30)
        .sign();
    let ask = |method: &str, refresh: &str| {
        let cookies =
            format!("{DVB}; __session={expired}; __client_uat=1; __refresh_{suffix}={refresh}");
        let headers = [("sec-fetch-dest", "empty"), ("cookie", cookies.as_str())];
        request(method, "/auth/session", &headers)
    };
    let (one, other) = (ask("GET", "good"), ask("GET", "good"));
    let both = tokio::join!(decide(&means, &one, now), decide(&means, &other, now));
    for outcome in [both.0, both.1] {
        let Outcome::Continue(AuthState::SignedIn(session), cookies) = outcome else {
            panic!("signed in was expected");
        };
        assert_eq!(session.user.id.as_str(), "user_ada");
        assert_eq!(cookies.len(), 2);
    }
    assert_eq!(backend.questions(), 1);
    for (method, refresh, why) in [
        ("POST", "good", "non-eligible-non-get"),
        ("GET", "bad", "invalid_refresh_token"),
        ("GET", "other", "invalid-session-token"),
        ("GET", "garbage", "invalid-session-token"),
        ("GET", "empty", "unexpected-sdk-error"),
        ("GET", "odd", "unexpected-bapi-error"),
    ] {
        let outcome = decide(&means, &ask(method, refresh), now).await;
        let Outcome::Continue(AuthState::Expired(reason, session), _) = outcome else {
            panic!("{refresh}: {outcome:?}");
        };
        let expected = format!("session-token-expired-refresh-{why}");
        assert_eq!(reason.to_string(), expected);
        assert_eq!(session.user.id.as_str(), "user_ada");
    }
}

#[tokio::test]
async fn refreshes_that_somebody_makes_up_reach_the_provider_twenty_times_at_most() {
    let backend = TestBackend::start().await;
    let config = ClerkConfig {
        api_url: backend.url(false),
        ..development()
    };
    let suffix = config.key.cookie_suffix.clone();
    let means = Means::new(config, http_client("http:").unwrap());
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let expired = token("ada")
        .claim("iat", NOW - 90)
        .claim("exp", NOW - 30)
        .sign();
    for number in 0..40 {
        let cookies =
            format!("{DVB}; __session={expired}; __client_uat=1; __refresh_{suffix}=made{number}");
        let parts = page("/", &[("cookie", &cookies)]);
        assert!(matches!(
            decide(&means, &parts, now).await,
            Outcome::Redirect(_)
        ));
    }
    // One more may have come to be allowed meanwhile.
    assert!(
        (20..=22).contains(&backend.questions()),
        "{}",
        backend.questions()
    );
}

#[tokio::test]
async fn a_session_that_was_ended_here_is_over_before_its_token_is() {
    let means = Means::new(development(), http_client("http:").unwrap());
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let cookies = format!("{DVB}; __session={}; __client_uat=1", ada());
    let parts = page("/", &[("cookie", &cookies)]);
    let before = decide(&means, &parts, now).await;
    assert!(matches!(
        before,
        Outcome::Continue(AuthState::SignedIn(_), _)
    ));
    means.end("sess_ada");
    assert_eq!(
        decide(&means, &parts, now).await,
        Reason::SessionEnded.into()
    );
}
