//! What is said of the same model on two backends.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

/// What is said of the same model on two backends.
#[derive(Debug)]
pub struct BackendsText {
    /// Caption of the table.
    pub caption: &'static str,
    /// Its columns: backend, median, 99th percentile, images a second in batches.
    pub columns: [&'static str; 4],
    /// Measures on the other one: its name.
    pub measure: fn(&str) -> String,
    /// What that takes.
    pub hint: &'static str,
    /// It is being measured there: its name.
    pub measuring: fn(&str) -> String,
    /// Leaves that.
    pub leave: &'static str,
    /// How many times as long one answer takes there: its name, the ratio as printed.
    pub times: fn(&str, &str) -> String,
}
