//! What the Train station says.

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

use glass_core::curve::Stopped;
use glass_core::diagnose::{Action, Verdict};
use glass_core::proof::Finding;

/// What the Train station says.
#[derive(Debug)]
pub struct TrainText {
    /// Its name.
    pub title: &'static str,
    /// What it is for.
    pub lead: &'static str,
    /// Heading of the settings of the model.
    pub model_group: &'static str,
    /// Heading of the settings of the optimizer.
    pub learning_group: &'static str,
    /// Heading of the split.
    pub split_group: &'static str,
    /// Shares that do not come to 1: their sum, and what each is taken as.
    pub split_sum: fn(&str, &[String; 3]) -> String,
    /// Takes the article's recipe.
    pub use_article: &'static str,
    /// What that does.
    pub use_article_hint: &'static str,
    /// Heading of the controls.
    pub controls: &'static str,
    /// The primary button: epochs, images.
    pub start: fn(u32, usize) -> String,
    /// The primary button when it can do nothing.
    pub start_plain: &'static str,
    /// Why it can not: the learner is not there yet.
    pub waits_for_learner: &'static str,
    /// Why it can not: so few classes.
    pub too_few_classes: fn(usize) -> String,
    /// Why it can not: no training images.
    pub nothing_to_train: &'static str,
    /// Said aloud: a run began or goes on.
    pub said_training: &'static str,
    /// Said aloud: the run stands still.
    pub said_paused: &'static str,
    /// Said aloud: the run could not be finished.
    pub said_failed: &'static str,
    /// Why it can not: a run is under way.
    pub is_running: &'static str,
    /// Why it can not: images are still coming in.
    pub is_importing: &'static str,
    /// The images of a set that comes with the page are still coming.
    pub is_coming: &'static str,
    /// A run begins when they are there.
    pub is_awaited: &'static str,
    /// Pauses.
    pub pause: &'static str,
    /// Goes on after a pause.
    pub resume: &'static str,
    /// One step.
    pub step: &'static str,
    /// What a step is.
    pub step_hint: &'static str,
    /// Ends the run.
    pub stop: &'static str,
    /// Name of the progress bar.
    pub progress: &'static str,
    /// No run yet.
    pub progress_none: &'static str,
    /// Images are being prepared: done, in all.
    pub progress_preparing: fn(u32, u32) -> String,
    /// Epoch, epochs, step, steps of the epoch.
    pub progress_at: fn([u32; 4]) -> String,
    /// The run is over, after so many epochs of so many.
    pub progress_over: fn(u32, u32) -> String,
    /// Loss of the last step.
    pub batch_loss: fn(f64) -> String,
    /// Images a second; seconds left.
    pub throughput: fn(f64, Option<f64>) -> String,
    /// Words of the charts.
    pub chart: ChartText,
    /// Heading of the diagnosis.
    pub diagnosis: &'static str,
    /// What it will say.
    pub diagnosis_none: &'static str,
    /// Name of a verdict.
    pub verdict: fn(&Verdict) -> &'static str,
    /// A verdict with its numbers.
    pub evidence: fn(&Verdict) -> String,
    /// What to do.
    pub action: fn(Action) -> String,
    /// A setting goes from one value to another: name, from, to.
    pub change: fn(&str, &str, &str) -> String,
    /// The recipe has it that way already.
    pub already_so: &'static str,
    /// Heading of the end of a run.
    pub ending: &'static str,
    /// Why the run ended, after so many epochs.
    pub stopped: fn(Stopped, u32) -> String,
    /// A run that could have stopped early but did not: which weights it keeps.
    pub best_kept: &'static str,
    /// Number of weights.
    pub weights: fn(u32) -> String,
    /// Name of the history's digest.
    pub history_digest: &'static str,
    /// Name of the weights' digest.
    pub weights_digest: &'static str,
    /// What the run says of a link's claim.
    pub finding: fn(Finding) -> String,
    /// What digests are for.
    pub digest_hint: &'static str,
    /// The settings on screen are others than the run's: these changes.
    pub changed_since: fn(&str) -> String,
    /// Stands between the items of a list.
    pub comma: &'static str,
}

/// Words of charts, here and in the other stations.
#[derive(Debug)]
pub struct ChartText {
    /// What opens the table behind a chart.
    pub numbers: &'static str,
    /// Stands where a number does not exist.
    pub missing: &'static str,
    /// Said over empty axes before training.
    pub empty: &'static str,
    /// The smoothed column.
    pub smoothed: &'static str,
    /// How to read the curves: the most training images that are scored.
    pub reading: fn(usize) -> String,
    /// The horizontal axis of learning curves.
    pub epoch: &'static str,
    /// The training split.
    pub train: &'static str,
    /// The validation split.
    pub validation: &'static str,
    /// The loss chart.
    pub loss: &'static str,
    /// Its axis.
    pub loss_axis: &'static str,
    /// The accuracy chart.
    pub accuracy: &'static str,
    /// The precision chart.
    pub precision: &'static str,
    /// The recall chart.
    pub recall: &'static str,
    /// The loss of guessing among so many classes.
    pub chance_loss: fn(usize) -> String,
    /// The accuracy of guessing among so many classes.
    pub chance_accuracy: fn(usize) -> String,
    /// The lowest loss of the article's model.
    pub floor: fn(f64) -> String,
    /// The best epoch.
    pub best_epoch: fn(u32) -> String,
    /// An epoch, before its values.
    pub at_epoch: fn(f64) -> String,
    /// A series and its value; the smoothed value in brackets.
    pub value: fn(&str, &str, Option<&str>) -> String,
    /// A chart for those who do not see it: title, epochs, values of the last one.
    pub summary: fn(&str, usize, &str) -> String,
}
