//! The journal through its server functions: what is written is what is read, and the numbers are
//! those of a naive count.

use crate::helpers::{Caller, TestApp};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

async fn view(caller: &Caller<'_>, problem: &str) -> Value {
    caller
        .call(
            "/api/problems/view",
            &[("id", problem), ("older", ""), ("newer", "")],
        )
        .await
        .expect(200)
        .json()
}

async fn totals(caller: &Caller<'_>) -> Value {
    caller
        .call("/api/insight/dashboard", &[])
        .await
        .expect(200)
        .json()["totals"]
        .clone()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_pasted_link_becomes_a_problem_and_the_second_paste_finds_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let add = async |link: &str| {
        let id = Uuid::now_v7().to_string();
        let fields = [("fields[id]", id.as_str()), ("fields[link]", link)];
        let saved = ada
            .call("/api/problems/add", &fields)
            .await
            .expect(200)
            .json();
        (
            saved["id"].as_str().unwrap().to_owned(),
            saved["already_there"].as_bool().unwrap(),
        )
    };
    let pasted = "Two Sum - LeetCode https://leetcode.com/problems/two-sum/description/?envType=study-plan-v2";
    let (first, already_there) = add(pasted).await;
    assert!(!already_there);
    let problem = view(&ada, &first).await["problem"].clone();
    assert_eq!(problem["title"], "Two Sum");
    assert_eq!(problem["url"], "https://leetcode.com/problems/two-sum/");
    assert_eq!(
        (problem["platform"].as_str(), problem["difficulty"].as_str()),
        (Some("leetcode"), Some("easy"))
    );

    let (second, already_there) =
        add("http://www.leetcode.com/problems/two-sum?tab=Description").await;
    assert!(already_there);
    assert_eq!(second, first);
    assert_eq!(totals(&ada).await["problems"], 1);
}

#[sqlx::test(migrations = "./migrations")]
async fn twenty_pastes_at_once_are_one_problem(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.call("/api/current_user", &[]).await.expect(200);
    let pastes = (0..20).map(|_| async {
        let id = Uuid::now_v7().to_string();
        let fields = [
            ("fields[id]", id.as_str()),
            ("fields[link]", "https://leetcode.com/problems/two-sum/"),
        ];
        ada.call("/api/problems/add", &fields)
            .await
            .expect(200)
            .json()["already_there"]
            .as_bool()
            .unwrap()
    });
    let already_there = join_all(pastes).await;
    assert_eq!(already_there.iter().filter(|there| !**there).count(), 1);
    assert_eq!(totals(&ada).await["problems"], 1);
}

pub async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.map(Box::pin).collect();
    let mut outputs: Vec<Option<F::Output>> = futures.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (future, output) in futures.iter_mut().zip(outputs.iter_mut()) {
            if output.is_none()
                && let std::task::Poll::Ready(value) = future.as_mut().poll(context)
            {
                *output = Some(value);
            }
        }
        if outputs.iter().all(Option::is_some) {
            std::task::Poll::Ready(outputs.iter_mut().filter_map(Option::take).collect())
        } else {
            std::task::Poll::Pending
        }
    })
    .await
}

