//! The scalar twins.

use crate::{Canvas, Conv, Dense};

pub fn dense_forward(dense: &Dense, x: &[f32], weights: &[f32], bias: &[f32]) -> Vec<f64> {
    let row = |x: &[f32]| -> Vec<f64> {
        let sum = |n: usize| -> f64 {
            x.iter().enumerate().map(|(k, &x)| f64::from(x) * f64::from(weights[dense.place(k, n)])).sum()
        };
        (0..dense.n_outputs).map(|n| f64::from(bias[n]) + sum(n)).collect()
    };
    x.chunks_exact(dense.n_inputs).flat_map(row).collect()
}

pub fn dense_weight_gradient(dense: &Dense, x: &[f32], dy: &[f32]) -> Vec<f64> {
    let mut gradient = vec![0.0; dense.n_weights()];
    for (x, dy) in x.chunks_exact(dense.n_inputs).zip(dy.chunks_exact(dense.n_outputs)) {
        for (k, &x) in x.iter().enumerate() {
            for (n, &dy) in dy.iter().enumerate() {
                gradient[dense.place(k, n)] += f64::from(x) * f64::from(dy);
            }
        }
    }
    gradient
}

pub fn dense_input_gradient(dense: &Dense, dy: &[f32], weights: &[f32]) -> Vec<f64> {
    let row = |dy: &[f32]| -> Vec<f64> {
        let sum = |k: usize| -> f64 {
            dy.iter().enumerate().map(|(n, &dy)| f64::from(dy) * f64::from(weights[dense.place(k, n)])).sum()
        };
        (0..dense.n_inputs).map(sum).collect()
    };
    dy.chunks_exact(dense.n_outputs).flat_map(row).collect()
}

/// Channels-last pixels inside a border of zeros, with room for reads of whole vectors.
pub fn framed(canvas: Canvas, pixels: &[f32]) -> Vec<f32> {
    let mut image = vec![0.0; canvas.len() + crate::conv::SLACK];
    for (row, pixels) in pixels.chunks_exact(canvas.side * canvas.channels).enumerate() {
        image[canvas.place(row, 0)..][..pixels.len()].copy_from_slice(pixels);
    }
    image
}

/// Every tap of every window: output pixel, output channel, place in the input, place in the weights.
fn taps(conv: &Conv) -> impl Iterator<Item = (usize, usize, usize, usize)> {
    let conv = *conv;
    let (side, row_len) = (conv.side, conv.input().row_len());
    (0..side * side).flat_map(move |pixel| {
        (0..conv.n_outputs).flat_map(move |output| {
            (0..9 * conv.n_inputs).map(move |tap| {
                let (row, column, input) =
                    (tap / conv.n_inputs / 3, tap / conv.n_inputs % 3, tap % conv.n_inputs);
                let place = (pixel / side + row) * row_len + (pixel % side + column) * conv.n_inputs + input;
                (pixel, output, place, conv.place(output, row, column, input))
            })
        })
    })
}

/// The largest of each square, before ReLU, and which of the four it was.
pub fn conv_forward(conv: &Conv, image: &[f32], weights: &[f32], bias: &[f32]) -> Vec<(f64, usize)> {
    let mut map: Vec<f64> =
        (0..conv.side * conv.side).flat_map(|_| bias.iter().map(|&bias| f64::from(bias))).collect();
    for (pixel, output, input, weight) in taps(conv) {
        map[pixel * conv.n_outputs + output] += f64::from(image[input]) * f64::from(weights[weight]);
    }
    let pooled = conv.pooled_side();
    (0..conv.n_pooled() * conv.n_outputs)
        .map(|index| {
            let (cell, output) = (index / conv.n_outputs, index % conv.n_outputs);
            let value = |which: usize| {
                let (row, column) = (2 * (cell / pooled) + which / 2, 2 * (cell % pooled) + which % 2);
                map[(row * conv.side + column) * conv.n_outputs + output]
            };
            (0..4).fold((f64::NEG_INFINITY, 0), |best, which| {
                if value(which) > best.0 { (value(which), which) } else { best }
            })
        })
        .collect()
}

/// Gradients of weights and bias for gradients `[side, side, N]` of the map before pooling.
pub fn conv_weight_gradient(conv: &Conv, image: &[f32], sources: &[f32]) -> (Vec<f64>, Vec<f64>) {
    let (mut gradient, mut bias) = (vec![0.0; conv.n_weights()], vec![0.0; conv.n_outputs]);
    for (pixel, output, input, weight) in taps(conv) {
        gradient[weight] += f64::from(image[input]) * f64::from(sources[pixel * conv.n_outputs + output]);
    }
    for (index, &source) in sources.iter().enumerate() {
        bias[index % conv.n_outputs] += f64::from(source);
    }
    (gradient, bias)
}

pub fn conv_input_gradient(conv: &Conv, weights: &[f32], sources: &[f32]) -> Vec<f64> {
    let mut gradient = vec![0.0; conv.input().len()];
    for (pixel, output, input, weight) in taps(conv) {
        gradient[input] += f64::from(weights[weight]) * f64::from(sources[pixel * conv.n_outputs + output]);
    }
    gradient
}

/// An optimiser's rule.
#[derive(Clone, Copy)]
pub enum Rule {
    Sgd { weight_decay: f64 },
    Momentum(f64),
    Adam,
}

/// Weights after a step for each of the gradients.
pub fn optimised(start: &[f32], gradients: &[Vec<f32>], rate: f64, rule: Rule) -> Vec<f64> {
    let one = |index: usize| {
        let (mut w, mut m, mut v) = (f64::from(start[index]), 0.0, 0.0);
        for (step, gradient) in (1..).zip(gradients) {
            let g = f64::from(gradient[index]);
            match rule {
                Rule::Sgd { weight_decay } => w -= rate * (g + weight_decay * w),
                Rule::Momentum(momentum) => {
                    m = momentum * m + g;
                    w -= rate * m;
                }
                Rule::Adam => {
                    m = 0.9 * m + 0.1 * g;
                    v = 0.999 * v + 0.001 * g * g;
                    let (mean, square) = (m / (1.0 - 0.9_f64.powi(step)), v / (1.0 - 0.999_f64.powi(step)));
                    w -= rate * mean / (square.sqrt() + 1e-8);
                }
            }
        }
        w
    };
    (0..start.len()).map(one).collect()
}

/// The length of a vector.
pub fn norm(values: &[f32]) -> f64 {
    values.iter().map(|&value| f64::from(value).powi(2)).sum::<f64>().sqrt()
}

/// Gradients scaled down to `limit`.
pub fn clipped(gradients: &[f32], limit: f64) -> Vec<f64> {
    let factor = (limit / (norm(gradients) + 1e-6)).min(1.0);
    gradients.iter().map(|&gradient| f64::from(gradient) * factor).collect()
}
