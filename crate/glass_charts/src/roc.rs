//! Receiver operating characteristic: true against false positive rate, one class against the rest.

use crate::pen::{Drawn, Pen};
use crate::tradeoff::{self, ClassCurve};
use crate::{Figure, Scale, Table, Theme, Words};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// ROC curves with the diagonal of chance.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RocFigure {
    /// Axis titles; `chance` names the diagonal.
    pub words: Words,
    /// One curve a class: (false positive rate, true positive rate).
    pub curves: Vec<ClassCurve>,
}

impl Figure for RocFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let frame = tradeoff::frame(pen.size, &self.words, &self.curves, &pen.palette);
        frame.draw(&pen)?;
        let plot = frame.plot;
        pen.dashed(&[(plot.left, plot.bottom), (plot.right, plot.top)], 1.0, pen.palette.faint)?;
        tradeoff::draw_curves(&pen, &frame, self.curves.iter().map(|curve| curve.points.clone()), &self.words)
    }

    fn table(&self) -> Table {
        tradeoff::table(&self.words, &self.curves)
    }
}