#[sqlx::test(migrations = "./migrations")]
async fn the_same_request_sent_twice_is_one_row(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("On paper").await;
    let fields = [
        ("fields[id]", problem.as_str()),
        ("fields[title]", "On paper"),
        ("fields[difficulty]", "easy"),
    ];
    let again = ada
        .call("/api/problems/add", &fields)
        .await
        .expect(200)
        .json();
    assert_eq!(
        (again["id"].as_str(), again["already_there"].as_bool()),
        (Some(problem.as_str()), Some(false))
    );

    let id = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
    ];
    for _ in 0..2 {
        ada.call("/api/attempts/log", &fields).await.expect(200);
    }
    let totals = totals(&ada).await;
    assert_eq!(
        (totals["problems"].as_i64(), totals["attempts"].as_i64()),
        (Some(1), Some(1))
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn three_attempts_at_one_problem_are_one_problem(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    for status in ["failed", "failed", "solved"] {
        ada.has_attempt(&problem, status, "").await;
    }
    ada.has_problem("Untried").await;
    let totals = totals(&ada).await;
    let number = |name: &str| totals[name].as_i64().unwrap();
    assert_eq!(
        [
            number("problems"),
            number("solved"),
            number("failed"),
            number("attempts"),
            number("solved_attempts")
        ],
        [2, 1, 0, 3, 1]
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn editing_back_dating_and_deleting_an_attempt_recompute_everything(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let failed = ada.has_attempt(&problem, "failed", "40").await;
    let solved = ada.has_attempt(&problem, "solved", "12").await;
    assert_eq!(
        view(&ada, &problem).await["progress"]["latest_status"],
        "solved"
    );

    let back_dated = [
        ("fields[id]", solved.as_str()),
        ("fields[revision]", "1"),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        ("fields[minutes]", "9"),
        ("fields[attempted_at]", "2020-02-29T23:30"),
    ];
    ada.call("/api/attempts/edit", &back_dated)
        .await
        .expect(200);
    let seen = view(&ada, &problem).await;
    assert_eq!(seen["progress"]["latest_status"], "failed");
    assert_eq!(seen["progress"]["best_minutes"], 9);
    assert_eq!(
        seen["attempts"][1]["attempt"]["moment"]["local_date"],
        "2020-02-29"
    );
    assert_eq!(totals(&ada).await["failed"], 1);

    ada.call("/api/attempts/delete", &[("id", &failed)])
        .await
        .expect(200);
    assert_eq!(
        view(&ada, &problem).await["progress"]["latest_status"],
        "solved"
    );
    ada.call("/api/attempts/delete", &[("id", &solved)])
        .await
        .expect(200);
    let seen = view(&ada, &problem).await;
    assert!(seen["progress"]["latest_status"].is_null());
    let totals = totals(&ada).await;
    assert_eq!(
        (
            totals["problems"].as_i64(),
            totals["attempts"].as_i64(),
            totals["solved"].as_i64()
        ),
        (Some(1), Some(0), Some(0))
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn an_edit_that_leaves_the_time_alone_does_not_move_the_past(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "40").await;
    let before = view(&ada, &problem).await["attempts"][0]["attempt"]["moment"].clone();
    let form = ada
        .call("/api/attempts/edit-form", &[("id", &attempt)])
        .await
        .expect(200)
        .json();
    let shown = form["fields"]["attempted_at"].as_str().unwrap();
    let fields = [
        ("fields[id]", attempt.as_str()),
        ("fields[revision]", "1"),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        ("fields[attempted_at]", shown),
    ];
    ada.call("/api/attempts/edit", &fields).await.expect(200);
    let after = view(&ada, &problem).await["attempts"][0]["attempt"].clone();
    assert_eq!(after["moment"], before, "seconds and all");
    assert_eq!(after["status"], "solved");
}

#[sqlx::test(migrations = "./migrations")]
async fn deleting_a_problem_takes_its_attempts_out_of_every_number(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let kept = ada.has_problem("Kept").await;
    ada.has_attempt(&kept, "partial", "").await;
    let gone = ada.has_problem("Gone").await;
    ada.has_attempt(&gone, "solved", "").await;
    ada.call("/api/problems/delete", &[("id", &gone)])
        .await
        .expect(200);
    let totals = totals(&ada).await;
    let number = |name: &str| totals[name].as_i64().unwrap();
    assert_eq!(
        [
            number("problems"),
            number("solved"),
            number("partial"),
            number("attempts")
        ],
        [1, 0, 1, 1]
    );
    let left: i64 = sqlx::query_scalar("select count(*) from attempts")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(left, 1);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_edit_form_shows_the_time_on_the_clock_it_names(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    let attempt = ada.has_attempt(&problem, "failed", "40").await;
    sqlx::query("update attempts set attempted_at = '2026-11-20T01:00:00Z', utc_offset_minutes = 540, local_date = '2026-11-20'")
        .execute(&app.pool)
        .await
        .unwrap();
    let form = ada
        .call("/api/attempts/edit-form", &[("id", &attempt)])
        .await
        .expect(200)
        .json();
    assert_eq!(form["time_zone"], "UTC");
    assert_eq!(form["fields"]["attempted_at"], "2026-11-20T01:00");
    let fields = [
        ("fields[id]", attempt.as_str()),
        ("fields[revision]", "1"),
        ("fields[problem_id]", problem.as_str()),
        ("fields[status]", "solved"),
        ("fields[attempted_at]", "2026-11-20T01:00"),
    ];
    ada.call("/api/attempts/edit", &fields).await.expect(200);
    let moment = view(&ada, &problem).await["attempts"][0]["attempt"]["moment"].clone();
    assert_eq!(
        moment["utc_offset_minutes"], 540,
        "left alone, it stays where it was made"
    );
}
