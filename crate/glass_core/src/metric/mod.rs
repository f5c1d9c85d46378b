//! How good a model is, in numbers: everything is computed from [`Predictions`].

pub mod average_precision;
pub mod calibration;
pub mod certainty;
pub mod classification;
pub mod confusion;
pub mod overall;
pub mod probability;
pub mod ranking;
pub mod roc;
pub mod windowed;

use confusion::Confusion;
use serde::{Deserialize, Serialize};

/// What a model said of labelled images: per image its actual class and one probability a class.
///
/// Built by [`Predictions::checked`], after which every class is below `n_classes`, every row has
/// `n_classes` probabilities and every probability is in 0..=1. The predicted class is the most probable
/// one; the first wins a tie.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Predictions {
    n_classes: usize,
    actual: Vec<usize>,
    predicted: Vec<usize>,
    probabilities: Vec<f64>,
    n_repaired: usize,
}

impl Predictions {
    /// Predictions from actual classes and row-major probabilities. A probability that is not a number
    /// counts as 0, one outside 0..=1 as the nearer end; how many there were is kept in
    /// [`Predictions::n_repaired`]. `None` when the lengths disagree, a class is out of range or there are
    /// no classes.
    pub fn checked(n_classes: usize, actual: Vec<usize>, probabilities: Vec<f64>) -> Option<Self> {
        let fits = n_classes > 0
            && actual.len().checked_mul(n_classes) == Some(probabilities.len())
            && actual.iter().all(|&class| class < n_classes);
        if !fits {
            return None;
        }
        let mut n_repaired = 0;
        let probabilities: Vec<f64> = probabilities
            .into_iter()
            .map(|p| {
                if (0.0..=1.0).contains(&p) {
                    return p;
                }
                n_repaired += 1;
                if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) }
            })
            .collect();
        let predicted = probabilities.chunks_exact(n_classes).map(most_probable).collect();
        Some(Self { n_classes, actual, predicted, probabilities, n_repaired })
    }

    /// [`Predictions::checked`] from the single precision a model computes in.
    pub fn checked_f32(n_classes: usize, actual: Vec<usize>, probabilities: &[f32]) -> Option<Self> {
        Self::checked(n_classes, actual, probabilities.iter().map(|&p| f64::from(p)).collect())
    }

    /// Number of images.
    pub fn len(&self) -> usize {
        self.actual.len()
    }

    /// Whether there are no images.
    pub fn is_empty(&self) -> bool {
        self.actual.is_empty()
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Probabilities that had to be brought into 0..=1: rounding if few, a broken model if many.
    pub fn n_repaired(&self) -> usize {
        self.n_repaired
    }

    /// The actual classes.
    pub fn actual(&self) -> &[usize] {
        &self.actual
    }

    /// The predicted classes.
    pub fn predicted(&self) -> &[usize] {
        &self.predicted
    }

    /// The probabilities, one row an image.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.probabilities.chunks_exact(self.n_classes.max(1))
    }

    /// Top-1 confidence per image: the probability of the predicted class.
    pub fn confidences(&self) -> Vec<f64> {
        self.rows().map(|row| row.iter().copied().fold(0.0, f64::max)).collect()
    }

    /// Whether each image was classified rightly.
    pub fn hits(&self) -> Vec<bool> {
        self.actual.iter().zip(&self.predicted).map(|(actual, predicted)| actual == predicted).collect()
    }

    /// One class against the rest: its probability per image, and whether the image is of it.
    pub fn one_vs_rest(&self, class: usize) -> (Vec<f64>, Vec<bool>) {
        let scores = self.rows().map(|row| row.get(class).copied().unwrap_or(0.0)).collect();
        (scores, self.actual.iter().map(|&actual| actual == class).collect())
    }

    /// The confusion matrix.
    pub fn confusion(&self) -> Confusion {
        let mut confusion = Confusion::empty(self.n_classes);
        for (&actual, &predicted) in self.actual.iter().zip(&self.predicted) {
            confusion.record(actual, predicted);
        }
        confusion
    }

    /// The images at `indices`, in that order and as often as they are named; indices out of range are
    /// passed over.
    pub fn select(&self, indices: &[usize]) -> Self {
        let mut chosen = Self {
            n_classes: self.n_classes,
            actual: Vec::with_capacity(indices.len()),
            predicted: Vec::with_capacity(indices.len()),
            probabilities: Vec::with_capacity(indices.len() * self.n_classes),
            n_repaired: self.n_repaired,
        };
        for &index in indices {
            let start = index.saturating_mul(self.n_classes);
            let row = self.probabilities.get(start..start.saturating_add(self.n_classes));
            if let (Some(row), Some(&actual), Some(&predicted)) =
                (row, self.actual.get(index), self.predicted.get(index))
            {
                chosen.actual.push(actual);
                chosen.predicted.push(predicted);
                chosen.probabilities.extend_from_slice(row);
            }
        }
        chosen
    }

    /// The same images with other probabilities (after calibration); `None` when the count differs.
    pub fn with_probabilities(&self, probabilities: Vec<f64>) -> Option<Self> {
        Self::checked(self.n_classes, self.actual.clone(), probabilities)
    }
}

