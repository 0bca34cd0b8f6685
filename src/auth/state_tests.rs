//! Requests and what they are taken for, restated from a run of Clerk's own library over the same
//! requests; [`super::oracle`] compares many more.

use super::*;
use crate::auth::{
    config::{ClerkConfig, ClerkSettings},
    session::http_client,
    test_backend::{LIVE_ISSUER, LIVE_KEY, LIVE_ORIGIN, NOW},
    test_tokens::{APP_ORIGIN, ISSUER, PUBLISHABLE_KEY, Token, instance_pem},
};
use axum::http::Request;
use serde_json::json;

/// Nothing listens there.
const NOWHERE: &str = "http://127.0.0.1:9";
/// What every development browser carries.
const DVB: &str = "__clerk_db_jwt=dvb_1";

fn token(user: &str) -> Token {
    Token::made_at(NOW, user)
}

fn development() -> ClerkConfig {
    let config = ClerkConfig::from_settings(ClerkSettings {
        publishable_key: Some(PUBLISHABLE_KEY.to_owned()),
        secret_key: Some("sk_test_x".to_owned()),
        jwt_key: Some(instance_pem()),
        proxy_url: Some("http://127.0.0.1:4455/".to_owned()),
        allow_local_idp: Some("1".to_owned()),
        app_origin: APP_ORIGIN.to_owned(),
        ..ClerkSettings::default()
    })
    .unwrap();
    ClerkConfig {
        api_url: NOWHERE.to_owned(),
        ..config
    }
}

fn production() -> ClerkConfig {
    let config = ClerkConfig::from_settings(ClerkSettings {
        publishable_key: Some(LIVE_KEY.to_owned()),
        secret_key: Some("sk_live_x".to_owned()),
        jwt_key: Some(instance_pem()),
        app_origin: LIVE_ORIGIN.to_owned(),
        ..ClerkSettings::default()
    })
    .unwrap();
    ClerkConfig {
        api_url: NOWHERE.to_owned(),
        ..config
    }
}

/// A page being opened, with these headers.
fn page(uri: &str, headers: &[(&str, &str)]) -> Parts {
    request(
        "GET",
        uri,
        &[headers, &[("sec-fetch-dest", "document")]].concat(),
    )
}

fn request(method: &str, uri: &str, headers: &[(&str, &str)]) -> Parts {
    let request = Request::builder().method(method).uri(uri);
    headers
        .iter()
        .fold(request, |request, (name, value)| {
            request.header(*name, *value)
        })
        .body(())
        .unwrap()
        .into_parts()
        .0
}

async fn judge(config: &ClerkConfig, parts: &Parts) -> Outcome {
    let means = Means::new(config.clone(), http_client("http:").unwrap());
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    decide(&means, parts, now).await
}

/// The user's id, or the reason why there is none; after an arrow if that leads to the provider.
async fn who(config: &ClerkConfig, parts: &Parts) -> Result<String, String> {
    match judge(config, parts).await {
        Outcome::Continue(AuthState::SignedIn(session), _) => Ok(session.user.id.to_string()),
        Outcome::Continue(AuthState::SignedOut(reason) | AuthState::Expired(reason, _), _) => {
            Err(reason.to_string())
        }
        Outcome::Continue(AuthState::Pending(_), _) => Err("pending".to_owned()),
        Outcome::Continue(AuthState::Unavailable, _) => Err("unavailable".to_owned()),
        Outcome::Redirect(Redirect { reason, .. }) => Err(reason.map_or_else(
            || "clean address".to_owned(),
            |reason| format!("→ {reason}"),
        )),
    }
}

type Who = Result<String, String>;

