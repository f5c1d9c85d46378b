//! Curves made readable: TensorBoard's smoothing, and downsampling that keeps the peaks.
//!
//! Smoothing: s_t = w·s_{t−1} + (1 − w)·x_t from s_0 = 0, shown as s_t / (1 − w^t), t counting finite values
//! (TensorBoard's debiased moving average). A value that is not finite has no smoothed value and does not
//! count; a constant series is left alone. Smooth before downsampling.

use serde::{Deserialize, Serialize};

/// The weight of the past unless someone moves the slider.
pub const DEFAULT_WEIGHT: f64 = 0.6;

/// The smoothed series, one entry a value; `None` where the value was not finite. A weight outside [0, 1)
/// is clamped to it (NaN smooths nothing).
pub fn smooth(values: &[f64], weight: f64) -> Vec<Option<f64>> {
    let weight = if weight.is_nan() { 0.0 } else { weight.clamp(0.0, 0.999_999) };
    let is_constant = values.iter().all(|value| Some(value) == values.first());
    let (mut sum, mut past) = (0.0, 1.0);
    values
        .iter()
        .map(|&value| {
            if is_constant || !value.is_finite() {
                return value.is_finite().then_some(value);
            }
            sum = weight * sum + (1.0 - weight) * value;
            past *= weight;
            Some(sum / (1.0 - past))
        })
        .collect()
}

/// A stretch of a series: where it begins, and how low and how high it goes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// Index of the first value.
    pub start: usize,
    /// Number of values, those not finite included.
    pub len: usize,
    /// Lowest finite value.
    pub min: f64,
    /// Highest finite value.
    pub max: f64,
}

/// The series cut into at most `n_stretches` of (nearly) equal length, each with its lowest and highest
/// value, so that no spike is lost. A stretch without a finite value is left out: a gap.
pub fn envelope(values: &[f64], n_stretches: usize) -> Vec<Stretch> {
    let n_stretches = n_stretches.min(values.len());
    (0..n_stretches)
        .filter_map(|index| {
            let edge = |index: usize| (index as u128 * values.len() as u128 / n_stretches as u128) as usize;
            let (start, end) = (edge(index), edge(index + 1));
            let finite = values.get(start..end)?.iter().copied().filter(|value| value.is_finite());
            let (min, max) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(min, max), value| {
                (min.min(value), max.max(value))
            });
            (min <= max).then_some(Stretch { start, len: end - start, min, max })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn smoothing_follows_tensorboard() {
        let nan = f64::NAN;
        // Worked by hand with w = 0.5: sums 0.5, 1.25, …, divided by 1 − 0.5^t.
        let table = [
            (vec![1.0, 2.0, 4.0], 0.5, vec![Some(1.0), Some(1.25 / 0.75), Some(2.625 / 0.875)]),
            (vec![1.0, nan, 2.0], 0.5, vec![Some(1.0), None, Some(1.25 / 0.75)]),
            (vec![3.0, 3.0, 3.0], 0.9, vec![Some(3.0); 3]),
            (vec![1.0, 5.0], 0.0, vec![Some(1.0), Some(5.0)]),
            (vec![], 0.6, vec![]),
        ];
        for (values, weight, want) in table {
            let got = smooth(&values, weight);
            assert_eq!(got.len(), want.len());
            for (got, want) in got.iter().zip(&want) {
                assert!(crate::golden::agree(*got, *want, 1e-15), "{values:?}: {got:?} {want:?}");
            }
        }
    }

    #[test]
    fn the_envelope_keeps_a_spike() {
        let mut values = vec![1.0; 1000];
        values[617] = 9.0;
        let it = envelope(&values, 50);
        assert_eq!(it.len(), 50);
        assert_eq!(it.iter().filter(|stretch| stretch.max == 9.0).count(), 1);
        assert!(envelope(&[f64::NAN], 3).is_empty() && envelope(&values, 0).is_empty());
    }

    proptest! {
        #[test]
        fn smoothing_stays_between_the_extremes(values in prop::collection::vec(-1e6..1e6_f64, 1..60), w in 0.0..1.0) {
            let (min, max) = values.iter().fold((f64::MAX, f64::MIN), |(a, b), &v| (a.min(v), b.max(v)));
            for value in smooth(&values, w).into_iter().flatten() {
                prop_assert!(value >= min - 1e-6 && value <= max + 1e-6);
            }
        }

        #[test]
        fn stretches_cover_everything(values in prop::collection::vec(any::<f64>(), 0..90), n in 0_usize..40, w: f64) {
            let _ = smooth(&values, w);
            let it = envelope(&values, n);
            prop_assert!(it.len() <= n);
            if n > 0 && values.iter().all(|value| value.is_finite()) {
                prop_assert_eq!(it.iter().map(|stretch| stretch.len).sum::<usize>(), values.len());
            }
        }
    }
}
