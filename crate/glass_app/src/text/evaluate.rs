//! What the Evaluate station says.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::metric::calibration::{Calibration, NullBand};
use glass_core::split::SplitName;

/// What the Evaluate station says.
#[derive(Debug)]
pub struct EvaluateText {
    /// Its name.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Label of the choice of split.
    pub split_label: &'static str,
    /// Name of a split.
    pub split: fn(SplitName) -> &'static str,
    /// What will be here once there is a model.
    pub nothing_yet: &'static str,
    /// The scores on this split are on their way.
    pub is_coming: fn(&str) -> String,
    /// A split with its number of images.
    pub on_split: fn(&str, u64) -> String,
    /// Scores.
    pub score: ScoreText,
    /// Charts.
    pub chart: EvaluateChartText,
    /// Single images.
    pub gallery: GalleryText,
}

/// Names of scores.
#[derive(Debug)]
pub struct ScoreText {
    /// Heading of the scores.
    pub heading: &'static str,
    /// Accuracy.
    pub accuracy: &'static str,
    /// Precision.
    pub precision: &'static str,
    /// Recall.
    pub recall: &'static str,
    /// F1.
    pub f1: &'static str,
    /// Number of images of a class.
    pub support: &'static str,
    /// The class.
    pub class: &'static str,
    /// Heading of the table of classes.
    pub per_class: &'static str,
    /// Plain mean over the classes.
    pub macro_mean: &'static str,
    /// From pooled counts.
    pub micro: &'static str,
    /// Mean weighted by support.
    pub weighted: &'static str,
    /// Some classes are 0/0.
    pub undefined: fn(u32) -> String,
    /// Heading of the other scores.
    pub others: &'static str,
    /// Balanced accuracy.
    pub balanced_accuracy: &'static str,
    /// Matthews' correlation coefficient.
    pub mcc: &'static str,
    /// Cohen's κ.
    pub kappa: &'static str,
    /// Log loss.
    pub log_loss: &'static str,
    /// Brier score.
    pub brier: &'static str,
    /// Area under the ROC curve, macro.
    pub roc_auc: &'static str,
    /// Average precision, macro.
    pub average_precision: &'static str,
    /// Expected calibration error.
    pub ece: &'static str,
    /// What a perfect model would show.
    pub ece_band: fn(&NullBand) -> String,
    /// Too few images for the ECE.
    pub ece_uncertain: &'static str,
    /// The temperature.
    pub temperature: &'static str,
    /// What the temperature changes.
    pub temperature_note: fn(&Calibration) -> String,
    /// An interval is one of 95 %.
    pub interval_note: &'static str,
    /// A score has none, since it is the same on every resample.
    pub no_interval: &'static str,
    /// Why.
    pub no_interval_hint: &'static str,
}

/// Words of the charts.
#[derive(Debug)]
pub struct EvaluateChartText {
    /// The confusion matrix.
    pub confusion: &'static str,
    /// Its rows.
    pub actual: &'static str,
    /// Its columns.
    pub predicted: &'static str,
    /// A cell: actual class, predicted class, images.
    pub cell: fn(&str, &str, u64) -> String,
    /// What a click on a cell does.
    pub confusion_hint: &'static str,
    /// The ROC curve.
    pub roc: &'static str,
    /// Its horizontal axis.
    pub false_positive_rate: &'static str,
    /// Its vertical axis.
    pub true_positive_rate: &'static str,
    /// The area under it.
    pub auc: &'static str,
    /// The precision-recall curve.
    pub pr: &'static str,
    /// The area under it.
    pub average_precision: &'static str,
    /// The reliability diagram.
    pub calibration: &'static str,
    /// Its horizontal axis.
    pub confidence: &'static str,
    /// Its bars, with the ECE.
    pub bars: fn(Option<f64>) -> String,
    /// Its diagonal.
    pub diagonal: &'static str,
    /// A bin: its ends, share right, images.
    pub bin: fn(&str, &str, Option<&str>, u64) -> String,
    /// Guessing.
    pub chance: &'static str,
    /// Lower end.
    pub low: &'static str,
    /// Upper end.
    pub high: &'static str,
    /// Images.
    pub images: &'static str,
    /// Said over empty axes.
    pub empty: &'static str,
    /// A chart's title with its split.
    pub titled: fn(&str, &str) -> String,
}

/// Words of single images.
#[derive(Debug)]
pub struct GalleryText {
    /// Heading without a chosen cell.
    pub worst: &'static str,
    /// What these are: how many of how many mistakes, on this split.
    pub worst_note: fn(usize, usize, &str) -> String,
    /// There is no mistake among so many images of this split.
    pub no_mistake: fn(usize, &str) -> String,
    /// What will be here once there is a model.
    pub nothing_yet: &'static str,
    /// Heading of a cell: actual, predicted.
    pub of_cell: fn(&str, &str) -> String,
    /// How many of how many images, on this split.
    pub of_cell_note: fn(usize, usize, &str) -> String,
    /// Back to the worst mistakes.
    pub show_worst: &'static str,
    /// So many more images.
    pub show_more: fn(usize) -> String,
    /// A verdict on one image: actual, predicted.
    pub verdict: fn(&str, &str) -> String,
    /// Name of an image for those who do not see it: path, actual, predicted.
    pub image: fn(&str, &str, &str) -> String,
}
