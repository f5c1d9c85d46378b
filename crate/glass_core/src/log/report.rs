//! What a watched log comes to: finished, bounded, ready to be shown.

use super::Stride;
use crate::latency::LatencySummary;
use crate::metric::windowed::Score;
use crate::stream::{Alert, Level, Limits, Signal, SignalReport};
use serde::{Deserialize, Serialize};

/// Quality in four numbers; a number that does not exist is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Scores {
    /// Share of the labelled rows that are right.
    pub accuracy: Option<Score>,
    /// Precision, the mean over the classes.
    pub precision: Option<Score>,
    /// Recall, the mean over the classes.
    pub recall: Option<Score>,
    /// F1, the mean over the classes.
    pub f1: Option<Score>,
}

/// What windows are compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReferenceReport {
    /// Rows in it.
    pub n: u32,
    /// It knows what was true. A log with fewer labels than a reference needs has one without.
    pub is_labelled: bool,
    /// The row after its last, from 0: windows begin there.
    pub end: u32,
    /// Its quality.
    pub scores: Scores,
    /// Its quality as estimated from the probabilities as they are; beside the labels it shows whether those are calibrated.
    pub estimate: Scores,
    /// The temperature at which its probabilities fit its labels, by which those of the windows are calibrated. `None` where
    /// its estimate lies within three standard errors of its labelled accuracy: they are calibrated as they are; and
    /// where too few rows have both.
    pub temperature: Option<f64>,
    /// Mean confidence.
    pub mean_confidence: Option<f64>,
    /// Share of each class among the predictions.
    pub mix: Vec<f64>,
}

/// Times of a window, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WindowTimes {
    /// Times in it.
    pub n: u32,
    /// Median.
    pub p50_millis: f64,
    /// 95th percentile.
    pub p95_millis: f64,
    /// 99th percentile.
    pub p99_millis: f64,
    /// Too few times to rely on the last.
    pub is_p99_uncertain: bool,
}

/// One window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogWindow {
    /// Its first row, from 0.
    pub first: u32,
    /// Its last row.
    pub last: u32,
    /// When the last row was, in milliseconds since 1970.
    pub at_millis: Option<f64>,
    /// Rows that say what was true.
    pub n_labelled: u32,
    /// Quality by the labels.
    pub scores: Scores,
    /// Quality as estimated without them; the interval of the accuracy is ±3 standard errors.
    pub estimate: Scores,
    /// Mean confidence.
    pub mean_confidence: Option<f64>,
    /// How often each class was predicted.
    pub predicted: Vec<u32>,
    /// Confidence, predicted classes, quality and latency, each with its level.
    pub signals: Vec<SignalReport>,
    /// Latency.
    pub times: Option<WindowTimes>,
}

impl LogWindow {
    /// The worst level of the signals shown.
    pub fn level(&self, is_shown: impl Fn(Signal) -> bool) -> Level {
        let shown = self.signals.iter().filter(|line| is_shown(line.signal));
        shown.map(|line| line.level).max().unwrap_or_default()
    }

    /// What is said of a signal.
    pub fn signal(&self, signal: Signal) -> Option<&SignalReport> {
        self.signals.iter().find(|line| line.signal == signal)
    }
}

/// A log, watched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogReport {
    /// What windows were compared with.
    pub reference: ReferenceReport,
    /// What alarms are judged by.
    pub limits: Option<Limits>,
    /// Rows that were taken to come in runs of alike ones.
    pub block: u32,
    /// Rows of a window, as it was asked for or, in a long log of tumbling windows, more.
    pub window: u32,
    /// Rows from one window to the next.
    pub stride: u32,
    /// How windows followed each other.
    pub kind: Stride,
    /// The log is so long that windows or steps were made wider than asked.
    pub is_widened: bool,
    /// Rows at the end that fill no window.
    pub n_left_over: u32,
    /// At most [`super::MAX_WINDOWS`].
    pub windows: Vec<LogWindow>,
    /// What moved, oldest first.
    pub alerts: Vec<Alert>,
    /// Latency over all rows.
    pub latency: Option<LatencySummary>,
}
