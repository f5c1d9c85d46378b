//! The model in service: images fall due, are disturbed, answered, timed and watched.

mod duelling;
mod labelling;
mod recalibrating;
mod renewing;
mod reporting;

use super::Model;
use super::album::Album;
use super::seeing::{Seeing, itself};
use super::starting::{Belief, watch_settings};
use crate::engine::{Clock, Outgoing, PROGRESS_MILLIS, SLICE_MILLIS};
use glass_core::drift::psi::QuantileBins;
use glass_core::features::energy;
use glass_core::latency::Latency;
use glass_core::metric::Predictions;
use glass_core::metric::most_probable;
use glass_core::property::Properties;
use glass_core::service::{Frame, Timing};
use glass_core::speed::SpeedWatch;
use glass_core::speed::objective::Objective;
use glass_core::stream::duel::Duel;
use glass_core::stream::plan::{Plan, Source, Steer};
use glass_core::stream::{
    Calibration, Filled, LateLabels, Limits, Monitor, Observation, Reference, Signal, WindowReport,
};
use glass_intake::prepare::prepare;
use glass_protocol::Event;
use std::collections::VecDeque;

/// Times remembered for the throughput, at most.
const N_TIMES: usize = 200;
/// Images answered in one go while the stream is sought forward, before the page hears of them.
const FRAMES_AT_ONCE: usize = 500;
/// Between two reports of the speed, in milliseconds.
const SPEED_MILLIS: f64 = 1_000.0;

/// A stream under way.
pub struct Serving {
    stream: u32,
    plan: Plan,
    order: Vec<usize>,
    /// Those of the first class, among them.
    first_class: Vec<usize>,
    /// When the images of a camera came that wait.
    arrivals: VecDeque<f64>,
    begun_millis: f64,
    due_millis: f64,
    next_index: u32,
    is_paused: bool,
    steps_left: u32,
    /// Images before this one are answered without waiting.
    sought: u32,
    monitor: Monitor,
    /// The reference's quantile bins, signal by signal.
    bins: Vec<(Signal, QuantileBins)>,
    temperature: f64,
    /// As found on the validation images.
    validated_temperature: f64,
    /// It was found on the labels of the window before this image.
    recalibrated_before: Option<u32>,
    calibrated: Option<Predictions>,
    seeing: Option<Seeing>,
    /// How long the last comparison of features took.
    comparing_millis: f64,
    limits: Option<Limits>,
    /// Limits are sought for a renewed reference.
    renewing: Option<Calibration>,
    /// The reference is the window before this image.
    renewed_before: Option<u32>,
    /// The reference and the limits of the held-out images, while they are not those in use.
    held_out: Option<(Reference, Option<Limits>)>,
    reference_confidence: Option<f64>,
    /// The window's answers, as they are.
    probabilities: VecDeque<Vec<f64>>,
    /// Which images they answer.
    samples: VecDeque<u64>,
    /// Labels that are not known yet.
    labels: VecDeque<(u64, usize)>,
    late: LateLabels,
    filled: Vec<Filled>,
    window: Option<WindowReport>,
    response: Latency,
    service: Latency,
    duel: Option<Duel>,
    challenger_service: Latency,
    speed: SpeedWatch,
    told_speed_millis: f64,
    answered_millis: VecDeque<f64>,
    n_untimed: u32,
    pending: Vec<Frame>,
    last_told_millis: f64,
}

impl Serving {
    /// Begins: `order` goes round, or once through; the first image is due now.
    pub fn begin(
        stream: u32,
        plan: Plan,
        order: Vec<usize>,
        images: &Album,
        belief: Belief,
        now_millis: f64,
    ) -> Self {
        let Belief { reference, temperature, calibrated, space, limits } = belief;
        let mut settings = watch_settings(&plan);
        settings.threshold = limits.map_or(settings.threshold, |limits| limits.threshold);
        Self {
            stream,
            first_class: order.iter().copied().filter(|sample| images.class(*sample) == Some(0)).collect(),
            order,
            arrivals: VecDeque::new(),
            begun_millis: now_millis,
            due_millis: now_millis,
            next_index: 0,
            is_paused: false,
            steps_left: 0,
            sought: 0,
            reference_confidence: confidence_of(&reference),
            bins: bins_of(&reference),
            monitor: Monitor::new(reference, settings),
            temperature,
            validated_temperature: temperature,
            recalibrated_before: None,
            calibrated,
            seeing: space.map(|space| Seeing::new(space, plan.window as usize, plan.seed.into())),
            comparing_millis: 0.0,
            limits,
            renewing: None,
            renewed_before: None,
            held_out: None,
            probabilities: VecDeque::new(),
            samples: VecDeque::new(),
            labels: VecDeque::new(),
            late: LateLabels::new(plan.label_delay),
            filled: Vec::new(),
            window: None,
            response: Latency::new(),
            service: Latency::new(),
            duel: None,
            challenger_service: Latency::new(),
            speed: SpeedWatch::new(Objective::default()),
            told_speed_millis: now_millis,
            answered_millis: VecDeque::new(),
            n_untimed: 0,
            pending: Vec::new(),
            last_told_millis: now_millis,
            plan,
        }
    }

