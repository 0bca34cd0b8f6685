//! What may be typed about an attempt, and what it must be to be accepted.

use super::model::{
    Attempt, AttemptId, CODE_LIMIT, Help, LANGUAGE_LIMIT, MINUTES_LIMIT, Moment, NOTES_LIMIT,
    Status,
};
use crate::{
    account::fields::TICKED,
    error::{FieldErrors, OUT_OF_DATE},
    problem::{
        fields::{UNSTORABLE, too_long},
        model::ProblemId,
    },
    review::model::Grade,
    text::{has_controls, normalise_newlines},
    timer::model::{self as timer, TimerView},
};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What stands in the attempt form, as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttemptFields {
    /// The id the attempt has or will have.
    pub id: String,
    /// The problem it is an attempt at.
    pub problem_id: String,
    /// The revision an edit started from; empty for a new attempt.
    pub revision: String,
    /// A status's slug.
    pub status: String,
    /// Whole minutes, or nothing.
    pub minutes: String,
    /// A help's slug.
    pub help: String,
    /// A grade's slug, or nothing to leave it to the suggestion.
    pub grade: String,
    /// `on` if it was recalled only, not solved.
    pub recall: String,
    /// Markdown.
    pub notes: String,
    /// Code, kept byte for byte except for line ends.
    pub code: String,
    /// Name of the code's language, or nothing.
    pub language: String,
    /// Local date and time as a browser writes it, `2026-11-22T14:05`, or nothing for now.
    pub attempted_at: String,
}

/// An attempt whose every field has been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptDraft {
    /// The id it will have.
    pub id: AttemptId,
    /// The problem it is an attempt at.
    pub problem_id: ProblemId,
    /// What came of it.
    pub status: Status,
    /// 1 to [`MINUTES_LIMIT`], if timed.
    pub minutes: Option<i32>,
    /// How much help it took.
    pub help: Help,
    /// The grade the person chose, if they did.
    pub grade: Option<Grade>,
    /// Whether it was recalled only, not solved.
    pub recall: bool,
    /// Markdown, if any.
    pub notes: Option<String>,
    /// Code, if any.
    pub code: Option<String>,
    /// The code's language, if told.
    pub language: Option<String>,
    /// Local date and time; none for now.
    pub attempted_at: Option<NaiveDateTime>,
}

impl AttemptFields {
    /// The empty form of a new attempt, with the language of the last code, if there is any.
    pub fn new(id: Uuid, problem: ProblemId, language: Option<String>) -> Self {
        Self {
            id: id.to_string(),
            problem_id: problem.to_string(),
            help: Help::None.slug().to_owned(),
            language: language.unwrap_or_default(),
            ..Self::default()
        }
    }

    /// With the minutes that a timer shows.
    #[must_use]
    pub fn timed(mut self, timer: Option<&TimerView>) -> Self {
        if let Some(timer) = timer {
            self.minutes = timer::minutes(timer.elapsed).to_string();
        }
        self
    }

    /// What a person typed, by the names of the fields.
    pub fn texts(&self) -> [(&str, &str); 8] {
        [
            ("status", &self.status),
            ("help", &self.help),
            ("grade", &self.grade),
            ("minutes", &self.minutes),
            ("attempted_at", &self.attempted_at),
            ("notes", &self.notes),
            ("language", &self.language),
            ("code", &self.code),
        ]
    }

