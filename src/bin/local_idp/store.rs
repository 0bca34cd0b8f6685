//! Who is signed in where. Of all that only the deleted survive the program.

use crate::{
    people::{self, Person},
    session::{Session, Start, Status},
};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// How long a handshake can be fetched by its nonce, in seconds.
const NONCE_LIFETIME: i64 = 60;

/// A browser.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// Who is signed in there.
    pub session_id: Option<String>,
    /// When somebody last signed in or out, in seconds since 1970; 0 when nobody ever did.
    pub changed_at: i64,
}

/// Something the application is told by a webhook.
#[derive(Clone, Debug)]
pub struct Event {
    /// Such as `user.created`.
    pub kind: &'static str,
    /// The user or session, as of then.
    pub data: Value,
}

/// See the module.
#[derive(Default)]
pub struct Store {
    people: BTreeMap<String, Person>,
    deleted: HashSet<String>,
    clients: HashMap<String, Client>,
    sessions: HashMap<String, Session>,
    handshakes: HashMap<String, (Vec<String>, i64)>,
    /// Not yet told.
    events: Vec<Event>,
}

impl Store {
    /// Nobody yet, and who is gone for good.
    pub fn without(deleted: Vec<String>) -> Self {
        Self {
            deleted: deleted.into_iter().collect(),
            ..Self::default()
        }
    }

    /// What has happened since this was last asked.
    pub fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Everybody, the newest first.
    pub fn people(&self) -> Vec<&Person> {
        let mut people: Vec<&Person> = self.people.values().collect();
        people.sort_by_key(|person| std::cmp::Reverse(person.created_at));
        people
    }

    /// The person of this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.get(id)
    }

    /// Whether there was a person of this id, who is gone.
    pub fn is_deleted(&self, id: &str) -> bool {
        self.deleted.contains(id)
    }

    /// Ids are not used again: whoever comes after somebody deleted is somebody else.
    pub fn successor(&self, mut person: Person) -> Person {
        let wanted = person.id.clone();
        let mut number = 1;
        while self.deleted.contains(&person.id) {
            number += 1;
            person.id = format!("{wanted}_{number}");
        }
        person
    }

    /// The person as they are by now, whom the store knows from then on.
    pub fn meet(&mut self, mut person: Person, now_millis: i64) -> &mut Person {
        self.deleted.remove(&person.id);
        person.created_at = now_millis;
        person.updated_at = now_millis;
        self.people.entry(person.id.clone()).or_insert(person)
    }

    /// Changes a person; whether there is one of this id.
    pub fn change_person(
        &mut self,
        id: &str,
        now_millis: i64,
        change: impl FnOnce(&mut Person),
    ) -> Option<Person> {
        let person = self.people.get_mut(id)?;
        change(person);
        // Later than before, even within a millisecond.
        person.updated_at = now_millis.max(person.updated_at.saturating_add(1));
        let person = person.clone();
        self.tell("user.updated", person.to_json());
        Some(person)
    }

    /// Deletes a person and ends their sessions; whether there was one of this id.
    pub fn delete_person(&mut self, id: &str, now: i64) -> bool {
        if self.people.remove(id).is_none() {
            return false;
        }
        self.deleted.insert(id.to_owned());
        let theirs: Vec<String> = self
            .sessions
            .values()
            .filter(|session| session.person_id == id)
            .map(|session| session.id.clone())
            .collect();
        for session_id in theirs {
            self.end_session(&session_id, Status::Removed, now);
        }
        self.tell("user.deleted", people::deleted(id));
        true
    }

    /// The browser of this id, if it is known.
    pub fn client(&self, id: &str) -> Option<&Client> {
        self.clients.get(id)
    }

    /// A browser nobody ever signed in in; the answer is its id.
    pub fn new_client(&mut self) -> String {
        let id = format!("dvb_{:032x}", rand::random::<u128>());
        self.clients.insert(id.clone(), Client::default());
        id
    }

    /// Signs somebody in, in the browser of this id or in a new one. Whoever was signed in there is
    /// not any more.
    pub fn sign_in(&mut self, client_id: Option<String>, person: Person, start: Start) -> Session {
        let client_id = client_id
            .filter(|id| self.clients.contains_key(id))
            .unwrap_or_else(|| self.new_client());
        if let Some(old) = self.session_of(&client_id).map(|old| old.id.clone()) {
            self.end_session(&old, Status::Ended, start.at);
        }
        let person = self.meet(person, start.at.saturating_mul(1000));
        let first_time = !std::mem::replace(&mut person.announced, true);
        let person = person.clone();
        if first_time {
            self.tell("user.created", person.to_json());
        }
        let session = Session::new(client_id, person.id, start);
        let client = Client {
            session_id: Some(session.id.clone()),
            changed_at: session.started_at,
        };
        self.clients.insert(session.client_id.clone(), client);
        self.sessions.insert(session.id.clone(), session.clone());
        session
    }

    /// The session in the browser of this id.
    pub fn session_of(&self, client_id: &str) -> Option<&Session> {
        let id = self.clients.get(client_id)?.session_id.as_ref()?;
        self.sessions.get(id)
    }

    /// The session of this id, ended or not.
    pub fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.get(id)
    }

    /// The session of this id, unless it has ended.
    pub fn living_session(&mut self, id: &str) -> Option<&mut Session> {
        self.sessions
            .get_mut(id)
            .filter(|session| session.status == Status::Alive)
    }

    /// Ends the session of this id; whether it lived.
    pub fn end_session(&mut self, id: &str, status: Status, now: i64) -> bool {
        let Some(session) = self.living_session(id) else {
            return false;
        };
        session.status = status;
        let session = session.clone();
        if let Some(client) = self.clients.get_mut(&session.client_id) {
            client.session_id = None;
            client.changed_at = now;
        }
        let person = self.people.get(&session.person_id);
        let data = session.to_json(person, now.saturating_mul(1000));
        match status {
            Status::Ended => self.tell("session.ended", data),
            Status::Revoked => self.tell("session.revoked", data),
            Status::Removed => self.tell("session.removed", data),
            Status::Alive => {}
        }
        true
    }

    /// The step that was left in a session is done.
    pub fn finish_session(&mut self, id: &str, now: i64) {
        let Some(session) = self.living_session(id) else {
            return;
        };
        session.claims.remove("sts");
        let client_id = session.client_id.clone();
        if let Some(client) = self.clients.get_mut(&client_id) {
            client.changed_at = now;
        }
    }

    /// Puts a handshake's cookies aside; the answer is the nonce to fetch them with.
    pub fn keep_handshake(&mut self, directives: Vec<String>, now: i64) -> String {
        self.handshakes.retain(|_, (_, until)| now <= *until);
        let nonce = format!("{:032x}", rand::random::<u128>());
        let until = now.saturating_add(NONCE_LIFETIME);
        self.handshakes.insert(nonce.clone(), (directives, until));
        nonce
    }

    /// A handshake's cookies, once and in time.
    pub fn take_handshake(&mut self, nonce: &str, now: i64) -> Option<Vec<String>> {
        let (directives, until) = self.handshakes.remove(nonce)?;
        (now <= until).then_some(directives)
    }

    fn tell(&mut self, kind: &'static str, data: Value) {
        self.events.push(Event { kind, data });
    }
}
