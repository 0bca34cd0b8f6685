//! What an attempt is.

use super::fields::{AttemptFields, local_time_text};
use crate::{
    account::{fields::ticked, model::EditorPreferences},
    draft::model::FormDraft,
    error::{Conflict, FieldErrors},
    problem::model::{Problem, ProblemId},
    review::{expected::Expected, model::Grade},
    timer::model::{TimerView, is_cut},
};
use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

crate::id::uuid_id! {
    /// Identifies an attempt.
    AttemptId
}

/// Longest time that can be recorded: a day, in minutes.
pub const MINUTES_LIMIT: i32 = 1_440;
/// Longest notes, in characters.
pub const NOTES_LIMIT: usize = 100_000;
/// Longest code, in characters.
pub const CODE_LIMIT: usize = 200_000;
/// Longest name of a language, in characters.
pub const LANGUAGE_LIMIT: usize = 40;

/// Languages offered in the form; any other can be typed.
pub const LANGUAGES: [&str; 16] = [
    "C",
    "C++",
    "C#",
    "Dart",
    "Go",
    "Haskell",
    "Java",
    "JavaScript",
    "Kotlin",
    "PHP",
    "Python",
    "Ruby",
    "Rust",
    "SQL",
    "Swift",
    "TypeScript",
];

/// What came of an attempt.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "ssr",
    derive(sqlx::Type, utoipa::ToSchema),
    sqlx(type_name = "status", rename_all = "lowercase")
)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// A full, correct solution.
    Solved,
    /// Some of it: the idea, or code that fails some cases.
    Partial,
    /// No way through.
    Failed,
}

impl Status {
    /// All of them, best first.
    pub const ALL: [Self; 3] = [Self::Solved, Self::Partial, Self::Failed];

    /// The name in forms and the database.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Solved => "solved",
            Self::Partial => "partial",
            Self::Failed => "failed",
        }
    }

    /// The word a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Solved => "Solved",
            Self::Partial => "Partial",
            Self::Failed => "Failed",
        }
    }

    /// The status with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.slug() == slug)
    }
}

/// How much help an attempt took.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "ssr",
    derive(sqlx::Type, utoipa::ToSchema),
    sqlx(type_name = "text", rename_all = "lowercase")
)]
#[serde(rename_all = "lowercase")]
pub enum Help {
    /// Own work.
    #[default]
    None,
    /// A hint, a tag, a nudge.
    Hint,
    /// Somebody's solution was read.
    Solution,
}

impl Help {
    /// All of them, least first.
    pub const ALL: [Self; 3] = [Self::None, Self::Hint, Self::Solution];

    /// The name in forms and the database.
    pub fn slug(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Hint => "hint",
            Self::Solution => "solution",
        }
    }

    /// The words a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::None => "No help",
            Self::Hint => "A hint",
            Self::Solution => "Read a solution",
        }
    }

    /// The greater of the two.
    #[must_use]
    pub fn or_more(self, other: Self) -> Self {
        let place = |help| Self::ALL.iter().position(|one| *one == help);
        if place(other) > place(self) {
            other
        } else {
            self
        }
    }

    /// The help with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.slug() == slug)
    }
}

/// When an attempt was: the instant, and what the person's clock and calendar said.
/// Fixed when it is recorded, so that travel or a changed setting never moves the past.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The instant, UTC.
    pub at: DateTime<Utc>,
    /// The person's offset from UTC, east positive.
    pub utc_offset_minutes: i16,
    /// The day it counts for.
    pub local_date: NaiveDate,
}

impl Moment {
    /// What the person's clock showed.
    pub fn local_time(&self) -> NaiveDateTime {
        self.at.naive_utc() + Duration::minutes(i64::from(self.utc_offset_minutes))
    }
}

/// A stored attempt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// The problem it is an attempt at.
    pub problem_id: ProblemId,
    /// What came of it.
    pub status: Status,
    /// Minutes, if timed.
    pub minutes: Option<i32>,
    /// How much help it took.
    pub help: Help,
    /// Markdown, if any.
    pub notes: Option<String>,
    /// Code, if any.
    pub code: Option<String>,
    /// The code's language, if told.
    pub language: Option<String>,
    /// When it was.
    pub moment: Moment,
    /// The grade that counts for the schedule.
    pub grade: Grade,
    /// Whether the person chose that; otherwise it was suggested.
    pub grade_chosen: bool,
    /// Whether it was recalled only, not solved.
    pub recall: bool,
    /// Goes up with every change; an edit names the one it started from.
    pub revision: i32,
    /// When it was recorded, UTC.
    pub created_at: DateTime<Utc>,
    /// When it was last changed, UTC.
    pub updated_at: DateTime<Utc>,
}

