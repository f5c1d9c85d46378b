//! The model in service: images fall due, are disturbed, answered, timed and watched.

use super::Model;
use super::album::Album;
use super::starting::Wanted;
use crate::engine::{Clock, Outgoing, PROGRESS_MILLIS, SLICE_MILLIS};
use glass_core::camera::FULL_BLUR;
use glass_core::latency::Latency;
use glass_core::metric::classification::Margins;
use glass_core::metric::confusion::Confusion;
use glass_core::metric::most_probable;
use glass_core::property::Properties;
use glass_core::rng::Stream;
use glass_core::service::{Drift, Frame, ServiceReport, Timing};
use glass_core::stream::{
    Monitor, Observation, Reference, Signal, SignalReport, WatchSettings, WindowReport,
};
use glass_intake::disturb::Disturbance;
use glass_intake::prepare::prepare;
use glass_protocol::{Event, StreamSource};

/// Bins of the histograms beside each drift score.
const N_BINS: usize = 16;
/// Times remembered for the throughput, at most.
const N_TIMES: usize = 200;

/// A stream under way.
pub struct Serving {
    stream: u32,
    source: StreamSource,
    order: Vec<usize>,
    period_millis: f64,
    begun_millis: f64,
    next_index: u32,
    disturbance: Disturbance,
    noise: Stream,
    monitor: Monitor,
    reference_confidence: Option<f64>,
    window: Option<WindowReport>,
    response: Latency,
    service: Latency,
    answered_millis: Vec<f64>,
    n_untimed: u32,
    pending: Vec<Frame>,
    last_told_millis: f64,
}

impl Serving {
    /// Begins: `order` goes round, or once through; the first image is due now.
    pub fn begin(
        wanted: Wanted,
        order: Vec<usize>,
        seed: u64,
        reference: Reference,
        reference_confidence: Option<f64>,
        now_millis: f64,
    ) -> Self {
        let window = wanted.window.clamp(10, 500);
        let settings = WatchSettings {
            window,
            min_window: window.min(30),
            stride: (window / 10).max(1),
            ..WatchSettings::default()
        };
        let mut serving = Self {
            stream: wanted.stream,
            source: wanted.source,
            order,
            period_millis: 1_000.0 / wanted.images_per_second.clamp(0.1, 1_000.0),
            begun_millis: now_millis,
            next_index: 0,
            disturbance: Disturbance::default(),
            noise: Stream::named(seed, "sensor noise"),
            monitor: Monitor::new(reference, settings),
            reference_confidence,
            window: None,
            response: Latency::new(),
            service: Latency::new(),
            answered_millis: Vec::new(),
            n_untimed: 0,
            pending: Vec::new(),
            last_told_millis: now_millis,
        };
        serving.disturb(wanted.brightness, wanted.blur);
        serving
    }

    /// Its id.
    pub fn stream(&self) -> u32 {
        self.stream
    }

    /// Are the images those of service?
    pub fn is_of_service(&self) -> bool {
        self.source == StreamSource::Dropped
    }

    /// Changes the disturbance from the next image on.
    pub fn disturb(&mut self, brightness: f64, blur: f64) {
        let wanted = Disturbance { brightness, blur: blur * FULL_BLUR, ..Disturbance::default() };
        self.disturbance = wanted.clamped();
    }

    /// Goes on after the page was hidden: what waited falls due from now on, at its pace, not all at once.
    pub fn take_up(&mut self, now_millis: f64) {
        self.begun_millis += (now_millis - self.due_millis()).max(0.0);
    }

    /// When the next image falls due, or when there is something to tell.
    pub fn next_due_millis(&self) -> f64 {
        let due = self.begun_millis + f64::from(self.next_index) * self.period_millis;
        if self.pending.is_empty() { due } else { due.min(self.last_told_millis + PROGRESS_MILLIS) }
    }

