//! The fit diagnosis: what the learning curves say, with the numbers that say it and what to do.
//!
//! Losses are mean cross-entropies in nats, taken in evaluation mode, and are read relative to chance:
//! L̂ = loss / ln K (1 is guessing). gap = L̂_val − L̂_train with a 95 % bootstrap interval from the losses per
//! image of the two splits. Slopes are least-squares, per epoch, over the last 5 epochs. In this order:
//!
//! 1. **too little evidence**: fewer than 30 validation images
//! 2. **diverged**: a loss that is not finite (or beyond 1e12), or a jump to 3 times the lowest training loss
//!    so far (and to more than half of chance) that was never won back
//! 3. **not learning**: L̂_train > 0.95 after 3 epochs or more
//! 4. **bounded output**: sigmoid outputs into a softmax cross-entropy. With K classes the loss cannot fall
//!    below ln(1 + (K−1)/e), the confidence cannot pass e/(e + K − 1): 0.3133 and 0.7311 for two
//! 5. **leak suspected**: copies across splits, or validation better than training without dropout or
//!    augmentation (the gap's whole interval below 0)
//! 6. **underfitting**: L̂_train > 0.5, |slope of L̂_train| ≤ 0.01, the gap's interval includes 0
//! 7. **overfitting**: the gap's interval above 0, the best validation epoch at least `patience` ago, and
//!    the last validation loss at least 5 % above its lowest
//! 8. **still learning**: slope of L̂_val < −0.01, and the last validation loss less than 5 % above its lowest
//! 9. **hardly better than guessing**: L̂_val > 0.8 and none of 6 to 8
//! 10. **healthy**: none of these. It says how far the last validation loss is above its lowest: what is not yet
//!     overfitting may be on the way there, and from 5 % on the best epoch is worth going back to. Where early stopping has
//!     kept the weights of that epoch, the model is not above it
//!
//! The first that holds leads the list; others that hold follow. After *diverged* or *not learning* the curves
//! say nothing about the fit, so 6 to 9 are not asked; the order among 6 to 9 stops at the first. Without
//! losses per image, the gap's interval is taken as gap ± 0.05. No epochs, or fewer than two classes: no
//! diagnosis.

use crate::interval::{Interval, difference_of_means};
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// Validation images below which nothing is claimed.
pub const MIN_VALIDATION_IMAGES: u32 = 30;
/// Epochs over which a slope is taken.
pub const SLOPE_EPOCHS: usize = 5;
const SPIKE_FACTOR: f64 = 3.0;
/// How far a loss may be above its lowest before that is more than its usual wavering.
const CLEAR_RISE: f64 = 0.05;
const FLAT_SLOPE: f64 = 0.01;
/// A relative validation loss above this is hardly better than guessing.
const WEAK: f64 = 0.8;
/// The share of validation images where none is known.
const USUAL_SHARE: f64 = 0.15;
/// The largest share of validation images that is advised.
const LARGE_SHARE: f64 = 0.3;
const ASSUMED_HALF_WIDTH: f64 = 0.05;

/// What the diagnosis looks at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence<'a> {
    /// Training loss per epoch, in nats, evaluation mode; may be NaN or infinite.
    pub train_loss: &'a [f64],
    /// Validation loss per epoch.
    pub validation_loss: &'a [f64],
    /// Final loss of each training image, if known.
    pub train_losses: Option<&'a [f64]>,
    /// Final loss of each validation image, if known, by the same weights as `train_losses`.
    pub validation_losses: Option<&'a [f64]>,
    /// Number of classes.
    pub n_classes: usize,
    /// Number of validation images.
    pub n_validation: u32,
    /// Number of images in all splits.
    pub n_images: u32,
    /// The model ends in sigmoids and is trained with a softmax cross-entropy (the article's model).
    pub has_bounded_output: bool,
    /// Groups of equal images that lie in more than one split.
    pub n_shared_duplicates: u32,
    /// Epochs without improvement that early stopping would wait.
    pub patience: u32,
    /// The weights of the best epoch were kept, as early stopping does.
    pub is_best_kept: bool,
    /// The learning rate is above what its optimizer usually bears.
    pub is_rate_high: bool,
    /// Training used dropout or augmentation, which makes its loss look worse than it is.
    pub is_regularised: bool,
}

