//! A run: images prepared and dealt, then the trainer stepped, paused, stopped.

use super::Model;
use super::album::Album;
use super::visiting::{BUDGET_BYTES, BUDGET_ON_DISK_BYTES, Past, at_epoch};
use crate::engine::{Clock, Outgoing, PROGRESS_MILLIS, SLICE_MILLIS};
use glass_core::cartography::{DataMap, Spot};
use glass_core::curve::{self, EpochReport, Stopped};
use glass_core::diagnose::{Diagnosis, Evidence, diagnose};
use glass_core::fault::Fault;
use glass_core::metric::probability;
use glass_core::recipe::{ModelKind, Recipe};
use glass_core::rng::Stream;
use glass_core::split::{self, Split, SplitName};
use glass_learn::{Progress, Refused, Snapshots, Trainer};
use glass_protocol::Event;

/// Least time between two checkpoints that are sent to the page, in milliseconds.
const CHECKPOINT_MILLIS: f64 = 5_000.0;
/// Epochs without improvement that the diagnosis takes for the end of learning when the recipe does not say.
const PATIENCE: u32 = 8;

/// A run under way.
pub struct Training {
    run: u32,
    recipe: Recipe,
    split: Split,
    n_classes: usize,
    checkpoint: Vec<u8>,
    trainer: Option<Box<Trainer>>,
    snapshots: Snapshots,
    ended: Option<Stopped>,
    has_failed: bool,
    is_paused: bool,
    is_stop_wanted: bool,
    /// Steps until the next pause; `None`: no pause ahead.
    steps_left: Option<u32>,
    pace: Pace,
    last_checkpoint_millis: f64,
}

/// What is left when a run is over.
pub struct Finished {
    /// The model, where there is one.
    pub model: Option<Model>,
    /// What it can go back to.
    pub past: Option<Past>,
    /// What to tell.
    pub told: Vec<Outgoing>,
}

/// How fast steps are taken, over about the last second.
#[derive(Default)]
struct Pace {
    images: f64,
    millis: f64,
    last_told_millis: f64,
}

impl Training {
    /// Begins a run on the first so many images of an album that take part. They are dealt at once, prepared slice by
    /// slice.
    pub fn begin(
        run: u32,
        recipe: Recipe,
        (album, n_images): (&Album, u32),
        checkpoint: Vec<u8>,
        pause_after: Option<u32>,
    ) -> Result<Self, Fault> {
        let recipe = recipe.clamped().0;
        let split = deal(&recipe, album, n_images)?;
        Ok(Self {
            run,
            recipe,
            split,
            n_classes: album.classes().len(),
            checkpoint,
            trainer: None,
            snapshots: Snapshots::within(BUDGET_BYTES),
            ended: None,
            has_failed: false,
            is_paused: false,
            is_stop_wanted: false,
            steps_left: pause_after,
            pace: Pace::default(),
            last_checkpoint_millis: 0.0,
        })
    }

    /// Is there something to do now?
    pub fn wants_time(&self) -> bool {
        !self.is_paused
    }

    /// Its id.
    pub fn run(&self) -> u32 {
        self.run
    }

    /// Is this its id?
    pub fn is_of(&self, run: u32) -> bool {
        self.run == run
    }

    /// Has the trainer said its last?
    pub fn is_over(&self) -> bool {
        self.ended.is_some()
    }

    /// Could it not even begin?
    pub fn has_failed(&self) -> bool {
        self.has_failed
    }

    /// Stands still before the next step.
    pub fn pause(&mut self) -> Vec<Outgoing> {
        self.is_paused = true;
        self.steps_left = None;
        vec![Event::Paused { run: self.run }.into(), self.epochs_kept(None)]
    }

    /// Goes on.
    pub fn resume(&mut self) -> Vec<Outgoing> {
        self.is_paused = false;
        self.steps_left = None;
        vec![Event::Resumed { run: self.run }.into()]
    }

    /// Goes on for one step.
    pub fn step_once(&mut self) -> Vec<Outgoing> {
        self.is_paused = false;
        self.steps_left = Some(1);
        vec![Event::Resumed { run: self.run }.into()]
    }

    /// The model of an epoch of this run, if its weights are kept.
    pub fn model_at(&self, epoch: u32) -> Option<Model> {
        let like = self.trainer.as_ref()?.settled();
        let predictor = at_epoch(epoch, &self.snapshots, &self.recipe, &like)?;
        let (run, recipe, n_classes, split) = (self.run, self.recipe, self.n_classes, self.split.clone());
        Some(Model { run, recipe, n_classes, split, predictor, epoch: Some(epoch) })
    }

