//! Precision over recall, one class against the rest, in steps: average precision does not interpolate.

use crate::pen::{Drawn, Pen};
use crate::tradeoff::{self, ClassCurve};
use crate::{Figure, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// Precision-recall curves, each with the precision of chance.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PrFigure {
    /// Axis titles; `chance` names the baselines.
    pub words: Words,
    /// One curve a class: (recall, precision), recall growing.
    pub curves: Vec<ClassCurve>,
}

impl Figure for PrFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = tradeoff::frame(pen.size, &self.words, &self.curves, &pen.palette);
        frame.draw(&pen)?;
        for (index, curve) in self.curves.iter().enumerate() {
            let share = curve.baseline.filter(|share| (0.0..=1.0).contains(share));
            let Some(y) = share.and_then(|share| frame.y_of(share)) else { continue };
            // Classes of the same size have the same baseline: one line for them.
            let earlier = self.curves[..index].iter().filter_map(|curve| curve.baseline);
            if earlier.into_iter().any(|other| (other - share.unwrap_or(0.0)).abs() < 0.01) {
                continue;
            }
            pen.dashed(&[(frame.plot.left, y), (frame.plot.right, y)], 1.0, pen.palette.faint)?;
        }
        tradeoff::draw_curves(&pen, &frame, self.curves.iter().map(|curve| steps(&curve.points)), &self.words)
    }

    fn table(&self) -> Table {
        tradeoff::table(&self.words, &self.curves)
    }
}

/// Between two recalls the precision is that of the higher one: the area is Σ (Rₙ − Rₙ₋₁) Pₙ.
fn steps(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let corners = points.windows(2).flat_map(|pair| [(pair[0].0, pair[1].1), pair[1]]);
    points.first().copied().into_iter().chain(corners).collect()
}
