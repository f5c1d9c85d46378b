//! What is said of the distances between a window and the reference.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

/// What is said of the distances.
#[derive(Debug)]
pub struct DistancesText {
    /// The choice of distance.
    pub choice: &'static str,
    /// Its options: the test, PSI, Jensen-Shannon, Wasserstein.
    pub options: [&'static str; 4],
    /// What each of them is.
    pub hints: [&'static str; 4],
    /// How often PSI passes 0.1 and 0.25 without drift, as printed.
    pub usual: fn(&str, &str) -> String,
    /// Opens the table.
    pub all: &'static str,
    /// Its columns behind the signal: PSI, its limit, Jensen-Shannon, Wasserstein, shift, p.
    pub columns: [&'static str; 6],
}
