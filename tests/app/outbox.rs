//! Changes that devices deliver: who may, and what comes of each, once or often.

use crate::{
    helpers::{Answer, Caller, TestApp},
    tokens::{self, Token},
};
use chrono::Utc;
use gitgud::{
    attempt::fields::AttemptFields,
    error::AppError,
    outbox::model::{Change, Outcome, What},
    problem::{fields::ProblemFields, model::ProblemId},
};
use sqlx::PgPool;
use uuid::Uuid;

pub fn new_id() -> String {
    Uuid::now_v7().to_string()
}

/// The change that does this, made now.
pub fn change(what: What) -> Change {
    Change {
        id: Uuid::now_v7(),
        made_at: Utc::now(),
        time_zone: "Europe/Berlin".into(),
        what,
    }
}

pub fn problem(id: &str, title: &str, link: &str) -> ProblemFields {
    ProblemFields {
        id: id.into(),
        title: title.into(),
        link: link.into(),
        difficulty: "easy".into(),
        ..ProblemFields::default()
    }
}

pub fn attempt(id: &str, problem: &str) -> AttemptFields {
    AttemptFields {
        id: id.into(),
        problem_id: problem.into(),
        status: "solved".into(),
        ..AttemptFields::default()
    }
}

pub fn add(fields: &ProblemFields) -> What {
    What::AddProblem {
        fields: fields.clone(),
    }
}

pub fn log(fields: &AttemptFields) -> What {
    What::LogAttempt {
        fields: fields.clone(),
    }
}

pub fn star(id: &str, starred: bool) -> What {
    What::Star {
        problem: ProblemId(id.parse().unwrap()),
        starred,
    }
}

fn retitle(was: &ProblemFields, title: &str) -> What {
    What::EditProblem {
        was: was.clone(),
        becomes: ProblemFields {
            title: title.into(),
            ..was.clone()
        },
    }
}

fn note(was: &AttemptFields, notes: &str) -> What {
    What::EditAttempt {
        was: was.clone(),
        becomes: AttemptFields {
            notes: notes.into(),
            ..was.clone()
        },
    }
}

/// What an answer says became of a change.
#[track_caller]
pub fn outcome(answer: Answer) -> Outcome {
    let answer = answer.expect(200);
    serde_json::from_str(&answer.body).unwrap()
}

pub async fn does(caller: &Caller<'_>, what: What) -> Outcome {
    outcome(caller.deliver(&change(what)).await)
}

pub const NOT_FOUND: Outcome = Outcome::Refused {
    error: AppError::NotFound,
};

