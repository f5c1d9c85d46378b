//! What is said of the answers of a stream as a file.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

/// What is said of the file.
#[derive(Debug)]
pub struct JournalText {
    /// Its button.
    pub name: &'static str,
    /// What is in it.
    pub hint: &'static str,
}
