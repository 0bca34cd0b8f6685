//! What is derived, after any changes.

use super::*;
use crate::{
    account::{clock::Clock, db::ensure_user},
    attempt::{
        self,
        fields::AttemptDraft,
        model::{AttemptId, Help, Moment, Status},
    },
    bulk::{self, model::Change},
    insight::{
        db_insights::{Asking, insights},
        db_tried::Journals,
        report::model::Insights,
    },
    problem::{self, fields::ProblemDraft, model::Difficulty},
    review::model::Grade,
    undo,
};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use sqlx::PgPool;

async fn person(pool: &PgPool, name: &str) -> UserId {
    let user = UserId::new(name);
    ensure_user(pool, &user).await.unwrap();
    user
}

async fn add(pool: &PgPool, user: &UserId, difficulty: Difficulty, tags: &[&str]) -> ProblemId {
    let id = ProblemId(Uuid::now_v7());
    let draft = ProblemDraft {
        id,
        link: None,
        title: "A problem".to_owned(),
        difficulty,
        tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
        description: None,
    };
    problem::db::add(pool, user, &draft).await.unwrap();
    id
}

fn draft(problem_id: ProblemId, status: Status) -> AttemptDraft {
    AttemptDraft {
        id: AttemptId(Uuid::now_v7()),
        problem_id,
        status,
        minutes: Some(20),
        help: Help::None,
        grade: None,
        recall: false,
        notes: None,
        code: None,
        language: None,
        attempted_at: None,
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon of a day in UTC.
fn noon(day: NaiveDate) -> Moment {
    let at = day.and_hms_opt(12, 0, 0).unwrap().and_utc();
    Clock::new(None, None, 0).moment(at)
}

/// The rows of a table as text, without what is no part of what is derived.
async fn rows(pool: &PgPool, user: &UserId, table: &str) -> Vec<String> {
    let statement = format!(
        "select (to_jsonb(t) - 'revision' - 'settled_until')::text from {table} t where user_id = $1 order by 1"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(statement))
        .bind(user.as_str())
        .fetch_all(pool)
        .await
        .unwrap()
}

async fn derived(pool: &PgPool, user: &UserId) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for table in [
        "problem_progress",
        "review_log",
        "journal_days",
        "journal_totals",
        "journal_tags",
    ] {
        all.push(rows(pool, user, table).await);
    }
    all
}

/// Sums of days counted from nothing but the log: attempts, recalls, minutes, solved, first tries and solves.
async fn counted_days(pool: &PgPool, user: &UserId, statement: &'static str) -> Vec<Vec<i64>> {
    sqlx::query_scalar(statement)
        .bind(user.as_str())
        .fetch_all(pool)
        .await
        .unwrap()
}

const STORED: &str = "select array[(local_date - '2020-01-01')::bigint, attempts, recalls, minutes, solved, first_tries,
           first_solves, easy_paced + medium_paced + hard_paced]
    from journal_days where user_id = $1 order by local_date";
const NAIVE: &str = "select array[(local_date - '2020-01-01')::bigint, count(*), count(*) filter (where recall),
           coalesce(sum(time_taken), 0), count(*) filter (where status = 'solved' and not recall),
           count(*) filter (where place = 1),
           count(*) filter (where place = 1 and status = 'solved' and help = 'none'),
           count(*) filter (where status = 'solved' and help = 'none' and not recall and time_taken is not null)]
    from (
        select a.*, case when not recall then row_number() over (
            partition by problem_id, recall order by local_date, attempted_at, id) end as place
        from attempts a where user_id = $1
    ) a where user_id = $1 group by local_date order by local_date";

