//! Small parts of the page: they take props and know no session.

pub mod chart;
pub mod class_mark;
pub mod dialog;
pub mod file_list;
pub mod progress_bar;
pub mod rove;
pub mod setting_field;
pub mod thumbnail;
