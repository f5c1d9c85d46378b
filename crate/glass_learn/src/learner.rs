//! A network, its optimiser, and one step of learning.

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Tensor, TensorData};
use glass_core::recipe::Recipe;

use crate::loss::cross_entropy;
use crate::model::{Network, Shape, dropout_mask};
use crate::optimizer;
use crate::weights::numbers;

/// What learns.
#[derive(Clone)]
pub(crate) struct Learner {
    /// The weights, on `device`.
    pub(crate) network: Network,
    /// Their optimiser, with its state.
    pub(crate) optimizer: ModuleOptimizer,
    /// Records gradients.
    pub(crate) device: Device,
    learning_rate: f64,
    dropout: f64,
    seed: u32,
}

impl Learner {
    /// A learner at its start, on the plain device `device`.
    pub(crate) fn new(recipe: &Recipe, shape: Shape, device: Device) -> Self {
        let device = device.autodiff();
        Self {
            network: Network::new(&recipe.model, shape, recipe.seed, &device),
            optimizer: optimizer::build(&recipe.optimizer),
            device,
            learning_rate: recipe.optimizer.learning_rate,
            dropout: recipe.model.dropout,
            seed: recipe.seed,
        }
    }

    /// One step on a batch `[B, C, S, S]` with targets `[B, K]`; `step` counts the run's. Returns the loss before
    /// the step. Where that is not finite, no step is taken.
    pub(crate) fn step(&mut self, images: TensorData, targets: TensorData, step: u32) -> f32 {
        let n_images = images.shape()[0];
        self.step_on(
            Tensor::from_data(images, &self.device),
            Tensor::from_data(targets, &self.device),
            n_images,
            step,
        )
    }

    /// [`Self::step`] on tensors that are there already.
    pub(crate) fn step_on(
        &mut self,
        images: Tensor<4>,
        targets: Tensor<2>,
        n_images: usize,
        step: u32,
    ) -> f32 {
        let mask = self.network.n_hidden().filter(|_| self.dropout > 0.0).map(|n_hidden| {
            Tensor::from_data(dropout_mask(self.dropout, self.seed, step, n_images, n_hidden), &self.device)
        });
        let loss = cross_entropy(self.network.forward(images, mask), targets);
        let value = numbers(loss.clone()).first().copied().unwrap_or(f32::NAN);
        if value.is_finite() {
            let gradients = GradientsParams::from_grads(loss.backward(), &self.network);
            self.network = self.optimizer.step(self.learning_rate, self.network.clone(), gradients);
        }
        value
    }

    /// The network for evaluation: the same weights, no gradients.
    pub(crate) fn evaluating(&self) -> Network {
        self.network.valid()
    }
}
