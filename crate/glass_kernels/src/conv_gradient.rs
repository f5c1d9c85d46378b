//! The gradients of the convolution block, over the few outputs that have one.
//!
//! Of four pooled outputs only the largest passes its gradient on, and of those only the ones that ReLU let
//! through: at most a quarter of the map between convolution and pooling, as a rule an eighth, is not zero.
//! So the gradients are not products of dense matrices. For each output channel there is a list of the places
//! that have a gradient ([`Hits`]), and each place adds its window (to the weights') or its weights (to the
//! input's). Skipping a product with zero changes no bit of a sum.

use crate::conv::Conv;
use crate::lanes::{LANES, Lanes};

/// Places of one image with a gradient, for each output channel.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// `[N, places]`: where the window begins in the input, and the gradient.
    entries: Vec<(u32, f32)>,
    /// How many of each channel's places are taken.
    counts: Vec<usize>,
}

impl Hits {
    /// Collects the places of one image: `pooled` and its gradient, `[H / 2, W / 2, N]`, and the winners of the
    /// forward pass. `pooled` and `gradient` have `row_len` numbers from row to row.
    pub fn collect(&mut self, conv: &Conv, pooled: Map<'_>, gradient: Map<'_>, winners: &[f32]) {
        let (side, n) = (conv.pooled_side(), conv.n_outputs);
        let input = conv.input();
        let corners =
            [0, input.channels, input.row_len(), input.row_len() + input.channels].map(|at| at as u32);
        self.entries.resize(n * conv.n_pooled(), (0, 0.0));
        self.counts.clear();
        self.counts.resize(n, 0);
        for (row, winners) in winners.chunks_exact(side * n).take(side).enumerate() {
            let (pooled, gradient) = (pooled.row(row, side * n), gradient.row(row, side * n));
            for column in 0..side {
                let corner = (2 * row * input.row_len() + 2 * column * input.channels) as u32;
                let cells = column * n..(column + 1) * n;
                let values = pooled[cells.clone()].iter().zip(&gradient[cells.clone()]).zip(&winners[cells]);
                let channels = self.counts.iter_mut().zip(self.entries.chunks_exact_mut(conv.n_pooled()));
                for (((&value, &gradient), &winner), (count, places)) in values.zip(channels) {
                    // Written always, kept only where there is a gradient: no branch to mispredict.
                    places[*count] = (corner + corners[winner as usize & 3], gradient);
                    *count += usize::from(value > 0.0 && gradient != 0.0);
                }
            }
        }
    }

    fn channels<'a>(&'a self, conv: &Conv) -> impl Iterator<Item = &'a [(u32, f32)]> {
        self.entries.chunks_exact(conv.n_pooled()).zip(&self.counts).map(|(places, &count)| &places[..count])
    }
}

/// Rows of numbers that lie apart.
#[derive(Debug, Clone, Copy)]
pub struct Map<'a> {
    /// From the first number of the first row on.
    values: &'a [f32],
    /// Numbers from row to row.
    row_len: usize,
}

impl<'a> Map<'a> {
    /// The rows that begin at `start`.
    pub fn new(values: &'a [f32], start: usize, row_len: usize) -> Self {
        Self { values: &values[start..], row_len }
    }

    fn row(&self, row: usize, len: usize) -> &'a [f32] {
        &self.values[row * self.row_len..][..len]
    }
}

