//! The answers of the model kept and of the epoch gone back to on each split, kept so that none is computed twice.

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

/// Answers of a run's models, by epoch (`None`: the model kept) and split.
#[derive(Default)]
pub struct Answers {
    splits: BTreeMap<(Option<u32>, SplitName), Answered>,
}

impl Answers {
    /// The answers on a split, if they are there.
    pub fn of(&self, epoch: Option<u32>, split: SplitName) -> Option<&Answered> {
        self.splits.get(&(epoch, split))
    }

    /// Keeps answers.
    pub fn keep(&mut self, epoch: Option<u32>, split: SplitName, answered: Answered) {
        self.splits.insert((epoch, split), answered);
    }

    /// Forgets the answers of every epoch but one; those of the model kept stay.
    pub fn forget_but(&mut self, epoch: Option<u32>) {
        self.splits.retain(|(of, _), _| of.is_none() || *of == epoch);
    }
}
