//! The frame of a chart with two axes: margins by text size, grid, titles, legend, notes. A figure's drawing
//! and its hit tests use the same frame.

use crate::axis::{Axis, Tick};
use crate::layout::{Bounds, Note, PlacedNote, Size, Spot, place_notes};
use crate::legend::{Legend, LegendItem};
use crate::panel::Panel;
use crate::pen::{Drawn, Ink, Pen, Type};
use crate::{Words, text};
use plotters::prelude::DrawingBackend;

/// What a figure asks of its frame.
pub(crate) struct Spec<'a> {
    pub words: &'a Words,
    pub x: Axis,
    pub y: Axis,
    pub legend: Vec<LegendItem>,
    pub notes: &'a [Note],
    /// Height of a strip between the plot and the tick labels.
    pub strip: f64,
    /// Keep the plot near square, the legend beside it.
    pub square: bool,
}

pub(crate) struct Frame {
    pub plot: Bounds,
    pub strip: Bounds,
    pub x: Axis,
    pub y: Axis,
    x_ticks: Vec<Tick>,
    y_ticks: Vec<Tick>,
    notes: Vec<PlacedNote>,
    legend: Legend,
    legend_at: Spot,
    x_title: String,
    y_title: String,
    font: f64,
    line: f64,
    size: Size,
}

/// Space at the edges of the canvas.
const EDGE: f64 = 6.0;

impl Frame {
    pub fn of(size: Size, spec: Spec<'_>) -> Self {
        let font = size.font_px();
        let line = (font * 1.5).round();
        let inner = (size.width - 2.0 * EDGE).max(1.0);
        let roomy = size.height >= 130.0;
        let beside = spec.square && size.width > size.height * 1.3 && !spec.legend.is_empty();
        let legend_width =
            if beside { (Legend::widest(&spec.legend, font) + 16.0).min(inner * 0.45) } else { 0.0 };
        let y_title = text::fit(&spec.words.y_axis, font, inner - legend_width);
        let x_title = if roomy { text::fit(&spec.words.x_axis, font, inner) } else { String::new() };

        let most_rows = if size.height < 150.0 { 1 } else { 2 };
        let mut legend = if beside {
            Legend::default()
        } else {
            let title = text::width(&y_title, font);
            Legend::arrange(spec.legend.clone(), font, inner, title, most_rows)
        };
        let most_notes = match size.height {
            ..200.0 => 1,
            200.0..240.0 => 2,
            _ => 3,
        };
        let guess = (EDGE + font * 3.5, size.width - 2.0 * EDGE);
        let note_rows = notes_at(&spec, guess, font, most_notes)
            .iter()
            .filter(|note| !note.label.is_empty())
            .map(|note| note.row + 1)
            .max()
            .unwrap_or(0);

        // Half a line more, for the upper half of the topmost tick's label.
        let spare = if note_rows == 0 { (font * 0.6).round() } else { 2.0 };
        let top = EDGE + line * (1 + legend.rows + note_rows) as f64 + spare;
        let below = line + 2.0 + if x_title.is_empty() { 0.0 } else { line } + spec.strip;
        let bottom = (size.height - below - 2.0).max(top + 1.0);
        let y_ticks = spec.y.ticks((((bottom - top) / (font * 2.0)) as usize).clamp(1, 8));
        let widest = y_ticks.iter().map(|tick| text::width(&tick.label, font)).fold(0.0, f64::max);
        let left = (EDGE + widest + 6.0).min(size.width * 0.6);
        let mut right = (size.width - 2.0 * EDGE - legend_width).max(left + 1.0);
        if spec.square {
            right = right.min(left + (bottom - top) * 1.5);
        }
        let plot = Bounds { left, top, right, bottom };
        if beside {
            let rows = ((bottom - top) / line + 0.3) as usize;
            legend = Legend::column(spec.legend.clone(), font, legend_width - 16.0, rows);
        }
        let legend_at =
            if beside { (right + 16.0, top + line / 2.0) } else { (EDGE, EDGE + line / 2.0 - 1.0) };
        Self {
            notes: notes_at(&spec, (left, right), font, note_rows),
            strip: Bounds { left, right, top: bottom + 2.0, bottom: bottom + spec.strip },
            x_ticks: x_ticks(spec.x, plot.width(), font),
            x: spec.x,
            y: spec.y,
            plot,
            y_ticks,
            legend,
            legend_at,
            x_title,
            y_title,
            font,
            line,
            size,
        }
    }

    /// The plot by itself.
    pub fn panel(&self) -> Panel {
        Panel { plot: self.plot, x: self.x, y: self.y }
    }

    /// See [`Panel::spot`].
    pub fn spot(&self, x: f64, y: f64) -> Option<Spot> {
        self.panel().spot(x, y)
    }

    /// See [`Panel::x_of`].
    pub fn x_of(&self, x: f64) -> Option<f64> {
        self.panel().x_of(x)
    }

    /// See [`Panel::y_of`].
    pub fn y_of(&self, y: f64) -> Option<f64> {
        self.panel().y_of(y)
    }

