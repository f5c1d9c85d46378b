//! What is kept in the browser, as bytes and back: the work on the bench, portions of images, finished runs,
//! the run under way. No browser in here, so that all of it is tested without one.
//!
//! Numbers that decide bits cross as bits or as the text a form would show, never as JSON numbers, whose
//! readers may round. Settings are written by their keys in the settings table: a record made before a
//! setting existed opens with that setting's default, as an old link does.

mod envelope;
mod history;
mod images;
mod run;
mod settings;
mod underway;
mod work;

pub use envelope::Unreadable;
pub use images::{open_portion, portion_len, seal_portion};
pub use run::{open_run, open_weights, seal_run, seal_weights};
pub use underway::{Underway, open_underway, seal_underway};
pub use work::{OwnImages, Work, open_work, seal_work};

#[cfg(test)]
mod tests;
