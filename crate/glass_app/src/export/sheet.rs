//! CSV that survives a spreadsheet: RFC 4180 with CRLF, text cells that are no formulas, and a byte order
//! mark only where it is needed.
//!
//! A spreadsheet without a byte order mark reads UTF-8 as something else; a naive program with one reads
//! the first column's name wrongly. So the mark is there exactly when the file holds anything beyond ASCII:
//! a plain file stays plain, and names in any script open as they are.

/// A table in the making. Written here rather than by the `csv` crate, whose writer brings a reader of numbers along,
/// two per cent of all that a first visit downloads; that crate's reader is what the tests hold this to.
#[derive(Debug, Default)]
pub struct Sheet {
    text: String,
}

impl Sheet {
    /// Adds a row. Every row of a file has the same number of cells, more than one of them.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        for (column, cell) in cells.into_iter().enumerate() {
            if column > 0 {
                self.text.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.text.push_str("\r\n");
    }

    fn cell(&mut self, cell: &str) {
        if cell.contains([',', '"', '\r', '\n']) {
            self.text.push('"');
            self.text.push_str(&cell.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(cell);
        }
    }

    /// The file's text.
    pub fn finish(self) -> String {
        let text = self.text;
        if text.is_ascii() { text } else { format!("\u{feff}{text}") }
    }
}

/// A text cell that no spreadsheet takes for a formula: a leading `'` where it would begin one. Quoting
/// alone does not help. Numbers do not go through here.
pub fn harmless(text: &str) -> String {
    let is_risky = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0']);
    if is_risky { format!("'{text}") } else { text.to_owned() }
}
