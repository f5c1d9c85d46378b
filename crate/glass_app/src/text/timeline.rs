//! What is said on the timeline of a stream.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

/// A moment of a stream: what the timeline says of it.
#[derive(Debug, Clone, Copy)]
pub struct Instant<'a> {
    /// Images seen.
    pub seen: u32,
    /// The level, in words.
    pub level: &'a str,
    /// Accuracy of the window as printed, where labels are known and shown.
    pub accuracy: Option<&'a str>,
    /// What disturbed it, name and amount.
    pub disturbed: &'a [String],
    /// Signals with an alert open.
    pub alerts: &'a [&'a str],
}

/// What is said on the timeline.
#[derive(Debug)]
pub struct TimelineText {
    /// Heading.
    pub title: &'static str,
    /// What it shows and does.
    pub lead: &'static str,
    /// Title of the picture.
    pub lanes: &'static str,
    /// The slider.
    pub moment: &'static str,
    /// Goes back to the newest window.
    pub now: &'static str,
    /// A moment in words.
    pub instant: fn(&Instant<'_>) -> String,
    /// The figures elsewhere show an earlier window, at so many images.
    pub earlier: fn(u32) -> String,
    /// The lane of levels.
    pub level: &'static str,
    /// The lane of recordings.
    pub recording: &'static str,
    /// Images that lie in no folder.
    pub unnamed: &'static str,
    /// The lane of the model.
    pub model: &'static str,
    /// A run by its number, and the epoch if a past one answers.
    pub run: fn(u32, Option<u32>) -> String,
    /// The lane of references.
    pub reference: &'static str,
    /// The held-out split is the reference.
    pub held_out: &'static str,
    /// The lane of what the estimate is calibrated on.
    pub calibration: &'static str,
    /// It is calibrated on the validation images.
    pub validated: &'static str,
    /// The window before this image is.
    pub renewed: fn(u32) -> String,
    /// The lane of labels.
    pub labels: &'static str,
    /// Labels are known up to here.
    pub known: &'static str,
    /// A lane of what disturbs.
    pub disturbance: fn(&str) -> String,
    /// A lane of a signal's alerts.
    pub alert: fn(&str) -> String,
    /// The columns of the table: lane, from, until, what.
    pub columns: [&'static str; 4],
}
