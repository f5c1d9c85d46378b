//! Prediction logs in English.

use super::LogText;
use crate::format::{bytes, count};
use crate::text::page::counted;
use glass_core::log::{Refusal, RowReason};
use glass_core::stream::Cause;

/// English.
pub const EN: LogText = LogText {
    title: "A prediction log of any model",
    lead: "Watch a model that runs elsewhere: drop in what it answered. No model is needed here, and the file stays on this machine.",
    open: "Open a log (CSV, JSON lines) …",
    sample: "Look at a sample",
    sample_hint: "Synthetic: three classes; first calm, then another mix, then changed classes and slower answers.",
    close: "Put the log away",
    format: "What a log holds",
    format_kind: "CSV with a header (comma, semicolon or tab; decimal commas beside semicolons), or one JSON object a line; UTF-8 or UTF-16. Only the first column must be there.",
    columns: [
        "the class the model answered",
        "the class it really was; empty where nobody said yet",
        "one for each class: its probability. With them accuracy is estimated where there are no labels",
        "the probability of the answer, where there are no columns of probabilities",
        "ISO 8601, or seconds or milliseconds since 1970",
        "how long the answer took",
    ],
    window: "Window (rows)",
    reference: "Reference (rows)",
    reference_hint: "What windows are compared with: the first rows that have labels. Empty: the first third.",
    block: "Rows come in runs of … alike (empty: measured)",
    stride: "Windows",
    sliding: "overlap by 90 %",
    tumbling: "follow each other",
    stop: "Stop",
    work: "Work on the log",
    reading: |done, total| format!("Reading: {} of {}", bytes(done), bytes(total)),
    calibrating: |share| format!("Finding the limits of the alarms: {share} %"),
    watching: |done, total| format!("Watching: row {} of {}", count(done), count(total)),
    refused,
    short: |it| {
        format!(
            "Too few rows to watch: {} for the reference and {} after it, and a window takes {}. Make the window or the reference smaller, or bring a longer log.",
            count(it.reference as usize),
            count(it.left as usize),
            count(it.window as usize)
        )
    },
    stopped: |is_read| {
        String::from(match is_read {
            true => "Stopped. The log was read: change the window, or any other field, to watch it.",
            false => "Stopped before the whole log was read. Open it again.",
        })
    },
    died: |words| {
        let words = words.map(|words| format!(" (“{words}”)")).unwrap_or_default();
        format!("The worker that reads logs died{words}. Open the log again; a shorter one may help.")
    },
    sample_name: "the sample",
    holds: |it| {
        let mut parts = vec![format!(
            "{}, {}",
            counted(it.n_rows as usize, "row", "rows"),
            counted(it.classes.len(), "class", "classes")
        )];
        let share = |n: u32, what: &str| format!("{} {what}", count(n as usize));
        parts.push(share(it.n_labelled, "with a label"));
        parts.push(share(it.n_probable, "with probabilities"));
        if it.n_confident > it.n_probable {
            parts.push(share(it.n_confident - it.n_probable, "with a confidence alone"));
        }
        parts.push(share(it.n_timed, "with a latency"));
        let mut said = format!("{}.", parts.join(", "));
        if it.n_normalised > 0 {
            said += &format!(
                " {}: their probabilities did not sum to 1 and were scaled to it.",
                count(it.n_normalised as usize)
            );
        }
        if it.is_reordered {
            said += " The rows were put in the order of their times.";
        }
        said
    },
    span: |first, last| format!("From {first} to {last}."),
    rows_refused: |n| {
        if n == 1 { String::from("1 row was left out") } else { format!("{} rows were left out", count(n)) }
    },
    row_refused: |line, reason| format!("Line {}: {}.", count(line as usize), row(reason)),
    more_refused: |n| format!("And {} more.", count(n)),
    reference_is: |n, is_labelled| {
        let what = if is_labelled { "labelled rows" } else { "rows (too few have labels)" };
        format!("Reference: the first {} {what}.", count(n))
    },
    calibrated: |temperature| {
        format!("Estimates go by probabilities calibrated on it: temperature {temperature}.")
    },
    windows_are: |[n, window, stride], is_widened, left_over| {
        let mut said =
            format!("{} windows of {} rows, a new one every {}.", count(n), count(window), count(stride));
        if is_widened {
            said += " The log is long: steps were made wider.";
        }
        if left_over > 0 {
            said += &format!(" The last {} rows fill no window.", count(left_over));
        }
        said
    },
    quality: "Quality in the window, and the level",
    times: "Latency in the window",
    millis: "milliseconds",
    mix: "Predicted classes in the window",
    row: "row of the log",
    other_classes: |n| format!("{n} others"),
    summary: |title, windows, rows| {
        format!("{title}, over {} windows of a log of {} rows.", count(windows), count(rows))
    },
    at_window: |first, last, values| format!("Rows {} to {}: {values}", count(first), count(last)),
    last_window: "Last window",
    when: |raised, cleared| match cleared {
        Some(cleared) => format!("Raised at row {}, over at row {}.", raised + 1, cleared + 1),
        None => format!("Raised at row {}, still open at the end.", raised + 1),
    },
    returned: |n, row| {
        format!("Came back {}, last at row {}.", counted(n as usize, "time", "times"), row + 1)
    },
    worst: |row, evidence| format!("At its worst, at row {}: {evidence}.", row + 1),
    no_alerts: "None: no signal went beyond its limit for long enough.",
    limits: "The limits are found on streams drawn from the reference, so that a log in which nothing changes alarms about as often as is asked for above; a window stands for the rows of one, however much windows overlap. Where they do, a signal has to be beyond its limit in two running.",
    expected: |n, block| {
        let runs = match block {
            1 => String::from("Rows were taken to be independent of their neighbours."),
            _ => format!("Rows were taken to come in runs of {block} that are alike."),
        };
        format!("In a log of this length that is about {n}. {runs}")
    },
    cause: |cause, class| {
        Some(match cause {
            Cause::LessCertain => String::from(
                "the model is less sure than in the reference: inputs unlike those it learned from",
            ),
            Cause::MoreCertain => String::from(
                "the model is surer than in the reference: easier inputs, more of one kind, or inputs it is surely wrong about; only labels tell",
            ),
            Cause::ClassMix { .. } => format!("“{class}” is predicted more often than before"),
            Cause::MoreErrors => String::from(
                "the model is wrong more often: the inputs, or what their labels mean, have changed",
            ),
            _ => return None,
        })
    },
    taken_for: |columns| {
        let said = columns.iter().map(|(name, usual)| format!("“{name}” as “{usual}”"));
        format!("Read {}.", said.collect::<Vec<_>>().join(", "))
    },
    ignored: |columns| {
        let said = columns.iter().map(|name| format!("“{name}”"));
        format!("Not read: {}.", said.collect::<Vec<_>>().join(", "))
    },
    improbable: |n, n_classes| {
        format!(
            "In {} the confidence is below 1/{n_classes}, which no answer can have that won among {n_classes} classes: perhaps that column is the score of one class, or some classes do not occur in this log.",
            counted(n as usize, "row", "rows")
        )
    },
};

fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::TooLarge { limit } => {
            format!("The file is larger than {}. Cut it into parts.", bytes(*limit))
        }
        Refusal::Unreadable => {
            String::from("The browser could not read the file. Was it moved or changed? Open it again.")
        }
        Refusal::Empty => String::from("The file is empty."),
        Refusal::NoPredictions => String::from(
            "This is no prediction log: no column is called “predicted”. See above what a log holds.",
        ),
        Refusal::RepeatedColumn(name) => format!("Two columns are called “{name}”. Rename one of them."),
        Refusal::TooManyColumns { limit } => {
            format!("More than {} columns. Keep those a log holds.", count(*limit as usize))
        }
        Refusal::TooManyClasses { limit } => {
            format!("More than {} classes. Is “predicted” really a class?", count(*limit as usize))
        }
        Refusal::TooManyRows { limit } => {
            format!("More than {} rows. Cut the log into parts, a month each.", count(*limit as usize))
        }
        Refusal::TooManyProbabilities { limit } => {
            format!("More than {} probabilities in all. Cut the log into parts.", count(*limit as usize))
        }
        Refusal::JsonList => String::from(
            "This is a JSON list. A log of JSON has one object a line, without brackets around and commas between them.",
        ),
        Refusal::NoRows(rows) => {
            let first =
                rows.first().map(|it| format!(" Line {}: {}.", it.line, row(it.reason))).unwrap_or_default();
            format!("No row could be taken in.{first}")
        }
    }
}

fn row(reason: RowReason) -> String {
    String::from(match reason {
        RowReason::Time => "the timestamp cannot be read",
        RowReason::Latency => "the latency is not a number from 0 up",
        RowReason::Confidence => "the confidence is not between 0 and 1",
        RowReason::Probability => "a probability is missing, or not a number from 0 up",
        RowReason::NewProbability => "a probability of a class the first row had none of",
        RowReason::NoPrediction => "nothing is predicted",
        RowReason::TooLong => "a field is too long",
        RowReason::OpenQuote => "a quotation mark is opened and never closed, and took this line along",
        RowReason::Width { cells, wanted } => {
            return format!("{}, the header has {wanted}", counted(cells as usize, "cell", "cells"));
        }
        RowReason::NotText => "not UTF-8 text",
        RowReason::NotAnObject => "not a flat JSON object",
    })
}
