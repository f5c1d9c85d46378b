//! Scores of the probabilities themselves; smaller is better.
//!
//! **Log loss** mean −ln p_y in nats, with p clipped to [1e-7, 1]: one sure mistake costs 16.1, not infinity.
//! **Brier** mean Σ_k (p_k − 1[y = k])², 0 to 2 (the multi-class form: twice the two-class form). Both `None`
//! without images.

use super::Predictions;

/// The smallest probability log loss reckons with.
pub const PROBABILITY_FLOOR: f64 = 1e-7;

/// −ln of the probability given to the actual class, clipped, per image.
pub fn losses(predictions: &Predictions) -> Vec<f64> {
    let own = |(row, &actual): (&[f64], &usize)| row.get(actual).copied().unwrap_or(0.0);
    let pairs = predictions.rows().zip(predictions.actual());
    // Adding zero turns −0 (a sure hit) into 0.
    pairs.map(|pair| -libm::log(own(pair).clamp(PROBABILITY_FLOOR, 1.0)) + 0.0).collect()
}

/// Σ_k (p_k − 1[y = k])², per image.
pub fn squared_misses(predictions: &Predictions) -> Vec<f64> {
    let squares = |(row, &actual): (&[f64], &usize)| {
        let miss = |(class, p): (usize, &f64)| p - if class == actual { 1.0 } else { 0.0 };
        row.iter().enumerate().map(|pair| miss(pair) * miss(pair)).sum()
    };
    predictions.rows().zip(predictions.actual()).map(squares).collect()
}

/// Mean log loss in nats.
pub fn log_loss(predictions: &Predictions) -> Option<f64> {
    let losses = losses(predictions);
    (!losses.is_empty()).then(|| losses.iter().sum::<f64>() / losses.len() as f64)
}

/// Mean Brier score.
pub fn brier(predictions: &Predictions) -> Option<f64> {
    let misses = squared_misses(predictions);
    (!misses.is_empty()).then(|| misses.iter().sum::<f64>() / misses.len() as f64)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{agree, cases, classes, number, numbers, text};
    use crate::metric::tests::{any_predictions, golden_predictions};
    use proptest::prelude::*;

    const TOLERANCE: f64 = 1e-12;

    #[test]
    fn multiclass_agrees_with_scikit_learn() {
        for case in cases("classification_multiclass_scores") {
            let (predictions, name) = (golden_predictions(&case), text(&case["name"]));
            let want = number(&case["expected"]["brier_sum_over_classes"]);
            assert!(agree(brier(&predictions), want, TOLERANCE), "{name}");
            // The one case with a probability of exactly 0: scikit-learn clips elsewhere.
            let want = if name == "one_hot_sure" {
                Some(-libm::log(1e-7) / 4.0)
            } else {
                number(&case["expected"]["log_loss"])
            };
            assert!(agree(log_loss(&predictions), want, TOLERANCE), "{name}: {want:?}");
        }
    }

    #[test]
    fn binary_agrees_with_scikit_learn() {
        for case in cases("classification_binary_scores") {
            let (expected, name) = (&case["expected"], text(&case["name"]));
            let scores = numbers(&case["inputs"]["score"]);
            let rows = scores.iter().flat_map(|p| [1.0 - p, *p]).collect();
            let it = Predictions::checked(2, classes(&case["inputs"]["y_true"]), rows).expect("rows fit");
            let want = number(&expected["brier"]).map(|half| 2.0 * half);
            assert!(agree(brier(&it), want, TOLERANCE), "{name}");
            if scores.iter().all(|p| (1e-7..=1.0 - 1e-7).contains(p)) {
                assert!(agree(log_loss(&it), number(&expected["log_loss"]), TOLERANCE), "{name}");
            }
        }
    }

    #[test]
    fn nothing_has_no_score() {
        let none = Predictions::checked(2, vec![], vec![]).expect("rows fit");
        assert_eq!((log_loss(&none), brier(&none)), (None, None));
    }

    proptest! {
        #[test]
        fn stay_in_range(predictions in any_predictions()) {
            if let (Some(loss), Some(brier)) = (log_loss(&predictions), brier(&predictions)) {
                prop_assert!((0.0..=-libm::log(PROBABILITY_FLOOR)).contains(&loss));
                prop_assert!((0.0..=2.0 + TOLERANCE).contains(&brier));
            }
        }
    }
}
