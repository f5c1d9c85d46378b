//! Zip archives: listed first, then read entry by entry, never unpacked as a whole.
//!
//! Nothing an archive says of itself is believed further than it can do harm: the number of entries and
//! their declared sizes are checked when it is listed, the bytes that really come out are counted when an
//! entry is read. A bad entry is named and left out; the others are taken.

use crate::directory::{self, Directory};
use crate::idx;
use crate::layout;
use crate::sniff::PREFIX_BYTES;
use crate::source::{Cursor, Source, read_full};
use crate::stretch::{Packing, Stretch};
use glass_core::fault::{RejectReason, Rejected};
use std::collections::HashSet;
use std::io::{self, Read};
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;
use zip::read::{ZipArchiveMetadata, ZipFileEntry};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive, ZipReadOptions};

/// The most entries of an archive.
pub const MAX_ENTRIES: u32 = 10_000;
/// The most bytes that all archives of an import may give together: 500 MiB.
pub const MAX_TOTAL_BYTES: u64 = 500 << 20;
/// The largest entry, unpacked; that of any other file.
pub const MAX_ENTRY_BYTES: u64 = crate::decode::MAX_FILE_BYTES;
/// An entry that unpacks to more than this many times its size is a bomb, not a picture.
pub const MAX_RATIO: u64 = 200;
/// Below this size the ratio does not matter: a plain bitmap of one colour packs well too.
const HARMLESS_BYTES: u64 = 64 << 10;
/// The most bytes read to list an archive: far more than [`MAX_ENTRIES`] honest headers need.
const LISTING_BYTES: u64 = 16 << 20;
/// The size of a local header without its name.
const LOCAL_HEADER_BYTES: u64 = 30;

/// An entry that may be an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its path in the archive, with forward slashes.
    pub path: String,
    /// Bytes it declares to unpack to.
    pub size: u64,
    index: usize,
}

/// The contents of an archive.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Entries that may be images, in the archive's order.
    pub entries: Vec<Listed>,
    /// Entries left out, each with its reason.
    pub rejected: Vec<Rejected>,
    /// System and hidden files, only counted.
    pub litter: u32,
    metadata: Arc<ZipArchiveMetadata>,
}

/// Lists an archive, or says why it cannot be.
pub fn list(source: &mut dyn Source) -> Result<Listing, RejectReason> {
    if source.size() == 0 {
        return Err(RejectReason::EmptyFile);
    }
    let limit = u64::from(MAX_ENTRIES);
    let directory = directory::scan(source, limit, LISTING_BYTES).ok_or(RejectReason::Truncated)?;
    if directory.n_entries > limit {
        return Err(RejectReason::TooManyEntries { limit: MAX_ENTRIES });
    }
    let cursor = Cursor::new(source, LISTING_BYTES).masking(&directory.masked);
    let metadata = ZipArchive::new(cursor).map_err(|error| reason(&error))?.metadata();
    if metadata.len() as u64 > limit {
        return Err(RejectReason::TooManyEntries { limit: MAX_ENTRIES });
    }
    Ok(sort_out(metadata, &directory))
}

fn sort_out(metadata: Arc<ZipArchiveMetadata>, directory: &Directory) -> Listing {
    let hidden: HashSet<&[u8]> = directory.duplicates.iter().map(|name| &name[1..]).collect();
    let overlapping = overlapping(&metadata);
    let mut listing =
        Listing { entries: Vec::new(), rejected: Vec::new(), litter: 0, metadata: metadata.clone() };
    let mut paths = HashSet::new();
    for index in 0..metadata.len() {
        let Ok(entry) = metadata.entry(index) else { continue };
        let raw = entry.name_raw();
        if entry.is_dir() || (raw.first() == Some(&0) && hidden.contains(&raw[1..])) {
            continue;
        }
        // Bytes that are no UTF-8 are read as code page 437, as every unzip program does.
        let name =
            entry.name().map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), |name| name.into_owned());
        let path: String = layout::normalize(&name).nfc().collect();
        if !layout::is_unsafe(&name) && layout::place(&path) == layout::Place::Litter {
            listing.litter += 1;
            continue;
        }
        let verdict = if layout::is_unsafe(&name) {
            Err(RejectReason::UnsafePath)
        } else if !paths.insert(path.clone()) {
            Err(RejectReason::DuplicateName)
        } else if overlapping.contains(&index) {
            Err(RejectReason::CompressionBomb)
        } else {
            judge(&entry, &path)
        };
        match verdict {
            Ok(size) => listing.entries.push(Listed { path, size, index }),
            Err(reason) => listing.rejected.push(Rejected { path: name, reason }),
        }
    }
    let duplicates = directory.duplicates.iter().map(|name| Rejected {
        path: String::from_utf8_lossy(name).into_owned(),
        reason: RejectReason::DuplicateName,
    });
    listing.rejected.extend(duplicates);
    listing
}

