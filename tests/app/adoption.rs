//! Pointed at a database of the original GitGud, the migrations adopt it and lose nothing.

use crate::helpers::{Caller, TestApp};
use gitgud::server::migrate::migrate;
use serde_json::Value;
use sqlx::{Executor, PgPool};

const SCHEMA: &str = include_str!("../data/original_schema.sql");
const ROWS: &str = include_str!("../data/original_rows.sql");

/// The same database as the original's Drizzle migration names its types.
fn drizzle_schema() -> String {
    SCHEMA
        .replace("difficulty_enum", "difficulty")
        .replace("status_enum", "status")
}

async fn adopt(pool: &PgPool, schema: &str) {
    pool.execute(sqlx::AssertSqlSafe(schema.to_owned()))
        .await
        .unwrap();
    pool.execute(ROWS).await.unwrap();
    migrate(pool).await.unwrap();
}

async fn view(caller: &Caller<'_>, number: u8) -> Value {
    let id = format!("00000000-0000-4000-8000-00000000000{number}");
    caller
        .call(
            "/api/problems/view",
            &[("id", &id), ("older", ""), ("newer", "")],
        )
        .await
        .expect(200)
        .json()
}

#[sqlx::test(migrations = false)]
async fn every_row_of_the_documented_schema_is_there_and_visible(pool: PgPool) {
    adopt(&pool, SCHEMA).await;
    every_row_is_there(pool).await;
}

#[sqlx::test(migrations = false)]
async fn every_row_of_the_drizzle_schema_is_there_and_visible(pool: PgPool) {
    adopt(&pool, &drizzle_schema()).await;
    every_row_is_there(pool).await;
}

async fn every_row_is_there(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let list = ada
        .call(
            "/api/find/problems",
            &[("q", ""), ("sort", ""), ("after", ""), ("before", "")],
        )
        .await
        .expect(200)
        .json();
    assert_eq!(list["rows"].as_array().unwrap().len(), 7);
    assert_eq!(list["total"], 7);
    for number in 1..=7 {
        let page = ada
            .get(&format!(
                "/problems/00000000-0000-4000-8000-00000000000{number}"
            ))
            .await
            .expect(200);
        assert!(page.body.ends_with("</html>"));
        assert!(
            !page.body.contains("href=\"javascript:"),
            "problem {number}"
        );
    }
    let totals = ada
        .call("/api/insight/dashboard", &[])
        .await
        .expect(200)
        .json()["totals"]
        .clone();
    let number = |name: &str| totals[name].as_i64().unwrap();
    assert_eq!(
        [
            number("problems"),
            number("solved"),
            number("partial"),
            number("failed")
        ],
        [7, 2, 1, 0]
    );
    assert_eq!([number("attempts"), number("solved_attempts")], [5, 2]);
}

#[sqlx::test(migrations = false)]
async fn what_could_not_stay_in_its_column_is_in_the_text(pool: PgPool) {
    adopt(&pool, SCHEMA).await;
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");

    let script = view(&ada, 4).await;
    assert!(script["problem"]["url"].is_null());
    assert_eq!(
        script["problem"]["description"],
        "Link as recorded: javascript:alert(1)"
    );
    assert_eq!(script["problem"]["tags"], serde_json::json!(["dp"]));

    let bare = view(&ada, 5).await;
    assert_eq!(bare["problem"]["title"], "Untitled problem");
    assert_eq!(
        bare["problem"]["url"],
        "https://codeforces.com/problemset/problem/4/A"
    );
    assert_eq!(bare["problem"]["platform"], "codeforces");

    let long = view(&ada, 6).await;
    let full_title = "long ".repeat(100);
    assert!(long["problem"]["title"].as_str().unwrap().chars().count() <= 300);
    assert!(
        long["problem"]["description"]
            .as_str()
            .unwrap()
            .contains(&full_title)
    );

    let paper = view(&ada, 3).await;
    assert_eq!(
        paper["attempts"][0]["notes_html"],
        "<p>Time as recorded: 3000 minutes</p>\n"
    );
    assert_eq!(
        paper["attempts"][1]["notes_html"],
        "<p>hm</p>\n<p>Time as recorded: -5 minutes</p>\n"
    );
    assert!(paper["attempts"][1]["attempt"]["minutes"].is_null());

    let timed = view(&ada, 1).await;
    assert_eq!(
        timed["attempts"][0]["attempt"]["moment"]["at"],
        "2025-06-08T23:45:00Z"
    );
    assert_eq!(
        timed["attempts"][0]["attempt"]["moment"]["local_date"],
        "2025-06-08"
    );
}

