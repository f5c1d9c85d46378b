//! A long stretch of a file, read piece by piece from front to back: as it lies there, or unpacked on the way.
//!
//! Only a window of it is ever in memory. Going back is free in a plain file; in a packed one the unpacking begins
//! anew, so whoever reads goes forward.

use crate::decode::MAX_FILE_BYTES;
use crate::source::{Source, read_full};
use flate2::{Decompress, FlushDecompress, Status};
use glass_core::fault::RejectReason;

/// Bytes fetched at a time.
const FETCHED: usize = 256 << 10;
/// Bytes unpacked at a time.
const UNPACKED: usize = 256 << 10;

/// How bytes lie in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    /// As they are.
    Stored,
    /// Deflated, without a header of their own.
    Deflated,
}

/// Where bytes lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Offset of the first in the file.
    pub start: u64,
    /// How many lie there.
    pub len: u64,
    /// How.
    pub packing: Packing,
}

/// Where the packed bytes of a gzip file begin, by its first bytes; `None` for what is no such file, or has a header
/// longer than them.
pub(crate) fn gzip_start(prefix: &[u8]) -> Option<usize> {
    const CHECKED: u8 = 2;
    const EXTRA: u8 = 4;
    const NAME: u8 = 8;
    const COMMENT: u8 = 16;
    const RESERVED: u8 = 0xe0;
    let [0x1f, 0x8b, 8, flags, ..] = prefix else { return None };
    if flags & RESERVED != 0 {
        return None;
    }
    let mut at = 10;
    if flags & EXTRA != 0 {
        let length = prefix.get(at..at + 2)?;
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            at += prefix.get(at..)?.iter().position(|&byte| byte == 0)? + 1;
        }
    }
    if flags & CHECKED != 0 {
        at += 2;
    }
    (at < prefix.len()).then_some(at)
}

/// Reads a stretch. A clone has read nothing yet.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    window: Vec<u8>,
    window_start: u64,
    unpacking: Option<Unpacking>,
}

impl Clone for Reader {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Reader {
    /// `len` bytes at `offset` of what the stretch holds, unpacked.
    pub(crate) fn read(
        &mut self,
        stretch: Stretch,
        source: &mut dyn Source,
        offset: u64,
        len: usize,
    ) -> Result<&[u8], RejectReason> {
        let within = offset.checked_sub(self.window_start).and_then(|at| usize::try_from(at).ok());
        let is_there = within.is_some_and(|at| self.window.len().saturating_sub(at) >= len);
        if !is_there {
            match stretch.packing {
                Packing::Stored => self.fetch(stretch, source, offset, len)?,
                Packing::Deflated => self.unpack(stretch, source, offset, len)?,
            }
        }
        let at = (offset - self.window_start) as usize;
        self.window.get(at..at + len).ok_or(RejectReason::Truncated)
    }

    fn fetch(
        &mut self,
        stretch: Stretch,
        source: &mut dyn Source,
        offset: u64,
        len: usize,
    ) -> Result<(), RejectReason> {
        let left = stretch.len.checked_sub(offset).ok_or(RejectReason::Truncated)?;
        let n = left.min(len.max(FETCHED) as u64) as usize;
        self.window.clear();
        room(&mut self.window, n)?;
        self.window.resize(n, 0);
        self.window_start = offset;
        let n = read_full(source, stretch.start.saturating_add(offset), &mut self.window)
            .map_err(|_| RejectReason::Unreadable)?;
        self.window.truncate(n);
        Ok(())
    }

    fn unpack(
        &mut self,
        stretch: Stretch,
        source: &mut dyn Source,
        offset: u64,
        len: usize,
    ) -> Result<(), RejectReason> {
        if self.unpacking.is_none() || offset < self.window_start {
            self.unpacking = Some(Unpacking::of(stretch));
            self.window.clear();
            self.window_start = 0;
        }
        let Some(unpacking) = self.unpacking.as_mut() else { return Err(RejectReason::Unreadable) };
        loop {
            // What lies before is not read again.
            let behind = (offset - self.window_start).min(self.window.len() as u64) as usize;
            self.window.drain(..behind);
            self.window_start += behind as u64;
            if self.window_start == offset && self.window.len() >= len {
                return Ok(());
            }
            room(&mut self.window, UNPACKED)?;
            unpacking.go_on(source, &mut self.window)?;
        }
    }
}

/// Room for `n` bytes more.
fn room(window: &mut Vec<u8>, n: usize) -> Result<(), RejectReason> {
    window.try_reserve(n).map_err(|_| RejectReason::TooManyBytes { bytes: n as u64, limit: MAX_FILE_BYTES })
}

/// An unpacking under way.
#[derive(Debug)]
struct Unpacking {
    state: Decompress,
    /// Where the next packed bytes are fetched, and where they end.
    next: u64,
    end: u64,
    input: Vec<u8>,
    used: usize,
    is_over: bool,
}

impl Unpacking {
    fn of(stretch: Stretch) -> Self {
        let Stretch { start, len, .. } = stretch;
        let (input, end) = (Vec::new(), start.saturating_add(len));
        Self { state: Decompress::new(false), next: start, end, input, used: 0, is_over: false }
    }

