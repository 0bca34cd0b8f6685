//! What a device keeps of a journal.

use crate::{
    account::model::Settings,
    attempt::model::Attempt,
    find::saved::model::SavedView,
    problem::model::{Problem, Progress},
    review::{model::Review, schedule::Rules},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A problem with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProblemCopy {
    /// The problem.
    pub problem: Problem,
    /// Where it stands.
    pub progress: Progress,
    /// Its reviews.
    pub review: Review,
    /// All of its attempts, latest first.
    pub attempts: Vec<Attempt>,
}

/// A problem that has changed, as it is now; without a copy it is gone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangedCopy {
    /// The problem's id.
    pub id: Uuid,
    /// What to keep of it.
    pub copy: Option<ProblemCopy>,
}

/// What the pages follow from besides the problems.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonCopy {
    /// What the person chose.
    pub settings: Settings,
    /// By which rules problems come back.
    pub rules: Rules,
    /// The language of the code that was recorded last, if there is any.
    pub language: Option<String>,
    /// Saved searches, by name.
    pub views: Vec<SavedView>,
}

/// Some of what has changed in a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CopyPage {
    /// The problems, in the order in which they changed.
    pub data: Vec<ChangedCopy>,
    /// Where to go on: at once if there is `more`, else whenever it is time to look again.
    pub next_cursor: String,
    /// Whether there is more already.
    pub more: bool,
    /// Everything else, on the last page.
    pub person: Option<PersonCopy>,
}
