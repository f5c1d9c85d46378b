//! How fast a model answers, as measured: cold, warm, by part, batched.

use crate::latency::{LatencyBin, LatencySummary};
use serde::{Deserialize, Serialize};

/// The parts of an answer that are timed on their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// File → master pixels: read, decoded, turned upright, made small. Timed when files come in.
    Decode,
    /// Master pixels → square model input, in bytes.
    Resize,
    /// Bytes → the numbers the model sees.
    Normalize,
    /// The model itself.
    Forward,
    /// Tensor → probabilities in memory.
    ReadBack,
}

impl Part {
    /// Those of an answer to master pixels, in the order they run.
    pub const OF_ANSWER: [Self; 4] = [Self::Resize, Self::Normalize, Self::Forward, Self::ReadBack];
}

/// How long one part takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PartTimes {
    /// Which.
    pub part: Part,
    /// The very first time, in milliseconds; never part of the percentiles.
    pub cold_millis: f64,
    /// The times after that.
    pub warm: LatencySummary,
}

/// Inference performance of a model on this machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LatencyReport {
    /// The smallest step of the browser's clock.
    pub tick_ms: f64,
    /// Calls timed together and divided, because one is shorter than 20 ticks; 1: every call on its own.
    pub calls_per_measurement: u32,
    /// The very first answer of a fresh model.
    pub cold_ms: f64,
    /// One image at a time, end to end, warm.
    pub batch_1: LatencySummary,
    /// The same, by part.
    pub parts: Vec<PartTimes>,
    /// Bins of the end-to-end times.
    pub histogram: Vec<LatencyBin>,
    /// So many images at a time, warm, the smallest batch first: 1 to 64.
    pub batches: Vec<BatchSpeed>,
}

/// How fast batches of a size are answered.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BatchSpeed {
    /// Images in a batch.
    pub size: u32,
    /// Milliseconds a batch, on average.
    pub batch_ms: f64,
}

impl BatchSpeed {
    /// Images a second.
    pub fn images_per_second(&self) -> f64 {
        f64::from(self.size) / self.batch_ms * 1_000.0
    }
}

impl LatencyReport {
    /// Images a second in the largest batches; `None` where none were timed.
    pub fn throughput(&self) -> Option<f64> {
        self.batches.last().map(BatchSpeed::images_per_second)
    }
}