    /// Checks every field.
    ///
    /// # Errors
    /// One message per field that cannot be accepted.
    pub fn parse(&self) -> Result<AttemptDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let id = self.id.parse().unwrap_or_else(|_| {
            errors.add("id", OUT_OF_DATE);
            AttemptId(Uuid::nil())
        });
        let problem_id = self.problem_id.parse().unwrap_or_else(|_| {
            errors.add("id", OUT_OF_DATE);
            ProblemId(Uuid::nil())
        });
        let status = Status::from_slug(self.status.trim()).unwrap_or_else(|| {
            errors.add("status", "Say what came of it: solved, partial or failed.");
            Status::Failed
        });
        let help = match self.help.trim() {
            "" => Help::None,
            slug => Help::from_slug(slug).unwrap_or_else(|| {
                errors.add("help", "Choose one of the three.");
                Help::None
            }),
        };
        let grade = match self.grade.trim() {
            "" => None,
            slug => Grade::from_slug(slug).or_else(|| {
                errors.add(
                    "grade",
                    "Choose one of the four, or leave it to the suggestion.",
                );
                None
            }),
        };
        let minutes = parse_minutes(&self.minutes).unwrap_or_else(|message| {
            errors.add("minutes", message);
            None
        });
        let attempted_at = parse_local_time(&self.attempted_at).unwrap_or_else(|message| {
            errors.add("attempted_at", message);
            None
        });
        let notes = limited("notes", &self.notes, NOTES_LIMIT, &mut errors);
        let code = limited("code", &self.code, CODE_LIMIT, &mut errors);
        let language = self.language.trim();
        if has_controls(language) {
            errors.add("language", UNSTORABLE);
        }
        if language.chars().count() > LANGUAGE_LIMIT {
            errors.add("language", too_long(language, LANGUAGE_LIMIT));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(AttemptDraft {
            id,
            problem_id,
            status,
            minutes,
            help,
            grade,
            recall: self.recall == TICKED,
            notes,
            code,
            language: Some(language.to_owned()).filter(|language| !language.is_empty()),
            attempted_at,
        })
    }
}

impl AttemptDraft {
    /// What a stored attempt is to become, at this moment.
    pub fn over(&self, stored: &Attempt, moment: Moment) -> Attempt {
        Attempt {
            id: stored.id,
            problem_id: stored.problem_id,
            status: self.status,
            minutes: self.minutes,
            help: self.help,
            grade: self.grade.unwrap_or(stored.grade),
            grade_chosen: self.grade.is_some(),
            recall: self.recall,
            notes: self.notes.clone(),
            code: self.code.clone(),
            language: self.language.clone(),
            moment,
            revision: stored.revision,
            created_at: stored.created_at,
            updated_at: stored.updated_at,
        }
    }
}

fn limited(field: &str, typed: &str, limit: usize, errors: &mut FieldErrors) -> Option<String> {
    let text = normalise_newlines(typed);
    // PostgreSQL's text cannot hold it, and no editor shows it.
    if text.contains('\0') {
        errors.add(field, UNSTORABLE);
    }
    if text.chars().count() > limit {
        errors.add(field, too_long(&text, limit));
    }
    Some(text).filter(|text| !text.trim().is_empty())
}

pub(crate) fn parse_minutes(typed: &str) -> Result<Option<i32>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let message = "Whole minutes from 1 to 1,440 (a day), or nothing.";
    match typed.parse::<i32>() {
        Ok(minutes) if (1..=MINUTES_LIMIT).contains(&minutes) => Ok(Some(minutes)),
        _ => Err(message.to_owned()),
    }
}

/// A local date and time as browsers write it and forms show it: `2026-11-22T14:05`.
pub(crate) fn local_time_text(time: NaiveDateTime) -> String {
    let (date, time) = (time.date(), time.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute()
    )
}

pub(crate) fn parse_local_time(typed: &str) -> Result<Option<NaiveDateTime>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let parsed = NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M")
        .or_else(|_| NaiveDateTime::parse_from_str(typed, "%Y-%m-%dT%H:%M:%S"))
        .or_else(|_| NaiveDateTime::parse_from_str(typed, "%Y-%m-%d %H:%M"));
    match parsed {
        Ok(time) if time.date() >= EARLIEST_DATE => Ok(Some(time)),
        Ok(_) => Err("That is before the year 2000. Check the date.".to_owned()),
        Err(_) => Err("Write the date and time as 2026-11-22 14:05.".to_owned()),
    }
}

/// How far ahead of now a typed time may be, in minutes: a person's clock may be fast.
pub const CLOCK_TOLERANCE_MINUTES: i64 = 10;

