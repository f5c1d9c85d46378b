//! Two-sample Kolmogorov-Smirnov test: the largest gap between two empirical distribution functions, in
//! [0, 1], and the two-sided probability of at least that gap if both samples came from one distribution.
//!
//! The statistic is kept as the whole number h = D·lcm(n, m), so that no rounding decides a tie. The exact p
//! follows SciPy's choice of algorithm: a closed form for equal sizes, otherwise the share of lattice paths
//! that leave the band |x/n − y/m| < h/lcm (Hodges 1958), computed directly as a share so that nothing
//! overflows. SciPy is exact up to 10 000 values a side; we are exact while n·m ≤ 10⁸, which includes that.
//! Beyond, the p is that of a one-sample test of round(nm/(n+m)) values (Pelz and Good 1976; in the far tail
//! Smirnov's sum), as SciPy's "asymp". `None` when a side is empty. Ties make the exact p conservative.

use crate::describe::sorted_finite;
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

const MAX_EXACT_CELLS: u128 = 100_000_000;

/// The outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Ks {
    /// The largest gap, in [0, 1].
    pub statistic: f64,
    /// Probability of a gap at least as large without drift.
    pub p_value: f64,
    /// Whether the p is exact or an approximation.
    pub is_exact: bool,
}

/// Compares two samples, in any order.
pub fn compare(reference: &[f64], current: &[f64]) -> Option<Ks> {
    compare_sorted(&sorted_finite(reference), &sorted_finite(current))
}

/// Compares two samples of finite values in ascending order.
pub fn compare_sorted(reference: &[f64], current: &[f64]) -> Option<Ks> {
    let gap = Gap::of_sorted(reference, current)?;
    let (p_value, is_exact) = gap.p_value();
    Some(Ks { statistic: gap.statistic(), p_value, is_exact })
}

/// The gap as whole numbers: `steps` / lcm(n, m). Of equal sample sizes, equal steps have equal p.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    n: u64,
    m: u64,
    divisor: u64,
    /// D in units of 1 / lcm(n, m).
    pub steps: u64,
}

impl Gap {
    /// The largest gap between two samples in ascending order; `None` when one is empty.
    pub fn of_sorted(reference: &[f64], current: &[f64]) -> Option<Self> {
        let (n, m) = (reference.len() as u64, current.len() as u64);
        if n == 0 || m == 0 {
            return None;
        }
        let divisor = greatest_common_divisor(n, m);
        let (step_n, step_m) = (m / divisor, n / divisor);
        let (mut i, mut j, mut steps) = (0, 0, 0_u64);
        while let (Some(&a), Some(&b)) = (reference.get(i), current.get(j)) {
            let value = if a <= b { a } else { b };
            // Both functions jump past the value before they are compared.
            i += reference.get(i..).unwrap_or_default().iter().take_while(|&&x| x <= value).count();
            j += current.get(j..).unwrap_or_default().iter().take_while(|&&x| x <= value).count();
            steps = steps.max((i as u64 * step_n).abs_diff(j as u64 * step_m));
            if !(value == a || value == b) {
                break; // Not a number: the contract was not kept, and there is nothing to walk past.
            }
        }
        Some(Self { n, m, divisor, steps })
    }

    /// The gap of which `difference` is the largest |i·m − j·n|, with i of n and j of m values at or below a place.
    pub fn of_difference(n: u64, m: u64, difference: u64) -> Option<Self> {
        if n == 0 || m == 0 {
            return None;
        }
        let divisor = greatest_common_divisor(n, m);
        Some(Self { n, m, divisor, steps: difference / divisor })
    }

    /// The gap in [0, 1].
    pub fn statistic(&self) -> f64 {
        self.steps as f64 / ((self.n / self.divisor) as f64 * self.m as f64)
    }

    /// The probability of at least this gap without drift, and whether it is exact.
    pub fn p_value(&self) -> (f64, bool) {
        if self.steps == 0 {
            return (1.0, true);
        }
        if u128::from(self.n) * u128::from(self.m) > MAX_EXACT_CELLS {
            let effective = libm::round(self.n as f64 * self.m as f64 / (self.n as f64 + self.m as f64));
            return (one_sample_tail(effective, self.statistic()).clamp(0.0, 1.0), false);
        }
        let p_value = if self.n == self.m { equal_sizes(self.n, self.steps) } else { self.share_outside() };
        (p_value.clamp(0.0, 1.0), true)
    }

