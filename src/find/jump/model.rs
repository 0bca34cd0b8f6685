//! What somebody typed to get somewhere, and what that may lead to.

use crate::{
    attempt::model::Status,
    find::saved::model::SavedView,
    problem::{
        fields::title_from,
        model::{Difficulty, ProblemId, site_label},
        recognise::{Link, recognise},
    },
    ui::address::percent_encode,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest text that is looked for, in characters: the longest title there can be. Nothing is found for a longer one.
pub const TYPED_LIMIT: usize = crate::problem::model::TITLE_LIMIT;
/// Most rows of an answer.
pub const JUMP_LIMIT: usize = 20;
/// Longest text in which a link is looked for, in bytes.
const LINK_TEXT_LIMIT: usize = 4_096;
/// So many letters or digits in a row the index of words needs.
const INDEXED: usize = 3;
/// So many letters of a title its own index knows.
const TITLE_INDEXED: usize = 64;
/// Longest pattern of single letters, in characters: a longer one is no abbreviation.
const LOOSE_LIMIT: usize = 40;

/// A place to go to, in words that are shown as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Its name.
    pub title: String,
    /// Its path in this app.
    pub href: String,
    /// What stands beside the name; may be empty.
    pub note: String,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JumpList {
    /// Problems: the likeliest first, or those worked on last when nothing is typed.
    pub problems: Vec<Place>,
    /// The saved searches; only when nothing is typed.
    pub views: Vec<Place>,
    /// What a link would be added as, when one is typed that the journal does not have.
    pub link: Option<Place>,
}

/// A problem as it is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JumpRow {
    /// Its id.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Its address, if it is on the web.
    pub url: Option<String>,
    /// The slug of its site, if it is on the web.
    pub platform: Option<String>,
    /// How hard.
    pub difficulty: Difficulty,
    /// What came of the latest attempt.
    pub latest_status: Option<Status>,
}

impl From<JumpRow> for Place {
    fn from(row: JumpRow) -> Self {
        let site = site_label(row.platform.as_deref(), row.url.as_deref());
        let status = row.latest_status.map_or("Untried", Status::label);
        let facts: Vec<_> = site
            .into_iter()
            .chain([row.difficulty.label(), status])
            .collect();
        Self {
            href: format!("/problems/{}", ProblemId(row.id)),
            note: facts.join(" · "),
            title: row.title,
        }
    }
}

impl From<&SavedView> for Place {
    fn from(view: &SavedView) -> Self {
        Self {
            title: view.name.clone(),
            href: view.address().href(),
            note: view.query.clone(),
        }
    }
}

/// The problem link in what was typed, if there is one. Longer texts are no single link.
pub fn link_in(typed: &str) -> Option<Link> {
    (typed.len() <= LINK_TEXT_LIMIT)
        .then(|| recognise(typed))
        .flatten()
}

impl Place {
    /// Where a link becomes a problem, under the name it will have.
    pub fn of_link(link: &Link, typed: &str) -> Self {
        Self {
            title: title_from(link, typed),
            href: ["/problems/new?link=", &percent_encode(typed.trim())].concat(),
            note: site_label(Some(link.platform.slug()), Some(&link.url))
                .unwrap_or_default()
                .to_owned(),
        }
    }
}

/// The patterns that titles are compared with. What has a meaning in a pattern is escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patterns {
    /// What was typed, as long as the index by title knows it.
    pub beginning: String,
    /// Titles that begin with what was typed.
    pub begins: String,
    /// Titles that hold what was typed as it is.
    pub holds: String,
    /// Titles in which a word begins with the first word typed.
    pub word: String,
    /// Texts that hold the longest word; none when no word is long enough for the index of words.
    pub longest: Option<String>,
    /// Titles that hold all the words.
    pub words: Vec<String>,
    /// Titles that hold the letters in their order, with anything between them; none when there are too many.
    pub letters: Option<String>,
}

