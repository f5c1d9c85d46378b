//! A decoded image, small and still in bytes.

use crate::property::Properties;
use crate::split::SplitName;
use serde::{Deserialize, Serialize};

/// The longest short side kept of a decoded image: the largest model input.
pub const MASTER_SHORT_SIDE: u16 = 96;
/// The longest long side kept of a decoded image.
pub const MASTER_LONG_SIDE: u16 = 384;

/// The size kept of an image of this size, columns and rows: never enlarged.
pub fn master_size(width: u32, height: u32) -> (u32, u32) {
    let (short, long) = (f64::from(width.min(height)), f64::from(width.max(height)));
    let scale = (f64::from(MASTER_SHORT_SIDE) / short).min(f64::from(MASTER_LONG_SIDE) / long);
    if scale >= 1.0 {
        return (width, height);
    }
    let scaled = |side: u32| ((f64::from(side) * scale + 0.5) as u32).max(1);
    (scaled(width), scaled(height))
}

/// Interleaved 8-bit pixels, row by row: `data.len() == width * height * channels`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pixels {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
    /// 1 (gray) or 3 (red, green, blue).
    pub channels: u8,
    /// The bytes.
    pub data: Vec<u8>,
}

impl Pixels {
    /// Pixels of the given shape, or `None` when the bytes do not fit it.
    pub fn checked(width: u16, height: u16, channels: u8, data: Vec<u8>) -> Option<Self> {
        let fits = width > 0
            && height > 0
            && matches!(channels, 1 | 3)
            && data.len() == usize::from(width) * usize::from(height) * usize::from(channels);
        fits.then_some(Self { width, height, channels, data })
    }
}

/// What is known of an image besides its pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleMeta {
    /// Path as dropped, for people and exports.
    pub path: String,
    /// Name of its class, from its folder; `None` when nobody said.
    pub class: Option<String>,
    /// The split its folder asked for.
    pub fixed: Option<SplitName>,
    /// Measured image properties, of the master pixels (area and aspect of the original).
    pub properties: Properties,
    /// Hash of the decoded pixels and their shape: equal images, equal digest.
    pub digest: u64,
    /// Width of the image before it was made small.
    pub original_width: u32,
    /// Height of the image before it was made small.
    pub original_height: u32,
    /// The file moves and only its first frame was taken.
    pub is_first_frame_only: bool,
}

/// An image of the data set: at most [`MASTER_SHORT_SIDE`] by [`MASTER_LONG_SIDE`] pixels, never enlarged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// Name, label, measurements.
    pub meta: SampleMeta,
    /// The master pixels, from which every model input is prepared.
    pub pixels: Pixels,
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn images_are_made_small_by_their_short_or_their_long_side_and_never_enlarged() {
        for (from, to) in [
            ((640, 480), (128, 96)),
            ((480, 640), (96, 128)),
            ((1920, 200), (384, 40)),
            ((40, 30), (40, 30)),
            ((96, 384), (96, 384)),
            ((100_000, 1), (384, 1)),
        ] {
            assert_eq!(master_size(from.0, from.1), to);
        }
    }
}
