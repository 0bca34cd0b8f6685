//! Our decisions beside those of Clerk's own back-end library (`end2end/oracle.mjs`), over thousands
//! of made-up requests. Status, reason and redirect agree, or the row is in [`DESIGNED`].

use super::{Outcome, decide};
use crate::auth::{
    config::{ClerkConfig, ClerkSettings},
    means::Means,
    session::{AuthState, http_client},
    test_backend::{LIVE_KEY, LIVE_ORIGIN, NOW, TestBackend},
    test_tokens::{APP_ORIGIN, PUBLISHABLE_KEY, instance_pem},
};
use cases::{Case, Maker};
use chrono::DateTime;
use reqwest::Url;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

#[path = "oracle_cases.rs"]
mod cases;

/// How many requests are compared. The same ones each time.
const REQUESTS: usize = 6_000;

/// What a side makes of a request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Verdict {
    status: String,
    reason: Option<String>,
    location: Option<String>,
    user: Option<String>,
}

fn settings(live: bool) -> ClerkSettings {
    let of = |live_one: &str, other: &str| Some(if live { live_one } else { other }.to_owned());
    ClerkSettings {
        publishable_key: of(LIVE_KEY, PUBLISHABLE_KEY),
        secret_key: of("sk_live_x", "sk_test_x"),
        jwt_key: Some(instance_pem()),
        proxy_url: of("", "http://127.0.0.1:4455"),
        allow_local_idp: of("", "1"),
        // As strict as the library, which the rule for tokens without `azp` is not.
        require_azp: Some("1".to_owned()),
        app_origin: if live { LIVE_ORIGIN } else { APP_ORIGIN }.to_owned(),
        ..ClerkSettings::default()
    }
}

fn means(backend: &TestBackend, live: bool) -> Means {
    let config = ClerkConfig {
        api_url: backend.url(live),
        ..ClerkConfig::from_settings(settings(live)).unwrap()
    };
    Means::new(config, http_client("http:").unwrap())
}

/// What Clerk's library says of each.
fn oracle(backend: &TestBackend, cases: &[Case]) -> Vec<Verdict> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("end2end/oracle.mjs");
    let mut node = Command::new("node")
        .arg(&script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    let instance = |live: bool| {
        let settings = settings(live);
        json!({
            "publishableKey": settings.publishable_key, "secretKey": settings.secret_key,
            "jwtKey": settings.jwt_key, "apiUrl": backend.url(live),
            "proxyUrl": settings.proxy_url.filter(|url| !url.is_empty()),
            "authorizedParties": [settings.app_origin],
        })
    };
    let mut lines = vec![json!({"now": NOW * 1000}).to_string()];
    lines.extend(cases.iter().map(|case| {
        json!({
            "instance": instance(case.live), "method": case.method, "url": case.url,
            "headers": case.headers,
        })
        .to_string()
    }));
    let writer = std::thread::spawn(move || input.write_all((lines.join("\n") + "\n").as_bytes()));
    let answers = BufReader::new(node.stdout.take().unwrap())
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    writer.join().unwrap().unwrap();
    node.wait().unwrap();
    answers
}

/// What we say.
async fn ours(means: &Means, case: &Case) -> Verdict {
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    let verdict = |status: &str, reason: Option<String>, location, user| Verdict {
        status: status.to_owned(),
        reason,
        location,
        user,
    };
    match decide(means, &case.parts(), now).await {
        Outcome::Continue(AuthState::SignedIn(session) | AuthState::Pending(session), _) => {
            verdict("signed-in", None, None, Some(session.user.id.to_string()))
        }
        Outcome::Continue(AuthState::SignedOut(reason) | AuthState::Expired(reason, _), _) => {
            verdict("signed-out", Some(reason.to_string()), None, None)
        }
        Outcome::Continue(AuthState::Unavailable, _) => verdict("unavailable", None, None, None),
        Outcome::Redirect(redirect) => {
            let away = redirect.location.contains("/v1/client/handshake");
            let status = match (&redirect.reason, away) {
                (_, true) => "handshake",
                (Some(_), false) => "signed-out",
                (None, false) => "signed-in",
            };
            let reason = redirect.reason.map(|reason| reason.to_string());
            verdict(status, reason, Some(redirect.location), None)
        }
    }
}

/// An address as its parts, so that two ways to write the same one are equal.
fn read(location: &str) -> Value {
    let url = Url::parse(location).unwrap();
    let query: BTreeMap<String, Value> = url
        .query_pairs()
        .map(|(name, value)| {
            let value = if name == "redirect_url" {
                read(&value)
            } else {
                json!(value)
            };
            (name.into_owned(), value)
        })
        .collect();
    json!([url.origin().ascii_serialization(), url.path(), query])
}

