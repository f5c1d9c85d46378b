//! χ² test that two columns of counts (the predicted classes of reference and window) have the same shares.
//!
//! Statistic Σ (observed − expected)² / expected over the 2 × k table, without Yates' correction, as
//! `scipy.stats.chi2_contingency(correction=False)`; categories empty on both sides are left out. One category
//! left: nothing can differ, p = 1. `None` when a side has no counts. The approximation is rough when an
//! expected count is below 5: the smallest one is handed on.
//!
//! The tail is the regularised upper incomplete gamma function Q(dof/2, x/2), by its series below
//! x < dof/2 + 1 and by Lentz's continued fraction above (Numerical Recipes §6.2).

use serde::{Deserialize, Serialize};

/// The outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Chi2 {
    /// χ².
    pub statistic: f64,
    /// Probability of a χ² at least as large without drift.
    pub p_value: f64,
    /// Categories that occur, less one.
    pub dof: u32,
    /// The smallest expected count: below 5 the p is rough.
    pub min_expected: f64,
}

/// Compares two columns of counts of the same categories; the shorter one is continued with zeros.
pub fn compare(reference: &[u64], current: &[u64]) -> Option<Chi2> {
    let at = |counts: &[u64], index: usize| counts.get(index).copied().unwrap_or(0) as f64;
    let pairs: Vec<(f64, f64)> = (0..reference.len().max(current.len()))
        .map(|index| (at(reference, index), at(current, index)))
        .filter(|(a, b)| a + b > 0.0)
        .collect();
    let (n, m) = pairs.iter().fold((0.0, 0.0), |(n, m), (a, b)| (n + a, m + b));
    if n <= 0.0 || m <= 0.0 {
        return None;
    }
    let (mut statistic, mut min_expected) = (0.0, f64::INFINITY);
    for (a, b) in &pairs {
        for (observed, total) in [(a, n), (b, m)] {
            let expected = (a + b) * total / (n + m);
            statistic += (observed - expected) * (observed - expected) / expected;
            min_expected = min_expected.min(expected);
        }
    }
    let dof = u32::try_from(pairs.len().saturating_sub(1)).unwrap_or(u32::MAX);
    Some(Chi2 { statistic, p_value: upper_tail(statistic, dof), dof, min_expected })
}

/// P(χ² ≥ `statistic`) with `dof` degrees of freedom; 1 for a statistic of 0 or less or without freedom.
pub fn upper_tail(statistic: f64, dof: u32) -> f64 {
    if statistic.is_nan() || statistic <= 0.0 || dof == 0 {
        return 1.0;
    }
    if statistic == f64::INFINITY {
        return 0.0;
    }
    let (a, x) = (f64::from(dof) / 2.0, statistic / 2.0);
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    let tail = if x < a + 1.0 { 1.0 - front * lower_series(a, x) } else { front * upper_fraction(a, x) };
    tail.clamp(0.0, 1.0)
}

/// The χ² that is exceeded with probability `alpha` (clamped to 1e-12..=1) with `dof` degrees of freedom.
pub fn upper_quantile(alpha: f64, dof: u32) -> f64 {
    let alpha = if alpha.is_nan() { 1.0 } else { alpha.clamp(1e-12, 1.0) };
    if dof == 0 || alpha >= 1.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, f64::from(dof) + 10.0);
    while upper_tail(high, dof) > alpha {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        if upper_tail(middle, dof) > alpha { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

fn lower_series(a: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
    for _ in 0..100_000 {
        n += 1.0;
        term *= x / n;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum
}

fn upper_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let away_from_zero = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / away_from_zero(b);
    let mut fraction = d;
    for i in 1..100_000 {
        let i = f64::from(i);
        let step = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(step * d + b);
        c = away_from_zero(b + step / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    fraction
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
        for case in cases("drift_categorical") {
            let (inputs, name) = (&case["inputs"], text(&case["name"]));
            let counts =
                |key: &str| numbers(&inputs[key]).iter().map(|&count| count as u64).collect::<Vec<_>>();
            let got = compare(&counts("reference_counts"), &counts("current_counts"));
            let want = &case["expected"]["chi2_contingency_no_correction"];
            assert!(agree(got.map(|it| it.statistic), number(&want["statistic"]), 1e-12), "{name}: {got:?}");
            assert_eq!(got.map(|it| u64::from(it.dof)), want["dof"].as_u64(), "{name}");
            if let (Some(got), Some(want)) = (got, number(&want["pvalue"])) {
                assert!((got.p_value - want).abs() <= 1e-11 * want, "{name}: {got:?} {want}");
            }
        }
    }

    #[test]
    fn tail_and_quantile_agree_with_scipy() {
        // (statistic, dof, scipy.stats.chi2.sf)
        for (statistic, dof, want) in TAILS {
            let got = upper_tail(statistic, dof);
            assert!((got - want).abs() <= 1e-10 * want, "{statistic} {dof}: {got} {want}");
        }
        // (alpha, dof, scipy.stats.chi2.isf)
        for (alpha, dof, want) in QUANTILES {
            let got = upper_quantile(alpha, dof);
            assert!((got - want).abs() <= 1e-10 * want, "{alpha} {dof}: {got} {want}");
        }
    }

    const TAILS: [(f64, u32, f64); 10] = [
        (0.5, 1, 0.47950012218695337),
        (3.84, 1, 0.05004352124870519),
        (30.0, 1, 4.3204630578274955e-08),
        (9.0, 9, 0.43727418891386693),
        (16.9, 9, 0.0503051901243108),
        (120.0, 9, 1.336164776532522e-21),
        (100.0, 99, 0.4529585113209314),
        (700.0, 99, 3.2425252671648466e-91),
        (1e-6, 3, 0.9999999997340385),
        (0.02, 2, 0.990049833749168),
    ];

    const QUANTILES: [(f64, u32, f64); 5] = [
        (0.05, 9, 16.91897760462045),
        (0.01, 9, 21.665994333461928),
        (0.001, 1, 10.827566170662733),
        (0.5, 4, 3.3566939800333224),
        (0.05, 99, 123.22522145336181),
    ];

    #[test]
    fn edges() {
        assert_eq!(compare(&[5], &[3]).map(|it| (it.statistic, it.p_value, it.dof)), Some((0.0, 1.0, 0)));
        assert_eq!(compare(&[], &[]), None);
        assert_eq!(upper_tail(f64::NAN, 3), 1.0);
        assert_eq!(upper_tail(f64::INFINITY, 3), 0.0);
        assert_eq!(upper_quantile(1.0, 3), 0.0);
    }

    proptest! {
        #[test]
        fn is_a_probability(
            a in prop::collection::vec(0_u64..1000, 0..8),
            b in prop::collection::vec(0_u64..1000, 0..8),
        ) {
            if let Some(it) = compare(&a, &b) {
                prop_assert!(it.statistic >= 0.0 && (0.0..=1.0).contains(&it.p_value));
            }
        }

        #[test]
        fn any_tail_is_a_probability(statistic: f64, dof in 0_u32..5000) {
            prop_assert!((0.0..=1.0).contains(&upper_tail(statistic, dof)));
        }
    }
}