    fn epochs_kept(&self, kept: Option<u32>) -> Outgoing {
        Event::EpochsKept { run: self.run, epochs: self.snapshots.epochs().collect(), kept }.into()
    }

    /// Ends the run now; one that is still being taken up from a checkpoint, as soon as it is.
    pub fn stop(mut self) -> Result<Finished, Box<Self>> {
        if self.trainer.is_none() && !self.checkpoint.is_empty() {
            self.is_stop_wanted = true;
            return Err(Box::new(self));
        }
        self.ended = Some(Stopped::ByHand);
        Ok(self.finish())
    }

    /// Works for a slice.
    pub fn slice(&mut self, album: &mut Album, clock: Clock<'_>) -> Vec<Outgoing> {
        if self.trainer.is_none() {
            return self.set_up(album, clock);
        }
        let mut told = Vec::new();
        let begun = clock();
        while !self.is_paused && self.ended.is_none() && clock() - begun <= SLICE_MILLIS {
            self.step(clock, &mut told);
        }
        told
    }

    /// Prepares images; once all are, makes the trainer.
    fn set_up(&mut self, album: &mut Album, clock: Clock<'_>) -> Vec<Outgoing> {
        let begun = clock();
        let how = self.recipe.prepare;
        let (done, total) = album.prepare_some(&how, || clock() - begun > SLICE_MILLIS);
        if done < total {
            return vec![Event::Preparing { run: self.run, done: done as u32, total: total as u32 }.into()];
        }
        let set = |split| album.image_set(&how, &self.split.indices(split));
        let Some(train) = set(SplitName::Train) else { return self.fail(Fault::NothingToTrain) };
        let validation = set(SplitName::Validation);
        let checkpoint = std::mem::take(&mut self.checkpoint);
        let trainer = if checkpoint.is_empty() {
            Trainer::new(&self.recipe, self.n_classes, train, validation)
        } else {
            Trainer::resume(&self.recipe, self.n_classes, train.clone(), validation.clone(), &checkpoint)
                .inspect(|trainer| self.snapshots = past_of(&checkpoint, trainer))
                .or_else(|refused| match self.is_stop_wanted {
                    // It was to be brought back as it ended: without its weights there is nothing to bring.
                    true => Err(refused),
                    // A checkpoint of another run is no reason not to train: the bits come out the same.
                    false => Trainer::new(&self.recipe, self.n_classes, train, validation),
                })
        };
        match trainer {
            Ok(trainer) => {
                // One that had its end before keeps it: it is only brought back.
                self.ended = self.is_stop_wanted.then(|| trainer.stopped().unwrap_or(Stopped::ByHand));
                keep_weights(&mut self.snapshots, &trainer);
                self.trainer = Some(Box::new(trainer));
                vec![Event::TrainingBegan { run: self.run, split: self.split.clone() }.into()]
            }
            Err(refused) => self.fail(fault_of(refused)),
        }
    }

    fn fail(&mut self, fault: Fault) -> Vec<Outgoing> {
        self.has_failed = true;
        vec![Event::RunFailed { run: self.run, fault }.into()]
    }

    fn step(&mut self, clock: Clock<'_>, told: &mut Vec<Outgoing>) {
        let Some(trainer) = &mut self.trainer else { return };
        // A pause stands before a step, never within an epoch's measurement: its numbers should be seen.
        if self.steps_left == Some(0) && !trainer.is_measuring() {
            self.is_paused = true;
            self.steps_left = None;
            told.extend([Event::Paused { run: self.run }.into(), self.epochs_kept(None)]);
            return;
        }
        let before = clock();
        match trainer.step(clock) {
            Progress::Batch { epoch, batch, n_batches, loss, images } => {
                let now = clock();
                self.steps_left = self.steps_left.map(|left| left.saturating_sub(1));
                self.pace.add(images, now - before);
                if now - self.pace.last_told_millis >= PROGRESS_MILLIS || self.steps_left.is_some() {
                    self.pace.last_told_millis = now;
                    told.push(self.progress(epoch, batch, n_batches, loss).into());
                }
            }
            Progress::Evaluating => {}
            Progress::Epoch(report) => {
                keep_weights(&mut self.snapshots, trainer);
                let now = clock();
                let bytes = if report.epoch > 0 && now - self.last_checkpoint_millis > CHECKPOINT_MILLIS {
                    self.last_checkpoint_millis = now;
                    trainer.checkpoint()
                } else {
                    Vec::new()
                };
                let diagnosis = self.diagnosis();
                let event = Event::EpochEnded { run: self.run, report, diagnosis };
                told.push(Outgoing { event, bytes });
            }
            Progress::Finished(stopped) => self.ended = Some(stopped),
        }
    }

