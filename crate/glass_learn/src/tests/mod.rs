//! Tests of the whole crate, on sets small enough to learn in a moment.

mod control;
mod dropout;
mod epochs;
#[cfg(feature = "graph")]
mod fused;
#[cfg(feature = "graph")]
mod gradients;
mod hostile;
mod learning;
mod resume;
mod speed;
mod steps;

use glass_core::curve::{EpochReport, digest};
use glass_core::recipe::{ColorMode, Model, ModelKind, Normalize, Prepare, Recipe};
use glass_core::rng::Stream;

use crate::image_set::ImageSet;
use crate::predictor::Predictor;
use crate::trainer::{Progress, Stopped, Trainer};

pub const KINDS: [ModelKind; 4] = [ModelKind::Article, ModelKind::Linear, ModelKind::Mlp, ModelKind::Cnn];

/// A recipe for gray images of side `size`.
pub fn recipe(kind: ModelKind, size: u16, epochs: u32) -> Recipe {
    let base = Recipe::default();
    Recipe {
        seed: 7,
        prepare: Prepare { size, color: ColorMode::Gray, normalize: Normalize::Standard, ..base.prepare },
        model: Model { kind, hidden: 16, dropout: 0.0 },
        batch_size: 16,
        epochs,
        ..base
    }
}

/// The XOR of two corners, with noise: class 1 when exactly one of the upper corners is bright. No linear model
/// separates it.
pub fn xor(n: usize, size: usize, seed: u64) -> ImageSet {
    let mut stream = Stream::named(seed, "xor");
    let mut images = Vec::new();
    let mut labels = Vec::new();
    for index in 0..n {
        let corners = [index % 2 == 1, index / 2 % 2 == 1];
        for row in 0..size {
            for column in 0..size {
                let is_bright = row < size / 2 && corners[usize::from(column >= size / 2)];
                images.push(if is_bright { 180 } else { 30 } + stream.below(40) as u8);
            }
        }
        labels.push(u32::from(corners[0] != corners[1]));
    }
    ImageSet::checked(1, size, images, labels).unwrap()
}

/// Images of chance, `i mod n_classes` as labels: nothing to learn but by heart.
pub fn noise(n: usize, channels: usize, size: usize, n_classes: u32) -> ImageSet {
    let mut stream = Stream::named(3, "noise");
    let images = (0..n * channels * size * size).map(|_| stream.below(256) as u8).collect();
    ImageSet::checked(channels, size, images, (0..n as u32).map(|index| index % n_classes).collect()).unwrap()
}

/// A clock that goes on by a second at every reading.
pub fn ticking() -> impl FnMut() -> f64 {
    let mut now = 0.0;
    move || {
        now += 1_000.0;
        now
    }
}

/// Steps until finished; every progress on the way, the last one left out.
pub fn run(trainer: &mut Trainer) -> (Vec<Progress>, Stopped) {
    let mut clock = ticking();
    let mut seen = Vec::new();
    loop {
        match trainer.step(&mut clock) {
            Progress::Finished(stopped) => return (seen, stopped),
            progress => seen.push(progress),
        }
    }
}

/// A run's two digests: of its history and of its weights.
pub fn digests(trainer: &Trainer) -> (u64, u64) {
    (digest(trainer.history()), trainer.predictor().digest())
}

pub fn last(trainer: &Trainer) -> &EpochReport {
    trainer.history().last().unwrap()
}

/// A predictor of an untrained network.
pub fn untrained(recipe: &Recipe, n_classes: usize, set: &ImageSet) -> Predictor {
    Trainer::new(recipe, n_classes, set.clone(), None).unwrap().predictor()
}

/// The run that pins the numbers: the losses of its first steps must come out alike on every platform.
pub fn fixture(kind: ModelKind) -> Trainer {
    Trainer::new(&recipe(kind, 8, 1), 3, noise(80, 1, 8, 3), None).unwrap()
}

/// The losses of the first `n` training steps.
pub fn first_losses(trainer: &mut Trainer, n: usize) -> Vec<f64> {
    let mut clock = ticking();
    let mut losses = Vec::new();
    while losses.len() < n {
        match trainer.step(&mut clock) {
            Progress::Batch { loss, .. } => losses.push(loss),
            Progress::Evaluating | Progress::Epoch(_) => {}
            Progress::Finished(_) => break,
        }
    }
    losses
}
