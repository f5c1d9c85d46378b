//! One window, compared with the reference.

use super::reference::{hits, predicted_counts};
use super::{Observation, Reference, Signal};
use crate::describe::{mean, sorted_finite};
use crate::drift::{chi2, holm, ks, surprise};
use crate::interval::{Interval, wilson};
use crate::threshold::{Level, Threshold};
use serde::{Deserialize, Serialize};

/// Labels below which quality is not tested.
pub(super) const MIN_LABELS: u64 = 10;

/// One signal of a window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignalReport {
    /// Which.
    pub signal: Signal,
    /// KS distance in [0, 1], or χ²; `None` when it could not be taken.
    pub statistic: Option<f64>,
    /// Probability of so much without drift.
    pub p_value: Option<f64>,
    /// The same, corrected for the number of signals.
    pub p_adjusted: Option<f64>,
    /// −log10 of the corrected p: the distance that is judged.
    pub distance: Option<f64>,
    /// The window's mean less the reference's, in standard deviations of the reference; for quality, in
    /// accuracy (a fraction). `None` for the predicted classes and for a reference that never varies.
    pub shift: Option<f64>,
    /// Its level: as seen in this window, then with hysteresis.
    pub level: Level,
}

/// One window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WindowReport {
    /// Observations seen in all when it was evaluated.
    pub n_seen: u64,
    /// Number of the oldest observation.
    pub first_sequence: u64,
    /// Number of the newest.
    pub last_sequence: u64,
    /// When the newest was due, in milliseconds.
    pub at_millis: f64,
    /// Observations in it.
    pub n: u64,
    /// Those with a label.
    pub n_labelled: u64,
    /// Share of the labelled that are right.
    pub accuracy: Option<f64>,
    /// Its 95 % interval.
    pub accuracy_interval: Option<Interval>,
    /// Mean top-1 confidence.
    pub mean_confidence: Option<f64>,
    /// How often each class was predicted.
    pub predicted: Vec<u64>,
    /// Every signal.
    pub signals: Vec<SignalReport>,
    /// The worst level of all signals, with hysteresis.
    pub level: Level,
}

impl WindowReport {
    /// The report of a window, every level as this window alone shows it.
    pub(super) fn of(
        reference: &Reference,
        window: &[Observation],
        threshold: &Threshold,
        n_seen: u64,
    ) -> Self {
        let mut signals = compare(reference, window, |gap| gap.p_value().0);
        for line in &mut signals {
            line.level = threshold.judge(line.distance);
        }
        let [right, wrong] = hits(window);
        let n_labelled = right + wrong;
        let confidences: Vec<f64> = window.iter().filter_map(|it| Signal::Confidence.read(it)).collect();
        Self {
            n_seen,
            first_sequence: window.first().map_or(0, |it| it.sequence),
            last_sequence: window.last().map_or(0, |it| it.sequence),
            at_millis: window.last().map_or(0.0, |it| it.at_millis),
            n: window.len() as u64,
            n_labelled,
            accuracy: (n_labelled > 0).then(|| right as f64 / n_labelled as f64),
            accuracy_interval: wilson(right, n_labelled),
            mean_confidence: mean(&confidences),
            predicted: predicted_counts(reference.n_classes(), window),
            level: signals.iter().map(|line| line.level).max().unwrap_or_default(),
            signals,
        }
    }
}

/// Every signal tested and corrected; levels are left steady. The p of a KS gap is an argument so that a
/// simulation can look it up.
pub(super) fn compare(
    reference: &Reference,
    window: &[Observation],
    mut p_of_gap: impl FnMut(ks::Gap) -> f64,
) -> Vec<SignalReport> {
    let mut lines: Vec<SignalReport> = reference
        .columns()
        .iter()
        .map(|column| {
            let values: Vec<f64> = window.iter().filter_map(|it| column.signal.read(it)).collect();
            let gap = ks::Gap::of_sorted(&column.sorted, &sorted_finite(&values));
            let shift = column.description.as_ref().and_then(|it| {
                let shift = (mean(&values)? - it.mean) / it.std;
                (it.std > 0.0 && shift.is_finite()).then_some(shift)
            });
            untested(column.signal, gap.map(|gap| gap.statistic()), gap.map(&mut p_of_gap), shift)
        })
        .collect();
    lines.push(predicted_class(reference, window));
    lines.push(quality(reference, window));
    let adjusted = holm::correct(&lines.iter().map(|line| line.p_value).collect::<Vec<_>>());
    for (line, p_adjusted) in lines.iter_mut().zip(adjusted) {
        line.p_adjusted = p_adjusted;
        line.distance = p_adjusted.map(surprise);
    }
    lines
}

fn predicted_class(reference: &Reference, window: &[Observation]) -> SignalReport {
    let test = chi2::compare(reference.predicted(), &predicted_counts(reference.n_classes(), window));
    untested(Signal::PredictedClass, test.map(|it| it.statistic), test.map(|it| it.p_value), None)
}

fn quality(reference: &Reference, window: &[Observation]) -> SignalReport {
    let counts = hits(window);
    let n_labelled = counts[0] + counts[1];
    let shift = (n_labelled > 0)
        .then(|| counts[0] as f64 / n_labelled as f64)
        .and_then(|accuracy| Some(accuracy - reference.accuracy()?));
    let test = chi2::compare(&reference.hits(), &counts).filter(|_| n_labelled >= MIN_LABELS);
    // Only a drop is a worry: half of the two-sided p on that side, no worry on the other.
    let p_value = test.map(|it| if shift.is_some_and(|shift| shift < 0.0) { it.p_value / 2.0 } else { 1.0 });
    untested(Signal::Quality, test.map(|it| it.statistic), p_value, shift)
}

fn untested(
    signal: Signal,
    statistic: Option<f64>,
    p_value: Option<f64>,
    shift: Option<f64>,
) -> SignalReport {
    SignalReport { signal, statistic, p_value, p_adjusted: None, distance: None, shift, level: Level::Steady }
}
