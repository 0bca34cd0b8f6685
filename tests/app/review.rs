//! Reviewing with plain posts, as a browser without JavaScript does, and through the server functions.

mod modes;

use crate::helpers::{Answer, Caller, TestApp};
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// A problem that was solved so many days ago, and so came back two days later.
async fn solved(app: &TestApp, caller: &Caller<'_>, title: &str, days: i32) -> String {
    let problem = caller.has_problem(title).await;
    let attempt = caller.has_attempt(&problem, "solved", "").await;
    move_back(&app.pool, &attempt, days).await;
    // Any change derives the problem anew.
    let fields = [
        ("fields[problem_id]", problem.as_str()),
        ("fields[action]", "pause"),
    ];
    caller.call("/api/review/decide", &fields).await.expect(200);
    let fields = [fields[0], ("fields[action]", "resume")];
    caller.call("/api/review/decide", &fields).await.expect(200);
    problem
}

async fn move_back(pool: &PgPool, attempt: &str, days: i32) {
    sqlx::query(
        "update attempts set attempted_at = attempted_at - make_interval(days => $2), local_date = local_date - $2
         where id = $1::uuid",
    )
    .bind(attempt)
    .bind(days)
    .execute(pool)
    .await
    .unwrap();
}

async fn open(caller: &Caller<'_>, problem: &str, mode: &str) -> Value {
    let arguments = [("problem", problem), ("mode", mode), ("graded", "")];
    let answer = caller.call("/api/review/open", &arguments).await;
    answer.expect(200).json()
}

/// Sends the form of the problem's card with these fields besides the hidden ones.
async fn grade(caller: &Caller<'_>, problem: &str, more: &[(&str, &str)]) -> Answer {
    let id = Uuid::now_v7().to_string();
    let fields = [
        &[("fields[id]", id.as_str()), ("fields[problem_id]", problem)][..],
        more,
    ]
    .concat();
    let at = format!("/review?problem={problem}");
    caller.post_form(&at, &fields).await
}

/// Presses the button that reveals as much of a problem.
async fn reveal(caller: &Caller<'_>, problem: &str, help: &str) -> Answer {
    let fields = [("problem_id", problem), ("help", help)];
    caller.post_form("/review/reveal", &fields).await
}

