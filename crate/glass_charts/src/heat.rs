//! A heat map over the values of one or two settings: how good each combination proved. Lower is better and bluer; the
//! best cell has a frame; what was not tried stays empty.

use crate::layout::{Bounds, Size};
use crate::pen::{Drawn, Pen, Type};
use crate::{Cell, Figure, Palette, Rgb, Scale, Table, Theme, Words, short, text};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// A score for every pair of values.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HeatFigure {
    /// `x_axis` names the columns, `y_axis` the rows, `score` what the cells hold.
    pub words: Words,
    /// Values of the columns, as printed.
    pub columns: Vec<String>,
    /// Values of the rows, as printed; one row without a name for one setting.
    pub rows: Vec<String>,
    /// `scores[row][column]`, lower is better; `None`, missing and not finite: not known.
    pub scores: Vec<Vec<Option<f64>>>,
}

struct Grid {
    bounds: Bounds,
    n_rows: usize,
    n_columns: usize,
    font: f64,
    line: f64,
}

const EDGE: f64 = 6.0;
/// Taller rows tell nothing more.
const MAX_ROW_PX: f64 = 64.0;

impl Grid {
    fn cell(&self, row: usize, column: usize) -> Bounds {
        let at =
            |index: usize, n: usize, from: f64, whole: f64| from + whole * index as f64 / n.max(1) as f64;
        let Bounds { left, top, .. } = self.bounds;
        let (wide, high) = (self.bounds.width(), self.bounds.height());
        Bounds {
            left: at(column, self.n_columns, left, wide),
            right: at(column + 1, self.n_columns, left, wide),
            top: at(row, self.n_rows, top, high),
            bottom: at(row + 1, self.n_rows, top, high),
        }
    }
}

impl HeatFigure {
    /// The cell under a CSS pixel: row, column.
    pub fn cell_at(&self, css_x: f64, css_y: f64, size: Size) -> Option<(usize, usize)> {
        let grid = self.grid(size);
        let across = (css_x - grid.bounds.left) / grid.bounds.width();
        let down = (css_y - grid.bounds.top) / grid.bounds.height();
        let is_inside = (0.0..1.0).contains(&across) && (0.0..1.0).contains(&down);
        let index = |share: f64, n: usize| ((share * n as f64) as usize).min(n.saturating_sub(1));
        (is_inside && grid.n_rows * grid.n_columns > 0)
            .then(|| (index(down, grid.n_rows), index(across, grid.n_columns)))
    }

    /// Where a cell lies in CSS pixels: left, top, width, height.
    pub fn cell_box(&self, row: usize, column: usize, size: Size) -> Option<(f64, f64, f64, f64)> {
        let grid = self.grid(size);
        (row < grid.n_rows && column < grid.n_columns).then(|| {
            let cell = grid.cell(row, column);
            (cell.left, cell.top, cell.width(), cell.height())
        })
    }

    /// The score of a cell.
    pub fn score(&self, row: usize, column: usize) -> Option<f64> {
        self.scores.get(row)?.get(column).copied().flatten().filter(|score| score.is_finite())
    }

    fn places(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        (0..self.rows.len()).flat_map(|row| (0..self.columns.len()).map(move |column| (row, column)))
    }

