//! The model's answers on each split, kept so that none is computed twice.

use glass_core::metric::Predictions;
use glass_core::split::SplitName;
use glass_protocol::Prediction;
use std::collections::BTreeMap;

/// Answers on one split.
pub struct Answered {
    /// As the metrics want them.
    pub predictions: Predictions,
    /// As the page wants them.
    pub rows: Vec<Prediction>,
}

/// Answers of the present model.
#[derive(Default)]
pub struct Answers {
    splits: BTreeMap<SplitName, Answered>,
}

impl Answers {
    /// The answers on a split, if they are there.
    pub fn of(&self, split: SplitName) -> Option<&Answered> {
        self.splits.get(&split)
    }

    /// Keeps answers.
    pub fn keep(&mut self, split: SplitName, answered: Answered) {
        self.splits.insert(split, answered);
    }
}
