//! Weights of the memory's model fitted to one person, and whether they predict better than everybody's.

use super::{
    fsrs::{Memory, Weights},
    model::Grade,
};
use chrono::NaiveDate;
use fsrs::{ComputeParametersInput, FSRSItem, FSRSReview, compute_parameters};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Reviews with a prediction from which a fit is tried. The model's authors ask for about as many.
pub const ENOUGH: usize = 400;
/// The share of reviews, the latest, on which the fitted weights are tried and not fitted.
const TRIED_SHARE: f64 = 0.2;

/// A review that moved a memory.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Of which problem.
    pub problem: Uuid,
    /// The local date.
    pub date: NaiveDate,
    /// Its grade.
    pub grade: Grade,
}

/// What fitting came to.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Fit {
    /// The fitted weights.
    pub weights: Weights,
    /// Reviews with a prediction that they were fitted to.
    pub fitted_reviews: usize,
    /// Later ones, on which they and everybody's were tried.
    pub tried_reviews: usize,
    /// Mean logarithmic loss of everybody's weights on the latter: 0 is perfect, 0.69 is a coin.
    pub loss_before: f64,
    /// The same of the fitted ones.
    pub loss_after: f64,
}

impl Fit {
    /// Whether they predict better, which is when they are used.
    pub fn is_better(&self) -> bool {
        self.loss_after < self.loss_before
    }
}

