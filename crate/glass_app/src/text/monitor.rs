//! What the Monitor station says: inference performance and the model in service.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::performance::Part;
use glass_core::split::SplitName;
use glass_core::stream::{Cause, Level, Remedy, Signal};

/// What the Monitor station says.
#[derive(Debug)]
pub struct MonitorText {
    /// Its name.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Nothing can be measured or served without a model.
    pub needs_model: &'static str,
    /// Inference performance.
    pub performance: PerformanceText,
    /// Where images come from, how fast, how they are disturbed.
    pub stream: StreamText,
    /// How the window stands.
    pub window: WindowText,
    /// What moved.
    pub alert: AlertText,
    /// The charts.
    pub chart: MonitorChartText,
    /// The name of a level.
    pub level: fn(Level) -> &'static str,
    /// The name of a watched signal.
    pub signal: fn(Signal) -> &'static str,
}

/// Inference performance.
#[derive(Debug)]
pub struct PerformanceText {
    /// Heading.
    pub title: &'static str,
    /// What is measured.
    pub lead: &'static str,
    /// The button.
    pub measure: &'static str,
    /// While it works.
    pub measuring: &'static str,
    /// Nothing was measured yet.
    pub none: &'static str,
    /// Heading of the warm percentiles: number of measurements.
    pub warm: fn(u64) -> String,
    /// A time that ends with its unit.
    pub millis: fn(f64) -> String,
    /// Mean.
    pub mean: &'static str,
    /// Median.
    pub p50: &'static str,
    /// 90th percentile.
    pub p90: &'static str,
    /// 95th percentile.
    pub p95: &'static str,
    /// 99th percentile.
    pub p99: &'static str,
    /// Largest.
    pub max: &'static str,
    /// The first answer.
    pub cold: &'static str,
    /// What cold means.
    pub cold_hint: &'static str,
    /// The interval of a percentile: low, high; an end that few times cannot give is `None`.
    pub interval: fn(Option<f64>, Option<f64>) -> String,
    /// Why p99 is grey: measurements, measurements needed.
    pub p99_uncertain: fn(u64, u64) -> String,
    /// Batch of 64.
    pub batch: &'static str,
    /// Caption of the table of batch sizes.
    pub batches: &'static str,
    /// Its columns: size, time of a batch, images a second.
    pub batch_columns: [&'static str; 3],
    /// Images a second.
    pub images_per_second: fn(f64) -> String,
    /// The clock's tick; calls timed together.
    pub clock: fn(f64, u32) -> String,
    /// Heading of the table by part.
    pub parts: &'static str,
    /// No files were decoded one by one.
    pub not_decoded: &'static str,
    /// When files are decoded.
    pub decoded: &'static str,
    /// The column of first times.
    pub cold_column: &'static str,
    /// The column of parts.
    pub part_column: &'static str,
    /// The column of shares.
    pub share: &'static str,
    /// A part.
    pub part: fn(Part) -> &'static str,
    /// Title of the histogram.
    pub histogram: &'static str,
    /// Its summary: p50, p95, p99.
    pub histogram_summary: fn(f64, f64, f64) -> String,
    /// Horizontal axis.
    pub time_axis: &'static str,
    /// Vertical axis.
    pub count_axis: &'static str,
    /// Nothing to draw yet.
    pub empty: &'static str,
}

/// The stream's controls.
#[derive(Debug)]
pub struct StreamText {
    /// Heading.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Label of the choice of source.
    pub source: &'static str,
    /// A split, again and again.
    pub replay: fn(SplitName) -> &'static str,
    /// Images dropped for service: how many.
    pub dropped: fn(usize) -> String,
    /// Chooses files for service.
    pub files: &'static str,
    /// Chooses a folder for service.
    pub folder: &'static str,
    /// What becomes of them.
    pub files_hint: &'static str,
    /// Images a second.
    pub rate: &'static str,
    /// Images a window.
    pub window: &'static str,
    /// Starts.
    pub start: &'static str,
    /// Stops.
    pub stop: &'static str,
    /// No images were given for service.
    pub no_dropped: &'static str,
}

/// How the window stands.
#[derive(Debug)]
pub struct WindowText {
    /// The choice of what an image is, before anything is chosen.
    pub label: &'static str,
    /// Its name: the image.
    pub label_of: fn(u32) -> String,
    /// What labels that are given by hand do.
    pub label_hint: &'static str,
    /// Heading of the status.
    pub status: &'static str,
    /// Before any stream.
    pub not_started: &'static str,
    /// Level and what it means; whether images still come.
    pub standing: fn(Level, bool) -> String,
    /// Images seen, images in the window, images of a full window.
    pub seen: fn(u32, u32) -> String,
    /// So few images that nothing is judged yet.
    pub filling: &'static str,
    /// The accuracy that another model had on the same stream.
    pub before: &'static str,
    /// The same at this place, in percent.
    pub before_was: fn(&str) -> String,
    /// A stream that another model answered can be played again to this one.
    pub to_compare: &'static str,
    /// The answers are not of the model that the page shows.
    pub other_model: &'static str,
    /// Images a second, lately.
    pub throughput: &'static str,
    /// Images due but not begun.
    pub queue: fn(u32) -> String,
    /// Response times: p50, p95, p99 in milliseconds.
    pub response: fn(f64, f64, f64) -> String,
    /// Answers whose times do not count, since the page was hidden.
    pub untimed: fn(u32) -> String,
    /// What response time is.
    pub response_hint: &'static str,
    /// Accuracy.
    pub accuracy: &'static str,
    /// Precision.
    pub precision: &'static str,
    /// Recall.
    pub recall: &'static str,
    /// Macro F1.
    pub f1: &'static str,
    /// Confidence.
    pub confidence: &'static str,
    /// A number on the reference.
    pub reference: fn(&str) -> String,
    /// Images with labels, images in the window.
    pub labelled: fn(u32, u32, u32) -> String,
    /// Calibrates the estimate on the labels of the window.
    pub recalibrate: &'static str,
    /// What that does.
    pub recalibrate_hint: &'static str,
    pub restore_calibration: &'static str,
    /// Since which image, and at which temperature.
    pub recalibrated: fn(u32, &str) -> String,
    /// Signals that are unusual.
    pub unusual: fn(&[&str]) -> String,
    /// Signals that are muted and unusual.
    pub muted: fn(&[&str]) -> String,
    /// Labels will come, so many images late.
    pub labels_late: fn(u32) -> String,
    /// Labels are there, of no class of the model.
    pub labels_foreign: &'static str,
    /// Why the estimate is not to be relied on: images like none of the classes, of so many.
    pub estimate_doubtful: fn(Option<(u32, u32)>) -> String,
    /// It was calibrated on so few images.
    pub estimate_of_few: fn(usize) -> String,
    /// Nothing to compare answers with.
    pub no_labels: &'static str,
    /// Heading of the predicted classes.
    pub mix: &'static str,
    /// Column: class.
    pub mix_class: &'static str,
    /// Column: share in the window.
    pub mix_window: &'static str,
    /// Column: share on the reference.
    pub mix_reference: &'static str,
    /// Heading of the last answers.
    pub frames: &'static str,
    /// What the marks mean.
    pub frames_hint: &'static str,
    /// No answer yet.
    pub frames_none: &'static str,
    /// Right.
    pub right: &'static str,
    /// Wrong.
    pub wrong: &'static str,
    /// Not known.
    pub unknown: &'static str,
    /// What a thing of no class is.
    pub no_class: &'static str,
    /// Accuracy as it is estimated without labels.
    pub estimate: &'static str,
    /// How, and what that assumes.
    pub estimate_hint: &'static str,
    /// The estimate and what labels say lie apart: both as printed.
    pub estimate_parted: fn(&str, &str) -> String,
    /// Hides what labels say.
    pub hide_labels: &'static str,
    /// Labels are there and not shown.
    pub labels_hidden: &'static str,
    /// A frame in words: position, predicted, confidence, actual.
    pub frame: fn(u32, &str, &str, Option<&str>) -> String,
}

/// What moved.
#[derive(Debug)]
pub struct AlertText {
    /// Heading.
    pub title: &'static str,
    /// None.
    pub none: &'static str,
    /// A signal is, or was, so many standard deviations of the reference away (accuracy: fraction).
    pub moved: fn(Signal, Option<f64>, bool) -> String,
    /// The worst level, and the level now, of an alert that has eased.
    pub eased: fn(Level, Level) -> String,
    /// Raised at image, cleared at image.
    pub when: fn(u64, Option<u64>) -> String,
    /// How often it came back, and at which image last.
    pub returned: fn(u32, u64) -> String,
    /// Shift (standard deviations of the reference; accuracy: fraction), statistic and corrected p.
    pub evidence: fn(Signal, Option<f64>, Option<f64>, Option<f64>) -> String,
    /// Its worst moment: the image, and the evidence then.
    pub worst: fn(u64, &str) -> String,
    /// Label of the cause.
    pub cause_label: &'static str,
    /// The likely cause; the class that gained, where one did.
    pub cause: fn(Cause, &str) -> String,
    /// Label of the remedies.
    pub remedy_label: &'static str,
    /// What may help.
    pub remedy: fn(Remedy) -> &'static str,
    /// A button that shows the model more of that in training: the setting, its new value.
    pub harden: fn(&str, &str) -> String,
    /// It is set; what is next.
    pub hardened: &'static str,
    /// Trains with the settings as they stand.
    pub retrain: &'static str,
    /// Takes note of an alert.
    pub acknowledge: &'static str,
    /// It was taken note of.
    pub acknowledged: &'static str,
    /// Takes the window as the reference.
    pub renew: &'static str,
    /// What that does.
    pub renew_hint: &'static str,
    /// Acknowledges every alert.
    pub acknowledge_all: &'static str,
    /// A signal is not to be heard of.
    pub mute: &'static str,
    /// What that means.
    pub mute_hint: &'static str,
    /// A signal is to be heard of again; its name follows.
    pub unmute: &'static str,
    /// An alarm makes a sound.
    pub sound: &'static str,
    /// Heading of the frames most responsible.
    pub frames: &'static str,
}

/// Words of the charts.
#[derive(Debug)]
pub struct MonitorChartText {
    /// The numbers behind the picture.
    pub numbers: &'static str,
    /// Stands for a number that does not exist.
    pub missing: &'static str,
    /// Nothing to draw yet.
    pub empty: &'static str,
    /// Title of the live chart.
    pub live: &'static str,
    /// The live chart in words: seen, accuracy, level.
    pub live_summary: fn(u32, Option<&str>, &str) -> String,
    /// Horizontal axis of the live chart.
    pub seen_axis: &'static str,
    /// Vertical axis of the live chart.
    pub share_axis: &'static str,
    /// The line of the reference.
    pub reference_line: fn(&str) -> String,
    /// Title of the drift charts.
    pub drift: &'static str,
    /// The drift charts in words: the signals that moved.
    pub drift_summary: fn(&[&str]) -> String,
    /// Lower end.
    pub low: &'static str,
    /// Upper end.
    pub high: &'static str,
    /// The level column.
    pub level: &'static str,
    /// The reference.
    pub reference: &'static str,
    /// The window.
    pub window: &'static str,
    /// The column of signals.
    pub signal: &'static str,
    /// The column of the statistic's name.
    pub statistic: &'static str,
    /// The column of scores.
    pub score: &'static str,
    /// The column of limits.
    pub limit: &'static str,
    /// Panel of right and wrong answers.
    pub quality: &'static str,
    /// Panel of predicted classes.
    pub classes: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_begins_with_its_number() {
        for text in [&EN, &ZH] {
            assert_eq!((text.performance.millis)(1.5), "1.5 ms");
        }
    }

    #[test]
    fn every_alert_says_how_far() {
        use glass_core::property::PropertyKind;
        let moved = EN.alert.moved;
        let brightness = Signal::Property(PropertyKind::Brightness);
        assert_eq!(
            moved(brightness, Some(-3.12), true),
            "Brightness is 3.1 reference standard deviations lower"
        );
        assert_eq!(
            moved(Signal::Quality, Some(-0.125), false),
            "Accuracy was 12.5 percentage points below the reference"
        );
        // Better than the reference again, and not yet for long enough.
        assert!(moved(Signal::Quality, Some(0.02), true).contains("2.0 percentage points above"));
        assert!(moved(Signal::PredictedClass, None, true).contains("predicted classes"));
        assert_eq!(
            (EN.alert.evidence)(Signal::Quality, Some(-0.125), None, None),
            "shift −12.5 percentage points"
        );
        assert_eq!(
            (EN.alert.worst)(119, &(EN.alert.evidence)(brightness, Some(-3.12), Some(0.5), Some(1e-9))),
            "At its worst, at image 120: shift −3.1, statistic 0.5, p < 0.001 (corrected for all signals)."
        );
    }
}
