//! What is said of the monitor's grading.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

/// What there is to say of the whole monitor.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// The story's name.
    pub story: &'a str,
    /// Disturbed streams in which it alarmed.
    pub n_caught: u32,
    /// Of so many.
    pub n_streams: u32,
    /// Images until then, half of the times.
    pub delay: Option<f64>,
    /// False alarms in 100 windows, and their interval.
    pub false_rate: [f64; 3],
    /// Those asked for.
    pub asked: f64,
}

/// What is said of the grading.
#[derive(Debug)]
pub struct GradeText {
    /// Heading.
    pub title: &'static str,
    /// What it does.
    pub lead: &'static str,
    /// The choice of story.
    pub story: &'static str,
    /// Images the story takes.
    pub over: &'static str,
    /// Pairs of streams.
    pub streams: &'static str,
    /// Length of each.
    pub windows: &'static str,
    /// Begins it.
    pub start: &'static str,
    /// Gives it up.
    pub stop: &'static str,
    /// Its progress bar.
    pub progress: &'static str,
    /// How far: pairs done, of how many.
    pub done: fn(u32, u32) -> String,
    /// The mark of the whole.
    pub mark: fn(&Said<'_>) -> String,
    /// Signals that were the first to alarm most often; the number of streams.
    pub first: fn(&[&str], u32) -> String,
    /// Caption of the table.
    pub table: &'static str,
    /// The column of detectors.
    pub detector: &'static str,
    /// The whole monitor.
    pub whole: &'static str,
    /// Columns: caught, its interval, delay, its spread, first, false alarms, AUC.
    pub columns: [&'static str; 5],
    /// What the columns mean.
    pub columns_hint: &'static str,
    /// Title of the chart.
    pub chart: &'static str,
    /// Its axes: false alarms, caught.
    pub axes: [&'static str; 2],
    /// What chance would do.
    pub chance: &'static str,
    /// Before there is anything.
    pub empty: &'static str,
    /// A delay: median, 10th and 90th percentile, in images.
    pub delay: fn([f64; 3]) -> String,
}
