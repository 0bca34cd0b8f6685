//! What may be sent about a review, and what it must be to be accepted.

use super::{
    expected::Expected,
    grade::Evidence,
    model::{Choices, Grade},
};
use crate::{
    account::fields::{TICKED, ticked},
    attempt::{
        fields::{AttemptDraft, AttemptFields},
        model::{Attempt, Help, Status},
    },
    draft::model::Texts,
    error::FieldErrors,
    problem::model::ProblemId,
    ui::time::day_text,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most days that a problem can be put off.
pub const POSTPONE_LIMIT: u64 = 365;

/// What stands in the form that grades a problem, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GradeFields {
    /// The id the attempt will have.
    pub id: String,
    /// The problem.
    pub problem_id: String,
    /// The slug of the grade whose button was pressed.
    pub grade: String,
    /// A status's slug, or nothing for what the grade says.
    pub status: String,
    /// Whole minutes, or nothing.
    pub minutes: String,
    /// The minutes that the timer showed when the form was made; nothing without a timer.
    pub timed: String,
    /// A help's slug.
    pub help: String,
    /// Markdown.
    pub notes: String,
    /// `on` if it is recalled only, not solved.
    pub recall: String,
}

/// What the server knows about the problem that is graded.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What was revealed of it.
    pub revealed: Help,
    /// How long it is expected to take.
    pub expected: Expected,
    /// What its timer shows now, in minutes.
    pub timer: Option<i32>,
    /// Whether it was recalled only, the last time.
    pub recalled: bool,
}

impl GradeFields {
    /// The form of a review that nothing was said about yet; `minutes` are those of a timer.
    pub fn fresh(
        id: Uuid,
        problem: ProblemId,
        revealed: Help,
        minutes: Option<i32>,
        recall: bool,
    ) -> Self {
        let minutes = minutes.map_or_else(String::new, |minutes| minutes.to_string());
        Self {
            id: id.to_string(),
            problem_id: problem.to_string(),
            timed: minutes.clone(),
            minutes,
            help: revealed.slug().to_owned(),
            recall: ticked(recall),
            ..Self::default()
        }
    }

    /// Whether it is recalled only.
    pub fn is_recall(&self) -> bool {
        self.recall == TICKED
    }

    /// The attempt to be logged. A grade that is what would be suggested is left to the suggestion. Minutes
    /// that nobody touched are the timer's: a page without JavaScript shows those of when it was opened.
    ///
    /// # Errors
    /// One message per field that cannot be accepted.
    pub fn parse(&self, known: &Known) -> Result<AttemptDraft, FieldErrors> {
        let recall = self.is_recall();
        let Some(grade) = Grade::from_slug(self.grade.trim()) else {
            return Err(FieldErrors::one("grade", "Press one of the grades."));
        };
        if recall && known.recalled {
            return Err(FieldErrors::one(
                "grade",
                "You only recalled it the last time. This time it has to be solved.",
            ));
        }
        if recall && grade == Grade::Easy {
            return Err(FieldErrors::one(
                "grade",
                "Recalled only is Good at most: it was not solved.",
            ));
        }
        let status = match (self.status.trim(), grade) {
            ("", Grade::Again) => Status::Failed.slug(),
            ("", _) => Status::Solved.slug(),
            (chosen, _) => chosen,
        };
        let untouched = !self.timed.is_empty() && self.minutes.trim() == self.timed;
        let minutes = match known.timer.filter(|_| untouched) {
            Some(minutes) => minutes.to_string(),
            None => self.minutes.clone(),
        };
        let help = helped(&self.help, known.revealed);
        let mut draft = AttemptFields {
            id: self.id.clone(),
            problem_id: self.problem_id.clone(),
            status: status.to_owned(),
            minutes,
            help,
            recall: self.recall.clone(),
            notes: self.notes.clone(),
            ..AttemptFields::default()
        }
        .parse()?;
        let evidence = Evidence {
            status: draft.status,
            help: draft.help,
            minutes: draft.minutes,
            expected: known.expected.minutes,
            recall,
        };
        draft.grade = Some(grade).filter(|grade| *grade != evidence.suggested());
        Ok(draft)
    }
}

/// The slug of the help that was had: what is said, and what was revealed in any case. What names no help stays as it
/// is, to be told of at its field.
pub fn helped(said: &str, revealed: Help) -> String {
    match Help::from_slug(said.trim()) {
        Some(help) => help.or_more(revealed).slug().to_owned(),
        None if !said.trim().is_empty() => said.to_owned(),
        _ => revealed.slug().to_owned(),
    }
}