fn out(reason: &str) -> Who {
    Err(reason.to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside `out`")]
fn signed_in(user: &str) -> Who {
    Ok(format!("user_{user}"))
}

fn ada() -> String {
    token("ada").sign()
}

/// What the cookies of a development browser say.
async fn by_cookies(cookies: &str) -> Result<String, String> {
    let cookies = format!("{DVB}; {cookies}");
    who(&development(), &page("/", &[("cookie", &cookies)])).await
}

#[tokio::test]
async fn cookies_sign_in_when_they_agree() {
    let ada = ada();
    let suffix = development().key.cookie_suffix;
    let (nobody, garbage) = (out("session-token-and-uat-missing"), out("token-invalid"));
    for (cookies, expected) in [
        (String::new(), nobody.clone()),
        ("__client_uat=0".to_owned(), nobody.clone()),
        ("__client_uat=garbage".to_owned(), nobody),
        (
            format!("__client_uat={NOW}"),
            out("→ client-uat-but-no-session-token"),
        ),
        (
            format!("__session={ada}"),
            out("→ session-token-but-no-client-uat"),
        ),
        (
            format!("__session={ada}; __client_uat=0"),
            out("→ session-token-but-no-client-uat"),
        ),
        (format!("__session={ada}; __client_uat=1"), signed_in("ada")),
        (
            format!("__session={ada}; __client_uat={NOW}"),
            signed_in("ada"),
        ),
        (
            format!("__session={ada}; __client_uat={}", NOW + 60),
            out("→ session-token-iat-before-client-uat"),
        ),
        (
            "__session=garbage; __client_uat=1".to_owned(),
            garbage.clone(),
        ),
        (
            format!("__session=\"{ada}\"; __client_uat=1"),
            garbage.clone(),
        ),
        (
            format!("__session={ada}; __session=garbage; __client_uat=1"),
            signed_in("ada"),
        ),
        (
            format!("__session=garbage; __session={ada}; __client_uat=1"),
            garbage,
        ),
        (
            format!(
                "__session_{suffix}={ada}; __client_uat_{suffix}=1; __clerk_db_jwt_{suffix}=dvb_1"
            ),
            signed_in("ada"),
        ),
    ] {
        assert_eq!(by_cookies(&cookies).await, expected, "{cookies}");
    }
    let unknown = page(
        "/",
        &[("cookie", &format!("__session={ada}; __client_uat=1"))],
    );
    assert_eq!(
        who(&development(), &unknown).await,
        out("→ dev-browser-missing")
    );
}

#[tokio::test]
async fn tokens_in_cookies_are_verified() {
    let expired = token("ada").claim("iat", NOW - 90).claim("exp", NOW - 30);
    let of_future = token("ada").claim("iat", NOW + 60);
    for (token, reason) in [
        (
            expired.sign(),
            "→ session-token-expired-refresh-non-eligible-no-refresh-cookie",
        ),
        (
            token("ada").claim("nbf", NOW + 60).sign(),
            "→ session-token-nbf",
        ),
        (of_future.sign(), "→ session-token-iat-in-the-future"),
        (
            token("ada").sign_with_foreign_key(),
            "token-invalid-signature",
        ),
        (
            token("ada").header("cat", "cl_B7d4PD222AAA").sign(),
            "token-type-mismatch",
        ),
        (
            token("ada").claim("sub", "mch_1").sign(),
            "token-type-mismatch",
        ),
        (
            token("ada").claim("azp", "https://evil.example").sign(),
            "token-invalid-authorized-parties",
        ),
        (token("ada").claim("sts", "pending").sign(), "pending"),
    ] {
        let found = by_cookies(&format!("__session={token}; __client_uat=1")).await;
        assert_eq!(found, out(reason));
    }
}

#[tokio::test]
async fn a_token_that_names_no_application_counts_only_where_it_can_do_no_harm() {
    let nameless = token("ada").without_claim("azp").sign();
    let cookies = format!("{DVB}; __session={nameless}; __client_uat=1");
    let cookie = ("cookie", cookies.as_str());
    let own = ("origin", APP_ORIGIN);
    let refused = out("token-invalid-authorized-parties");
    let strict = ClerkConfig {
        requires_authorized_party: true,
        ..development()
    };
    for (parts, expected) in [
        (page("/", &[cookie]), signed_in("ada")),
        (request("HEAD", "/", &[cookie]), signed_in("ada")),
        (
            request("POST", "/", &[cookie, ("sec-fetch-site", "same-origin")]),
            signed_in("ada"),
        ),
        (request("POST", "/", &[cookie, own]), signed_in("ada")),
        (request("POST", "/", &[cookie]), refused.clone()),
        (
            request("POST", "/", &[cookie, ("sec-fetch-site", "same-site")]),
            refused.clone(),
        ),
        (
            request(
                "DELETE",
                "/",
                &[cookie, ("origin", "http://evil.localhost:3000")],
            ),
            refused.clone(),
        ),
        (page("/", &[("authorization", &nameless)]), refused.clone()),
    ] {
        assert_eq!(who(&development(), &parts).await, expected, "{parts:?}");
        assert_eq!(who(&strict, &parts).await, refused, "{parts:?}");
    }
    for odd in [json!(null), json!(""), json!(["http://localhost:3000"])] {
        let token = token("ada").claim("azp", odd).sign();
        let found = by_cookies(&format!("__session={token}; __client_uat=1")).await;
        assert_eq!(found, refused);
    }
}

#[tokio::test]
async fn an_encoded_semicolon_cannot_forge_a_cookie() {
    let forged = format!("sid=x%3B__session%3D{}; __client_uat=1", ada());
    assert_eq!(
        by_cookies(&forged).await,
        out("→ client-uat-but-no-session-token")
    );
}

#[tokio::test]
async fn a_token_in_the_header_wins_whatever_it_is() {
    let (config, ada, grace) = (development(), ada(), token("grace").sign());
    let cookies = format!("{DVB}; __session={ada}; __client_uat=1");
    for (header, expected) in [
        (format!("Bearer {grace}"), Ok("user_grace")),
        (format!("bearer {grace}"), Ok("user_grace")),
        (grace.clone(), Ok("user_grace")),
        (format!("Bearer  {grace}"), Err("token-invalid")),
        ("Bearer garbage".to_owned(), Err("token-invalid")),
        ("Bearer ".to_owned(), Err("token-invalid")),
        ("garbage".to_owned(), Err("token-invalid")),
        ("Basic YTpi".to_owned(), Ok("user_ada")),
    ] {
        let headers = [("authorization", header.as_str()), ("cookie", &cookies)];
        let found = who(&config, &page("/", &headers)).await;
        let expected = expected.map(str::to_owned).map_err(str::to_owned);
        assert_eq!(found, expected, "{header}");
    }
    let bearer = format!("Bearer {ada}");
    let twice = [
        ("authorization", bearer.as_str()),
        ("authorization", &bearer),
    ];
    assert_eq!(who(&config, &page("/", &twice)).await, out("token-invalid"));
}

#[tokio::test]
async fn a_browser_from_the_sign_in_page_is_sent_for_its_cookies() {
    let config = development();
    let parts = page("/problems?a=1&__clerk_db_jwt=dvb_1&b=%2F", &[]);
    let Outcome::Redirect(redirect) = judge(&config, &parts).await else {
        panic!("a redirect was expected");
    };
    assert_eq!(
        redirect.location,
        "http://127.0.0.1:4455/v1/client/handshake\
         ?redirect_url=http%3A%2F%2Flocalhost%3A3000%2Fproblems%3Fa%3D1%26b%3D%252F\
         &__clerk_api_version=2026-05-12&suffixed_cookies=false\
         &__clerk_hs_reason=dev-browser-sync&format=nonce&__clerk_db_jwt=dvb_1"
    );
    assert_eq!(
        redirect.cookies,
        [
            "__clerk_redirect_count=1; Path=/; SameSite=Lax; HttpOnly; Max-Age=2",
            "gitgud_handshake=1; Path=/; SameSite=Lax; HttpOnly; Max-Age=300",
        ]
    );

    let (away, stays) = (out("→ dev-browser-sync"), out("dev-browser-sync"));
    let uri = "/?__clerk_db_jwt=dvb_1";
    let document = ("sec-fetch-dest", "document");
    let html = ("accept", "text/html,*/*");
    let counted = |count: &str| {
        let cookie = format!("__clerk_redirect_count={count}");
        page(uri, &[("cookie", &cookie)])
    };
    for (parts, expected) in [
        (request("GET", uri, &[html]), &away),
        (counted("2"), &away),
        (counted("x"), &away),
        (counted("-7"), &away),
        (counted("3"), &stays),
        (counted("4"), &stays),
        (counted("99999999999999999999"), &stays),
        (request("POST", uri, &[document]), &stays),
        (request("HEAD", uri, &[document]), &stays),
        (request("GET", uri, &[("accept", "*/*")]), &stays),
        (
            request("GET", uri, &[("sec-fetch-dest", "empty"), html]),
            &stays,
        ),
    ] {
        assert_eq!(&who(&config, &parts).await, expected, "{parts:?}");
    }
    let live = who(&production(), &page(uri, &[])).await;
    assert_eq!(live, out("session-token-and-uat-missing"));
}

#[tokio::test]
async fn signed_out_is_never_concluded_from_missing_keys() {
    let config = ClerkConfig {
        jwt_key: None,
        ..development()
    };
    let unavailable = out("unavailable");
    let cookies = format!(
        "{DVB}; gitgud_handshake=1; __session={}; __client_uat=1",
        ada()
    );
    let parts = page("/", &[("cookie", &cookies)]);
    assert_eq!(who(&config, &parts).await, unavailable);
    let parts = page("/", &[("authorization", &ada())]);
    assert_eq!(who(&config, &parts).await, unavailable);
    let answer = token("ada").claim("handshake", json!([])).sign();
    for question in [
        format!("__clerk_handshake={answer}"),
        "__clerk_handshake_nonce=n".to_owned(),
    ] {
        let parts = page(&format!("/?{question}"), &[("cookie", &cookies)]);
        assert_eq!(who(&config, &parts).await, unavailable);
    }
    let expired = token("ada")
        .claim("iat", NOW - 90)
        .claim("exp", NOW - 30)
        .sign();
    let suffix = &config.key.cookie_suffix;
    let cookies = format!("{DVB}; __session={expired}; __client_uat=1; __refresh_{suffix}=r");
    let parts = page("/", &[("cookie", &cookies)]);
    assert_eq!(who(&development(), &parts).await, unavailable);
    let hopeless = token("ada").header("alg", "none").unsigned();
    let parts = page("/", &[("authorization", &hopeless)]);
    assert_eq!(who(&config, &parts).await, out("token-invalid-algorithm"));
}

#[test]
fn a_proxied_instance_may_name_either_issuer() {
    let issuers = development().expected.issuers;
    assert_eq!(issuers, [ISSUER, "http://127.0.0.1:4455"]);
}

#[path = "handshake_tests.rs"]
mod handshakes;
