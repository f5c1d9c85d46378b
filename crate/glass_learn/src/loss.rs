//! Mean softmax cross-entropy, in nats, weighted by class where the recipe says so.

use glass_core::recipe::ClassWeights;

use crate::image_set::ImageSet;

/// Weight of each class in the training loss; `None` when all are the same. Balanced weights are
/// `n / (K' × n_k)` over the K' classes that have images (scikit-learn's rule); a class without images weighs
/// nothing, and is never asked.
pub(crate) fn class_weights(kind: ClassWeights, training: &ImageSet, n_classes: usize) -> Option<Vec<f32>> {
    match kind {
        ClassWeights::Equal => None,
        ClassWeights::Balanced => {
            let counts = training.class_counts(n_classes);
            let n_present = counts.iter().filter(|&&count| count > 0).count();
            let weight = |count: usize| match count {
                0 => 0.0,
                _ => (training.len() as f64 / (n_present * count) as f64) as f32,
            };
            Some(counts.into_iter().map(weight).collect())
        }
    }
}

/// What the loss multiplies log-probabilities by, `[B, K]`: each row's true class holds its share of the mean,
/// `w_y / Σ w_y`, everything else 0. A label that names no class makes a row of zeros.
pub(crate) fn targets(labels: &[u32], n_classes: usize, weights: Option<&[f32]>) -> Vec<f32> {
    let weight =
        |label: u32| weights.map_or(1.0, |weights| weights.get(label as usize).copied().unwrap_or(0.0));
    let total: f32 = labels.iter().map(|&label| weight(label)).sum();
    let mut shares = vec![0.0; labels.len() * n_classes];
    for (row, &label) in shares.chunks_exact_mut(n_classes).zip(labels) {
        if let Some(share) = row.get_mut(label as usize)
            && total > 0.0
        {
            *share = weight(label) / total;
        }
    }
    shares
}

/// Softmax of one row in place, and the natural logarithm of its sum of exponentials. Exponentials in double
/// precision from one library, so that the same outputs give the same probabilities everywhere.
pub(crate) fn softmax_in_place(row: &mut [f32]) -> f64 {
    let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let exponential = |value: f32| libm::exp(f64::from(value) - f64::from(largest));
    let sum: f64 = row.iter().map(|&value| exponential(value)).sum();
    for value in row.iter_mut() {
        *value = (exponential(*value) / sum) as f32;
    }
    f64::from(largest) + libm::log(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enormous_outputs_have_probabilities() {
        let mut row = [1e30, -1e30, 0.0];
        softmax_in_place(&mut row);
        assert_eq!(row, [1.0, 0.0, 0.0]);
    }

    #[test]
    fn balanced_weights_are_scikit_learns() {
        // compute_class_weight('balanced', classes=[0, 1], y=[0, 0, 0, 1]) = [2/3, 2]
        let set = ImageSet::checked(1, 1, vec![0; 4], vec![0, 0, 0, 1]).unwrap();
        assert_eq!(class_weights(ClassWeights::Balanced, &set, 3), Some(vec![2.0 / 3.0, 2.0, 0.0]));
        assert_eq!(class_weights(ClassWeights::Equal, &set, 3), None);
    }
}
