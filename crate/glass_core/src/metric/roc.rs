//! ROC: how well a score separates the images of a class from the others, over all thresholds.
//!
//! **AUC** is the Mann-Whitney probability that a positive image scores above a negative one, ties counting
//! ½: (Σ ranks of positives − n₊(n₊+1)/2) / (n₊ n₋). With more than two classes: one against the rest, and
//! the plain mean. It does not exist when either side has no image, and the mean does not exist when one of
//! its terms does not. The **curve** has a point for every distinct score (predict positive when the score
//! reaches the threshold), from (0, 0) to (1, 1). Scores that are NaN are left out.

use super::Predictions;
use serde::{Deserialize, Serialize};

/// One point of a ROC curve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RocPoint {
    /// Images scoring at least this are called positive; `None` stands above every score.
    pub threshold: Option<f64>,
    /// Share of the negatives called positive.
    pub false_positive_rate: f64,
    /// Share of the positives called positive.
    pub true_positive_rate: f64,
}

/// AUC of each class against the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RocAuc {
    /// Plain mean over the classes; `None` as soon as one of them has none.
    #[serde(rename = "macro")]
    pub macro_mean: Option<f64>,
    /// Per class; `None` where the class, or everything else, has no image.
    pub per_class: Vec<Option<f64>>,
    /// The classes without an AUC: the reason.
    pub undefined: Vec<usize>,
}

/// Images of equal score, from the highest score down: the score, positives, negatives.
pub(super) fn tied_groups(scores: &[f64], is_positive: &[bool]) -> Vec<(f64, u64, u64)> {
    let mut pairs: Vec<(f64, bool)> = scores
        .iter()
        .zip(is_positive)
        .filter(|(score, _)| !score.is_nan())
        .map(|(&score, &is_positive)| (score + 0.0, is_positive))
        .collect();
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut groups: Vec<(f64, u64, u64)> = Vec::new();
    for (score, is_positive) in pairs {
        let (positives, negatives) = (u64::from(is_positive), u64::from(!is_positive));
        match groups.last_mut() {
            Some(group) if group.0 == score => {
                group.1 += positives;
                group.2 += negatives;
            }
            _ => groups.push((score, positives, negatives)),
        }
    }
    groups
}

/// The area under the ROC curve; `None` without a positive or without a negative.
pub fn auc(scores: &[f64], is_positive: &[bool]) -> Option<f64> {
    let (mut positives_above, mut twice_wins, mut negatives_in_all) = (0_u64, 0_u64, 0_u64);
    for (_, positives, negatives) in tied_groups(scores, is_positive) {
        // Every negative here loses to the positives above it and ties with those beside it. Whole numbers,
        // so that the answer does not depend on the order of summation.
        twice_wins += negatives * (2 * positives_above + positives);
        positives_above += positives;
        negatives_in_all += negatives;
    }
    let pairs = positives_above * negatives_in_all;
    (pairs > 0).then(|| twice_wins as f64 / (2.0 * pairs as f64))
}

/// The points of the ROC curve; `None` without a positive or without a negative.
pub fn curve(scores: &[f64], is_positive: &[bool]) -> Option<Vec<RocPoint>> {
    let groups = tied_groups(scores, is_positive);
    let n_positive: u64 = groups.iter().map(|group| group.1).sum();
    let n_negative: u64 = groups.iter().map(|group| group.2).sum();
    if n_positive == 0 || n_negative == 0 {
        return None;
    }
    let mut points = vec![RocPoint { threshold: None, false_positive_rate: 0.0, true_positive_rate: 0.0 }];
    let (mut positives_above, mut negatives_above) = (0, 0);
    for (score, positives, negatives) in groups {
        positives_above += positives;
        negatives_above += negatives;
        points.push(RocPoint {
            threshold: Some(score),
            false_positive_rate: negatives_above as f64 / n_negative as f64,
            true_positive_rate: positives_above as f64 / n_positive as f64,
        });
    }
    Some(points)
}

/// The same curve without the points that lie on a straight line between their neighbours: what a chart
/// needs.
pub fn corners(points: &[RocPoint]) -> Vec<RocPoint> {
    let mut kept: Vec<RocPoint> = Vec::new();
    for (index, point) in points.iter().enumerate() {
        let is_corner = match (kept.last(), points.get(index + 1)) {
            (Some(before), Some(after)) => {
                let (dx, dy) = (
                    point.false_positive_rate - before.false_positive_rate,
                    point.true_positive_rate - before.true_positive_rate,
                );
                let (ex, ey) = (
                    after.false_positive_rate - point.false_positive_rate,
                    after.true_positive_rate - point.true_positive_rate,
                );
                (dx * ey - dy * ex).abs() > 1e-15
            }
            _ => true,
        };
        if is_corner {
            kept.push(*point);
        }
    }
    kept
}

