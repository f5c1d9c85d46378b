//! The Train station in English.

use super::{ChartText, TrainText};
use crate::format::{count, interval, percent, seconds};
use glass_core::curve::Stopped;
use glass_core::diagnose::{Action, Verdict};
use glass_core::proof::Finding;

/// English.
pub const EN: TrainText = TrainText {
    title: "Train",
    lead: "Choose a model and how it learns, then watch it learn. Curves show the training split and the validation split; the test split stays unseen until Evaluate.",
    model_group: "Model",
    learning_group: "How it learns",
    split_group: "Who trains, validates, tests",
    split_sum: |sum, [train, validation, test]| {
        format!(
            "The shares come to {sum}: they are taken as {train} training, {validation} validation and {test} test."
        )
    },
    use_article: "Use the article's recipe",
    use_article_hint: "Flatten, linear layer, sigmoid, SGD at 0.01: exactly the article's network, with your split and seed.",
    controls: "Run",
    start: |epochs, images| {
        let epochs =
            if epochs == 1 { "1 epoch".to_owned() } else { format!("{} epochs", count(epochs as usize)) };
        let images = if images == 1 { "1 image".to_owned() } else { format!("{} images", count(images)) };
        format!("Train {epochs} on {images}")
    },
    start_plain: "Train",
    waits_for_learner: "The learner is still starting.",
    too_few_classes: |n| match n {
        0 => "There is no class with images yet; training needs at least 2.".into(),
        _ => "There is only 1 class with images; training needs at least 2.".into(),
    },
    nothing_to_train: "No image is in the training split.",
    said_training: "Training is under way.",
    said_paused: "Training stands still.",
    said_failed: "Training failed. The message at the top of the page says why.",
    is_running: "A run is under way: stop it to start another.",
    is_importing: "Images are still coming in.",
    is_coming: "The images are still coming; training begins as soon as they are there.",
    is_awaited: "Training begins as soon as the images are there.",
    pause: "Pause",
    resume: "Resume",
    step: "One step",
    step_hint: "Take one optimizer step, then wait.",
    stop: "Stop and keep the model",
    progress: "Training progress",
    progress_none: "Not started",
    progress_preparing: |done, total| {
        format!("Preparing images: {} of {}", count(done as usize), count(total as usize))
    },
    progress_at: |[epoch, epochs, step, steps]| format!("Epoch {epoch} of {epochs}, step {step} of {steps}"),
    progress_over: |run, epochs| format!("Over after {run} of {epochs} epochs"),
    batch_loss: |loss| format!("batch loss {loss:.4}"),
    throughput: |speed, left| {
        let speed = format!("{} images/s", count(speed.max(0.0) as usize));
        left.map_or(speed.clone(), |left| format!("{speed} · {} left", seconds(left)))
    },
    chart: ChartText {
        numbers: "Numbers",
        missing: "n/a",
        empty: "drawn as training goes on",
        smoothed: "smoothed",
        reading: |most| {
            format!(
                "Bold: smoothed over the epochs. Faint: as measured. Training scores are taken on at most {} training images.",
                count(most)
            )
        },
        epoch: "epoch",
        train: "training",
        validation: "validation",
        loss: "Loss",
        loss_axis: "mean cross-entropy, nats",
        accuracy: "Accuracy",
        precision: "Precision (macro)",
        recall: "Recall (macro)",
        chance_loss: |n| format!("guessing: ln {n} = {:.3}", (n as f64).ln()),
        chance_accuracy: |n| format!("guessing: 1/{n}"),
        floor: |loss| format!("floor of sigmoid outputs: {loss:.4}"),
        best_epoch: |epoch| format!("best epoch {epoch}"),
        at_epoch: |epoch| if epoch == 0.0 { "Before training".into() } else { format!("Epoch {epoch}") },
        value: |name, value, smooth| match smooth {
            Some(smooth) => format!("{name} {value} (smoothed {smooth})"),
            None => format!("{name} {value}"),
        },
        summary: |title, epochs, last| match epochs {
            0 => format!("{title}: nothing yet, axes only"),
            _ => {
                format!("{title} on the training and the validation split over {epochs} epochs. Last: {last}")
            }
        },
    },
    diagnosis: "What the curves say",
    diagnosis_none: "Here a diagnosis will stand: whether the model learns, learns too little or learns by heart, with the numbers that say so and what to change.",
    verdict: |verdict| match verdict {
        Verdict::TooLittleEvidence { .. } => "Too little evidence",
        Verdict::Diverged { .. } => "Diverged",
        Verdict::NotLearning { .. } => "Not learning",
        Verdict::BoundedOutput { .. } => "Bounded output",
        Verdict::LeakSuspected { .. } => "Leak suspected",
        Verdict::Underfitting { .. } => "Underfitting",
        Verdict::Overfitting { .. } => "Overfitting",
        Verdict::StillLearning { .. } => "Still learning",
        Verdict::Weak { .. } => "Hardly better than guessing",
        Verdict::Healthy { .. } if verdict.is_past_best() => "Past its best epoch",
        Verdict::Healthy { .. } => "Healthy",
    },
    evidence: |verdict| match verdict {
        Verdict::TooLittleEvidence { n_validation, needed } => format!(
            "Only {n_validation} validation images. With fewer than {needed} the validation curve rises and falls by luck."
        ),
        Verdict::Diverged { epoch, loss: None, .. } => {
            format!("In epoch {epoch} the loss stopped being a number: the steps were too long.")
        }
        Verdict::Diverged { epoch, loss: Some(loss), lowest_before } => format!(
            "In epoch {epoch} the training loss jumped to {loss:.3} (lowest before: {}): the steps are too long.",
            lowest_before.map_or("n/a".into(), |loss| format!("{loss:.3}"))
        ),
        Verdict::NotLearning { relative_train_loss, epochs } => format!(
            "After {epochs} epochs the training loss is still {} of guessing.",
            percent(*relative_train_loss)
        ),
        Verdict::BoundedOutput { loss_floor, confidence_ceiling, train_loss } => format!(
            "This model ends in sigmoids: its loss cannot fall below {loss_floor:.4} (training: {train_loss:.4}), its confidence cannot pass {}.",
            percent(*confidence_ceiling)
        ),
        Verdict::LeakSuspected { n_shared_duplicates: 0, gap, gap_interval } => format!(
            "Validation does better than training: the gap is {} {} of guessing. The validation images may be known to the model, or easier.",
            gap.map_or("n/a".into(), percent),
            gap_interval.map(interval).unwrap_or_default()
        ),
        Verdict::LeakSuspected { n_shared_duplicates, .. } => format!(
            "Groups of equal images that lie in more than one split: {n_shared_duplicates}. The model is tested on what it has seen."
        ),
        Verdict::Underfitting { relative_train_loss, train_slope, gap, gap_interval } => format!(
            "The training loss stands still at {} of guessing ({} an epoch), and validation is no worse (gap {} {}): the model is too simple or too slow.",
            percent(*relative_train_loss),
            percent(*train_slope),
            percent(*gap),
            interval(*gap_interval)
        ),
        Verdict::Overfitting { gap, gap_interval, best_epoch, epochs_since_best, rise } => format!(
            "The validation loss was lowest in epoch {best_epoch}, {epochs_since_best} epochs ago, and is {} higher now; the gap to training is {} {} of guessing. The model learns the training images by heart.",
            percent(*rise),
            percent(*gap),
            interval(*gap_interval)
        ),
        Verdict::StillLearning { validation_slope, relative_validation_loss } => format!(
            "The validation loss is {} of guessing and still falls, by {} an epoch.",
            percent(*relative_validation_loss),
            percent(-*validation_slope)
        ),
        Verdict::Weak { relative_train_loss, relative_validation_loss } => format!(
            "The loss is {} of guessing on validation ({} on training): the model has learned something, and not much.",
            percent(*relative_validation_loss),
            percent(*relative_train_loss)
        ),
        Verdict::Healthy { gap, gap_interval, best_epoch, rise, .. } if verdict.is_past_best() => format!(
            "The validation loss is {} above its lowest, at epoch {best_epoch}. That is not yet overfitting: the gap to the training loss is {} {}, and it may be a passing rise.",
            percent(*rise),
            percent(*gap),
            interval(*gap_interval)
        ),
        Verdict::Healthy { relative_train_loss, relative_validation_loss, gap, gap_interval, .. } => format!(
            "Nothing to object to: the loss is {} of guessing on training, {} on validation (gap {} {}).",
            percent(*relative_train_loss),
            percent(*relative_validation_loss),
            percent(*gap),
            interval(*gap_interval)
        ),
    },
    action: |action| match action {
        Action::AddImages { about } => format!("Add about {} images", count(about as usize)),
        Action::RaiseValidationShare => "Validate on more images".into(),
        Action::ScaleLearningRate { factor } if factor < 1.0 => "Take shorter steps".into(),
        Action::ScaleLearningRate { .. } => "Take longer steps".into(),
        Action::ClipGradients => "Clip the gradients".into(),
        Action::ScaleEpochs { .. } => "Train longer".into(),
        Action::UseAdam => "Use Adam".into(),
        Action::Normalize => "Normalise by mean and deviation".into(),
        Action::UseLargerModel => "Use a larger model".into(),
        Action::UseSmallerModel => "Use a smaller model".into(),
        Action::UseUnboundedModel => "Use plain outputs".into(),
        Action::KeepDuplicatesTogether => "Look at the images".into(),
        Action::ReshuffleSplit => "Deal the images anew".into(),
        Action::StopEarly => "Stop at the best epoch".into(),
        Action::Augment => "Vary the training images".into(),
    },
    change: |name, from, to| format!("{name}: {from} → {to}"),
    already_so: "the recipe has it that way already",
    ending: "This run",
    stopped: |stopped, epochs| match stopped {
        Stopped::Completed => format!("All {epochs} epochs done."),
        Stopped::Early { best_epoch } => {
            format!(
                "Stopped early after {epochs} epochs; the weights of epoch {best_epoch}, the best on validation, were restored."
            )
        }
        Stopped::ByHand => format!("Stopped by hand after {epochs} epochs; the model is kept."),
        Stopped::NotFinite { epoch, step } => {
            format!(
                "Stopped in epoch {epoch}, step {step}: the loss was not a number any more. The weights of the last sound epoch are kept."
            )
        }
    },
    best_kept: "Early stopping was on: the weights of the epoch that was best on validation are kept, not the last ones.",
    weights: |n| format!("{} weights", count(n as usize)),
    history_digest: "Digest of the history",
    weights_digest: "Digest of the weights",
    finding: |finding| match finding {
        Finding::OtherImages => {
            String::from("The link claims a run on other images: it cannot be checked on these.")
        }
        Finding::SameSoFar { epoch: None } => String::from("Checking against the run that the link claims."),
        Finding::SameSoFar { epoch: Some(epoch) } => {
            format!("Identical to the run in the link so far, to the bit: up to epoch {epoch}.")
        }
        Finding::Same { epoch } => {
            format!("Identical to the run in the link, to the bit: all {epoch} epochs.")
        }
        Finding::EndedElsewhere { epoch, claimed } => format!(
            "Identical to the run in the link as far as it goes, but this one ended after epoch {epoch}, that one after epoch {claimed}."
        ),
        Finding::Parted { first, last } if first == last => {
            format!("Not the run in the link: they differ from epoch {first} on.")
        }
        Finding::Parted { first, last } => {
            format!("Not the run in the link: they first differ between epochs {first} and {last}.")
        }
    },
    digest_hint: "Same recipe, same images: the same digests, to the last bit, in every browser.",
    changed_since: |changes| {
        format!("Settings changed since this run: {changes}. The curves show the run, not the settings.")
    },
    comma: ", ",
};
