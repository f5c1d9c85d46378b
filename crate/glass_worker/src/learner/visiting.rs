//! Going back to an epoch: what a run leaves behind for it, and who answers then.

use super::training::Training;
use super::{Errand, LearnEngine};
use crate::engine::Outgoing;
use glass_core::recipe::Recipe;
use glass_learn::{Predictor, Snapshots};
use glass_protocol::Event;

/// Memory for the weights of past epochs, in bytes.
pub const BUDGET_BYTES: usize = 64 << 20;
/// What goes with the checkpoint of a run that is over, to be kept on disk, in bytes: a browser keeps twenty of them.
pub const BUDGET_ON_DISK_BYTES: usize = 8 << 20;

/// What a run that is over leaves behind, besides the model that answers.
pub struct Past {
    /// The model kept.
    pub kept: Predictor,
    /// The weights of its epochs.
    pub snapshots: Snapshots,
}

/// The model of an epoch, made like another of its run; `None` when its weights are not kept.
pub fn at_epoch(epoch: u32, snapshots: &Snapshots, recipe: &Recipe, like: &Predictor) -> Option<Predictor> {
    let (weights, normalization) = (snapshots.weights(epoch)?, like.normalization().clone());
    Predictor::from_weights(&recipe.model, like.shape(), normalization, &weights, recipe.backend).ok()
}

impl LearnEngine {
    /// Lets the model of an epoch answer (`None`: the model kept) and tells who does then.
    pub(super) fn visit(&mut self, run: u32, epoch: Option<u32>) -> Vec<Outgoing> {
        if self.training.as_ref().is_some_and(|training| training.wants_time() || !training.is_of(run)) {
            // The page offers this at a pause; the run went on before the wish came in.
            return Vec::new();
        }
        let before = self.model.as_ref().map(|model| model.epoch);
        match &self.training {
            Some(training) => match epoch {
                Some(epoch) => self.model = training.model_at(epoch).or_else(|| self.model.take()),
                None => self.model = None,
            },
            None => {
                if let (Some(model), Some(past)) =
                    (self.model.as_mut().filter(|model| model.run == run), &self.past)
                {
                    let found = match epoch {
                        Some(epoch) => at_epoch(epoch, &past.snapshots, &model.recipe, &past.kept),
                        None => Some(past.kept.clone()),
                    };
                    if let Some(predictor) = found {
                        (model.predictor, model.epoch) = (predictor, epoch);
                    }
                }
            }
        }
        let now = self.model.as_ref().map(|model| model.epoch);
        let mut told = if now == before { Vec::new() } else { self.drop_what_is_past(run, now.flatten()) };
        let weights_digest = self.model.as_ref().map(|model| model.predictor.digest());
        told.push(Event::EpochVisited { run, epoch: now.flatten(), weights_digest }.into());
        told
    }

    /// Nobody waits for the answers of an epoch that was left, and a stream's reference was another model. A
    /// measurement begins again.
    fn drop_what_is_past(&mut self, run: u32, now: Option<u32>) -> Vec<Outgoing> {
        let is_wanted = |epoch: Option<u32>| epoch.is_none() || epoch == now;
        self.answers.forget_but(now);
        self.evaluating.take_if(|evaluating| !is_wanted(evaluating.epoch()));
        self.errands.retain(|errand| match errand {
            Errand::Evaluate { epoch, .. } => is_wanted(*epoch),
            Errand::Measure { .. } => true,
        });
        if self.timing.take().is_some() {
            self.errands.push_front(Errand::Measure { run });
        }
        let starting = self.starting.take().map(|starting| starting.stream());
        let stream = starting.or(self.serving.take().map(|serving| serving.stream()));
        let ended = stream.map(|stream| Event::StreamEnded { stream }.into());
        ended.into_iter().chain(self.end_grading()).collect()
    }

    /// Goes on with a run that stood still: whoever answered meanwhile is gone.
    pub(super) fn go_on(&mut self, change: fn(&mut Training) -> Vec<Outgoing>) -> Vec<Outgoing> {
        let mut told = if self.training.is_some() { self.leave_epoch() } else { Vec::new() };
        told.extend(self.steer(change));
        told
    }

    /// Nobody answers any more for the epoch that was visited while the run stood still.
    pub(super) fn leave_epoch(&mut self) -> Vec<Outgoing> {
        match self.model.take() {
            Some(model) => self.drop_what_is_past(model.run, None),
            None => Vec::new(),
        }
    }

    /// The weights to evaluate with, if they still answer.
    pub(super) fn predictor_of(&self, epoch: Option<u32>) -> Option<Predictor> {
        match &self.model {
            Some(model) if model.epoch == epoch => Some(model.predictor.clone()),
            _ if epoch.is_none() => self.past.as_ref().map(|past| past.kept.clone()),
            _ => None,
        }
    }
}
