//! What is kept of a user of the provider, and a backend API that does not always answer.

use super::*;
use crate::{
    auth::config::ClerkSettings,
    auth::test_tokens::{APP_ORIGIN, PUBLISHABLE_KEY},
};
use axum::{
    Router,
    extract::{RawQuery, State},
    http::{HeaderMap, StatusCode as Status, Uri, header},
    response::{IntoResponse, Response as Answer},
};
use proptest::prelude::*;
use serde_json::json;
use std::sync::{Arc, Mutex};

fn named(first: &str, last: &str, username: &str) -> Option<String> {
    let user = json!({
        "id": "user_ada", "updated_at": 1, "first_name": first, "last_name": last, "username": username,
    });
    Profile::read(&user).unwrap().name
}

#[test]
fn people_are_called_by_what_they_have_given() {
    for (first, last, username, expected) in [
        ("Ada", "Lovelace", "al", Some("Ada Lovelace")),
        ("Ada", "", "al", Some("Ada")),
        ("", "Lovelace", "al", Some("Lovelace")),
        ("", "", "al", Some("al")),
        (" \n", "\t", "al", Some("al")),
        ("", "", "", None),
        (" Ada\u{0}\r\n", "Love\u{7f}lace ", "", Some("Ada Lovelace")),
        ("\u{202e}Ada\u{2066}", "", "", Some("Ada")),
        ("\u{0}", "\u{202e}", "\u{1b}", None),
    ] {
        assert_eq!(named(first, last, username).as_deref(), expected);
    }
    let nobody = json!({"id": "user_ada", "updated_at": 1, "first_name": null, "username": 7});
    assert_eq!(Profile::read(&nobody).unwrap().name, None);
    // Cut between characters, and not left with a space at the end.
    let long = "é".repeat(NAME_LIMIT - 1);
    assert_eq!(named(&long, "é", ""), Some(long.clone()));
    assert_eq!(
        named(&"é".repeat(500), "", "").unwrap().chars().count(),
        NAME_LIMIT
    );
}

#[test]
fn a_user_needs_an_id_and_a_moment() {
    for user in [
        json!({"updated_at": 1}),
        json!({"id": "", "updated_at": 1}),
        json!({"id": 7, "updated_at": 1}),
        json!({"id": "user_\u{0}", "updated_at": 1}),
        json!({"id": "x".repeat(201), "updated_at": 1}),
        json!({"id": "user_ada"}),
        json!({"id": "user_ada", "updated_at": "1"}),
        json!({"id": "user_ada", "updated_at": -1}),
        json!({"id": "user_ada", "updated_at": i64::MAX}),
        json!([]),
        json!(null),
    ] {
        assert_eq!(Profile::read(&user), None, "{user}");
    }
    assert!(Profile::read(&json!({"id": "x".repeat(200), "updated_at": LAST_MOMENT})).is_some());
}

proptest! {
    #[test]
    fn any_name_fits(first in "(?s).{0,250}", last in "(?s).{0,250}", username in "(?s).{0,250}") {
        if let Some(name) = named(&first, &last, &username) {
            prop_assert!((1..=NAME_LIMIT).contains(&name.chars().count()));
            prop_assert_eq!(name.trim(), &name);
            prop_assert!(!name.contains(char::is_control));
        }
    }
}

/// A backend API that gives these answers, one after the other, and remembers the questions.
#[derive(Clone, Default)]
struct Backend {
    answers: Arc<Mutex<Vec<(u16, HeaderMap, String)>>>,
    questions: Arc<Mutex<Vec<String>>>,
}

impl Backend {
    fn with(answers: &[(u16, &str)]) -> Self {
        let backend = Self::default();
        for (status, body) in answers.iter().rev() {
            let headers = HeaderMap::from_iter([(header::RETRY_AFTER, "0".parse().unwrap())]);
            let answer = (*status, headers, (*body).to_owned());
            backend.answers.lock().unwrap().push(answer);
        }
        backend
    }

    fn questions(&self) -> Vec<String> {
        self.questions.lock().unwrap().clone()
    }