/// A small generator of our own keeps the run the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn moment(&mut self) -> Moment {
        let ago = TimeDelta::minutes(i64::try_from(self.roll(60 * 24 * 60)).unwrap());
        let zone = ["Pacific/Kiritimati", "Pacific/Niue", "Europe/Berlin"][self.roll(3)];
        let hour = [0, 4][self.roll(2)];
        Clock::new(Some(zone), None, hour).moment(at("2026-11-20T12:00:00Z") - ago)
    }

    fn draft(&mut self, problem: ProblemId) -> AttemptDraft {
        AttemptDraft {
            minutes: [None, Some(7), Some(31), Some(90)][self.roll(4)],
            help: [Help::None, Help::None, Help::Hint, Help::Solution][self.roll(4)],
            grade: [None, None, Some(Grade::Easy), Some(Grade::Again)][self.roll(4)],
            recall: self.roll(6) == 0,
            ..draft(
                problem,
                [
                    Status::Solved,
                    Status::Solved,
                    Status::Partial,
                    Status::Failed,
                ][self.roll(4)],
            )
        }
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn after_any_changes_it_is_what_a_rebuild_derives(pool: PgPool) {
    let ada = person(&pool, "ada").await;
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut problems = Vec::new();
    let mut attempts: Vec<(ProblemId, AttemptId, i32)> = Vec::new();
    let mut steps = Vec::new();
    let kept = Journals::new(pool.clone());
    let today = date("2026-11-25");
    for round in 0..400 {
        let kind = dice.roll(12);
        if problems.len() < 3 || kind == 0 {
            let difficulty = Difficulty::ALL[dice.roll(3)];
            problems.push(add(&pool, &ada, difficulty, &["dp", "graph"]).await);
        } else if kind == 1 && problems.len() > 4 {
            let gone = problems.remove(dice.roll(problems.len()));
            steps.push(
                bulk::db::change(&pool, &ada, &[gone.0], &Change::Delete)
                    .await
                    .unwrap(),
            );
            attempts.retain(|(problem, ..)| *problem != gone);
        } else if kind == 2 {
            let of = problems[dice.roll(problems.len())];
            let harder = Change::Difficulty(Difficulty::ALL[dice.roll(3)]);
            // Refused where it changes nothing.
            let _ = bulk::db::change(&pool, &ada, &[of.0], &harder).await;
        } else if kind == 3 && !attempts.is_empty() {
            let (_, gone, _) = attempts.remove(dice.roll(attempts.len()));
            let deleted = attempt::db::delete(&pool, &ada, gone, None).await.unwrap();
            steps.push(deleted.unwrap().1);
        } else if kind <= 5 && !attempts.is_empty() {
            let place = dice.roll(attempts.len());
            let (problem, id, revision) = attempts[place];
            let edited = AttemptDraft {
                id,
                ..dice.draft(problem)
            };
            let saved = attempt::db::update(&pool, &ada, &edited, dice.moment(), revision).await;
            if matches!(saved.unwrap(), attempt::db::Updated::Saved(_)) {
                attempts[place].2 += 1;
            }
        } else if kind == 6 && !steps.is_empty() {
            let step = steps.remove(dice.roll(steps.len()));
            undo::db::undo(&pool, &ada, step).await.unwrap();
        } else {
            let of = problems[dice.roll(problems.len())];
            let draft = dice.draft(of);
            attempt::db::log(&pool, &ada, &draft, dice.moment())
                .await
                .unwrap();
            attempts.push((draft.problem_id, draft.id, 1));
        }
        if round % 20 == 19 {
            let remembered = told(&kept, &ada, today).await;
            let read_anew = told(&Journals::new(pool.clone()), &ada, today).await;
            assert_eq!(remembered, read_anew, "after {round} changes");
        }
        // Not each time, for a rebuild would mend what has gone wrong before.
        if round % 100 == 99 {
            let before = derived(&pool, &ada).await;
            assert!(before.iter().all(|table| !table.is_empty()));
            let stored = counted_days(&pool, &ada, STORED).await;
            assert_eq!(stored, counted_days(&pool, &ada, NAIVE).await);
            let mut tx = pool.begin().await.unwrap();
            rebuild(&mut tx, &ada).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(before, derived(&pool, &ada).await);
        }
    }
}

async fn told(journals: &Journals, user: &UserId, today: NaiveDate) -> Insights {
    let asking = Asking {
        user,
        today,
        time_zone: "UTC",
    };
    insights(journals, asking).await.unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_computed_once_is_computed_anew_after_every_change(pool: PgPool) {
    let (ada, bob) = (person(&pool, "ada").await, person(&pool, "bob").await);
    let journals = Journals::new(pool.clone());
    let today = date("2026-11-20");
    let mut problems = Vec::new();
    for _ in 0..3 {
        let problem = add(&pool, &ada, Difficulty::Easy, &["dp"]).await;
        attempt::db::log(
            &pool,
            &ada,
            &draft(problem, Status::Solved),
            noon(date("2026-11-10")),
        )
        .await
        .unwrap();
        problems.push(problem.0);
    }
    let first = told(&journals, &ada, today).await;
    assert_eq!((first.memory.problems, first.memory.weakest.len()), (3, 1));
    assert!(first.memory.solved_today > 2.0 && first.memory.solved_today < 3.0);
    assert_eq!(first, told(&journals, &ada, today).await);
    assert_eq!(told(&journals, &bob, today).await.memory.problems, 0);

    // An edit that leaves every sum as it is, a tag, and the next day.
    let again = draft(ProblemId(problems[0]), Status::Solved);
    attempt::db::log(&pool, &ada, &again, noon(today))
        .await
        .unwrap();
    let second = told(&journals, &ada, today).await;
    assert!(second.memory.solved_today > first.memory.solved_today);
    let easier = AttemptDraft {
        grade: Some(Grade::Easy),
        ..again
    };
    attempt::db::update(&pool, &ada, &easier, noon(today), 1)
        .await
        .unwrap();
    let tomorrow = today + Days::new(30);
    let third = told(&journals, &ada, tomorrow).await;
    assert!(third.memory.solved_today < second.memory.solved_today);
    let tags = Change::AddTags(vec!["graph".to_owned()]);
    bulk::db::change(&pool, &ada, &problems, &tags)
        .await
        .unwrap();
    assert_eq!(
        told(&journals, &ada, tomorrow).await.memory.weakest.len(),
        2
    );

    // The same numbers as on the home page.
    let totals = totals(&pool, &ada).await.unwrap();
    let success = third.rates.success.ever;
    assert_eq!(
        (success.part, success.of),
        (totals.solved_attempts, totals.attempts)
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn somebody_of_whom_there_is_only_a_name_has_empty_insights(pool: PgPool) {
    sqlx::query("insert into users (clerk_id, email) values ('ada', '')")
        .execute(&pool)
        .await
        .unwrap();
    let ada = UserId::new("ada");
    let told = told(&Journals::new(pool.clone()), &ada, date("2026-11-20")).await;
    assert_eq!(
        (
            told.totals.problems,
            told.totals.attempts,
            told.memory.problems
        ),
        (0, 0, 0)
    );
}

#[path = "db_settle_tests.rs"]
mod settling;
