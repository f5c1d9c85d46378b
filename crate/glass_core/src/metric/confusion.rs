//! The confusion matrix: `C[i][j]` counts the images of actual class `i` predicted as `j`.
//!
//! Rows are the actual classes, columns the predicted ones (scikit-learn's orientation). Counts are whole
//! images. An empty matrix is a matrix of zeros.

use serde::{Deserialize, Serialize};

/// A confusion matrix; rows actual, columns predicted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confusion {
    n_classes: usize,
    counts: Vec<u64>,
}

impl Confusion {
    /// A matrix of zeros.
    pub fn empty(n_classes: usize) -> Self {
        Self { n_classes, counts: vec![0; n_classes.saturating_mul(n_classes)] }
    }

    /// The matrix of two columns of classes; `None` when their lengths differ or a class is out of range.
    pub fn of(n_classes: usize, actual: &[usize], predicted: &[usize]) -> Option<Self> {
        let in_range = |classes: &[usize]| classes.iter().all(|&class| class < n_classes);
        if actual.len() != predicted.len() || !in_range(actual) || !in_range(predicted) {
            return None;
        }
        let mut confusion = Self::empty(n_classes);
        for (&actual, &predicted) in actual.iter().zip(predicted) {
            confusion.record(actual, predicted);
        }
        Some(confusion)
    }

    /// Counts one image; a class out of range is passed over.
    pub fn record(&mut self, actual: usize, predicted: usize) {
        if actual < self.n_classes
            && predicted < self.n_classes
            && let Some(count) = self.counts.get_mut(actual * self.n_classes + predicted)
        {
            *count = count.saturating_add(1);
        }
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Images of class `actual` predicted as `predicted`; 0 out of range.
    pub fn count(&self, actual: usize, predicted: usize) -> u64 {
        if actual >= self.n_classes || predicted >= self.n_classes {
            return 0;
        }
        self.counts.get(actual * self.n_classes + predicted).copied().unwrap_or(0)
    }

    /// The rows, one an actual class.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u64]> {
        self.counts.chunks_exact(self.n_classes.max(1))
    }

    /// The rows as owned vectors, for reports.
    pub fn to_rows(&self) -> Vec<Vec<u64>> {
        self.rows().map(<[u64]>::to_vec).collect()
    }

    /// All images.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Images on the diagonal.
    pub fn correct(&self) -> u64 {
        (0..self.n_classes).map(|class| self.count(class, class)).sum()
    }

    /// Images of each actual class.
    pub fn support(&self) -> Vec<u64> {
        self.rows().map(|row| row.iter().sum()).collect()
    }

    /// Images predicted as each class.
    pub fn predicted(&self) -> Vec<u64> {
        (0..self.n_classes).map(|class| self.rows().filter_map(|row| row.get(class)).sum()).collect()
    }

    /// Each row divided by its sum: how the images of a class were predicted. A class without images gives
    /// `None`.
    pub fn row_shares(&self) -> Vec<Option<Vec<f64>>> {
        self.rows()
            .map(|row| {
                let total: u64 = row.iter().sum();
                (total > 0).then(|| row.iter().map(|&count| count as f64 / total as f64).collect())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{cases, classes, text};
    use crate::metric::tests::any_predictions;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_scikit_learn() {
        for case in cases("classification_labels") {
            let inputs = &case["inputs"];
            let n_classes = classes(&inputs["labels"]).len();
            let it = Confusion::of(n_classes, &classes(&inputs["y_true"]), &classes(&inputs["y_pred"]));
            if let Ok(want) =
                serde_json::from_value::<Vec<Vec<u64>>>(case["expected"]["confusion_matrix"].clone())
            {
                assert_eq!(it.expect("in range").to_rows(), want, "{}", text(&case["name"]));
            }
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert_eq!(Confusion::of(2, &[0], &[]), None);
        assert_eq!(Confusion::of(2, &[0], &[2]), None);
        let mut it = Confusion::empty(2);
        it.record(5, 0);
        assert_eq!((it.total(), it.count(7, 7), it.row_shares()), (0, 0, vec![None, None]));
    }

    proptest! {
        #[test]
        fn margins_add_up(predictions in any_predictions()) {
            let it = predictions.confusion();
            prop_assert_eq!(it.total(), predictions.len() as u64);
            prop_assert_eq!(it.support().iter().sum::<u64>(), it.total());
            prop_assert_eq!(it.predicted().iter().sum::<u64>(), it.total());
            prop_assert_eq!(it.correct(), predictions.hits().iter().filter(|&&hit| hit).count() as u64);
        }
    }
}
