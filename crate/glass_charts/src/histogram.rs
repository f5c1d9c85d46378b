//! A histogram with marked places (p50, p95, p99), linear or logarithmic, and a second one laid over it
//! as an outline (reference and current window).

use crate::axis::{Axis, Unit, extent};
use crate::frame::{Frame, Spec};
use crate::layout::{Bounds, Note, Size, Spot};
use crate::legend::{LegendItem, Swatch};
use crate::panel::Panel;
use crate::pen::{Drawn, Ink, Pen};
use crate::{Cell, Figure, Palette, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// A stretch of values and how many fell into it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// How many, or their share, as [`Heights`] says.
    pub height: f64,
}

impl Bin {
    pub(crate) fn is_sound(&self) -> bool {
        self.low.is_finite()
            && self.high.is_finite()
            && self.low < self.high
            && self.height.is_finite()
            && self.height >= 0.0
    }
}

/// What the heights of the bars are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Heights {
    /// Counts.
    #[default]
    Counts,
    /// Shares of the whole.
    Shares,
}

/// How the horizontal axis is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spread {
    /// Evenly.
    #[default]
    Linear,
    /// By orders of magnitude: for latencies.
    Logarithmic,
}

/// How values are distributed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HistogramFigure {
    /// Axis titles; `reference` and `window` name bars and outline when there is an outline.
    pub words: Words,
    /// The bars.
    pub bins: Vec<Bin>,
    /// The outline laid over the bars; empty for none.
    pub outline: Vec<Bin>,
    /// Vertical lines with words.
    pub notes: Vec<Note>,
    /// Counts or shares.
    pub heights: Heights,
    /// Linear or logarithmic.
    pub spread: Spread,
}

impl HistogramFigure {
    /// The bar under a CSS pixel column, whatever its height.
    pub fn bin_at(&self, css_x: f64, size: Size) -> Option<usize> {
        let value = self.frame(size, &Theme::Light.palette()).x_at(css_x)?;
        self.bins.iter().position(|bin| bin.is_sound() && (bin.low..bin.high).contains(&value))
    }

    fn sound(bins: &[Bin]) -> impl Iterator<Item = &Bin> {
        bins.iter().filter(|bin| bin.is_sound())
    }

    fn frame(&self, size: Size, palette: &Palette) -> Frame {
        let bins = || Self::sound(&self.bins).chain(Self::sound(&self.outline));
        let log = self.spread == Spread::Logarithmic;
        let ends = bins().flat_map(|bin| [bin.low, bin.high]).chain(self.notes.iter().map(|note| note.x));
        let ends = extent(ends.filter(|end| !log || *end > 0.0));
        let x = match (self.spread, ends) {
            (Spread::Linear, ends) => {
                let (low, high) = ends.unwrap_or((0.0, 1.0));
                Axis::linear(low, high, Unit::Plain)
            }
            (Spread::Logarithmic, ends) => {
                let (low, high) = ends.unwrap_or((1.0, 100.0));
                Axis::logarithmic(low, high, Unit::Plain)
            }
        };
        let tallest = bins().map(|bin| bin.height).fold(0.0, f64::max);
        let tallest = if tallest > 0.0 { tallest * 1.05 } else { 1.0 };
        let unit = match self.heights {
            Heights::Counts => Unit::Whole,
            Heights::Shares => Unit::Percent,
        };
        let mut legend = Vec::new();
        if !self.outline.is_empty() {
            let item = |name: &str, swatch| LegendItem::new(name, swatch);
            legend.push(item(&self.words.reference, Swatch::Fill(palette.training)));
            legend.push(item(&self.words.window, Swatch::Outline(palette.validation)));
        }
        let y = Axis::linear(0.0, tallest, unit);
        let notes = &self.notes;
        Frame::of(size, Spec { words: &self.words, x, y, legend, notes, strip: 0.0, square: false })
    }
}

