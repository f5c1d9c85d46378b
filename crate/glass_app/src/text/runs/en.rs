//! Kept runs and keeping in English.

use super::{Measure, ResultText, RunsText, p_value};
use crate::format::{bytes, count, interval};
use crate::standing::Standing;
use crate::text::page::counted;
use glass_core::interval::McNemar;

/// English.
pub const EN: RunsText = RunsText {
    title: "Runs",
    lead: |most| {
        format!(
            "Every run is kept, with its settings, curves and answers: the last {}. Choose two or more to see them side by side.",
            count(most)
        )
    },
    empty: "No run yet. Train, and it will stand here.",
    unnamed: |id| format!("Run {id}"),
    name: |name| format!("Name of {name}"),
    compare: |name| format!("Compare {name}"),
    compare_short: "Compare",
    on_bench: "on the page now",
    other_images: "on other images",
    epochs: |run, epochs| format!("{run} of {}", counted(epochs as usize, "epoch", "epochs")),
    own_images: "your images",
    images: |set, n| format!("{set} ({})", count(n as usize)),
    on_test: |n| format!("on {}", counted(n, "test image", "test images")),
    no_test: "not tested",
    recall: "Bring back",
    recall_hint: "Put this run's model, settings and curves on the page again, without training. Needs the images it was trained on.",
    rerun: "Train again",
    rerun_hint: "Take this run's settings and train. The same images give the same digests.",
    export: "Save (JSON)",
    drop: "Delete",
    dropped: |name| format!("“{name}” was deleted."),
    put_back: "Put it back",
    side_by_side: "Side by side",
    choose_two: "Choose at least two runs to compare them.",
    measure: "The chart shows",
    measure_name: |measure| match measure {
        Measure::ValidationLoss => "Validation loss",
        Measure::ValidationAccuracy => "Validation accuracy",
        Measure::TrainLoss => "Training loss",
        Measure::TrainAccuracy => "Training accuracy",
    },
    summary: |measure, n| format!("{measure} of {n} runs over their epochs"),
    table: "Results and settings",
    only_differences: "Only settings that differ",
    setting: "Setting",
    differs: "differs",
    none_differs: "All settings are the same.",
    result: ResultText {
        images: "Images",
        began: "Began",
        accuracy: "Accuracy, test",
        f1: "F1 (macro), test",
        best: "Lowest validation loss",
        best_value: |loss, epoch| format!("{loss:.4} (epoch {epoch})"),
        epochs: "Epochs run",
        weights: "Weights",
        digest: "Digest of the history",
    },
    versus: "Is one better, or was it luck?",
    versus_hint: "McNemar's exact test looks only at the test images one run gets right and the other wrong, of those both held back. If the runs were equally good, either would be right on about half of them.",
    mcnemar,
    f1_difference: |difference, bounds| {
        format!(
            "Macro F1 differs by {:+.1} points, 95 % interval {} (paired bootstrap).",
            difference * 100.0,
            interval(bounds)
        )
    },
    no_common_images: |first, second| {
        format!(
            "“{first}” and “{second}” share no test images with the same label: they cannot be compared this way."
        )
    },
    kept: "Kept in this browser",
    standing: |standing| match standing {
        Standing::Opening => "Looking for what was kept …",
        Standing::Kept => {
            "Your images, settings, runs and checkpoints are kept on this device, in this browser, and nowhere else."
        }
        Standing::Off => "Nothing is kept: everything is gone when this page is closed.",
        Standing::Elsewhere => {
            "Another tab of this page is open and keeps its work. This one works in memory: close the other and reload to keep this one's."
        }
        Standing::Refused => {
            "This browser does not let the page keep anything (a private window, perhaps). Save files to keep results."
        }
        Standing::Newer => {
            "A newer version of this page keeps its work in this browser. It is untouched, and this version cannot read it: reload, or clear the browser's cache of this site. Until then this page works in memory; save files to keep results."
        }
        Standing::Full => {
            "There is no room left: what is on the page is not kept. Delete what is kept, or save files to keep results."
        }
    },
    room: |room| {
        let lasting = if room.is_lasting {
            ""
        } else {
            " The browser may clear it when it needs room, or after a while."
        };
        format!("{} of about {} in use.{lasting}", bytes(room.used_bytes), bytes(room.quota_bytes))
    },
    keep: "Keep my work in this browser",
    keep_hint: "Switched off, everything kept is deleted; what is on the page stays until it is closed. Shared and school computers often clear their browsers: saved files are the real copy.",
    clear: "Delete everything kept here",
    clear_title: "Delete everything this browser keeps of Watchglass?",
    clear_body: "All kept runs, checkpoints, settings and the stored copies of your images go, for good. The images and the model on the page stay until it is closed, and are kept again with the next change.",
    clear_yes: "Delete everything",
    clear_no: "Keep it",
    set_aside: |n| {
        format!(
            "{} of earlier visits could not be read: damaged, or from a newer version. They were set aside and take part in nothing.",
            counted(n, "record", "records")
        )
    },
    save_set_aside: |key| format!("Save {key}"),
    cut_off: |done, epochs, began| match done {
        0 => format!(
            "The run begun at {began} was cut off before its first checkpoint. It can begin again: the result is the same, to the bit."
        ),
        _ => format!(
            "The run begun at {began} was cut off; it was last saved at epoch {done} of {epochs}. It can go on from there to the same result, to the bit."
        ),
    },
    cut_off_again: |times| {
        format!(
            "It has been cut off {times} times: it may be too much for this device. Smaller images or a smaller model need less."
        )
    },
    resume: |epoch| match epoch {
        0 | 1 => String::from("Begin the run again"),
        _ => format!("Resume the run at epoch {epoch}"),
    },
    discard: "Let it go",
    kept_model: |name, facts| format!("A model trained on these images is kept: {name} ({facts})."),
    kept_model_no: "Not now",
    not_kept: |standing| match standing {
        Standing::Elsewhere => {
            "Another tab of this page is open and keeps its work in this browser. What you do here works, and is gone when this tab is closed."
        }
        Standing::Newer => {
            "A newer version of this page keeps its work in this browser. It is untouched, and this version cannot read it: reload, or clear the browser's cache of this site. Until then this page works in memory; save files to keep results."
        }
        Standing::Full => {
            "Not saved here: this browser has no room left for the page. Everything goes on in memory; save files to keep results."
        }
        _ => {
            "Not saved here: this browser does not let the page keep anything. Everything goes on in memory; save files to keep results."
        }
    },
    were_set_aside: |n| {
        format!(
            "{} of your last visits could not be read and {} set aside. They can be saved as files under “Kept in this browser”.",
            counted(n, "record", "records"),
            if n == 1 { "was" } else { "were" }
        )
    },
    images_missing: |n| {
        format!(
            "{} of your last visit could not be read. Drop the folder again to have all of them.",
            counted(n as usize, "image", "images")
        )
    },
};

fn mcnemar(first: &str, second: &str, test: &McNemar, corrected: Option<f64>) -> String {
    let McNemar { n, only_first, only_second, p_value: p, more_images } = *test;
    let images = counted(n as usize, "test image", "test images");
    if only_first + only_second == 0 {
        return format!(
            "“{first}” and “{second}” are right and wrong on the same of {images}: nothing tells them apart."
        );
    }
    let found = format!(
        "Of {images} both held back, only “{first}” is right on {}, only “{second}” on {}: {}",
        count(only_first as usize),
        count(only_second as usize),
        p_value(p)
    );
    let corrected_words =
        corrected.map(|p| format!(" ({} after Holm's correction)", p_value(p))).unwrap_or_default();
    let better = if only_first > only_second { first } else { second };
    let verdict = if corrected.unwrap_or(p) < 0.05 {
        format!("“{better}” is better; luck would seldom look like this.")
    } else {
        match more_images {
            Some(more) if more > 0 => format!(
                "That can be luck. If the shares stay, about {} would tell them apart.",
                counted(more as usize, "more test image", "more test images")
            ),
            _ => String::from("That can be luck."),
        }
    };
    format!("{found}{corrected_words}. {verdict}")
}
