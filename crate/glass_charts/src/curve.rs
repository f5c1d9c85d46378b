//! Learning curves: a raw and a smoothed line a series, training and validation told apart by colour and by
//! shape, with gaps where there is no value.

use crate::axis::{Axis, Unit, extent};
use crate::frame::{Frame, Spec};
use crate::layout::{Note, ReferenceLine, Size, Spot};
use crate::legend::{LegendItem, Swatch};
use crate::line::{Range, draw_piece, draw_reference_lines, draw_series, split_at_gaps, vertical_axis};
use crate::pen::{Drawn, Ink, Pen, Shape};
use crate::{Cell, Figure, Palette, Rgb, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// Whose line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The training split: blue, a plain line.
    Training,
    /// The validation split: orange, rings along the line.
    Validation,
    /// Any other, with the class colour and shape of that index.
    Other(usize),
}

impl Role {
    pub(crate) fn colour(self, palette: &Palette) -> Rgb {
        match self {
            Self::Training => palette.training,
            Self::Validation => palette.validation,
            Self::Other(index) => palette.class(index),
        }
    }

    pub(crate) fn shape(self) -> Option<Shape> {
        match self {
            Self::Training => None,
            Self::Validation => Some(Shape::Circle),
            Self::Other(index) => Some(Shape::nth(index + 1)),
        }
    }
}

/// One line of a figure; values stand over the figure's `x`, in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// As the legend says it.
    pub name: String,
    /// Colour and shape.
    pub role: Role,
    /// Measured values; `None` is a gap.
    pub raw: Vec<Option<f64>>,
    /// Smoothed values, drawn strong with the raw line faint behind; empty: the raw line is drawn strong.
    pub smooth: Vec<Option<f64>>,
}

impl Series {
    fn strong(&self) -> &[Option<f64>] {
        if self.smooth.is_empty() { &self.raw } else { &self.smooth }
    }
}

/// Values over epochs (or any other growing `x`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CurveFigure {
    /// Axis titles and the like.
    pub words: Words,
    /// Epochs, growing.
    pub x: Vec<f64>,
    /// How `x` is printed.
    pub x_unit: Unit,
    /// The x of the right end if the run is to go on to there: the axis does not jump while it grows.
    pub x_end: Option<f64>,
    /// The lines.
    pub series: Vec<Series>,
    /// Horizontal lines to compare with.
    pub lines: Vec<ReferenceLine>,
    /// Vertical marks: the best epoch.
    pub notes: Vec<Note>,
    /// The rule of the vertical axis.
    pub range: Range,
}

/// What a hover shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Hover {
    /// The x with data nearest to the pointer.
    pub x: f64,
    /// Where it is, in CSS pixels.
    pub css_x: f64,
    /// Top and bottom of the plot in CSS pixels, for a hover line.
    pub css_span: (f64, f64),
    /// One entry a series, in order.
    pub values: Vec<HoverValue>,
}

/// One series at the hovered x.
#[derive(Debug, Clone, PartialEq)]
pub struct HoverValue {
    /// The series' name.
    pub name: String,
    /// Its measured value there.
    pub raw: Option<f64>,
    /// Its smoothed value there, when the figure has one.
    pub smooth: Option<f64>,
    /// Where the strong line is, in CSS pixels; `None` in a gap or outside the axis.
    pub css_y: Option<f64>,
}

impl CurveFigure {
    /// The x under a CSS pixel, `None` outside the plot.
    pub fn x_at(&self, css_x: f64, size: Size) -> Option<f64> {
        self.frame(size).x_at(css_x)
    }

    /// What a pointer at this CSS pixel shows: the nearest x that has data.
    pub fn hover(&self, css_x: f64, size: Size) -> Option<Hover> {
        let frame = self.frame(size);
        let wanted = frame.x_at(css_x)?;
        let index = self.nearest(wanted)?;
        let x = self.x[index];
        let at = |values: &[Option<f64>]| values.get(index).copied().flatten().filter(|v| v.is_finite());
        let values = self.series.iter().map(|series| HoverValue {
            name: series.name.clone(),
            raw: at(&series.raw),
            smooth: at(&series.smooth),
            css_y: at(series.strong())
                .and_then(|value| frame.y_of(value))
                .filter(|y| (frame.plot.top..=frame.plot.bottom).contains(y)),
        });
        Some(Hover {
            x,
            css_x: frame.x_of(x)?,
            css_span: (frame.plot.top, frame.plot.bottom),
            values: values.collect(),
        })
    }

