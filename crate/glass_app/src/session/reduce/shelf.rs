//! Facts about what is kept.

use crate::record::Underway;
use crate::session::shelf::Shelf;
use crate::standing::{Room, Standing};
use glass_core::order::sort_by;
use glass_core::run::KeptRun;
use leptos::prelude::*;
use std::sync::Arc;

/// Something that is so now on the shelf.
#[derive(Debug)]
pub enum ShelfFact {
    /// This browser keeps the work so.
    Standing(Standing),
    /// This much room there is.
    Measured(Option<Room>),
    /// Runs of earlier visits are there.
    RunsRead(Vec<KeptRun>),
    /// A run is kept, or kept again with more known of it.
    RunKept(Box<KeptRun>),
    /// A run has another name.
    RunNamed(u32, String),
    /// A run was deleted.
    RunDropped(u32),
    /// The run deleted last is back.
    RunPutBack,
    /// An old run made room.
    RunLetGo(u32),
    /// The weights of these runs are kept.
    Recallable(Vec<u32>),
    /// A run was cut off, or is no more to be offered.
    CutOff(Option<Box<Underway>>),
    /// These records could not be read.
    SetAside(Vec<String>),
    /// All of it was deleted.
    Cleared,
}

impl Shelf {
    pub(super) fn reduce(&self, fact: ShelfFact) {
        match fact {
            ShelfFact::Standing(standing) => self.standing.set(standing),
            ShelfFact::Measured(room) => self.room.set(room),
            ShelfFact::RunsRead(read) => self.runs.update(|runs| {
                // A run that ended while they were read is there already.
                let is_new = |run: &KeptRun| !runs.iter().any(|other| other.id == run.id);
                let new: Vec<_> = read.into_iter().filter(is_new).map(Arc::new).collect();
                runs.extend(new);
                in_order(&mut *runs);
            }),
            ShelfFact::RunKept(run) => self.runs.update(|runs| {
                runs.retain(|other| other.id != run.id);
                runs.push(Arc::from(run));
                in_order(&mut *runs);
            }),
            ShelfFact::RunNamed(id, name) => self.runs.update(|runs| {
                if let Some(run) = runs.iter_mut().find(|run| run.id == id) {
                    Arc::make_mut(run).name = name;
                }
            }),
            ShelfFact::RunDropped(id) => {
                let mut gone = None;
                self.runs.update(|runs| {
                    gone = runs.iter().find(|run| run.id == id).cloned();
                    runs.retain(|run| run.id != id);
                });
                self.dropped.set(gone);
            }
            ShelfFact::RunPutBack => {
                if let Some(run) = self.dropped.try_update(Option::take).flatten() {
                    self.runs.update(|runs| {
                        runs.push(run);
                        in_order(&mut *runs);
                    });
                }
            }
            ShelfFact::RunLetGo(id) => self.runs.update(|runs| runs.retain(|run| run.id != id)),
            ShelfFact::Recallable(ids) => self.recallable.set(ids),
            ShelfFact::CutOff(run) => self.cut_off.set(run.map(Arc::from)),
            ShelfFact::SetAside(keys) => self.set_aside.set(keys),
            ShelfFact::Cleared => {
                self.runs.set(Vec::new());
                self.dropped.set(None);
                self.recallable.set(Vec::new());
                self.cut_off.set(None);
                self.set_aside.set(Vec::new());
            }
        }
    }
}

/// Oldest first.
fn in_order(runs: &mut Vec<Arc<KeptRun>>) {
    sort_by(runs, |a, b| a.id.cmp(&b.id));
}
