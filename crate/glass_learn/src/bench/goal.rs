//! Seconds to a goal: the CNN on real digits, trained as the product trains, until it has been right often enough.

use glass_core::recipe::Backend;

use super::Workload;
use crate::image_set::ImageSet;
use crate::refused::Refused;
use crate::trainer::{Progress, Trainer};

/// The share of the images held out that must be answered rightly.
const GOAL: f64 = 0.97;
/// Epochs trained, whether the goal is reached before or not.
const N_EPOCHS: u32 = 10;
const SIDE: usize = 28;
const N_CLASSES: usize = 10;

/// A run on digits.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// The seed of weights and order.
    pub seed: u32,
    /// Every epoch.
    pub epochs: Vec<GoalEpoch>,
}

/// What an epoch came to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoalEpoch {
    /// From 1.
    pub epoch: u32,
    /// Share of the held-out images answered rightly.
    pub accuracy: f64,
    /// Seconds of training so far: gathering, normalising and steps, without the measuring at an epoch's end.
    pub train_seconds: f64,
    /// Seconds since the beginning, with everything.
    pub seconds: f64,
}

impl Goal {
    /// Trains on the first four fifths of `digits` and measures on the rest. `digits` are the bytes of gray
    /// 28 × 28 images, one after another, and then a byte for each label.
    pub fn run(digits: &[u8], seed: u32, clock: &mut dyn FnMut() -> f64) -> Result<Self, Refused> {
        let n = digits.len() / (SIDE * SIDE + 1);
        let n_train = n * 4 / 5;
        let (pixels, labels) = digits.split_at(n * SIDE * SIDE);
        let set = |range: std::ops::Range<usize>| {
            let pixels = pixels[range.start * SIDE * SIDE..range.end * SIDE * SIDE].to_vec();
            ImageSet::checked(1, SIDE, pixels, labels[range].iter().map(|&label| label.into()).collect())
        };
        let recipe = glass_core::recipe::Recipe {
            seed,
            epochs: N_EPOCHS,
            early_stopping: None,
            ..Workload::C28.recipe(Backend::Flex)
        };
        let started = clock();
        let mut trainer = Trainer::new(&recipe, N_CLASSES, set(0..n_train)?, Some(set(n_train..n)?))?;
        let mut epochs: Vec<GoalEpoch> = Vec::new();
        loop {
            match trainer.step(clock) {
                Progress::Batch { .. } | Progress::Evaluating => {}
                Progress::Epoch(report) if report.epoch == 0 => {}
                Progress::Epoch(report) => epochs.push(GoalEpoch {
                    epoch: report.epoch,
                    accuracy: report.validation_accuracy.unwrap_or(0.0),
                    train_seconds: epochs.last().map_or(0.0, |last| last.train_seconds) + report.seconds,
                    seconds: (clock() - started) / 1_000.0,
                }),
                Progress::Finished(_) => return Ok(Self { seed, epochs }),
            }
        }
    }

    /// The first epoch that reached the goal.
    pub fn reached(&self) -> Option<GoalEpoch> {
        self.epochs.iter().copied().find(|epoch| epoch.accuracy >= GOAL)
    }
}
