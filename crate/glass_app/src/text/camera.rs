//! What is said of the camera.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

/// What is said of the camera.
#[derive(Debug)]
pub struct CameraText {
    /// Its name in the choice of sources.
    pub source: &'static str,
    /// What happens to its frames.
    pub hint: &'static str,
    /// What it shows.
    pub shows: &'static str,
    /// Nobody says what it shows.
    pub nobody_says: &'static str,
    /// Its picture, for those who do not see it.
    pub view: &'static str,
    /// Trains on labelled images of service, too: how many there are.
    pub adopt: fn(usize) -> String,
    /// What happens then.
    pub adopt_hint: &'static str,
}
