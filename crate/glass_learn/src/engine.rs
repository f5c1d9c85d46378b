//! Who computes: our fused kernels, or burn's graph. Numbers go in and out as plain rows of `f32`.
//!
//! The recipe's `flex` is the fused step; `ndarray` is burn's graph on its reference backend, in builds that have it.
//! A third, burn's graph on flex, is what the tests hold the fused step to.

use glass_core::recipe::{Backend, Model, Recipe};

use crate::fused::{Fused, FusedLearner, Watch};
#[cfg(feature = "graph")]
use crate::graph::{Graph, GraphLearner, backend};
use crate::model::{self, Shape, dropout_mask};
use crate::refused::Refused;
use crate::weights::Weight;

/// Is this backend part of this build?
pub fn is_built(backend: Backend) -> bool {
    match backend {
        Backend::Flex => true,
        Backend::Ndarray => cfg!(feature = "ndarray"),
    }
}

/// A network that answers.
#[derive(Debug, Clone)]
pub(crate) enum Engine {
    /// On our kernels.
    Fused(Box<Fused>),
    /// On burn's graph.
    #[cfg(feature = "graph")]
    Graph(Box<Graph>),
}

impl Engine {
    /// The network with these weights. They must be all it has, in order, by name and shape.
    pub(crate) fn from_weights(
        model: &Model,
        shape: Shape,
        weights: &[Weight],
        backend: Backend,
    ) -> Result<Self, Refused> {
        Ok(match backend {
            Backend::Flex => Self::Fused(Box::new(Fused::from_weights(model, shape, weights)?)),
            #[cfg(feature = "graph")]
            Backend::Ndarray => {
                let device = backend::device(backend)?;
                Self::Graph(Box::new(Graph::from_weights(model, shape, weights, device)?))
            }
            #[cfg(not(feature = "graph"))]
            Backend::Ndarray => return Err(Refused::BackendNotBuilt(backend)),
        })
    }

    /// Every parameter, in the order of the layers.
    pub(crate) fn weights(&self) -> Vec<Weight> {
        match self {
            Self::Fused(fused) => fused.weights(),
            #[cfg(feature = "graph")]
            Self::Graph(graph) => graph.weights(),
        }
    }

    /// Hidden units; `None` where nothing is hidden.
    pub(crate) fn n_hidden(&self) -> Option<usize> {
        match self {
            Self::Fused(fused) => fused.n_hidden(),
            #[cfg(feature = "graph")]
            Self::Graph(graph) => graph.n_hidden(),
        }
    }

    /// Outputs before softmax, `[n, K]`, of planar images `[n, C, S, S]`.
    pub(crate) fn forward(&self, images: &[f32], n: usize) -> Vec<f32> {
        match self {
            Self::Fused(fused) => fused.forward(images, n),
            #[cfg(feature = "graph")]
            Self::Graph(graph) => graph.forward(images, n),
        }
    }

    /// Outputs and features of one pass.
    pub(crate) fn forward_seen(&self, images: &[f32], n: usize) -> (Vec<f32>, Vec<f32>) {
        match self {
            Self::Fused(fused) => fused.forward_seen(images, n),
            #[cfg(feature = "graph")]
            Self::Graph(graph) => (graph.forward(images, n), graph.features(images, n)),
        }
    }

    /// What the last layer sees, `[n, F]`: hidden activations, or the images where nothing is hidden.
    pub(crate) fn features(&self, images: &[f32], n: usize) -> Vec<f32> {
        match self {
            Self::Fused(fused) => fused.features(images, n),
            #[cfg(feature = "graph")]
            Self::Graph(graph) => graph.features(images, n),
        }
    }
}

/// A network that learns, and its dropout.
#[derive(Clone)]
pub(crate) struct Learner {
    learning: Learning,
    dropout: f64,
    seed: u32,
}

#[derive(Clone)]
enum Learning {
    Fused(Box<FusedLearner>),
    #[cfg(feature = "graph")]
    Graph(Box<GraphLearner>),
}

