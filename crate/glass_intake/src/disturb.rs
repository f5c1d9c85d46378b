//! What may happen to a camera: less light, a dirty lens, another white balance. For showing drift.
//!
//! Applied to master pixels before they are prepared, in the order in which it happens in a camera: the lens
//! blurs, the exposure changes contrast, brightness and warmth, the sensor adds noise.

use glass_core::camera;
use glass_core::pixels::Pixels;
use glass_core::rng::Stream;
use serde::{Deserialize, Serialize};

/// How much of each; all zero changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Disturbance {
    /// Added light: −1 (black) to 1 (white).
    pub brightness: f64,
    /// Contrast around the image's own mean: −1 (none left) to 1 (doubled).
    pub contrast: f64,
    /// Standard deviation of a Gaussian blur, as a share of the short side: 0 to 0.25.
    pub blur: f64,
    /// Standard deviation of added noise, as a share of the full range: 0 to 1.
    pub noise: f64,
    /// White balance: −1 (blue) to 1 (orange). A gray image has none.
    pub warmth: f64,
}

/// What full warmth adds to red and takes from blue.
const FULL_WARMTH: f64 = 64.0;

impl Disturbance {
    /// Does this change nothing?
    pub fn is_none(&self) -> bool {
        self.clamped() == Self::default()
    }

    /// Every value within its bounds; what is not a number counts as zero.
    pub fn clamped(&self) -> Self {
        let within =
            |value: f64, low: f64, high: f64| if value.is_nan() { 0.0 } else { value.clamp(low, high) };
        Self {
            brightness: within(self.brightness, -1.0, 1.0),
            contrast: within(self.contrast, -1.0, 1.0),
            blur: within(self.blur, 0.0, 0.25),
            noise: within(self.noise, 0.0, 1.0),
            warmth: within(self.warmth, -1.0, 1.0),
        }
    }

    /// The disturbed image; noise is drawn from `stream`.
    pub fn apply(&self, pixels: &Pixels, stream: &mut Stream) -> Pixels {
        let amount = self.clamped();
        if amount.is_none() || pixels.data.is_empty() {
            return pixels.clone();
        }
        let mut values: Vec<f32> = pixels.data.iter().copied().map(f32::from).collect();
        let (width, height) = (usize::from(pixels.width), usize::from(pixels.height));
        let channels = usize::from(pixels.channels);
        let fits = channels > 0 && values.len() == width * height * channels;
        if amount.blur > 0.0 && fits {
            let kernel = kernel(amount.blur * width.min(height) as f64);
            values = smear(&values, &kernel, height, width * channels, 1, width * channels);
            values = smear(&values, &kernel, width, channels, height, width * channels);
        }
        let mean = values.iter().map(|&value| f64::from(value)).sum::<f64>() / values.len() as f64;
        let data = values.iter().enumerate().map(|(at, &value)| {
            let warmth = match (channels, at % channels.max(1)) {
                (3, 0) => amount.warmth * FULL_WARMTH,
                (3, 2) => -amount.warmth * FULL_WARMTH,
                _ => 0.0,
            };
            let noise = if amount.noise > 0.0 { amount.noise * 255.0 * stream.normal() } else { 0.0 };
            let contrasted = mean + (f64::from(value) - mean) * (1.0 + amount.contrast);
            camera::byte(camera::lit(contrasted, amount.brightness) + warmth + noise)
        });
        Pixels { data: data.collect(), ..*pixels }
    }
}

/// Half a Gaussian kernel, from the centre out, normalised over both halves.
pub(crate) fn kernel(sigma: f64) -> Vec<f32> {
    let radius = libm::ceil(3.0 * sigma) as usize;
    let weights: Vec<f64> =
        (0..=radius).map(|x| libm::exp(-((x * x) as f64) / (2.0 * sigma * sigma).max(1e-9))).collect();
    let total = weights.iter().sum::<f64>() * 2.0 - weights[0];
    weights.iter().map(|weight| (weight / total) as f32).collect()
}

