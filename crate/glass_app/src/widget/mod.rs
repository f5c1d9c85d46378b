//! Small parts of the page: they take props and know no session.

pub mod progress_bar;
pub mod setting_field;
pub mod thumbnail;
