//! What can be done to many problems at once, and how it is asked for.

use crate::{
    error::FieldErrors,
    problem::{
        fields::parse_tags,
        model::{Difficulty, ProblemId, TAG_COUNT_LIMIT},
    },
    text::{count, counted, first_few},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most problems changed at once.
pub const IDS_LIMIT: usize = 1_000;
/// How many names a sentence tells.
const NAMED: usize = 3;

/// What stands in the form that changes many problems, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BulkFields {
    /// Ids of the problems that are selected.
    pub ids: Vec<String>,
    /// Which button sent it.
    pub action: String,
    /// Tags, separated by commas.
    pub tags: String,
    /// A difficulty's slug, or nothing.
    pub difficulty: String,
    /// The address to go back to.
    pub back: String,
}

/// One change, the same for every problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Gives them these tags, after their own. Never empty.
    AddTags(Vec<String>),
    /// Takes these tags from them. Never empty.
    RemoveTags(Vec<String>),
    /// Says how hard they are.
    Difficulty(Difficulty),
    /// Stars them, or takes their stars.
    Star(bool),
    /// Deletes them with all their attempts.
    Delete,
}

/// What a problem is now, as far as a change depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// How hard.
    pub difficulty: Difficulty,
    /// Whether it is starred.
    pub starred: bool,
}

/// The form with everything it shows: what was sent and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkForm {
    /// What stands in the fields.
    pub fields: BulkFields,
    /// What is wrong with them.
    pub errors: FieldErrors,
    /// The selected problems that are there, with their titles.
    pub problems: Vec<(ProblemId, String)>,
    /// The most used tags, most used first.
    pub known_tags: Vec<String>,
}

impl BulkFields {
    /// Checks everything: which problems, each once in the order of their ids, and what to do.
    ///
    /// # Errors
    /// One message per field that cannot be accepted; what concerns none of them is at `form`.
    pub fn parse(&self) -> Result<(Vec<Uuid>, Change), FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut ids: Vec<Uuid> = self.ids.iter().filter_map(|id| id.parse().ok()).collect();
        if ids.len() < self.ids.len() {
            errors.add(
                "form",
                "This list is out of date. Reload it and select again.",
            );
        }
        ids.sort_unstable();
        ids.dedup();
        if self.ids.is_empty() {
            errors.add("form", "Select at least one problem.");
        }
        if ids.len() > IDS_LIMIT {
            errors.add(
                "form",
                format!(
                    "Up to {} problems at once; these are {}.",
                    count(IDS_LIMIT),
                    count(ids.len())
                ),
            );
        }
        let change = match self.action.as_str() {
            "add-tags" => self.parse_tags(&mut errors).map(Change::AddTags),
            "remove-tags" => self.parse_tags(&mut errors).map(Change::RemoveTags),
            "difficulty" => {
                let difficulty = Difficulty::from_slug(self.difficulty.trim());
                if difficulty.is_none() {
                    errors.add("difficulty", "Choose how hard they are.");
                }
                difficulty.map(Change::Difficulty)
            }
            "star" => Some(Change::Star(true)),
            "unstar" => Some(Change::Star(false)),
            "delete" => Some(Change::Delete),
            _ => {
                errors.add("form", "Choose what to do with them.");
                None
            }
        };
        match change {
            Some(change) if errors.is_empty() => Ok((ids, change)),
            _ => Err(errors),
        }
    }

    fn parse_tags(&self, errors: &mut FieldErrors) -> Option<Vec<String>> {
        match parse_tags(&self.tags) {
            Ok(tags) if tags.is_empty() => errors.add("tags", "Type at least one tag."),
            Ok(tags) => return Some(tags),
            Err(message) => errors.add("tags", message),
        }
        None
    }
}

impl Change {
    /// Whether it would make a problem any different.
    pub fn alters(&self, problem: &Current) -> bool {
        match self {
            Self::AddTags(tags) => tags.iter().any(|tag| !problem.tags.contains(tag)),
            Self::RemoveTags(tags) => tags.iter().any(|tag| problem.tags.contains(tag)),
            Self::Difficulty(difficulty) => problem.difficulty != *difficulty,
            Self::Star(starred) => problem.starred != *starred,
            Self::Delete => true,
        }
    }

    /// Whether it may give or take tags.
    pub fn moves_tags(&self) -> bool {
        matches!(self, Self::AddTags(_) | Self::RemoveTags(_) | Self::Delete)
    }

    /// Whether it would give a problem more tags than one may have.
    pub fn overfills(&self, problem: &Current) -> bool {
        let Self::AddTags(tags) = self else {
            return false;
        };
        let new = tags
            .iter()
            .filter(|tag| !problem.tags.contains(tag))
            .count();
        new > 0 && problem.tags.len() + new > TAG_COUNT_LIMIT
    }