/// Everything the log says about the latest attempt: status, help, minutes, chosen grade, grade.
async fn latest(pool: &PgPool) -> (String, String, Option<i32>, Option<i16>, i16) {
    sqlx::query_as(
        "select a.status::text, a.help, a.time_taken, a.chosen_grade, l.grade
         from attempts a join review_log l on l.attempt_id = a.id order by a.created_at desc limit 1",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

#[sqlx::test(migrations = "./migrations")]
async fn a_grade_logs_the_attempt_and_leads_to_the_next_problem_with_a_way_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let first = solved(&app, &ada, "Two <b> Sum", 30).await;
    let second = solved(&app, &ada, "Three Sum", 9).await;
    let page = ada.get("/review").await.expect(200).body;
    assert!(page.contains("2 problems, about 30 minutes."), "{page}");
    assert!(page.contains("Two &lt;b&gt; Sum"), "{page}");
    for (key, grade) in [("1", "again"), ("2", "hard"), ("3", "good"), ("4", "easy")] {
        let button = format!("name=\"fields[grade]\" value=\"{grade}\" data-key=\"{key}\"");
        assert!(page.contains(&button), "{grade}");
    }
    let answer = grade(&ada, &first, &[("fields[grade]", "good")]).await;
    let next = answer.expect(303).location().to_owned();
    assert!(next.starts_with("/review?graded="), "{next}");
    let status = latest(&app.pool).await;
    assert_eq!(status, ("solved".into(), "none".into(), None, None, 3));
    let page = ada.get(&next).await.expect(200).body;
    assert!(
        page.contains("Good: Two &lt;b&gt; Sum comes back on "),
        "{page}"
    );
    assert!(page.contains(">Three Sum</h2>"), "the next one");
    // Taken back, it is there again.
    let attempt = next.rsplit('=').next().unwrap();
    let answer = ada
        .post_form("/review/take-back", &[("id", attempt)])
        .await
        .expect(303);
    assert!(
        answer
            .location()
            .starts_with(&format!("/review?problem={first}&undo="))
    );
    let queue = open(&ada, "", "").await;
    assert_eq!(queue["list"][0]["id"], first);
    assert_eq!(queue["list"][1]["id"], second);
    assert_eq!(queue["agenda"]["attempts"], 0);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_interview_that_is_over_bends_nothing_on_whichever_page_is_opened_first(pool: PgPool) {
    let app = TestApp::new(pool);
    for (name, page) in [("ada", "/"), ("bob", "/review"), ("grace", "/insights")] {
        let caller = app.signed_in_as(name);
        let problem = caller.has_problem("Two Sum").await;
        caller.has_attempt(&problem, "solved", "").await;
        sqlx::query("update users set interview_date = current_date - 3, bent_towards = current_date - 3 where clerk_id = $1")
            .bind(format!("user_{name}"))
            .execute(&app.pool)
            .await
            .unwrap();
        sqlx::query(
            "update problem_progress set due_on = current_date + 1 where problem_id = $1::uuid",
        )
        .bind(&problem)
        .execute(&app.pool)
        .await
        .unwrap();
        caller.get(page).await.expect(200);
        let days = sqlx::query_scalar::<_, i32>(
            "select due_on - reviewed_on from problem_progress where problem_id = $1::uuid",
        )
        .bind(&problem)
        .fetch_one(&app.pool)
        .await
        .unwrap();
        assert_eq!(days, 2, "{page}");
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn what_was_typed_survives_a_reveal_and_a_grade_that_is_taken_back(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 9).await;
    let form = format!("review:{problem}");
    let typed = [
        ("form", form.as_str()),
        ("fields[notes]", "the trick"),
        ("fields[help]", "none"),
    ];
    ada.call("/api/drafts/save", &typed).await.expect(200);
    let home = ada.get("/").await.expect(200).body;
    assert!(home.contains("A review of Two Sum"), "{home}");
    reveal(&ada, &problem, "hint").await.expect(303);
    let card = &open(&ada, &problem, "").await["card"];
    assert_eq!(card["fields"]["notes"], "the trick");
    assert_eq!(card["fields"]["help"], "hint", "what was seen was seen");
    assert_ne!(card["draft"]["restored"], "");
    let recalled = &open(&ada, &problem, "recall").await["card"];
    assert_eq!(recalled["draft"]["form"], "", "nothing can be typed there");

    let id = card["fields"]["id"].as_str().unwrap().to_owned();
    let more = [
        ("fields[id]", id.as_str()),
        ("fields[problem_id]", problem.as_str()),
        ("fields[notes]", "the trick"),
        ("fields[minutes]", "17"),
        ("fields[status]", "partial"),
        ("fields[grade]", "again"),
    ];
    let at = format!("/review?problem={problem}");
    ada.post_form(&at, &more).await.expect(303);
    ada.post_form("/review/take-back", &[("id", &id)])
        .await
        .expect(303);
    let fields = &open(&ada, &problem, "").await["card"]["fields"];
    let again = ["notes", "minutes", "status", "help"].map(|name| fields[name].as_str().unwrap());
    assert_eq!(again, ["the trick", "17", "partial", "hint"]);
    assert_ne!(fields["id"], id.as_str(), "another attempt");
    grade(&ada, &problem, &[("fields[grade]", "good")])
        .await
        .expect(303);
    let after = &open(&ada, &problem, "").await["card"]["fields"];
    assert_eq!(after["notes"], "", "it was saved");
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_hidden_is_not_in_the_page_and_revealing_it_counts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 9).await;
    sqlx::query("update problems set tags = '{hidden-tag}'")
        .execute(&app.pool)
        .await
        .unwrap();
    let noted = [
        ("fields[id]", "0190f3c2-0000-7000-8000-000000000001"),
        ("fields[problem_id]", &problem),
        ("fields[status]", "solved"),
        ("fields[notes]", "the hidden trick"),
        ("fields[attempted_at]", "2026-01-01T10:00"),
    ];
    ada.call("/api/attempts/log", &noted).await.expect(200);
    let at = format!("/review?problem={problem}");
    let page = async || ada.get(&at).await.expect(200).body;
    let hidden = page().await;
    assert!(!hidden.contains("hidden-tag") && !hidden.contains("hidden trick"));
    assert!(!hidden.contains(">Easy</span></span>") && !hidden.contains("badge--level"));
    let reveal = async |help| {
        let answer = reveal(&ada, &problem, help).await.expect(303);
        assert_eq!(
            answer.location(),
            format!("/review?problem={problem}#revealed")
        );
    };
    reveal("hint").await;
    let hint = page().await;
    assert!(hint.contains("hidden-tag") && hint.contains("badge--level-1"));
    assert!(!hint.contains("hidden trick"));
    assert!(hint.contains("If you solved it: Hard. It took a hint."));
    // What is said to be less does not count.
    let said = [("fields[grade]", "hard"), ("fields[help]", "none")];
    grade(&ada, &problem, &said).await.expect(303);
    let logged = latest(&app.pool).await;
    assert_eq!(logged, ("solved".into(), "hint".into(), None, None, 2));
    let again = ada.get(&at).await.expect(200).body;
    assert!(!again.contains("hidden-tag"), "hidden again");
    reveal("solution").await;
    let all = ada.get(&at).await.expect(200).body;
    assert!(all.contains("hidden-tag") && all.contains("the hidden trick"));
    assert!(all.contains("If you solved it: Again. A solution was read."));
}

#[sqlx::test(migrations = "./migrations")]
async fn what_is_said_besides_the_grade_is_logged_or_told_of_at_its_field(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 9).await;
    let refused = [
        ("fields[grade]", "good"),
        ("fields[minutes]", "1441"),
        ("fields[notes]", "kept & shown"),
    ];
    let page = grade(&ada, &problem, &refused).await.expect(422).body;
    assert!(page.contains("Whole minutes from 1 to 1,440"), "{page}");
    assert!(page.contains("kept &amp; shown") && page.contains("value=\"1441\""));
    let none = grade(&ada, &problem, &[]).await.expect(422).body;
    assert!(none.contains("Press one of the grades."));
    let recalled = [("fields[grade]", "easy"), ("fields[recall]", "on")];
    let page = grade(&ada, &problem, &recalled).await.expect(422).body;
    assert!(page.contains("Good at most"));
    let partial = [
        ("fields[grade]", "hard"),
        ("fields[status]", "partial"),
        ("fields[minutes]", "20"),
    ];
    grade(&ada, &problem, &partial).await.expect(303);
    // Partly solved would be Again: Hard is the person's own.
    let logged = latest(&app.pool).await;
    assert_eq!(
        logged,
        ("partial".into(), "none".into(), Some(20), Some(2), 2)
    );
    let page = ada.get(&format!("/problems/{problem}")).await.expect(200);
    assert!(page.body.contains("Hard, your choice"));
    assert!(page.body.contains("Good, suggested"));
}

#[sqlx::test(migrations = "./migrations")]
async fn the_timer_of_a_page_that_stood_open_counts_until_the_grade(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 9).await;
    let start = [
        ("fields[problem_id]", problem.as_str()),
        ("fields[action]", "start"),
        ("fields[back]", "review"),
    ];
    let answer = ada
        .post_form(&format!("/problems/{problem}/timer"), &start)
        .await
        .expect(303);
    assert_eq!(answer.location(), format!("/review?problem={problem}"));
    let page = ada.get(answer.location()).await.expect(200).body;
    assert!(
        page.contains("name=\"fields[timed]\" value=\"1\""),
        "{page}"
    );
    sqlx::query("update timers set running_since = running_since - interval '25 minutes'")
        .execute(&app.pool)
        .await
        .unwrap();
    let sent = [
        ("fields[grade]", "hard"),
        ("fields[minutes]", "1"),
        ("fields[timed]", "1"),
    ];
    grade(&ada, &problem, &sent).await.expect(303);
    // 15 are expected: after 25 Hard is what is suggested.
    let logged = latest(&app.pool).await;
    assert_eq!(logged, ("solved".into(), "none".into(), Some(25), None, 2));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_problem_is_put_off_paused_and_begun_again_with_plain_posts(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    let problem = solved(&app, &ada, "Two Sum", 9).await;
    let at = format!("/problems/{problem}/review");
    let decide = async |action: &str, until: &str| {
        let fields = [
            ("fields[problem_id]", problem.as_str()),
            ("fields[action]", action),
            ("fields[until]", until),
            ("fields[back]", "/review"),
        ];
        ada.post_form(&at, &fields).await
    };
    let page = decide("date", "2020-01-01").await.expect(422).body;
    assert!(page.contains("Choose a day from "), "{page}");
    assert!(page.contains("value=\"2020-01-01\""), "what was typed");
    decide("explode", "").await.expect(422);
    for action in ["tomorrow", "three-days", "week", "pause"] {
        let answer = decide(action, "").await.expect(303);
        assert!(answer.location().starts_with("/review?undo="));
        let queue = open(&ada, "", "").await;
        assert_eq!(queue["agenda"]["due"], 0, "{action}");
    }
    let page = ada.get(&at).await.expect(200).body;
    assert!(page.contains("Resume it") && page.contains("not until it is resumed"));
    let step = decide("resume", "").await.expect(303).location().to_owned();
    let step = step.rsplit('=').next().unwrap().to_owned();
    let back = [("id", step.as_str()), ("back", "/review")];
    let answer = ada
        .post_form(&format!("/undo/{step}"), &back)
        .await
        .expect(303);
    assert!(answer.location().starts_with("/review?undone="));
    let page = ada.get(&at).await.expect(200).body;
    assert!(page.contains("Resume it"), "paused as before");
    decide("master", "").await.expect(303);
    decide("restart", "").await.expect(303);
    let queue = open(&ada, "", "").await;
    assert_eq!(queue["list"][0]["new"], true, "{queue}");
}

#[sqlx::test(migrations = "./migrations")]
async fn what_does_not_fit_waits_and_is_spread(pool: PgPool) {
    let app = TestApp::new(pool);
    let ada = app.signed_in_as("ada");
    sqlx::query("update users set daily_minutes = 20")
        .execute(&app.pool)
        .await
        .unwrap();
    for number in 0..4 {
        solved(&app, &ada, &format!("Problem {number}"), 9 + number).await;
    }
    sqlx::query("update users set daily_minutes = 20")
        .execute(&app.pool)
        .await
        .unwrap();
    let page = ada.get("/review").await.expect(200).body;
    assert!(page.contains("1 problem, about 15 minutes."), "{page}");
    assert!(page.contains("3 more wait, about 3 days at 20 minutes a day."));
    assert!(page.contains("Spread 3 over 3 days"));
    // At a look at the home page, too.
    let home = ada.get("/").await.expect(200).body;
    assert!(home.contains("1 problem, about 15 minutes.") && home.contains("Start"));
    let answer = ada.post_form("/review/spread", &[]).await.expect(303);
    assert!(answer.location().starts_with("/review?undo="));
    let page = ada.get("/review").await.expect(200).body;
    assert!(!page.contains("more wait"));
    let answer = ada.post_form("/review/spread", &[]).await.expect(303);
    assert_eq!(answer.location(), "/review", "nothing waits");
}
