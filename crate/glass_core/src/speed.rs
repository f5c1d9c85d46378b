//! The speed of a stream over time: percentiles and a heat map piece by piece, and the watch over an objective.
//!
//! Time is cut into pieces of equal length, one second at first. When there are too many they are joined in pairs, so a
//! stream may last as long as it likes: its history stays of one size and covers all of it. A piece keeps its times as a
//! histogram of two significant digits (a percentile is within 1 % of a recorded time); joining adds histograms, and no
//! percentile is ever made of percentiles. Answers that are not timed (the page was out of sight) are counted.
//!
//! Moments are milliseconds since the stream began.

pub mod objective;

use crate::latency::Latency;
use crate::service::Timing;
use objective::{Burn, BurnAlert, Objective, ObjectiveWatch};
use serde::{Deserialize, Serialize};

/// Pieces kept, at most.
pub const MAX_PIECES: usize = 120;
/// The length of a piece at first, in milliseconds.
const FIRST_WIDTH_MILLIS: f64 = 1_000.0;
/// Later moments count as this: some 30,000 years.
const MAX_MILLIS: f64 = 1e15;
/// Bands of the heat map.
pub const N_BANDS: usize = 40;
/// Where the second band begins, in milliseconds: the first holds everything below.
const FIRST_EDGE_MILLIS: f64 = 0.0625;

/// The heat map's band of a time: two bands an octave, the first and the last open.
pub fn band_of(millis: f64) -> usize {
    if millis < FIRST_EDGE_MILLIS || millis.is_nan() {
        return 0;
    }
    let octaves = libm::log2(millis / FIRST_EDGE_MILLIS);
    1 + (libm::floor(2.0 * octaves) as usize).min(N_BANDS - 2)
}

/// The lower edge of a band, in milliseconds.
pub fn band_from(band: usize) -> f64 {
    match band {
        0 => 0.0,
        band => FIRST_EDGE_MILLIS * libm::pow(2.0, (band - 1) as f64 / 2.0),
    }
}

/// Percentiles of a piece, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Quantiles {
    /// Half are at or below.
    pub p50: f64,
    /// 90 % are at or below.
    pub p90: f64,
    /// 95 % are at or below.
    pub p95: f64,
    /// 99 % are at or below.
    pub p99: f64,
    /// The largest.
    pub max: f64,
}

impl Quantiles {
    fn of(times: &Latency) -> Option<Self> {
        let summary = times.summary()?;
        let [p50, p90, p95, p99] =
            [summary.p50, summary.p90, summary.p95, summary.p99].map(|percentile| percentile.millis);
        Some(Self { p50, p90, p95, p99, max: summary.max_millis })
    }
}

/// Times as seen from one moment: their percentiles, and how many lie in each band of the heat map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Percentiles; `None` without times.
    pub quantiles: Option<Quantiles>,
    /// Times in each band.
    pub bands: Vec<u32>,
}

/// One piece of the stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// When it begins.
    pub from_millis: f64,
    /// When it ends.
    pub until_millis: f64,
    /// Answers timed.
    pub n: u32,
    /// From due to answered: a queue counts (no coordinated omission).
    pub response: Spread,
    /// The work alone: as if nobody had waited.
    pub service: Spread,
    /// Images that waited, at most.
    pub queue: u32,
    /// Answers later than the objective.
    pub n_late: u32,
    /// Answers given out of sight, or while the stream was sought forward: in no time.
    pub n_untimed: u32,
    /// How often the worker's garbage was collected, as far as its browser shows.
    pub n_collected: u32,
}

impl Piece {
    /// Answers a second; the last piece of a stream is not over, `now_millis` is where it stands.
    pub fn per_second(&self, now_millis: f64) -> Option<f64> {
        let seconds = (self.until_millis.min(now_millis) - self.from_millis) / 1_000.0;
        (seconds > 0.0).then(|| f64::from(self.n) / seconds)
    }
}

/// The speed of a stream so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SpeedReport {
    /// When this is said.
    pub now_millis: f64,
    /// Its pieces with answers in them, the oldest first.
    pub pieces: Vec<Piece>,
    /// What is promised.
    pub objective: Objective,
    /// Answers timed since that was promised.
    pub n: u64,
    /// Those of them that were late.
    pub n_late: u64,
    /// How fast the error budget burns, over each pair of windows.
    pub burns: [Burn; 3],
    /// Every time it burned too fast, the oldest first; an open one has no end.
    pub alerts: Vec<BurnAlert>,
}

impl SpeedReport {
    /// The share answered in time; `None` before the first answer.
    pub fn share_in_time(&self) -> Option<f64> {
        (self.n > 0).then(|| 1.0 - self.n_late as f64 / self.n as f64)
    }

    /// How much of the error budget of the answers so far is spent: 1 is all of it.
    pub fn spent(&self) -> Option<f64> {
        (self.n > 0).then(|| self.n_late as f64 / (self.n as f64 * self.objective.allowed()))
    }
}

