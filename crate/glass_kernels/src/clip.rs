//! Gradient clipping by the global norm: all gradients of a step, taken as one vector, are scaled down together
//! where they are longer than the limit, so that their direction stays (Pascanu et al. 2013; PyTorch's
//! `clip_grad_norm_`).

use crate::lanes::{LANES, Lanes};

/// PyTorch's, added to the norm before it divides.
const EPSILON: f64 = 1e-6;

/// Scales gradients down to the length `limit`, where they are longer. The buffer is whole vectors long; zeros in
/// spare places add nothing and stay.
pub fn clip(gradients: &mut [f32], limit: f64) {
    if let Some(factor) = factor(sum_of_squares(gradients), limit) {
        scale(gradients, factor);
    }
}

/// What gradients with this sum of squares are multiplied by; `None` where they are short enough as they are. Those
/// that are no numbers are left for the loss to tell.
pub fn factor(sum_of_squares: f64, limit: f64) -> Option<f32> {
    let factor = limit / (libm::sqrt(sum_of_squares) + EPSILON);
    (factor < 1.0).then_some(factor as f32)
}

/// The square of a vector's length, of however many numbers: in double precision, in which no square of a float
/// overflows, every fourth number summed for itself and the four sums as [`Lanes::sum`] does.
pub fn sum_of_squares(values: &[f32]) -> f64 {
    let mut sums = [0.0_f64; LANES];
    for values in values.chunks(LANES) {
        for (sum, &value) in sums.iter_mut().zip(values) {
            *sum += f64::from(value) * f64::from(value);
        }
    }
    let [a, b, c, d] = sums;
    (a + b) + (c + d)
}

/// `g ← f g`.
fn scale(gradients: &mut [f32], factor: f32) {
    let factor = Lanes::splat(factor);
    for gradients in gradients.chunks_exact_mut(LANES) {
        (Lanes::load(gradients) * factor).store(gradients);
    }
}