    /// A client of it that gives up after three tries.
    async fn users(&self) -> Users {
        let answer = async |State(this): State<Self>,
                            RawQuery(query): RawQuery,
                            uri: Uri,
                            headers: HeaderMap|
               -> Answer {
            let secret = headers[header::AUTHORIZATION].to_str().unwrap().to_owned();
            let question = format!("{secret} {} {}", uri.path(), query.unwrap_or_default());
            this.questions.lock().unwrap().push(question);
            let (status, headers, body) = this.answers.lock().unwrap().pop().unwrap();
            (Status::from_u16(status).unwrap(), headers, body).into_response()
        };
        let app = Router::new().fallback(answer).with_state(self.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, app).await });
        let patience = Patience {
            tries: 3,
            pause: Duration::from_hours(1),
            longest_pause: Duration::from_hours(1),
            ..Patience::default()
        };
        Users::new(&config(&url), patience).unwrap()
    }
}

fn config(api_url: &str) -> ClerkConfig {
    ClerkConfig::from_settings(ClerkSettings {
        publishable_key: Some(PUBLISHABLE_KEY.to_owned()),
        secret_key: Some("sk_test_local".to_owned()),
        api_url: Some(api_url.to_owned()),
        allow_local_idp: Some("1".to_owned()),
        app_origin: APP_ORIGIN.to_owned(),
        ..ClerkSettings::default()
    })
    .unwrap()
}

#[tokio::test]
async fn the_list_and_single_people_are_asked_for_with_the_secret() {
    let ada = r#"{"id":"user_ada","updated_at":5,"username":"ada"}"#;
    let missing = r#"{"errors":[{"code":"resource_not_found"}]}"#;
    let backend = Backend::with(&[(200, &format!("[{ada}]")), (200, ada), (404, missing)]);
    let users = backend.users().await;
    assert_eq!(
        users.page(500).await.unwrap()[0].name.as_deref(),
        Some("ada")
    );
    assert!(
        users
            .find(&UserId::new("user_ada"))
            .await
            .unwrap()
            .is_some()
    );
    assert!(users.find(&UserId::new("a/../b?")).await.unwrap().is_none());
    assert_eq!(
        backend.questions(),
        [
            "Bearer sk_test_local /v1/users limit=500&offset=500&order_by=created_at",
            "Bearer sk_test_local /v1/users/user_ada ",
            "Bearer sk_test_local /v1/users/a%2F..%2Fb%3F ",
        ]
    );
}

#[tokio::test]
async fn a_busy_or_broken_api_is_asked_again_a_few_times() {
    let backend = Backend::with(&[(429, ""), (503, ""), (200, "[]")]);
    assert_eq!(backend.users().await.page(0).await.unwrap(), []);
    assert_eq!(backend.questions().len(), 3);
    let backend = Backend::with(&[(429, ""), (500, ""), (429, ""), (200, "[]")]);
    let given_up = backend.users().await.page(0).await;
    assert!(matches!(given_up, Err(UsersError::Status(status)) if status == 429));
    assert_eq!(backend.questions().len(), 3);
}

#[tokio::test]
async fn an_answer_that_is_none_is_an_error_and_never_nobody() {
    let ada = UserId::new("user_ada");
    let grace = r#"{"id":"user_grace","updated_at":5}"#;
    for (status, body) in [
        (401, r#"{"errors":[{"code":"clerk_key_invalid"}]}"#),
        (403, ""),
        (302, ""),
        (204, ""),
        (404, "<h1>No such page</h1>"),
        (200, "<h1>Sign in</h1>"),
        (200, grace),
        (200, "null"),
    ] {
        let backend = Backend::with(&[(status, body)]);
        let answer = backend.users().await.find(&ada).await;
        assert!(answer.is_err(), "{status} {body}");
        assert_eq!(backend.questions().len(), 1, "{status} {body}");
    }
    for body in ["{}", r#"[{"id":"user_ada"}]"#, "<h1>Hello</h1>"] {
        let answer = Backend::with(&[(200, body)]).users().await.page(0).await;
        assert!(matches!(answer, Err(UsersError::Unreadable(_))), "{body}");
    }
    let missing = r#"{"errors":[{"code":"resource_not_found"}]}"#;
    let answer = Backend::with(&[(404, missing)]).users().await.page(0).await;
    assert!(matches!(answer, Err(UsersError::Unreadable(_))));
}
