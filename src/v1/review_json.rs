//! A problem's reviews as the API writes them.

use crate::review::{
    db::RulesOfDay,
    model::{Review, ReviewState},
};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// A problem's reviews, by FSRS-6: derived from its attempts, once a local day.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Review)]
pub struct ReviewJson {
    /// Where it stands: `new` (nothing learned yet), `learning` (the last review was not remembered), `review`,
    /// `paused` or `mastered`.
    state: ReviewState,
    /// The day on which it comes back, by the person's calendar; null while it does not.
    #[schema(example = "2026-12-04")]
    due: Option<NaiveDate>,
    /// Days until the chance of recall has fallen to 90 %; null before the first review, like what follows.
    #[schema(example = 11.2)]
    stability: Option<f64>,
    /// 1 to 10: how little each review adds.
    #[schema(example = 5.3)]
    difficulty: Option<f64>,
    /// The chance, 0 to 1, that it would be remembered today.
    #[schema(example = 0.94)]
    retrievability: Option<f64>,
    /// Reviews that counted.
    #[schema(example = 3)]
    reps: i32,
    /// How often it was forgotten after it had been remembered.
    #[schema(example = 0)]
    lapses: i32,
    /// Minutes it is expected to take once more, as of its latest attempt; null before the first.
    #[schema(example = 24)]
    expected_minutes: Option<i32>,
}

impl ReviewJson {
    /// As they stand on a day.
    pub fn new(review: &Review, day: &RulesOfDay) -> Self {
        let learned = review.learned.as_ref();
        Self {
            state: review.state,
            due: review.due_on,
            stability: learned.map(|learned| learned.stability),
            difficulty: learned.map(|learned| learned.difficulty),
            retrievability: learned.map(|learned| {
                let days = (day.date - learned.last_on).num_days();
                day.rules.weights.retrievability(learned.stability, days)
            }),
            reps: learned.map_or(0, |learned| learned.reps),
            lapses: learned.map_or(0, |learned| learned.lapses),
            expected_minutes: review.expected_minutes,
        }
    }
}