/// Adds one image's part of the weights' gradient, laid out like the weights, and of the bias'. The spare places
/// of the weights' gradient get numbers without meaning: see [`clear_spare`].
pub fn weight_gradient(conv: &Conv, input: &[f32], hits: &Hits, gradient: &mut [f32], bias: &mut [f32]) {
    let row_len = conv.input().row_len();
    let run = conv.padded_run();
    let channels = hits.channels(conv).zip(gradient.chunks_exact_mut(3 * run)).zip(bias);
    for ((places, gradient), bias) in channels {
        *bias += places.iter().fold(0.0, |sum, (_, gradient)| sum + gradient);
        match run / LANES {
            1 => add_windows::<3, 1>(input, row_len, places, gradient),
            3 => add_windows::<3, 3>(input, row_len, places, gradient),
            _ => {
                for (tap, gradient) in gradient.chunks_exact_mut(run).enumerate() {
                    let input = &input[tap * row_len..];
                    let mut wide = gradient.chunks_exact_mut(WIDE * LANES);
                    let mut first = 0;
                    for gradient in &mut wide {
                        add_windows::<1, WIDE>(&input[first..], row_len, places, gradient);
                        first += WIDE * LANES;
                    }
                    for gradient in wide.into_remainder().chunks_exact_mut(LANES) {
                        add_windows::<1, 1>(&input[first..], row_len, places, gradient);
                        first += LANES;
                    }
                }
            }
        }
    }
}

/// Vectors summed side by side: one row of a window over sixteen channels.
const WIDE: usize = 12;

/// Adds the gradients times `ROWS` rows of `VECTORS` vectors of their windows.
#[inline(always)]
fn add_windows<const ROWS: usize, const VECTORS: usize>(
    input: &[f32],
    row_len: usize,
    places: &[(u32, f32)],
    gradient: &mut [f32],
) {
    let mut sums = [[Lanes::zero(); VECTORS]; ROWS];
    for &(place, gradient) in places {
        let window = &input[place as usize..][..(ROWS - 1) * row_len + VECTORS * LANES];
        let gradient = Lanes::splat(gradient);
        for (row, sums) in sums.iter_mut().enumerate() {
            for (sum, values) in sums.iter_mut().zip(window[row * row_len..].chunks_exact(LANES)) {
                *sum = sum.plus_product(gradient, Lanes::load(values));
            }
        }
    }
    for (sum, gradient) in sums.as_flattened().iter().zip(gradient.chunks_exact_mut(LANES)) {
        (Lanes::load(gradient) + *sum).store(gradient);
    }
}

/// Adds one image's gradient of the input, laid out like the input (its border gets what falls there). The
/// spare places of the weights must be zero.
pub fn input_gradient(conv: &Conv, weights: &[f32], hits: &Hits, gradient: &mut [f32]) {
    let row_len = conv.input().row_len();
    let run = conv.padded_run();
    for (places, weights) in hits.channels(conv).zip(weights.chunks_exact(3 * run)) {
        for (tap, weights) in weights.chunks_exact(run).enumerate() {
            let mut first = tap * row_len;
            let wide = weights.chunks_exact(WIDE * LANES);
            let rest = wide.remainder();
            for weights in wide {
                add_weights::<WIDE>(weights, places, &mut gradient[first..]);
                first += WIDE * LANES;
            }
            for weights in rest.chunks_exact(LANES) {
                add_weights::<1>(weights, places, &mut gradient[first..]);
                first += LANES;
            }
        }
    }
}

/// Adds the gradients times `VECTORS` vectors of weights at their places.
#[inline(always)]
fn add_weights<const VECTORS: usize>(weights: &[f32], places: &[(u32, f32)], gradient: &mut [f32]) {
    let weights: [Lanes; VECTORS] = std::array::from_fn(|index| Lanes::load(&weights[index * LANES..]));
    for &(place, factor) in places {
        let factor = Lanes::splat(factor);
        let window = &mut gradient[place as usize..][..VECTORS * LANES];
        for (values, weights) in window.chunks_exact_mut(LANES).zip(weights) {
            Lanes::load(values).plus_product(factor, weights).store(values);
        }
    }
}

/// Zeroes the places of a weights' gradient that belong to no weight.
pub fn clear_spare(conv: &Conv, gradient: &mut [f32]) {
    for row in gradient.chunks_exact_mut(conv.padded_run()) {
        row[conv.run()..].fill(0.0);
    }
}
