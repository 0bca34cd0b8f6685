//! What a draft is, and which forms have one.

use crate::{attempt::model::AttemptId, problem::model::ProblemId};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// Most drafts one person has; the oldest give way.
pub const DRAFTS_LIMIT: i64 = 50;
/// Most fields of a draft.
pub const FIELDS_LIMIT: usize = 30;
/// Longest text of a field, in characters: the longest that any form takes.
pub const TEXT_LIMIT: usize = crate::attempt::model::CODE_LIMIT;
/// Longest name of a field, in bytes.
const NAME_LIMIT: usize = 40;

/// A form that has drafts. Its name is made of lower-case letters, digits, `-` and `:`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum DraftForm {
    /// The form of a new attempt at a problem.
    NewAttempt(ProblemId),
    /// The form that edits an attempt.
    EditAttempt(AttemptId),
    /// The form of a new problem; with a number that stands for the link it was opened with, so
    /// that another link is another draft.
    NewProblem(Option<u64>),
    /// The form that edits a problem.
    EditProblem(ProblemId),
    /// The form that grades a problem.
    Review(ProblemId),
}

impl DraftForm {
    /// The form of a new problem opened with this link's identity, if with any.
    pub fn new_problem(identity: Option<&str>) -> Self {
        // FNV-1a: short, and the same in every version of the app.
        let number = |text: &str| {
            text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
            })
        };
        Self::NewProblem(identity.map(number))
    }

    /// Whether what it makes is not there before it is saved.
    pub fn is_new(self) -> bool {
        matches!(
            self,
            Self::NewAttempt(_) | Self::NewProblem(_) | Self::Review(_)
        )
    }
}

impl fmt::Display for DraftForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NewAttempt(problem) => write!(formatter, "attempt-new:{problem}"),
            Self::EditAttempt(attempt) => write!(formatter, "attempt-edit:{attempt}"),
            Self::NewProblem(None) => formatter.write_str("problem-new"),
            Self::NewProblem(Some(link)) => write!(formatter, "problem-new:{link:016x}"),
            Self::EditProblem(problem) => write!(formatter, "problem-edit:{problem}"),
            Self::Review(problem) => write!(formatter, "review:{problem}"),
        }
    }
}

/// This names no form that has drafts.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no form has this name")]
pub struct UnknownForm;

impl FromStr for DraftForm {
    type Err = UnknownForm;

    fn from_str(name: &str) -> Result<Self, UnknownForm> {
        let (kind, of) = name.split_once(':').unwrap_or((name, ""));
        let form = match kind {
            "attempt-new" => of.parse().ok().map(Self::NewAttempt),
            "attempt-edit" => of.parse().ok().map(Self::EditAttempt),
            "problem-edit" => of.parse().ok().map(Self::EditProblem),
            "review" => of.parse().ok().map(Self::Review),
            "problem-new" if of.is_empty() => Some(Self::NewProblem(None)),
            "problem-new" => u64::from_str_radix(of, 16)
                .ok()
                .map(|link| Self::NewProblem(Some(link))),
            _ => None,
        };
        // One form has one name.
        form.filter(|form| form.to_string() == name)
            .ok_or(UnknownForm)
    }
}

/// Names of a form's fields and what was typed into them.
pub type Texts = BTreeMap<String, String>;

/// The texts as they can be stored: without NUL, which the database cannot hold.
///
/// # Errors
/// A sentence for the person when it is more than any form takes.
pub fn storable(texts: Texts) -> Result<Texts, &'static str> {
    let too_long = texts
        .iter()
        .any(|(name, text)| name.len() > NAME_LIMIT || text.chars().count() > TEXT_LIMIT);
    if too_long || texts.len() > FIELDS_LIMIT {
        return Err("This is longer than any form takes; it is not kept.");
    }
    Ok(texts
        .into_iter()
        .map(|(name, text)| (name.replace('\0', ""), text.replace('\0', "")))
        .collect())
}