    /// Its id.
    pub fn stream(&self) -> u32 {
        self.stream
    }

    /// Its plan, with what was turned by hand so far.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Are the images those of service?
    pub fn is_of_service(&self) -> bool {
        matches!(self.plan.source, Source::Dropped | Source::Camera)
    }

    /// Images of service came, so many in all by now: those of a camera are due at once.
    pub fn arrived(&mut self, n_images: usize, now_millis: f64) {
        if self.plan.source == Source::Camera {
            self.arrivals.extend((self.order.len()..n_images).map(|_| now_millis));
            self.order.extend(self.order.len()..n_images);
        }
    }

    /// Goes on after the page was hidden: what waited falls due from now on, at its pace, not all at once.
    pub fn take_up(&mut self, now_millis: f64) {
        if self.plan.source == Source::Camera {
            self.arrivals.iter_mut().for_each(|due| *due = due.max(now_millis));
        } else {
            self.due_millis = self.due_millis.max(now_millis);
        }
    }

    /// Stands still, goes on, is disturbed otherwise; says whether the plan has changed.
    pub fn steer(&mut self, steer: Steer, now_millis: f64) -> bool {
        match steer {
            Steer::Pause => (self.is_paused, self.steps_left) = (true, 0),
            Steer::Resume => {
                self.is_paused = false;
                self.take_up(now_millis);
            }
            Steer::Step => (self.is_paused, self.steps_left) = (true, 1),
            // A camera's images cannot be had before they come.
            Steer::Seek(_) if self.plan.source == Source::Camera => {}
            Steer::Seek(image) => self.sought = image,
            Steer::RenewReference => return self.plan_renewal(),
            Steer::RestoreReference => return self.plan_reversion(),
            Steer::Recalibrate => return self.plan_recalibration(),
            Steer::RestoreCalibration => return self.plan_restoration(),
            Steer::Turn(..) | Steer::Play(..) | Steer::Quiet | Steer::Rate(_) => {
                return self.plan.steer(steer, self.next_index);
            }
        }
        // The page is to see at once how the stream stands.
        self.last_told_millis = f64::NEG_INFINITY;
        false
    }

    /// Promises a speed from the first image on.
    pub fn promising(self, objective: Objective) -> Self {
        Self { speed: SpeedWatch::new(objective), ..self }
    }

    /// Promises another speed from now on.
    pub fn promise(&mut self, objective: Objective, now_millis: f64) {
        self.speed.promise(objective, now_millis - self.begun_millis);
        // The page is to see at once what it comes to.
        self.last_told_millis = f64::NEG_INFINITY;
        self.told_speed_millis = f64::NEG_INFINITY;
    }

    /// The worker's garbage was collected.
    pub fn collected(&mut self, now_millis: f64) {
        self.speed.record_collection(now_millis - self.begun_millis);
    }

    /// The speed so far, told.
    pub fn speed(&mut self, now_millis: f64) -> Outgoing {
        self.told_speed_millis = now_millis;
        let report = Box::new(self.speed.report(now_millis - self.begun_millis));
        Event::SpeedMeasured { stream: self.stream, report }.into()
    }

    /// When the next image falls due, or when there is something to tell; `None`: not before it is told to go on.
    pub fn next_due_millis(&self) -> Option<f64> {
        let tells = (!self.pending.is_empty()).then_some(self.last_told_millis + PROGRESS_MILLIS);
        let is_at_once = self.is_renewing()
            || self.has_image() && (self.is_sought() || self.steps_left > 0)
            || self.last_told_millis.is_infinite();
        let due = match (is_at_once, self.is_paused) {
            (true, _) => Some(f64::NEG_INFINITY),
            (false, true) => None,
            (false, false) => Some(self.due()).filter(|due| due.is_finite()),
        };
        match (due, tells) {
            (Some(due), Some(tells)) => Some(due.min(tells)),
            (due, tells) => due.or(tells),
        }
    }

