//! Holm's correction: p-values of several tests made comparable, so that watching nine properties does not
//! raise nine times as many false alarms.
//!
//! Adjusted p of the i-th smallest of k: the largest of (k − j + 1)·p_j over j ≤ i, at most 1 (Holm 1979). It
//! holds whatever the dependence between the tests. A test without a p takes no part.

/// The adjusted p-values, in the order given.
pub fn correct(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut present: Vec<(usize, f64)> = p_values
        .iter()
        .enumerate()
        .filter_map(|(index, p_value)| p_value.filter(|p| !p.is_nan()).map(|p| (index, p.clamp(0.0, 1.0))))
        .collect();
    present.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    let mut adjusted = vec![None; p_values.len()];
    let mut largest = 0.0_f64;
    for (rank, &(index, p_value)) in present.iter().enumerate() {
        largest = largest.max(p_value * (present.len() - rank) as f64).min(1.0);
        if let Some(slot) = adjusted.get_mut(index) {
            *slot = Some(largest);
        }
    }
    adjusted
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::agree;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_r() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") and the worked example of its manual's method.
        let table = [
            (vec![Some(0.01), Some(0.04), Some(0.03), Some(0.005)], vec![0.03, 0.06, 0.06, 0.02]),
            (vec![Some(0.5), Some(0.9)], vec![1.0, 1.0]),
            (vec![Some(0.02)], vec![0.02]),
        ];
        for (p_values, want) in table {
            for (got, want) in correct(&p_values).into_iter().zip(want) {
                assert!(agree(got, Some(want), 1e-15), "{p_values:?}: {got:?} {want}");
            }
        }
    }

    #[test]
    fn a_test_without_a_p_takes_no_part() {
        assert_eq!(correct(&[None, Some(0.01), Some(f64::NAN)]), [None, Some(0.01), None]);
        assert!(correct(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn never_smaller_and_in_the_same_order(p_values in prop::collection::vec(0.0..=1.0_f64, 0..12)) {
            let wrapped: Vec<Option<f64>> = p_values.iter().copied().map(Some).collect();
            let adjusted: Vec<f64> = correct(&wrapped).into_iter().flatten().collect();
            prop_assert_eq!(adjusted.len(), p_values.len());
            for (i, a) in p_values.iter().enumerate() {
                prop_assert!(adjusted[i] >= *a && adjusted[i] <= 1.0);
                for (j, b) in p_values.iter().enumerate() {
                    prop_assert!(a > b || adjusted[i] <= adjusted[j]);
                }
            }
        }
    }
}
