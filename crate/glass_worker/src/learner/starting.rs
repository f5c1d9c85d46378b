//! A stream about to begin: the reference it will be held against is answered first, slice by slice, since
//! the held-out images of a large set take longer than a worker may stay silent. So is the validation split, which
//! says how far the model's probabilities can be believed; and streams without drift are simulated, to find the limits
//! under which they alarm as often as was asked for.

use super::Model;
use super::album::Album;
use super::serving::Serving;
use crate::engine::{Clock, SLICE_MILLIS};
use glass_core::fault::Fault;
use glass_core::features::FeatureSpace;
use glass_core::metric::calibration::{calibrate, temper};
use glass_core::metric::{Predictions, most_probable};
use glass_core::property::Properties;
use glass_core::rng::Stream;
use glass_core::split::SplitName;
use glass_core::stream::plan::{Plan, Source, Steer};
use glass_core::stream::recording;
use glass_core::stream::{Calibration, Limits, Observation, Reference, WatchSettings};
use glass_intake::prepare::prepare;

/// A stream whose reference is being answered.
pub struct Starting {
    stream: u32,
    plan: Plan,
    order: Vec<usize>,
    held_out: Vec<usize>,
    validation: Vec<usize>,
    answers: [Answers; 2],
    n_answered: usize,
    observations: Vec<Observation>,
    /// Features of the held-out images, and which images they are.
    seen: (Vec<f32>, Vec<u32>),
    space: Option<FeatureSpace>,
    reference: Option<Reference>,
    calibration: Option<Calibration>,
    limits: Option<Limits>,
    /// What is done to the stream as soon as it is there: to stand still, to go to an image.
    early: Vec<Steer>,
}

/// What limits were found for: they are the same for the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    key: Key,
    limits: Limits,
}

/// Run, epoch, window, asked rate and block.
type Key = (u32, Option<u32>, u32, u32, u32);

/// What is believed of the model before its first image in service.
pub struct Belief {
    /// The held-out images, answered.
    pub reference: Reference,
    /// The temperature at which its probabilities fit the validation images.
    pub temperature: f64,
    /// The held-out images' answers at that temperature; `None` when not all are labelled.
    pub calibrated: Option<Predictions>,
    /// The space of the model's features; `None` when it has none.
    pub space: Option<FeatureSpace>,
    /// The limits alarms are judged by.
    pub limits: Option<Limits>,
}

/// What a stream is watched with.
pub struct Ground {
    /// Its plan.
    pub plan: Plan,
    /// Its images, in order.
    pub images: Vec<usize>,
    /// What they are held against.
    pub reference: Reference,
    /// The space of the model's features.
    pub space: Option<FeatureSpace>,
    /// The limits found.
    pub limits: Option<Limits>,
}

/// Answers to labelled images.
#[derive(Default)]
struct Answers {
    actual: Vec<usize>,
    probabilities: Vec<f64>,
}

impl Answers {
    fn predictions(&self, n_classes: usize) -> Option<Predictions> {
        Predictions::checked(n_classes, self.actual.clone(), self.probabilities.clone())
    }
}

/// How a stream of this plan is watched, before its limits are known.
pub fn watch_settings(plan: &Plan) -> WatchSettings {
    let window = plan.window;
    WatchSettings {
        window,
        min_window: window.min(30),
        stride: (window / 10).max(1),
        ..WatchSettings::default()
    }
}

impl Starting {
    /// Begins; nothing is answered yet.
    pub fn begin(stream: u32, plan: Plan, service: &Album, model: &Model) -> Result<Self, Fault> {
        let plan = plan.clamped();
        let order = match plan.source {
            Source::Replay(split) => {
                let mut order = model.split.indices(split);
                Stream::named(plan.seed.into(), "replay").shuffle(&mut order);
                order
            }
            Source::Dropped => recording::order(&plan.recordings, service.len(), plan.seed),
            Source::Camera => Vec::new(),
        };
        if order.is_empty() && plan.source != Source::Camera {
            return Err(Fault::EmptySplit);
        }
        let [held_out, validation] =
            [SplitName::Test, SplitName::Validation].map(|split| model.split.indices(split));
        let (answers, observations, n_answered) = (Default::default(), Vec::new(), 0);
        let (reference, calibration, limits) = (None, None, None);
        Ok(Self {
            stream,
            plan,
            order,
            held_out,
            validation,
            answers,
            n_answered,
            observations,
            seen: Default::default(),
            space: None,
            reference,
            calibration,
            limits,
            early: Vec::new(),
        })
    }

    /// Id of the stream.
    pub fn stream(&self) -> u32 {
        self.stream
    }

    /// Are the images those of service?
    pub fn is_of_service(&self) -> bool {
        matches!(self.plan.source, Source::Dropped | Source::Camera)
    }

    /// What is done before the first image; says whether the plan has changed.
    pub fn steer(&mut self, steer: Steer) -> bool {
        if matches!(steer, Steer::Pause | Steer::Resume | Steer::Step | Steer::Seek(_)) {
            self.early.push(steer);
        }
        !steer.is_of_window() && self.plan.steer(steer, 0)
    }

