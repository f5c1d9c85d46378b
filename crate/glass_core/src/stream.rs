//! Watching a model in service: a sliding window over its observations, compared with a reference.
//!
//! Reference = the held-out split of the run, never the training split. Window = the last m observations
//! (100 unless set). Every `stride` observations, once at least `min_window` are there, the window is
//! evaluated:
//! - quality, where labels exist: accuracy with its Wilson interval;
//! - mix of predicted classes, mean confidence;
//! - one test a signal: two-sample KS for each numeric property and for the confidence, χ² for the predicted
//!   classes and (with 10 labels or more, and only for a drop) for right and wrong; Holm's correction over
//!   all of them. The distance judged is −log10 of the corrected p;
//! - a level a signal, with hysteresis; the window's level is the worst of them. A signal that leaves *steady*
//!   opens an alert, one that returns closes it.
//!
//! A signal that never varies, in reference and window alike, has p = 1. All is plain data.

mod alert;
mod calibration;
pub mod duel;
pub mod grade;
mod hardening;
mod late;
pub mod plan;
pub mod recording;
mod reference;
mod simulation;
mod window;

pub use alert::{Alert, Cause, Remedy};
pub use calibration::{Calibration, Limits};
pub use late::{Filled, LateLabels};
pub use reference::Reference;
pub use window::{SignalReport, WindowReport};

use crate::property::{Properties, PropertyKind};
pub use crate::threshold::Level;
use crate::threshold::{Threshold, Trigger};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// One image in service: what the model said of it, and what it measures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Its number, rising.
    pub sequence: u64,
    /// When it was due, in milliseconds of any clock.
    pub at_millis: f64,
    /// The predicted class.
    pub predicted: usize,
    /// The probability of the predicted class.
    pub confidence: f64,
    /// The actual class, if someone said.
    pub actual: Option<usize>,
    /// Its measurements, if taken.
    pub properties: Option<Properties>,
    /// How far its features are from everything known, if they were looked at ([`crate::features`]).
    pub novelty: Option<f64>,
    /// How long the answer took, in milliseconds, where that is watched as what the answers are: in a log.
    pub latency_millis: Option<f64>,
    /// Which image it answers, where that is known: one that comes again shows nothing new.
    pub image: Option<u64>,
}

/// Something that is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// A property of the images.
    Property(PropertyKind),
    /// The model's top-1 confidence.
    Confidence,
    /// How far the model's features are from everything known.
    Novelty,
    /// The classes it predicts.
    PredictedClass,
    /// How often it is right, where labels exist.
    Quality,
    /// How long answers take, in a log.
    Latency,
}

impl Signal {
    /// The signals that are one number an image, in service.
    pub const NUMERIC: [Self; 10] = [
        Self::Property(PropertyKind::Area),
        Self::Property(PropertyKind::Aspect),
        Self::Property(PropertyKind::Brightness),
        Self::Property(PropertyKind::Contrast),
        Self::Property(PropertyKind::Red),
        Self::Property(PropertyKind::Green),
        Self::Property(PropertyKind::Blue),
        Self::Property(PropertyKind::Sharpness),
        Self::Confidence,
        Self::Novelty,
    ];

    /// All that are one number an answer, in service or in a log.
    pub fn numeric() -> impl Iterator<Item = Self> {
        Self::NUMERIC.into_iter().chain([Self::Latency])
    }

    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Property(kind) => kind.as_str(),
            Self::Confidence => "confidence",
            Self::Novelty => "novelty",
            Self::PredictedClass => "predicted_class",
            Self::Latency => "latency",
            Self::Quality => "quality",
        }
    }

    /// Its finite value for one observation; `None` for the signals that are not one number an image.
    pub fn read(self, observation: &Observation) -> Option<f64> {
        let value = match self {
            Self::Property(kind) => kind.read(observation.properties.as_ref()?),
            Self::Confidence => observation.confidence,
            Self::Novelty => observation.novelty?,
            Self::Latency => observation.latency_millis?,
            Self::PredictedClass | Self::Quality => return None,
        };
        value.is_finite().then_some(value)
    }
}

/// How to watch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WatchSettings {
    /// Observations in a full window.
    pub window: u32,
    /// Observations from which on a window is evaluated.
    pub min_window: u32,
    /// Observations between evaluations.
    pub stride: u32,
    /// Limits on −log10 of a corrected p.
    pub threshold: Threshold,
    /// Evaluations in a row before a level is raised.
    pub raise_after: u32,
    /// Evaluations in a row before it is lowered.
    pub lower_after: u32,
}

impl Default for WatchSettings {
    /// A window of 100, evaluated every 10; watch at p < 0.05, alarm at p < 0.01; two to raise, three to
    /// lower.
    fn default() -> Self {
        let threshold = Threshold { watch: 1.301_029_995_663_981_3, alarm: 2.0 };
        Self { window: 100, min_window: 30, stride: 10, threshold, raise_after: 2, lower_after: 3 }
    }
}

