//! Evaluating a model on a split, batch by batch. The temperature is fitted on the validation split, which
//! is therefore answered first.

use super::Model;
use super::album::Album;
use super::answers::{Answered, Answers};
use crate::engine::{Clock, Outgoing, SLICE_MILLIS};
use glass_core::evaluation::evaluate;
use glass_core::fault::Fault;
use glass_core::split::SplitName;
use glass_learn::{Evaluation, ImageSet, Predictor};
use glass_protocol::{Event, Prediction};
use std::collections::VecDeque;

/// An evaluation under way.
pub struct Evaluating {
    split: SplitName,
    epoch: Option<u32>,
    predictor: Predictor,
    waiting: VecDeque<Pass>,
}

/// One split to be answered.
struct Pass {
    split: SplitName,
    indices: Vec<usize>,
    set: Option<ImageSet>,
    evaluation: Evaluation,
}

impl Evaluating {
    /// Begins, with the weights of an epoch of the model's run (`None`: those it kept).
    pub fn begin(
        split: SplitName,
        epoch: Option<u32>,
        predictor: Predictor,
        model: &Model,
        album: &Album,
    ) -> Self {
        let mut order = vec![SplitName::Validation, split];
        order.dedup();
        let waiting = order
            .into_iter()
            .map(|split| {
                let indices = model.split.indices(split);
                let set = album.image_set(&model.recipe.prepare, &indices);
                let evaluation = Evaluation::of_all(indices.len());
                Pass { split, indices, set, evaluation }
            })
            .collect();
        Self { split, epoch, predictor, waiting }
    }

    /// The epoch it is of.
    pub fn epoch(&self) -> Option<u32> {
        self.epoch
    }

    /// Works for a slice; gives the answer when it is there.
    pub fn slice(&mut self, model: &Model, answers: &mut Answers, clock: Clock<'_>) -> Option<Outgoing> {
        let begun = clock();
        let epoch = self.epoch;
        while let Some(pass) = self.waiting.front_mut() {
            if let (Some(set), false) =
                (&pass.set, pass.evaluation.is_done() || answers.of(epoch, pass.split).is_some())
            {
                pass.evaluation.advance(&self.predictor, set);
                if clock() - begun > SLICE_MILLIS {
                    return None;
                }
                continue;
            }
            if let Some(pass) = self.waiting.pop_front()
                && answers.of(epoch, pass.split).is_none()
                && let Some((split, answered)) = pass.answered()
            {
                answers.keep(epoch, split, answered);
            }
        }
        let Some(answered) = answers.of(epoch, self.split) else { return Some(Fault::EmptySplit.into()) };
        let validation = answers.of(epoch, SplitName::Validation).map(|answered| &answered.predictions);
        let evaluation = Box::new(evaluate(&answered.predictions, validation, model.recipe.seed));
        let predictions = answered.rows.clone();
        let (run, split) = (model.run, self.split);
        Some(Event::Evaluated { run, split, epoch, evaluation, predictions }.into())
    }
}

impl Pass {
    fn answered(self) -> Option<(SplitName, Answered)> {
        let outcome = self.evaluation.finish();
        let predictions = outcome.predictions()?;
        let n_classes = outcome.n_classes.max(1);
        let rows = self
            .indices
            .iter()
            .zip(outcome.actual.iter().zip(&outcome.predicted))
            .zip(outcome.probabilities.chunks(n_classes))
            .map(|((&sample, (&actual, &predicted)), probabilities)| Prediction {
                sample: sample as u32,
                actual,
                predicted,
                probabilities: probabilities.to_vec(),
            })
            .collect();
        Some((self.split, Answered { predictions, rows }))
    }
}
