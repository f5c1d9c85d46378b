//! The architectures: what goes in, what comes out, how they begin, what dropout does. Who computes them is the
//! engines' business.
//!
//! - `article`: flatten → linear → sigmoid, and the sigmoid's outputs go into cross-entropy. An output between 0 and
//!   1 bounds what the loss can say: with two classes it cannot fall below ln(1 + e⁻¹) = 0.3133, nor can confidence
//!   pass e/(1 + e) = 0.7311.
//! - `linear`: flatten → linear: softmax regression.
//! - `mlp`: flatten → linear → ReLU → (dropout) → linear.
//! - `cnn`: two blocks of 3×3 convolution ([`BLOCKS`] channels, side kept), ReLU and 2×2 max-pooling; dense
//!   [`HIDDEN`], ReLU, (dropout), linear. A side of 28 becomes 14, then 7; an odd row is left out.
//!
//! **Dropout** is a mask that the caller draws ([`dropout_mask`]) and that multiplies the hidden features; a forward
//! pass without a mask is evaluation. burn's own randomness is never used.

pub(crate) mod initial;

use glass_core::recipe::{Model, ModelKind};
use glass_core::rng::Stream;
use serde::{Deserialize, Serialize};

/// Units of the CNN's dense layer.
pub(crate) const HIDDEN: usize = 64;
/// Channels behind each of the CNN's blocks.
pub(crate) const BLOCKS: [usize; 2] = [16, 32];

/// What goes in and what comes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shape {
    /// Planes of an image.
    pub channels: usize,
    /// Side of an image, in pixels.
    pub size: usize,
    /// Classes.
    pub n_classes: usize,
}

impl Shape {
    /// Numbers in an image.
    pub fn n_inputs(&self) -> usize {
        self.channels * self.size * self.size
    }

    /// The least side the architecture can pool down to something.
    pub fn is_possible(&self, kind: ModelKind) -> bool {
        let least = if kind == ModelKind::Cnn { 4 } else { 1 };
        self.size >= least && self.channels >= 1 && self.n_classes >= 2
    }
}

/// Hidden features that dropout may drop; `None` where nothing is hidden.
pub(crate) fn n_hidden(model: &Model) -> Option<usize> {
    match model.kind {
        ModelKind::Article | ModelKind::Linear => None,
        ModelKind::Mlp => Some(usize::from(model.hidden).max(1)),
        ModelKind::Cnn => Some(HIDDEN),
    }
}

/// The dropout mask of one training step: 0 with probability `dropout`, otherwise `1 / (1 − dropout)`, so that
/// the expected feature is unchanged. `[n_images, n_hidden]`.
pub fn dropout_mask(dropout: f64, seed: u32, step: u32, n_images: usize, n_hidden: usize) -> Vec<f32> {
    let mut stream = Stream::indexed(u64::from(seed), "dropout", u64::from(step));
    let kept = (1.0 / (1.0 - dropout)) as f32;
    (0..n_images * n_hidden).map(|_| if stream.next_f64() < dropout { 0.0 } else { kept }).collect()
}
