//! What is said of kept runs, of two of them side by side, and of how the browser keeps the work.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use crate::standing::{Room, Standing};
use glass_core::interval::{Interval, McNemar};

/// What the curves of several runs are drawn of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Mean cross-entropy on the validation split.
    ValidationLoss,
    /// Share of validation images classified rightly.
    ValidationAccuracy,
    /// Mean cross-entropy on the training split.
    TrainLoss,
    /// Share of training images classified rightly.
    TrainAccuracy,
}

impl Measure {
    /// All of them, in the order of the choice.
    pub const ALL: [Self; 4] =
        [Self::ValidationLoss, Self::ValidationAccuracy, Self::TrainLoss, Self::TrainAccuracy];

    /// The value of its option.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ValidationLoss => "validation-loss",
            Self::ValidationAccuracy => "validation-accuracy",
            Self::TrainLoss => "train-loss",
            Self::TrainAccuracy => "train-accuracy",
        }
    }

    /// Is it a loss, in nats, and not a share?
    pub fn is_loss(self) -> bool {
        matches!(self, Self::ValidationLoss | Self::TrainLoss)
    }
}

/// What is said of kept runs.
#[derive(Debug)]
pub struct RunsText {
    /// The part's name.
    pub title: &'static str,
    /// What it is for: how many runs are kept at most.
    pub lead: fn(usize) -> String,
    /// No run is kept yet.
    pub empty: &'static str,
    /// A run nobody named.
    pub unnamed: fn(u32) -> String,
    /// Label of the field with a run's name.
    pub name: fn(&str) -> String,
    /// Chooses a run for the comparison; begins with the word that is seen.
    pub compare: fn(&str) -> String,
    /// The word that is seen of that.
    pub compare_short: &'static str,
    /// The run whose model is on the page.
    pub on_bench: &'static str,
    /// Its images are not those on the page.
    pub other_images: &'static str,
    /// Epochs done, of how many.
    pub epochs: fn(u32, u32) -> String,
    /// The person's own images.
    pub own_images: &'static str,
    /// A set of images: its name, how many.
    pub images: fn(&str, u32) -> String,
    /// Where the accuracy was measured: test images.
    pub on_test: fn(usize) -> String,
    /// The run has no scores on test images.
    pub no_test: &'static str,
    /// Brings a run's model back.
    pub recall: &'static str,
    /// What that does.
    pub recall_hint: &'static str,
    /// Trains with a run's settings.
    pub rerun: &'static str,
    /// What that does.
    pub rerun_hint: &'static str,
    /// Saves a run as a file.
    pub export: &'static str,
    /// Deletes a run.
    pub drop: &'static str,
    /// A run was deleted.
    pub dropped: fn(&str) -> String,
    /// Puts it back.
    pub put_back: &'static str,

    /// Heading of the comparison.
    pub side_by_side: &'static str,
    /// Fewer than two runs are chosen.
    pub choose_two: &'static str,
    /// Label of the choice of curves.
    pub measure: &'static str,
    /// Name of a measure.
    pub measure_name: fn(Measure) -> &'static str,
    /// The chart for those who do not see it: its measure, how many runs.
    pub summary: fn(&str, usize) -> String,
    /// Caption of the table.
    pub table: &'static str,
    /// Shows differing settings only.
    pub only_differences: &'static str,
    /// The first column.
    pub setting: &'static str,
    /// Marks a row whose values differ.
    pub differs: &'static str,
    /// All settings agree.
    pub none_differs: &'static str,
    /// Rows about results.
    pub result: ResultText,

    /// Heading of the tests.
    pub versus: &'static str,
    /// What they are.
    pub versus_hint: &'static str,
    /// Two runs by name, what McNemar's test says, and its p after Holm's correction, when several are made.
    pub mcnemar: fn(&str, &str, &McNemar, Option<f64>) -> String,
    /// The difference in macro F1 with its interval.
    pub f1_difference: fn(f64, Interval) -> String,
    /// Two runs share no test images.
    pub no_common_images: fn(&str, &str) -> String,

