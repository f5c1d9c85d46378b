//! A column of numbers in a few words: count, mean, spread, quantiles.
//!
//! Mean in two passes (a sum of squares would lose the variance of large numbers); `std` is the population
//! deviation (divide by n), `std_sample` divides by n − 1. Quantiles are Hyndman and Fan's type 7, NumPy's
//! default: linear interpolation at index `(n − 1)·q`. NaN and infinities are left out and counted.

use serde::{Deserialize, Serialize};

/// The summary of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Finite values.
    pub n: u64,
    /// Values left out because they were NaN or infinite.
    pub n_not_finite: u64,
    /// Mean.
    pub mean: f64,
    /// Population standard deviation.
    pub std: f64,
    /// Sample standard deviation; `None` for a single value.
    pub std_sample: Option<f64>,
    /// Smallest value.
    pub min: f64,
    /// A quarter lies below.
    pub p25: f64,
    /// Half lies below.
    pub median: f64,
    /// Three quarters lie below.
    pub p75: f64,
    /// Largest value.
    pub max: f64,
}

impl Description {
    /// Describes `values`; `None` when no value is finite.
    pub fn of(values: &[f64]) -> Option<Self> {
        let sorted = sorted_finite(values);
        let mean = mean(&sorted)?;
        let squares: f64 = sorted.iter().map(|value| (value - mean) * (value - mean)).sum();
        let n = sorted.len() as f64;
        Some(Self {
            n: sorted.len() as u64,
            n_not_finite: (values.len() - sorted.len()) as u64,
            mean,
            std: libm::sqrt(squares / n),
            std_sample: (sorted.len() > 1).then(|| libm::sqrt(squares / (n - 1.0))),
            min: *sorted.first()?,
            p25: quantile_of_sorted(&sorted, 0.25)?,
            median: quantile_of_sorted(&sorted, 0.5)?,
            p75: quantile_of_sorted(&sorted, 0.75)?,
            max: *sorted.last()?,
        })
    }
}

/// The mean of `values`; `None` when there are none or it is not finite.
pub fn mean(values: &[f64]) -> Option<f64> {
    let first = *values.first()?;
    // Offsets from the first value, so that large numbers close together keep their digits.
    let mean = first + values.iter().map(|value| value - first).sum::<f64>() / values.len() as f64;
    mean.is_finite().then_some(mean)
}

/// The finite values in ascending order.
pub fn sorted_finite(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The `q` quantile (`q` a fraction, clamped to 0..=1) of `values`, which need not be sorted.
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    quantile_of_sorted(&sorted_finite(values), q)
}

/// The `q` quantile of values in ascending order; `None` when there are none or `q` is NaN.
pub fn quantile_of_sorted(sorted: &[f64], q: f64) -> Option<f64> {
    if q.is_nan() {
        return None;
    }
    let index = sorted.len().checked_sub(1)? as f64 * q.clamp(0.0, 1.0);
    let below = *sorted.get(index as usize)?;
    let above = sorted.get(index as usize + 1).copied().unwrap_or(below);
    Some(between(below, above, index))
}

/// As [`quantile_of_sorted`] of the same values in order, without putting all of them in order: they are moved about.
pub fn quantile_by_selection(values: &mut [f64], q: f64) -> Option<f64> {
    if q.is_nan() {
        return None;
    }
    let index = values.len().checked_sub(1)? as f64 * q.clamp(0.0, 1.0);
    let (_, below, larger) = values.select_nth_unstable_by(index as usize, f64::total_cmp);
    let above = larger.iter().copied().min_by(f64::total_cmp).unwrap_or(*below);
    Some(between(*below, above, index))
}

fn between(below: f64, above: f64, index: f64) -> f64 {
    let part = index - libm::floor(index);
    if part == 0.0 {
        return below;
    }
    // From the nearer end, as NumPy does: equal ends then give exactly that value.
    if part < 0.5 { below + (above - below) * part } else { above - (above - below) * (1.0 - part) }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{cases, number, numbers, text};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn selection_gives_what_sorting_gives(
            mut values in prop::collection::vec(prop_oneof![-9.0..9.0, Just(1.0)], 0..80),
            q in -0.1..1.1,
        ) {
            let sorted = sorted_finite(&values);
            for q in [0.0, 1.0, q] {
                let found = quantile_by_selection(&mut values, q);
                prop_assert_eq!(found.map(f64::to_bits), quantile_of_sorted(&sorted, q).map(f64::to_bits));
            }
        }
    }

    #[test]
    fn agrees_with_numpy() {
        for case in cases("descriptive") {
            let (values, expected, name) =
                (numbers(&case["inputs"]["x"]), &case["expected"], text(&case["name"]));
            let it = Description::of(&values).expect("finite values");
            let pairs = [
                ("mean", Some(it.mean)),
                ("std_population", Some(it.std)),
                ("std_sample", it.std_sample),
                ("min", Some(it.min)),
                ("p25", Some(it.p25)),
                ("p50", Some(it.median)),
                ("p75", Some(it.p75)),
                ("p1", quantile(&values, 0.01)),
                ("p5", quantile(&values, 0.05)),
                ("p90", quantile(&values, 0.9)),
                ("p95", quantile(&values, 0.95)),
                ("p99", quantile(&values, 0.99)),
                ("max", Some(it.max)),
            ];
            for (key, got) in pairs {
                match (got, number(&expected[key])) {
                    (None, None) => {}
                    (Some(got), Some(want)) => {
                        assert!(
                            (got - want).abs() <= 1e-12 * want.abs().max(1.0),
                            "{name} {key}: {got} {want}"
                        );
                    }
                    other => panic!("{name} {key}: {other:?}"),
                }
            }
            assert_eq!(Some(it.n_not_finite as f64), number(&expected["n_nan"]), "{name}");
        }
    }

    #[test]
    fn nothing_has_no_description() {
        assert_eq!(Description::of(&[]), None);
        assert_eq!(Description::of(&[f64::NAN, f64::INFINITY]), None);
        assert_eq!(quantile(&[1.0], f64::NAN), None);
    }

    proptest! {
        #[test]
        fn quantiles_rise_and_nothing_panics(values in prop::collection::vec(any::<f64>(), 0..40), q: f64) {
            let _ = quantile(&values, q);
            if let Some(it) = Description::of(&values) {
                prop_assert!(it.min <= it.max);
            }
        }
    }
}