impl Figure for HistogramFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = self.frame(pen.size, &pen.palette);
        frame.draw(&pen)?;
        let strength = if self.outline.is_empty() { 0.85 } else { 0.35 };
        draw_bars(&pen, &frame.panel(), &self.bins, Ink(pen.palette.training, strength))?;
        draw_outline(&pen, &frame.panel(), &self.outline, pen.palette.validation.into())?;
        frame.draw_notes(&pen)?;
        let any = self.bins.iter().chain(&self.outline).any(|bin| bin.is_sound() && bin.height > 0.0);
        if any { Ok(()) } else { frame.draw_empty(&pen, &self.words) }
    }

    fn table(&self) -> Table {
        let name = |end: &str| format!("{} ({end})", self.words.x_axis);
        let mut header = vec![name(&self.words.low), name(&self.words.high)];
        let cell = |height: f64| match self.heights {
            Heights::Counts => Cell::number(height),
            Heights::Shares => Cell::fraction(height),
        };
        if self.outline.is_empty() {
            header.push(self.words.y_axis.clone());
        } else {
            header.extend([self.words.reference.clone(), self.words.window.clone()]);
        }
        let columns = [(&self.bins, 0), (&self.outline, 1)];
        let n_heights = header.len() - 2;
        // Bars and outline share a row when they share their ends.
        let mut rows: Vec<(f64, f64, [Option<f64>; 2])> = Vec::new();
        for (bins, column) in columns {
            for bin in Self::sound(bins) {
                let same = rows.iter_mut().find(|(low, high, _)| *low == bin.low && *high == bin.high);
                match same {
                    Some((_, _, heights)) => heights[column] = Some(bin.height),
                    None => {
                        let mut heights = [None, None];
                        heights[column] = Some(bin.height);
                        rows.push((bin.low, bin.high, heights));
                    }
                }
            }
        }
        let rows = rows.into_iter().map(|(low, high, heights)| {
            let heights =
                heights.into_iter().take(n_heights).map(|height| height.map_or(Cell::Missing, cell));
            [Cell::number(low), Cell::number(high)].into_iter().chain(heights).collect()
        });
        Table { header, rows: rows.collect() }
    }
}

/// Filled bars from the bottom, a hair apart when there is room.
pub(crate) fn draw_bars<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    panel: &Panel,
    bins: &[Bin],
    ink: Ink,
) -> Drawn<DB> {
    for bin in bins.iter().filter(|bin| bin.is_sound() && bin.height > 0.0) {
        let Some(mut bounds) = bar(panel, bin) else { continue };
        if bounds.width() > 4.0 {
            bounds.right -= 1.0;
        }
        pen.fill(bounds, ink)?;
    }
    Ok(())
}

/// The bars' common outline, as one stepped line a stretch of touching bins.
pub(crate) fn draw_outline<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    panel: &Panel,
    bins: &[Bin],
    ink: Ink,
) -> Drawn<DB> {
    let bottom = panel.plot.bottom;
    let mut steps: Vec<Spot> = Vec::new();
    for bin in bins.iter().filter(|bin| bin.is_sound()) {
        let Some(bounds) = bar(panel, bin) else { continue };
        match steps.last() {
            Some((x, _)) if (x - bounds.left).abs() < 0.5 => {}
            Some((x, _)) => steps.extend([(*x, bottom), (bounds.left, bottom)]),
            None => steps.push((bounds.left, bottom)),
        }
        steps.extend([(bounds.left, bounds.top), (bounds.right, bounds.top)]);
    }
    if let Some((x, _)) = steps.last().copied() {
        steps.push((x, bottom));
    }
    pen.line(&steps, 2.0, ink)
}

fn bar(panel: &Panel, bin: &Bin) -> Option<Bounds> {
    // A bin that begins at zero begins at the left end of a logarithmic axis.
    let left = panel.x_of(bin.low).unwrap_or(panel.plot.left).max(panel.plot.left);
    let right = panel.x_of(bin.high)?.min(panel.plot.right);
    let top = panel.y_of(bin.height)?.max(panel.plot.top);
    (right > left).then_some(Bounds { left, right, top, bottom: panel.plot.bottom })
}
