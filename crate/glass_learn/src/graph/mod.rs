//! The architectures on burn's graph: any backend, any operation, and the reference the fused step is held to.
//!
//! Built with the feature `graph`, in native tests and in the worker that carries the second backend. The worker that
//! every page downloads does without burn.

mod article;
pub(crate) mod backend;
mod clip;
mod cnn;
pub(crate) mod cross_entropy;
mod layer;
mod linear;
mod mlp;
pub(crate) mod network;
mod optimizer;
pub(crate) mod parameters;

use burn::module::Module;
use burn::optim::{GradientsParams, ModuleOptimizer};
use burn::tensor::{Bytes, Device, Tensor, TensorData};
use glass_core::recipe::{Model, Optimizer};

use crate::model::{self, Shape};
use crate::refused::Refused;
use crate::weights::Weight;
use cross_entropy::cross_entropy;
use network::Network;
use parameters::numbers;

/// A network that answers: no gradients.
#[derive(Debug, Clone)]
pub(crate) struct Graph {
    network: Network,
    shape: Shape,
    device: Device,
}

impl Graph {
    /// The network with these weights, on the plain device `device`. They must be all it has, in order, by name
    /// and shape.
    pub(crate) fn from_weights(
        model: &Model,
        shape: Shape,
        weights: &[Weight],
        device: Device,
    ) -> Result<Self, Refused> {
        let network = parameters::write(Network::zeros(model, shape, &device), weights)?;
        Ok(Self { network, shape, device })
    }

    /// Every parameter, in the order of the layers.
    pub(crate) fn weights(&self) -> Vec<Weight> {
        parameters::read(&self.network)
    }

    /// Units that dropout may drop; `None` where nothing is hidden.
    pub(crate) fn n_hidden(&self) -> Option<usize> {
        self.network.n_hidden()
    }

    /// Outputs `[n, K]` of planar images `[n, C, S, S]`.
    pub(crate) fn forward(&self, images: &[f32], n: usize) -> Vec<f32> {
        numbers(self.network.forward(self.tensor(images, n), None))
    }

    /// What the last layer sees, `[n, F]`.
    pub(crate) fn features(&self, images: &[f32], n: usize) -> Vec<f32> {
        numbers(self.network.features(self.tensor(images, n)))
    }

    fn tensor(&self, images: &[f32], n: usize) -> Tensor<4> {
        tensor_of_images(images.to_vec(), n, self.shape, &self.device)
    }
}

/// A network that learns.
#[derive(Clone)]
pub(crate) struct GraphLearner {
    network: Network,
    optimizer: ModuleOptimizer,
    /// Largest norm of a step's gradients.
    clip: Option<f64>,
    shape: Shape,
    /// Records gradients.
    device: Device,
}

impl GraphLearner {
    /// A learner at its start, with weights drawn from `seed`, on the plain device `device`.
    pub(crate) fn new(
        model: &Model,
        optimizer: &Optimizer,
        clip: Option<f64>,
        shape: Shape,
        seed: u32,
        device: Device,
    ) -> Result<Self, Refused> {
        let device = device.autodiff();
        let drawn = model::initial::weights(model, shape, seed);
        let network = parameters::write(Network::zeros(model, shape, &device), &drawn)?;
        Ok(Self { network, optimizer: optimizer::build(optimizer), clip, shape, device })
    }

    /// Units that dropout may drop; `None` where nothing is hidden.
    pub(crate) fn n_hidden(&self) -> Option<usize> {
        self.network.n_hidden()
    }

    /// What goes in and what comes out.
    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    /// The network for evaluation: the same weights, no gradients.
    pub(crate) fn evaluating(&self) -> Graph {
        Graph { network: self.network.valid(), shape: self.shape, device: self.device.clone().inner() }
    }

    /// Takes other weights in the place of its own.
    pub(crate) fn write(&mut self, weights: &[Weight]) -> Result<(), Refused> {
        self.network = parameters::write(self.network.clone(), weights)?;
        Ok(())
    }

    /// The optimiser's state.
    pub(crate) fn state(&self) -> Vec<u8> {
        self.optimizer.into_bytes().map(|bytes| bytes.to_vec()).unwrap_or_default()
    }

    /// Takes [`Self::state`] up; `None` where it cannot be read.
    pub(crate) fn take_up(&mut self, state: &[u8]) -> Option<()> {
        self.optimizer = self.optimizer.clone().from_bytes(Bytes::from_bytes_vec(state.to_vec())).ok()?;
        Some(())
    }

    /// One step, as the fused learner's.
    pub(crate) fn step(
        &mut self,
        images: Vec<f32>,
        targets: Vec<f32>,
        mask: Option<Vec<f32>>,
        learning_rate: f64,
    ) -> f32 {
        let n = targets.len() / self.shape.n_classes;
        let matrix = |values: Vec<f32>| {
            let n_columns = values.len() / n.max(1);
            Tensor::<2>::from_data(TensorData::new(values, [n, n_columns]), &self.device)
        };
        let images = tensor_of_images(images, n, self.shape, &self.device);
        let loss = cross_entropy(self.network.forward(images, mask.map(matrix)), matrix(targets));
        let value = numbers(loss.clone()).first().copied().unwrap_or(f32::NAN);
        if value.is_finite() {
            let gradients = GradientsParams::from_grads(loss.backward(), &self.network);
            let gradients = match self.clip {
                Some(limit) => clip::clipped(gradients, &self.network, limit),
                None => gradients,
            };
            self.network = self.optimizer.step(learning_rate, self.network.clone(), gradients);
        }
        value
    }
}

fn tensor_of_images(images: Vec<f32>, n: usize, shape: Shape, device: &Device) -> Tensor<4> {
    Tensor::from_data(TensorData::new(images, [n, shape.channels, shape.size, shape.size]), device)
}
