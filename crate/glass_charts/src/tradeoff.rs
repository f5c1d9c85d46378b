//! What ROC and precision-recall curves share: a curve a class over the unit square, with its area in the legend.

use crate::axis::{Axis, Unit};
use crate::frame::{Frame, Spec};
use crate::layout::{Size, Spot};
use crate::legend::{LegendItem, Swatch};
use crate::line::{draw_series, split_at_gaps};
use crate::pen::{Drawn, Pen, Shape};
use crate::{Cell, Palette, Table, Words};
use plotters::prelude::DrawingBackend;

/// The curve of one class against the rest.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ClassCurve {
    /// The class.
    pub name: String,
    /// Points in drawing order: (false positive rate, true positive rate) or (recall, precision).
    pub points: Vec<(f64, f64)>,
    /// Area under it: AUC or average precision; `None` where it is undefined.
    pub area: Option<f64>,
    /// What chance would reach: the share of this class. Drawn on precision-recall only.
    pub baseline: Option<f64>,
}

fn known_area(curve: &ClassCurve) -> Option<f64> {
    curve.area.filter(|area| (0.0..=1.0).contains(area))
}

/// A shape only once colours repeat.
fn shape(index: usize) -> Option<Shape> {
    (index >= 8).then(|| Shape::nth(index / 8 - 1))
}

pub(crate) fn frame(size: Size, words: &Words, curves: &[ClassCurve], palette: &Palette) -> Frame {
    let item = |(index, curve): (usize, &ClassCurve)| {
        let area = known_area(curve).map_or(words.missing.clone(), |area| format!("{area:.3}"));
        LegendItem {
            value: area,
            ..LegendItem::new(&curve.name, Swatch::Line(palette.class(index), shape(index)))
        }
    };
    let mut legend: Vec<_> = curves.iter().enumerate().map(item).collect();
    if !words.chance.is_empty() {
        legend.push(LegendItem::new(&words.chance, Swatch::Dashed(palette.faint)));
    }
    let unit = Axis::linear(0.0, 1.0, Unit::Percent);
    Frame::of(size, Spec { words, x: unit, y: unit, legend, notes: &[], strip: 0.0, square: true })
}

/// The curves; those listed first are drawn last, on top.
pub(crate) fn draw_curves<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    frame: &Frame,
    curves: impl DoubleEndedIterator<Item = Vec<(f64, f64)>> + ExactSizeIterator,
    words: &Words,
) -> Drawn<DB> {
    let mut any = false;
    for (index, points) in curves.enumerate().rev() {
        let spots = points.iter().map(|(x, y)| {
            let known = x.is_finite() && y.is_finite();
            known.then(|| frame.spot(x.clamp(0.0, 1.0), y.clamp(0.0, 1.0))).flatten()
        });
        let pieces: Vec<Vec<Spot>> = split_at_gaps(spots);
        any |= !pieces.is_empty();
        draw_series(pen, frame, &pieces, pen.palette.class(index), shape(index))?;
    }
    if any { Ok(()) } else { frame.draw_empty(pen, words) }
}

/// Class, area, baseline where there is one, and every point.
pub(crate) fn table(words: &Words, curves: &[ClassCurve]) -> Table {
    let header = [&words.class, &words.score, &words.chance, &words.x_axis, &words.y_axis];
    let rows = curves.iter().flat_map(|curve| {
        let head = [Cell::text(&curve.name), Cell::number(known_area(curve)), Cell::fraction(curve.baseline)];
        let points = if curve.points.is_empty() { &[(f64::NAN, f64::NAN)][..] } else { &curve.points };
        points.iter().map(move |(x, y)| {
            head.iter().cloned().chain([Cell::fraction(*x), Cell::fraction(*y)]).collect::<Vec<_>>()
        })
    });
    Table { header: header.map(Clone::clone).to_vec(), rows: rows.collect() }
}
