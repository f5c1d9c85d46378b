//! Measured properties of one image: what drift, health checks and shortcut warnings look at.
//!
//! The eight monitored properties are those of Deepchecks' vision suite:
//! - **area** `width · height` and **aspect** `height / width` of the image as it arrived, in pixels;
//! - gray level `g = 0.299 R + 0.587 G + 0.114 B`; **brightness** is its mean and **contrast** (RMS) its
//!   population standard deviation, both as fractions of full white;
//! - **red, green, blue**: mean over the pixels of `c / (R + G + B)`. A gray image counts as `R = G = B`, and so does
//!   a black pixel: ⅓ each. (Deepchecks counts it 0, by which less light, that is more black, would be another colour);
//! - **sharpness**: population variance of the Laplacian (0 1 0 / 1 −4 1 / 0 1 0, edges mirrored without
//!   repeating the outermost pixel, as OpenCV does) of the gray level in 0..=255.
//!
//! Three more, which only the health check reads, are cleanvision's: the 5th and 99th percentile of
//! `√(0.241 R² + 0.691 G² + 0.068 B²)` as fractions, and the entropy in bits of the histogram over all
//! channels (as PIL defines it).
//!
//! All of them except area and aspect are taken from the pixels handed in, which may be a smaller copy.

use crate::describe::quantile_by_selection;
use crate::pixels::Pixels;
use serde::{Deserialize, Serialize};

/// The measurements of one image.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Properties {
    /// Pixels of the image as it arrived.
    pub area: f64,
    /// Height divided by width, of the image as it arrived.
    pub aspect: f64,
    /// Mean gray level, 0 (black) to 1 (white).
    pub brightness: f64,
    /// Standard deviation of the gray level, 0 to 0.5.
    pub contrast: f64,
    /// Mean share of red in a pixel, 0 to 1.
    pub red: f64,
    /// Mean share of green in a pixel, 0 to 1.
    pub green: f64,
    /// Mean share of blue in a pixel, 0 to 1.
    pub blue: f64,
    /// Variance of the Laplacian of the gray level in 0..=255.
    pub sharpness: f64,
    /// Perceived brightness that 5 % of the pixels stay below, 0 to 1.
    pub brightness_p5: f64,
    /// Perceived brightness that 99 % of the pixels stay below, 0 to 1.
    pub brightness_p99: f64,
    /// Entropy of the pixel values, in bits.
    pub entropy_bits: f64,
}

/// A monitored property, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PropertyKind {
    /// See [`Properties::area`].
    Area,
    /// See [`Properties::aspect`].
    Aspect,
    /// See [`Properties::brightness`].
    Brightness,
    /// See [`Properties::contrast`].
    Contrast,
    /// See [`Properties::red`].
    Red,
    /// See [`Properties::green`].
    Green,
    /// See [`Properties::blue`].
    Blue,
    /// See [`Properties::sharpness`].
    Sharpness,
}

impl PropertyKind {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Area,
        Self::Aspect,
        Self::Brightness,
        Self::Contrast,
        Self::Red,
        Self::Green,
        Self::Blue,
        Self::Sharpness,
    ];

    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Aspect => "aspect",
            Self::Brightness => "brightness",
            Self::Contrast => "contrast",
            Self::Red => "red",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Sharpness => "sharpness",
        }
    }

    /// This property's value in `properties`.
    pub fn read(self, properties: &Properties) -> f64 {
        match self {
            Self::Area => properties.area,
            Self::Aspect => properties.aspect,
            Self::Brightness => properties.brightness,
            Self::Contrast => properties.contrast,
            Self::Red => properties.red,
            Self::Green => properties.green,
            Self::Blue => properties.blue,
            Self::Sharpness => properties.sharpness,
        }
    }
}

