//! Scores of a classification, all from the confusion matrix.
//!
//! With TP, FP, FN of class k: **precision** TP/(TP+FP), **recall** TP/(TP+FN), **F1** 2TP/(2TP+FP+FN).
//! 0/0 is `None` for the class and counts as 0 in an average (scikit-learn's `zero_division=0`); how many
//! classes were counted so stands beside the average. **Macro** is the plain mean over classes, **micro**
//! pools the counts (for one label an image it equals accuracy), **weighted** is the mean by support.
//!
//! **Balanced accuracy** is the mean recall of the classes that occur; **MCC** is Gorodkin's R_K, 0 when a
//! margin is constant; **κ** is Cohen's, `None` when both sides only know one and the same class. All follow
//! scikit-learn. Without images every score is `None`. Everything is a fraction.

use super::Predictions;
use super::confusion::Confusion;
use serde::{Deserialize, Serialize};

/// One score, per class and averaged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Averaged {
    /// Plain mean over the classes.
    #[serde(rename = "macro")]
    pub macro_mean: Option<f64>,
    /// From the pooled counts.
    pub micro: Option<f64>,
    /// Mean over the classes, weighted by support.
    pub weighted: Option<f64>,
    /// Per class; `None` where it is 0/0.
    pub per_class: Vec<Option<f64>>,
    /// Classes that are 0/0 and count as 0 in the averages.
    pub n_undefined: u32,
}

/// The scores of a confusion matrix.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Classification {
    /// Images.
    pub n: u64,
    /// Share on the diagonal.
    pub accuracy: Option<f64>,
    /// Of the images predicted as a class, the share that are of it.
    pub precision: Averaged,
    /// Of the images of a class, the share predicted as it.
    pub recall: Averaged,
    /// Harmonic mean of the two.
    pub f1: Averaged,
    /// Images of each class.
    pub support: Vec<u64>,
    /// Mean recall of the classes that occur.
    pub balanced_accuracy: Option<f64>,
    /// Matthews' correlation coefficient, −1 to 1.
    pub mcc: Option<f64>,
    /// Cohen's κ, at most 1.
    pub kappa: Option<f64>,
}

impl Classification {
    /// The scores of `confusion`.
    pub fn of(confusion: &Confusion) -> Self {
        let margins = Margins::of(confusion);
        Self {
            n: confusion.total(),
            accuracy: margins.accuracy(),
            precision: margins.precision(),
            recall: margins.recall(),
            f1: margins.f1(),
            support: confusion.support(),
            balanced_accuracy: margins.balanced_accuracy(),
            mcc: margins.mcc(),
            kappa: margins.kappa(),
        }
    }
}

/// The sums every score is made of. Fractions of images are allowed: an expected matrix has them.
#[derive(Debug, Clone, PartialEq)]
pub struct Margins {
    diagonal: Vec<f64>,
    actual: Vec<f64>,
    predicted: Vec<f64>,
    n: f64,
}

impl Margins {
    /// The margins of a matrix of counts.
    pub fn of(confusion: &Confusion) -> Self {
        let cells: Vec<f64> = confusion.rows().flatten().map(|&count| count as f64).collect();
        Self::of_cells(confusion.n_classes(), &cells)
    }

    /// The margins of a row-major matrix of any weights; cells beyond `n_classes²` are not read.
    pub fn of_cells(n_classes: usize, cells: &[f64]) -> Self {
        let mut it = Self {
            diagonal: vec![0.0; n_classes],
            actual: vec![0.0; n_classes],
            predicted: vec![0.0; n_classes],
            n: 0.0,
        };
        for (actual, row) in cells.chunks_exact(n_classes.max(1)).take(n_classes).enumerate() {
            for (predicted, cell) in row.iter().enumerate() {
                it.actual[actual] += cell;
                it.predicted[predicted] += cell;
                if actual == predicted {
                    it.diagonal[actual] += cell;
                }
            }
        }
        it.n = it.actual.iter().sum();
        it
    }

    /// The margins of labels, each actual and predicted; a class out of range is passed over.
    pub fn of_labels(n_classes: usize, labels: impl Iterator<Item = (usize, usize)>) -> Self {
        let mut it = Self {
            diagonal: vec![0.0; n_classes],
            actual: vec![0.0; n_classes],
            predicted: vec![0.0; n_classes],
            n: 0.0,
        };
        for (actual, predicted) in labels.filter(|&(a, p)| a < n_classes && p < n_classes) {
            it.actual[actual] += 1.0;
            it.predicted[predicted] += 1.0;
            if actual == predicted {
                it.diagonal[actual] += 1.0;
            }
            it.n += 1.0;
        }
        it
    }