/// What of an attempt is to stand in the form again when its grade is taken back; nothing when nothing was said of it.
pub fn typed_again(attempt: &Attempt) -> Texts {
    let partial = (attempt.status == Status::Partial).then(|| attempt.status.slug().to_owned());
    let minutes = attempt.minutes.map(|minutes| minutes.to_string());
    [
        ("status", partial),
        ("minutes", minutes),
        ("notes", attempt.notes.clone()),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name.to_owned(), text?)))
    .collect()
}

/// What stands in the form that decides about a problem's reviews, as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionFields {
    /// The problem.
    pub problem_id: String,
    /// Which button sent it; nothing when Enter was pressed at the date.
    pub action: String,
    /// A date as a browser writes it, `2026-12-04`.
    pub until: String,
    /// The address to go back to.
    pub back: String,
}

/// What a person decides about the reviews of a problem.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It does not come back before this local date.
    Postpone(NaiveDate),
    /// It does not come back until it is resumed.
    Pause,
    /// It comes back again.
    Resume,
    /// It is known and does not come back.
    Master,
    /// It stays in the queue, or goes back there.
    Keep,
    /// It is practised from the beginning; what was logged before is history.
    Restart,
}

impl DecisionFields {
    /// What is decided on the day `today`.
    ///
    /// # Errors
    /// A message at `until` when that is no day to put something off to; at `form` when there is no such
    /// button.
    pub fn parse(&self, today: NaiveDate) -> Result<Decision, FieldErrors> {
        let later = |days: u64| Decision::Postpone(today + Days::new(days));
        Ok(match self.action.as_str() {
            "tomorrow" => later(1),
            "three-days" => later(3),
            "week" => later(7),
            "" | "date" => Decision::Postpone(self.parse_until(today)?),
            "pause" => Decision::Pause,
            "resume" => Decision::Resume,
            "master" => Decision::Master,
            "keep" => Decision::Keep,
            "restart" => Decision::Restart,
            _ => {
                return Err(FieldErrors::one(
                    "form",
                    "This page is out of date. Reload it and try again.",
                ));
            }
        })
    }

    fn parse_until(&self, today: NaiveDate) -> Result<NaiveDate, FieldErrors> {
        let (first, last) = postponable(today);
        let until = NaiveDate::parse_from_str(self.until.trim(), "%Y-%m-%d");
        match until {
            Ok(until) if (first..=last).contains(&until) => Ok(until),
            Ok(_) => Err(format!(
                "Choose a day from {} to {}.",
                day_text(first),
                day_text(last)
            )),
            Err(_) => Err("Write the day as 2026-12-04.".to_owned()),
        }
        .map_err(|message| FieldErrors::one("until", message))
    }
}

/// The first and the last day to which something can be put off.
pub fn postponable(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    (today + Days::new(1), today + Days::new(POSTPONE_LIMIT))
}

impl Decision {
    /// What a person has decided once they decide this, too, at the moment `now`. `mastered` says whether the
    /// log alone makes the problem mastered.
    #[must_use]
    pub fn over(self, before: Choices, mastered: bool, now: DateTime<Utc>) -> Choices {
        match self {
            Self::Postpone(until) => Choices {
                postponed: Some((now, until)),
                ..before
            },
            Self::Pause => Choices {
                paused: true,
                ..before
            },
            Self::Resume => Choices {
                paused: false,
                ..before
            },
            Self::Master => Choices {
                mastered: Some(true),
                ..before
            },
            // Left to the log where that says the same: it may be mastered by itself one day.
            Self::Keep => Choices {
                mastered: mastered.then_some(false),
                ..before
            },
            Self::Restart => Choices {
                practise_from: Some(now),
                ..Choices::default()
            },
        }
    }

    /// What was done to a problem of this title, for the list of changes.
    pub fn summary(self, title: &str) -> String {
        match self {
            Self::Postpone(until) => format!("Put “{title}” off until {}", day_text(until)),
            Self::Pause => format!("Paused the reviews of “{title}”"),
            Self::Resume => format!("Resumed the reviews of “{title}”"),
            Self::Master => format!("Marked “{title}” as mastered"),
            Self::Keep => format!("Put “{title}” back into the queue"),
            Self::Restart => format!("Began to practise “{title}” from the beginning"),
        }
    }
}

#[cfg(test)]
#[path = "fields_tests.rs"]
mod tests;
