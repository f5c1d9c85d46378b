//! One envelope for all records: a magic word, a version, a kind, a header in postcard, a body of plain bytes,
//! and a checksum over everything before it.
//!
//! ```text
//! "WGkp" | version u16 | kind u8 | 0 | header length u32 | header | body | checksum u64      (little-endian)
//! ```

use serde::Serialize;
use serde::de::DeserializeOwned;

const MAGIC: [u8; 4] = *b"WGkp";
const VERSION: u16 = 1;
const HEAD_BYTES: usize = 12;
const CHECKSUM_BYTES: usize = 8;

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The work on the bench.
    Work = 1,
    /// A portion of images.
    Images = 2,
    /// A finished run.
    Run = 3,
    /// The run under way.
    Underway = 4,
    /// The weights of a finished run.
    Weights = 5,
}

/// Why a record cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not what was written.
    Damaged,
    /// A newer version of the page wrote it.
    Newer,
}

/// A header and a body as one record.
pub(super) fn seal(kind: Kind, header: &impl Serialize, body: &[u8]) -> Vec<u8> {
    // Headers are plain structs of text and numbers: they can always be written.
    let header = postcard::to_allocvec(header).unwrap_or_default();
    let mut bytes = Vec::with_capacity(HEAD_BYTES + header.len() + body.len() + CHECKSUM_BYTES);
    bytes.extend(MAGIC);
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend([kind as u8, 0]);
    bytes.extend((header.len() as u32).to_le_bytes());
    bytes.extend(&header);
    bytes.extend(body);
    bytes.extend(checksum(&bytes).to_le_bytes());
    bytes
}

/// The header and the body of a record of this kind.
pub(super) fn open<H: DeserializeOwned>(kind: Kind, bytes: &[u8]) -> Result<(H, &[u8]), Unreadable> {
    const DAMAGED: Unreadable = Unreadable::Damaged;
    let rest = bytes.strip_prefix(&MAGIC).ok_or(DAMAGED)?;
    let (version, _) = rest.split_first_chunk::<2>().ok_or(DAMAGED)?;
    if u16::from_le_bytes(*version) > VERSION {
        // What follows may be laid out in a way not known here.
        return Err(Unreadable::Newer);
    }
    let (signed, sum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or(DAMAGED)?;
    let (head, rest) = signed.split_first_chunk::<HEAD_BYTES>().ok_or(DAMAGED)?;
    if checksum(signed).to_le_bytes() != *sum || head[6] != kind as u8 {
        return Err(DAMAGED);
    }
    let header_len = u32::from_le_bytes([head[8], head[9], head[10], head[11]]) as usize;
    let (header, body) = rest.split_at_checked(header_len).ok_or(DAMAGED)?;
    Ok((postcard::from_bytes(header).map_err(|_| DAMAGED)?, body))
}

/// Eight bytes a step, as megabytes of checkpoints are summed on the page. Every step can be undone, so one
/// changed word always changes the sum.
fn checksum(bytes: &[u8]) -> u64 {
    const SEED: u64 = 0xcbf2_9ce4_8422_2325;
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |sum: u64, word: u64| (sum ^ word).wrapping_mul(FACTOR).rotate_left(29);
    let (words, rest) = bytes.as_chunks::<8>();
    let sum = words.iter().fold(SEED, |sum, word| step(sum, u64::from_le_bytes(*word)));
    let sum = rest.iter().fold(sum, |sum, &byte| step(sum, byte.into()));
    step(sum, bytes.len() as u64)
}

/// Numbers as their bits.
pub(super) fn push_numbers(body: &mut Vec<u8>, numbers: &[f64]) {
    body.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

/// The next `n` numbers of a body, and what follows them.
pub(super) fn take_numbers(body: &[u8], n: usize) -> Option<(Vec<f64>, &[u8])> {
    let (own, rest) = body.split_at_checked(n.checked_mul(8)?)?;
    Some((own.as_chunks::<8>().0.iter().map(|bits| f64::from_le_bytes(*bits)).collect(), rest))
}