    fn known(&self) -> impl Iterator<Item = ((usize, usize), f64)> + '_ {
        self.places().filter_map(|place| Some((place, self.score(place.0, place.1)?)))
    }

    fn best(&self) -> Option<(usize, usize)> {
        self.known().min_by(|one, other| one.1.total_cmp(&other.1)).map(|(place, _)| place)
    }

    fn grid(&self, size: Size) -> Grid {
        let font = size.font_px();
        let line = (font * 1.5).round();
        let widest = self.rows.iter().map(|name| text::width(name, font)).fold(0.0, f64::max);
        let labels = widest.max(text::width(&self.words.y_axis, font)).min(size.width * 0.28);
        let left = EDGE + labels + 8.0;
        let top = EDGE + 2.0 * line + 2.0;
        let right = (size.width - EDGE).max(left + 1.0);
        let high = (size.height - EDGE - top).min(MAX_ROW_PX * self.rows.len() as f64).max(1.0);
        let bounds = Bounds { left, top, right, bottom: top + high };
        Grid { bounds, n_rows: self.rows.len(), n_columns: self.columns.len(), font, line }
    }

    /// The shares are of ranks: one combination that ran away must not make all others look alike.
    fn fill(&self, palette: &Palette, score: f64) -> Rgb {
        let n = self.known().count();
        let n_better = self.known().filter(|(_, other)| *other < score).count();
        let share = if n > 1 { 1.0 - n_better as f64 / (n - 1) as f64 } else { 1.0 };
        palette.training.over(palette.background, 0.10 + 0.80 * share)
    }

    fn draw_labels<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>, grid: &Grid) -> Drawn<DB> {
        let Bounds { left, top, right, .. } = grid.bounds;
        let (ink, faint) = (Type::new(grid.font, pen.palette.ink), Type::new(grid.font, pen.palette.faint));
        let across = text::fit(&self.words.x_axis, grid.font, right - left);
        pen.text(&across, ((left + right) / 2.0, top - 2.0 - grid.line * 1.5), faint)?;
        let room = left - EDGE - 8.0;
        let down = text::fit(&self.words.y_axis, grid.font, room);
        pen.text(&down, (left - 8.0, top - 2.0 - grid.line / 2.0), faint.right())?;
        for (index, name) in self.rows.iter().enumerate() {
            let at = grid.cell(index, 0);
            let name = text::fit(name, grid.font, room);
            pen.text(&name, (left - 8.0, (at.top + at.bottom) / 2.0), ink.right())?;
        }
        for (index, name) in self.columns.iter().enumerate() {
            let at = grid.cell(0, index);
            let name = text::fit(name, grid.font, at.width() - 4.0);
            pen.text(&name, ((at.left + at.right) / 2.0, top - 2.0 - grid.line / 2.0), ink)?;
        }
        Ok(())
    }

    fn draw_score<DB: DrawingBackend>(
        &self,
        pen: &Pen<'_, DB>,
        cell: Bounds,
        font: f64,
        score: f64,
    ) -> Drawn<DB> {
        let fill = self.fill(&pen.palette, score);
        pen.fill(cell, fill)?;
        let said = short(score);
        if text::width(&said, font) > cell.width() - 4.0 || font * 1.1 > cell.height() - 2.0 {
            return Ok(());
        }
        let inks = [pen.palette.ink, pen.palette.background];
        let ink = if fill.contrast(inks[0]) >= fill.contrast(inks[1]) { inks[0] } else { inks[1] };
        let middle = ((cell.left + cell.right) / 2.0, (cell.top + cell.bottom) / 2.0);
        pen.text(&said, middle, Type::new(font, ink))
    }
}

impl Figure for HeatFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        let grid = self.grid(pen.size);
        let Bounds { left, top, right, bottom } = grid.bounds;
        self.draw_labels(&pen, &grid)?;
        for ((row, column), score) in self.known() {
            self.draw_score(&pen, grid.cell(row, column), grid.font, score)?;
        }
        for row in 0..=grid.n_rows {
            pen.horizontal(grid.cell(row, 0).top.min(bottom), (left, right), pen.palette.grid)?;
        }
        for column in 0..=grid.n_columns {
            pen.vertical(grid.cell(0, column).left.min(right), (top, bottom), pen.palette.grid)?;
        }
        let Some((row, column)) = self.best() else {
            let said = text::fit(&self.words.empty, grid.font, right - left);
            let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
            return pen.veiled(&said, middle, Type::new(grid.font, pen.palette.faint));
        };
        let best = grid.cell(row, column);
        for inset in [0.0, 1.0] {
            let (left, right) = (best.left + inset, best.right - inset);
            let (top, bottom) = (best.top + inset, best.bottom - inset);
            pen.horizontal(top, (left, right), pen.palette.ink)?;
            pen.horizontal(bottom, (left, right), pen.palette.ink)?;
            pen.vertical(left, (top, bottom), pen.palette.ink)?;
            pen.vertical(right, (top, bottom), pen.palette.ink)?;
        }
        Ok(())
    }

    fn table(&self) -> Table {
        let corner = match self.words.y_axis.as_str() {
            "" => self.words.x_axis.clone(),
            down => format!("{down} \\ {}", self.words.x_axis),
        };
        let rows = self.rows.iter().enumerate().map(|(row, name)| {
            let name = if name.is_empty() { &self.words.score } else { name };
            let scores = (0..self.columns.len())
                .map(|column| self.score(row, column).map_or(Cell::Missing, Cell::number));
            std::iter::once(Cell::text(name)).chain(scores).collect()
        });
        let rows = rows.collect();
        Table { header: std::iter::once(corner).chain(self.columns.iter().cloned()).collect(), rows }
    }
}
