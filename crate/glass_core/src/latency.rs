//! How long things take: a histogram of times, mergeable, with percentiles and how sure they are.
//!
//! Times are kept in whole nanoseconds in an HDR histogram with 3 significant digits, so a percentile is
//! within 0.1 % of a recorded time; count, mean and largest are exact. The q-percentile is the smallest time
//! that a share q of the times does not exceed; its 95 % interval runs over the ranks
//! n·q ± 1.96·√(n·q·(1 − q)), from the order statistics. An end beyond the recorded times is `None`. p99 is
//! uncertain under 500 times. Percentiles are merged by merging histograms, never by averaging.
//!
//! In and out in milliseconds. A time that is negative or not finite is refused and counted; one above 2⁶² ns
//! counts as that.

use crate::interval::Z_95;
use hdrhistogram::Histogram;
use serde::{Deserialize, Serialize};

/// Times below which p99 is shown greyed.
pub const MIN_FOR_P99: u64 = 500;

const NANOS_PER_MILLI: f64 = 1e6;
const MAX_NANOS: u64 = 1 << 62;
const SIGNIFICANT_DIGITS: u8 = 3;
const COARSE_DIGITS: u8 = 2;

/// Recorded times.
#[derive(Debug, Clone, PartialEq)]
pub struct Latency {
    /// Absent only if the crate refused 3 significant digits, which it does not.
    histogram: Option<Histogram<u64>>,
    sum_millis: f64,
    min_millis: f64,
    max_millis: f64,
    n_refused: u64,
}

/// A percentile and its 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Percentile {
    /// The share of times at or below it, as a fraction.
    pub q: f64,
    /// The time.
    pub millis: f64,
    /// Lower end of the interval; `None` when too few times lie below to have one.
    pub low_millis: Option<f64>,
    /// Upper end of the interval; `None` when too few times lie above to have one.
    pub high_millis: Option<f64>,
    /// Too few times to rely on.
    pub is_uncertain: bool,
}

/// The times in a few numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LatencySummary {
    /// Times recorded.
    pub count: u64,
    /// Times refused (negative or not finite).
    pub n_refused: u64,
    /// Mean, exact.
    pub mean_millis: f64,
    /// Half are at or below.
    pub p50: Percentile,
    /// 90 % are at or below.
    pub p90: Percentile,
    /// 95 % are at or below.
    pub p95: Percentile,
    /// 99 % are at or below.
    pub p99: Percentile,
    /// Largest, exact.
    pub max_millis: f64,
}

/// One bar of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LatencyBin {
    /// Left edge.
    pub low_millis: f64,
    /// Right edge.
    pub high_millis: f64,
    /// Times between.
    pub count: u64,
}

impl Default for Latency {
    fn default() -> Self {
        let histogram = Histogram::new(SIGNIFICANT_DIGITS).ok();
        Self { histogram, sum_millis: 0.0, min_millis: f64::INFINITY, max_millis: 0.0, n_refused: 0 }
    }
}

impl Latency {
    /// No times yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// No times yet, to be kept to two significant digits only: a percentile is within 1 % of a recorded time, in an
    /// eighth of the memory. Merges with its like.
    pub fn coarse() -> Self {
        Self { histogram: Histogram::new(COARSE_DIGITS).ok(), ..Self::default() }
    }

    /// Records a time.
    pub fn record_millis(&mut self, millis: f64) {
        self.record_repeats_millis(millis, 1);
    }

    /// Records `times` equal times: a call too short for the clock is timed in repeats and divided.
    pub fn record_repeats_millis(&mut self, millis: f64, times: u32) {
        let is_recorded = millis.is_finite()
            && millis >= 0.0
            && self.histogram.as_mut().is_some_and(|histogram| {
                let nanos = (libm::round(millis * NANOS_PER_MILLI) as u64).min(MAX_NANOS);
                histogram.record_n(nanos, u64::from(times)).is_ok()
            });
        if is_recorded {
            self.sum_millis += millis * f64::from(times);
            if times > 0 {
                self.min_millis = self.min_millis.min(millis);
                self.max_millis = self.max_millis.max(millis);
            }
        } else {
            self.n_refused = self.n_refused.saturating_add(u64::from(times));
        }
    }

