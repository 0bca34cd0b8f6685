//! What people saw.

use super::{TWO_SUM, add, totals};
use crate::helpers::TestApp;
use sqlx::PgPool;
use std::{fs, path::Path};
use uuid::Uuid;

#[sqlx::test(migrations = "./migrations")]
async fn the_site_of_every_problem_is_known_and_one_without_a_link_breaks_nothing(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    add(&ada, TWO_SUM).await;
    let fields = [
        ("fields[id]", &*Uuid::now_v7().to_string()),
        ("fields[link]", "A puzzle https://www.example.com/puzzles/7"),
        ("fields[difficulty]", "hard"),
    ];
    ada.call("/api/problems/add", &fields).await.expect(200);
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
