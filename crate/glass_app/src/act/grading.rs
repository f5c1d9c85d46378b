//! The monitor's grading: asked of the learner.

use super::Hand;
use crate::link::Cargo;
use crate::session::{Fact, GradeFact};
use glass_core::stream::grade::GradeOrder;
use glass_protocol::Command;
use leptos::prelude::*;

impl Hand {
    /// Grades the monitor by a story, its streams as the present desk has them.
    pub(super) fn grade(&self, order: Box<GradeOrder>) {
        let is_running =
            |grade: &Option<_>| grade.as_ref().is_some_and(|it: &crate::session::GradeView| it.is_running);
        if self.session.grade().with_untracked(is_running) {
            return;
        }
        let request = self.runs.gradings.get() + 1;
        self.runs.gradings.set(request);
        self.session.reduce(Fact::Grade(GradeFact::Began(request, order.clone())));
        self.learner().send(Command::Grade { request, order }, Cargo::Empty);
    }
}
