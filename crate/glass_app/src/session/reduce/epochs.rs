//! The part of the session's writer that looks after a run's epochs.

use super::super::{Evaluated, MapPick, Session};
use glass_core::cartography::DataMap;
use leptos::prelude::*;
use std::sync::Arc;

/// Answers of epochs that stay at hand, in images. The latest evaluation always stays.
const MAX_ANSWERS: usize = 40_000;

/// Something that is so now about a run's epochs.
#[derive(Debug)]
pub enum EpochFact {
    /// These can be gone back to; the epoch of the model kept.
    Kept(Vec<u32>, Option<u32>),
    /// This one is wished for; `None`: the model kept.
    Asked(Option<u32>),
    /// This one answers; the digest of its weights.
    Visited(Option<u32>, Option<u64>),
    /// The model of an epoch was evaluated.
    Evaluated(Box<Evaluated>),
    /// The run goes on or is over: its present model answers again.
    Left,
    /// The map of the images is there.
    Mapped(Box<DataMap>),
    /// Something on the map was chosen, or nothing is any more.
    Picked(Option<MapPick>),
    /// The run and all that came of it went.
    Forgotten,
}

impl Session {
    /// Takes a fact about epochs in.
    pub(super) fn reduce_epochs(&self, fact: EpochFact) {
        let own = self.epochs;
        match fact {
            EpochFact::Kept(epochs, kept) => own.past.update(|past| {
                if past.visited.is_some_and(|visited| !epochs.contains(&visited)) {
                    (past.visited, past.weights_digest) = (None, None);
                }
                (past.epochs, past.kept) = (epochs, kept);
            }),
            EpochFact::Asked(epoch) => own.past.update(|past| {
                (past.visited, past.weights_digest) = (epoch, None);
            }),
            EpochFact::Visited(epoch, weights_digest) => own.past.update(|past| {
                // An answer to an older wish says nothing: the last wish is answered too.
                if past.visited == epoch {
                    past.weights_digest = weights_digest;
                }
            }),
            EpochFact::Evaluated(evaluated) => own.visited.update(|all| {
                all.retain(|one| one.split != evaluated.split || one.epoch != evaluated.epoch);
                all.push(Arc::new(*evaluated));
                let mut n_answers: usize = all.iter().map(|one| one.predictions.len()).sum();
                while n_answers > MAX_ANSWERS && all.len() > 1 {
                    n_answers -= all.remove(0).predictions.len();
                }
            }),
            EpochFact::Left => own.past.update(|past| {
                (past.visited, past.weights_digest) = (None, None);
            }),
            EpochFact::Mapped(map) => own.map.set(Some(Arc::new(*map))),
            EpochFact::Picked(pick) => {
                own.pick.set(pick);
                if pick.is_some() {
                    self.cell.set(None);
                }
            }
            EpochFact::Forgotten => {
                own.past.set(Default::default());
                own.visited.set(Vec::new());
                own.map.set(None);
                own.pick.set(None);
            }
        }
    }
}
