//! What a device answers without the network from its copy of a journal is what the server would have answered; and a
//! change that is made there shows what the server makes of it.

use crate::helpers::{Caller, TestApp};
use chrono::{SubsecRound, Utc};
use gitgud::{
    account,
    attempt::fields::AttemptFields,
    change::copy::{CopyPage, PersonCopy, ProblemCopy},
    demo,
    find::list::Address,
    offline::{
        clock::Clock,
        home::dashboard,
        journal::{Aside, Journal},
        list::found,
        problem::page,
    },
    outbox::model::{Change, What},
    paging::PageAt,
    problem::{fields::ProblemFields, model::ProblemId},
};
use serde_json::{Value, json, to_value};
use sqlx::PgPool;
use uuid::Uuid;

/// A journal of somebody who has practised for a while, and the app.
async fn practised(pool: PgPool) -> TestApp {
    let options = demo::Options {
        user: "ada".into(),
        problems: 90,
        attempts: 260,
        seed: 7,
        until: None,
        replace: false,
    };
    demo::run(&pool, options).await.unwrap();
    TestApp::new(pool)
}

/// The journal as a device has it.
async fn copied(caller: &Caller<'_>) -> Journal {
    let mut rows: Vec<ProblemCopy> = Vec::new();
    let mut cursor = String::new();
    loop {
        let address = format!("/sync/changes?cursor={cursor}&limit=40");
        let answer = caller.get(&address).await.expect(200);
        let page: CopyPage = serde_json::from_str(&answer.body).unwrap();
        rows.extend(page.data.into_iter().filter_map(|changed| changed.copy));
        cursor = page.next_cursor;
        if let Some(person) = page.person {
            assert!(!page.more);
            let clock = clock(&person);
            return Journal::of(person, rows, clock, Aside::default());
        }
    }
}

fn clock(person: &PersonCopy) -> Clock {
    let settings = &person.settings;
    let server =
        account::clock::Clock::new(settings.time_zone.as_deref(), None, settings.day_start_hour);
    // As fine as a browser's clock.
    let at = Utc::now().trunc_subsecs(3);
    Clock {
        at,
        offset: server.moment(at).utc_offset_minutes,
        zone: String::new(),
        day_start_hour: settings.day_start_hour,
    }
}

