//! One hidden layer: flatten → linear → ReLU → (dropout) → linear.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor, activation::relu};

use super::layer;
use crate::model::Shape;

/// Flatten → Linear → ReLU → Linear.
#[derive(Module, Debug)]
pub struct Mlp {
    hidden: Linear,
    dense: Linear,
}

impl Mlp {
    pub(super) fn zeros(shape: Shape, n_hidden: usize, device: &Device) -> Self {
        let n_hidden = n_hidden.max(1);
        Self {
            hidden: layer::dense(shape.n_inputs(), n_hidden, device),
            dense: layer::dense(n_hidden, shape.n_classes, device),
        }
    }

    pub(super) fn features(&self, images: Tensor<4>) -> Tensor<2> {
        relu(self.hidden.forward(images.flatten(1, 3)))
    }

    pub(super) fn head(&self, features: Tensor<2>) -> Tensor<2> {
        self.dense.forward(features)
    }

    pub(super) fn n_hidden(&self) -> usize {
        let [_, n_hidden] = self.hidden.weight.dims();
        n_hidden
    }
}
