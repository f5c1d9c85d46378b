//! CSV that survives a spreadsheet: RFC 4180 with CRLF, text cells that are no formulas, and a byte order
//! mark only where it is needed.
//!
//! A spreadsheet without a byte order mark reads UTF-8 as something else; a naive program with one reads
//! the first column's name wrongly. So the mark is there exactly when the file holds anything beyond ASCII:
//! a plain file stays plain, and names in any script open as they are.

use csv::{Terminator, Writer, WriterBuilder};

/// A writer of the house's CSV.
pub fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new())
}

/// What was written, as text.
pub fn finish(writer: Writer<Vec<u8>>) -> String {
    // Writing to memory does not fail, and only text was written.
    let text = writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    if text.is_ascii() { text } else { format!("\u{feff}{text}") }
}

/// A text cell that no spreadsheet takes for a formula: a leading `'` where it would begin one. Quoting
/// alone does not help. Numbers do not go through here.
pub fn harmless(text: &str) -> String {
    let is_risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
    if is_risky { format!("'{text}") } else { text.to_owned() }
}
