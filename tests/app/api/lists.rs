//! Lists: the query language of the pages, and every row once.

use super::{client, new_id};
use crate::helpers::{Answer, TestApp};
use serde_json::{Value, json};
use sqlx::PgPool;

fn titles(page: &Value) -> Vec<String> {
    let rows = page["data"].as_array().unwrap();
    rows.iter()
        .map(|row| row["title"].as_str().unwrap().to_owned())
        .collect()
}

/// The address in `Link` that leads to the next page or the one before, below `/api/v1`.
fn link(answer: &Answer, relation: &str) -> Option<String> {
    let header = answer.headers.get("link")?.to_str().unwrap();
    let link = header
        .split(", ")
        .find(|link| link.ends_with(&format!("rel=\"{relation}\"")))?;
    let address = link.split_once('>')?.0.strip_prefix("</api/v1")?;
    Some(address.to_owned())
}

#[sqlx::test(migrations = "./migrations")]
async fn every_problem_comes_once_in_any_order_forward_and_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    for number in 0..23 {
        let problem = ada.has_problem(&format!("P{number:02}")).await;
        if number % 3 == 0 {
            ada.has_attempt(&problem, "solved").await;
        }
    }
    for sort in [
        "",
        "-added",
        "title",
        "-title",
        "attempts",
        "-touched",
        "difficulty",
    ] {
        let whole = ada
            .get(&format!("/problems?sort={sort}&limit=100"))
            .await
            .expect(200);
        assert!(!whole.headers.contains_key("link"));
        let whole = titles(&whole.json());
        assert_eq!(whole.len(), 23);
        let mut pages = vec![
            ada.get(&format!("/problems?sort={sort}&limit=5"))
                .await
                .expect(200),
        ];
        while let Some(next) = link(pages.last().unwrap(), "next") {
            pages.push(ada.get(&next).await.expect(200));
        }
        let seen: Vec<_> = pages.iter().flat_map(|page| titles(&page.json())).collect();
        assert_eq!(seen, whole, "{sort}");
        let mut back = vec![titles(&pages.pop().unwrap().json())];
        let mut at = link(
            &ada.get(&format!(
                "/problems?sort={sort}&limit=5&cursor={}",
                pages[3].json()["nextCursor"].as_str().unwrap()
            ))
            .await,
            "prev",
        );
        while let Some(address) = at {
            let page = ada.get(&address).await.expect(200);
            back.insert(0, titles(&page.json()));
            at = link(&page, "prev");
        }
        assert_eq!(back.concat(), whole, "{sort}, back");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn the_list_speaks_the_query_language_of_the_page(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let dp = json!({"id": new_id(), "title": "Coins", "difficulty": "hard", "tags": ["dp"], "description": "secret words"});
    ada.post("/problems", &dp).await.expect(201);
    let solved = ada.has_problem("Chairs").await;
    ada.has_attempt(&solved, "solved").await;
    for (query, expected) in [
        ("tag:dp", vec!["Coins"]),
        ("-tag:dp", vec!["Chairs"]),
        ("is:solved", vec!["Chairs"]),
        ("difficulty:hard is:untried", vec!["Coins"]),
        ("\"secret words\"", vec!["Coins"]),
        ("nowhere", vec![]),
    ] {
        let encoded: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
        let page = ada
            .get(&format!("/problems?q={encoded}"))
            .await
            .expect(200)
            .json();
        assert_eq!(titles(&page), expected, "{query}");
        assert_eq!(
            (&page["total"], &page["totalIsExact"]),
            (&json!(expected.len()), &json!(true))
        );
        assert!(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .all(|row| row.get("description").is_none())
        );
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn the_log_of_a_problem_comes_latest_first_and_once(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    for day in 1..=9 {
        let body = json!({"id": new_id(), "status": "failed", "timeTaken": day, "attemptedAt": format!("2026-01-0{day}T12:00:00Z")});
        ada.post(&format!("{problem}/attempts"), &body)
            .await
            .expect(201);
    }
    let minutes = |page: &Answer| -> Vec<i64> {
        let page = page.json();
        let rows = page["data"].as_array().unwrap();
        rows.iter()
            .map(|row| row["timeTaken"].as_i64().unwrap())
            .collect()
    };
    let mut page = ada
        .get(&format!("{problem}/attempts?limit=4"))
        .await
        .expect(200);
    let first = minutes(&page);
    let mut seen = first.clone();
    while let Some(next) = link(&page, "next") {
        page = ada.get(&next).await.expect(200);
        seen.extend(minutes(&page));
    }
    assert_eq!(seen, [9, 8, 7, 6, 5, 4, 3, 2, 1]);
    let back = ada.get(&link(&page, "prev").unwrap()).await.expect(200);
    assert_eq!(minutes(&back), [5, 4, 3, 2]);
}

#[sqlx::test(migrations = "./migrations")]
async fn tags_come_in_pages_too(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    for part in 0..26 {
        let tags: Vec<_> = (0..40).map(|tag| format!("t{part:02}-{tag:02}")).collect();
        let body = json!({"id": new_id(), "title": "T", "difficulty": "easy", "tags": tags});
        ada.post("/problems", &body).await.expect(201);
    }
    let mut page = ada.get("/tags").await.expect(200);
    let mut seen = page.json()["data"].as_array().unwrap().len();
    while let Some(next) = link(&page, "next") {
        page = ada.get(&next).await.expect(200);
        seen += page.json()["data"].as_array().unwrap().len();
    }
    assert_eq!(seen, 26 * 40);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_cursor_is_good_for_its_own_list_only(pool: PgPool) {
    let app = TestApp::new(pool);
    let (ada, bob) = (client(&app, "ada"), client(&app, "bob"));
    for title in ["A", "B", "C"] {
        ada.has_problem(title).await;
    }
    bob.get("/stats").await.expect(200);
    let page = ada.get("/problems?limit=1").await.expect(200).json();
    let cursor = page["nextCursor"].as_str().unwrap();
    // Its page may have another size.
    ada.get(&format!("/problems?limit=2&cursor={cursor}"))
        .await
        .expect(200);
    let mut altered = cursor.to_owned();
    let flipped = if altered.ends_with('A') { "E" } else { "A" };
    altered.replace_range(altered.len() - 1.., flipped);
    for (who, address) in [
        (&ada, format!("/problems?q=is%3Asolved&cursor={cursor}")),
        (&ada, format!("/problems?sort=title&cursor={cursor}")),
        (&ada, format!("/tags?cursor={cursor}")),
        (&ada, format!("/problems?cursor={altered}")),
        (&ada, "/problems?cursor=%00".to_owned()),
        (&bob, format!("/problems?cursor={cursor}")),
    ] {
        let told = who.get(&address).await.problem(400, "invalid_cursor");
        assert_eq!(told["errors"][0]["field"], "cursor", "{address}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn what_the_client_has_is_not_sent_again(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = client(&app, "ada");
    let problem = ada.has_problem("T").await;
    let attempt = ada.has_attempt(&problem, "failed").await;
    let attempts = format!("{problem}/attempts");
    for path in [
        "/problems",
        &problem,
        &attempts,
        &attempt,
        "/stats",
        "/tags",
    ] {
        let tag = ada.get(path).await.expect(200).tag().to_owned();
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"x\", {tag}"),
            "*".to_owned(),
        ] {
            let request = ada.request("GET", path).header("if-none-match", known);
            let answer = ada.send(request, "").await.expect(304);
            assert_eq!(
                (answer.tag(), answer.body.as_str()),
                (tag.as_str(), ""),
                "{path}"
            );
        }
        let request = ada
            .request("GET", path)
            .header("if-none-match", "\"other\"");
        ada.send(request, "").await.expect(200);
        let head = ada.send(ada.request("HEAD", path), "").await.expect(200);
        assert_eq!(head.tag(), tag);
    }
}
