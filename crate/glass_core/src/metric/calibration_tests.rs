//! Calibration against scikit-learn, and what it must do on small samples.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::golden::{agree, cases, classes, number, numbers, text};
use crate::metric::tests::{any_predictions, golden_predictions};
use proptest::prelude::*;
use serde_json::Value;

fn compare(name: &str, predictions: &Predictions, want: &Value) {
    let it = Reliability::of(predictions).expect("images");
    assert!(agree(Some(it.ece), number(&want["ece"]), 1e-12), "{name}: {}", it.ece);
    assert!(agree(Some(it.mce), number(&want["mce"]), 1e-12), "{name}: {}", it.mce);
    for (bin, want) in it.bins.iter().zip(want["bins"].as_array().into_iter().flatten()) {
        assert_eq!(Some(bin.count), want["count"].as_u64(), "{name} {bin:?}");
        assert!(agree(bin.mean_confidence, number(&want["mean_confidence"]), 1e-12), "{name} {bin:?}");
        assert!(agree(bin.accuracy, number(&want["accuracy"]), 1e-12), "{name} {bin:?}");
    }
}

#[test]
fn ece_agrees_with_the_reference() {
    for case in cases("classification_multiclass_scores") {
        compare(text(&case["name"]), &golden_predictions(&case), &case["expected"]["ece15_right_closed"]);
    }
    for case in cases("classification_binary_scores") {
        // The reference gives a tie to the positive class; we give it to the first, so positive comes first.
        let rows = numbers(&case["inputs"]["score"]).iter().flat_map(|p| [*p, 1.0 - p]).collect();
        let actual = classes(&case["inputs"]["y_true"]).iter().map(|y| 1 - y).collect();
        let it = Predictions::checked(2, actual, rows).expect("rows fit");
        compare(text(&case["name"]), &it, &case["expected"]["ece15_top_label_right_closed"]);
    }
}

#[test]
fn a_perfect_model_of_fifty_images_does_not_score_zero() {
    // The figure the definition quotes: confidences spread over (0.5, 1), n = 50, about 0.125.
    let n = 50;
    let rows = (0..n).flat_map(|i| [0.5 + 0.5 * (i as f64 + 0.5) / n as f64, 0.0]).collect();
    let it = Predictions::checked(2, vec![0; n], rows).expect("rows fit");
    let band = null_band(&it, &mut Stream::named(1, "null")).expect("images");
    assert!((0.09..0.16).contains(&band.mean), "{band:?}");
    assert!(band.low < band.mean && band.mean < band.high);
}

/// Predictions that are right exactly as often as softmax(z / 3) says, but speak softmax(z).
fn overconfident() -> Predictions {
    let mut stream = Stream::named(5, "overconfident");
    let (mut actual, mut rows) = (Vec::new(), Vec::new());
    for _ in 0..4000 {
        let logits: Vec<f64> = (0..3).map(|_| 4.0 * stream.normal()).collect();
        let honest = tempered(&logits, 1.0 / 3.0);
        let draw = stream.next_f64();
        actual.push(if draw < honest[0] {
            0
        } else if draw < honest[0] + honest[1] {
            1
        } else {
            2
        });
        rows.extend(tempered(&logits, 1.0));
    }
    Predictions::checked(3, actual, rows).expect("rows fit")
}

#[test]
fn the_temperature_of_an_overconfident_model_is_found() {
    let it = calibrate(&overconfident()).expect("images");
    assert!((it.temperature - 3.0).abs() < 0.15, "{it:?}");
    assert!(it.log_loss_after < it.log_loss_before && it.ece_after < it.ece_before && !it.is_at_limit);
}

#[test]
fn no_neighbouring_temperature_is_better() {
    let predictions = overconfident();
    let best = calibrate(&predictions).expect("images");
    for factor in [0.98, 0.999, 1.001, 1.02] {
        let other = predictions.with_probabilities(temper(&predictions, best.temperature * factor));
        let loss = log_loss(&other.expect("rows fit")).expect("images");
        assert!(loss > best.log_loss_after, "{factor}: {loss} {}", best.log_loss_after);
    }
}

