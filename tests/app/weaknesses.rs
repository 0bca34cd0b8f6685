//! Where the original GitGud fell short: a test for each point, in the order they were found. Those
//! that only a browser can show are in end2end/tests/weaknesses.spec.ts.

use crate::{
    helpers::{Caller, TestApp},
    journal::join_all,
};
use sqlx::PgPool;
use std::{fs, path::Path};
use uuid::Uuid;

const TWO_SUM: &str = "https://leetcode.com/problems/two-sum/";

async fn totals(caller: &Caller<'_>) -> serde_json::Value {
    let dashboard = caller.call("/api/insight/dashboard", &[]).await.expect(200);
    dashboard.json()["totals"].clone()
}

async fn add(caller: &Caller<'_>, link: &str) -> serde_json::Value {
    let id = Uuid::now_v7().to_string();
    let fields = [("fields[id]", id.as_str()), ("fields[link]", link)];
    let added = caller.call("/api/problems/add", &fields).await.expect(200);
    added.json()
}

// Data and SQL

#[sqlx::test(migrations = "./migrations")]
async fn numbers_are_numbers_and_are_not_reduced_from_every_attempt(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    for status in ["failed", "failed", "solved"] {
        ada.has_attempt(&problem, status, "").await;
    }
    let totals = totals(&ada).await;
    for name in ["problems", "solved", "attempts", "solved_attempts"] {
        assert!(totals[name].is_i64(), "{name} is {}", totals[name]);
    }
    // Three attempts at one problem are one problem, solved once.
    assert_eq!(
        (&totals["problems"], &totals["solved"]),
        (&1.into(), &1.into())
    );
    // The numbers are a row of their own: what it holds is what is shown, whatever the log is long.
    sqlx::query("update journal_totals set attempts = 77")
        .execute(&app.pool)
        .await
        .unwrap();
    assert_eq!(self::totals(&ada).await["attempts"], 77);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_database_itself_refuses_the_same_problem_and_the_same_person_twice(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    // The very first requests of somebody new, all at once.
    let first = (0..8).map(|_| async { add(&ada, TWO_SUM).await });
    let answers = join_all(first).await;
    let new = answers
        .iter()
        .filter(|saved| saved["already_there"] == false);
    assert_eq!(new.count(), 1);
    let refused = sqlx::query(
        "insert into problems (user_id, id, title, difficulty, identity)
         select user_id, gen_random_uuid(), 'again', 'easy', identity from problems",
    )
    .execute(&app.pool)
    .await
    .unwrap_err();
    let cause = refused.into_database_error().unwrap();
    assert_eq!(cause.constraint(), Some("problems_identity_key"));
}

#[sqlx::test(migrations = "./migrations")]
async fn recognising_again_makes_no_duplicates_and_moves_no_time(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.call("/api/current_user", &[]).await.expect(200);
    sqlx::query(
        "insert into problems (user_id, id, title, difficulty, url, recognised_by, updated_at) values
             ('user_ada', gen_random_uuid(), 'A', 'easy', 'http://www.leetcode.com/problems/two-sum', 0, '2020-01-01Z'),
             ('user_ada', gen_random_uuid(), 'B', 'easy', 'https://leetcode.com/problems/two-sum/description/', 0, '2020-01-01Z')",
    )
    .execute(&app.pool)
    .await
    .unwrap();
    gitgud::server::migrate::migrate(&app.pool).await.unwrap();
    let (rows, identities, moved): (i64, i64, i64) = sqlx::query_as(
        "select count(*), count(identity), count(*) filter (where updated_at <> '2020-01-01Z') from problems",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    assert_eq!((rows, identities, moved), (2, 1, 0));
}

#[sqlx::test(migrations = "./migrations")]
async fn every_foreign_key_has_an_index(pool: PgPool) {
    let bare: Vec<(String,)> = sqlx::query_as(
        "select c.conname::text from pg_constraint c
         where c.contype = 'f' and c.connamespace = 'public'::regnamespace
           and not exists (
               select from pg_index i
               where i.indrelid = c.conrelid and i.indpred is null
                 and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
           )",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert!(bare.is_empty(), "{bare:?}");
}

#[sqlx::test(migrations = "./migrations")]
async fn there_is_one_success_rate_and_it_says_what_it_is(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    ada.has_attempt(&problem, "failed", "").await;
    ada.has_attempt(&problem, "solved", "").await;
    let page = ada.get("/").await.expect(200).body;
    assert_eq!(page.matches("Success per attempt").count(), 1);
    assert!(!page.contains("uccess rate"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_day_is_the_persons_own_day(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    sqlx::query("update users set time_zone = 'Pacific/Auckland'")
        .execute(&app.pool)
        .await
        .unwrap();
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", &problem),
        ("fields[status]", "solved"),
        ("fields[attempted_at]", "2026-01-15T00:30"),
    ];
    ada.call("/api/attempts/log", &fields).await.expect(200);
    let day: (chrono::NaiveDate, bool) = sqlx::query_as(
        "select local_date, attempted_at = '2026-01-14T11:30Z'::timestamptz from attempts",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    assert_eq!((day.0.to_string().as_str(), day.1), ("2026-01-15", true));
}

// Validation

#[sqlx::test(migrations = "./migrations")]
async fn nonsense_is_the_senders_mistake_never_a_breakdown(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let id = Uuid::now_v7().to_string();
    let log = async |field: &'static str, value: &str| {
        let fields = [
            (field, value),
            ("fields[id]", id.as_str()),
            ("fields[problem_id]", problem.as_str()),
        ];
        ada.call("/api/attempts/log", &fields).await.status.as_u16()
    };
    assert_eq!(log("fields[status]", "brilliant").await, 422);
    assert_eq!(log("fields[minutes]", "1.5").await, 422);
    for bad in ["not-a-uuid", "", "1"] {
        let answer = ada
            .call(
                "/api/problems/view",
                &[("id", bad), ("older", ""), ("newer", "")],
            )
            .await;
        assert_eq!(answer.status, 404, "{bad}");
    }
    let tags = [
        ("fields[id]", id.as_str()),
        ("fields[title]", "x"),
        ("fields[difficulty]", "impossible"),
        ("fields[tags][]", "a"),
        ("fields[tags][]", "b"),
    ];
    let answer = ada.call("/api/problems/add", &tags).await;
    assert!(
        (400..500).contains(&answer.status.as_u16()),
        "{}",
        answer.status
    );
    let malformed = axum::http::Request::post("/api/attempts/log")
        .header("host", "localhost:3000")
        .header(
            "cookie",
            format!(
                "__session={}; __client_uat=1",
                crate::tokens::token_for("ada")
            ),
        )
        .header("content-type", "application/json")
        .body(axum::body::Body::from("{\"fields\": [}"))
        .unwrap();
    let answer = app.send(malformed).await;
    assert!(
        (400..500).contains(&answer.status.as_u16()),
        "{}",
        answer.status
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn minutes_lengths_and_schemes_are_checked_by_the_server_and_by_the_database(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    for minutes in ["-5", "0", "1441"] {
        let fields = [
            ("fields[id]", &*Uuid::now_v7().to_string()),
            ("fields[problem_id]", problem.as_str()),
            ("fields[status]", "solved"),
            ("fields[minutes]", minutes),
        ];
        ada.call("/api/attempts/log", &fields).await.expect(422);
    }
    for link in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ] {
        let fields = [
            ("fields[id]", &*Uuid::now_v7().to_string()),
            ("fields[title]", "x"),
            ("fields[difficulty]", "easy"),
            ("fields[link]", link),
        ];
        ada.call("/api/problems/add", &fields).await.expect(422);
    }
    for statement in [
        "update problems set url = 'javascript:alert(1)'",
        "update problems set title = repeat('x', 301)",
        "update problems set description = repeat('x', 100001)",
    ] {
        let refused = sqlx::query(statement).execute(&app.pool).await.unwrap_err();
        let code = refused
            .into_database_error()
            .unwrap()
            .code()
            .unwrap()
            .into_owned();
        assert_eq!(code, "23514", "a CHECK refuses: {statement}");
    }
    ada.has_attempt(&problem, "solved", "5").await;
    for statement in [
        "update attempts set time_taken = -1",
        "update attempts set notes = repeat('x', 100001)",
    ] {
        let refused = sqlx::query(statement).execute(&app.pool).await.unwrap_err();
        let code = refused
            .into_database_error()
            .unwrap()
            .code()
            .unwrap()
            .into_owned();
        assert_eq!(code, "23514", "a CHECK refuses: {statement}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn an_edit_normalises_the_link_finds_duplicates_and_a_part_leaves_the_rest(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    add(&ada, TWO_SUM).await;
    let other = add(&ada, "https://leetcode.com/problems/3sum/").await;
    let id = other["id"].as_str().unwrap().to_owned();
    let edit = async |link: &str| {
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[revision]", &*ada.revision("problems", &id).await),
            ("fields[title]", "Edited"),
            ("fields[difficulty]", "hard"),
            ("fields[tags]", "kept"),
            ("fields[description]", "kept too"),
            ("fields[link]", link),
        ];
        ada.call("/api/problems/edit", &fields).await
    };
    let refused = edit("http://www.leetcode.com/problems/two-sum?tab=Description")
        .await
        .expect(422);
    assert!(refused.body.contains("already has this link"));
    edit("leetcode.com/problems/4sum").await.expect(200);
    let part = [
        ("part", "difficulty"),
        ("fields[id]", id.as_str()),
        ("fields[revision]", &*ada.revision("problems", &id).await),
        ("fields[difficulty]", "medium"),
    ];
    ada.call("/api/problems/edit-part", &part).await.expect(200);
    let view = ada
        .call(
            "/api/problems/view",
            &[("id", &id), ("older", ""), ("newer", "")],
        )
        .await
        .json();
    let problem = &view["problem"];
    assert_eq!(problem["url"], "https://leetcode.com/problems/4sum/");
    assert_eq!(problem["tags"], serde_json::json!(["kept"]));
    assert_eq!(problem["description"], "kept too");
    assert_eq!(problem["difficulty"], "medium");
}

// What is seen

#[sqlx::test(migrations = "./migrations")]
async fn the_site_of_every_problem_is_known_and_one_without_a_link_breaks_nothing(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    add(&ada, TWO_SUM).await;
    add(&ada, "A puzzle https://www.example.com/puzzles/7")
        .await
        .as_object();
    ada.has_problem("On paper").await;
    let sites: Vec<(Option<String>,)> =
        sqlx::query_as("select site from problems order by created_at")
            .fetch_all(&app.pool)
            .await
            .unwrap();
    let sites: Vec<_> = sites.iter().map(|(site,)| site.as_deref()).collect();
    assert_eq!(sites, [Some("leetcode"), Some("example.com"), None]);
    let page = ada.get("/problems").await.expect(200).body;
    assert!(page.contains("LeetCode") && page.contains("example.com") && page.contains("On paper"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_signed_out_visitor_of_any_page_is_asked_to_sign_in_not_told_it_is_not_there(
    pool: PgPool,
) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "solved", "").await;
    for page in [
        format!("/problems/{problem}"),
        format!("/problems/{problem}/edit"),
        format!("/problems/{problem}/attempts/new"),
        format!("/attempts/{attempt}/edit"),
        "/problems/add".to_owned(),
    ] {
        let answer = app.nobody().get(&page).await.expect(303);
        assert_eq!(answer.location(), format!("/auth/sign-in?next={page}"));
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_page_arrives_whole_without_a_flash_of_not_found(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    ada.has_attempt(&problem, "solved", "12").await;
    let body = ada
        .get(&format!("/problems/{problem}"))
        .await
        .expect(200)
        .body;
    assert!(body.contains("Two Sum") && body.contains("12 min"));
    for word in ["not here", "not found", "Loading"] {
        assert!(!body.contains(word), "{word}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn what_cannot_be_fetched_is_an_error_not_zeros(pool: PgPool) {
    let app = TestApp::new(pool.clone());
    let ada = app.signed_in_as("ada");
    ada.call("/api/current_user", &[]).await.expect(200);
    pool.close().await;
    for page in ["/", "/problems"] {
        let answer = ada.get(page).await.expect(503);
        assert!(
            answer.body.contains("cannot reach a part of itself"),
            "{page}"
        );
        for word in ["No problems yet", "Nothing logged yet", "Where you stand"] {
            assert!(!answer.body.contains(word), "{page}: {word}");
        }
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn an_existing_problem_is_found_without_creating_and_can_be_added_again_once_deleted(
    pool: PgPool,
) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let saved = add(&ada, TWO_SUM).await;
    let id = saved["id"].as_str().unwrap();
    let form = "/problems/new?link=https%3A%2F%2Fleetcode.com%2Fproblems%2Ftwo-sum%2F";
    let page = ada.get(form).await.expect(200);
    assert!(page.body.contains(&format!("href=\"/problems/{id}\"")));
    assert_eq!(totals(&ada).await["problems"], 1, "looking adds nothing");
    ada.call("/api/problems/delete", &[("id", id)])
        .await
        .expect(200);
    let page = ada.get(form).await.expect(200);
    assert!(page.body.contains("Add the problem"));
    assert_eq!(add(&ada, TWO_SUM).await["already_there"], false);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_list_shows_how_it_went_and_an_attempt_can_be_edited_and_back_dated(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "40").await;
    let list = ada.get("/problems").await.expect(200).body;
    assert!(list.contains("Two Sum") && list.contains("Failed"));
    let fields = [
        ("fields[id]", attempt.as_str()),
        ("fields[problem_id]", problem.as_str()),
        ("fields[revision]", "1"),
        ("fields[status]", "partial"),
        ("fields[attempted_at]", "2020-02-29T08:30"),
    ];
    ada.post_form(&format!("/attempts/{attempt}/edit"), &fields)
        .await
        .expect(303);
    let page = ada
        .get(&format!("/problems/{problem}"))
        .await
        .expect(200)
        .body;
    assert!(page.contains("29 Feb 2020"));
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The text of every file below a folder with one of these endings.
fn texts(folder: &Path, endings: &[&str], found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if path.is_dir() {
            texts(&path, endings, found);
        } else if ending.is_some_and(|ending| endings.contains(&ending)) {
            let name = path.to_string_lossy().into_owned();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn dark_has_colours_of_its_own_and_no_two_difficulties_share_one() {
    let tokens = read("style/tokens.css");
    let value = |name: &str| {
        let after = tokens.split(&format!("--{name}:")).nth(1).unwrap();
        after.split(';').next().unwrap().trim().to_owned()
    };
    for name in ["paper", "card", "ink"] {
        assert!(value(name).starts_with("light-dark("), "{name}");
    }
    let levels = ["level-1", "level-2", "level-3"].map(value);
    assert!(levels[0] != levels[1] && levels[1] != levels[2] && levels[0] != levels[2]);
}

#[test]
fn no_style_takes_the_focus_ring_away_without_putting_another() {
    let mut styles = Vec::new();
    texts(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("style"),
        &["css"],
        &mut styles,
    );
    for (name, text) in styles {
        for rule in text.split('}') {
            let removes = ["outline: 0", "outline: none", "outline:none", "outline:0"]
                .iter()
                .any(|words| rule.contains(words));
            // The main part takes the focus only so that reading goes on from there.
            let by_script = rule.contains("main:focus-visible");
            assert!(!removes || by_script, "{name}: {rule}");
        }
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn every_address_that_signing_in_uses_exists(pool: PgPool) {
    let app = TestApp::new(pool);
    let start = app.nobody().get("/auth/sign-in").await.expect(303);
    let sign_in = start.location().to_owned();
    let back = sign_in.split("redirect_url=").nth(1).unwrap();
    for missing in ["dashboard", "sign-up", "%2Fsign-in"] {
        assert!(!back.contains(missing), "{sign_in}");
    }
    app.signed_in_as("ada").get("/").await.expect(200);
}

#[test]
fn nothing_is_printed_where_a_log_belongs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    texts(&root.join("src"), &["rs", "ts", "js"], &mut files);
    for (name, text) in files {
        // Commands speak to whoever typed them.
        if name.contains("/src/bin/") || name.ends_with("cli.rs") || name.contains("/src/demo/") {
            continue;
        }
        for words in ["println!(", "eprintln!(", "dbg!(", "console.log(", "log!("] {
            let printed = text
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(words));
            assert!(!printed, "{name} has {words}");
        }
    }
}
