//! What the page of the calendar shows and takes.

use crate::{attempt::model::Moment, error::FieldErrors, token::model::ShownOnce};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many days ahead the calendar tells.
pub const DAYS: i64 = 60;

/// What may be chosen about a calendar, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedFields {
    /// The id the feed will have.
    pub id: String,
    /// `on` if the titles of problems are in it.
    pub titles: String,
}

impl FeedFields {
    /// The form of a new feed.
    pub fn fresh(id: Uuid) -> Self {
        Self {
            id: id.to_string(),
            titles: String::new(),
        }
    }
}

/// A feed as its owner sees it: without the secret.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Whether the titles of problems are in it.
    pub titles: bool,
    /// When it was made.
    pub made: Moment,
    /// When a program last read it, to the minute.
    pub read: Option<Moment>,
}

/// What came of the form that makes a feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    /// It is made; nobody is told its address again.
    Now {
        /// Its address, secret included.
        address: ShownOnce,
    },
    /// The same form had been sent before, and its answer told the address.
    Before,
}

/// What the page of the calendar shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPage {
    /// What stands in the form.
    pub fields: FeedFields,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// The feed, if there is one.
    pub feed: Option<Feed>,
    /// What came of the form, if this request brought it.
    pub made: Option<Made>,
}
