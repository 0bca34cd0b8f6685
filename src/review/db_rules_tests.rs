//! What comes back when the rules change and the log does not.

use super::{bend, unbend};
use crate::{
    account::{
        clock::Clock,
        db::{ensure_user, save_settings},
        model::Settings,
    },
    attempt::{
        db::log,
        fields::AttemptDraft,
        model::{AttemptId, Help, Status},
    },
    auth::model::UserId,
    problem::{
        db::{add, find},
        fields::ProblemFields,
        model::{ProblemId, ProblemRow},
    },
    review::{
        db_fit::{keep, latest_fit, next_to_fit, reviews},
        fit::Fit,
        fsrs::Weights,
        model::Grade,
        schedule::after,
    },
};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgPool;
use uuid::Uuid;

fn noon(date: NaiveDate) -> DateTime<Utc> {
    date.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

fn day(number: i64) -> NaiveDate {
    after(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap(), number)
}

async fn person(pool: &PgPool, name: &str) -> UserId {
    let user = UserId::new(format!("user_{name}"));
    ensure_user(pool, &user).await.unwrap();
    user
}

async fn problem(pool: &PgPool, user: &UserId, title: &str) -> ProblemId {
    let fields = ProblemFields {
        id: Uuid::now_v7().to_string(),
        title: title.to_owned(),
        difficulty: "medium".to_owned(),
        ..ProblemFields::default()
    };
    let draft = fields.parse().unwrap();
    add(pool, user, &draft).await.unwrap();
    draft.id
}

fn draft(problem_id: ProblemId) -> AttemptDraft {
    AttemptDraft {
        id: AttemptId(Uuid::now_v7()),
        problem_id,
        status: Status::Solved,
        minutes: None,
        help: Help::None,
        grade: None,
        recall: false,
        notes: None,
        code: None,
        language: None,
        attempted_at: None,
    }
}

async fn solve(pool: &PgPool, user: &UserId, problem: ProblemId, on: NaiveDate) {
    let moment = Clock::new(None, None, 0).moment(noon(on));
    log(pool, user, &draft(problem), moment).await.unwrap();
}

async fn stored(pool: &PgPool, user: &UserId, problem: ProblemId) -> ProblemRow {
    find(pool, user, problem).await.unwrap()
}

async fn due(pool: &PgPool, user: &UserId, problem: ProblemId) -> Option<NaiveDate> {
    stored(pool, user, problem).await.review.due_on
}

#[sqlx::test(migrations = "./migrations")]
async fn other_settings_set_other_dates_for_the_person_alone(pool: PgPool) {
    let (ada, bob) = (person(&pool, "ada").await, person(&pool, "bob").await);
    let of_ada = problem(&pool, &ada, "Two Sum").await;
    let of_bob = problem(&pool, &bob, "Two Sum").await;
    for (user, problem) in [(&ada, of_ada), (&bob, of_bob)] {
        solve(&pool, user, problem, day(0)).await;
    }
    assert_eq!(due(&pool, &ada, of_ada).await, Some(day(2)));
    let relaxed = Settings {
        retention: 80,
        ..Settings::default()
    };
    save_settings(&pool, &ada, &relaxed, day(0)).await.unwrap();
    let date = due(&pool, &ada, of_ada).await.unwrap();
    // 7.6 days, which vary by the problem.
    assert!(date >= day(7) && date <= day(8), "{date}");
    assert_eq!(due(&pool, &bob, of_bob).await, Some(day(2)));
    let capped = Settings {
        interval_cap: 7,
        ..relaxed
    };
    save_settings(&pool, &ada, &capped, day(0)).await.unwrap();
    assert_eq!(due(&pool, &ada, of_ada).await, Some(day(7)));
}

#[sqlx::test(migrations = "./migrations")]
async fn an_interview_bends_the_dates_until_it_is_over(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    let problem = problem(&pool, &ada, "Two Sum").await;
    for on in [day(0), day(2), day(13)] {
        solve(&pool, &ada, problem, on).await;
    }
    let free = due(&pool, &ada, problem).await.unwrap();
    assert!(free > day(50), "{free}");
    bend_to(&pool, &ada, Some(day(33)), day(14)).await;
    assert_eq!(due(&pool, &ada, problem).await, Some(day(23)));
    // What is logged meanwhile is bent, too.
    solve(&pool, &ada, problem, day(23)).await;
    assert_eq!(due(&pool, &ada, problem).await, Some(day(28)));
    unbend(&pool, &ada, day(33)).await.unwrap();
    assert_eq!(due(&pool, &ada, problem).await, Some(day(28)));
    unbend(&pool, &ada, day(34)).await.unwrap();
    assert!(due(&pool, &ada, problem).await.unwrap() > day(60));
    // One that has passed bends nothing.
    bend_to(&pool, &ada, Some(day(33)), day(40)).await;
    assert!(due(&pool, &ada, problem).await.unwrap() > day(60));
}

async fn bend_to(pool: &PgPool, user: &UserId, interview: Option<NaiveDate>, today: NaiveDate) {
    let mut tx = pool.begin().await.unwrap();
    bend(&mut tx, user, interview, today).await.unwrap();
    tx.commit().await.unwrap();
}

#[sqlx::test(migrations = "./migrations")]
async fn the_grade_is_suggested_from_what_is_expected_of_the_person_then(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    let first = problem(&pool, &ada, "First").await;
    let mut fast = draft(first);
    fast.minutes = Some(15);
    let moment = Clock::new(None, None, 0).moment(noon(day(0)));
    log(&pool, &ada, &fast, moment).await.unwrap();
    let attempt = crate::attempt::db::find(&pool, &ada, fast.id)
        .await
        .unwrap();
    assert_eq!((attempt.grade, attempt.grade_chosen), (Grade::Easy, false));
    // Thirty fast ones later, 15 minutes are what is usual; the past stays as it was graded.
    for number in 0..30 {
        let more = problem(&pool, &ada, &format!("Problem {number}")).await;
        let mut again = draft(more);
        again.minutes = Some(15);
        log(&pool, &ada, &again, moment).await.unwrap();
    }
    let last = problem(&pool, &ada, "Last").await;
    let mut usual = draft(last);
    usual.minutes = Some(15);
    log(&pool, &ada, &usual, moment).await.unwrap();
    let attempt = crate::attempt::db::find(&pool, &ada, usual.id)
        .await
        .unwrap();
    assert_eq!(attempt.grade, Grade::Good);
    let attempt = crate::attempt::db::find(&pool, &ada, fast.id)
        .await
        .unwrap();
    assert_eq!(attempt.grade, Grade::Easy);
}

#[sqlx::test(migrations = "./migrations")]
async fn weights_that_predict_better_are_used_and_others_are_not(pool: PgPool) {
    let (ada, bob) = (person(&pool, "ada").await, person(&pool, "bob").await);
    let problem = problem(&pool, &ada, "Two Sum").await;
    solve(&pool, &ada, problem, day(0)).await;
    assert_eq!(reviews(&pool, &ada).await.unwrap().len(), 1);
    assert_eq!(next_to_fit(&pool, None).await.unwrap(), None);
    let mut weights = Weights::default();
    weights.0[2] = 20.0;
    let fit = |loss_after| Fit {
        weights,
        fitted_reviews: 400,
        tried_reviews: 100,
        loss_before: 0.4,
        loss_after,
    };
    keep(&pool, &ada, &fit(0.3)).await.unwrap();
    let date = due(&pool, &ada, problem).await.unwrap();
    assert!(date >= day(19), "{date}");
    assert!(latest_fit(&pool, &ada).await.unwrap().unwrap().used);
    assert_eq!(latest_fit(&pool, &bob).await.unwrap(), None);
    // A later fit that is no better: everybody's again.
    keep(&pool, &ada, &fit(0.5)).await.unwrap();
    assert_eq!(due(&pool, &ada, problem).await, Some(day(2)));
    assert!(!latest_fit(&pool, &ada).await.unwrap().unwrap().used);
}
