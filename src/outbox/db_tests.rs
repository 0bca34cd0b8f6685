//! What a change comes to, and when it was.

use super::*;
use crate::{
    account::db::ensure_user,
    bulk::model::Change as BulkChange,
    draft::model::{DraftForm, Texts},
};

const NOW: &str = "2026-11-22T12:00:00Z";

fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Somebody's device. Its changes are made an hour before they arrive.
struct Device<'p> {
    pool: &'p PgPool,
    user: UserId,
}

impl<'p> Device<'p> {
    async fn of(pool: &'p PgPool, name: &str) -> Self {
        let user = UserId::new(format!("user_{name}"));
        ensure_user(pool, &user).await.unwrap();
        Self { pool, user }
    }

    fn change(what: What) -> Change {
        Change {
            id: Uuid::now_v7(),
            made_at: instant("2026-11-22T11:00:00Z"),
            time_zone: "Europe/Berlin".into(),
            what,
        }
    }

    async fn deliver(&self, change: &Change) -> Outcome {
        receive(self.pool, &self.user, change, instant(NOW))
            .await
            .unwrap()
    }

    async fn does(&self, what: What) -> Outcome {
        self.deliver(&Self::change(what)).await
    }

    async fn problem(&self, id: Uuid) -> problem::model::Problem {
        let found = problem::db::find(self.pool, &self.user, ProblemId(id)).await;
        found.unwrap().problem
    }

    async fn attempt(&self, id: Uuid) -> attempt::model::Attempt {
        let found = attempt::db::find(self.pool, &self.user, AttemptId(id)).await;
        found.unwrap()
    }

    async fn receipts(&self) -> i64 {
        sqlx::query_scalar("select count(*) from outbox_receipts where user_id = $1")
            .bind(self.user.as_str())
            .fetch_one(self.pool)
            .await
            .unwrap()
    }
}

fn typed(id: Uuid, title: &str) -> ProblemFields {
    ProblemFields {
        id: id.to_string(),
        title: title.into(),
        difficulty: "easy".into(),
        ..ProblemFields::default()
    }
}

fn add(fields: &ProblemFields) -> What {
    What::AddProblem {
        fields: fields.clone(),
    }
}

fn tried(id: Uuid, problem: Uuid) -> AttemptFields {
    AttemptFields {
        id: id.to_string(),
        problem_id: problem.to_string(),
        status: "solved".into(),
        ..AttemptFields::default()
    }
}

fn log(fields: &AttemptFields) -> What {
    What::LogAttempt {
        fields: fields.clone(),
    }
}

fn refused(outcome: Outcome, field: &str) -> String {
    match outcome {
        Outcome::Refused {
            error: AppError::Invalid(errors),
        } => errors.of(field).unwrap(),
        other => panic!("{other:?}"),
    }
}

const NOT_FOUND: Outcome = Outcome::Refused {
    error: AppError::NotFound,
};