/// The index of the largest probability; the first wins a tie, and 0 answers for an empty row. NaN never
/// wins.
pub fn most_probable(row: &[f64]) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (class, &p) in row.iter().enumerate() {
        if p > best.1 {
            best = (class, p);
        }
    }
    best.0
}

#[cfg(test)]
pub(crate) mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{classes, numbers};
    use proptest::prelude::*;
    use serde_json::Value;

    /// The predictions of a golden multi-class case.
    pub(crate) fn golden_predictions(case: &Value) -> Predictions {
        let rows: Vec<Vec<f64>> =
            case["inputs"]["proba"].as_array().expect("rows").iter().map(numbers).collect();
        Predictions::checked(rows[0].len(), classes(&case["inputs"]["y_true"]), rows.concat())
            .expect("golden rows fit")
    }

    /// Any predictions: 1 to 5 classes, 0 to 60 images, probabilities from a softmax of noise.
    pub(crate) fn any_predictions() -> impl Strategy<Value = Predictions> {
        (1_usize..6, 0_usize..60, any::<u64>()).prop_map(|(n_classes, n, seed)| {
            let mut stream = crate::rng::Stream::named(seed, "predictions");
            let actual = (0..n).map(|_| stream.below(n_classes as u32) as usize).collect();
            let mut probabilities = Vec::new();
            for _ in 0..n {
                let row: Vec<f64> = (0..n_classes).map(|_| libm::exp(2.0 * stream.normal())).collect();
                let total: f64 = row.iter().sum();
                probabilities.extend(row.iter().map(|weight| weight / total));
            }
            Predictions::checked(n_classes, actual, probabilities).expect("rows fit")
        })
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(Predictions::checked(0, vec![], vec![]), None);
        assert_eq!(Predictions::checked(2, vec![0], vec![0.5]), None);
        assert_eq!(Predictions::checked(2, vec![2], vec![0.5, 0.5]), None);
        assert!(Predictions::checked(2, vec![], vec![]).is_some());
    }

    #[test]
    fn broken_probabilities_are_repaired_and_counted() {
        let it = Predictions::checked(3, vec![0, 1], vec![f64::NAN, 0.2, 0.2, f64::INFINITY, -1.0, 0.5])
            .expect("rows fit");
        assert_eq!((it.n_repaired(), it.predicted()), (3, [1, 0].as_slice()));
        assert_eq!(it.confidences(), [0.2, 1.0]);
    }

    #[test]
    fn selecting_repeats_and_passes_over() {
        let it = Predictions::checked(2, vec![0, 1], vec![0.9, 0.1, 0.3, 0.7]).expect("rows fit");
        assert_eq!(it.select(&[1, 1, 9]).actual(), [1, 1]);
        assert_eq!(it.select(&[0, 1]), it);
    }
}
