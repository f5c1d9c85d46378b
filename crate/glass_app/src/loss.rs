//! Work that something would cost, named so that the page can ask first.

/// Work that would be lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The trained model, or the run under way.
    Model,
    /// The person's own images.
    Images,
    /// Both.
    ModelAndImages,
}
