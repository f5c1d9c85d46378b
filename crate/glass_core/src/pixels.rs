//! A decoded image, small and still in bytes.

use crate::property::Properties;
use crate::split::SplitName;
use serde::{Deserialize, Serialize};

/// The longest short side kept of a decoded image: the largest model input.
pub const MASTER_SHORT_SIDE: u16 = 96;
/// The longest long side kept of a decoded image.
pub const MASTER_LONG_SIDE: u16 = 384;

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