/// Watches the speed of a stream.
#[derive(Debug, Clone)]
pub struct SpeedWatch {
    width_millis: f64,
    pieces: Vec<Times>,
    objective: ObjectiveWatch,
}

/// The times of a piece.
#[derive(Debug, Clone)]
struct Times {
    index: u64,
    response: Latency,
    service: Latency,
    response_bands: [u32; N_BANDS],
    service_bands: [u32; N_BANDS],
    queue: u32,
    n_late: u32,
    n_untimed: u32,
    n_collected: u32,
    /// As it was told of last; `None` when times came in since.
    told: Option<Piece>,
}

impl Times {
    fn new(index: u64) -> Self {
        Self {
            index,
            response: Latency::coarse(),
            service: Latency::coarse(),
            response_bands: [0; N_BANDS],
            service_bands: [0; N_BANDS],
            queue: 0,
            n_late: 0,
            n_untimed: 0,
            n_collected: 0,
            told: None,
        }
    }

    fn join(&mut self, other: &Self) {
        self.response.merge(&other.response);
        self.service.merge(&other.service);
        let bands = self.response_bands.iter_mut().zip(&other.response_bands);
        bands.chain(self.service_bands.iter_mut().zip(&other.service_bands)).for_each(|(a, b)| *a += b);
        self.queue = self.queue.max(other.queue);
        self.n_late += other.n_late;
        self.n_untimed += other.n_untimed;
        self.n_collected += other.n_collected;
        self.told = None;
    }

    fn tell(&mut self, width_millis: f64) -> Piece {
        let piece = self.told.take().unwrap_or_else(|| self.piece(width_millis));
        self.told.insert(piece).clone()
    }

    fn piece(&self, width_millis: f64) -> Piece {
        let spread = |times: &Latency, bands: &[u32]| Spread {
            quantiles: Quantiles::of(times),
            bands: bands.to_vec(),
        };
        Piece {
            from_millis: self.index as f64 * width_millis,
            until_millis: (self.index + 1) as f64 * width_millis,
            n: u32::try_from(self.response.count()).unwrap_or(u32::MAX),
            response: spread(&self.response, &self.response_bands),
            service: spread(&self.service, &self.service_bands),
            queue: self.queue,
            n_late: self.n_late,
            n_untimed: self.n_untimed,
            n_collected: self.n_collected,
        }
    }
}

impl SpeedWatch {
    /// Watches from the beginning of a stream.
    pub fn new(objective: Objective) -> Self {
        Self {
            width_millis: FIRST_WIDTH_MILLIS,
            pieces: Vec::new(),
            objective: ObjectiveWatch::new(objective, 0.0),
        }
    }

    /// Promises something else from now on: what was counted against the old promise is dropped.
    pub fn promise(&mut self, objective: Objective, now_millis: f64) {
        self.objective = ObjectiveWatch::new(objective, now_millis);
    }

    /// An answer was given; `queue` images waited.
    pub fn record(&mut self, now_millis: f64, timing: &Timing, queue: u32) {
        let (response, service) = (timing.response_ms(), timing.service_ms());
        let is_late = response > self.objective.objective().millis;
        self.objective.record(now_millis, is_late);
        let piece = self.piece_at(now_millis);
        piece.response.record_millis(response);
        piece.service.record_millis(service);
        piece.response_bands[band_of(response)] += 1;
        piece.service_bands[band_of(service)] += 1;
        piece.queue = piece.queue.max(queue);
        piece.n_late += u32::from(is_late);
    }

    /// An answer was given that is not timed.
    pub fn record_untimed(&mut self, now_millis: f64) {
        self.piece_at(now_millis).n_untimed += 1;
    }

    /// Garbage was collected; before the first answer nobody waited for it.
    pub fn record_collection(&mut self, now_millis: f64) {
        if !self.pieces.is_empty() {
            self.piece_at(now_millis).n_collected += 1;
        }
    }

    /// How it stands.
    pub fn report(&mut self, now_millis: f64) -> SpeedReport {
        self.objective.judge(now_millis);
        let width = self.width_millis;
        let pieces = self.pieces.iter_mut().map(|times| times.tell(width)).collect();
        let (n, n_late) = self.objective.counts();
        SpeedReport {
            now_millis,
            pieces,
            objective: self.objective.objective(),
            n,
            n_late,
            burns: self.objective.burns(),
            alerts: self.objective.alerts().to_vec(),
        }
    }

    /// The piece this moment lies in; a moment before the last piece (a clock set back) counts to that.
    fn piece_at(&mut self, now_millis: f64) -> &mut Times {
        let mut index = self.index_of(now_millis);
        if self.pieces.last().is_none_or(|last| last.index < index) {
            while index - self.pieces.first().map_or(index, |first| first.index) >= MAX_PIECES as u64 {
                self.join_pairs();
                index = self.index_of(now_millis);
            }
            if self.pieces.last().is_none_or(|last| last.index < index) {
                self.pieces.push(Times::new(index));
            }
        }
        let last = self.pieces.len() - 1;
        let piece = &mut self.pieces[last];
        piece.told = None;
        piece
    }

