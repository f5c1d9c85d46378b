//! What the page and the worker must agree on when they show a disturbed camera: the worker disturbs what the
//! model sees, the page what the person sees.

/// Blur slider at 1, as a share of the short side: the standard deviation of the Gaussian.
pub const FULL_BLUR: f64 = 0.1;

/// A value (of 255) under added light, −1 (black) to 1 (white).
pub fn lit(value: f64, brightness: f64) -> f64 {
    value + brightness * 255.0
}

/// The byte nearest to a value; what is brighter than white is white, what is darker than black is black.
pub fn byte(value: f64) -> u8 {
    // Casting saturates at 0 and 255.
    (value + 0.5) as u8
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn light_is_added_rounded_and_kept_within_bounds() {
        for (value, brightness, expected) in
            [(100, 0.0, 100), (100, 0.1, 126), (100, -0.1, 75), (200, 0.5, 255), (20, -0.5, 0), (0, 1.0, 255)]
        {
            assert_eq!(byte(lit(f64::from(value), brightness)), expected, "{value} under {brightness}");
        }
    }
}
