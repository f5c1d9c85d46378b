//! From the bytes of one image to its master pixels: upright, 8-bit, gray or RGB, small.
//!
//! Limits come first: the size in the header is checked before a decoder may allocate, and the decoder is
//! given limits of its own. What remains is reduced at once to the largest size any model input needs
//! ([`pixels::MASTER_SHORT_SIDE`] by [`pixels::MASTER_LONG_SIDE`]), never enlarged, so that a data set fits in memory.

mod photograph;

use crate::flatten::flatten;
use crate::resize::{Size, resize, whole};
use crate::sniff::{self, Format, Kind};
use glass_core::fault::RejectReason;
use glass_core::pixels::{self, Pixels, Sample, SampleMeta};
use glass_core::property::Properties;
use glass_core::split::SplitName;
use image::metadata::Orientation;
use image::{ColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use photograph::Fraction;
use std::io::{self, Cursor};
use xxhash_rust::xxh3::Xxh3Default;

/// The largest file, in bytes: 20 MiB.
pub const MAX_FILE_BYTES: u64 = 20 << 20;
/// The longest side, in pixels.
pub const MAX_SIDE: u32 = 8_192;
/// The most pixels: 40 million.
pub const MAX_PIXELS: u64 = 40_000_000;
/// The most memory a decoder may take, output included: 256 MiB.
const MAX_DECODER_BYTES: u64 = 256 << 20;
/// The longest message kept of a decoder.
const MAX_MESSAGE_CHARS: usize = 160;

/// An image, decoded and made small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The master pixels.
    pub pixels: Pixels,
    /// Width of the upright image before it was made small.
    pub original_width: u32,
    /// Height of the upright image before it was made small.
    pub original_height: u32,
    /// The file moves and only its first frame was taken.
    pub is_first_frame_only: bool,
}

/// An image in 8-bit gray or RGB, not yet upright nor as small as it is kept.
pub(crate) struct Raw {
    /// The image's own size.
    pub size: Size,
    /// The size of `data`: its own, or less.
    data_size: Size,
    pub channels: u8,
    pub data: Vec<u8>,
    orientation: Orientation,
    is_first_frame_only: bool,
}

/// Decodes a file, told by its content.
pub fn decode(bytes: &[u8]) -> Result<Decoded, RejectReason> {
    let opened = Opened::of(bytes)?;
    reduce(match opened.fraction(bytes) {
        Some(raw) => raw,
        None => opened.whole()?,
    })
}

/// Decodes without making small.
pub(crate) fn decode_whole(bytes: &[u8]) -> Result<Raw, RejectReason> {
    Opened::of(bytes)?.whole()
}

/// A file whose header has been read and whose size may be.
struct Opened<'a> {
    format: Format,
    size: Size,
    decoder: Box<dyn ImageDecoder + 'a>,
    orientation: Orientation,
    is_first_frame_only: bool,
}

impl<'a> Opened<'a> {
    fn of(bytes: &'a [u8]) -> Result<Self, RejectReason> {
        if bytes.is_empty() {
            return Err(RejectReason::EmptyFile);
        }
        check_file_size(bytes.len() as u64)?;
        let format = match sniff::kind(&bytes[..bytes.len().min(sniff::PREFIX_BYTES)]) {
            Kind::Image(format) => format,
            Kind::Known(name) => return Err(RejectReason::UnsupportedFormat(name.to_owned())),
            Kind::Zip | Kind::Unknown => return Err(RejectReason::NotAnImage),
        };
        let header = sniff::header(format, bytes)?;
        check_size(header.width, header.height)?;

        let mut reader = ImageReader::with_format(Cursor::new(bytes), image_format(format));
        let mut limits = Limits::default();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        limits.max_alloc = Some(MAX_DECODER_BYTES);
        reader.limits(limits);
        let size = Size { width: header.width, height: header.height };
        let mut decoder = reader.into_decoder().map_err(|error| reason(format, &error, size))?;
        // Decoder and header may disagree on a crafted file: the decoder's word counts for memory.
        let (width, height) = decoder.dimensions();
        check_size(width, height)?;
        // An unreadable orientation is no orientation.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let size = Size { width, height };
        let is_first_frame_only = header.is_animated;
        Ok(Self { format, size, decoder: Box::new(decoder), orientation, is_first_frame_only })
    }

