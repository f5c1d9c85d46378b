//! The images, the run and its diagnosis in the report, as they come out of what the page knows.

use super::{Facts, RunFacts};
use crate::export::history::{self, HistoryRow};
use glass_core::curve::{self, Stopped};
use glass_core::diagnose::{Action, Diagnosis};
use glass_core::fault::{RejectReason, Rejected};
use glass_core::health::Health;
use glass_core::interval::Interval;
use glass_core::schedule::Course;
use glass_core::split::SplitName;
use serde::Serialize;
use serde_json::{Map, Value};

/// An interval: low, high.
pub type Span = [f64; 2];

pub(in crate::export) fn span(interval: Interval) -> Span {
    [interval.low, interval.high]
}

/// A digest as files show it.
pub(in crate::export) fn hex(digest: u64) -> String {
    format!("{digest:016x}")
}

/// The images.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dataset {
    /// A built-in set's name, or `own`.
    pub name: String,
    /// Digest of the images that take part, and their classes: equal sets, equal digest.
    pub digest: String,
    /// The classes that take part, in the order of every list by class.
    pub classes: Vec<String>,
    /// Images of each class in each split.
    pub counts: Option<Counts>,
    /// Files that were not taken in.
    pub rejected: Vec<RejectedRow>,
    /// What is noteworthy about the set.
    pub health: Vec<HealthRow>,
}

/// Images of each class in each split.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// That train.
    pub train: Vec<u32>,
    /// That validate.
    pub validation: Vec<u32>,
    /// That test.
    pub test: Vec<u32>,
}

/// A file that was not taken in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RejectedRow {
    /// As dropped.
    pub path: String,
    /// Why, as a word: `truncated`, `too_many_pixels`.
    pub reason: String,
    /// What else is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Something noteworthy about the set.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum HealthRow {
    /// Equal images; they stay in one split.
    ExactDuplicates {
        /// Groups of equal images.
        groups: usize,
        /// Images in them.
        images: usize,
    },
    /// Equal images under different labels.
    LabelConflicts {
        /// Groups of them.
        groups: usize,
    },
    /// Equal images in different splits.
    Leaks {
        /// Groups of them.
        groups: usize,
    },
    /// Almost black images.
    Dark {
        /// How many.
        images: usize,
    },
    /// Almost white images.
    Bright {
        /// How many.
        images: usize,
    },
    /// Almost plain images.
    LowInformation {
        /// How many.
        images: usize,
    },
    /// Very long or very high images.
    OddAspect {
        /// How many.
        images: usize,
    },
    /// Images much smaller or larger than the others.
    OddSize {
        /// How many.
        images: usize,
    },
    /// A property that alone tells a class from the rest.
    Shortcut {
        /// Which property.
        property: &'static str,
        /// The class.
        class: String,
        /// How well, 0.9 to 1.
        auc: f64,
        /// Whether the class has more of it.
        is_higher: bool,
    },
    /// A class without an image in a split.
    MissingInSplit {
        /// The class.
        class: String,
        /// The split.
        split: SplitName,
    },
}

impl Dataset {
    pub(super) fn of(facts: &Facts<'_>) -> Self {
        let labels = facts.roster.active_labels();
        let classes = facts.run.map_or_else(|| facts.roster.active_classes(), |run| run.classes.to_vec());
        let is_as_dealt = facts.run.is_none_or(|run| {
            facts.roster.active_classes() == run.classes && !run.split.assignment.is_empty()
        });
        let dealt = match facts.run {
            Some(run) => run.split.clone(),
            None => facts.roster.split(facts.recipe),
        };
        let count = |name: SplitName| {
            let mut counts = vec![0; classes.len()];
            for (label, place) in labels.iter().zip(&dealt.assignment) {
                if let (Some(label), true) = (label, *place == Some(name))
                    && let Some(count) = counts.get_mut(*label)
                {
                    *count += 1;
                }
            }
            counts
        };
        let name = |class: usize| classes.get(class).cloned().unwrap_or_default();
        let mut health = health_rows(facts.health, name);
        health.extend(dealt.shortages.iter().map(|shortage| HealthRow::MissingInSplit {
            class: name(shortage.class),
            split: shortage.split,
        }));
        Self {
            name: facts.set.to_owned(),
            digest: hex(facts.roster.digest()),
            counts: is_as_dealt.then(|| Counts {
                train: count(SplitName::Train),
                validation: count(SplitName::Validation),
                test: count(SplitName::Test),
            }),
            classes,
            rejected: facts.rejected.iter().map(RejectedRow::of).collect(),
            health,
        }
    }
}

