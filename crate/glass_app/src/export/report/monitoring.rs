//! The model in service, in the report.

use super::Facts;
use super::section::{Span, span};
use glass_core::metric::windowed::MacroScores;
use glass_core::service::{Alert, Drift, ServiceReport, Signal};
use glass_core::speed::SpeedReport;
use glass_core::speed::objective::Objective;
use glass_core::stream::duel::DuelReport;
use glass_core::stream::plan::Plan;
use glass_core::stream::{Cause, Level, Limits, Remedy};
use serde::Serialize;

/// The model in service.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Monitoring {
    /// What the stream was to be, with all that was done to it: played again, it comes to the same.
    pub plan: Option<Plan>,
    /// The limits that alarms were judged by, and how often they are wrong.
    pub limits: Option<Limits>,
    /// The speed promised, and how it was kept.
    pub speed: Option<Speed>,
    /// What windows are compared with.
    pub reference: Reference,
    /// How probabilities were taken for the estimate, as of the last window.
    pub calibration: Calibrated,
    /// The model that answered beside it, and who of the two was right where only one was, as of the last window.
    pub challenger: Option<DuelReport>,
    /// One row a window, oldest first.
    pub windows: Vec<WindowRow>,
    /// The alerts, oldest first.
    pub alerts: Vec<AlertRow>,
}

/// A promise of speed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Speed {
    /// What was promised.
    pub objective: Objective,
    /// Answers timed since.
    pub n: u64,
    /// Those that were late.
    pub n_late: u64,
    /// Times in which the error budget burned too fast.
    pub n_alerts: usize,
}

impl Speed {
    fn of(report: &SpeedReport) -> Self {
        let SpeedReport { objective, n, n_late, ref alerts, .. } = *report;
        Self { objective, n, n_late, n_alerts: alerts.len() }
    }
}

/// The model on the reference: the held-out split, or the window that became it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reference {
    /// Images in it.
    pub n: u32,
    /// It is the window before this image; null: the held-out split.
    pub renewed_before: Option<u32>,
    /// Share classified rightly.
    pub accuracy: Option<f64>,
    /// Mean top-1 confidence.
    pub mean_confidence: Option<f64>,
    /// Share of each class among the answers.
    pub mix: Vec<f64>,
}

/// How the model's probabilities are taken for the estimate without labels.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Calibrated {
    /// The temperature.
    pub temperature: f64,
    /// It was found on the labels of the window before this image; null: on the validation images.
    pub recalibrated_before: Option<u32>,
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
    /// Different images among those.
    pub n_different: u32,
    /// Steady, watch or alarm.
    pub level: Level,
    /// Share answered rightly.
    pub accuracy: Option<f64>,
    /// Its 95 % Wilson interval, by the number of different images.
    pub accuracy_interval: Option<Span>,
    /// Macro precision.
    pub precision_macro: Option<f64>,
    /// Its 95 % bootstrap interval.
    pub precision_interval: Option<Span>,
    /// Macro recall.
    pub recall_macro: Option<f64>,
    /// Its 95 % bootstrap interval.
    pub recall_interval: Option<Span>,
    /// Macro F1.
    pub f1_macro: Option<f64>,
    /// Its 95 % bootstrap interval.
    pub f1_interval: Option<Span>,
    /// Mean top-1 confidence.
    pub mean_confidence: Option<f64>,
    /// Images that look like none of the classes.
    pub n_novel: u32,
    /// Share of each class among the answers.
    pub mix: Vec<f64>,
    /// Images a second.
    pub images_per_second: Option<f64>,
    /// Answers so far that were given while the page was hidden: in none of the times.
    pub n_untimed: u32,
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
    /// The level as of the last evaluation; steady once it is cleared.
    pub level_now: Level,
    /// The shift as of the last evaluation.
    pub shift_now: Option<f64>,
    /// How often it came back after it had been over.
    pub n_returns: u32,
    /// The newest frame when it was at its worst: what follows is of that moment.
    pub worst_at: u64,
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
    pub(super) fn of(facts: &Facts<'_>) -> Option<Self> {
        let Facts { windows, alerts, plan, speed, .. } = facts;
        let last = windows.last()?;
        Some(Self {
            plan: plan.cloned(),
            limits: last.limits,
            speed: speed.map(Speed::of),
            reference: Reference {
                n: last.n_reference,
                renewed_before: last.renewed_before,
                accuracy: last.reference_accuracy,
                mean_confidence: last.reference_confidence,
                mix: last.reference_mix.clone(),
            },
            calibration: Calibrated {
                temperature: last.temperature,
                recalibrated_before: last.recalibrated_before,
            },
            challenger: last.duel,
            windows: windows.iter().map(|report| WindowRow::of(report)).collect(),
            alerts: alerts.iter().map(AlertRow::of).collect(),
        })
    }
}

impl WindowRow {
    fn of(report: &ServiceReport) -> Self {
        let MacroScores { precision, recall, f1 } = report.scores;
        Self {
            seen: report.seen,
            n: report.n,
            n_labelled: report.n_labelled,
            n_different: report.n_different,
            level: report.level,
            accuracy: report.accuracy,
            accuracy_interval: report.accuracy_interval.map(span),
            precision_macro: precision.map(|it| it.value),
            precision_interval: precision.and_then(|it| it.interval).map(span),
            recall_macro: recall.map(|it| it.value),
            recall_interval: recall.and_then(|it| it.interval).map(span),
            f1_macro: f1.map(|it| it.value),
            f1_interval: f1.and_then(|it| it.interval).map(span),
            mean_confidence: report.mean_confidence,
            n_novel: report.n_novel,
            mix: report.mix.clone(),
            images_per_second: report.images_per_second,
            n_untimed: report.n_untimed,
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
                Signal::Property(_) | Signal::Confidence | Signal::Novelty | Signal::Latency => "ks",
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
            level_now: alert.level_now,
            shift_now: alert.shift_now,
            n_returns: alert.n_returns,
            worst_at: alert.worst_sequence,
            statistic: alert.statistic,
            p_corrected: alert.p_adjusted,
            shift: alert.shift,
            cause: alert.cause,
            remedies: alert.cause.remedies(),
            frames: alert.frames.clone(),
        }
    }
}
