//! The page in English.

use super::{PageText, counted};
use crate::format::short_number;
use crate::loss::Loss;
use crate::text::setting;
use glass_core::recipe::ColorMode;
use glass_core::setting::{Outcome, Setting};
use glass_core::share::{Notice, Refused};
use glass_core::split::SplitName;

/// English.
pub const EN: PageText = PageText {
    tagline: "Train small image classifiers, and watch them at work",
    skip: "Skip to the bench",
    stations: "Stations",
    data: "Data",
    prepare: "Prepare",
    train: "Train",
    evaluate: "Evaluate",
    monitor: "Monitor",
    language: "Language",
    use_dark: "Use dark colours",
    use_light: "Use light colours",
    loading: "loading …",
    reading: |done, total| format!("reading {done} of {total}"),
    no_images: "no images",
    classes_and_images: |classes, images| {
        format!("{} · {}", counted(classes, "class", "classes"), counted(images, "image", "images"))
    },
    input: |size, color| {
        let color = match color {
            ColorMode::Gray => "gray",
            ColorMode::Color => "colour",
        };
        format!("{size}×{size} {color}")
    },
    epochs: |epochs| counted(epochs as usize, "epoch", "epochs"),
    preparing: |share| format!("preparing {share}"),
    epoch: |epoch, of| format!("epoch {epoch} of {of}"),
    epoch_paused: |epoch, of| format!("paused, {epoch} of {of}"),
    trained: |epochs| format!("{} done", counted(epochs as usize, "epoch", "epochs")),
    failed: "stopped early",
    no_model: "no model",
    accuracy: |split, score| {
        let split = match split {
            SplitName::Train => "train",
            SplitName::Validation => "val",
            SplitName::Test => "test",
        };
        format!("{split} {score}")
    },
    off: "off",
    steady: "steady",
    watch: "watch",
    alarm: "alarm",
    over: |level| format!("stopped ({level})"),
    colon: ": ",
    drop_here: "Drop it anywhere: images, folders or a zip. Every folder becomes a class.",
    dismiss: "Dismiss",
    open_link_title: "Open the link over your work?",
    open_link_body: "The link brings its own settings, and its own images if it names a set. Your trained model would be gone, and your images too if the link brings others.",
    open_link_yes: "Open the link",
    open_link_no: "Keep my work",
    lose_title: "Go on, and lose work?",
    lose_body: |loss| match loss {
        Loss::Model => {
            "The trained model and everything measured of it belong to the images and labels as they are now. They would be gone."
        }
        Loss::Images => {
            "Your own images would be gone from this page. The files they came from stay where they are."
        }
        Loss::ModelAndImages => {
            "Your own images would be gone from this page, and the trained model with them. The files the images came from stay where they are."
        }
    },
    lose_yes: "Go on",
    lose_no: "Keep my work",
    link_notice,
    link_refused: |refused| {
        String::from(match refused {
            Refused::Empty => "The link carries nothing. Your settings stay as they are.",
            Refused::TooLong => {
                "The link is far too long to be one of ours, so it was not opened. Your settings stay as they are."
            }
        })
    },
    bring_your_own: |classes| {
        format!(
            "The link carries settings only: bring your own images ({}). Drop a folder or a zip anywhere.",
            counted(classes as usize, "class", "classes")
        )
    },
    bring_from: |address| {
        format!(
            "The link speaks of images at {address}. This page asks no other site for anything: download the zip yourself if you trust that site, then drop it anywhere here."
        )
    },
    bring_from_link: "Download from there",
    parts_hidden: |parts| {
        format!("Whoever sent the link hid parts of this page ({parts}). Reload the page to see all of it.")
    },
    setting_moved: |setting, outcome| format!("{}.", capitalised(&moved(setting, None, outcome))),
    still_reading: "What you dropped was not taken in, because other images were still being read. Drop it again when they are in, or cancel the reading first.",
    stream_cut_off: |seen| {
        format!(
            "The stream in service ended after {seen} images, when a background worker stopped. The model is being brought back: then start service again, and the same stream comes to the same answers."
        )
    },
    restarted: |words| match words {
        Some(words) => format!("A background worker was started again (“{words}”). Nothing is lost."),
        None => String::from("A background worker stopped answering and was started again. Nothing is lost."),
    },
};

fn link_notice(notice: &Notice) -> String {
    match notice {
        Notice::NewerVersion(version) => {
            format!(
                "Link: made by a newer version ({version}). What this one understands was applied; reloading the page may bring the newer one."
            )
        }
        Notice::Altered => String::from(
            "Link: cut off or edited on its way, so it may not be what was sent. What could be read was applied. Ask for the link again, or check the settings.",
        ),
        Notice::UnknownKey(key) => format!("Link: “{key}” means nothing here and was passed over."),
        Notice::Changed { setting, text, outcome } => {
            format!("Link: {}.", moved(*setting, Some(text), outcome))
        }
        Notice::ProofLost => String::from(
            "Link: it claims the result of a run, but the claim or the settings it belongs to could not be read whole. It is passed over.",
        ),
        Notice::UnknownPart(part) => {
            format!("Link: this page has no part called “{part}” to hide.")
        }
        Notice::UnknownSet(set) => {
            format!(
                "Link: there is no set of images called “{set}” here. Choose one of the sets below, or drop your own images."
            )
        }
    }
}

/// What became of a value, in words that begin small.
fn moved(setting: Setting, text: Option<&str>, outcome: &Outcome) -> String {
    let name = (setting::EN.name)(setting).to_ascii_lowercase();
    match outcome {
        Outcome::Taken => format!("{name} taken"),
        Outcome::Clamped { asked, used } => {
            let verb = if used == &asked.round() {
                "rounded"
            } else if used < asked {
                "reduced"
            } else {
                "raised"
            };
            format!("{name} {} {verb} to {}", plain(*asked), plain(*used))
        }
        Outcome::Unreadable => match text {
            Some(text) => format!("{name} “{text}” could not be read and was passed over"),
            None => format!("{name} could not be read and stays as it was"),
        },
    }
}

/// The number as it was written, unless it is monstrous.
fn plain(number: f64) -> String {
    if number != 0.0 && !(1e-9..1e12).contains(&number.abs()) {
        short_number(number)
    } else {
        number.to_string()
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| [first.to_ascii_uppercase()].into_iter().chain(letters).collect())
}
