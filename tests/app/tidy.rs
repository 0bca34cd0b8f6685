//! The rules of the tree, held mechanically.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Longest file, in lines.
const LINE_LIMIT: usize = 400;

fn files_below(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            let ending = path
                .extension()
                .and_then(|ending| ending.to_str())
                .unwrap_or_default();
            if path.is_dir() && !path.ends_with("node_modules") {
                folders.push(path);
            } else if endings.contains(&ending) {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_string_lossy()
                    .into_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "nothing below {folder}");
    found
}

/// Names of files in which `word` stands outside comments, but should not.
fn offenders(word: &str, allowed: impl Fn(&str) -> bool) -> Vec<String> {
    files_below("src", &["rs"])
        .into_iter()
        .filter(|(name, _)| !allowed(name))
        .filter(|(_, text)| {
            text.lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(word))
        })
        .map(|(name, _)| name)
        .collect()
}

#[test]
fn no_file_is_longer_than_can_be_read_in_five_minutes() {
    let mut files = files_below("src", &["rs", "ts"]);
    files.extend(files_below("tests", &["rs"]));
    files.extend(files_below("style", &["css"]));
    files.extend(files_below("script", &["", "sh"]));
    files.extend(files_below("end2end", &["ts", "mjs"]));
    let long: Vec<_> = files
        .iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > LINE_LIMIT)
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn sql_stands_only_where_it_belongs() {
    let found = offenders("sqlx", |name| {
        // Statements that fill more than one file: db.rs, db_something.rs.
        let file = name.rsplit('/').next().unwrap_or_default();
        file == "db.rs"
            || file.starts_with("db_")
            || name.contains("/db/")
            || name.ends_with("/model.rs")
            || name == "src/error.rs"
            || name == "src/id.rs"
            || name.starts_with("src/server/")
            || name.starts_with("src/demo/")
    });
    assert!(found.is_empty(), "{found:?}");
    let in_models = offenders("sqlx::query", |name| !name.ends_with("/model.rs"));
    assert!(in_models.is_empty(), "{in_models:?}");
}

#[test]
fn the_browser_is_touched_in_one_place() {
    let found = offenders("web_sys", |name| name.starts_with("src/browser/"));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_environment_is_read_in_one_place() {
    let found = offenders("env::var", |name| {
        name == "src/server/config.rs" || name.starts_with("src/bin/local_idp/")
    });
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn the_two_halves_are_separated_in_the_agreed_ways_only() {
    for (name, text) in files_below("src", &["rs"]) {
        let two_faced = name == "src/error.rs"
            || name == "src/main.rs"
            || name == "src/lib.rs"
            || name.starts_with("src/browser/")
            || name.starts_with("src/bin/");
        if two_faced {
            continue;
        }
        let lines: Vec<_> = text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            if !line.contains("cfg(feature") && !line.contains("cfg(not(feature") {
                continue;
            }
            let next = lines.get(number + 1).copied().unwrap_or_default();
            let on_mod = next.starts_with("mod ") || next.starts_with("pub mod ");
            assert!(on_mod, "{name}:{}: {line}", number + 1);
        }
    }
}

#[test]
fn nouns_do_not_leak_into_the_shared_parts() {
    let nouns = [
        "problem", "attempt", "find", "tag", "bulk", "undo", "timer", "draft", "insight",
        "account", "demo", "webhook", "inbox", "token", "review", "calendar",
    ];
    for (name, text) in files_below("src", &["rs"]) {
        let shared = name.starts_with("src/ui/")
            || name.starts_with("src/browser/")
            || name == "src/error.rs";
        for noun in nouns {
            let leak = shared && text.contains(&format!("crate::{noun}"));
            assert!(!leak, "{name} knows {noun}");
        }
    }
}

#[test]
fn every_server_function_names_its_endpoint_and_asks_who_calls_first() {
    for (name, text) in files_below("src", &["rs"]) {
        let lines: Vec<_> = text.lines().map(str::trim).collect();
        for (number, line) in lines.iter().enumerate() {
            if !line.starts_with("#[server") {
                continue;
            }
            assert!(name.ends_with("/api.rs"), "{name} has a server function");
            assert!(
                line.contains("endpoint = \""),
                "{name}:{}: {line}",
                number + 1
            );
            let opening = lines[number..]
                .iter()
                .position(|line| line.ends_with('{'))
                .unwrap();
            let body = lines[number + opening + 1..]
                .iter()
                .find(|line| !line.starts_with("use "))
                .unwrap();
            let asks = ["caller().await?", "owner().await?", "require_user().await"]
                .iter()
                .any(|question| body.contains(question));
            assert!(asks, "{name}:{}: {body}", number + opening + 2);
        }
    }
}

#[test]
fn every_statement_about_a_journal_is_about_one_persons() {
    let tenant_tables = [
        "problems",
        "attempts",
        "problem_progress",
        "journal_totals",
        "journal_tags",
        "saved_views",
        "undo_steps",
        "undo_rows",
        "timers",
        "drafts",
        "inbox_items",
        "access_tokens",
        "review_log",
        "journal_days",
        "spared_days",
        "reveals",
        "weight_fits",
        "calendar_feeds",
        "problem_changes",
        "shares",
        "outbox_receipts",
    ];
    for (name, text) in files_below("src", &["rs"]) {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for statement in code.split("sqlx::query").skip(1) {
            let end = [".execute(", ".fetch"]
                .iter()
                .filter_map(|end| statement.find(end))
                .min();
            let statement = statement[..end.unwrap_or(statement.len())].to_lowercase();
            let tenant = tenant_tables.iter().any(|table| {
                ["from ", "into ", "update ", "join "]
                    .iter()
                    .any(|verb| statement.contains(&format!("{verb}{table}")))
            });
            assert!(
                !tenant || statement.contains("user_id"),
                "{name}: {statement}"
            );
        }
    }
}

#[test]
fn heavy_crates_stay_out_of_the_browser() {
    let output = std::process::Command::new(env!("CARGO"))
        .args([
            "tree",
            "--edges",
            "normal",
            "--target",
            "wasm32-unknown-unknown",
            "--no-default-features",
        ])
        // Its regex only reads Cargo.toml on the server; the linker leaves it out of the wasm.
        .args(["--prune", "leptos_config"])
        .args([
            "--features",
            "hydrate",
            "--prefix",
            "none",
            "--format",
            "{lib}",
            "--locked",
            "--offline",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let tree = String::from_utf8_lossy(&output.stdout);
    assert!(
        tree.contains("leptos"),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    for heavy in [
        "regex",
        "comrak",
        "chrono_tz",
        "syntect",
        "sqlx",
        "reqwest",
        "tokio",
        "axum",
    ] {
        assert!(
            !tree.lines().any(|line| line.trim() == heavy),
            "{heavy} is in the wasm"
        );
    }
}
