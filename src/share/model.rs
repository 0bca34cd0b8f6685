//! What a share is, and what its pages show and take.

use crate::{
    account::fields::TICKED,
    attempt::model::Moment,
    error::{FieldErrors, OUT_OF_DATE},
    problem::model::ProblemId,
    token::model::ShownOnce,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id::uuid_id! {
    /// Identifies a share.
    ShareId
}

/// Most shares that a person has at once.
pub const SHARES_LIMIT: usize = 500;
/// Most attempts that a shared problem shows, the latest.
pub const ATTEMPTS_SHOWN: usize = 50;
/// Most text of attempts that a shared problem shows, in bytes; one attempt that has more is shown whole.
pub const TEXT_SHOWN: usize = 500_000;
/// Length of a link's token: 128 bits as hex digits.
const TOKEN_LENGTH: usize = 32;

/// What is shown of a problem besides itself: its title, link, difficulty, tags and description.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The notes of its attempts.
    pub notes: bool,
    /// The code of its attempts.
    pub code: bool,
}

impl Shown {
    /// What it comes to, for a person to read.
    pub fn label(self) -> &'static str {
        match (self.notes, self.code) {
            (false, false) => "The problem",
            (true, false) => "The problem and my notes",
            (false, true) => "The problem and my code",
            (true, true) => "The problem, my notes and my code",
        }
    }
}

/// Whether a text can be a link's token at all.
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN_LENGTH
        && text
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
}

/// The form that shares a problem, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShareFields {
    /// The id the share will have.
    pub id: String,
    /// The problem.
    pub problem_id: String,
    /// `on` to show the notes of its attempts.
    pub notes: String,
    /// `on` to show their code.
    pub code: String,
}

impl ShareFields {
    /// The form of a new share.
    pub fn fresh(id: Uuid, problem: ProblemId) -> Self {
        Self {
            id: id.to_string(),
            problem_id: problem.to_string(),
            ..Self::default()
        }
    }

    /// What it says.
    ///
    /// # Errors
    /// A message at the form when it names no share or no problem: the page did not make it like that.
    pub fn parse(&self) -> Result<(ShareId, ProblemId, Shown), FieldErrors> {
        let (Ok(id), Ok(problem)) = (self.id.trim().parse(), self.problem_id.trim().parse()) else {
            return Err(FieldErrors::one("form", OUT_OF_DATE));
        };
        let shown = Shown {
            notes: self.notes == TICKED,
            code: self.code == TICKED,
        };
        Ok((id, problem, shown))
    }
}

/// A share as its owner sees it: without the link, which was told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Its id.
    pub id: ShareId,
    /// The problem that is shared.
    pub problem: ProblemId,
    /// Its title.
    pub title: String,
    /// What is shown.
    pub shown: Shown,
    /// When it was made.
    pub made: Moment,
}

/// What came of the form that shares a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    /// It is shared; nobody is told the link again.
    Now {
        /// The link.
        address: ShownOnce,
    },
    /// The same form had been sent before, and its answer told the link; or it has ended since.
    Before,
}

/// What the page that shares a problem shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sharing {
    /// The problem.
    pub problem: ProblemId,
    /// Its title.
    pub title: String,
    /// What stands in the form.
    pub fields: ShareFields,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// The problem's shares, the newest first.
    pub shares: Vec<Share>,
    /// What came of the form, if this request brought it.
    pub made: Option<Made>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_ticked_is_shown() {
        let id = Uuid::now_v7();
        let fresh = ShareFields::fresh(id, ProblemId(id));
        assert_eq!(
            fresh.parse().unwrap(),
            (ShareId(id), ProblemId(id), Shown::default())
        );
        let code = ShareFields {
            code: TICKED.to_owned(),
            notes: "yes".to_owned(),
            ..fresh
        };
        let (.., shown) = code.parse().unwrap();
        assert_eq!((shown.notes, shown.code), (false, true));
        assert_eq!(shown.label(), "The problem and my code");
        let nameless = ShareFields {
            id: String::new(),
            ..code
        };
        assert!(nameless.parse().is_err());
    }

    #[test]
    fn a_token_is_thirty_two_hex_digits() {
        assert!(is_token("0123456789abcdef0123456789abcdef"));
        for other in [
            "",
            "0123456789abcdef0123456789abcde",
            "0123456789ABCDEF0123456789ABCDEF",
            "../../../../../../../etc/passwd.",
        ] {
            assert!(!is_token(other), "{other}");
        }
    }
}
