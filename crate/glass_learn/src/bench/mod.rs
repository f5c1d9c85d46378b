//! Speed on fixed workloads, natively or in a browser's worker: the caller brings the clock.
//!
//! The workloads are those other libraries were measured on: batch 32, uniform inputs in [0, 1), labels
//! `i mod 10`, batches made beforehand. After a warm-up, five runs; the median counts. Beside them stand what the
//! figures are read against: the peak of the lanes (`peak.rs`), the time of each stage of a step (`profile.rs`),
//! and the seconds to a goal on real digits (`goal.rs`). `report.rs` writes all of it as JSON lines.

mod goal;
mod peak;
mod profile;
mod report;

pub use goal::{Goal, GoalEpoch};
pub use peak::peak_gflops;
pub use profile::Profile;
pub use report::lines;

use glass_core::recipe::{Backend, ColorMode, Model, ModelKind, Normalize, Optimizer, OptimizerKind, Recipe};
use glass_core::rng::Stream;

use crate::batch::{Change, Normalization, training_batch};
use crate::engine::Learner;
use crate::image_set::ImageSet;
use crate::loss::targets;
use crate::model::Shape;
use crate::predictor::Predictor;
use crate::refused::Refused;

const N_CLASSES: usize = 10;
const BATCH: usize = 32;
const N_IMAGES: usize = 512;
const RUNS: usize = 5;

/// A fixed task to be timed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workload {
    /// Linear 784 → 10, SGD 0.01.
    A10,
    /// 784 → 128 ReLU → 10, Adam 0.001.
    B,
    /// The CNN on 28 × 28 × 1, Adam 0.001.
    C28,
    /// The CNN on 32 × 32 × 3, Adam 0.001.
    C32,
}

/// All of them.
pub const WORKLOADS: [Workload; 4] = [Workload::A10, Workload::B, Workload::C28, Workload::C32];

/// Training speed.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainSpeed {
    /// The median run, images a second.
    pub images_per_s: f64,
    /// Each run.
    pub runs: Vec<f64>,
}

/// Inference speed: the forward pass on tensors that are there already.
#[derive(Debug, Clone, PartialEq)]
pub struct InferSpeed {
    /// Median of single images, in milliseconds.
    pub b1_p50_ms: f64,
    /// 95th percentile of single images, in milliseconds.
    pub b1_p95_ms: f64,
    /// Images a second in batches of 64, the median run.
    pub b64_images_per_s: f64,
}

/// Normalised images and their targets.
type Batch = (Vec<f32>, Vec<f32>);

