//! Runs, evaluations and streams: commands to the learner and what it answers.

use super::Hand;
use crate::intent::Intent;
use crate::link::{Cargo, News, now_millis};
use crate::session::{Ending, EpochFact, Evaluated, Fact, Notice, Phase, Preview, Progress, Purpose, Run};
use glass_core::fault::Fault;
use glass_core::recipe::{Backend, Recipe};
use glass_core::split::SplitName;
use glass_protocol::{Command, Event, Previewed};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Deaths of the learner in one run after which it is given up.
const MAX_DEATHS: u32 = 2;

/// Runs and streams, as far as the session need not know.
#[derive(Default)]
pub(super) struct Runs {
    ids: Cell<u32>,
    streams: Cell<u32>,
    deaths: Cell<u32>,
    backend: Cell<Option<Backend>>,
    checkpoint: RefCell<Vec<u8>>,
    last_progress_millis: Cell<f64>,
}

impl Hand {
    pub(super) fn run_learning(self: &Rc<Self>, intent: Intent) {
        let session = self.session;
        let run = session.run().with_untracked(|run| run.as_ref().map(|run| run.id));
        let send = |command| self.learner().send(command, Cargo::Empty);
        match (intent, run) {
            (Intent::Train, _) => self.train(None),
            (Intent::PauseOrResume, Some(_)) => match session.phase().get_untracked() {
                Phase::Training => send(Command::Pause),
                Phase::Paused => send(Command::Resume),
                _ => {}
            },
            (Intent::Step, Some(_)) if session.phase().get_untracked().is_busy() => send(Command::StepOnce),
            (Intent::Step, _) => self.train(Some(1)),
            (Intent::Stop, Some(_)) => send(Command::Stop),
            (Intent::Evaluate(split), run) => {
                session.reduce(Fact::SplitChosen(split));
                if let Some(run) = run {
                    self.ask_for_answers(run, split);
                }
            }
            (Intent::MeasureLatency, Some(run)) => {
                session.reduce(Fact::LatencyAsked);
                send(Command::MeasureLatency { run });
            }
            (Intent::StartStream { source, images_per_second, window }, Some(_)) => {
                self.runs.streams.set(self.runs.streams.get() + 1);
                let stream = self.runs.streams.get();
                session.reduce(Fact::StreamBegan(stream));
                let (brightness, blur) = session.disturbance().get_untracked();
                send(Command::StartStream { stream, source, images_per_second, window, brightness, blur });
            }
            (Intent::Disturb { brightness, blur }, _) => {
                session.reduce(Fact::Disturbed(brightness, blur));
                send(Command::Disturb { brightness, blur });
            }
            (Intent::StopStream, _) => {
                send(Command::StopStream);
                session.reduce(Fact::StreamEnded);
            }
            _ => {}
        }
    }

    /// Begins a run with the present recipe; with `pause_after`, stands still after so many steps.
    pub(super) fn train(self: &Rc<Self>, pause_after: Option<u32>) {
        let session = self.session;
        if session.phase().get_untracked().is_busy() || session.import().with_untracked(Option::is_some) {
            return;
        }
        let recipe = session.recipe().get_untracked();
        self.runs.ids.set(self.runs.ids.get() + 1);
        self.runs.deaths.set(0);
        self.runs.checkpoint.borrow_mut().clear();
        let run = Run {
            id: self.runs.ids.get(),
            recipe,
            classes: session.roster().with_untracked(|roster| roster.active_classes()),
            split: Default::default(),
            history: Vec::new(),
            diagnosis: Vec::new(),
            ending: None,
        };
        let id = run.id;
        session.reduce(Fact::RunBegan(Box::new(run)));
        self.use_backend(recipe.backend);
        self.learner().send(Command::Train { run: id, recipe, pause_after }, Cargo::Empty);
    }

