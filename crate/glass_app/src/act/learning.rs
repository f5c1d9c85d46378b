//! Runs, evaluations and streams: commands to the learner and what it answers.

use super::Hand;
use super::comparing::program_of;
use super::importing::bytes_of;
use crate::intent::Intent;
use crate::link::{Cargo, Link, News, now_millis};
use crate::session::{
    Challenger, Ending, EpochFact, Evaluated, Fact, GradeFact, Notice, PaceFact, Phase, Preview, Progress,
    Purpose, Run, Session,
};
use crate::storage;
use glass_core::builtin::BuiltIn;
use glass_core::curve::Stopped;
use glass_core::fault::Fault;
use glass_core::pixels::Sample;
use glass_core::recipe::Backend;
use glass_core::split::SplitName;
use glass_core::stream::plan::{Plan, Source, Steer};
use glass_protocol::{Command, Event, Previewed};
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Deaths of the learner in one run after which it is given up.
const MAX_DEATHS: u32 = 2;

/// Where a stream stands: images seen, and whether it goes on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Standing {
    seen: u32,
    is_paused: bool,
}

/// Runs and streams, as far as the session need not know.
#[derive(Default)]
pub(super) struct Runs {
    pub(super) ids: Cell<u32>,
    streams: Cell<u32>,
    /// The run that takes over a stream, and where that stands.
    pub(super) taking_over: Cell<Option<(u32, Standing)>>,
    /// Where the stream under way goes, if it was sent somewhere.
    bound_for: Cell<Standing>,
    deaths: Cell<u32>,
    /// The learner was given up and holds no images.
    is_untaught: Cell<bool>,
    /// The backend that is loaded.
    pub(super) backend: Cell<Option<Backend>>,
    /// Searches for a rate so far.
    pub(super) searches: Cell<u32>,
    /// Gradings of the monitor so far.
    pub(super) gradings: Cell<u32>,
    pub(super) checkpoint: RefCell<Vec<u8>>,
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
            (Intent::FindRate, _) => self.find_rate(),
            (Intent::CancelFindRate, _) => self.cancel_find_rate(),
            (Intent::Grade(order), Some(_)) => self.grade(order),
            (Intent::StopGrading, _) => send(Command::StopGrading),
            (Intent::Evaluate(split), run) => {
                session.reduce(Fact::SplitChosen(split));
                if let Some(run) = run {
                    self.ask_for_answers(run, split);
                }
            }
            (Intent::MeasureLatency, Some(run)) => {
                // Measured in other minutes, the two would not compare.
                self.end_elsewhere();
                session.reduce(Fact::LatencyAsked);
                self.tell_sight();
                send(Command::MeasureLatency { run });
            }
            (Intent::DraftStream(plan), _) => session.reduce(Fact::StreamDrafted(plan)),
            (Intent::StartStream { is_again: false }, Some(_))
                if session.desk().with_untracked(is_of_camera) =>
            {
                self.start_camera();
            }
            (Intent::StartStream { is_again }, Some(_)) => self.start_stream(is_again),
            (Intent::Promise(objective), _) => {
                session.reduce(Fact::Pace(PaceFact::Promised(objective)));
                send(Command::Promise(objective));
            }
            (Intent::SteerStream(steer), _) => {
                if let Steer::Seek(seen) = steer {
                    self.runs.bound_for.set(Standing { seen, ..self.runs.bound_for.get() });
                }
                session.reduce(Fact::StreamSteered(steer));
                if session.service().with_untracked(|service| service.is_running) {
                    send(Command::SteerStream(steer));
                }
            }
            (Intent::StopStream, _) => self.end_stream(),
            _ => {}
        }
    }

    /// Ends the stream under way.
    pub(super) fn end_stream(&self) {
        self.learner().send(Command::StopStream, Cargo::Empty);
        self.session.reduce(Fact::StreamEnded);
    }

    /// Begins a stream as drafted, or as the last one was.
    pub(super) fn start_stream(&self, is_again: bool) {
        let session = self.session;
        let last = session.service().with_untracked(|service| service.plan.clone()).filter(|_| is_again);
        // What the camera saw is there now: it is played again like any images.
        let last = last.map(|plan| match plan.source {
            Source::Camera => Plan { source: Source::Dropped, ..plan },
            _ => plan,
        });
        let plan = last.unwrap_or_else(|| {
            let seed = session.recipe().with_untracked(|recipe| recipe.seed);
            Plan { seed, ..session.desk().get_untracked() }
        });
        let recordings = match plan.source {
            Source::Dropped => self.recordings(),
            Source::Replay(_) | Source::Camera => Vec::new(),
        };
        let plan = Plan { recordings, ..plan };
        self.runs.streams.set(self.runs.streams.get() + 1);
        let stream = self.runs.streams.get();
        self.runs.bound_for.set(Standing::default());
        session.reduce(Fact::StreamBegan(stream, Box::new(plan.clone())));
        self.tell_sight();
        // The learner may be another than the one that was promised to.
        self.learner().send(Command::Promise(session.objective().get_untracked()), Cargo::Empty);
        self.learner().send(Command::StartStream { stream, plan: Box::new(plan) }, Cargo::Empty);
    }

    /// A stream is under way, or about to be taken over, that this run can take over. (What a camera shows is gone.)
    pub(super) fn to_be_taken_over(&self, run: u32) -> Option<(u32, Standing)> {
        let bound_for = self.runs.bound_for.get();
        let under_way = self.session.service().with_untracked(|service| {
            let is_open = service.is_running && !service.plan.as_ref().is_some_and(is_of_camera);
            let last = service.points.last();
            is_open.then(|| Standing {
                seen: last.map_or(0, |point| point.seen).max(bound_for.seen),
                is_paused: last.map_or(bound_for.is_paused, |point| point.report.is_paused),
            })
        });
        let awaited = self.runs.taking_over.get().map(|(_, standing)| standing);
        under_way.or(awaited).map(|standing| (run, standing))
    }

    /// The run answers the stream it was put into from its beginning, quickly up to where that stood, then on as before.
    fn take_over(&self, run: u32) {
        let Some((_, standing)) = self.runs.taking_over.take().filter(|(taker, _)| *taker == run) else {
            return;
        };
        self.start_stream(true);
        self.runs.bound_for.set(standing);
        let steer = |steer| self.learner().send(Command::SteerStream(steer), Cargo::Empty);
        if standing.is_paused {
            steer(Steer::Pause);
        }
        steer(Steer::Seek(standing.seen));
    }

    /// Begins a run with the present recipe; with `pause_after`, stands still after so many steps.
    fn train(self: &Rc<Self>, pause_after: Option<u32>) {
        let session = self.session;
        if session.phase().get_untracked().is_busy() {
            return;
        }
        if session.is_importing().get_untracked() {
            let coming = session.coming_set().get_untracked().filter(|_| pause_after.is_none());
            if coming.is_some() {
                // A run that was cut off, and that nobody saw offered yet, is not to go by this.
                self.train_when_there(coming, !self.keeping.is_past_known.get());
            }
            return;
        }
        self.cancel_find_rate();
        self.end_elsewhere();
        self.runs.taking_over.set(None);
        let recipe = session.recipe().get_untracked();
        self.runs.ids.set(self.runs.ids.get() + 1);
        self.forgive_learner();
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
        self.run_began(id, storage::unix_millis(), 0);
        self.use_backend(recipe.backend);
        self.learner().send(Command::Train { run: id, recipe, pause_after }, Cargo::Empty);
    }

    /// The reference backend comes in a worker of its own, fetched when it is first asked for.
    pub(super) fn use_backend(self: &Rc<Self>, backend: Backend) {
        let before = self.runs.backend.replace(Some(backend)).unwrap_or(Backend::Flex);
        if before == backend {
            return;
        }
        self.learner().end();
        let weak = Rc::downgrade(self);
        let link = crate::link::Link::new(program_of(backend), move |news| {
            if let Some(hand) = weak.upgrade() {
                hand.hear_learner(news);
            }
        });
        *self.learner.borrow_mut() = Some(link);
        self.teach(&self.learner());
    }

    /// Something new is asked of the learner: what it died of before no longer counts.
    pub(super) fn forgive_learner(&self) {
        self.runs.deaths.set(0);
        if self.runs.is_untaught.take() {
            self.teach(&self.learner());
        }
    }

    /// Gives a fresh learner every image and label. It knows of no challenger.
    pub(super) fn teach(&self, learner: &Link) {
        self.session.reduce(Fact::Challenger(Challenger::None));
        self.teach_images(learner, Purpose::Training);
        learner.send(self.roster_command(), Cargo::Empty);
        self.teach_images(learner, Purpose::Service);
    }

    /// Announces all images in portions; their pixels are gathered when the learner takes them. Should the images
    /// change until then, what follows in the line replaces them in the learner too.
    pub(super) fn teach_images(&self, learner: &Link, purpose: Purpose) {
        const PORTION: usize = 200;
        let session = self.session;
        let commands: Vec<Command> = with_images_for(session, purpose, |images| {
            images.chunks(PORTION).map(|portion| self.samples_command(portion, purpose)).collect()
        });
        for (nth, command) in commands.into_iter().enumerate() {
            let gather = move || {
                with_images_for(session, purpose, |images| {
                    images.chunks(PORTION).nth(nth).map(bytes_of).unwrap_or_default()
                })
            };
            learner.send(command, Cargo::Load(Box::new(gather)));
        }
    }

    /// Ends the run, if any, and forgets its model, and a rate that was found: the images are about to change.
    pub(super) fn drop_run(&self) {
        self.cancel_find_rate();
        self.session.reduce(Fact::RateSearchDropped);
        self.forget_underway();
        self.runs.taking_over.set(None);
        self.forget_sweep();
        self.end_elsewhere();
        if self.session.run().with_untracked(Option::is_some) {
            self.learner().send(Command::Stop, Cargo::Empty);
            self.learner().send(Command::StopStream, Cargo::Empty);
            self.session.reduce(Fact::RunForgotten);
        }
    }

    pub(super) fn hear_learner(self: &Rc<Self>, news: News) {
        match news {
            News::Told(event, bytes) => {
                self.hear_event(*event, bytes);
                self.train_if_asked();
            }
            News::Died(words) => self.learner_died(words),
            News::NeverStarted(fault) => {
                self.session.reduce(Fact::RateSearchDropped);
                self.tell(fault);
                if self.session.phase().get_untracked().is_busy() {
                    // The other backend is still at hand; the images go back to it.
                    let mut recipe = self.session.recipe().get_untracked();
                    recipe.backend = Backend::Flex;
                    self.session.reduce(Fact::RunFailed);
                    self.forget_underway();
                    self.runs.taking_over.set(None);
                    self.use_recipe(recipe);
                    self.use_backend(Backend::Flex);
                } else {
                    self.close_failed_start();
                }
            }
        }
    }

    fn close_failed_start(&self) {
        if self.is_drawing() {
            self.cancel_import();
        }
        self.session.reduce(Fact::RunFailed);
    }

    fn hear_event(&self, event: Event, bytes: Vec<u8>) {
        let session = self.session;
        let current = session.run().with_untracked(|run| run.as_ref().map(|run| run.id));
        let is_current = |run: u32| current == Some(run);
        match event {
            Event::Ready { .. } => {
                session.reduce(Fact::LearnerReady);
                // The reader of files belongs to the page too: files may be dropped when the network is gone.
                self.importer().prepare();
            }
            Event::Failed { fault } => self.tell(fault),
            Event::RunFailed { run, fault } if is_current(run) => {
                if session.phase().get_untracked().is_busy() {
                    session.reduce(Fact::RunFailed);
                    self.forget_underway();
                    self.runs.taking_over.set(None);
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
                let has_checkpoint = !bytes.is_empty();
                if has_checkpoint {
                    *self.runs.checkpoint.borrow_mut() = bytes;
                }
                session.reduce(Fact::EpochEnded(report, diagnosis));
                if has_checkpoint {
                    self.keep_underway();
                }
            }
            Event::Diagnosed { run, diagnosis } if is_current(run) => {
                session.reduce(Fact::Diagnosed(diagnosis));
            }
            Event::Trained { run, stopped, history_digest, weights_digest, n_weights } if is_current(run) => {
                if !bytes.is_empty() {
                    *self.runs.checkpoint.borrow_mut() = bytes;
                }
                session.reduce(Fact::RunEnded(Ending { stopped, history_digest, weights_digest, n_weights }));
                self.keep_run();
                self.evaluate_all(run);
                self.take_over(run);
            }
            Event::RateSwept { request, sweep } => session.reduce(Fact::RateSwept(request, sweep)),
            Event::RateSweepEnded { request } => session.reduce(Fact::RateSearchEnded(request)),
            Event::Graded { request, prepared, report } => {
                session.reduce(Fact::Grade(GradeFact::Graded(request, prepared, report)));
            }
            Event::ChallengerStands { run, weights_digest } => {
                self.challenger_stands(run, weights_digest.is_some())
            }
            Event::GradingEnded { request } => session.reduce(Fact::Grade(GradeFact::Ended(request))),
            Event::Abandoned { run } if is_current(run) => {
                self.forget_underway();
                self.runs.taking_over.set(None);
                session.reduce(Fact::RunForgotten);
            }
            Event::Evaluated { run, split, epoch, evaluation, predictions } if is_current(run) => {
                // What is kept of a run are the answers of the model it kept.
                if epoch.is_none() {
                    self.keep_answers(run, split, &predictions);
                }
                let evaluated = Evaluated { run, split, epoch, evaluation: *evaluation, predictions };
                session.reduce(Fact::Evaluated(Box::new(evaluated)));
            }
            Event::Unanswered { run, fault } if is_current(run) => {
                session.reduce(Fact::LatencyGivenUp);
                self.tell(fault);
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
            Event::StreamPreparing { stream, share } if self.is_in_service(stream) => {
                session.reduce(Fact::StreamPreparing(share));
            }
            Event::StreamPlanned { stream, plan } if self.is_in_service(stream) => {
                session.reduce(Fact::StreamPlanned(plan));
            }
            Event::Served { stream, frames, report } if self.is_in_service(stream) => {
                let now_millis = storage::unix_millis() as f64;
                session.reduce(Fact::TakenDown(frames.clone(), now_millis));
                session.reduce(Fact::Served(frames, report));
            }
            Event::SpeedMeasured { stream, report } if self.is_in_service(stream) => {
                session.reduce(Fact::Pace(PaceFact::Measured(report)));
            }
            Event::StreamEnded { stream } if self.is_in_service(stream) => {
                session.reduce(Fact::StreamEnded);
            }
            event => self.hear_import(event, bytes),
        }
    }

    /// Is it the stream at hand? What is left of one when its model goes hears no more: its answers were on their way.
    fn is_in_service(&self, stream: u32) -> bool {
        self.session.service().with_untracked(|service| service.stream == stream)
    }

    /// The last word comes from the split the person looks at first; the others follow for the exports.
    fn evaluate_all(&self, run: u32) {
        let first = self.session.eval_split().get_untracked();
        let others = SplitName::ALL.into_iter().filter(|split| *split != first);
        for split in std::iter::once(first).chain(others) {
            self.learner().send(Command::Evaluate { run, split }, Cargo::Empty);
        }
    }

    /// Starts the learner again with all it had: images, labels, and the run from its last checkpoint. One
    /// that dies again and again is left alone until the person asks for something else.
    fn learner_died(self: &Rc<Self>, words: Option<String>) {
        let session = self.session;
        let deaths = self.runs.deaths.get() + 1;
        self.runs.deaths.set(deaths);
        // Whatever it was asked died with it; who answered beside the model is asked again.
        let challenger = session.challenger().get_untracked().run();
        session.reduce(Fact::Challenger(Challenger::None));
        session.reduce(Fact::RateSearchDropped);
        session.reduce(Fact::Grade(GradeFact::CutOff));
        session.reduce(Fact::LatencyGivenUp);
        let cut_off = session.service().with_untracked(|service| {
            service.is_running.then(|| service.points.last().map_or(0, |point| point.seen))
        });
        session.reduce(Fact::StreamEnded);
        session.reduce(Fact::Epochs(EpochFact::Kept(Vec::new(), None)));
        if deaths > MAX_DEATHS {
            if self.is_drawing() {
                self.cancel_import();
            }
            self.runs.is_untaught.set(true);
            session.reduce(Fact::RunFailed);
            self.tell(Fault::WorkerDied(words));
            return;
        }
        session.reduce(Fact::Noticed(Notice::Restarted(words)));
        if let Some(seen) = cut_off {
            session.reduce(Fact::Noticed(Notice::StreamCutOff(seen)));
        }
        if self.is_drawing() {
            let (awaited, is_cautious) = self.keeping.awaited();
            self.load_built_in(BuiltIn::Coins, None);
            self.train_when_there(awaited, is_cautious);
            return;
        }
        self.teach(&self.learner());
        let is_busy = session.phase().get_untracked().is_busy();
        let run = session.run().get_untracked();
        if let Some(run) = run.filter(|run| is_busy || run.ending.is_some()) {
            self.retrain(&run);
        }
        if let Some(id) = challenger {
            self.challenge(id);
        }
    }

    /// Goes on from the last checkpoint, or from the start: the bits are the same. The last checkpoint of a
    /// run that is over knows how it ended, unless a hand ended it.
    pub(super) fn retrain(&self, run: &Run) {
        let checkpoint = self.runs.checkpoint.borrow().clone();
        let pause_after = (self.session.phase().get_untracked() == Phase::Paused).then_some(0);
        let cargo = if checkpoint.is_empty() { Cargo::Empty } else { Cargo::Bytes(checkpoint) };
        self.learner().send(Command::Train { run: run.id, recipe: run.recipe, pause_after }, cargo);
        if run.ending.is_some_and(|ending| ending.stopped == Stopped::ByHand) {
            self.learner().send(Command::Stop, Cargo::Empty);
        }
    }
}

fn is_of_camera(plan: &Plan) -> bool {
    plan.source == Source::Camera
}

/// Looks at the images that are there to train on, or to answer.
fn with_images_for<T>(session: Session, purpose: Purpose, look: impl FnOnce(&[Sample]) -> T) -> T {
    match purpose {
        Purpose::Training => session.with_images(look),
        Purpose::Service => session.with_service_images(look),
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