impl Attempt {
    /// The grade the person chose, if they did.
    pub fn chosen_grade(&self) -> Option<Grade> {
        self.grade_chosen.then_some(self.grade)
    }

    /// Whether it has notes or code.
    pub fn is_recorded(&self) -> bool {
        self.notes.is_some() || self.code.is_some()
    }

    /// The form that edits it, with its time as the given moment's clock shows it.
    pub fn fields_at(&self, moment: Moment) -> AttemptFields {
        AttemptFields {
            id: self.id.to_string(),
            problem_id: self.problem_id.to_string(),
            revision: self.revision.to_string(),
            status: self.status.slug().to_owned(),
            minutes: self
                .minutes
                .map(|minutes| minutes.to_string())
                .unwrap_or_default(),
            help: self.help.slug().to_owned(),
            grade: self
                .chosen_grade()
                .map(Grade::slug)
                .unwrap_or_default()
                .to_owned(),
            recall: ticked(self.recall),
            notes: self.notes.clone().unwrap_or_default(),
            code: self.code.clone().unwrap_or_default(),
            language: self.language.clone().unwrap_or_default(),
            attempted_at: local_time_text(moment.local_time()),
        }
    }
}

/// An attempt as the timeline shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptView {
    /// The attempt; its notes and code are in the fields below and left out here.
    pub attempt: Attempt,
    /// Its notes as sanitised HTML, empty if there are none.
    pub notes_html: String,
    /// Its code as highlighted HTML, empty if there is none.
    pub code_html: String,
    /// Number of lines of the code.
    pub code_lines: usize,
}

/// An attempt in the recent activity of the whole journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentAttempt {
    /// Its id.
    pub id: AttemptId,
    /// The problem it is an attempt at.
    pub problem_id: ProblemId,
    /// That problem's title.
    pub title: String,
    /// What came of it.
    pub status: Status,
    /// Minutes, if timed.
    pub minutes: Option<i32>,
    /// How much help it took.
    pub help: Help,
    /// When it was.
    pub moment: Moment,
}

/// Where an attempt that was just saved is to be seen.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The problem whose page shows it.
    pub problem: ProblemId,
    /// The attempt.
    pub attempt: AttemptId,
}

impl Place {
    /// The attempt on its problem's page, which says that it was logged.
    pub fn logged(&self) -> String {
        format!(
            "/problems/{}?logged={}#attempt-{}",
            self.problem, self.attempt, self.attempt
        )
    }

    /// The attempt on its problem's page.
    pub fn address(&self) -> String {
        format!("/problems/{}#attempt-{}", self.problem, self.attempt)
    }
}

/// The attempt form with everything it shows: what is or was typed and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptForm {
    /// The problem it is an attempt at.
    pub problem: Problem,
    /// What stands in the fields.
    pub fields: AttemptFields,
    /// What is wrong with them.
    pub errors: FieldErrors,
    /// What had been stored meanwhile, when that is why nothing was saved.
    pub conflict: Option<Conflict>,
    /// IANA name of the zone in which the time is read.
    pub time_zone: String,
    /// What helps to fill it in.
    pub help: FormHelp,
}

/// What helps to fill in an attempt's form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormHelp {
    /// What was typed and not saved.
    pub draft: FormDraft,
    /// The problem's timer, if there is one; for a new attempt only.
    pub timer: Option<TimerView>,
    /// Whether the minutes are the timer's and not somebody's.
    pub timed: bool,
    /// How the person's code editor behaves.
    pub editor: EditorPreferences,
    /// How long it is expected to take; for a new attempt only.
    pub expected: Option<Expected>,
}

impl FormHelp {
    /// What is said about the minutes.
    pub fn minutes_hint(&self) -> &'static str {
        match &self.timer {
            Some(timer) if self.timed && is_cut(timer.elapsed) => {
                "From your timer, which ran for longer than a day: 1,440 is the most."
            }
            Some(_) if self.timed => "From your timer. 1 to 1,440.",
            _ => "1 to 1,440.",
        }
    }
}
