//! Whether a confidence means what it says.
//!
//! **ECE** Σ_b (n_b/n)·|acc_b − conf_b| over 15 equal bins (b/15, (b+1)/15] of the top-1 confidence, 0 in the
//! first (Guo et al. 2017, arXiv 1706.04599); **MCE** is its largest term. On few images ECE is far from 0
//! even for a perfect model (about 0.125 at n = 50), so it comes with its **null band**: the ECE of models
//! that are right exactly as often as they say, simulated from the same confidences with a seeded stream.
//!
//! **Temperature**: the T for which softmax(ln p / T) has the smallest log loss on the given images. The loss
//! is convex in 1/T; its slope is bisected between T = 1/20 and T = 20. Probabilities enter as logarithms,
//! which differ from the logits only by a constant; a 0 counts as 1e-45, the smallest single. The result is
//! never worse than T = 1 in clipped log loss.
//!
//! **Calibration in the large**: the T at which the mean confidence is the accuracy seen. A temperature of the smallest
//! log loss does not bring them together where a few answers are wrong and sure; what is estimated from mean confidences
//! needs exactly that.

use super::Predictions;
use super::probability::log_loss;
use crate::describe::{mean, quantile};
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// Bins of the reliability diagram.
pub const N_BINS: usize = 15;
/// Under this many images ECE is shown greyed.
pub const MIN_IMAGES: usize = 200;
/// Simulated models behind a null band.
pub const N_SIMULATIONS: usize = 1000;

const LIMITS_OF_INVERSE: (f64, f64) = (0.05, 20.0);
const SMALLEST_SINGLE: f64 = 1e-45;

/// The images whose confidence falls into one bin.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityBin {
    /// Lower edge, not included (except 0).
    pub low: f64,
    /// Upper edge, included.
    pub high: f64,
    /// Images.
    pub count: u64,
    /// Their mean confidence.
    pub mean_confidence: Option<f64>,
    /// The share of them classified rightly.
    pub accuracy: Option<f64>,
}

/// The reliability diagram and its summary.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// Images.
    pub n: u64,
    /// Expected calibration error.
    pub ece: f64,
    /// The largest gap of any bin.
    pub mce: f64,
    /// Too few images to rely on (fewer than [`MIN_IMAGES`]).
    pub is_uncertain: bool,
    /// The bins, ascending.
    pub bins: Vec<ReliabilityBin>,
}

impl Reliability {
    /// The reliability of `predictions`; `None` without images.
    pub fn of(predictions: &Predictions) -> Option<Self> {
        let confidences = predictions.confidences();
        let tallies = tally(&confidences, predictions.hits().into_iter());
        let n = confidences.len();
        let bins = tallies.iter().enumerate().map(|(bin, tally)| {
            let of_bin = |sum: f64| (tally.count > 0).then(|| sum / tally.count as f64);
            ReliabilityBin {
                low: bin as f64 / N_BINS as f64,
                high: (bin + 1) as f64 / N_BINS as f64,
                count: tally.count,
                mean_confidence: of_bin(tally.confidence),
                accuracy: of_bin(tally.hits as f64),
            }
        });
        (n > 0).then(|| Self {
            n: n as u64,
            ece: ece(&tallies, n),
            mce: tallies
                .iter()
                .filter(|it| it.count > 0)
                .map(|it| it.gap() / it.count as f64)
                .fold(0.0, f64::max),
            is_uncertain: n < MIN_IMAGES,
            bins: bins.collect(),
        })
    }
}

/// Where the ECE of a perfectly calibrated model with these confidences lies.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct NullBand {
    /// Mean of the simulated ECE.
    pub mean: f64,
    /// Its 2.5th percentile.
    pub low: f64,
    /// Its 97.5th percentile.
    pub high: f64,
}

/// The null band for the confidences of `predictions`; `None` without images.
pub fn null_band(predictions: &Predictions, stream: &mut Stream) -> Option<NullBand> {
    let confidences = predictions.confidences();
    let simulated: Vec<f64> = (0..N_SIMULATIONS)
        .map(|_| {
            ece(&tally(&confidences, confidences.iter().map(|&p| stream.next_f64() < p)), confidences.len())
        })
        .collect();
    (!confidences.is_empty()).then_some(NullBand {
        mean: simulated.iter().sum::<f64>() / N_SIMULATIONS as f64,
        low: quantile(&simulated, 0.025)?,
        high: quantile(&simulated, 0.975)?,
    })
}

/// A fitted temperature and what it changed, on the images it was fitted on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Above 1: the model was too sure; below 1: not sure enough.
    pub temperature: f64,
    /// The best temperature lies at an end of the range searched (a model that is always right, say).
    pub is_at_limit: bool,
    /// Log loss as the model spoke.
    pub log_loss_before: f64,
    /// Log loss at this temperature.
    pub log_loss_after: f64,
    /// ECE as the model spoke.
    pub ece_before: f64,
    /// ECE at this temperature.
    pub ece_after: f64,
}

