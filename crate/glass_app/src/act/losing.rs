//! What would be lost by something a person asks for: the page asks before it does it.

use super::Hand;
use crate::intent::Intent;
use crate::loss::Loss;
use leptos::prelude::*;

impl Hand {
    /// The work that cannot be had again at the press of a button: a model (or a run on its way to one), and
    /// images of the person's own.
    pub(super) fn work(&self) -> Option<Loss> {
        let session = self.session;
        let is_busy = session.phase().get_untracked().is_busy();
        let has_run = is_busy
            || session.run().with_untracked(|run| run.as_ref().is_some_and(|run| run.ending.is_some()));
        match (has_run, session.has_own_images()) {
            (true, true) => Some(Loss::ModelAndImages),
            (true, false) => Some(Loss::Model),
            (false, true) => Some(Loss::Images),
            (false, false) => None,
        }
    }

    /// What this would cost. An import and a link ask for themselves; a new run takes the old one's place as
    /// its button says.
    pub(super) fn loss_by(&self, intent: &Intent) -> Option<Loss> {
        match intent {
            Intent::LoadBuiltIn(_) | Intent::ClearData => self.work(),
            // The images stay; what was trained on fewer of them goes.
            Intent::AdoptFrames => {
                matches!(self.work(), Some(Loss::Model | Loss::ModelAndImages)).then_some(Loss::Model)
            }
            Intent::RenameClass(..)
            | Intent::MergeClass { .. }
            | Intent::ToggleClass(_)
            | Intent::ToggleImage(_)
            | Intent::ExcludeImages(_)
            | Intent::UndoEdit => {
                let has_model = matches!(self.work(), Some(Loss::Model | Loss::ModelAndImages));
                (has_model && self.edited_roster(intent).is_some()).then_some(Loss::Model)
            }
            _ => None,
        }
    }
}
