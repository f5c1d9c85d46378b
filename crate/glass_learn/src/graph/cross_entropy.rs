//! Cross-entropy on burn's graph.

use burn::tensor::{Tensor, activation::log_softmax};

/// The loss of outputs `[B, K]` against [`crate::loss::targets`]: one number. Safe for outputs of any size, since
/// `log_softmax` takes the largest out first.
pub(crate) fn cross_entropy(outputs: Tensor<2>, targets: Tensor<2>) -> Tensor<1> {
    (log_softmax(outputs, 1) * targets).sum().neg()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::backend::device;
    use crate::graph::parameters::numbers;
    use crate::loss::targets;
    use burn::tensor::TensorData;
    use glass_core::recipe::Backend;

    fn loss_of(outputs: &[[f32; 3]], labels: &[u32], weights: Option<&[f32]>) -> f64 {
        let device = device(Backend::Flex).unwrap();
        let flat = TensorData::new(outputs.concat(), [outputs.len(), 3]);
        let targets = TensorData::new(targets(labels, 3, weights), [labels.len(), 3]);
        let targets = Tensor::from_data(targets, &device);
        f64::from(numbers(cross_entropy(Tensor::from_data(flat, &device), targets))[0])
    }

    #[test]
    fn against_pytorch() {
        // torch.nn.CrossEntropyLoss(weight)(outputs, labels)
        let outputs = [[1.0, 2.0, 3.0], [0.5, -1.0, 0.0], [0.0, 0.0, 0.0]];
        let naive = |row: &[f32; 3], label: usize| {
            let sum: f64 = row.iter().map(|&value| f64::from(value).exp()).sum();
            sum.ln() - f64::from(row[label])
        };
        let labels = [2, 0, 1];
        let each: Vec<f64> =
            outputs.iter().zip(labels).map(|(row, label)| naive(row, label as usize)).collect();
        let plain = each.iter().sum::<f64>() / 3.0;
        assert!((loss_of(&outputs, &labels, None) - plain).abs() < 1e-6);
        let weighted = (3.0 * each[0] + 0.5 * each[1] + 2.0 * each[2]) / 5.5;
        assert!((loss_of(&outputs, &labels, Some(&[0.5, 2.0, 3.0])) - weighted).abs() < 1e-6);
    }

    #[test]
    fn enormous_outputs_give_finite_losses() {
        let outputs = [[1e4, -1e4, 0.0], [-3e30, 0.0, 3e30]];
        assert_eq!(loss_of(&outputs, &[0, 2], None), 0.0);
        assert!(loss_of(&outputs, &[1, 0], None).is_finite());
    }
}
