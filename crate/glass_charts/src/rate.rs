//! The learning rate over a run, as its schedule plans it, and where the run stands.

use crate::axis::{Axis, Unit};
use crate::frame::{Frame, Spec};
use crate::layout::{Note, Size, Spot};
use crate::line::{draw_series, split_at_gaps};
use crate::pen::{Drawn, Pen, Shape};
use crate::{Cell, Figure, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// An epoch of a schedule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EpochRates {
    /// Rate of its first step.
    pub first: f64,
    /// Rate of its last step.
    pub last: f64,
}

/// A stretch of steps of one rate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateStretch {
    /// Where it begins, in epochs since the run's beginning.
    pub begin: f64,
    /// Its rate.
    pub rate: f64,
}

/// The rate over the epochs planned.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RateFigure {
    /// Axis titles; `low` and `high` name the table's columns, the first and the last step of an epoch.
    pub words: Words,
    /// The rate from step to step (or as many of them as can be seen), beginnings growing from 0.
    pub line: Vec<RateStretch>,
    /// The first and the last rate of each epoch, from epoch 1 on: as many as are planned.
    pub epochs: Vec<EpochRates>,
    /// Where the run stands, in epochs, and what is said there.
    pub now: Option<Note>,
}

impl RateFigure {
    /// The epoch under a CSS pixel column, counted from 0; `None` outside the plot.
    pub fn epoch_at(&self, css_x: f64, size: Size) -> Option<usize> {
        let x = self.frame(size).x_at(css_x)?;
        (!self.epochs.is_empty()).then(|| (x.max(0.0) as usize).min(self.epochs.len() - 1))
    }

    /// Where an epoch lies: left, top, width and height in CSS pixels.
    pub fn epoch_box(&self, epoch: usize, size: Size) -> Option<(f64, f64, f64, f64)> {
        let frame = self.frame(size);
        let (left, right) = (frame.x_of(epoch as f64)?, frame.x_of(epoch as f64 + 1.0)?);
        let plot = frame.plot;
        (epoch < self.epochs.len()).then_some((left, plot.top, right - left, plot.height()))
    }

    fn frame(&self, size: Size) -> Frame {
        let n_epochs = self.epochs.len().max(1) as f64;
        let known = self.line.iter().map(|stretch| stretch.rate).filter(|rate| rate.is_finite());
        let top = known.fold(0.0, f64::max);
        let spec = Spec {
            words: &self.words,
            x: Axis::linear(0.0, n_epochs, Unit::Whole),
            y: Axis::linear(0.0, if top > 0.0 { top * 1.08 } else { 1.0 }, Unit::Plain),
            legend: Vec::new(),
            notes: self.now.as_slice(),
            strip: 0.0,
            square: false,
        };
        Frame::of(size, spec)
    }

    /// Stairs: every stretch level, as its steps were taken.
    fn stairs(&self, frame: &Frame) -> Vec<Vec<Spot>> {
        let end = self.epochs.len() as f64;
        let ends = self.line.iter().skip(1).map(|next| next.begin).chain([end]);
        let spots = self.line.iter().zip(ends).flat_map(|(stretch, end)| {
            let is_sound = [stretch.begin, end, stretch.rate].into_iter().all(f64::is_finite);
            [stretch.begin, end].map(|x| if is_sound { frame.spot(x, stretch.rate) } else { None })
        });
        split_at_gaps(spots)
    }

    /// The rate at a place, in epochs.
    fn rate_at(&self, place: f64) -> Option<f64> {
        self.line.iter().take_while(|stretch| stretch.begin <= place).last().map(|stretch| stretch.rate)
    }
}

impl Figure for RateFigure {
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
        let stairs = self.stairs(&frame);
        if stairs.is_empty() {
            return frame.draw_empty(&pen, &self.words);
        }
        draw_series(&pen, &frame, &stairs, pen.palette.training, None)?;
        let here = self.now.as_ref().and_then(|now| frame.spot(now.x, self.rate_at(now.x)?));
        match here.filter(|spot| frame.plot.holds(*spot)) {
            Some(spot) => pen.mark(Shape::Circle, spot, 4.0, pen.palette.training, false),
            None => Ok(()),
        }
    }

    fn table(&self) -> Table {
        let header = [&self.words.x_axis, &self.words.low, &self.words.high];
        let rows = (1u32..).zip(&self.epochs).map(|(epoch, rates)| {
            vec![Cell::Number(f64::from(epoch)), Cell::number(rates.first), Cell::number(rates.last)]
        });
        Table { header: header.map(Clone::clone).to_vec(), rows: rows.collect() }
    }
}
