//! Going back to epochs, and the data map.

use super::Hand;
use crate::link::Cargo;
use crate::session::{EpochFact, Fact};
use glass_core::split::SplitName;
use glass_protocol::Command;
use leptos::prelude::*;

impl Hand {
    /// Lets the model of an epoch answer; `None`: the model kept.
    pub(super) fn visit_epoch(&self, epoch: Option<u32>) {
        let session = self.session;
        let run = session.run().with_untracked(|run| run.as_ref().map(|run| (run.id, run.ending.is_some())));
        let Some((run, is_over)) = run else { return };
        session.reduce(Fact::Epochs(EpochFact::Asked(epoch)));
        self.learner().send(Command::VisitEpoch { run, epoch }, Cargo::Empty);
        // While a run stands still only its epochs can answer.
        if epoch.is_some() || is_over {
            self.ask_for_answers(run, session.eval_split().get_untracked());
        }
    }

    /// Asks for the answers on a split of whoever answers now, unless they are at hand.
    pub(super) fn ask_for_answers(&self, run: u32, split: SplitName) {
        if untrack(|| self.session.answers(run, split)).is_none() {
            self.learner().send(Command::Evaluate { run, split }, Cargo::Empty);
        }
    }
}
