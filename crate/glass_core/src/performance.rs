//! How fast a model answers, as measured: cold, warm, by part, batched.

use serde::{Deserialize, Serialize};

/// The parts of an answer that are timed on their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
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
    /// All of them, in the order they run.
    pub const ALL: [Self; 4] = [Self::Resize, Self::Normalize, Self::Forward, Self::ReadBack];
}

/// Percentiles of a distribution of times, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// Number of measurements.
    pub count: u64,
    /// Their mean.
    pub mean_ms: f64,
    /// Median.
    pub p50_ms: f64,
    /// 90th percentile.
    pub p90_ms: f64,
    /// 95th percentile.
    pub p95_ms: f64,
    /// 99th percentile.
    pub p99_ms: f64,
    /// Largest.
    pub max_ms: f64,
    /// Fewer than 500 measurements: p99 is a guess.
    pub is_p99_uncertain: bool,
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
    pub batch_1: Quantiles,
    /// The same, by part.
    pub parts: Vec<(Part, Quantiles)>,
    /// Bins of the end-to-end times: from, to, count.
    pub histogram: Vec<(f64, f64, u64)>,
    /// 64 images at a time, warm.
    pub batch_64_images_per_second: f64,
}
