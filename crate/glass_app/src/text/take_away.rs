//! What is said of links, files, requests, and the product itself.

mod about;
mod en;
mod glossary;
mod zh;

pub use about::{AboutText, Credit, Term};
pub use en::{ABOUT as ABOUT_EN, EN};
pub use zh::{ABOUT as ABOUT_ZH, ZH};

/// What the Take-away part says.
#[derive(Debug)]
pub struct TakeAwayText {
    /// Its name.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Heading of the link.
    pub link: &'static str,
    /// Label of the field with the link.
    pub link_field: &'static str,
    /// Copies it.
    pub copy: &'static str,
    /// It was copied.
    pub copied: &'static str,
    /// It could not be copied; it is selected instead.
    pub selected: &'static str,
    /// Puts the claim of the run into the link.
    pub with_proof: &'static str,
    /// What is in the link and what is not, for a set that comes with the page.
    pub link_built_in: &'static str,
    /// The same for a zip at an address.
    pub link_address: fn(&str) -> String,
    /// The same for the person's own images: classes.
    pub link_own: fn(usize) -> String,
    /// Heading of the files.
    pub files: &'static str,
    /// Where files go.
    pub files_hint: &'static str,
    /// Downloads the report.
    pub report: &'static str,
    /// What it is.
    pub report_hint: &'static str,
    /// Downloads the predictions.
    pub predictions: &'static str,
    /// What they are.
    pub predictions_hint: &'static str,
    /// Downloads the history.
    pub history: &'static str,
    /// What it is.
    pub history_hint: &'static str,
    /// Downloads the metrics.
    pub metrics: &'static str,
    /// What they are.
    pub metrics_hint: &'static str,
    /// Downloads the dashboard.
    pub dashboard: &'static str,
    /// What it is.
    pub dashboard_hint: &'static str,
    /// There is no run to take anything from.
    pub needs_run: &'static str,
    /// Heading of the requests.
    pub network: &'static str,
    /// Requests since the page was loaded.
    pub requests: fn(usize) -> String,
    /// How they are counted.
    pub network_hint: &'static str,
    /// Heading of their list.
    pub network_list: &'static str,
}
