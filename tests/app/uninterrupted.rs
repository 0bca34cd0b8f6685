//! Work that nobody waits for any more, and work that is cut off.

use crate::{
    helpers::TestApp,
    outbox::{add, attempt, change, does, log, new_id, outcome, problem},
    storm::{cut, is_at_rest, until},
};
use chrono::Utc;
use gitgud::{
    auth::model::UserId,
    outbox::{db::receive, model::Outcome},
};
use sqlx::PgPool;
use tower::ServiceExt;

#[sqlx::test(migrations = "./migrations")]
async fn a_delivery_that_is_cut_off_anywhere_is_delivered_again(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    ada.get("/").await.expect(200);
    let fields = problem(&new_id(), "Two Sum", "");
    does(&ada, add(&fields)).await;
    let user = UserId::new("user_ada".to_owned());
    let mut whole = 0;
    for polls in 0..60 {
        let logged = change(log(&attempt(&new_id(), &fields.id)));
        // As when the process dies: of requests none is dropped.
        let delivery = receive(&app.pool, &user, &logged, Utc::now());
        whole += usize::from(cut(delivery, polls, polls % 2 == 0).await.is_some());
        assert_eq!(outcome(ada.deliver(&logged).await), Outcome::Done);
    }
    assert!((1..=55).contains(&whole), "{whole} were not cut off");
    let counted: (i64, i32, i64) = sqlx::query_as(
        "select (select count(*) from attempts), (select attempts from problem_progress),
                (select count(*) from outbox_receipts)",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    assert_eq!(counted, (60, 60, 61));
}

#[sqlx::test(migrations = "./migrations")]
async fn what_nobody_waits_for_any_more_is_worked_off_and_leaves_no_transaction_open(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let fields = problem(&new_id(), "Two Sum", "");
    does(&ada, add(&fields)).await;
    for round in 0..40 {
        let logged = change(log(&attempt(&new_id(), &fields.id)));
        let request = ada.json_request("POST", "/sync/change", &logged);
        let left = cut(app.router().oneshot(request), 1, round % 2 == 0).await;
        assert!(left.is_none(), "it was waited for");
    }
    until("all forty are there", async || {
        let logged: i64 = sqlx::query_scalar("select count(*) from attempts")
            .fetch_one(&app.pool)
            .await
            .unwrap();
        logged == 40 && is_at_rest(&app.pool).await
    })
    .await;
}
