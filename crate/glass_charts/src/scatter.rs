//! Points on a plane, a colour and a shape a class: the embedding. A hollow point was predicted wrongly.

use crate::axis::{Axis, Unit, extent};
use crate::frame::{Frame, Spec};
use crate::layout::Size;
use crate::legend::{LegendItem, Swatch};
use crate::pen::{Drawn, Pen, Shape};
use crate::{Cell, Figure, Palette, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// One image.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    /// First coordinate.
    pub x: f64,
    /// Second coordinate.
    pub y: f64,
    /// Its actual class.
    pub class: usize,
    /// The class it was predicted as, if it was.
    pub predicted: Option<usize>,
}

impl Dot {
    fn is_wrong(&self) -> bool {
        self.predicted.is_some_and(|predicted| predicted != self.class)
    }
}

/// Images by two coordinates.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScatterFigure {
    /// Axis titles; `class` and `window` head the actual and predicted columns of the table.
    pub words: Words,
    /// Class names in order.
    pub classes: Vec<String>,
    /// The points.
    pub dots: Vec<Dot>,
}

impl ScatterFigure {
    /// The point nearest to a CSS pixel, if it is within a finger's reach.
    pub fn dot_at(&self, css_x: f64, css_y: f64, size: Size) -> Option<usize> {
        let panel = self.frame(size, &Theme::Light.palette()).panel();
        let distance = |dot: &Dot| {
            let (x, y) = panel.spot(dot.x, dot.y)?;
            Some((x - css_x).hypot(y - css_y)).filter(|distance| *distance <= 12.0)
        };
        let near = self.dots.iter().enumerate().filter_map(|(index, dot)| Some((index, distance(dot)?)));
        near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
    }

    fn frame(&self, size: Size, palette: &Palette) -> Frame {
        let around = |values: &mut dyn Iterator<Item = f64>| {
            let (low, high) = extent(values).unwrap_or((-1.0, 1.0));
            let room = ((high - low) * 0.05).max(1e-9);
            Axis::linear(low - room, high + room, Unit::Plain)
        };
        let item = |(index, name): (usize, &String)| {
            LegendItem::new(name, Swatch::Mark(palette.class(index), Shape::nth(index)))
        };
        Frame::of(
            size,
            Spec {
                words: &self.words,
                x: around(&mut self.dots.iter().map(|dot| dot.x)),
                y: around(&mut self.dots.iter().map(|dot| dot.y)),
                legend: self.classes.iter().enumerate().map(item).collect(),
                notes: &[],
                strip: 0.0,
                square: true,
            },
        )
    }
}

impl Figure for ScatterFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = self.frame(pen.size, &pen.palette);
        frame.draw(&pen)?;
        let radius = if self.dots.len() > 500 { 2.5 } else { 3.5 };
        let mut any = false;
        // Wrong ones last: they are what one looks for.
        let (wrong, right): (Vec<&Dot>, Vec<&Dot>) = self.dots.iter().partition(|dot| dot.is_wrong());
        for dot in right.into_iter().chain(wrong) {
            let spot = frame.spot(dot.x, dot.y).filter(|_| dot.x.is_finite() && dot.y.is_finite());
            let Some(spot) = spot else { continue };
            any = true;
            let colour = pen.palette.class(dot.class);
            let radius = if dot.is_wrong() { radius + 1.5 } else { radius };
            pen.mark(Shape::nth(dot.class), spot, radius, colour, dot.is_wrong())?;
        }
        if any { Ok(()) } else { frame.draw_empty(&pen, &self.words) }
    }

    fn table(&self) -> Table {
        let name = |class: usize| self.classes.get(class).map_or(Cell::Missing, |name| Cell::text(name));
        let rows = self.dots.iter().map(|dot| {
            let predicted = dot.predicted.map_or(Cell::Missing, name);
            vec![Cell::number(dot.x), Cell::number(dot.y), name(dot.class), predicted]
        });
        let header = [&self.words.x_axis, &self.words.y_axis, &self.words.class, &self.words.window];
        Table { header: header.map(Clone::clone).to_vec(), rows: rows.collect() }
    }
}
