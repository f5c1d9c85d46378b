//! Quality of some rows: by their labels with intervals, and as their probabilities let expect.

use super::report::{Score, Scores};
use super::{Log, MIN_REFERENCE, Row};
use crate::describe::quantile;
use crate::estimate::{Estimate, estimate_predicted, normalised};
use crate::interval::{Interval, wilson};
use crate::metric::Predictions;
use crate::metric::calibration::{calibrate, temper_row};
use crate::metric::classification::Margins;
use crate::rng::Stream;

/// Resamples times rows of a window's bootstrap, about: windows up to 100 rows get 1,000 resamples, large ones 200.
const DRAWS: usize = 100_000;
const RESAMPLES: (usize, usize) = (200, 1_000);

/// Accuracy with its Wilson interval; macro precision, recall and F1 with stratified bootstrap intervals.
pub(super) fn by_labels(n_classes: usize, rows: &[Row], stream: &mut Stream) -> Scores {
    let mut of_class: Vec<Vec<usize>> = vec![Vec::new(); n_classes];
    for row in rows {
        if let Some(own) = row.actual().and_then(|actual| of_class.get_mut(actual)) {
            own.push(row.predicted());
        }
    }
    let n: usize = of_class.iter().map(Vec::len).sum();
    if n == 0 {
        return Scores::default();
    }
    let pairs = of_class.iter().enumerate();
    let pairs = pairs.flat_map(|(actual, predicted)| predicted.iter().map(move |&it| (actual, it)));
    let margins = Margins::of_labels(n_classes, pairs);
    let resamples = (DRAWS / n).clamp(RESAMPLES.0, RESAMPLES.1);
    let mut columns = [const { Vec::new() }; 3];
    let mut drawn: Vec<(usize, usize)> = Vec::with_capacity(n);
    for _ in 0..resamples {
        drawn.clear();
        for (actual, predicted) in of_class.iter().enumerate() {
            let bound = predicted.len() as u32;
            drawn.extend(predicted.iter().filter_map(|_| {
                let pick = predicted.get(stream.below(bound) as usize)?;
                Some((actual, *pick))
            }));
        }
        let margins = Margins::of_labels(n_classes, drawn.iter().copied());
        for (column, value) in columns.iter_mut().zip(means(&margins)) {
            column.extend(value);
        }
    }
    let interval =
        |values: &[f64]| Some(Interval { low: quantile(values, 0.025)?, high: quantile(values, 0.975)? });
    let [precision, recall, f1] = means(&margins);
    let scored =
        |value: Option<f64>, values: &[f64]| value.map(|value| Score { value, interval: interval(values) });
    let hits = rows.iter().filter(|row| row.is_right() == Some(true)).count() as u64;
    Scores {
        accuracy: margins.accuracy().map(|value| Score { value, interval: wilson(hits, n as u64) }),
        precision: scored(precision, &columns[0]),
        recall: scored(recall, &columns[1]),
        f1: scored(f1, &columns[2]),
    }
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

fn means(margins: &Margins) -> [Option<f64>; 3] {
    [margins.precision().macro_mean, margins.recall().macro_mean, margins.f1().macro_mean]
}
