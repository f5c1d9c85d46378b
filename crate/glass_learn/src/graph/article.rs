//! The article's model, exactly: flatten → linear → sigmoid, and the sigmoid's outputs go into cross-entropy.
//!
//! An output between 0 and 1 bounds what the loss can say. With two classes it cannot fall below
//! ln(1 + e⁻¹) = 0.3133, nor can confidence pass e/(1 + e) = 0.7311.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor, activation::sigmoid};

use super::layer;
use crate::model::Shape;

/// Flatten → Linear → Sigmoid.
#[derive(Module, Debug)]
pub struct Article {
    dense: Linear,
}

impl Article {
    pub(super) fn zeros(shape: Shape, device: &Device) -> Self {
        Self { dense: layer::dense(shape.n_inputs(), shape.n_classes, device) }
    }

    pub(super) fn head(&self, features: Tensor<2>) -> Tensor<2> {
        sigmoid(self.dense.forward(features))
    }
}
