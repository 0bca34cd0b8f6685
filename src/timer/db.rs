//! Every statement about timers. Each action is one statement that may be sent twice; it counts
//! as `model::Timer` does.

use super::model::Timer;
use crate::{auth::model::UserId, error::AppError, problem::model::ProblemId};
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

/// The timer of a problem, if there is one.
///
/// # Errors
/// When the database cannot answer.
pub async fn find(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
) -> Result<Option<Timer>, AppError> {
    Ok(sqlx::query_as!(
        Timer,
        "select seconds, running_since from timers where user_id = $1 and problem_id = $2",
        user.as_str(),
        problem.0
    )
    .fetch_optional(pool)
    .await?)
}

/// The timer that runs, with its problem and that problem's title.
///
/// # Errors
/// When the database cannot answer.
pub async fn running(
    pool: &PgPool,
    user: &UserId,
) -> Result<Option<(ProblemId, String, Timer)>, AppError> {
    let row = sqlx::query!(
        "select t.problem_id, p.title, t.seconds, t.running_since
         from timers t
         join problems p on p.user_id = t.user_id and p.id = t.problem_id
         where t.user_id = $1 and p.user_id = $1 and t.running_since is not null
         order by t.running_since desc limit 1",
        user.as_str()
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| {
        let timer = Timer {
            seconds: row.seconds,
            running_since: row.running_since,
        };
        (ProblemId(row.problem_id), row.title, timer)
    }))
}

/// Starts a problem's timer or goes on with it. One that runs stays as it is; any other problem's
/// is paused, because nobody works on two at once.
///
/// # Errors
/// [`AppError::NotFound`] when the problem does not exist or is somebody else's.
pub async fn run(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let done = sqlx::query!(
        "with others as (
             update timers set running_since = null, seconds = least(2147483647,
                 seconds + greatest(0, floor(extract(epoch from $3 - running_since))))::integer
             where user_id = $1 and problem_id <> $2 and running_since is not null
         )
         insert into timers (user_id, problem_id, running_since) values ($1, $2, $3)
         on conflict (user_id, problem_id)
             do update set running_since = coalesce(timers.running_since, excluded.running_since)",
        user.as_str(),
        problem.0,
        now
    )
    .execute(pool)
    .await;
    match done {
        Ok(_) => Ok(()),
        Err(sqlx::Error::Database(cause)) if cause.constraint() == Some("timers_problem_fk") => {
            Err(AppError::NotFound)
        }
        Err(error) => Err(error.into()),
    }
}

