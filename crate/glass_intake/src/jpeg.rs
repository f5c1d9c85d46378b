//! The markers of a JPEG file: its size, and whether it is all there.
//!
//! A JPEG that was cut off decodes happily, its missing part in gray or white depending on the decoder. The
//! one sign of a whole file that every writer leaves is the end marker (EOI), so it is required.

use crate::sniff::{Header, be16};
use glass_core::fault::RejectReason;

const START_OF_SCAN: u8 = 0xda;
const END_OF_IMAGE: u8 = 0xd9;

/// Reads size and completeness of a JPEG.
pub fn header(bytes: &[u8]) -> Result<Header, RejectReason> {
    let mut at = 2;
    let mut size = None;
    loop {
        let (marker, behind) = next_marker(bytes, at).ok_or(RejectReason::Truncated)?;
        match marker {
            END_OF_IMAGE => break,
            // Alone, without a length: start, restart and temporary markers.
            0x01 | 0xd0..=0xd8 => at = behind,
            _ => {
                let length = be16(bytes, behind).ok_or(RejectReason::Truncated)? as usize;
                if length < 2 {
                    return Err(RejectReason::Damaged("segment of no length".to_owned()));
                }
                if let Some(kind) = unread(marker) {
                    return Err(RejectReason::UnsupportedFormat(kind.to_owned()));
                }
                if is_start_of_frame(marker) && size.is_none() {
                    size = be16(bytes, behind + 5).zip(be16(bytes, behind + 3));
                }
                at = behind + length;
                if marker == START_OF_SCAN {
                    at = skip_scan(bytes, at).ok_or(RejectReason::Truncated)?;
                }
            }
        }
    }
    let (width, height) = size.ok_or_else(|| RejectReason::Damaged("no frame header".to_owned()))?;
    Ok(Header { width, height, is_animated: false })
}

/// The next marker at or behind `at`, and the offset behind it.
fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let rest = bytes.get(at..)?;
    let found = rest.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xff))?;
    Some((rest[found + 1], at + found + 2))
}

/// The offset of the first marker behind the coded data at `at` that is no restart marker.
fn skip_scan(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let (marker, behind) = next_marker(bytes, at)?;
        if !matches!(marker, 0xd0..=0xd7) {
            return Some(behind - 2);
        }
        at = behind;
    }
}

/// SOF0…SOF15, without the tables that share their numbers (DHT, JPG, DAC).
/// Kinds of frames that no decoder here knows: all but baseline, extended and progressive ones, coded by Huffman.
fn unread(marker: u8) -> Option<&'static str> {
    match marker {
        0xc3 | 0xc5..=0xc7 => Some("lossless JPEG"),
        0xc9..=0xcb | 0xcd..=0xcf => Some("arithmetic JPEG"),
        _ => None,
    }
}

fn is_start_of_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: &[u8] = b"\xff\xd8";
    const FRAME: &[u8] = b"\xff\xc0\0\x0b\x08\0\x07\0\x09\x01\x01\x11\0";
    const SCAN: &[u8] = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0";
    const END: &[u8] = b"\xff\xd9";

    #[test]
    fn only_a_whole_file_has_a_header() {
        let whole = Ok(Header { width: 9, height: 7, is_animated: false });
        let truncated = Err(RejectReason::Truncated);
        let rows: [(&str, &[&[u8]], bool); 9] = [
            ("whole", &[START, FRAME, SCAN, b"data", END], true),
            ("two scans, as progressive files have", &[START, FRAME, SCAN, b"a", SCAN, b"b", END], true),
            ("restart markers and stuffed bytes", &[START, FRAME, SCAN, b"a\xff\xd0b\xff\0c", END], true),
            ("fill bytes before a marker", &[START, FRAME, SCAN, b"a\xff\xff", END], true),
            ("more behind the end", &[START, FRAME, SCAN, b"a", END, b"more"], true),
            ("a progressive frame", &[START, b"\xff\xc2", &FRAME[2..], SCAN, b"a", END], true),
            ("no end", &[START, FRAME, SCAN, b"data"], false),
            // The end of the preview is not the end of the picture.
            ("only a preview has an end", &[START, b"\xff\xe1\0\x06", START, END, FRAME, SCAN], false),
            ("a segment longer than the file", &[START, b"\xff\xe1\xff\xff", FRAME, END], false),
        ];
        for (name, parts, is_whole) in rows {
            let expected = if is_whole { &whole } else { &truncated };
            assert_eq!(&header(&parts.concat()), expected, "{name}");
        }
    }

    #[test]
    fn kinds_that_no_decoder_knows_are_named() {
        for (marker, name) in [(0xc3, "lossless JPEG"), (0xc9, "arithmetic JPEG"), (0xcf, "arithmetic JPEG")]
        {
            let file = [START, &[0xff, marker], &FRAME[2..], SCAN, b"a", END].concat();
            assert_eq!(header(&file), Err(RejectReason::UnsupportedFormat(name.to_owned())));
        }
    }

    #[test]
    fn a_file_without_a_frame_is_damaged() {
        for parts in [[START, END].concat(), [START, b"\xff\xe1\0\x01", FRAME, END].concat()] {
            assert!(matches!(header(&parts), Err(RejectReason::Damaged(_))), "{parts:?}");
        }
    }

    proptest! {
        #[test]
        fn arbitrary_markers_never_panic(parts in prop::collection::vec((0_u8..=255, 0_u8..12), 0..60)) {
            let file: Vec<u8> =
                parts.iter().flat_map(|&(marker, length)| [0xff, marker, 0, length]).collect();
            let _ = header(&[START, &file].concat());
        }
    }
}
