//! `/developers`, which describes the API to people.

use crate::{api_document, helpers::TestApp};
use axum::{body::Body, http::Request};
use gitgud::v1::PER_MINUTE;
use sqlx::PgPool;
use std::collections::BTreeSet;

/// Everything that stands between this and the next quotation mark.
fn quoted<'a>(html: &'a str, before: &str) -> Vec<&'a str> {
    let found = html.split(before).skip(1);
    found.map(|rest| rest.split('"').next().unwrap()).collect()
}

#[sqlx::test(migrations = "./migrations")]
async fn the_page_has_every_operation_every_schema_and_every_code(pool: PgPool) {
    let app = TestApp::new(pool);
    // Nobody, and in a browser that has never been here: documentation asks for no session.
    let request = Request::get("/developers")
        .header("host", "localhost:3000")
        .header("accept", "text/html")
        .header("sec-fetch-dest", "document");
    let page = app.send(request.body(Body::empty()).unwrap()).await;
    // Long names may go on in the next line.
    let html = page.expect(200).body.replace("<wbr>", "");
    assert!(html.ends_with("</html>"));
    let ids: BTreeSet<_> = quoted(&html, " id=\"").into_iter().collect();
    let document = api_document::document();
    for ((method, path), operation) in api_document::operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        assert!(ids.contains(id), "{id}");
        let section = html
            .split(&format!("aria-labelledby=\"{id}\""))
            .nth(1)
            .unwrap();
        let section = section.split("<section").next().unwrap();
        assert!(section.contains(&format!(">{method}</span>")), "{id}");
        assert!(section.contains(&path), "{id}");
        assert!(section.contains("curl "), "{id}");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            assert!(section.contains(&format!(">{name}</code>")), "{id}: {name}");
        }
        for status in operation["responses"].as_object().unwrap().keys() {
            assert!(section.contains(status), "{id}: {status}");
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(ids.contains(format!("schema-{name}").as_str()), "{name}");
        for member in schema["properties"].as_object().into_iter().flatten() {
            assert!(
                html.contains(&format!(">{}</code>", member.0)),
                "{name}: {}",
                member.0
            );
        }
    }
    // ProblemDetails say that their codes are explained at #errors.
    assert!(ids.contains("errors"));
    for code in document["components"]["schemas"]["Code"]["enum"]
        .as_array()
        .unwrap()
    {
        assert!(
            ids.contains(format!("error-{}", code.as_str().unwrap()).as_str()),
            "{code}"
        );
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn every_link_within_the_page_leads_somewhere_and_no_id_is_there_twice(pool: PgPool) {
    let app = TestApp::new(pool);
    let html = app.nobody().get("/developers").await.expect(200).body;
    let all = quoted(&html, " id=\"");
    let ids: BTreeSet<_> = all.iter().copied().collect();
    assert_eq!(all.len(), ids.len());
    let links: BTreeSet<_> = quoted(&html, "href=\"#").into_iter().collect();
    assert!(links.len() > 40, "{links:?}");
    let lost: Vec<_> = links.difference(&ids).collect();
    assert!(lost.is_empty(), "{lost:?}");
    let labels: BTreeSet<_> = quoted(&html, "aria-labelledby=\"").into_iter().collect();
    let lost: Vec<_> = labels.difference(&ids).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[sqlx::test(migrations = "./migrations")]
async fn what_the_guide_says_is_so(pool: PgPool) {
    let app = TestApp::new(pool);
    let html = app.nobody().get("/developers").await.expect(200).body;
    let thousands = format!("{},{:03}", PER_MINUTE.get() / 1000, PER_MINUTE.get() % 1000);
    assert!(html.contains(&format!("{thousands} requests a minute")));
    // The first request can be sent from where one reads it.
    assert!(html.contains("&quot;http://localhost:3000&quot;"));
    assert!(!html.contains("gitgud.example"));
    let outer = app.nobody().get("/").await.expect(200).body;
    assert!(
        outer.contains("href=\"/developers\" rel=\"external\""),
        "the footer leads here"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn the_page_is_safe_has_the_theme_of_the_device_and_is_asked_for_anew(pool: PgPool) {
    let app = TestApp::new(pool);
    let page = app.nobody().get("/developers").await.expect(200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';"),
        "{policy}"
    );
    assert!(
        !policy.contains("unsafe") && !policy.contains("connect-src"),
        "{policy}"
    );
    assert_eq!(page.headers["x-content-type-options"], "nosniff");
    assert_eq!(page.headers["cache-control"], "private, no-cache");
    assert!(page.body.contains("<title>Developers · GitGud</title>"));
    for script in page.body.split("<script").skip(1) {
        let tag = script.split('>').next().unwrap();
        assert_eq!(tag, " type=\"module\" src=\"/js/enhance.js\"");
    }
    assert!(!page.body.contains(" style=\"") && !page.body.contains(" onclick"));
    assert!(
        page.body
            .starts_with("<!DOCTYPE html><html lang=\"en\"><head>")
    );

    let dark = app
        .nobody()
        .with_cookie("theme=dark")
        .get("/developers")
        .await;
    assert!(
        dark.body
            .starts_with("<!DOCTYPE html><html lang=\"en\" data-theme=\"dark\">")
    );
    let vary = dark.headers.get_all("vary").iter();
    assert!(
        vary.map(|value| value.to_str().unwrap())
            .any(|value| value.contains("cookie"))
    );
    assert_ne!(dark.headers["etag"], page.headers["etag"]);

    let known = |tag: &str| {
        let request = Request::get("/developers").header("host", "localhost:3000");
        request
            .header("if-none-match", tag)
            .body(Body::empty())
            .unwrap()
    };
    let same = app
        .send(known(page.headers["etag"].to_str().unwrap()))
        .await
        .expect(304);
    assert!(same.body.is_empty());
    // What a browser keeps is brought up to date with the headers of a 304.
    for name in ["etag", "cache-control", "content-security-policy"] {
        assert_eq!(same.headers[name], page.headers[name], "{name}");
    }
    app.send(known("W/\"0123456789abcdef\"")).await.expect(200);
}
