//! The architectures. Images `[B, C, S, S]` in, outputs `[B, K]` out: what cross-entropy takes.
//!
//! **Initial weights** are drawn here (stream `weights`, one index a layer) and handed to burn as numbers: every
//! backend and browser starts from the same bits. The CNN's layers before its last are drawn as LeCun has it,
//! uniform in ±√(3 / fan_in) with biases 0; all others as PyTorch's default has it, weights and biases uniform
//! in ±1/√fan_in, and so the article's model is the article's. On the 8 × 8 digits the CNN with PyTorch's
//! default is an epoch behind; He's ±√(6 / fan_in) is as fast, but max-pooling lifts its first loss far above
//! ln K; the MLP fares best with PyTorch's.
//!
//! **Dropout** is a mask that the caller draws ([`dropout_mask`]) and that multiplies the hidden features; a
//! forward pass without a mask is evaluation. burn's own randomness is never used.

mod article;
pub(crate) mod cnn;
mod layer;
mod linear;
mod mlp;

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use glass_core::recipe::{Model, ModelKind};
use glass_core::rng::Stream;
use serde::{Deserialize, Serialize};

pub use article::Article;
pub use cnn::Cnn;
pub use linear::SoftmaxRegression;
pub use mlp::Mlp;

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

/// A classifier of one of the four kinds.
#[derive(Module, Debug)]
#[expect(clippy::large_enum_variant, reason = "a run has one network, not a million")]
pub enum Network {
    /// The article's.
    Article(Article),
    /// Softmax regression.
    Linear(SoftmaxRegression),
    /// One hidden layer.
    Mlp(Mlp),
    /// Two convolutions.
    Cnn(Cnn),
}

impl Network {
    /// The architecture with its initial weights, drawn from `seed`, on `device`.
    pub fn new(model: &Model, shape: Shape, seed: u32, device: &Device) -> Self {
        match model.kind {
            ModelKind::Article => Self::Article(Article::new(shape, seed, device)),
            ModelKind::Linear => Self::Linear(SoftmaxRegression::new(shape, seed, device)),
            ModelKind::Mlp => Self::Mlp(Mlp::new(shape, usize::from(model.hidden), seed, device)),
            ModelKind::Cnn => Self::Cnn(Cnn::new(shape, seed, device)),
        }
    }

    /// The outputs `[B, K]` of images `[B, C, S, S]`; with a dropout mask `[B, F]` in training.
    pub fn forward(&self, images: Tensor<4>, mask: Option<Tensor<2>>) -> Tensor<2> {
        let features = self.features(images);
        self.head(match mask {
            Some(mask) => features * mask,
            None => features,
        })
    }

    /// What the last layer sees, `[B, F]`: hidden activations, or the input itself where nothing is hidden.
    pub fn features(&self, images: Tensor<4>) -> Tensor<2> {
        match self {
            Self::Article(_) | Self::Linear(_) => images.flatten(1, 3),
            Self::Mlp(mlp) => mlp.features(images),
            Self::Cnn(cnn) => cnn.features(images),
        }
    }

    /// The last layer: features `[B, F]` to outputs `[B, K]`.
    pub fn head(&self, features: Tensor<2>) -> Tensor<2> {
        match self {
            Self::Article(article) => article.head(features),
            Self::Linear(linear) => linear.head(features),
            Self::Mlp(mlp) => mlp.head(features),
            Self::Cnn(cnn) => cnn.head(features),
        }
    }

    /// Hidden features that dropout may drop; `None` where nothing is hidden.
    pub fn n_hidden(&self) -> Option<usize> {
        match self {
            Self::Article(_) | Self::Linear(_) => None,
            Self::Mlp(mlp) => Some(mlp.n_hidden()),
            Self::Cnn(_) => Some(cnn::HIDDEN),
        }
    }
}

/// The dropout mask of one training step: 0 with probability `dropout`, otherwise `1 / (1 − dropout)`, so that
/// the expected feature is unchanged. `[n_images, n_hidden]`.
pub fn dropout_mask(dropout: f64, seed: u32, step: u32, n_images: usize, n_hidden: usize) -> Vec<f32> {
    let mut stream = Stream::indexed(u64::from(seed), "dropout", u64::from(step));
    let kept = (1.0 / (1.0 - dropout)) as f32;
    (0..n_images * n_hidden).map(|_| if stream.next_f64() < dropout { 0.0 } else { kept }).collect()
}
