//! Lines over a frame: the vertical range by rule, gaps, thinning, shapes along the way, reference lines.

use crate::axis::{Axis, Unit, extent};
use crate::frame::Frame;
use crate::layout::{ReferenceLine, Spot, clip_line, thin};
use crate::pen::{Drawn, Ink, Pen, Shape, Type};
use crate::{Rgb, text};
use plotters::prelude::DrawingBackend;

/// How the vertical axis finds its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Range {
    /// From zero to a robust maximum: one spike does not flatten the curve. For losses.
    #[default]
    FromZero,
    /// From zero to the greatest value, however lone. For queues, where peaks are what one looks for.
    Peaks,
    /// 0 to 100 %.
    Fraction,
    /// Percent, but only as far as the data go.
    FractionZoomed,
    /// As far as the data go.
    Fit,
}

/// Lines between gaps.
pub(crate) fn split_at_gaps(spots: impl Iterator<Item = Option<Spot>>) -> Vec<Vec<Spot>> {
    let mut pieces = vec![Vec::new()];
    for spot in spots {
        match (spot, pieces.last_mut()) {
            (Some(spot), Some(piece)) => piece.push(spot),
            (None, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
            _ => {}
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A vertical axis by rule, for raw and strong values of each series.
pub(crate) fn vertical_axis<'a>(
    range: Range,
    series: impl Iterator<Item = (&'a [Option<f64>], &'a [Option<f64>])>,
    lines: &[ReferenceLine],
) -> Axis {
    let series: Vec<_> = series.collect();
    let all = series.iter().flat_map(|(raw, strong)| raw.iter().chain(*strong)).copied().flatten();
    let seen = extent(all.chain(lines.iter().map(|line| line.y)));
    match range {
        Range::Fraction => Axis::linear(0.0, 1.0, Unit::Percent),
        Range::FractionZoomed => {
            let (low, high) = seen.unwrap_or((0.0, 1.0));
            let (low, high) = (low.clamp(0.0, 1.0), high.clamp(0.0, 1.0));
            let room = ((high - low) * 0.08).max(0.01);
            Axis::linear((low - room).max(0.0), (high + room).min(1.0), Unit::Percent)
        }
        Range::Fit => {
            let (low, high) = seen.unwrap_or((0.0, 1.0));
            Axis::linear(low, high, Unit::Plain).rounded(5)
        }
        Range::Peaks => {
            let (_, high) = seen.unwrap_or((0.0, 1.0));
            Axis::linear(0.0, if high > 0.0 { high * 1.05 } else { 1.0 }, Unit::Plain)
        }
        Range::FromZero => {
            let top = series.iter().flat_map(|(raw, strong)| [robust_top(raw), robust_top(strong)]);
            let top = top.chain(lines.iter().map(|line| line.y).filter(|y| y.is_finite()));
            let top = top.fold(0.0, f64::max);
            Axis::linear(0.0, if top > 0.0 { top * 1.05 } else { 1.0 }, Unit::Plain)
        }
    }
}

/// The greatest value that is not a lone spike: the greatest running median of five, and the first value,
/// unless that towers over all that follows. A greatest value not far above is kept.
fn robust_top(values: &[Option<f64>]) -> f64 {
    let finite: Vec<f64> = values.iter().copied().flatten().filter(|v| v.is_finite()).collect();
    let greatest = finite.iter().copied().fold(0.0, f64::max);
    if finite.len() < 5 {
        return greatest;
    }
    let median = |window: &[f64]| {
        let mut window = window.to_vec();
        window.sort_by(f64::total_cmp);
        window[window.len() / 2]
    };
    let settled = finite.windows(5).map(median).fold(0.0, f64::max);
    let first = finite[0];
    let top = if first <= settled * 6.0 { first.max(settled) } else { settled };
    if greatest <= top * 1.6 || top <= 0.0 { greatest } else { top * 1.15 }
}

/// One piece of a line, thinned and cut to the plot.
pub(crate) fn draw_piece<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    frame: &Frame,
    piece: Vec<Spot>,
    width: f64,
    ink: impl Into<Ink> + Copy,
) -> Drawn<DB> {
    clip_line(&thin(piece), frame.plot).iter().try_for_each(|line| pen.line(line, width, ink))
}

/// A strong line with its shape along it, dots where a point stands alone, and arrows where it leaves above.
pub(crate) fn draw_series<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    frame: &Frame,
    pieces: &[Vec<Spot>],
    colour: Rgb,
    shape: Option<Shape>,
) -> Drawn<DB> {
    let mut last_mark = f64::NEG_INFINITY;
    let mut marks = Vec::new();
    let mut above = Vec::new();
    for piece in pieces {
        for (index, spot) in piece.iter().enumerate() {
            let alone = piece.len() == 1;
            let due = alone || (shape.is_some() && spot.0 - last_mark >= 26.0) || index + 1 == piece.len();
            if due && (shape.is_some() || alone) && spot.0 - last_mark >= 7.0 && frame.plot.holds(*spot) {
                marks.push(*spot);
                last_mark = spot.0;
            }
            if spot.1 < frame.plot.top && above.last().is_none_or(|x| spot.0 - x >= 9.0) {
                above.push(spot.0);
            }
        }
        draw_piece(pen, frame, piece.clone(), 2.0, colour)?;
    }
    for mark in marks {
        pen.mark(shape.unwrap_or(Shape::Circle), mark, 3.5, colour, shape.is_some())?;
    }
    above
        .into_iter()
        .try_for_each(|x| pen.mark(Shape::TriangleUp, (x, frame.plot.top + 4.0), 4.0, colour, false))
}

/// Reference lines, each with its word where the curves leave most room.
pub(crate) fn draw_reference_lines<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    frame: &Frame,
    lines: &[ReferenceLine],
    curves: &[Vec<Vec<Spot>>],
) -> Drawn<DB> {
    let plot = frame.plot;
    for line in lines {
        let Some(y) = frame.y_of(line.y).filter(|y| (plot.top..=plot.bottom).contains(y)) else { continue };
        pen.dashed(&[(plot.left, y), (plot.right, y)], 1.0, pen.palette.faint)?;
        let label = text::fit(&line.label, pen.font, plot.width() * 0.7);
        let (wide, half) = (text::width(&label, pen.font), pen.font * 0.7);
        let room = |left: f64, middle: f64| {
            let near = curves
                .iter()
                .flatten()
                .flatten()
                .filter(|(x, _)| (left - 8.0..=left + wide + 8.0).contains(x));
            let crossed = frame.note_lines().any(|x| (left - 2.0..=left + wide + 2.0).contains(&x));
            let room = near.map(|(_, curve_y)| (curve_y - middle).abs()).fold(f64::INFINITY, f64::min);
            if crossed { room.min(half) } else { room }
        };
        // At an end if there is room, else somewhere along the line.
        let (first, last) = (plot.left + 4.0, plot.right - wide - 4.0);
        let places = [1.0, 0.0, 0.75, 0.5, 0.25]
            .into_iter()
            .map(|share| first + share * (last - first))
            .flat_map(|x| [(x, y - half), (x, y + half)])
            .filter(|(_, middle)| *middle - half >= plot.top && *middle + half <= plot.bottom);
        let best = places.fold(None, |best: Option<(f64, Spot)>, place| {
            let here = room(place.0, place.1).min(40.0);
            if best.is_none_or(|(room, _)| here > room + 0.5) { Some((here, place)) } else { best }
        });
        if let Some((_, place)) = best {
            pen.veiled(&label, place, Type::new(pen.font, pen.palette.faint).left())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_peak_is_in_sight_where_peaks_are_looked_for() {
        let values: Vec<Option<f64>> = (0..40).map(|at| Some(if at == 20 { 90.0 } else { 2.0 })).collect();
        let top = |range| vertical_axis(range, std::iter::once((&values[..], &[][..])), &[]).value(1.0);
        assert!(top(Range::Peaks) > 90.0);
        assert!(top(Range::FromZero) < 10.0);
    }
}
