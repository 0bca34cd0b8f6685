//! What may be typed about a problem, and what it must be to be accepted.

use super::{
    model::{
        DESCRIPTION_LIMIT, Difficulty, LINK_LIMIT, ProblemId, TAG_COUNT_LIMIT, TAG_LIMIT,
        TITLE_LIMIT,
    },
    recognise::{Link, likely_difficulty, pasted_title, recognise},
};
use crate::{
    error::{FieldErrors, OUT_OF_DATE},
    text::{count, has_controls, is_visible, normalise_newlines},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What stands in the problem form, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProblemFields {
    /// The id the problem has or will have.
    pub id: String,
    /// The revision an edit started from; empty for a new problem.
    pub revision: String,
    /// Anything that contains a link, or nothing.
    pub link: String,
    /// Title; may stay empty when the link tells it.
    pub title: String,
    /// A difficulty's slug; may stay empty when the link tells it.
    pub difficulty: String,
    /// Tags, separated by commas.
    pub tags: String,
    /// Markdown.
    pub description: String,
}

/// A problem whose every field has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemDraft {
    /// The id it will have.
    pub id: ProblemId,
    /// What was recognised; none for a problem that is not on the web.
    pub link: Option<Link>,
    /// 1 to [`TITLE_LIMIT`] characters.
    pub title: String,
    /// How hard.
    pub difficulty: Difficulty,
    /// Normalised, each once, in the order typed.
    pub tags: Vec<String>,
    /// Markdown, if any.
    pub description: Option<String>,
}

impl ProblemFields {
    /// The form for what was pasted: whatever the link tells is filled in, to be corrected.
    pub fn from_pasted(id: Uuid, pasted: &str) -> Self {
        let link = recognise(pasted);
        Self {
            id: id.to_string(),
            link: pasted.trim().to_owned(),
            title: link
                .as_ref()
                .map(|link| title_from(link, pasted))
                .unwrap_or_default(),
            difficulty: link
                .as_ref()
                .and_then(likely_difficulty)
                .map(|likely| likely.slug().to_owned())
                .unwrap_or_default(),
            ..Self::default()
        }
    }

    /// What a person typed, by the names of the fields.
    pub fn texts(&self) -> [(&str, &str); 5] {
        [
            ("link", &self.link),
            ("title", &self.title),
            ("difficulty", &self.difficulty),
            ("tags", &self.tags),
            ("description", &self.description),
        ]
    }

    /// Checks every field. What the link tells fills what was left empty.
    ///
    /// # Errors
    /// One message per field that cannot be accepted.
    pub fn parse(&self) -> Result<ProblemDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = self.id.parse().unwrap_or_else(|_| {
            errors.add("id", OUT_OF_DATE);
            ProblemId(Uuid::nil())
        });
        let link = self.parse_link(&mut errors);
        let title = self.parse_title(link.as_ref(), &mut errors);
        let difficulty = Difficulty::from_slug(self.difficulty.trim())
            .or_else(|| {
                link.as_ref()
                    .filter(|_| self.difficulty.trim().is_empty())
                    .and_then(likely_difficulty)
            })
            .unwrap_or_else(|| {
                errors.add("difficulty", "Choose how hard it is.");
                Difficulty::Medium
            });
        let tags = parse_tags(&self.tags).unwrap_or_else(|message| {
            errors.add("tags", message);
            Vec::new()
        });
        let description = normalise_newlines(&self.description);
        if description.contains('\0') {
            errors.add("description", UNSTORABLE);
        }
        if description.chars().count() > DESCRIPTION_LIMIT {
            errors.add("description", too_long(&description, DESCRIPTION_LIMIT));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(ProblemDraft {
            id,
            link,
            title,
            difficulty,
            tags,
            description: Some(description).filter(|text| !text.trim().is_empty()),
        })
    }

    fn parse_link(&self, errors: &mut FieldErrors) -> Option<Link> {
        if self.link.trim().is_empty() {
            return None;
        }
        let link = recognise(&self.link);
        if link.is_none() {
            // The rules recognise nothing that long, so its length is what to tell.
            let typed = self.link.trim().len();
            errors.add(
                "link",
                if typed > LINK_LIMIT {
                    format!("This link is too long: {} of {} characters.", count(typed), count(LINK_LIMIT))
                } else {
                    "There is no web address in this. Paste a link that starts with https://, or leave this empty.".to_owned()
                },
            );
        }
        link
    }

    fn parse_title(&self, link: Option<&Link>, errors: &mut FieldErrors) -> String {
        let typed = one_line(&self.title);
        if has_controls(&typed) {
            errors.add("title", UNSTORABLE);
        }
        let title = if is_visible(&typed) {
            typed
        } else {
            link.map(|link| title_from(link, &self.link))
                .unwrap_or_default()
        };
        if title.chars().count() > TITLE_LIMIT {
            errors.add("title", too_long(&title, TITLE_LIMIT));
        } else if title.is_empty() {
            errors.add(
                "title",
                if link.is_some() {
                    "This link does not tell the title. Type one."
                } else {
                    "Type a title, or paste a link that tells it."
                },
            );
        }
        title
    }
}

impl ProblemDraft {
    /// The form as it would show this draft once stored.
    pub fn fields(&self) -> ProblemFields {
        ProblemFields {
            id: self.id.to_string(),
            revision: String::new(),
            link: self
                .link
                .as_ref()
                .map(|link| link.url.clone())
                .unwrap_or_default(),
            title: self.title.clone(),
            difficulty: self.difficulty.slug().to_owned(),
            tags: self.tags.join(", "),
            description: self.description.clone().unwrap_or_default(),
        }
    }
}

