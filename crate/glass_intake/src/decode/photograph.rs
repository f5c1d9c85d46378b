//! Photographs: JPEG files far larger than what is kept of them.
//!
//! A JPEG holds frequencies of blocks of eight by eight pixels. At an eighth of its size only the lowest of each is
//! needed: the whole photograph, 36 MB of twelve megapixels, is never made, nor has it to be made small. Twice the
//! size that is kept is what is asked for, so that the filter everything is made small by has the last word here
//! too. Whatever this decoder does not take, the other one reads, or gives the reason.

use super::{MAX_DECODER_BYTES, master_size};
use crate::resize::Size;
use jpeg_decoder::{Decoder, PixelFormat};

/// The size that is asked for, in sizes that are kept.
const MARGIN: u32 = 2;

/// A photograph at a fraction of its size.
pub struct Fraction {
    /// Its size here.
    pub size: Size,
    /// 1 (gray) or 3 (RGB).
    pub channels: u8,
    /// Its pixels, row by row.
    pub data: Vec<u8>,
}

/// Decodes a JPEG of `size` at a half, a quarter or an eighth, whichever is the least that suffices. `None` when it
/// has to be decoded whole.
pub fn decode(bytes: &[u8], size: Size) -> Option<Fraction> {
    let kept = master_size(size);
    let wanted = Size { width: kept.width * MARGIN, height: kept.height * MARGIN };
    let is_at_least = |size: Size, least: Size| size.width >= least.width && size.height >= least.height;
    if !is_at_least(size, Size { width: wanted.width * 2, height: wanted.height * 2 }) {
        return None;
    }
    let mut decoder = Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(MAX_DECODER_BYTES as usize);
    decoder.read_info().ok()?;
    let info = decoder.info()?;
    let channels = match info.pixel_format {
        PixelFormat::L8 => 1,
        PixelFormat::RGB24 => 3,
        // Deep grays and the colours of printers.
        PixelFormat::L16 | PixelFormat::CMYK32 => return None,
    };
    if (u32::from(info.width), u32::from(info.height)) != (size.width, size.height) {
        return None;
    }
    let side = |side: u32| u16::try_from(side).ok();
    let (width, height) = decoder.scale(side(wanted.width)?, side(wanted.height)?).ok()?;
    let size = Size { width: width.into(), height: height.into() };
    let data = decoder.decode().ok()?;
    let fits = is_at_least(size, wanted) && data.len() == size.bytes(channels);
    fits.then_some(Fraction { size, channels, data })
}
