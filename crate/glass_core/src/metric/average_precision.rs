//! Average precision: Σ (R_n − R_{n−1}) P_n over the distinct scores from the highest down, without
//! interpolation (scikit-learn's), and the points of the precision-recall curve.
//!
//! Without a positive image recall does not exist, and neither does average precision: `None` (scikit-learn
//! answers 0 with a warning; as with precision and recall, 0 is what counts in the mean). Scores that are NaN
//! are left out.

use super::Predictions;
use super::roc::tied_groups;
use serde::{Deserialize, Serialize};

/// One point of a precision-recall curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PrPoint {
    /// Images scoring at least this are called positive; `None` stands above every score.
    pub threshold: Option<f64>,
    /// Of the images called positive, the share that are; 1 by convention when none is called so.
    pub precision: f64,
    /// Of the positives, the share called so.
    pub recall: f64,
}

/// Average precision of each class against the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AveragePrecision {
    /// Plain mean over the classes, a class without images counting 0; `None` without any image.
    #[serde(rename = "macro")]
    pub macro_mean: Option<f64>,
    /// Per class; `None` where the class has no image.
    pub per_class: Vec<Option<f64>>,
    /// The classes without images: the reason.
    pub undefined: Vec<usize>,
}

/// The points of the precision-recall curve, from the lowest threshold (recall 1) to the highest, ending at
/// (recall 0, precision 1); `None` without a positive.
pub fn curve(scores: &[f64], is_positive: &[bool]) -> Option<Vec<PrPoint>> {
    let groups = tied_groups(scores, is_positive);
    let n_positive: u64 = groups.iter().map(|group| group.1).sum();
    if n_positive == 0 {
        return None;
    }
    let mut points = vec![PrPoint { threshold: None, precision: 1.0, recall: 0.0 }];
    let (mut positives_above, mut called) = (0, 0);
    for (score, positives, negatives) in groups {
        positives_above += positives;
        called += positives + negatives;
        points.push(PrPoint {
            threshold: Some(score),
            precision: positives_above as f64 / called as f64,
            recall: positives_above as f64 / n_positive as f64,
        });
    }
    points.reverse();
    Some(points)
}

/// Average precision of a score; `None` without a positive.
pub fn average_precision(scores: &[f64], is_positive: &[bool]) -> Option<f64> {
    let points = curve(scores, is_positive)?;
    let steps = points.iter().zip(points.iter().skip(1));
    Some(steps.map(|(low, high)| (low.recall - high.recall) * low.precision).sum())
}

/// Average precision of every class against the rest, and their mean.
pub fn one_vs_rest(predictions: &Predictions) -> AveragePrecision {
    let per_class: Vec<Option<f64>> = (0..predictions.n_classes())
        .map(|class| {
            let (scores, is_positive) = predictions.one_vs_rest(class);
            average_precision(&scores, &is_positive)
        })
        .collect();
    let total: f64 = per_class.iter().map(|value| value.unwrap_or(0.0)).sum();
    let undefined = (0..per_class.len()).filter(|&class| per_class.get(class) == Some(&None)).collect();
    AveragePrecision {
        macro_mean: (!predictions.is_empty()).then(|| total / per_class.len() as f64),
        per_class,
        undefined,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{agree, cases, classes, number, numbers, text};
    use crate::metric::tests::golden_predictions;
    use proptest::prelude::*;

    const TOLERANCE: f64 = 1e-12;

    #[test]
    fn binary_agrees_with_scikit_learn() {
        for case in cases("classification_binary_scores") {
            let (inputs, expected, name) = (&case["inputs"], &case["expected"], text(&case["name"]));
            let scores = numbers(&inputs["score"]);
            let is_positive: Vec<bool> = classes(&inputs["y_true"]).iter().map(|&y| y == 1).collect();
            let got = average_precision(&scores, &is_positive);
            // Without a positive scikit-learn says 0, we say nothing.
            let want = number(&expected["average_precision"]).filter(|_| is_positive.contains(&true));
            assert!(agree(got, want, TOLERANCE), "{name}: {got:?} {want:?}");
            if let Some(points) = curve(&scores, &is_positive) {
                let precision = numbers(&expected["pr_curve"]["precision"]);
                let recall = numbers(&expected["pr_curve"]["recall"]);
                let thresholds = numbers(&expected["pr_curve"]["thresholds"]);
                assert_eq!(points.len(), precision.len(), "{name}");
                for (index, point) in points.iter().enumerate() {
                    assert!((point.precision - precision[index]).abs() < TOLERANCE, "{name} {index}");
                    assert!((point.recall - recall[index]).abs() < TOLERANCE, "{name} {index}");
                    assert_eq!(point.threshold, thresholds.get(index).copied(), "{name} {index}");
                }
            }
        }
    }

    #[test]
    fn one_vs_rest_agrees_with_scikit_learn() {
        for case in cases("classification_multiclass_scores") {
            let it = one_vs_rest(&golden_predictions(&case));
            for (class, got) in it.per_class.iter().enumerate() {
                let want = number(&case["expected"]["average_precision_per_class"][class]);
                assert!(agree(Some(got.unwrap_or(0.0)), want, TOLERANCE), "{} {class}", text(&case["name"]));
                assert_eq!(got.is_none(), it.undefined.contains(&class));
            }
        }
    }

    proptest! {
        #[test]
        fn is_a_fraction(rows in prop::collection::vec((any::<f64>(), any::<bool>()), 0..50)) {
            let (scores, is_positive): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
            if let Some(value) = average_precision(&scores, &is_positive) {
                prop_assert!((0.0..=1.0 + TOLERANCE).contains(&value));
            }
        }
    }
}
