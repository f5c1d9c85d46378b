//! What the part about prediction logs says.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::log::{LogSummary, Refusal, RowReason, Shortage};
use glass_core::stream::Cause;

/// The columns of a log, as files call them in every language.
pub const COLUMNS: [&str; 6] = ["predicted", "actual", "p_<class>", "confidence", "timestamp", "latency_ms"];

/// What the part about prediction logs says.
#[derive(Debug)]
pub struct LogText {
    /// Its name.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Chooses a file.
    pub open: &'static str,
    /// Looks at the sample.
    pub sample: &'static str,
    /// What the sample is.
    pub sample_hint: &'static str,
    /// Puts the log away.
    pub close: &'static str,
    /// Heading of what a file must hold.
    pub format: &'static str,
    /// What kind of file it must be.
    pub format_kind: &'static str,
    /// Its columns: what each says, in the order of [`COLUMNS`].
    pub columns: [&'static str; 6],
    /// Label of the window's rows.
    pub window: &'static str,
    /// Label of the reference's rows.
    pub reference: &'static str,
    /// What an empty reference means.
    pub reference_hint: &'static str,
    /// Label of the rows that come in runs of alike ones.
    pub block: &'static str,
    /// Label of how windows follow each other.
    pub stride: &'static str,
    /// A tenth further.
    pub sliding: &'static str,
    /// One after the other.
    pub tumbling: &'static str,
    /// Stops reading or watching.
    pub stop: &'static str,
    /// The name of the work.
    pub work: &'static str,
    /// Reading: bytes done, in all.
    pub reading: fn(u64, u64) -> String,
    /// Finding limits: percent done.
    pub calibrating: fn(u32) -> String,
    /// Watching: rows done, in all.
    pub watching: fn(usize, usize) -> String,
    /// The file was not taken in.
    pub refused: fn(&Refusal) -> String,
    /// Too few rows.
    pub short: fn(Shortage) -> String,
    /// The person stopped it; whether it had been read.
    pub stopped: fn(bool) -> String,
    /// The worker died; its last words.
    pub died: fn(Option<&str>) -> String,
    /// The name of the sample.
    pub sample_name: &'static str,
    /// What the log holds, in sentences.
    pub holds: fn(&LogSummary) -> String,
    /// Columns under other names: what they are called, what they are read as.
    pub taken_for: fn(&[(String, String)]) -> String,
    /// Columns that are not read.
    pub ignored: fn(&[String]) -> String,
    /// Rows of less confidence than an answer that won can have, and of how many classes.
    pub improbable: fn(u32, usize) -> String,
    /// From when to when.
    pub span: fn(&str, &str) -> String,
    /// Heading of the rows that were refused: how many.
    pub rows_refused: fn(usize) -> String,
    /// A row that was refused: line, reason.
    pub row_refused: fn(u32, RowReason) -> String,
    /// So many more were refused.
    pub more_refused: fn(usize) -> String,
    /// The reference: rows, labelled.
    pub reference_is: fn(usize, bool) -> String,
    /// The probabilities were calibrated at this temperature.
    pub calibrated: fn(&str) -> String,
    /// The windows: how many, rows in each, from one to the next; widened; rows left over.
    pub windows_are: fn([usize; 3], bool, usize) -> String,
    /// Title of the chart of quality.
    pub quality: &'static str,
    /// Title of the chart of latencies.
    pub times: &'static str,
    /// Its vertical axis.
    pub millis: &'static str,
    /// Title of the chart of predicted classes.
    pub mix: &'static str,
    /// The horizontal axis.
    pub row: &'static str,
    /// All classes beyond those shown: how many.
    pub other_classes: fn(usize) -> String,
    /// A chart in words: title, windows, rows.
    pub summary: fn(&str, usize, usize) -> String,
    /// What is read at a window: first and last row, then values.
    pub at_window: fn(usize, usize, &str) -> String,
    /// The level of the last window.
    pub last_window: &'static str,
    /// Raised at row, cleared at row.
    pub when: fn(u64, Option<u64>) -> String,
    /// How often it came back, and at which row last.
    pub returned: fn(u32, u64) -> String,
    /// Its worst moment: the row, and the evidence then.
    pub worst: fn(u64, &str) -> String,
    /// No alerts.
    pub no_alerts: &'static str,
    /// How many false alarms such a log has without any change, and in runs of how many rows the limits were found.
    pub expected: fn(&str, u32) -> String,
    /// A likely cause, where a log says it otherwise than images do; with the class that gained.
    pub cause: fn(Cause, &str) -> Option<String>,
    /// What judges, and where its limits come from.
    pub limits: &'static str,
}
