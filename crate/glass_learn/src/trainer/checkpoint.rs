//! A run put away and taken up again, to the bit.
//!
//! The format is our own and internal: a magic word, a version, the run in postcard (weights as named arrays,
//! the optimiser's state as its engine keeps it), the survey of its images, the weights of past epochs where they are
//! wanted, and a checksum. What follows from the recipe and the images
//! (orders, masks, augmentation, normalisation) is not stored: every draw has its own stream, so that a run
//! taken up in the middle of an epoch draws what it would have drawn.

use glass_core::cartography::Survey;
use glass_core::curve::EpochReport;
use glass_core::recipe::Recipe;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::{Patience, Phase, Place, Stopped, Trainer};
use crate::engine::Engine;
use crate::image_set::ImageSet;
use crate::order::order_of_epoch;
use crate::refused::Refused;
use crate::snapshots::Snapshots;
use crate::weights::Weight;

const MAGIC: &[u8; 4] = b"WGrn";
const VERSION: u16 = 2;

#[derive(Serialize, Deserialize)]
struct Saved {
    version: u16,
    run: u64,
    place: Place,
    patience: Patience,
    stopped: Option<Stopped>,
    history: Vec<EpochReport>,
    weights: Vec<Weight>,
    /// The weights at the last epoch's end, where they are not the present ones.
    settled: Option<Vec<Weight>>,
    best: Option<Vec<Weight>>,
    optimizer: Vec<u8>,
}

impl Trainer {
    /// The run as it stands. A measurement in progress is begun again when the run is taken up.
    pub fn checkpoint(&self) -> Vec<u8> {
        self.checkpoint_with(None)
    }

    /// The same with the weights of past epochs.
    pub fn checkpoint_with(&self, past: Option<&Snapshots>) -> Vec<u8> {
        let saved = Saved {
            version: VERSION,
            run: fingerprint(&self.recipe, self.shape.n_classes, &self.train, self.validation.as_ref()),
            place: self.place,
            patience: self.patience,
            stopped: self.stopped(),
            history: self.history.clone(),
            weights: self.learner.evaluating().weights(),
            settled: (self.place.batch > 0).then(|| self.settled.weights()),
            best: self.best.as_ref().map(Engine::weights),
            optimizer: self.learner.state(),
        };
        let mut bytes = MAGIC.to_vec();
        bytes.extend(postcard::to_allocvec(&saved).unwrap_or_default());
        // Behind the run: browsers keep checkpoints that end before it.
        bytes.extend(postcard::to_allocvec(&self.survey).unwrap_or_default());
        if let Some(past) = past {
            bytes.extend(postcard::to_allocvec(past).unwrap_or_default());
        }
        bytes.extend(xxh3_64(&bytes).to_le_bytes());
        bytes
    }

    /// Takes a run up where [`Self::checkpoint`] left it. Recipe and images must be those of the run, but for
    /// `epochs` and `early_stopping`: a completed run goes on when more epochs are asked for. Not so under a
    /// schedule: another number of epochs gives every step another rate, and is another run.
    pub fn resume(
        recipe: &Recipe,
        n_classes: usize,
        train: ImageSet,
        validation: Option<ImageSet>,
        checkpoint: &[u8],
    ) -> Result<Self, Refused> {
        let (saved, rest) = read(checkpoint).ok_or(Refused::CheckpointUnreadable)?;
        let survey = postcard::from_bytes(rest).unwrap_or_default();
        let mut trainer = Self::new(recipe, n_classes, train, validation)?;
        if saved.run != fingerprint(recipe, n_classes, &trainer.train, trainer.validation.as_ref()) {
            return Err(Refused::CheckpointOfAnotherRun);
        }
        let written =
            |weights: &[Weight]| Engine::from_weights(&recipe.model, trainer.shape, weights, recipe.backend);
        let settled = written(saved.settled.as_ref().unwrap_or(&saved.weights))?;
        let best = saved.best.as_deref().map(written).transpose()?;
        (trainer.settled, trainer.best) = (settled, best);
        trainer.learner.write(&saved.weights)?;
        trainer.learner.take_up(&saved.optimizer)?;
        trainer.place = saved.place;
        trainer.patience = saved.patience;
        trainer.history = saved.history;
        trainer.survey = survey;
        trainer.take_up(saved.stopped);
        Ok(trainer)
    }

    /// Finds the phase that belongs to the place.
    fn take_up(&mut self, stopped: Option<Stopped>) {
        let is_reported = self.history.last().is_some_and(|report| report.epoch == self.place.epoch);
        match stopped {
            Some(Stopped::Completed) => self.begin_epoch(),
            Some(stopped) => self.phase = Phase::Stopped(stopped),
            None if is_reported => self.begin_epoch(),
            None if self.place.epoch == 0 || self.place.batch >= self.n_batches() => self.begin_measuring(),
            None => {
                self.order = order_of_epoch(self.recipe.seed, self.place.epoch, self.train.len());
                self.phase = Phase::Training;
            }
        }
    }
}

impl Snapshots {
    /// The weights of past epochs that lie in the checkpoint of a run, up to the epoch `last`; `None` where there are none.
    pub fn of_checkpoint(checkpoint: &[u8], last: u32) -> Option<Self> {
        let (_, rest) = read(checkpoint)?;
        let (_, rest) = postcard::take_from_bytes::<Survey>(rest).ok()?;
        postcard::from_bytes::<Self>(rest).ok()?.checked(last)
    }
}

/// The run, and what lies behind it.
fn read(checkpoint: &[u8]) -> Option<(Saved, &[u8])> {
    let (bytes, checksum) = checkpoint.split_last_chunk::<8>()?;
    if xxh3_64(bytes).to_le_bytes() != *checksum {
        return None;
    }
    let (saved, rest): (Saved, _) = postcard::take_from_bytes(bytes.strip_prefix(MAGIC)?).ok()?;
    (saved.version == VERSION).then_some((saved, rest))
}

/// What a run is: the recipe, but for what may change between sittings, and every byte of the images.
fn fingerprint(recipe: &Recipe, n_classes: usize, train: &ImageSet, validation: Option<&ImageSet>) -> u64 {
    let epochs = if recipe.schedule.is_constant() { 0 } else { recipe.epochs };
    let lasting = Recipe { epochs, early_stopping: None, ..*recipe };
    let mut hash = Xxh3::new();
    hash.update(&postcard::to_allocvec(&lasting).unwrap_or_default());
    hash.update(&(n_classes as u64).to_le_bytes());
    for set in [Some(train), validation].into_iter().flatten() {
        hash.update(&(set.len() as u64).to_le_bytes());
        hash.update(set.images());
        for label in set.labels() {
            hash.update(&label.to_le_bytes());
        }
    }
    hash.digest()
}