fn health_rows(health: &Health, name: impl Fn(usize) -> String) -> Vec<HealthRow> {
    let groups = health.duplicates.len();
    let images = health.duplicates.iter().map(|group| group.members.len()).sum();
    let counted = [
        (groups, HealthRow::ExactDuplicates { groups, images }),
        (
            health.label_conflicts().count(),
            HealthRow::LabelConflicts { groups: health.label_conflicts().count() },
        ),
        (health.leaks().count(), HealthRow::Leaks { groups: health.leaks().count() }),
        (health.dark.len(), HealthRow::Dark { images: health.dark.len() }),
        (health.bright.len(), HealthRow::Bright { images: health.bright.len() }),
        (health.low_information.len(), HealthRow::LowInformation { images: health.low_information.len() }),
        (health.odd_aspect.len(), HealthRow::OddAspect { images: health.odd_aspect.len() }),
        (health.odd_size.len(), HealthRow::OddSize { images: health.odd_size.len() }),
    ];
    let shortcuts = health.shortcuts.iter().map(|shortcut| HealthRow::Shortcut {
        property: shortcut.property.as_str(),
        class: name(shortcut.class),
        auc: shortcut.auc,
        is_higher: shortcut.is_higher,
    });
    counted.into_iter().filter(|(count, _)| *count > 0).map(|(_, row)| row).chain(shortcuts).collect()
}

impl RejectedRow {
    fn of(rejected: &Rejected) -> Self {
        let (reason, detail) = match &rejected.reason {
            RejectReason::EmptyFile => ("empty_file", None),
            RejectReason::Litter => ("litter", None),
            RejectReason::NotAnImage => ("not_an_image", None),
            RejectReason::UnsupportedFormat(kind) => ("unsupported_format", Some(kind.clone())),
            RejectReason::Truncated => ("truncated", None),
            RejectReason::Damaged(words) => ("damaged", Some(words.clone())),
            RejectReason::TooManyPixels { width, height } => {
                ("too_many_pixels", Some(format!("{width}x{height}")))
            }
            RejectReason::TooManyBytes { bytes, limit } => {
                ("too_many_bytes", Some(format!("{bytes} of {limit}")))
            }
            RejectReason::TooManyImages { limit } => ("too_many_images", Some(limit.to_string())),
            RejectReason::TooManyPixelBytes { limit } => ("too_many_pixel_bytes", Some(limit.to_string())),
            RejectReason::TooManyClasses { limit } => ("too_many_classes", Some(limit.to_string())),
            RejectReason::TooManyFiles { limit } => ("too_many_files", Some(limit.to_string())),
            RejectReason::TooManyEntries { limit } => ("too_many_entries", Some(limit.to_string())),
            RejectReason::Encrypted => ("encrypted", None),
            RejectReason::UnsupportedPacking(method) => ("unsupported_packing", Some(method.clone())),
            RejectReason::NestedArchive => ("nested_archive", None),
            RejectReason::SymbolicLink => ("symbolic_link", None),
            RejectReason::CompressionBomb => ("compression_bomb", None),
            RejectReason::DuplicateName => ("duplicate_name", None),
            RejectReason::UnsafePath => ("unsafe_path", None),
            RejectReason::DecoderCrashed => ("decoder_crashed", None),
            RejectReason::DecoderTimedOut => ("decoder_timed_out", None),
            RejectReason::Unreadable => ("unreadable", None),
            RejectReason::IdxShape => ("idx_shape", None),
            RejectReason::WrongLength { declared, bytes } => {
                ("wrong_length", Some(format!("{bytes} of {declared}")))
            }
            RejectReason::LabelsMissing { expected } => ("labels_missing", Some(expected.clone())),
            RejectReason::ImagesMissing { expected } => ("images_missing", Some(expected.clone())),
            RejectReason::CountMismatch { images, labels } => {
                ("count_mismatch", Some(format!("{labels} of {images}")))
            }
            RejectReason::LabelTooHigh { label, image, limit } => {
                ("label_too_high", Some(format!("{label} of {limit} at {image}")))
            }
            RejectReason::OnlyFirst { limit } => ("only_first", Some(limit.to_string())),
            RejectReason::TakenAlready => ("taken_already", None),
        };
        Self { path: rejected.path.clone(), reason: reason.to_owned(), detail }
    }
}

