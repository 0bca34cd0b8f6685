//! The part of the backend API that is about people.

use crate::{
    people::{self, Person},
    provider::Provider,
    wire::{JsonBody, not_found},
};
use axum::{
    Json,
    extract::{Path, Query, State},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

/// Which part of the list is wanted.
#[derive(Deserialize)]
pub struct Part {
    #[serde(default = "ten")]
    limit: usize,
    #[serde(default)]
    offset: usize,
}

fn ten() -> usize {
    10
}

/// The most that are given at once.
const MOST: usize = 500;

/// `GET /v1/users`: everybody known, the newest first.
pub async fn list(State(provider): State<Provider>, Query(part): Query<Part>) -> Json<Value> {
    provider.store(|store| {
        let people = store.people();
        let people = people.into_iter().skip(part.offset);
        Json(
            people
                .take(part.limit.min(MOST))
                .map(Person::to_json)
                .collect(),
        )
    })
}

/// `GET /v1/users/count`
pub async fn count(State(provider): State<Provider>) -> Json<Value> {
    let count = provider.store(|store| store.people().len());
    Json(json!({"object": "total_count", "total_count": count}))
}

/// `GET /v1/users/{id}`
pub async fn read(State(provider): State<Provider>, Path(id): Path<String>) -> Response {
    answer(provider.store(|store| store.person(&id).map(Person::to_json)))
}

/// What can be changed; other fields are passed over.
#[derive(Deserialize)]
pub struct Change {
    first_name: Option<String>,
    last_name: Option<String>,
}

/// `PATCH /v1/users/{id}`: other names.
pub async fn change(
    State(provider): State<Provider>,
    Path(id): Path<String>,
    JsonBody(change): JsonBody<Change>,
) -> Response {
    let now = provider.clock.millis();
    let person = provider.store(|store| {
        store.change_person(&id, now, |person| {
            if let Some(name) = change.first_name {
                person.first_name = name;
            }
            if let Some(name) = change.last_name {
                person.last_name = name;
            }
        })
    });
    answer(person.as_ref().map(Person::to_json))
}

/// `DELETE /v1/users/{id}`: removes a person and ends their sessions.
pub async fn delete(State(provider): State<Provider>, Path(id): Path<String>) -> Response {
    answer(provider.delete_person(&id).then(|| people::deleted(&id)))
}

fn answer(user: Option<Value>) -> Response {
    user.map_or_else(
        || not_found("There is no such user."),
        |user| Json(user).into_response(),
    )
}
