//! The evidence in the units the verdicts are written in, and each verdict's condition.

use super::{
    ASSUMED_HALF_WIDTH, CLEAR_RISE, Evidence, FLAT_SLOPE, Interval, MIN_VALIDATION_IMAGES, SLOPE_EPOCHS,
    SPIKE_FACTOR, Stream, Verdict, WEAK, difference_of_means,
};
use crate::metric::probability::PROBABILITY_FLOOR;

/// A gap between the splits and how sure it is.
#[derive(Debug, Clone, Copy)]
struct Gap {
    value: f64,
    interval: Interval,
}

/// The lowest validation loss.
#[derive(Debug, Clone, Copy)]
struct Best {
    epoch: u32,
    epochs_since: u32,
    /// How far the last loss is above it, as a fraction of it.
    rise: f64,
}

#[derive(Debug)]
pub(super) struct Facts<'a> {
    evidence: &'a Evidence<'a>,
    /// ln K: the loss of guessing.
    chance: f64,
    last_train: f64,
    last_validation: Option<f64>,
    gap: Option<Gap>,
}

impl<'a> Facts<'a> {
    pub(super) fn of(evidence: &'a Evidence<'a>, stream: &mut Stream) -> Option<Self> {
        if evidence.n_classes < 2 {
            return None;
        }
        let chance = libm::log(evidence.n_classes as f64);
        let last_train = *evidence.train_loss.last()? / chance;
        let last_validation = evidence.validation_loss.last().map(|loss| loss / chance);
        let gap = gap_of_images(evidence, chance, stream).or_else(|| {
            let value = last_validation? - last_train;
            let interval = Interval { low: value - ASSUMED_HALF_WIDTH, high: value + ASSUMED_HALF_WIDTH };
            is_sane(value).then_some(Gap { value, interval })
        });
        Some(Self { evidence, chance, last_train, last_validation, gap })
    }

    pub(super) fn too_little_evidence(&self) -> Option<Verdict> {
        let n_validation = self.evidence.n_validation;
        (n_validation < MIN_VALIDATION_IMAGES)
            .then_some(Verdict::TooLittleEvidence { n_validation, needed: MIN_VALIDATION_IMAGES })
    }

    pub(super) fn diverged(&self) -> Option<Verdict> {
        let mut lowest: Option<f64> = None;
        let mut spike: Option<(usize, f64, f64)> = None;
        let (train, validation) = (self.evidence.train_loss, self.evidence.validation_loss);
        for index in 0..train.len().max(validation.len()) {
            let now = [train.get(index), validation.get(index)];
            if now.into_iter().flatten().any(|&loss| !is_sane(loss)) {
                let epoch = epoch(index);
                return Some(Verdict::Diverged { epoch, loss: None, lowest_before: lowest });
            }
            let Some(&loss) = train.get(index) else { continue };
            if spike.is_some_and(|(_, _, before)| loss <= before) {
                spike = None;
            }
            match lowest {
                Some(before)
                    if loss > SPIKE_FACTOR * before && loss > 0.5 * self.chance && spike.is_none() =>
                {
                    spike = Some((index, loss, before));
                }
                _ => {}
            }
            lowest = Some(lowest.map_or(loss, |before| before.min(loss)));
        }
        spike.map(|(index, loss, before)| Verdict::Diverged {
            epoch: epoch(index),
            loss: Some(loss),
            lowest_before: Some(before),
        })
    }

    pub(super) fn not_learning(&self) -> Option<Verdict> {
        let epochs = self.evidence.train_loss.len();
        (epochs >= 3 && self.last_train > 0.95)
            .then_some(Verdict::NotLearning { relative_train_loss: self.last_train, epochs: count(epochs) })
    }

    pub(super) fn bounded_output(&self) -> Option<Verdict> {
        let others = self.evidence.n_classes as f64 - 1.0;
        let e = std::f64::consts::E;
        let train_loss = *self.evidence.train_loss.last()?;
        (self.evidence.has_bounded_output && is_sane(train_loss)).then(|| Verdict::BoundedOutput {
            loss_floor: libm::log(1.0 + others / e),
            confidence_ceiling: e / (e + others),
            train_loss,
        })
    }

    pub(super) fn leak_suspected(&self) -> Option<Verdict> {
        let n_shared_duplicates = self.evidence.n_shared_duplicates;
        let is_too_good =
            !self.evidence.is_regularised && self.gap.is_some_and(|gap| gap.interval.high < 0.0);
        (n_shared_duplicates > 0 || is_too_good).then(|| Verdict::LeakSuspected {
            n_shared_duplicates,
            gap: self.gap.map(|gap| gap.value),
            gap_interval: self.gap.map(|gap| gap.interval),
        })
    }