/// Pauses a problem's timer, if it runs.
///
/// # Errors
/// When the database cannot answer.
pub async fn pause(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update timers set running_since = null, seconds = least(2147483647,
             seconds + greatest(0, floor(extract(epoch from $3 - running_since))))::integer
         where user_id = $1 and problem_id = $2 and running_since is not null",
        user.as_str(),
        problem.0,
        now
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Takes seconds away from the stretch that began at `since`, at most all of it. Does nothing when
/// another stretch runs, or none.
///
/// # Errors
/// When the database cannot answer.
pub async fn leave_out(
    pool: &PgPool,
    user: &UserId,
    problem: ProblemId,
    (since, seconds): (DateTime<Utc>, i32),
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update timers
         set running_since = least($3, running_since + make_interval(secs => $5::integer))
         where user_id = $1 and problem_id = $2 and running_since = $4",
        user.as_str(),
        problem.0,
        now,
        since,
        seconds.max(0)
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Ends a problem's timer, if there is one: thrown away by itself, or in the transaction of what
/// it was used for.
///
/// # Errors
/// When the database cannot answer.
pub async fn end(
    conn: &mut PgConnection,
    user: &UserId,
    problem: ProblemId,
) -> Result<(), AppError> {
    sqlx::query!(
        "delete from timers where user_id = $1 and problem_id = $2",
        user.as_str(),
        problem.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        account::db::ensure_user,
        problem::{db::add, fields::ProblemFields},
    };
    use uuid::Uuid;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000 + second, 0).unwrap()
    }

    async fn problem(pool: &PgPool, user: &UserId, title: &str) -> ProblemId {
        ensure_user(pool, user).await.unwrap();
        let fields = ProblemFields {
            id: Uuid::now_v7().to_string(),
            title: title.into(),
            difficulty: "easy".into(),
            ..ProblemFields::default()
        };
        let draft = fields.parse().unwrap();
        add(pool, user, &draft).await.unwrap();
        draft.id
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn the_statements_count_as_the_model_does(pool: PgPool) {
        let ada = UserId::new("user_ada");
        let one = problem(&pool, &ada, "One").await;
        let mut expected = Timer::default();
        // Twice the same, a clock going backwards, and time left out of the right stretch, of
        // another one and beyond it.
        let steps = [
            ("run", 0),
            ("run", 5),
            ("pause", 60),
            ("pause", 70),
            ("run", 100),
            ("pause", 90),
            ("run", 200),
            ("out", 260),
            ("other", 265),
            ("pause", 270),
            ("run", 300),
            ("all", 310),
            ("pause", 320),
        ];
        for (step, second) in steps {
            let now = at(second);
            match step {
                "run" => {
                    run(&pool, &ada, one, now).await.unwrap();
                    expected = expected.resume(now);
                }
                "pause" => {
                    pause(&pool, &ada, one, now).await.unwrap();
                    expected = expected.pause(now);
                }
                "other" => leave_out(&pool, &ada, one, (at(100), 20), now)
                    .await
                    .unwrap(),
                _ => {
                    let seconds = if step == "out" { 20 } else { 5_000 };
                    let since = expected.running_since.unwrap();
                    for _ in 0..2 {
                        leave_out(&pool, &ada, one, (since, seconds), now)
                            .await
                            .unwrap();
                    }
                    expected = expected.leave_out(seconds, now);
                }
            }
            let stored = find(&pool, &ada, one).await.unwrap().unwrap();
            assert_eq!(stored, expected, "{step} at {second}");
        }
        assert_eq!(expected.seconds, 60 + 50 + 10);
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn one_timer_runs_and_another_journals_is_not_there(pool: PgPool) {
        let (ada, grace) = (UserId::new("user_ada"), UserId::new("user_grace"));
        let one = problem(&pool, &ada, "One").await;
        let two = problem(&pool, &ada, "Two").await;
        let graces = problem(&pool, &grace, "Grace’s").await;
        run(&pool, &grace, graces, at(0)).await.unwrap();
        run(&pool, &ada, one, at(0)).await.unwrap();
        run(&pool, &ada, two, at(30)).await.unwrap();
        let paused = find(&pool, &ada, one).await.unwrap().unwrap();
        assert_eq!((paused.seconds, paused.running_since), (30, None));
        let (problem, title, _) = running(&pool, &ada).await.unwrap().unwrap();
        assert_eq!((problem, title.as_str()), (two, "Two"));
        assert!(matches!(
            run(&pool, &ada, graces, at(9)).await,
            Err(AppError::NotFound)
        ));
        assert!(find(&pool, &ada, graces).await.unwrap().is_none());
        pause(&pool, &ada, two, at(40)).await.unwrap();
        assert!(running(&pool, &ada).await.unwrap().is_none());
        let graces = find(&pool, &grace, graces).await.unwrap().unwrap();
        assert_eq!(graces.running_since, Some(at(0)), "hers runs on");
    }

    #[sqlx::test(migrations = "./migrations")]
    async fn many_starts_at_once_are_one_start(pool: PgPool) {
        let ada = UserId::new("user_ada");
        let one = problem(&pool, &ada, "One").await;
        let mut all = tokio::task::JoinSet::new();
        for second in 0..8 {
            let (pool, ada) = (pool.clone(), ada.clone());
            all.spawn(async move { run(&pool, &ada, one, at(second)).await });
        }
        assert!(all.join_all().await.iter().all(Result::is_ok));
        let first = find(&pool, &ada, one).await.unwrap();
        run(&pool, &ada, one, at(500)).await.unwrap();
        assert_eq!(find(&pool, &ada, one).await.unwrap(), first);
    }
}
