//! The learner: holds the images, trains, evaluates, measures and serves, one slice at a time.

mod album;
mod answers;
mod challenging;
mod coins;
mod evaluating;
mod finding;
mod grading;
mod seeing;
mod serving;
mod starting;
mod timing;
mod training;
mod visiting;

use crate::engine::{Attached, Clock, Engine, Next, Outgoing};
use album::Album;
use challenging::Challenger;
use coins::Drawing;
use evaluating::Evaluating;
use finding::Finding;
use glass_core::fault::Fault;
use glass_core::recipe::{Backend, Recipe};
use glass_core::rng::Stream;
use glass_core::speed::objective::Objective;
use glass_core::split::{Split, SplitName};
use glass_core::stream::plan::{Plan, Steer};
use glass_learn::Predictor;
use glass_protocol::{Command, Event, Previewed, Role};
use grading::Grading;
use serving::Serving;
use starting::Starting;
use std::collections::VecDeque;
use timing::Timing;
use training::Training;
use visiting::Past;

/// A model and what it was made of.
pub(crate) struct Model {
    pub(crate) run: u32,
    pub(crate) recipe: Recipe,
    pub(crate) n_classes: usize,
    pub(crate) split: Split,
    pub(crate) predictor: Predictor,
    /// The epoch whose weights it has, where it was gone back to; `None`: the model kept.
    pub(crate) epoch: Option<u32>,
}

/// Work that waits for its turn.
enum Errand {
    /// With the model that answered when it was asked for.
    Evaluate {
        run: u32,
        split: SplitName,
        epoch: Option<u32>,
    },
    Measure {
        run: u32,
    },
}

impl Errand {
    fn unanswered(self, fault: Fault) -> Outgoing {
        let (Self::Evaluate { run, .. } | Self::Measure { run }) = self;
        Event::Unanswered { run, fault }.into()
    }
}

/// The learner's program.
#[derive(Default)]
pub struct LearnEngine {
    album: Album,
    service: Album,
    drawing: Option<Drawing>,
    training: Option<Training>,
    finding: Option<Finding>,
    model: Option<Model>,
    past: Option<Past>,
    answers: answers::Answers,
    errands: VecDeque<Errand>,
    evaluating: Option<Evaluating>,
    timing: Option<Timing>,
    starting: Option<Starting>,
    serving: Option<Serving>,
    /// A stream of the person's images that has ended: labels still count in its last window.
    served: Option<Serving>,
    challenger: Challenger,
    grading: Option<Grading>,
    /// The speed that is promised.
    objective: Objective,
    /// The limits found last; a stream like the last begins at once.
    limits: Option<starting::Found>,
    /// The page is out of sight, and starved by the browser: times would say nothing of the model.
    is_hidden: bool,
}

impl Engine for LearnEngine {
    fn role(&self) -> Role {
        Role::Learner
    }