    /// What was done to these problems, as a sentence without its full stop.
    pub fn summary(&self, problems: &[&Current]) -> String {
        let whom = match problems {
            [one] => format!("“{}”", one.title),
            many => counted(many.len(), "problem", "problems"),
        };
        match self {
            Self::AddTags(tags) => format!("Added {} to {whom}", first_few(tags, NAMED)),
            Self::RemoveTags(tags) => format!("Removed {} from {whom}", first_few(tags, NAMED)),
            Self::Difficulty(difficulty) => format!("Made {whom} {}", difficulty.slug()),
            Self::Star(true) => format!("Starred {whom}"),
            Self::Star(false) => format!("Took the star from {whom}"),
            Self::Delete => format!("Deleted {whom}"),
        }
    }
}

/// The message for problems that would get too many tags.
pub fn overfilled(problems: &[&Current]) -> String {
    let titles: Vec<String> = problems
        .iter()
        .map(|problem| format!("“{}”", problem.title))
        .collect();
    format!(
        "A problem can have up to {TAG_COUNT_LIMIT} tags; with these, {} would have more. Nothing was changed.",
        first_few(&titles, NAMED)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(action: &str) -> BulkFields {
        BulkFields {
            ids: vec![
                Uuid::from_u128(2).to_string(),
                Uuid::from_u128(1).to_string(),
            ],
            action: action.into(),
            tags: "Two Pointers, dp".into(),
            difficulty: "hard".into(),
            back: "/problems".into(),
        }
    }

    fn error_of(fields: &BulkFields, field: &str) -> String {
        fields.parse().unwrap_err().of(field).unwrap_or_default()
    }

    #[test]
    fn every_button_has_its_change_and_ids_come_once_and_in_order() {
        let tags = vec!["two-pointers".to_owned(), "dp".to_owned()];
        for (action, change) in [
            ("add-tags", Change::AddTags(tags.clone())),
            ("remove-tags", Change::RemoveTags(tags)),
            ("difficulty", Change::Difficulty(Difficulty::Hard)),
            ("star", Change::Star(true)),
            ("unstar", Change::Star(false)),
            ("delete", Change::Delete),
        ] {
            let mut fields = fields(action);
            fields.ids.push(Uuid::from_u128(1).to_string());
            let ids = vec![Uuid::from_u128(1), Uuid::from_u128(2)];
            assert_eq!(fields.parse(), Ok((ids, change)), "{action}");
        }
    }

    #[test]
    fn what_is_missing_is_told_where_it_is_missing() {
        let empty = |action: &str| BulkFields {
            tags: " ,".into(),
            difficulty: String::new(),
            ..fields(action)
        };
        assert!(error_of(&empty("add-tags"), "tags").contains("at least one tag"));
        assert!(error_of(&empty("difficulty"), "difficulty").contains("how hard"));
        assert!(error_of(&fields("explode"), "form").contains("what to do"));
        let nobody = BulkFields {
            ids: Vec::new(),
            ..fields("star")
        };
        assert!(error_of(&nobody, "form").contains("at least one problem"));
        let many = BulkFields {
            ids: (0..=1_000)
                .map(|id| Uuid::from_u128(id).to_string())
                .collect(),
            ..fields("star")
        };
        assert_eq!(
            error_of(&many, "form"),
            "Up to 1,000 problems at once; these are 1,001."
        );
        let damaged = BulkFields {
            ids: vec!["x".into()],
            ..fields("star")
        };
        assert!(error_of(&damaged, "form").contains("out of date"));
    }

    #[test]
    fn a_change_knows_whom_it_alters_and_whom_it_would_overfill() {
        let problem = |tags: usize| Current {
            id: Uuid::nil(),
            title: "A".into(),
            tags: (0..tags).map(|tag| format!("t{tag}")).collect(),
            difficulty: Difficulty::Hard,
            starred: false,
        };
        let add = Change::AddTags(vec!["t0".into(), "new".into()]);
        assert!(add.alters(&problem(1)) && !add.overfills(&problem(39)));
        assert!(add.overfills(&problem(40)));
        let known = Change::AddTags(vec!["t0".into()]);
        assert!(!known.alters(&problem(40)) && !known.overfills(&problem(40)));
        assert!(!Change::RemoveTags(vec!["x".into()]).alters(&problem(3)));
        assert!(!Change::Difficulty(Difficulty::Hard).alters(&problem(0)));
        assert!(!Change::Star(false).alters(&problem(0)));
    }

    #[test]
    fn a_summary_names_one_problem_and_counts_several() {
        let one = Current {
            id: Uuid::nil(),
            title: "Two Sum".into(),
            tags: Vec::new(),
            difficulty: Difficulty::Easy,
            starred: false,
        };
        let tags: Vec<String> = ["a", "b", "c", "d", "e"].map(str::to_owned).into();
        assert_eq!(
            Change::AddTags(tags).summary(&[&one, &one]),
            "Added a, b, c and 2 more to 2 problems"
        );
        assert_eq!(
            Change::Star(false).summary(&[&one]),
            "Took the star from “Two Sum”"
        );
        assert!(overfilled(&[&one]).contains("“Two Sum” would have more"));
    }
}
