//! Running a learning-rate range test: a run's first batches from its initial weights, each at the rate that
//! [`RateSweep`] asks for. The recipe decides everything else; its own rate, schedule and number of epochs do not
//! matter. No run and no model is touched.

use glass_core::rate_sweep::RateSweep;
use glass_core::recipe::Recipe;

use crate::batch::{Change, Normalization, training_batch};
use crate::engine::Learner;
use crate::image_set::ImageSet;
use crate::loss::{class_weights, targets};
use crate::model::Shape;
use crate::order::order_of_epoch;
use crate::refused::Refused;
use crate::trainer::checked_shape;

/// A range test: what learns, what it learns from, and the sweep so far.
pub struct RateFinder {
    recipe: Recipe,
    shape: Shape,
    train: ImageSet,
    normalization: Normalization,
    class_weights: Option<Vec<f32>>,
    learner: Learner,
    order: Vec<usize>,
    sweep: RateSweep,
}

impl RateFinder {
    /// A test at its start; images and classes as for [`crate::Trainer::new`].
    pub fn new(recipe: &Recipe, n_classes: usize, train: ImageSet) -> Result<Self, Refused> {
        let shape = checked_shape(recipe, n_classes, &train, None)?;
        Ok(Self {
            recipe: *recipe,
            shape,
            normalization: Normalization::measured(recipe.prepare.normalize, &train),
            class_weights: class_weights(recipe.class_weights, &train, n_classes),
            train,
            learner: Learner::new(recipe, shape)?,
            order: Vec::new(),
            sweep: RateSweep::default(),
        })
    }

    /// Learns from one mini-batch; once the sweep has ended, nothing.
    pub fn step(&mut self) {
        let Some(rate) = self.sweep.next_rate() else { return };
        let n_done = self.sweep.points().len();
        let size = (self.recipe.batch_size as usize).clamp(1, self.train.len().max(1));
        let n_batches = self.train.len().div_ceil(size).max(1);
        let (epoch, first) = ((n_done / n_batches + 1) as u32, n_done % n_batches * size);
        if first == 0 {
            self.order = order_of_epoch(self.recipe.seed, epoch, self.train.len());
        }
        let indices = &self.order[first..(first + size).min(self.order.len())];
        let labels: Vec<u32> = indices.iter().map(|&index| self.train.labels()[index]).collect();
        let change = Change { augment: &self.recipe.augment, seed: self.recipe.seed, epoch };
        let images = training_batch(&self.train, indices, change, &self.normalization);
        let targets = targets(&labels, self.shape.n_classes, self.class_weights.as_deref());
        let loss = self.learner.step(images, targets, n_done as u32 + 1, rate);
        self.sweep.record(loss.into());
    }

    /// The sweep so far.
    pub fn sweep(&self) -> &RateSweep {
        &self.sweep
    }
}
