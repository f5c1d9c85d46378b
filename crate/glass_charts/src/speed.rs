//! The speed of a stream over time: for each stretch where its times lie, as bands between percentiles; and what was
//! promised.

use crate::axis::{Axis, Unit, extent};
use crate::frame::{Frame, Spec};
use crate::layout::{Bounds, ReferenceLine, Size, Spot};
use crate::legend::{LegendItem, Swatch};
use crate::line::{draw_piece, draw_reference_lines};
use crate::pen::{Drawn, Ink, Pen, Shape};
use crate::{Cell, Figure, Palette, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// A stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SpeedStretch {
    /// When it begins, in seconds.
    pub from: f64,
    /// When it ends, in seconds.
    pub until: f64,
    /// Percentiles of its times, growing, as named by [`SpeedFigure::names`]; `None` without times.
    pub percentiles: Option<[f64; 4]>,
    /// There are answers in it that were not timed.
    pub is_untimed: bool,
    /// How often garbage was collected in it.
    pub n_collected: u32,
}

/// Percentiles over time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpeedFigure {
    /// Axis titles; `low` and `high` name the ends of a stretch, `missing` one that was not timed.
    pub words: Words,
    /// The percentiles: a line along the first, a band up to each of the others.
    pub names: [String; 4],
    /// Answers that were not timed, in the legend.
    pub untimed: String,
    /// Collections of garbage, in the legend and the table.
    pub collected: String,
    /// The stretches, one after another.
    pub stretches: Vec<SpeedStretch>,
    /// What was promised.
    pub lines: Vec<ReferenceLine>,
}

/// Opacity of the bands, from the lowest up.
const BANDS: [f64; 3] = [0.5, 0.28, 0.13];
const UNTIMED: f64 = 0.16;
/// Radius of the mark of a collection, in CSS pixels.
const MARK: f64 = 4.0;

/// A logarithmic axis of times that holds all of them, and a little room.
pub(crate) fn axis_of_times(times: impl Iterator<Item = f64>) -> Axis {
    let times = times.filter(|time| *time > 0.0);
    let (low, high) = extent(times).unwrap_or((1.0, 100.0));
    Axis::logarithmic(low / 1.2, high * 1.2, Unit::Plain)
}

/// From the beginning to the last end.
pub(crate) fn axis_of_moments(ends: impl Iterator<Item = f64>) -> Axis {
    let (_, high) = extent(ends).unwrap_or((0.0, 1.0));
    Axis::linear(0.0, if high > 0.0 { high } else { 1.0 }, Unit::Clock)
}

/// The stretch a moment lies in, or the nearest.
pub(crate) fn nearest(stretches: impl Iterator<Item = (f64, f64)>, at: f64) -> Option<usize> {
    let away = |(from, until): (f64, f64)| (from - at).max(at - until).max(0.0);
    let known = stretches.enumerate().filter(|(_, (from, until))| from.is_finite() && until.is_finite());
    known.min_by(|a, b| away(a.1).total_cmp(&away(b.1))).map(|(index, _)| index)
}

impl SpeedFigure {
    /// The stretch under a CSS pixel: the index of the nearest.
    pub fn stretch_at(&self, css_x: f64, size: Size) -> Option<usize> {
        let at = self.frame(size, &Theme::Light.palette()).x_at(css_x)?;
        nearest(self.stretches.iter().map(|it| (it.from, it.until)), at)
    }

