//! Measuring inference: the clock's tick, the cold start, single images by part, batches.

use super::Model;
use super::album::Album;
use crate::engine::{Clock, MIN_TICKS, SLICE_MILLIS, tick_of};
use glass_core::fault::Fault;
use glass_core::latency::Latency;
use glass_core::performance::{BatchSpeed, LatencyReport, Part, PartTimes};
use glass_core::pixels::Pixels;
use glass_core::recipe::Prepare;
use glass_core::split::SplitName;
use glass_intake::prepare::prepare;
use glass_learn::Predictor;

/// Measurements of single images, end to end: enough for a p99 that means something.
const N_MEASUREMENTS: u64 = 600;
/// Measurements of their parts, which are timed apart because they need more repeats.
const N_PART_MEASUREMENTS: u64 = 60;
/// Time after which either of the two ends all the same, in milliseconds.
const MAX_MILLIS: f64 = 4_000.0;
/// Warm-up calls, never part of a percentile.
const N_WARM_UP: u32 = 20;
const MAX_REPEATS: f64 = 500.0;
/// Sizes of batches; the last divides by all of them.
const SIZES: [usize; 7] = [1, 2, 4, 8, 16, 32, 64];
/// Images answered in one measurement of a size: as one batch, or as many.
const BATCH: usize = 64;
/// Measurements of each size.
const N_BATCHES: usize = 8;
const N_BINS: usize = 40;

/// A measurement under way.
pub struct Timing {
    samples: Vec<usize>,
    tick_millis: Option<f64>,
    /// The first answer of a fresh model, by part.
    cold_millis: [f64; 4],
    /// Answers timed as one, end to end.
    repeats: u32,
    /// The same for the quickest part.
    part_repeats: u32,
    warm_ups: u32,
    spent_millis: f64,
    end_to_end: Latency,
    spent_on_parts_millis: f64,
    parts: [Latency; 4],
    n_batches: usize,
    batch_millis: [f64; SIZES.len()],
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
            cold_millis: [0.0; 4],
            repeats: 1,
            part_repeats: 1,
            warm_ups: 0,
            spent_millis: 0.0,
            end_to_end: Latency::new(),
            spent_on_parts_millis: 0.0,
            parts: std::array::from_fn(|_| Latency::new()),
            n_batches: 0,
            batch_millis: [0.0; SIZES.len()],
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
                self.warm_up(model, album, tick, clock);
            } else if self.end_to_end.count() < N_MEASUREMENTS && self.spent_millis < MAX_MILLIS {
                let millis = self.measure_whole(model, album, clock);
                self.spent_millis += millis * f64::from(self.repeats);
                self.end_to_end.record_millis(millis);
            } else if self.parts[0].count() < N_PART_MEASUREMENTS && self.spent_on_parts_millis < MAX_MILLIS {
                let took = self.measure_parts(
                    &model.predictor,
                    &model.recipe.prepare,
                    album,
                    self.part_repeats,
                    clock,
                );
                self.spent_on_parts_millis += took.iter().sum::<f64>() * f64::from(self.part_repeats);
                for (part, millis) in self.parts.iter_mut().zip(took) {
                    part.record_millis(millis);
                }
            } else if self.n_batches < N_BATCHES * SIZES.len() {
                // Size after size, round after round: whatever else the machine does meets all of them.
                self.measure_batch(self.n_batches % SIZES.len(), model, album, clock);
                self.n_batches += 1;
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
        if let Ok(fresh) = fresh {
            self.cold_millis = self.measure_parts(&fresh, &model.recipe.prepare, album, 1, clock);
        }
    }

    /// Answers once, unmeasured; the last time decides how many repeats the clock needs.
    fn warm_up(&mut self, model: &Model, album: &Album, tick: f64, clock: Clock<'_>) {
        /// Enough for an estimate of the quickest part.
        const REPEATS: u32 = 50;
        self.warm_ups += 1;
        if self.warm_ups < N_WARM_UP {
            self.measure_parts(&model.predictor, &model.recipe.prepare, album, 1, clock);
            return;
        }
        let took = self.measure_parts(&model.predictor, &model.recipe.prepare, album, REPEATS, clock);
        let repeats_for = |millis: f64| (MIN_TICKS * tick / millis).ceil().clamp(1.0, MAX_REPEATS) as u32;
        let quickest = took.iter().copied().fold(f64::INFINITY, f64::min);
        self.repeats = repeats_for(took.iter().sum());
        self.part_repeats = repeats_for(quickest.max(tick / MAX_REPEATS));
    }

    /// Pixels of the next image to answer.
    fn next_pixels<'a>(&self, album: &'a Album) -> Option<&'a Pixels> {
        let nth = self.end_to_end.count() + self.parts[0].count() + u64::from(self.warm_ups);
        album.pixels(self.samples[nth as usize % self.samples.len()])
    }

    /// Times whole answers; milliseconds of one.
    fn measure_whole(&self, model: &Model, album: &Album, clock: Clock<'_>) -> f64 {
        let Some(pixels) = self.next_pixels(album) else { return 0.0 };
        let begun = clock();
        let answer = repeated(self.repeats, || {
            model.predictor.probabilities(&prepare(pixels, &model.recipe.prepare), 1)
        });
        let took = clock() - begun;
        std::hint::black_box(answer);
        took.max(0.0) / f64::from(self.repeats)
    }

    /// Times each part of one answer, `repeats` times in a row; milliseconds of one.
    fn measure_parts(
        &self,
        predictor: &Predictor,
        how: &Prepare,
        album: &Album,
        repeats: u32,
        clock: Clock<'_>,
    ) -> [f64; 4] {
        let Some(pixels) = self.next_pixels(album) else { return [0.0; 4] };
        let mut marks = [clock(), 0.0, 0.0, 0.0, 0.0];
        let image = repeated(repeats, || prepare(pixels, how));
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

    fn measure_batch(&mut self, nth_size: usize, model: &Model, album: &Album, clock: Clock<'_>) {
        let images: Vec<u8> = (0..BATCH)
            .filter_map(|nth| album.pixels(self.samples[nth % self.samples.len()]))
            .flat_map(|pixels| prepare(pixels, &model.recipe.prepare))
            .collect();
        let size = SIZES[nth_size];
        let batch_len = (size * model.predictor.shape().n_inputs()).max(1);
        let begun = clock();
        for batch in images.chunks(batch_len) {
            std::hint::black_box(model.predictor.probabilities(batch, size));
        }
        self.batch_millis[nth_size] += clock() - begun;
    }

    fn report(&self, tick_ms: f64) -> Option<LatencyReport> {
        let mut parts = Vec::new();
        for ((part, latency), cold_millis) in
            Part::OF_ANSWER.into_iter().zip(&self.parts).zip(self.cold_millis)
        {
            parts.push(PartTimes { part, cold_millis, warm: latency.summary()? });
        }
        let batch = |(size, millis): (usize, f64)| {
            let n_batches = (N_BATCHES * BATCH / size) as f64;
            BatchSpeed { size: size as u32, batch_ms: millis.max(tick_ms) / n_batches }
        };
        Some(LatencyReport {
            tick_ms,
            calls_per_measurement: self.repeats,
            cold_ms: self.cold_millis.iter().sum(),
            batch_1: self.end_to_end.summary()?,
            parts,
            histogram: self.end_to_end.bins(N_BINS),
            batches: SIZES.into_iter().zip(self.batch_millis).map(batch).collect(),
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
