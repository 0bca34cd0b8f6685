//! What a problem is, what may be typed about it, and how lists of problems are paged.

use super::recognise::{Link, Platform, likely_difficulty, pasted_title, recognise};
use crate::{
    attempt::model::{AttemptView, Status},
    error::FieldErrors,
    paging::Cursor,
    text::{count, normalise_newlines},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

crate::id::uuid_id! {
    /// Identifies a problem.
    ProblemId
}

/// Version of the recognition rules. Stored rows of a lower version are recognised again by
/// `gitgud migrate`; raise it when a rule change alters platforms or identities.
pub const RULES_VERSION: i16 = 1;

/// Longest title, in characters.
pub const TITLE_LIMIT: usize = 300;
/// Longest description, in characters.
pub const DESCRIPTION_LIMIT: usize = 100_000;
/// Longest link, in bytes of its canonical form.
pub const LINK_LIMIT: usize = 2_048;
/// Most tags on one problem.
pub const TAG_COUNT_LIMIT: usize = 40;
/// Longest tag, in characters.
pub const TAG_LIMIT: usize = 50;

/// How hard the site, or the person, says a problem is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "difficulty", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum Difficulty {
    /// A warm-up.
    Easy,
    /// What most interviews ask.
    Medium,
    /// The rest.
    Hard,
}

impl Difficulty {
    /// All of them, easiest first.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];

    /// The name in forms, addresses and the database.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        }
    }

    /// The word a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Easy => "Easy",
            Self::Medium => "Medium",
            Self::Hard => "Hard",
        }
    }

    /// The difficulty with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.slug() == slug)
    }
}

/// What stands in the problem form, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProblemFields {
    /// The id the problem has or will have.
    pub id: String,
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
            title: link.as_ref().map(|link| title_from(link, pasted)).unwrap_or_default(),
            difficulty: link
                .as_ref()
                .and_then(likely_difficulty)
                .map(|likely| likely.slug().to_owned())
                .unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Checks every field. What the link tells fills what was left empty.
    ///
    /// # Errors
    /// One message per field that cannot be accepted.
    pub fn parse(&self) -> Result<ProblemDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = self.id.parse().unwrap_or_else(|_| {
            errors.add("id", "This form is out of date. Reload the page; what you typed can be copied first.");
            ProblemId(Uuid::nil())
        });
        let link = self.parse_link(&mut errors);
        let title = self.parse_title(link.as_ref(), &mut errors);
        let difficulty = Difficulty::from_slug(self.difficulty.trim())
            .or_else(|| link.as_ref().filter(|_| self.difficulty.trim().is_empty()).and_then(likely_difficulty))
            .unwrap_or_else(|| {
                errors.add("difficulty", "Choose how hard it is.");
                Difficulty::Medium
            });
        let tags = parse_tags(&self.tags).unwrap_or_else(|message| {
            errors.add("tags", message);
            Vec::new()
        });
        let description = normalise_newlines(&self.description);
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
        match &link {
            None => errors.add("link", "There is no web address in this. Paste a link that starts with https://, or leave this empty."),
            Some(link) if link.url.len() > LINK_LIMIT => errors.add(
                "link",
                format!("This link is too long: {} of {} characters.", count(link.url.len()), count(LINK_LIMIT)),
            ),
            Some(_) => {}
        }
        link
    }

    fn parse_title(&self, link: Option<&Link>, errors: &mut FieldErrors) -> String {
        let typed = one_line(&self.title);
        let title = if typed.is_empty() {
            link.map(|link| title_from(link, &self.link)).unwrap_or_default()
        } else {
            typed
        };
        if title.chars().count() > TITLE_LIMIT {
            errors.add("title", too_long(&title, TITLE_LIMIT));
        } else if title.is_empty() {
            errors.add(
                "title",
                if link.is_some() { "This link does not tell the title. Type one." } else { "Type a title, or paste a link that tells it." },
            );
        }
        title
    }
}

