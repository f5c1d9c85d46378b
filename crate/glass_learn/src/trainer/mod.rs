//! The trainer: a state machine that does one bounded piece of work a call.
//!
//! ```text
//! measure epoch 0 → Epoch(0) → batches of epoch 1 → measure → Epoch(1) → … → Finished
//! ```
//!
//! Each [`Trainer::step`] trains one mini-batch or evaluates one batch, and returns. A pause is simply not
//! calling it: time is counted from the beginning to the end of a training step, never between steps.
//!
//! An epoch's end is measured in evaluation mode (no augmentation, no dropout, all classes weighing the same):
//! on every validation image, and on the training images, or on a fixed seeded thousand of them ([`MAX_SCORED`])
//! when there are more.

mod checkpoint;
mod stopping;

use glass_core::cartography::Survey;
pub use glass_core::curve::Stopped;
use glass_core::curve::{EpochReport, MAX_SCORED};
use glass_core::fault::Fault;
use glass_core::metric::classification::Margins;
use glass_core::recipe::Recipe;
use glass_core::schedule::Course;
use serde::{Deserialize, Serialize};

use crate::batch::{Change, Normalization, training_batch};
use crate::engine::{Engine, Learner};
use crate::evaluate::{Evaluation, Outcome};
use crate::image_set::ImageSet;
use crate::loss::{class_weights, targets};
use crate::model::Shape;
use crate::order::{order_of_epoch, probe};
use crate::predictor::Predictor;
use crate::refused::Refused;
use stopping::{Patience, Verdict};

/// What one call of [`Trainer::step`] came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// A mini-batch was learned from.
    Batch {
        /// The epoch it belongs to, 1 for the first.
        epoch: u32,
        /// Which batch of the epoch, 1 for the first.
        batch: u32,
        /// Batches in the epoch.
        n_batches: u32,
        /// Its mean loss before the step, in nats, as the recipe weighs the classes.
        loss: f64,
        /// Images in it.
        images: u32,
    },
    /// A batch of the measurement at an epoch's end was evaluated.
    Evaluating,
    /// An epoch is complete. The first is epoch 0, the model before training.
    Epoch(EpochReport),
    /// There is nothing more to do. Said again on every further call.
    Finished(Stopped),
}

/// A run: the recipe, the images, the weights and how far it has come.
pub struct Trainer {
    recipe: Recipe,
    shape: Shape,
    train: ImageSet,
    validation: Option<ImageSet>,
    normalization: Normalization,
    class_weights: Option<Vec<f32>>,
    learner: Learner,
    place: Place,
    order: Vec<usize>,
    history: Vec<EpochReport>,
    patience: Patience,
    /// The network at the end of the last epoch measured.
    settled: Engine,
    /// The weights of the epoch with the least validation loss, when the recipe stops early.
    best: Option<Engine>,
    /// Answers at the last epoch's end: training images (or the probe), validation images.
    measured: Option<(Outcome, Option<Outcome>)>,
    /// Of each image measured, how sure the model was of its label, from epoch 1 on.
    survey: Survey,
    phase: Phase,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
struct Place {
    /// The epoch being trained or measured; 0 before training.
    epoch: u32,
    /// Batches of it that are done.
    batch: u32,
    /// Training steps of the whole run.
    step: u32,
    /// Milliseconds spent in this epoch's training steps.
    millis: f64,
}

enum Phase {
    Measuring(Box<Measuring>),
    Training,
    Stopped(Stopped),
}

struct Measuring {
    predictor: Predictor,
    train: Evaluation,
    validation: Option<Evaluation>,
}

impl Trainer {
    /// A run at its start. `n_classes` counts the classes the labels name, from 0. The images must have the
    /// recipe's shape; an empty validation set counts as none.
    pub fn new(
        recipe: &Recipe,
        n_classes: usize,
        train: ImageSet,
        validation: Option<ImageSet>,
    ) -> Result<Self, Refused> {
        let validation = validation.filter(|set| !set.is_empty());
        let shape = checked_shape(recipe, n_classes, &train, validation.as_ref())?;
        let learner = Learner::new(recipe, shape)?;
        let settled = learner.evaluating();
        let mut trainer = Self {
            recipe: *recipe,
            shape,
            normalization: Normalization::measured(recipe.prepare.normalize, &train),
            class_weights: class_weights(recipe.class_weights, &train, n_classes),
            train,
            validation,
            learner,
            place: Place::default(),
            order: Vec::new(),
            history: Vec::new(),
            patience: Patience::default(),
            settled,
            best: None,
            measured: None,
            survey: Survey::default(),
            phase: Phase::Training,
        };
        trainer.begin_measuring();
        Ok(trainer)
    }

