//! Population stability index Σ_b (q_b − p_b) ln(q_b / p_b): how differently reference (p) and window (q) fill
//! the reference's own ten quantile bins. At least 0; 0 means equal shares.
//!
//! Edges are the distinct quantiles of the reference (type 7); the outermost bins are open; a value equal to
//! an inner edge belongs to the bin at its right. A share below 1e-4 counts as 1e-4 (not renormalised). A
//! constant reference has three bins: below, equal, above.
//!
//! The usual limits, 0.1 and 0.25, are wrong on small windows: without any drift PSI is about
//! (1/n + 1/m)·χ²_{B−1}. Our [`limit`] is the 1 − α quantile of that; the usual ones are only drawn.

use super::chi2::upper_quantile;
use crate::describe::{quantile_of_sorted, sorted_finite};
use serde::{Deserialize, Serialize};

/// Bins asked for; ties in the reference may leave fewer.
pub const N_BINS: usize = 10;
/// The smallest share reckoned with.
pub const SHARE_FLOOR: f64 = 1e-4;
/// "Some" and "large" drift by the rule of thumb, whatever the window.
pub const USUAL_LIMITS: [f64; 2] = [0.1, 0.25];

/// The bins of a reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuantileBins {
    inner_edges: Vec<f64>,
    reference: Vec<u64>,
}

impl QuantileBins {
    /// Bins with about equally many values of the reference; `None` when it has no finite value.
    pub fn of(reference: &[f64]) -> Option<Self> {
        let sorted = sorted_finite(reference);
        let mut edges = Vec::with_capacity(N_BINS + 2);
        for step in 0..=N_BINS {
            edges.push(quantile_of_sorted(&sorted, step as f64 / N_BINS as f64)?);
        }
        edges.dedup();
        let inner_edges = match edges.as_slice() {
            // Values equal to the constant lie between it and the next larger number.
            [constant] => vec![*constant, constant.next_up()],
            [_, inner @ .., _] => inner.to_vec(),
            [] => return None,
        };
        let mut bins = Self { inner_edges, reference: Vec::new() };
        bins.reference = bins.counts(&sorted);
        Some(bins)
    }

    /// Number of bins.
    pub fn n_bins(&self) -> usize {
        self.inner_edges.len() + 1
    }

    /// The edges between the bins, ascending.
    pub fn inner_edges(&self) -> &[f64] {
        &self.inner_edges
    }

    /// The reference's values per bin.
    pub fn reference(&self) -> &[u64] {
        &self.reference
    }

    /// How many finite values fall into each bin.
    pub fn counts(&self, values: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; self.n_bins()];
        for value in values.iter().filter(|value| value.is_finite()) {
            let bin = self.inner_edges.partition_point(|edge| edge <= value);
            if let Some(count) = counts.get_mut(bin) {
                *count += 1;
            }
        }
        counts
    }

    /// PSI of a window against the reference; `None` when the window has no finite value.
    pub fn psi(&self, current: &[f64]) -> Option<f64> {
        of_counts(&self.reference, &self.counts(current))
    }

    /// The PSI that a window of `n_current` values without drift exceeds with probability `alpha`.
    pub fn limit(&self, n_current: u64, alpha: f64) -> Option<f64> {
        limit(self.reference.iter().sum(), n_current, self.n_bins(), alpha)
    }
}

/// PSI of two columns of counts of the same bins; `None` when one has no counts.
pub fn of_counts(reference: &[u64], current: &[u64]) -> Option<f64> {
    let (n, m) = (reference.iter().sum::<u64>() as f64, current.iter().sum::<u64>() as f64);
    if n <= 0.0 || m <= 0.0 {
        return None;
    }
    let terms = reference.iter().zip(current).map(|(&a, &b)| {
        let p = (a as f64 / n).max(SHARE_FLOOR);
        let q = (b as f64 / m).max(SHARE_FLOOR);
        (q - p) * libm::log(q / p)
    });
    Some(terms.sum())
}

