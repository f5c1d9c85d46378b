//! Initial weights, drawn from the seed (stream `weights`, one index a layer): every engine and browser starts from
//! the same bits.
//!
//! The CNN's layers before its last are drawn as LeCun has it, uniform in ±√(3 / fan_in) with biases 0; all others as
//! PyTorch's default has it, weights and biases uniform in ±1/√fan_in, and so the article's model is the article's.
//! On the 8 × 8 digits the CNN with PyTorch's default is an epoch behind; He's ±√(6 / fan_in) is as fast, but
//! max-pooling lifts its first loss far above ln K; the MLP fares best with PyTorch's.

use glass_core::recipe::{Model, ModelKind};
use glass_core::rng::Stream;

use super::{BLOCKS, Shape, n_hidden};
use crate::weights::Weight;

/// What a layer's outputs go into, which decides how its weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// A ReLU among convolutions: weights uniform in ±√(3 / fan_in) (LeCun), biases 0.
    Pool,
    /// Anything else: weights and biases uniform in ±1/√fan_in (PyTorch's default).
    Other,
}

/// Every parameter of the architecture, in the order of its layers.
pub(crate) fn weights(model: &Model, shape: Shape, seed: u32) -> Vec<Weight> {
    let mut drawn = Drawn { seed, weights: Vec::new() };
    let mut n_inputs = shape.n_inputs();
    let next = if model.kind == ModelKind::Cnn { Next::Pool } else { Next::Other };
    if model.kind == ModelKind::Cnn {
        let [first, second] = BLOCKS;
        drawn.layer("first", vec![first, shape.channels, 3, 3], shape.channels * 9, next);
        drawn.layer("second", vec![second, first, 3, 3], first * 9, next);
        let pooled = shape.size / 2 / 2;
        n_inputs = second * pooled * pooled;
    }
    if let Some(n_hidden) = n_hidden(model) {
        drawn.layer("hidden", vec![n_inputs, n_hidden], n_inputs, next);
        n_inputs = n_hidden;
    }
    drawn.layer("dense", vec![n_inputs, shape.n_classes], n_inputs, Next::Other);
    drawn.weights
}

struct Drawn {
    seed: u32,
    weights: Vec<Weight>,
}

impl Drawn {
    /// Weights and biases of the next layer: dense `[n_inputs, n_outputs]`, or a convolution `[n_outputs, n_inputs,
    /// 3, 3]`.
    fn layer(&mut self, name: &str, shape: Vec<usize>, fan_in: usize, next: Next) {
        let n_outputs = if shape.len() == 4 { shape[0] } else { shape[1] };
        let fan = fan_in.max(1) as f64;
        let (weight_bound, bias_bound) = match next {
            Next::Pool => (libm::sqrt(3.0 / fan), 0.0),
            Next::Other => (1.0 / libm::sqrt(fan), 1.0 / libm::sqrt(fan)),
        };
        let index = self.weights.len() as u64 / 2;
        let mut stream = Stream::indexed(u64::from(self.seed), "weights", index);
        let mut values = |n: usize, bound: f64| -> Vec<f32> {
            (0..n).map(|_| (bound * stream.uniform(-1.0, 1.0)) as f32).collect()
        };
        let weight = values(shape.iter().product(), weight_bound);
        let bias = values(n_outputs, bias_bound);
        self.weights.push(Weight { name: format!("{name}.weight"), shape, values: weight });
        self.weights.push(Weight { name: format!("{name}.bias"), shape: vec![n_outputs], values: bias });
    }
}
