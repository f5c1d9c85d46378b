//! The learner: holds the images, trains, evaluates, measures and serves, one slice at a time.

mod album;
mod answers;
mod coins;
mod evaluating;
mod serving;
mod timing;
mod training;
mod visiting;

use crate::engine::{Attached, Clock, Engine, Next, Outgoing};
use album::Album;
use coins::Drawing;
use evaluating::Evaluating;
use glass_core::fault::Fault;
use glass_core::recipe::Recipe;
use glass_core::rng::Stream;
use glass_core::split::{Split, SplitName};
use glass_learn::Predictor;
use glass_learn::bench::Workload;
use glass_protocol::{Command, Event, Previewed, Role};
use serving::Serving;
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

/// The learner's program.
#[derive(Default)]
pub struct LearnEngine {
    album: Album,
    service: Album,
    drawing: Option<Drawing>,
    training: Option<Training>,
    model: Option<Model>,
    past: Option<Past>,
    answers: answers::Answers,
    errands: VecDeque<Errand>,
    evaluating: Option<Evaluating>,
    timing: Option<Timing>,
    serving: Option<Serving>,
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
                self.forget_model();
                Vec::new()
            }
            Command::AddSamples { samples } => {
                self.album.add(&samples, &attached.bytes);
                Vec::new()
            }
            Command::ClearServiceSamples => {
                self.service = Album::default();
                self.serving = None;
                Vec::new()
            }
            Command::AddServiceSamples { samples, labels } => {
                self.service.add(&samples, &attached.bytes);
                self.service.label(labels.into_iter().map(|class| (class, None)));
                Vec::new()
            }
            Command::SetRoster { classes, rows } => {
                self.album.set_classes(classes);
                self.album.relabel(rows.into_iter().map(|row| (row.class, row.fixed)));
                self.forget_model();
                Vec::new()
            }
            Command::Preview { request, recipe, samples, variants } => {
                vec![self.preview(request, &recipe, &samples, variants)]
            }
            Command::Train { run, recipe, pause_after } => {
                self.forget_model();
                match Training::begin(run, recipe, &self.album, attached.bytes, pause_after) {
                    Ok(training) => {
                        self.training = Some(training);
                        Vec::new()
                    }
                    Err(fault) => vec![fault.into()],
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
            Command::Evaluate { run, split } => {
                let epoch = self.model.as_ref().and_then(|model| model.epoch);
                self.errands.push_back(Errand::Evaluate { run, split, epoch });
                Vec::new()
            }
            Command::VisitEpoch { run, epoch } => self.visit(run, epoch),
            Command::MeasureLatency { run } => {
                self.errands.push_back(Errand::Measure { run });
                Vec::new()
            }
            Command::StartStream { stream, source, images_per_second, window, brightness, blur } => {
                let Some(model) = &self.model else { return vec![Fault::NoModel.into()] };
                let rate = images_per_second;
                match Serving::begin(stream, source, rate, window, &self.album, &self.service, model, clock())
                {
                    Ok(mut serving) => {
                        serving.disturb(brightness, blur);
                        self.serving = Some(serving);
                        Vec::new()
                    }
                    Err(fault) => vec![fault.into(), Event::StreamEnded { stream }.into()],
                }
            }
            Command::Disturb { brightness, blur } => {
                if let Some(serving) = &mut self.serving {
                    serving.disturb(brightness, blur);
                }
                Vec::new()
            }
            Command::StopStream => {
                self.serving = None;
                Vec::new()
            }
            Command::Bench { workload, backend } => vec![bench(&workload, &backend, clock)],
            Command::Ping { count } => vec![Event::Pong { count }.into()],
            // Everything else is the importer's.
            Command::PlanImport { .. } | Command::AcceptImport { .. } | Command::ImportBuiltIn { .. } => {
                Vec::new()
            }
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
            if training.is_over()
                && let Some(training) = self.training.take()
            {
                told.extend(self.keep(training.finish()));
            }
            return told;
        }
        let Some(model) = &self.model else {
            self.errands.clear();
            return Vec::new();
        };
        // A stream has deadlines; evaluation can wait a slice.
        if let Some(serving) = &mut self.serving {
            let (told, is_over) = serving.slice(model, &self.album, &self.service, clock);
            if is_over {
                self.serving = None;
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
        if let Some(timing) = &mut self.timing {
            let report = timing.slice(model, &self.album, clock);
            return report.map_or_else(Vec::new, |report| {
                self.timing = None;
                vec![Event::LatencyMeasured { run: model.run, report }.into()]
            });
        }
        match self.errands.pop_front() {
            Some(Errand::Evaluate { run, split, epoch }) if run == model.run => {
                self.evaluating = self
                    .predictor_of(epoch)
                    .map(|predictor| Evaluating::begin(split, epoch, predictor, model, &self.album));
            }
            Some(Errand::Measure { run }) if run == model.run => match Timing::begin(model, &self.album) {
                Ok(timing) => self.timing = Some(timing),
                Err(fault) => return vec![fault.into()],
            },
            // An errand of a run that is gone.
            _ => {}
        }
        Vec::new()
    }

    fn next(&self) -> Next {
        let is_training = self.training.as_ref().is_some_and(Training::wants_time);
        let has_errands = self.model.is_some()
            && (!self.errands.is_empty() || self.evaluating.is_some() || self.timing.is_some());
        if self.drawing.is_some() || is_training || has_errands {
            return Next::Now;
        }
        self.serving.as_ref().map_or(Next::Idle, |serving| Next::At(serving.next_due_millis()))
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
        self.serving = None;
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
fn bench(workload: &str, backend: &str, clock: Clock<'_>) -> Outgoing {
    use glass_core::recipe::Backend;
    const RUN_MILLIS: f64 = 1_000.0;
    let backend = if backend == "ndarray" { Backend::Ndarray } else { Backend::Flex };
    let name = if backend == Backend::Ndarray { "ndarray" } else { "flex" };
    let workload = [Workload::A10, Workload::B, Workload::C28, Workload::C32]
        .into_iter()
        .find(|candidate| candidate.name() == workload);
    let lines = workload.map_or_else(Vec::new, |workload| {
        let mut lines = Vec::new();
        let peer = format!("watchglass-{name}");
        if let Ok(speed) = workload.train_speed(backend, RUN_MILLIS, clock) {
            lines.push(serde_json::json!({"peer": peer, "workload": workload.name(), "kind": "train",
                "images_per_s": speed.images_per_s, "runs": speed.runs}));
        }
        if let Ok(speed) = workload.infer_speed(backend, RUN_MILLIS, clock) {
            lines.push(serde_json::json!({"peer": peer, "workload": workload.name(), "kind": "infer",
                "b1_p50_ms": speed.b1_p50_ms, "b1_p95_ms": speed.b1_p95_ms,
                "b64_images_per_s": speed.b64_images_per_s}));
        }
        lines.iter().map(ToString::to_string).collect()
    });
    Event::Benched { lines }.into()
}