/// The run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Training {
    /// `completed`, `early`, `by_hand` or `not_finite`.
    pub stopped: Option<&'static str>,
    /// Epochs done.
    pub epochs_run: u32,
    /// The epoch with the smallest validation loss.
    pub best_epoch: Option<u32>,
    /// Digest of the history's bits: equal runs, equal digest.
    pub digest: Option<String>,
    /// Digest of the weights' bits.
    pub weights_digest: Option<String>,
    /// Number of weights.
    pub n_weights: Option<u32>,
    /// The model before its first step.
    pub before: Option<HistoryRow>,
    /// One row an epoch.
    pub history: Vec<HistoryRow>,
}

impl Training {
    pub(in crate::export) fn of(run: &RunFacts<'_>) -> Self {
        let course = Course::of(run.recipe, run.split.indices(SplitName::Train).len());
        let rows = history::rows(run.history, &course);
        let before = run.history.iter().find(|report| report.epoch == 0);
        Self {
            stopped: run.ending.map(|ending| word_of(ending.stopped)),
            epochs_run: rows.last().map_or(0, |row| row.epoch),
            best_epoch: curve::best_epoch(run.history),
            digest: run.ending.map(|ending| hex(ending.history_digest)),
            weights_digest: run.ending.map(|ending| hex(ending.weights_digest)),
            n_weights: run.ending.map(|ending| ending.n_weights),
            before: before.map(|report| HistoryRow::of(report, &course)),
            history: rows,
        }
    }
}

/// Why a run ended, as files say it.
pub(in crate::export) fn word_of(stopped: Stopped) -> &'static str {
    match stopped {
        Stopped::Completed => "completed",
        Stopped::Early { .. } => "early",
        Stopped::ByHand => "by_hand",
        Stopped::NotFinite { .. } => "not_finite",
    }
}

/// One thing the curves say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DiagnosisRow {
    /// Its name, as in the page's `data-verdict`.
    pub verdict: &'static str,
    /// The numbers that say it.
    pub evidence: Map<String, Value>,
    /// What to do: each an object with its `action` and, where there is one, its number.
    pub actions: Vec<Map<String, Value>>,
}

impl DiagnosisRow {
    pub(in crate::export) fn of(diagnosis: &Diagnosis) -> Self {
        Self {
            verdict: diagnosis.verdict.as_str(),
            evidence: fields(serde_json::to_value(&diagnosis.verdict).unwrap_or_default()).1,
            actions: diagnosis.actions.iter().map(action).collect(),
        }
    }
}

fn action(action: &Action) -> Map<String, Value> {
    let (name, mut numbers) = fields(serde_json::to_value(action).unwrap_or_default());
    numbers.insert("action".to_owned(), Value::String(name));
    numbers
}

/// The name and the fields of an enum's value, as serde writes it.
fn fields(value: Value) -> (String, Map<String, Value>) {
    match value {
        Value::String(name) => (name, Map::new()),
        Value::Object(tagged) => match tagged.into_iter().next() {
            Some((name, Value::Object(fields))) => {
                (name, fields.into_iter().map(|(name, field)| (name, interval_as_pair(field))).collect())
            }
            Some((name, _)) => (name, Map::new()),
            None => (String::new(), Map::new()),
        },
        _ => (String::new(), Map::new()),
    }
}

/// An interval as everywhere in the report: low, high.
fn interval_as_pair(value: Value) -> Value {
    match (value.get("low"), value.get("high")) {
        (Some(low), Some(high)) => Value::Array(vec![low.clone(), high.clone()]),
        _ => value,
    }
}