    /// The share of lattice paths from (0, 0) to the far corner that touch or leave the band. A path to
    /// (i, j) came from (i − 1, j) with probability i/(i + j), so the share outside is a mean of two.
    fn share_outside(&self) -> f64 {
        let (long, short) = (self.n.max(self.m), self.n.min(self.m));
        let (up, across) = ((long / self.divisor) as i64, (short / self.divisor) as i64);
        let h = self.steps as i64;
        let mut outside = vec![1.0_f64; short as usize + 1];
        let mut inside_before = 0_usize;
        for i in 0..=long as i64 {
            // The band at this i: |across·i − up·j| < h.
            let first = ((across * i - h).div_euclid(up) + 1).max(0) as usize;
            let end = ((across * i + h - 1).div_euclid(up) + 1).clamp(0, short as i64 + 1) as usize;
            if first >= end {
                return 1.0;
            }
            // What the band has left behind is outside from now on.
            for cell in outside.iter_mut().take(first).skip(inside_before) {
                *cell = 1.0;
            }
            inside_before = first;
            let mut below = if first == 0 { 0.0 } else { 1.0 };
            for (j, cell) in outside.iter_mut().enumerate().take(end).skip(first) {
                let (from_left, from_below) = (i as f64, j as f64);
                below = if i == 0 && j == 0 {
                    0.0
                } else {
                    (*cell * from_left + below * from_below) / (from_left + from_below)
                };
                *cell = below;
            }
        }
        outside.last().copied().unwrap_or(1.0)
    }
}

/// The exact p of a gap h/n between two samples of n: an alternating sum, nested so that it does not cancel.
fn equal_sizes(n: u64, h: u64) -> f64 {
    let (size, step) = (n as f64, h as f64);
    let mut p_value = 0.0;
    for k in (0..=n / h).rev() {
        let base = k as f64 * step;
        let mut factor = 1.0;
        for j in 0..h {
            factor *= (size - base - j as f64) / (size + base + j as f64 + 1.0);
            if factor <= 0.0 {
                factor = 0.0;
                break;
            }
        }
        p_value = factor * (1.0 - p_value);
    }
    2.0 * p_value
}

/// P(D_n ≥ d) of the one-sample test.
fn one_sample_tail(n: f64, d: f64) -> f64 {
    let scaled = n * d * d;
    if d >= 1.0 || scaled >= 370.0 {
        0.0
    } else if scaled >= 2.2 {
        2.0 * smirnov_tail(n, d)
    } else {
        1.0 - pelz_good(n, d)
    }
}

/// Smirnov's one-sided tail: d·Σ_j C(n, j) (d + j/n)^(j−1) (1 − d − j/n)^(n−j).
fn smirnov_tail(n: f64, d: f64) -> f64 {
    let ln_factorial = libm::lgamma(n + 1.0);
    let last = libm::floor(n * (1.0 - d));
    let mut sum = 0.0;
    let mut j = 0.0;
    while j <= last {
        let (rise, rest) = (d + j / n, 1.0 - d - j / n);
        if rest > 0.0 {
            let ln_choose = ln_factorial - libm::lgamma(j + 1.0) - libm::lgamma(n - j + 1.0);
            sum += libm::exp(ln_choose + (j - 1.0) * libm::log(rise) + (n - j) * libm::log(rest));
        }
        j += 1.0;
    }
    d * sum
}

