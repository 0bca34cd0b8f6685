//! What can be taken back, and what taking it back came to.

use crate::{paging::Cursor, text::counted};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

crate::id::uuid_id! {
    /// Identifies a step: one change that can be taken back.
    StepId
}

/// How long a step can be taken back, in days.
pub const KEPT_DAYS: i32 = 30;

/// Longest sentence about a step, in characters.
pub const SUMMARY_LIMIT: usize = 1_000;

/// What becomes of a row that is kept before it changes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is changed, and its revision goes up by exactly one.
    Changed,
    /// It is deleted.
    Deleted,
}

/// What taking a step back came to, in rows.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Rows that are as they were.
    pub restored: i32,
    /// Rows that were changed since and stay as they are.
    pub left_alone: i32,
    /// Problems that came back beside another one with the same link.
    pub without_link: i32,
    /// Attempts that could not come back because their problem is gone.
    pub without_problem: i32,
}

impl Outcome {
    /// What is not as it was, a sentence each. Empty when everything is.
    pub fn exceptions(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        let number = |rows: i32| usize::try_from(rows).unwrap_or(0);
        match number(self.left_alone) {
            0 => {}
            1 => sentences.push("1 was changed since and stays as it is.".to_owned()),
            many => sentences.push(format!(
                "{} were changed since and stay as they are.",
                crate::text::count(many)
            )),
        }
        match number(self.without_link) {
            0 => {}
            1 => sentences.push(
                "1 problem came back beside another one with the same link: you added it again meanwhile."
                    .to_owned(),
            ),
            many => sentences.push(format!(
                "{} came back beside others with the same links: you added them again meanwhile.",
                counted(many, "problem", "problems")
            )),
        }
        match number(self.without_problem) {
            0 => {}
            1 => sentences.push(
                "1 attempt could not come back: its problem is gone. Take back its deletion first."
                    .to_owned(),
            ),
            many => sentences.push(format!(
                "{} could not come back: their problems are gone. Take back their deletion first.",
                counted(many, "attempt", "attempts")
            )),
        }
        sentences
    }
}

/// A step as the person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its id.
    pub id: StepId,
    /// What was done.
    pub summary: String,
    /// When, UTC.
    pub made_at: DateTime<Utc>,
    /// How far the person's clock was ahead of UTC at that moment, in minutes.
    pub utc_offset_minutes: i16,
    /// What taking it back came to; none while it can still be taken back.
    pub undone: Option<Outcome>,
}

/// One page of the steps of the last [`KEPT_DAYS`] days, latest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepList {
    /// At most [`PAGE_SIZE`](crate::paging::PAGE_SIZE) steps.
    pub steps: Vec<Step>,
    /// The page of later steps, if there are any.
    pub newer: Option<Cursor>,
    /// The page of earlier steps, if there are any.
    pub older: Option<Cursor>,
}

/// The answer to taking a step back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// What it came to.
    pub outcome: Outcome,
    /// Where to go on to see it.
    pub destination: String,
}

/// An address with one more parameter in its query; the one of the same name, and those of
/// earlier notices, are taken out.
pub fn with_notice(address: &str, name: &str, step: StepId) -> String {
    let address = without_notices(address);
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{name}={step}")
}

/// An address without the parameters that bring a notice.
pub fn without_notices(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| {
            let name = pair.split('=').next().unwrap_or_default();
            !matches!(name, "" | "undo" | "undone")
        })
        .collect();
    if kept.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", kept.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_notice_replaces_the_one_before_and_leaves_the_rest_of_the_address() {
        let step = StepId(Uuid::nil());
        for (address, expected) in [
            ("/problems", "/problems?undo="),
            ("/problems?q=tag%3Adp", "/problems?q=tag%3Adp&undo="),
            ("/problems?undo=1&q=x&undone=2", "/problems?q=x&undo="),
            ("/problems?undoing=1", "/problems?undoing=1&undo="),
        ] {
            assert_eq!(
                with_notice(address, "undo", step),
                format!("{expected}{step}")
            );
        }
        assert_eq!(without_notices("/a?undo=1"), "/a");
        assert_eq!(without_notices("/a?q=b&undone=1"), "/a?q=b");
    }

    #[test]
    fn only_what_is_not_as_it_was_is_told() {
        let all = Outcome {
            restored: 5,
            ..Outcome::default()
        };
        assert!(all.exceptions().is_empty());
        let mixed = Outcome {
            restored: 5,
            left_alone: 2,
            without_link: 1,
            without_problem: 1,
        };
        let told = mixed.exceptions();
        assert_eq!(told[0], "2 were changed since and stay as they are.");
        assert!(told[1].starts_with("1 problem came back beside another one"));
        assert!(told[2].starts_with("1 attempt could not come back"));
    }
}