/// Fits the temperature on `predictions` (the validation split); `None` without images.
pub fn calibrate(predictions: &Predictions) -> Option<Calibration> {
    let log_loss_before = log_loss(predictions)?;
    let (fitted, is_at_limit) = best_inverse(predictions);
    let mut temperature = 1.0 / fitted;
    let mut calibrated = predictions.with_probabilities(temper(predictions, temperature))?;
    let mut log_loss_after = log_loss(&calibrated)?;
    if log_loss_after > log_loss_before {
        (temperature, log_loss_after, calibrated) = (1.0, log_loss_before, predictions.clone());
    }
    Some(Calibration {
        temperature,
        is_at_limit,
        log_loss_before,
        log_loss_after,
        ece_before: Reliability::of(predictions)?.ece,
        ece_after: Reliability::of(&calibrated)?.ece,
    })
}

/// The probabilities at a temperature: softmax(ln p / T), row-major. A temperature that is not above zero
/// changes nothing.
pub fn temper(predictions: &Predictions, temperature: f64) -> Vec<f64> {
    predictions.rows().flat_map(|row| temper_row(row, temperature)).collect()
}

/// One row of probabilities at a temperature, as [`temper`] does.
pub fn temper_row(row: &[f64], temperature: f64) -> Vec<f64> {
    let inverse = if temperature > 0.0 && temperature.is_finite() { 1.0 / temperature } else { 1.0 };
    tempered(&logs(row), inverse)
}

/// The temperature at which the mean confidence of the rows is `accuracy`; at an end of the range searched where no
/// temperature in it comes that far. `None` without rows.
pub fn calibrate_in_the_large(rows: &[Vec<f64>], accuracy: f64) -> Option<f64> {
    let rows: Vec<Vec<f64>> = rows.iter().map(|row| logs(row)).collect();
    let confidence = |inverse: f64| {
        let sure = |row: &Vec<f64>| tempered(row, inverse).into_iter().fold(0.0, f64::max);
        mean(&rows.iter().map(sure).collect::<Vec<_>>())
    };
    let (mut low, mut high) = LIMITS_OF_INVERSE;
    if confidence(low)? >= accuracy {
        return Some(1.0 / low);
    }
    if confidence(high)? <= accuracy {
        return Some(1.0 / high);
    }
    // It rises with 1/T.
    for _ in 0..60 {
        let middle = libm::sqrt(low * high);
        if confidence(middle)? < accuracy { low = middle } else { high = middle }
    }
    Some(1.0 / libm::sqrt(low * high))
}

fn logs(row: &[f64]) -> Vec<f64> {
    row.iter().map(|p| libm::log(p.max(SMALLEST_SINGLE))).collect()
}

fn tempered(logs: &[f64], inverse: f64) -> Vec<f64> {
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = logs.iter().map(|log| libm::exp((log - top) * inverse)).collect();
    let total: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / total).collect()
}

/// The 1/T of least log loss, and whether it lies at an end of the range.
fn best_inverse(predictions: &Predictions) -> (f64, bool) {
    let rows: Vec<(Vec<f64>, usize)> =
        predictions.rows().zip(predictions.actual()).map(|(row, &actual)| (logs(row), actual)).collect();
    // The slope of −ln softmax(z·β)_y by β is E[z] − z_y; it rises with β.
    let slope = |inverse: f64| -> f64 {
        rows.iter()
            .map(|(logs, actual)| {
                let own = logs.get(*actual).copied().unwrap_or(0.0);
                tempered(logs, inverse).iter().zip(logs).map(|(p, log)| p * (log - own)).sum::<f64>()
            })
            .sum()
    };
    let (mut low, mut high) = LIMITS_OF_INVERSE;
    if slope(high) <= 0.0 {
        // A flat loss (uniform probabilities, one class) is as good at T = 1.
        return if slope(low) >= 0.0 { (1.0, false) } else { (high, true) };
    }
    if slope(low) >= 0.0 {
        return (low, true);
    }
    for _ in 0..60 {
        let middle = libm::sqrt(low * high);
        if slope(middle) < 0.0 { low = middle } else { high = middle }
    }
    (libm::sqrt(low * high), false)
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    count: u64,
    hits: u64,
    confidence: f64,
}

impl Tally {
    fn gap(&self) -> f64 {
        (self.hits as f64 - self.confidence).abs()
    }
}

fn tally(confidences: &[f64], hits: impl Iterator<Item = bool>) -> [Tally; N_BINS] {
    let mut tallies = [Tally::default(); N_BINS];
    for (&confidence, hit) in confidences.iter().zip(hits) {
        // The edge itself decides, not a product rounded the other way: 0.6 is 9/15 and belongs below it.
        let bin =
            (0..N_BINS).find(|&bin| confidence <= (bin + 1) as f64 / N_BINS as f64).unwrap_or(N_BINS - 1);
        if let Some(tally) = tallies.get_mut(bin) {
            tally.count += 1;
            tally.hits += u64::from(hit);
            tally.confidence += confidence;
        }
    }
    tallies
}

fn ece(tallies: &[Tally], n: usize) -> f64 {
    tallies.iter().map(Tally::gap).sum::<f64>() / n.max(1) as f64
}

#[cfg(test)]
#[path = "calibration_tests.rs"]
mod tests;
