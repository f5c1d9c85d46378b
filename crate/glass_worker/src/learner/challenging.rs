//! A past model brought back to answer beside the one in service.

use super::training::Training;
use super::{LearnEngine, Model};
use crate::engine::{Clock, Outgoing};
use glass_core::recipe::Recipe;
use glass_protocol::Event;

/// The challenger: none, on its way, or there.
#[derive(Default)]
pub enum Challenger {
    /// Nobody.
    #[default]
    None,
    /// Its images are prepared, its weights read.
    Coming(Box<Training>),
    /// It answers.
    There(Box<Model>),
}

impl Challenger {
    /// The model, once it is there.
    pub fn model(&self) -> Option<&Model> {
        match self {
            Self::There(model) => Some(model),
            Self::None | Self::Coming(_) => None,
        }
    }

    /// Is there something to do?
    pub fn is_coming(&self) -> bool {
        matches!(self, Self::Coming(_))
    }
}

impl LearnEngine {
    /// Begins to bring the model of a run back that learned from the first `n_images` that take part. One that is there
    /// begins its comparison anew.
    pub(super) fn challenge(
        &mut self,
        run: u32,
        recipe: Recipe,
        n_images: u32,
        checkpoint: Vec<u8>,
    ) -> Vec<Outgoing> {
        if let Some(model) = self.challenger.model().filter(|model| model.run == run) {
            if let Some(serving) = &mut self.serving {
                serving.begin_duel(run);
            }
            return vec![stands(run, Some(model))];
        }
        self.challenger = Challenger::None;
        // To stop a run that is to be taken up from a checkpoint is to bring its model back and nothing more.
        let training =
            Training::begin(run, recipe, (&self.album, n_images), checkpoint, None).map(Training::stop);
        match training {
            Ok(Err(training)) => {
                self.challenger = Challenger::Coming(training);
                Vec::new()
            }
            Ok(Ok(_)) | Err(_) => vec![stands(run, None)],
        }
    }

    /// Works for a slice on bringing it back.
    pub(super) fn bring_challenger(&mut self, clock: Clock<'_>) -> Vec<Outgoing> {
        let Challenger::Coming(mut training) = std::mem::take(&mut self.challenger) else {
            return Vec::new();
        };
        // What it tells is of a run, and this is none.
        training.slice(&mut self.album, clock);
        if training.has_failed() {
            return vec![stands(training.run(), None)];
        }
        if !training.is_over() {
            self.challenger = Challenger::Coming(training);
            return Vec::new();
        }
        let run = training.run();
        let model = training.finish().model;
        let told = stands(run, model.as_ref());
        self.challenger = model.map_or(Challenger::None, |model| Challenger::There(Box::new(model)));
        vec![told]
    }
}

fn stands(run: u32, model: Option<&Model>) -> Outgoing {
    let weights_digest = model.map(|model| model.predictor.digest());
    Event::ChallengerStands { run, weights_digest }.into()
}