    /// One more image, of none of the classes, that was answered as `predicted`: a false positive of that class, and no
    /// class's to be found.
    pub fn add_stranger(&mut self, predicted: usize) {
        if let Some(count) = self.predicted.get_mut(predicted) {
            *count += 1.0;
            self.n += 1.0;
        }
    }

    /// Share on the diagonal.
    pub fn accuracy(&self) -> Option<f64> {
        ratio(self.diagonal.iter().sum(), self.n)
    }

    /// Precision, per class and averaged.
    pub fn precision(&self) -> Averaged {
        self.averaged(&self.diagonal, &self.predicted)
    }

    /// Recall, per class and averaged.
    pub fn recall(&self) -> Averaged {
        self.averaged(&self.diagonal, &self.actual)
    }

    /// F1, per class and averaged.
    pub fn f1(&self) -> Averaged {
        let tops: Vec<f64> = self.diagonal.iter().map(|hits| 2.0 * hits).collect();
        let bottoms: Vec<f64> = self.actual.iter().zip(&self.predicted).map(|(a, p)| a + p).collect();
        self.averaged(&tops, &bottoms)
    }

    /// Mean recall of the classes that occur.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        let recalls: Vec<f64> = self
            .diagonal
            .iter()
            .zip(&self.actual)
            .filter_map(|(&hits, &support)| ratio(hits, support))
            .collect();
        ratio(recalls.iter().sum(), recalls.len() as f64)
    }

    /// Matthews' correlation coefficient (Gorodkin's R_K).
    pub fn mcc(&self) -> Option<f64> {
        if self.n <= 0.0 {
            return None;
        }
        let covariance =
            dot(&self.diagonal, &vec![self.n; self.diagonal.len()]) - dot(&self.actual, &self.predicted);
        let spread = (self.n * self.n - dot(&self.predicted, &self.predicted))
            * (self.n * self.n - dot(&self.actual, &self.actual));
        Some(ratio(covariance, libm::sqrt(spread.max(0.0))).unwrap_or(0.0))
    }

    /// Cohen's κ: agreement beyond what the margins alone would give.
    pub fn kappa(&self) -> Option<f64> {
        let disagreement = self.n - self.diagonal.iter().sum::<f64>();
        let expected = self.n - ratio(dot(&self.actual, &self.predicted), self.n)?;
        Some(1.0 - ratio(disagreement, expected)?)
    }

    fn averaged(&self, tops: &[f64], bottoms: &[f64]) -> Averaged {
        let per_class: Vec<Option<f64>> =
            tops.iter().zip(bottoms).map(|(&top, &bottom)| ratio(top, bottom)).collect();
        let counted: Vec<f64> = per_class.iter().map(|value| value.unwrap_or(0.0)).collect();
        let if_any = |value: Option<f64>| value.filter(|_| self.n > 0.0);
        Averaged {
            macro_mean: if_any(ratio(counted.iter().sum(), counted.len() as f64)),
            micro: if_any(ratio(tops.iter().sum(), bottoms.iter().sum())),
            weighted: if_any(ratio(dot(&counted, &self.actual), self.n)),
            n_undefined: per_class.iter().filter(|value| value.is_none()).count() as u32,
            per_class,
        }
    }
}

/// Share of images whose class is among the `k` most probable. Of equal probabilities the higher class wins,
/// as in scikit-learn's `top_k_accuracy_score`, so with exact ties top-1 may differ from accuracy. `None`
/// without images or for `k` = 0.
pub fn top_k(predictions: &Predictions, k: usize) -> Option<f64> {
    if k == 0 {
        return None;
    }
    let is_among = |(row, &actual): (&[f64], &usize)| {
        let own = row.get(actual).copied().unwrap_or(0.0);
        let ahead =
            row.iter().enumerate().filter(|&(class, &p)| p > own || (p == own && class > actual)).count();
        ahead < k
    };
    let hits = predictions.rows().zip(predictions.actual()).filter(|&pair| is_among(pair)).count();
    ratio(hits as f64, predictions.len() as f64)
}

