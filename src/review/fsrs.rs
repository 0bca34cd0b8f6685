//! FSRS-6, the model of memory behind the schedule, in whole days and without short-term steps.
//!
//! Formulas and default weights: the Free Spaced Repetition Scheduler, version 6, as its authors publish
//! them (<https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm>). `fsrs_tests.rs`
//! compares this module with their own crate.

use super::model::Grade;
use serde::{Deserialize, Serialize};

/// The 21 weights of the model, fitted to many people's reviews or to one person's.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights(pub [f64; 21]);

impl Default for Weights {
    fn default() -> Self {
        Self([
            0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
            1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
        ])
    }
}

/// Least and most days of stability that the model tells apart.
const STABILITY: (f64, f64) = (0.001, 36_500.0);
/// Least and most difficulty.
const DIFFICULTY: (f64, f64) = (1.0, 10.0);

/// What the model knows about one memory.
#[derive(Copy, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// Days until the chance of recall has fallen to 90 %.
    pub stability: f64,
    /// 1 to 10: how little each review adds.
    pub difficulty: f64,
}

impl Weights {
    /// The weights that are stored of a person; everybody's if there are none.
    pub fn stored(weights: Option<Vec<f64>>) -> Self {
        weights
            .and_then(|weights| weights.try_into().ok())
            .map_or_else(Self::default, Self)
    }

    /// The memory that the first review leaves.
    pub fn first(&self, grade: Grade) -> Memory {
        let stability = self.0[usize::from(grade.number()) - 1];
        Memory {
            stability: clamp(stability, STABILITY),
            difficulty: clamp(self.first_difficulty(grade), DIFFICULTY),
        }
    }

    /// The memory after a review `days` after the one before; at least one day.
    pub fn next(&self, memory: Memory, days: i64, grade: Grade) -> Memory {
        let recall = self.retrievability(memory.stability, days);
        let stability = match grade {
            Grade::Again => self.forgotten(memory, recall),
            _ => self.recalled(memory, recall, grade),
        };
        Memory {
            stability: clamp(stability, STABILITY),
            difficulty: clamp(self.next_difficulty(memory.difficulty, grade), DIFFICULTY),
        }
    }

    /// The chance of recall, 0 to 1, so many days after the last review.
    pub fn retrievability(&self, stability: f64, days: i64) -> f64 {
        (1.0 + self.factor() * whole(days.max(0)) / stability).powf(-self.decay())
    }

    /// Days, with a fraction, until the chance of recall has fallen to `retention`, which is above 0 and
    /// below 1.
    pub fn interval(&self, stability: f64, retention: f64) -> f64 {
        stability * (retention.powf(-1.0 / self.decay()) - 1.0) / self.factor()
    }

    fn decay(&self) -> f64 {
        self.0[20]
    }

    fn factor(&self) -> f64 {
        0.9_f64.powf(-1.0 / self.decay()) - 1.0
    }

    fn first_difficulty(&self, grade: Grade) -> f64 {
        self.0[4] - (self.0[5] * (f64::from(grade.number()) - 1.0)).exp() + 1.0
    }

    fn next_difficulty(&self, difficulty: f64, grade: Grade) -> f64 {
        let change = -self.0[6] * (f64::from(grade.number()) - 3.0);
        // The nearer to the hardest, the less is added; and all drift towards the first Easy.
        let moved = difficulty + change * (10.0 - difficulty) / 9.0;
        self.0[7] * (self.first_difficulty(Grade::Easy) - moved) + moved
    }

    fn recalled(&self, memory: Memory, recall: f64, grade: Grade) -> f64 {
        let w = &self.0;
        let by_grade = match grade {
            Grade::Hard => w[15],
            Grade::Easy => w[16],
            Grade::Again | Grade::Good => 1.0,
        };
        let growth = w[8].exp()
            * (11.0 - memory.difficulty)
            * memory.stability.powf(-w[9])
            * ((w[10] * (1.0 - recall)).exp() - 1.0)
            * by_grade;
        memory.stability * (1.0 + growth)
    }

    fn forgotten(&self, memory: Memory, recall: f64) -> f64 {
        let w = &self.0;
        let stability = w[11]
            * memory.difficulty.powf(-w[12])
            * ((memory.stability + 1.0).powf(w[13]) - 1.0)
            * (w[14] * (1.0 - recall)).exp();
        // Forgetting never strengthens.
        stability.min(memory.stability / (w[17] * w[18]).exp())
    }
}

fn clamp(value: f64, (least, most): (f64, f64)) -> f64 {
    value.clamp(least, most)
}

/// A number of days as the model counts; nobody's days are more than an `i32`.
fn whole(days: i64) -> f64 {
    f64::from(i32::try_from(days).unwrap_or(i32::MAX))
}

#[cfg(test)]
#[path = "fsrs_tests.rs"]
mod tests;
