//! What a problem is and where it stands.

use super::{
    fields::{ProblemDraft, ProblemFields},
    recognise::{Platform, recognise},
};
use crate::{
    attempt::{
        fields::AttemptFields,
        model::{AttemptView, FormHelp, Status},
        outline::AttemptChoice,
    },
    draft::model::FormDraft,
    error::{AppError, Conflict, FieldErrors},
    paging::Cursor,
    review::{card::Standing, model::Review},
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

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
#[cfg_attr(
    feature = "ssr",
    derive(sqlx::Type, utoipa::ToSchema),
    sqlx(type_name = "difficulty", rename_all = "lowercase")
)]
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
    /// When it was last changed itself, not its log; UTC.
    pub updated_at: DateTime<Utc>,
    /// Whether the person starred it.
    pub starred: bool,
    /// Goes up with every change; an edit names the one it started from.
    pub revision: i32,
}

impl Problem {
    /// The name of its site as a person knows it.
    pub fn site(&self) -> Option<&str> {
        site_label(self.platform.as_deref(), self.url.as_deref())
    }

    /// What stands against an edit that sent these fields, if this is stored by now. Only the
    /// fields that the edit `concerns` count, by their names.
    pub fn conflict_with(
        &self,
        sent: &ProblemFields,
        concerns: impl Fn(&str) -> bool,
    ) -> Option<Conflict> {
        let stored = self.fields();
        Conflict::between(
            self.revision,
            stored
                .texts()
                .into_iter()
                .filter(|(name, _)| concerns(name)),
            sent.texts().into_iter().filter(|(name, _)| concerns(name)),
        )
    }

    /// The draft that an edit of this problem means, and whether its link stays as it is. An adopted
    /// link can be one that no rule recognises; left alone, it stays.
    ///
    /// # Errors
    /// One message per field that cannot be accepted.
    pub fn edited(&self, fields: &ProblemFields) -> Result<(ProblemDraft, bool), FieldErrors> {
        let link_stays =
            self.url.as_deref() == Some(fields.link.trim()) && recognise(&fields.link).is_none();
        let draft = if link_stays {
            let without_link = ProblemFields {
                link: String::new(),
                ..fields.clone()
            };
            without_link.parse()
        } else {
            fields.parse()
        };
        Ok((draft?, link_stays))
    }

    /// This problem with one part replaced by what was typed; its link stands apart and stays.
    ///
    /// # Errors
    /// A message at that part, or at the form when another part cannot stay as it is;
    /// [`AppError::BadRequest`] when there is no such part.
    pub fn with_part(&self, part: &str, typed: &ProblemFields) -> Result<ProblemDraft, AppError> {
        let mut fields = ProblemFields {
            link: String::new(),
            ..self.fields()
        };
        match part {
            "difficulty" => fields.difficulty.clone_from(&typed.difficulty),
            "tags" => fields.tags.clone_from(&typed.tags),
            _ => return Err(AppError::BadRequest),
        }
        fields.parse().map_err(|errors| {
            let elsewhere = "Something else about this problem has to be mended first. Use “Edit”.";
            match errors.of(part) {
                Some(message) => FieldErrors::one(part, message),
                None => FieldErrors::one("form", elsewhere),
            }
            .into()
        })
    }

    /// The form that edits it.
    pub fn fields(&self) -> ProblemFields {
        ProblemFields {
            id: self.id.to_string(),
            revision: self.revision.to_string(),
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
    /// How many attempts have notes.
    pub noted_attempts: i32,
    /// How many attempts have code.
    pub coded_attempts: i32,
}

/// A problem in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProblemRow {
    /// The problem, without its description.
    pub problem: Problem,
    /// Where it stands.
    pub progress: Progress,
    /// Its reviews; not sent to the browser half, whose lists have no use for them.
    #[serde(skip)]
    pub review: Review,
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
    /// The chart of the times as HTML; empty when there is too little to draw.
    pub times_html: String,
    /// The latest attempts with code, to choose two from.
    pub coded: Vec<AttemptChoice>,
    /// Attempts, latest first.
    pub attempts: Vec<AttemptView>,
    /// The page of later attempts, if there are any.
    pub newer: Option<Cursor>,
    /// The page of earlier attempts, if there are any.
    pub older: Option<Cursor>,
    /// The form of the next attempt.
    pub next: AttemptFields,
    /// What helps to fill it in, its timer among it.
    pub help: FormHelp,
    /// IANA name of the zone in which its time is read.
    pub time_zone: String,
    /// Where it stands in its reviews.
    pub standing: Standing,
}

/// The problem form with everything it shows: what is or was typed and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemForm {
    /// What stands in the fields.
    pub fields: ProblemFields,
    /// What is wrong with them.
    pub errors: FieldErrors,
    /// What had been stored meanwhile, when that is why nothing was saved.
    pub conflict: Option<Conflict>,
    /// The problem the journal already has under the pasted link.
    pub already_there: Option<ProblemId>,
    /// What was typed and not saved.
    pub draft: FormDraft,
    /// The journal's most used tags, most used first, to be suggested.
    pub known_tags: Vec<String>,
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
