use super::*;
use crate::{
    account::db::ensure_user,
    attempt::{
        fields::AttemptFields,
        model::{AttemptId, Help, Moment},
    },
    problem::{db::find, fields::ProblemFields},
    review::{
        db_card, db_forecast,
        db_queue::{done, due, new, next_day},
        fields::GradeFields,
        fields::Known,
        model::{Grade, Review},
        preview::{Now, due_after},
        today::DueOn,
    },
    undo::db::undo,
};

fn today() -> NaiveDate {
    "2026-11-28".parse().unwrap()
}

fn moment(days_ago: u64) -> Moment {
    let local_date = today() - chrono::Days::new(days_ago);
    Moment {
        at: local_date.and_hms_opt(12, 0, 0).unwrap().and_utc(),
        utc_offset_minutes: 0,
        local_date,
    }
}

struct Person<'a> {
    pool: &'a PgPool,
    user: UserId,
}

impl Person<'_> {
    async fn of<'a>(pool: &'a PgPool, name: &str) -> Person<'a> {
        let user = UserId::new(format!("user_{name}"));
        ensure_user(pool, &user).await.unwrap();
        Person { pool, user }
    }

    async fn adds(&self, title: &str, tags: &str) -> ProblemId {
        let fields = ProblemFields {
            id: Uuid::now_v7().to_string(),
            title: title.into(),
            difficulty: "medium".into(),
            tags: tags.into(),
            ..ProblemFields::default()
        };
        let draft = fields.parse().unwrap();
        crate::problem::db::add(self.pool, &self.user, &draft)
            .await
            .unwrap();
        draft.id
    }

    async fn logs(&self, problem: ProblemId, days_ago: u64, fields: AttemptFields) -> AttemptId {
        let fields = AttemptFields {
            id: Uuid::now_v7().to_string(),
            problem_id: problem.to_string(),
            ..fields
        };
        let draft = fields.parse().unwrap();
        crate::attempt::db::log(self.pool, &self.user, &draft, moment(days_ago))
            .await
            .unwrap();
        draft.id
    }

    /// A problem that was solved so many days ago: it came back two days later.
    async fn solved(&self, title: &str, tags: &str, days_ago: u64) -> ProblemId {
        let problem = self.adds(title, tags).await;
        self.logs(problem, days_ago, solve()).await;
        problem
    }

    async fn due(&self, left: i32, recall: bool) -> DueOn {
        let expected = db_forecast::expected(self.pool, &self.user).await.unwrap();
        let at = (today(), left);
        due(
            &Journals::new(self.pool.clone()),
            &self.user,
            at,
            expected,
            recall,
        )
        .await
        .unwrap()
    }

    /// What is due, in order, by id.
    async fn queue(&self) -> Vec<ProblemId> {
        let due = self.due(60, false).await;
        due.queue.due.into_iter().map(|due| due.id).collect()
    }

    async fn untried(&self) -> Vec<ProblemId> {
        let new = new(self.pool, &self.user, today(), 10).await.unwrap();
        new.into_iter().map(|new| new.id).collect()
    }

    async fn review(&self, problem: ProblemId) -> Review {
        let row = find(self.pool, &self.user, problem).await.unwrap();
        row.review
    }

    async fn decides(&self, problem: ProblemId, decision: Decision) -> Option<StepId> {
        decide(self.pool, &self.user, problem, decision, moment(0).at)
            .await
            .unwrap()
    }
}

