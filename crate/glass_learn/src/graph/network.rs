//! A network of any of the four kinds, as a burn module. Images `[B, C, S, S]` in, outputs `[B, K]` out.

use burn::module::Module;
use burn::tensor::{Device, Tensor};
use glass_core::recipe::{Model, ModelKind};

use super::article::Article;
use super::cnn::Cnn;
use super::linear::SoftmaxRegression;
use super::mlp::Mlp;
use crate::model::{HIDDEN, Shape};

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
    /// The architecture with all weights zero, on `device`.
    pub fn zeros(model: &Model, shape: Shape, device: &Device) -> Self {
        match model.kind {
            ModelKind::Article => Self::Article(Article::zeros(shape, device)),
            ModelKind::Linear => Self::Linear(SoftmaxRegression::zeros(shape, device)),
            ModelKind::Mlp => Self::Mlp(Mlp::zeros(shape, usize::from(model.hidden), device)),
            ModelKind::Cnn => Self::Cnn(Cnn::zeros(shape, device)),
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
            Self::Cnn(_) => Some(HIDDEN),
        }
    }
}
