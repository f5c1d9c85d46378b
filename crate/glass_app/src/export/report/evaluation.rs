//! The scores of the report, as they come out of an evaluation.

use super::section::{Span, span};
use glass_core::evaluation::Evaluation;
use glass_core::metric::certainty::ScoreIntervals;
use glass_core::metric::classification::Averaged;
use glass_core::metric::overall::OverallIntervals;
use glass_core::split::SplitName;
use serde::Serialize;

/// One score, averaged three ways and by class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Averages {
    /// Plain mean over the classes.
    #[serde(rename = "macro")]
    pub macro_mean: Option<f64>,
    /// From the pooled counts.
    pub micro: Option<f64>,
    /// Mean weighted by support.
    pub weighted: Option<f64>,
    /// By class.
    pub per_class: Vec<Option<f64>>,
    /// 95 % intervals of all of them.
    pub intervals: AveragesIntervals,
}

impl Averages {
    fn of(averaged: &Averaged, intervals: &ScoreIntervals) -> Self {
        Self {
            macro_mean: averaged.macro_mean,
            micro: averaged.micro,
            weighted: averaged.weighted,
            per_class: averaged.per_class.clone(),
            intervals: AveragesIntervals {
                macro_mean: intervals.macro_mean.map(span),
                micro: intervals.micro.map(span),
                weighted: intervals.weighted.map(span),
                per_class: intervals.per_class.iter().map(|it| it.map(span)).collect(),
            },
        }
    }
}

/// The 95 % intervals of a score, averaged three ways and by class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AveragesIntervals {
    /// Of the plain mean over the classes.
    #[serde(rename = "macro")]
    pub macro_mean: Option<Span>,
    /// Of the score of the pooled counts.
    pub micro: Option<Span>,
    /// Of the mean weighted by support.
    pub weighted: Option<Span>,
    /// By class.
    pub per_class: Vec<Option<Span>>,
}

/// A score of each class against the rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OneVsRest {
    /// Plain mean over the classes.
    #[serde(rename = "macro")]
    pub macro_mean: Option<f64>,
    /// By class.
    pub per_class: Vec<Option<f64>>,
}

/// The scores of one split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvaluationSection {
    /// Which split.
    pub split: SplitName,
    /// Images.
    pub n: u64,
    /// Share on the diagonal.
    pub accuracy: Option<f64>,
    /// Its 95 % Wilson interval.
    pub accuracy_interval: Option<Span>,
    /// Of the images predicted as a class, the share that are of it.
    pub precision: Averages,
    /// Of the images of a class, the share predicted as it.
    pub recall: Averages,
    /// Harmonic mean of the two.
    pub f1: Averages,
    /// Images of each class.
    pub support: Vec<u64>,
    /// Rows: actual; columns: predicted.
    pub confusion: Vec<Vec<u64>>,
    /// Mean recall of the classes that occur.
    pub balanced_accuracy: Option<f64>,
    /// Matthews' correlation coefficient.
    pub mcc: Option<f64>,
    /// Cohen's κ.
    pub kappa: Option<f64>,
    /// Mean −ln p of the true class.
    pub log_loss: Option<f64>,
    /// Multi-class Brier score.
    pub brier: Option<f64>,
    /// Expected calibration error, 15 bins.
    pub ece: Option<f64>,
    /// Fitted on the validation split.
    pub temperature: Option<f64>,
    /// Area under the ROC curve.
    pub roc_auc: OneVsRest,
    /// Average precision.
    pub average_precision: OneVsRest,
    /// 95 % bootstrap intervals of the scores of the whole model.
    pub intervals: OverallSpans,
}

/// Intervals, each named as its score; those of the areas are of their macro mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverallSpans {
    balanced_accuracy: Option<Span>,
    mcc: Option<Span>,
    kappa: Option<Span>,
    log_loss: Option<Span>,
    brier: Option<Span>,
    roc_auc: Option<Span>,
    average_precision: Option<Span>,
}

impl OverallSpans {
    fn of(intervals: &OverallIntervals) -> Self {
        Self {
            balanced_accuracy: intervals.balanced_accuracy.map(span),
            mcc: intervals.mcc.map(span),
            kappa: intervals.kappa.map(span),
            log_loss: intervals.log_loss.map(span),
            brier: intervals.brier.map(span),
            roc_auc: intervals.roc_auc.map(span),
            average_precision: intervals.average_precision.map(span),
        }
    }
}

impl EvaluationSection {
    pub fn of(split: SplitName, evaluation: &Evaluation) -> Self {
        let scores = &evaluation.scores;
        Self {
            split,
            n: scores.n,
            accuracy: scores.accuracy,
            accuracy_interval: evaluation.accuracy_interval.map(span),
            precision: Averages::of(&scores.precision, &evaluation.intervals.precision),
            recall: Averages::of(&scores.recall, &evaluation.intervals.recall),
            f1: Averages::of(&scores.f1, &evaluation.intervals.f1),
            support: scores.support.clone(),
            confusion: evaluation.confusion.to_rows(),
            balanced_accuracy: scores.balanced_accuracy,
            mcc: scores.mcc,
            kappa: scores.kappa,
            log_loss: evaluation.log_loss,
            brier: evaluation.brier,
            ece: evaluation.reliability.as_ref().map(|reliability| reliability.ece),
            temperature: evaluation.calibration.as_ref().map(|calibration| calibration.temperature),
            roc_auc: OneVsRest {
                macro_mean: evaluation.roc_auc.macro_mean,
                per_class: evaluation.roc_auc.per_class.clone(),
            },
            average_precision: OneVsRest {
                macro_mean: evaluation.average_precision.macro_mean,
                per_class: evaluation.average_precision.per_class.clone(),
            },
            intervals: OverallSpans::of(&evaluation.overall_intervals),
        }
    }
}
