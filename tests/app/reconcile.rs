//! `gitgud reconcile-users`, against a backend API on this machine.

use crate::tokens;
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use gitgud::{
    account::db::{Presence, ensure_user},
    auth::{config::ClerkConfig, model::UserId, users::UsersError},
    server::cli::CommandError,
    webhook::{
        db,
        reconcile::{Options, Report, TooMuch, reconcile},
    },
};
use serde_json::{Value, json};
use sqlx::PgPool as Pool;
use std::sync::{Arc, Mutex};

/// A backend API that knows some people.
#[derive(Clone, Default)]
struct Backend(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    people: Vec<Value>,
    /// At most so many on a page, whatever is asked for.
    page: usize,
    /// Who is not on the list although they are there: it moved while it was read.
    missed: Vec<String>,
    /// Answers that fail before the next good one.
    failures: Vec<StatusCode>,
    asked_for: Vec<String>,
}

impl Backend {
    fn knowing(people: impl IntoIterator<Item = (String, i64)>) -> Self {
        let people = people.into_iter().map(|(name, at)| {
            json!({"id": format!("user_{name}"), "first_name": name, "updated_at": at})
        });
        let backend = Self::default();
        backend.0.lock().unwrap().people = people.collect();
        backend.0.lock().unwrap().page = 3;
        backend
    }

    fn change(&self, change: impl FnOnce(&mut Inner)) {
        change(&mut self.0.lock().unwrap());
    }

    /// Who was asked for one by one.
    fn asked_for(&self) -> Vec<String> {
        self.0.lock().unwrap().asked_for.clone()
    }

    async fn config(&self) -> ClerkConfig {
        let app = Router::new()
            .route("/v1/users", get(list))
            .route("/v1/users/{id}", get(find))
            .with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, app).await });
        let mut settings = tokens::clerk_settings();
        settings.api_url = Some(url);
        ClerkConfig::from_settings(settings).unwrap()
    }

    async fn reconcile(&self, pool: &Pool, options: Options) -> Result<Report, CommandError> {
        reconcile(pool, &self.config().await, options).await
    }
}

#[derive(serde::Deserialize)]
struct Asked {
    limit: usize,
    offset: usize,
}

async fn list(State(backend): State<Backend>, Query(asked): Query<Asked>) -> Response {
    let mut backend = backend.0.lock().unwrap();
    if let Some(failure) = backend.failures.pop() {
        return (failure, [("retry-after", "0")]).into_response();
    }
    let listed = backend.people.iter().filter(|person| {
        !backend
            .missed
            .iter()
            .any(|missed| person["id"] == missed.as_str())
    });
    let size = asked.limit.min(backend.page);
    Json(
        listed
            .skip(asked.offset)
            .take(size)
            .cloned()
            .collect::<Vec<_>>(),
    )
    .into_response()
}

async fn find(State(backend): State<Backend>, Path(id): Path<String>) -> Response {
    let mut backend = backend.0.lock().unwrap();
    backend.asked_for.push(id.clone());
    let found = backend
        .people
        .iter()
        .find(|person| person["id"] == id.as_str());
    found.map_or_else(
        || {
            let errors = json!({"errors": [{"code": "resource_not_found"}]});
            (StatusCode::NOT_FOUND, Json(errors)).into_response()
        },
        |person| Json(person.clone()).into_response(),
    )
}

fn numbered(numbers: std::ops::Range<u32>) -> impl Iterator<Item = (String, i64)> {
    numbers.map(|number| (number.to_string(), 1))
}

async fn here(pool: &Pool, names: impl IntoIterator<Item = (String, i64)>) {
    for (name, _) in names {
        let user = UserId::new(format!("user_{name}"));
        ensure_user(pool, &user).await.unwrap();
    }
}

async fn everybody(pool: &Pool) -> Vec<String> {
    let users = db::everybody(pool).await.unwrap();
    users.iter().map(UserId::to_string).collect()
}

const TRULY: Options = Options {
    dry_run: false,
    force: false,
};
const REHEARSED: Options = Options {
    dry_run: true,
    force: false,
};
const FORCED: Options = Options {
    dry_run: false,
    force: true,
};

fn people(names: &[&str]) -> Vec<(String, i64)> {
    names.iter().map(|name| ((*name).to_owned(), 1)).collect()
}

