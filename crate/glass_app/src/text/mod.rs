//! Every sentence of the page, in both languages. One struct a panel: a missing translation does not compile.

mod catalogue;
mod data;
mod desk;
mod epochs;
mod evaluate;
mod fault;
mod grade;
mod log;
mod monitor;
mod page;
mod prepare;
mod rate;
mod runs;
mod setting;
mod sweep;
mod take_away;
mod train;

pub use catalogue::{Language, Text};
pub use data::DataText;
pub use fault::FaultText;
pub use grade::Said as GradeSaid;
pub use log::COLUMNS;
pub use runs::Measure;
pub use setting::SettingText;