/// The title a pasted link tells: the site's, else the words around it, else nothing.
pub fn title_from(link: &Link, pasted: &str) -> String {
    if link.title.is_empty() {
        pasted_title(pasted).unwrap_or_default()
    } else {
        link.title.clone()
    }
}

/// A text without line ends and repeated spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The message for a text with a character that no field can take.
pub(crate) const UNSTORABLE: &str =
    "This contains a control character that cannot be stored. Remove it.";

/// The message for a text that is longer than its field takes.
pub(crate) fn too_long(text: &str, limit: usize) -> String {
    format!(
        "This is too long: {} of {} characters.",
        count(text.chars().count()),
        count(limit)
    )
}

/// Splits typed tags at commas; lower-cases, trims, joins inner spaces with `-`, drops repeats.
///
/// # Errors
/// A message when there are too many or one is too long.
pub fn parse_tags(typed: &str) -> Result<Vec<String>, String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in typed.split([',', '\n']) {
        let tag = tag.trim().trim_start_matches('#').to_lowercase();
        let tag = tag.split_whitespace().collect::<Vec<_>>().join("-");
        if !is_visible(&tag) || tags.contains(&tag) {
            continue;
        }
        if has_controls(&tag) {
            return Err(UNSTORABLE.to_owned());
        }
        if tag.chars().count() > TAG_LIMIT {
            return Err(format!(
                "A tag can have up to {TAG_LIMIT} characters; “{}…” has more.",
                tag.chars().take(20).collect::<String>()
            ));
        }
        tags.push(tag);
    }
    if tags.len() > TAG_COUNT_LIMIT {
        return Err(format!(
            "Up to {TAG_COUNT_LIMIT} tags; these are {}.",
            tags.len()
        ));
    }
    Ok(tags)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(link: &str) -> ProblemFields {
        ProblemFields {
            id: Uuid::from_u128(1).to_string(),
            link: link.into(),
            ..ProblemFields::default()
        }
    }

    fn error_of(fields: &ProblemFields, field: &str) -> Option<String> {
        fields.parse().err().and_then(|errors| errors.of(field))
    }

    #[test]
    fn a_link_alone_is_enough_when_it_tells_everything() {
        let draft = pasted("Two Sum - LeetCode https://leetcode.com/problems/two-sum/description/")
            .parse()
            .unwrap();
        assert_eq!(
            (draft.title.as_str(), draft.difficulty),
            ("Two Sum", Difficulty::Easy)
        );
        assert_eq!(draft.link.unwrap().identity, "leetcode:two-sum");
    }

    #[test]
    fn what_was_typed_wins_over_what_the_link_tells() {
        let fields = ProblemFields {
            title: "  My   own\nname ".into(),
            difficulty: "hard".into(),
            ..pasted("https://leetcode.com/problems/two-sum/")
        };
        let draft = fields.parse().unwrap();
        assert_eq!(
            (draft.title.as_str(), draft.difficulty),
            ("My own name", Difficulty::Hard)
        );
    }

    #[test]
    fn a_problem_by_hand_needs_a_title_and_a_difficulty() {
        let fields = pasted("");
        assert!(error_of(&fields, "title").is_some());
        assert!(error_of(&fields, "difficulty").is_some());
        let fields = ProblemFields {
            title: "On paper".into(),
            difficulty: "medium".into(),
            ..fields
        };
        assert_eq!(fields.parse().unwrap().link, None);
    }

    #[test]
    fn what_is_no_web_address_is_refused_at_the_link() {
        for bad in ["javascript:alert(1)", "two sum", "file:///etc/passwd"] {
            let fields = ProblemFields {
                title: "x".into(),
                difficulty: "easy".into(),
                ..pasted(bad)
            };
            assert!(error_of(&fields, "link").is_some(), "{bad}");
        }
    }

    #[test]
    fn what_no_one_could_read_is_refused_at_its_field() {
        let fields = |title: &str, tags: &str, description: &str| ProblemFields {
            title: title.into(),
            tags: tags.into(),
            description: description.into(),
            difficulty: "easy".into(),
            ..pasted("")
        };
        assert!(error_of(&fields("a\0b", "", ""), "title").is_some());
        assert!(error_of(&fields("\u{200b}", "", ""), "title").is_some());
        assert!(error_of(&fields("a", "d\u{1b}p", ""), "tags").is_some());
        assert!(error_of(&fields("a", "", "b\0"), "description").is_some());
        let long = pasted(&format!("https://example.com/{}", "x".repeat(3_000)));
        assert!(
            error_of(&long, "link")
                .unwrap()
                .contains("too long: 3,020 of 2,048")
        );
    }

    #[test]
    fn limits_count_characters_and_name_the_excess() {
        let fields = ProblemFields {
            title: "é".repeat(301),
            difficulty: "easy".into(),
            ..pasted("")
        };
        assert_eq!(
            error_of(&fields, "title").unwrap(),
            "This is too long: 301 of 300 characters."
        );
        let fields = ProblemFields {
            title: "é".repeat(300),
            ..fields
        };
        assert!(fields.parse().is_ok());
    }

    #[test]
    fn tags_are_normalised_and_kept_once() {
        assert_eq!(
            parse_tags(" #DP, two  pointers,dp,, Graph ").unwrap(),
            ["dp", "two-pointers", "graph"]
        );
        assert!(parse_tags(&"x".repeat(51)).is_err());
        let many: Vec<_> = (0..41).map(|number| format!("t{number}")).collect();
        assert!(parse_tags(&many.join(",")).is_err());
    }
}
