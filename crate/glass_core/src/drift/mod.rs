//! How far a window of new images has moved from the reference: one statistic a file.
//!
//! Every score is a distance: 0 means the same, larger is further, so that one kind of threshold
//! ([`crate::threshold`]) judges them all. A test's p-value becomes a distance as its [`surprise`].
//! The reference is the held-out split of the run, never the training split. NaN and infinities are left out.

pub mod chi2;
pub mod distances;
pub mod domain;
pub mod holm;
pub mod jensen_shannon;
pub mod ks;
pub mod mmd;
pub mod psi;
pub mod wasserstein;

/// −log10 p: 2 is one in a hundred. A p of 0 counts as 1e-300; p above 1 or NaN as 1.
pub fn surprise(p_value: f64) -> f64 {
    let p_value = if p_value.is_nan() { 1.0 } else { p_value.clamp(1e-300, 1.0) };
    // Adding zero turns −0 into 0.
    -libm::log10(p_value) + 0.0
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn surprise_is_a_distance() {
        for (p_value, want) in [(1.0, 0.0), (0.01, 2.0), (0.0, 300.0), (f64::NAN, 0.0), (7.0, 0.0)] {
            assert!((surprise(p_value) - want).abs() < 1e-12, "{p_value}");
        }
    }
}
