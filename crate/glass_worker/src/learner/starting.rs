//! A stream about to begin: the reference it will be held against is answered first, slice by slice, since
//! the held-out images of a large set take longer than a worker may stay silent.

use super::Model;
use super::album::Album;
use super::serving::{Serving, observe_reference};
use crate::engine::{Clock, SLICE_MILLIS};
use glass_core::fault::Fault;
use glass_core::rng::Stream;
use glass_core::split::SplitName;
use glass_core::stream::{Observation, Reference};
use glass_protocol::StreamSource;

/// What was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Id of the stream.
    pub stream: u32,
    /// Where its images come from.
    pub source: StreamSource,
    /// Images due each second.
    pub images_per_second: f64,
    /// Images a window.
    pub window: u32,
    /// Brightness change, −1…1.
    pub brightness: f64,
    /// Blur, 0…1.
    pub blur: f64,
}

/// A stream whose reference is being answered.
pub struct Starting {
    wanted: Wanted,
    order: Vec<usize>,
    held_out: Vec<usize>,
    n_answered: usize,
    observations: Vec<Observation>,
}

impl Starting {
    /// Begins; nothing is answered yet.
    pub fn begin(wanted: Wanted, service: &Album, model: &Model) -> Result<Self, Fault> {
        let order = match wanted.source {
            StreamSource::Replay(split) => {
                let mut order = model.split.indices(split);
                Stream::named(model.recipe.seed.into(), "replay").shuffle(&mut order);
                order
            }
            StreamSource::Dropped => (0..service.len()).collect(),
        };
        if order.is_empty() {
            return Err(Fault::EmptySplit);
        }
        let held_out = model.split.indices(SplitName::Test);
        Ok(Self { wanted, order, held_out, n_answered: 0, observations: Vec::new() })
    }

    /// Id of the stream.
    pub fn stream(&self) -> u32 {
        self.wanted.stream
    }

    /// Are the images those of service?
    pub fn is_of_service(&self) -> bool {
        self.wanted.source == StreamSource::Dropped
    }

    /// Changes the disturbance the stream will begin with.
    pub fn disturb(&mut self, brightness: f64, blur: f64) {
        (self.wanted.brightness, self.wanted.blur) = (brightness, blur);
    }

    /// Answers for a slice; says whether the reference is complete.
    pub fn slice(&mut self, model: &Model, album: &Album, clock: Clock<'_>) -> bool {
        let begun = clock();
        while let Some(&sample) = self.held_out.get(self.n_answered) {
            self.observations.extend(observe_reference(sample, album, model));
            self.n_answered += 1;
            if clock() - begun > SLICE_MILLIS {
                break;
            }
        }
        self.n_answered >= self.held_out.len()
    }

    /// The stream, its first image due now.
    pub fn finish(self, model: &Model, now_millis: f64) -> Result<Serving, Fault> {
        let confidences: Vec<f64> =
            self.observations.iter().map(|observation| observation.confidence).collect();
        let reference_confidence = glass_core::describe::mean(&confidences);
        let reference = Reference::of(model.n_classes, self.observations).ok_or(Fault::EmptySplit)?;
        let seed = model.recipe.seed.into();
        Ok(Serving::begin(self.wanted, self.order, seed, reference, reference_confidence, now_millis))
    }
}