fn ratio(top: f64, bottom: f64) -> Option<f64> {
    (bottom > 0.0).then(|| top / bottom)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{agree, cases, classes, number, text};
    use crate::metric::tests::{any_predictions, golden_predictions};
    use proptest::prelude::*;

    const TOLERANCE: f64 = 1e-12;

    #[test]
    fn agrees_with_scikit_learn() {
        for case in cases("classification_labels") {
            let (inputs, expected, name) = (&case["inputs"], &case["expected"], text(&case["name"]));
            let confusion = Confusion::of(
                classes(&inputs["labels"]).len(),
                &classes(&inputs["y_true"]),
                &classes(&inputs["y_pred"]),
            );
            let it = Classification::of(&confusion.expect("in range"));
            let zeroed = &expected["by_zero_division"]["0"];
            let mut pairs = vec![
                ("accuracy".to_owned(), it.accuracy, number(&expected["accuracy"])),
                ("balanced".to_owned(), it.balanced_accuracy, number(&expected["balanced_accuracy"])),
                ("mcc".to_owned(), it.mcc, number(&expected["mcc"])),
                ("kappa".to_owned(), it.kappa, number(&expected["cohen_kappa"])),
            ];
            for (key, averaged) in [("precision", &it.precision), ("recall", &it.recall), ("f1", &it.f1)] {
                pairs.push((format!("macro {key}"), averaged.macro_mean, number(&zeroed["macro"][key])));
                pairs.push((format!("micro {key}"), averaged.micro, number(&zeroed["micro"][key])));
                pairs.push((format!("weighted {key}"), averaged.weighted, number(&zeroed["weighted"][key])));
                for (class, &got) in averaged.per_class.iter().enumerate() {
                    let want = number(&expected["by_zero_division"]["nan"]["per_class"][key][class]);
                    pairs.push((format!("{key} of {class}"), got, want));
                }
            }
            for (key, got, want) in pairs {
                assert!(agree(got, want, TOLERANCE), "{name} {key}: {got:?} against {want:?}");
            }
        }
    }

    #[test]
    fn top_k_agrees_with_scikit_learn() {
        for case in cases("classification_multiclass_scores") {
            let predictions = golden_predictions(&case);
            for (k, want) in case["expected"]["top_k"].as_object().expect("a table") {
                let got = top_k(&predictions, k.parse().expect("a number"));
                assert!(agree(got, number(want), TOLERANCE), "{} top {k}: {got:?}", text(&case["name"]));
            }
            assert_eq!(top_k(&predictions, 0), None);
        }
    }

    #[test]
    fn labels_and_their_matrix_have_the_same_margins() {
        let labels = [(0, 0), (0, 2), (1, 1), (2, 1), (2, 2), (2, 2), (7, 0)];
        let mut confusion = Confusion::empty(3);
        labels.iter().for_each(|&(actual, predicted)| confusion.record(actual, predicted));
        assert_eq!(Margins::of_labels(3, labels.into_iter()), Margins::of(&confusion));
    }

    #[test]
    fn undefined_classes_are_flagged() {
        let confusion = Confusion::of(3, &[0, 0, 1], &[0, 1, 1]).expect("in range");
        let it = Classification::of(&confusion);
        assert_eq!((it.precision.n_undefined, it.recall.n_undefined, it.f1.n_undefined), (1, 1, 1));
        assert_eq!(it.recall.per_class, [Some(0.5), Some(1.0), None]);
        assert_eq!(it.recall.macro_mean, Some(0.5));
    }

    proptest! {
        #[test]
        fn micro_f1_is_accuracy_and_all_stay_in_range(predictions in any_predictions()) {
            let it = Classification::of(&predictions.confusion());
            prop_assert!(agree(it.f1.micro, it.accuracy, TOLERANCE));
            for averaged in [&it.precision, &it.recall, &it.f1] {
                for value in averaged.per_class.iter().chain([&averaged.macro_mean, &averaged.weighted]).flatten() {
                    prop_assert!((0.0..=1.0 + TOLERANCE).contains(value));
                }
            }
            prop_assert!(it.mcc.is_none_or(|mcc| (-1.0 - TOLERANCE..=1.0 + TOLERANCE).contains(&mcc)));
            prop_assert_eq!(it.accuracy.is_none(), predictions.is_empty());
            prop_assert_eq!(top_k(&predictions, predictions.n_classes()).is_some(), !predictions.is_empty());
        }
    }
}
