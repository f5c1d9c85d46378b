//! What is said of how new a stream's images are to the model.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

/// What is said of novelty.
#[derive(Debug)]
pub struct NoveltyText {
    /// Heading.
    pub title: &'static str,
    /// Images that look like none of the classes, of the window, and the share of ordinary images that do, as printed.
    pub none_of: fn(u32, u32, &str) -> String,
    /// Of one frame.
    pub frame: &'static str,
    /// What novelty is, and what it cannot do.
    pub hint: &'static str,
    /// The comparison of features waits for a whole window.
    pub waiting: &'static str,
    /// MMD²: value and p, as printed.
    pub mmd: fn(&str, &str) -> String,
    /// The domain classifier: AUC with its interval, as printed.
    pub domain: fn(&str) -> String,
    /// What was compared: images of the window and of the reference, after so many images.
    pub compared: fn(u32, u32, u64) -> String,
    /// What the two are.
    pub features_hint: &'static str,
}
