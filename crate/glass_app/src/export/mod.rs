//! Files out: report, predictions, history, kept runs, metrics and their dashboard. Pure: facts in, text out; the page only hands the text over.
//!
//! Programs read these files, so names and meanings stay: see the schema in each module.

pub mod dashboard;
pub mod history;
mod json;
pub mod metrics;
pub mod predictions;
pub mod report;
pub mod run;
mod sheet;
pub mod stream_log;

#[cfg(test)]
mod tests;