/// The watch over a stream. It keeps the last window, the levels and the alerts.
#[derive(Debug, Clone, PartialEq)]
pub struct Monitor {
    reference: Reference,
    settings: WatchSettings,
    window: VecDeque<Observation>,
    n_seen: u64,
    triggers: Vec<(Signal, Trigger)>,
    alerts: Vec<Alert>,
    /// The last observation before the reference was renewed; 0 where it was not.
    renewed_sequence: u64,
}

/// The most alerts kept; the oldest closed ones go first.
pub const MAX_ALERTS: usize = 200;

impl Monitor {
    /// A watch that has seen nothing.
    pub fn new(reference: Reference, settings: WatchSettings) -> Self {
        let triggers = steady(&settings);
        let (window, alerts) = (VecDeque::new(), Vec::new());
        Self { reference, settings, window, n_seen: 0, triggers, alerts, renewed_sequence: 0 }
    }

    /// Takes in one observation; gives a report when an evaluation is due.
    pub fn observe(&mut self, observation: Observation) -> Option<WindowReport> {
        let size = self.settings.window.max(1) as usize;
        while self.window.len() >= size {
            self.window.pop_front();
        }
        self.window.push_back(observation);
        self.n_seen = self.n_seen.saturating_add(1);
        let is_due = self.n_seen.is_multiple_of(u64::from(self.settings.stride.max(1)))
            && self.window.len() >= (self.settings.min_window as usize).min(size);
        is_due.then(|| self.evaluate())
    }

    /// Says what an observation in the window really was; passed over when it has left.
    pub fn label(&mut self, sequence: u64, actual: usize) {
        self.relabel(sequence, Some(actual));
    }

    /// Somebody said otherwise of an observation, or that nobody knows.
    pub fn relabel(&mut self, sequence: u64, actual: Option<usize>) {
        if let Some(observation) = self.window.iter_mut().find(|it| it.sequence == sequence) {
            observation.actual = actual;
        }
    }

    /// The level now: the worst of all signals.
    pub fn level(&self) -> Level {
        self.triggers.iter().map(|(_, trigger)| trigger.level()).max().unwrap_or_default()
    }

    /// The alerts, oldest first; an open one has no end.
    pub fn alerts(&self) -> &[Alert] {
        &self.alerts
    }

    /// Observations seen in all.
    pub fn n_seen(&self) -> u64 {
        self.n_seen
    }

    /// What the window is compared with.
    pub fn reference(&self) -> &Reference {
        &self.reference
    }

    /// The observations in the window, oldest first.
    pub fn window(&self) -> impl ExactSizeIterator<Item = &Observation> {
        self.window.iter()
    }

    /// Puts other limits in place; levels and alerts stay as they are.
    pub fn set_threshold(&mut self, threshold: Threshold) {
        self.settings.threshold = threshold;
    }

    /// Goes on against another reference. Every level is steady again, what is open is closed, and the window fills
    /// anew: what became the reference is not compared with itself.
    pub fn renew(&mut self, reference: Reference) {
        if let Some(last) = self.window.back() {
            self.renewed_sequence = last.sequence;
            self.alerts.iter_mut().filter(|alert| alert.is_open()).for_each(|alert| alert.clear(last));
        }
        self.triggers = steady(&self.settings);
        self.window.clear();
        self.reference = reference;
    }

    fn evaluate(&mut self) -> WindowReport {
        let window = self.window.make_contiguous();
        let mut report = WindowReport::of(&self.reference, window, &self.settings.threshold, self.n_seen);
        for (signal, trigger) in &mut self.triggers {
            let Some(line) = report.signals.iter_mut().find(|line| line.signal == *signal) else { continue };
            let before = trigger.level();
            line.level = trigger.update(line.level);
            match (before, line.level) {
                (Level::Steady, Level::Steady) => {}
                (_, level) => {
                    // What comes back before a window has gone by was never over.
                    let first = window.first().map_or(0, |it| it.sequence).max(self.renewed_sequence);
                    let goes_on = |it: &&mut Alert| {
                        it.signal == *signal && it.cleared_sequence.is_none_or(|cleared| cleared > first)
                    };
                    let known = self.alerts.iter_mut().rev().find(goes_on);
                    match (known, window.last()) {
                        (Some(alert), Some(last)) => alert.follow(level, line, &self.reference, window, last),
                        _ => self.alerts.push(Alert::raised(line, &self.reference, window)),
                    }
                }
            }
        }
        report.level = self.level();
        while self.alerts.len() > MAX_ALERTS {
            let oldest = self.alerts.iter().position(|it| !it.is_open()).unwrap_or(0);
            self.alerts.remove(oldest);
        }
        report
    }
}

/// A trigger a signal, none of them raised.
fn steady(settings: &WatchSettings) -> Vec<(Signal, Trigger)> {
    let signals = Signal::numeric().chain([Signal::PredictedClass, Signal::Quality]);
    signals.map(|signal| (signal, Trigger::new(settings.raise_after, settings.lower_after))).collect()
}

#[cfg(test)]
mod tests;