fn same(ours: &Verdict, theirs: &Verdict) -> bool {
    let location = |verdict: &Verdict| verdict.location.as_deref().map(read);
    ours.status == theirs.status
        && (ours.reason == theirs.reason || theirs.status == "signed-in")
        && location(ours) == location(theirs)
        && (ours.user == theirs.user || ours.location.is_some())
}

/// A difference: why, and which requests it is about.
type Row = (&'static str, fn(&Case) -> bool);

/// Where we differ, and why: always because we are stricter, or say more clearly what is wrong.
const DESIGNED: [Row; 16] = [
    (
        "an answer counts only with a page that is being opened",
        |case| brings_answer(case) && !case.is_document(),
    ),
    (
        "an answer counts only for a browser that was sent away",
        |case| brings_answer(case) && case.has("count x"),
    ),
    (
        "an answer that is not the instance's, has no list or is old changes nothing",
        |case| {
            ["foreign", "template", "garbage", "no list", "old"]
                .iter()
                .any(|kind| case.has(&format!("answer {kind}")))
        },
    ),
    (
        "a session that a handshake brought and that does not fit ends in one page with the reason",
        |case| case.has("answer no azp inside") || case.has("answer wrong azp inside"),
    ),
    (
        "signed out is never concluded from a broken backend API: a nonce",
        |case| case.has("nonce down"),
    ),
    (
        "a handshake's own parameters are not sent back to the provider",
        |case| brings_answer(case) && case.has("header"),
    ),
    ("the loop guard cannot be stepped over", |case| {
        case.has("count 4")
    }),
    (
        "the refresh cookie does not renew a token that came in the header",
        |case| case.has("refresh") && case.has("header expired"),
    ),
    ("a refreshed session is the same person's", |case| {
        case.has("refresh other")
    }),
    (
        "signed out is never concluded from a broken backend API: a refresh",
        |case| case.has("refresh down"),
    ),
    (
        "an unfinished session that comes back from the portal is asked for anew",
        |case| case.brings("pending") && case.has("referrer https://accounts.example.com"),
    ),
    ("a token names its issuer", |case| case.brings("no issuer")),
    ("a token is of this instance", |case| {
        case.brings("foreign issuer")
    }),
    ("a token is of a session", |case| case.brings("no sid")),
    ("a token needs nothing that we do not know", |case| {
        case.brings("critical")
    }),
    ("an issuer is text", |case| case.brings("issuer 1")),
];

fn brings_answer(case: &Case) -> bool {
    case.has("answer") || case.has("nonce")
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_are_taken_for_what_clerks_own_library_takes_them_for() {
    let backend = TestBackend::start().await;
    let both = [means(&backend, false), means(&backend, true)];
    let suffix = |live: bool| both[usize::from(live)].config.key.cookie_suffix.clone();
    let mut maker = Maker::new([false, true].map(suffix));
    let cases: Vec<Case> = (0..REQUESTS).map(|_| maker.case()).collect();
    let theirs = oracle(&backend, &cases);
    assert_eq!(theirs.len(), cases.len());
    let mut unexplained = Vec::new();
    let mut explained = BTreeSet::new();
    let mut outcomes = BTreeSet::new();
    for (case, theirs) in cases.iter().zip(&theirs) {
        let ours = ours(&both[usize::from(case.live)], case).await;
        outcomes.insert((theirs.status.clone(), theirs.reason.clone()));
        // Where an answer is ignored, the reader stays who they were.
        let looser = ours.status == "signed-in" && theirs.status != "signed-in";
        assert!(
            !looser || brings_answer(case),
            "{case:?}\n{ours:?}\n{theirs:?}"
        );
        if same(&ours, theirs) {
            continue;
        }
        match DESIGNED.iter().find(|(_, applies)| applies(case)) {
            Some((why, _)) => {
                explained.insert(*why);
            }
            None => {
                unexplained.push(format!(
                    "{case:?}\n  ours:   {ours:?}\n  theirs: {theirs:?}"
                ));
            }
        }
    }
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    let unused: Vec<_> = DESIGNED
        .iter()
        .map(|(why, _)| why)
        .filter(|why| !explained.contains(**why))
        .collect();
    assert_eq!(
        unused,
        Vec::<&&str>::new(),
        "rows of the list that nothing needs"
    );
    assert!(outcomes.len() >= 30, "too little was tried: {outcomes:?}");
}