/// Convolves every line of `n` elements that are `step` apart, edges repeated. A line starts at each of the
/// first `step` elements of each of `n_groups` groups, which are `group` elements apart.
pub(crate) fn smear(
    values: &[f32],
    kernel: &[f32],
    n: usize,
    step: usize,
    n_groups: usize,
    group: usize,
) -> Vec<f32> {
    let mut smeared = vec![0.0; values.len()];
    for start in (0..n_groups).map(|index| index * group) {
        for at in 0..n {
            let target = &mut smeared[start + at * step..start + (at + 1) * step];
            for (distance, &weight) in kernel.iter().enumerate() {
                let before = start + at.saturating_sub(distance) * step;
                let behind = start + (at + distance).min(n - 1) * step;
                if distance == 0 {
                    accumulate(target, &values[before..before + step], weight);
                } else {
                    accumulate(target, &values[before..before + step], weight);
                    accumulate(target, &values[behind..behind + step], weight);
                }
            }
        }
    }
    smeared
}

fn accumulate(target: &mut [f32], source: &[f32], weight: f32) {
    for (sum, value) in target.iter_mut().zip(source) {
        *sum += value * weight;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use glass_core::property::Properties;
    use proptest::prelude::*;

    fn checker() -> Pixels {
        let data = (0..24 * 18 * 3).map(|at| if (at / 3 + at / 72) % 4 < 2 { 60 } else { 190 }).collect();
        Pixels::checked(24, 18, 3, data).unwrap()
    }

    fn measured(disturbance: Disturbance) -> Properties {
        let pixels = disturbance.apply(&checker(), &mut Stream::named(1, "test"));
        Properties::of(&pixels, 24, 18).unwrap()
    }

    #[test]
    fn each_dial_moves_its_property() {
        let still = measured(Disturbance::default());
        let dark = measured(Disturbance { brightness: -0.2, ..Disturbance::default() });
        assert!((still.brightness - dark.brightness - 0.2).abs() < 0.01);
        let flat = measured(Disturbance { contrast: -0.5, ..Disturbance::default() });
        assert!((flat.contrast / still.contrast - 0.5).abs() < 0.02);
        assert!((flat.brightness - still.brightness).abs() < 0.01);
        let blurred = measured(Disturbance { blur: 0.1, ..Disturbance::default() });
        assert!(blurred.sharpness < still.sharpness / 4.0);
        assert!((blurred.brightness - still.brightness).abs() < 0.02);
        let noisy = measured(Disturbance { noise: 0.1, ..Disturbance::default() });
        assert!(noisy.sharpness > still.sharpness);
        let warm = measured(Disturbance { warmth: 0.5, ..Disturbance::default() });
        assert!(warm.red > still.red + 0.05 && warm.blue < still.blue - 0.05);
    }

    #[test]
    fn a_blur_keeps_flat_images_flat() {
        for channels in [1, 3] {
            let flat = Pixels::checked(7, 5, channels, vec![90; 35 * usize::from(channels)]).unwrap();
            let blur = Disturbance { blur: 0.25, ..Disturbance::default() };
            assert_eq!(blur.apply(&flat, &mut Stream::named(1, "test")), flat);
        }
    }

    proptest! {
        #[test]
        fn zero_is_identity_and_nothing_panics(
            width in 1_u16..40, height in 1_u16..40, three: bool, cut in 0_usize..3,
            brightness: f64, contrast: f64, blur: f64, noise: f64, warmth: f64,
        ) {
            let channels = if three { 3 } else { 1 };
            let n = usize::from(width) * usize::from(height) * usize::from(channels);
            let data: Vec<u8> = (0..n.saturating_sub(cut)).map(|at| (at * 37) as u8).collect();
            let pixels = Pixels { width, height, channels, data };
            let mut stream = Stream::named(3, "test");
            prop_assert_eq!(&Disturbance::default().apply(&pixels, &mut stream), &pixels);
            let changed = Disturbance { brightness, contrast, blur, noise, warmth }.apply(&pixels, &mut stream);
            prop_assert_eq!(changed.data.len(), pixels.data.len());
        }
    }
}
