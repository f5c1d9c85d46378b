//! A first look at a zip's table of contents, before the archive reader believes it: how many entries it
//! declares, and which names stand in it twice.
//!
//! The reader keeps the *last* of several entries of one name and does not say which names those are. We
//! take the first and name the others, so the later ones are hidden from the reader by showing it a zero
//! as the first byte of their names.

use crate::source::{Cursor, Source, read_full};
use std::collections::HashSet;
use std::io::{Read, Seek, SeekFrom};

/// The longest comment that may follow the end record, plus the record and a zip64 locator before it.
const TAIL_BYTES: u64 = 65_535 + END_BYTES as u64 + LOCATOR_BYTES as u64;
const END_BYTES: usize = 22;
const LOCATOR_BYTES: usize = 20;
const HEADER_BYTES: usize = 46;

/// What the table of contents says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    /// Entries it declares.
    pub n_entries: u64,
    /// Raw names that stood in it before, in order.
    pub duplicates: Vec<Vec<u8>>,
    /// Where the first bytes of those names are.
    pub masked: Vec<u64>,
}

/// Where the table is.
struct End {
    n_entries: u64,
    start: u64,
}

/// Finds the end record, or `None` when there is none (the file was cut off, or is no zip).
fn find_end(source: &mut dyn Source) -> Option<End> {
    let size = source.size();
    let tail_start = size.saturating_sub(TAIL_BYTES);
    let mut tail = vec![0; (size - tail_start) as usize];
    let n = read_full(source, tail_start, &mut tail).ok()?;
    tail.truncate(n);
    let at = (0..=tail.len().checked_sub(END_BYTES)?).rev().find(|&at| {
        tail[at..].starts_with(b"PK\x05\x06")
            && number(&tail, at + 20, 2)
                .is_some_and(|comment| at + END_BYTES + comment as usize <= tail.len())
    })?;
    let (n_entries, length) = (number(&tail, at + 10, 2)?, number(&tail, at + 12, 4)?);
    let end = tail_start + at as u64;
    if n_entries < 0xffff && length < 0xffff_ffff {
        return Some(End { n_entries, start: end.checked_sub(length)? });
    }
    // Zip64: a locator before the record tells where the larger record is.
    let locator = tail.get(at.checked_sub(LOCATOR_BYTES)?..at)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Some(End { n_entries, start: end.checked_sub(length)? });
    }
    let large_end = number(locator, 8, 8)?;
    let mut large = [0; 56];
    let n = read_full(source, large_end, &mut large).ok()?;
    if n < large.len() || !large.starts_with(b"PK\x06\x06") {
        return None;
    }
    Some(End { n_entries: number(&large, 32, 8)?, start: large_end.checked_sub(number(&large, 40, 8)?)? })
}

/// Reads the table of contents of `source`, fetching at most `allowance` bytes. `None` without an end
/// record. A table of more than `limit` entries is not walked.
pub fn scan(source: &mut dyn Source, limit: u64, allowance: u64) -> Option<Directory> {
    let end = find_end(source)?;
    let mut directory = Directory { n_entries: end.n_entries, ..Directory::default() };
    if end.n_entries <= limit {
        // A table that cannot be walked is for the archive reader to judge.
        let _ = walk(source, &end, allowance, &mut directory);
    }
    Some(directory)
}

fn walk(
    source: &mut dyn Source,
    end: &End,
    allowance: u64,
    directory: &mut Directory,
) -> std::io::Result<()> {
    let mut cursor = Cursor::new(source, allowance);
    let mut at = end.start;
    let mut seen = HashSet::new();
    for _ in 0..end.n_entries {
        cursor.seek(SeekFrom::Start(at))?;
        let mut header = [0; HEADER_BYTES];
        cursor.read_exact(&mut header)?;
        if !header.starts_with(b"PK\x01\x02") {
            break;
        }
        let length = |offset| number(&header, offset, 2).unwrap_or_default();
        let mut name = vec![0; length(28) as usize];
        cursor.read_exact(&mut name)?;
        if seen.contains(&name) && !name.is_empty() {
            directory.masked.push(at + HEADER_BYTES as u64);
            directory.duplicates.push(name);
        } else {
            seen.insert(name);
        }
        at += HEADER_BYTES as u64 + length(28) + length(30) + length(32);
    }
    Ok(())
}

/// The little-endian number of `n` bytes at `at`.
fn number(bytes: &[u8], at: usize, n: usize) -> Option<u64> {
    let bytes = bytes.get(at..at.checked_add(n)?)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}