    /// Takes in the times of another histogram.
    pub fn merge(&mut self, other: &Self) {
        let is_merged = match (self.histogram.as_mut(), other.histogram.as_ref()) {
            (Some(histogram), Some(other)) => histogram.add(other).is_ok(),
            _ => false,
        };
        if is_merged {
            self.sum_millis += other.sum_millis;
            self.min_millis = self.min_millis.min(other.min_millis);
            self.max_millis = self.max_millis.max(other.max_millis);
            self.n_refused = self.n_refused.saturating_add(other.n_refused);
        }
    }

    /// Times recorded.
    pub fn count(&self) -> u64 {
        self.histogram.as_ref().map_or(0, Histogram::len)
    }

    /// Mean, exact; `None` without times.
    pub fn mean_millis(&self) -> Option<f64> {
        (self.count() > 0).then(|| self.sum_millis / self.count() as f64)
    }

    /// The `q` percentile (`q` a fraction); `None` without times or for a `q` outside 0..=1.
    pub fn percentile(&self, q: f64) -> Option<Percentile> {
        let count = self.count();
        if count == 0 || !(0.0..=1.0).contains(&q) {
            return None;
        }
        let n = count as f64;
        let half = Z_95 * libm::sqrt(n * q * (1.0 - q));
        let (low, high) = (libm::floor(n * q - half), libm::ceil(n * q + half));
        Some(Percentile {
            q,
            millis: self.millis_at_rank(n * q)?,
            low_millis: if low >= 1.0 { self.millis_at_rank(low) } else { None },
            high_millis: if high <= n { self.millis_at_rank(high) } else { None },
            is_uncertain: q >= 0.99 && count < MIN_FOR_P99,
        })
    }

    /// All the numbers; `None` without times.
    pub fn summary(&self) -> Option<LatencySummary> {
        Some(LatencySummary {
            count: self.count(),
            n_refused: self.n_refused,
            mean_millis: self.mean_millis()?,
            p50: self.percentile(0.5)?,
            p90: self.percentile(0.9)?,
            p95: self.percentile(0.95)?,
            p99: self.percentile(0.99)?,
            max_millis: self.max_millis,
        })
    }

    /// The share of times at or below `millis`, for "q % within X ms"; `None` without times.
    pub fn share_within(&self, millis: f64) -> Option<f64> {
        let histogram = self.histogram.as_ref()?;
        let within: u64 = histogram
            .iter_recorded()
            .filter(|it| it.value_iterated_to() as f64 / NANOS_PER_MILLI <= millis)
            .map(|it| it.count_at_value())
            .sum();
        (self.count() > 0).then(|| within as f64 / self.count() as f64)
    }

    /// At most `n_bins` bars of equal width between the smallest and the largest time; empty without times.
    pub fn bins(&self, n_bins: usize) -> Vec<LatencyBin> {
        let Some(histogram) = self.histogram.as_ref().filter(|it| !it.is_empty() && n_bins > 0) else {
            return Vec::new();
        };
        let (low, high) = (self.min_millis, self.max_millis);
        let n_bins = if high > low { n_bins } else { 1 };
        let width = (high - low).max(0.0) / n_bins as f64;
        let edge = |bin: usize| if bin == n_bins { high } else { low + bin as f64 * width };
        let mut bins: Vec<LatencyBin> = (0..n_bins)
            .map(|bin| LatencyBin { low_millis: edge(bin), high_millis: edge(bin + 1), count: 0 })
            .collect();
        for recorded in histogram.iter_recorded() {
            let millis = histogram.median_equivalent(recorded.value_iterated_to()) as f64 / NANOS_PER_MILLI;
            let bin = if width > 0.0 { ((millis - low) / width).max(0.0) as usize } else { 0 };
            if let Some(bin) = bins.get_mut(bin.min(n_bins - 1)) {
                bin.count += recorded.count_at_value();
            }
        }
        bins
    }

