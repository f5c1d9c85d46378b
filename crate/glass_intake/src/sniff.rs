//! What a file is, by its content; and how large its image is, by its header. Nothing is decoded here.
//!
//! Names lie and bombs hide behind them: a picture is known by its first bytes, and its size is read before
//! any decoder may allocate for it.

use crate::jpeg;
use glass_core::fault::RejectReason;

/// Bytes from the start of a file that are enough to know its kind.
pub const PREFIX_BYTES: usize = 1024;

/// A kind of image that is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Portable network graphics, animated ones too.
    Png,
    /// JPEG: baseline and progressive, gray, colour and CMYK.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP, with and without loss.
    WebP,
    /// Windows bitmaps.
    Bmp,
}

impl Format {
    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Jpeg => "JPEG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Bmp => "BMP",
        }
    }
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An image that is decoded.
    Image(Format),
    /// A zip archive, or one of the many kinds of file that are one inside.
    Zip,
    /// A known kind that is not decoded; its name.
    Known(&'static str),
    /// Anything else.
    Unknown,
}

/// The kind of a file that starts with `prefix` (at best [`PREFIX_BYTES`] of it).
pub fn kind(prefix: &[u8]) -> Kind {
    if let Some(format) = image_format(prefix) {
        return Kind::Image(format);
    }
    if let Some((_, name)) = SIGNATURES.iter().find(|(magic, _)| prefix.starts_with(magic)) {
        return Kind::Known(name);
    }
    if matches!(prefix, [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..]) {
        return Kind::Zip;
    }
    match prefix {
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Kind::Known(brand_name(brand)),
        [b'P', b'1'..=b'7', space, ..] if space.is_ascii_whitespace() => Kind::Known("Netpbm"),
        _ if prefix.get(257..262) == Some(b"ustar") => Kind::Known("tar archive"),
        _ if is_svg(prefix) => Kind::Known("SVG"),
        _ => Kind::Unknown,
    }
}

fn image_format(prefix: &[u8]) -> Option<Format> {
    match prefix {
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Format::Png),
        [0xff, 0xd8, 0xff, ..] => Some(Format::Jpeg),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Format::Gif),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Format::WebP),
        // "BM" alone begins many a text: the size of the second header must be one that exists.
        [b'B', b'M', ..] => match prefix.get(14..18)? {
            [12 | 16 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0] => Some(Format::Bmp),
            _ => None,
        },
        _ => None,
    }
}

const SIGNATURES: &[(&[u8], &str)] = &[
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"%PDF", "PDF"),
    (b"8BPS", "PSD"),
    (b"\0\0\x01\0", "ICO"),
    (b"\0\0\x02\0", "ICO"),
    (b"\0\0\0\x0cjP  \r\n\x87\n", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"FUJIFILMCCD-RAW", "camera raw"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"DDS ", "DDS"),
    (b"qoif", "QOI"),
    (b"gimp xcf", "XCF"),
    (b"\x1a\x45\xdf\xa3", "video"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\0", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
];

/// The kind behind a brand of the ISO base media format.
fn brand_name(brand: &[u8]) -> &'static str {
    match brand.get(..4) {
        Some(b"avif" | b"avis") => "AVIF",
        Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => "HEIC",
        Some(b"crx ") => "camera raw",
        _ => "video",
    }
}

fn is_svg(prefix: &[u8]) -> bool {
    let text = String::from_utf8_lossy(prefix);
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}

/// What an image's header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// There is more than one frame.
    pub is_animated: bool,
}

/// Reads the header of a whole file of the given format. A JPEG without its end is [`RejectReason::Truncated`]
/// already here: decoders fill the missing part with gray and do not say so.
pub fn header(format: Format, bytes: &[u8]) -> Result<Header, RejectReason> {
    let header = match format {
        Format::Png => png(bytes),
        Format::Jpeg => return jpeg::header(bytes),
        Format::Gif => gif(bytes),
        Format::WebP => webp(bytes),
        Format::Bmp => bmp(bytes),
    };
    header.ok_or(RejectReason::Truncated)
}

pub(crate) fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 2).map(|b| u32::from(b[0]) << 8 | u32::from(b[1]))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(be16(bytes, at)? << 16 | be16(bytes, at + 2)?)
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    be16(bytes, at).map(|value| (value as u16).swap_bytes().into())
}

fn le24(bytes: &[u8], at: usize) -> Option<u32> {
    Some(le16(bytes, at)? | u32::from(*bytes.get(at + 2)?) << 16)
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    be32(bytes, at).map(u32::swap_bytes)
}