/// What the curves say, each with the numbers that say it. Relative losses and slopes are in units of ln K. Kept runs are
/// read by the order of the variants and their fields: new ones come last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Too few validation images to claim anything.
    TooLittleEvidence {
        /// Validation images.
        n_validation: u32,
        /// Images needed.
        needed: u32,
    },
    /// The loss ran away.
    Diverged {
        /// The first epoch at which it did, counted from 1.
        epoch: u32,
        /// The loss there; `None` when it was not finite.
        loss: Option<f64>,
        /// The lowest training loss before.
        lowest_before: Option<f64>,
    },
    /// No better than guessing.
    NotLearning {
        /// Last relative training loss.
        relative_train_loss: f64,
        /// Epochs run.
        epochs: u32,
    },
    /// The output cannot express certainty.
    BoundedOutput {
        /// The lowest loss this model can reach.
        loss_floor: f64,
        /// The highest confidence this model can reach.
        confidence_ceiling: f64,
        /// The last training loss.
        train_loss: f64,
    },
    /// Validation images are not new to the model, or too easy.
    LeakSuspected {
        /// Groups of equal images in more than one split.
        n_shared_duplicates: u32,
        /// L̂_val − L̂_train.
        gap: Option<f64>,
        /// Its interval.
        gap_interval: Option<Interval>,
    },
    /// Too simple a model, or too slow a one.
    Underfitting {
        /// Last relative training loss.
        relative_train_loss: f64,
        /// Slope of the relative training loss.
        train_slope: f64,
        /// L̂_val − L̂_train.
        gap: f64,
        /// Its interval.
        gap_interval: Interval,
    },
    /// Learning the training images by heart.
    Overfitting {
        /// L̂_val − L̂_train.
        gap: f64,
        /// Its interval.
        gap_interval: Interval,
        /// Epoch of the lowest validation loss, counted from 1.
        best_epoch: u32,
        /// Epochs since.
        epochs_since_best: u32,
        /// How far the last validation loss is above the lowest, as a fraction of it.
        rise: f64,
    },
    /// More epochs would help.
    StillLearning {
        /// Slope of the relative validation loss.
        validation_slope: f64,
        /// Last relative validation loss.
        relative_validation_loss: f64,
    },
    /// Nothing to object to.
    Healthy {
        /// Last relative training loss.
        relative_train_loss: f64,
        /// Last relative validation loss.
        relative_validation_loss: f64,
        /// Their difference.
        gap: f64,
        /// Its interval.
        gap_interval: Interval,
        /// Epoch of the lowest validation loss, counted from 1.
        best_epoch: u32,
        /// How far the last validation loss is above the lowest, as a fraction of it.
        rise: f64,
    },
    /// It has learned something, and not much.
    Weak {
        /// Last relative training loss.
        relative_train_loss: f64,
        /// Last relative validation loss.
        relative_validation_loss: f64,
    },
}

/// A change of the recipe (or of the images) that answers a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Take in about this many more images.
    AddImages {
        /// How many.
        about: u32,
    },
    /// Give validation a larger share of the images.
    RaiseValidationShare,
    /// Multiply the learning rate.
    ScaleLearningRate {
        /// By this.
        factor: f64,
    },
    /// Scale gradients down that are too long.
    ClipGradients,
    /// Multiply the number of epochs.
    ScaleEpochs {
        /// By this.
        factor: f64,
    },
    /// Take the Adam optimizer.
    UseAdam,
    /// Normalise the pixels.
    Normalize,
    /// Take a model that can express more.
    UseLargerModel,
    /// Take a model that can express less.
    UseSmallerModel,
    /// Take a model with one plain output a class.
    UseUnboundedModel,
    /// Keep equal images in one split.
    KeepDuplicatesTogether,
    /// Deal the images anew, with another seed.
    ReshuffleSplit,
    /// Stop at the best validation epoch and keep its weights.
    StopEarly,
    /// Vary the training images at random.
    Augment,
}

/// One thing the curves say, and what to do about it: at least one action, except when all is well.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// What.
    pub verdict: Verdict,
    /// What to do, the best first.
    pub actions: Vec<Action>,
}

