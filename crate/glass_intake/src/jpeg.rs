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
fn is_start_of_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}