    /// When the next image falls due; a camera's, when it came.
    fn due(&self) -> f64 {
        match self.plan.source {
            Source::Camera => self.arrivals.front().copied().unwrap_or(f64::INFINITY),
            _ => self.due_millis,
        }
    }

    fn has_image(&self) -> bool {
        self.plan.source != Source::Camera || !self.arrivals.is_empty()
    }

    fn is_sought(&self) -> bool {
        self.next_index < self.sought
    }

    fn is_due(&self, now_millis: f64) -> bool {
        let is_time = !self.is_paused && self.due() <= now_millis;
        !self.is_over()
            && !self.is_renewing()
            && self.has_image()
            && (self.is_sought() || self.steps_left > 0 || is_time)
    }

    /// Answers what is due; says whether the stream is over.
    pub fn slice(
        &mut self,
        (model, challenger): (&Model, Option<&Model>),
        album: &Album,
        service: &Album,
        is_hidden: bool,
        clock: Clock<'_>,
    ) -> (Vec<Outgoing>, bool) {
        if let Some(told) = self.renew(clock) {
            return (vec![told], false);
        }
        let begun = clock();
        let mut now = begun;
        let images = if self.is_of_service() { service } else { album };
        while self.is_due(now) && now - begun <= SLICE_MILLIS && self.pending.len() < FRAMES_AT_ONCE {
            self.answer((model, challenger), images, is_hidden, clock);
            now = clock();
        }
        self.compare_features(now, clock);
        let is_over = self.is_over();
        let is_new = !self.pending.is_empty() || self.last_told_millis.is_infinite();
        let is_time =
            is_over || now - self.last_told_millis >= PROGRESS_MILLIS || self.pending.len() >= FRAMES_AT_ONCE;
        let mut told = Vec::new();
        if is_new && is_time {
            if is_over || self.is_paused || now - self.told_speed_millis >= SPEED_MILLIS {
                told.push(self.speed(now));
            }
            told.push(self.tell(now));
        }
        if is_over {
            told.push(Event::StreamEnded { stream: self.stream }.into());
        }
        (told, is_over)
    }

    /// What was answered since it was told last, and how things stand.
    pub fn tell(&mut self, now_millis: f64) -> Outgoing {
        self.last_told_millis = now_millis;
        let report = Box::new(self.report(now_millis));
        let frames = std::mem::take(&mut self.pending);
        Event::Served { stream: self.stream, frames, report }.into()
    }

    /// Compares the window's features when one is whole: in a gap that is long enough, or when the next window is half
    /// over.
    fn compare_features(&mut self, now_millis: f64, clock: Clock<'_>) {
        let has_time = self.is_paused || self.due() - now_millis > self.comparing_millis;
        let Some(seeing) = self.seeing.as_mut().filter(|seeing| seeing.is_due()) else { return };
        if has_time || seeing.is_overdue() {
            let begun = clock();
            seeing.compare();
            self.comparing_millis = clock() - begun;
        }
    }

    /// Dropped images come once; a replay goes round.
    fn is_over(&self) -> bool {
        self.plan.source == Source::Dropped && self.next_index as usize >= self.order.len()
    }