    /// A photograph, at a fraction of its size.
    fn fraction(&self, bytes: &[u8]) -> Option<Raw> {
        if self.format != Format::Jpeg {
            return None;
        }
        let Fraction { size: data_size, channels, data } = photograph::decode(bytes, self.size)?;
        let Self { size, orientation, .. } = *self;
        Some(Raw { size, data_size, channels, data, orientation, is_first_frame_only: false })
    }

    fn whole(self) -> Result<Raw, RejectReason> {
        let Self { format, size, decoder, orientation, is_first_frame_only } = self;
        let too_large = RejectReason::TooManyPixels { width: size.width, height: size.height };
        if decoder.total_bytes() > MAX_DECODER_BYTES {
            return Err(too_large);
        }
        let color = decoder.color_type();
        let mut data = zeroed(decoder.total_bytes() as usize).ok_or(too_large)?;
        decoder.read_image_boxed(&mut data).map_err(|error| reason(format, &error, size))?;
        let channels = flatten(color, &mut data).ok_or_else(broken)?;
        Ok(Raw { size, data_size: size, channels, data, orientation, is_first_frame_only })
    }
}

/// Takes pixels that somebody else decoded (a camera frame, a format only the browser knows), as RGBA.
pub fn from_rgba(width: u32, height: u32, mut rgba: Vec<u8>) -> Result<Decoded, RejectReason> {
    check_size(width, height)?;
    let size = Size { width, height };
    if rgba.len() != size.bytes(4) {
        return Err(RejectReason::Truncated);
    }
    let channels = flatten(ColorType::Rgba8, &mut rgba).ok_or_else(broken)?;
    reduce(Raw::upright(size, channels, rgba))
}

/// Takes pixels as they lie in a file without a format of its own: gray or RGB, row by row.
pub(crate) fn from_bytes(
    width: u32,
    height: u32,
    channels: u8,
    data: Vec<u8>,
) -> Result<Decoded, RejectReason> {
    check_size(width, height)?;
    let size = Size { width, height };
    if data.len() != size.bytes(channels) {
        return Err(RejectReason::Truncated);
    }
    reduce(Raw::upright(size, channels, data))
}

/// Bytes that are kept of an image of this size.
pub(crate) fn kept_bytes(width: u32, height: u32, channels: u8) -> u32 {
    master_size(Size { width, height }).bytes(channels) as u32
}

/// Refuses a file of more than [`MAX_FILE_BYTES`].
pub fn check_file_size(bytes: u64) -> Result<(), RejectReason> {
    match bytes {
        0..=MAX_FILE_BYTES => Ok(()),
        _ => Err(RejectReason::TooManyBytes { bytes, limit: MAX_FILE_BYTES }),
    }
}

/// Refuses sides and areas that no image may have.
pub(crate) fn check_size(width: u32, height: u32) -> Result<(), RejectReason> {
    if width == 0 || height == 0 {
        return Err(RejectReason::Damaged("an image without pixels".to_owned()));
    }
    if width > MAX_SIDE || height > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(RejectReason::TooManyPixels { width, height });
    }
    Ok(())
}

fn image_format(format: Format) -> ImageFormat {
    match format {
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
        Format::Bmp => ImageFormat::Bmp,
    }
}

impl Raw {
    /// Pixels as they lie.
    fn upright(size: Size, channels: u8, data: Vec<u8>) -> Self {
        let orientation = Orientation::NoTransforms;
        Self { size, data_size: size, channels, data, orientation, is_first_frame_only: false }
    }
}

/// Memory for a decoder, or `None` when there is none.
fn zeroed(len: usize) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    data.try_reserve_exact(len).ok()?;
    data.resize(len, 0);
    Some(data)
}

fn broken() -> RejectReason {
    RejectReason::Damaged("pixels that do not fit their shape".to_owned())
}

/// Makes small and turns upright.
fn reduce(raw: Raw) -> Result<Decoded, RejectReason> {
    let Raw { size, data_size, channels, mut data, orientation, is_first_frame_only } = raw;
    let to = master_size(size);
    if to != data_size {
        data = resize(&data, data_size, channels, whole(data_size), to).ok_or_else(broken)?;
    }
    data.shrink_to_fit();
    let pixels = Pixels::checked(to.width as u16, to.height as u16, channels, data).ok_or_else(broken)?;
    let is_turned = matches!(orientation.to_exif(), 5..=8);
    Ok(Decoded {
        pixels: turn(pixels, orientation),
        original_width: if is_turned { size.height } else { size.width },
        original_height: if is_turned { size.width } else { size.height },
        is_first_frame_only,
    })
}

