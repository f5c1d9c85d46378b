//! A heat map of times: for each stretch of a stream how many answers took how long. A stretch is shaded by shares of
//! its own answers, so a quiet minute shows as well as a busy one. Two ways of answering show as two tracks, where
//! percentiles would show one line between them.

use crate::axis::Axis;
use crate::frame::{Frame, Spec};
use crate::layout::{ReferenceLine, Size};
use crate::line::draw_reference_lines;
use crate::pen::{Drawn, Ink, Pen};
use crate::speed::{axis_of_moments, axis_of_times, nearest};
use crate::{Cell, Figure, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// A stretch of time and its answers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatStretch {
    /// When it begins, in seconds.
    pub from: f64,
    /// When it ends, in seconds.
    pub until: f64,
    /// Answers in each band.
    pub counts: Vec<u32>,
}

/// Counts over time and bands of times.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SpeedHeatFigure {
    /// Axis titles; `low` and `high` name the ends of a stretch.
    pub words: Words,
    /// Lower edges of the bands, growing; the last band is as wide as the one below it.
    pub edges: Vec<f64>,
    /// The stretches, one after another.
    pub stretches: Vec<HeatStretch>,
    /// What was promised.
    pub lines: Vec<ReferenceLine>,
}

/// The faintest cell: one answer among thousands can be seen.
const FAINTEST: f64 = 0.12;

impl SpeedHeatFigure {
    /// The stretch and the band under a CSS pixel; the nearest stretch.
    pub fn cell_at(&self, css_x: f64, css_y: f64, size: Size) -> Option<(usize, usize)> {
        let frame = self.frame(size);
        let at = frame.x_at(css_x)?;
        let stretch = nearest(self.stretches.iter().map(|it| (it.from, it.until)), at)?;
        let share = (frame.plot.bottom - css_y) / frame.plot.height();
        let time = frame.y.value(share.clamp(0.0, 1.0));
        let band = self.edges.iter().rposition(|edge| *edge <= time)?;
        Some((stretch, band))
    }

    /// The ends of a band; the first begins half an octave below its upper end.
    fn band(&self, band: usize) -> Option<(f64, f64)> {
        let step = std::f64::consts::SQRT_2;
        let low = *self.edges.get(band)?;
        let high = self.edges.get(band + 1).copied().unwrap_or(low * step);
        Some((if low > 0.0 { low } else { high / step }, high))
    }

    /// Bands in which there is anything.
    fn used(&self) -> Option<(usize, usize)> {
        let is_used = |band: &usize| {
            self.stretches.iter().any(|it| it.counts.get(*band).is_some_and(|count| *count > 0))
        };
        let bands = 0..self.edges.len();
        Some((bands.clone().find(is_used)?, bands.rev().find(is_used)?))
    }

    fn vertical(&self) -> Axis {
        let ends = self.used().into_iter().flat_map(|(low, high)| [self.band(low), self.band(high)]);
        let times = ends.flatten().flat_map(|(low, high)| [low, high]);
        axis_of_times(times.chain(self.lines.iter().map(|line| line.y)))
    }

    fn frame(&self, size: Size) -> Frame {
        Frame::of(
            size,
            Spec {
                words: &self.words,
                x: axis_of_moments(self.stretches.iter().map(|it| it.until)),
                y: self.vertical(),
                legend: Vec::new(),
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
        it: &HeatStretch,
    ) -> Drawn<DB> {
        let most = it.counts.iter().copied().max().unwrap_or(0);
        for (band, count) in it.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let Some(times) = self.band(band) else { continue };
            let Some(bounds) = frame.bounds((it.from, it.until), times) else { continue };
            let share = f64::from(*count) / f64::from(most);
            let ink = Ink(pen.palette.training, FAINTEST + (1.0 - FAINTEST) * share);
            pen.fill(bounds, ink)?;
        }
        Ok(())
    }
}

impl Figure for SpeedHeatFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = self.frame(pen.size);
        frame.draw(&pen)?;
        if self.used().is_none() {
            return frame.draw_empty(&pen, &self.words);
        }
        self.stretches.iter().try_for_each(|it| self.draw_stretch(&pen, &frame, it))?;
        draw_reference_lines(&pen, &frame, &self.lines, &[])
    }

    fn table(&self) -> Table {
        let bands = self.used().map_or(0..0, |(low, high)| low..high + 1);
        let mut header = vec![self.words.low.clone(), self.words.high.clone()];
        header.extend(bands.clone().filter_map(|band| {
            let from = crate::short(*self.edges.get(band)?);
            let until = self.edges.get(band + 1).map(|until| crate::short(*until));
            Some(until.map_or_else(|| format!("≥ {from}"), |until| format!("{from}–{until}")))
        }));
        let row = |it: &HeatStretch| {
            let counts = bands.clone().map(|band| {
                let count = it.counts.get(band).copied().unwrap_or(0);
                Cell::number(f64::from(count))
            });
            [Cell::number(it.from), Cell::number(it.until)].into_iter().chain(counts).collect()
        };
        let rows = self.stretches.iter().map(row).collect();
        Table { header, rows }
    }
}
