//! A dense layer: `outputs = inputs × weights + bias`, and its three gradients.
//!
//! **Layouts.** Inputs `[B, K]` and outputs `[B, N]` row by row, `B` a multiple of four (rows to spare hold
//! zeros), `K` of four, `N` of eight. Weights lie in panels of eight outputs, `[N / 8, K, 8]`: the forward pass
//! and both gradients read them front to back.

use crate::lanes::{LANES, Lanes};
use crate::tile::{self, COLUMNS, ROWS};

/// The extents of a dense layer, padded as the kernels need them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dense {
    /// Inputs `K`, a multiple of four.
    pub n_inputs: usize,
    /// Outputs `N`, a multiple of eight.
    pub n_outputs: usize,
}

impl Dense {
    /// A layer for at least so many inputs and outputs.
    pub fn padded(n_inputs: usize, n_outputs: usize) -> Self {
        Self {
            n_inputs: n_inputs.next_multiple_of(LANES).max(LANES),
            n_outputs: n_outputs.next_multiple_of(COLUMNS).max(COLUMNS),
        }
    }

    /// Numbers in the weights.
    pub fn n_weights(&self) -> usize {
        self.n_inputs * self.n_outputs
    }

    /// Where the weight from `input` to `output` lies.
    pub fn place(&self, input: usize, output: usize) -> usize {
        (output / COLUMNS * self.n_inputs + input) * COLUMNS + output % COLUMNS
    }

    /// `outputs[b][n] = bias[n] + Σ_k inputs[b][k] × weights[k][n]`, summed from the bias on in the order of `k`.
    pub fn forward(&self, inputs: &[f32], weights: &[f32], bias: &[f32], outputs: &mut [f32]) {
        let panels = weights.chunks_exact(self.n_inputs * COLUMNS).zip(bias.chunks_exact(COLUMNS));
        for (panel, (weights, bias)) in panels.enumerate() {
            let rows = inputs.chunks_exact(ROWS * self.n_inputs);
            for (rows, outputs) in rows.zip(outputs.chunks_exact_mut(ROWS * self.n_outputs)) {
                let mut sums = tile::spread(bias);
                tile::accumulate(&mut sums, four_rows(rows, self.n_inputs), weights);
                for (sums, row) in sums.iter().zip(outputs.chunks_exact_mut(self.n_outputs)) {
                    let row = &mut row[panel * COLUMNS..][..COLUMNS];
                    sums[0].store(row);
                    sums[1].store(&mut row[LANES..]);
                }
            }
        }
    }

    /// `gradient[k][n] = Σ_b inputs[b][k] × output_gradient[b][n]`, in the order of `b`, in panels as the weights.
    pub fn weight_gradient(&self, inputs: &[f32], output_gradient: &[f32], gradient: &mut [f32]) {
        for first in (0..self.n_inputs).step_by(ROWS) {
            for panel in 0..self.n_outputs / COLUMNS {
                let mut sums = tile::zeros();
                let rows = inputs.chunks_exact(self.n_inputs);
                for (inputs, outputs) in rows.zip(output_gradient.chunks_exact(self.n_outputs)) {
                    let outputs = &outputs[panel * COLUMNS..][..COLUMNS];
                    let low = Lanes::load(outputs);
                    let high = Lanes::load(&outputs[LANES..]);
                    for (sums, &input) in sums.iter_mut().zip(&inputs[first..first + ROWS]) {
                        let input = Lanes::splat(input);
                        sums[0] = sums[0].plus_product(input, low);
                        sums[1] = sums[1].plus_product(input, high);
                    }
                }
                let place = (panel * self.n_inputs + first) * COLUMNS;
                for (sums, row) in sums.iter().zip(gradient[place..].chunks_exact_mut(COLUMNS)) {
                    sums[0].store(row);
                    sums[1].store(&mut row[LANES..]);
                }
            }
        }
    }

    /// `gradient[n] = Σ_b output_gradient[b][n]`, in the order of `b`.
    pub fn bias_gradient(&self, output_gradient: &[f32], gradient: &mut [f32]) {
        gradient.fill(0.0);
        for row in output_gradient.chunks_exact(self.n_outputs) {
            for (sum, value) in gradient.iter_mut().zip(row) {
                *sum += value;
            }
        }
    }

    /// `gradient[b][k] = Σ_n output_gradient[b][n] × weights[k][n]`: four sums over every fourth `n`, then those.
    pub fn input_gradient(&self, output_gradient: &[f32], weights: &[f32], gradient: &mut [f32]) {
        const PAIR: usize = 2;
        let panel_len = self.n_inputs * COLUMNS;
        for first in (0..self.n_inputs).step_by(PAIR) {
            let rows = output_gradient.chunks_exact(ROWS * self.n_outputs);
            for (outputs, gradient) in rows.zip(gradient.chunks_exact_mut(ROWS * self.n_inputs)) {
                let mut sums = [[Lanes::zero(); PAIR]; ROWS];
                let outputs = four_rows(outputs, self.n_outputs).map(|row| row.chunks_exact(COLUMNS));
                let [a, b, c, d] = outputs;
                let columns = a.zip(b).zip(c).zip(d);
                for (weights, (((a, b), c), d)) in weights.chunks_exact(panel_len).zip(columns) {
                    let weights = &weights[first * COLUMNS..][..PAIR * COLUMNS];
                    for half in 0..2 {
                        let one = Lanes::load(&weights[half * LANES..]);
                        let other = Lanes::load(&weights[COLUMNS + half * LANES..]);
                        for (sums, outputs) in sums.iter_mut().zip([a, b, c, d]) {
                            let outputs = Lanes::load(&outputs[half * LANES..]);
                            sums[0] = sums[0].plus_product(outputs, one);
                            sums[1] = sums[1].plus_product(outputs, other);
                        }
                    }
                }
                for (sums, row) in sums.iter().zip(gradient.chunks_exact_mut(self.n_inputs)) {
                    row[first] = sums[0].sum();
                    row[first + 1] = sums[1].sum();
                }
            }
        }
    }
}

/// The four rows of `len` that a block is made of.
#[inline(always)]
fn four_rows(block: &[f32], len: usize) -> [&[f32]; ROWS] {
    std::array::from_fn(|row| &block[row * len..][..len])
}
