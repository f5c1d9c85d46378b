//! The live monitor: windowed scores with their intervals over time, a strip of levels, and events.

use crate::axis::{Axis, Unit, extent};
use crate::frame::{Frame, Spec};
use crate::layout::{Bounds, Note, ReferenceLine, Size, Spot, thin};
use crate::legend::{LegendItem, Swatch};
use crate::line::{Range, draw_reference_lines, draw_series, split_at_gaps, vertical_axis};
use crate::pen::{Drawn, Ink, Pen, Shape};
use crate::{Cell, Figure, Level, Palette, Role, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// One score over time with its interval.
#[derive(Debug, Clone, PartialEq)]
pub struct LiveSeries {
    /// As the legend says it.
    pub name: String,
    /// Colour and shape.
    pub role: Role,
    /// The score at each time; `None` is a gap.
    pub middle: Vec<Option<f64>>,
    /// Lower ends of its interval; empty for none.
    pub low: Vec<Option<f64>>,
    /// Upper ends of its interval.
    pub high: Vec<Option<f64>>,
}

/// Scores of a stream, window after window.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LiveFigure {
    /// Axis titles and the names of the levels.
    pub words: Words,
    /// The end of each window: its number or its time, growing.
    pub x: Vec<f64>,
    /// How `x` is printed.
    pub x_unit: Unit,
    /// The scores.
    pub series: Vec<LiveSeries>,
    /// The level of each window; shorter than `x` where not judged.
    pub levels: Vec<Level>,
    /// Alarms and the like.
    pub events: Vec<Note>,
    /// The score of the reference, and the like.
    pub lines: Vec<ReferenceLine>,
    /// The rule of the vertical axis.
    pub range: Range,
}

const STRIP: f64 = 14.0;

impl LiveFigure {
    /// The window under a CSS pixel: the index of the nearest.
    pub fn window_at(&self, css_x: f64, size: Size) -> Option<usize> {
        let wanted = self.frame(size, &Theme::Light.palette()).x_at(css_x)?;
        let known = (0..self.x.len()).filter(|index| self.x[*index].is_finite());
        known.min_by(|a, b| (self.x[*a] - wanted).abs().total_cmp(&(self.x[*b] - wanted).abs()))
    }

    /// Where a window stands, in CSS pixels.
    pub fn x_of(&self, x: f64, size: Size) -> Option<f64> {
        self.frame(size, &Theme::Light.palette()).x_of(x)
    }

    fn frame(&self, size: Size, palette: &Palette) -> Frame {
        let mut legend: Vec<_> = self
            .series
            .iter()
            .map(|series| {
                LegendItem::new(&series.name, Swatch::Line(series.role.colour(palette), series.role.shape()))
            })
            .collect();
        let judged = !self.levels.is_empty();
        // On the smallest cards the strip explains itself by height, shape and colour.
        if judged && size.height >= 200.0 {
            legend.extend([Level::Steady, Level::Watch, Level::Alarm].map(|level| {
                LegendItem::new(
                    self.words.level(level),
                    Swatch::Mark(palette.level(level), Shape::of_level(level)),
                )
            }));
        }
        let (low, high) = extent(self.x.iter().copied()).unwrap_or((0.0, 1.0));
        let bands = self.series.iter().flat_map(|series| {
            let with_interval =
                [(&series.middle[..], &series.low[..]), (&series.middle[..], &series.high[..])];
            with_interval
                .into_iter()
                .filter(|(_, end)| !end.is_empty())
                .chain([(&series.middle[..], &[][..])])
        });
        Frame::of(
            size,
            Spec {
                words: &self.words,
                x: Axis::linear(low, if high > low { high } else { low + 1.0 }, self.x_unit),
                y: vertical_axis(self.range, bands, &self.lines),
                legend,
                notes: &self.events,
                strip: if judged { STRIP } else { 0.0 },
                square: false,
            },
        )
    }

