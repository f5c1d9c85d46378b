//! The model in service: what is recorded of each answer, and how the window is summed up.

use crate::disturbance::Amounts;
use crate::drift::distances::Distances;
use crate::drift::domain::Domain;
use crate::drift::mmd::Mmd;
use crate::interval::Interval;
use crate::latency::LatencySummary;
use crate::metric::windowed::MacroScores;
use crate::property::Properties;
use crate::stream::duel::DuelReport;
pub use crate::stream::{Alert, Filled, Level, Limits, Signal, SignalReport};
use serde::{Deserialize, Serialize};

/// Where one answer's time went, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Timing {
    /// From the moment the image was due to the moment it was begun.
    pub wait_ms: f64,
    /// Disturbing, measuring, resizing.
    pub resize_ms: f64,
    /// Bytes to numbers.
    pub normalize_ms: f64,
    /// The model.
    pub forward_ms: f64,
    /// Reading the answer.
    pub read_back_ms: f64,
}

impl Timing {
    /// All the work, without the wait.
    pub fn service_ms(&self) -> f64 {
        self.resize_ms + self.normalize_ms + self.forward_ms + self.read_back_ms
    }

    /// From due to answered: no coordinated omission.
    pub fn response_ms(&self) -> f64 {
        self.wait_ms + self.service_ms()
    }
}

/// One answered image.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Position in the stream, from 0.
    pub index: u32,
    /// When it was due, in milliseconds since the stream began.
    pub at_millis: f64,
    /// Index of the image (in the data set for a replay, among the dropped ones otherwise).
    pub sample: u32,
    /// Its class, where known.
    pub actual: Option<u32>,
    /// It is a thing of no class.
    pub is_unseen: bool,
    /// How it was disturbed.
    pub amounts: Amounts,
    /// The answer.
    pub predicted: u32,
    /// Probability of the answer.
    pub confidence: f64,
    /// Probability of every class.
    pub probabilities: Vec<f32>,
    /// How far its features are from everything known ([`crate::features`]).
    pub novelty: Option<f64>,
    /// That is further than all but about one in a hundred ordinary images: it looks like none of the classes.
    pub is_novel: bool,
    /// −ln Σ eˣ over the outputs before softmax: high for what the model knows nothing of.
    pub energy: Option<f64>,
    /// Measured properties, after the disturbance.
    pub properties: Properties,
    /// Where the time went.
    pub timing: Timing,
    /// What the challenger said, where there is one.
    pub challenger: Option<SecondAnswer>,
}

/// What a challenger said of an image, after the model in service had answered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SecondAnswer {
    /// The answer.
    pub predicted: u32,
    /// Probability of the answer.
    pub confidence: f64,
    /// Its work, in milliseconds, as it would be in service: with the disturbing and measuring that the two share.
    pub service_ms: f64,
}

/// One watched quantity: the window against the reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// What, how far, how sure.
    pub report: SignalReport,
    /// Edges of the bins below, ascending; one more than bins. Empty for signals that are no number an image.
    pub edges: Vec<f64>,
    /// Share of the reference in each bin.
    pub reference: Vec<f64>,
    /// Share of the window in each bin.
    pub window: Vec<f64>,
    /// The distances the field knows; `None` where there is nothing to compare.
    pub distances: Option<Distances>,
}

/// The window's features against the reference's, as of the last whole window.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FeatureReport {
    /// Images seen when they were compared.
    pub seen: u64,
    /// Images of the reference that were compared.
    pub n_reference: u32,
    /// Images of the window that were compared.
    pub n_window: u32,
    /// Maximum mean discrepancy and its p.
    pub mmd: Option<Mmd>,
    /// How well a classifier tells the two apart.
    pub domain: Option<Domain>,
}

/// The window as it stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceReport {
    /// Images seen so far.
    pub seen: u32,
    /// Images in the window.
    pub n: u32,
    /// Images in the window whose class is known.
    pub n_labelled: u32,
    /// Different images among those: a replay shows some of them more than once.
    pub n_different: u32,
    /// Share answered rightly, of those.
    pub accuracy: Option<f64>,
    /// Its 95 % Wilson interval, by the number of different images.
    pub accuracy_interval: Option<Interval>,
    /// Macro precision, recall and F1 of those, with their intervals, by the different images.
    pub scores: MacroScores,
    /// What accuracy is estimated to be without labels, and ±3 standard errors around it.
    pub estimate: Option<(f64, Option<Interval>)>,
    /// Windows told of before whose labels are all there by now.
    pub filled: Vec<Filled>,
    /// Accuracy on the reference.
    pub reference_accuracy: Option<f64>,
    /// Share of each class among the answers.
    pub mix: Vec<f64>,
    /// Share of each class among the answers on the reference.
    pub reference_mix: Vec<f64>,
    /// Mean confidence.
    pub mean_confidence: Option<f64>,
    /// Mean confidence on the reference.
    pub reference_confidence: Option<f64>,
    /// Images in the window that look like none of the classes.
    pub n_novel: u32,
    /// The share of ordinary images that do; `None` when features have no space.
    pub expected_novel: Option<f64>,
    /// The features of the window against those of the reference.
    pub features: Option<FeatureReport>,
    /// Everything watched.
    pub drifts: Vec<Drift>,
    /// Steady, watch or alarm.
    pub level: Level,
    /// Every alert so far, the oldest first; an open one has no end.
    pub alerts: Vec<Alert>,
    /// Images a second, over the window.
    pub images_per_second: Option<f64>,
    /// Images due but not begun.
    pub queue: u32,
    /// From due to answered, over the whole stream.
    pub response: Option<LatencySummary>,
    /// The work alone, over the whole stream.
    pub service: Option<LatencySummary>,
    /// Answers given while the page was hidden: in none of the times.
    pub n_untimed: u32,
    /// It stands still.
    pub is_paused: bool,
    /// The limits that alarms are judged by, if they were found for this stream.
    pub limits: Option<Limits>,
    /// Images in the reference.
    pub n_reference: u32,
    /// The reference is the window before this image; `None`: it is the held-out split.
    pub renewed_before: Option<u32>,
    /// The temperature at which the model's probabilities are taken for the estimate.
    pub temperature: f64,
    /// It was found on the labels of the window before this image; `None`: on the validation images.
    pub recalibrated_before: Option<u32>,
    /// The model in service against a challenger, where there is one.
    pub duel: Option<DuelReport>,
    /// The challenger's work, over the whole stream.
    pub challenger_service: Option<LatencySummary>,
}