    /// The time of a rank, counted from 1 (fractions round up).
    fn millis_at_rank(&self, rank: f64) -> Option<f64> {
        let histogram = self.histogram.as_ref()?;
        let rank = (libm::ceil(rank) as u64).clamp(1, self.count());
        let mut seen = 0;
        let nanos = histogram.iter_recorded().find_map(|it| {
            seen += it.count_at_value();
            (seen >= rank).then(|| histogram.median_equivalent(it.value_iterated_to()))
        })?;
        Some((nanos as f64 / NANOS_PER_MILLI).min(self.max_millis))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::rng::Stream;
    use proptest::prelude::*;

    fn of(times: impl IntoIterator<Item = f64>) -> Latency {
        let mut latency = Latency::new();
        times.into_iter().for_each(|millis| latency.record_millis(millis));
        latency
    }

    fn is_near(got: f64, want: f64) -> bool {
        (got - want).abs() <= 1e-3 * want
    }

    #[test]
    fn percentiles_of_one_to_a_thousand() {
        let it = of((1..=1000).map(f64::from)).summary().expect("times");
        assert_eq!((it.count, it.max_millis), (1000, 1000.0));
        assert!((it.mean_millis - 500.5).abs() < 1e-9);
        for (got, want) in [(&it.p50, 500.0), (&it.p90, 900.0), (&it.p95, 950.0), (&it.p99, 990.0)] {
            assert!(is_near(got.millis, want), "{got:?}");
            assert!(!got.is_uncertain);
        }
        // 1000·0.5 ± 1.96·√250 = 500 ± 30.99: ranks 469 and 531.
        let (low, high) = (it.p50.low_millis.expect("below"), it.p50.high_millis.expect("above"));
        assert!(is_near(low, 469.0) && is_near(high, 531.0), "{low} {high}");
    }

    #[test]
    fn few_times_have_uncertain_tails() {
        let it = of((1..=50).map(f64::from)).summary().expect("times");
        assert!(it.p99.is_uncertain && it.p99.high_millis.is_none() && !it.p50.is_uncertain, "{it:?}");
        assert_eq!(Latency::new().summary(), None);
    }

    #[test]
    fn microseconds_are_resolved() {
        let it = of([0.0015, 0.0015, 0.0016]).percentile(0.5).expect("times");
        assert!(is_near(it.millis, 0.0015), "{it:?}");
    }

    #[test]
    fn odd_times_are_refused() {
        let it = of([f64::NAN, -1.0, f64::INFINITY, 2.0, 1e300]).summary().expect("times");
        assert_eq!((it.count, it.n_refused), (2, 3));
    }

    #[test]
    fn repeats_count_each() {
        let mut it = Latency::new();
        it.record_repeats_millis(0.25, 40);
        assert_eq!((it.count(), it.mean_millis()), (40, Some(0.25)));
        assert_eq!(it.share_within(0.3), Some(1.0));
        assert_eq!(it.bins(10).len(), 1);
    }

    proptest! {
        #[test]
        fn merging_is_recording_together(a in prop::collection::vec(0.0..1e4_f64, 0..80), b in prop::collection::vec(0.0..1e4_f64, 0..80)) {
            let mut merged = of(a.clone());
            merged.merge(&of(b.clone()));
            let together = of(a.iter().chain(&b).copied());
            prop_assert_eq!(merged.count(), together.count());
            for q in [0.0, 0.5, 0.99, 1.0] {
                prop_assert_eq!(merged.percentile(q), together.percentile(q));
            }
        }

        #[test]
        fn percentiles_are_within_a_thousandth_of_the_sorted_column(n in 1_usize..400, seed: u64, q in 0.0..=1.0_f64) {
            let mut stream = Stream::named(seed, "latency");
            let mut times: Vec<f64> = (0..n).map(|_| libm::exp(stream.normal())).collect();
            let it = of(times.clone());
            times.sort_by(f64::total_cmp);
            let want = times[((libm::ceil(n as f64 * q) as usize).max(1)) - 1];
            let got = it.percentile(q).expect("times");
            prop_assert!(is_near(got.millis, want), "{:?} {}", got, want);
            prop_assert!(got.low_millis.is_none_or(|low| low <= got.millis));
            prop_assert!(got.high_millis.is_none_or(|high| high >= got.millis));
        }

        #[test]
        fn bars_hold_every_time(times in prop::collection::vec(any::<f64>(), 0..60), n_bins in 0_usize..30) {
            let it = of(times);
            let bins = it.bins(n_bins);
            let total: u64 = bins.iter().map(|bin| bin.count).sum();
            prop_assert!(bins.len() <= n_bins);
            prop_assert_eq!(total, if n_bins == 0 { 0 } else { it.count() });
        }
    }
}
