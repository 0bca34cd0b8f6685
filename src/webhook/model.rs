//! Which messages are genuine, and what they say. Pure: the time is a parameter.

use crate::auth::{model::UserId, users::Profile};
use axum::http::HeaderMap;
use base64::{Engine, engine::general_purpose::STANDARD};
use ring::hmac;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// How far a message's time may be from ours, in seconds, in either direction.
const TOLERANCE: i64 = 300;
/// Longest id of a message, in bytes; the same as in the database.
const ID_LIMIT: usize = 200;
/// Shortest key, in bytes.
const SHORTEST_KEY: usize = 16;
/// How a signing secret begins, as the provider shows it.
const SECRET_PREFIX: &str = "whsec_";

const ID: &str = "svix-id";
const TIMESTAMP: &str = "svix-timestamp";
const SIGNATURE: &str = "svix-signature";

/// The keys a message may be signed with: several while one replaces another. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Secrets(Arc<[hmac::Key]>);

/// A signing secret that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadSecret;

impl Secrets {
    /// Reads signing secrets separated by commas or whitespace, each with or without `whsec_`.
    ///
    /// # Errors
    /// When one of them is no base64 or is short enough to be guessed.
    pub fn parse(list: &str) -> Result<Self, BadSecret> {
        list.split(|c: char| c == ',' || c.is_whitespace())
            .filter(|secret| !secret.is_empty())
            .map(|secret| {
                let text = secret.strip_prefix(SECRET_PREFIX).unwrap_or(secret);
                let key = STANDARD.decode(text).map_err(|_| BadSecret)?;
                if key.len() < SHORTEST_KEY {
                    return Err(BadSecret);
                }
                Ok(hmac::Key::new(hmac::HMAC_SHA256, &key))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether there are none, so that no message can be genuine.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Why a message is not taken for genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A header is not there, more than once, or of another form.
    #[error("the header {0} is missing or malformed")]
    Header(&'static str),
    /// Signed long ago: somebody may have recorded it.
    #[error("the message is too old")]
    TooOld,
    /// Signed in the future.
    #[error("the message is too new")]
    TooNew,
    /// No signature is by a key we know, over this id, time and body.
    #[error("no signature matches")]
    NoMatch,
}

/// What a message's headers say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The message's id, the same whenever it is sent again.
    pub id: String,
    /// As it was signed.
    timestamp: String,
    signatures: String,
}

impl Stamp {
    /// Reads the headers and checks the time; `now` in seconds since 1970. Cheap, and needs no body.
    ///
    /// # Errors
    /// Every [`Refusal`] but [`Refusal::NoMatch`].
    pub fn read(headers: &HeaderMap, now: i64) -> Result<Self, Refusal> {
        let stamp = Self {
            id: only(headers, ID)?,
            timestamp: only(headers, TIMESTAMP)?,
            signatures: only(headers, SIGNATURE)?,
        };
        if stamp.id.is_empty() || stamp.id.len() > ID_LIMIT {
            return Err(Refusal::Header(ID));
        }
        let digits = stamp.timestamp.bytes().all(|byte| byte.is_ascii_digit());
        let signed_at = stamp.timestamp.parse::<i64>().ok().filter(|_| digits);
        let signed_at = signed_at.ok_or(Refusal::Header(TIMESTAMP))?;
        if signed_at < now.saturating_sub(TOLERANCE) {
            return Err(Refusal::TooOld);
        }
        if signed_at > now.saturating_add(TOLERANCE) {
            return Err(Refusal::TooNew);
        }
        Ok(stamp)
    }

    /// Checks that one of the signatures is by one of the keys. Takes one pass over the body for each
    /// key, however many signatures there are.
    ///
    /// # Errors
    /// [`Refusal::NoMatch`].
    pub fn verify(&self, secrets: &Secrets, body: &[u8]) -> Result<(), Refusal> {
        let signatures: Vec<Vec<u8>> = self
            .signatures
            .split(' ')
            .filter_map(|signature| STANDARD.decode(signature.strip_prefix("v1,")?).ok())
            .collect();
        let matches = !signatures.is_empty()
            && secrets.0.iter().any(|key| {
                let expected = self.sign(key, body);
                signatures
                    .iter()
                    .any(|signature| expected.as_ref().ct_eq(signature).into())
            });
        if matches {
            Ok(())
        } else {
            Err(Refusal::NoMatch)
        }
    }

    fn sign(&self, key: &hmac::Key, body: &[u8]) -> hmac::Tag {
        let mut context = hmac::Context::with_key(key);
        for part in [
            self.id.as_bytes(),
            b".",
            self.timestamp.as_bytes(),
            b".",
            body,
        ] {
            context.update(part);
        }
        context.sign()
    }
}

/// The text of a header that stands there exactly once.
fn only(headers: &HeaderMap, name: &'static str) -> Result<String, Refusal> {
    let mut values = headers.get_all(name).iter();
    match (values.next().map(|value| value.to_str()), values.next()) {
        (Some(Ok(text)), None) => Ok(text.to_owned()),
        _ => Err(Refusal::Header(name)),
    }
}

/// What a genuine message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// What somebody is called, as of some moment.
    Told {
        /// Under which name the message came.
        kind: &'static str,
        /// What it says.
        profile: Profile,
    },
    /// Somebody was deleted at the provider.
    Deleted(UserId),
    /// About somebody, but not in a form that says whom or what.
    Unclear,
    /// Nothing that concerns us.
    Other,
}

/// A genuine message that is none of the provider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message is not an event in JSON")]
pub struct NotAnEvent;

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    data: Value,
}

const CREATED: &str = "user.created";
const UPDATED: &str = "user.updated";
const DELETED: &str = "user.deleted";

impl Event {
    /// Reads the body of a message.
    ///
    /// # Errors
    /// When it is no JSON, or has no type.
    pub fn read(body: &[u8]) -> Result<Self, NotAnEvent> {
        let Envelope { kind, data } = serde_json::from_slice(body).map_err(|_| NotAnEvent)?;
        let kind = match kind.as_str() {
            CREATED => CREATED,
            UPDATED => UPDATED,
            DELETED => {
                return Ok(Profile::id_in(&data).map_or(Self::Unclear, Self::Deleted));
            }
            _ => return Ok(Self::Other),
        };
        Ok(Profile::read(&data).map_or(Self::Unclear, |profile| Self::Told { kind, profile }))
    }

    /// The type under which the message came, and whom it is about; none if it has no effect.
    pub fn about(&self) -> Option<(&'static str, &UserId)> {
        match self {
            Self::Told { kind, profile } => Some((kind, &profile.id)),
            Self::Deleted(user) => Some((DELETED, user)),
            Self::Unclear | Self::Other => None,
        }
    }
}

#[cfg(test)]
#[path = "model_tests.rs"]
mod tests;
