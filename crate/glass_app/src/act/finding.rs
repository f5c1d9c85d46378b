//! The search for a learning rate: asked of the learner, and given up when something else begins.

use super::Hand;
use crate::link::Cargo;
use crate::session::Fact;
use glass_core::recipe::{Backend, Recipe};
use glass_protocol::Command;
use leptos::prelude::*;

impl Hand {
    /// Looks for a rate with the present settings. It runs on the backend that is loaded, whatever the settings
    /// say: loading another would cost the model, and the rates that teach are the same.
    pub(super) fn find_rate(&self) {
        let session = self.session;
        if session.phase().get_untracked().is_busy() || session.is_importing().get_untracked() {
            return;
        }
        self.forgive_learner();
        let recipe = session.recipe().get_untracked();
        let backend = self.runs.backend.get().unwrap_or(Backend::Flex);
        let request = self.runs.searches.get() + 1;
        self.runs.searches.set(request);
        session.reduce(Fact::RateSearchBegan(request, Box::new(recipe)));
        let recipe = Recipe { backend, ..recipe };
        self.learner().send(Command::FindRate { request, recipe }, Cargo::Empty);
    }

    /// Gives a search up that is under way.
    pub(super) fn cancel_find_rate(&self) {
        let is_running = self
            .session
            .rate_search()
            .with_untracked(|search| search.as_ref().is_some_and(|search| search.is_running));
        if is_running {
            self.learner().send(Command::CancelFindRate, Cargo::Empty);
            self.session.reduce(Fact::RateSearchDropped);
        }
    }
}
