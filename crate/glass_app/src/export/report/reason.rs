//! Why a number of the report does not exist.

/// The reason for a `null` at this path.
pub fn of(path: &str) -> &'static str {
    let leaf = path.rsplit('.').next().unwrap_or(path);
    match path {
        "training" => "no run yet",
        "evaluation" => "no model was evaluated on the split shown",
        "latency" => "inference was not measured",
        "latency.decode" => "no files were decoded one by one, or too few to time",
        "monitoring" => "the model was not put into service",
        "dataset.counts" => "labels changed after the run was dealt",
        "training.stopped" | "training.digest" | "training.weights_digest" | "training.n_weights" => {
            "the run is not over"
        }
        "training.best_epoch" => "no epoch with a finite loss",
        "training.before" => "the model before training was not measured",
        "training.before.learning_rate" => "no step was taken before training",
        "recipe.early_stopping" => "early stopping is off",
        "recipe.clip" => "gradient clipping is off",
        "evaluation.precision.per_class[]" => {
            "0/0: no image was predicted as this class; counts as 0 in averages"
        }
        "evaluation.recall.per_class[]" => "0/0: no image of this class; counts as 0 in averages",
        "evaluation.f1.per_class[]" => {
            "0/0: the class neither occurs nor was predicted; counts as 0 in averages"
        }
        "evaluation.precision.intervals.per_class[]" | "evaluation.recall.intervals.per_class[]" => {
            "the score itself is 0/0"
        }
        "evaluation.f1.intervals.per_class[]" => {
            "the score is 0/0, here or in half of the resamples, or the same on all of them"
        }
        "evaluation.roc_auc.per_class[]" | "evaluation.average_precision.per_class[]" => {
            "the split holds no image of this class, or no other"
        }
        "evaluation.roc_auc.macro" | "evaluation.average_precision.macro" => {
            "undefined for at least one class"
        }
        "evaluation.intervals.roc_auc" | "evaluation.intervals.average_precision" => {
            "the score is undefined, here or in half of the resamples, or the same on all of them, or the set is too large to resample it"
        }
        _ if path.starts_with("evaluation.intervals.") || path.contains(".intervals.") => {
            "the score is undefined, here or in half of the resamples, or the same on all of them"
        }
        "evaluation.temperature" => "no validation images to fit it on",
        "evaluation.kappa" => "undefined: one class only, in labels and answers",
        _ if path.starts_with("evaluation.") => "no images in the split",
        _ if path.starts_with("training.") && leaf.starts_with("validation_") => {
            "no validation images, or not a finite number"
        }
        _ if path.starts_with("training.") => "not a finite number",
        _ if leaf == "shift" => "not a number an image, or the reference never varies",
        _ if leaf == "cleared_at" => "the alert is still open",
        _ if matches!(leaf, "statistic" | "p" | "p_corrected") => "too few values to compare",
        "monitoring.plan" => "nothing is known of what the stream was to be",
        "monitoring.calibration.recalibrated_before" => {
            "probabilities were calibrated on the validation images, and not anew"
        }
        "monitoring.challenger" => "no other model answered beside it",
        "monitoring.challenger.verdict" => "nothing is beyond chance",
        "monitoring.limits" => "the limits were not found before the stream ended",
        "monitoring.speed" => "no answer was timed",
        "monitoring.reference.renewed_before" => "the reference is the held-out split, no window",
        "monitoring.reference.accuracy" => "the reference has no labels",
        _ if path.starts_with("monitoring.") => match leaf {
            "accuracy" | "accuracy_interval" | "precision_macro" | "precision_interval" | "recall_macro"
            | "recall_interval" | "f1_macro" | "f1_interval" => "no labels in the window",
            "images_per_second" => "too few images yet",
            _ => "nothing was answered yet",
        },
        _ if path.starts_with("diagnosis") => "not available to the verdict, or not a finite number",
        _ => "not available",
    }
}
