//! The data map: each image by how much its probability moved over the epochs (across) and how high it was on the
//! whole (up). A colour and a shape a region; images of a second kind are hollow.

use crate::axis::{Axis, Unit};
use crate::frame::{Frame, Spec};
use crate::layout::{Bounds, Size};
use crate::legend::{LegendItem, Swatch};
use crate::pen::{Drawn, Ink, Pen, Shape};
use crate::{Cell, Figure, Palette, Rgb, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// One image.
#[derive(Debug, Clone, PartialEq)]
pub struct MapDot {
    /// Its name, for the table.
    pub name: String,
    /// Standard deviation of its probability.
    pub variability: f64,
    /// Mean of its probability.
    pub confidence: f64,
    /// Share of right answers.
    pub correctness: f64,
    /// Which region it lies in.
    pub region: usize,
    /// Which of the two kinds it is of: 0 filled, 1 hollow.
    pub kind: usize,
}

/// A region: its name and its box, in variability and confidence; without a box it is all the rest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapRegion {
    /// As the legend says it.
    pub name: String,
    /// Least and greatest variability, least and greatest confidence.
    pub limits: Option<([f64; 2], [f64; 2])>,
}

/// Images by variability and confidence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MapFigure {
    /// Axis titles; `class` heads the region column of the table, `count` the column of right answers.
    pub words: Words,
    /// Heads the column of names.
    pub image: String,
    /// Heads the column of kinds.
    pub kind: String,
    /// The names of the two kinds.
    pub kinds: [String; 2],
    /// The greatest variability there can be.
    pub greatest_variability: f64,
    /// The regions, at most four of them told apart.
    pub regions: Vec<MapRegion>,
    /// The images.
    pub dots: Vec<MapDot>,
}

/// How far a finger reaches, in CSS pixels.
const REACH: f64 = 12.0;

impl MapFigure {
    /// The image nearest to a CSS pixel, if it is within a finger's reach.
    pub fn dot_at(&self, css_x: f64, css_y: f64, size: Size) -> Option<usize> {
        let near = self.dots.iter().enumerate().filter_map(|(index, _)| {
            let (x, y) = self.spot_of(index, size)?;
            let distance = (x - css_x).hypot(y - css_y);
            (distance <= REACH).then_some((index, distance))
        });
        near.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
    }

    /// Where an image is drawn, in CSS pixels.
    pub fn spot_of(&self, index: usize, size: Size) -> Option<(f64, f64)> {
        let dot = self.dots.get(index).filter(|dot| is_drawn(dot))?;
        self.frame(size, &Theme::Light.palette()).spot(dot.variability, dot.confidence)
    }

    /// Variability and confidence under a CSS pixel, `None` outside the plot.
    pub fn values_at(&self, css_x: f64, css_y: f64, size: Size) -> Option<(f64, f64)> {
        let panel = self.frame(size, &Theme::Light.palette()).panel();
        let Bounds { left, bottom, .. } = panel.plot;
        panel.plot.holds((css_x, css_y)).then(|| {
            let across = panel.x.value((css_x - left) / panel.plot.width());
            (across, panel.y.value((bottom - css_y) / panel.plot.height()))
        })
    }

    fn frame(&self, size: Size, palette: &Palette) -> Frame {
        let item = |(index, region): (usize, &MapRegion)| {
            let (colour, shape) = look(index, palette);
            LegendItem::new(&region.name, Swatch::Mark(colour, shape))
        };
        let widest = if self.greatest_variability > 0.0 { self.greatest_variability } else { 0.5 };
        Frame::of(
            size,
            Spec {
                words: &self.words,
                x: Axis::linear(0.0, widest, Unit::Plain),
                y: Axis::linear(0.0, 1.0, Unit::Percent),
                legend: self.regions.iter().enumerate().map(item).collect(),
                notes: &[],
                strip: 0.0,
                square: true,
            },
        )
    }

    fn draw_limits<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>, frame: &Frame) -> Drawn<DB> {
        let ink = Ink(pen.palette.faint, 0.55);
        for ([left, right], [low, high]) in self.regions.iter().filter_map(|region| region.limits) {
            let corner = |x: f64, y: f64| frame.spot(x, y).filter(|_| x.is_finite() && y.is_finite());
            let (Some(from), Some(to)) = (corner(left, high), corner(right, low)) else { continue };
            let inside = |(x, y): (f64, f64)| {
                (x.clamp(frame.plot.left, frame.plot.right), y.clamp(frame.plot.top, frame.plot.bottom))
            };
            let ((left, top), (right, bottom)) = (inside(from), inside(to));
            for y in [top, bottom] {
                pen.horizontal(y, (left, right), ink)?;
            }
            for x in [left, right] {
                pen.vertical(x, (top, bottom), ink)?;
            }
        }
        Ok(())
    }
}

fn is_drawn(dot: &MapDot) -> bool {
    dot.variability.is_finite() && dot.confidence.is_finite()
}

/// Colour and shape of a region: blue circles, then a triangle, an orange diamond, gray squares.
fn look(region: usize, palette: &Palette) -> (Rgb, Shape) {
    match region {
        0 => (palette.training, Shape::Circle),
        1 => (palette.class(4), Shape::TriangleUp),
        2 => (palette.validation, Shape::Diamond),
        _ => (palette.class(6), Shape::Square),
    }
}

impl Figure for MapFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = self.frame(pen.size, &pen.palette);
        frame.draw(&pen)?;
        self.draw_limits(&pen, &frame)?;
        let radius = if self.dots.len() > 500 { 2.5 } else { 3.5 };
        let mut any = false;
        // The least sure last: they are what one looks for.
        let mut dots: Vec<&MapDot> = self.dots.iter().filter(|dot| is_drawn(dot)).collect();
        dots.sort_by(|a, b| b.confidence.total_cmp(&a.confidence));
        for dot in dots {
            let Some(spot) = frame.spot(dot.variability, dot.confidence) else { continue };
            if !frame.plot.holds(spot) {
                continue;
            }
            any = true;
            let (colour, shape) = look(dot.region, &pen.palette);
            let radius = if dot.kind > 0 { radius + 1.0 } else { radius };
            pen.mark(shape, spot, radius, colour, dot.kind > 0)?;
        }
        if any { Ok(()) } else { frame.draw_empty(&pen, &self.words) }
    }

    fn table(&self) -> Table {
        let of = |name: Option<&String>| name.map_or(Cell::Missing, |name| Cell::text(name));
        let mut dots: Vec<&MapDot> = self.dots.iter().collect();
        dots.sort_by(|a, b| a.confidence.total_cmp(&b.confidence));
        let rows = dots.into_iter().map(|dot| {
            vec![
                Cell::text(&dot.name),
                of(self.kinds.get(dot.kind)),
                of(self.regions.get(dot.region).map(|region| &region.name)),
                Cell::fraction(dot.confidence),
                Cell::number(dot.variability),
                Cell::fraction(dot.correctness),
            ]
        });
        let Words { x_axis, y_axis, class, count, .. } = &self.words;
        let header = [&self.image, &self.kind, class, y_axis, x_axis, count];
        Table { header: header.map(Clone::clone).to_vec(), rows: rows.collect() }
    }
}