/// Both without what only the server knows or is made anew each time.
#[track_caller]
fn assert_same(kept: &Value, served: &Value, but: &[&str]) {
    let (kept, served) = (kept.as_object().unwrap(), served.as_object().unwrap());
    assert_eq!(kept.len(), served.len());
    for (name, value) in served {
        if !but.contains(&name.as_str()) {
            assert_eq!(kept[name], *value, "{name}");
        }
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn pages_show_the_same_with_and_without_the_network(pool: PgPool) {
    let app = practised(pool).await;
    let ada = app.signed_in_as("ada");
    let journal = copied(&ada).await;
    assert_eq!(journal.copies.len(), 90);

    let served = ada.call("/api/insight/dashboard", &[]).await.expect(200);
    let kept = to_value(dashboard(&journal)).unwrap();
    assert_same(&kept, &served.json(), &[]);

    let queries = [
        ("", ""),
        ("", "title"),
        ("", "-touched"),
        ("", "best"),
        ("", "-site"),
        ("", "tag"),
        ("is:solved", "-attempts"),
        ("-is:solved diff:easy,medium", "status"),
        ("tag:dp", "last"),
        ("sum", ""),
        ("map time>10", "difficulty"),
        ("touched<30d", ""),
        ("diff:", ""),
    ];
    for (q, sort) in queries {
        let asked = [("q", q), ("sort", sort), ("after", ""), ("before", "")];
        let served = ada.call("/api/find/problems", &asked).await.expect(200);
        let at = Address {
            q: q.into(),
            sort: sort.into(),
            ..Address::default()
        };
        let kept = to_value(found(&journal, at)).unwrap();
        // The edges of pages are the device's own.
        assert_same(&kept, &served.json(), &["after", "before"]);
        assert_eq!(kept["after"].is_null(), served.json()["after"].is_null());
    }

    for copy in journal.copies.values().take(30) {
        let id = copy.problem.id.to_string();
        let asked = [("id", id.as_str()), ("older", ""), ("newer", "")];
        let served = ada.call("/api/problems/view", &asked).await.expect(200);
        let kept = to_value(page(&journal, copy, PageAt::First)).unwrap();
        assert_same(&kept, &served.json(), &["next", "help", "time_zone"]);
        let expected = &served.json()["help"]["expected"];
        assert_eq!(kept["help"]["expected"], *expected);
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn todays_queue_is_the_same_with_and_without_the_network(pool: PgPool) {
    let app = practised(pool).await;
    let ada = app.signed_in_as("ada");
    let journal = copied(&ada).await;
    for mode in ["", "recall"] {
        let asked = [("problem", ""), ("mode", mode), ("graded", "")];
        let served = ada
            .call("/api/review/open", &asked)
            .await
            .expect(200)
            .json();
        let held = journal.today(mode == "recall");
        let title = |id: ProblemId| Some(journal.copies.get(&id)?.problem.title.clone());
        let list = held.list(title);
        assert!(!list.is_empty());
        assert_eq!(to_value(held.agenda).unwrap(), served["agenda"]);
        assert_eq!(to_value(&list).unwrap(), served["list"]);
        let copy = &journal.copies[&list[0].id];
        let card = to_value(journal.card(copy, mode == "recall")).unwrap();
        assert_same(&card, &served["card"], &["fields", "draft"]);
    }
}

async fn deliver(caller: &Caller<'_>, journal: &mut Journal, what: What) {
    let change = Change {
        id: Uuid::now_v7(),
        made_at: journal.clock.at,
        time_zone: String::new(),
        what,
    };
    journal.apply(&change);
    let answer = caller
        .post_json("/sync/change", &to_value(&change).unwrap())
        .await
        .expect(200);
    assert_eq!(answer.json(), json!({"outcome": "done"}));
}

#[sqlx::test(migrations = "./migrations")]
async fn a_change_shows_what_the_server_makes_of_it(pool: PgPool) {
    let app = practised(pool).await;
    let ada = app.signed_in_as("ada");
    let mut journal = copied(&ada).await;
    let ids: Vec<ProblemId> = journal.copies.keys().copied().collect();
    for (id, number) in ids.iter().zip(0_usize..).step_by(3) {
        let fields = AttemptFields {
            status: ["solved", "failed", "partial"][number % 4 % 3].into(),
            minutes: ["", "12", "90", "33"][number % 4].into(),
            grade: ["", "", "hard"][number % 3].into(),
            notes: ["", "two pointers"][number % 2].into(),
            ..AttemptFields::new(Uuid::now_v7(), *id, None)
        };
        deliver(&ada, &mut journal, What::LogAttempt { fields }).await;
    }
    let was = journal.copies[&ids[0]].problem.fields();
    let becomes = ProblemFields {
        difficulty: if was.difficulty == "hard" {
            "easy"
        } else {
            "hard"
        }
        .into(),
        tags: "new-tag".into(),
        ..was.clone()
    };
    deliver(&ada, &mut journal, What::EditProblem { was, becomes }).await;
    let problem = ids[1];
    deliver(
        &ada,
        &mut journal,
        What::Star {
            problem,
            starred: true,
        },
    )
    .await;
    let added = ProblemFields {
        id: Uuid::now_v7().to_string(),
        link: "https://leetcode.com/problems/a-problem-nobody-has/".into(),
        title: "Added".into(),
        difficulty: "medium".into(),
        ..ProblemFields::default()
    };
    deliver(&ada, &mut journal, What::AddProblem { fields: added }).await;
    let tried = journal
        .copies
        .values()
        .find(|copy| copy.attempts.len() > 1)
        .unwrap();
    let was = tried.attempts[1].fields_at(tried.attempts[1].moment);
    let becomes = AttemptFields {
        status: if was.status == "failed" {
            "solved"
        } else {
            "failed"
        }
        .into(),
        grade: String::new(),
        ..was.clone()
    };
    deliver(&ada, &mut journal, What::EditAttempt { was, becomes }).await;

    let after = copied(&ada).await;
    assert_eq!(after.copies.len(), journal.copies.len());
    for (id, served) in &after.copies {
        let kept = &journal.copies[id];
        assert_eq!(kept.progress, served.progress, "{}", served.problem.title);
        assert_eq!(kept.problem.fields(), served.problem.fields());
        assert_eq!(kept.problem.starred, served.problem.starred);
        let (kept, served) = (&kept.review, &served.review);
        assert_eq!((kept.state, kept.due_on), (served.state, served.due_on));
        let grades = |copy: &ProblemCopy| -> Vec<_> {
            copy.attempts
                .iter()
                .map(|attempt| (attempt.id, attempt.grade))
                .collect()
        };
        assert_eq!(grades(&journal.copies[id]), grades(&after.copies[id]));
    }
}

#[sqlx::test(migrations = "./migrations")]
async fn an_edit_shows_also_where_texts_are_not_read(pool: PgPool) {
    let app = practised(pool).await;
    let ada = app.signed_in_as("ada");
    let mut whole = copied(&ada).await;
    let id = whole
        .copies
        .values()
        .find(|copy| copy.attempts.iter().any(|attempt| attempt.notes.is_some()))
        .unwrap()
        .problem
        .id;
    whole.copies.get_mut(&id).unwrap().problem.description = Some("Find two.".into());
    let copy = whole.copies[&id].clone();
    let mut light = Journal::of(
        whole.person.clone(),
        vec![copy.clone()],
        whole.clock.clone(),
        Aside::default(),
    );
    let stripped = light.copies.get_mut(&id).unwrap();
    stripped.problem.description = None;
    for attempt in &mut stripped.attempts {
        (attempt.notes, attempt.code) = (None, None);
    }
    let was = copy.problem.fields();
    let becomes = ProblemFields {
        title: "Another".into(),
        description: "Find three.".into(),
        ..was.clone()
    };
    let noted = copy
        .attempts
        .iter()
        .find(|one| one.notes.is_some())
        .unwrap();
    let was_tried = noted.fields_at(noted.moment);
    let becomes_tried = AttemptFields {
        minutes: "77".into(),
        notes: "a map".into(),
        ..was_tried.clone()
    };
    for what in [
        What::EditProblem { was, becomes },
        What::EditAttempt {
            was: was_tried,
            becomes: becomes_tried,
        },
    ] {
        light.apply(&Change {
            id: Uuid::now_v7(),
            made_at: Utc::now(),
            time_zone: String::new(),
            what,
        });
    }
    let shown = &light.copies[&id];
    assert_eq!(shown.problem.title, "Another");
    let edited = shown
        .attempts
        .iter()
        .find(|one| one.id == noted.id)
        .unwrap();
    assert_eq!(edited.minutes, Some(77));
}
