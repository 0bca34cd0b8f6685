//! The list at `/problems` without JavaScript: every link and every form of it.

use crate::helpers::{Caller, TestApp};
use sqlx::PgPool;
use uuid::Uuid;

/// A journal with three problems: solved, failed and untried.
async fn journal(ada: &Caller<'_>) {
    for (title, difficulty, tags, status) in [
        (
            "Two Sum",
            "easy",
            "array, hash-table",
            Some(("solved", "12")),
        ),
        ("Burst Balloons", "hard", "dp", Some(("failed", "50"))),
        ("Course Schedule", "medium", "graph", None),
    ] {
        let id = Uuid::now_v7().to_string();
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[title]", title),
            ("fields[difficulty]", difficulty),
            ("fields[tags]", tags),
        ];
        ada.call("/api/problems/add", &fields).await.expect(200);
        if let Some((status, minutes)) = status {
            ada.has_attempt(&id, status, minutes).await;
        }
    }
}

/// Titles of the rows, in order.
fn titles(body: &str) -> Vec<String> {
    let cells = body.split("class=\"table__title\"").skip(1);
    cells
        .map(|cell| {
            let text = cell.split_once('>').unwrap().1;
            text.split_once('<').unwrap().0.to_owned()
        })
        .collect()
}

/// Addresses of all links to the list inside a part of the page.
fn list_links(body: &str) -> Vec<String> {
    body.split("href=\"")
        .skip(1)
        .filter_map(|link| link.split('"').next())
        .filter(|href| *href == "/problems" || href.starts_with("/problems?"))
        .map(|href| href.replace("&amp;", "&"))
        .collect()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_search_finds_what_it_says_and_says_how_many(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    journal(&ada).await;
    for (q, found) in [
        ("", vec!["Course Schedule", "Burst Balloons", "Two Sum"]),
        ("is%3Asolved", vec!["Two Sum"]),
        ("-is%3Asolved%20-diff%3Ahard", vec!["Course Schedule"]),
        (
            "tag%3Adp%2Cgraph",
            vec!["Course Schedule", "Burst Balloons"],
        ),
        ("time%3E30", vec!["Burst Balloons"]),
        ("attempts%3A0", vec!["Course Schedule"]),
        ("SUM", vec!["Two Sum"]),
        ("touched%3A0d%20-BURST", vec!["Two Sum"]),
    ] {
        let page = ada.get(&format!("/problems?q={q}")).await.expect(200);
        assert_eq!(titles(&page.body), found, "{q}");
        let count = if q.is_empty() {
            "3 problems".to_owned()
        } else {
            format!("{} of 3 problems", found.len())
        };
        assert!(page.body.contains(&count), "{q}: {count}");
    }
    let page = ada.get("/problems?sort=title&q=-tag%3Ax").await.expect(200);
    let by_title = ["Burst Balloons", "Course Schedule", "Two Sum"];
    assert_eq!(titles(&page.body), by_title);
    assert!(page.body.contains("aria-sort=\"ascending\""));
    assert!(
        page.body.contains("name=\"sort\" value=\"title\""),
        "the form keeps the order"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn every_menu_chip_and_column_is_a_link_that_works(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    journal(&ada).await;
    let start = "/problems?q=tag%3Aarray%20tag%3Agraph%20is%3Asolved&sort=-best";
    let page = ada.get(start).await.expect(200);
    let links = list_links(&page.body);
    // Results, difficulties, tags, more, orders, chips, columns.
    assert!(links.len() > 4 + 3 + 4 + 4 + 10 + 4, "{links:?}");
    for link in &links {
        let answer = ada.get(link).await.expect(200);
        assert!(answer.body.ends_with("</html>"), "{link}");
        assert!(!answer.body.contains("aria-invalid=\"true\""), "{link}");
    }
    for expected in [
        "/problems?q=tag%3Aarray%20tag%3Agraph%20is%3Asolved%2Cfailed&sort=-best",
        "/problems?q=tag%3Aarray%20tag%3Agraph&sort=-best",
        "/problems?q=is%3Asolved%20tag%3Aarray%2Cgraph&sort=-best",
        "/problems?q=tag%3Aarray%20tag%3Agraph%20is%3Asolved%20tag%3Adp&sort=-best",
        "/problems?q=tag%3Aarray%20tag%3Agraph%20is%3Asolved%20is%3Astarred&sort=-best",
        "/problems?q=tag%3Aarray%20tag%3Agraph%20is%3Asolved&sort=best",
        "/problems?sort=-best",
    ] {
        assert!(
            links.iter().any(|link| link == expected),
            "{expected}: {links:?}"
        );
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn a_mistake_is_explained_at_the_search_line_and_nothing_is_ignored(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    journal(&ada).await;
    let page = ada.get("/problems?q=sum%20is%3Asloved").await.expect(200);
    assert!(
        page.body.contains("Did you mean is:solved?"),
        "{}",
        page.body
    );
    assert!(page.body.contains("<mark>sloved"));
    assert!(page.body.contains("aria-invalid=\"true\""));
    assert!(
        page.body.contains("value=\"sum is:sloved\""),
        "what was typed stays"
    );
    assert!(titles(&page.body).is_empty());
    let answer = ada
        .call(
            "/api/find/problems",
            &[
                ("q", "is:sloved"),
                ("sort", ""),
                ("after", ""),
                ("before", ""),
            ],
        )
        .await
        .expect(200);
    assert_eq!(answer.json()["mistake"]["start"], 3);
    assert_eq!(answer.json()["rows"].as_array().unwrap().len(), 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn what_stands_in_the_address_reaches_the_search_as_it_is(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    journal(&ada).await;
    ada.has_problem("100%41 <b>&amp; \"quoted\"").await;
    for (q, shown) in [
        ("100%2541", "value=\"100%41\""),
        ("100%25", "value=\"100%\""),
        ("%3Cb%3E%26amp;", "value=\"&lt;b&gt;&amp;amp;\""),
        ("quoted+100", "value=\"quoted 100\""),
    ] {
        let page = ada.get(&format!("/problems?q={q}")).await.expect(200);
        assert!(page.body.contains(shown), "{q}: {shown}");
        assert_eq!(titles(&page.body).len(), 1, "{q}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn when_nothing_matches_there_is_a_next_step(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let empty = ada.get("/problems?q=x").await.expect(200).body;
    assert!(empty.contains("No problems yet"));
    journal(&ada).await;
    let page = ada.get("/problems?q=unheard").await.expect(200).body;
    assert!(page.contains("Nothing matches") && page.contains("Show all problems"));
    let link = "https%3A%2F%2Fleetcode.com%2Fproblems%2F3sum%2F";
    let page = ada
        .get(&format!("/problems?q={link}"))
        .await
        .expect(200)
        .body;
    assert!(
        page.contains("Add this link"),
        "a link that is not there can be added"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn a_list_of_several_pages_is_walked_to_its_end_and_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for number in 0..120 {
        ada.has_problem(&format!("Problem {number:03}")).await;
    }
    let turn = |body: &str, rel: &str| {
        let place = body.find(&format!("rel=\"{rel}\""))?;
        let tag = &body[body[..place].rfind('<')?..];
        let href = tag.split("href=\"").nth(1)?.split('"').next()?;
        Some(href.replace("&amp;", "&"))
    };
    let mut page = ada
        .get("/problems?sort=title&q=problem")
        .await
        .expect(200)
        .body;
    let mut seen = titles(&page);
    while let Some(next) = turn(&page, "next") {
        page = ada.get(&next).await.expect(200).body;
        seen.extend(titles(&page));
    }
    let expected: Vec<_> = (0..120)
        .map(|number| format!("Problem {number:03}"))
        .collect();
    assert_eq!(seen, expected);
    while let Some(before) = turn(&page, "prev") {
        page = ada.get(&before).await.expect(200).body;
    }
    assert_eq!(titles(&page), expected[..50]);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_search_is_saved_renamed_and_deleted_with_plain_posts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    journal(&ada).await;
    let list = "/problems?q=is%3Afailed&sort=title";
    let page = ada.get(list).await.expect(200).body;
    let new = "/problems/views/new?q=is%3Afailed&amp;sort=title";
    assert!(page.contains(new), "{page}");
    ada.get(&new.replace("&amp;", "&")).await.expect(200);
    let id = Uuid::now_v7().to_string();
    let save = async |uri: &str, id: &str, name: &str, query: &str| {
        let fields = [
            ("fields[id]", id),
            ("fields[name]", name),
            ("fields[query]", query),
            ("fields[sort]", "title"),
        ];
        ada.post_form(uri, &fields).await
    };
    let refused = save("/problems/views/new", &id, " ", "is:sloved")
        .await
        .expect(422);
    assert!(refused.body.contains("Give it a name"));
    assert!(refused.body.contains("value=\"is:sloved\""));
    let saved = save("/problems/views/new", &id, "To <redo>", "is:failed")
        .await
        .expect(303);
    assert_eq!(saved.location(), list);
    let page = ada.get(list).await.expect(200).body;
    assert!(page.contains("To &lt;redo&gt;"));
    assert!(!page.contains(new), "what is saved is not offered again");
    let taken = save(
        "/problems/views/new",
        &Uuid::now_v7().to_string(),
        "TO <REDO>",
        "",
    )
    .await;
    assert!(taken.expect(422).body.contains("has this name"));
    let edit = format!("/problems/views/{id}");
    assert!(
        ada.get(&edit)
            .await
            .expect(200)
            .body
            .contains("value=\"is:failed\"")
    );
    save(&edit, &id, "Failed", "is:failed").await.expect(303);
    assert!(ada.get(list).await.expect(200).body.contains("Failed</a>"));

    let grace = app.signed_in_as("grace");
    grace.get(&edit).await.expect(404);
    grace
        .post_form(&format!("{edit}/delete"), &[("id", &id)])
        .await
        .expect(404);
    ada.get(&edit).await.expect(200);
    ada.post_form(&format!("{edit}/delete"), &[("id", &id)])
        .await
        .expect(303);
    ada.get(&edit).await.expect(404);
}
