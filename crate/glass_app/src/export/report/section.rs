//! The parts of the report, and how they come out of what the page knows.

use super::{Facts, RunFacts};
use crate::export::history::{self, HistoryRow};
use glass_core::curve::{self, Stopped};
use glass_core::diagnose::{Action, Diagnosis};
use glass_core::evaluation::Evaluation;
use glass_core::fault::{RejectReason, Rejected};
use glass_core::health::Health;
use glass_core::interval::Interval;
use glass_core::latency::LatencySummary;
use glass_core::metric::certainty::ScoreIntervals;
use glass_core::metric::classification::Averaged;
use glass_core::performance::{self, LatencyReport, Part};
use glass_core::service::{Alert, Drift, ServiceReport, Signal};
use glass_core::split::SplitName;
use glass_core::stream::{Cause, Level, Remedy};
use serde::Serialize;
use serde_json::{Map, Value};

/// An interval: low, high.
pub type Span = [f64; 2];

fn span(interval: Interval) -> Span {
    [interval.low, interval.high]
}

fn hex(digest: u64) -> String {
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
            digest: hex(digest_of_set(facts, &labels)),
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

/// FNV-1a over the digest and the class of every image that takes part, in their order.
fn digest_of_set(facts: &Facts<'_>, labels: &[Option<usize>]) -> u64 {
    facts
        .roster
        .rows
        .iter()
        .zip(labels)
        .filter_map(|(row, label)| Some([row.digest, (*label)? as u64]))
        .flatten()
        .flat_map(u64::to_le_bytes)
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
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
            RejectReason::TooManyClasses { limit } => ("too_many_classes", Some(limit.to_string())),
            RejectReason::TooManyFiles { limit } => ("too_many_files", Some(limit.to_string())),
            RejectReason::TooManyEntries { limit } => ("too_many_entries", Some(limit.to_string())),
            RejectReason::Encrypted => ("encrypted", None),
            RejectReason::NestedArchive => ("nested_archive", None),
            RejectReason::SymbolicLink => ("symbolic_link", None),
            RejectReason::CompressionBomb => ("compression_bomb", None),
            RejectReason::DuplicateName => ("duplicate_name", None),
            RejectReason::UnsafePath => ("unsafe_path", None),
            RejectReason::DecoderCrashed => ("decoder_crashed", None),
            RejectReason::DecoderTimedOut => ("decoder_timed_out", None),
            RejectReason::Unreadable => ("unreadable", None),
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
    pub(super) fn of(run: &RunFacts<'_>) -> Self {
        let rows = history::rows(run.history);
        Self {
            stopped: run.ending.map(|ending| match ending.stopped {
                Stopped::Completed => "completed",
                Stopped::Early { .. } => "early",
                Stopped::ByHand => "by_hand",
                Stopped::NotFinite { .. } => "not_finite",
            }),
            epochs_run: rows.last().map_or(0, |row| row.epoch),
            best_epoch: curve::best_epoch(run.history),
            digest: run.ending.map(|ending| hex(ending.history_digest)),
            weights_digest: run.ending.map(|ending| hex(ending.weights_digest)),
            n_weights: run.ending.map(|ending| ending.n_weights),
            before: run.history.iter().find(|report| report.epoch == 0).map(HistoryRow::from),
            history: rows,
        }
    }
}

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
}

impl EvaluationSection {
    pub(super) fn of(split: SplitName, evaluation: &Evaluation) -> Self {
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
        }
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
    pub(super) fn of(diagnosis: &Diagnosis) -> Self {
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

/// Inference performance on this machine.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Latency {
    /// The smallest step of the browser's clock.
    pub tick_ms: f64,
    /// Calls timed together and divided; 1: every call on its own.
    pub calls_per_measurement: u32,
    /// The very first answer.
    pub cold_ms: f64,
    /// One image at a time, warm.
    pub batch_1: BatchTimes,
    /// Reading and decoding a file, when it came in: no part of an answer.
    pub decode: Option<PartTimes>,
    /// Answers by part.
    pub parts: Vec<PartTimes>,
    /// 64 images at a time, warm.
    pub batch_64: Throughput,
}

/// Percentiles, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BatchTimes {
    /// Measurements.
    pub count: u64,
    /// Mean.
    pub mean_ms: f64,
    /// Median.
    pub p50_ms: f64,
    /// 90th percentile.
    pub p90_ms: f64,
    /// 95th percentile.
    pub p95_ms: f64,
    /// 99th percentile.
    pub p99_ms: f64,
    /// Largest.
    pub max_ms: f64,
    /// Fewer than 500 measurements: p99 is a guess.
    pub is_p99_uncertain: bool,
}

/// The percentiles of one part.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PartTimes {
    /// `decode`, `resize`, `normalize`, `forward`, `read_back`.
    pub part: Part,
    /// The very first time.
    pub cold_ms: f64,
    /// Its times.
    #[serde(flatten)]
    pub times: BatchTimes,
}

/// How many a second.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Throughput {
    /// Images a second.
    pub images_per_second: f64,
}

impl BatchTimes {
    fn of(summary: &LatencySummary) -> Self {
        Self {
            count: summary.count,
            mean_ms: summary.mean_millis,
            p50_ms: summary.p50.millis,
            p90_ms: summary.p90.millis,
            p95_ms: summary.p95.millis,
            p99_ms: summary.p99.millis,
            max_ms: summary.max_millis,
            is_p99_uncertain: summary.p99.is_uncertain,
        }
    }
}

