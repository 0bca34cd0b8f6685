//! What a browser keeps so that the app opens without a network, and for how long it may keep the files.

use crate::helpers::{Answer, TestApp};
use sqlx::PgPool;
use std::{fs, path::PathBuf};
use uuid::Uuid;

/// A site with a few files, gone with the test.
struct Site(PathBuf);

impl Site {
    fn new() -> Self {
        let site = Self(std::env::temp_dir().join(format!("gitgud-site-{}", Uuid::now_v7())));
        for (path, text) in [
            ("pkg/gitgud.abcdefgh.js", "js"),
            ("pkg/gitgud.abcdefgh.js.br", "js"),
            ("pkg/gitgud.abcdefgh.wasm", "wasm"),
            ("pkg/gitgud.abcdefgh.css", "css"),
            ("pkg/pack_home.abcdefgh.wasm", "pack"),
            ("pkg/__wasm_split_manifest.abcdefgh.json", "{}"),
            ("pkg/snippets/some-1234/inline0.js", "snippet"),
            ("fonts/a.12345678.woff2", "font"),
            ("fonts/OFL.txt", "licence"),
            ("js/enhance.js", "enhance"),
            ("js/journal.js", "journal"),
            ("js/chunks/cpp-1234.js", "chunk"),
            ("js/sw.js", "the worker"),
            ("favicon.svg", "<svg/>"),
            ("pictures/now.webp", "picture"),
        ] {
            site.write(path, text);
        }
        site
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.0.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    fn app(&self, pool: &PgPool) -> TestApp {
        TestApp::with_site(pool.clone(), self.0.to_str().unwrap())
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The worker's version, its list, and the rest of it.
fn read(worker: &str) -> (String, Vec<(String, String)>, String) {
    let mut lines = worker.splitn(3, '\n');
    let mut value = |name: &str| {
        let line = lines.next().unwrap();
        line.strip_prefix(&format!("const {name} = "))
            .and_then(|line| line.strip_suffix(';'))
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned()
    };
    let version = value("VERSION");
    let list = serde_json::from_str(&value("PRECACHE")).unwrap();
    (version, list, lines.next().unwrap().to_owned())
}

async fn worker(app: &TestApp) -> Answer {
    app.nobody().get("/sw.js").await.expect(200)
}

#[sqlx::test(migrations = "./migrations")]
async fn the_worker_is_told_of_every_file_a_page_needs_and_of_nothing_else(pool: PgPool) {
    let site = Site::new();
    let answer = worker(&site.app(&pool)).await;
    assert_eq!(
        answer.headers["content-type"],
        "text/javascript; charset=utf-8"
    );
    assert_eq!(answer.headers["cache-control"], "no-cache");
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(policy.contains("connect-src 'self'") && policy.contains("script-src 'self'"));

    let (_, list, script) = read(&answer.body);
    assert_eq!(script, "the worker");
    let addresses: Vec<_> = list
        .iter()
        .map(|(address, _)| address.split('?').next().unwrap())
        .collect();
    assert_eq!(
        addresses,
        [
            "/favicon.svg",
            "/fonts/a.12345678.woff2",
            "/js/enhance.js",
            "/js/journal.js",
            "/pkg/gitgud.abcdefgh.css",
            "/pkg/gitgud.abcdefgh.js",
            "/pkg/gitgud.abcdefgh.wasm",
            "/pkg/snippets/some-1234/inline0.js",
        ]
    );
    for (address, digest) in &list {
        assert_eq!(digest.len(), 16, "{address}");
        assert!(!address.starts_with("/js/") || address.ends_with(&format!("?v={digest}")));
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn the_version_follows_what_the_files_hold(pool: PgPool) {
    let site = Site::new();
    let app = site.app(&pool);
    let (first, ..) = read(&worker(&app).await.body);
    site.write("pictures/now.webp", "another");
    assert_eq!(read(&worker(&app).await.body).0, first);
    site.write("favicon.svg", "<svg></svg>");
    assert_ne!(read(&worker(&app).await.body).0, first);
}

#[sqlx::test(migrations = "./migrations")]
async fn without_scripts_there_is_no_worker(pool: PgPool) {
    let answer = TestApp::new(pool).nobody().get("/sw.js").await.expect(404);
    assert!(!answer.body.contains("<html"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_script_is_kept_for_good_under_the_address_that_pages_name(pool: PgPool) {
    let site = Site::new();
    let app = site.app(&pool);
    for page in ["/", "/offline"] {
        let page = app.nobody().get(page).await.expect(200);
        let (_, rest) = page.body.split_once("src=\"/js/enhance.js?v=").unwrap();
        let (digest, _) = rest.split_once('"').unwrap();
        let named = format!("/js/enhance.js?v={digest}");
        let script = app.nobody().get(&named).await.expect(200);
        assert_eq!(script.body, "enhance");
        assert_eq!(
            script.headers["cache-control"],
            "public, max-age=31536000, immutable"
        );
    }
    for other in [
        "/js/enhance.js",
        "/js/enhance.js?v=0123456789abcdef",
        "/js/enhance.js?w=1",
    ] {
        let script = app.nobody().get(other).await.expect(200);
        assert_eq!(script.headers["cache-control"], "no-cache", "{other}");
    }
    let missing = app
        .nobody()
        .get("/js/none.js?v=0123456789abcdef")
        .await
        .expect(404);
    assert!(!missing.body.contains("<html"));
}

#[sqlx::test(migrations = "./migrations")]
async fn the_shell_says_whose_it_is_and_holds_no_page(pool: PgPool) {
    let app = TestApp::new(pool);
    let shell = app.signed_in_as("ada").get("/shell").await.expect(200);
    assert_eq!(shell.headers["cache-control"], "private, no-store");
    let policy = shell.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("'wasm-unsafe-eval'"), "{policy}");
    let opening = "<!DOCTYPE html><html lang=\"en\" data-shell";
    assert!(shell.body.starts_with(opening), "{}", shell.body);
    assert!(
        shell
            .body
            .contains("<meta name=\"reader\" content=\"user_ada\"")
    );
    assert!(shell.body.contains(".wasm") && shell.body.ends_with("</html>"));
    assert!(!shell.body.contains("<main") && !shell.body.contains("site-header"));

    let page = app.signed_in_as("ada").get("/").await.expect(200);
    assert!(!page.body.contains("data-shell"), "that is the shell's");
    let nobodys = app.nobody().get("/shell").await.expect(200);
    assert!(!nobodys.body.contains("name=\"reader\""));
}

#[sqlx::test(migrations = "./migrations")]
async fn the_page_for_no_network_is_the_same_for_everybody(pool: PgPool) {
    let app = TestApp::new(pool);
    let page = app.nobody().get("/offline").await.expect(200);
    assert!(page.body.contains("<h1>You are offline</h1>"));
    assert!(page.body.contains("data-opens-again") && page.body.contains("/js/enhance.js"));
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'"));
    let again = app.signed_in_as("ada").get("/offline").await.expect(200);
    assert_eq!(again.body, page.body);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_page_tells_what_this_device_keeps(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let page = ada.get("/settings/device").await.expect(200);
    assert!(page.body.contains("<device-journal") && page.body.contains("Without JavaScript"));
    let settings = ada.get("/settings").await.expect(200);
    assert!(settings.body.contains("href=\"/settings/device\""));
    let nobody = app.nobody().get("/settings/device").await;
    assert_eq!(nobody.status, 303);
}
