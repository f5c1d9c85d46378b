//! The shelf: what is kept beyond the work on the bench. Finished runs, a run that was cut off, and how this
//! browser keeps them.

use crate::record::Underway;
use crate::standing::{Room, Standing};
use glass_core::run::KeptRun;
use leptos::prelude::*;
use std::sync::Arc;

/// What is kept. Copyable: it is a handful of handles.
#[derive(Debug, Clone, Copy)]
pub struct Shelf {
    pub(super) runs: RwSignal<Vec<Arc<KeptRun>>>,
    pub(super) dropped: RwSignal<Option<Arc<KeptRun>>>,
    pub(super) recallable: RwSignal<Vec<u32>>,
    pub(super) cut_off: RwSignal<Option<Arc<Underway>>>,
    pub(super) standing: RwSignal<Standing>,
    pub(super) room: RwSignal<Option<Room>>,
    pub(super) set_aside: RwSignal<Vec<String>>,
}

impl Shelf {
    pub(super) fn new() -> Self {
        Self {
            runs: RwSignal::new(Vec::new()),
            dropped: RwSignal::new(None),
            recallable: RwSignal::new(Vec::new()),
            cut_off: RwSignal::new(None),
            standing: RwSignal::new(Standing::default()),
            room: RwSignal::new(None),
            set_aside: RwSignal::new(Vec::new()),
        }
    }

    /// Finished runs, oldest first.
    pub fn runs(&self) -> Signal<Vec<Arc<KeptRun>>> {
        self.runs.into()
    }

    /// The run of that id. Not reactive.
    pub fn run(&self, id: u32) -> Option<Arc<KeptRun>> {
        self.runs.with_untracked(|runs| runs.iter().find(|run| run.id == id).cloned())
    }

    /// The run deleted last, which can still be put back.
    pub fn dropped(&self) -> Signal<Option<Arc<KeptRun>>> {
        self.dropped.into()
    }

    /// Ids of runs whose weights are kept too.
    pub fn recallable(&self) -> Signal<Vec<u32>> {
        self.recallable.into()
    }

    /// A run that was cut off and could go on.
    pub fn cut_off(&self) -> Signal<Option<Arc<Underway>>> {
        self.cut_off.into()
    }

    /// How this browser keeps the work.
    pub fn standing(&self) -> Signal<Standing> {
        self.standing.into()
    }

    /// How much room there is; `None` when the browser does not say.
    pub fn room(&self) -> Signal<Option<Room>> {
        self.room.into()
    }

    /// Keys of records that could not be read and were set aside.
    pub fn set_aside(&self) -> Signal<Vec<String>> {
        self.set_aside.into()
    }
}
