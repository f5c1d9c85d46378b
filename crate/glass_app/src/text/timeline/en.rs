//! The timeline in English.

use super::{Instant, TimelineText};

/// English.
pub const EN: TimelineText = TimelineText {
    title: "Timeline",
    lead: "What was done to the stream, and what the monitor said. Pull the slider, or press a place, to look at an earlier window: the scores, the live chart and the drift charts follow.",
    lanes: "What was done, and what was said",
    moment: "Window that ends at image",
    now: "Back to now",
    instant: |&Instant { seen, level, accuracy, disturbed, alerts }| {
        let accuracy = accuracy.map_or_else(String::new, |it| format!(", accuracy {it}"));
        let disturbed = if disturbed.is_empty() { String::from("undisturbed") } else { disturbed.join(", ") };
        let alerts = if alerts.is_empty() { String::from("no alert") } else { alerts.join(", ") };
        format!("At image {seen}: {level}{accuracy}. Disturbed by: {disturbed}. Alerts open: {alerts}.")
    },
    earlier: |seen| format!("You are looking at an earlier window, up to image {seen}."),
    level: "level",
    recording: "recording",
    unnamed: "in no folder",
    model: "model",
    run: |run, epoch| match epoch {
        Some(epoch) => format!("run {run}, epoch {epoch}"),
        None => format!("run {run}"),
    },
    reference: "reference",
    calibration: "calibrated on",
    validated: "validation images",
    held_out: "held-out split",
    renewed: |before| format!("images before {before}"),
    labels: "labels",
    known: "known",
    disturbance: |name| format!("⚙ {name}"),
    alert: |name| format!("⚑ {name}"),
    columns: ["Lane", "From image", "To image", "What"],
};
