//! A session: somebody being signed in, in one browser.

use crate::{people::Person, tokens::Fields};
use serde_json::{Value, json};

/// How long a refresh token that was exchanged is still taken, in seconds: requests that ran at the
/// same time bring it, too.
const GRACE: i64 = 30;

/// How far a session has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It lives.
    Alive,
    /// The person signed out.
    Ended,
    /// The application ended it.
    Revoked,
    /// The person was deleted.
    Removed,
}

/// Somebody being signed in, in one browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Such as `sess_…`.
    pub id: String,
    /// The browser.
    pub client_id: String,
    /// Who.
    pub person_id: String,
    /// When they signed in, in seconds since 1970.
    pub started_at: i64,
    /// Whether it lives.
    pub status: Status,
    /// Claims of all its tokens that differ from the usual ones; `null` leaves one out.
    pub claims: Fields,
    /// What fresh tokens are had with; none when this session has no such thing.
    pub refresh: Option<Refresh>,
}

impl Session {
    /// A new one.
    pub fn new(client_id: String, person_id: String, start: Start) -> Self {
        Self {
            id: new_session_id(),
            client_id,
            person_id,
            started_at: start.at,
            status: Status::Alive,
            claims: start.claims,
            refresh: start.refreshable.then(Refresh::new),
        }
    }

    /// Whether a step is left to finish.
    pub fn is_pending(&self) -> bool {
        self.claims
            .get("sts")
            .is_some_and(|status| status == "pending")
    }

    /// As Clerk's backend API and its webhooks write a session.
    pub fn to_json(&self, person: Option<&Person>, now_millis: i64) -> Value {
        let status = match self.status {
            Status::Alive if self.is_pending() => "pending",
            Status::Alive => "active",
            Status::Ended => "ended",
            Status::Revoked => "revoked",
            Status::Removed => "removed",
        };
        json!({
            "object": "session",
            "id": self.id,
            "client_id": self.client_id,
            "user_id": self.person_id,
            "user": person.map(Person::to_json),
            "status": status,
            "created_at": self.started_at.saturating_mul(1000),
            "updated_at": now_millis,
            "last_active_at": now_millis,
        })
    }
}

/// How a session begins.
pub struct Start {
    /// When, in seconds since 1970.
    pub at: i64,
    /// See [`Session::claims`].
    pub claims: Fields,
    /// Whether it has a refresh token.
    pub refreshable: bool,
}

impl Start {
    /// The usual way.
    pub fn usual(now: i64) -> Self {
        Self {
            at: now,
            claims: Fields::new(),
            refreshable: true,
        }
    }
}

/// The refresh token of a session.
#[derive(Clone, Debug)]
pub struct Refresh {
    current: String,
    previous: Option<(String, i64)>,
}

impl Refresh {
    fn new() -> Self {
        Self {
            current: new_token(),
            previous: None,
        }
    }

    /// The one to give a browser.
    pub fn current(&self) -> &str {
        &self.current
    }

    /// Takes a token in and gives the next one; none when it is not this session's. The one before
    /// is taken for a while and gives the current one, so that requests at the same time all end up
    /// with it.
    pub fn exchange(&mut self, token: &str, now: i64) -> Option<String> {
        if token == self.current {
            let next = new_token();
            let used = std::mem::replace(&mut self.current, next);
            self.previous = Some((used, now.saturating_add(GRACE)));
            return Some(self.current.clone());
        }
        let (previous, until) = self.previous.as_ref()?;
        (token == previous && now <= *until).then(|| self.current.clone())
    }
}

/// A new id for a session.
pub fn new_session_id() -> String {
    format!("sess_{:032x}", rand::random::<u128>())
}

fn new_token() -> String {
    format!("rt_{:032x}", rand::random::<u128>())
}