    fn answer(
        &mut self,
        (model, challenger): (&Model, Option<&Model>),
        images: &Album,
        is_hidden: bool,
        clock: Clock<'_>,
    ) {
        self.recalibrate_if_planned();
        self.restore_if_planned();
        self.revert_if_planned();
        let (index, due) = (self.next_index, self.due());
        self.arrivals.pop_front();
        let is_sought = self.is_sought();
        self.next_index += 1;
        self.steps_left = self.steps_left.saturating_sub(1);
        let begun = clock();
        self.due_millis = match is_sought || self.is_paused {
            true => begun,
            false => due + 1_000.0 * self.plan.gap_seconds(index),
        };
        let amounts = self.plan.script.amounts(index);
        let Some(coming) = self.plan.comes(index, &amounts, &self.order, &self.first_class) else { return };
        let (Some(pixels), Some((width, height))) =
            (images.pixels(coming.sample), images.original_size(coming.sample))
        else {
            return;
        };
        let seen = self.plan.seen(index, coming.is_unseen, &amounts, pixels);
        let Some(properties) = Properties::of(&seen, width, height) else { return };
        let measured = clock();
        let image = prepare(&seen, &model.recipe.prepare);
        let resized = clock();
        let prepared = model.predictor.normalise(&image, 1);
        let normalised = clock();
        let (outputs, features) = model.predictor.forward_seen(prepared);
        let forwarded = clock();
        let energy = energy(outputs.values());
        let probabilities = model.predictor.read_back(outputs);
        let ended = clock();
        let timing = Timing {
            wait_ms: if is_sought { 0.0 } else { (begun - due).max(0.0) },
            resize_ms: resized - begun,
            normalize_ms: normalised - resized,
            forward_ms: forwarded - normalised,
            read_back_ms: ended - forwarded,
        };
        self.record(timing, ended, !is_hidden && !is_sought);
        let row: Vec<f64> = probabilities.iter().map(|&p| f64::from(p)).collect();
        let predicted = most_probable(&row);
        let confidence = row.get(predicted).copied().unwrap_or(0.0);
        let itself = itself(&self.plan, coming.sample);
        let novelty = self.seeing.as_mut().and_then(|seeing| seeing.see(&features, itself));
        let is_novel = self.seeing.as_ref().is_some_and(|seeing| seeing.space().is_novel(novelty));
        let label = coming.label(images.class(coming.sample), model.n_classes);
        let observation = Observation {
            sequence: index.into(),
            at_millis: due - self.begun_millis,
            predicted,
            confidence,
            actual: label.map(|class| class as usize),
            properties: Some(properties),
            novelty,
            latency_millis: None,
            image: Some(coming.sample as u64).filter(|_| !coming.is_unseen),
        };
        let mut challenged = self.duel_over(challenger, &seen, coming.sample as u64, &observation, clock);
        if let Some(answer) = &mut challenged {
            // What both would have to do first.
            answer.service_ms += measured - begun;
            self.challenger_service.record_millis(answer.service_ms);
        }
        self.watch(observation, coming.sample as u64, &row);
        self.pending.push(Frame {
            index,
            at_millis: due - self.begun_millis,
            sample: coming.sample as u32,
            actual: label.filter(|_| !coming.is_unseen),
            is_unseen: coming.is_unseen,
            amounts,
            predicted: predicted as u32,
            confidence,
            probabilities,
            novelty,
            is_novel,
            energy,
            properties,
            timing,
            challenger: challenged,
        });
    }

    /// Shows an answer to the monitor; its label when its time has come.
    fn watch(&mut self, observation: Observation, sample: u64, row: &[f64]) {
        let (sequence, actual) = (observation.sequence, observation.actual);
        self.late.answered(sample, actual.map(|actual| actual == observation.predicted));
        while self.probabilities.len() >= self.plan.window as usize {
            self.probabilities.pop_front();
            self.samples.pop_front();
        }
        self.probabilities.push_back(row.to_vec());
        self.samples.push_back(sample);
        let is_late = self.plan.label_delay > 0;
        if let Some(actual) = actual.filter(|_| is_late) {
            self.labels.push_back((sequence, actual));
        }
        let known = Observation { actual: actual.filter(|_| !is_late), ..observation };
        let delay = u64::from(self.plan.label_delay);
        while let Some(&(labelled, actual)) =
            self.labels.front().filter(|(labelled, _)| labelled + delay <= sequence)
        {
            self.labels.pop_front();
            self.monitor.label(labelled, actual);
            if let Some(duel) = &mut self.duel {
                duel.label(labelled, Some(actual));
            }
        }
        if let Some(window) = self.monitor.observe(known) {
            self.window = Some(window);
        }
        self.filled.extend(self.late.filled(sequence));
    }

    /// Records the times of an answer given in sight; throughput begins anew after the others.
    fn record(&mut self, timing: Timing, ended_millis: f64, is_in_sight: bool) {
        let at_millis = ended_millis - self.begun_millis;
        if !is_in_sight {
            self.speed.record_untimed(at_millis);
            self.n_untimed += 1;
            self.answered_millis.clear();
            return;
        }
        let n_waiting = timing.wait_ms / 1_000.0 * self.plan.images_per_second;
        self.speed.record(at_millis, &timing, n_waiting as u32);
        self.response.record_millis(timing.response_ms());
        self.service.record_millis(timing.service_ms());
        if self.answered_millis.len() >= N_TIMES {
            self.answered_millis.pop_front();
        }
        self.answered_millis.push_back(ended_millis);
    }
}

/// The quantile bins of each signal.
fn bins_of(reference: &Reference) -> Vec<(Signal, QuantileBins)> {
    let bins = |signal| Some((signal, QuantileBins::of(reference.values(signal))?));
    Signal::NUMERIC.into_iter().filter_map(bins).collect()
}

/// The mean confidence.
fn confidence_of(reference: &Reference) -> Option<f64> {
    glass_core::describe::mean(reference.values(Signal::Confidence))
}