    pub(super) fn underfitting(&self) -> Option<Verdict> {
        let gap = self.gap?;
        let train_slope = slope(self.evidence.train_loss)? / self.chance;
        (self.last_train > 0.5 && train_slope.abs() <= FLAT_SLOPE && gap.interval.contains(0.0)).then_some(
            Verdict::Underfitting {
                relative_train_loss: self.last_train,
                train_slope,
                gap: gap.value,
                gap_interval: gap.interval,
            },
        )
    }

    pub(super) fn overfitting(&self) -> Option<Verdict> {
        let gap = self.gap?;
        let Best { epoch: best_epoch, epochs_since: epochs_since_best, rise } = self.best()?;
        (gap.interval.low > 0.0 && epochs_since_best >= self.evidence.patience && rise >= CLEAR_RISE)
            .then_some(Verdict::Overfitting {
                gap: gap.value,
                gap_interval: gap.interval,
                best_epoch,
                epochs_since_best,
                rise,
            })
    }

    pub(super) fn still_learning(&self) -> Option<Verdict> {
        let validation_slope = slope(self.evidence.validation_loss)? / self.chance;
        let relative_validation_loss = self.last_validation?;
        // One bad epoch at the end of a falling curve is where it may have turned.
        let is_at_its_best = self.best()?.rise < CLEAR_RISE;
        (validation_slope < -FLAT_SLOPE && is_at_its_best)
            .then_some(Verdict::StillLearning { validation_slope, relative_validation_loss })
    }

    /// The lowest validation loss, and where the last stands to it; `None` without validation.
    fn best(&self) -> Option<Best> {
        let losses = self.evidence.validation_loss;
        let mut lowest = (0, f64::INFINITY);
        for (index, &loss) in losses.iter().enumerate() {
            if loss < lowest.1 {
                lowest = (index, loss);
            }
        }
        // Losses are reckoned with probabilities no closer to 1 than this; a best of 0 must not divide.
        let rise = losses.last()? / lowest.1.max(PROBABILITY_FLOOR) - 1.0;
        let epochs_since = count(losses.len().checked_sub(lowest.0 + 1)?);
        rise.is_finite().then_some(Best { epoch: epoch(lowest.0), epochs_since, rise: rise.max(0.0) })
    }

    pub(super) fn weak(&self) -> Option<Verdict> {
        // A model of bounded output cannot come lower, and is told so.
        let validation = self.last_validation.filter(|_| !self.evidence.has_bounded_output)?;
        (validation > WEAK).then_some(Verdict::Weak {
            relative_train_loss: self.last_train,
            relative_validation_loss: validation,
        })
    }

    pub(super) fn healthy(&self) -> Option<Verdict> {
        let gap = self.gap?;
        let Best { epoch: best_epoch, rise, .. } = self.best()?;
        Some(Verdict::Healthy {
            relative_train_loss: self.last_train,
            relative_validation_loss: self.last_validation?,
            gap: gap.value,
            gap_interval: gap.interval,
            best_epoch,
            rise: if self.evidence.is_best_kept { 0.0 } else { rise },
        })
    }
}

fn gap_of_images(evidence: &Evidence, chance: f64, stream: &mut Stream) -> Option<Gap> {
    let relative = |losses: Option<&[f64]>| -> Option<Vec<f64>> {
        let relative: Vec<f64> = losses?.iter().map(|loss| loss / chance).collect();
        (!relative.is_empty() && relative.iter().all(|&loss| is_sane(loss))).then_some(relative)
    };
    let (validation, train) = (relative(evidence.validation_losses)?, relative(evidence.train_losses)?);
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let interval = difference_of_means(&validation, &train, stream)?;
    Some(Gap { value: mean(&validation) - mean(&train), interval })
}

/// Whether a loss can be reckoned with. Log loss is at most 16 an image; anything like this has run away.
fn is_sane(loss: f64) -> bool {
    loss.abs() < 1e12
}

/// Least-squares slope per epoch over the last epochs; `None` for fewer than two or a loss not finite.
fn slope(losses: &[f64]) -> Option<f64> {
    let recent = losses.get(losses.len().saturating_sub(SLOPE_EPOCHS)..)?;
    if recent.len() < 2 {
        return None;
    }
    let middle = (recent.len() - 1) as f64 / 2.0;
    let (mut top, mut bottom) = (0.0, 0.0);
    for (index, loss) in recent.iter().enumerate() {
        let offset = index as f64 - middle;
        top += offset * loss;
        bottom += offset * offset;
    }
    let slope = top / bottom;
    slope.is_finite().then_some(slope)
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The epoch at an index, counted from 1.
fn epoch(index: usize) -> u32 {
    count(index).saturating_add(1)
}