fn solve() -> AttemptFields {
    AttemptFields {
        status: "solved".into(),
        ..AttemptFields::default()
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_put_off_paused_or_mastered_is_not_in_the_queue_until_that_is_taken_back(
    pool: PgPool,
) {
    let ada = Person::of(&pool, "ada").await;
    let problem = ada.solved("Two Sum", "", 9).await;
    let before = ada.review(problem).await;
    let later = "2026-12-04".parse().unwrap();
    for (decision, state) in [
        (Decision::Postpone(later), ReviewState::Review),
        (Decision::Pause, ReviewState::Paused),
        (Decision::Master, ReviewState::Mastered),
        (Decision::Restart, ReviewState::New),
    ] {
        let step = ada.decides(problem, decision).await.unwrap();
        assert!(ada.queue().await.is_empty(), "{decision:?}");
        let review = ada.review(problem).await;
        assert_eq!(review.state, state);
        let postponed = matches!(decision, Decision::Postpone(_));
        assert_eq!(review.due_on, postponed.then_some(later));
        undo(&pool, &ada.user, step).await.unwrap();
        assert_eq!(ada.review(problem).await, before, "{decision:?}");
        assert_eq!(ada.queue().await, [problem]);
    }
    // Both ways, and what is so already is no change.
    ada.decides(problem, Decision::Pause).await.unwrap();
    assert_eq!(ada.decides(problem, Decision::Pause).await, None);
    ada.decides(problem, Decision::Resume).await.unwrap();
    ada.decides(problem, Decision::Master).await.unwrap();
    ada.decides(problem, Decision::Keep).await.unwrap();
    assert_eq!(ada.review(problem).await, before);
    assert_eq!(ada.decides(problem, Decision::Keep).await, None);
}

#[sqlx::test(migrations = "./migrations")]
async fn putting_off_that_changes_nothing_is_refused_and_somebody_elses_problem_is_not_there(
    pool: PgPool,
) {
    let (ada, grace) = (
        Person::of(&pool, "ada").await,
        Person::of(&pool, "grace").await,
    );
    let problem = ada.solved("Two Sum", "", 1).await;
    let refused = async |decision| {
        let refused = decide(&pool, &ada.user, problem, decision, moment(0).at).await;
        match refused {
            Err(AppError::Invalid(errors)) => errors.of("until").unwrap(),
            other => panic!("{other:?}"),
        }
    };
    let tomorrow = Decision::Postpone("2026-11-29".parse().unwrap());
    assert_eq!(
        refused(tomorrow).await,
        "It comes back on 29 Nov 2026 anyway. Choose a later day."
    );
    ada.decides(problem, Decision::Pause).await.unwrap();
    assert!(refused(tomorrow).await.contains("Resume it first"));
    ada.decides(problem, Decision::Resume).await.unwrap();
    ada.decides(problem, Decision::Master).await.unwrap();
    assert!(refused(tomorrow).await.contains("back into the queue"));
    let foreign = decide(&pool, &grace.user, problem, Decision::Pause, moment(0).at).await;
    assert!(matches!(foreign, Err(AppError::NotFound)));
    let looked = find(&pool, &grace.user, problem).await;
    assert!(matches!(looked, Err(AppError::NotFound)));
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_recalled_only_is_solved_the_next_time(pool: PgPool) {
    let ada = Person::of(&pool, "ada").await;
    let solved = ada.solved("Solved", "", 9).await;
    let recalled = ada.solved("Recalled", "", 90).await;
    let fields = AttemptFields {
        recall: "on".into(),
        ..solve()
    };
    ada.logs(recalled, 60, fields).await;
    assert_eq!(ada.queue().await, [solved, recalled]);
    let due = ada.due(60, true).await;
    let ids: Vec<_> = due.queue.due.iter().map(|due| due.id).collect();
    assert_eq!((ids, due.total), (vec![solved], 1));
}

#[sqlx::test(migrations = "./migrations")]
async fn an_attempt_without_a_time_takes_what_was_expected_of_the_day(pool: PgPool) {
    let ada = Person::of(&pool, "ada").await;
    let problem = ada.adds("Two Sum", "").await;
    for (minutes, recall) in [("12", ""), ("", ""), ("", "on")] {
        let fields = AttemptFields {
            minutes: minutes.into(),
            recall: recall.into(),
            ..solve()
        };
        ada.logs(problem, 0, fields).await;
    }
    ada.solved("Yesterday", "", 1).await;
    let done = done(&pool, &ada.user, today(), moment(0).at).await.unwrap();
    // 26 were expected of the second: after one solve in 12 minutes a little less than 30.
    assert_eq!((done.attempts, done.minutes, done.first_tries), (3, 38, 1));
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_revealed_stays_so_until_it_is_tried(pool: PgPool) {
    let (ada, grace) = (
        Person::of(&pool, "ada").await,
        Person::of(&pool, "grace").await,
    );
    let problem = ada.solved("Two Sum", "", 9).await;
    let revealed = async || db_card::revealed(&pool, &ada.user, problem).await.unwrap();
    for (help, expected) in [
        (Help::None, Help::None),
        (Help::Hint, Help::Hint),
        (Help::Solution, Help::Solution),
        (Help::Hint, Help::Solution),
    ] {
        db_card::reveal(&pool, &ada.user, problem, help)
            .await
            .unwrap();
        assert_eq!(revealed().await, expected);
    }
    let foreign = db_card::reveal(&pool, &grace.user, problem, Help::Hint).await;
    assert!(matches!(foreign, Err(AppError::NotFound)));
    // Revealed on the day of the test, whichever that is.
    sqlx::query("update reveals set revealed_at = $1 where user_id = $2")
        .bind(moment(0).at)
        .bind(ada.user.as_str())
        .execute(&pool)
        .await
        .unwrap();
    ada.logs(problem, 1, solve()).await;
    assert_eq!(revealed().await, Help::Solution, "that was before");
    ada.logs(problem, 0, solve()).await;
    assert_eq!(revealed().await, Help::None);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_sibling_is_of_the_same_kind_and_not_due_anyway(pool: PgPool) {
    let ada = Person::of(&pool, "ada").await;
    let problem = ada.solved("Leech", "graph, bfs", 9).await;
    let sibling = async || {
        let found = db_card::sibling(&pool, &ada.user, problem, today()).await;
        found.unwrap().map(|(id, _)| id)
    };
    ada.solved("Due", "graph", 9).await;
    ada.adds("Another kind", "bfs, graph").await;
    assert_eq!(sibling().await, None);
    let later = ada.solved("Not due", "graph", 0).await;
    assert_eq!(sibling().await, Some(later));
    let untried = ada.adds("Untried", "graph").await;
    assert_eq!(sibling().await, Some(untried));
    ada.decides(untried, Decision::Pause).await.unwrap();
    assert_eq!(sibling().await, Some(later));
}

#[sqlx::test(migrations = "./migrations")]
async fn what_a_grade_is_said_to_lead_to_is_what_it_leads_to(pool: PgPool) {
    let ada = Person::of(&pool, "ada").await;
    let rules = super::super::db::rules(&mut pool.acquire().await.unwrap(), &ada.user)
        .await
        .unwrap();
    for grade in Grade::ALL {
        for (days_ago, help) in [
            (None, Help::None),
            (Some(3), Help::Hint),
            (Some(40), Help::None),
        ] {
            let problem = ada.adds("Two Sum", "").await;
            if let Some(days) = days_ago {
                ada.logs(problem, days, solve()).await;
            }
            let review = ada.review(problem).await;
            let now = Now {
                moment: moment(0),
                help,
                recall: false,
            };
            let said = due_after(&rules, problem, &review, now, grade);
            let known = Known {
                revealed: help,
                expected: db_card::expected(&pool, &ada.user, problem).await.unwrap(),
                timer: None,
                recalled: false,
            };
            let fields = GradeFields {
                id: Uuid::now_v7().to_string(),
                problem_id: problem.to_string(),
                grade: grade.slug().into(),
                ..GradeFields::default()
            };
            let draft = fields.parse(&known).unwrap();
            crate::attempt::db::log(&pool, &ada.user, &draft, moment(0))
                .await
                .unwrap();
            let after = ada.review(problem).await;
            assert_eq!((after.state, after.due_on), said, "{grade:?} {days_ago:?}");
            let told = db_card::told(&pool, &ada.user, draft.id, today()).await;
            let told = told.unwrap().unwrap();
            assert_eq!((told.grade, told.counted), (grade, true));
        }
    }
}

#[path = "db_queue_tests.rs"]
mod queue;
