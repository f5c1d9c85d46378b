//! Strokes in CSS pixels: multiplied, rounded, kept on the canvas and handed to plotters.

use crate::layout::{Bounds, Size, Spot};
use crate::text::FAMILY;
use crate::{Level, Palette, Rgb, Scale, Theme};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::prelude::{DrawingBackend, FontDesc, FontFamily, FontStyle, FontTransform};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, RGBAColor, ShapeStyle};

/// What drawing on a backend comes to.
pub type Drawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// The shape of a point; shapes tell series apart where colour does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Circle,
    Square,
    Triangle,
    Diamond,
    TriangleUp,
}

impl Shape {
    pub fn of_level(level: Level) -> Self {
        match level {
            Level::Steady => Self::Circle,
            Level::Watch => Self::TriangleUp,
            Level::Alarm => Self::Diamond,
        }
    }

    pub fn nth(index: usize) -> Self {
        [Self::Circle, Self::Square, Self::TriangleUp, Self::Diamond, Self::Triangle][index % 5]
    }
}

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ink(pub Rgb, pub f64);

impl From<Rgb> for Ink {
    fn from(colour: Rgb) -> Self {
        Self(colour, 1.0)
    }
}

impl Ink {
    fn colour(self) -> RGBAColor {
        let Rgb(red, green, blue) = self.0;
        RGBAColor(red, green, blue, self.1)
    }

    fn filled(self) -> ShapeStyle {
        self.colour().filled()
    }
}

/// How a text stands on its point; always by its middle line.
#[derive(Clone, Copy)]
pub(crate) struct Type {
    pub px: f64,
    pub ink: Rgb,
    pub bold: bool,
    pub h: HPos,
}

impl Type {
    pub fn new(px: f64, ink: Rgb) -> Self {
        Self { px, ink, bold: false, h: HPos::Center }
    }

    pub fn left(self) -> Self {
        Self { h: HPos::Left, ..self }
    }

    pub fn right(self) -> Self {
        Self { h: HPos::Right, ..self }
    }

    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
}

pub(crate) struct Pen<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    pub palette: Palette,
    pub size: Size,
    pub font: f64,
    ratio: f64,
    limit: (f64, f64),
}

impl<'a, DB: DrawingBackend> Pen<'a, DB> {
    /// A pen over a cleared area.
    pub fn on(
        area: &'a DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Result<Self, DrawingAreaErrorKind<DB::ErrorType>> {
        let palette = theme.palette();
        let Rgb(red, green, blue) = palette.background;
        area.fill(&plotters::style::RGBColor(red, green, blue))?;
        let (width, height) = area.dim_in_pixel();
        let (ratio, limit) = (scale.ratio(), (f64::from(width), f64::from(height)));
        let size = Size { width: limit.0 / ratio, height: limit.1 / ratio };
        Ok(Self { area, palette, size, font: size.font_px(), ratio, limit })
    }

    fn pixel(&self, (x, y): Spot) -> (i32, i32) {
        let on = |value: f64, limit: f64| (value * self.ratio).round().clamp(0.0, limit) as i32;
        (on(x, self.limit.0), on(y, self.limit.1))
    }

    fn stroke(&self, ink: Ink, width: f64) -> ShapeStyle {
        ink.colour().stroke_width((width * self.ratio).round().max(1.0) as u32)
    }

    /// A filled box; never thinner than one canvas pixel.
    pub fn fill(&self, bounds: Bounds, ink: impl Into<Ink>) -> Drawn<DB> {
        let from = self.pixel((bounds.left, bounds.top));
        let mut to = self.pixel((bounds.right, bounds.bottom));
        if to.0 <= from.0 || to.1 <= from.1 {
            to = (to.0.max(from.0 + 1), to.1.max(from.1 + 1));
        }
        if f64::from(to.0) > self.limit.0 || f64::from(to.1) > self.limit.1 {
            return Ok(());
        }
        self.area.draw(&Rectangle::new([from, to], ink.into().filled()))
    }

    /// A crisp horizontal line: a filled box, as a stroked path would be blurred over two rows.
    pub fn horizontal(&self, y: f64, (left, right): (f64, f64), ink: impl Into<Ink>) -> Drawn<DB> {
        let y = y.min(self.size.height - 1.0);
        self.fill(Bounds { left, right, top: y, bottom: y + 1.0 }, ink)
    }

    /// A crisp vertical line.
    pub fn vertical(&self, x: f64, (top, bottom): (f64, f64), ink: impl Into<Ink>) -> Drawn<DB> {
        let x = x.min(self.size.width - 1.0);
        self.fill(Bounds { left: x, right: x + 1.0, top, bottom }, ink)
    }

