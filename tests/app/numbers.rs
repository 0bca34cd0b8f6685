//! Lists and numbers over a whole journal: every row once, and what a naive count says.

use crate::helpers::TestApp;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrations = "./migrations")]
async fn the_list_pages_through_every_problem_once_and_back_again(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for number in 0..120 {
        ada.has_problem(&format!("Problem {number}")).await;
    }
    let titles = |page: &Value| -> Vec<String> {
        page["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["problem"]["title"].as_str().unwrap().to_owned())
            .collect()
    };
    let page_at = async |after: &str, before: &str| -> Value {
        let asked = [
            ("q", ""),
            ("sort", ""),
            ("after", after),
            ("before", before),
        ];
        ada.call("/api/find/problems", &asked)
            .await
            .expect(200)
            .json()
    };
    let mut pages = vec![page_at("", "").await];
    while let Some(after) = pages.last().unwrap()["after"].as_str() {
        pages.push(page_at(after, "").await);
    }
    let seen: Vec<_> = pages.iter().flat_map(&titles).collect();
    let expected: Vec<_> = (0..120)
        .rev()
        .map(|number| format!("Problem {number}"))
        .collect();
    assert_eq!(seen, expected);
    assert_eq!(pages[0]["total"], 120);

    // A row added at the top while reading does not shift the pages below.
    ada.has_problem("Newest").await;
    let back = page_at("", pages[2]["before"].as_str().unwrap()).await;
    assert_eq!(titles(&back), titles(&pages[1]));
}

#[sqlx::test(migrations = "./migrations")]
async fn numbers_agree_with_a_replay_after_any_changes(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    // A small generator of our own keeps the run the same on every machine.
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % sides
    };
    let mut problems: Vec<String> = Vec::new();
    let mut attempts: Vec<(String, String)> = Vec::new();
    for step in 0..250 {
        match roll(10) {
            0 | 1 => problems.push(ada.has_problem(&format!("Problem {step}")).await),
            2 if !problems.is_empty() && roll(3) == 0 => {
                let gone = problems.remove(roll(problems.len()));
                ada.call("/api/problems/delete", &[("id", &gone)])
                    .await
                    .expect(200);
                attempts.retain(|(problem, _)| *problem != gone);
            }
            3 if !attempts.is_empty() => {
                let (_, gone) = attempts.remove(roll(attempts.len()));
                ada.call("/api/attempts/delete", &[("id", &gone)])
                    .await
                    .expect(200);
            }
            4 | 5 if !attempts.is_empty() => {
                let (problem, attempt) = attempts[roll(attempts.len())].clone();
                let day = format!("2024-0{}-1{}T10:00", 1 + roll(9), roll(9));
                let revision = ada.revision("attempts", &attempt).await;
                let fields = [
                    ("fields[id]", attempt.as_str()),
                    ("fields[revision]", &revision),
                    ("fields[problem_id]", problem.as_str()),
                    ("fields[status]", ["solved", "partial", "failed"][roll(3)]),
                    ("fields[attempted_at]", &day),
                ];
                ada.call("/api/attempts/edit", &fields).await.expect(200);
            }
            _ if !problems.is_empty() => {
                let problem = problems[roll(problems.len())].clone();
                let status = ["solved", "partial", "failed"][roll(3)];
                let attempt = ada.has_attempt(&problem, status, "7").await;
                attempts.push((problem, attempt));
            }
            _ => {}
        }
    }
    assert!(problems.len() > 5 && attempts.len() > 20);
    assert_eq!(derived(&app.pool).await, replayed(&app.pool).await);
}

type Numbers = Vec<(i64, i64, i64, i64, i64, i64)>;

async fn derived(pool: &PgPool) -> Numbers {
    sqlx::query_as(
        "select problems::bigint, solved::bigint, partial::bigint, failed::bigint, attempts::bigint, solved_attempts::bigint
         from journal_totals",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

/// The numbers counted from nothing but the problems and the log.
async fn replayed(pool: &PgPool) -> Numbers {
    let problems: Vec<(Uuid,)> = sqlx::query_as("select id from problems")
        .fetch_all(pool)
        .await
        .unwrap();
    let log: Vec<(Uuid, String)> =
        sqlx::query_as("select problem_id, status::text from attempts order by attempted_at, id")
            .fetch_all(pool)
            .await
            .unwrap();
    let latest = |problem: Uuid| {
        log.iter()
            .rev()
            .find(|(of, _)| *of == problem)
            .map(|(_, status)| status.as_str())
    };
    let with = |status: &str| {
        problems
            .iter()
            .filter(|(id,)| latest(*id) == Some(status))
            .count()
    };
    let solved_attempts = log.iter().filter(|(_, status)| status == "solved").count();
    let number = |count: usize| i64::try_from(count).unwrap();
    vec![(
        number(problems.len()),
        number(with("solved")),
        number(with("partial")),
        number(with("failed")),
        number(log.len()),
        number(solved_attempts),
    )]
}
