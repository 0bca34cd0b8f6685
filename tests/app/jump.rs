//! What the command palette finds.

use crate::helpers::TestApp;
use serde_json::Value;
use sqlx::PgPool;

const JUMP: &str = "/api/find/jump";

fn titles(answer: &Value) -> Vec<&str> {
    answer["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| place["title"].as_str().unwrap())
        .collect()
}

async fn found(app: &TestApp, name: &str, q: &str) -> Value {
    app.signed_in_as(name)
        .call(JUMP, &[("q", q)])
        .await
        .expect(200)
        .json()
}

#[sqlx::test(migrations = "./migrations")]
async fn what_begins_as_typed_comes_first_then_words_then_letters_in_their_order(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for title in [
        "Sum of Two Integers",
        "Two Sum",
        "Combination Sum",
        "Rotate Array",
        "Stumble",
    ] {
        ada.has_problem(title).await;
    }
    let answer = found(&app, "ada", "SUM").await;
    assert_eq!(
        titles(&answer),
        [
            "Sum of Two Integers",
            "Combination Sum",
            "Two Sum",
            "Stumble"
        ]
    );
    // Too short for the index of words.
    assert_eq!(
        titles(&found(&app, "ada", "su").await)[0],
        "Sum of Two Integers"
    );
    assert_eq!(
        titles(&found(&app, "ada", "tw").await)[..2],
        ["Two Sum", "Sum of Two Integers"]
    );
    assert_eq!(titles(&found(&app, "ada", " two  sum").await)[0], "Two Sum");
    assert_eq!(titles(&found(&app, "ada", "rtarr").await), ["Rotate Array"]);
    assert!(titles(&found(&app, "ada", "mus").await).is_empty());
    let place = &answer["problems"][0];
    assert!(place["href"].as_str().unwrap().starts_with("/problems/0"));
    assert_eq!(place["note"], "Easy · Untried");
    assert_eq!(answer["views"], Value::Array(Vec::new()));
}

#[sqlx::test(migrations = "./migrations")]
async fn nothing_typed_shows_what_was_worked_on_or_added_last_and_the_saved_searches(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let first = ada.has_problem("First").await;
    for number in 0..9 {
        ada.has_problem(&format!("Later {number}")).await;
    }
    ada.has_attempt(&first, "solved", "12").await;
    let view = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000000"),
        ("fields[name]", "To redo"),
        ("fields[query]", "is:failed"),
        ("fields[sort]", ""),
    ];
    ada.call("/api/views/save", &view).await.expect(200);
    let answer = found(&app, "ada", " ").await;
    let titles = titles(&answer);
    assert_eq!(
        (titles.len(), titles[0], titles[1]),
        (8, "First", "Later 8")
    );
    assert_eq!(answer["views"][0]["title"], "To redo");
    assert_eq!(answer["views"][0]["href"], "/problems?q=is%3Afailed");
}

#[sqlx::test(migrations = "./migrations")]
async fn a_link_leads_to_the_problem_it_is_of_or_to_adding_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let link = "https://leetcode.com/problems/two-sum/description/";
    let answer = found(&app, "ada", link).await;
    assert!(titles(&answer).is_empty());
    assert_eq!(answer["link"]["title"], "Two Sum");
    let address = answer["link"]["href"].as_str().unwrap();
    assert!(address.starts_with("/problems/new?link=https%3A//leetcode"));
    let fields = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000000"),
        ("fields[link]", "leetcode.com/problems/two-sum"),
        ("fields[title]", "My Two Sum"),
        ("fields[difficulty]", "easy"),
    ];
    let ada = app.signed_in_as("ada");
    ada.call("/api/problems/add", &fields).await.expect(200);
    let answer = found(&app, "ada", link).await;
    assert_eq!(titles(&answer), ["My Two Sum"]);
    assert_eq!(answer["link"], Value::Null);
    // Whether somebody else has it is nobody's business.
    assert_eq!(
        found(&app, "mallory", link).await["link"]["title"],
        "Two Sum"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn nobody_finds_anything_of_somebody_elses(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let secret = ada.has_problem("Ada’s secret").await;
    ada.has_attempt(&secret, "failed", "12").await;
    let view = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000000"),
        ("fields[name]", "Ada’s view"),
        ("fields[query]", ""),
        ("fields[sort]", ""),
    ];
    ada.call("/api/views/save", &view).await.expect(200);
    for q in ["", "secret", "ada", "as", "a", "%", "Ada’s secret"] {
        let answer = app
            .signed_in_as("mallory")
            .call(JUMP, &[("q", q)])
            .await
            .expect(200);
        assert!(!answer.body.contains("Ada"), "{q}: {}", answer.body);
    }
    assert_eq!(titles(&found(&app, "ada", "as").await), ["Ada’s secret"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn hostile_texts_are_only_texts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for title in [
        "100% of_it",
        r"back\slash",
        "it's \"quoted\"",
        "plain",
        "<b>bold</b>",
    ] {
        ada.has_problem(title).await;
    }
    for (q, expected) in [
        ("%", vec!["100% of_it"]),
        ("_", vec!["100% of_it"]),
        ("%%", vec![]),
        ("p%n", vec![]),
        ("p_ain", vec![]),
        ("\\", vec![r"back\slash"]),
        ("'", vec!["it's \"quoted\""]),
        ("\"q", vec!["it's \"quoted\""]),
        ("<b>", vec!["<b>bold</b>"]),
        ("'; drop table problems; --", vec![]),
        ("pl\0ain", vec![]),
        ("\0", vec![]),
    ] {
        let answer = found(&app, "ada", q).await;
        assert_eq!(titles(&answer), expected, "{q:?}");
    }
    for q in ["x".repeat(10_000), "a ".repeat(5_000), "%".repeat(10_000)] {
        assert!(titles(&found(&app, "ada", &q).await).is_empty());
    }
    // As many words as a title can have.
    found(&app, "ada", &"a ".repeat(150)).await;
}

#[sqlx::test(migrations = "./migrations")]
async fn an_answer_has_at_most_twenty_rows(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for number in 0..25 {
        ada.has_problem(&format!("Sorting {number}")).await;
    }
    for q in ["sorting", "srtng", "s"] {
        assert_eq!(titles(&found(&app, "ada", q).await).len(), 20, "{q}");
    }
}