    /// The index of the x nearest to a value.
    fn nearest(&self, wanted: f64) -> Option<usize> {
        let distance = |index: &usize| (self.x[*index] - wanted).abs();
        let known = (0..self.x.len()).filter(|index| self.x[*index].is_finite());
        known.min_by(|a, b| distance(a).total_cmp(&distance(b)))
    }

    fn frame(&self, size: Size) -> Frame {
        let legend = self.series.iter().map(|series| (series.name.clone(), series.role));
        let palette = Theme::Light.palette();
        self.frame_with(size, &palette, legend)
    }

    fn frame_with(
        &self,
        size: Size,
        palette: &Palette,
        legend: impl Iterator<Item = (String, Role)>,
    ) -> Frame {
        let legend = legend
            .map(|(name, role)| LegendItem::new(&name, Swatch::Line(role.colour(palette), role.shape())));
        let (low, high) = extent(self.x.iter().copied().chain(self.x_end)).unwrap_or((0.0, 1.0));
        Frame::of(
            size,
            Spec {
                words: &self.words,
                x: Axis::linear(low, if high > low { high } else { low + 1.0 }, self.x_unit),
                y: vertical_axis(
                    self.range,
                    self.series.iter().map(|s| (&s.raw[..], s.strong())),
                    &self.lines,
                ),
                legend: legend.collect(),
                notes: &self.notes,
                strip: 0.0,
                square: false,
            },
        )
    }

    fn series_lines(&self, frame: &Frame, values: &[Option<f64>]) -> Vec<Vec<Spot>> {
        let spots = self.x.iter().zip(values).map(|(x, value)| {
            let finite = x.is_finite() && value.is_some_and(f64::is_finite);
            value.filter(|_| finite).and_then(|value| frame.spot(*x, value))
        });
        split_at_gaps(spots)
    }
}

impl Figure for CurveFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let legend = self.series.iter().map(|series| (series.name.clone(), series.role));
        let frame = self.frame_with(pen.size, &pen.palette, legend);
        frame.draw(&pen)?;
        frame.draw_notes(&pen)?;
        let strong: Vec<_> =
            self.series.iter().map(|series| self.series_lines(&frame, series.strong())).collect();
        if strong.iter().all(Vec::is_empty) {
            return frame.draw_empty(&pen, &self.words);
        }
        for series in self.series.iter().filter(|series| !series.smooth.is_empty()) {
            let ink = Ink(series.role.colour(&pen.palette), 0.3);
            for piece in self.series_lines(&frame, &series.raw) {
                draw_piece(&pen, &frame, piece, 1.0, ink)?;
            }
        }
        for (series, lines) in self.series.iter().zip(&strong) {
            draw_series(&pen, &frame, lines, series.role.colour(&pen.palette), series.role.shape())?;
        }
        draw_reference_lines(&pen, &frame, &self.lines, &strong)
    }

    fn table(&self) -> Table {
        let percent = matches!(self.range, Range::Fraction | Range::FractionZoomed);
        let cell = |value: Option<f64>| if percent { Cell::fraction(value) } else { Cell::number(value) };
        let columns: Vec<(String, &[Option<f64>])> = self
            .series
            .iter()
            .flat_map(|series| {
                let smoothed = (!series.smooth.is_empty())
                    .then(|| (format!("{} ({})", series.name, self.words.smoothed), &series.smooth[..]));
                [Some((series.name.clone(), &series.raw[..])), smoothed].into_iter().flatten()
            })
            .collect();
        let rows = self.x.iter().enumerate().map(|(index, x)| {
            let values = columns.iter().map(|(_, values)| cell(values.get(index).copied().flatten()));
            std::iter::once(Cell::number(*x)).chain(values).collect()
        });
        let rows = rows.collect();
        let header =
            std::iter::once(self.words.x_axis.clone()).chain(columns.into_iter().map(|(name, _)| name));
        Table { header: header.collect(), rows }
    }
}
