//! Everything that is said of a model on one split.

use crate::interval::{self, Interval};
use crate::metric::Predictions;
use crate::metric::average_precision::{self, AveragePrecision, PrPoint};
use crate::metric::calibration::{self, Calibration, NullBand, Reliability};
use crate::metric::certainty::ClassificationIntervals;
use crate::metric::classification::Classification;
use crate::metric::confusion::Confusion;
use crate::metric::overall::OverallIntervals;
use crate::metric::probability;
use crate::metric::roc::{self, RocAuc, RocPoint};
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// Points kept of a curve that is sent to be drawn.
const MAX_CURVE_POINTS: usize = 200;

/// The scores of a model on one split, with intervals. Fractions throughout; a number that does not exist
/// is `None`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Scores from the confusion matrix.
    pub scores: Classification,
    /// 95 % Wilson interval of the accuracy.
    pub accuracy_interval: Option<Interval>,
    /// 95 % intervals of precision, recall and F1, by class and averaged.
    pub intervals: ClassificationIntervals,
    /// 95 % intervals of the scores of the whole model.
    pub overall_intervals: OverallIntervals,
    /// Rows: actual; columns: predicted.
    pub confusion: Confusion,
    /// Mean −ln p of the true class.
    pub log_loss: Option<f64>,
    /// Mean squared distance of the probabilities from the truth, summed over classes.
    pub brier: Option<f64>,
    /// Reliability diagram and ECE.
    pub reliability: Option<Reliability>,
    /// ECE a perfectly calibrated model would show on as many images.
    pub null_band: Option<NullBand>,
    /// Temperature, fitted on the validation split.
    pub calibration: Option<Calibration>,
    /// Area under the ROC curve.
    pub roc_auc: RocAuc,
    /// Average precision.
    pub average_precision: AveragePrecision,
    /// ROC curve of each class against the rest, thinned for drawing.
    pub roc_curves: Vec<Option<Vec<RocPoint>>>,
    /// Precision-recall curve of each class against the rest, thinned for drawing.
    pub pr_curves: Vec<Option<Vec<PrPoint>>>,
}

/// Evaluates `predictions`; the temperature is fitted on `validation`, resamples are drawn from `seed`.
pub fn evaluate(predictions: &Predictions, validation: Option<&Predictions>, seed: u32) -> Evaluation {
    let confusion = predictions.confusion();
    let scores = Classification::of(&confusion);
    let seed = u64::from(seed);
    let classes = || 0..predictions.n_classes();
    Evaluation {
        accuracy_interval: interval::wilson(confusion.correct(), confusion.total()),
        intervals: ClassificationIntervals::of(predictions, &mut Stream::named(seed, "bootstrap scores")),
        overall_intervals: OverallIntervals::of(predictions, &mut Stream::named(seed, "bootstrap overall")),
        scores,
        confusion,
        log_loss: probability::log_loss(predictions),
        brier: probability::brier(predictions),
        reliability: Reliability::of(predictions),
        null_band: calibration::null_band(predictions, &mut Stream::named(seed, "ece null band")),
        calibration: validation.and_then(calibration::calibrate),
        roc_auc: roc::one_vs_rest(predictions),
        average_precision: average_precision::one_vs_rest(predictions),
        roc_curves: classes()
            .map(|class| {
                let (scores, is_positive) = predictions.one_vs_rest(class);
                roc::curve(&scores, &is_positive).map(|points| thinned(&roc::corners(&points)))
            })
            .collect(),
        pr_curves: classes()
            .map(|class| {
                let (scores, is_positive) = predictions.one_vs_rest(class);
                average_precision::curve(&scores, &is_positive).map(|points| thinned(&points))
            })
            .collect(),
    }
}

/// Evenly chosen points of a curve, its ends included.
fn thinned<T: Copy>(points: &[T]) -> Vec<T> {
    if points.len() <= MAX_CURVE_POINTS {
        return points.to_vec();
    }
    (0..MAX_CURVE_POINTS).map(|at| points[at * (points.len() - 1) / (MAX_CURVE_POINTS - 1)]).collect()
}