    fn index_of(&self, now_millis: f64) -> u64 {
        (now_millis.clamp(0.0, MAX_MILLIS).max(0.0) / self.width_millis) as u64
    }

    fn join_pairs(&mut self) {
        self.width_millis *= 2.0;
        let mut joined: Vec<Times> = Vec::with_capacity(MAX_PIECES);
        for mut times in std::mem::take(&mut self.pieces) {
            times.index /= 2;
            times.told = None;
            match joined.last_mut().filter(|last| last.index == times.index) {
                Some(last) => last.join(&times),
                None => joined.push(times),
            }
        }
        self.pieces = joined;
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn timing(wait_ms: f64, forward_ms: f64) -> Timing {
        Timing { wait_ms, forward_ms, ..Timing::default() }
    }

    #[test]
    fn a_time_lies_in_its_band() {
        for millis in [0.0, 0.01, 0.0625, 0.09, 1.0, 1.4, 16.0, 999.0, 1e9] {
            let band = band_of(millis);
            assert!(band_from(band) <= millis * (1.0 + 1e-12), "{millis}");
            assert!(band == N_BANDS - 1 || millis < band_from(band + 1), "{millis}");
        }
        assert_eq!(band_of(f64::NAN), 0);
        assert_eq!(band_of(f64::INFINITY), N_BANDS - 1);
    }

    #[test]
    fn collections_are_counted_where_they_fall_and_stay_when_pieces_are_joined() {
        let mut watch = SpeedWatch::new(Objective::default());
        watch.record_collection(0.0);
        watch.record(10.0, &timing(0.0, 1.0), 0);
        watch.record_collection(20.0);
        watch.record(2_500.0, &timing(0.0, 1.0), 0);
        watch.record_collection(2_600.0);
        watch.record_collection(2_700.0);
        let counts = |watch: &mut SpeedWatch, now| -> Vec<u32> {
            watch.report(now).pieces.iter().map(|piece| piece.n_collected).collect()
        };
        assert_eq!(counts(&mut watch, 3_000.0), [1, 2]);
        watch.record(1_000_000.0, &timing(0.0, 1.0), 0);
        assert_eq!(counts(&mut watch, 1_000_000.0).iter().sum::<u32>(), 3);
    }

    #[test]
    fn a_wait_is_in_the_response_and_not_in_the_work() {
        let mut watch = SpeedWatch::new(Objective::default());
        for image in 0..100 {
            watch.record(f64::from(image) * 5.0, &timing(200.0, 2.0), 3);
        }
        let report = watch.report(500.0);
        assert_eq!(report.pieces.len(), 1);
        let piece = &report.pieces[0];
        assert_eq!((piece.n, piece.queue), (100, 3));
        let p50 = |spread: &Spread| spread.quantiles.map_or(0.0, |it| it.p50);
        assert!((p50(&piece.response) - 202.0).abs() < 2.02);
        assert!((p50(&piece.service) - 2.0).abs() < 0.02);
        assert_eq!(piece.per_second(500.0), Some(200.0));
    }

    #[test]
    fn however_long_a_stream_its_history_stays_of_one_size_and_loses_nothing() {
        let mut watch = SpeedWatch::new(Objective::default());
        let mut all = Latency::coarse();
        for image in 0..60_000_u32 {
            // A day at one image in 1.5 s, with every thousandth out of sight.
            let now = f64::from(image) * 1_500.0;
            if image % 1_000 == 0 {
                watch.record_untimed(now);
                continue;
            }
            let work = 1.0 + f64::from(image % 97);
            watch.record(now, &timing(0.0, work), 0);
            all.record_millis(work);
        }
        let report = watch.report(9e7);
        assert!(report.pieces.len() <= MAX_PIECES && report.pieces.len() > MAX_PIECES / 3);
        let total = |count: fn(&Piece) -> u32| report.pieces.iter().map(count).sum::<u32>();
        assert_eq!((total(|it| it.n), total(|it| it.n_untimed)), (59_940, 60));
        assert_eq!(total(|it| it.response.bands.iter().sum()), 59_940);
        let mut joined = watch.pieces[0].response.clone();
        watch.pieces[1..].iter().for_each(|piece| joined.merge(&piece.response));
        assert_eq!(joined.percentile(0.99), all.percentile(0.99));
        let ends = report.pieces.windows(2).all(|pair| pair[0].until_millis <= pair[1].from_millis);
        assert!(ends, "pieces follow each other");
    }

    #[test]
    fn a_clock_that_goes_back_loses_no_answer() {
        let mut watch = SpeedWatch::new(Objective::default());
        for now in [5_000.0, 900.0, f64::NAN, -3.0, f64::INFINITY] {
            watch.record(now, &timing(0.0, 1.0), 0);
        }
        let report = watch.report(5_000.0);
        assert_eq!(report.pieces.iter().map(|piece| piece.n).sum::<u32>(), 5);
    }
}
