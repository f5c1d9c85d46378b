//! How weights follow gradients, over one flat buffer. The same rules as burn's and PyTorch's optimisers.
//!
//! Buffers are whole vectors long; spare places hold zeros and stay so.

use crate::lanes::{LANES, Lanes};

/// Numbers under this size are taken for zero in the moments: they could move no weight, and numbers near the
/// end of a float's range make processors slow.
const NEGLIGIBLE: f32 = 1e-30;

/// Adam's constants.
const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.999;
const EPSILON: f32 = 1e-8;

/// `g ← g + λ w`.
pub fn decay(weights: &[f32], gradients: &mut [f32], weight_decay: f32) {
    let factor = Lanes::splat(weight_decay);
    for (weights, gradients) in weights.chunks_exact(LANES).zip(gradients.chunks_exact_mut(LANES)) {
        Lanes::load(gradients).plus_product(factor, Lanes::load(weights)).store(gradients);
    }
}

/// `w ← w − η g`.
pub fn sgd(weights: &mut [f32], gradients: &[f32], learning_rate: f32) {
    let rate = Lanes::splat(learning_rate);
    for (weights, gradients) in weights.chunks_exact_mut(LANES).zip(gradients.chunks_exact(LANES)) {
        (Lanes::load(weights) - rate * Lanes::load(gradients)).store(weights);
    }
}

/// `v ← μ v + g`, `w ← w − η v`; `velocities` begin at zero.
pub fn momentum(
    weights: &mut [f32],
    gradients: &[f32],
    velocities: &mut [f32],
    learning_rate: f32,
    momentum: f32,
) {
    let (rate, momentum) = (Lanes::splat(learning_rate), Lanes::splat(momentum));
    let chunks = weights.chunks_exact_mut(LANES).zip(gradients.chunks_exact(LANES));
    for ((weights, gradients), velocities) in chunks.zip(velocities.chunks_exact_mut(LANES)) {
        let velocity = settled(momentum * Lanes::load(velocities) + Lanes::load(gradients));
        velocity.store(velocities);
        (Lanes::load(weights) - rate * velocity).store(weights);
    }
}

/// Adam's step number `step`, from 1: `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, both corrected for their
/// start, `w ← w − η m̂ / (√v̂ + ε)`. The moments begin at zero. D. Kingma, J. Ba, arXiv 1412.6980.
pub fn adam(
    weights: &mut [f32],
    gradients: &[f32],
    means: &mut [f32],
    squares: &mut [f32],
    learning_rate: f32,
    step: u32,
) {
    let corrected = |beta: f32| (1.0 / (1.0 - libm::pow(f64::from(beta), f64::from(step)))) as f32;
    let (of_mean, of_square) = (Lanes::splat(corrected(BETA_1)), Lanes::splat(corrected(BETA_2)));
    let (beta_1, rest_1) = (Lanes::splat(BETA_1), Lanes::splat(1.0 - BETA_1));
    let (beta_2, rest_2) = (Lanes::splat(BETA_2), Lanes::splat(1.0 - BETA_2));
    let (rate, epsilon) = (Lanes::splat(learning_rate), Lanes::splat(EPSILON));
    let chunks = weights.chunks_exact_mut(LANES).zip(gradients.chunks_exact(LANES));
    let moments = means.chunks_exact_mut(LANES).zip(squares.chunks_exact_mut(LANES));
    for ((weights, gradients), (means, squares)) in chunks.zip(moments) {
        let gradient = Lanes::load(gradients);
        let mean = settled(beta_1 * Lanes::load(means) + rest_1 * gradient);
        let square = settled(beta_2 * Lanes::load(squares) + rest_2 * (gradient * gradient));
        mean.store(means);
        square.store(squares);
        let step = rate * (mean * of_mean) / ((square * of_square).sqrt() + epsilon);
        (Lanes::load(weights) - step).store(weights);
    }
}

/// The number itself, or zero where it is negligible. NaN stays NaN.
#[inline(always)]
fn settled(value: Lanes) -> Lanes {
    let negated = Lanes::zero() - value;
    let magnitude = value.where_above(negated, value, negated);
    Lanes::splat(NEGLIGIBLE).where_above(magnitude, Lanes::zero(), value)
}
