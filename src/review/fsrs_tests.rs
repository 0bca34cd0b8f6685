//! Compared with the crate of the model's authors, which computes in single precision.

#![expect(
    clippy::cast_possible_truncation,
    reason = "theirs takes single precision"
)]

use super::*;
use fsrs::{FSRS, FSRSItem, FSRSReview};
use proptest::prelude::*;

fn theirs(weights: &Weights) -> FSRS {
    let parameters: Vec<f32> = weights.0.iter().map(|weight| *weight as f32).collect();
    FSRS::new(&parameters).unwrap()
}

/// Grades and the days since the review before; the first has none.
fn history() -> impl Strategy<Value = Vec<(usize, i64)>> {
    proptest::collection::vec((0..4_usize, 1..400_i64), 1..30)
}

fn weights() -> impl Strategy<Value = Weights> {
    proptest::collection::vec(0.7..1.3_f64, 21).prop_map(|factors| {
        let mut weights = Weights::default();
        for (weight, factor) in weights.0.iter_mut().zip(factors) {
            *weight *= factor;
        }
        // Theirs takes no less for this one.
        weights.0[7] = weights.0[7].max(0.001);
        weights
    })
}

/// Whether two figures are the same to within the rounding of single precision, which grows with every step.
fn close(ours: f64, theirs: f32) -> bool {
    (ours - f64::from(theirs)).abs() <= 2e-3 * ours.abs().max(1e-3)
}

fn agree(weights: &Weights, history: &[(usize, i64)]) -> Result<(), TestCaseError> {
    let model = theirs(weights);
    let mut memory: Option<Memory> = None;
    let mut reviews = Vec::new();
    for (place, (grade, days)) in history.iter().enumerate() {
        let grade = Grade::ALL[*grade];
        memory = Some(match memory {
            None => weights.first(grade),
            Some(memory) => weights.next(memory, *days, grade),
        });
        reviews.push(FSRSReview {
            rating: u32::from(grade.number()),
            delta_t: if place == 0 {
                0
            } else {
                u32::try_from(*days).unwrap()
            },
        });
        let state = model
            .memory_state(
                FSRSItem {
                    reviews: reviews.clone(),
                },
                None,
            )
            .unwrap();
        let ours = memory.unwrap();
        prop_assert!(
            close(ours.stability, state.stability) && close(ours.difficulty, state.difficulty),
            "{ours:?} is not {state:?} after {reviews:?}"
        );
        let decay = weights.0[20] as f32;
        let recall = fsrs::current_retrievability(state, 17.0, decay);
        // From their figure, so that only this step rounds.
        let stability = f64::from(state.stability);
        prop_assert!(close(weights.retrievability(stability, 17), recall));
        let interval = model.next_interval(Some(state.stability), 0.9, 3);
        prop_assert!(close(weights.interval(stability, 0.9), interval));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_default_weights_agree_with_the_authors_crate(history in history()) {
        agree(&Weights::default(), &history)?;
    }

    #[test]
    fn other_weights_agree_too(weights in weights(), history in history()) {
        agree(&weights, &history)?;
    }
}

#[test]
fn the_default_weights_are_the_authors() {
    for (ours, theirs) in Weights::default().0.iter().zip(fsrs::DEFAULT_PARAMETERS) {
        assert!((ours - f64::from(theirs)).abs() < 1e-6);
    }
}
