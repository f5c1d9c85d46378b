//! Jensen-Shannon distance: the square root of the divergence, base 2, in [0, 1]; 0 for equal distributions,
//! 1 when they share nothing (SciPy's `jensenshannon(base=2)`).
//!
//! With m = (p + q)/2 the divergence is ½ Σ p log₂(p/m) + ½ Σ q log₂(q/m). Weights are normalised first.
//! Numeric samples are counted in 10 equal bins over the range of both; a range of width 0 is widened by ½ on
//! either side, as NumPy does. `None` when a side has no weight.

use crate::describe::sorted_finite;

/// Bins for numeric samples.
pub const N_BINS: usize = 10;

/// The distance of two distributions over the same categories, given as any weights; the shorter one is
/// continued with zeros. Weights that are negative or not finite count as 0.
pub fn distance(p: &[f64], q: &[f64]) -> Option<f64> {
    let weight = |weights: &[f64], index: usize| {
        weights.get(index).copied().filter(|weight| weight.is_finite() && *weight > 0.0).unwrap_or(0.0)
    };
    let n = p.len().max(q.len());
    // Scaled by the largest first, so that the sum of huge weights stays finite.
    let normalised = |weights: &[f64]| -> Option<Vec<f64>> {
        let largest = (0..n).map(|index| weight(weights, index)).fold(0.0, f64::max);
        let scaled: Vec<f64> = (0..n).map(|index| weight(weights, index) / largest).collect();
        let total: f64 = scaled.iter().sum();
        (largest > 0.0).then(|| scaled.into_iter().map(|value| value / total).collect())
    };
    let (p, q) = (normalised(p)?, normalised(q)?);
    let half = |a: f64, middle: f64| if a > 0.0 { a * libm::log2(a / middle) } else { 0.0 };
    let divergence: f64 = p
        .iter()
        .zip(&q)
        .map(|(&p, &q)| {
            let middle = (p + q) / 2.0;
            (half(p, middle) + half(q, middle)) / 2.0
        })
        .sum();
    Some(libm::sqrt(divergence.clamp(0.0, 1.0)))
}

/// The distance of two columns of counts.
pub fn of_counts(reference: &[u64], current: &[u64]) -> Option<f64> {
    let weights = |counts: &[u64]| counts.iter().map(|&count| count as f64).collect::<Vec<_>>();
    distance(&weights(reference), &weights(current))
}

/// The distance of two numeric samples, counted in equal bins over the range of both.
pub fn of_samples(reference: &[f64], current: &[f64]) -> Option<f64> {
    let (reference, current) = (sorted_finite(reference), sorted_finite(current));
    let low = reference.first()?.min(*current.first()?);
    let high = reference.last()?.max(*current.last()?);
    let (low, high) = if low == high { (low - 0.5, high + 0.5) } else { (low, high) };
    let width = high / N_BINS as f64 - low / N_BINS as f64;
    let inner_edges: Vec<f64> = (1..N_BINS).map(|bin| low + bin as f64 * width).collect();
    let counts = |values: &[f64]| {
        let mut counts = vec![0_u64; N_BINS];
        for value in values {
            if let Some(count) = counts.get_mut(inner_edges.partition_point(|edge| edge <= value)) {
                *count += 1;
            }
        }
        counts
    };
    of_counts(&counts(&reference), &counts(&current))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{agree, cases, number, numbers, text};
    use proptest::prelude::*;

    #[test]
    fn agrees_with_scipy() {
        for case in cases("distances").iter().filter(|case| case["inputs"]["p"].is_array()) {
            let got = distance(&numbers(&case["inputs"]["p"]), &numbers(&case["inputs"]["q"]));
            assert!(
                agree(got, number(&case["expected"]["js_distance_base2"]), 1e-12),
                "{}",
                text(&case["name"])
            );
        }
        for case in cases("drift_categorical") {
            let counts =
                |key: &str| numbers(&case["inputs"][key]).iter().map(|&it| it as u64).collect::<Vec<_>>();
            let got = of_counts(&counts("reference_counts"), &counts("current_counts"));
            assert!(
                agree(got, number(&case["expected"]["js_distance_base2"]), 1e-12),
                "{}",
                text(&case["name"])
            );
        }
        for case in cases("drift_continuous") {
            let got =
                of_samples(&numbers(&case["inputs"]["reference"]), &numbers(&case["inputs"]["current"]));
            let want = number(&case["expected"]["js_10_equal_bins_of_union"]["js_distance_base2"]);
            assert!(agree(got, want, 1e-12), "{}: {got:?} {want:?}", text(&case["name"]));
        }
    }

    proptest! {
        #[test]
        fn is_a_symmetric_distance(
            p in prop::collection::vec(any::<f64>(), 0..12),
            q in prop::collection::vec(any::<f64>(), 0..12),
        ) {
            let (one, other) = (distance(&p, &q), distance(&q, &p));
            prop_assert_eq!(one.is_some(), other.is_some());
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert!((0.0..=1.0).contains(&one) && (one - other).abs() < 1e-7, "{} {}", one, other);
            }
            prop_assert!(of_samples(&p, &q).is_none_or(|it| (0.0..=1.0).contains(&it)));
            prop_assert!(distance(&p, &p).is_none_or(|it| it < 1e-7));
        }
    }
}
