//! Every door of the app, tried by everybody who must not pass.

use crate::{
    helpers::{ARGUMENTS, Answer, TestApp},
    tokens::{self, Token},
};
use leptos::server_fn::axum::server_fn_paths;
use sqlx::PgPool;
use uuid::Uuid;

/// Tokens that must be taken for nobody, each with the reason it is refused for.
fn bad_tokens() -> Vec<(&'static str, String)> {
    vec![
        (
            "expired",
            Token::of("ada").claim("exp", tokens::now() - 60).sign(),
        ),
        ("foreign key", Token::of("ada").sign_with_foreign_key()),
        (
            "wrong issuer",
            Token::of("ada")
                .claim("iss", "https://clerk.evil.example")
                .sign(),
        ),
        (
            "wrong party",
            Token::of("ada").claim("azp", "https://evil.example").sign(),
        ),
        (
            "alg none",
            Token::of("ada").header("alg", "none").unsigned(),
        ),
        (
            "template",
            Token::of("ada").header("cat", "cl_B7d4PD222AAA").sign(),
        ),
        (
            "machine",
            Token::of("ada").header("cat", "cl_B7d4PD333AAA").sign(),
        ),
        (
            "machine subject",
            Token::of("ada").claim("sub", "mch_1").sign(),
        ),
        ("OAuth", Token::of("ada").header("typ", "at+jwt").sign()),
        ("no session", Token::of("ada").without_claim("sid").sign()),
        ("garbage", "a.b.c".to_owned()),
    ]
}

/// Paths of all registered server functions. At least the ones that exist today are there, so that
/// a change in how they register cannot empty the test.
fn server_functions() -> Vec<&'static str> {
    let mut paths: Vec<_> = server_fn_paths().map(|(path, _)| path).collect();
    paths.sort_unstable();
    paths.dedup();
    assert!(paths.len() >= 15, "{paths:?}");
    paths
}

#[sqlx::test(migrations = "./migrations")]
async fn no_server_function_answers_somebody_who_is_not_signed_in(pool: PgPool) {
    for path in server_functions() {
        let app = TestApp::new(pool.clone()); // One address may not ask all of this of one app.
        let answer = app.nobody().call(path, &ARGUMENTS).await;
        assert_eq!(answer.status, 401, "{path}: {}", answer.body);
        for (what, token) in bad_tokens() {
            let answer = app.with_token(&token).call(path, &ARGUMENTS).await;
            assert_eq!(answer.status, 401, "{path} with {what}: {}", answer.body);
        }
        let pending = Token::of("ada").claim("sts", "pending").sign();
        let answer = app.with_token(&pending).call(path, &ARGUMENTS).await;
        assert_eq!(answer.status, 403, "{path} while pending: {}", answer.body);
    }
    let users = sqlx::query_scalar::<_, i64>("select count(*) from users")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(users, 0, "nobody was let in");
}

/// Addresses of all pages, with an id where one belongs.
fn pages() -> Vec<String> {
    let routes = leptos_axum::generate_route_list(gitgud::app::App);
    let paths: Vec<_> = routes.iter().map(|route| with_ids(route.path())).collect();
    assert!(paths.len() >= 18, "{paths:?}");
    paths
}

/// Addresses of all plain forms, read from where they are listed.
fn plain_forms() -> Vec<String> {
    let router = include_str!("../../src/server/router.rs");
    let listed = router.split_once("fn plain_forms()").unwrap().1;
    let listed = listed.split_once("/// For whoever operates").unwrap().0;
    let paths: Vec<_> = listed
        .split('"')
        .filter(|text| text.starts_with('/') && !text.contains(' '))
        .filter(|path| {
            listed.contains(&format!(".route(\"{path}\""))
                || listed.contains(&format!("            \"{path}\","))
        })
        .map(with_ids)
        .collect();
    assert!(paths.len() >= 20, "{paths:?}");
    paths
}

fn with_ids(path: &str) -> String {
    ["{id}", ":id"].iter().fold(path.to_owned(), |path, id| {
        path.replace(id, "0190f3c2-0000-7000-8000-000000000000")
    })
}

/// What anybody may see; what a device keeps, it shows by itself.
const FOR_ALL: [&str; 4] = ["/", "/deleted", "/styleguide", "/settings/device"];

