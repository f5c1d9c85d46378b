//! The prediction log of any model, watched without the model: what it answered, row by row, and perhaps what was true.
//!
//! A log has the columns `timestamp`, `actual`, `predicted`, `p_<class>`…, `confidence`, `latency_ms`; only `predicted`
//! must be there. Who reads the bytes hands cells to a [`Collector`], which makes a [`Log`] of them; a [`Watch`] goes
//! through it window by window and gives a [`LogReport`]: quality where labels exist, quality as estimated where
//! probabilities exist (CBPE, see [`crate::estimate`]), drift of confidence and of predicted classes, latency.
//!
//! Reference = the first labelled rows; windows = what follows. The limits of its alarms are found by simulation from the
//! reference, for the rate of false alarms that is asked for ([`crate::stream::Calibration`]). All is bounded, whatever the
//! file holds.

mod collector;
mod quality;
mod refusal;
mod report;
mod sample;
pub mod stamp;
#[cfg(test)]
mod tests;
mod watch;

pub use crate::metric::windowed::Score;
pub use collector::{Collector, Column, Commas};
pub use refusal::{Refusal, RefusedRow, RowReason};
pub use report::{LogReport, LogWindow, ReferenceReport, Scores, WindowTimes};
pub use sample::{SAMPLE_ROWS, sample};
pub use watch::{Shortage, Watch};

use crate::stream::plan::Plan;
use serde::{Deserialize, Serialize};

/// Rows at most.
pub const MAX_ROWS: usize = 1_000_000;
/// Bytes of a file at most.
pub const MAX_BYTES: u64 = 200_000_000;
/// Classes at most.
pub const MAX_CLASSES: usize = 100;
/// Columns of a file at most.
pub const MAX_COLUMNS: usize = 1_000;
/// Characters of a field at most.
pub const MAX_FIELD_CHARS: usize = 1_000;
/// Probabilities at most, over all rows: 160 MB of them.
pub const MAX_PROBABILITIES: usize = 40_000_000;
/// Windows at most; a longer log is watched in wider steps.
pub const MAX_WINDOWS: usize = 2_000;
/// Columns that are not read and are named.
pub const MAX_IGNORED: usize = 12;
/// Refused rows that are named; all are counted.
pub const MAX_NAMED: usize = 200;
/// Rows of a reference at least.
pub const MIN_REFERENCE: u32 = 30;
/// Rows of a window: at least, at most.
pub const WINDOW_BOUNDS: (u32, u32) = (20, 5_000);

/// How windows follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stride {
    /// A tenth of a window further each time.
    Sliding,
    /// One after the other, no row twice.
    Tumbling,
}

/// How a log is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSettings {
    /// Labelled rows of the reference; `None`: the first third.
    pub reference: Option<u32>,
    /// Rows of a window.
    pub window: u32,
    /// How windows follow each other.
    pub stride: Stride,
    /// One false alarm in this many windows is acceptable.
    pub once_in: u32,
    /// Rows come in runs of about this many that are alike, 1: each for itself; `None`: as measured on the reference.
    pub block: Option<u32>,
}

impl LogSettings {
    /// Every number within its bounds.
    pub fn clamped(self) -> Self {
        let within = |value: u32, (low, high): (u32, u32)| value.clamp(low, high);
        Self {
            window: within(self.window, WINDOW_BOUNDS),
            once_in: within(self.once_in, Plan::ONCE_IN),
            block: self.block.map(|block| within(block, Plan::BLOCKS)),
            ..self
        }
    }
}

impl Default for LogSettings {
    fn default() -> Self {
        Self { reference: None, window: 100, stride: Stride::Sliding, once_in: 100, block: None }
    }
}

/// What is asked about a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogAsk {
    /// Read the file that comes along, and watch it.
    Read(LogSettings),
    /// Make the sample, and watch it.
    Sample(LogSettings),
    /// Watch the log that was read otherwise.
    Watch(LogSettings),
    /// Stop reading or watching. A log that was read stays.
    Stop,
}

/// What is being done with a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum LogStage {
    /// Its bytes are read.
    Reading,
    /// The limits of its alarms are sought.
    Calibrating,
    /// It is watched, row by row.
    Watching,
}

/// What a log holds, in a few numbers.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LogSummary {
    /// Rows taken in.
    pub n_rows: u32,
    /// Rows refused.
    pub n_refused: u32,
    /// The first of them, each with its reason.
    pub refused: Vec<RefusedRow>,
    /// The classes: those of the probabilities in their order, then others as they came.
    pub classes: Vec<String>,
    /// Rows that say what was true.
    pub n_labelled: u32,
    /// Rows with probabilities.
    pub n_probable: u32,
    /// Rows whose probabilities did not sum to one and were brought to it.
    pub n_normalised: u32,
    /// Rows with a confidence, from probabilities or by itself.
    pub n_confident: u32,
    /// Rows with a latency.
    pub n_timed: u32,
    /// First and last time, in milliseconds since 1970; `None` when rows are only counted.
    pub span_millis: Option<(f64, f64)>,
    /// The rows were not in the order of their times, and were put in it.
    pub is_reordered: bool,
    /// Columns that are read as another than they are called, by what they are called.
    pub taken_for: Vec<(String, String)>,
    /// The first columns that are not read.
    pub ignored: Vec<String>,
    /// Rows whose confidence is less than 1 of the number of classes: no answer that won has so little.
    pub n_improbable: u32,
}

/// A log, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Log {
    rows: Vec<Row>,
    /// Probabilities, `n_columns` a row that has them.
    probabilities: Vec<f32>,
    n_columns: usize,
    summary: LogSummary,
}

/// One answer. Small, for there may be a million; what is missing is NaN or `NONE`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    at_millis: f64,
    line: u32,
    /// Which portion of the probabilities is its own.
    portion: u32,
    confidence: f32,
    latency_millis: f32,
    actual: u8,
    predicted: u8,
}

const NO_CLASS: u8 = u8::MAX;
const NO_PORTION: u32 = u32::MAX;

impl Row {
    fn actual(&self) -> Option<usize> {
        (self.actual != NO_CLASS).then_some(usize::from(self.actual))
    }

    fn predicted(&self) -> usize {
        usize::from(self.predicted)
    }

    fn is_right(&self) -> Option<bool> {
        self.actual().map(|actual| actual == self.predicted())
    }
}

impl Log {
    /// What it holds.
    pub fn summary(&self) -> &LogSummary {
        &self.summary
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.summary.classes.len()
    }

    /// The probabilities of a row, one a class, where it has them and one of them is for its predicted class.
    fn probabilities(&self, row: &Row) -> Option<Vec<f64>> {
        if row.portion == NO_PORTION || row.predicted() >= self.n_columns {
            return None;
        }
        let start = row.portion as usize * self.n_columns;
        let own = self.probabilities.get(start..start + self.n_columns)?;
        let mut all: Vec<f64> = own.iter().map(|&p| f64::from(p)).collect();
        all.resize(self.n_classes(), 0.0);
        Some(all)
    }
}
