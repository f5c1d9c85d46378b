//! Reliability: how often predictions of some confidence were right, with the diagonal of honesty and how
//! many predictions each bar stands on.

use crate::axis::{Axis, Unit, short};
use crate::frame::{Frame, Spec};
use crate::layout::{Bounds, Size};
use crate::legend::{LegendItem, Swatch};
use crate::pen::{Drawn, Ink, Pen, Shape, Type};
use crate::{Cell, Figure, Palette, Scale, Table, Theme, Words, text};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// Predictions whose confidence lies in one stretch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CalibrationBin {
    /// Lower end of the confidence.
    pub low: f64,
    /// Upper end of the confidence.
    pub high: f64,
    /// Mean confidence; `None` when empty.
    pub confidence: Option<f64>,
    /// Share that was right; `None` when empty.
    pub accuracy: Option<f64>,
    /// How many predictions.
    pub count: u64,
}

/// A reliability diagram.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CalibrationFigure {
    /// Axis titles; `chance` names the diagonal, `count` the numbers under the bars.
    pub words: Words,
    /// The bars' name in the legend, "accuracy, ECE 0.04" perhaps.
    pub bars: String,
    /// The bins in order.
    pub bins: Vec<CalibrationBin>,
    /// A second curve over the bars, after temperature scaling perhaps, with its name.
    pub second: Option<(String, Vec<CalibrationBin>)>,
}

impl CalibrationFigure {
    /// The bin under a CSS pixel column.
    pub fn bin_at(&self, css_x: f64, size: Size) -> Option<usize> {
        let confidence = self.frame(size, &Theme::Light.palette()).x_at(css_x)?;
        self.bins.iter().position(|bin| (bin.low..=bin.high).contains(&confidence))
    }

    fn frame(&self, size: Size, palette: &Palette) -> Frame {
        let item = |name: &str, swatch| LegendItem::new(name, swatch);
        let mut legend = vec![item(&self.bars, Swatch::Fill(palette.training))];
        if let Some((name, _)) = &self.second {
            legend.push(item(name, Swatch::Line(palette.validation, Some(Shape::Circle))));
        }
        legend.push(item(&self.words.chance, Swatch::Dashed(palette.faint)));
        let axis = Axis::linear(0.0, 1.0, Unit::Percent);
        let strip = size.font_px() * 1.5;
        let words = &self.words;
        Frame::of(size, Spec { words, x: axis, y: axis, legend, notes: &[], strip, square: false })
    }

    /// How many predictions each bar stands on, where there is room for it.
    fn draw_counts<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>, frame: &Frame) -> Drawn<DB> {
        let middle = (frame.strip.top + frame.strip.bottom) / 2.0;
        let faint = Type::new(pen.font - 1.0, pen.palette.faint);
        let said = text::fit(&self.words.count, faint.px, frame.strip.left - 8.0);
        pen.text(&said, (frame.strip.left - 6.0, middle), faint.right())?;
        let mut end = f64::NEG_INFINITY;
        for bin in self.bins.iter().filter(|bin| bin.count > 0) {
            let (Some(left), Some(right)) = (frame.x_of(bin.low), frame.x_of(bin.high)) else { continue };
            let said = short(bin.count as f64);
            let (x, half) = ((left + right) / 2.0, text::width(&said, faint.px) / 2.0);
            if x - half > end + 5.0 && frame.strip.left <= x && x + half <= pen.size.width {
                end = x + half;
                pen.text(&said, (x, middle), faint)?;
            }
        }
        Ok(())
    }
}

impl Figure for CalibrationFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = self.frame(pen.size, &pen.palette);
        let plot = frame.plot;
        frame.draw(&pen)?;
        for bin in &self.bins {
            let place = (frame.x_of(bin.low), frame.x_of(bin.high), bin.accuracy.and_then(|a| frame.y_of(a)));
            let (Some(left), Some(right), Some(top)) = place else { continue };
            let bar = Bounds {
                left: left.clamp(plot.left, plot.right),
                right: (right - 1.0).clamp(plot.left, plot.right),
                top: top.clamp(plot.top, plot.bottom),
                bottom: plot.bottom,
            };
            pen.fill(bar, Ink(pen.palette.training, 0.35))?;
            pen.fill(Bounds { bottom: bar.top + 2.0, ..bar }, pen.palette.training)?;
        }
        pen.dashed(&[(plot.left, plot.bottom), (plot.right, plot.top)], 1.0, Ink(pen.palette.ink, 0.7))?;
        if let Some((_, bins)) = &self.second {
            let spots = bins.iter().filter_map(|bin| frame.spot(bin.confidence?, bin.accuracy?));
            let spots: Vec<_> = spots.filter(|spot| plot.holds(*spot)).collect();
            pen.line(&spots, 2.0, pen.palette.validation)?;
            for spot in spots {
                pen.mark(Shape::Circle, spot, 3.5, pen.palette.validation, true)?;
            }
        }
        self.draw_counts(&pen, &frame)?;
        let any = self.bins.iter().any(|bin| bin.accuracy.is_some_and(f64::is_finite));
        if any { Ok(()) } else { frame.draw_empty(&pen, &self.words) }
    }

    fn table(&self) -> Table {
        let end = |end: &str| format!("{} ({end})", self.words.x_axis);
        let mut header = vec![
            end(&self.words.low),
            end(&self.words.high),
            self.words.x_axis.clone(),
            self.words.y_axis.clone(),
            self.words.count.clone(),
        ];
        let both = |bin: &CalibrationBin| [Cell::fraction(bin.confidence), Cell::fraction(bin.accuracy)];
        let rows = self.bins.iter().enumerate().map(|(index, bin)| {
            let mut row = vec![Cell::fraction(bin.low), Cell::fraction(bin.high)];
            row.extend(both(bin));
            row.push(Cell::Count(bin.count));
            if let Some((_, second)) = &self.second {
                row.extend(second.get(index).map_or([Cell::Missing, Cell::Missing], both));
            }
            row
        });
        let rows = rows.collect();
        if let Some((name, _)) = &self.second {
            header.extend([&self.words.x_axis, &self.words.y_axis].map(|axis| format!("{axis} ({name})")));
        }
        Table { header, rows }
    }
}