    /// The plan as it stands.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// How far it is, 0 to 1: half for the answers, half for the limits.
    pub fn progress(&self) -> f64 {
        let left = self.held_out.len() + self.validation.len();
        let answered = self.n_answered as f64 / (self.n_answered + left).max(1) as f64;
        0.5 * answered + 0.5 * self.calibration.as_ref().map_or(0.0, Calibration::progress)
    }

    /// The limits, and what they were found for.
    pub fn found(&self, model: &Model) -> Option<Found> {
        self.limits.map(|limits| Found { key: self.key(model), limits })
    }

    fn key(&self, model: &Model) -> Key {
        (model.run, model.epoch, self.plan.window, self.plan.once_in, self.plan.block)
    }

    /// Works for a slice; says whether the stream can begin. `before` are the limits that were found last.
    pub fn slice(
        &mut self,
        model: &Model,
        album: &Album,
        before: Option<Found>,
        clock: Clock<'_>,
    ) -> Result<bool, Fault> {
        let begun = clock();
        while clock() - begun <= SLICE_MILLIS {
            if self.calibration.is_none() && self.step(model, album) {
                continue;
            }
            if self.reference.is_none() {
                let observations = self.placed(model);
                let reference = Reference::of(model.n_classes, observations).ok_or(Fault::EmptySplit)?;
                let settings = watch_settings(&self.plan);
                let Plan { once_in, block, .. } = self.plan;
                let seed = model.recipe.seed.into();
                self.limits = before.filter(|found| found.key == self.key(model)).map(|found| found.limits);
                self.calibration = Some(Calibration::new(&reference, &settings, once_in, block, seed));
                self.reference = Some(reference);
            }
            let Some(calibration) = self.calibration.as_mut().filter(|_| self.limits.is_none()) else {
                return Ok(true);
            };
            if calibration.step() {
                self.limits = calibration.limits_found();
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn step(&mut self, model: &Model, album: &Album) -> bool {
        // From the end: what is answered leaves the list.
        let (sample, is_held_out) = match (self.held_out.pop(), &mut self.validation) {
            (Some(sample), _) => (sample, true),
            (None, rest) => match rest.pop() {
                Some(sample) => (sample, false),
                None => return false,
            },
        };
        self.n_answered += 1;
        let (Some(pixels), Some((width, height))) = (album.pixels(sample), album.original_size(sample))
        else {
            return true;
        };
        let image = prepare(pixels, &model.recipe.prepare);
        let answer = model.predictor.answer(&image);
        let row: Vec<f64> = answer.probabilities.into_iter().map(f64::from).collect();
        let predicted = most_probable(&row);
        let actual = album.class(sample).map(|class| class as usize);
        if is_held_out {
            self.seen.0.extend(answer.features);
            self.seen.1.push(sample as u32);
            self.observations.push(Observation {
                sequence: 0,
                at_millis: 0.0,
                predicted,
                confidence: row.get(predicted).copied().unwrap_or(0.0),
                actual,
                properties: Properties::of(pixels, width, height),
                novelty: None,
                latency_millis: None,
                image: None,
            });
        }
        if let Some(actual) = actual {
            let answers = &mut self.answers[usize::from(!is_held_out)];
            answers.actual.push(actual);
            answers.probabilities.extend(row);
        }
        true
    }

    /// The held-out images' observations, with their novelty.
    fn placed(&mut self, model: &Model) -> Vec<Observation> {
        let mut observations = std::mem::take(&mut self.observations);
        let (features, ids) = std::mem::take(&mut self.seen);
        self.space =
            FeatureSpace::of(model.predictor.n_features(), &features, &ids, model.recipe.seed.into());
        if let Some(space) = &self.space {
            let own = observations.iter_mut().zip(space.own());
            own.for_each(|(observation, novelty)| observation.novelty = *novelty);
        }
        observations
    }

    /// What was found out.
    pub fn found_out(self) -> Option<Ground> {
        let Self { plan, order: images, reference, space, limits, .. } = self;
        Some(Ground { plan, images, reference: reference?, space, limits })
    }

    /// The stream, its first image due now.
    pub fn finish(self, model: &Model, images: &Album, now_millis: f64) -> Result<Serving, Fault> {
        let n_classes = model.n_classes;
        let reference = self.reference.ok_or(Fault::EmptySplit)?;
        let [held_out, validation] = &self.answers;
        let temperature = validation
            .predictions(n_classes)
            .and_then(|predictions| calibrate(&predictions))
            .map_or(1.0, |calibration| calibration.temperature);
        let calibrated = held_out.predictions(n_classes).and_then(|predictions| {
            let probabilities = temper(&predictions, temperature);
            predictions.with_probabilities(probabilities)
        });
        let Self { stream, plan, order, space, limits, early, .. } = self;
        let belief = Belief { reference, temperature, calibrated, space, limits };
        let mut serving = Serving::begin(stream, plan, order, images, belief, now_millis);
        for steer in early {
            serving.steer(steer, now_millis);
        }
        Ok(serving)
    }
}
