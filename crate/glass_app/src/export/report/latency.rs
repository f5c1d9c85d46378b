//! Inference performance in the report.

use glass_core::latency::LatencySummary;
use glass_core::performance::{self, BatchSpeed, LatencyReport, Part};
use serde::Serialize;

/// Inference performance on this machine.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Latency {
    /// The smallest step of the browser's clock.
    pub tick_ms: f64,
    /// Calls timed together and divided; 1: every call on its own.
    pub calls_per_measurement: u32,
    /// The very first answer.
    pub cold_ms: f64,
    /// One image at a time, warm.
    pub batch_1: BatchTimes,
    /// Reading and decoding a file, when it came in: no part of an answer.
    pub decode: Option<PartTimes>,
    /// Answers by part.
    pub parts: Vec<PartTimes>,
    /// 64 images at a time, warm.
    pub batch_64: Throughput,
    /// So many images at a time, warm.
    pub batches: Vec<Batch>,
}

/// Percentiles, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BatchTimes {
    /// Measurements.
    pub count: u64,
    /// Mean.
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

/// The percentiles of one part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PartTimes {
    /// `decode`, `resize`, `normalize`, `forward`, `read_back`.
    pub part: Part,
    /// The very first time.
    pub cold_ms: f64,
    /// Its times.
    #[serde(flatten)]
    pub times: BatchTimes,
}

/// Batches of a size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Batch {
    /// Images in a batch.
    pub size: u32,
    /// Milliseconds a batch.
    pub batch_ms: f64,
    /// Images a second.
    pub images_per_second: f64,
}

impl Batch {
    fn of(batch: &BatchSpeed) -> Self {
        Self { size: batch.size, batch_ms: batch.batch_ms, images_per_second: batch.images_per_second() }
    }
}

/// How many a second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Throughput {
    /// Images a second.
    pub images_per_second: f64,
}

impl BatchTimes {
    fn of(summary: &LatencySummary) -> Self {
        Self {
            count: summary.count,
            mean_ms: summary.mean_millis,
            p50_ms: summary.p50.millis,
            p90_ms: summary.p90.millis,
            p95_ms: summary.p95.millis,
            p99_ms: summary.p99.millis,
            max_ms: summary.max_millis,
            is_p99_uncertain: summary.p99.is_uncertain,
        }
    }
}

impl PartTimes {
    fn of(times: &performance::PartTimes) -> Self {
        Self { part: times.part, cold_ms: times.cold_millis, times: BatchTimes::of(&times.warm) }
    }
}

impl Latency {
    pub(super) fn of(report: &LatencyReport, decoding: Option<&performance::PartTimes>) -> Self {
        Self {
            tick_ms: report.tick_ms,
            calls_per_measurement: report.calls_per_measurement,
            cold_ms: report.cold_ms,
            batch_1: BatchTimes::of(&report.batch_1),
            decode: decoding.map(PartTimes::of),
            parts: report.parts.iter().map(PartTimes::of).collect(),
            batch_64: Throughput { images_per_second: report.throughput().unwrap_or(0.0) },
            batches: report.batches.iter().map(Batch::of).collect(),
        }
    }
}