    /// A line through points.
    pub fn line(&self, points: &[Spot], width: f64, ink: impl Into<Ink>) -> Drawn<DB> {
        let mut path: Vec<_> = points.iter().map(|point| self.pixel(*point)).collect();
        path.dedup();
        if path.len() < 2 {
            return Ok(());
        }
        self.area.draw(&PathElement::new(path, self.stroke(ink.into(), width)))
    }

    /// A dashed line; for straight or short lines, as every dash is a call.
    pub fn dashed(&self, points: &[Spot], width: f64, ink: impl Into<Ink>) -> Drawn<DB> {
        let path: Vec<_> = points.iter().map(|point| self.pixel(*point)).collect();
        let dash = |length: f64| (length * self.ratio).round().max(1.0) as i32;
        let style = self.stroke(ink.into(), width);
        self.area.draw(&DashedPathElement::new(path, dash(5.0), dash(4.0), style))
    }

    /// A filled shape with these corners.
    pub fn polygon(&self, points: &[Spot], ink: impl Into<Ink>) -> Drawn<DB> {
        let mut path: Vec<_> = points.iter().map(|point| self.pixel(*point)).collect();
        path.dedup();
        if path.len() < 3 {
            return Ok(());
        }
        self.area.draw(&Polygon::new(path, ink.into().colour()))
    }

    /// A point of some shape; a hollow one lets the background through its middle.
    pub fn mark(&self, shape: Shape, (x, y): Spot, radius: f64, ink: Rgb, hollow: bool) -> Drawn<DB> {
        let limit = self.limit;
        let room = [x * self.ratio, y * self.ratio, limit.0 - x * self.ratio, limit.1 - y * self.ratio];
        let radius = room.into_iter().fold(radius * self.ratio, f64::min) / self.ratio;
        if radius <= 0.0 {
            return Ok(());
        }
        if shape == Shape::Circle {
            let radius_px = |r: f64| (r * self.ratio).round().max(1.0) as u32;
            let centre = self.pixel((x, y));
            self.area.draw(&Circle::new(centre, radius_px(radius), Ink::from(ink).filled()))?;
            if hollow && radius > 1.6 {
                let inside = Ink::from(self.palette.background).filled();
                self.area.draw(&Circle::new(centre, radius_px(radius - 1.4), inside))?;
            }
            return Ok(());
        }
        let corners = |r: f64| -> Vec<Spot> {
            match shape {
                Shape::Square => vec![
                    (x - r * 0.85, y - r * 0.85),
                    (x + r * 0.85, y - r * 0.85),
                    (x + r * 0.85, y + r * 0.85),
                    (x - r * 0.85, y + r * 0.85),
                ],
                Shape::Triangle => vec![(x - r, y - r * 0.8), (x + r, y - r * 0.8), (x, y + r)],
                Shape::TriangleUp => vec![(x - r, y + r * 0.8), (x + r, y + r * 0.8), (x, y - r)],
                Shape::Diamond | Shape::Circle => vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)],
            }
        };
        self.polygon(&corners(radius), ink)?;
        if hollow && radius > 2.4 {
            self.polygon(&corners(radius - 2.0), self.palette.background)?;
        }
        Ok(())
    }

    /// A text; nothing when it is empty.
    pub fn text(&self, text: &str, at: Spot, style: Type) -> Drawn<DB> {
        if text.is_empty() {
            return Ok(());
        }
        let face = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
        let px = (style.px * self.ratio * 10.0).round() / 10.0;
        let font = FontDesc::new(FontFamily::Name(FAMILY), px, face).transform(FontTransform::None);
        let mut style_of_text = font.color(&Ink::from(style.ink).colour());
        style_of_text.pos = Pos::new(style.h, VPos::Center);
        self.area.draw(&Text::new(text, self.pixel(at), style_of_text))
    }

    /// A text on a veil of background, readable over lines.
    pub fn veiled(&self, text: &str, at: Spot, style: Type) -> Drawn<DB> {
        if text.is_empty() {
            return Ok(());
        }
        let wide = crate::text::width(text, style.px);
        let left = match style.h {
            HPos::Left => at.0,
            HPos::Center => at.0 - wide / 2.0,
            HPos::Right => at.0 - wide,
        };
        let half = style.px * 0.62;
        let veil =
            Bounds { left: left - 2.0, right: left + wide + 2.0, top: at.1 - half, bottom: at.1 + half };
        self.fill(veil, Ink(self.palette.background, 0.8))?;
        self.text(text, at, style)
    }
}
