//! Where bytes come from: a file handle that is read in pieces.
//!
//! In the browser it is a `Blob`, sliced and read synchronously in a worker; in tests it is a `Vec`. A large
//! archive is never held in memory as a whole.

use std::io::{self, Read, Seek, SeekFrom};

/// The bytes could not be had (the file was moved, changed or locked since it was dropped).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadError;

/// A file that can be read at any offset.
pub trait Source {
    /// Its length in bytes.
    fn size(&self) -> u64;

    /// Reads at `offset` into `buffer` and says how many bytes came; 0 at or behind the end.
    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError>;
}

/// A source in memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bytes(pub Vec<u8>);

impl Source for Bytes {
    fn size(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.0.len());
        let rest = &self.0[start..];
        let n = rest.len().min(buffer.len());
        buffer[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// Fills as much of `buffer` as the source has from `offset` on.
pub(crate) fn read_full(source: &mut dyn Source, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read_at(offset + filled as u64, &mut buffer[filled..])? {
            0 => break,
            // A source that claims more than it was asked for is broken, not trusted.
            n if n > buffer.len() - filled => return Err(ReadError),
            n => filled += n,
        }
    }
    Ok(filled)
}

/// The smallest piece asked of a source: headers are scattered and small.
const FIRST_PIECE: usize = 4 << 10;
/// The largest piece asked of a source: data is read on in a row.
const LARGEST_PIECE: usize = 256 << 10;

/// A source as `Read + Seek`, with a buffer that grows while the reading is sequential, and with an
/// allowance: once that many bytes were fetched, reading fails.
pub struct Cursor<'a> {
    source: &'a mut dyn Source,
    position: u64,
    buffer: Vec<u8>,
    buffer_start: u64,
    piece: usize,
    allowance: u64,
    /// Offsets whose byte is shown as 0 (see `directory`).
    masked: &'a [u64],
}

impl<'a> Cursor<'a> {
    /// A cursor at the start of `source` that may fetch `allowance` bytes.
    pub fn new(source: &'a mut dyn Source, allowance: u64) -> Self {
        let buffer = Vec::new();
        Self { source, position: 0, buffer, buffer_start: 0, piece: FIRST_PIECE, allowance, masked: &[] }
    }

    /// The same, showing a zero at each of the (sorted) `masked` offsets.
    pub(crate) fn masking(mut self, masked: &'a [u64]) -> Self {
        self.masked = masked;
        self
    }

    fn fetch(&mut self) -> io::Result<()> {
        let behind = self.buffer_start + self.buffer.len() as u64;
        let is_sequential = self.position == behind && !self.buffer.is_empty();
        self.piece = if is_sequential { (self.piece * 4).min(LARGEST_PIECE) } else { FIRST_PIECE };
        self.buffer.resize(self.piece, 0);
        self.buffer_start = self.position;
        let n = read_full(self.source, self.position, &mut self.buffer)
            .map_err(|ReadError| io::Error::from(io::ErrorKind::PermissionDenied))?;
        self.buffer.truncate(n);
        self.allowance = self
            .allowance
            .checked_sub(n as u64)
            .ok_or_else(|| io::Error::from(io::ErrorKind::QuotaExceeded))?;
        let first = self.masked.partition_point(|&offset| offset < self.buffer_start);
        for &offset in &self.masked[first..] {
            match self.buffer.get_mut((offset - self.buffer_start) as usize) {
                Some(byte) => *byte = 0,
                None => break,
            }
        }
        Ok(())
    }
}

impl Read for Cursor<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() || self.position >= self.source.size() {
            return Ok(0);
        }
        let buffered = self.buffer_start..self.buffer_start + self.buffer.len() as u64;
        if !buffered.contains(&self.position) {
            self.fetch()?;
        }
        let start = (self.position - self.buffer_start) as usize;
        let available = self.buffer.get(start..).unwrap_or_default();
        let n = available.len().min(buffer.len());
        buffer[..n].copy_from_slice(&available[..n]);
        self.position += n as u64;
        Ok(n)
    }
}

impl Seek for Cursor<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(offset) => self.source.size().checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = target.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives at most three bytes a call, as a slow handle may.
    struct Dribble(Bytes);

    impl Source for Dribble {
        fn size(&self) -> u64 {
            self.0.size()
        }
        fn read_at(&mut self, offset: u64, buffer: &mut [u8]) -> Result<usize, ReadError> {
            let n = buffer.len().min(3);
            self.0.read_at(offset, &mut buffer[..n])
        }
    }

    proptest! {
        #[test]
        fn a_cursor_reads_what_std_reads(
            data in prop::collection::vec(any::<u8>(), 0..20_000),
            moves in prop::collection::vec((0_u64..25_000, 0_usize..9_000), 0..12),
        ) {
            let mut source = Dribble(Bytes(data.clone()));
            let mut ours = Cursor::new(&mut source, u64::MAX);
            let mut theirs = io::Cursor::new(data);
            for (offset, len) in moves {
                ours.seek(SeekFrom::Start(offset)).unwrap();
                theirs.seek(SeekFrom::Start(offset)).unwrap();
                let (mut a, mut b) = (Vec::new(), Vec::new());
                ours.by_ref().take(len as u64).read_to_end(&mut a).unwrap();
                theirs.by_ref().take(len as u64).read_to_end(&mut b).unwrap();
                prop_assert_eq!(a, b);
            }
        }
    }

    #[test]
    fn an_allowance_ends_the_reading() {
        let mut source = Bytes(vec![7; 100_000]);
        let mut cursor = Cursor::new(&mut source, 10_000);
        let error = cursor.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::QuotaExceeded);
    }

    #[test]
    fn masked_bytes_read_as_zero() {
        let mut source = Bytes(vec![7; 10_000]);
        let masked = [1, 4_096, 9_999];
        let mut read = Vec::new();
        Cursor::new(&mut source, u64::MAX).masking(&masked).read_to_end(&mut read).unwrap();
        let zeros: Vec<u64> = (0..10_000).filter(|&at| read[at as usize] == 0).collect();
        assert_eq!(zeros, masked);
    }
}
