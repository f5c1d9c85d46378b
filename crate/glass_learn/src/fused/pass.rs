//! One batch on its way through the layers: the activations, and how they come about.

use glass_core::recipe::ModelKind;
use glass_kernels::conv::SLACK;
use glass_kernels::lanes::LANES;
use glass_kernels::{Canvas, Conv};

use super::plan::{Blocks, Plan};
use super::watch::{Stage, Watch};

/// Rows are computed four at a time; those to spare hold zeros.
const ROWS: usize = 4;

/// Activations of a batch. Buffers grow to the largest batch seen and are kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Pass {
    /// Images of the batch.
    pub(super) n: usize,
    /// Images channels-last with their borders, where there are blocks.
    pub(super) images: Vec<f32>,
    /// The first block's outputs, with borders.
    pub(super) between: Vec<f32>,
    /// Which of four each output of the first block was.
    pub(super) first_winners: Vec<f32>,
    /// Which of four each output of the second block was.
    pub(super) second_winners: Vec<f32>,
    /// Rows of the first dense layer's inputs.
    pub(super) flat: Vec<f32>,
    /// Rows of hidden activations, after dropout.
    pub(super) hidden: Vec<f32>,
    /// Rows of outputs, before softmax.
    pub(super) outputs: Vec<f32>,
    first_panels: Vec<f32>,
    second_panels: Vec<f32>,
}

impl Pass {
    /// Computes a batch of planar images `[n, C, S, S]`; `mask`, `[n, hidden units]`, multiplies what is hidden.
    pub(super) fn forward(
        &mut self,
        plan: &Plan,
        weights: &[f32],
        images: &[f32],
        n: usize,
        mask: Option<&[f32]>,
        watch: Watch<'_>,
    ) {
        self.n = n;
        let rows = n.next_multiple_of(ROWS);
        let n_inputs = plan.first_dense().n_inputs;
        self.flat.resize(rows * n_inputs, 0.0);
        match &plan.blocks {
            Some(blocks) => self.through_blocks(blocks, weights, images, watch),
            None => {
                let len = plan.shape.n_inputs();
                for (row, image) in self.flat.chunks_exact_mut(n_inputs).zip(images.chunks_exact(len)) {
                    row[..len].copy_from_slice(image);
                    row[len..].fill(0.0);
                }
            }
        }
        self.flat[n * n_inputs..].fill(0.0);
        if let Some((hidden, n_hidden)) = &plan.hidden {
            let dense = &hidden.dense;
            self.hidden.resize(rows * dense.n_outputs, 0.0);
            let (weights, bias) = (&weights[hidden.at.weights.clone()], &weights[hidden.at.bias.clone()]);
            dense.forward(&self.flat, weights, bias, &mut self.hidden);
            // NaN passes: a broken model is to be noticed.
            for value in self.hidden.iter_mut().filter(|value| **value < 0.0) {
                *value = 0.0;
            }
            if let Some(mask) = mask {
                let rows = self.hidden.chunks_exact_mut(dense.n_outputs).zip(mask.chunks_exact(*n_hidden));
                for (row, mask) in rows {
                    for (value, mask) in row.iter_mut().zip(mask) {
                        *value *= mask;
                    }
                }
            }
        }
        let head = &plan.head;
        self.outputs.resize(rows * head.dense.n_outputs, 0.0);
        let inputs = if plan.hidden.is_some() { &self.hidden } else { &self.flat };
        let (weights, bias) = (&weights[head.at.weights.clone()], &weights[head.at.bias.clone()]);
        head.dense.forward(inputs, weights, bias, &mut self.outputs);
        if plan.kind == ModelKind::Article {
            self.outputs.iter_mut().for_each(|output| *output = sigmoid(*output));
        }
        watch(Stage::DenseForward);
    }

    /// The images through both blocks, one after the other, so that each stays in the nearest cache.
    fn through_blocks(&mut self, blocks: &Blocks, weights: &[f32], images: &[f32], watch: Watch<'_>) {
        let Blocks { first, second, first_at, second_at } = blocks;
        let (input, between, behind) = (first.input(), Plan::between(blocks), Plan::behind(blocks));
        let winners = |conv: &Conv| conv.n_pooled() * conv.n_outputs;
        self.images.resize(self.n * input.len() + SLACK, 0.0);
        self.between.resize(self.n * between.len() + SLACK, 0.0);
        self.first_winners.resize(self.n * winners(first), 0.0);
        self.second_winners.resize(self.n * winners(second), 0.0);
        self.first_panels.resize(first.panels_len(), 0.0);
        self.second_panels.resize(second.panels_len(), 0.0);
        first.lay_panels(&weights[first_at.weights.clone()], &mut self.first_panels);
        second.lay_panels(&weights[second_at.weights.clone()], &mut self.second_panels);
        let n_pixels = first.side * first.side * first.n_inputs;
        for (index, image) in images.chunks_exact(n_pixels).take(self.n).enumerate() {
            let canvas = &mut self.images[index * input.len()..][..input.len()];
            lay_out(image, input, canvas);
            watch(Stage::LayOut);
            let middle = &mut self.between[index * between.len()..];
            let bias = &weights[first_at.bias.clone()];
            let seen = &mut self.first_winners[index * winners(first)..];
            first.forward(
                &self.images[index * input.len()..],
                &self.first_panels,
                bias,
                between,
                middle,
                seen,
            );
            watch(Stage::FirstForward);
            let bias = &weights[second_at.bias.clone()];
            let seen = &mut self.second_winners[index * winners(second)..];
            let end = &mut self.flat[index * behind.len()..];
            second.forward(middle, &self.second_panels, bias, behind, end, seen);
            watch(Stage::SecondForward);
        }
    }

    /// Outputs without the spare columns and rows, `[n, K]`.
    pub(super) fn outputs(&self, plan: &Plan) -> Vec<f32> {
        cut(&self.outputs, self.n, plan.head.dense.n_outputs, plan.shape.n_classes)
    }

    /// What the last layer sees, without what is spare, `[n, F]`.
    pub(super) fn features(&self, plan: &Plan) -> Vec<f32> {
        match &plan.hidden {
            Some((hidden, n_hidden)) => cut(&self.hidden, self.n, hidden.dense.n_outputs, *n_hidden),
            None => cut(&self.flat, self.n, plan.head.dense.n_inputs, plan.shape.n_inputs()),
        }
    }
}

/// Planar pixels to channels-last, inside the border.
fn lay_out(image: &[f32], canvas: Canvas, out: &mut [f32]) {
    let Canvas { side, channels, .. } = canvas;
    for (channel, plane) in image.chunks_exact(side * side).enumerate() {
        for (row, values) in plane.chunks_exact(side).enumerate() {
            let out = &mut out[canvas.place(row, 0)..][..side * channels];
            for (pixel, value) in out.chunks_exact_mut(channels).zip(values) {
                pixel[channel] = *value;
            }
        }
    }
}

/// `n` rows of `row_len`, of each the first `kept`.
fn cut(rows: &[f32], n: usize, row_len: usize, kept: usize) -> Vec<f32> {
    rows.chunks_exact(row_len).take(n).flat_map(|row| &row[..kept]).copied().collect()
}

/// 1 / (1 + e⁻ˣ), from one library for all platforms.
fn sigmoid(value: f32) -> f32 {
    (1.0 / (1.0 + libm::exp(-f64::from(value)))) as f32
}

const _: () = assert!(ROWS.is_multiple_of(LANES));
