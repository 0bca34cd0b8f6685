//! Attempts as the API writes and reads them.

use super::body::{Input, Named, Whole};
use crate::{
    account::fields::ticked,
    attempt::{
        fields::{AttemptDraft, AttemptFields},
        model::{Attempt, Help, Status},
    },
    auth::model::UserId,
    review::model::Grade,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An attempt: one sitting at one problem.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Attempt)]
pub struct AttemptJson {
    /// Its id, made by whoever created it.
    #[schema(example = "01936f2e-5a00-7000-8000-0123456789ac")]
    id: Uuid,
    /// The problem it is an attempt at.
    #[schema(example = "01936f2e-5a00-7000-8000-0123456789ab")]
    problem_id: Uuid,
    /// Whose it is.
    #[schema(example = "user_2xyz123")]
    user_id: String,
    /// What came of it.
    status: Status,
    /// Minutes, 1 to 1,440, if timed.
    #[schema(example = 25)]
    time_taken: Option<i32>,
    /// How much help it took.
    help: Help,
    /// How well the problem was remembered, as the schedule counts it.
    grade: Grade,
    /// Whether the person chose that grade; otherwise it was suggested, from the status, the help and the time.
    #[schema(example = false)]
    grade_chosen: bool,
    /// Whether it was recalled only, not solved.
    #[schema(example = false)]
    recall: bool,
    /// Markdown, up to 100,000 characters.
    #[schema(example = "Used a hash map.")]
    notes: Option<String>,
    /// Code, up to 200,000 characters, byte for byte but for line ends, which are `\n`.
    #[schema(example = "def two_sum(nums, target):\n    seen = {}\n")]
    solution_code: Option<String>,
    /// The code's language, if told.
    #[schema(example = "Python")]
    language: Option<String>,
    /// When it was, UTC.
    #[schema(example = "2026-11-22T13:05:00Z")]
    attempted_at: DateTime<Utc>,
    /// The day it counts for by the person's calendar, fixed when it was recorded.
    #[schema(example = "2026-11-22")]
    local_date: NaiveDate,
    /// The person's offset from UTC at that moment, in minutes, east positive.
    #[schema(example = 60)]
    utc_offset_minutes: i16,
    /// When it was recorded, UTC.
    #[schema(example = "2026-11-22T13:31:40.902Z")]
    created_at: DateTime<Utc>,
    /// When it was last edited, UTC.
    #[schema(example = "2026-11-22T13:31:40.902Z")]
    updated_at: DateTime<Utc>,
}

impl AttemptJson {
    /// An attempt of this person's.
    pub fn new(user: &UserId, attempt: Attempt) -> Self {
        Self {
            id: attempt.id.0,
            problem_id: attempt.problem_id.0,
            user_id: user.to_string(),
            status: attempt.status,
            time_taken: attempt.minutes,
            help: attempt.help,
            grade: attempt.grade,
            grade_chosen: attempt.grade_chosen,
            recall: attempt.recall,
            notes: attempt.notes,
            solution_code: attempt.code,
            language: attempt.language,
            attempted_at: attempt.moment.at,
            local_date: attempt.moment.local_date,
            utc_offset_minutes: attempt.moment.utc_offset_minutes,
            created_at: attempt.created_at,
            updated_at: attempt.updated_at,
        }
    }
}

/// An attempt to be logged.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({
    "id": "01936f2e-5a00-7000-8000-0123456789ac", "status": "solved", "timeTaken": 25, "help": "hint",
    "notes": "Used a hash map.", "attemptedAt": "2026-11-22T14:05:00+01:00"
}))]
pub struct NewAttempt {
    /// A UUID of version 7 that you make. Sent again with the same body, the request is answered the same and
    /// nothing is made twice.
    pub id: Uuid,
    /// What came of it.
    status: Status,
    /// Whole minutes.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1440)]
    time_taken: Option<Whole>,
    /// How much help it took; none, if left out.
    #[serde(default)]
    help: Option<Help>,
    /// How well it was remembered; left to the suggestion, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grade: Option<Grade>,
    /// Whether it was recalled only, not solved; not, if left out. Then `easy` counts as `good`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recall: Option<bool>,
    /// Markdown.
    #[serde(default)]
    #[schema(max_length = 100_000)]
    notes: Option<String>,
    /// Code.
    #[serde(default)]
    #[schema(max_length = 200_000)]
    solution_code: Option<String>,
    /// The code's language.
    #[serde(default)]
    #[schema(max_length = 40)]
    language: Option<String>,
    /// When it was, with an offset from UTC, from the year 2000 until now; now, if left out. The day it counts
    /// for follows from the person's own time zone, not from the offset.
    #[serde(default)]
    pub attempted_at: Option<DateTime<Utc>>,
}

impl Input for NewAttempt {}

impl NewAttempt {
    /// The form a person would have filled in, but for the time.
    pub fn fields(self, problem: Uuid) -> AttemptFields {
        AttemptFields {
            id: self.id.to_string(),
            problem_id: problem.to_string(),
            status: self.status.slug().to_owned(),
            minutes: typed(self.time_taken),
            help: self.help.unwrap_or_default().slug().to_owned(),
            grade: slug(self.grade),
            recall: ticked(self.recall.unwrap_or_default()),
            notes: self.notes.unwrap_or_default(),
            code: self.solution_code.unwrap_or_default(),
            language: self.language.unwrap_or_default(),
            ..AttemptFields::default()
        }
    }
}

