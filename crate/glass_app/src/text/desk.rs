//! What is said at the disturbance desk and of how a stream is steered.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::disturbance::{Course, Dial, Preset};

/// What is said at the desk.
#[derive(Debug)]
pub struct DeskText {
    /// Heading of the dials.
    pub title: &'static str,
    /// What they do.
    pub hint: &'static str,
    /// Heading of the dials that are used less.
    pub more: &'static str,
    /// The name of a dial.
    pub dial: fn(Dial) -> &'static str,
    /// What a dial does that its name does not say.
    pub dial_hint: fn(Dial) -> Option<&'static str>,
    /// Puts everything back.
    pub quiet: &'static str,
    /// Heading of what is at work now.
    pub now: fn(&[(Dial, f64)]) -> String,

    /// The choice of stories.
    pub story: &'static str,
    /// The name of a story.
    pub preset: fn(Preset) -> &'static str,
    /// What happens in it, and what it should show.
    pub preset_hint: fn(Preset) -> &'static str,
    /// Images a slow story takes.
    pub over: &'static str,
    /// Begins the story.
    pub play: &'static str,
    /// Writes the story into the next stream.
    pub play_next: &'static str,
    /// No stream runs: what becomes of a story that is begun.
    pub play_waits: &'static str,

    /// Heading of the script.
    pub script: &'static str,
    /// What a script is.
    pub script_hint: &'static str,
    /// It is empty.
    pub script_none: &'static str,
    /// A line: dial, amount, when, its end.
    pub line: fn(Dial, f64, Course, Option<u32>) -> String,
    /// A turn by hand: dial, amount, image.
    pub turn: fn(Dial, f64, u32) -> String,
    /// Takes a line out.
    pub remove: &'static str,
    /// Puts a line in.
    pub add: &'static str,
    /// The choice of dial.
    pub which: &'static str,
    /// How much.
    pub amount: &'static str,
    /// The choice of course.
    pub course: &'static str,
    /// The names of the courses: step, ramp, season, burst.
    pub courses: [&'static str; 4],
    /// The first image.
    pub at: &'static str,
    /// Images: of a ramp, of a season, from one burst to the next.
    pub length: &'static str,

    /// When images fall due.
    pub arrivals: &'static str,
    /// Evenly; by chance.
    pub arrival: [&'static str; 2],
    /// Labels come so many images later.
    pub delay: &'static str,
    /// Stands still.
    pub pause: &'static str,
    /// Goes on.
    pub resume: &'static str,
    /// One image.
    pub step: &'static str,
    /// Plays the last stream again.
    pub again: &'static str,
    /// What that means.
    pub again_hint: &'static str,
    /// The image to go to.
    pub seek: &'static str,
    /// Goes there.
    pub go: &'static str,
    /// Heading of what is set rarely.
    pub stream_more: &'static str,
    /// One false alarm in so many windows is acceptable.
    pub once_in: &'static str,
    /// Images come in runs that are alike.
    pub block: &'static str,
    /// The asked rate beside the measured one: one in how many windows, a rarer one was asked, the measured rate in
    /// 100 windows and its interval.
    pub limits: fn(u32, bool, f64, f64, f64) -> String,
    /// The reference is being answered and limits are sought: how far.
    pub preparing: fn(&str) -> String,
    /// The limits for a renewed reference are found so far.
    pub renewing: fn(&str) -> String,
    /// The reference is a window of so many images before this one.
    pub renewed: fn(u32, u32) -> String,
    /// Goes back to the held-out images.
    pub restore_reference: &'static str,
    /// It stands still.
    pub is_paused: &'static str,
}
