//! Quality of some rows: by their labels with intervals, and as their probabilities let expect.

use super::report::Scores;
use super::{Log, MIN_REFERENCE, Row};
use crate::estimate::{Estimate, estimate_predicted, normalised};
use crate::interval::wilson;
use crate::metric::Predictions;
use crate::metric::calibration::{calibrate, temper_row};
use crate::metric::windowed::{Answered, MacroScores, Score};
use crate::rng::Stream;

/// Accuracy with its Wilson interval; macro precision, recall and F1 with bootstrap intervals.
pub(super) fn by_labels(n_classes: usize, rows: &[Row], stream: &mut Stream) -> Scores {
    let mut answered = Answered::none(n_classes);
    let known =
        rows.iter().filter_map(|row| Some((row.actual().filter(|it| *it < n_classes)?, row.predicted())));
    let mut n = 0;
    for (actual, predicted) in known {
        answered.add(actual, vec![predicted]);
        n += 1;
    }
    let hits = rows.iter().filter(|row| row.is_right() == Some(true)).count() as u64;
    let accuracy = answered.margins().accuracy();
    let MacroScores { precision, recall, f1 } = answered.scores(stream);
    let accuracy = accuracy.map(|value| Score { value, interval: wilson(hits, n) });
    Scores { accuracy, precision, recall, f1 }
}

/// The temperature at which the probabilities of labelled rows fit their labels; `None` for fewer than a reference needs.
pub(super) fn temperature_of<'a>(log: &Log, rows: impl Iterator<Item = &'a Row>) -> Option<f64> {
    let n_classes = log.n_classes();
    let known = rows.filter_map(|row| Some((row.actual()?, log.probabilities(row)?)));
    let known = known.filter_map(|(actual, row)| (actual < n_classes).then_some((actual, normalised(&row)?)));
    let (actual, rows): (Vec<usize>, Vec<Vec<f64>>) = known.unzip();
    let predictions = Predictions::checked(n_classes, actual, rows.concat())?;
    (predictions.len() >= MIN_REFERENCE as usize).then(|| calibrate(&predictions))?.map(|it| it.temperature)
}

/// The same as expected by the probabilities, calibrated where there is a temperature (CBPE); the accuracy within ±3
/// standard errors of a labelled reference.
pub(super) fn by_probabilities(
    log: &Log,
    rows: &[Row],
    temperature: Option<f64>,
    reference_accuracy: Option<f64>,
) -> Scores {
    let calibrated = |row: Vec<f64>| match temperature {
        Some(temperature) => temper_row(&row, temperature),
        None => row,
    };
    let rows = rows.iter().filter_map(|row| Some((row.predicted(), calibrated(log.probabilities(row)?))));
    let it = estimate_predicted(log.n_classes(), rows, reference_accuracy);
    it.map(|it| scores_of(&it)).unwrap_or_default()
}

fn scores_of(it: &Estimate) -> Scores {
    let bare = |value: Option<f64>| value.map(|value| Score { value, interval: None });
    Scores {
        accuracy: Some(Score { value: it.accuracy, interval: it.accuracy_band }),
        precision: bare(it.precision.macro_mean),
        recall: bare(it.recall.macro_mean),
        f1: bare(it.f1.macro_mean),
    }
}