    /// Does one piece of work. `clock` gives milliseconds from any fixed moment; it is read before and after a
    /// training step, and not at all while evaluating.
    pub fn step(&mut self, clock: &mut dyn FnMut() -> f64) -> Progress {
        match &mut self.phase {
            Phase::Stopped(stopped) => Progress::Finished(*stopped),
            Phase::Training => self.train_batch(clock),
            Phase::Measuring(measuring) => {
                let validation = self.validation.as_ref().zip(measuring.validation.as_mut());
                if !measuring.train.is_done() {
                    measuring.train.advance(&measuring.predictor, &self.train);
                } else if let Some((set, evaluation)) =
                    validation.filter(|(_, evaluation)| !evaluation.is_done())
                {
                    evaluation.advance(&measuring.predictor, set);
                } else {
                    return self.close_epoch();
                }
                Progress::Evaluating
            }
        }
    }

    /// The reports so far, epoch 0 first.
    pub fn history(&self) -> &[EpochReport] {
        &self.history
    }

    /// Is an epoch's end being measured?
    pub fn is_measuring(&self) -> bool {
        matches!(self.phase, Phase::Measuring(_))
    }

    /// The answers behind the last report: on the training images (or the probe), on the validation images.
    pub fn measured(&self) -> (Option<&Outcome>, Option<&Outcome>) {
        match &self.measured {
            Some((train, validation)) => (Some(train), validation.as_ref()),
            None => (None, None),
        }
    }

    /// How sure the model was of each image's label over the epochs: of the training images at
    /// [`Self::probed`], in that order, then of all validation images. A run taken up from a checkpoint that holds no
    /// survey surveys the epochs after it.
    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// The training images that every epoch's end is measured on, ascending.
    pub fn probed(&self) -> Vec<usize> {
        probe(self.recipe.seed, self.train.len(), MAX_SCORED)
    }

    /// The model at the end of the last epoch measured; before any, as it began.
    pub fn settled(&self) -> Predictor {
        self.predictor_of(self.settled.clone())
    }

    /// Is there nothing more to do?
    pub fn stopped(&self) -> Option<Stopped> {
        match self.phase {
            Phase::Stopped(stopped) => Some(stopped),
            Phase::Measuring(_) | Phase::Training => None,
        }
    }

    /// The recipe of this run.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Batches in an epoch; the last may be smaller.
    pub fn n_batches(&self) -> u32 {
        Course::of(&self.recipe, self.train.len()).n_batches()
    }

    /// The model as it is. While training: the present weights. Once finished: the weights kept, which are the
    /// best epoch's when the recipe stops early (whether or not it did); otherwise the last, or after a
    /// non-finite loss those of the last epoch measured.
    pub fn predictor(&self) -> Predictor {
        let kept = match self.phase {
            Phase::Measuring(_) | Phase::Training => None,
            Phase::Stopped(Stopped::NotFinite { .. }) => Some(self.best.as_ref().unwrap_or(&self.settled)),
            Phase::Stopped(_) => self.best.as_ref(),
        };
        self.predictor_of(kept.cloned().unwrap_or_else(|| self.learner.evaluating()))
    }

    fn predictor_of(&self, engine: Engine) -> Predictor {
        Predictor::new(engine, self.normalization.clone(), self.shape)
    }

    fn batch_size(&self) -> usize {
        (self.recipe.batch_size as usize).clamp(1, self.train.len().max(1))
    }

    /// The rate of the next step, by the recipe's schedule over all its epochs.
    fn learning_rate(&self) -> f64 {
        Course::of(&self.recipe, self.train.len()).rate(self.place.step.into())
    }

    fn train_batch(&mut self, clock: &mut dyn FnMut() -> f64) -> Progress {
        let started = clock();
        let size = self.batch_size();
        let first = self.place.batch as usize * size;
        let indices = &self.order[first..(first + size).min(self.order.len())];
        let labels: Vec<u32> = indices.iter().map(|&index| self.train.labels()[index]).collect();
        let change =
            Change { augment: &self.recipe.augment, seed: self.recipe.seed, epoch: self.place.epoch };
        let images = training_batch(&self.train, indices, change, &self.normalization);
        let targets = targets(&labels, self.shape.n_classes, self.class_weights.as_deref());
        let learning_rate = self.learning_rate();
        self.place.step += 1;
        let loss = self.learner.step(images, targets, self.place.step, learning_rate);
        if !loss.is_finite() {
            return self.stop_not_finite();
        }
        self.place.batch += 1;
        self.place.millis += (clock() - started).max(0.0);
        let (epoch, batch, n_batches) = (self.place.epoch, self.place.batch, self.n_batches());
        if batch == n_batches {
            self.begin_measuring();
        }
        Progress::Batch { epoch, batch, n_batches, loss: f64::from(loss), images: labels.len() as u32 }
    }