/// AUC of every class against the rest, and their mean. With two classes both are the same number.
pub fn one_vs_rest(predictions: &Predictions) -> RocAuc {
    let per_class: Vec<Option<f64>> = (0..predictions.n_classes())
        .map(|class| {
            let (scores, is_positive) = predictions.one_vs_rest(class);
            auc(&scores, &is_positive)
        })
        .collect();
    let defined: Option<Vec<f64>> = per_class.iter().copied().collect();
    let undefined = (0..per_class.len()).filter(|&class| per_class.get(class) == Some(&None)).collect();
    RocAuc {
        macro_mean: defined.map(|values| values.iter().sum::<f64>() / values.len() as f64),
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
    use crate::metric::tests::{any_predictions, golden_predictions};
    use proptest::prelude::*;

    const TOLERANCE: f64 = 1e-12;

    #[test]
    fn binary_agrees_with_scikit_learn() {
        for case in cases("classification_binary_scores") {
            let (inputs, expected, name) = (&case["inputs"], &case["expected"], text(&case["name"]));
            let scores = numbers(&inputs["score"]);
            let is_positive: Vec<bool> = classes(&inputs["y_true"]).iter().map(|&y| y == 1).collect();
            let want = number(&expected["roc_auc"]);
            assert!(agree(auc(&scores, &is_positive), want, TOLERANCE), "{name}");
            let points = curve(&scores, &is_positive);
            assert_eq!(points.is_some(), want.is_some(), "{name}");
            for (got, key) in [
                (points.iter().flatten().map(|p| p.false_positive_rate).collect::<Vec<_>>(), "fpr"),
                (points.iter().flatten().map(|p| p.true_positive_rate).collect(), "tpr"),
                (
                    points.iter().flatten().map(|p| p.threshold.unwrap_or(f64::INFINITY)).collect(),
                    "thresholds",
                ),
            ] {
                if want.is_some() {
                    let want = numbers(&expected["roc_curve"][key]);
                    assert_eq!(got.len(), want.len(), "{name} {key}");
                    for (got, want) in got.iter().zip(want) {
                        assert!(got == &want || (got - want).abs() < TOLERANCE, "{name} {key}: {got} {want}");
                    }
                }
            }
        }
    }

    #[test]
    fn one_vs_rest_agrees_with_scikit_learn() {
        for case in cases("classification_multiclass_scores") {
            let (expected, name) = (&case["expected"], text(&case["name"]));
            let it = one_vs_rest(&golden_predictions(&case));
            for (class, &got) in it.per_class.iter().enumerate() {
                let want = number(&expected["roc_auc_per_class"][class]);
                assert!(agree(got, want, TOLERANCE), "{name} {class}: {got:?} {want:?}");
            }
            if let Some(want) = number(&expected["roc_auc_ovr_macro"]) {
                assert!(agree(it.macro_mean, Some(want), TOLERANCE), "{name}");
            }
            assert_eq!(it.undefined.is_empty(), it.macro_mean.is_some(), "{name}");
        }
    }

    #[test]
    fn corners_keep_the_area() {
        let scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.4];
        let points = curve(&scores, &[true, true, false, true, false, false]).expect("both sides");
        let thin = corners(&points);
        let area = |points: &[RocPoint]| {
            points
                .windows(2)
                .map(|pair| {
                    (pair[1].false_positive_rate - pair[0].false_positive_rate)
                        * (pair[1].true_positive_rate + pair[0].true_positive_rate)
                        / 2.0
                })
                .sum::<f64>()
        };
        assert!(thin.len() < points.len() && (area(&thin) - area(&points)).abs() < 1e-12);
        assert_eq!((thin.first(), thin.last()), (points.first(), points.last()));
    }

    proptest! {
        #[test]
        fn auc_is_a_fraction_and_turning_the_scores_turns_it(
            rows in prop::collection::vec((any::<f64>(), any::<bool>()), 0..50)
        ) {
            let (scores, is_positive): (Vec<f64>, Vec<bool>) = rows.into_iter().unzip();
            let turned: Vec<f64> = scores.iter().map(|score| -score).collect();
            if let Some(area) = auc(&scores, &is_positive) {
                prop_assert!((0.0..=1.0).contains(&area));
                prop_assert!(agree(auc(&turned, &is_positive), Some(1.0 - area), TOLERANCE));
            }
            let _ = curve(&scores, &is_positive).map(|points| corners(&points));
        }

        #[test]
        fn two_classes_have_one_auc(predictions in any_predictions()) {
            let it = one_vs_rest(&predictions);
            if predictions.n_classes() == 2 && it.macro_mean.is_some() {
                prop_assert!(agree(it.per_class[0], it.per_class[1], 1e-3));
            }
        }
    }
}
