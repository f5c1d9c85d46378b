//! The histogram of latencies, and its numbers: the percentiles first, then the bins.

use crate::text::Text;
use glass_charts::{Bin, Cell, Drawn, Figure, HistogramFigure, Note, Scale, Table, Theme, Words};
use glass_core::latency::LatencyBin;
use glass_core::performance::LatencyReport;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// A histogram whose table also holds the percentiles that its picture marks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LatencyFigure {
    histogram: HistogramFigure,
    percentiles: Vec<(&'static str, f64)>,
    missing: String,
}

impl Figure for LatencyFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        self.histogram.draw(area, theme, scale)
    }

    fn table(&self) -> Table {
        let mut table = self.histogram.table();
        let rows = self
            .percentiles
            .iter()
            .map(|(name, millis)| vec![Cell::text(name), Cell::number(*millis), Cell::text(&self.missing)]);
        table.rows.splice(0..0, rows.collect::<Vec<_>>());
        table
    }
}

/// The figure of a report; empty axes without one.
pub fn figure(report: Option<&LatencyReport>, text: &Text) -> LatencyFigure {
    let (performance, chart) = (&text.monitor().performance, &text.monitor().chart);
    let percentiles = report.map_or_else(Vec::new, |report| {
        let summary = &report.batch_1;
        vec![("p50", summary.p50.millis), ("p95", summary.p95.millis), ("p99", summary.p99.millis)]
    });
    let bin = |bin: &LatencyBin| Bin { low: bin.low_millis, high: bin.high_millis, height: bin.count as f64 };
    LatencyFigure {
        histogram: HistogramFigure {
            words: Words {
                x_axis: performance.time_axis.to_owned(),
                y_axis: performance.count_axis.to_owned(),
                empty: performance.empty.to_owned(),
                missing: chart.missing.to_owned(),
                low: chart.low.to_owned(),
                high: chart.high.to_owned(),
                ..Words::default()
            },
            bins: report.map_or_else(Vec::new, |report| report.histogram.iter().map(bin).collect()),
            notes: percentiles
                .iter()
                .map(|(name, millis)| Note { x: *millis, label: (*name).to_owned() })
                .collect(),
            ..HistogramFigure::default()
        },
        percentiles,
        missing: chart.missing.to_owned(),
    }
}