    fn handle(&mut self, command: Command, attached: Attached, clock: Clock<'_>) -> Vec<Outgoing> {
        match command {
            Command::DrawCoins { import, per_class, seed } => {
                self.drawing = Some(Drawing::new(import, per_class, seed));
                Vec::new()
            }
            Command::CancelImport { import } => {
                self.drawing.take_if(|drawing| drawing.import() == import);
                Vec::new()
            }
            Command::ClearSamples => {
                self.album = Album::default();
                self.service = Album::default();
                self.finding = None;
                self.challenger = Challenger::None;
                self.forget_model();
                Vec::new()
            }
            Command::AddSamples { samples } => {
                self.album.add(&samples, &attached.bytes);
                Vec::new()
            }
            Command::ClearServiceSamples => {
                self.service = Album::default();
                // A replay of the data set goes on.
                let starting = self.starting.take_if(|starting| starting.is_of_service());
                let serving = self.serving.take_if(|serving| serving.is_of_service());
                self.served = None;
                let ended = starting.map(|one| one.stream()).or(serving.map(|one| one.stream()));
                ended.map(|stream| Event::StreamEnded { stream }.into()).into_iter().collect()
            }
            Command::AddServiceSamples { samples, labels } => {
                self.service.add(&samples, &attached.bytes);
                self.service.label(labels.into_iter().map(|class| (class, None)));
                if let Some(serving) = &mut self.serving {
                    serving.arrived(self.service.len(), clock());
                }
                Vec::new()
            }
            Command::LabelServiceSample { sample, class } => {
                self.service.set_class(sample as usize, class);
                if let Some(serving) = self.serving.as_mut().filter(|serving| serving.is_of_service()) {
                    serving.label(sample, class);
                    return Vec::new();
                }
                let told = self.served.as_mut().map(|served| {
                    served.label(sample, class);
                    served.tell(clock())
                });
                told.into_iter().collect()
            }
            Command::SetRoster { classes, rows, service } => {
                self.album.set_classes(classes);
                self.album.relabel(rows.into_iter().map(|row| (row.class, row.fixed)));
                self.service.relabel(service.into_iter().map(|class| (class, None)));
                self.finding = None;
                self.challenger = Challenger::None;
                self.forget_model();
                Vec::new()
            }
            Command::Preview { request, recipe, samples, variants } => {
                vec![self.preview(request, &recipe, &samples, variants)]
            }
            Command::Train { run, recipe, pause_after } => {
                self.forget_model();
                match Training::begin(run, recipe, (&self.album, u32::MAX), attached.bytes, pause_after) {
                    Ok(training) => {
                        self.training = Some(training);
                        Vec::new()
                    }
                    Err(fault) => vec![Event::RunFailed { run, fault }.into()],
                }
            }
            Command::Pause => self.steer(Training::pause),
            Command::Resume => self.go_on(Training::resume),
            Command::StepOnce => self.go_on(Training::step_once),
            Command::Stop => match self.training.take() {
                Some(training) => match training.stop() {
                    Ok(finished) => self.keep(finished),
                    Err(training) => {
                        self.training = Some(*training);
                        Vec::new()
                    }
                },
                None => Vec::new(),
            },
            Command::FindRate { request, recipe } => match Finding::begin(request, recipe, &self.album) {
                Ok(finding) => {
                    self.finding = Some(finding);
                    Vec::new()
                }
                Err(fault) => vec![fault.into(), Event::RateSweepEnded { request }.into()],
            },
            Command::CancelFindRate => {
                self.finding = None;
                Vec::new()
            }
            Command::Evaluate { run, split } => {
                let epoch = self.model.as_ref().and_then(|model| model.epoch);
                self.errands.push_back(Errand::Evaluate { run, split, epoch });
                Vec::new()
            }
            Command::VisitEpoch { run, epoch } => self.visit(run, epoch),
            Command::UseBackend { run, backend } => self.use_backend(run, backend),
            Command::MeasureLatency { run } => {
                self.errands.push_back(Errand::Measure { run });
                Vec::new()
            }
            Command::StartStream { stream, plan } => self.start_stream(stream, *plan),
            Command::Challenge { run, recipe, n_images } => {
                self.challenge(run, recipe, n_images, attached.bytes)
            }
            Command::EndChallenge => {
                self.challenger = Challenger::None;
                Vec::new()
            }
            Command::Grade { request, order } => {
                let graded = self.model.as_ref().ok_or(Fault::NoModel);
                match graded.and_then(|model| Grading::begin(request, *order, &self.service, model)) {
                    Ok(grading) => {
                        self.grading = Some(grading);
                        Vec::new()
                    }
                    Err(fault) => vec![fault.into(), Event::GradingEnded { request }.into()],
                }
            }
            Command::StopGrading => self.end_grading(),
            Command::Promise(objective) => {
                self.objective = objective.clamped();
                if let Some(serving) = &mut self.serving {
                    serving.promise(self.objective, clock());
                }
                Vec::new()
            }
            Command::SteerStream(steer) => self.steer_stream(steer, clock()),
            Command::StopStream => {
                self.starting = None;
                let speed = self.serving.as_mut().map(|serving| serving.speed(clock()));
                self.served = self.serving.take().filter(Serving::is_of_service);
                speed.into_iter().collect()
            }
            Command::SetHidden { is_hidden } => {
                if self.is_hidden
                    && !is_hidden
                    && let Some(serving) = &mut self.serving
                {
                    serving.take_up(clock());
                }
                self.is_hidden = is_hidden;
                Vec::new()
            }
            Command::Bench { workload, backend } => {
                vec![bench(&workload, &backend, &attached.bytes, clock)]
            }
            Command::Ping { count } => vec![Event::Pong { count }.into()],
            // Everything else is the importer's.
            Command::Log { .. }
            | Command::PlanImport { .. }
            | Command::AcceptImport { .. }
            | Command::ReadImport { .. }
            | Command::ImportBuiltIn { .. } => Vec::new(),
        }
    }