    fn progress(&self, epoch: u32, batch: u32, n_batches: u32, batch_loss: f64) -> Event {
        let images_per_second = self.pace.images_per_second();
        let steps_done = f64::from(epoch.saturating_sub(1)) * f64::from(n_batches) + f64::from(batch);
        let steps_left = f64::from(self.recipe.epochs) * f64::from(n_batches) - steps_done;
        let images_left = steps_left * f64::from(self.recipe.batch_size);
        let seconds_left = (images_per_second > 0.0).then(|| images_left / images_per_second);
        let run = self.run;
        Event::TrainProgress { run, epoch, batch, n_batches, batch_loss, images_per_second, seconds_left }
    }

    fn diagnosis(&self) -> Vec<Diagnosis> {
        let Some(trainer) = &self.trainer else { return Vec::new() };
        let trained: Vec<&EpochReport> = trainer.history().iter().filter(|row| row.epoch > 0).collect();
        let mut train_loss: Vec<f64> = trained.iter().map(|row| row.train_loss).collect();
        if matches!(self.ended, Some(Stopped::NotFinite { .. })) {
            // The epoch that broke off has no row of its own.
            train_loss.push(f64::NAN);
        }
        if train_loss.is_empty() {
            return Vec::new();
        }
        let validation_loss: Vec<f64> = trained.iter().filter_map(|row| row.validation_loss).collect();
        let losses = |outcome: &glass_learn::Outcome| {
            outcome.predictions().map(|predictions| probability::losses(&predictions))
        };
        let (train_outcome, validation_outcome) = trainer.measured();
        let train_losses = train_outcome.and_then(losses);
        let validation_losses = validation_outcome.and_then(losses);
        let evidence = Evidence {
            train_loss: &train_loss,
            validation_loss: &validation_loss,
            train_losses: train_losses.as_deref(),
            validation_losses: validation_losses.as_deref(),
            n_classes: self.n_classes,
            n_validation: self.split.indices(SplitName::Validation).len() as u32,
            n_images: SplitName::ALL.map(|split| self.split.indices(split).len() as u32).iter().sum(),
            has_bounded_output: self.recipe.model.kind == ModelKind::Article,
            // Copies are dealt as groups: none can lie in two splits.
            n_shared_duplicates: 0,
            patience: self.recipe.early_stopping.map_or(PATIENCE, |stopping| stopping.patience),
            is_best_kept: self.recipe.early_stopping.is_some(),
            is_rate_high: self.recipe.optimizer.is_rate_high(),
            is_regularised: self.recipe.model.dropout > 0.0 || !self.recipe.augment.is_none(),
        };
        let mut stream = Stream::indexed(self.recipe.seed.into(), "diagnosis", train_loss.len() as u64);
        diagnose(&evidence, &mut stream)
    }

    /// How sure the model was of each image over the epochs; `None` before the first, and where not all were surveyed.
    fn map(&self, trainer: &Trainer) -> Option<DataMap> {
        let [train, validation] =
            [SplitName::Train, SplitName::Validation].map(|split| self.split.indices(split));
        let n_epochs = trainer.survey().n_epochs();
        let probed = trainer.probed().into_iter().filter_map(|at| Some((*train.get(at)?, SplitName::Train)));
        let samples = probed.chain(validation.iter().map(|sample| (*sample, SplitName::Validation)));
        let spots = samples.zip(trainer.survey().places());
        let is_whole = trainer.history().last().is_some_and(|report| report.epoch == n_epochs);
        (n_epochs > 0 && is_whole).then(|| DataMap {
            n_epochs,
            n_train: train.len() as u32,
            n_validation: validation.len() as u32,
            spots: spots
                .map(|((sample, split), place)| Spot { sample: sample as u32, split, place })
                .collect(),
        })
    }