/// Everything that the journals say, as text.
async fn journals(pool: &PgPool) -> String {
    sqlx::query_scalar(
        "select concat(
             (select json_agg(to_json(p) order by p.user_id, p.id) from problems p),
             (select json_agg(to_json(a) order by a.user_id, a.id) from attempts a),
             (select json_agg(to_json(t) order by t.user_id) from journal_totals t),
             (select json_agg(to_json(r) order by r.user_id, r.change_id) from outbox_receipts r)
         )",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

/// Changes of each kind to a problem and an attempt at it.
fn each_kind(problem: &ProblemFields, attempt: &AttemptFields) -> [What; 4] {
    [
        retitle(problem, "Mine now"),
        log(&self::attempt(&new_id(), &problem.id)),
        note(attempt, "Mine now"),
        star(&problem.id, true),
    ]
}

#[sqlx::test(migrations = "./migrations")]
async fn only_who_is_signed_in_delivers_and_only_to_their_own_journal(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let fields = problem(&new_id(), "Ada’s", "");
    let tried = attempt(&new_id(), &fields.id);
    assert_eq!(does(&ada, add(&fields)).await, Outcome::Done);
    assert_eq!(does(&ada, log(&tried)).await, Outcome::Done);
    let before = journals(&app.pool).await;

    let expired = app.with_token(&tokens::expired("ada", 30));
    let pending = Token::of("ada").claim("sts", "pending").sign();
    let mut kinds = each_kind(&fields, &tried).to_vec();
    kinds.push(add(&problem(&new_id(), "Another", "")));
    for what in &kinds {
        let change = change(what.clone());
        let nobody = app.nobody().deliver(&change).await.expect(401);
        assert_eq!(
            nobody.headers["x-clerk-auth-reason"],
            "session-token-and-uat-missing"
        );
        assert!(nobody.json()["SignedOut"]["reason"].is_string());
        let late = expired.deliver(&change).await.expect(401);
        let reason = late.headers["x-clerk-auth-reason"].to_str().unwrap();
        assert!(reason.starts_with("session-token-expired"), "{reason}");
        let unfinished = app.with_token(&pending).deliver(&change).await;
        assert_eq!(unfinished.expect(403).json(), "Pending");
        // The page of somebody else, in the same browser.
        let mut request = ada.json_request("POST", "/sync/change", &change);
        let reader = "user_grace".parse().unwrap();
        request.headers_mut().insert("x-gitgud-reader", reader);
        let changed = app.send(request).await.expect(401);
        assert_eq!(changed.headers["x-clerk-auth-reason"], "reader-changed");
        // Another site.
        let mut request = ada.json_request("POST", "/sync/change", &change);
        let site = "cross-site".parse().unwrap();
        request.headers_mut().insert("sec-fetch-site", site);
        app.send(request).await.expect(403);
    }
    let changes = app.nobody().json_request("GET", "/sync/changes", &());
    let refused = app.send(changes).await.expect(401);
    assert!(refused.headers.contains_key("x-clerk-auth-reason"));
    // Somebody else’s things are not there.
    let grace = app.signed_in_as("grace");
    grace.get("/").await.expect(200);
    let before_grace = journals(&app.pool).await;
    for what in each_kind(&fields, &tried) {
        assert_eq!(does(&grace, what.clone()).await, NOT_FOUND, "{what:?}");
    }
    assert_eq!(journals(&app.pool).await, before_grace);
    assert!(before_grace.len() > before.len(), "Grace has totals");
    // Who acts for Ada may do all of it.
    let act = serde_json::json!({"sub": "user_support"});
    let support = app.with_token(&Token::of("ada").claim("act", act).sign());
    for what in kinds {
        assert_eq!(does(&support, what).await, Outcome::Done);
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn what_cannot_be_read_or_comes_too_fast_is_said_as_json(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    for unread in [
        serde_json::json!({}),
        serde_json::json!({"id": new_id(), "madeAt": Utc::now(), "kind": "erase"}),
        serde_json::json!("x"),
    ] {
        let request = ada.json_request("POST", "/sync/change", &unread);
        assert_eq!(app.send(request).await.expect(400).json(), "BadRequest");
    }
    let huge = change(add(&problem(&new_id(), &"x".repeat(5 << 20), "")));
    assert_eq!(ada.deliver(&huge).await.expect(413).json(), "TooLarge");
    let empty = does(&ada, add(&problem(&new_id(), "", ""))).await;
    let Outcome::Refused {
        error: AppError::Invalid(errors),
    } = empty
    else {
        panic!("{empty:?}");
    };
    assert!(errors.of("title").is_some());
    let refused = loop {
        let request = ada.json_request("POST", "/sync/change", &());
        let answer = app.send(request).await;
        if answer.status != 400 {
            break answer.expect(429);
        }
    };
    assert!(refused.headers.contains_key("retry-after"));
    assert!(refused.json()["TooMany"]["retry_after_seconds"].is_number());
}

#[sqlx::test(migrations = "./migrations")]
async fn however_often_a_change_comes_it_has_its_effect_once(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let fields = problem(&new_id(), "Two Sum", "");
    let tried = attempt(&new_id(), &fields.id);
    let order = [
        add(&fields),
        log(&tried),
        retitle(&fields, "2 Sum"),
        note(&tried, "a map"),
        star(&fields.id, true),
        star(&fields.id, false),
    ]
    .map(change);
    for change in &order {
        // Eight at once, and once more.
        let [a, b, c, d, e, f, g, h] = [(); 8].map(|()| ada.deliver(change));
        let answers = tokio::join!(a, b, c, d, e, f, g, h);
        let answers: [Answer; 8] = answers.into();
        assert!(answers.map(outcome).iter().all(|one| *one == Outcome::Done));
        assert_eq!(outcome(ada.deliver(change).await), Outcome::Done);
    }
    let before = journals(&app.pool).await;
    for change in order.iter().rev().chain(&order) {
        assert_eq!(outcome(ada.deliver(change).await), Outcome::Done);
    }
    assert_eq!(journals(&app.pool).await, before);
    let stored: (String, bool, i32, i32, i64) = sqlx::query_as(
        "select p.title, p.starred, p.revision, g.attempts, (select count(*) from attempts)
         from problems p join problem_progress g on g.problem_id = p.id",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    assert_eq!(stored, ("2 Sum".to_owned(), false, 4, 1, 1));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_problem_that_was_there_stands_for_the_one_that_was_added(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let link = "https://leetcode.com/problems/two-sum/";
    let there = problem(&new_id(), "Two Sum", link);
    does(&ada, add(&there)).await;
    let other = problem(&new_id(), "Two Sum", &format!("{link}description/"));
    // Out of turn it is not known yet.
    let logged = change(log(&attempt(&new_id(), &other.id)));
    assert_eq!(outcome(ada.deliver(&logged).await), NOT_FOUND);
    let added = change(add(&other));
    let already = Outcome::AlreadyThere {
        problem: there.id.parse().unwrap(),
    };
    for _ in 0..2 {
        assert_eq!(outcome(ada.deliver(&added).await), already);
    }
    for _ in 0..2 {
        assert_eq!(outcome(ada.deliver(&logged).await), Outcome::Done);
    }
    let edited = retitle(&problem(&other.id, "Two Sum", link), "2 Sum");
    assert_eq!(does(&ada, edited).await, Outcome::Done);
    assert_eq!(does(&ada, star(&other.id, true)).await, Outcome::Done);
    // A form that was open on the device before it knew.
    let id = new_id();
    let typed = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", other.id.as_str()),
        ("fields[status]", "solved"),
    ];
    let place = ada.call("/api/attempts/log", &typed).await.expect(200);
    assert_eq!(place.json()["problem"], there.id.as_str());
    let stored: (Uuid, String, bool, i32) = sqlx::query_as(
        "select p.id, p.title, p.starred, g.attempts
         from problems p join problem_progress g on g.problem_id = p.id",
    )
    .fetch_one(&app.pool)
    .await
    .unwrap();
    let id = there.id.parse().unwrap();
    assert_eq!(stored, (id, "2 Sum".to_owned(), true, 2));
    // Pages of the device still name the other.
    let page = ada
        .get(&format!("/problems/{}", other.id))
        .await
        .expect(200);
    assert!(page.body.contains("2 Sum"));
    // To somebody else it stands for nothing.
    let grace = app.signed_in_as("grace");
    let page = format!("/problems/{}", other.id);
    grace.get(&page).await.expect(404);
    assert_eq!(does(&grace, star(&other.id, false)).await, NOT_FOUND);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_edit_is_merged_or_told_what_stands_against_it(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let was = problem(&new_id(), "Two Sum", "");
    does(&ada, add(&was)).await;
    // Elsewhere, as a person does.
    let typed = [
        ("fields[id]", was.id.as_str()),
        ("fields[revision]", "1"),
        ("fields[title]", "Two sums"),
        ("fields[difficulty]", "hard"),
    ];
    ada.call("/api/problems/edit", &typed).await.expect(200);
    let before = journals(&app.pool).await;
    let edit = |title: &str, tags: &str| What::EditProblem {
        was: was.clone(),
        becomes: ProblemFields {
            title: title.into(),
            tags: tags.into(),
            ..was.clone()
        },
    };
    let clashes = change(edit("2 Sum", "array"));
    for _ in 0..2 {
        let stored = [("title".to_owned(), "Two sums".to_owned())].into();
        let expected = Outcome::Conflict { stored };
        assert_eq!(outcome(ada.deliver(&clashes).await), expected);
    }
    assert_eq!(journals(&app.pool).await, before, "it left nothing");
    assert_eq!(does(&ada, edit("Two Sum", "array")).await, Outcome::Done);
    assert_eq!(does(&ada, edit("Two sums", "array")).await, Outcome::Done);
    let stored: (String, String, i32) =
        sqlx::query_as("select title, difficulty::text || tags[1], revision from problems")
            .fetch_one(&app.pool)
            .await
            .unwrap();
    assert_eq!(stored, ("Two sums".to_owned(), "hardarray".to_owned(), 3));
}
