//! Performance without labels: confidence-based performance estimation (CBPE, NannyML).
//!
//! If the probabilities are calibrated, an image predicted as ŷ is right with probability p_ŷ. Over a window:
//! expected accuracy = mean p_ŷ; expected confusion matrix E[i][j] = Σ p_i over the images predicted as j, and
//! every matrix metric from it. The band is ±3 standard errors that labelled reference chunks of the window's
//! size have; for accuracy the standard error is √(a(1 − a)/m) with the reference's accuracy a.
//!
//! It assumes calibration and that what a class looks like has not changed (no concept drift): both must be
//! said beside the number. Calibrate on validation, estimate on later data. Rows are normalised to sum to 1;
//! a row without any probability is left out.

use crate::interval::Interval;
use crate::metric::Predictions;
use crate::metric::classification::{Averaged, Margins};
use crate::metric::most_probable;
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// Standard errors on either side of an estimate.
pub const BAND_ERRORS: f64 = 3.0;
/// Chunks drawn to find a standard error.
pub const N_CHUNKS: usize = 300;

/// What is expected of a window without labels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Images.
    pub n: u64,
    /// Expected accuracy.
    pub accuracy: f64,
    /// ±3 standard errors of a window of this size, within 0..=1; `None` without a labelled reference.
    pub accuracy_band: Option<Interval>,
    /// Precision from the expected matrix.
    pub precision: Averaged,
    /// Recall from the expected matrix.
    pub recall: Averaged,
    /// F1 from the expected matrix.
    pub f1: Averaged,
    /// Expected confusion matrix: rows actual, columns predicted, in images.
    pub confusion: Vec<Vec<f64>>,
}

/// Estimates a window from its calibrated, row-major probabilities; `reference` is the labelled held-out
/// split. `None` without a usable row.
pub fn estimate(
    n_classes: usize,
    probabilities: &[f64],
    reference: Option<&Predictions>,
) -> Option<Estimate> {
    let rows = probabilities.chunks_exact(n_classes.max(1)).filter_map(normalised);
    let rows = rows.map(|row| (most_probable(&row), row));
    of_rows(n_classes, rows, |chunk| accuracy_error(reference?, chunk))
}

/// The same for answers that are not always the most probable class: each row with the class predicted and one
/// probability a class. The band is that of chunks with the accuracy of a labelled reference.
pub fn estimate_predicted(
    n_classes: usize,
    rows: impl Iterator<Item = (usize, Vec<f64>)>,
    reference_accuracy: Option<f64>,
) -> Option<Estimate> {
    let rows = rows.filter(|(predicted, row)| *predicted < n_classes && row.len() == n_classes);
    let rows = rows.filter_map(|(predicted, row)| Some((predicted, normalised(&row)?)));
    of_rows(n_classes, rows, |chunk| share_error(reference_accuracy?, chunk))
}

fn of_rows(
    n_classes: usize,
    rows: impl Iterator<Item = (usize, Vec<f64>)>,
    error: impl Fn(usize) -> Option<f64>,
) -> Option<Estimate> {
    let mut n = 0_usize;
    let mut confusion = vec![vec![0.0; n_classes]; n_classes];
    for (predicted, row) in rows {
        n += 1;
        for (line, p) in confusion.iter_mut().zip(&row) {
            if let Some(cell) = line.get_mut(predicted) {
                *cell += p;
            }
        }
    }
    let margins = Margins::of_cells(n_classes, &confusion.concat());
    let accuracy = margins.accuracy()?;
    Some(Estimate {
        n: n as u64,
        accuracy,
        // A reference without a mistake has no error to go by, and is no promise of none.
        accuracy_band: error(n).map(|error| band(accuracy, error)).filter(Interval::is_informative),
        precision: margins.precision(),
        recall: margins.recall(),
        f1: margins.f1(),
        confusion,
    })
}

/// The same range around an accuracy that is estimated for `chunk` images, where there is no reference for it: as that
/// accuracy itself would vary.
pub fn band_of(accuracy: f64, chunk: usize) -> Option<Interval> {
    share_error(accuracy, chunk).map(|error| band(accuracy, error)).filter(Interval::is_informative)
}

/// The standard error of accuracy in chunks of `chunk` images like the reference; `None` when either is empty.
pub fn accuracy_error(reference: &Predictions, chunk: usize) -> Option<f64> {
    if reference.is_empty() || chunk == 0 {
        return None;
    }
    let accuracy = reference.hits().iter().filter(|&&hit| hit).count() as f64 / reference.len() as f64;
    share_error(accuracy, chunk)
}

fn share_error(share: f64, chunk: usize) -> Option<f64> {
    (chunk > 0).then(|| libm::sqrt(share * (1.0 - share) / chunk as f64))
}

/// The standard error of any metric in chunks of `chunk` images like the reference: its deviation over chunks
/// drawn with replacement. `None` when it is undefined on half of them.
pub fn metric_error(
    reference: &Predictions,
    chunk: usize,
    stream: &mut Stream,
    metric: impl Fn(&Predictions) -> Option<f64>,
) -> Option<f64> {
    let bound = u32::try_from(reference.len()).unwrap_or(u32::MAX);
    let values: Vec<f64> = (0..if reference.is_empty() || chunk == 0 { 0 } else { N_CHUNKS })
        .filter_map(|_| {
            let drawn: Vec<usize> = (0..chunk).map(|_| stream.below(bound) as usize).collect();
            metric(&reference.select(&drawn))
        })
        .collect();
    if values.len() * 2 <= N_CHUNKS {
        return None;
    }
    Some(crate::describe::Description::of(&values)?.std)
}