    /// Heading of what the browser keeps.
    pub kept: &'static str,
    /// How the browser keeps the work.
    pub standing: fn(Standing) -> &'static str,
    /// How much room it gives.
    pub room: fn(Room) -> String,
    /// Switches keeping on and off.
    pub keep: &'static str,
    /// What that means.
    pub keep_hint: &'static str,
    /// Deletes everything that is kept.
    pub clear: &'static str,
    /// Title of the question before.
    pub clear_title: &'static str,
    /// What would be lost.
    pub clear_body: &'static str,
    /// Deletes.
    pub clear_yes: &'static str,
    /// Does not.
    pub clear_no: &'static str,
    /// Records that were set aside.
    pub set_aside: fn(usize) -> String,
    /// Saves one of them: its key.
    pub save_set_aside: fn(&str) -> String,

    /// A run was cut off: epochs done, of how many, when it began.
    pub cut_off: fn(u32, u32, &str) -> String,
    /// It was so before: how often in all.
    pub cut_off_again: fn(u32) -> String,
    /// Goes on: with which epoch.
    pub resume: fn(u32) -> String,
    /// Lets it go.
    pub discard: &'static str,
    /// The newest model that is kept and can be brought back: its name, and its facts.
    pub kept_model: fn(&str, &str) -> String,
    /// Leaves it where it is.
    pub kept_model_no: &'static str,

    /// Told once: the work is not kept, and why.
    pub not_kept: fn(Standing) -> &'static str,
    /// Told once: so many records could not be read.
    pub were_set_aside: fn(usize) -> String,
    /// Told once: so many images of the last visit are missing.
    pub images_missing: fn(u32) -> String,
}

/// Names of results in the table.
#[derive(Debug)]
pub struct ResultText {
    /// The images.
    pub images: &'static str,
    /// When the run began.
    pub began: &'static str,
    /// Accuracy on the test images.
    pub accuracy: &'static str,
    /// Macro F1 on the test images.
    pub f1: &'static str,
    /// Lowest validation loss, with its epoch.
    pub best: &'static str,
    /// That value: loss, epoch.
    pub best_value: fn(f64, u32) -> String,
    /// Epochs run.
    pub epochs: &'static str,
    /// Number of weights.
    pub weights: &'static str,
    /// Digest of the history.
    pub digest: &'static str,
}

/// A p-value in three digits, never 0.
pub(super) fn p_value(p: f64) -> String {
    if p < 0.001 { String::from("p < 0.001") } else { format!("p = {p:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use glass_core::interval::mcnemar;

    fn hits(right: usize, n: usize) -> Vec<bool> {
        (0..n).map(|index| index < right).collect()
    }

    #[test]
    fn a_test_says_what_it_found_and_what_it_would_take() {
        let close = mcnemar(&hits(84, 100), &hits(80, 100)).expect("images");
        let said = (EN.mcnemar)("deep", "wide", &close, None);
        for part in ["100", "“deep”", "“wide”", "4", "p = 0.125", "more test images"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let far = mcnemar(&hits(95, 100), &hits(60, 100)).expect("images");
        let said = (EN.mcnemar)("deep", "wide", &far, Some(0.002));
        for part in ["p < 0.001", "p = 0.002", "“deep” is better"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let same = mcnemar(&hits(5, 10), &hits(5, 10)).expect("images");
        assert!((EN.mcnemar)("deep", "wide", &same, None).contains("same"), "no images are discordant");
        for text in [&EN, &ZH] {
            for test in [&close, &far, &same] {
                let said = (text.mcnemar)("α", "β", test, None);
                assert!(said.contains('α') && said.contains('β'), "{said}");
            }
        }
    }

    #[test]
    fn every_standing_has_its_sentence_in_both_languages() {
        let all = [
            Standing::Opening,
            Standing::Kept,
            Standing::Off,
            Standing::Elsewhere,
            Standing::Refused,
            Standing::Newer,
            Standing::Full,
        ];
        for text in [&EN, &ZH] {
            for standing in all {
                assert!(!(text.standing)(standing).is_empty(), "{standing:?}");
            }
            for standing in [Standing::Elsewhere, Standing::Refused, Standing::Newer, Standing::Full] {
                assert!(!(text.not_kept)(standing).is_empty(), "{standing:?}");
            }
        }
    }

    #[test]
    fn a_run_without_an_epoch_begins_anew() {
        assert_eq!((EN.resume)(8), "Resume the run at epoch 8");
        assert_eq!((EN.resume)(1), "Begin the run again");
        assert!((EN.cut_off)(0, 30, "14:02").contains("before its first checkpoint"));
        assert!((EN.cut_off)(7, 30, "14:02").contains("7 of 30"));
    }
}
