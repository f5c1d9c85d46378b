//! The convolution block of the CNN in one pass: 3×3 convolution that keeps the side, bias, ReLU, 2×2
//! max-pooling.
//!
//! **Layouts.** Images are channels-last with a border of zeros, `[H + 2, W + 2, C]`, so that the window of an
//! output is three runs of `3 C` numbers and no copy of windows is ever made. The output is pooled, `[H / 2,
//! W / 2, N]` (an odd last row or column is left out), written into a place with borders of its own.
//!
//! A 2×2 square of outputs times eight channels is one register tile, so the pooling takes place before anything
//! is written: the large map between convolution and pooling never exists. Which of the four was the largest is
//! kept beside it, for the gradient.

use crate::lanes::{LANES, Lanes};
use crate::tile::{self, COLUMNS};

/// The extents of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conv {
    /// Side of the (square) image, without its border.
    pub side: usize,
    /// Channels in.
    pub n_inputs: usize,
    /// Channels out, a multiple of eight.
    pub n_outputs: usize,
}

/// A square, channels-last image inside a border `border` pixels wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Canvas {
    /// Side without the border.
    pub side: usize,
    /// Width of the border, in pixels.
    pub border: usize,
    /// Channels.
    pub channels: usize,
}

impl Canvas {
    /// Numbers from one row to the next.
    pub fn row_len(&self) -> usize {
        (self.side + 2 * self.border) * self.channels
    }

    /// Numbers in all.
    pub fn len(&self) -> usize {
        (self.side + 2 * self.border) * self.row_len()
    }

    /// Is there nothing in it?
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Where a pixel's first channel lies.
    pub fn place(&self, row: usize, column: usize) -> usize {
        (row + self.border) * self.row_len() + (column + self.border) * self.channels
    }
}

/// Numbers that must follow the last image of a buffer, for reads of whole vectors.
pub const SLACK: usize = 2 * LANES;

impl Conv {
    /// The image that goes in.
    pub fn input(&self) -> Canvas {
        Canvas { side: self.side, border: 1, channels: self.n_inputs }
    }

    /// Side of the pooled output.
    pub fn pooled_side(&self) -> usize {
        self.side / 2
    }

    /// Pixels of the pooled output.
    pub fn n_pooled(&self) -> usize {
        self.pooled_side() * self.pooled_side()
    }

    /// Numbers in one row of a window: three pixels.
    pub fn run(&self) -> usize {
        3 * self.n_inputs
    }

    /// The same, in whole vectors.
    pub fn padded_run(&self) -> usize {
        self.run().next_multiple_of(LANES)
    }

    /// Numbers in the weights as they are learned: `[N, 3, padded run]`, spare places zero.
    pub fn n_weights(&self) -> usize {
        self.n_outputs * 3 * self.padded_run()
    }

    /// Where the weight from tap (`row`, `column`, `input`) to `output` lies.
    pub fn place(&self, output: usize, row: usize, column: usize, input: usize) -> usize {
        (output * 3 + row) * self.padded_run() + column * self.n_inputs + input
    }

    /// Numbers in the weights as the forward pass reads them: panels `[N / 8, 3, run, 8]`.
    pub fn panels_len(&self) -> usize {
        self.n_outputs * 3 * self.run()
    }

    /// Lays the weights out for the forward pass.
    pub fn lay_panels(&self, weights: &[f32], panels: &mut [f32]) {
        let (run, padded) = (self.run(), self.padded_run());
        for (block, panel) in panels.chunks_exact_mut(3 * run * COLUMNS).enumerate() {
            for column in 0..COLUMNS {
                let output = &weights[(block * COLUMNS + column) * 3 * padded..][..3 * padded];
                for (row, taps) in output.chunks_exact(padded).enumerate() {
                    for (tap, &weight) in taps[..run].iter().enumerate() {
                        panel[(row * run + tap) * COLUMNS + column] = weight;
                    }
                }
            }
        }
    }

    /// One image through the block. `output` lies on `canvas`; `winners`, `[H / 2, W / 2, N]`, gets 0, 1, 2 or 3
    /// for the upper left, upper right, lower left or lower right of the four pooled, the first of equals.
    pub fn forward(
        &self,
        input: &[f32],
        panels: &[f32],
        bias: &[f32],
        canvas: Canvas,
        output: &mut [f32],
        winners: &mut [f32],
    ) {
        let (run, row_len, pooled) = (self.run(), self.input().row_len(), self.pooled_side());
        let blocks = panels.chunks_exact(3 * run * COLUMNS).zip(bias.chunks_exact(COLUMNS));
        for (block, (panel, bias)) in blocks.enumerate() {
            for row in 0..pooled {
                for column in 0..pooled {
                    let mut sums = tile::spread(bias);
                    let corner = 2 * row * row_len + 2 * column * self.n_inputs;
                    for (tap, panel) in panel.chunks_exact(run * COLUMNS).enumerate() {
                        let upper = &input[corner + tap * row_len..];
                        let lower = &upper[row_len..];
                        let windows = [upper, &upper[self.n_inputs..], lower, &lower[self.n_inputs..]];
                        tile::accumulate(&mut sums, windows, panel);
                    }
                    let place = canvas.place(row, column) + block * COLUMNS;
                    let winner = (row * pooled + column) * self.n_outputs + block * COLUMNS;
                    for half in 0..2 {
                        let (largest, index) = largest_of_four(sums.map(|sums| sums[half]));
                        largest.relu().store(&mut output[place + half * LANES..]);
                        index.store(&mut winners[winner + half * LANES..]);
                    }
                }
            }
        }
    }
}

/// The largest of four in each lane, and which it was; the first of equals.
#[inline(always)]
fn largest_of_four(values: [Lanes; 4]) -> (Lanes, Lanes) {
    let [mut largest, second, third, fourth] = values;
    let mut index = Lanes::zero();
    for (value, number) in [(second, 1.0), (third, 2.0), (fourth, 3.0)] {
        index = value.where_above(largest, Lanes::splat(number), index);
        largest = value.where_above(largest, value, largest);
    }
    (largest, index)
}