/// P(D_n ≤ d) by the expansion of Pelz and Good (1976), in powers of 1/√n.
fn pelz_good(n: f64, d: f64) -> f64 {
    let z = libm::sqrt(n) * d;
    let (z2, z3, z4, z6) = (z * z, z * z * z, z * z * z * z, z * z * z * z * z * z);
    if -PI * PI / 8.0 / z2 < -700.0 {
        return 0.0;
    }
    let (pi2, pi4, pi6) = (PI * PI, PI * PI * PI * PI, PI * PI * PI * PI * PI * PI);
    let n_terms = libm::ceil(16.0 * z / PI) as u32;
    let (mut k0, mut k1, mut k2, mut k3) = (0.0, 0.0, 0.0, 0.0);
    for k in 0..n_terms {
        let m = f64::from(2 * k + 1);
        let (m2, m4, m6) = (m * m, m * m * m * m, m * m * m * m * m * m);
        let weight = libm::exp(-m2 * pi2 / 8.0 / z2);
        k0 += weight;
        k1 += weight * (pi2 / 4.0 * m2 - z2);
        k2 += weight
            * (6.0 * z6
                + 2.0 * z4
                + (2.0 * z4 - 5.0 * z2) * pi2 / 4.0 * m2
                + pi4 * (1.0 - 2.0 * z2) / 16.0 * m4);
        k3 += weight
            * (-30.0 * z6 - 90.0 * z4 * z4
                + pi2 * (135.0 * z4 - 96.0 * z6) / 4.0 * m2
                + pi4 * (212.0 * z4 - 60.0 * z2) / 16.0 * m4
                + pi6 * (5.0 - 30.0 * z2) / 64.0 * m6);
    }
    let (mut k2_extra, mut k3_extra) = (0.0, 0.0);
    for k in 1..=n_terms {
        let k_squared = f64::from(k) * f64::from(k);
        let weight = libm::exp(-k_squared * pi2 / 2.0 / z2);
        k2_extra += weight * pi2 * k_squared;
        k3_extra += weight * (3.0 * pi2 * k_squared * z2 - pi4 * k_squared * k_squared);
    }
    let root = libm::sqrt(2.0 * PI);
    let half_root = libm::sqrt(PI / 2.0);
    k0 * root / z
        + k1 * root / (6.0 * z4) / libm::sqrt(n)
        + (k2 * root / (72.0 * z6 * z) - k2_extra * half_root / (18.0 * z3)) / n
        + (k3 * root / (6480.0 * z6 * z4) + k3_extra * half_root / (108.0 * z6)) / (n * libm::sqrt(n))
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
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
        for case in cases("drift_continuous") {
            let (inputs, name) = (&case["inputs"], text(&case["name"]));
            let got = compare(&numbers(&inputs["reference"]), &numbers(&inputs["current"]));
            let want = &case["expected"]["ks_2samp"]["auto"];
            assert!(agree(got.map(|it| it.statistic), number(&want["statistic"]), 1e-14), "{name}: {got:?}");
            if let (Some(got), Some(want)) = (got, number(&want["pvalue"])) {
                assert!((got.p_value - want).abs() <= 1e-10 * want && got.is_exact, "{name}: {got:?} {want}");
            }
        }
    }

    #[test]
    fn exact_p_of_many_shapes_agrees_with_scipy() {
        // (n, m, steps of 1/lcm, p) from scipy.stats.ks_2samp(method="exact") of samples with that gap.
        for (n, m, steps, want) in EXACT {
            let gap = Gap { n, m, divisor: greatest_common_divisor(n, m), steps };
            let (got, is_exact) = gap.p_value();
            assert!(is_exact && (got - want).abs() <= 1e-9 * want, "{n} {m} {steps}: {got} {want}");
        }
    }

    #[test]
    fn approximate_p_agrees_with_scipy() {
        // (n, d, p) from scipy.stats.kstwo.sf(d, n).
        for (n, d, want) in APPROXIMATE {
            let got = one_sample_tail(n, d);
            assert!((got - want).abs() <= 1e-7 * want + 1e-12, "{n} {d}: {got} {want}");
        }
    }

    const EXACT: [(u64, u64, u64, f64); 14] = [
        (5, 6, 15, 0.35714285714285715),
        (100, 200, 20, 0.5082964140925988),
        (100, 200, 50, 0.00042774613365826643),
        (200, 30, 180, 0.014288684205616813),
        (300, 250, 162, 0.07698121417534673),
        (1000, 100, 150, 0.030549264719220703),
        (1000, 700, 350, 0.24552136352669604),
        (7, 9999, 27997, 0.15989136413489088),
        (50, 50, 10, 0.2719135601522248),
        (1000, 1000, 50, 0.16411447756429137),
        (10, 1, 9, 0.36363636363636365),
        (3, 2, 6, 0.2),
        (1000, 999, 29970, 0.7410522679958675),
        (10000, 100, 1200, 0.10648316624629432),
    ];

    const APPROXIMATE: [(f64, f64, f64); 11] = [
        (10000.0, 0.005, 0.9628778025204304),
        (10000.0, 0.01, 0.2682191277029192),
        (10000.0, 0.013, 0.06750118848339082),
        (10000.0, 0.014, 0.039309941227450795),
        (10000.0, 0.02, 0.0006616848639387309),
        (10000.0, 0.03, 2.9761211950626197e-08),
        (5000.0, 0.012, 0.4639912166690191),
        (100000.0, 0.004, 0.08130148920222469),
        (1000000.0, 0.001, 0.26982107442589376),
        (500.0, 0.05, 0.15866260223815387),
        (500.0, 0.09, 0.0005653758236787942),
    ];

    #[test]
    fn a_large_sample_is_answered() {
        let column = |offset: f64| (0..20_000).map(|i| f64::from(i) / 20_000.0 + offset).collect::<Vec<_>>();
        let same = compare(&column(0.0), &column(0.0)).expect("values");
        let moved = compare(&column(0.0), &column(0.05)).expect("values");
        assert_eq!((same.statistic, same.p_value), (0.0, 1.0));
        assert!(
            !moved.is_exact && moved.p_value < 1e-12 && (moved.statistic - 0.05).abs() < 1e-3,
            "{moved:?}"
        );
    }

    proptest! {
        #[test]
        fn is_a_probability_and_symmetric(
            a in prop::collection::vec(any::<f64>(), 0..40),
            b in prop::collection::vec(any::<f64>(), 0..40),
        ) {
            let (one, other) = (compare(&a, &b), compare(&b, &a));
            prop_assert_eq!(one.is_some(), other.is_some());
            if let (Some(one), Some(other)) = (one, other) {
                prop_assert!((0.0..=1.0).contains(&one.statistic) && (0.0..=1.0).contains(&one.p_value));
                prop_assert_eq!(one.statistic, other.statistic);
                prop_assert!((one.p_value - other.p_value).abs() < 1e-12);
            }
        }

        #[test]
        fn unsorted_or_nan_input_ends(
            a in prop::collection::vec(prop_oneof![Just(f64::NAN), any::<f64>()], 0..20),
            b in prop::collection::vec(prop_oneof![Just(f64::NAN), any::<f64>()], 0..20),
        ) {
            let _ = compare_sorted(&a, &b);
        }
    }
}