impl Properties {
    /// Measures `pixels`, which stand for an image of `original_width` by `original_height`. `None` when the
    /// image has no pixels or its bytes do not fit its shape.
    pub fn of(pixels: &Pixels, original_width: u32, original_height: u32) -> Option<Self> {
        let (width, height) = (usize::from(pixels.width), usize::from(pixels.height));
        let channels = usize::from(pixels.channels);
        let fits = matches!(channels, 1 | 3) && pixels.data.len() == width * height * channels;
        if !fits || pixels.data.is_empty() || original_width == 0 || original_height == 0 {
            return None;
        }
        let colours: Vec<[f64; 3]> = pixels.data.chunks_exact(channels).map(colour).collect();
        let gray: Vec<f64> = colours.iter().map(|[r, g, b]| 0.299 * r + 0.587 * g + 0.114 * b).collect();
        let (mean, variance) = mean_and_variance(&gray);
        let [red, green, blue] = relative_intensity(&colours);
        let mut perceived: Vec<f64> = colours
            .iter()
            // Roots are rounded alike everywhere, and one instruction here instead of a call.
            .map(|[r, g, b]| (0.241 * r * r + 0.691 * g * g + 0.068 * b * b).sqrt() / 255.0)
            .collect();
        Some(Self {
            area: f64::from(original_width) * f64::from(original_height),
            aspect: f64::from(original_height) / f64::from(original_width),
            brightness: mean / 255.0,
            contrast: libm::sqrt(variance) / 255.0,
            red,
            green,
            blue,
            sharpness: mean_and_variance(&laplacian(&gray, width)).1,
            brightness_p5: quantile_by_selection(&mut perceived, 0.05)?,
            brightness_p99: quantile_by_selection(&mut perceived, 0.99)?,
            entropy_bits: entropy_bits(&pixels.data, channels),
        })
    }
}

fn colour(pixel: &[u8]) -> [f64; 3] {
    match *pixel {
        [r, g, b] => [f64::from(r), f64::from(g), f64::from(b)],
        [gray, ..] => [f64::from(gray); 3],
        [] => [0.0; 3],
    }
}

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / n)
}

fn relative_intensity(colours: &[[f64; 3]]) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for [r, g, b] in colours {
        let total = r + g + b;
        let shares = if total > 0.0 { [r / total, g / total, b / total] } else { [1.0 / 3.0; 3] };
        sums = [sums[0] + shares[0], sums[1] + shares[1], sums[2] + shares[2]];
    }
    sums.map(|sum| sum / colours.len().max(1) as f64)
}

fn laplacian(gray: &[f64], width: usize) -> Vec<f64> {
    let rows: Vec<&[f64]> = gray.chunks_exact(width.max(1)).collect();
    let at = |y: usize, x: usize| rows.get(y).and_then(|row| row.get(x)).copied().unwrap_or(0.0);
    // The neighbours of an edge pixel are mirrored: beyond the first lies the second.
    let before = |i: usize, n: usize| if i > 0 { i - 1 } else { 1.min(n - 1) };
    let after = |i: usize, n: usize| if i + 1 < n { i + 1 } else { n.saturating_sub(2) };
    let n_rows = rows.len();
    let mut response = Vec::with_capacity(gray.len());
    for (y, row) in rows.iter().enumerate() {
        for (x, centre) in row.iter().enumerate() {
            let vertical = at(before(y, n_rows), x) + at(after(y, n_rows), x);
            let horizontal = at(y, before(x, width)) + at(y, after(x, width));
            response.push(vertical + horizontal - 4.0 * centre);
        }
    }
    response
}

