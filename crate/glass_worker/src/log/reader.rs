//! Bytes into rows: looks at what kind of file it is, and hands every record to the collector.

use super::csv::{Csv, Record};
use super::json;
use super::utf16::Utf16;
use glass_core::log::{Collector, Column, Commas, Log, MAX_COLUMNS, Refusal, RowReason};
use std::collections::BTreeMap;

/// Bytes of a line of JSON that are kept: so many columns of so many characters are no line of a log.
const MOST_LINE_BYTES: usize = 1 << 20;

/// The reader of one file.
#[derive(Default)]
pub(super) struct Reader {
    collector: Collector,
    format: Format,
    is_begun: bool,
    utf16: Option<Utf16>,
}

#[derive(Default)]
enum Format {
    /// Only blanks so far.
    #[default]
    Unknown,
    Csv {
        csv: Box<Csv>,
        columns: Option<Vec<Column>>,
    },
    Lines(Box<Lines>),
}

/// JSON, an object a line.
#[derive(Default)]
struct Lines {
    line: Vec<u8>,
    /// Lines ended so far.
    n: u32,
    is_overlong: bool,
    columns: Option<BTreeMap<String, Option<Column>>>,
}

impl Reader {
    /// Takes bytes in; none at all changes nothing.
    pub fn feed(&mut self, mut bytes: &[u8]) -> Result<(), Refusal> {
        // A byte order mark comes whole: pieces are larger.
        if !self.is_begun && !bytes.is_empty() {
            self.is_begun = true;
            self.utf16 = Utf16::of_mark(bytes);
            let mark: &[u8] = if self.utf16.is_some() { &bytes[..2] } else { b"\xef\xbb\xbf" };
            bytes = bytes.strip_prefix(mark).unwrap_or(bytes);
        }
        match &mut self.utf16 {
            Some(utf16) => {
                let text = utf16.decode(bytes);
                self.take(text.as_bytes())
            }
            None => self.take(bytes),
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        if matches!(self.format, Format::Unknown) {
            let Some(first) = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) else { return Ok(()) };
            self.format = match first {
                b'[' => return Err(Refusal::JsonList),
                b'{' => Format::Lines(Box::default()),
                _ => {
                    let delimiter = Csv::delimiter_of(bytes.trim_ascii_start());
                    // Semicolons part cells where commas are in the numbers; tabs do so everywhere.
                    self.collector.take_decimal_commas(match delimiter {
                        b';' => Commas::Decimal,
                        b'\t' => Commas::Plain,
                        _ => Commas::None,
                    });
                    let csv = Box::new(Csv::new(delimiter));
                    Format::Csv { csv, columns: None }
                }
            };
        }
        let collector = &mut self.collector;
        match &mut self.format {
            Format::Unknown => Ok(()),
            Format::Csv { csv, columns } => csv.feed(bytes, &mut |record| row(collector, columns, record)),
            Format::Lines(lines) => lines.feed(bytes, collector),
        }
    }

    /// The log.
    pub fn finish(mut self) -> Result<Log, Refusal> {
        let collector = &mut self.collector;
        match &mut self.format {
            Format::Unknown => {}
            Format::Csv { csv, columns } => csv.end(&mut |record| row(collector, columns, record))?,
            Format::Lines(lines) => lines.end_line(collector)?,
        }
        self.collector.finish()
    }
}

fn row(collector: &mut Collector, columns: &mut Option<Vec<Column>>, record: &Record) -> Result<(), Refusal> {
    let fields = record.fields().filter(|_| !record.is_overlong);
    let Some(columns) = columns else {
        if record.n_fields as usize > MAX_COLUMNS {
            return Err(Refusal::TooManyColumns { limit: MAX_COLUMNS as u32 });
        }
        let names = fields.ok_or(Refusal::NoPredictions)?;
        *columns = Some(collector.columns(names.into_iter())?);
        return Ok(());
    };
    if record.is_open {
        // Nobody can say what these lines were: each is counted.
        (0..record.n_lines).for_each(|nth| collector.refuse(record.line + nth, RowReason::OpenQuote));
        return Ok(());
    }
    let wanted = columns.len() as u32;
    let reason = if record.is_overlong {
        RowReason::TooLong
    } else if record.n_fields != wanted {
        RowReason::Width { cells: record.n_fields, wanted }
    } else if let Some(fields) = fields {
        return collector.row(record.line, columns.iter().copied().zip(fields));
    } else {
        RowReason::NotText
    };
    collector.refuse(record.line, reason);
    Ok(())
}

impl Lines {
    fn feed(&mut self, bytes: &[u8], collector: &mut Collector) -> Result<(), Refusal> {
        for (nth, piece) in bytes.split(|&byte| byte == b'\n').enumerate() {
            if nth > 0 {
                self.end_line(collector)?;
            }
            if self.line.len() + piece.len() > MOST_LINE_BYTES {
                self.is_overlong = true;
            } else {
                self.line.extend_from_slice(piece);
            }
        }
        Ok(())
    }

    fn end_line(&mut self, collector: &mut Collector) -> Result<(), Refusal> {
        self.n = self.n.saturating_add(1);
        let line = std::mem::take(&mut self.line);
        let is_overlong = std::mem::take(&mut self.is_overlong);
        let reason = match std::str::from_utf8(&line) {
            _ if is_overlong => RowReason::TooLong,
            Err(_) => RowReason::NotText,
            Ok(text) if text.trim_ascii().is_empty() => return Ok(()),
            Ok(text) => match json::cells(text) {
                None => RowReason::NotAnObject,
                Some(cells) => return self.row(cells, collector),
            },
        };
        collector.refuse(self.n, reason);
        Ok(())
    }

    fn row(&mut self, cells: Vec<(String, String)>, collector: &mut Collector) -> Result<(), Refusal> {
        if cells.len() > MAX_COLUMNS {
            return Err(Refusal::TooManyColumns { limit: MAX_COLUMNS as u32 });
        }
        let columns = match &mut self.columns {
            Some(columns) => columns,
            None => {
                let names = || cells.iter().map(|(name, _)| name);
                let first = collector.columns(names().map(String::as_str))?;
                self.columns.insert(names().cloned().zip(first.into_iter().map(Some)).collect())
            }
        };
        let mut known = Vec::with_capacity(cells.len());
        for (name, value) in &cells {
            let column = match columns.get(name) {
                Some(column) => *column,
                None => {
                    let column = collector.late_column(name);
                    if columns.len() < MAX_COLUMNS {
                        columns.insert(name.clone(), column);
                    }
                    column
                }
            };
            let Some(column) = column else {
                collector.refuse(self.n, RowReason::NewProbability);
                return Ok(());
            };
            known.push((column, value.as_str()));
        }
        collector.row(self.n, known.into_iter())
    }
}
