//! What was wrong with its data and its statements.

use super::{TWO_SUM, add, totals};
use crate::{helpers::TestApp, journal::join_all};
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrations = "./migrations")]
async fn numbers_are_numbers_and_are_not_reduced_from_every_attempt(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    for status in ["failed", "failed", "solved"] {
        ada.has_attempt(&problem, status, "").await;
    }
    let totals = totals(&ada).await;
    for name in ["problems", "solved", "attempts", "solved_attempts"] {
        assert!(totals[name].is_i64(), "{name} is {}", totals[name]);
    }
    // Three attempts at one problem are one problem, solved once.
    assert_eq!(
        (&totals["problems"], &totals["solved"]),
        (&1.into(), &1.into())
    );
    // The numbers are a row of their own: what it holds is what is shown, whatever the log is long.
    sqlx::query("update journal_totals set attempts = 77")
        .execute(&app.pool)
        .await
        .unwrap();
    assert_eq!(super::totals(&ada).await["attempts"], 77);
}

#[sqlx::test(migrations = "./migrations")]
async fn the_database_itself_refuses_the_same_problem_and_the_same_person_twice(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    // The very first requests of somebody new, all at once.
    let first = (0..8).map(|_| async { add(&ada, TWO_SUM).await });
    let answers = join_all(first).await;
    let new = answers
        .iter()
        .filter(|saved| saved["already_there"] == false);
    assert_eq!(new.count(), 1);
    let refused = sqlx::query(
        "insert into problems (user_id, id, title, difficulty, identity)
         select user_id, gen_random_uuid(), 'again', 'easy', identity from problems",
    )
    .execute(&app.pool)
    .await
    .unwrap_err();
    let cause = refused.into_database_error().unwrap();
    assert_eq!(cause.constraint(), Some("problems_identity_key"));
}

#[sqlx::test(migrations = "./migrations")]
async fn recognising_again_makes_no_duplicates_and_moves_no_time(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.call("/api/current_user", &[]).await.expect(200);
    sqlx::query(
        "insert into problems (user_id, id, title, difficulty, url, recognised_by, updated_at) values
             ('user_ada', gen_random_uuid(), 'A', 'easy', 'http://www.leetcode.com/problems/two-sum', 0, '2020-01-01Z'),
             ('user_ada', gen_random_uuid(), 'B', 'easy', 'https://leetcode.com/problems/two-sum/description/', 0, '2020-01-01Z')",
    )
    .execute(&app.pool)
    .await
    .unwrap();
    gitgud::server::migrate::migrate(&app.pool).await.unwrap();
    let (rows, identities, moved): (i64, i64, i64) = sqlx::query_as(
        "select count(*), count(identity), count(*) filter (where updated_at <> '2020-01-01Z') from problems",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    assert_eq!((rows, identities, moved), (2, 1, 0));
}

#[sqlx::test(migrations = "./migrations")]
async fn every_foreign_key_has_an_index(pool: PgPool) {
    let bare: Vec<(String,)> = sqlx::query_as(
        "select c.conname::text from pg_constraint c
         where c.contype = 'f' and c.connamespace = 'public'::regnamespace
           and not exists (
               select from pg_index i
               where i.indrelid = c.conrelid and i.indpred is null
                 and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
           )",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert!(bare.is_empty(), "{bare:?}");
}

#[sqlx::test(migrations = "./migrations")]
async fn there_is_one_success_rate_and_it_says_what_it_is(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    ada.has_attempt(&problem, "failed", "").await;
    ada.has_attempt(&problem, "solved", "").await;
    let page = ada.get("/").await.expect(200).body;
    assert_eq!(page.matches("Success per attempt").count(), 1);
    assert!(!page.contains("uccess rate"));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_day_is_the_persons_own_day(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = ada.has_problem("Two Sum").await;
    sqlx::query("update users set time_zone = 'Pacific/Auckland'")
        .execute(&app.pool)
        .await
        .unwrap();
    let id = Uuid::now_v7().to_string();
    let fields = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", &problem),
        ("fields[status]", "solved"),
        ("fields[attempted_at]", "2026-01-15T00:30"),
    ];
    ada.call("/api/attempts/log", &fields).await.expect(200);
    let day: (chrono::NaiveDate, bool) = sqlx::query_as(
        "select local_date, attempted_at = '2026-01-14T11:30Z'::timestamptz from attempts",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    assert_eq!((day.0.to_string().as_str(), day.1), ("2026-01-15", true));
}
