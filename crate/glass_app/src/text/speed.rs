//! What is said of the speed of a stream and of the promise about it.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::speed::Quantiles;

/// How a promise is kept.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// The share in time, as printed.
    pub in_time: &'a str,
    /// Answers timed.
    pub n: u64,
    /// Those that were late.
    pub n_late: u64,
    /// How much of the error budget is spent: 1 is all of it.
    pub spent: f64,
}

/// What is said of the speed.
#[derive(Debug)]
pub struct SpeedText {
    /// Heading.
    pub title: &'static str,
    /// What it shows.
    pub lead: &'static str,
    /// The share promised.
    pub share: &'static str,
    /// The time promised, in milliseconds.
    pub within: &'static str,
    /// The period of the budget, in minutes.
    pub period: &'static str,
    /// The promise in a few words: share and time as printed.
    pub promise: fn(&str, &str) -> String,
    /// How it is kept.
    pub kept: fn(&Kept<'_>) -> String,
    /// Nothing was timed yet.
    pub none: &'static str,
    /// The budget, as a bar.
    pub budget: &'static str,
    /// Caption of the table of burn rates.
    pub burning: &'static str,
    /// Its columns: windows, over the long one, over the short one, limit, level.
    pub columns: [&'static str; 5],
    /// A pair of windows, as printed.
    pub windows: fn(&str, &str) -> String,
    /// What a burn rate is and where the windows come from.
    pub burning_hint: &'static str,
    /// Heading of the alerts.
    pub alerts: &'static str,
    /// When one began and ended, if it did, and its worst rate, as printed.
    pub alert: fn(&str, Option<&str>, &str) -> String,
    /// The choice of what is timed.
    pub timed: &'static str,
    /// From due to answered.
    pub from_due: &'static str,
    /// The work alone.
    pub work_alone: &'static str,
    /// Why that is not the same.
    pub omission: &'static str,
    /// Title of the percentiles over time.
    pub percentiles: &'static str,
    /// Title of the heat map.
    pub heat: &'static str,
    /// Title of the throughput.
    pub throughput: &'static str,
    /// Title of the queue.
    pub queue: &'static str,
    /// The axis of time.
    pub time_axis: &'static str,
    /// The axis of times.
    pub millis_axis: &'static str,
    /// The axis of the throughput.
    pub per_second_axis: &'static str,
    /// The axis of the queue.
    pub waiting_axis: &'static str,
    /// The percentiles by name.
    pub names: [&'static str; 4],
    /// Answers that were not timed.
    pub untimed: &'static str,
    /// Collections of garbage in the worker, in the legend and the table.
    pub collected: &'static str,
    /// Ends of a stretch, in a table.
    pub ends: [&'static str; 2],
    /// A stretch in words: its ends as printed, its times, its answers.
    pub stretch: fn(&str, &str, &Quantiles, u32) -> String,
    /// A cell of the heat map: ends of the stretch, ends of the band, answers in it, of how many.
    pub cell: fn([&str; 2], [&str; 2], u32, u32) -> String,
}