    /// The reference backend comes in a worker of its own, fetched when it is first asked for.
    fn use_backend(self: &Rc<Self>, backend: Backend) {
        let before = self.runs.backend.replace(Some(backend)).unwrap_or(Backend::Flex);
        if before == backend {
            return;
        }
        self.learner().end();
        let name = match backend {
            Backend::Flex => "learner",
            Backend::Ndarray => "learner_ndarray",
        };
        let weak = Rc::downgrade(self);
        let link = crate::link::Link::new(name, move |news| {
            if let Some(hand) = weak.upgrade() {
                hand.hear_learner(news);
            }
        });
        *self.learner.borrow_mut() = Some(link);
        self.teach_images();
    }

    /// Gives a fresh learner every image and label.
    fn teach_images(&self) {
        const PORTION: usize = 500;
        self.session.with_images(|images| {
            for portion in images.chunks(PORTION) {
                self.send_samples(portion, Purpose::Training);
            }
        });
        self.send_roster();
        self.session.with_service_images(|images| {
            for portion in images.chunks(PORTION) {
                self.send_samples(portion, Purpose::Service);
            }
        });
    }

    /// Ends the run, if any, and forgets its model: the images are about to change.
    pub(super) fn drop_run(&self) {
        if self.session.run().with_untracked(Option::is_some) {
            self.learner().send(Command::Stop, Cargo::Empty);
            self.learner().send(Command::StopStream, Cargo::Empty);
            self.session.reduce(Fact::RunForgotten);
        }
    }

    pub(super) fn hear_learner(self: &Rc<Self>, news: News) {
        match news {
            News::Told(event, bytes) => self.hear_event(*event, bytes),
            News::Died(words) => self.learner_died(words),
            News::NeverStarted(fault) => {
                self.tell(fault);
                if self.session.phase().get_untracked().is_busy() {
                    // The other backend is still at hand; the images go back to it.
                    let mut recipe = self.session.recipe().get_untracked();
                    recipe.backend = Backend::Flex;
                    self.session.reduce(Fact::RunFailed);
                    self.use_recipe(recipe);
                    self.use_backend(Backend::Flex);
                } else {
                    self.close_failed_start();
                }
            }
        }
    }

    fn close_failed_start(&self) {
        self.cancel_import();
        self.session.reduce(Fact::RunFailed);
    }

    fn hear_event(&self, event: Event, bytes: Vec<u8>) {
        let session = self.session;
        let current = session.run().with_untracked(|run| run.as_ref().map(|run| run.id));
        let is_current = |run: u32| current == Some(run);
        match event {
            Event::Ready { .. } => session.reduce(Fact::LearnerReady),
            Event::Failed { fault } => {
                if session.phase().get_untracked().is_busy() {
                    session.reduce(Fact::RunFailed);
                }
                self.tell(fault);
            }
            Event::PreviewReady { request, size, channels, images } if request == self.previews.get() => {
                session.reduce(Fact::Previewed(preview_of(size, channels, images, &bytes)));
            }
            Event::TrainingBegan { run, split } if is_current(run) => session.reduce(Fact::SplitDealt(split)),
            Event::Preparing { run, done, total } if is_current(run) => {
                session.reduce(Fact::Progressed(Progress::Preparing(done, total)));
            }
            Event::TrainProgress {
                run,
                epoch,
                batch,
                n_batches,
                batch_loss,
                images_per_second,
                seconds_left,
            } if is_current(run) => {
                self.runs.last_progress_millis.set(now_millis());
                session.reduce(Fact::Progressed(Progress::Stepping {
                    epoch,
                    batch,
                    n_batches,
                    batch_loss,
                    images_per_second,
                    seconds_left,
                }));
            }
            Event::Paused { run } if is_current(run) => session.reduce(Fact::RunPaused(true)),
            Event::Resumed { run } if is_current(run) => session.reduce(Fact::RunPaused(false)),
            Event::EpochEnded { run, report, diagnosis } if is_current(run) => {
                if !bytes.is_empty() {
                    *self.runs.checkpoint.borrow_mut() = bytes;
                }
                session.reduce(Fact::EpochEnded(report, diagnosis));
            }
            Event::Trained { run, stopped, history_digest, weights_digest, n_weights } if is_current(run) => {
                if !bytes.is_empty() {
                    *self.runs.checkpoint.borrow_mut() = bytes;
                }
                session.reduce(Fact::RunEnded(Ending { stopped, history_digest, weights_digest, n_weights }));
                self.evaluate_all(run);
            }
            Event::Abandoned { run } if is_current(run) => session.reduce(Fact::RunForgotten),
            Event::Evaluated { run, split, epoch, evaluation, predictions } if is_current(run) => {
                let evaluated = Evaluated { run, split, epoch, evaluation: *evaluation, predictions };
                session.reduce(Fact::Evaluated(Box::new(evaluated)));
            }
            Event::EpochsKept { run, epochs, kept } if is_current(run) => {
                session.reduce(Fact::Epochs(EpochFact::Kept(epochs, kept)));
            }
            Event::EpochVisited { run, epoch, weights_digest } if is_current(run) => {
                session.reduce(Fact::Epochs(EpochFact::Visited(epoch, weights_digest)));
            }
            Event::Mapped { run, map } if is_current(run) => {
                session.reduce(Fact::Epochs(EpochFact::Mapped(map)));
            }
            Event::LatencyMeasured { run, report } if is_current(run) => {
                session.reduce(Fact::LatencyMeasured(report));
            }
            Event::Served { stream, frames, report } if stream == self.runs.streams.get() => {
                session.reduce(Fact::Served(frames, report));
            }
            Event::StreamEnded { stream } if stream == self.runs.streams.get() => {
                session.reduce(Fact::StreamEnded);
            }
            event => self.hear_import(event, bytes),
        }
    }

