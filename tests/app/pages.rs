//! The pages as they leave the server: complete, readable and true before any script runs.

use crate::helpers::{KNOWN, TestApp};
use sqlx::PgPool;

#[sqlx::test(migrations = "./migrations")]
async fn every_page_is_complete_and_has_a_title_a_main_part_and_one_heading(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "solved", "12").await;
    let mut pages = vec![("/".to_owned(), app.nobody().get("/").await)];
    for page in [
        "/".to_owned(),
        "/problems".to_owned(),
        "/problems/new".to_owned(),
        format!("/problems/{problem}"),
        format!("/problems/{problem}/edit"),
        format!("/problems/{problem}/attempts/new"),
        format!("/attempts/{attempt}/edit"),
    ] {
        pages.push((page.clone(), ada.get(&page).await));
    }
    let mut titles = std::collections::HashSet::new();
    for (name, page) in pages {
        let page = page.expect(200);
        assert!(page.body.ends_with("</html>"), "{name} is cut off");
        assert_eq!(page.body.matches("<main").count(), 1, "{name}");
        assert_eq!(page.body.matches("<h1").count(), 1, "{name}");
        let title = page
            .body
            .split("<title>")
            .nth(1)
            .unwrap()
            .split("</title>")
            .next()
            .unwrap()
            .to_owned();
        assert!(title.ends_with("· GitGud"), "{name}: {title}");
        assert!(
            titles.insert(title.clone()),
            "{name}: {title} is another page’s title too"
        );
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn the_dashboard_shows_each_number_with_its_definition(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    ada.has_attempt(&problem, "failed", "40").await;
    ada.has_attempt(&problem, "failed", "30").await;
    ada.has_attempt(&problem, "solved", "12").await;
    let page = ada.get("/").await.expect(200).body;
    let stat = |label: &str| -> String {
        let after = page
            .split(&format!("{label}</dt>"))
            .nth(1)
            .unwrap_or_else(|| panic!("no {label}"));
        after
            .split('>')
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .trim()
            .to_owned()
    };
    assert_eq!(
        [
            "Problems",
            "Solved",
            "Partial",
            "Failed",
            "Untried",
            "Attempts",
            "Success per attempt"
        ]
        .map(stat),
        ["1", "1", "0", "0", "0", "3", "33"]
    );
    assert!(page.contains("Problems whose latest attempt solved them."));
    assert!(page.contains("12 min"));
}

#[sqlx::test(migrations = "./migrations")]
async fn an_empty_journal_says_what_to_do_next(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    assert!(
        ada.get("/problems")
            .await
            .expect(200)
            .body
            .contains("No problems yet")
    );
    assert!(
        ada.get("/")
            .await
            .expect(200)
            .body
            .contains("Your first attempt, in a minute")
    );
    let problem = ada.has_problem("Two Sum").await;
    assert!(
        ada.get(&format!("/problems/{problem}"))
            .await
            .expect(200)
            .body
            .contains("No attempt yet")
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn what_people_type_is_never_markup(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let evil = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>";
    let problem = ada.has_problem(evil).await;
    let id = uuid::Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", &problem),
        ("fields[status]", "partial"),
        ("fields[notes]", evil),
        ("fields[code]", evil),
        ("fields[language]", evil.split_at(30).0),
    ];
    ada.call("/api/attempts/log", &fields).await.expect(200);
    for page in [
        "/".to_owned(),
        "/problems".to_owned(),
        format!("/problems/{problem}"),
        format!("/problems/{problem}/edit"),
        format!("/attempts/{id}/edit"),
        format!("/problems/new?link={}", "%3Cscript%3Ealert(1)%3C/script%3E"),
    ] {
        let body = ada.get(&page).await.expect(200).body;
        assert!(!body.contains("<script>alert"), "{page}");
        assert!(!body.contains("<img src=x"), "{page}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn the_time_zone_of_the_browser_decides_the_day(pool: PgPool) {
    let app = TestApp::new(pool);
    let token = crate::tokens::token_for("ada");
    app.signed_in_as("ada")
        .call("/api/current_user", &[])
        .await
        .expect(200);
    let problem = app.signed_in_as("ada").has_problem("Two Sum").await;
    let id = uuid::Uuid::now_v7().to_string();
    let body = format!(
        "fields[id]={id}&fields[problem_id]={problem}&fields[status]=solved&fields[attempted_at]=2026-01-15T00%3A30"
    );
    let request = axum::http::Request::post("/api/attempts/log")
        .header("host", "localhost:3000")
        .header(
            "cookie",
            format!("{KNOWN}; __session={token}; __client_uat=1; tz=Asia/Tokyo"),
        )
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(body));
    app.send(request.unwrap()).await.expect(200);
    let row: (chrono::DateTime<chrono::Utc>, chrono::NaiveDate, i16) =
        sqlx::query_as("select attempted_at, local_date, utc_offset_minutes from attempts")
            .fetch_one(&app.pool)
            .await
            .unwrap();
    assert_eq!(row.0.to_rfc3339(), "2026-01-14T15:30:00+00:00");
    assert_eq!((row.1.to_string().as_str(), row.2), ("2026-01-15", 540));
}

#[sqlx::test(migrations = "./migrations")]
async fn what_an_address_says_is_decoded_once(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for (page, shown) in [
        (
            "/problems/new?link=https%3A%2F%2Fexample.com%2F100%252541",
            "value=\"https://example.com/100%2541\"",
        ),
        (
            "/problems/add?links=https%3A%2F%2Fexample.com%2F100%252541",
            "https://example.com/100%2541</textarea>",
        ),
    ] {
        let body = ada.get(page).await.expect(200).body;
        assert!(body.contains(shown), "{page}: {shown}");
    }
}