    /// Adds at least one byte to `window`, or says why there are no more.
    fn go_on(&mut self, source: &mut dyn Source, window: &mut Vec<u8>) -> Result<(), RejectReason> {
        let before = window.len();
        window.resize(before + UNPACKED, 0);
        let mut filled = before;
        let outcome = loop {
            if filled > before {
                break Ok(());
            }
            if self.is_over {
                break Err(RejectReason::Truncated);
            }
            if self.used == self.input.len()
                && let Err(reason) = self.feed(source)
            {
                break Err(reason);
            }
            let (read, written) = (self.state.total_in(), self.state.total_out());
            let input = &self.input[self.used..];
            let Ok(status) = self.state.decompress(input, &mut window[filled..], FlushDecompress::None)
            else {
                break Err(RejectReason::Damaged("a packed stream that does not unpack".to_owned()));
            };
            let (read, written) = (self.state.total_in() - read, self.state.total_out() - written);
            self.used += read as usize;
            filled += written as usize;
            self.is_over = status == Status::StreamEnd;
            // With room and bytes at hand nothing is no progress at all.
            if read == 0 && written == 0 && !self.is_over {
                break Err(RejectReason::Damaged("a packed stream that does not unpack".to_owned()));
            }
        };
        window.truncate(filled);
        outcome
    }

    fn feed(&mut self, source: &mut dyn Source) -> Result<(), RejectReason> {
        let n = (self.end - self.next.min(self.end)).min(FETCHED as u64) as usize;
        self.input.resize(n, 0);
        self.used = 0;
        let n = read_full(source, self.next, &mut self.input).map_err(|_| RejectReason::Unreadable)?;
        self.input.truncate(n);
        self.next += n as u64;
        if n == 0 { Err(RejectReason::Truncated) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::craft::{deflated, gzip};
    use crate::source::Bytes;
    use proptest::prelude::*;

    fn stretches(data: &[u8]) -> [(Stretch, Bytes); 2] {
        let packed = deflated(data);
        let (plain, len) = ([b"before", data, b"behind"].concat(), packed.len() as u64);
        let stored = Stretch { start: 6, len: data.len() as u64, packing: Packing::Stored };
        let packed = [b"before", packed.as_slice(), b"behind"].concat();
        [(stored, Bytes(plain)), (Stretch { start: 6, len, packing: Packing::Deflated }, Bytes(packed))]
    }

    proptest! {
        #[test]
        fn any_part_is_read_in_any_order(
            data in prop::collection::vec(0_u8..4, 0..3_000),
            parts in prop::collection::vec((0_u64..3_500, 1_usize..900), 0..12),
        ) {
            for (stretch, mut source) in stretches(&data) {
                let mut reader = Reader::default();
                for &(offset, len) in &parts {
                    let expected = data.get(offset as usize..).and_then(|rest| rest.get(..len));
                    let read = reader.read(stretch, &mut source, offset, len);
                    match expected {
                        Some(expected) => prop_assert_eq!(read, Ok(expected)),
                        None => prop_assert_eq!(read, Err(RejectReason::Truncated)),
                    }
                }
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), offset in 0_u64..600) {
            let stretch = Stretch { start: 0, len: u64::MAX, packing: Packing::Deflated };
            let _ = Reader::default().read(stretch, &mut Bytes(bytes.clone()), offset, 40);
            let _ = gzip_start(&bytes);
        }
    }

    #[test]
    fn longer_than_a_window_is_read_whole() {
        let data: Vec<u8> = (0..900_000_u32).map(|at| (at / 7 % 251) as u8).collect();
        for (stretch, mut source) in stretches(&data) {
            let mut reader = Reader::default();
            let mut read = Vec::new();
            for offset in (0..900_000).step_by(600) {
                read.extend_from_slice(reader.read(stretch, &mut source, offset, 600).unwrap());
            }
            assert!(read == data, "{stretch:?}");
            assert!(reader.window.len() <= UNPACKED + 600);
            assert_eq!(reader.read(stretch, &mut source, 300_000, 500_000).unwrap(), &data[300_000..800_000]);
        }
    }

    #[test]
    fn the_header_of_a_gzip_file_is_stepped_over() {
        let rest = &gzip(b"data")[10..];
        let head = |flags: u8, more: &[u8]| [&[0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3], more, rest].concat();
        let rows: [(Vec<u8>, Option<usize>); 7] = [
            (head(0, b""), Some(10)),
            (head(8, b"a name\0"), Some(17)),
            (head(4 | 8 | 16 | 2, b"\x02\0xxname\0words\0hc"), Some(27)),
            (head(0x80, b""), None),
            (head(8, b"")[..12].to_vec(), None),
            (b"\x1f\x8b".to_vec(), None),
            (head(4, b"\xff\xff"), None),
        ];
        for (file, start) in rows {
            assert_eq!(gzip_start(&file), start, "{file:?}");
        }
    }
}
