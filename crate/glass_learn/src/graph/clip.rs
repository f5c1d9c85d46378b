//! Clipping on burn's graph by the norm of all gradients: burn's own clipping takes each parameter by itself and
//! would bend the direction.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::GradientsParams;
use burn::tensor::Tensor;
use glass_kernels::clip::{factor, sum_of_squares};

use super::network::Network;
use super::parameters::numbers;

/// The gradients, scaled down to `limit` where they are longer. Summed parameter by parameter in the order of the
/// layers.
pub(super) fn clipped(gradients: GradientsParams, network: &Network, limit: f64) -> GradientsParams {
    let mut measure = Measure { gradients, sum_of_squares: 0.0 };
    network.visit(&mut measure);
    let Measure { gradients, sum_of_squares } = measure;
    let Some(factor) = factor(sum_of_squares, limit) else { return gradients };
    let mut scale = Scale { gradients, factor };
    network.visit(&mut scale);
    scale.gradients
}

struct Measure {
    gradients: GradientsParams,
    sum_of_squares: f64,
}

impl ModuleVisitor for Measure {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.get::<D>(param.id) {
            self.sum_of_squares += sum_of_squares(&numbers(gradient));
        }
    }
}

struct Scale {
    gradients: GradientsParams,
    factor: f32,
}

impl ModuleVisitor for Scale {
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(gradient) = self.gradients.remove::<D>(param.id) {
            self.gradients.register(param.id, gradient * self.factor);
        }
    }
}
