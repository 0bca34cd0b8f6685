//! The page of insights: true numbers, said three times alike.

use crate::helpers::{Caller, TestApp};
use sqlx::PgPool;
use uuid::Uuid;

/// Adds a problem with tags and answers with its id.
async fn problem(caller: &Caller<'_>, title: &str, difficulty: &str, tags: &str) -> String {
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[title]", title),
        ("fields[difficulty]", difficulty),
        ("fields[tags]", tags),
    ];
    caller.call("/api/problems/add", &fields).await.expect(200);
    id
}

/// Logs an attempt so many days ago.
async fn tried(caller: &Caller<'_>, problem: &str, status: &str, minutes: &str, days: i64) {
    let id = Uuid::now_v7().to_string();
    let when = chrono::Utc::now() - chrono::TimeDelta::days(days) - chrono::TimeDelta::minutes(1);
    let when = when.format("%Y-%m-%dT%H:%M").to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem),
        ("fields[status]", status),
        ("fields[minutes]", minutes),
        ("fields[attempted_at]", &when),
    ];
    caller.call("/api/attempts/log", &fields).await.expect(200);
}

/// What stands between two texts, first found.
fn between<'a>(html: &'a str, before: &str, after: &str) -> &'a str {
    let rest = html
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {html}"))
        .1;
    rest.split_once(after).unwrap().0
}

/// A section of the page.
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    between(page, &format!("id=\"{id}\""), "</section>")
}

/// The sentence of the first chart of a section.
fn sentence(section: &str) -> &str {
    between(section, "chart__sentence\">", "</p>")
}

/// The cells of the first table of a section, row by row.
fn table(section: &str) -> Vec<Vec<String>> {
    let body = between(section, "<tbody>", "</tbody>");
    body.split("<tr>")
        .skip(1)
        .map(|row| {
            let row = row.replace("</th>", "</td>");
            row.split("</td>")
                .take(row.matches("</td>").count())
                .map(|cell| cell.rsplit_once('>').unwrap().1.to_owned())
                .collect()
        })
        .collect()
}

