//! The panels: one a file. Panels know the session and run intents; widgets do not.

pub mod about;
pub mod cut_off;
pub mod data;
pub mod evaluate;
pub mod header;
pub mod import_plan;
mod later;
pub mod monitor;
pub mod notices;
pub mod page;
pub mod performance;
pub mod prepare;
pub mod reading;
pub mod runs;
mod sweep;
pub mod take_away;
pub mod train;
