//! Wasserstein-1 distance: how far the values have to be moved, on average, to turn one sample into the
//! other; and the same divided by the reference's population standard deviation, which makes it comparable
//! between properties.
//!
//! ∫ |F(x) − G(x)| dx over the two empirical distribution functions (SciPy's `wasserstein_distance`). `None`
//! when a side is empty; the relative form also when the reference is constant.

use crate::describe::{Description, sorted_finite};

/// The distance, in the unit of the values.
pub fn distance(reference: &[f64], current: &[f64]) -> Option<f64> {
    let (a, b) = (sorted_finite(reference), sorted_finite(current));
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let mut all: Vec<f64> = a.iter().chain(&b).copied().collect();
    all.sort_by(f64::total_cmp);
    let (mut below_a, mut below_b, mut total) = (0, 0, 0.0);
    for pair in all.windows(2) {
        let [value, next] = *pair else { continue };
        while a.get(below_a).is_some_and(|it| *it <= value) {
            below_a += 1;
        }
        while b.get(below_b).is_some_and(|it| *it <= value) {
            below_b += 1;
        }
        let gap = below_a as f64 / a.len() as f64 - below_b as f64 / b.len() as f64;
        total += gap.abs() * (next - value);
    }
    total.is_finite().then_some(total)
}

/// The distance in standard deviations of the reference.
pub fn relative(reference: &[f64], current: &[f64]) -> Option<f64> {
    let std = Description::of(reference)?.std;
    let relative = distance(reference, current)? / std;
    (std > 0.0 && relative.is_finite()).then_some(relative)
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
            let (expected, name) = (&case["expected"], text(&case["name"]));
            let (reference, current) =
                (numbers(&case["inputs"]["reference"]), numbers(&case["inputs"]["current"]));
            let got = distance(&reference, &current);
            assert!(agree(got, number(&expected["wasserstein_1"]), 1e-12), "{name}: {got:?}");
            let got = relative(&reference, &current);
            assert!(agree(got, number(&expected["wasserstein_1_over_ref_std"]), 1e-12), "{name}: {got:?}");
        }
        for case in cases("distances").iter().filter(|case| case["inputs"]["u"].is_array()) {
            // Whole weights are repetitions.
            let column = |values: &str, weights: &str| -> Vec<f64> {
                let values = numbers(&case["inputs"][values]);
                let weights = case["inputs"][weights].as_array().map(|_| numbers(&case["inputs"][weights]));
                let weights = weights.unwrap_or_else(|| vec![1.0; values.len()]);
                values.iter().zip(weights).flat_map(|(&value, n)| vec![value; n as usize]).collect()
            };
            let got = distance(&column("u", "u_weights"), &column("v", "v_weights"));
            assert!(agree(got, number(&case["expected"]["wasserstein_1"]), 1e-12), "{}", text(&case["name"]));
        }
    }

    #[test]
    fn agrees_with_evidently() {
        let mut compared = 0;
        for case in cases("evidently").iter().filter(|case| text(&case["inputs"]["kind"]) == "num") {
            let (reference, current) =
                (numbers(&case["inputs"]["reference"]), numbers(&case["inputs"]["current"]));
            if let (Some(got), Some(want)) =
                (relative(&reference, &current), number(&case["expected"]["wasserstein"]["value"]))
            {
                assert!((got - want).abs() < 1e-9, "{}: {got} {want}", text(&case["name"]));
                compared += 1;
            }
        }
        assert!(compared >= 3);
    }

    proptest! {
        #[test]
        fn moves_with_the_values(values in prop::collection::vec(-1e3..1e3_f64, 1..40), shift in -1e3..1e3_f64) {
            let moved: Vec<f64> = values.iter().map(|value| value + shift).collect();
            let got = distance(&values, &moved).expect("values");
            prop_assert!((got - shift.abs()).abs() < 1e-6);
        }

        #[test]
        fn any_input_is_survived(
            a in prop::collection::vec(any::<f64>(), 0..20),
            b in prop::collection::vec(any::<f64>(), 0..20),
        ) {
            prop_assert!(distance(&a, &b).is_none_or(|it| it >= 0.0));
            prop_assert!(relative(&a, &b).is_none_or(|it| it >= 0.0));
        }
    }
}
