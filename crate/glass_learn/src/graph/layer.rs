//! burn's layers, all zero until weights are written into them, parameter ids by position.

use burn::module::Param;
use burn::nn::{Linear, PaddingConfig2d, conv::Conv2d};
use burn::tensor::{Device, Tensor};

/// A dense layer, weights `[n_inputs, n_outputs]`.
pub(super) fn dense(n_inputs: usize, n_outputs: usize, device: &Device) -> Linear {
    Linear { weight: zeros([n_inputs, n_outputs], device), bias: Some(zeros([n_outputs], device)) }
}

/// A 3×3 convolution that keeps the side, weights `[n_outputs, n_inputs, 3, 3]`.
pub(super) fn conv3x3(n_inputs: usize, n_outputs: usize, device: &Device) -> Conv2d {
    Conv2d {
        weight: zeros([n_outputs, n_inputs, 3, 3], device),
        bias: Some(zeros([n_outputs], device)),
        stride: [1, 1],
        kernel_size: [3, 3],
        dilation: [1, 1],
        groups: 1,
        padding: PaddingConfig2d::Same,
    }
}

fn zeros<const D: usize>(shape: [usize; D], device: &Device) -> Param<Tensor<D>> {
    let tensor = Tensor::zeros(shape, device);
    Param::from_tensor(if device.is_autodiff() { tensor.require_grad() } else { tensor })
}
