//! A learning-rate range test: the loss over the rate, rates by orders of magnitude, the suggestion marked.

use crate::axis::{Axis, Unit, extent};
use crate::frame::{Frame, Spec};
use crate::layout::{Note, Size, Spot};
use crate::line::{draw_piece, draw_series, split_at_gaps};
use crate::pen::{Drawn, Ink, Pen};
use crate::{Cell, Figure, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// The smoothed loss is shown up to so many times its first: a loss that runs away must not flatten the rest.
const ROOM_ABOVE: f64 = 1.25;

/// One rate that was tried.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SweepPoint {
    /// The rate.
    pub rate: f64,
    /// The loss of its batch.
    pub loss: f64,
    /// The losses up to it, smoothed.
    pub smoothed: f64,
}

/// Losses over growing rates.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SweepFigure {
    /// Axis titles; `score` and `smoothed` name the table's columns of losses.
    pub words: Words,
    /// The lowest and the highest rate to be tried: the axis does not move while the sweep goes on.
    pub span: (f64, f64),
    /// The rates tried so far, growing.
    pub points: Vec<SweepPoint>,
    /// The rate suggested, and what is said there.
    pub suggestion: Option<Note>,
}

impl SweepFigure {
    /// The point nearest to a CSS pixel column; `None` outside the plot.
    pub fn point_at(&self, css_x: f64, size: Size) -> Option<usize> {
        let frame = self.frame(size);
        frame.x_at(css_x)?;
        let places = self
            .points
            .iter()
            .enumerate()
            .filter_map(|(index, point)| Some((index, frame.x_of(point.rate)?)));
        let nearest = places.min_by(|a, b| (a.1 - css_x).abs().total_cmp(&(b.1 - css_x).abs()))?;
        Some(nearest.0)
    }

    /// Where a point stands, and the top and bottom of the plot, in CSS pixels.
    pub fn point_line(&self, index: usize, size: Size) -> Option<(f64, (f64, f64))> {
        let frame = self.frame(size);
        Some((frame.x_of(self.points.get(index)?.rate)?, (frame.plot.top, frame.plot.bottom)))
    }

    fn frame(&self, size: Size) -> Frame {
        let smoothed = || self.points.iter().map(|point| point.smoothed).filter(|loss| loss.is_finite());
        let (low, high) = extent(smoothed()).unwrap_or((0.0, 1.0));
        let low =
            self.points.iter().map(|point| point.loss).filter(|loss| loss.is_finite()).fold(low, f64::min);
        let first = smoothed().next().unwrap_or(high);
        let high = if first > 0.0 { high.min(first * ROOM_ABOVE) } else { high };
        let room = (high - low) * 0.06;
        let spec = Spec {
            words: &self.words,
            x: Axis::logarithmic(self.span.0, self.span.1, Unit::Plain),
            y: Axis::linear(low - room, high + room, Unit::Plain),
            legend: Vec::new(),
            notes: self.suggestion.as_slice(),
            strip: 0.0,
            square: false,
        };
        Frame::of(size, spec)
    }

    fn pieces(&self, frame: &Frame, loss: fn(&SweepPoint) -> f64) -> Vec<Vec<Spot>> {
        let spots = self.points.iter().map(|point| {
            let (rate, loss) = (point.rate, loss(point));
            if rate.is_finite() && loss.is_finite() { frame.spot(rate, loss) } else { None }
        });
        split_at_gaps(spots)
    }
}

impl Figure for SweepFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = self.frame(pen.size);
        frame.draw(&pen)?;
        frame.draw_notes(&pen)?;
        let smoothed = self.pieces(&frame, |point| point.smoothed);
        if smoothed.is_empty() {
            return frame.draw_empty(&pen, &self.words);
        }
        for piece in self.pieces(&frame, |point| point.loss) {
            draw_piece(&pen, &frame, piece, 1.0, Ink(pen.palette.training, 0.3))?;
        }
        draw_series(&pen, &frame, &smoothed, pen.palette.training, None)
    }

    fn table(&self) -> Table {
        let header = [&self.words.x_axis, &self.words.score, &self.words.smoothed];
        let rows = self.points.iter().map(|point| {
            vec![Cell::number(point.rate), Cell::number(point.loss), Cell::number(point.smoothed)]
        });
        Table { header: header.map(Clone::clone).to_vec(), rows: rows.collect() }
    }
}
