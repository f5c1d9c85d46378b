//! Gradient clipping by the global norm: all gradients of a step, taken as one vector, are scaled down together
//! where they are longer than the limit, so that their direction stays (Pascanu et al. 2013; PyTorch's
//! `clip_grad_norm_`).
//!
//! The norm is summed in double precision in a fixed order, that of the weights: the same bits everywhere.

/// PyTorch's, added to the norm before it divides.
const EPSILON: f64 = 1e-6;

/// Scales the gradients of all weights down to `limit`, where they are longer.
pub(crate) fn clip(gradients: &mut [f32], limit: f64) {
    if let Some(factor) = factor(sum_of_squares(gradients), limit) {
        gradients.iter_mut().for_each(|gradient| *gradient *= factor);
    }
}

/// What gradients with this sum of squares are multiplied by; `None` where they are short enough as they are.
pub(crate) fn factor(sum_of_squares: f64, limit: f64) -> Option<f32> {
    let factor = limit / (libm::sqrt(sum_of_squares) + EPSILON);
    (factor < 1.0).then_some(factor as f32)
}

/// The square of their length.
pub(crate) fn sum_of_squares(gradients: &[f32]) -> f64 {
    gradients.iter().map(|&gradient| f64::from(gradient) * f64::from(gradient)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_too_long_is_scaled_and_to_the_limit() {
        // torch.nn.utils.clip_grad_norm_: min(1, limit / (norm + 1e-6)).
        let table = [
            (25.0, 1.0, Some(0.2)),
            (25.0, 4.9, Some(0.98)),
            (25.0, 5.1, None),
            (0.0, 0.1, None),
            (1e76, 1.0, Some(1e-38)),
        ];
        for (sum_of_squares, limit, expected) in table {
            let found = factor(sum_of_squares, limit);
            let is_close = found.zip(expected).is_some_and(|(a, b): (f32, f32)| (a - b).abs() <= 1e-6 * b);
            assert!(is_close || found == expected, "{sum_of_squares} {limit}: {found:?}");
        }
        assert_eq!(sum_of_squares(&[3.0, -4.0]), 25.0);
        assert!(sum_of_squares(&[f32::MAX; 8]).is_finite(), "no overflow on the way");
    }

    #[test]
    fn gradients_that_are_no_numbers_are_left_for_the_loss_to_tell() {
        assert_eq!(factor(f64::NAN, 1.0), None);
    }
}
