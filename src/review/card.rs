//! What the pages are told of one problem's reviews.

use super::{
    agenda::{Agenda, Listed},
    expected::Expected,
    fields::{DecisionFields, GradeFields, Known},
    grade::Evidence,
    model::{Grade, Review, ReviewState},
    preview::{Now, due_after, due_text},
    schedule::Rules,
};
use crate::{
    attempt::model::{AttemptId, AttemptView, Help, Moment, Status},
    draft::model::FormDraft,
    error::FieldErrors,
    problem::model::{Difficulty, ProblemId, ProblemRow},
    timer::model::TimerView,
    ui::time::{day_text, near_day_text},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Where a problem stands in its reviews, as far as pages tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The problem.
    pub problem: ProblemId,
    /// The person's date.
    pub today: NaiveDate,
    /// Where it stands.
    pub state: ReviewState,
    /// The local date on which it comes back; none while it does not.
    pub due_on: Option<NaiveDate>,
    /// The day to which it was put off, if that is why it comes back then.
    pub postponed_until: Option<NaiveDate>,
    /// Reviews that counted.
    pub reviews: i32,
    /// Agains, if those make it a leech; else none.
    pub leech: i32,
    /// What the last review was graded, and when.
    pub last: Option<(Grade, NaiveDate)>,
}

impl Standing {
    /// What is told of a problem's reviews on the day `today`.
    pub fn of(problem: ProblemId, review: &Review, today: NaiveDate) -> Self {
        let learned = review.learned.as_ref();
        let put_off = review.choices.postponed.map(|(_, until)| until);
        Self {
            problem,
            today,
            state: review.state,
            due_on: review.due_on,
            // A problem that was never tried has no date of its own.
            postponed_until: put_off.filter(|until| match review.due_on {
                Some(due) => due == *until && *until > today,
                None => review.state == ReviewState::New && *until > today,
            }),
            reviews: learned.map_or(0, |learned| learned.reps),
            leech: learned
                .filter(|learned| learned.is_leech())
                .map_or(0, |learned| learned.agains),
            last: learned.map(|learned| (learned.last_grade, learned.last_on)),
        }
    }

    /// When it comes back, in words.
    pub fn next_text(&self) -> String {
        match (self.due_on, self.state) {
            (_, ReviewState::Paused) => "not until it is resumed".to_owned(),
            (_, ReviewState::Mastered) => "it does not come back".to_owned(),
            (Some(due), _) if due <= self.today => "today".to_owned(),
            (Some(due), _) if self.postponed_until.is_some() => {
                format!("{}, put off", near_day_text(due, self.today))
            }
            (Some(due), _) => near_day_text(due, self.today),
            (None, _) => match self.postponed_until {
                Some(until) => format!("{}, put off", near_day_text(until, self.today)),
                None => "as a new problem".to_owned(),
            },
        }
    }

    /// `Hard on 22 Nov 2026`; empty before the first.
    pub fn last_text(&self) -> String {
        self.last.map_or_else(String::new, |(grade, on)| {
            format!("{} on {}", grade.label(), day_text(on))
        })
    }
}

/// What the tags and the difficulty of a problem are, once they are revealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Its tags.
    pub tags: Vec<String>,
}

/// The problem to be reviewed now. What is hidden is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// Its address and the name of its site, if it is on the web.
    pub link: Option<(String, String)>,
    /// Its description as sanitised HTML, empty if there is none.
    pub description_html: String,
    /// Where it stands.
    pub standing: Standing,
    /// How long it is expected to take.
    pub expected: Expected,
    /// What was revealed of it.
    pub revealed: Help,
    /// Its tags and difficulty, once revealed.
    pub hint: Option<Hint>,
    /// Whether there are notes or code to be revealed.
    pub recorded: bool,
    /// The latest of them, latest first, once revealed; in recall-only mode at once.
    pub record: Vec<AttemptView>,
    /// What a grade is suggested from, if it is solved.
    pub evidence: Evidence,
    /// When it comes back by each grade that can be given, in words.
    pub grades: Vec<(Grade, String)>,
    /// Another problem of the same kind, when this one is a leech.
    pub sibling: Option<(ProblemId, String)>,
    /// Its timer, if there is one.
    pub timer: Option<TimerView>,
    /// What stands in the form.
    pub fields: GradeFields,
    /// What is wrong with that.
    pub errors: FieldErrors,
    /// What was typed into it and not saved.
    pub draft: FormDraft,
}

/// How many attempts with notes or code are revealed.
pub const RECORDED: usize = 3;

/// What a card is made of besides its problem.
pub struct CardParts {
    /// Now, on the person's clock.
    pub moment: Moment,
    /// By which rules it comes back.
    pub rules: Rules,
    /// Whether it is recalled only.
    pub recall: bool,
    /// What is known about it.
    pub known: Known,
    /// See [`Card::description_html`].
    pub description_html: String,
    /// See [`Card::record`].
    pub record: Vec<AttemptView>,
    /// See [`Card::sibling`].
    pub sibling: Option<(ProblemId, String)>,
    /// See [`Card::timer`].
    pub timer: Option<TimerView>,
    /// See [`Card::fields`].
    pub fields: GradeFields,
    /// See [`Card::errors`].
    pub errors: FieldErrors,
    /// See [`Card::draft`].
    pub draft: FormDraft,
}