#[sqlx::test(migrations = "./migrations")]
async fn names_come_and_people_go_and_a_rehearsal_changes_nothing(pool: Pool) {
    here(&pool, people(&["ada", "grace", "gone", "missed"])).await;
    let backend = Backend::knowing(people(&[
        "ada", "grace", "alan", "edsger", "barbara", "missed",
    ]));
    backend.change(|inner| inner.missed.push("user_missed".to_owned()));
    let before = everybody(&pool).await;
    let would = backend.reconcile(&pool, REHEARSED).await.unwrap();
    let lines: Vec<_> = would.lines().collect();
    assert_eq!(
        lines,
        [
            "would add user_alan",
            "would add user_barbara",
            "would add user_edsger",
            "would update user_ada",
            "would update user_grace",
            "would update user_missed",
            "would remove user_gone",
            "nothing changed; 6 known to Clerk, 4 here: 3 added, 3 updated, 1 removed",
        ]
    );
    assert_eq!(everybody(&pool).await, before);
    let ada = UserId::new("user_ada");
    assert_eq!(
        ensure_user(&pool, &ada).await.unwrap(),
        Presence::Here { name: None }
    );
    assert_eq!(backend.asked_for(), ["user_gone", "user_missed"]);

    let done = backend.reconcile(&pool, TRULY).await.unwrap();
    assert_eq!(
        done.lines().collect::<Vec<_>>(),
        ["6 known to Clerk, 4 here: 3 added, 3 updated, 1 removed"]
    );
    let after =
        ["ada", "alan", "barbara", "edsger", "grace", "missed"].map(|name| format!("user_{name}"));
    assert_eq!(everybody(&pool).await, after);
    let named = Presence::Here {
        name: Some("ada".to_owned()),
    };
    assert_eq!(ensure_user(&pool, &ada).await.unwrap(), named);
    let gone = ensure_user(&pool, &UserId::new("user_gone")).await.unwrap();
    assert_eq!(gone, Presence::Removed);

    let again = backend.reconcile(&pool, TRULY).await.unwrap();
    let line = "6 known to Clerk, 6 here: 0 added, 0 updated, 0 removed";
    assert_eq!(again.lines().collect::<Vec<_>>(), [line]);
    // A name that a message has changed since is newer than the list.
    backend.change(|inner| inner.people[0]["updated_at"] = json!(0));
    backend.change(|inner| inner.people[0]["first_name"] = json!("older"));
    backend.reconcile(&pool, TRULY).await.unwrap();
    assert_eq!(ensure_user(&pool, &ada).await.unwrap(), named);
}

#[sqlx::test(migrations = "./migrations")]
async fn somebody_who_was_deleted_is_not_made_anew_but_told_of(pool: Pool) {
    here(&pool, people(&["ada", "grace"])).await;
    db::remove(&pool, &UserId::new("user_ada")).await.unwrap();
    let backend = Backend::knowing(people(&["ada", "grace"]));
    let report = backend.reconcile(&pool, TRULY).await.unwrap();
    assert_eq!(
        report.lines().collect::<Vec<_>>(),
        [
            "deleted before, but known to Clerk: user_ada",
            "2 known to Clerk, 1 here: 0 added, 1 updated, 0 removed"
        ]
    );
    assert_eq!(everybody(&pool).await, ["user_grace"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn another_instance_is_refused_and_changes_nothing(pool: Pool) {
    // Nobody here is known there.
    here(&pool, numbered(0..3)).await;
    let backend = Backend::knowing(people(&["somebody", "else"]));
    for options in [TRULY, REHEARSED] {
        let refused = backend.reconcile(&pool, options).await.unwrap_err();
        assert!(matches!(
            refused,
            CommandError::TooMuch(TooMuch {
                here: 3,
                unknown: 2
            })
        ));
        assert!(
            refused.to_string().contains("2 of the 3 people here"),
            "{refused}"
        );
    }
    assert_eq!(everybody(&pool).await.len(), 3);

    // Eleven of twenty-one are not.
    here(&pool, numbered(3..21)).await;
    let backend = Backend::knowing(numbered(0..10));
    let refused = backend.reconcile(&pool, TRULY).await.unwrap_err();
    assert!(matches!(refused, CommandError::TooMuch(_)), "{refused}");
    assert_eq!(everybody(&pool).await.len(), 21);
    // Eleven of twenty-two are half, not more.
    let backend = Backend::knowing(numbered(0..11));
    here(&pool, numbered(21..22)).await;
    let report = backend.reconcile(&pool, REHEARSED).await.unwrap();
    assert_eq!(report.removed.len(), 11);

    let report = Backend::knowing(numbered(0..1))
        .reconcile(&pool, FORCED)
        .await
        .unwrap();
    assert_eq!(report.removed.len(), 21);
    assert_eq!(everybody(&pool).await, ["user_0"]);
}

#[sqlx::test(migrations = "./migrations")]
async fn an_empty_journal_takes_everybody_in(pool: Pool) {
    let report = Backend::knowing(numbered(0..7))
        .reconcile(&pool, TRULY)
        .await
        .unwrap();
    assert_eq!(report.added.len(), 7);
    let report = Backend::default().reconcile(&pool, FORCED).await.unwrap();
    assert_eq!(report.removed.len(), 7);
}

#[sqlx::test(migrations = "./migrations")]
async fn a_provider_that_fails_removes_nobody(pool: Pool) {
    here(&pool, people(&["ada", "grace"])).await;
    let backend = Backend::knowing(people(&["ada"]));
    backend.change(|inner| inner.failures = vec![StatusCode::SERVICE_UNAVAILABLE; 5]);
    let failed = backend.reconcile(&pool, FORCED).await.unwrap_err();
    assert!(
        matches!(failed, CommandError::Users(UsersError::Status(_))),
        "{failed}"
    );
    assert_eq!(everybody(&pool).await.len(), 2);
    // Four failures are got over.
    backend.change(|inner| inner.failures = vec![StatusCode::TOO_MANY_REQUESTS; 4]);
    let report = backend.reconcile(&pool, TRULY).await.unwrap();
    assert_eq!(report.removed, [UserId::new("user_grace")]);
}
