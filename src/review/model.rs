//! What reviewing is: grades, what a problem's log has taught, and what a person decided about it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// How well a problem was remembered, as the schedule counts it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Not remembered: not solved, or only after reading a solution.
    Again,
    /// Solved with a hint, or slowly.
    Hard,
    /// Solved in about the usual time.
    Good,
    /// Solved in half the usual time or less.
    Easy,
}

impl Grade {
    /// All of them, worst first, as the keys 1 to 4 give them.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// 1 to 4: its key, and how the database keeps it.
    pub const fn number(self) -> u8 {
        match self {
            Self::Again => 1,
            Self::Hard => 2,
            Self::Good => 3,
            Self::Easy => 4,
        }
    }

    /// The grade of this number.
    pub fn from_number(number: i16) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|grade| i16::from(grade.number()) == number)
    }

    /// The name in forms and for programs.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Again => "again",
            Self::Hard => "hard",
            Self::Good => "good",
            Self::Easy => "easy",
        }
    }

    /// The word a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Again => "Again",
            Self::Hard => "Hard",
            Self::Good => "Good",
            Self::Easy => "Easy",
        }
    }

    /// The grade with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grade| grade.slug() == slug)
    }
}

/// Agains after which a problem is a leech: it takes more than another date.
pub const LEECH_AGAINS: i32 = 4;
/// Clean solves in a row after which a leech is none any more.
const LEECH_CURED: i32 = 2;
/// Clean solves in a row, and days of stability, after which a problem is mastered by itself.
const MASTERED_CLEAN: i32 = 3;
const MASTERED_STABILITY: f64 = 180.0;

/// What a problem's log has taught: the memory of it and how it came to that.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Days until the chance of recall has fallen to 90 %.
    pub stability: f64,
    /// 1 to 10, as FSRS counts it: how little each review adds.
    pub difficulty: f64,
    /// The local date of the last review.
    pub last_on: NaiveDate,
    /// When that was, UTC.
    pub last_at: DateTime<Utc>,
    /// What that was graded.
    pub last_grade: Grade,
    /// Whether it was recall only.
    pub last_was_recall: bool,
    /// Reviews that counted; one a day.
    pub reps: i32,
    /// Agains after something had been remembered.
    pub lapses: i32,
    /// Agains in all.
    pub agains: i32,
    /// The latest reviews in a row that were clean: solved, unaided, Good or Easy.
    pub clean: i32,
}

impl Learned {
    /// Whether another date is not what it takes.
    pub fn is_leech(&self) -> bool {
        self.agains >= LEECH_AGAINS && self.clean < LEECH_CURED
    }

    /// Whether it is known so well that it leaves the queue by itself.
    pub fn is_mastered(&self) -> bool {
        self.clean >= MASTERED_CLEAN && self.stability > MASTERED_STABILITY
    }
}

/// What a person decided about the reviews of one problem.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// It does not come back until it is resumed.
    pub paused: bool,
    /// Mastered by hand, or kept in the queue by hand; none lets the log decide.
    pub mastered: Option<bool>,
    /// When it was put off, UTC, and until which local date. It holds until it is tried after that.
    pub postponed: Option<(DateTime<Utc>, NaiveDate)>,
    /// Attempts before this are history and teach nothing.
    pub practise_from: Option<DateTime<Utc>>,
}

/// Where a problem stands in its reviews.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum ReviewState {
    /// Never tried, or to be practised from the beginning.
    #[default]
    New,
    /// Its last review was an Again.
    Learning,
    /// Its last review was remembered.
    Review,
    /// Left out until it is resumed.
    Paused,
    /// Known; it does not come back.
    Mastered,
}

impl ReviewState {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::New,
        Self::Learning,
        Self::Review,
        Self::Paused,
        Self::Mastered,
    ];

    /// The name for the database and programs.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Learning => "learning",
            Self::Review => "review",
            Self::Paused => "paused",
            Self::Mastered => "mastered",
        }
    }

    /// The state with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.slug() == slug)
    }

    /// What a person reads.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Learning => "Learning",
            Self::Review => "In review",
            Self::Paused => "Paused",
            Self::Mastered => "Mastered",
        }
    }
}

/// Where a problem stands by its log and by what the person decided.
pub fn state(learned: Option<&Learned>, choices: &Choices) -> ReviewState {
    if choices.paused {
        return ReviewState::Paused;
    }
    let mastered = learned.is_some_and(Learned::is_mastered);
    if choices.mastered.unwrap_or(mastered) {
        return ReviewState::Mastered;
    }
    match learned {
        None => ReviewState::New,
        Some(learned) if learned.last_grade == Grade::Again => ReviewState::Learning,
        Some(_) => ReviewState::Review,
    }
}