#[sqlx::test(migrations = "./migrations")]
async fn no_page_and_no_form_answers_somebody_who_is_not_signed_in(pool: PgPool) {
    let app = TestApp::new(pool);
    app.signed_in_as("ada").get("/").await.expect(200);
    for (what, token) in bad_tokens() {
        let caller = app.with_token(&token);
        for path in pages()
            .iter()
            .filter(|path| !FOR_ALL.contains(&path.as_str()))
        {
            let answer = caller.get(path).await;
            // Shown why, or sent to the provider for a fresh token.
            assert!(
                [307, 401].contains(&answer.status.as_u16()),
                "{path} with {what}: {}",
                answer.status
            );
        }
        for path in plain_forms() {
            let more = [("preview", "notes"), ("fields[notes]", "x")];
            let fields = [&ARGUMENTS[..], &more].concat();
            let answer = caller.post_form(&path, &fields).await;
            // Refused with the text, parked until the session is renewed, or sent to sign in where nothing is typed.
            let parked =
                answer.status == 303 && what == "expired" && answer.location().contains("resume=");
            let sent = path.starts_with("/s/")
                && answer.status == 303
                && answer.location().starts_with("/auth/sign-in?next=/s/");
            assert!(
                answer.status == 401 || parked || sent,
                "{path} with {what}: {}",
                answer.status
            );
        }
    }
    for path in pages()
        .iter()
        .filter(|path| !FOR_ALL.contains(&path.as_str()))
    {
        let answer = app.nobody().get(path).await.expect(303);
        assert!(answer.location().starts_with("/auth/sign-in"), "{path}");
    }
    let problems: i64 = sqlx::query_scalar("select count(*) from problems")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(problems, 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_good_token_opens_every_server_function(pool: PgPool) {
    let app = TestApp::new(pool);
    for path in server_functions() {
        let answer = app.signed_in_as("ada").call(path, &ARGUMENTS).await;
        assert!(
            ![401, 403, 500].contains(&answer.status.as_u16()),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn who_acts_for_somebody_is_let_in_everywhere_but_where_things_are_theirs_alone(
    pool: PgPool,
) {
    let app = TestApp::new(pool);
    let act = serde_json::json!({"sub": "user_support"});
    let support = Token::of("ada").claim("act", act).sign();
    let mut refused = Vec::new();
    for path in server_functions() {
        let answer = app.with_token(&support).call(path, &ARGUMENTS).await;
        assert!(![401, 500].contains(&answer.status.as_u16()), "{path}");
        if answer.status == 403 {
            refused.push(path);
        }
    }
    let theirs_alone = [
        "/api/attempts/delete",
        "/api/calendar/create",
        "/api/calendar/revoke",
        "/api/drafts/discard",
        "/api/inbox/dismiss",
        "/api/problems/delete",
        "/api/review/take-back",
        "/api/settings/delete-everything",
        "/api/share/create",
        "/api/share/end",
        "/api/tokens/create",
        "/api/tokens/revoke",
        "/api/views/delete",
    ];
    assert_eq!(refused, theirs_alone);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_token_in_the_header_counts_and_wins_over_the_cookie(pool: PgPool) {
    let app = TestApp::new(pool);
    let request = |bearer: &str| {
        axum::http::Request::post("/api/current_user")
            .header("host", "localhost:3000")
            .header(
                "cookie",
                format!("__session={}; __client_uat=1", tokens::token_for("ada")),
            )
            .header("authorization", format!("Bearer {bearer}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::empty())
            .unwrap()
    };
    let grace = app
        .send(request(&tokens::token_for("grace")))
        .await
        .expect(200);
    assert_eq!(grace.json()["id"], "user_grace");
    app.send(request("garbage")).await.expect(401);
}

/// Everything that names a problem or an attempt, aimed at somebody else's.
async fn aim_at(app: &TestApp, thief: &str, problem: &str, attempt: &str) -> Vec<(String, Answer)> {
    let caller = app.signed_in_as(thief);
    let fresh = Uuid::now_v7().to_string();
    let mut answers = Vec::new();
    for page in [
        format!("/problems/{problem}"),
        format!("/problems/{problem}/edit"),
        format!("/problems/{problem}/attempts/new"),
        format!("/problems/{problem}/compare"),
        format!("/problems/{problem}/compare?from={attempt}&to={attempt}"),
        format!("/attempts/{attempt}/edit"),
    ] {
        answers.push((page.clone(), caller.get(&page).await));
    }
    let problem_fields = [
        ("fields[id]", problem),
        ("fields[title]", "Mine now"),
        ("fields[difficulty]", "easy"),
    ];
    let new_attempt = [
        ("fields[id]", fresh.as_str()),
        ("fields[problem_id]", problem),
        ("fields[status]", "solved"),
    ];
    let attempt_fields = [
        ("fields[id]", attempt),
        ("fields[problem_id]", problem),
        ("fields[status]", "solved"),
    ];
    let the_problem = [("id", problem)];
    let the_attempt = [("id", attempt)];
    let functions: [(&str, &[(&str, &str)]); 10] = [
        (
            "/api/problems/view",
            &[("id", problem), ("older", ""), ("newer", "")],
        ),
        (
            "/api/attempts/compare",
            &[("problem_id", problem), ("from", ""), ("to", attempt)],
        ),
        ("/api/problems/edit-form", &the_problem),
        ("/api/problems/edit", &problem_fields),
        ("/api/problems/delete", &the_problem),
        ("/api/attempts/form", &[("problem_id", problem)]),
        ("/api/attempts/edit-form", &the_attempt),
        ("/api/attempts/log", &new_attempt),
        ("/api/attempts/edit", &attempt_fields),
        ("/api/attempts/delete", &the_attempt),
    ];
    for (path, arguments) in functions {
        answers.push((path.to_owned(), caller.call(path, arguments).await));
    }
    let forms: [(String, &[(&str, &str)]); 5] = [
        (format!("/problems/{problem}/edit"), &problem_fields),
        (format!("/problems/{problem}/delete"), &the_problem),
        (format!("/problems/{problem}/attempts/new"), &new_attempt),
        (format!("/attempts/{attempt}/edit"), &attempt_fields),
        (format!("/attempts/{attempt}/delete"), &the_attempt),
    ];
    for (path, fields) in forms {
        answers.push((
            format!("POST {path}"),
            caller.post_form(&path, fields).await,
        ));
    }
    answers
}

#[sqlx::test(migrations = "./migrations")]
async fn somebody_elses_things_are_not_there(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Ada’s secret").await;
    let attempt = ada.has_attempt(&problem, "failed", "12").await;
    for (door, answer) in aim_at(&app, "mallory", &problem, &attempt).await {
        assert_eq!(answer.status, 404, "{door}: {}", answer.body);
        assert!(!answer.body.contains("Ada’s secret"), "{door} leaks");
    }
    let view = ada
        .call(
            "/api/problems/view",
            &[("id", &problem), ("older", ""), ("newer", "")],
        )
        .await
        .expect(200)
        .json();
    assert_eq!(view["problem"]["title"], "Ada’s secret");
    assert_eq!(view["progress"]["attempts"], 1);
    assert_eq!(view["progress"]["latest_status"], "failed");
}

#[sqlx::test(migrations = "./migrations")]
async fn the_same_id_in_two_journals_is_two_problems(pool: PgPool) {
    let app = TestApp::new(pool);
    let id = app.signed_in_as("ada").has_problem("Ada’s").await;
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[title]", "Grace’s"),
        ("fields[difficulty]", "hard"),
    ];
    app.signed_in_as("grace")
        .call("/api/problems/add", &fields)
        .await
        .expect(200);
    for (name, title) in [("ada", "Ada’s"), ("grace", "Grace’s")] {
        let view = app
            .signed_in_as(name)
            .call(
                "/api/problems/view",
                &[("id", &id), ("older", ""), ("newer", "")],
            )
            .await;
        assert_eq!(view.json()["problem"]["title"], title);
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_signed_out_visitor_of_a_personal_page_is_sent_to_sign_in_and_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let answer = app.nobody().get("/problems?older=1_2").await.expect(303);
    assert_eq!(
        answer.location(),
        "/auth/sign-in?next=/problems%3Folder%3D1_2"
    );
    let answer = app.nobody().get(answer.location()).await.expect(303);
    assert!(
        answer.location().contains("redirect_url="),
        "{}",
        answer.location()
    );
    assert!(
        answer.location().contains("problems%3Folder%3D1_2"),
        "{}",
        answer.location()
    );
}
