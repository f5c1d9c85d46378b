//! The history of a run: one row an epoch.

use serde::{Deserialize, Serialize};

/// Training images that are scored after an epoch at most: a fixed, seeded choice of them where there are more.
pub const MAX_SCORED: usize = 1_000;

/// What one epoch came to. Losses and scores are measured in evaluation mode (no augmentation, no dropout).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EpochReport {
    /// 1 for the first; 0 is the model before training.
    pub epoch: u32,
    /// Mean cross-entropy on the training split, in nats.
    pub train_loss: f64,
    /// Mean cross-entropy on the validation split; `None` without validation images.
    pub validation_loss: Option<f64>,
    /// Share of training images classified rightly.
    pub train_accuracy: f64,
    /// Share of validation images classified rightly.
    pub validation_accuracy: Option<f64>,
    /// Macro precision on the training split.
    pub train_precision_macro: Option<f64>,
    /// Macro recall on the training split.
    pub train_recall_macro: Option<f64>,
    /// Macro precision on the validation split.
    pub validation_precision_macro: Option<f64>,
    /// Macro recall on the validation split.
    pub validation_recall_macro: Option<f64>,
    /// Seconds spent training in this epoch (pauses and evaluation left out).
    pub seconds: f64,
    /// Training images a second of that time.
    pub images_per_second: f64,
}

/// Digest of a history: FNV-1a over the bits of every epoch's number, losses, accuracies, and validation
/// precision and recall, so two histories agree in it only if they agree in these to the last bit. Clock
/// readings are left out, and so is what the recipe decides besides (precision and recall on the training
/// split): the digests in links and reports that exist must stay true.
pub fn digest(history: &[EpochReport]) -> u64 {
    let bits = |value: Option<f64>| value.map_or(u64::MAX, f64::to_bits);
    history
        .iter()
        .flat_map(|row| {
            [
                u64::from(row.epoch),
                row.train_loss.to_bits(),
                bits(row.validation_loss),
                row.train_accuracy.to_bits(),
                bits(row.validation_accuracy),
                bits(row.validation_precision_macro),
                bits(row.validation_recall_macro),
            ]
        })
        .flat_map(u64::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Why a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// All epochs done.
    Completed,
    /// Early stopping; the weights of this epoch were restored.
    Early {
        /// The best epoch.
        best_epoch: u32,
    },
    /// By the person.
    ByHand,
    /// The loss was not finite; the weights of the last epoch that was are kept.
    NotFinite {
        /// Epoch of the step.
        epoch: u32,
        /// Step of the run, from 1.
        step: u32,
    },
}

/// The epoch with the smallest validation loss (training loss where there is no validation), after the
/// start.
pub fn best_epoch(history: &[EpochReport]) -> Option<u32> {
    history
        .iter()
        .filter(|row| row.epoch > 0)
        .map(|row| (row.validation_loss.unwrap_or(row.train_loss), row.epoch))
        .filter(|(loss, _)| loss.is_finite())
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, epoch)| epoch)
}
