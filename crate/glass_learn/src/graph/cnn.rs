//! Two blocks of 3×3 convolution (16, then 32 channels, side kept), ReLU and 2×2 max-pooling; dense 64, ReLU,
//! (dropout), linear. A side of 28 becomes 14, then 7; a side of 8 becomes 4, then 2; an odd row is left out.

use burn::module::Module;
use burn::nn::{Linear, conv::Conv2d};
use burn::tensor::activation::relu;
use burn::tensor::module::max_pool2d;
use burn::tensor::ops::MaxPoolOptions;
use burn::tensor::{Device, Tensor};

use super::layer;
use crate::model::{BLOCKS, HIDDEN, Shape};

/// Convolution, pooling, twice; dense; linear.
#[derive(Module, Debug)]
pub struct Cnn {
    first: Conv2d,
    second: Conv2d,
    hidden: Linear,
    dense: Linear,
}

impl Cnn {
    pub(super) fn zeros(shape: Shape, device: &Device) -> Self {
        let pooled = shape.size / 2 / 2;
        let [n_first, n_second] = BLOCKS;
        Self {
            first: layer::conv3x3(shape.channels, n_first, device),
            second: layer::conv3x3(n_first, n_second, device),
            hidden: layer::dense(n_second * pooled * pooled, HIDDEN, device),
            dense: layer::dense(HIDDEN, shape.n_classes, device),
        }
    }

    pub(super) fn features(&self, images: Tensor<4>) -> Tensor<2> {
        let once = pool(relu(self.first.forward(images))); // [B, 16, S/2, S/2]
        let twice = pool(relu(self.second.forward(once))); // [B, 32, S/4, S/4]
        relu(self.hidden.forward(twice.flatten(1, 3)))
    }

    pub(super) fn head(&self, features: Tensor<2>) -> Tensor<2> {
        self.dense.forward(features)
    }
}

fn pool(planes: Tensor<4>) -> Tensor<4> {
    max_pool2d(planes, MaxPoolOptions::new([2, 2]).with_stride([2, 2]))
}
