//! burn's layers with weights of our own drawing, parameter ids by position.

use burn::module::{Param, ParamId};
use burn::nn::{Linear, PaddingConfig2d, conv::Conv2d};
use burn::tensor::{Device, Tensor, TensorData};
use glass_core::rng::Stream;

/// What a layer's outputs go into, which decides how its weights are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// A ReLU among convolutions: weights uniform in ±√(3 / fan_in) (LeCun), biases 0.
    Pool,
    /// Anything else: weights and biases uniform in ±1/√fan_in (PyTorch's default).
    Other,
}

/// Where a layer is drawn from: the seed, its place in the model, and what follows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draw {
    pub(super) seed: u32,
    pub(super) index: u64,
    pub(super) next: Next,
}

/// A dense layer, weights `[n_inputs, n_outputs]`.
pub(super) fn dense(n_inputs: usize, n_outputs: usize, draw: Draw, device: &Device) -> Linear {
    let mut draws = Draws::of_layer(draw, n_inputs);
    Linear { weight: draws.weight([n_inputs, n_outputs], device), bias: Some(draws.bias(n_outputs, device)) }
}

/// A 3×3 convolution that keeps the side, weights `[n_outputs, n_inputs, 3, 3]`.
pub(super) fn conv3x3(n_inputs: usize, n_outputs: usize, draw: Draw, device: &Device) -> Conv2d {
    let mut draws = Draws::of_layer(draw, n_inputs * 9);
    Conv2d {
        weight: draws.weight([n_outputs, n_inputs, 3, 3], device),
        bias: Some(draws.bias(n_outputs, device)),
        stride: [1, 1],
        kernel_size: [3, 3],
        dilation: [1, 1],
        groups: 1,
        padding: PaddingConfig2d::Same,
    }
}

struct Draws {
    stream: Stream,
    weight_bound: f64,
    bias_bound: f64,
    first_id: u64,
}

impl Draws {
    fn of_layer(draw: Draw, fan_in: usize) -> Self {
        let fan_in = fan_in.max(1) as f64;
        let (weight_bound, bias_bound) = match draw.next {
            Next::Pool => (libm::sqrt(3.0 / fan_in), 0.0),
            Next::Other => (1.0 / libm::sqrt(fan_in), 1.0 / libm::sqrt(fan_in)),
        };
        let stream = Stream::indexed(u64::from(draw.seed), "weights", draw.index);
        Self { stream, weight_bound, bias_bound, first_id: 2 * draw.index + 1 }
    }

    fn weight<const D: usize>(&mut self, shape: [usize; D], device: &Device) -> Param<Tensor<D>> {
        self.param(self.first_id, self.weight_bound, shape, device)
    }

    fn bias(&mut self, n: usize, device: &Device) -> Param<Tensor<1>> {
        self.param(self.first_id + 1, self.bias_bound, [n], device)
    }

    /// A parameter whose id is its place, so that a checkpoint finds it again.
    fn param<const D: usize>(
        &mut self,
        id: u64,
        bound: f64,
        shape: [usize; D],
        device: &Device,
    ) -> Param<Tensor<D>> {
        let n = shape.iter().product();
        let values: Vec<f32> = (0..n).map(|_| (bound * self.stream.uniform(-1.0, 1.0)) as f32).collect();
        let tensor = Tensor::from_data(TensorData::new(values, shape), device);
        let tensor = if device.is_autodiff() { tensor.require_grad() } else { tensor };
        Param::initialized(ParamId::from(id), tensor)
    }
}
