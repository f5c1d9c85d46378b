//! From the stream's reports to figures.

use crate::format;
use crate::panel::monitor::distances::Shown;
use crate::session::{Before, LivePoint};
use crate::text::Text;
use glass_charts::{
    Bin, DriftFigure, DriftPanel, Level as Mark, LiveFigure, LiveSeries, Note, Range, ReferenceLine, Role,
    Unit, Words,
};
use glass_core::service::{Alert, Drift, Level, ServiceReport, Signal};

/// Alerts marked on the chart; more would be a wall.
const MAX_MARKED: usize = 12;

/// A level of the stream as the charts know it.
pub fn mark(level: Level) -> Mark {
    match level {
        Level::Steady => Mark::Steady,
        Level::Watch => Mark::Watch,
        Level::Alarm => Mark::Alarm,
    }
}

fn words(text: &Text) -> Words {
    let chart = &text.monitor().chart;
    Words {
        empty: chart.empty.to_owned(),
        missing: chart.missing.to_owned(),
        low: chart.low.to_owned(),
        high: chart.high.to_owned(),
        reference: chart.reference.to_owned(),
        window: chart.window.to_owned(),
        limit: chart.limit.to_owned(),
        level: chart.level.to_owned(),
        levels: [Level::Steady, Level::Watch, Level::Alarm]
            .map(|level| (text.monitor().level)(level).to_owned()),
        score: chart.score.to_owned(),
        ..Words::default()
    }
}

/// The window over time; without what labels say, if they are to be hidden.
pub fn live_figure(
    points: &[LivePoint],
    before: Option<&Before>,
    alerts: &[Alert],
    are_labels_hidden: bool,
    text: &Text,
) -> LiveFigure {
    let (chart, window) = (&text.monitor().chart, &text.monitor().window);
    let column =
        |read: fn(&ServiceReport) -> Option<f64>| points.iter().map(|point| read(&point.report)).collect();
    let accuracy = LiveSeries {
        name: window.accuracy.to_owned(),
        role: Role::Training,
        middle: column(|report| report.accuracy),
        low: column(|report| report.accuracy_interval.map(|interval| interval.low)),
        high: column(|report| report.accuracy_interval.map(|interval| interval.high)),
    };
    let confidence = LiveSeries {
        name: window.confidence.to_owned(),
        role: Role::Other(2),
        middle: column(|report| report.mean_confidence),
        low: Vec::new(),
        high: Vec::new(),
    };
    let estimate = LiveSeries {
        name: window.estimate.to_owned(),
        role: Role::Other(3),
        middle: column(|report| report.estimate.map(|(accuracy, _)| accuracy)),
        low: column(|report| report.estimate?.1.map(|band| band.low)),
        high: column(|report| report.estimate?.1.map(|band| band.high)),
    };
    let earlier = before.filter(|_| !are_labels_hidden).map(|before| LiveSeries {
        name: window.before.to_owned(),
        role: Role::Validation,
        middle: points.iter().map(|point| before.accuracy_at(point.seen)).collect(),
        low: Vec::new(),
        high: Vec::new(),
    });
    let reference = points.last().and_then(|point| point.report.reference_accuracy);
    let reference = reference
        .map(|share| ReferenceLine { y: share, label: (chart.reference_line)(&format::percent(share)) });
    LiveFigure {
        words: Words {
            x_axis: chart.seen_axis.to_owned(),
            y_axis: chart.share_axis.to_owned(),
            ..words(text)
        },
        x: points.iter().map(|point| f64::from(point.seen)).collect(),
        x_unit: Unit::Whole,
        series: if are_labels_hidden {
            vec![estimate, confidence]
        } else {
            [accuracy, estimate, confidence].into_iter().chain(earlier).collect()
        },
        levels: points.iter().map(|point| mark(point.report.level)).collect(),
        events: alerts
            .iter()
            .rev()
            .take(MAX_MARKED)
            .map(|alert| Note {
                x: alert.raised_sequence as f64 + 1.0,
                label: (text.monitor().signal)(alert.signal).to_owned(),
            })
            .collect(),
        lines: reference.into_iter().collect(),
        range: Range::Fraction,
    }
}

/// Everything watched, the window against the reference.
pub fn drift_figure(
    report: Option<&ServiceReport>,
    shown: Shown,
    classes: &[String],
    text: &Text,
) -> DriftFigure {
    let chart = &text.monitor().chart;
    let panels = report.map_or_else(Vec::new, |report| {
        report.drifts.iter().filter_map(|drift| panel(drift, report, shown, classes, text)).collect()
    });
    DriftFigure {
        words: Words { x_axis: chart.signal.to_owned(), y_axis: chart.statistic.to_owned(), ..words(text) },
        panels,
    }
}

fn panel(
    drift: &Drift,
    report: &ServiceReport,
    shown: Shown,
    classes: &[String],
    text: &Text,
) -> Option<DriftPanel> {
    let chart = &text.monitor().chart;
    let line = &drift.report;
    let binned = |shares: &[f64]| -> Vec<Bin> {
        let ends = drift.edges.windows(2).zip(shares);
        ends.map(|(ends, share)| Bin { low: ends[0], high: ends[1], height: *share }).collect()
    };
    // One bar a class, around its number; or wrong and right.
    let counted = |shares: &[f64]| -> Vec<Bin> {
        let bars = shares.iter().enumerate();
        bars.map(|(at, share)| Bin { low: at as f64 - 0.5, high: at as f64 + 0.5, height: *share }).collect()
    };
    let split =
        |accuracy: Option<f64>| accuracy.map(|right| counted(&[1.0 - right, right])).unwrap_or_default();
    let (name, statistic, reference, window) = match line.signal {
        Signal::Property(_) | Signal::Confidence | Signal::Novelty | Signal::Latency => {
            ((text.monitor().signal)(line.signal), "KS", binned(&drift.reference), binned(&drift.window))
        }
        Signal::PredictedClass => (chart.classes, "χ²", counted(&report.reference_mix), counted(&report.mix)),
        // Without labels there is nothing to compare.
        Signal::Quality if report.n_labelled == 0 => return None,
        Signal::Quality => (chart.quality, "χ²", split(report.reference_accuracy), split(report.accuracy)),
    };
    let names = match line.signal {
        Signal::Property(_) | Signal::Confidence | Signal::Novelty | Signal::Latency => Vec::new(),
        Signal::PredictedClass => classes.to_vec(),
        Signal::Quality => {
            [text.monitor().window.wrong, text.monitor().window.right].map(str::to_owned).to_vec()
        }
    };
    // The p is the test's; beside another distance it would be taken for that one's.
    let tested = (statistic, line.statistic, None);
    let other = shown.of(drift.distances.as_ref());
    let p = line.p_adjusted.filter(|_| other.is_none());
    let (statistic, score, limit) = other.unwrap_or(tested);
    Some(DriftPanel {
        name: name.to_owned(),
        names,
        reference,
        window,
        statistic: statistic.to_owned(),
        score,
        limit,
        p,
        level: mark(line.level),
    })
}