impl Workload {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::A10 => "A10",
            Self::B => "B",
            Self::C28 => "C28",
            Self::C32 => "C32",
        }
    }

    /// Its recipe, on `backend`.
    pub fn recipe(self, backend: Backend) -> Recipe {
        let (kind, optimizer, learning_rate) = match self {
            Self::A10 => (ModelKind::Linear, OptimizerKind::Sgd, 0.01),
            Self::B => (ModelKind::Mlp, OptimizerKind::Adam, 0.001),
            Self::C28 | Self::C32 => (ModelKind::Cnn, OptimizerKind::Adam, 0.001),
        };
        let base = Recipe::default();
        let (size, color) = if self == Self::C32 { (32, ColorMode::Color) } else { (28, ColorMode::Gray) };
        Recipe {
            prepare: glass_core::recipe::Prepare { size, color, normalize: Normalize::Unit, ..base.prepare },
            model: Model { kind, hidden: 128, dropout: 0.0 },
            optimizer: Optimizer { kind: optimizer, learning_rate, momentum: 0.0, weight_decay: 0.0 },
            batch_size: BATCH as u32,
            epochs: u32::MAX,
            backend,
            ..base
        }
    }

    fn shape(self) -> Shape {
        let prepare = self.recipe(Backend::Flex).prepare;
        Shape { channels: prepare.color.channels(), size: usize::from(prepare.size), n_classes: N_CLASSES }
    }

    fn images(self) -> Result<ImageSet, Refused> {
        let shape = self.shape();
        let mut stream = Stream::named(1, "bench");
        let images = (0..N_IMAGES * shape.n_inputs()).map(|_| stream.below(256) as u8).collect();
        let labels = (0..N_IMAGES).map(|index| (index % N_CLASSES) as u32).collect();
        ImageSet::checked(shape.channels, shape.size, images, labels)
    }

    /// Batches made beforehand.
    fn batches(self) -> Result<Vec<Batch>, Refused> {
        let set = self.images()?;
        let normalization = Normalization::measured(Normalize::Unit, &set);
        Ok((0..N_IMAGES / BATCH)
            .map(|batch| {
                let indices: Vec<usize> = (batch * BATCH..(batch + 1) * BATCH).collect();
                let gathered = set.gathered(&indices);
                let values = gathered.images().iter().map(|&byte| normalization.value(0, byte.into()));
                (
                    values.collect(),
                    targets(&set.labels()[batch * BATCH..(batch + 1) * BATCH], N_CLASSES, None),
                )
            })
            .collect())
    }

    /// Images a second of training steps on batches made beforehand, as the peers are measured. `run_millis` is
    /// the length of one of five runs; `clock` gives milliseconds.
    pub fn train_speed(
        self,
        backend: Backend,
        run_millis: f64,
        clock: &mut dyn FnMut() -> f64,
    ) -> Result<TrainSpeed, Refused> {
        let recipe = self.recipe(backend);
        let mut learner = Learner::new(&recipe, self.shape())?;
        let batches = self.batches()?;
        let mut step = 0;
        Ok(five_runs(run_millis, clock, &mut || {
            let (images, targets) = batches[step as usize % batches.len()].clone();
            step += 1;
            learner.step(images, targets, step, recipe.optimizer.learning_rate);
            BATCH
        }))
    }

    /// Images a second as the product trains: from bytes, through gathering and normalising.
    pub fn pipeline_speed(
        self,
        backend: Backend,
        run_millis: f64,
        clock: &mut dyn FnMut() -> f64,
    ) -> Result<TrainSpeed, Refused> {
        let recipe = self.recipe(backend);
        let mut learner = Learner::new(&recipe, self.shape())?;
        let set = self.images()?;
        let normalization = Normalization::measured(Normalize::Unit, &set);
        let mut step = 0;
        Ok(five_runs(run_millis, clock, &mut || {
            let first = step as usize % (N_IMAGES / BATCH) * BATCH;
            let indices: Vec<usize> = (first..first + BATCH).collect();
            let change = Change { augment: &recipe.augment, seed: recipe.seed, epoch: 1 };
            let images = training_batch(&set, &indices, change, &normalization);
            step += 1;
            let targets = targets(&set.labels()[first..first + BATCH], N_CLASSES, None);
            learner.step(images, targets, step, recipe.optimizer.learning_rate);
            BATCH
        }))
    }

    /// Latency of single images and throughput of batches of 64. `run_millis` is the length of one of five
    /// batch runs; single images are timed a thousand times.
    pub fn infer_speed(
        self,
        backend: Backend,
        run_millis: f64,
        clock: &mut dyn FnMut() -> f64,
    ) -> Result<InferSpeed, Refused> {
        let set = self.images()?;
        let recipe = self.recipe(backend);
        let learner = Learner::new(&recipe, self.shape())?;
        let normalization = Normalization::measured(Normalize::Unit, &set);
        let predictor = Predictor::new(learner.evaluating(), normalization, self.shape());
        let one = predictor.normalise(set.images(), 1);
        for _ in 0..200 {
            predictor.forward(one.clone());
        }
        let mut singles: Vec<f64> = (0..1_000)
            .map(|_| {
                let started = clock();
                predictor.forward(one.clone());
                clock() - started
            })
            .collect();
        singles.sort_by(f64::total_cmp);
        let many = predictor.normalise(set.images(), 64);
        let batches = five_runs(run_millis, clock, &mut || {
            predictor.forward(many.clone());
            64
        });
        Ok(InferSpeed {
            b1_p50_ms: singles[singles.len() / 2],
            b1_p95_ms: singles[singles.len() * 95 / 100],
            b64_images_per_s: batches.images_per_s,
        })
    }
}

/// A warm-up as long as a run, then five runs. `work` returns the images it did.
fn five_runs(run_millis: f64, clock: &mut dyn FnMut() -> f64, work: &mut dyn FnMut() -> usize) -> TrainSpeed {
    let mut run = || {
        let started = clock();
        let mut n_images = 0;
        loop {
            n_images += work();
            let passed = clock() - started;
            if passed >= run_millis {
                return n_images as f64 / passed * 1_000.0;
            }
        }
    };
    run();
    let runs: Vec<f64> = (0..RUNS).map(|_| run()).collect();
    let mut sorted = runs.clone();
    sorted.sort_by(f64::total_cmp);
    TrainSpeed { images_per_s: sorted[RUNS / 2], runs }
}