    fn slice(&mut self, clock: Clock<'_>) -> Vec<Outgoing> {
        if let Some(drawing) = &mut self.drawing {
            let (told, is_over) = drawing.slice(clock);
            if is_over {
                self.drawing = None;
            }
            return told;
        }
        if let Some(training) = self.training.as_mut().filter(|training| training.wants_time()) {
            let mut told = training.slice(&mut self.album, clock);
            if training.has_failed() {
                self.training = None;
            } else if training.is_over()
                && let Some(training) = self.training.take()
            {
                told.extend(self.keep(training.finish()));
            }
            return told;
        }
        // A search needs no model. It can wait for a stream: one that is beginning, and an image that is due.
        let is_due = self.starting.is_some()
            || self
                .serving
                .as_ref()
                .is_some_and(|serving| serving.next_due_millis().is_some_and(|due| due <= clock()));
        if let Some(finding) = self.finding.as_mut().filter(|_| !is_due) {
            let (told, is_over) = finding.slice(&self.album, clock);
            if is_over {
                self.finding = None;
            }
            return told;
        }
        if self.challenger.is_coming() && !is_due {
            return self.bring_challenger(clock);
        }
        let Some(model) = &self.model else {
            // A run that stands still may yet have a model; without one, nothing can be answered.
            let errands = if self.training.is_some() { 0 } else { self.errands.len() };
            return self.errands.drain(..errands).map(|errand| errand.unanswered(Fault::NoModel)).collect();
        };
        if let Some(starting) = &mut self.starting {
            let stream = starting.stream();
            let is_ready = match starting.slice(model, &self.album, self.limits, clock) {
                Ok(is_ready) => is_ready,
                Err(fault) => {
                    self.starting = None;
                    return vec![fault.into(), Event::StreamEnded { stream }.into()];
                }
            };
            let share = starting.progress();
            if let Some(starting) = self.starting.take_if(|_| is_ready) {
                self.limits = starting.found(model);
                let images = if starting.is_of_service() { &self.service } else { &self.album };
                match starting.finish(model, images, clock()) {
                    Ok(serving) => self.serving = Some(serving.promising(self.objective)),
                    Err(fault) => return vec![fault.into(), Event::StreamEnded { stream }.into()],
                }
            }
            // Whoever has images to send sends them from now on.
            let share = if is_ready { 1.0 } else { share };
            return vec![Event::StreamPreparing { stream, share }.into()];
        }
        // A stream has deadlines; evaluation can wait a slice.
        if let Some(serving) = &mut self.serving {
            let models = (model, self.challenger.model());
            let (told, is_over) = serving.slice(models, &self.album, &self.service, self.is_hidden, clock);
            if is_over {
                self.served = self.serving.take().filter(Serving::is_of_service);
            }
            if !told.is_empty() {
                return told;
            }
        }
        if let Some(evaluating) = &mut self.evaluating {
            return match evaluating.slice(model, &mut self.answers, clock) {
                Some(told) => {
                    self.evaluating = None;
                    vec![told]
                }
                None => Vec::new(),
            };
        }
        if self.is_measuring_in_the_dark() {
            return Vec::new();
        }
        if let Some(timing) = &mut self.timing {
            let report = timing.slice(model, &self.album, clock);
            return report.map_or_else(Vec::new, |report| {
                self.timing = None;
                vec![Event::LatencyMeasured { run: model.run, report }.into()]
            });
        }
        if self.errands.is_empty()
            && let Some(grading) = &mut self.grading
        {
            return match grading.slice(model, &self.album, self.limits, clock) {
                Ok((told, false)) => told,
                Ok((told, true)) => told.into_iter().chain(self.end_grading()).collect(),
                Err(fault) => std::iter::once(fault.into()).chain(self.end_grading()).collect(),
            };
        }
        match self.errands.pop_front() {
            Some(Errand::Evaluate { run, split, epoch }) if run == model.run => {
                self.evaluating = self
                    .predictor_of(epoch)
                    .map(|predictor| Evaluating::begin(split, epoch, predictor, model, &self.album));
            }
            Some(Errand::Measure { run }) if run == model.run => match Timing::begin(model, &self.album) {
                Ok(timing) => self.timing = Some(timing),
                Err(fault) => return vec![Event::Unanswered { run, fault }.into()],
            },
            // The model it was meant for is gone.
            Some(errand) => return vec![errand.unanswered(Fault::NoModel)],
            None => {}
        }
        Vec::new()
    }

    fn next(&self) -> Next {
        let is_training = self.training.as_ref().is_some_and(Training::wants_time);
        let is_waiting = self.is_measuring_in_the_dark();
        let can_answer = self.training.is_none() || self.model.is_some();
        let is_asked = self.timing.is_some() || !self.errands.is_empty() && can_answer;
        let is_grading = self.grading.is_some() && self.model.is_some() && !is_waiting;
        let has_errands = self.evaluating.is_some() || is_asked && !is_waiting || is_grading;
        let is_preparing = self.drawing.is_some() || self.starting.is_some() || self.challenger.is_coming();
        if is_preparing || is_training || self.finding.is_some() || has_errands {
            return Next::Now;
        }
        self.serving.as_ref().and_then(Serving::next_due_millis).map_or(Next::Idle, Next::At)
    }

    fn collected(&mut self, now_millis: f64) {
        if let Some(serving) = &mut self.serving {
            serving.collected(now_millis);
        }
    }
}

