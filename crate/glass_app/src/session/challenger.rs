//! The model that answers beside the one in service.

use super::Session;
use leptos::prelude::*;

/// How far the challenger is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Challenger {
    /// There is none.
    #[default]
    None,
    /// The model of this run is being brought back.
    Coming(u32),
    /// The model of this run answers.
    There(u32),
}

impl Challenger {
    /// Its run.
    pub fn run(self) -> Option<u32> {
        match self {
            Self::None => None,
            Self::Coming(run) | Self::There(run) => Some(run),
        }
    }
}

impl Session {
    /// The model that answers beside the one in service.
    pub fn challenger(&self) -> Signal<Challenger> {
        self.challenger.into()
    }
}
