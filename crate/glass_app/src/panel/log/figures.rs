//! From a report to figures. The horizontal axis is the row at which a window ends.

use crate::format;
use crate::text::Text;
use glass_charts::{
    CurveFigure, Level as Mark, LiveFigure, LiveSeries, Note, Range, ReferenceLine, Role, Series, Unit, Words,
};
use glass_core::interval::Interval;
use glass_core::log::{LogReport, LogWindow, Score};
use glass_core::order::sort_by;
use glass_core::threshold::Level;

/// Alerts marked on the chart; more would be a wall.
const MAX_MARKED: usize = 12;
/// Classes with a line of their own; the others share one.
const MAX_CLASSES: usize = 6;

fn words(y_axis: &str, text: &Text) -> Words {
    let chart = &text.monitor().chart;
    Words {
        x_axis: text.log().row.to_owned(),
        y_axis: y_axis.to_owned(),
        empty: chart.empty.to_owned(),
        missing: chart.missing.to_owned(),
        low: chart.low.to_owned(),
        high: chart.high.to_owned(),
        level: chart.level.to_owned(),
        levels: [Level::Steady, Level::Watch, Level::Alarm]
            .map(|level| (text.monitor().level)(level).to_owned()),
        ..Words::default()
    }
}

fn ends(report: &LogReport) -> Vec<f64> {
    report.windows.iter().map(|window| f64::from(window.last) + 1.0).collect()
}

fn mark(level: Level) -> Mark {
    match level {
        Level::Steady => Mark::Steady,
        Level::Watch => Mark::Watch,
        Level::Alarm => Mark::Alarm,
    }
}

/// Quality by labels and as estimated, the confidence, and the level.
pub(super) fn quality(report: &LogReport, text: &Text) -> LiveFigure {
    let window = &text.monitor().window;
    let scored = |name: &str, role, read: fn(&LogWindow) -> Option<Score>| {
        let end = |pick: fn(Interval) -> f64| -> Vec<Option<f64>> {
            report.windows.iter().map(|it| read(it)?.interval.map(pick)).collect()
        };
        LiveSeries {
            name: name.to_owned(),
            role,
            middle: report.windows.iter().map(|it| read(it).map(|score| score.value)).collect(),
            low: end(|interval| interval.low),
            high: end(|interval| interval.high),
        }
    };
    let series = vec![
        scored(window.accuracy, Role::Training, |it| it.scores.accuracy),
        scored(window.estimate, Role::Other(3), |it| it.estimate.accuracy),
        scored(window.confidence, Role::Other(2), |it| {
            it.mean_confidence.map(|value| Score { value, interval: None })
        }),
    ];
    let is_known = |one: &LiveSeries| one.middle.iter().any(Option::is_some);
    let reference = report.reference.scores.accuracy.map(|score| ReferenceLine {
        y: score.value,
        label: (text.monitor().chart.reference_line)(&format::percent(score.value)),
    });
    let event = |alert: &glass_core::stream::Alert| Note {
        x: alert.raised_sequence as f64 + 1.0,
        label: (text.monitor().signal)(alert.signal).to_owned(),
    };
    LiveFigure {
        words: words(text.monitor().chart.share_axis, text),
        x: ends(report),
        x_unit: Unit::Whole,
        series: series.into_iter().filter(is_known).collect(),
        levels: report.windows.iter().map(|it| mark(it.level(|_| true))).collect(),
        events: report.alerts.iter().rev().take(MAX_MARKED).map(event).collect(),
        lines: reference.into_iter().collect(),
        range: Range::Fraction,
    }
}

/// Percentiles of the latency.
pub(super) fn times(report: &LogReport, text: &Text) -> CurveFigure {
    let column = |name: &str, place, read: fn(&LogWindow) -> Option<f64>| Series {
        name: name.to_owned(),
        role: Role::Other(place),
        raw: report.windows.iter().map(read).collect(),
        smooth: Vec::new(),
    };
    let names = &text.monitor().performance;
    CurveFigure {
        words: words(text.log().millis, text),
        x: ends(report),
        x_unit: Unit::Whole,
        series: vec![
            column(names.p50, 0, |it| it.times.map(|times| times.p50_millis)),
            column(names.p95, 1, |it| it.times.map(|times| times.p95_millis)),
            column(names.p99, 2, |it| it.times.map(|times| times.p99_millis)),
        ],
        range: Range::FromZero,
        ..CurveFigure::default()
    }
}

/// The share of each class among the predictions.
pub(super) fn mix(report: &LogReport, classes: &[String], text: &Text) -> CurveFigure {
    let counted = |it: &LogWindow, of: &[usize]| {
        let total: u32 = it.predicted.iter().sum();
        let own: u32 = of.iter().filter_map(|class| it.predicted.get(*class)).sum();
        (total > 0).then(|| f64::from(own) / f64::from(total))
    };
    let line = |name: String, place: usize, of: &[usize]| Series {
        name,
        role: Role::Other(place),
        raw: report.windows.iter().map(|it| counted(it, of)).collect(),
        smooth: Vec::new(),
    };
    let mut order: Vec<usize> = (0..classes.len()).collect();
    let n_of = |class: usize| -> u32 {
        report.windows.iter().filter_map(|it| it.predicted.get(class)).copied().fold(0, u32::saturating_add)
    };
    let n_shown = if classes.len() > MAX_CLASSES { MAX_CLASSES - 1 } else { classes.len() };
    sort_by(&mut order, |one, other| n_of(*other).cmp(&n_of(*one)));
    let (shown, rest) = order.split_at(n_shown.min(order.len()));
    let mut shown = shown.to_vec();
    sort_by(&mut shown, usize::cmp);
    let named = |(place, class): (usize, &usize)| {
        line(classes.get(*class).cloned().unwrap_or_default(), place, &[*class])
    };
    let mut series: Vec<Series> = shown.iter().enumerate().map(named).collect();
    if !rest.is_empty() {
        series.push(line((text.log().other_classes)(rest.len()), shown.len(), rest));
    }
    CurveFigure {
        words: words(text.monitor().chart.share_axis, text),
        x: ends(report),
        x_unit: Unit::Whole,
        series,
        range: Range::Fraction,
        ..CurveFigure::default()
    }
}