fn entropy_bits(data: &[u8], channels: usize) -> f64 {
    let mut counts = vec![[0_u32; 256]; channels];
    for pixel in data.chunks_exact(channels) {
        for (count, &value) in counts.iter_mut().zip(pixel) {
            count[usize::from(value)] += 1;
        }
    }
    let total = data.len() as f64;
    let terms = counts.iter().flatten().filter(|&&count| count > 0).map(|&count| {
        let share = f64::from(count) / total;
        share * libm::log2(share)
    });
    // A plain image gives minus zero; a person should read zero.
    (-terms.sum::<f64>()).max(0.0) + 0.0
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    fn measured(width: u16, height: u16, channels: u8, data: &[u8]) -> Properties {
        let pixels = Pixels { width, height, channels, data: data.to_vec() };
        Properties::of(&pixels, 40, 30).expect("a whole image")
    }

    #[test]
    fn plain_images() {
        // (name, channels, pixel, brightness, red, green, blue)
        let table = [
            ("black", 1, vec![0], 0.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0),
            ("white", 1, vec![255_u8], 1.0, 1.0 / 3.0, 1.0 / 3.0, 1.0 / 3.0),
            ("red", 3, vec![255, 0, 0], 0.299, 1.0, 0.0, 0.0),
            ("teal", 3, vec![0, 100, 100], 0.701 * 100.0 / 255.0, 0.0, 0.5, 0.5),
        ];
        for (name, channels, pixel, brightness, red, green, blue) in table {
            let it = measured(4, 3, channels, &pixel.repeat(12));
            for (got, want) in
                [(it.brightness, brightness), (it.red, red), (it.green, green), (it.blue, blue)]
            {
                assert!((got - want).abs() < 1e-12, "{name}: {got} against {want}");
            }
            assert_eq!((it.area, it.aspect), (1200.0, 0.75), "{name}");
            assert!(it.contrast < 1e-9 && it.sharpness < 1e-9, "{name}: {it:?}");
        }
    }

    #[test]
    fn contrast_sharpness_and_entropy_of_a_checkerboard() {
        // Half black, half white: mean 1/2, deviation 1/2, one bit a pixel. With mirrored edges every
        // neighbour differs, so the Laplacian is ±4·255 everywhere and its variance (1020)².
        let board: Vec<u8> = (0..64).map(|i| if (i / 8 + i % 8) % 2 == 0 { 0 } else { 255 }).collect();
        let it = measured(8, 8, 1, &board);
        assert!((it.brightness - 0.5).abs() < 1e-12 && (it.contrast - 0.5).abs() < 1e-12);
        assert!((it.sharpness - 1020.0 * 1020.0).abs() < 1e-6);
        assert!((it.entropy_bits - 1.0).abs() < 1e-12);
        assert!(it.brightness_p5 == 0.0 && (it.brightness_p99 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_gray_image_and_its_colour_copy_agree() {
        let gray: Vec<u8> = (0..35).map(|i| (i * 7) as u8).collect();
        let colour: Vec<u8> = gray.iter().flat_map(|&g| [g, g, g]).collect();
        let (one, three) = (measured(7, 5, 1, &gray), measured(7, 5, 3, &colour));
        for kind in PropertyKind::ALL {
            assert!((kind.read(&one) - kind.read(&three)).abs() < 1e-9, "{}", kind.as_str());
        }
    }

    #[test]
    fn a_broken_shape_has_no_properties() {
        for (width, height, channels, bytes) in [(0, 0, 1, 0), (2, 2, 1, 3), (2, 2, 2, 8), (2, 2, 3, 4)] {
            let pixels = Pixels { width, height, channels, data: vec![9; bytes] };
            assert_eq!(Properties::of(&pixels, 2, 2), None, "{width}×{height}×{channels}");
        }
    }

    proptest! {
        #[test]
        fn every_property_is_finite_and_in_range(width in 1_u16..9, height in 1_u16..9, seed in any::<u64>()) {
            let n = usize::from(width) * usize::from(height) * 3;
            let mut stream = crate::rng::Stream::named(seed, "pixels");
            let data: Vec<u8> = (0..n).map(|_| stream.below(256) as u8).collect();
            let it = measured(width, height, 3, &data);
            for kind in PropertyKind::ALL {
                prop_assert!(kind.read(&it).is_finite());
            }
            prop_assert!((0.0..=1.0).contains(&it.brightness) && (0.0..=0.5 + 1e-12).contains(&it.contrast));
            prop_assert!(it.red + it.green + it.blue <= 1.0 + 1e-9);
            prop_assert!(it.brightness_p5 <= it.brightness_p99);
        }
    }
}
