//! `/api/v1/companion`: what the browser extension Competitive Companion sends.

use super::{
    answer::{Answer, Representation},
    body::JsonText,
    caller::Writer,
};
use crate::{
    inbox::{
        db::{self, Received},
        model::Companion,
    },
    server::state::AppState,
};
use axum::{extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// A problem as Competitive Companion sends it. Everything besides what is named here is passed over, the tests
/// among it.
#[derive(ToSchema)]
#[schema(example = json!({
    "name": "G. Castle Defense", "group": "Codeforces - Educational Codeforces Round 40 (Rated for Div. 2)",
    "url": "https://codeforces.com/problemset/problem/954/G",
    "batch": {"id": "7a2d1f0c-59b3-4c1f-9d0e-2f6b1f4a9a10", "size": 1}
}))]
#[expect(dead_code, reason = "it only describes what `Companion` reads")]
pub struct CompanionMessage {
    /// The title, up to 300 characters; its place in the contest before it (`G. `) is left out. May be missing when the
    /// link tells it.
    #[schema(max_length = 300)]
    name: Option<String>,
    /// The site, and the contest or category there.
    group: Option<String>,
    /// The address of its page; left out for a problem that is not on the web.
    url: Option<String>,
    /// The contest it comes with, if that is sent as a whole.
    batch: Option<CompanionBatch>,
}

/// A contest whose problems are sent one by one.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it only describes what `Companion` reads")]
pub struct CompanionBatch {
    /// The same for all of them.
    id: Uuid,
    /// How many there are.
    #[schema(minimum = 1)]
    size: i32,
}

/// What became of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanionReceipt {
    /// What became of it.
    outcome: Outcome,
    /// The item of the inbox at `/inbox`, where the person adds it or dismisses it.
    inbox_id: Option<Uuid>,
    /// The problem, if the journal has it.
    problem_id: Option<Uuid>,
}

/// What became of a problem that was sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It waits in the inbox.
    New,
    /// It waited there already.
    Again,
    /// The journal has it, so nothing waits.
    InJournal,
}

/// Takes a problem into the inbox, where a person adds it to the journal or dismisses it.
#[utoipa::path(
    post, path = "/companion", tag = "Journal", operation_id = "receiveCompanion", request_body = CompanionMessage,
    responses((status = 202, description = "It was received.", body = CompanionReceipt))
)]
pub async fn receive(
    Writer(user): Writer,
    State(state): State<AppState>,
    sent: JsonText<CompanionMessage>,
) -> Answer {
    let draft = Companion::read(&sent.bytes)?;
    let received = db::receive(&state.pool, &user, &draft).await?;
    let (outcome, inbox_id, problem_id) = match received {
        Received::New(id) => (Outcome::New, Some(id.0), None),
        Received::Again(id) => (Outcome::Again, Some(id.0), None),
        Received::InJournal(id) => (Outcome::InJournal, None, Some(id.0)),
    };
    let receipt = CompanionReceipt {
        outcome,
        inbox_id,
        problem_id,
    };
    Ok(Representation::read_only(&receipt)?.with_status(StatusCode::ACCEPTED))
}