/// The PSI that windows without drift exceed with probability `alpha`: (1/n + 1/m)·χ²_{B−1, 1−α}. `None` when
/// a side is empty.
pub fn limit(n_reference: u64, n_current: u64, n_bins: usize, alpha: f64) -> Option<f64> {
    if n_reference == 0 || n_current == 0 {
        return None;
    }
    let dof = u32::try_from(n_bins.saturating_sub(1)).unwrap_or(u32::MAX);
    Some((1.0 / n_reference as f64 + 1.0 / n_current as f64) * upper_quantile(alpha, dof))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{agree, cases, number, numbers, text};
    use crate::rng::Stream;
    use proptest::prelude::*;

    #[test]
    fn numeric_agrees_with_the_reference() {
        for case in cases("drift_continuous") {
            let name = text(&case["name"]);
            let want = &case["expected"]["psi_10_quantile_bins_eps_1e4"];
            let bins = QuantileBins::of(&numbers(&case["inputs"]["reference"])).expect("values");
            let current = numbers(&case["inputs"]["current"]);
            let got = bins.psi(&current);
            assert!(agree(got, number(&want["psi"]), 1e-12), "{name}: {got:?}");
            if name != "constant_both_equal" && want["ref_counts"].is_array() {
                let counts = |key: &str| numbers(&want[key]).iter().map(|&it| it as u64).collect::<Vec<_>>();
                assert_eq!(bins.reference(), counts("ref_counts"), "{name}");
                assert_eq!(bins.counts(&current), counts("cur_counts"), "{name}");
            }
        }
    }

    #[test]
    fn categorical_agrees_with_the_reference() {
        for case in cases("drift_categorical") {
            let counts =
                |key: &str| numbers(&case["inputs"][key]).iter().map(|&it| it as u64).collect::<Vec<_>>();
            let got = of_counts(&counts("reference_counts"), &counts("current_counts"));
            let want = number(&case["expected"]["psi_eps_1e4"]);
            assert!(agree(got, want, 1e-12), "{}: {got:?} {want:?}", text(&case["name"]));
        }
    }

    #[test]
    fn a_constant_reference_sees_the_window_move() {
        let bins = QuantileBins::of(&[2.0; 20]).expect("values");
        assert_eq!((bins.n_bins(), bins.psi(&[2.0; 9])), (3, Some(0.0)));
        assert!(bins.psi(&[2.5; 9]) > Some(5.0) && bins.psi(&[1.5; 9]) > Some(5.0));
    }

    #[test]
    fn our_limit_is_crossed_as_often_as_asked() {
        // The definition's own example: 200 reference and 30 current images. 0.25 fires most of the time;
        // the χ² limit is still a little low there, and close at 300 and 300.
        let rate = |n: usize, m: usize, limit: Option<f64>| {
            let mut stream = Stream::named(9, "psi");
            let crossed = (0..400).filter(|_| {
                let column =
                    |n: usize, stream: &mut Stream| (0..n).map(|_| stream.normal()).collect::<Vec<_>>();
                let bins = QuantileBins::of(&column(n, &mut stream)).expect("values");
                let current = column(m, &mut stream);
                bins.psi(&current) > limit.or_else(|| bins.limit(m as u64, 0.05))
            });
            crossed.count() as f64 / 400.0
        };
        assert!(rate(200, 30, Some(0.25)) > 0.6);
        assert!((0.02..0.09).contains(&rate(300, 300, None)));
    }

    proptest! {
        #[test]
        fn is_never_negative(
            a in prop::collection::vec(any::<f64>(), 0..50),
            b in prop::collection::vec(any::<f64>(), 0..50),
        ) {
            if let Some(bins) = QuantileBins::of(&a) {
                prop_assert!(bins.psi(&b).is_none_or(|psi| psi >= 0.0));
                prop_assert_eq!(bins.psi(&a), Some(0.0));
            }
        }
    }
}