    /// The left and the right of a stretch of `x`, kept to the plot.
    pub fn across(&self, from: f64, until: f64) -> Option<(f64, f64)> {
        let within = |x: f64| Some(self.x_of(x)?.clamp(self.plot.left, self.plot.right));
        Some((within(from)?, within(until)?))
    }

    /// The box of a stretch of `x` between two values, kept to the plot.
    pub fn bounds(&self, (from, until): (f64, f64), (low, high): (f64, f64)) -> Option<Bounds> {
        let within = |y: f64| Some(self.y_of(y)?.clamp(self.plot.top, self.plot.bottom));
        let (left, right) = self.across(from, until)?;
        Some(Bounds { left, right, top: within(high)?, bottom: within(low)? })
    }

    /// See [`Panel::x_at`].
    pub fn x_at(&self, css_x: f64) -> Option<f64> {
        self.panel().x_at(css_x)
    }

    /// Everything but the data and the notes.
    pub fn draw<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>) -> Drawn<DB> {
        let Bounds { left, right, bottom, .. } = self.plot;
        let faint = Type::new(self.font, pen.palette.faint);
        for tick in &self.y_ticks {
            let Some(y) = self.y_of(tick.value) else { continue };
            pen.horizontal(y, (left, right), pen.palette.grid)?;
            pen.text(&tick.label, (left - 6.0, y), faint.right())?;
        }
        let tick_y = self.strip.bottom.max(bottom) + 3.0 + self.line / 2.0;
        for tick in &self.x_ticks {
            let Some(x) = self.x_of(tick.value) else { continue };
            let half = text::width(&tick.label, self.font) / 2.0;
            // Inside the edge by some pixels: the browser's font may be wider than the estimate.
            let text_x = x.clamp(half, (self.size.width - EDGE - half).max(half));
            let tick_top = self.strip.bottom.max(bottom);
            pen.vertical(x, (tick_top, tick_top + 3.0), pen.palette.faint)?;
            pen.text(&tick.label, (text_x, tick_y), faint)?;
        }
        pen.horizontal(bottom, (left, right), pen.palette.faint)?;
        pen.text(&self.y_title, (EDGE, EDGE + self.line / 2.0 - 1.0), faint.left())?;
        let half = text::width(&self.x_title, self.font) / 2.0;
        let middle = ((left + right) / 2.0).clamp(half, (self.size.width - half).max(half));
        pen.text(&self.x_title, (middle, tick_y + self.line), faint)?;
        self.legend.draw(pen, self.legend_at.0, self.legend_at.1, self.line)
    }

    /// The vertical notes and their words.
    pub fn draw_notes<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>) -> Drawn<DB> {
        let Bounds { top, bottom, .. } = self.plot;
        let middle = |row: usize| top - 2.0 - self.line * (row as f64 + 0.5);
        for note in &self.notes {
            pen.dashed(&[(note.line_x, bottom), (note.line_x, top)], 1.0, Ink(pen.palette.ink, 0.7))?;
            if note.row > 0 && !note.label.is_empty() {
                pen.vertical(note.line_x, (middle(note.row), top), Ink(pen.palette.faint, 0.5))?;
            }
        }
        // The words last, over the stems of their neighbours.
        for note in &self.notes {
            let at = (note.text_x, middle(note.row));
            pen.veiled(&note.label, at, Type::new(self.font, pen.palette.ink))?;
        }
        Ok(())
    }

    /// Where the notes' lines stand, in CSS pixels.
    pub fn note_lines(&self) -> impl Iterator<Item = f64> {
        self.notes.iter().map(|note| note.line_x)
    }

    /// Says that there is nothing to show yet.
    pub fn draw_empty<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>, words: &Words) -> Drawn<DB> {
        let (x, y) = ((self.plot.left + self.plot.right) / 2.0, (self.plot.top + self.plot.bottom) / 2.0);
        let said = text::fit(&words.empty, self.font, self.plot.width());
        pen.veiled(&said, (x, y), Type::new(self.font, pen.palette.faint))
    }
}

fn notes_at(spec: &Spec<'_>, (left, right): (f64, f64), font: f64, rows: usize) -> Vec<PlacedNote> {
    let places = spec.notes.iter().filter_map(|note| {
        let share = spec.x.share(note.x)?;
        Some((left + share * (right - left), note.label.clone()))
    });
    place_notes(&places.collect::<Vec<_>>(), font, (left, right), rows)
}

/// As many ticks as stand apart.
pub(crate) fn x_ticks(axis: Axis, room: f64, font: f64) -> Vec<Tick> {
    for most in [10, 8, 6, 5, 4, 3, 2] {
        let ticks = axis.ticks(most);
        let apart = ticks.windows(2).all(|pair| {
            let half = |tick: &Tick| text::width(&tick.label, font) / 2.0;
            let gap =
                (axis.share(pair[1].value).unwrap_or(0.0) - axis.share(pair[0].value).unwrap_or(0.0)) * room;
            gap >= half(&pair[0]) + half(&pair[1]) + font * 1.2
        });
        if apart {
            return ticks;
        }
    }
    axis.ticks(1).into_iter().take(1).collect()
}
