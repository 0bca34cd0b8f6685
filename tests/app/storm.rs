//! Ten thousand deliveries: two devices of each person deliver what was changed on them, out of turn, twice, several
//! at once, and gone before they are answered. Whatever comes of it is held against what the changes say.

mod plan;

use self::plan::Plan;
use crate::{helpers::TestApp, outbox_changes::Copy};
use axum::{http::StatusCode, response::Response};
use gitgud::{
    outbox::model::{Outcome, What},
    problem::fields::ProblemFields,
};
use http_body_util::BodyExt;
use sqlx::PgPool;
use std::{
    future::{Future, poll_fn},
    sync::Arc,
    task::Poll,
    time::Instant,
};
use tokio::task::JoinSet;
use tower::ServiceExt;
use uuid::Uuid;

const JOURNALS: u64 = 20;
const DELIVERIES: usize = 500;

/// Drops a future after so many polls: just when it has begun to wait, or when it could go on.
pub async fn cut<F: Future>(future: F, polls: usize, at_once: bool) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut left = polls;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if at_once && left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Waits until something is so, which it must be soon.
pub async fn until(what: &str, is_so: impl AsyncFn() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed().as_secs() < 20, "not so: {what}");
        tokio::task::yield_now().await;
    }
}

/// Whether no connection to the database is inside a transaction in which nothing happens.
pub async fn is_at_rest(pool: &PgPool) -> bool {
    sqlx::query_scalar(
        "select not exists (select from pg_stat_activity
                            where datname = current_database() and state like 'idle in transaction%')",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

/// Delivers everything of one journal; answers with how many deliveries were cut off.
async fn deliver_all(app: &TestApp, name: &str, plan: &mut Plan) -> usize {
    let (mut caller, mut signed_in) = (app.signed_in_as(name), Instant::now());
    let (mut delivered, mut cut_off) = (0, 0);
    while delivered < DELIVERIES || !plan.is_done() {
        assert!(delivered < 4 * DELIVERIES, "it does not come to an end");
        // Tokens live for a minute.
        if signed_in.elapsed().as_secs() > 20 {
            (caller, signed_in) = (app.signed_in_as(name), Instant::now());
        }
        let mut at_once = JoinSet::new();
        let mut sent: Vec<usize> = Vec::new();
        for _ in 0..=plan.random.below(4) {
            let twin = sent.last().copied().filter(|_| plan.random.below(3) == 0);
            let at = twin.unwrap_or_else(|| plan.choose());
            if plan.changes[at]
                .after
                .is_some_and(|after| plan.changes[after].answered.is_none())
            {
                continue;
            }
            sent.push(at);
            let request = caller.json_request("POST", "/sync/change", &plan.changes[at].change);
            let answer = app.router().oneshot(request);
            let polls = match plan.random.below(4) {
                0 => 1,
                1 => 1 + plan.random.below(2),
                _ => usize::MAX,
            };
            let in_the_act = plan.random.below(2) == 0;
            delivered += 1;
            at_once.spawn(async move { (at, cut(answer, polls, in_the_act).await) });
        }
        for (at, answer) in at_once.join_all().await {
            match answer.map(Result::unwrap) {
                None => cut_off += 1,
                Some(answer) => {
                    if let Some(outcome) = read(answer).await {
                        plan.hear(at, outcome);
                    }
                }
            }
        }
    }
    cut_off
}

/// What is answered; nothing if it is to be delivered again.
async fn read(answer: Response) -> Option<Outcome> {
    let status = answer.status();
    let body = answer.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8_lossy(&body);
    let later = [
        StatusCode::SERVICE_UNAVAILABLE,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    if later.contains(&status) {
        return None;
    }
    assert_eq!(status, 200, "{text}");
    Some(serde_json::from_str(&text).unwrap())
}

/// Holds a journal against its plan.
async fn check(app: &TestApp, name: &str, plan: &Plan) {
    let mut copy = Copy::default();
    copy.catch_up(app, &app.signed_in_as(name), 3).await;
    assert_eq!(copy.problems.len(), plan.problems.len() + 1);
    for expected in &plan.problems {
        let id: Uuid = expected.fields.id.parse().unwrap();
        let stored = &copy.problems[&id].problem;
        // Of two devices one has made it harder, and the other was told so.
        let outcomes: Vec<_> = plan
            .changes
            .iter()
            .filter(|one| one.contested)
            .filter_map(|one| match &one.change.what {
                What::EditProblem { becomes, .. } if becomes.id == expected.fields.id => {
                    Some((becomes.difficulty.clone(), one.answered.clone().unwrap()))
                }
                _ => None,
            })
            .collect();
        let winner = stored.difficulty.slug().to_owned();
        assert_eq!(outcomes.len(), 2);
        for (difficulty, outcome) in outcomes {
            let told = Outcome::Conflict {
                stored: [("difficulty".to_owned(), winner.clone())].into(),
            };
            let right = if difficulty == winner {
                Outcome::Done
            } else {
                told
            };
            assert_eq!(outcome, right);
        }
        let fields = ProblemFields {
            revision: expected.revision.to_string(),
            difficulty: winner,
            ..expected.fields.clone()
        };
        assert_eq!(stored.fields(), fields);
        assert_eq!(stored.starred, expected.starred);
    }
    // One of the shared problem’s two is there and stands for the other.
    let shared: Vec<_> = plan.changes[..2]
        .iter()
        .map(|one| one.answered.clone().unwrap())
        .collect();
    let there = plan
        .shared
        .iter()
        .position(|id| copy.problems.contains_key(&id.parse().unwrap()));
    let there = there.unwrap();
    let id = plan.shared[there].parse().unwrap();
    assert_eq!(shared[there], Outcome::Done);
    assert_eq!(shared[1 - there], Outcome::AlreadyThere { problem: id });

    let attempts: Vec<_> = copy
        .problems
        .values()
        .flat_map(|one| &one.attempts)
        .collect();
    assert_eq!(attempts.len(), plan.attempts.len(), "each is there once");
    for stored in attempts {
        let (fields, made_at) = &plan.attempts[&stored.id.0];
        assert_eq!(stored.notes.as_deref(), Some(fields.notes.as_str()));
        assert_eq!((stored.minutes, stored.revision), (Some(12), 4));
        assert_eq!(stored.moment.at, *made_at);
        let problem = stored.problem_id.to_string();
        assert!(problem == fields.problem_id || plan.shared.contains(&problem));
    }
    let effective = plan
        .changes
        .iter()
        .filter(|one| !matches!(one.answered, Some(Outcome::Conflict { .. })));
    let counted: (i32, i32, i64) = sqlx::query_as(
        "select problems, attempts, (select count(*) from outbox_receipts r where r.user_id = t.user_id)
         from journal_totals t where user_id = $1",
    )
    .bind(format!("user_{name}"))
    .fetch_one(&app.pool)
    .await
    .unwrap();
    let size = |number: usize| i32::try_from(number).unwrap();
    let receipts = i64::try_from(effective.count()).unwrap();
    assert_eq!(
        counted,
        (
            size(copy.problems.len()),
            size(plan.attempts.len()),
            receipts
        )
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn after_ten_thousand_deliveries_every_change_has_had_its_effect_once(pool: PgPool) {
    let app = Arc::new(TestApp::new(pool));
    let mut journals = JoinSet::new();
    for seed in 0..JOURNALS {
        let app = app.clone();
        journals.spawn(async move {
            let name = format!("ada{seed}");
            let mut plan = Plan::new(seed);
            let cut_off = deliver_all(&app, &name, &mut plan).await;
            check(&app, &name, &plan).await;
            cut_off
        });
    }
    let cut_off: usize = journals.join_all().await.into_iter().sum();
    until("no transaction is open", async || {
        is_at_rest(&app.pool).await
    })
    .await;
    assert!(cut_off > 2_000, "{cut_off} were cut off");
}