/// The size kept of an image.
fn master_size(size: Size) -> Size {
    let (width, height) = pixels::master_size(size.width, size.height);
    Size { width, height }
}

/// Turns pixels upright. Done on the small image: the filter is the same in every direction.
fn turn(pixels: Pixels, orientation: Orientation) -> Pixels {
    let orientation = orientation.to_exif();
    if orientation == 1 {
        return pixels;
    }
    let (width, height) = (usize::from(pixels.width), usize::from(pixels.height));
    let channels = usize::from(pixels.channels);
    let is_turned = orientation >= 5;
    let (new_width, new_height) = if is_turned { (height, width) } else { (width, height) };
    let mut data = Vec::with_capacity(pixels.data.len());
    for y in 0..new_height {
        for x in 0..new_width {
            let (from_x, from_y) = match orientation {
                2 => (width - 1 - x, y),
                3 => (width - 1 - x, height - 1 - y),
                4 => (x, height - 1 - y),
                5 => (y, x),
                6 => (y, height - 1 - x),
                7 => (width - 1 - y, height - 1 - x),
                _ => (width - 1 - y, x),
            };
            let at = (from_y * width + from_x) * channels;
            data.extend_from_slice(&pixels.data[at..at + channels]);
        }
    }
    Pixels { width: new_width as u16, height: new_height as u16, channels: pixels.channels, data }
}

/// A decoder's error as a reason.
fn reason(format: Format, error: &ImageError, size: Size) -> RejectReason {
    if let ImageError::IoError(io) = error
        && io.kind() == io::ErrorKind::UnexpectedEof
    {
        return RejectReason::Truncated;
    }
    // Decoders wrap one another's errors: only their words tell an early end from nonsense.
    let words = error.to_string();
    let lower = words.to_lowercase();
    match error {
        _ if ["unexpected end", "unexpected eof", "failed to fill whole buffer"]
            .iter()
            .any(|end| lower.contains(end)) =>
        {
            RejectReason::Truncated
        }
        ImageError::Limits(_) => RejectReason::TooManyPixels { width: size.width, height: size.height },
        ImageError::Unsupported(_) => {
            RejectReason::UnsupportedFormat(format!("{}: {}", format.name(), short(&words)))
        }
        _ => RejectReason::Damaged(short(essence(&words))),
    }
}

/// What a person may make something of: not which decoder said so, nor which part of the file it was at.
fn essence(words: &str) -> &str {
    let told = words.strip_prefix("Format error decoding ").and_then(|rest| rest.split_once(": "));
    let told = told.map_or(words, |(_, told)| told);
    told.split(" while decoding").next().unwrap_or(told)
}

fn short(words: &str) -> String {
    words.chars().filter(|c| !c.is_control()).take(MAX_MESSAGE_CHARS).collect()
}

impl Decoded {
    /// A hash of the pixels and the original size: copies of an image have equal digests, whatever file
    /// format they came in.
    pub fn digest(&self) -> u64 {
        let mut hash = Xxh3Default::new();
        let shape = [
            self.original_width,
            self.original_height,
            self.pixels.width.into(),
            self.pixels.height.into(),
            self.pixels.channels.into(),
        ];
        for side in shape {
            hash.update(&side.to_le_bytes());
        }
        hash.update(&self.pixels.data);
        hash.digest()
    }

    /// This image as a sample of the data set. `None` only for pixels that do not fit their shape.
    pub fn into_sample(
        self,
        path: String,
        class: Option<String>,
        fixed: Option<SplitName>,
    ) -> Option<Sample> {
        let properties = Properties::of(&self.pixels, self.original_width, self.original_height)?;
        let meta = SampleMeta {
            path,
            class,
            fixed,
            properties,
            digest: self.digest(),
            original_width: self.original_width,
            original_height: self.original_height,
            is_first_frame_only: self.is_first_frame_only,
        };
        Some(Sample { meta, pixels: self.pixels })
    }
}

#[cfg(test)]
mod tests;
