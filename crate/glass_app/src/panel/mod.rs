//! The panels: one a file. Panels know the session and run intents; widgets do not.

pub mod about;
pub mod cut_off;
pub mod data;
pub mod evaluate;
pub mod header;
pub mod import_plan;
mod kept_model;
mod later;
mod log;
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

use crate::session::Session;
use glass_core::setting::Setting;
use leptos::prelude::*;

/// What became of the value typed for this setting, where it was typed last and not taken as it was.
fn correction(session: Session, setting: Setting) -> Option<String> {
    let text = session.text().page;
    session.corrected().with(|corrected| {
        let (corrected, outcome) = corrected.as_ref()?;
        (*corrected == setting).then(|| (text.setting_moved)(setting, outcome))
    })
}
