//! A sweep: its trials are handed to a crew of learners of their own, so that the model on the bench stays. They are
//! taught the images once and train one trial after another; which of them trains what changes no bit.

use super::Hand;
use super::comparing::program_of;
use crate::link::{Cargo, Link, News, now_millis};
use crate::machine;
use crate::session::{Fact, Sweeping};
use glass_core::curve::Stopped;
use glass_core::fault::Fault;
use glass_core::recipe::Recipe;
use glass_core::sweep::{Plan, Sweep};
use glass_protocol::{Command, Event};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// Learners at most: each holds all images.
const MAX_CREW: usize = 4;
/// Deaths in a sweep after which it is given up.
const MAX_DEATHS: u32 = 4;
/// The page is told of epochs at most so often, in milliseconds.
const TELL_MILLIS: f64 = 200.0;

/// The sweep under way, as far as the session need not know.
#[derive(Default)]
pub(super) struct Crew {
    /// Counts sweeps: what learners of an earlier one say is not heard.
    turn: Cell<u32>,
    members: RefCell<Vec<Member>>,
    work: RefCell<Option<(Recipe, Sweep)>>,
    deaths: Cell<u32>,
    told_millis: Cell<f64>,
}

struct Member {
    link: Link,
    trial: Option<usize>,
}

impl Hand {
    /// Begins a sweep with the present settings and images.
    pub(super) fn begin_sweep(self: &Rc<Self>, plan: Plan) {
        let session = self.session;
        let is_free = !session.phase().get_untracked().is_busy()
            && !session.is_importing().get_untracked()
            && session.n_images().get_untracked() > 0;
        let base = session.recipe().get_untracked();
        let Some(sweep) = Sweep::begin(&base, plan).filter(|_| is_free) else { return };
        self.end_sweep();
        let crew = &self.crew;
        let turn = crew.turn.get().wrapping_add(1);
        crew.turn.set(turn);
        crew.deaths.set(0);
        let n_members = crew_size().min(sweep.trials().len());
        *crew.work.borrow_mut() = Some((base, sweep));
        let program = program_of(base.backend);
        for place in 0..n_members {
            let weak = Rc::downgrade(self);
            let link = Link::new(program, move |news| {
                if let Some(hand) = weak.upgrade().filter(|hand| hand.crew.turn.get() == turn) {
                    hand.hear_crew(place, news);
                }
            });
            self.teach(&link);
            crew.members.borrow_mut().push(Member { link, trial: None });
        }
        self.hand_out();
        self.tell_sweep();
    }

    /// Ends the sweep under way; what it found stays on the page.
    pub(super) fn end_sweep(&self) {
        let crew = &self.crew;
        crew.turn.set(crew.turn.get().wrapping_add(1));
        crew.members.take().iter().for_each(|member| member.link.end());
        if let Some((base, sweep)) = crew.work.take() {
            self.session.reduce(Fact::Swept(Some(Box::new(Sweeping { base, sweep, is_running: false }))));
        }
    }

    /// Forgets the last sweep too: its images are going.
    pub(super) fn forget_sweep(&self) {
        self.end_sweep();
        if self.session.sweep().with_untracked(Option::is_some) {
            self.session.reduce(Fact::Swept(None));
        }
    }

    /// Gives every learner that rests a trial.
    fn hand_out(&self) {
        let crew = &self.crew;
        let mut work = crew.work.borrow_mut();
        let Some((_, sweep)) = work.as_mut() else { return };
        for member in crew.members.borrow_mut().iter_mut().filter(|member| member.trial.is_none()) {
            let Some((trial, recipe)) = sweep.hand_out() else { break };
            member.trial = Some(trial);
            let train = Command::Train { run: trial as u32, recipe, pause_after: None };
            member.link.send(train, Cargo::Empty);
        }
    }

    fn hear_crew(self: &Rc<Self>, place: usize, news: News) {
        let trial = self.crew.members.borrow().get(place).and_then(|member| member.trial);
        match (news, trial) {
            (News::Told(event, _), Some(trial)) => match *event {
                Event::EpochEnded { run, report, .. } if run as usize == trial => {
                    self.with_sweep(|sweep| sweep.record(trial, report));
                    self.tell_sweep_soon();
                }
                Event::Trained { run, stopped, .. } if run as usize == trial => {
                    self.conclude(place, trial, !matches!(stopped, Stopped::NotFinite { .. }));
                }
                Event::RunFailed { run, fault } if run as usize == trial => {
                    self.tell(fault);
                    self.conclude(place, trial, false);
                }
                _ => {}
            },
            (News::Told(..), None) => {}
            (News::Died(words), _) => self.member_died(place, words),
            (News::NeverStarted(fault), _) => {
                self.tell(fault);
                self.end_sweep();
            }
        }
    }

    fn conclude(&self, place: usize, trial: usize, is_trained: bool) {
        self.free(place);
        self.with_sweep(|sweep| sweep.settle(trial, is_trained));
        self.hand_out();
        let is_over = self.crew.work.borrow().as_ref().is_some_and(|(_, sweep)| sweep.is_over());
        if is_over { self.end_sweep() } else { self.tell_sweep() }
    }

    /// Another learner takes its place, and the trial begins again: to the same bits.
    fn member_died(&self, place: usize, words: Option<String>) {
        self.crew.deaths.set(self.crew.deaths.get() + 1);
        if self.crew.deaths.get() > MAX_DEATHS {
            self.tell(Fault::WorkerDied(words));
            self.end_sweep();
            return;
        }
        if let Some(trial) = self.free(place) {
            self.with_sweep(|sweep| sweep.take_back(trial));
        }
        let link = self.crew.members.borrow().get(place).map(|member| member.link.clone());
        if let Some(link) = link {
            self.teach(&link);
        }
        self.hand_out();
        self.tell_sweep();
    }

    fn free(&self, place: usize) -> Option<usize> {
        self.crew.members.borrow_mut().get_mut(place).and_then(|member| member.trial.take())
    }

    fn with_sweep(&self, change: impl FnOnce(&mut Sweep)) {
        if let Some((_, sweep)) = self.crew.work.borrow_mut().as_mut() {
            change(sweep);
        }
    }

    fn tell_sweep(&self) {
        self.crew.told_millis.set(now_millis());
        let work = self.crew.work.borrow().clone();
        if let Some((base, sweep)) = work {
            self.session.reduce(Fact::Swept(Some(Box::new(Sweeping { base, sweep, is_running: true }))));
        }
    }

    /// Epochs may end faster than anybody can look.
    fn tell_sweep_soon(self: &Rc<Self>) {
        let now = now_millis();
        if now - self.crew.told_millis.get() < TELL_MILLIS {
            return;
        }
        self.crew.told_millis.set(now);
        let (weak, turn) = (Rc::downgrade(self), self.crew.turn.get());
        let tell = move || {
            if let Some(hand) = weak.upgrade().filter(|hand| hand.crew.turn.get() == turn) {
                hand.tell_sweep();
            }
        };
        set_timeout(tell, Duration::from_millis(TELL_MILLIS as u64));
    }
}

/// As many learners as there are processors, but for the page's own; two at least, so that one may wait for images
/// while the other trains.
fn crew_size() -> usize {
    machine::processors().clamp(3, MAX_CREW + 1) - 1
}