/// Everything about an attempt that can be changed. What is left out is emptied, as in a new attempt, but for the
/// time it was, which then stays. What a representation has besides (`id`, `problemId`, `localDate`, …) is passed
/// over.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"status": "solved", "timeTaken": 25, "help": "none", "notes": null}))]
pub struct AttemptReplacement {
    /// What came of it.
    status: Status,
    /// Whole minutes.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1440)]
    time_taken: Option<Whole>,
    /// How much help it took; none, if left out.
    #[serde(default)]
    help: Option<Help>,
    /// How well it was remembered; left to the suggestion, if left out.
    #[serde(default)]
    grade: Option<Grade>,
    /// `false` leaves the grade to the suggestion, whatever it says: so does one that was read and comes back.
    #[serde(default)]
    grade_chosen: Option<bool>,
    /// As in a new attempt.
    #[serde(default)]
    recall: Option<bool>,
    /// Markdown.
    #[serde(default)]
    #[schema(max_length = 100_000)]
    notes: Option<String>,
    /// Code.
    #[serde(default)]
    #[schema(max_length = 200_000)]
    solution_code: Option<String>,
    /// The code's language.
    #[serde(default)]
    #[schema(max_length = 40)]
    language: Option<String>,
    /// As in a new attempt.
    #[serde(default)]
    pub attempted_at: Option<DateTime<Utc>>,
}

impl Input for AttemptReplacement {
    const READ_ONLY: &'static [&'static str] = &[
        "id",
        "problemId",
        "userId",
        "localDate",
        "utcOffsetMinutes",
        "createdAt",
        "updatedAt",
    ];
}

impl AttemptReplacement {
    /// The form of this attempt, filled in anew but for the time.
    pub fn over(&self, stored: &Attempt) -> AttemptFields {
        AttemptFields {
            status: self.status.slug().to_owned(),
            minutes: typed(self.time_taken),
            help: self.help.unwrap_or_default().slug().to_owned(),
            grade: slug(self.grade.filter(|_| self.grade_chosen != Some(false))),
            recall: ticked(self.recall.unwrap_or_default()),
            notes: self.notes.clone().unwrap_or_default(),
            code: self.solution_code.clone().unwrap_or_default(),
            language: self.language.clone().unwrap_or_default(),
            ..timeless(stored)
        }
    }
}

/// What is to change about an attempt. What is left out stays; `null` empties it.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(example = json!({"timeTaken": 30, "solutionCode": null}))]
pub struct AttemptPatch {
    /// What came of it; never `null`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Status, required = false)]
    status: Option<Status>,
    /// Whole minutes; `null` for untimed.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1440)]
    time_taken: Named<Whole>,
    /// How much help it took; `null` for none.
    #[serde(default)]
    #[schema(value_type = Option<Help>)]
    help: Named<Help>,
    /// How well it was remembered; `null` leaves it to the suggestion.
    #[serde(default)]
    #[schema(value_type = Option<Grade>)]
    grade: Named<Grade>,
    /// Whether it was recalled only, not solved; `null` for not.
    #[serde(default)]
    #[schema(value_type = Option<bool>)]
    recall: Named<bool>,
    /// Markdown; `null` for none.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 100_000)]
    notes: Named<String>,
    /// Code; `null` for none.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200_000)]
    solution_code: Named<String>,
    /// The code's language; `null` for untold.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 40)]
    language: Named<String>,
    /// When it was, as in a new attempt; never `null`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = DateTime<Utc>, required = false)]
    pub attempted_at: Option<DateTime<Utc>>,
}

impl Input for AttemptPatch {}

impl AttemptPatch {
    /// The form of this attempt with what is named filled in anew, but for the time.
    pub fn over(&self, stored: &Attempt) -> AttemptFields {
        let mut fields = timeless(stored);
        if let Some(status) = self.status {
            status.slug().clone_into(&mut fields.status);
        }
        if let Named::To(minutes) = self.time_taken {
            fields.minutes = typed(minutes);
        }
        if let Named::To(help) = self.help {
            help.unwrap_or_default().slug().clone_into(&mut fields.help);
        }
        if let Named::To(grade) = self.grade {
            fields.grade = slug(grade);
        }
        if let Named::To(recall) = self.recall {
            fields.recall = ticked(recall.unwrap_or_default());
        }
        if let Named::To(notes) = &self.notes {
            fields.notes = notes.clone().unwrap_or_default();
        }
        if let Named::To(code) = &self.solution_code {
            fields.code = code.clone().unwrap_or_default();
        }
        if let Named::To(language) = &self.language {
            fields.language = language.clone().unwrap_or_default();
        }
        fields
    }
}

impl AttemptPatch {
    /// Gives a draft back what is not named, to the letter: older rows can have what the form would tidy.
    pub fn keep_unnamed(&self, stored: &Attempt, draft: &mut AttemptDraft) {
        if self.notes == Named::Absent {
            draft.notes.clone_from(&stored.notes);
        }
        if self.solution_code == Named::Absent {
            draft.code.clone_from(&stored.code);
        }
        if self.language == Named::Absent {
            draft.language.clone_from(&stored.language);
        }
    }
}

/// What is said, and is not `null`.
fn said<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn slug(grade: Option<Grade>) -> String {
    grade.map(Grade::slug).unwrap_or_default().to_owned()
}

fn typed(minutes: Option<Whole>) -> String {
    minutes
        .map(|Whole(minutes)| minutes.to_string())
        .unwrap_or_default()
}

/// The form of an attempt whose time is not typed.
fn timeless(stored: &Attempt) -> AttemptFields {
    AttemptFields {
        attempted_at: String::new(),
        ..stored.fields_at(stored.moment)
    }
}