fn png(bytes: &[u8]) -> Option<Header> {
    let (width, height) = (be32(bytes, 16)?, be32(bytes, 20)?);
    // An animation is announced (acTL) before the first image data.
    let mut at = 8;
    let is_animated = loop {
        match bytes.get(at + 4..at + 8) {
            Some(b"acTL") => break true,
            Some(b"IDAT" | b"IEND") | None => break false,
            Some(_) => at = at.checked_add(12)?.checked_add(be32(bytes, at)? as usize)?,
        }
    };
    Some(Header { width, height, is_animated })
}

fn gif(bytes: &[u8]) -> Option<Header> {
    let (width, height) = (le16(bytes, 6)?, le16(bytes, 8)?);
    Some(Header { width, height, is_animated: has_two_frames(bytes).unwrap_or(false) })
}

/// Walks the blocks of a GIF up to the second frame; `None` when they end before they should.
fn has_two_frames(bytes: &[u8]) -> Option<bool> {
    let table = |flags: u8| if flags & 0x80 != 0 { 3 << ((flags & 7) + 1) } else { 0 };
    let mut at = 13 + table(*bytes.get(10)?);
    let mut frames = 0;
    loop {
        match *bytes.get(at)? {
            0x2c => {
                frames += 1;
                if frames == 2 {
                    return Some(true);
                }
                at += 11 + table(*bytes.get(at + 9)?);
            }
            0x21 => at += 2,
            _ => return Some(false),
        }
        while *bytes.get(at)? != 0 {
            at += 1 + usize::from(bytes[at]);
        }
        at += 1;
    }
}

fn webp(bytes: &[u8]) -> Option<Header> {
    // The container says how long it is: decoders call a file that was cut off corrupt.
    if u64::from(le32(bytes, 4)?) + 8 > bytes.len() as u64 {
        return None;
    }
    let (width, height, is_animated) = match bytes.get(12..16)? {
        b"VP8 " => (le16(bytes, 26)? & 0x3fff, le16(bytes, 28)? & 0x3fff, false),
        b"VP8L" => {
            let bits = le32(bytes, 21)?;
            ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, false)
        }
        b"VP8X" => (le24(bytes, 24)? + 1, le24(bytes, 27)? + 1, bytes.get(20)? & 2 != 0),
        _ => return None,
    };
    Some(Header { width, height, is_animated })
}

fn bmp(bytes: &[u8]) -> Option<Header> {
    let (width, height) = match le32(bytes, 14)? {
        12 => (le16(bytes, 18)?, le16(bytes, 20)?),
        // A negative height means that the rows go from top to bottom.
        _ => (le32(bytes, 18)?, (le32(bytes, 22)? as i32).unsigned_abs()),
    };
    Some(Header { width, height, is_animated: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kinds_are_told_by_content() {
        let rows: &[(&[u8], Kind)] = &[
            (b"\x89PNG\r\n\x1a\n....", Kind::Image(Format::Png)),
            (b"\xff\xd8\xff\xe0", Kind::Image(Format::Jpeg)),
            (b"GIF89a..", Kind::Image(Format::Gif)),
            (b"RIFF....WEBPVP8 ", Kind::Image(Format::WebP)),
            (b"BM............\x28\0\0\0", Kind::Image(Format::Bmp)),
            (b"BMW is a maker of cars and motorcycles", Kind::Unknown),
            (b"RIFF....WAVE", Kind::Unknown),
            (b"II*\0....", Kind::Known("TIFF")),
            (b"\0\0\0\x18ftypheic", Kind::Known("HEIC")),
            (b"\0\0\0\x1cftypavif", Kind::Known("AVIF")),
            (b"\0\0\0\x14ftypqt  ", Kind::Known("video")),
            (b"\xef\xbb\xbf <?xml version='1.0'?>\n<svg xmlns=", Kind::Known("SVG")),
            (b"<html><body>", Kind::Unknown),
            (b"%PDF-1.7", Kind::Known("PDF")),
            (b"8BPS\0\x01", Kind::Known("PSD")),
            (b"\0\0\x01\0\x01\0", Kind::Known("ICO")),
            (b"\xff\x0a..", Kind::Known("JPEG XL")),
            (b"P6 2 2 255\n", Kind::Known("Netpbm")),
            (b"PK\x03\x04", Kind::Zip),
            (b"Hello, world", Kind::Unknown),
            (b"", Kind::Unknown),
        ];
        for (bytes, expected) in rows {
            assert_eq!(kind(bytes), *expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..300), pick in 0_usize..8) {
            let magics: [&[u8]; 8] = [
                b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF....WEBPVP8 ",
                b"RIFF....WEBPVP8L", b"RIFF....WEBPVP8X", b"BM............\x28\0\0\0",
            ];
            let magic = magics[pick];
            let n = magic.len().min(bytes.len());
            bytes[..n].copy_from_slice(&magic[..n]);
            if let Kind::Image(format) = kind(&bytes) {
                let _ = header(format, &bytes);
            }
        }
    }
}