/// A problem's reviews as pages and programs are told of them.
#[derive(Copy, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Where it stands.
    pub state: ReviewState,
    /// The local date on which it comes back; none while it does not.
    pub due_on: Option<NaiveDate>,
    /// What its log has taught; none before the first review.
    pub learned: Option<Learned>,
    /// What the person decided.
    pub choices: Choices,
    /// Minutes it is expected to take once more; none before the first attempt.
    pub expected_minutes: Option<i32>,
}

/// What is stored of a problem's reviews, column by column; everything is missing while there is no row.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct StoredReview<'a> {
    /// A slug of [`ReviewState`].
    pub state: Option<&'a str>,
    /// See [`Review::due_on`].
    pub due_on: Option<NaiveDate>,
    /// See [`Learned::stability`].
    pub stability: Option<f64>,
    /// See [`Learned::difficulty`].
    pub difficulty: Option<f64>,
    /// See [`Learned::last_on`].
    pub reviewed_on: Option<NaiveDate>,
    /// See [`Learned::last_at`].
    pub reviewed_at: Option<DateTime<Utc>>,
    /// A number of [`Grade`].
    pub last_grade: Option<i16>,
    /// See [`Learned::last_was_recall`].
    pub last_was_recall: Option<bool>,
    /// Reviews, lapses, Agains and clean reviews in a row.
    pub counts: [Option<i32>; 4],
    /// See [`Review::expected_minutes`].
    pub expected_minutes: Option<i16>,
}

impl StoredReview<'_> {
    /// What it says, beside what the person decided.
    pub fn review(&self, choices: Choices) -> Review {
        Review {
            state: self
                .state
                .and_then(ReviewState::from_slug)
                .unwrap_or_default(),
            due_on: self.due_on,
            learned: self.learned(),
            choices,
            expected_minutes: self.expected_minutes.map(i32::from),
        }
    }

    /// What the log has taught; none before the first review.
    pub fn learned(&self) -> Option<Learned> {
        let [reps, lapses, agains, clean] = self.counts.map(Option::unwrap_or_default);
        Some(Learned {
            stability: self.stability?,
            difficulty: self.difficulty?,
            last_on: self.reviewed_on?,
            last_at: self.reviewed_at?,
            last_grade: Grade::from_number(self.last_grade?)?,
            last_was_recall: self.last_was_recall?,
            reps,
            lapses,
            agains,
            clean,
        })
    }
}

/// What the latest fit came to, for the person to be told.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitSummary {
    /// Reviews it was fitted to.
    pub fitted_reviews: i32,
    /// Later reviews it was tried on.
    pub tried_reviews: i32,
    /// Mean logarithmic loss of everybody's weights on the latter.
    pub loss_before: f64,
    /// The same of the fitted ones.
    pub loss_after: f64,
    /// Whether the fitted ones are used.
    pub used: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned() -> Learned {
        Learned {
            stability: 200.0,
            difficulty: 5.0,
            last_on: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            last_at: DateTime::default(),
            last_grade: Grade::Good,
            last_was_recall: false,
            reps: 5,
            lapses: 0,
            agains: 0,
            clean: 3,
        }
    }

    #[test]
    fn grades_are_known_by_number_and_by_name() {
        for grade in Grade::ALL {
            assert_eq!(Grade::from_number(i16::from(grade.number())), Some(grade));
            assert_eq!(Grade::from_slug(grade.slug()), Some(grade));
        }
        assert_eq!(Grade::from_number(0), None);
        assert_eq!(Grade::from_slug("Good"), None);
    }

    #[test]
    fn four_agains_make_a_leech_and_two_clean_solves_cure_it() {
        let of = |agains, clean| {
            Learned {
                agains,
                clean,
                ..learned()
            }
            .is_leech()
        };
        assert_eq!(
            [of(3, 0), of(4, 0), of(7, 1), of(4, 2)],
            [false, true, true, false]
        );
    }

    #[test]
    fn what_was_decided_comes_before_what_the_log_says() {
        let known = learned();
        let with = |choices: Choices| state(Some(&known), &choices);
        let none = Choices::default();
        assert_eq!(with(none), ReviewState::Mastered);
        let kept = Choices {
            mastered: Some(false),
            ..none
        };
        assert_eq!(with(kept), ReviewState::Review);
        let paused = Choices {
            paused: true,
            ..none
        };
        assert_eq!(with(paused), ReviewState::Paused);
        assert_eq!(state(None, &none), ReviewState::New);
        let by_hand = Choices {
            mastered: Some(true),
            ..none
        };
        assert_eq!(state(None, &by_hand), ReviewState::Mastered);
    }

    #[test]
    fn mastery_takes_three_clean_solves_and_half_a_year() {
        let of = |clean, stability| {
            Learned {
                stability,
                clean,
                ..learned()
            }
            .is_mastered()
        };
        assert_eq!(
            [of(3, 180.1), of(2, 500.0), of(3, 180.0)],
            [true, false, false]
        );
    }
}