    /// Answers what is due; says whether the stream is over.
    pub fn slice(
        &mut self,
        model: &Model,
        album: &Album,
        service: &Album,
        is_hidden: bool,
        clock: Clock<'_>,
    ) -> (Vec<Outgoing>, bool) {
        let begun = clock();
        let mut now = begun;
        let images = if self.is_of_service() { service } else { album };
        while !self.is_over() && self.due_millis() <= now && now - begun <= SLICE_MILLIS {
            self.answer(model, images, is_hidden, clock);
            now = clock();
        }
        let is_over = self.is_over();
        let mut told = Vec::new();
        if !self.pending.is_empty() && (is_over || now - self.last_told_millis >= PROGRESS_MILLIS) {
            self.last_told_millis = now;
            let report = Box::new(self.report(now));
            let frames = std::mem::take(&mut self.pending);
            told.push(Event::Served { stream: self.stream, frames, report }.into());
        }
        if is_over {
            told.push(Event::StreamEnded { stream: self.stream }.into());
        }
        (told, is_over)
    }

    /// Dropped images come once; a replay goes round.
    fn is_over(&self) -> bool {
        self.is_of_service() && self.next_index as usize >= self.order.len()
    }

    fn due_millis(&self) -> f64 {
        self.begun_millis + f64::from(self.next_index) * self.period_millis
    }

    fn answer(&mut self, model: &Model, images: &Album, is_hidden: bool, clock: Clock<'_>) {
        let due = self.due_millis();
        let index = self.next_index;
        self.next_index += 1;
        let sample = self.order[index as usize % self.order.len()];
        let (Some(pixels), Some((width, height))) = (images.pixels(sample), images.original_size(sample))
        else {
            return;
        };
        let begun = clock();
        let seen = self.disturbance.apply(pixels, &mut self.noise);
        let Some(properties) = Properties::of(&seen, width, height) else { return };
        let image = prepare(&seen, &model.recipe.prepare);
        let resized = clock();
        let prepared = model.predictor.normalise(&image, 1);
        let normalised = clock();
        let outputs = model.predictor.forward(prepared);
        let forwarded = clock();
        let probabilities = model.predictor.read_back(outputs);
        let ended = clock();
        let timing = Timing {
            wait_ms: (begun - due).max(0.0),
            resize_ms: resized - begun,
            normalize_ms: normalised - resized,
            forward_ms: forwarded - normalised,
            read_back_ms: ended - forwarded,
        };
        self.record(timing, ended, !is_hidden);
        let (predicted, confidence) = answer_of(&probabilities);
        let actual = images.class(sample);
        let observation = Observation {
            sequence: index.into(),
            at_millis: due - self.begun_millis,
            predicted,
            confidence,
            actual: actual.map(|class| class as usize),
            properties: Some(properties),
        };
        if let Some(window) = self.monitor.observe(observation) {
            self.window = Some(window);
        }
        let predicted = predicted as u32;
        let sample = sample as u32;
        self.pending.push(Frame { index, sample, actual, predicted, confidence, properties, timing });
    }

    /// Records the times of an answer given in sight; throughput begins anew after the others.
    fn record(&mut self, timing: Timing, ended_millis: f64, is_in_sight: bool) {
        if !is_in_sight {
            self.n_untimed += 1;
            self.answered_millis.clear();
            return;
        }
        self.response.record_millis(timing.response_ms());
        self.service.record_millis(timing.service_ms());
        if self.answered_millis.len() >= N_TIMES {
            self.answered_millis.remove(0);
        }
        self.answered_millis.push(ended_millis);
    }