impl Learner {
    /// A learner at its start, on the recipe's backend.
    pub(crate) fn new(recipe: &Recipe, shape: Shape) -> Result<Self, Refused> {
        let Recipe { model, optimizer, clip, seed, backend, .. } = recipe;
        let learning = match backend {
            Backend::Flex => {
                let drawn = model::initial::weights(model, shape, *seed);
                let network = Fused::from_weights(model, shape, &drawn)?;
                Learning::Fused(Box::new(FusedLearner::new(network, *optimizer, *clip)))
            }
            #[cfg(feature = "graph")]
            Backend::Ndarray => {
                let device = backend::device(*backend)?;
                let learner = GraphLearner::new(model, optimizer, *clip, shape, *seed, device)?;
                Learning::Graph(Box::new(learner))
            }
            #[cfg(not(feature = "graph"))]
            Backend::Ndarray => return Err(Refused::BackendNotBuilt(*backend)),
        };
        Ok(Self { learning, dropout: recipe.model.dropout, seed: recipe.seed })
    }

    /// The network for evaluation.
    pub(crate) fn evaluating(&self) -> Engine {
        match &self.learning {
            Learning::Fused(learner) => Engine::Fused(Box::new(learner.network().clone())),
            #[cfg(feature = "graph")]
            Learning::Graph(learner) => Engine::Graph(Box::new(learner.evaluating())),
        }
    }

    /// Takes other weights in the place of its own.
    pub(crate) fn write(&mut self, weights: &[Weight]) -> Result<(), Refused> {
        match &mut self.learning {
            Learning::Fused(learner) => learner.network_mut().write(weights),
            #[cfg(feature = "graph")]
            Learning::Graph(learner) => learner.write(weights),
        }
    }

    /// The optimiser's state, for a checkpoint.
    pub(crate) fn state(&self) -> Vec<u8> {
        match &self.learning {
            Learning::Fused(learner) => postcard::to_allocvec(learner.state()).unwrap_or_default(),
            #[cfg(feature = "graph")]
            Learning::Graph(learner) => learner.state(),
        }
    }

    /// Takes [`Self::state`] up.
    pub(crate) fn take_up(&mut self, state: &[u8]) -> Result<(), Refused> {
        match &mut self.learning {
            Learning::Fused(learner) => {
                postcard::from_bytes(state).ok().and_then(|state| learner.take_up(state))
            }
            #[cfg(feature = "graph")]
            Learning::Graph(learner) => learner.take_up(state),
        }
        .ok_or(Refused::CheckpointUnreadable)
    }

    /// One step on planar images `[n, C, S, S]` with targets `[n, K]` ([`crate::loss::targets`]); `step` counts the
    /// run's. Returns the loss before the step. Where that is not finite, no step is taken.
    pub(crate) fn step(&mut self, images: Vec<f32>, targets: Vec<f32>, step: u32, learning_rate: f64) -> f32 {
        self.step_watched(images, targets, step, learning_rate, &mut |_| ())
    }

    /// The same, with `watch` told of every stage; burn's graph tells of none.
    pub(crate) fn step_watched(
        &mut self,
        images: Vec<f32>,
        targets: Vec<f32>,
        step: u32,
        learning_rate: f64,
        watch: Watch<'_>,
    ) -> f32 {
        let n_images = |n_inputs: usize| images.len() / n_inputs;
        let mask = |n_hidden: Option<usize>, n_inputs| {
            n_hidden
                .filter(|_| self.dropout > 0.0)
                .map(|n_hidden| dropout_mask(self.dropout, self.seed, step, n_images(n_inputs), n_hidden))
        };
        match &mut self.learning {
            Learning::Fused(learner) => {
                let mask = mask(learner.network().n_hidden(), learner.network().shape().n_inputs());
                learner.step(&images, &targets, mask.as_deref(), learning_rate, watch)
            }
            #[cfg(feature = "graph")]
            Learning::Graph(learner) => {
                let mask = mask(learner.n_hidden(), learner.shape().n_inputs());
                learner.step(images, targets, mask, learning_rate)
            }
        }
    }
}