#[sqlx::test(migrations = "./migrations")]
async fn an_attempt_without_a_time_was_made_when_the_change_was(pool: PgPool) {
    let ada = Device::of(&pool, "ada").await;
    let problem = Uuid::now_v7();
    ada.does(add(&typed(problem, "Two Sum"))).await;
    let logged = async |made_at: &str, time_zone: &str, attempted_at: &str| {
        let fields = AttemptFields {
            attempted_at: attempted_at.into(),
            ..tried(Uuid::now_v7(), problem)
        };
        let change = Change {
            made_at: made_at.parse().unwrap(),
            time_zone: time_zone.into(),
            ..Device::change(log(&fields))
        };
        let outcome = ada.deliver(&change).await;
        (outcome, fields.id.parse::<Uuid>().unwrap())
    };
    let moment = async |logged: (Outcome, Uuid)| {
        assert_eq!(logged.0, Outcome::Done);
        ada.attempt(logged.1).await.moment
    };
    let late = moment(logged("2026-11-20T23:30:00Z", "Europe/Berlin", "").await).await;
    assert_eq!(late.at, instant("2026-11-20T23:30:00Z"));
    assert_eq!(late.local_date.to_string(), "2026-11-21");
    let nowhere = moment(logged("2026-11-20T23:30:00Z", "", "").await).await;
    assert_eq!(nowhere.local_date.to_string(), "2026-11-20");
    // A clock that is fast, and one that is broken.
    let fast = moment(logged("2027-01-01T00:00:00Z", "", "").await).await;
    assert_eq!(fast.at, instant(NOW));
    let (broken, _) = logged("1999-12-31T23:00:00Z", "", "").await;
    assert!(refused(broken, "attempted_at").contains("2000"));
    // What was typed is read off the device's clock.
    let read = moment(logged("2026-11-20T23:30:00Z", "Asia/Tokyo", "2026-11-20T09:00").await).await;
    assert_eq!(read.at, instant("2026-11-20T00:00:00Z"));
    let (ahead, _) = logged("2026-11-20T23:30:00Z", "UTC", "2026-11-22T13:00").await;
    assert!(refused(ahead, "attempted_at").contains("not happened yet"));
    // A zone that the person chose counts everywhere.
    sqlx::query("update users set time_zone = 'America/New_York', day_start_hour = 4 where clerk_id = 'user_ada'")
        .execute(&pool)
        .await
        .unwrap();
    let chosen = moment(logged("2026-11-20T08:30:00Z", "Asia/Tokyo", "").await).await;
    assert_eq!(
        (chosen.utc_offset_minutes, chosen.local_date.to_string()),
        (-300, "2026-11-19".to_owned())
    );
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_deleted_since_does_not_come_back(pool: PgPool) {
    let ada = Device::of(&pool, "ada").await;
    let (problem, attempt) = (Uuid::now_v7(), Uuid::now_v7());
    let added = Device::change(add(&typed(problem, "Two Sum")));
    let logged = Device::change(log(&tried(attempt, problem)));
    assert_eq!(ada.deliver(&added).await, Outcome::Done);
    // The same problem under another change: it is there.
    assert_eq!(ada.does(added.what.clone()).await, Outcome::Done);
    assert_eq!(ada.deliver(&logged).await, Outcome::Done);
    bulk::db::change(&pool, &ada.user, &[problem], &BulkChange::Delete)
        .await
        .unwrap();
    // What was answered before is answered the same.
    assert_eq!(ada.deliver(&added).await, Outcome::Done);
    assert_eq!(ada.deliver(&logged).await, Outcome::Done);
    for what in [
        added.what.clone(),
        log(&tried(Uuid::now_v7(), problem)),
        What::EditProblem {
            was: typed(problem, "Two Sum"),
            becomes: typed(problem, "2 Sum"),
        },
        What::Star {
            problem: ProblemId(problem),
            starred: true,
        },
        What::EditAttempt {
            was: tried(attempt, problem),
            becomes: tried(attempt, problem),
        },
    ] {
        assert_eq!(ada.does(what).await, NOT_FOUND);
    }
    let left: i64 = sqlx::query_scalar("select count(*) from problems where user_id = 'user_ada'")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!((left, ada.receipts().await), (0, 3));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_link_that_no_rule_recognises_stays_while_the_rest_is_edited(pool: PgPool) {
    let ada = Device::of(&pool, "ada").await;
    let id = Uuid::now_v7();
    ada.does(add(&typed(id, "Two Sum"))).await;
    sqlx::query(
        "update problems set url = 'https://[', platform = 'unknown' where user_id = 'user_ada'",
    )
    .execute(&pool)
    .await
    .unwrap();
    let was = ada.problem(id).await.fields();
    let becomes = ProblemFields {
        title: "2 Sum".into(),
        ..was.clone()
    };
    let edit = What::EditProblem {
        was: was.clone(),
        becomes: becomes.clone(),
    };
    assert_eq!(ada.does(edit.clone()).await, Outcome::Done);
    let stored = ada.problem(id).await;
    assert_eq!((stored.title.as_str(), stored.revision), ("2 Sum", 2));
    assert_eq!(stored.url.as_deref(), Some("https://["));
    // The same edit made once more finds nothing to do.
    assert_eq!(ada.does(edit).await, Outcome::Done);
    assert_eq!(ada.problem(id).await.revision, 2);
    // Another link that is none is refused, and nothing else of the change happens.
    let nowhere = ProblemFields {
        link: "see page 13".into(),
        title: "Three".into(),
        ..becomes.clone()
    };
    let edit = What::EditProblem {
        was: becomes.clone(),
        becomes: nowhere,
    };
    assert!(refused(ada.does(edit).await, "link").contains("no web address"));
    // One that another problem has is refused, too.
    let link = "https://leetcode.com/problems/two-sum/";
    let other = ProblemFields {
        link: link.into(),
        ..typed(Uuid::now_v7(), "The other")
    };
    ada.does(add(&other)).await;
    let edit = What::EditProblem {
        was: becomes.clone(),
        becomes: ProblemFields {
            link: link.into(),
            ..becomes
        },
    };
    assert!(refused(ada.does(edit).await, "link").contains("Another problem"));
    assert_eq!(ada.problem(id).await, stored);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_edited_attempt_keeps_its_moment_unless_its_time_was_changed(pool: PgPool) {
    let ada = Device::of(&pool, "ada").await;
    let (problem, id) = (Uuid::now_v7(), Uuid::now_v7());
    ada.does(add(&typed(problem, "Two Sum"))).await;
    let logged = Change {
        made_at: instant("2026-11-20T08:30:42Z"),
        ..Device::change(log(&tried(id, problem)))
    };
    ada.deliver(&logged).await;
    let stored = ada.attempt(id).await;
    let was = stored.fields_at(stored.moment);
    let becomes = AttemptFields {
        notes: "a map".into(),
        recall: "on".into(),
        ..was.clone()
    };
    let edit = What::EditAttempt {
        was: was.clone(),
        becomes: becomes.clone(),
    };
    assert_eq!(ada.does(edit).await, Outcome::Done);
    let edited = ada.attempt(id).await;
    assert_eq!(edited.notes.as_deref(), Some("a map"));
    assert_eq!(
        (edited.moment, edited.recall, edited.revision),
        (stored.moment, true, 2)
    );
    let moved = AttemptFields {
        attempted_at: "2026-11-20T08:00".into(),
        ..becomes.clone()
    };
    let edit = What::EditAttempt {
        was: becomes,
        becomes: moved,
    };
    assert_eq!(ada.does(edit).await, Outcome::Done);
    let edited = ada.attempt(id).await;
    assert_eq!(edited.moment.at, instant("2026-11-20T07:00:00Z"));
    // From what the form showed first, another time stands against it, and the notes agree.
    let late = AttemptFields {
        attempted_at: "2026-11-20T07:00".into(),
        notes: "a map".into(),
        ..was.clone()
    };
    let edit = What::EditAttempt { was, becomes: late };
    let stored = [("attempted_at".to_owned(), "2026-11-20T08:00".to_owned())].into();
    assert_eq!(ada.does(edit).await, Outcome::Conflict { stored });
    assert_eq!(ada.attempt(id).await, edited);
}

#[sqlx::test(migrations = "./migrations")]
async fn old_receipts_go_and_what_was_typed_is_dropped_once_it_is_done(pool: PgPool) {
    let ada = Device::of(&pool, "ada").await;
    let grace = Device::of(&pool, "grace").await;
    for device in [&ada, &grace] {
        for _ in 0..3 {
            device.does(add(&typed(Uuid::now_v7(), "Old"))).await;
        }
    }
    sqlx::query(
        "update outbox_receipts set received_at = now() - interval '181 days'
         where user_id in ('user_ada', 'user_grace')",
    )
    .execute(&pool)
    .await
    .unwrap();
    let fields = typed(Uuid::now_v7(), "Two Sum");
    let texts: Texts = [("id".to_owned(), fields.id.clone())].into();
    let form = DraftForm::new_problem(None);
    draft::db::save(&pool, &ada.user, form, &texts)
        .await
        .unwrap();
    // Refused, it is kept.
    let nameless = ProblemFields {
        title: String::new(),
        ..fields.clone()
    };
    assert!(!refused(ada.does(add(&nameless)).await, "title").is_empty());
    let kept = draft::db::find(&pool, &ada.user, form).await.unwrap();
    assert!(kept.is_some());
    assert_eq!(ada.receipts().await, 3);
    ada.does(add(&fields)).await;
    let kept = draft::db::find(&pool, &ada.user, form).await.unwrap();
    assert!(kept.is_none());
    assert_eq!((ada.receipts().await, grace.receipts().await), (1, 3));
    // An edit of a part leaves what is typed into the whole form.
    let form = DraftForm::EditProblem(ProblemId(fields.id.parse().unwrap()));
    draft::db::save(&pool, &ada.user, form, &texts)
        .await
        .unwrap();
    let edit = |tags: &str, revision: &str| What::EditProblem {
        was: fields.clone(),
        becomes: ProblemFields {
            tags: tags.into(),
            revision: revision.into(),
            ..fields.clone()
        },
    };
    for (tags, revision, stays) in [("dp", "", true), ("graph", "1", false)] {
        assert_eq!(ada.does(edit(tags, revision)).await, Outcome::Done);
        let kept = draft::db::find(&pool, &ada.user, form).await.unwrap();
        assert_eq!(kept.is_some(), stays);
    }
}
