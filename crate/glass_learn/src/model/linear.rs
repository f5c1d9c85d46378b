//! Softmax regression: flatten → linear.

use burn::module::Module;
use burn::nn::Linear;
use burn::tensor::{Device, Tensor};

use super::Shape;
use super::layer::{self, Draw, Next};

/// Flatten → Linear.
#[derive(Module, Debug)]
pub struct SoftmaxRegression {
    dense: Linear,
}

impl SoftmaxRegression {
    pub(super) fn new(shape: Shape, seed: u32, device: &Device) -> Self {
        Self {
            dense: layer::dense(
                shape.n_inputs(),
                shape.n_classes,
                Draw { seed, index: 0, next: Next::Other },
                device,
            ),
        }
    }

    pub(super) fn head(&self, features: Tensor<2>) -> Tensor<2> {
        self.dense.forward(features)
    }
}