#[sqlx::test(migrations = false)]
async fn of_two_rows_for_one_problem_both_stay_and_both_can_be_edited(pool: PgPool) {
    adopt(&pool, SCHEMA).await;
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let identities: Vec<(Option<String>,)> = sqlx::query_as(
        "select identity from problems where user_id = 'user_ada' and url like '%two-sum%' order by created_at",
    )
    .fetch_all(&app.pool)
    .await
    .unwrap();
    assert_eq!(
        identities,
        [(Some("leetcode:two-sum".to_owned()),), (None,)]
    );

    for number in 1..=6 {
        let id = format!("00000000-0000-4000-8000-00000000000{number}");
        let form = ada
            .call("/api/problems/edit-form", &[("id", &id)])
            .await
            .expect(200)
            .json();
        let field = |name: &str| form["fields"][name].as_str().unwrap().to_owned();
        let (link, title, description) = (
            field("link"),
            format!("Edited {number}"),
            field("description"),
        );
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[revision]", "1"),
            ("fields[link]", &link),
            ("fields[title]", &title),
            ("fields[difficulty]", "hard"),
            ("fields[tags]", "graph"),
            ("fields[description]", &description),
        ];
        ada.call("/api/problems/edit", &fields).await.expect(200);
        assert_eq!(view(&ada, number).await["problem"]["title"], title);
    }

    // A new paste of the same link finds the older row.
    let id = uuid::Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[link]", "https://leetcode.com/problems/two-sum/"),
    ];
    let saved = ada
        .call("/api/problems/add", &fields)
        .await
        .expect(200)
        .json();
    assert_eq!(saved["already_there"], true);
    assert_eq!(saved["id"], "00000000-0000-4000-8000-000000000001");
}

#[sqlx::test(migrations = false)]
async fn a_text_that_is_too_long_stays_readable_and_says_so_when_edited(pool: PgPool) {
    adopt(&pool, SCHEMA).await;
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    assert_eq!(
        view(&ada, 7).await["problem"]["description"]
            .as_str()
            .unwrap()
            .len(),
        100_001
    );
    let long = "x".repeat(100_001);
    let fields = [
        ("fields[id]", "00000000-0000-4000-8000-000000000007"),
        ("fields[revision]", "1"),
        ("fields[title]", "Essay"),
        ("fields[difficulty]", "medium"),
        ("fields[description]", &long),
    ];
    let refused = ada
        .call("/api/problems/edit", &fields)
        .await
        .expect(422)
        .json();
    assert_eq!(
        refused["Invalid"]["description"],
        "This is too long: 100,001 of 100,000 characters."
    );
}

#[sqlx::test(migrations = false)]
async fn migrating_again_changes_nothing(pool: PgPool) {
    adopt(&pool, SCHEMA).await;
    let snapshot = async || -> Vec<(String,)> {
        sqlx::query_as(
            "select p::text from problems p union all select a::text from attempts a order by 1",
        )
        .fetch_all(&pool)
        .await
        .unwrap()
    };
    let before = snapshot().await;
    migrate(&pool).await.unwrap();
    assert_eq!(snapshot().await, before);
}

#[sqlx::test(migrations = false)]
async fn arrays_times_and_links_of_odd_shapes_are_adopted_too(pool: PgPool) {
    adopt(&pool, SCHEMA).await;
    let app = TestApp::new(pool);
    let grace = app.signed_in_as("grace");
    grace.get("/problems").await.expect(200);
    let odd = view(&grace, 9).await["problem"].clone();
    assert_eq!(odd["tags"], serde_json::json!(["zeta", "b", "alpha"]));
    assert_eq!(odd["url"], "https://leetcode.com/problems/3sum");

    // A link that no rule recognises stays when something else is edited.
    let id = "00000000-0000-4000-8000-00000000000a";
    let fields = [
        ("fields[id]", id),
        ("fields[revision]", "1"),
        ("fields[link]", "https://example.com:99999/x"),
        ("fields[title]", "Edited"),
        ("fields[difficulty]", "hard"),
        ("fields[tags]", "x, y"),
    ];
    grace.call("/api/problems/edit", &fields).await.expect(200);
    let form = grace
        .call("/api/problems/edit-form", &[("id", id)])
        .await
        .expect(200)
        .json();
    assert_eq!(form["fields"]["link"], "https://example.com:99999/x");
    assert_eq!(form["fields"]["title"], "Edited");
}