/// The title a pasted link tells: the site's, else the words around it, else nothing.
pub fn title_from(link: &Link, pasted: &str) -> String {
    if link.title.is_empty() { pasted_title(pasted).unwrap_or_default() } else { link.title.clone() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The message for a text that is longer than its field takes.
pub(crate) fn too_long(text: &str, limit: usize) -> String {
    format!("This is too long: {} of {} characters.", count(text.chars().count()), count(limit))
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
        if tag.is_empty() || tags.contains(&tag) {
            continue;
        }
        if tag.chars().count() > TAG_LIMIT {
            return Err(format!("A tag can have up to {TAG_LIMIT} characters; “{}…” has more.", tag.chars().take(20).collect::<String>()));
        }
        tags.push(tag);
    }
    if tags.len() > TAG_COUNT_LIMIT {
        return Err(format!("Up to {TAG_COUNT_LIMIT} tags; these are {}.", tags.len()));
    }
    Ok(tags)
}

/// A stored problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Its id.
    pub id: ProblemId,
    /// Its title.
    pub title: String,
    /// Its address, if it is on the web.
    pub url: Option<String>,
    /// The slug of its site, if it is on the web.
    pub platform: Option<String>,
    /// How hard.
    pub difficulty: Difficulty,
    /// Its tags.
    pub tags: Vec<String>,
    /// Markdown.
    pub description: Option<String>,
    /// When it was added, UTC.
    pub created_at: DateTime<Utc>,
}

impl Problem {
    /// The name of its site as a person knows it.
    pub fn site(&self) -> Option<&str> {
        site_label(self.platform.as_deref(), self.url.as_deref())
    }

    /// The form that edits it.
    pub fn fields(&self) -> ProblemFields {
        ProblemFields {
            id: self.id.to_string(),
            link: self.url.clone().unwrap_or_default(),
            title: self.title.clone(),
            difficulty: self.difficulty.slug().to_owned(),
            tags: self.tags.join(", "),
            description: self.description.clone().unwrap_or_default(),
        }
    }
}

/// The name of a site: a known one's own name, else the host of the address.
pub fn site_label<'a>(platform: Option<&'a str>, url: Option<&'a str>) -> Option<&'a str> {
    match platform.and_then(Platform::from_slug) {
        Some(Platform::Other) | None => url
            .and_then(|url| url.split_once("://"))
            .and_then(|(_, rest)| rest.split(['/', '?', '#']).next())
            .map(|host| host.strip_prefix("www.").unwrap_or(host)),
        Some(known) => Some(known.label()),
    }
}

/// Where a problem stands, derived from its attempts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Number of attempts.
    pub attempts: i32,
    /// How many of them solved it.
    pub solved_attempts: i32,
    /// Status of the latest attempt; none while untried.
    pub latest_status: Option<Status>,
    /// When the latest attempt was, UTC.
    pub latest_attempted_at: Option<DateTime<Utc>>,
    /// The day the latest attempt counts for.
    pub latest_local_date: Option<NaiveDate>,
    /// Minutes of the fastest solved attempt with a time.
    pub best_minutes: Option<i32>,
    /// Minutes of the latest attempt, if it has a time.
    pub last_minutes: Option<i32>,
}

/// A problem in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemRow {
    /// The problem, without its description.
    pub problem: Problem,
    /// Where it stands.
    pub progress: Progress,
}

/// One page of the problem list, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemList {
    /// At most [`PAGE_SIZE`](crate::paging::PAGE_SIZE) rows.
    pub rows: Vec<ProblemRow>,
    /// Number of problems in the whole journal.
    pub total: i32,
    /// The page of newer problems, if there are any.
    pub newer: Option<Cursor>,
    /// The page of older problems, if there are any.
    pub older: Option<Cursor>,
}

/// A problem with one page of its timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemView {
    /// The problem.
    pub problem: Problem,
    /// Its description as sanitised HTML.
    pub description_html: String,
    /// Where it stands.
    pub progress: Progress,
    /// Attempts, latest first.
    pub attempts: Vec<AttemptView>,
    /// The page of later attempts, if there are any.
    pub newer: Option<Cursor>,
    /// The page of earlier attempts, if there are any.
    pub older: Option<Cursor>,
}

/// The problem form with everything it shows: what is or was typed and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemForm {
    /// What stands in the fields.
    pub fields: ProblemFields,
    /// What is wrong with them.
    pub errors: FieldErrors,
    /// The problem the journal already has under the pasted link.
    pub already_there: Option<ProblemId>,
}

/// What saving a new problem came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The problem, new or old.
    pub id: ProblemId,
    /// Whether the journal already had it.
    pub already_there: bool,
}

impl Saved {
    /// Where to go next: to log an attempt, or to the problem that was already there.
    pub fn destination(&self) -> String {
        if self.already_there {
            format!("/problems/{}?already-there=1", self.id)
        } else {
            format!("/problems/{}", self.id)
        }
    }
}