/// Why weights could not be fitted.
#[derive(Debug, thiserror::Error)]
pub enum FitError {
    /// Too few reviews.
    #[error("there are {0} reviews with a prediction; a fit takes {ENOUGH}")]
    TooFew(usize),
    /// The optimiser gave up.
    #[error("the optimiser: {0}")]
    Optimiser(#[from] fsrs::FSRSError),
    /// The optimiser answered with another number of weights than the model has.
    #[error("the optimiser answered with {0} weights")]
    Weights(usize),
}

/// Fits weights to the earlier reviews and tries them on the later ones. Takes seconds: not for a request.
///
/// # Errors
/// [`FitError::TooFew`], or when the optimiser gives up.
pub fn fit(reviews: &[Review]) -> Result<Fit, FitError> {
    let histories = histories(reviews);
    let mut dates: Vec<NaiveDate> = histories
        .values()
        .flat_map(|history| history.iter().skip(1).map(|(date, _)| *date))
        .collect();
    if dates.len() < ENOUGH {
        return Err(FitError::TooFew(dates.len()));
    }
    dates.sort_unstable();
    let tried = super::expected::to_whole(TRIED_SHARE * count(dates.len()));
    let from = dates[dates.len() - usize::try_from(tried).unwrap_or(0)];
    let fitted_reviews = dates.iter().filter(|date| **date < from).count();
    let items = histories.values().flat_map(|history| items(history, from));
    let parameters = compute_parameters(ComputeParametersInput {
        train_set: items.collect(),
        enable_short_term: false,
        ..ComputeParametersInput::default()
    })?;
    let weights: Vec<f64> = parameters.iter().map(|weight| f64::from(*weight)).collect();
    let weights = weights
        .try_into()
        .map(Weights)
        .map_err(|weights: Vec<f64>| FitError::Weights(weights.len()))?;
    Ok(Fit {
        weights,
        fitted_reviews,
        tried_reviews: dates.len() - fitted_reviews,
        loss_before: loss(&Weights::default(), &histories, from),
        loss_after: loss(&weights, &histories, from),
    })
}

type Histories = BTreeMap<Uuid, Vec<(NaiveDate, Grade)>>;

/// The reviews of each problem, earliest first.
fn histories(reviews: &[Review]) -> Histories {
    let mut histories = Histories::new();
    for review in reviews {
        let history = histories.entry(review.problem).or_default();
        history.push((review.date, review.grade));
    }
    for history in histories.values_mut() {
        history.sort_by_key(|(date, _)| *date);
    }
    histories
}

/// What the optimiser learns from: every review before a day, with those before it.
fn items(history: &[(NaiveDate, Grade)], before: NaiveDate) -> Vec<FSRSItem> {
    let mut reviews: Vec<FSRSReview> = Vec::new();
    let mut items = Vec::new();
    let mut last: Option<NaiveDate> = None;
    for (date, grade) in history.iter().take_while(|(date, _)| *date < before) {
        let days = last.map_or(0, |last| (*date - last).num_days());
        reviews.push(FSRSReview {
            rating: u32::from(grade.number()),
            delta_t: u32::try_from(days).unwrap_or(0),
        });
        if last.is_some() {
            items.push(FSRSItem {
                reviews: reviews.clone(),
            });
        }
        last = Some(*date);
    }
    items
}

/// Mean logarithmic loss of what these weights predict for the reviews from a day on.
fn loss(weights: &Weights, histories: &Histories, from: NaiveDate) -> f64 {
    // A chance of nothing or of all would cost without end if it were wrong once.
    const CERTAIN: f64 = 1e-4;
    let mut sum = 0.0;
    let mut reviews = 0;
    for history in histories.values() {
        let mut before: Option<(NaiveDate, Memory)> = None;
        for (date, grade) in history {
            let memory = match before {
                None => weights.first(*grade),
                Some((last, memory)) => {
                    let days = (*date - last).num_days();
                    if *date >= from {
                        let recall = weights.retrievability(memory.stability, days);
                        let recall = recall.clamp(CERTAIN, 1.0 - CERTAIN);
                        let right = if *grade == Grade::Again {
                            1.0 - recall
                        } else {
                            recall
                        };
                        sum -= right.ln();
                        reviews += 1;
                    }
                    weights.next(memory, days, *grade)
                }
            };
            before = Some((*date, memory));
        }
    }
    sum / count(reviews.max(1))
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::schedule::after;
    use rand::{Rng, SeedableRng, rngs::StdRng};

    /// Reviews of somebody whose memory follows these weights, each about when it is due.
    fn learner(weights: &Weights, problems: u128, reviews: usize, seed: u64) -> Vec<Review> {
        let mut random = StdRng::seed_from_u64(seed);
        let begin = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        let mut log = Vec::new();
        for problem in 0..problems {
            let mut date = after(begin, random.random_range(0..200));
            let mut memory: Option<Memory> = None;
            let mut days = 0;
            for _ in 0..reviews {
                let recalled = memory.is_none_or(|memory| {
                    random.random_bool(weights.retrievability(memory.stability, days))
                });
                let grade = if recalled { Grade::Good } else { Grade::Again };
                log.push(Review {
                    problem: Uuid::from_u128(problem),
                    date,
                    grade,
                });
                let next = match memory {
                    None => weights.first(grade),
                    Some(memory) => weights.next(memory, days, grade),
                };
                let due = Weights::default()
                    .interval(next.stability, 0.9)
                    .clamp(1.0, 60.0);
                days = random.random_range(1..=crate::review::expected::to_whole(due * 1.5).max(2));
                date = after(date, days);
                memory = Some(next);
            }
        }
        log
    }

    #[test]
    fn too_few_reviews_are_not_fitted() {
        let log = learner(&Weights::default(), 40, 10, 1);
        assert!(matches!(fit(&log), Err(FitError::TooFew(360))));
    }

    #[test]
    fn somebody_who_forgets_faster_is_predicted_better() {
        let mut forgetful = Weights::default();
        // What is first learned lasts a third as long, and each review adds less.
        for weight in 0..4 {
            forgetful.0[weight] /= 3.0;
        }
        forgetful.0[8] -= 1.0;
        let fit = fit(&learner(&forgetful, 300, 8, 7)).unwrap();
        assert!(fit.is_better(), "{fit:?}");
        assert!(
            fit.tried_reviews >= 400 && fit.fitted_reviews > fit.tried_reviews,
            "{fit:?}"
        );
        assert!(fit.loss_after < 0.97 * fit.loss_before, "{fit:?}");
    }
}