#[test]
fn extremes_have_a_temperature() {
    let one = |rows: Vec<f64>| calibrate(&Predictions::checked(2, vec![0, 0], rows).expect("rows fit"));
    let sure = one(vec![0.9, 0.1, 0.8, 0.2]).expect("images");
    assert!(sure.is_at_limit && sure.temperature < 0.06, "{sure:?}");
    let uniform = one(vec![0.5, 0.5, 0.5, 0.5]).expect("images");
    assert_eq!((uniform.temperature, uniform.is_at_limit), (1.0, false));
    let hard = one(vec![1.0, 0.0, 0.0, 1.0]).expect("images");
    assert!(hard.log_loss_after <= hard.log_loss_before && hard.temperature.is_finite(), "{hard:?}");
    assert_eq!(calibrate(&Predictions::checked(2, vec![], vec![]).expect("rows fit")), None);
}

/// The mean confidence of rows at a temperature.
fn mean_confidence(rows: &[Vec<f64>], temperature: f64) -> f64 {
    let sure = |row: &Vec<f64>| temper_row(row, temperature).into_iter().fold(0.0, f64::max);
    rows.iter().map(sure).sum::<f64>() / rows.len() as f64
}

#[test]
fn in_the_large_an_overconfident_model_is_as_sure_as_it_is_right() {
    let predictions = overconfident();
    let rows: Vec<Vec<f64>> = predictions.rows().map(<[f64]>::to_vec).collect();
    let accuracy = predictions.hits().into_iter().filter(|hit| *hit).count() as f64 / rows.len() as f64;
    let temperature = calibrate_in_the_large(&rows, accuracy).expect("rows");
    assert!((temperature - 3.0).abs() < 0.2, "{temperature}");
    assert!((mean_confidence(&rows, temperature) - accuracy).abs() < 1e-9);
}

#[test]
fn what_no_temperature_reaches_is_met_as_far_as_it_goes() {
    let rows = vec![vec![0.7, 0.3], vec![0.4, 0.6]];
    assert_eq!(calibrate_in_the_large(&rows, 0.0), Some(20.0));
    assert_eq!(calibrate_in_the_large(&rows, 1.0), Some(0.05));
    assert_eq!(calibrate_in_the_large(&[], 0.5), None);
}

proptest! {
    #[test]
    fn in_the_large_the_mean_confidence_is_the_accuracy_or_as_near_as_can_be(
        predictions in any_predictions(),
        accuracy in 0.0..=1.0,
    ) {
        let rows: Vec<Vec<f64>> = predictions.rows().map(<[f64]>::to_vec).collect();
        if let Some(temperature) = calibrate_in_the_large(&rows, accuracy) {
            prop_assert!((0.05..=20.0).contains(&temperature));
            let nearest = accuracy.clamp(mean_confidence(&rows, 20.0), mean_confidence(&rows, 0.05));
            prop_assert!((mean_confidence(&rows, temperature) - nearest).abs() < 1e-6);
        }
    }

    #[test]
    fn ece_is_a_fraction_and_calibration_never_harms(predictions in any_predictions()) {
        let reliability = Reliability::of(&predictions);
        prop_assert_eq!(reliability.is_some(), !predictions.is_empty());
        if let Some(it) = reliability {
            prop_assert!((0.0..=1.0).contains(&it.ece) && it.ece <= it.mce + 1e-12);
            prop_assert_eq!(it.bins.iter().map(|bin| bin.count).sum::<u64>(), it.n);
        }
        if let Some(it) = calibrate(&predictions) {
            prop_assert!(it.temperature > 0.0 && it.log_loss_after <= it.log_loss_before);
        }
    }
}
