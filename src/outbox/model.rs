//! What a change made on a device is, and what becomes of it. The JSON is kept on devices for as long as they are
//! without the network: it only ever grows.

use crate::{
    attempt::fields::AttemptFields,
    error::AppError,
    problem::{fields::ProblemFields, model::ProblemId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A change to a journal, as the device that made it tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Its own id, of version 7: whatever is delivered under it takes effect once.
    pub id: Uuid,
    /// When it was made, by the device's clock, UTC.
    pub made_at: DateTime<Utc>,
    /// IANA name of the device's zone, in which typed times are read unless the person chose a zone; may be empty.
    #[serde(default)]
    pub time_zone: String,
    /// What is changed.
    #[serde(flatten)]
    pub what: What,
}

/// What a change changes. Fields are as a person typed them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(
    feature = "ssr",
    expect(
        clippy::large_enum_variant,
        reason = "one at a time is read and applied, and most are forms"
    )
)]
pub enum What {
    /// Adds a problem under the id in its fields.
    AddProblem {
        /// What was typed.
        fields: ProblemFields,
    },
    /// Edits a problem: those fields in which the two differ.
    EditProblem {
        /// What the form showed.
        was: ProblemFields,
        /// What was typed.
        becomes: ProblemFields,
    },
    /// Logs an attempt under the id in its fields. Without a time it was made when the change was.
    LogAttempt {
        /// What was typed.
        fields: AttemptFields,
    },
    /// Edits an attempt: those fields in which the two differ.
    EditAttempt {
        /// What the form showed.
        was: AttemptFields,
        /// What was typed.
        becomes: AttemptFields,
    },
    /// Stars a problem, or takes its star.
    Star {
        /// Which.
        problem: ProblemId,
        /// Whether it has a star afterwards.
        starred: bool,
    },
}

/// What became of a change that was delivered. Whatever is not told by one of these (no session, no database) is
/// delivered again later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// It is in the journal, now or since it was delivered before.
    Done,
    /// The journal had a problem with that link already, which stands for the one to be added from now on: also in
    /// later changes that name the other.
    AlreadyThere {
        /// The problem that was there.
        problem: ProblemId,
    },
    /// Fields that it changes had been changed to something else meanwhile. Nothing of it is in the journal.
    Conflict {
        /// Those fields by their names, with what is stored now.
        stored: BTreeMap<String, String>,
    },
    /// It cannot be accepted as it is. Nothing of it is in the journal.
    Refused {
        /// Why.
        error: AppError,
    },
}
