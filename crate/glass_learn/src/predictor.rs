//! A trained model at work: bytes in, probabilities out, without gradients.
//!
//! The three parts of a prediction ([`Predictor::normalise`], [`Predictor::forward`], [`Predictor::read_back`])
//! can be called one by one, so that a caller with a clock can time each.

use burn::tensor::{Device, Tensor, TensorData};
use glass_core::recipe::{Backend, Model};

use crate::backend;
use crate::batch::{Normaliser, Normalization};
use crate::loss::softmax_in_place;
use crate::model::{Network, Shape};
use crate::refused::Refused;
use crate::weights::{self, Weight, numbers};

/// Images computed at a time.
pub const BATCH: usize = 64;

/// A model and its normalisation.
#[derive(Clone, Debug)]
pub struct Predictor {
    network: Network,
    normalization: Normalization,
    normaliser: Normaliser,
    shape: Shape,
    device: Device,
}

/// Normalised images `[n, C, S, S]`, where the model computes.
#[derive(Clone, Debug)]
pub struct Prepared(Tensor<4>);

/// A model's outputs `[n, K]`, before softmax, where the model computes.
#[derive(Clone, Debug)]
pub struct Outputs(Tensor<2>);

impl Predictor {
    /// A network that lies on the plain device `device`.
    pub(crate) fn new(network: Network, normalization: Normalization, shape: Shape, device: Device) -> Self {
        let normaliser = Normaliser::new(&normalization);
        Self { network, normalization, normaliser, shape, device }
    }

    /// The model that [`Self::weights`] came from.
    pub fn from_weights(
        model: &Model,
        shape: Shape,
        normalization: Normalization,
        weights: &[Weight],
        backend: Backend,
    ) -> Result<Self, Refused> {
        if !shape.is_possible(model.kind) || normalization.channels() != shape.channels {
            return Err(Refused::Shape { channels: shape.channels, size: shape.size });
        }
        let device = backend::device(backend)?;
        let network = weights::write(Network::new(model, shape, 0, &device), weights)?;
        Ok(Self::new(network, normalization, shape, device))
    }

    /// What goes in and what comes out.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// How bytes become the model's numbers.
    pub fn normalization(&self) -> &Normalization {
        &self.normalization
    }

    /// Every parameter.
    pub fn weights(&self) -> Vec<Weight> {
        weights::read(&self.network)
    }

    /// Digest of the weights' bits.
    pub fn digest(&self) -> u64 {
        weights::digest(&self.weights())
    }

    /// Length of a row of [`Self::features`].
    pub fn n_features(&self) -> usize {
        self.network.n_hidden().unwrap_or(self.shape.n_inputs())
    }

    /// The first part: `n` planar images become numbers. Missing bytes count as 0, spare ones are left out.
    pub fn normalise(&self, images: &[u8], n: usize) -> Prepared {
        let Shape { channels, size, .. } = self.shape;
        let n_bytes = n * self.shape.n_inputs();
        let mut values = Vec::with_capacity(n_bytes);
        self.normaliser.extend(&images[..n_bytes.min(images.len())], size * size, &mut values);
        values.resize(n_bytes, 0.0);
        Prepared(Tensor::from_data(TensorData::new(values, [n, channels, size, size]), &self.device))
    }

    /// The second part: the model.
    pub fn forward(&self, prepared: Prepared) -> Outputs {
        Outputs(self.network.forward(prepared.0, None))
    }

    /// The third part: softmax, and the probabilities `n × K` row by row.
    pub fn read_back(&self, outputs: Outputs) -> Vec<f32> {
        let mut probabilities = numbers(outputs.0);
        for row in probabilities.chunks_exact_mut(self.shape.n_classes) {
            softmax_in_place(row);
        }
        probabilities
    }

    /// Probabilities of `n` images, `n × K` row by row.
    pub fn probabilities(&self, images: &[u8], n: usize) -> Vec<f32> {
        self.in_batches(images, n, |prepared| self.read_back(self.forward(prepared)))
    }

    /// Outputs before softmax, `n × K`.
    pub fn outputs(&self, images: &[u8], n: usize) -> Vec<f32> {
        self.in_batches(images, n, |prepared| numbers(self.forward(prepared).0))
    }

    /// What the last layer sees, `n × F` row by row; the normalised input itself where nothing is hidden.
    pub fn features(&self, images: &[u8], n: usize) -> Vec<f32> {
        self.in_batches(images, n, |prepared| numbers(self.network.features(prepared.0)))
    }

    fn in_batches(&self, images: &[u8], n: usize, compute: impl Fn(Prepared) -> Vec<f32>) -> Vec<f32> {
        let len = self.shape.n_inputs();
        let mut results = Vec::new();
        for start in (0..n).step_by(BATCH) {
            let count = BATCH.min(n - start);
            let bytes = images.get(start * len..).unwrap_or_default();
            results.extend(compute(self.normalise(bytes, count)));
        }
        results
    }
}
