//! The Evaluate station in English.

use super::{EvaluateChartText, EvaluateText, GalleryText, ScoreText};
use crate::format::{count, percent};
use glass_core::split::SplitName;

/// English.
pub const EN: EvaluateText = EvaluateText {
    title: "Evaluate",
    lead: "How good the model is, and on which images it is wrong. Judge by the test split: the model has never seen it.",
    split_label: "Evaluate on",
    split: |split| match split {
        SplitName::Train => "training split",
        SplitName::Validation => "validation split",
        SplitName::Test => "test split",
    },
    nothing_yet: "After training, the scores of the model stand here, each with its interval and the split it was measured on.",
    is_coming: |split| format!("The scores on the {split} are being computed."),
    on_split: |split, n| format!("{split}, n = {}", count(n as usize)),
    score: ScoreText {
        heading: "Scores",
        accuracy: "Accuracy",
        precision: "Precision",
        recall: "Recall",
        f1: "F1",
        support: "images",
        class: "class",
        per_class: "By class",
        macro_mean: "macro average",
        micro: "micro average",
        weighted: "weighted average",
        undefined: |n| match n {
            1 => "1 class is 0/0 and counts as 0 in the averages.".into(),
            _ => format!("{n} classes are 0/0 and count as 0 in the averages."),
        },
        others: "More scores",
        balanced_accuracy: "Balanced accuracy",
        mcc: "Matthews' correlation",
        kappa: "Cohen's κ",
        log_loss: "Log loss (nats)",
        brier: "Brier score",
        roc_auc: "ROC AUC (macro)",
        average_precision: "Average precision (macro)",
        ece: "Calibration error (ECE)",
        ece_band: |band| {
            format!("a perfect model of this size: {} to {}", percent(band.low), percent(band.high))
        },
        ece_uncertain: "under 200 images: do not rely on it",
        temperature: "Temperature",
        temperature_note: |it| {
            let limit = if it.is_at_limit { ", at the end of the range" } else { "" };
            format!(
                "fitted on validation{limit}: log loss there {:.3} → {:.3}",
                it.log_loss_before, it.log_loss_after
            )
        },
        interval_note: "Brackets are 95 % intervals.",
        no_interval: "no interval",
        no_interval_hint: "Every resample of these images gives the same score, which says nothing of images not seen. The interval of the accuracy holds here too.",
    },
    chart: EvaluateChartText {
        confusion: "Confusion matrix",
        actual: "Actual",
        predicted: "Predicted",
        cell: |actual, predicted, n| {
            let images = if n == 1 { "image" } else { "images" };
            format!("Actual {actual}, predicted {predicted}: {} {images}", count(n as usize))
        },
        confusion_hint: "Click a cell to see its images.",
        roc: "ROC curve, one class against the rest",
        false_positive_rate: "false positive rate",
        true_positive_rate: "true positive rate (recall)",
        auc: "AUC",
        pr: "Precision and recall, one class against the rest",
        average_precision: "average precision",
        calibration: "Calibration",
        confidence: "confidence",
        bars: |ece| ece.map_or("share right".into(), |ece| format!("share right, ECE {}", percent(ece))),
        diagonal: "as sure as right",
        bin: |low, high, accuracy, n| {
            let right = accuracy.map_or("no image".to_owned(), |accuracy| format!("{accuracy} right"));
            format!("Confidence {low} to {high}: {right}, n = {}", count(n as usize))
        },
        chance: "guessing",
        low: "from",
        high: "to",
        images: "images",
        empty: "drawn once a model is trained",
        titled: |title, split| format!("{title} · {split}"),
    },
    gallery: GalleryText {
        worst: "Worst mistakes",
        worst_note: |shown, total, split| match total {
            1 => format!("The only mistake on the {split}."),
            _ => format!("{shown} of {total} mistakes on the {split}, the surest first."),
        },
        no_mistake: |n, split| {
            format!("No mistake: all {} images of the {split} are classified rightly.", count(n))
        },
        nothing_yet: "After training, the images the model gets most wrong are shown here.",
        of_cell: |actual, predicted| format!("Actual {actual}, predicted {predicted}"),
        of_cell_note: |shown, total, split| match total {
            0 => format!("No image of the {split} is in this cell."),
            _ => format!("{shown} of {total} images of the {split}, the surest first."),
        },
        show_worst: "Show the worst mistakes",
        show_more: |n| format!("Show {n} more"),
        verdict: |actual, predicted| format!("{actual} → {predicted}"),
        image: |path, actual, predicted| format!("{path}: actual {actual}, predicted {predicted}"),
    },
};
