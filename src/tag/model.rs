//! Tags as a noun of their own: what can be changed about one everywhere at once.

use crate::{
    error::FieldErrors,
    find::{list::Address, model::Sort, print::in_quotes},
    problem::fields::parse_tags,
    text::{counted, first_few},
};
use serde::{Deserialize, Serialize};

/// How many tags are suggested where tags are typed.
pub const SUGGESTED: i64 = 200;

/// How many tags a summary names.
const NAMED: usize = 5;

/// How many tags one page of them shows.
pub const TAGS_PER_PAGE: usize = 500;

/// A tag and how many problems have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagCount {
    /// The tag.
    pub tag: String,
    /// Number of problems, at least one.
    pub problems: i32,
}

impl TagCount {
    fn told(&self) -> String {
        let problems = usize::try_from(self.problems).unwrap_or(0);
        format!(
            "{} ({})",
            self.tag,
            counted(problems, "problem", "problems")
        )
    }

    /// The address of the list of the problems that have it.
    pub fn address(&self) -> String {
        let plain = self
            .tag
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'));
        let query = if plain {
            ["tag:", &self.tag].concat()
        } else {
            ["tag:", &in_quotes(&self.tag)].concat()
        };
        Address::of(query, Sort::default()).href()
    }
}

/// What stands in the form that changes tags, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TagFields {
    /// The tags that are selected, as they are stored.
    pub tags: Vec<String>,
    /// The name they are to have.
    pub into: String,
    /// Which button sent it.
    pub action: String,
    /// The question about a merge that was answered by sending `merge`.
    pub agreed: String,
}

/// One page of the tags with the form that changes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagPage {
    /// What stands in the form.
    pub fields: TagFields,
    /// What is wrong with it; at `merge` stands the question before a merge.
    pub errors: FieldErrors,
    /// At most [`TAGS_PER_PAGE`] tags, in their order.
    pub tags: Vec<TagCount>,
    /// The last tag of this page, if there are more behind it.
    pub more_after: Option<String>,
}

/// A change to tags, the same in every problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagChange {
    /// These become this one. Never empty, and never the one they become.
    Become(Vec<String>, String),
    /// These are taken from every problem. Never empty.
    Delete(Vec<String>),
}

impl TagFields {
    /// Checks everything.
    ///
    /// # Errors
    /// One message per field that cannot be accepted; what concerns none of them is at `form`.
    pub fn parse(&self) -> Result<TagChange, FieldErrors> {
        let mut tags = self.tags.clone();
        tags.sort_unstable();
        tags.dedup();
        // No tag that is stored holds it, and no text the database takes.
        tags.retain(|tag| !tag.contains('\0'));
        if tags.is_empty() {
            return Err(FieldErrors::one("form", "Select at least one tag."));
        }
        if self.action == "delete" {
            return Ok(TagChange::Delete(tags));
        }
        if !matches!(self.action.as_str(), "rename" | "merge") {
            return Err(FieldErrors::one("form", "Choose what to do with them."));
        }
        let mut into =
            parse_tags(&self.into).map_err(|message| FieldErrors::one("into", message))?;
        let (Some(into), None) = (into.pop(), into.pop()) else {
            return Err(FieldErrors::one("into", "Type one tag."));
        };
        tags.retain(|tag| *tag != into);
        if tags.is_empty() {
            return Err(FieldErrors::one("into", "It is called that already."));
        }
        Ok(TagChange::Become(tags, into))
    }
}

impl TagChange {
    /// The tags that go.
    pub fn gone(&self) -> &[String] {
        match self {
            Self::Become(tags, _) | Self::Delete(tags) => tags,
        }
    }

    /// The question to be answered before several tags become one; none when nothing flows
    /// together. `there` are the counts of all tags it is about that some problem has.
    pub fn question(&self, there: &[TagCount]) -> Option<String> {
        let Self::Become(_, into) = self else {
            return None;
        };
        let (target, sources): (Vec<_>, Vec<_>) = there.iter().partition(|one| one.tag == *into);
        if sources.is_empty() || target.is_empty() && sources.len() < 2 {
            return None;
        }
        let names: Vec<String> = sources.iter().map(|source| source.told()).collect();
        let verb = if names.len() == 1 { "merges" } else { "merge" };
        let into = match target.first() {
            Some(target) => target.told(),
            None => format!("{into}, which is new"),
        };
        Some(format!("{} {verb} into {into}.", names.join(", ")))
    }

    /// What was done, as a sentence without its full stop.
    pub fn summary(&self, problems: usize) -> String {
        let problems = counted(problems, "problem", "problems");
        match self {
            Self::Become(tags, into) if tags.len() == 1 => {
                format!("Renamed {} to {into} in {problems}", first_few(tags, NAMED))
            }
            Self::Become(tags, into) => {
                format!(
                    "Merged {} into {into} in {problems}",
                    first_few(tags, NAMED)
                )
            }
            Self::Delete(tags) => format!("Removed {} from {problems}", first_few(tags, NAMED)),
        }
    }
}

/// The finished tags of a typed list, and the word that is being typed after the last comma.
fn split_last(typed: &str) -> (&str, &str) {
    typed.rsplit_once(',').unwrap_or(("", typed))
}