/// The range that accuracy kept within over the whole chunks of the reference: mean ± 3 population standard
/// deviations. Outside it an estimate is an alert. `None` with fewer than two chunks.
pub fn usual_accuracy(reference: &Predictions, chunk: usize) -> Option<Interval> {
    let shares: Vec<f64> = reference
        .hits()
        .chunks_exact(chunk.max(1))
        .map(|hits| hits.iter().filter(|&&hit| hit).count() as f64 / hits.len() as f64)
        .collect();
    let it = crate::describe::Description::of(&shares)?;
    (it.n > 1).then(|| band(it.mean, it.std))
}

fn band(centre: f64, error: f64) -> Interval {
    let reach = BAND_ERRORS * error;
    Interval { low: (centre - reach).max(0.0), high: (centre + reach).min(1.0) }
}

/// A row that sums to 1; `None` where nothing is above 0.
pub(crate) fn normalised(row: &[f64]) -> Option<Vec<f64>> {
    let clean: Vec<f64> = row.iter().map(|p| if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) }).collect();
    let total: f64 = clean.iter().sum();
    (total > 0.0).then(|| clean.into_iter().map(|p| p / total).collect())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::golden::{agree, cases, classes, number, numbers, text};
    use crate::metric::classification::Classification;
    use crate::metric::tests::any_predictions;
    use proptest::prelude::*;

    /// Two columns, the positive class first: it wins a tie, as a threshold of "at least ½" does.
    fn rows(positive: &[f64]) -> Vec<f64> {
        positive.iter().flat_map(|p| [*p, 1.0 - p]).collect()
    }

    #[test]
    fn agrees_with_nannyml() {
        for case in cases("nannyml") {
            let (inputs, name) = (&case["inputs"], text(&case["name"]));
            let actual = classes(&inputs["reference"]["y"]).iter().map(|y| 1 - y).collect();
            let reference =
                Predictions::checked(2, actual, rows(&numbers(&inputs["reference"]["p"]))).expect("rows fit");
            let chunk = inputs["chunk_size"].as_u64().expect("a number") as usize;
            for (index, window) in numbers(&inputs["current"]["p"]).chunks(chunk).enumerate() {
                let it = estimate(2, &rows(window), Some(&reference)).expect("rows");
                let want = &case["expected"]["uncalibrated_by_hand"][index];
                let pairs = [
                    ("tp", Some(it.confusion[0][0])),
                    ("fp", Some(it.confusion[1][0])),
                    ("fn", Some(it.confusion[0][1])),
                    ("tn", Some(it.confusion[1][1])),
                    ("accuracy", Some(it.accuracy)),
                    ("precision", it.precision.per_class[0]),
                    ("recall", it.recall.per_class[0]),
                    ("f1", it.f1.per_class[0]),
                ];
                for (key, got) in pairs {
                    assert!(agree(got, number(&want[key]), 1e-10), "{name} {index} {key}: {got:?} {want}");
                }
                // The band is three of NannyML's sampling errors.
                let error = number(&case["expected"]["nannyml"]["accuracy"]["sampling_error"][index]);
                assert!(agree(accuracy_error(&reference, chunk), error, 1e-12), "{name}");
                let band = it.accuracy_band.expect("a reference");
                assert!((band.width() - 6.0 * error.expect("a number")).abs() < 1e-12, "{name}");
            }
            let usual = usual_accuracy(&reference, chunk).expect("two chunks");
            let limits = &case["expected"]["nannyml"]["accuracy"];
            assert!(
                agree(Some(usual.low), number(&limits["lower_threshold"][0]), 1e-12),
                "{name}: {usual:?}"
            );
            assert!(
                agree(Some(usual.high), number(&limits["upper_threshold"][0]), 1e-12),
                "{name}: {usual:?}"
            );
        }
    }

    #[test]
    fn the_error_of_any_metric_is_found_by_drawing_chunks() {
        let actual = (0..400).map(|i| usize::from(i % 5 == 0)).collect();
        let reference = Predictions::checked(2, actual, [0.9, 0.1].repeat(400)).expect("rows fit");
        let accuracy = |it: &Predictions| Classification::of(&it.confusion()).accuracy;
        let drawn = metric_error(&reference, 100, &mut Stream::named(1, "error"), accuracy).expect("defined");
        let exact = accuracy_error(&reference, 100).expect("images");
        assert!((drawn - exact).abs() < 0.15 * exact, "{drawn} {exact}");
        assert_eq!(metric_error(&reference, 100, &mut Stream::named(1, "error"), |_| None), None);
    }

    proptest! {
        #[test]
        fn expected_images_add_up(predictions in any_predictions()) {
            let rows: Vec<f64> = predictions.rows().flatten().copied().collect();
            let it = estimate(predictions.n_classes(), &rows, Some(&predictions));
            prop_assert_eq!(it.is_some(), !predictions.is_empty());
            if let Some(it) = it {
                let total: f64 = it.confusion.iter().flatten().sum();
                prop_assert!((total - it.n as f64).abs() < 1e-9);
                prop_assert!((0.0..=1.0 + 1e-12).contains(&it.accuracy));
            }
        }

        #[test]
        fn any_rows_are_survived(n_classes in 0_usize..4, values in prop::collection::vec(any::<f64>(), 0..40)) {
            let _ = estimate(n_classes, &values, None);
        }
    }
}
