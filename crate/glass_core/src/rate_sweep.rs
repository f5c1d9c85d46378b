//! The learning-rate range test (Smith 2015): what the loss does while the rate climbs from step to step.
//!
//! From the initial weights, up to [`N_STEPS`] mini-batches are learned from, each with the same factor more rate
//! than the one before, from [`FROM`] to [`TO`]. The losses are smoothed as fastai smooths them, s_t = β s_{t−1} +
//! (1 − β) x_t from s_0 = 0, shown as s_t / (1 − β^t), with β = 0.98. The sweep ends when the smoothed loss is more
//! than four times its lowest, or a loss is no number: rates beyond are of no use.
//!
//! **The rate suggested** is the lower of two, to two digits: where the smoothed loss falls fastest over the logarithm of
//! the rate (fastai's `steep`), the first tenth and the last five steps left out, and a tenth of the rate at which
//! it is lowest (fastai's `minimum`), since there the rate is about to be too large, and a loss smoothed over so many
//! steps says so late. A loss that does not fall by a fiftieth suggests nothing: what looks like a fall may be one batch
//! that was easier than the last.

use crate::decimal;
use serde::{Deserialize, Serialize};

/// Steps of a whole sweep.
pub const N_STEPS: usize = 100;
/// The rate of the first step.
pub const FROM: f64 = 1e-6;
/// The rate of the last step.
pub const TO: f64 = 1.0;

const BETA: f64 = 0.98;
/// The smoothed loss that many times its lowest has run away.
const RUNAWAY: f64 = 4.0;
/// A fall of less than this share of the loss is none.
const LEAST_FALL: f64 = 0.02;
/// How far below the rate of the lowest loss is safe.
const MARGIN: f64 = 10.0;
const SKIPPED_AT_START: usize = N_STEPS / 10;
const SKIPPED_AT_END: usize = 5;

/// A step of a sweep.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RatePoint {
    /// Its learning rate.
    pub rate: f64,
    /// The mini-batch's loss before the step, in nats.
    pub loss: f64,
    /// The losses so far, smoothed.
    pub smoothed: f64,
}

/// Why a sweep ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SweepEnd {
    /// Every rate was tried.
    Completed,
    /// The loss ran away.
    Diverged,
}

/// A sweep as far as it has come.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RateSweep {
    points: Vec<RatePoint>,
    average: f64,
    end: Option<SweepEnd>,
}

impl RateSweep {
    /// The rate to try next; `None` once the sweep has ended.
    pub fn next_rate(&self) -> Option<f64> {
        self.end.is_none().then(|| rate_of(self.points.len()))
    }

    /// Takes down the loss of the mini-batch that [`Self::next_rate`] is for. After the end, nothing.
    pub fn record(&mut self, loss: f64) {
        let Some(rate) = self.next_rate() else { return };
        if !loss.is_finite() {
            self.end = Some(SweepEnd::Diverged);
            return;
        }
        self.average = BETA * self.average + (1.0 - BETA) * loss;
        let weight = 1.0 - libm::pow(BETA, (self.points.len() + 1) as f64);
        let smoothed = self.average / weight;
        self.points.push(RatePoint { rate, loss, smoothed });
        let lowest = self.points.iter().map(|point| point.smoothed).fold(f64::INFINITY, f64::min);
        if smoothed > RUNAWAY * lowest {
            self.end = Some(SweepEnd::Diverged);
        } else if self.points.len() == N_STEPS {
            self.end = Some(SweepEnd::Completed);
        }
    }

    /// The steps taken, rates growing.
    pub fn points(&self) -> &[RatePoint] {
        &self.points
    }

    /// Why it ended, once it has.
    pub fn end(&self) -> Option<SweepEnd> {
        self.end
    }

    /// The rate an ended sweep suggests; `None` where the loss never fell.
    pub fn suggestion(&self) -> Option<f64> {
        self.end?;
        let judged = self.points.get(SKIPPED_AT_START..self.points.len().saturating_sub(SKIPPED_AT_END))?;
        // Rates grow by one factor: differences of the loss compare as slopes over ln(rate) do.
        let fall = |pair: &[RatePoint]| pair[0].smoothed - pair[1].smoothed;
        let steepest = judged.windows(2).max_by(|a, b| fall(a).total_cmp(&fall(b)))?;
        let lowest =
            self.points.get(SKIPPED_AT_START..)?.iter().min_by(|a, b| a.smoothed.total_cmp(&b.smoothed))?;
        let is_fall = lowest.smoothed < judged.first()?.smoothed * (1.0 - LEAST_FALL);
        is_fall.then(|| to_two_digits(steepest[0].rate.min(lowest.rate / MARGIN).max(FROM)))
    }
}

fn rate_of(index: usize) -> f64 {
    let share = index as f64 / (N_STEPS - 1) as f64;
    (FROM * libm::exp(libm::log(TO / FROM) * share)).clamp(FROM, TO)
}