    /// The last word comes from the split the person looks at first; the others follow for the exports.
    fn evaluate_all(&self, run: u32) {
        let first = self.session.eval_split().get_untracked();
        let others = SplitName::ALL.into_iter().filter(|split| *split != first);
        for split in std::iter::once(first).chain(others) {
            self.learner().send(Command::Evaluate { run, split }, Cargo::Empty);
        }
    }

    /// Starts the learner again with all it had: images, labels, and the run from its last checkpoint.
    fn learner_died(&self, words: String) {
        let session = self.session;
        let deaths = self.runs.deaths.get() + 1;
        self.runs.deaths.set(deaths);
        self.teach_images();
        let run = session.run().get_untracked();
        let was_drawing = session.import().with_untracked(Option::is_some);
        if was_drawing {
            self.close_failed_start();
        }
        match run {
            Some(run) if deaths <= MAX_DEATHS => {
                session.reduce(Fact::Noticed(Notice::Restarted(words)));
                if session.service().with_untracked(|service| service.is_running) {
                    session.reduce(Fact::StreamEnded);
                }
                self.retrain(run.id, run.recipe);
            }
            Some(_) => {
                session.reduce(Fact::RunFailed);
                self.tell(Fault::WorkerDied(words));
            }
            None => session.reduce(Fact::Noticed(Notice::Restarted(words))),
        }
    }

    /// Goes on from the last checkpoint, or from the start: the bits are the same.
    fn retrain(&self, run: u32, recipe: Recipe) {
        let checkpoint = self.runs.checkpoint.borrow().clone();
        let pause_after = (self.session.phase().get_untracked() == Phase::Paused).then_some(0);
        let cargo = if checkpoint.is_empty() { Cargo::Empty } else { Cargo::Bytes(checkpoint) };
        self.learner().send(Command::Train { run, recipe, pause_after }, cargo);
        let is_over =
            self.session.run().with_untracked(|run| run.as_ref().is_some_and(|run| run.ending.is_some()));
        if is_over {
            self.learner().send(Command::Stop, Cargo::Empty);
        }
    }
}

fn preview_of(size: u32, channels: u32, images: Vec<Previewed>, bytes: &[u8]) -> Preview {
    let (size, channels) = (size as usize, channels as usize);
    let length = (size * size * channels).max(1);
    Preview {
        size,
        channels,
        images: images.into_iter().zip(bytes.chunks(length).map(<[u8]>::to_vec)).collect(),
    }
}
