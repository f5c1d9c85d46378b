//! Going back to epochs, the data map, and what a link claims.

use super::Hand;
use crate::claim::Claim;
use crate::intent::Intent;
use crate::link::Cargo;
use crate::session::{EpochFact, Fact};
use glass_core::proof::Proof;
use glass_core::recipe::Recipe;
use glass_core::split::SplitName;
use glass_protocol::Command;
use leptos::prelude::*;
use std::rc::Rc;

impl Hand {
    pub(super) fn run_epochs(self: &Rc<Self>, intent: Intent) {
        let tell = |fact| self.session.reduce(Fact::Epochs(fact));
        match intent {
            Intent::VisitEpoch(epoch) => self.visit_epoch(epoch),
            Intent::PickOnMap(pick) => tell(EpochFact::Picked(pick)),
            Intent::Prove => {
                let recipe =
                    self.session.epochs().claim().with_untracked(|claim| claim.as_ref().map(|it| it.recipe));
                if let Some(recipe) = recipe {
                    self.use_recipe(recipe);
                    self.train(None);
                }
            }
            Intent::DropClaim => tell(EpochFact::Claimed(None)),
            _ => {}
        }
    }

    /// A link replaces what the one before it claimed.
    pub(super) fn take_claim(&self, proof: Option<Proof>, recipe: Recipe) {
        let claim = proof.map(|proof| Box::new(Claim { proof, recipe }));
        self.session.reduce(Fact::Epochs(EpochFact::Claimed(claim)));
    }

    fn visit_epoch(&self, epoch: Option<u32>) {
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
