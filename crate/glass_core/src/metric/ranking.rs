//! One class against the rest in the order of its scores, to work out areas again and again.
//!
//! The bootstrap asks for ROC AUC and average precision a thousand times of the same images, each counted another
//! number of times. Sorted once, every answer is one pass.

use super::Predictions;
use crate::order::sort_by;

/// The images by falling score, ties together.
#[derive(Debug, Clone)]
pub struct Ranking {
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    image: usize,
    is_positive: bool,
    /// The last of those with its score.
    ends_tie: bool,
}

/// The areas under the two curves; `None` as in [`super::roc::auc`] and
/// [`super::average_precision::average_precision`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Areas {
    /// Under the ROC curve.
    pub roc: Option<f64>,
    /// Average precision.
    pub average_precision: Option<f64>,
}

impl Ranking {
    /// The images in the order of their probability of `class`.
    pub fn of(predictions: &Predictions, class: usize) -> Self {
        let (scores, is_positive) = predictions.one_vs_rest(class);
        let mut order: Vec<usize> = (0..scores.len()).collect();
        sort_by(&mut order, |&a, &b| scores[b].total_cmp(&scores[a]));
        let places = order
            .iter()
            .enumerate()
            .map(|(at, &image)| Place {
                image,
                is_positive: is_positive[image],
                ends_tie: order.get(at + 1).is_none_or(|&next| scores[next] != scores[image]),
            })
            .collect();
        Self { places }
    }

    /// The areas where image `i` is there `counts[i]` times.
    pub fn areas(&self, counts: &[u32]) -> Areas {
        let (mut positives, mut negatives) = (0.0, 0.0);
        let (mut tied_positives, mut tied_negatives) = (0.0, 0.0);
        let (mut wins, mut precision) = (0.0, 0.0);
        for place in &self.places {
            let count = f64::from(counts.get(place.image).copied().unwrap_or(0));
            if place.is_positive {
                tied_positives += count;
            } else {
                tied_negatives += count;
            }
            if place.ends_tie {
                wins += tied_negatives * (positives + tied_positives / 2.0);
                positives += tied_positives;
                negatives += tied_negatives;
                if tied_positives > 0.0 {
                    precision += tied_positives * positives / (positives + negatives);
                }
                (tied_positives, tied_negatives) = (0.0, 0.0);
            }
        }
        Areas {
            roc: (positives > 0.0 && negatives > 0.0).then(|| wins / (positives * negatives)),
            average_precision: (positives > 0.0).then(|| precision / positives),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::metric::tests::any_predictions;
    use crate::metric::{average_precision, roc};
    use proptest::prelude::*;

    fn near(a: Option<f64>, b: Option<f64>) -> bool {
        match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-12,
            (a, b) => a == b,
        }
    }

    #[test]
    fn ties_count_half() {
        let tied = Predictions::checked(2, vec![0, 1, 1], [[0.5, 0.5], [0.5, 0.5], [0.25, 0.75]].concat())
            .expect("rows fit");
        let areas = Ranking::of(&tied, 1).areas(&[1, 1, 1]);
        assert_eq!(areas, Areas { roc: Some(0.75), average_precision: Some(0.5 + 0.5 * 2.0 / 3.0) });
        // The tied negative three times: the same share of pairs is won, but it costs more precision.
        let areas = Ranking::of(&tied, 1).areas(&[3, 1, 1]);
        assert_eq!(areas, Areas { roc: Some(0.75), average_precision: Some(0.5 + 0.5 * 2.0 / 5.0) });
    }

    proptest! {
        #[test]
        fn counting_an_image_twice_is_having_it_twice(
            predictions in any_predictions(),
            counts in prop::collection::vec(0_u32..4, 64),
        ) {
            let n = predictions.len();
            let drawn: Vec<usize> = (0..n)
                .flat_map(|image| std::iter::repeat_n(image, counts[image % counts.len()] as usize))
                .collect();
            let counts: Vec<u32> = (0..n).map(|image| counts[image % counts.len()]).collect();
            let selected = predictions.select(&drawn);
            for class in 0..predictions.n_classes() {
                let areas = Ranking::of(&predictions, class).areas(&counts);
                let (scores, is_positive) = selected.one_vs_rest(class);
                prop_assert!(near(areas.roc, roc::auc(&scores, &is_positive)));
                let expected = average_precision::average_precision(&scores, &is_positive);
                prop_assert!(near(areas.average_precision, expected), "{areas:?} {expected:?}");
            }
        }
    }
}