impl Verdict {
    /// The name in files and in the page's `data-verdict`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::TooLittleEvidence { .. } => "too-little-evidence",
            Self::Diverged { .. } => "diverged",
            Self::NotLearning { .. } => "not-learning",
            Self::BoundedOutput { .. } => "bounded-output",
            Self::LeakSuspected { .. } => "leak-suspected",
            Self::Underfitting { .. } => "underfitting",
            Self::Overfitting { .. } => "overfitting",
            Self::StillLearning { .. } => "still-learning",
            Self::Weak { .. } => "weak",
            Self::Healthy { .. } => "healthy",
        }
    }

    /// The changes that answer it under this evidence, the best first.
    pub fn actions(&self, evidence: &Evidence) -> Vec<Action> {
        match self {
            Self::TooLittleEvidence { n_validation, needed } => {
                let n_images = evidence.n_images;
                let about = missing(*n_validation, *needed, n_images);
                let is_share_enough = f64::from(n_images) * LARGE_SHARE >= f64::from(*needed);
                let raise = is_share_enough.then_some(Action::RaiseValidationShare);
                raise.into_iter().chain([Action::AddImages { about }]).collect()
            }
            Self::Diverged { .. } => {
                vec![Action::ScaleLearningRate { factor: 0.1 }, Action::ClipGradients, Action::Normalize]
            }
            Self::NotLearning { .. } if evidence.is_rate_high => {
                vec![Action::ScaleLearningRate { factor: 0.1 }, Action::Normalize]
            }
            Self::NotLearning { .. } => {
                vec![Action::ScaleLearningRate { factor: 10.0 }, Action::UseAdam, Action::Normalize]
            }
            Self::BoundedOutput { .. } => vec![Action::UseUnboundedModel],
            Self::LeakSuspected { n_shared_duplicates: 0, .. } => vec![Action::ReshuffleSplit],
            Self::LeakSuspected { .. } => vec![Action::KeepDuplicatesTogether],
            Self::Underfitting { .. } => {
                vec![Action::UseLargerModel, Action::ScaleLearningRate { factor: 3.0 }]
            }
            Self::Overfitting { .. } => vec![Action::StopEarly, Action::Augment, Action::UseSmallerModel],
            Self::StillLearning { .. } => vec![Action::ScaleEpochs { factor: 2.0 }],
            Self::Weak { .. } => {
                vec![Action::UseLargerModel, Action::ScaleEpochs { factor: 2.0 }, Action::UseAdam]
            }
            Self::Healthy { .. } if self.is_past_best() => vec![Action::StopEarly],
            Self::Healthy { .. } => vec![],
        }
    }

    /// Healthy, and yet clearly above the lowest validation loss, with weights to match.
    pub fn is_past_best(&self) -> bool {
        matches!(self, Self::Healthy { rise, .. } if *rise >= CLEAR_RISE)
    }
}

/// How many images are to be added so that so many of them fall to validation, its share staying as it is.
fn missing(n_validation: u32, needed: u32, n_images: u32) -> u32 {
    let share = match n_images {
        0 => 1.0,
        _ if n_validation == 0 => USUAL_SHARE,
        _ => f64::from(n_validation) / f64::from(n_images),
    };
    libm::ceil(f64::from(needed.saturating_sub(n_validation)) / share) as u32
}

/// What the evidence says, first match first; empty when there is nothing to say.
pub fn diagnose(evidence: &Evidence, stream: &mut Stream) -> Vec<Diagnosis> {
    let Some(facts) = Facts::of(evidence, stream) else { return Vec::new() };
    let mut verdicts: Vec<Verdict> = Vec::new();
    verdicts.extend(facts.too_little_evidence());
    let has_no_fit = facts.diverged().or_else(|| facts.not_learning());
    verdicts.extend(has_no_fit.clone());
    verdicts.extend(facts.bounded_output());
    verdicts.extend(facts.leak_suspected());
    if has_no_fit.is_none() {
        let fit = facts.underfitting().or_else(|| facts.overfitting()).or_else(|| facts.still_learning());
        verdicts.extend(fit.or_else(|| facts.weak()));
    }
    if verdicts.is_empty() {
        verdicts.extend(facts.healthy());
    }
    verdicts.into_iter().map(|verdict| Diagnosis { actions: verdict.actions(evidence), verdict }).collect()
}

mod facts;
use facts::Facts;

#[cfg(test)]
mod tests;
