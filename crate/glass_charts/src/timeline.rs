//! A timeline: lanes over one axis, in each what lasted from where to where. Levels differ by height and shape as well as
//! by colour, strengths by how dense they are.

use crate::axis::{Axis, Unit};
use crate::frame::x_ticks;
use crate::layout::{Bounds, Size};
use crate::panel::Panel;
use crate::pen::{Drawn, Ink, Pen, Shape, Type};
use crate::{Cell, Figure, Level, Scale, Table, Theme, Words, text};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// What a span is drawn as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SpanKind {
    /// A level.
    Level(Level),
    /// So much of something, from −1 to 1; its sign is said by the label.
    Strength(f64),
}

/// Something that lasted.
#[derive(Debug, Clone, PartialEq)]
pub struct LaneSpan {
    /// Where it began.
    pub from: f64,
    /// Where it ended; `None` while it goes on.
    pub until: Option<f64>,
    /// What it was.
    pub kind: SpanKind,
    /// In words: stands in it where there is room, and in the table.
    pub label: String,
}

/// A row of the timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    /// What it is about.
    pub name: String,
    /// What happened in it.
    pub spans: Vec<LaneSpan>,
}

/// Lanes over one axis.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TimelineFigure {
    /// The axis title; `class` names the lanes, `low` and `high` the ends of a span, `score` what it was.
    pub words: Words,
    /// The right end of the axis, which begins at 0.
    pub end: f64,
    /// From top to bottom.
    pub lanes: Vec<Lane>,
}

const EDGE: f64 = 6.0;
/// Height of a lane on a canvas that was made for it.
pub const LANE_HEIGHT: f64 = 22.0;
/// What the axis takes, with its title.
pub const AXIS_HEIGHT: f64 = 48.0;

impl TimelineFigure {
    /// The value under a CSS pixel, `None` outside the lanes.
    pub fn x_at(&self, css_x: f64, size: Size) -> Option<f64> {
        self.panel(size).x_at(css_x)
    }

    /// Where a value stands, in CSS pixels.
    pub fn x_of(&self, value: f64, size: Size) -> Option<f64> {
        let panel = self.panel(size);
        panel.x_of(value).filter(|x| (panel.plot.left - 0.5..=panel.plot.right + 0.5).contains(x))
    }

    fn panel(&self, size: Size) -> Panel {
        let font = size.font_px();
        let line = (font * 1.5).round();
        let names = self.lanes.iter().map(|lane| text::width(&lane.name, font));
        let widest = names.fold(0.0, f64::max).min(size.width * 0.34);
        let left = (EDGE + widest + 8.0).min(size.width * 0.6);
        let right = (size.width - 2.0 * EDGE).max(left + 1.0);
        let bottom = (size.height - 2.0 * line - 8.0).max(EDGE + 1.0);
        let end = if self.end.is_finite() && self.end > 0.0 { self.end } else { 1.0 };
        Panel {
            plot: Bounds { left, top: EDGE, right, bottom },
            x: Axis::linear(0.0, end, Unit::Whole),
            y: Axis::linear(0.0, 1.0, Unit::Plain),
        }
    }

    fn draw_span<DB: DrawingBackend>(
        &self,
        pen: &Pen<'_, DB>,
        panel: &Panel,
        row: Bounds,
        span: &LaneSpan,
    ) -> Drawn<DB> {
        let (Some(from), Some(until)) = (panel.x_of(span.from), panel.x_of(span.until.unwrap_or(self.end)))
        else {
            return Ok(());
        };
        let (left, right) = (from.clamp(row.left, row.right), until.clamp(row.left, row.right));
        if until < row.left || from > row.right {
            return Ok(());
        }
        let right = right.max(left + 1.0);
        let high = row.height() - 4.0;
        let (share, ink) = match span.kind {
            SpanKind::Level(level) => ([0.25, 0.55, 1.0][level.rank()], Ink(pen.palette.level(level), 1.0)),
            SpanKind::Strength(strength) => {
                (1.0, Ink(pen.palette.training, 0.15 + 0.45 * strength.abs().min(1.0)))
            }
        };
        let bottom = row.bottom - 2.0;
        let bar = Bounds { left, right, top: bottom - high * share, bottom };
        pen.fill(bar, ink)?;
        match span.kind {
            SpanKind::Level(Level::Steady) => Ok(()),
            SpanKind::Level(level) if right - left >= 11.0 => {
                let (ink, y) = match level {
                    Level::Alarm => (pen.palette.background, (bar.top + bar.bottom) / 2.0),
                    _ => (pen.palette.level(level), bar.top - 4.0),
                };
                pen.mark(Shape::of_level(level), (left + 6.0, y), 3.5, ink, false)
            }
            SpanKind::Level(_) => Ok(()),
            SpanKind::Strength(_) => {
                let said = text::fit(&span.label, pen.font, right - left - 8.0);
                // A stump of a word says nothing.
                let is_whole = said == span.label;
                let at = (left + 4.0, (bar.top + bar.bottom) / 2.0);
                if is_whole {
                    pen.text(&said, at, Type::new(pen.font, pen.palette.ink).left())
                } else {
                    Ok(())
                }
            }
        }
    }
}

impl Figure for TimelineFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let panel = self.panel(pen.size);
        let Bounds { left, top, right, bottom } = panel.plot;
        let faint = Type::new(pen.font, pen.palette.faint);
        let line = (pen.font * 1.5).round();
        for tick in x_ticks(panel.x, panel.plot.width(), pen.font) {
            let Some(x) = panel.x_of(tick.value) else { continue };
            let half = text::width(&tick.label, pen.font) / 2.0;
            pen.vertical(x, (top, bottom), pen.palette.grid)?;
            let text_x = x.clamp(half, (pen.size.width - half).max(half));
            pen.text(&tick.label, (text_x, bottom + 3.0 + line / 2.0), faint)?;
        }
        let title = text::fit(&self.words.x_axis, pen.font, pen.size.width - 2.0 * EDGE);
        let half = text::width(&title, pen.font) / 2.0;
        let middle = ((left + right) / 2.0).clamp(half, (pen.size.width - half).max(half));
        pen.text(&title, (middle, bottom + 3.0 + line * 1.5), faint)?;
        if self.lanes.iter().all(|lane| lane.spans.is_empty()) {
            let said = text::fit(&self.words.empty, pen.font, panel.plot.width());
            return pen.veiled(&said, ((left + right) / 2.0, (top + bottom) / 2.0), faint);
        }
        let height = panel.plot.height() / self.lanes.len().max(1) as f64;
        for (index, lane) in self.lanes.iter().enumerate() {
            let row_top = top + height * index as f64;
            let row = Bounds { left, right, top: row_top, bottom: row_top + height };
            pen.horizontal(row.bottom, (left, right), pen.palette.grid)?;
            let name = text::fit(&lane.name, pen.font, left - EDGE - 8.0);
            pen.text(&name, (left - 8.0, (row.top + row.bottom) / 2.0), faint.right())?;
            for span in &lane.spans {
                self.draw_span(&pen, &panel, row, span)?;
            }
        }
        pen.horizontal(bottom, (left, right), pen.palette.faint)
    }

    fn table(&self) -> Table {
        let words = &self.words;
        let header = [&words.class, &words.low, &words.high, &words.score].map(Clone::clone).to_vec();
        let rows = self.lanes.iter().flat_map(|lane| {
            lane.spans.iter().map(|span| {
                vec![
                    Cell::text(&lane.name),
                    Cell::number(span.from),
                    Cell::number(span.until),
                    Cell::text(&span.label),
                ]
            })
        });
        Table { header, rows: rows.collect() }
    }
}
