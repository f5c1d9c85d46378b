//! From the speed of a stream to figures.

use crate::format;
use crate::text::Text;
use glass_charts::{
    HeatStretch, LiveFigure, LiveSeries, Range, ReferenceLine, Role, SpeedFigure, SpeedHeatFigure,
    SpeedStretch, Unit, Words,
};
use glass_core::speed::{N_BANDS, Piece, SpeedReport, Spread, band_from};

/// What is timed: from due to answered, or the work alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timed {
    /// From due to answered.
    Response,
    /// The work alone.
    Work,
}

impl Timed {
    /// The times of a piece.
    pub fn of(self, piece: &Piece) -> &Spread {
        match self {
            Self::Response => &piece.response,
            Self::Work => &piece.service,
        }
    }
}

fn words(text: &Text, y_axis: &str) -> Words {
    let chart = &text.monitor().chart;
    let [low, high] = text.speed().ends.map(str::to_owned);
    Words {
        x_axis: text.speed().time_axis.to_owned(),
        y_axis: y_axis.to_owned(),
        empty: text.speed().none.to_owned(),
        missing: chart.missing.to_owned(),
        low,
        high,
        ..Words::default()
    }
}

/// What was promised, as a line.
fn promised(report: &SpeedReport, text: &Text) -> Vec<ReferenceLine> {
    let it = report.objective;
    let label = (text.speed().promise)(&format::percent(it.share), &format::millis(it.millis));
    vec![ReferenceLine { y: it.millis, label }]
}

/// Ends of a piece in seconds; the last one is as long as it has lasted.
fn ends(report: &SpeedReport, piece: &Piece) -> (f64, f64) {
    let until = piece.until_millis.min(report.now_millis.max(piece.from_millis));
    (piece.from_millis / 1_000.0, until / 1_000.0)
}

/// Percentiles over time.
pub fn percentiles(report: &SpeedReport, timed: Timed, text: &Text) -> SpeedFigure {
    let stretch = |piece: &Piece| {
        let (from, until) = ends(report, piece);
        let percentiles = timed.of(piece).quantiles.map(|it| [it.p50, it.p90, it.p99, it.max]);
        let (is_untimed, n_collected) = (piece.n_untimed > 0, piece.n_collected);
        SpeedStretch { from, until, percentiles, is_untimed, n_collected }
    };
    SpeedFigure {
        words: words(text, text.speed().millis_axis),
        names: text.speed().names.map(str::to_owned),
        untimed: text.speed().untimed.to_owned(),
        collected: text.speed().collected.to_owned(),
        stretches: report.pieces.iter().map(stretch).collect(),
        lines: promised(report, text),
    }
}

/// All times over time.
pub fn heat(report: &SpeedReport, timed: Timed, text: &Text) -> SpeedHeatFigure {
    let stretch = |piece: &Piece| {
        let (from, until) = ends(report, piece);
        HeatStretch { from, until, counts: timed.of(piece).bands.clone() }
    };
    SpeedHeatFigure {
        words: words(text, text.speed().millis_axis),
        edges: (0..N_BANDS).map(band_from).collect(),
        stretches: report.pieces.iter().map(stretch).collect(),
        lines: promised(report, text),
    }
}

/// One number of every piece, over time.
fn line(
    report: &SpeedReport,
    name: &str,
    role: Role,
    y_axis: &str,
    text: &Text,
    read: impl Fn(&Piece) -> Option<f64>,
) -> LiveFigure {
    LiveFigure {
        words: words(text, y_axis),
        x: report.pieces.iter().map(|piece| ends(report, piece).1).collect(),
        x_unit: Unit::Clock,
        series: vec![LiveSeries {
            name: name.to_owned(),
            role,
            middle: report.pieces.iter().map(read).collect(),
            low: Vec::new(),
            high: Vec::new(),
        }],
        range: Range::FromZero,
        ..LiveFigure::default()
    }
}

/// Answers a second.
pub fn throughput(report: &SpeedReport, text: &Text) -> LiveFigure {
    let read = |piece: &Piece| piece.per_second(report.now_millis);
    line(report, text.speed().throughput, Role::Training, text.speed().per_second_axis, text, read)
}

/// Images that waited.
pub fn queue(report: &SpeedReport, text: &Text) -> LiveFigure {
    let read = |piece: &Piece| Some(f64::from(piece.queue));
    let line = line(report, text.speed().queue, Role::Other(2), text.speed().waiting_axis, text, read);
    LiveFigure { range: Range::Peaks, ..line }
}