impl LearnEngine {
    fn forget_model(&mut self) {
        self.training = None;
        self.model = None;
        self.past = None;
        self.answers = answers::Answers::default();
        self.errands.clear();
        self.evaluating = None;
        self.timing = None;
        self.starting = None;
        self.serving = None;
        self.served = None;
        self.grading = None;
        self.limits = None;
    }

    fn end_grading(&mut self) -> Vec<Outgoing> {
        let ended =
            self.grading.take().map(|grading| Event::GradingEnded { request: grading.request() }.into());
        ended.into_iter().collect()
    }

    fn use_backend(&mut self, run: u32, backend: Backend) -> Vec<Outgoing> {
        let Some(model) = self.model.as_mut().filter(|model| model.run == run) else {
            return vec![Event::Unanswered { run, fault: Fault::NoModel }.into()];
        };
        let (own, weights) = (&model.predictor, model.predictor.weights());
        match Predictor::from_weights(
            &model.recipe.model,
            own.shape(),
            own.normalization().clone(),
            &weights,
            backend,
        ) {
            Ok(predictor) => {
                (model.predictor, model.recipe.backend) = (predictor, backend);
                Vec::new()
            }
            Err(refused) => vec![Event::Unanswered { run, fault: training::fault_of(refused) }.into()],
        }
    }

    fn start_stream(&mut self, stream: u32, plan: Plan) -> Vec<Outgoing> {
        let Some(model) = &self.model else {
            return vec![Fault::NoModel.into(), Event::StreamEnded { stream }.into()];
        };
        (self.serving, self.served) = (None, None);
        match Starting::begin(stream, plan, &self.service, model) {
            Ok(starting) => {
                let plan = Box::new(starting.plan().clone());
                self.starting = Some(starting);
                vec![Event::StreamPlanned { stream, plan }.into()]
            }
            Err(fault) => vec![fault.into(), Event::StreamEnded { stream }.into()],
        }
    }

    fn steer_stream(&mut self, steer: Steer, now_millis: f64) -> Vec<Outgoing> {
        let planned =
            |stream, plan: &Plan| vec![Event::StreamPlanned { stream, plan: Box::new(plan.clone()) }.into()];
        if let Some(starting) = &mut self.starting
            && starting.steer(steer)
        {
            return planned(starting.stream(), starting.plan());
        }
        if let Some(serving) = &mut self.serving
            && serving.steer(steer, now_millis)
        {
            return planned(serving.stream(), serving.plan());
        }
        Vec::new()
    }

    /// Is there a measurement that waits, with every errand behind it, until the page is in sight?
    fn is_measuring_in_the_dark(&self) -> bool {
        self.timing.is_some() && self.is_hidden
    }

    fn steer(&mut self, change: fn(&mut Training) -> Vec<Outgoing>) -> Vec<Outgoing> {
        self.training.as_mut().map(change).unwrap_or_default()
    }

    /// Keeps the model of a run that is over.
    fn keep(&mut self, finished: training::Finished) -> Vec<Outgoing> {
        let mut told = self.leave_epoch();
        (self.model, self.past) = (finished.model, finished.past);
        told.extend(finished.told);
        told
    }

    fn preview(&self, request: u32, recipe: &Recipe, samples: &[u32], variants: u32) -> Outgoing {
        let (size, channels) = (usize::from(recipe.prepare.size), recipe.prepare.color.channels());
        let mut images = Vec::new();
        let mut bytes = Vec::new();
        for &sample in samples {
            let Some(pixels) = self.album.pixels(sample as usize) else { continue };
            let plain = glass_intake::prepare::prepare(pixels, &recipe.prepare);
            for variant in 0..=variants {
                images.push(Previewed { sample, variant });
                if variant == 0 {
                    bytes.extend_from_slice(&plain);
                } else {
                    let index = u64::from(sample) * 64 + u64::from(variant);
                    let mut stream = Stream::indexed(recipe.seed.into(), "preview", index);
                    let changed =
                        glass_learn::augmented(&plain, channels, size, &recipe.augment, &mut stream);
                    bytes.extend(changed);
                }
            }
        }
        let event = Event::PreviewReady { request, size: size as u32, channels: channels as u32, images };
        Outgoing { event, bytes }
    }
}

/// Runs one workload of the benchmark. Takes its time: a benchmark is asked of an idle worker.
fn bench(workload: &str, backend: &str, digits: &[u8], clock: Clock<'_>) -> Outgoing {
    use glass_core::recipe::Backend;
    let (name, backend) =
        if backend == "ndarray" { ("ndarray", Backend::Ndarray) } else { ("flex", Backend::Flex) };
    let peer = format!("watchglass-{name}");
    let lines = glass_learn::bench::lines(workload, &peer, backend, digits, clock);
    Event::Benched { lines }.into()
}
