//! Files out: report, predictions, history, kept runs. Pure: facts in, text out; the page only hands the text over.
//!
//! Programs read these files, so names and meanings stay: see the schema in each module.

pub mod history;
mod json;
pub mod predictions;
pub mod report;
pub mod run;
mod sheet;

#[cfg(test)]
mod tests;