    fn report(&self, now_millis: f64) -> ServiceReport {
        let reference = self.monitor.reference();
        let observations: Vec<&Observation> = self.monitor.window().collect();
        let n_classes = reference.n_classes();
        let mut confusion = Confusion::empty(n_classes);
        let mut mix = vec![0.0; n_classes];
        for observation in &observations {
            if let Some(actual) = observation.actual {
                confusion.record(actual, observation.predicted);
            }
            if let Some(share) = mix.get_mut(observation.predicted) {
                *share += 1.0 / observations.len() as f64;
            }
        }
        let margins = Margins::of(&confusion);
        let confidences: Vec<f64> = observations.iter().map(|observation| observation.confidence).collect();
        let n_reference = (reference.n() as f64).max(1.0);
        let first_millis = self.answered_millis.first().copied();
        let last_millis = self.answered_millis.last().copied();
        let span = first_millis.zip(last_millis).map(|(first, last)| last - first).filter(|span| *span > 0.0);
        let is_due = (now_millis - self.begun_millis) / self.period_millis;
        ServiceReport {
            seen: self.monitor.n_seen() as u32,
            n: observations.len() as u32,
            n_labelled: confusion.total() as u32,
            accuracy: margins.accuracy(),
            accuracy_interval: glass_core::interval::wilson(confusion.correct(), confusion.total()),
            precision_macro: margins.precision().macro_mean,
            recall_macro: margins.recall().macro_mean,
            reference_accuracy: reference.accuracy(),
            mix,
            reference_mix: reference.predicted().iter().map(|&count| count as f64 / n_reference).collect(),
            mean_confidence: glass_core::describe::mean(&confidences),
            reference_confidence: self.reference_confidence,
            drifts: self
                .window
                .iter()
                .flat_map(|window| &window.signals)
                .map(|line| self.drift(line))
                .collect(),
            level: self.monitor.level(),
            alerts: self.monitor.alerts().to_vec(),
            images_per_second: span.map(|span| (self.answered_millis.len() - 1) as f64 / span * 1_000.0),
            queue: (is_due - f64::from(self.next_index)).max(0.0) as u32,
            response: self.response.summary(),
            service: self.service.summary(),
            n_untimed: self.n_untimed,
        }
    }

    /// A signal's score with the two distributions behind it.
    fn drift(&self, line: &SignalReport) -> Drift {
        let signal: Signal = line.signal;
        let reference = self.monitor.reference().values(signal);
        let window: Vec<f64> =
            self.monitor.window().filter_map(|observation| signal.read(observation)).collect();
        let all = || reference.iter().chain(&window).copied();
        let low = all().fold(f64::INFINITY, f64::min);
        let high = all().fold(f64::NEG_INFINITY, f64::max);
        let report = line.clone();
        if reference.is_empty() || window.is_empty() {
            return Drift { report, edges: Vec::new(), reference: Vec::new(), window: Vec::new() };
        }
        if low >= high {
            // All alike, as the area of the coins: one bar around the one value.
            let half = (low.abs() * 0.1).max(0.5);
            let edges = vec![low - half, low + half];
            return Drift { report, edges, reference: vec![1.0], window: vec![1.0] };
        }
        let width = (high - low) / N_BINS as f64;
        let shares = |values: &[f64]| {
            let mut shares = vec![0.0; N_BINS];
            for value in values {
                let bin = (((value - low) / width) as usize).min(N_BINS - 1);
                shares[bin] += 1.0 / values.len() as f64;
            }
            shares
        };
        Drift {
            report,
            edges: (0..=N_BINS).map(|edge| low + width * edge as f64).collect(),
            reference: shares(reference),
            window: shares(&window),
        }
    }
}

/// The answer and its probability.
fn answer_of(probabilities: &[f32]) -> (usize, f64) {
    let row: Vec<f64> = probabilities.iter().map(|&p| f64::from(p)).collect();
    let predicted = most_probable(&row);
    (predicted, row.get(predicted).copied().unwrap_or(0.0))
}

/// How the model answers an image of the reference.
pub(super) fn observe_reference(sample: usize, album: &Album, model: &Model) -> Option<Observation> {
    let pixels = album.pixels(sample)?;
    let (width, height) = album.original_size(sample)?;
    let image = prepare(pixels, &model.recipe.prepare);
    let (predicted, confidence) = answer_of(&model.predictor.probabilities(&image, 1));
    Some(Observation {
        sequence: 0,
        at_millis: 0.0,
        predicted,
        confidence,
        actual: album.class(sample).map(|class| class as usize),
        properties: Properties::of(pixels, width, height),
    })
}
