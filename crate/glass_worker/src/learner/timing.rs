//! Measuring inference: the clock's tick, the cold start, single images by part, batches.

use super::Model;
use super::album::Album;
use crate::engine::{Clock, SLICE_MILLIS};
use glass_core::fault::Fault;
use glass_core::latency::Latency;
use glass_core::performance::{LatencyReport, Part};
use glass_core::split::SplitName;
use glass_intake::prepare::prepare;
use glass_learn::Predictor;

/// Measurements of single images.
const N_MEASUREMENTS: u64 = 600;
/// Time after which measuring single images ends all the same, in milliseconds.
const MAX_MILLIS: f64 = 4_000.0;
/// Warm-up calls, never part of a percentile.
const N_WARM_UP: u32 = 20;
/// A call shorter than this many ticks of the clock is timed in repeats.
const MIN_TICKS: f64 = 20.0;
/// Images of the throughput measurement.
const BATCH: usize = 64;
/// Batches of it.
const N_BATCHES: u32 = 8;
const N_BINS: usize = 40;

/// A measurement under way.
pub struct Timing {
    samples: Vec<usize>,
    tick_millis: Option<f64>,
    cold_millis: f64,
    repeats: u32,
    warm_ups: u32,
    spent_millis: f64,
    end_to_end: Latency,
    parts: [Latency; 4],
    batches: u32,
    batch_millis: f64,
}

impl Timing {
    /// Begins, on the images held back for the test (or whatever there is).
    pub fn begin(model: &Model, album: &Album) -> Result<Self, Fault> {
        let held_out = [SplitName::Test, SplitName::Validation, SplitName::Train]
            .into_iter()
            .map(|split| model.split.indices(split))
            .find(|indices| !indices.is_empty());
        let samples = held_out.ok_or(Fault::EmptySplit)?;
        if samples.iter().any(|&index| index >= album.len()) {
            return Err(Fault::EmptySplit);
        }
        Ok(Self {
            samples,
            tick_millis: None,
            cold_millis: 0.0,
            repeats: 1,
            warm_ups: 0,
            spent_millis: 0.0,
            end_to_end: Latency::new(),
            parts: std::array::from_fn(|_| Latency::new()),
            batches: 0,
            batch_millis: 0.0,
        })
    }

    /// Works for a slice; gives the report when it is done.
    pub fn slice(&mut self, model: &Model, album: &Album, clock: Clock<'_>) -> Option<LatencyReport> {
        let tick = match self.tick_millis {
            Some(tick) => tick,
            None => {
                self.start_cold(model, album, clock);
                return None;
            }
        };
        let begun = clock();
        while clock() - begun <= SLICE_MILLIS {
            if self.warm_ups < N_WARM_UP {
                self.warm_ups += 1;
                let took = self.measure_one(model, album, 1, clock);
                if self.warm_ups == N_WARM_UP {
                    // The quickest part decides: it must be longer than the clock can blur.
                    let shortest = took.iter().copied().fold(f64::INFINITY, f64::min).max(tick / 1_000.0);
                    self.repeats = (MIN_TICKS * tick / shortest).ceil().clamp(1.0, 200.0) as u32;
                }
            } else if self.end_to_end.count() < N_MEASUREMENTS && self.spent_millis < MAX_MILLIS {
                let took = self.measure_one(model, album, self.repeats, clock);
                self.spent_millis += took.iter().sum::<f64>() * f64::from(self.repeats);
                for (part, millis) in self.parts.iter_mut().zip(took) {
                    part.record_millis(millis);
                }
                self.end_to_end.record_millis(took.iter().sum());
            } else if self.batches < N_BATCHES {
                self.batches += 1;
                self.measure_batch(model, album, clock);
            } else {
                return self.report(tick);
            }
        }
        None
    }

    /// Finds the clock's tick and times the first answer of a fresh model.
    fn start_cold(&mut self, model: &Model, album: &Album, clock: Clock<'_>) {
        self.tick_millis = Some(tick_of(clock));
        let weights = model.predictor.weights();
        let fresh = Predictor::from_weights(
            &model.recipe.model,
            model.predictor.shape(),
            model.predictor.normalization().clone(),
            &weights,
            model.recipe.backend,
        );
        if let (Ok(fresh), Some(pixels)) = (fresh, album.pixels(self.samples[0])) {
            let begun = clock();
            let image = prepare(pixels, &model.recipe.prepare);
            let probabilities = fresh.probabilities(&image, 1);
            // Read, so that the work is not thought needless.
            if probabilities.iter().all(|p| p.is_finite()) {
                self.cold_millis = clock() - begun;
            }
        }
    }

    /// Times each part of one answer, `repeats` times in a row; milliseconds of one.
    fn measure_one(&mut self, model: &Model, album: &Album, repeats: u32, clock: Clock<'_>) -> [f64; 4] {
        let nth = self.end_to_end.count() as usize + self.warm_ups as usize;
        let Some(pixels) = album.pixels(self.samples[nth % self.samples.len()]) else { return [0.0; 4] };
        let predictor = &model.predictor;
        let mut marks = [clock(), 0.0, 0.0, 0.0, 0.0];
        let image = repeated(repeats, || prepare(pixels, &model.recipe.prepare));
        marks[1] = clock();
        let prepared = repeated(repeats, || predictor.normalise(&image, 1));
        marks[2] = clock();
        let outputs = repeated(repeats, || predictor.forward(prepared.clone()));
        marks[3] = clock();
        let answer = repeated(repeats, || predictor.read_back(outputs.clone()));
        marks[4] = clock();
        std::hint::black_box(answer);
        std::array::from_fn(|part| (marks[part + 1] - marks[part]).max(0.0) / f64::from(repeats))
    }

    fn measure_batch(&mut self, model: &Model, album: &Album, clock: Clock<'_>) {
        let images: Vec<u8> = (0..BATCH)
            .filter_map(|nth| album.pixels(self.samples[nth % self.samples.len()]))
            .flat_map(|pixels| prepare(pixels, &model.recipe.prepare))
            .collect();
        let begun = clock();
        std::hint::black_box(model.predictor.probabilities(&images, BATCH));
        self.batch_millis += clock() - begun;
    }

    fn report(&self, tick_ms: f64) -> Option<LatencyReport> {
        let mut parts = Vec::new();
        for (part, latency) in Part::ALL.into_iter().zip(&self.parts) {
            parts.push((part, latency.summary()?));
        }
        let images = BATCH as f64 * f64::from(N_BATCHES);
        Some(LatencyReport {
            tick_ms,
            calls_per_measurement: self.repeats,
            cold_ms: self.cold_millis,
            batch_1: self.end_to_end.summary()?,
            parts,
            histogram: self.end_to_end.bins(N_BINS),
            batch_64_images_per_second: images / self.batch_millis.max(tick_ms) * 1_000.0,
        })
    }
}

/// Does the same thing `times` times and gives the last result.
fn repeated<T>(times: u32, mut work: impl FnMut() -> T) -> T {
    for _ in 1..times {
        std::hint::black_box(work());
    }
    work()
}

/// The smallest step of the clock, in milliseconds.
fn tick_of(clock: Clock<'_>) -> f64 {
    const READINGS: u32 = 200_000;
    let mut smallest = f64::INFINITY;
    let mut before = clock();
    let mut steps = 0;
    for _ in 0..READINGS {
        let now = clock();
        if now > before {
            smallest = smallest.min(now - before);
            before = now;
            steps += 1;
            if steps > 20 {
                break;
            }
        }
    }
    if smallest.is_finite() { smallest } else { 1.0 }
}