impl PartTimes {
    fn of(times: &performance::PartTimes) -> Self {
        Self { part: times.part, cold_ms: times.cold_millis, times: BatchTimes::of(&times.warm) }
    }
}

impl Latency {
    pub(super) fn of(report: &LatencyReport, decoding: Option<&performance::PartTimes>) -> Self {
        Self {
            tick_ms: report.tick_ms,
            calls_per_measurement: report.calls_per_measurement,
            cold_ms: report.cold_ms,
            batch_1: BatchTimes::of(&report.batch_1),
            decode: decoding.map(PartTimes::of),
            parts: report.parts.iter().map(PartTimes::of).collect(),
            batch_64: Throughput { images_per_second: report.batch_64_images_per_second },
        }
    }
}

/// The model in service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Monitoring {
    /// What windows are compared with.
    pub reference: Reference,
    /// One row a window, oldest first.
    pub windows: Vec<WindowRow>,
    /// The alerts, oldest first.
    pub alerts: Vec<AlertRow>,
}

/// The model on the reference: the held-out split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reference {
    /// Share classified rightly.
    pub accuracy: Option<f64>,
    /// Mean top-1 confidence.
    pub mean_confidence: Option<f64>,
    /// Share of each class among the answers.
    pub mix: Vec<f64>,
}

/// One window.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WindowRow {
    /// Images seen when it ended.
    pub seen: u32,
    /// Images in it.
    pub n: u32,
    /// Images in it whose class is known.
    pub n_labelled: u32,
    /// Steady, watch or alarm.
    pub level: Level,
    /// Share answered rightly.
    pub accuracy: Option<f64>,
    /// Its 95 % Wilson interval.
    pub accuracy_interval: Option<Span>,
    /// Macro precision.
    pub precision_macro: Option<f64>,
    /// Macro recall.
    pub recall_macro: Option<f64>,
    /// Mean top-1 confidence.
    pub mean_confidence: Option<f64>,
    /// Share of each class among the answers.
    pub mix: Vec<f64>,
    /// Images a second.
    pub images_per_second: Option<f64>,
    /// Every signal.
    pub drift: Vec<DriftRow>,
}

/// One watched signal of a window against the reference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DriftRow {
    /// What: `brightness`, `confidence`, `predicted_class`, …
    pub watched: &'static str,
    /// How it was compared: `ks` (Kolmogorov-Smirnov distance) or `chi2`.
    pub test: &'static str,
    /// The test's statistic.
    pub statistic: Option<f64>,
    /// Its p-value.
    pub p: Option<f64>,
    /// The p-value after Holm's correction.
    pub p_corrected: Option<f64>,
    /// Difference of the means in standard deviations of the reference; of the accuracies for `quality`.
    pub shift: Option<f64>,
    /// Steady, watch or alarm.
    pub level: Level,
}

/// One alert: a signal that left *steady*, until it returned.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlertRow {
    /// Which signal.
    pub watched: &'static str,
    /// The worst level it reached.
    pub level: Level,
    /// The frame at which it was raised, by position in the stream.
    pub raised_at: u64,
    /// The frame at which it was cleared; `null` while it is open.
    pub cleared_at: Option<u64>,
    /// The test's statistic at its worst.
    pub statistic: Option<f64>,
    /// The corrected p at its worst.
    pub p_corrected: Option<f64>,
    /// The shift at its worst.
    pub shift: Option<f64>,
    /// The likely cause.
    pub cause: Cause,
    /// What may help, the best first.
    pub remedies: Vec<Remedy>,
    /// The frames most responsible, the worst first, by position in the stream.
    pub frames: Vec<u64>,
}

impl Monitoring {
    pub(super) fn of(windows: &[&ServiceReport], alerts: &[Alert]) -> Option<Self> {
        let last = windows.last()?;
        Some(Self {
            reference: Reference {
                accuracy: last.reference_accuracy,
                mean_confidence: last.reference_confidence,
                mix: last.reference_mix.clone(),
            },
            windows: windows.iter().map(|report| WindowRow::of(report)).collect(),
            alerts: alerts.iter().map(AlertRow::of).collect(),
        })
    }
}

impl WindowRow {
    fn of(report: &ServiceReport) -> Self {
        Self {
            seen: report.seen,
            n: report.n,
            n_labelled: report.n_labelled,
            level: report.level,
            accuracy: report.accuracy,
            accuracy_interval: report.accuracy_interval.map(span),
            precision_macro: report.precision_macro,
            recall_macro: report.recall_macro,
            mean_confidence: report.mean_confidence,
            mix: report.mix.clone(),
            images_per_second: report.images_per_second,
            drift: report.drifts.iter().map(DriftRow::of).collect(),
        }
    }
}

impl DriftRow {
    fn of(drift: &Drift) -> Self {
        let line = &drift.report;
        Self {
            watched: line.signal.as_str(),
            test: match line.signal {
                Signal::Property(_) | Signal::Confidence => "ks",
                Signal::PredictedClass | Signal::Quality => "chi2",
            },
            statistic: line.statistic,
            p: line.p_value,
            p_corrected: line.p_adjusted,
            shift: line.shift,
            level: line.level,
        }
    }
}

impl AlertRow {
    fn of(alert: &Alert) -> Self {
        Self {
            watched: alert.signal.as_str(),
            level: alert.level,
            raised_at: alert.raised_sequence,
            cleared_at: alert.cleared_sequence,
            statistic: alert.statistic,
            p_corrected: alert.p_adjusted,
            shift: alert.shift,
            cause: alert.cause,
            remedies: alert.cause.remedies(),
            frames: alert.frames.clone(),
        }
    }
}
