//! The model on the other backend, in a worker of its own: how fast the same weights answer there. The worker is the one
//! that has both backends, since a checkpoint is taken up by the backend that made it.

use super::Hand;
use crate::link::{Cargo, Link, News};
use crate::session::{Elsewhere, Fact, Phase, Purpose};
use glass_core::fault::Fault;
use glass_core::recipe::Backend;
use glass_protocol::{Command, Event};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The measurement under way, as far as the session need not know.
#[derive(Default)]
pub(super) struct OtherBackend {
    /// Counts measurements: what an earlier one says is not heard.
    turn: Cell<u32>,
    link: RefCell<Option<Link>>,
}

/// The worker's program for a backend.
pub(super) fn program_of(backend: Backend) -> &'static str {
    match backend {
        Backend::Flex => "learner",
        Backend::Ndarray => "learner_ndarray",
    }
}

impl Hand {
    /// Brings the model back on the other backend, and measures it there.
    pub(super) fn measure_elsewhere(self: &Rc<Self>) {
        let session = self.session;
        let checkpoint = self.runs.checkpoint.borrow().clone();
        let run = session.run().with_untracked(|run| run.as_ref().map(|run| (run.id, run.recipe)));
        let is_idle = session.phase().get_untracked() == Phase::Trained
            && !session.is_measuring().get_untracked()
            && !session.service().with_untracked(|service| service.is_running);
        let Some((run, recipe)) = run.filter(|_| is_idle && !checkpoint.is_empty()) else { return };
        self.end_elsewhere();
        let backend = recipe.backend.other();
        let turn = self.other_backend.turn.get();
        let weak = Rc::downgrade(self);
        let link = Link::new(program_of(Backend::Ndarray), move |news| {
            if let Some(hand) = weak.upgrade().filter(|hand| hand.other_backend.turn.get() == turn) {
                hand.hear_elsewhere(run, backend, news);
            }
        });
        session.reduce(Fact::Elsewhere(Some(Elsewhere { run, backend, report: None })));
        self.teach_images(&link, Purpose::Training);
        link.send(self.roster_command(), Cargo::Empty);
        // To stop a run that is to be taken up from a checkpoint is to bring its model back and nothing more.
        link.send(Command::Train { run, recipe, pause_after: None }, Cargo::Bytes(checkpoint));
        link.send(Command::Stop, Cargo::Empty);
        *self.other_backend.link.borrow_mut() = Some(link);
    }

    /// Ends the measurement under way; nothing is known of the other backend.
    pub(super) fn end_elsewhere(&self) {
        self.leave_elsewhere();
        if self.session.elsewhere().with_untracked(Option::is_some) {
            self.session.reduce(Fact::Elsewhere(None));
        }
    }

    fn leave_elsewhere(&self) {
        self.other_backend.turn.set(self.other_backend.turn.get().wrapping_add(1));
        if let Some(link) = self.other_backend.link.take() {
            link.end();
        }
    }

    fn hear_elsewhere(&self, run: u32, backend: Backend, news: News) {
        let trouble = match news {
            News::Told(event, _) => match *event {
                Event::Trained { run: brought, .. } if brought == run => {
                    if let Some(link) = self.other_backend.link.borrow().as_ref() {
                        link.send(Command::UseBackend { run, backend }, Cargo::Empty);
                        link.send(Command::MeasureLatency { run }, Cargo::Empty);
                    }
                    return;
                }
                Event::LatencyMeasured { report, .. } => {
                    self.leave_elsewhere();
                    self.session.reduce(Fact::Elsewhere(Some(Elsewhere {
                        run,
                        backend,
                        report: Some(report),
                    })));
                    return;
                }
                Event::RunFailed { fault, .. }
                | Event::Unanswered { fault, .. }
                | Event::Failed { fault } => fault,
                _ => return,
            },
            News::Died(words) => Fault::WorkerDied(words),
            News::NeverStarted(fault) => fault,
        };
        self.end_elsewhere();
        self.tell(trouble);
    }
}