    fn begin_measuring(&mut self) {
        self.phase = Phase::Measuring(Box::new(Measuring {
            predictor: self.predictor_of(self.learner.evaluating()),
            train: Evaluation::of(self.probed()),
            validation: self.validation.as_ref().map(|set| Evaluation::of_all(set.len())),
        }));
    }

    /// Takes the measurement's result down and says what comes next.
    fn close_epoch(&mut self) -> Progress {
        let Phase::Measuring(measuring) = std::mem::replace(&mut self.phase, Phase::Training) else {
            return Progress::Evaluating;
        };
        let (train, validation) = (measuring.train.finish(), measuring.validation.map(Evaluation::finish));
        let report = self.report(&train, validation.as_ref());
        let losses = [Some(report.train_loss), report.validation_loss];
        if losses.into_iter().flatten().any(|loss| !loss.is_finite()) {
            self.measured = Some((train, validation));
            return self.stop_not_finite();
        }
        if report.epoch > 0 {
            let of_validation = validation.iter().flat_map(Outcome::of_own_class);
            let answers: Vec<_> = train.of_own_class().chain(of_validation).collect();
            self.survey.add(answers.into_iter());
        }
        self.measured = Some((train, validation));
        self.settled = self.learner.evaluating();
        let verdict = self.patience.judge(self.recipe.early_stopping, &report);
        if verdict == Verdict::Better {
            self.best = Some(self.settled.clone());
        }
        self.history.push(report.clone());
        if let Verdict::Enough { best_epoch } = verdict {
            self.phase = Phase::Stopped(Stopped::Early { best_epoch });
        } else {
            self.begin_epoch();
        }
        Progress::Epoch(report)
    }

    /// After a report: the next epoch, or the end.
    fn begin_epoch(&mut self) {
        if self.place.epoch >= self.recipe.epochs {
            self.phase = Phase::Stopped(Stopped::Completed);
            return;
        }
        self.place = Place { epoch: self.place.epoch + 1, batch: 0, millis: 0.0, ..self.place };
        self.order = order_of_epoch(self.recipe.seed, self.place.epoch, self.train.len());
        self.phase = Phase::Training;
    }

    fn stop_not_finite(&mut self) -> Progress {
        let stopped = Stopped::NotFinite { epoch: self.place.epoch, step: self.place.step };
        self.phase = Phase::Stopped(stopped);
        Progress::Finished(stopped)
    }

    fn report(&self, train: &Outcome, validation: Option<&Outcome>) -> EpochReport {
        let margins = Margins::of(&train.confusion());
        let validation_margins = validation.map(|outcome| Margins::of(&outcome.confusion()));
        let of_validation = |score: fn(&Margins) -> Option<f64>| validation_margins.as_ref().and_then(score);
        let seconds = self.place.millis / 1_000.0;
        let n_trained = if self.place.epoch == 0 { 0 } else { self.train.len() };
        EpochReport {
            epoch: self.place.epoch,
            train_loss: train.loss.unwrap_or(f64::NAN),
            validation_loss: validation.and_then(|outcome| outcome.loss),
            train_accuracy: margins.accuracy().unwrap_or(0.0),
            validation_accuracy: of_validation(Margins::accuracy),
            train_precision_macro: margins.precision().macro_mean,
            train_recall_macro: margins.recall().macro_mean,
            validation_precision_macro: of_validation(|margins| margins.precision().macro_mean),
            validation_recall_macro: of_validation(|margins| margins.recall().macro_mean),
            seconds,
            images_per_second: if seconds > 0.0 { n_trained as f64 / seconds } else { 0.0 },
        }
    }
}

/// What goes in and what comes out, where recipe and images agree and can be trained on.
pub(crate) fn checked_shape(
    recipe: &Recipe,
    n_classes: usize,
    train: &ImageSet,
    validation: Option<&ImageSet>,
) -> Result<Shape, Refused> {
    if n_classes < 2 {
        return Err(Fault::TooFewClasses.into());
    }
    train.check_trainable(n_classes)?;
    let expected = (recipe.prepare.color.channels(), usize::from(recipe.prepare.size));
    for set in [Some(train), validation].into_iter().flatten() {
        let found = (set.channels(), set.size());
        if found != expected {
            return Err(Refused::ShapeMismatch { expected, found });
        }
        set.check_labels(n_classes)?;
    }
    let shape = Shape { channels: train.channels(), size: train.size(), n_classes };
    if !shape.is_possible(recipe.model.kind) {
        return Err(Refused::Shape { channels: shape.channels, size: shape.size });
    }
    Ok(shape)
}
