//! A trained model at work: bytes in, probabilities out, without gradients.
//!
//! The three parts of a prediction ([`Predictor::normalise`], [`Predictor::forward`], [`Predictor::read_back`])
//! can be called one by one, so that a caller with a clock can time each.

use glass_core::recipe::{Backend, Model};

use crate::batch::{Normaliser, Normalization};
use crate::engine::Engine;
use crate::loss::softmax_in_place;
use crate::model::Shape;
use crate::refused::Refused;
use crate::weights::{self, Weight};

/// Images computed at a time.
pub const BATCH: usize = 64;

/// A model and its normalisation.
#[derive(Clone, Debug)]
pub struct Predictor {
    engine: Engine,
    normalization: Normalization,
    normaliser: Normaliser,
    shape: Shape,
}

/// Normalised images `[n, C, S, S]`.
#[derive(Clone, Debug)]
pub struct Prepared {
    values: Vec<f32>,
    n: usize,
}

/// A model's outputs `[n, K]`, before softmax.
#[derive(Clone, Debug)]
pub struct Outputs(Vec<f32>);

impl Outputs {
    /// The numbers, row by row.
    pub fn values(&self) -> &[f32] {
        &self.0
    }
}

/// All a model says of an image.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Probability of each class.
    pub probabilities: Vec<f32>,
    /// What the last layer saw.
    pub features: Vec<f32>,
}

impl Predictor {
    /// A network that takes images of `shape`, normalised so.
    pub(crate) fn new(engine: Engine, normalization: Normalization, shape: Shape) -> Self {
        let normaliser = Normaliser::new(&normalization);
        Self { engine, normalization, normaliser, shape }
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
        Ok(Self::new(Engine::from_weights(model, shape, weights, backend)?, normalization, shape))
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
        self.engine.weights()
    }

    /// Digest of the weights' bits.
    pub fn digest(&self) -> u64 {
        weights::digest(&self.weights())
    }

    /// Length of a row of [`Self::features`].
    pub fn n_features(&self) -> usize {
        self.engine.n_hidden().unwrap_or(self.shape.n_inputs())
    }

    /// The first part: `n` planar images become numbers. Missing bytes count as 0, spare ones are left out.
    pub fn normalise(&self, images: &[u8], n: usize) -> Prepared {
        let n_bytes = n * self.shape.n_inputs();
        let mut values = Vec::with_capacity(n_bytes);
        self.normaliser.extend(
            &images[..n_bytes.min(images.len())],
            self.shape.size * self.shape.size,
            &mut values,
        );
        values.resize(n_bytes, 0.0);
        Prepared { values, n }
    }

    /// The second part: the model.
    pub fn forward(&self, prepared: Prepared) -> Outputs {
        Outputs(self.engine.forward(&prepared.values, prepared.n))
    }

    /// The second part, with what the last layer saw: outputs, and features `n × F` row by row.
    pub fn forward_seen(&self, prepared: Prepared) -> (Outputs, Vec<f32>) {
        let (outputs, features) = self.engine.forward_seen(&prepared.values, prepared.n);
        (Outputs(outputs), features)
    }

    /// All there is to say of one image.
    pub fn answer(&self, image: &[u8]) -> Answer {
        let (outputs, features) = self.forward_seen(self.normalise(image, 1));
        Answer { probabilities: self.read_back(outputs), features }
    }

    /// The third part: softmax, and the probabilities `n × K` row by row.
    pub fn read_back(&self, outputs: Outputs) -> Vec<f32> {
        let mut probabilities = outputs.0;
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
        self.in_batches(images, n, |prepared| self.forward(prepared).0)
    }

    /// What the last layer sees, `n × F` row by row; the normalised input itself where nothing is hidden.
    pub fn features(&self, images: &[u8], n: usize) -> Vec<f32> {
        self.in_batches(images, n, |prepared| self.engine.features(&prepared.values, prepared.n))
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
