//! Every sentence of the page, in both languages. One struct a panel: a missing translation does not compile.

mod backends;
mod camera;
mod catalogue;
mod data;
mod desk;
mod distances;
mod duel;
mod epochs;
mod evaluate;
mod fault;
mod grade;
mod journal;
mod later;
mod log;
mod monitor;
mod novelty;
mod page;
mod prepare;
mod rate;
mod runs;
mod setting;
mod speed;
mod sweep;
mod take_away;
mod timeline;
mod train;

pub use catalogue::{Language, Text};
pub use data::DataText;
pub use fault::FaultText;
pub use grade::Said as GradeSaid;
pub use log::COLUMNS;
pub use runs::Measure;
pub use setting::SettingText;
pub use speed::Kept;
pub use timeline::Instant;