impl Patterns {
    /// The patterns of what was typed. None when no title can match it: it is empty, longer than a title, or has a
    /// character that no stored text has.
    pub fn of(typed: &str) -> Option<Self> {
        let words: Vec<_> = typed.split_whitespace().collect();
        let first = words.first()?;
        let phrase = words.join(" ");
        if phrase.chars().count() > TYPED_LIMIT || typed.contains('\0') {
            return None;
        }
        let is_long = |word: &&&str| {
            word.split(|c: char| !c.is_alphanumeric())
                .any(|run| run.chars().count() >= INDEXED)
        };
        let longest = words.iter().filter(is_long);
        let longest = longest.max_by_key(|word| word.chars().count());
        let letters: Vec<_> = words.concat().chars().map(escaped).collect();
        let holding = |text: &str| ["%", &escaped_all(text), "%"].concat();
        Some(Self {
            beginning: phrase.chars().take(TITLE_INDEXED).collect(),
            begins: [&escaped_all(&phrase), "%"].concat(),
            holds: holding(&phrase),
            word: ["% ", &escaped_all(first), "%"].concat(),
            longest: longest.map(|word| holding(word)),
            words: words.iter().map(|word| holding(word)).collect(),
            letters: (letters.len() <= LOOSE_LIMIT)
                .then(|| ["%", &letters.join("%"), "%"].concat()),
        })
    }
}

fn escaped(letter: char) -> String {
    match letter {
        '%' | '_' | '\\' => ['\\', letter].iter().collect(),
        letter => letter.to_string(),
    }
}

fn escaped_all(text: &str) -> String {
    text.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patterns_take_what_was_typed_to_the_letter() {
        let patterns = Patterns::of("  50%_off  \\ x ").unwrap();
        assert_eq!(patterns.beginning, r"50%_off \ x");
        assert_eq!(patterns.begins, r"50\%\_off \\ x%");
        assert_eq!(patterns.holds, r"%50\%\_off \\ x%");
        assert_eq!(patterns.word, r"% 50\%\_off%");
        assert_eq!(patterns.longest.as_deref(), Some(r"%50\%\_off%"));
        assert_eq!(patterns.words, [r"%50\%\_off%", r"%\\%", "%x%"]);
        assert_eq!(patterns.letters.as_deref(), Some(r"%5%0%\%%\_%o%f%f%\\%x%"));
        assert_eq!(Patterns::of("dp a-b ..").unwrap().longest, None);
    }

    #[test]
    fn what_no_title_can_match_has_no_pattern() {
        for typed in ["", " \t\n", "a\0b", &"é".repeat(TYPED_LIMIT + 1)] {
            assert_eq!(Patterns::of(typed), None, "{typed:?}");
        }
        let longest = Patterns::of(&"é".repeat(TYPED_LIMIT)).unwrap();
        assert_eq!(longest.letters, None);
        assert_eq!(longest.beginning.chars().count(), 64);
    }

    #[test]
    fn a_problem_is_told_by_its_site_difficulty_and_result() {
        let row = JumpRow {
            id: Uuid::nil(),
            title: "Two Sum".into(),
            url: Some("https://leetcode.com/problems/two-sum/".into()),
            platform: Some("leetcode".into()),
            difficulty: Difficulty::Easy,
            latest_status: Some(Status::Failed),
        };
        let place = Place::from(row.clone());
        assert_eq!(place.note, "LeetCode · Easy · Failed");
        assert!(place.href.starts_with("/problems/0000"));
        let untried = JumpRow {
            url: None,
            platform: None,
            latest_status: None,
            ..row
        };
        assert_eq!(Place::from(untried).note, "Easy · Untried");
    }

    #[test]
    fn a_link_is_offered_under_the_name_it_will_have() {
        let typed = " https://leetcode.com/problems/two-sum/ ";
        let place = Place::of_link(&link_in(typed).unwrap(), typed);
        assert_eq!(
            (place.title.as_str(), place.note.as_str()),
            ("Two Sum", "LeetCode")
        );
        assert_eq!(
            place.href,
            "/problems/new?link=https%3A//leetcode.com/problems/two-sum/"
        );
        assert_eq!(link_in("two sum"), None);
        let long = format!(
            "https://leetcode.com/problems/two-sum/ {}",
            "x".repeat(5_000)
        );
        assert_eq!(link_in(&long), None);
    }

    proptest! {
        #[test]
        fn every_pattern_ends_where_it_should(typed in "\\PC{0,400}") {
            if let Some(patterns) = Patterns::of(&typed) {
                // An odd number of backslashes before the last sign would take its meaning away.
                let body = patterns.begins.strip_suffix('%').unwrap();
                let escapes = body.chars().rev().take_while(|letter| *letter == '\\').count();
                prop_assert_eq!(escapes % 2, 0);
                prop_assert!(patterns.longest.is_none_or(|longest| patterns.words.contains(&longest)));
            }
        }
    }
}