/// The declared size of an entry that may be read, or why not.
fn judge(entry: &ZipFileEntry<'_>, path: &str) -> Result<u64, RejectReason> {
    let (size, compressed) = (entry.size(), entry.compressed_size());
    if entry.is_symlink() {
        return Err(RejectReason::SymbolicLink);
    }
    if entry.encrypted() {
        return Err(RejectReason::Encrypted);
    }
    if is_archive(&layout::extension(path)) {
        return Err(RejectReason::NestedArchive);
    }
    if size == 0 {
        return Err(RejectReason::EmptyFile);
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(RejectReason::UnsupportedPacking(entry.compression().to_string()));
    }
    // Thousands of images in one entry are no picture, and are never unpacked at once.
    let limit = if idx::is_named(path) { MAX_TOTAL_BYTES } else { MAX_ENTRY_BYTES };
    if size > limit {
        return Err(RejectReason::TooManyBytes { bytes: size, limit });
    }
    if is_bomb(size, compressed) {
        return Err(RejectReason::CompressionBomb);
    }
    Ok(size)
}

/// Does so little unpack to far more than images would?
pub(crate) fn is_bomb(size: u64, compressed: u64) -> bool {
    size > HARMLESS_BYTES && size / MAX_RATIO > compressed
}

/// Is this the extension of an archive?
pub fn is_archive(extension: &str) -> bool {
    ["zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz", "zst"].contains(&extension)
}

/// Entries whose bytes belong to an earlier entry too, as in bombs that unpack one block many times.
fn overlapping(metadata: &ZipArchiveMetadata) -> HashSet<usize> {
    let mut ranges: Vec<(u64, u64, usize)> = (0..metadata.len())
        .filter_map(|index| {
            let entry = metadata.entry(index).ok()?;
            let length = LOCAL_HEADER_BYTES.checked_add(entry.compressed_size())?;
            Some((entry.header_start(), entry.header_start().checked_add(length)?, index))
        })
        .collect();
    ranges.sort_unstable_by_key(|&(start, _, index)| (start, index));
    let mut furthest = 0;
    let mut found = HashSet::new();
    for (start, end, index) in ranges {
        if start < furthest {
            found.insert(index);
        }
        furthest = furthest.max(end);
    }
    found
}

impl Listing {
    /// The bytes of an entry, which may be at most `allowance`.
    pub fn read(
        &self,
        entry: &Listed,
        source: &mut dyn Source,
        allowance: u64,
    ) -> Result<Vec<u8>, RejectReason> {
        let limit = allowance.min(MAX_ENTRY_BYTES);
        let bytes = self.unpack(entry, source, limit + 1)?;
        if bytes.len() as u64 > limit {
            return Err(RejectReason::TooManyBytes { bytes: entry.size, limit });
        }
        Ok(bytes)
    }

    /// The first bytes of an entry, enough to tell its kind.
    pub fn prefix(&self, entry: &Listed, source: &mut dyn Source) -> Result<Vec<u8>, RejectReason> {
        self.unpack(entry, source, PREFIX_BYTES as u64)
    }

    /// Where an entry's bytes lie in the archive, to be read piece by piece.
    pub(crate) fn stretch(&self, entry: &Listed, source: &mut dyn Source) -> Result<Stretch, RejectReason> {
        let found = self.metadata.entry(entry.index).map_err(|error| reason(&error))?;
        let packing = match found.compression() {
            CompressionMethod::Stored => Packing::Stored,
            CompressionMethod::Deflated => Packing::Deflated,
            method => return Err(RejectReason::UnsupportedPacking(method.to_string())),
        };
        // The name and what is added to it may be of another length here than in the table of contents.
        let mut header = [0; LOCAL_HEADER_BYTES as usize];
        let n = read_full(source, found.header_start(), &mut header).map_err(|_| RejectReason::Unreadable)?;
        if n < header.len() || !header.starts_with(b"PK\x03\x04") {
            return Err(RejectReason::Truncated);
        }
        let length = |at: usize| u64::from(u16::from_le_bytes([header[at], header[at + 1]]));
        let start = found.header_start() + LOCAL_HEADER_BYTES + length(26) + length(28);
        Ok(Stretch { start, len: found.compressed_size(), packing })
    }

    fn unpack(&self, entry: &Listed, source: &mut dyn Source, at_most: u64) -> Result<Vec<u8>, RejectReason> {
        let mut cursor = Cursor::new(source, u64::MAX);
        let file = self
            .metadata
            .entry(entry.index)
            .and_then(|found| found.with_reader(&mut cursor, ZipReadOptions::new()))
            .map_err(|error| reason(&error))?;
        let mut bytes = Vec::new();
        let expected = entry.size.min(at_most) as usize;
        bytes
            .try_reserve_exact(expected)
            .map_err(|_| RejectReason::TooManyBytes { bytes: entry.size, limit: MAX_ENTRY_BYTES })?;
        file.take(at_most).read_to_end(&mut bytes).map_err(|error| reason(&ZipError::Io(error)))?;
        Ok(bytes)
    }
}

fn reason(error: &ZipError) -> RejectReason {
    match error {
        ZipError::Io(io) => match io.kind() {
            io::ErrorKind::UnexpectedEof => RejectReason::Truncated,
            io::ErrorKind::PermissionDenied => RejectReason::Unreadable,
            io::ErrorKind::QuotaExceeded => RejectReason::TooManyEntries { limit: MAX_ENTRIES },
            _ => RejectReason::Damaged(io.to_string()),
        },
        ZipError::UnsupportedArchive(words) if *words == ZipError::PASSWORD_REQUIRED => {
            RejectReason::Encrypted
        }
        ZipError::CompressionMethodNotSupported(method) => {
            RejectReason::UnsupportedPacking(method.to_string())
        }
        other => RejectReason::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
