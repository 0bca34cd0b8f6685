//! The past, which stays as it was settled.

use super::*;

async fn set_person(pool: &PgPool, user: &UserId, what: &'static str) {
    sqlx::query(what)
        .bind(user.as_str())
        .execute(pool)
        .await
        .unwrap();
}

async fn settle_until(pool: &PgPool, user: &UserId, today: NaiveDate) {
    let mut tx = pool.begin().await.unwrap();
    settle(&mut tx, user, today).await.unwrap();
    tx.commit().await.unwrap();
}

/// `2026-06-06 rest`, for each day that is settled as spared.
async fn spared(pool: &PgPool, user: &UserId) -> Vec<String> {
    sqlx::query_scalar(
        "select local_date || ' ' || reason from spared_days where user_id = $1 order by local_date",
    )
    .bind(user.as_str())
    .fetch_all(pool)
    .await
    .unwrap()
}

/// A journal of the past: one attempt on Monday 1 June 2026, settled until then, so that the clock of the
/// machine has no part in it. Its problem comes back on the 4th.
async fn journal(pool: &PgPool, user: &UserId) -> ProblemId {
    set_person(
        pool,
        user,
        "update journal_totals set settled_until = '2100-01-01' where user_id = $1",
    )
    .await;
    let problem = add(pool, user, Difficulty::Easy, &[]).await;
    let first = draft(problem, Status::Solved);
    attempt::db::log(pool, user, &first, noon(date("2026-06-01")))
        .await
        .unwrap();
    due(pool, user, "2026-06-04").await;
    set_person(
        pool,
        user,
        "update journal_totals set settled_until = '2026-05-31' where user_id = $1",
    )
    .await;
    problem
}

async fn due(pool: &PgPool, user: &UserId, on: &str) {
    sqlx::query("update problem_progress set due_on = $2::date where user_id = $1")
        .bind(user.as_str())
        .bind(date(on))
        .execute(pool)
        .await
        .unwrap();
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_over_is_settled_once_and_stays_so(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    journal(&pool, &ada).await;
    set_person(
        &pool,
        &ada,
        "update users set rest_days = '{6,7}' where clerk_id = $1",
    )
    .await;
    settle_until(&pool, &ada, date("2026-06-09")).await;
    let settled = [
        "2026-06-02 quiet",
        "2026-06-03 quiet",
        "2026-06-06 rest",
        "2026-06-07 rest",
    ];
    assert_eq!(spared(&pool, &ada).await, settled);

    // Nothing that is chosen later changes it: other days of rest, another zone on the other side of the
    // date line, another hour, other due dates.
    for later in [
        "update users set rest_days = '{1,2}' where clerk_id = $1",
        "update users set quiet_days_count = false where clerk_id = $1",
        "update users set time_zone = 'Pacific/Kiritimati' where clerk_id = $1",
        "update users set time_zone = 'Pacific/Niue', day_start_hour = 23 where clerk_id = $1",
        "update problem_progress set due_on = null where user_id = $1",
    ] {
        set_person(&pool, &ada, later).await;
        for today in ["2026-06-09", "2026-06-08", "2026-06-01"] {
            settle_until(&pool, &ada, date(today)).await;
            assert_eq!(spared(&pool, &ada).await, settled, "{later}");
        }
    }
    // What comes is settled by what is chosen now.
    settle_until(&pool, &ada, date("2026-06-17")).await;
    assert_eq!(
        spared(&pool, &ada).await[4..],
        ["2026-06-09 rest", "2026-06-15 rest", "2026-06-16 rest"]
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn however_many_settle_at_once_it_is_settled_once(pool: PgPool) {
    let (ada, bob) = (person(&pool, "ada").await, person(&pool, "bob").await);
    journal(&pool, &ada).await;
    let mut all = tokio::task::JoinSet::new();
    for number in 0..8 {
        let (pool, ada) = (pool.clone(), ada.clone());
        all.spawn(async move {
            settle_until(&pool, &ada, date("2026-06-05") + Days::new(number)).await;
        });
    }
    all.join_all().await;
    assert_eq!(
        spared(&pool, &ada).await,
        ["2026-06-02 quiet", "2026-06-03 quiet"]
    );
    assert!(spared(&pool, &bob).await.is_empty());
    let until: NaiveDate =
        sqlx::query_scalar("select settled_until from journal_totals where user_id = 'ada'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(until, date("2026-06-11"));
}

#[sqlx::test(migrations = "./migrations")]
async fn an_attempt_is_logged_after_the_days_before_it_are_settled(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    let problem = journal(&pool, &ada).await;
    // On the 3rd it fails, and would have been due from the 2nd had it done so before.
    due(&pool, &ada, "2026-06-03").await;
    let failed = draft(problem, Status::Failed);
    attempt::db::log(&pool, &ada, &failed, noon(date("2026-06-03")))
        .await
        .unwrap();
    assert_eq!(spared(&pool, &ada).await[..1], ["2026-06-02 quiet"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn long_absence_is_not_settled_without_end(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    journal(&pool, &ada).await;
    due(&pool, &ada, "2099-01-01").await;
    settle_until(&pool, &ada, date("2036-06-01")).await;
    let spared = spared(&pool, &ada).await;
    assert_eq!(spared.len(), 400);
    assert_eq!(spared[399], "2036-05-31 quiet");
}

#[sqlx::test(migrations = "./migrations")]
async fn the_days_since_the_last_settled_are_shown_by_the_same_rule(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    journal(&pool, &ada).await;
    let journals = Journals::new(pool.clone());
    let live = told(&journals, &ada, date("2026-06-04")).await;
    assert_eq!(live.calendar.streak.current, 1);
    settle_until(&pool, &ada, date("2026-06-04")).await;
    let settled = told(&journals, &ada, date("2026-06-04")).await;
    assert_eq!(live.calendar, settled.calendar);
    // It was due on the 4th and was not tried.
    let missed = told(&journals, &ada, date("2026-06-05")).await;
    assert_eq!(missed.calendar.streak.current, 0);
    assert_eq!(missed.calendar.streak.longest, 1);
}