/// Attempts before this day are typing mistakes.
pub const EARLIEST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    fn typed() -> AttemptFields {
        AttemptFields {
            id: Uuid::from_u128(1).to_string(),
            problem_id: Uuid::from_u128(2).to_string(),
            status: "solved".into(),
            ..AttemptFields::default()
        }
    }

    fn error_of(fields: &AttemptFields, field: &str) -> Option<String> {
        fields.parse().err().and_then(|errors| errors.of(field))
    }

    #[test]
    fn a_status_is_all_that_must_be_said() {
        let draft = typed().parse().unwrap();
        assert_eq!(draft.status, Status::Solved);
        assert_eq!(
            (draft.minutes, draft.help, draft.notes),
            (None, Help::None, None)
        );
    }

    #[test]
    fn no_status_is_said_at_its_field() {
        let fields = AttemptFields {
            status: String::new(),
            ..typed()
        };
        assert!(error_of(&fields, "status").is_some());
    }

    #[test]
    fn minutes_are_whole_and_within_a_day() {
        for bad in ["0", "-5", "1441", "1.5", "ten", "99999999999"] {
            let fields = AttemptFields {
                minutes: bad.into(),
                ..typed()
            };
            assert!(error_of(&fields, "minutes").is_some(), "{bad}");
        }
        for good in ["1", " 1440 "] {
            let fields = AttemptFields {
                minutes: good.into(),
                ..typed()
            };
            assert!(fields.parse().is_ok(), "{good}");
        }
    }

    #[test]
    fn limits_count_characters_not_bytes() {
        let fields = AttemptFields {
            code: "€".repeat(CODE_LIMIT),
            ..typed()
        };
        assert!(fields.parse().is_ok());
        let fields = AttemptFields {
            code: "€".repeat(CODE_LIMIT + 1),
            ..typed()
        };
        assert_eq!(
            error_of(&fields, "code").unwrap(),
            "This is too long: 200,001 of 200,000 characters."
        );
    }

    #[test]
    fn the_time_a_browser_writes_is_read_and_an_absurd_one_refused() {
        let fields = AttemptFields {
            attempted_at: "2026-11-22T14:05".into(),
            ..typed()
        };
        let expected = NaiveDate::from_ymd_opt(2026, 11, 22)
            .unwrap()
            .and_hms_opt(14, 5, 0);
        assert_eq!(fields.parse().unwrap().attempted_at, expected);
        for bad in ["1999-12-31T23:59", "yesterday", "2026-13-01T00:00"] {
            let fields = AttemptFields {
                attempted_at: bad.into(),
                ..typed()
            };
            assert!(error_of(&fields, "attempted_at").is_some(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_comes_back_to_the_form_and_parses_to_the_same(
            minutes in proptest::option::of(1..=MINUTES_LIMIT),
            notes in "[^\0\r]{0,40}", code in "[^\0\r]{0,40}", offset in -720_i16..=840,
            second in 946_684_800_i64 + 86_400..4_000_000_000,
        ) {
            let keep = |text: String| Some(text).filter(|text| !text.trim().is_empty());
            let at = DateTime::from_timestamp(second - second % 60, 0).unwrap();
            let attempt = Attempt {
                id: AttemptId(Uuid::from_u128(3)),
                problem_id: ProblemId(Uuid::from_u128(4)),
                status: Status::Partial,
                minutes,
                help: Help::Hint,
                notes: keep(notes),
                code: keep(code),
                language: Some("Rust".into()),
                moment: Moment { at, utc_offset_minutes: offset, local_date: at.date_naive() },
                grade: Grade::Hard,
                grade_chosen: offset % 2 == 0,
                recall: offset % 3 == 0,
                revision: 1,
                created_at: at,
                updated_at: at,
            };
            let draft = attempt.fields_at(attempt.moment).parse().unwrap();
            prop_assert_eq!(draft.minutes, attempt.minutes);
            prop_assert_eq!(draft.notes, attempt.notes.clone());
            prop_assert_eq!(draft.code, attempt.code.clone());
            prop_assert_eq!(draft.grade, attempt.chosen_grade());
            prop_assert_eq!(draft.recall, attempt.recall);
            prop_assert_eq!(draft.attempted_at, Some(attempt.moment.local_time()));
        }
    }
}