/// `0.0034551` becomes `0.0035`: the test is no finer, and a person can read it.
fn to_two_digits(rate: f64) -> f64 {
    decimal::parse(&format!("{rate:.1e}")).unwrap_or(rate)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    /// The sweep over a loss that depends on the rate alone.
    fn sweep(loss: impl Fn(f64) -> f64) -> RateSweep {
        let mut sweep = RateSweep::default();
        while let Some(rate) = sweep.next_rate() {
            sweep.record(loss(rate));
        }
        sweep
    }

    /// From 2 down to 0 around `middle`, over about a decade.
    fn falling(middle: f64) -> impl Fn(f64) -> f64 {
        move |rate: f64| 2.0 / (1.0 + libm::pow(rate / middle, 2.0))
    }

    #[test]
    fn rates_climb_by_one_factor_from_end_to_end() {
        let points = sweep(|_| 1.0).points().to_vec();
        assert_eq!((points.len(), points[0].rate), (100, 1e-6));
        assert!((points[99].rate - 1.0).abs() < 1e-12);
        let factor = libm::pow(1e6, 1.0 / 99.0);
        assert!(points.windows(2).all(|pair| (pair[1].rate / pair[0].rate - factor).abs() < 1e-9));
    }

    #[test]
    fn losses_are_smoothed_as_fastai_does() {
        let mut sweep = RateSweep::default();
        for loss in [1.0, 2.0, 0.5] {
            sweep.record(loss);
        }
        // By hand: 0.02; 0.0596; 0.068408, over 0.02, 0.0396 and 0.058808.
        for (point, expected) in sweep.points().iter().zip([1.0, 0.0596 / 0.0396, 0.068_408 / 0.058_808]) {
            assert!((point.smoothed - expected).abs() < 1e-12, "{point:?} {expected}");
        }
    }

    #[test]
    fn the_suggestion_lies_where_the_loss_falls() {
        for middle in [1e-4, 1e-3, 1e-2] {
            let found = sweep(falling(middle)).suggestion().expect("it falls");
            // The smoothed loss lags behind the loss, by a decade at most.
            assert!(found > middle / 3.0 && found < middle * 10.0, "{middle}: {found}");
        }
    }

    #[test]
    fn a_loss_that_explodes_ends_the_sweep_but_not_the_suggestion() {
        let explodes = |rate: f64| falling(1e-3)(rate) + if rate > 0.03 { rate * 1e4 } else { 0.0 };
        let found = sweep(explodes);
        assert_eq!(found.end(), Some(SweepEnd::Diverged));
        let last = found.points()[found.points().len() - 1];
        assert!(last.rate < 0.06, "{last:?}");
        assert!(
            found.suggestion().is_some_and(|rate| (1e-4..0.03).contains(&rate)),
            "{:?}",
            found.suggestion()
        );
    }

    #[test]
    fn where_nothing_falls_nothing_is_suggested() {
        let flat = sweep(|_| 0.7);
        assert_eq!((flat.end(), flat.suggestion()), (Some(SweepEnd::Completed), None));
        let rising = sweep(|rate| 1.0 + rate);
        assert_eq!(rising.suggestion(), None);
        let broken = sweep(|_| f64::NAN);
        assert_eq!((broken.points(), broken.end()), (&[][..], Some(SweepEnd::Diverged)));
        assert_eq!(broken.suggestion(), None);
        let short = sweep(|rate| if rate > 4e-6 { f64::INFINITY } else { 1.0 - rate * 1e5 });
        assert_eq!((short.points().len(), short.suggestion()), (10, None), "too few to judge");
    }

    #[test]
    fn noise_is_no_fall_and_the_lowest_loss_is_kept_away_from() {
        let noise = |rate: f64| 0.69 + 0.02 * libm::sin(libm::log(rate) * 7.0);
        assert_eq!(sweep(noise).suggestion(), None);
        // Falls slowly, then at once just before it runs away.
        let late = |rate: f64| if rate < 0.02 { 0.7 - 25.0 * rate } else { 0.4 + 50.0 * rate };
        let found = sweep(late);
        let lowest = found.points().iter().min_by(|a, b| a.smoothed.total_cmp(&b.smoothed)).expect("points");
        assert!(found.suggestion().is_some_and(|rate| rate <= lowest.rate / 9.9), "{:?}", found.suggestion());
    }

    #[test]
    fn a_sweep_under_way_suggests_nothing() {
        let mut half = RateSweep::default();
        for step in 0..60 {
            half.record(2.0 - f64::from(step) * 0.02);
        }
        assert_eq!((half.end(), half.suggestion()), (None, None));
    }

    #[test]
    fn rates_are_said_in_two_digits() {
        for (rate, said) in [(0.003_455_1, 0.0035), (9.96e-4, 0.001), (1.0, 1.0), (1.234e-6, 1.2e-6)] {
            assert_eq!(to_two_digits(rate), said);
        }
    }

    proptest! {
        #[test]
        fn whatever_the_losses(losses in prop::collection::vec(any::<f64>(), 0..150)) {
            let mut sweep = RateSweep::default();
            for &loss in &losses {
                sweep.record(loss);
            }
            prop_assert!(sweep.points().len() <= N_STEPS.min(losses.len()));
            prop_assert!(sweep.points().windows(2).all(|pair| pair[0].rate < pair[1].rate));
            if let Some(rate) = sweep.suggestion() {
                prop_assert!((FROM..=TO).contains(&rate));
            }
        }

        #[test]
        fn the_suggestion_does_not_depend_on_the_unit_of_the_loss(
            losses in prop::collection::vec(0.1..3.0_f64, 100), shift in 1_i32..6,
        ) {
            let scale = f64::from(1 << shift);
            let [mut plain, mut scaled] = [RateSweep::default(), RateSweep::default()];
            for &loss in &losses {
                plain.record(loss);
                scaled.record(loss * scale);
            }
            prop_assert_eq!(plain.suggestion(), scaled.suggestion());
        }
    }
}