    fn spots<'a>(
        &'a self,
        frame: &'a Frame,
        values: &'a [Option<f64>],
    ) -> impl Iterator<Item = Option<Spot>> + 'a {
        self.x.iter().zip(values).map(|(x, value)| {
            let value = value.filter(|value| value.is_finite() && x.is_finite())?;
            frame.spot(*x, value)
        })
    }

    /// The interval as one polygon a stretch without gaps.
    fn draw_band<DB: DrawingBackend>(
        &self,
        pen: &Pen<'_, DB>,
        frame: &Frame,
        series: &LiveSeries,
    ) -> Drawn<DB> {
        let ends = self.spots(frame, &series.low).zip(self.spots(frame, &series.high));
        let plot = frame.plot;
        let inside = |(x, y): Spot| (x, y.clamp(plot.top, plot.bottom));
        let mut stretches: Vec<(Vec<Spot>, Vec<Spot>)> = vec![Default::default()];
        for ends in ends {
            match (ends, stretches.last_mut()) {
                ((Some(low), Some(high)), Some(stretch)) => {
                    stretch.0.push(inside(low));
                    stretch.1.push(inside(high));
                }
                _ => stretches.push(Default::default()),
            }
        }
        for (low, high) in stretches.into_iter().filter(|(low, _)| low.len() > 1) {
            let mut around = thin(high);
            around.extend(thin(low).into_iter().rev());
            pen.polygon(&around, Ink(series.role.colour(&pen.palette), 0.16))?;
        }
        Ok(())
    }

    /// One bar a run of equal levels: its height and colour say which; watch and alarm begin with their shape.
    fn draw_levels<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>, frame: &Frame) -> Drawn<DB> {
        let judged: Vec<_> = self.x.iter().zip(&self.levels).filter(|(x, _)| x.is_finite()).collect();
        let strip = frame.strip;
        // A window's bar reaches from halfway to its neighbour on the left to halfway on the right.
        let border = |index: usize| -> f64 {
            let here = |index: usize| judged.get(index).and_then(|(x, _)| frame.x_of(**x));
            match (index.checked_sub(1).and_then(here), here(index)) {
                (Some(before), Some(after)) => (before + after) / 2.0,
                (None, Some(_)) => strip.left,
                _ => strip.right,
            }
        };
        let mut from = 0;
        for run in judged.chunk_by(|a, b| a.1 == b.1) {
            let to = from + run.len();
            let level = *run[0].1;
            let height = [3.0, 6.0, STRIP - 3.0][level.rank()];
            let (left, right) = (border(from).max(strip.left), border(to).min(strip.right));
            from = to;
            let bar = Bounds { left, right, top: strip.bottom - height, bottom: strip.bottom };
            pen.fill(bar, pen.palette.level(level))?;
            if level != Level::Steady && right - left >= 9.0 {
                let (ink, y) = match level {
                    Level::Alarm => (pen.palette.background, (bar.top + bar.bottom) / 2.0),
                    _ => (pen.palette.level(level), strip.bottom - 8.0),
                };
                pen.mark(Shape::of_level(level), (left + 5.0, y), 3.5, ink, false)?;
            }
        }
        Ok(())
    }
}

impl Figure for LiveFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = self.frame(pen.size, &pen.palette);
        frame.draw(&pen)?;
        for series in &self.series {
            self.draw_band(&pen, &frame, series)?;
        }
        frame.draw_notes(&pen)?;
        let lines = self.series.iter().map(|series| split_at_gaps(self.spots(&frame, &series.middle)));
        let lines: Vec<_> = lines.collect();
        self.draw_levels(&pen, &frame)?;
        if lines.iter().all(Vec::is_empty) {
            return frame.draw_empty(&pen, &self.words);
        }
        for (series, pieces) in self.series.iter().zip(&lines) {
            draw_series(&pen, &frame, pieces, series.role.colour(&pen.palette), series.role.shape())?;
        }
        draw_reference_lines(&pen, &frame, &self.lines, &lines)
    }

    fn table(&self) -> Table {
        let percent = matches!(self.range, Range::Fraction | Range::FractionZoomed);
        let cell = |value: Option<f64>| if percent { Cell::fraction(value) } else { Cell::number(value) };
        let mut header = vec![self.words.x_axis.clone()];
        let mut columns: Vec<&[Option<f64>]> = Vec::new();
        for series in &self.series {
            header.push(series.name.clone());
            columns.push(&series.middle);
            if !series.low.is_empty() {
                header.extend(
                    [&self.words.low, &self.words.high].map(|end| format!("{} ({end})", series.name)),
                );
                columns.extend([&series.low[..], &series.high[..]]);
            }
        }
        let rows = self.x.iter().enumerate().map(|(index, x)| {
            let mut row = vec![Cell::number(*x)];
            row.extend(columns.iter().map(|column| cell(column.get(index).copied().flatten())));
            if !self.levels.is_empty() {
                let level = self.levels.get(index).map(|level| Cell::text(self.words.level(*level)));
                row.push(level.unwrap_or(Cell::Missing));
            }
            row
        });
        let rows = rows.collect();
        if !self.levels.is_empty() {
            header.push(self.words.level.clone());
        }
        Table { header, rows }
    }
}