/// Whether a draft says anything that the form would not say without it. What the form itself
/// fills in (ids, the revision an edit began with) says nothing.
pub fn differs(draft: &Texts, fresh: &Texts) -> bool {
    let silent = ["id", "problem_id", "revision"];
    let lines = |text: &String| crate::text::normalise_newlines(text);
    draft.iter().any(|(name, text)| {
        !silent.contains(&name.as_str())
            && fresh.get(name).map(lines).unwrap_or_default() != lines(text)
    })
}

/// What a form's page must know of its draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormDraft {
    /// The form's name.
    pub form: String,
    /// Whose drafts; another person in the same browser never sees them.
    pub owner: String,
    /// When the server's draft was saved, exactly (RFC 3339); empty when there is none.
    pub saved_at: String,
    /// The same for the person to read, if it stands in the fields; else empty.
    pub restored: String,
}

/// The answer to a saved draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSaved {
    /// When it was saved, exactly; empty when `done`.
    pub saved_at: String,
    /// What the form would make is there already: the draft is of no more use and was dropped.
    pub done: bool,
}

/// A draft was thrown away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftDiscarded {
    /// The page to go on to.
    pub back: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn texts(pairs: &[(&str, &str)]) -> Texts {
        pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn another_link_is_another_form() {
        let one = DraftForm::new_problem(Some("leetcode:two-sum"));
        assert_ne!(one, DraftForm::new_problem(Some("leetcode:3sum")));
        assert_ne!(one, DraftForm::new_problem(None));
        assert_eq!(one.to_string().parse(), Ok(one));
    }

    #[test]
    fn what_names_no_form_is_refused() {
        for name in [
            "",
            "attempt-new",
            "attempt-new:",
            "attempt-new:x",
            "problem-new:",
            "problem-new:xyz",
            "problem-new:1",
            "attempt-new:0190F3C2-0000-7000-8000-000000000000",
            "note:1",
        ] {
            assert_eq!(name.parse::<DraftForm>(), Err(UnknownForm), "{name}");
        }
    }

    #[test]
    fn a_draft_that_says_what_is_stored_is_none() {
        let fresh = texts(&[("id", "1"), ("notes", "a\nb"), ("code", "")]);
        assert!(!differs(
            &texts(&[("id", "2"), ("revision", "7"), ("notes", "a\r\nb")]),
            &fresh
        ));
        assert!(!differs(&texts(&[("code", ""), ("minutes", "")]), &fresh));
        assert!(differs(&texts(&[("notes", "a\nb!")]), &fresh));
        assert!(differs(&texts(&[("notes", "")]), &fresh));
        assert!(differs(&texts(&[("minutes", "5")]), &fresh));
    }

    #[test]
    fn more_than_any_form_takes_is_refused_and_nul_is_left_out() {
        let most = "€".repeat(TEXT_LIMIT);
        assert!(storable(texts(&[("code", &most)])).is_ok());
        assert!(storable(texts(&[("code", &(most + "x"))])).is_err());
        assert!(storable(texts(&[(&"n".repeat(41), "")])).is_err());
        let many = (0..=FIELDS_LIMIT)
            .map(|n| (n.to_string(), String::new()))
            .collect();
        assert!(storable(many).is_err());
        assert_eq!(
            storable(texts(&[("a\0", "b\0c")])),
            Ok(texts(&[("a", "bc")]))
        );
    }

    proptest! {
        #[test]
        fn a_name_is_read_back_and_fits_a_cookie(id in any::<u128>(), link in any::<u64>(), kind in 0..6) {
            let id = Uuid::from_u128(id);
            let form = match kind {
                0 => DraftForm::NewAttempt(ProblemId(id)),
                1 => DraftForm::EditAttempt(AttemptId(id)),
                2 => DraftForm::EditProblem(ProblemId(id)),
                3 => DraftForm::NewProblem(Some(link)),
                4 => DraftForm::Review(ProblemId(id)),
                _ => DraftForm::NewProblem(None),
            };
            let name = form.to_string();
            prop_assert_eq!(name.parse(), Ok(form));
            prop_assert!(name.len() <= 100);
            prop_assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b':'));
        }
    }
}