    fn frame(&self, size: Size, palette: &Palette) -> Frame {
        let colour = palette.training;
        let shade = |opacity: f64| Swatch::Shade(colour.over(palette.background, opacity));
        let mut legend = vec![LegendItem::new(&self.names[0], Swatch::Line(colour, None))];
        legend.extend(self.names[1..].iter().zip(BANDS).map(|(name, ink)| LegendItem::new(name, shade(ink))));
        if self.stretches.iter().any(|it| it.is_untimed) {
            let fill = Swatch::Shade(palette.faint.over(palette.background, UNTIMED));
            legend.push(LegendItem::new(&self.untimed, fill));
        }
        if self.has_collections() {
            legend.push(LegendItem::new(&self.collected, Swatch::Mark(palette.ink, Shape::TriangleUp)));
        }
        let times = self.stretches.iter().filter_map(|it| it.percentiles).flatten();
        Frame::of(
            size,
            Spec {
                words: &self.words,
                x: axis_of_moments(self.stretches.iter().map(|it| it.until)),
                y: axis_of_times(times.chain(self.lines.iter().map(|line| line.y))),
                legend,
                notes: &[],
                strip: 0.0,
                square: false,
            },
        )
    }

    fn draw_stretch<DB: DrawingBackend>(
        &self,
        pen: &Pen<'_, DB>,
        frame: &Frame,
        it: &SpeedStretch,
    ) -> Drawn<DB> {
        if it.is_untimed
            && let Some((left, right)) = frame.across(it.from, it.until)
        {
            pen.fill(Bounds { left, right, ..frame.plot }, Ink(pen.palette.faint, UNTIMED))?;
        }
        if it.n_collected > 0
            && let Some((left, right)) = frame.across(it.from, it.until)
        {
            let place = ((left + right) / 2.0, frame.plot.bottom - MARK);
            pen.mark(Shape::TriangleUp, place, MARK, pen.palette.ink, false)?;
        }
        let Some(percentiles) = it.percentiles else { return Ok(()) };
        for (ends, ink) in percentiles.windows(2).zip(BANDS) {
            if let Some(bounds) = frame.bounds((it.from, it.until), (ends[0], ends[1])) {
                pen.fill(bounds, Ink(pen.palette.training, ink))?;
            }
        }
        Ok(())
    }

    fn has_collections(&self) -> bool {
        self.stretches.iter().any(|it| it.n_collected > 0)
    }

    /// Along the first percentile, in steps; broken where nothing was timed.
    fn steps(&self, frame: &Frame) -> Vec<Vec<Spot>> {
        let mut pieces: Vec<Vec<Spot>> = Vec::new();
        let mut last_end = f64::NAN;
        for it in &self.stretches {
            let Some([time, ..]) = it.percentiles else { continue };
            let (Some(from), Some(until)) = (frame.spot(it.from, time), frame.spot(it.until, time)) else {
                continue;
            };
            match pieces.last_mut().filter(|_| last_end == it.from) {
                Some(piece) => piece.extend([from, until]),
                None => pieces.push(vec![from, until]),
            }
            last_end = it.until;
        }
        pieces
    }
}

impl Figure for SpeedFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = self.frame(pen.size, &pen.palette);
        frame.draw(&pen)?;
        self.stretches.iter().try_for_each(|it| self.draw_stretch(&pen, &frame, it))?;
        let steps = self.steps(&frame);
        if steps.is_empty() {
            return frame.draw_empty(&pen, &self.words);
        }
        for piece in &steps {
            draw_piece(&pen, &frame, piece.clone(), 2.0, pen.palette.training)?;
        }
        draw_reference_lines(&pen, &frame, &self.lines, std::slice::from_ref(&steps))
    }

    fn table(&self) -> Table {
        let ends = [&self.words.low, &self.words.high];
        let has_collections = self.has_collections();
        let header = ends.into_iter().chain(&self.names).chain(has_collections.then_some(&self.collected));
        let header = header.cloned().collect();
        let row = |it: &SpeedStretch| {
            let times = match it.percentiles {
                Some(times) => times.map(Cell::number),
                None => [(); 4].map(|()| Cell::Missing),
            };
            let collected = has_collections.then(|| Cell::number(f64::from(it.n_collected)));
            [Cell::number(it.from), Cell::number(it.until)]
                .into_iter()
                .chain(times)
                .chain(collected)
                .collect()
        };
        Table { header, rows: self.stretches.iter().map(row).collect() }
    }
}