/// Numbers in a text.
fn numbers(text: &str) -> Vec<i64> {
    text.split(|character: char| !character.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect()
}

#[sqlx::test(migrations = "./migrations")]
async fn an_empty_journal_is_told_what_each_section_needs(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.has_problem("Never tried").await;
    let page = ada.get("/insights").await.expect(200).body;
    assert!(page.contains("Nothing to tell yet"));
    for id in ["days", "known", "pace", "rates", "predictions"] {
        assert!(section(&page, id).contains("insights__needs"), "{id}");
    }
    assert!(page.contains("<title>Insights · GitGud</title>"));
    assert!(page.contains("href=\"/insights\" aria-current=\"page\""));
}

#[sqlx::test(migrations = "./migrations")]
async fn the_sentence_the_chart_and_the_table_agree(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for number in 0..6 {
        let tags = if number < 4 { "dp, graph" } else { "dp, rare" };
        let problem = problem(&ada, &format!("Problem {number}"), "medium", tags).await;
        for (status, days) in [
            ("failed", 150),
            ("solved", 140),
            ("solved", 30),
            ("solved", 2),
        ] {
            tried(&ada, &problem, status, "20", days).await;
        }
    }
    let page = ada.get("/insights").await.expect(200).body;

    // The calendar: days with an attempt in the picture, in the table and in the sentence.
    let days = section(&page, "days");
    let picture = between(days, "<svg class=\"heat-map__picture\"", "</svg>");
    let drawn = picture.matches("heat-map__day ").count();
    let counted = table(days)
        .iter()
        .flat_map(|row| row[1..].to_vec())
        .filter(|cell| cell.parse::<i32>().is_ok())
        .count();
    assert_eq!((drawn, counted), (4, 4));
    assert_eq!(numbers(sentence(days))[0], 4);
    assert_eq!(
        i64::try_from(picture.matches("<title>").count()).unwrap(),
        numbers(sentence(days))[1]
    );

    // What is known: the claim says no more than what is solved.
    let known = section(&page, "known");
    let claim = numbers(between(known, "insights__claim\">", "</p>"));
    assert_eq!(claim[..2], [6, 6]);
    assert!(claim[2] <= 6);
    let patterns = table(known);
    assert_eq!(patterns.len(), 2);
    assert!(sentence(known).contains(&format!(
        "is {}: {} recall over {} problems.",
        patterns[0][0], patterns[0][1], patterns[0][2]
    )));
    for row in &patterns {
        assert!(known.contains(&format!(">{}</text>", row[1])), "{row:?}");
        let percent = numbers(&row[1])[0];
        assert!(
            known.contains(&format!("width=\"{percent}.00%\"")),
            "{row:?}"
        );
    }
    assert!(known.contains("Too few to tell: 1 tag with fewer than 3"));

    // Minutes: 12 solves of 20 minutes lately, 6 before.
    let pace = section(&page, "pace");
    assert!(pace.contains("Medium: typically 20 min in the last 3 months (12 solves), 20 min in the 9 before (6 solves): no faster and no slower."), "{pace}");
    assert!(pace.contains("Easy: too few own solves"));

    // Shares.
    let rates = section(&page, "rates");
    assert!(rates.contains("0 of 6 first attempts.") && rates.contains("18 of 24 attempts."));
    assert!(rates.contains("12 of 12 attempts.") && rates.contains("No first attempts."));

    // Predictions: three for each problem.
    let predicted = section(&page, "predictions");
    let rows = table(predicted);
    let sum = |column: usize| -> i64 { rows.iter().map(|row| numbers(&row[column])[0]).sum() };
    assert_eq!((sum(3), sum(4)), (18, 18));
    assert!(sentence(predicted).contains("18 of the 20 reviews"));
}

#[sqlx::test(migrations = "./migrations")]
async fn nobody_sees_what_another_knows(pool: PgPool) {
    let app = TestApp::new(pool);
    let (ada, grace) = (app.signed_in_as("ada"), app.signed_in_as("grace"));
    let mine = problem(&ada, "Mine", "easy", "secret-tag").await;
    for days in [3, 2, 0] {
        tried(&ada, &mine, "solved", "9", days).await;
    }
    assert!(
        ada.get("/insights")
            .await
            .expect(200)
            .body
            .contains("id=\"days\"")
    );
    let page = grace.get("/insights").await.expect(200).body;
    assert!(page.contains("Nothing to tell yet"));
    let visitor = app.nobody().get("/insights").await;
    assert_eq!(visitor.status.as_u16(), 303);
}

#[sqlx::test(migrations = "./migrations")]
async fn tags_of_people_are_text_in_charts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for number in 0..3 {
        let hostile = problem(&ada, &format!("P {number}"), "easy", "<img/src=x>").await;
        tried(&ada, &hostile, "solved", "9", number).await;
    }
    let page = ada.get("/insights").await.expect(200).body;
    let known = section(&page, "known");
    assert!(
        known.contains("&lt;img/src=x&gt;") && !known.contains("<img"),
        "{known}"
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn an_interview_is_answered_with_what_it_takes(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = problem(&ada, "Two Sum", "medium", "array").await;
    tried(&ada, &problem, "solved", "30", 9).await;
    for number in 0..40 {
        ada.has_problem(&format!("Problem {number}")).await;
    }
    let without = ada.get("/insights").await.expect(200).body;
    assert!(section(&without, "plan").contains("Say when your interview is"));
    let plan_at = async |days| {
        sqlx::query("update users set interview_date = (now() at time zone 'utc')::date + $1::int")
            .bind(days)
            .execute(&app.pool)
            .await
            .unwrap();
        let page = ada.get("/insights").await.expect(200).body;
        section(&page, "plan").to_owned()
    };
    let long = plan_at(120).await;
    assert!(long.contains("You are on track."), "{long}");
    // Forty problems of a quarter of an hour and an hour a day.
    let short = plan_at(3).await;
    assert!(short.contains("You are not on track."), "{short}");
    assert!(
        short.contains("leaving out") && short.contains("you never tried"),
        "{short}"
    );
}
