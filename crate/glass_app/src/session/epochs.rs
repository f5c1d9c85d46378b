//! What the page knows of a run's epochs: which can be gone back to, what their models answered, and the map of
//! the images.

use super::{Evaluated, Session};
use crate::past::Past;
use glass_core::cartography::{DataMap, Region};
use glass_core::split::SplitName;
use leptos::prelude::*;
use std::sync::Arc;

/// What was chosen on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapPick {
    /// All images of a region.
    Region(Region),
    /// One image, by its index.
    Image(u32),
}

/// A handful of handles, like the session itself.
#[derive(Debug, Clone, Copy)]
pub struct Epochs {
    pub(super) past: RwSignal<Past>,
    /// What the models of epochs answered, the latest last.
    pub(super) visited: RwSignal<Vec<Arc<Evaluated>>>,
    pub(super) map: RwSignal<Option<Arc<DataMap>>>,
    pub(super) pick: RwSignal<Option<MapPick>>,
}

impl Epochs {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            past: RwSignal::new(Past::default()),
            visited: RwSignal::new(Vec::new()),
            map: RwSignal::new(None),
            pick: RwSignal::new(None),
        }
    }

    /// Which epochs can be gone back to, and which one was.
    pub fn past(&self) -> Signal<Past> {
        self.past.into()
    }

    /// The map of the images.
    pub fn map(&self) -> Signal<Option<Arc<DataMap>>> {
        self.map.into()
    }

    /// What was chosen on the map.
    pub fn pick(&self) -> Signal<Option<MapPick>> {
        self.pick.into()
    }
}

impl Session {
    /// The run's epochs.
    pub fn epochs(&self) -> Epochs {
        self.epochs
    }

    /// The answers on a split of the model that is looked at: the epoch gone back to, or the model kept. Reactive.
    pub fn answers(&self, run: u32, split: SplitName) -> Option<Arc<Evaluated>> {
        let is_it = |one: &Evaluated| one.run == run && one.split == split;
        match self.epochs.past.with(|past| past.visited) {
            Some(epoch) => self.epochs.visited.with(|all| {
                all.iter().rev().find(|one| is_it(one) && one.epoch == Some(epoch)).map(Arc::clone)
            }),
            None => self.evaluated.with(|all| all.iter().find(|one| is_it(one)).cloned().map(Arc::new)),
        }
    }
}