impl Card {
    /// The card of a problem.
    pub fn of(row: ProblemRow, parts: CardParts) -> Self {
        let ProblemRow {
            problem,
            progress,
            review,
        } = row;
        let (known, recall, today) = (parts.known, parts.recall, parts.moment.local_date);
        let revealed = known.revealed;
        let now = Now {
            moment: parts.moment,
            help: revealed,
            recall,
        };
        let grades = if recall {
            &Grade::ALL[..3]
        } else {
            &Grade::ALL
        };
        Self {
            link: problem.url.clone().zip(problem.site().map(str::to_owned)),
            hint: (revealed != Help::None).then_some(Hint {
                difficulty: problem.difficulty,
                tags: problem.tags,
            }),
            title: problem.title,
            description_html: parts.description_html,
            standing: Standing::of(problem.id, &review, today),
            expected: known.expected,
            revealed,
            recorded: progress.noted_attempts + progress.coded_attempts > 0,
            record: parts.record,
            evidence: Evidence {
                status: Status::Solved,
                help: revealed,
                minutes: known.timer.filter(|_| !recall),
                expected: known.expected.minutes,
                recall,
            },
            grades: grades
                .iter()
                .map(|grade| {
                    let due = due_after(&parts.rules, problem.id, &review, now, *grade);
                    (*grade, due_text(due, today))
                })
                .collect(),
            sibling: parts.sibling,
            timer: parts.timer,
            fields: parts.fields,
            errors: parts.errors,
            draft: parts.draft,
        }
    }
}

/// What grading came to, to be told once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The attempt that was logged.
    pub attempt: AttemptId,
    /// Its problem's title.
    pub title: String,
    /// Its grade.
    pub grade: Grade,
    /// Whether it moved the schedule: the first of a day does.
    pub counted: bool,
    /// Where the problem stands now.
    pub standing: Standing,
    /// Another problem of its kind, to practise in its place while it is away.
    pub sibling: Option<(ProblemId, String)>,
}

/// Days that a problem stays away at least for another one to be offered in its place.
const LONG_AWAY: i64 = 21;

impl Told {
    /// Whether it went well and stays away so long that another one of its kind is worth offering: the pattern
    /// is to be kept, not one problem's answer.
    pub fn stays_away(&self) -> bool {
        let away = self
            .standing
            .due_on
            .map(|due| (due - self.standing.today).num_days());
        self.grade >= Grade::Good && away.is_some_and(|days| days > LONG_AWAY)
    }

    /// `Good: Two Sum comes back on 4 Dec.`
    pub fn sentence(&self) -> String {
        let Self { title, grade, .. } = self;
        let today = self.standing.today;
        let grade = grade.label();
        match (self.standing.due_on, self.standing.state) {
            (None, ReviewState::Paused) => {
                format!("{grade}: {title} is paused and does not come back.")
            }
            (None, _) => format!("{grade}: {title} is mastered and leaves the queue."),
            (Some(due), _) => {
                let when = match near_day_text(due, today).as_str() {
                    near @ ("today" | "tomorrow" | "yesterday") => near.to_owned(),
                    day => format!("on {day}"),
                };
                if self.counted {
                    format!("{grade}: {title} comes back {when}.")
                } else {
                    format!(
                        "{grade}: the second time today moves nothing, {title} comes back {when}."
                    )
                }
            }
        }
    }
}

/// Everything that `/review` shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// What today holds.
    pub agenda: Agenda,
    /// Whether problems are recalled only.
    pub recall: bool,
    /// Today's problems, in order, as far as they are listed.
    pub list: Vec<Listed>,
    /// The first that has to wait, when today's minutes are done.
    pub one_more: Option<ProblemId>,
    /// The problem to be reviewed now.
    pub card: Option<Card>,
    /// What was just graded.
    pub told: Option<Told>,
}

/// The form that decides about a problem's reviews, on a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionForm {
    /// The problem's title.
    pub title: String,
    /// Where it stands.
    pub standing: Standing,
    /// What stands in the form.
    pub fields: DecisionFields,
    /// What is wrong with that.
    pub errors: FieldErrors,
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use uuid::Uuid;

    #[test]
    fn another_one_is_worth_offering_after_what_went_well_and_stays_away_for_weeks() {
        let today = "2026-11-29".parse().unwrap();
        let told = |grade, days| Told {
            attempt: AttemptId(Uuid::nil()),
            title: "Two Sum".to_owned(),
            grade,
            counted: true,
            standing: Standing {
                due_on: Some(today + Days::new(days)),
                ..Standing::of(
                    ProblemId(Uuid::nil()),
                    &crate::review::model::Review::default(),
                    today,
                )
            },
            sibling: None,
        };
        assert!(told(Grade::Good, 22).stays_away() && told(Grade::Easy, 90).stays_away());
        assert!(!told(Grade::Good, 21).stays_away() && !told(Grade::Hard, 22).stays_away());
    }
}
