//! What links claim of runs: the claim that a link brought, and the one that a link can take along.

use super::{Session, Source};
use crate::roster::Roster;
use glass_core::curve::Stopped;
use glass_core::proof::{Finding, Proof};
use glass_core::recipe::Recipe;
use leptos::prelude::*;

/// What a link claimed of the run its settings lead to.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The claim.
    pub proof: Proof,
    /// The settings.
    pub recipe: Recipe,
}

impl Session {
    /// What a link to the present settings can claim: a run of them on a set that comes with the page, over by
    /// itself. Reactive.
    pub fn proof(&self) -> Option<Proof> {
        let is_shared = self.source.with(|source| matches!(source, Source::BuiltIn(_)));
        let recipe = self.recipe.get();
        self.run.with(|run| {
            let run = run.as_ref().filter(|run| is_shared && run.recipe == recipe)?;
            // Edited labels are in no link: nobody could confirm it.
            self.roster.with(Roster::is_as_it_came).then_some(())?;
            let is_whole = run.ending?.stopped != Stopped::ByHand;
            is_whole.then(|| Proof::of(self.set_digest.get(), &run.history)).flatten()
        })
    }

    /// What the run says of the link's claim; `None` without one, or when the run is of other settings.
    pub fn finding(&self) -> Memo<Option<Finding>> {
        let session = *self;
        Memo::new(move |_| {
            session.claim.with(|claim| {
                let claim = claim.as_ref()?;
                session.run.with(|run| {
                    let run = run.as_ref().filter(|run| run.recipe == claim.recipe)?;
                    Some(claim.proof.check(session.set_digest.get(), &run.history, run.ending.is_some()))
                })
            })
        })
    }
}
