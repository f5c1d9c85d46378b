//! The speed of the stream over time, and the speed that is promised.

use super::Session;
use glass_core::speed::SpeedReport;
use glass_core::speed::objective::Objective;
use leptos::prelude::*;

/// A handful of handles, like the session itself.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    objective: RwSignal<Objective>,
    speed: RwSignal<Option<SpeedReport>>,
}

/// Something about the speed.
#[derive(Debug, Clone, PartialEq)]
pub enum PaceFact {
    /// This is promised.
    Promised(Objective),
    /// So fast was the stream answered so far.
    Measured(Box<SpeedReport>),
    /// Another stream begins, or the model of the last one is gone.
    Forgotten,
}

impl Pace {
    /// Nothing measured; the usual promise.
    pub(super) fn new() -> Self {
        Self { objective: RwSignal::new(Objective::default()), speed: RwSignal::new(None) }
    }

    /// Takes a fact in.
    pub(super) fn reduce(&self, fact: PaceFact) {
        match fact {
            PaceFact::Promised(objective) => self.objective.set(objective.clamped()),
            PaceFact::Measured(report) => self.speed.set(Some(*report)),
            PaceFact::Forgotten => self.speed.set(None),
        }
    }
}

impl Session {
    /// The speed that is promised.
    pub fn objective(&self) -> Signal<Objective> {
        self.pace.objective.into()
    }

    /// How fast the stream was answered, over time; `None` before its first second.
    pub fn speed(&self) -> Signal<Option<SpeedReport>> {
        self.pace.speed.into()
    }
}