/// Those known tags that go on from the word being typed and are not in the list yet, in the order
/// given.
pub fn suggested<'a>(known: &'a [String], typed: &str) -> impl Iterator<Item = &'a String> {
    let (finished, word) = split_last(typed);
    let word = word.trim().trim_start_matches('#').to_lowercase();
    let taken: Vec<String> = finished
        .split(',')
        .map(|tag| tag.trim().to_lowercase())
        .collect();
    known
        .iter()
        .filter(move |tag| tag.starts_with(&word) && **tag != word && !taken.contains(tag))
}

/// The list with the word being typed completed to `tag`, ready for the next.
pub fn completed(typed: &str, tag: &str) -> String {
    let (finished, _) = split_last(typed);
    let finished = finished.trim();
    if finished.is_empty() {
        [tag, ", "].concat()
    } else {
        [finished, ", ", tag, ", "].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::find::{
        model::{Term, Test},
        parse::parse,
    };

    fn suggestions(typed: &str) -> Vec<String> {
        let known = ["dp", "graph", "design", "greedy"].map(str::to_owned);
        suggested(&known, typed).cloned().collect()
    }

    fn fields(tags: &[&str], into: &str, action: &str) -> TagFields {
        TagFields {
            tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
            into: into.to_owned(),
            action: action.to_owned(),
            agreed: String::new(),
        }
    }

    fn counts(of: &[(&str, i32)]) -> Vec<TagCount> {
        of.iter()
            .map(|&(tag, problems)| TagCount {
                tag: tag.to_owned(),
                problems,
            })
            .collect()
    }

    #[test]
    fn one_new_name_is_asked_for_and_it_is_written_as_tags_are() {
        let renamed = fields(&["dp"], " #Dynamic  Programming", "rename").parse();
        let expected = TagChange::Become(vec!["dp".into()], "dynamic-programming".into());
        assert_eq!(renamed, Ok(expected));
        let error = |tags: &[&str], into: &str, action: &str, field: &str| {
            let errors = fields(tags, into, action).parse().unwrap_err();
            errors.of(field).unwrap_or_default()
        };
        assert!(error(&[], "x", "rename", "form").contains("at least one tag"));
        assert!(error(&["dp"], "a, b", "rename", "into").contains("one tag"));
        assert!(error(&["dp"], "", "rename", "into").contains("one tag"));
        assert!(error(&["dp"], "DP", "rename", "into").contains("called that already"));
        assert!(error(&["dp"], &"x".repeat(51), "rename", "into").contains("50"));
        assert!(error(&["dp"], "x", "explode", "form").contains("what to do"));
        assert!(fields(&["two words"], "", "delete").parse().is_ok());
    }

    #[test]
    fn what_flows_together_is_asked_about_before() {
        let change = |tags: &[&str]| fields(tags, "dp", "rename").parse().unwrap();
        assert_eq!(change(&["memo"]).question(&counts(&[("memo", 3)])), None);
        assert_eq!(
            change(&["memo"]).question(&counts(&[("dp", 12), ("memo", 1)])),
            Some("memo (1 problem) merges into dp (12 problems).".to_owned())
        );
        assert_eq!(
            change(&["memo", "tab"]).question(&counts(&[("memo", 1), ("tab", 2)])),
            Some("memo (1 problem), tab (2 problems) merge into dp, which is new.".to_owned())
        );
        assert_eq!(change(&["gone"]).question(&counts(&[("dp", 1)])), None);
        let delete = fields(&["a", "b"], "", "delete").parse().unwrap();
        assert_eq!(delete.question(&counts(&[("a", 1), ("b", 1)])), None);
        assert_eq!(delete.summary(1), "Removed a, b from 1 problem");
    }

    #[test]
    fn a_tag_leads_to_its_problems_whatever_it_is_made_of() {
        let address = |tag: &str| counts(&[(tag, 1)])[0].address();
        assert_eq!(address("two-pointers"), "/problems?q=tag%3Atwo-pointers");
        let strange = [
            "a-\"b\"",
            "„low“",
            "back\\slash",
            "\\",
            "-dp",
            "c++",
            "100%41",
            "a:b",
            "<b>",
            "日本",
            "’",
        ];
        for tag in strange {
            let address = address(tag);
            let (_, search) = address.split_once('?').unwrap();
            let query = parse(&Address::read(search).q).unwrap();
            let wanted = Term {
                negated: false,
                test: Test::Tag(vec![tag.to_owned()]),
            };
            assert_eq!(query.terms, [wanted], "{address}");
        }
    }

    #[test]
    fn what_is_typed_narrows_the_suggestions_and_what_is_there_is_left_out() {
        assert_eq!(suggestions(""), ["dp", "graph", "design", "greedy"]);
        assert_eq!(suggestions("dp, #GR"), ["graph", "greedy"]);
        assert_eq!(suggestions("Dp, graph,"), ["design", "greedy"]);
        assert!(suggestions("graph").is_empty());
    }

    #[test]
    fn a_suggestion_completes_the_word_and_keeps_the_rest() {
        assert_eq!(completed("", "dp"), "dp, ");
        assert_eq!(completed("gra", "graph"), "graph, ");
        assert_eq!(completed("dp ,gra", "graph"), "dp, graph, ");
        assert_eq!(completed("dp, ", "graph"), "dp, graph, ");
    }
}
