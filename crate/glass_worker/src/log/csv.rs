//! CSV as it comes: bytes in pieces, records out. RFC 4180 with any line ends; what breaks its rules is read as the
//! `csv` crate reads it, which is what the tests hold this to. That crate would bring a reader of numbers along. In one
//! thing this differs: a quotation mark that is never closed does not take the rest of the file along, but ends with the
//! line on which its field has become longer than any may be.

use glass_core::log::{MAX_COLUMNS, MAX_FIELD_CHARS, Refusal};

/// Bytes kept of a field: a field with more of them has too many characters in any script.
const MOST_BYTES: usize = MAX_FIELD_CHARS * 4;

/// Where a record is told to.
pub(super) type Told<'a> = &'a mut dyn FnMut(&Record) -> Result<(), Refusal>;

/// A record.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The line it begins on, from 1.
    pub line: u32,
    bytes: Vec<u8>,
    /// Where each field ends.
    ends: Vec<usize>,
    /// Fields, those too many to be kept included.
    pub n_fields: u32,
    /// A field has more bytes than were kept.
    pub is_overlong: bool,
    /// It ended within quotes.
    pub is_open: bool,
    /// Lines it takes.
    pub n_lines: u32,
}

impl Record {
    /// Its fields; `None` when they are no text.
    pub fn fields(&self) -> Option<Vec<&str>> {
        // Each by itself: a record of valid text may be cut into fields that are none.
        let mut start = 0;
        let mut fields = Vec::with_capacity(self.ends.len());
        for &end in &self.ends {
            fields.push(std::str::from_utf8(self.bytes.get(start..end)?).ok()?);
            start = end;
        }
        Some(fields)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the field was read.
    Start,
    Plain,
    Quoted,
    /// After a quote within quotes: the end of them, or half of a doubled one.
    Quote,
}

/// The reader.
#[derive(Debug)]
pub(super) struct Csv {
    delimiter: u8,
    state: State,
    /// Lines ended so far.
    lines: u32,
    after_return: bool,
    record: Record,
    field_start: usize,
    /// Anything of the record was read: blank lines are none.
    is_begun: bool,
}

impl Csv {
    pub fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            state: State::Start,
            lines: 0,
            after_return: false,
            record: Record::default(),
            field_start: 0,
            is_begun: false,
        }
    }

    /// The delimiter of a first line: the most frequent of three.
    pub fn delimiter_of(head: &[u8]) -> u8 {
        let line = head.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
        let count = |delimiter: u8| {
            let mut is_quoted = false;
            let outside = line.iter().filter(|&&byte| {
                is_quoted ^= byte == b'"';
                !is_quoted && byte == delimiter
            });
            outside.count()
        };
        let (commas, semicolons, tabs) = (count(b','), count(b';'), count(b'\t'));
        if semicolons > commas && semicolons >= tabs {
            b';'
        } else if tabs > commas {
            b'\t'
        } else {
            b','
        }
    }

    pub fn feed(&mut self, bytes: &[u8], told: Told<'_>) -> Result<(), Refusal> {
        bytes.iter().try_for_each(|&byte| self.byte(byte, told))
    }

    /// What is left is the last record.
    pub fn end(&mut self, told: Told<'_>) -> Result<(), Refusal> {
        self.end_record(told)
    }

    fn byte(&mut self, byte: u8, told: Told<'_>) -> Result<(), Refusal> {
        if byte == b'\r' || (byte == b'\n' && !self.after_return) {
            self.lines = self.lines.saturating_add(1);
        }
        self.after_return = byte == b'\r';
        let is_end = matches!(byte, b'\r' | b'\n');
        if !self.is_begun && !is_end {
            self.is_begun = true;
            self.record.line = self.lines.saturating_add(1);
        }
        match (self.state, byte) {
            (State::Start, b'"') => self.state = State::Quoted,
            (State::Quoted, b'"') => self.state = State::Quote,
            (State::Quoted, _) if is_end && self.record.is_overlong => self.end_record(told)?,
            (State::Quote, b'"') => {
                self.push(b'"');
                self.state = State::Quoted;
            }
            (State::Quoted, _) => self.push(byte),
            _ if is_end => self.end_record(told)?,
            _ if byte == self.delimiter => self.end_field(),
            _ => {
                self.push(byte);
                self.state = State::Plain;
            }
        }
        Ok(())
    }

    fn push(&mut self, byte: u8) {
        if self.record.ends.len() > MAX_COLUMNS {
            return;
        }
        if self.record.bytes.len() - self.field_start >= MOST_BYTES {
            self.record.is_overlong = true;
        } else {
            self.record.bytes.push(byte);
        }
    }

    fn end_field(&mut self) {
        self.state = State::Start;
        self.record.n_fields = self.record.n_fields.saturating_add(1);
        if self.record.ends.len() <= MAX_COLUMNS {
            self.record.ends.push(self.record.bytes.len());
            self.field_start = self.record.bytes.len();
        }
    }

    fn end_record(&mut self, told: Told<'_>) -> Result<(), Refusal> {
        if !self.is_begun {
            return Ok(());
        }
        self.record.is_open = self.state == State::Quoted;
        // The line end that ends a record is counted by now; the end of the file is none.
        self.record.n_lines = self.lines.saturating_sub(self.record.line.saturating_sub(1)).max(1);
        self.end_field();
        told(&self.record)?;
        self.state = State::Start;
        self.is_begun = false;
        self.field_start = 0;
        self.record.bytes.clear();
        self.record.ends.clear();
        (self.record.n_fields, self.record.is_overlong) = (0, false);
        Ok(())
    }
}