    /// The end: the model, and what there is to tell of it.
    pub fn finish(self) -> Finished {
        let diagnosis = self.diagnosis();
        let Some(trainer) = &self.trainer else {
            // Stopped before the first step: there is no model.
            let told = vec![Event::Abandoned { run: self.run }.into()];
            return Finished { model: None, past: None, told };
        };
        let predictor = trainer.predictor();
        let stopped = self.ended.unwrap_or(Stopped::ByHand);
        let n_weights: usize = predictor.weights().iter().map(|weight| weight.values.len()).sum();
        let weights_digest = predictor.digest();
        let event = Event::Trained {
            run: self.run,
            stopped,
            history_digest: curve::digest(trainer.history()),
            weights_digest,
            n_weights: n_weights as u32,
        };
        let kept = match stopped {
            Stopped::Early { best_epoch } => Some(best_epoch),
            _ => self.snapshots.epoch_with(weights_digest),
        };
        let past = self.snapshots.refitted(BUDGET_ON_DISK_BYTES, curve::best_epoch(trainer.history()));
        let bytes = trainer.checkpoint_with(Some(&past));
        let mut told = vec![Outgoing { event, bytes }, self.epochs_kept(kept)];
        if let Some(map) = self.map(trainer) {
            told.push(Event::Mapped { run: self.run, map: Box::new(map) }.into());
        }
        if let Stopped::NotFinite { epoch, step } = stopped {
            told.insert(0, Event::Diagnosed { run: self.run, diagnosis }.into());
            told.push(Fault::LossNotFinite { epoch, step }.into());
        }
        let past = Past { kept: predictor.clone(), snapshots: self.snapshots };
        let (run, recipe, n_classes, split) = (self.run, self.recipe, self.n_classes, self.split);
        let model = Model { run, recipe, n_classes, split, predictor, epoch: None };
        Finished { model: Some(model), past: Some(past), told }
    }
}

/// The weights of past epochs that came with a checkpoint.
fn past_of(checkpoint: &[u8], trainer: &Trainer) -> Snapshots {
    let last = trainer.history().last().map_or(0, |report| report.epoch);
    let best = curve::best_epoch(trainer.history());
    Snapshots::of_checkpoint(checkpoint, last)
        .map_or_else(|| Snapshots::within(BUDGET_BYTES), |past| past.refitted(BUDGET_BYTES, best))
}

/// Keeps the weights of the last epoch measured, if any was.
fn keep_weights(snapshots: &mut Snapshots, trainer: &Trainer) {
    if let Some(report) = trainer.history().last() {
        let best = curve::best_epoch(trainer.history());
        snapshots.keep(report.epoch, &trainer.settled().weights(), best);
    }
}

/// Deals the images, where every class has one to train on.
pub(super) fn deal(recipe: &Recipe, album: &Album, n_images: u32) -> Result<Split, Fault> {
    let n_classes = album.classes().len();
    if n_classes < 2 {
        return Err(Fault::TooFewClasses);
    }
    let mut members = album.members();
    let beyond = members.iter_mut().filter(|it| it.class.is_some()).skip(n_images as usize);
    beyond.for_each(|it| it.class = None);
    let split = split::assign(&members, n_classes, recipe.split, recipe.seed);
    if split.indices(SplitName::Train).is_empty() {
        return Err(Fault::NothingToTrain);
    }
    let empty = split.shortages.iter().find(|shortage| shortage.split == SplitName::Train);
    match empty.and_then(|shortage| album.classes().get(shortage.class)) {
        Some(name) => Err(Fault::EmptyClass(name.clone())),
        None => Ok(split),
    }
}

/// What the page is told of a refusal.
pub(super) fn fault_of(refused: Refused) -> Fault {
    match refused {
        Refused::Fault(fault) => fault,
        Refused::CheckpointUnreadable | Refused::CheckpointOfAnotherRun => Fault::WeightsUnreadable,
        refused => Fault::Refused(format!("{refused:?}")),
    }
}

impl Pace {
    /// Old steps fade within about a second.
    fn add(&mut self, images: u32, millis: f64) {
        if self.millis > 1_000.0 {
            self.images *= 0.5;
            self.millis *= 0.5;
        }
        self.images += f64::from(images);
        self.millis += millis.max(0.0);
    }

    fn images_per_second(&self) -> f64 {
        if self.millis > 0.0 { self.images / self.millis * 1_000.0 } else { 0.0 }
    }
}
