//! The distances the field knows, side by side, for one signal: PSI, Jensen-Shannon and Wasserstein-1.
//!
//! They judge nothing here: a level comes of a test with a stated rate of false alarms ([`crate::stream`]). Beside PSI
//! stands its own limit, and how often the usual limits of 0.1 and 0.25 would be passed without any drift by windows of
//! this size: by about P(χ²_{B−1} > limit / (1/n + 1/m)).

use super::chi2::upper_tail;
use super::psi::{self, QuantileBins, USUAL_LIMITS};
use super::{jensen_shannon, wasserstein};
use serde::{Deserialize, Serialize};

/// The share of windows without drift whose PSI is above its limit.
pub const ALPHA: f64 = 0.01;

/// How far a window is from the reference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Distances {
    /// Population stability index.
    pub psi: Option<f64>,
    /// Its limit: one in a hundred windows without drift is above.
    pub psi_limit: Option<f64>,
    /// How often windows without drift pass the usual limits of 0.1 and 0.25.
    pub usual_false_rates: Option<[f64; 2]>,
    /// Jensen-Shannon distance, base 2, in [0, 1].
    pub jensen_shannon: Option<f64>,
    /// Wasserstein-1 in standard deviations of the reference; `None` for classes, which have no order.
    pub wasserstein: Option<f64>,
}

impl Distances {
    /// Of a signal that is one number an image; `bins` are those of the reference.
    pub fn of_samples(bins: &QuantileBins, reference: &[f64], window: &[f64]) -> Self {
        let counts = bins.counts(window);
        Self {
            jensen_shannon: jensen_shannon::of_samples(reference, window),
            wasserstein: wasserstein::relative(reference, window),
            ..Self::of_bins(bins.reference(), &counts)
        }
    }

    /// Of counts of the same things, such as classes.
    pub fn of_counts(reference: &[u64], window: &[u64]) -> Self {
        Self {
            jensen_shannon: jensen_shannon::of_counts(reference, window),
            ..Self::of_bins(reference, window)
        }
    }

    fn of_bins(reference: &[u64], window: &[u64]) -> Self {
        let (n, m) = (reference.iter().sum::<u64>(), window.iter().sum::<u64>());
        // What occurs on neither side can tell nothing.
        let n_bins = reference.iter().zip(window).filter(|(a, b)| **a + **b > 0).count();
        let dof = u32::try_from(n_bins.saturating_sub(1)).unwrap_or(u32::MAX);
        let scale = 1.0 / n as f64 + 1.0 / m as f64;
        let can_vary = n > 0 && m > 0 && dof > 0;
        Self {
            psi: psi::of_counts(reference, window),
            psi_limit: psi::limit(n, m, n_bins, ALPHA).filter(|_| can_vary),
            usual_false_rates: can_vary.then(|| USUAL_LIMITS.map(|limit| upper_tail(limit / scale, dof))),
            jensen_shannon: None,
            wasserstein: None,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::rng::Stream;

    fn drawn(n: usize, stream: &mut Stream) -> Vec<f64> {
        (0..n).map(|_| stream.next_f64()).collect()
    }

    #[test]
    fn each_is_what_its_own_module_says() {
        let mut stream = Stream::indexed(5, "distances", 0);
        let (reference, window) = (drawn(300, &mut stream), drawn(100, &mut stream));
        let bins = QuantileBins::of(&reference).expect("finite values");
        let found = Distances::of_samples(&bins, &reference, &window);
        assert_eq!(found.psi, bins.psi(&window));
        assert_eq!(found.psi_limit, bins.limit(100, ALPHA));
        assert_eq!(found.jensen_shannon, jensen_shannon::of_samples(&reference, &window));
        assert_eq!(found.wasserstein, wasserstein::relative(&reference, &window));
        let counted = Distances::of_counts(&[30, 20, 0], &[5, 5, 0]);
        assert_eq!(counted.psi, psi::of_counts(&[30, 20, 0], &[5, 5, 0]));
        assert_eq!(counted.wasserstein, None);
    }

    #[test]
    fn the_limit_is_passed_in_one_window_of_a_hundred_and_the_usual_ones_as_often_as_said() {
        let (n, m, n_windows) = (500, 200, 4_000);
        let mut passed = [0_u32; 3];
        let mut said = [ALPHA, 0.0, 0.0];
        for index in 0..n_windows {
            let mut stream = Stream::indexed(11, "no drift", index);
            let (reference, window) = (drawn(n, &mut stream), drawn(m, &mut stream));
            let bins = QuantileBins::of(&reference).expect("finite values");
            let found = Distances::of_samples(&bins, &reference, &window);
            let psi = found.psi.expect("a window");
            let [low, high] = found.usual_false_rates.expect("bins");
            (said[1], said[2]) = (low, high);
            let limits = [found.psi_limit.expect("bins"), USUAL_LIMITS[0], USUAL_LIMITS[1]];
            passed.iter_mut().zip(limits).for_each(|(passed, limit)| *passed += u32::from(psi > limit));
        }
        let rates = passed.map(|passed| f64::from(passed) / n_windows as f64);
        // χ² is what PSI tends to; at such sizes it is a little short of the truth.
        assert!((0.005..0.03).contains(&rates[0]), "{rates:?}");
        assert!((rates[1] - said[1]).abs() < 0.06 && said[1] > 0.1, "{rates:?} {said:?}");
        assert!((rates[2] - said[2]).abs() < 0.02, "{rates:?} {said:?}");
    }

    #[test]
    fn what_cannot_vary_has_no_limit_and_nothing_compares_with_nothing() {
        let constant = Distances::of_counts(&[50, 0], &[20, 0]);
        assert_eq!((constant.psi, constant.psi_limit, constant.usual_false_rates), (Some(0.0), None, None));
        let empty = Distances::of_counts(&[50, 10], &[0, 0]);
        assert_eq!((empty.psi, empty.psi_limit, empty.jensen_shannon), (None, None, None));
    }
}
