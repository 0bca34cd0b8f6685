//! Whether the predictions hold: the chance of recall that was predicted of reviews, and how many were recalled.

use super::{model::ENOUGH, patterns::percent};
use crate::{
    text::count,
    ui::bars::{Bar, Bars},
};
use serde::{Deserialize, Serialize};

/// Most reviews that are looked at: the latest.
pub const REVIEWS: i64 = 1_000;
/// Fewest reviews that a verdict is given on.
pub const ENOUGH_REVIEWS: i32 = 20;
/// Where the bins begin, in per cent: finer above 80, where most predictions are.
const BINS: [i32; 12] = [0, 10, 20, 30, 40, 50, 60, 70, 80, 85, 90, 95];

/// Reviews that were predicted alike.
#[derive(Copy, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Least per cent predicted.
    pub from: i32,
    /// Most per cent; the next bin begins there.
    pub to: i32,
    /// Reviews.
    pub reviews: i32,
    /// Those that were recalled.
    pub recalled: i32,
    /// The mean of what was predicted of them, 0 to 1.
    pub predicted: f64,
}

impl Bin {
    /// The share that was recalled, 0 to 1.
    fn recall(&self) -> f64 {
        f64::from(self.recalled) / f64::from(self.reviews.max(1))
    }
}

/// The latest reviews with a prediction.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Predictions {
    /// All of them.
    pub all: Bin,
    /// The bins that have any, lowest first.
    pub bins: Vec<Bin>,
}

impl Predictions {
    /// Of reviews: the chance predicted, 0 to 1, and whether it was recalled.
    pub fn new(reviews: &[(f32, bool)]) -> Self {
        let ends = BINS.iter().skip(1).copied().chain([100]);
        let bins = BINS.into_iter().zip(ends).map(|(from, to)| {
            let of = reviews.iter().filter(|(predicted, _)| {
                let predicted = f64::from(*predicted) * 100.0;
                let below = predicted < f64::from(to) || to == 100;
                predicted >= f64::from(from) && below
            });
            bin(from, to, of)
        });
        Self {
            all: bin(0, 100, reviews.iter()),
            bins: bins.filter(|bin| bin.reviews > 0).collect(),
        }
    }

    fn sentence(&self) -> String {
        let number = |number: i32| count(usize::try_from(number).unwrap_or(0));
        let all = &self.all;
        if all.reviews < ENOUGH_REVIEWS {
            return format!(
                "Too few to tell: {} of the {ENOUGH_REVIEWS} reviews with a prediction that it takes.",
                number(all.reviews)
            );
        }
        // Two standard errors of a share.
        let spread = all.predicted * (1.0 - all.predicted) / f64::from(all.reviews);
        let difference = all.recall() - all.predicted;
        let verdict = if difference.abs() <= 2.0 * spread.sqrt() {
            "no more apart than chance explains"
        } else if difference < 0.0 {
            "less than predicted"
        } else {
            "more than predicted"
        };
        format!(
            "Of {} reviews predicted at {} % you recalled {} %: {verdict}.",
            number(all.reviews),
            percent(all.predicted),
            percent(all.recall())
        )
    }

    /// The chart of the bins; nothing without a review.
    pub(super) fn chart(&self) -> String {
        if self.bins.is_empty() {
            return String::new();
        }
        let bars = self.bins.iter().rev().map(|bin| Bar {
            label: format!(
                "{} to {} % ({}{})",
                bin.from,
                bin.to,
                bin.reviews,
                if bin.reviews < ENOUGH {
                    ", too few"
                } else {
                    ""
                }
            ),
            percent: percent(bin.recall()),
            mark: Some(percent(bin.predicted)),
            more: vec![bin.recalled.to_string(), bin.reviews.to_string()],
        });
        Bars {
            sentence: self.sentence(),
            note: format!(
                "The latest {} reviews with a prediction, by what was predicted; the first at a problem has none. Recalled is every grade but Again. In brackets, how many reviews.",
                count(usize::try_from(self.all.reviews).unwrap_or(0))
            ),
            what: "Recalled",
            marked: Some("Predicted"),
            head: vec!["Predicted to be", "Recalled", "Predicted", "Recalled reviews", "Reviews"],
            bars: bars.collect(),
        }
        .html()
    }
}

fn bin<'a>(from: i32, to: i32, reviews: impl Iterator<Item = &'a (f32, bool)>) -> Bin {
    let mut bin = Bin {
        from,
        to,
        ..Bin::default()
    };
    for (predicted, recalled) in reviews {
        bin.reviews += 1;
        bin.recalled += i32::from(*recalled);
        bin.predicted += f64::from(*predicted);
    }
    bin.predicted /= f64::from(bin.reviews.max(1));
    bin
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reviews(predicted: f32, recalled: usize, of: usize) -> Vec<(f32, bool)> {
        (0..of)
            .map(|number| (predicted, number < recalled))
            .collect()
    }

    #[test]
    fn the_sentence_says_whether_the_prediction_holds() {
        let said = |recalled, of| Predictions::new(&reviews(0.9, recalled, of)).sentence();
        assert_eq!(
            said(365, 412),
            "Of 412 reviews predicted at 90 % you recalled 89 %: no more apart than chance explains."
        );
        assert_eq!(
            said(358, 412),
            "Of 412 reviews predicted at 90 % you recalled 87 %: less than predicted."
        );
        assert!(said(412, 412).ends_with("100 %: more than predicted."));
        assert_eq!(
            said(19, 19),
            "Too few to tell: 19 of the 20 reviews with a prediction that it takes."
        );
    }

    #[test]
    fn bins_are_in_the_chart_with_their_sizes() {
        let mut all = reviews(0.92, 25, 30);
        all.extend(reviews(0.55, 1, 4));
        let html = Predictions::new(&all).chart();
        assert!(
            html.contains("90 to 95 % (30)</th><td>83 %</td><td>92 %</td><td>25</td><td>30</td>"),
            "{html}"
        );
        assert!(
            html.contains("50 to 60 % (4, too few)</th><td>25 %</td>"),
            "{html}"
        );
        assert!(Predictions::default().chart().is_empty());
    }

    proptest! {
        #[test]
        fn every_review_is_in_one_bin(
            reviews in prop::collection::vec((0.0_f32..=1.0, any::<bool>()), 0..300),
        ) {
            let predictions = Predictions::new(&reviews);
            let sum = |of: fn(&Bin) -> i32| predictions.bins.iter().map(of).sum::<i32>();
            prop_assert_eq!(sum(|bin| bin.reviews), predictions.all.reviews);
            prop_assert_eq!(sum(|bin| bin.recalled), predictions.all.recalled);
            for bin in &predictions.bins {
                let per_cent = bin.predicted * 100.0;
                prop_assert!(per_cent > f64::from(bin.from) - 1e-3 && per_cent < f64::from(bin.to) + 1e-3);
            }
        }
    }
}
