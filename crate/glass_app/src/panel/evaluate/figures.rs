//! The figures of an evaluation. Without one they are empty: axes only.

use crate::text::Text;
use glass_charts::{
    CalibrationBin, CalibrationFigure, ClassCurve, ConfusionFigure, PrFigure, RocFigure, Words,
};
use glass_core::evaluation::Evaluation;

fn words(x_axis: &str, y_axis: &str, text: &Text) -> Words {
    let own = &text.evaluate().chart;
    Words {
        x_axis: x_axis.to_owned(),
        y_axis: y_axis.to_owned(),
        empty: own.empty.to_owned(),
        missing: text.train.chart.missing.to_owned(),
        low: own.low.to_owned(),
        high: own.high.to_owned(),
        count: own.images.to_owned(),
        chance: own.chance.to_owned(),
        class: text.evaluate().score.class.to_owned(),
        ..Words::default()
    }
}

/// The confusion matrix.
pub(super) fn confusion(evaluation: Option<&Evaluation>, classes: &[String], text: &Text) -> ConfusionFigure {
    let own = &text.evaluate().chart;
    ConfusionFigure {
        words: words(own.predicted, own.actual, text),
        classes: classes.to_vec(),
        counts: evaluation.map(|evaluation| evaluation.confusion.to_rows()).unwrap_or_default(),
    }
}

/// The ROC curves.
pub(super) fn roc(evaluation: Option<&Evaluation>, classes: &[String], text: &Text) -> RocFigure {
    let own = &text.evaluate().chart;
    let words = words(own.false_positive_rate, own.true_positive_rate, text);
    let curve = |evaluation: &Evaluation, class: usize, name: &String| ClassCurve {
        name: name.clone(),
        points: evaluation
            .roc_curves
            .get(class)
            .and_then(Option::as_ref)
            .map(|points| points.iter().map(|it| (it.false_positive_rate, it.true_positive_rate)).collect())
            .unwrap_or_default(),
        area: evaluation.roc_auc.per_class.get(class).copied().flatten(),
        baseline: None,
    };
    RocFigure {
        words: Words { score: own.auc.to_owned(), ..words },
        curves: each_class(evaluation, classes, curve),
    }
}

/// The precision-recall curves.
pub(super) fn pr(evaluation: Option<&Evaluation>, classes: &[String], text: &Text) -> PrFigure {
    let (own, score) = (&text.evaluate().chart, &text.evaluate().score);
    let curve = |evaluation: &Evaluation, class: usize, name: &String| {
        let scores = &evaluation.scores;
        let support = scores.support.get(class).copied().unwrap_or(0);
        ClassCurve {
            name: name.clone(),
            // They come from the lowest threshold up, that is with falling recall.
            points: evaluation
                .pr_curves
                .get(class)
                .and_then(Option::as_ref)
                .map(|points| points.iter().rev().map(|it| (it.recall, it.precision)).collect())
                .unwrap_or_default(),
            area: evaluation.average_precision.per_class.get(class).copied().flatten(),
            baseline: (scores.n > 0).then(|| support as f64 / scores.n as f64),
        }
    };
    PrFigure {
        words: Words {
            score: own.average_precision.to_owned(),
            ..words(score.recall, score.precision, text)
        },
        curves: each_class(evaluation, classes, curve),
    }
}

fn each_class(
    evaluation: Option<&Evaluation>,
    classes: &[String],
    curve: impl Fn(&Evaluation, usize, &String) -> ClassCurve,
) -> Vec<ClassCurve> {
    let Some(evaluation) = evaluation else { return Vec::new() };
    classes.iter().enumerate().map(|(class, name)| curve(evaluation, class, name)).collect()
}

/// The reliability diagram.
pub(super) fn calibration(evaluation: Option<&Evaluation>, text: &Text) -> CalibrationFigure {
    let own = &text.evaluate().chart;
    let reliability = evaluation.and_then(|evaluation| evaluation.reliability.as_ref());
    let bins = reliability.map(|reliability| {
        let bin = |bin: &glass_core::metric::calibration::ReliabilityBin| CalibrationBin {
            low: bin.low,
            high: bin.high,
            confidence: bin.mean_confidence,
            accuracy: bin.accuracy,
            count: bin.count,
        };
        reliability.bins.iter().map(bin).collect()
    });
    CalibrationFigure {
        words: Words {
            chance: own.diagonal.to_owned(),
            ..words(own.confidence, text.evaluate().score.accuracy, text)
        },
        bars: (own.bars)(reliability.map(|reliability| reliability.ece)),
        bins: bins.unwrap_or_default(),
        second: None,
    }
}
