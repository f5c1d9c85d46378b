//! Softmax regression: flatten → linear.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use super::layer;
use crate::model::Shape;

/// Flatten → Linear.
#[derive(Module, Debug)]
pub struct SoftmaxRegression {
    dense: Linear,
}

impl SoftmaxRegression {
    pub(super) fn zeros(shape: Shape, device: &Device) -> Self {
        Self { dense: layer::dense(shape.n_inputs(), shape.n_classes, device) }
    }

    pub(super) fn head(&self, features: Tensor<2>) -> Tensor<2> {
        self.dense.forward(features)
    }
}
