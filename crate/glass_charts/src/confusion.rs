//! The confusion matrix as a heat map: rows are actual classes, columns predicted ones. Right answers are
//! blue, errors orange, both by their share of the row; counts stand in the cells.

use crate::layout::{Bounds, Size};
use crate::pen::{Drawn, Pen, Type};
use crate::{Cell, Figure, Palette, Rgb, Scale, Table, Theme, Unit, Words, short, text};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// Counts of every actual class predicted as every class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ConfusionFigure {
    /// `x_axis` names the columns (predicted), `y_axis` the rows (actual).
    pub words: Words,
    /// Class names in order.
    pub classes: Vec<String>,
    /// `counts[actual][predicted]`; missing rows and columns count as 0.
    pub counts: Vec<Vec<u64>>,
}

/// Where the matrix lies.
struct Grid {
    bounds: Bounds,
    n: usize,
    font: f64,
    line: f64,
}

const EDGE: f64 = 6.0;

impl Grid {
    fn cell(&self, row: usize, column: usize) -> Bounds {
        let at = |index: usize, from: f64, whole: f64| from + whole * index as f64 / self.n.max(1) as f64;
        Bounds {
            left: at(column, self.bounds.left, self.bounds.width()),
            right: at(column + 1, self.bounds.left, self.bounds.width()),
            top: at(row, self.bounds.top, self.bounds.height()),
            bottom: at(row + 1, self.bounds.top, self.bounds.height()),
        }
    }
}

impl ConfusionFigure {
    /// The cell under a CSS pixel: actual class, predicted class.
    pub fn cell_at(&self, css_x: f64, css_y: f64, size: Size) -> Option<(usize, usize)> {
        let grid = self.grid(size);
        let Bounds { left, top, .. } = grid.bounds;
        let across = (css_x - left) / grid.bounds.width();
        let down = (css_y - top) / grid.bounds.height();
        let inside = (0.0..1.0).contains(&across) && (0.0..1.0).contains(&down);
        inside
            .then(|| {
                let index = |share: f64| ((share * grid.n as f64) as usize).min(grid.n.saturating_sub(1));
                (index(down), index(across))
            })
            .filter(|_| grid.n > 0)
    }

    /// Where a cell lies in CSS pixels: left, top, width, height.
    pub fn cell_box(&self, actual: usize, predicted: usize, size: Size) -> Option<(f64, f64, f64, f64)> {
        let grid = self.grid(size);
        (actual < grid.n && predicted < grid.n).then(|| {
            let cell = grid.cell(actual, predicted);
            (cell.left, cell.top, cell.width(), cell.height())
        })
    }

    fn count(&self, actual: usize, predicted: usize) -> u64 {
        self.counts.get(actual).and_then(|row| row.get(predicted)).copied().unwrap_or(0)
    }

    /// Share of the images of the actual class; `None` when it has none.
    fn share(&self, actual: usize, predicted: usize) -> Option<f64> {
        let whole: f64 = (0..self.classes.len()).map(|column| self.count(actual, column) as f64).sum();
        (whole > 0.0).then(|| self.count(actual, predicted) as f64 / whole)
    }

    fn grid(&self, size: Size) -> Grid {
        let (font, n) = (size.font_px(), self.classes.len());
        let line = (font * 1.5).round();
        let widest = self.classes.iter().map(|name| text::width(name, font)).fold(0.0, f64::max);
        let title = text::width(&self.words.y_axis, font);
        let labels = widest.max(title).min(size.width * 0.28);
        // Rounding must not take a letter from the longest.
        let left = EDGE + labels + 8.5;
        let top = EDGE + 2.0 * line + 2.0;
        let room = (size.width - left - EDGE).max(1.0);
        let bottom = (size.height - EDGE).max(top + 1.0);
        let wide = room.min((bottom - top) * 2.2);
        Grid { bounds: Bounds { left, top, right: left + wide, bottom }, n, font, line }
    }

    fn fill(&self, palette: &Palette, actual: usize, predicted: usize) -> Rgb {
        let hue = if actual == predicted { palette.training } else { palette.validation };
        let share = self.share(actual, predicted).unwrap_or(0.0);
        // An error of 1 in 100 must be seen; 0 must look like nothing.
        let opacity = if share > 0.0 { 0.12 + 0.88 * share.powf(0.8) } else { 0.0 };
        hue.over(palette.background, opacity)
    }

    fn draw_labels<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>, grid: &Grid) -> Drawn<DB> {
        let Bounds { left, top, right, .. } = grid.bounds;
        let (ink, faint) = (Type::new(grid.font, pen.palette.ink), Type::new(grid.font, pen.palette.faint));
        let middle = top - 2.0 - grid.line * 1.5;
        let across = text::fit(&self.words.x_axis, grid.font, right - left);
        pen.text(&across, ((left + right) / 2.0, middle), faint)?;
        let down = text::fit(&self.words.y_axis, grid.font, left - EDGE - 8.0);
        pen.text(&down, (left - 8.0, top - 2.0 - grid.line / 2.0), faint.right())?;
        let cell = grid.cell(0, 0);
        let rows_every = ((grid.font * 1.15 / cell.height()).ceil() as usize).max(1);
        for (index, name) in self.classes.iter().enumerate().step_by(rows_every) {
            let at = grid.cell(index, 0);
            let name = text::fit(name, grid.font, left - EDGE - 8.0);
            pen.text(&name, (left - 8.0, (at.top + at.bottom) / 2.0), ink.right())?;
        }
        let widest = self.classes.iter().map(|name| text::width(name, grid.font)).fold(0.0, f64::max);
        // Names thin out rather than all shorten to what they have in common.
        let wanted = (widest + 8.0).min(grid.font * 7.0);
        let columns_every = ((wanted / cell.width()).ceil() as usize).max(1);
        for (index, name) in self.classes.iter().enumerate().step_by(columns_every) {
            let at = grid.cell(0, index);
            let name = text::fit(name, grid.font, cell.width() * columns_every as f64 - 4.0);
            let (y, wide) = (top - 2.0 - grid.line / 2.0, text::width(&name, grid.font));
            if columns_every == 1 {
                pen.text(&name, ((at.left + at.right) / 2.0, y), ink)?;
            } else if at.left + wide <= pen.size.width {
                // A name that stands for several columns begins at its own.
                pen.text(&name, (at.left, y), ink.left())?;
            }
        }
        Ok(())
    }

    fn draw_count<DB: DrawingBackend>(
        &self,
        pen: &Pen<'_, DB>,
        grid: &Grid,
        (actual, predicted): (usize, usize),
    ) -> Drawn<DB> {
        let (cell, count) = (grid.cell(actual, predicted), self.count(actual, predicted));
        let (width, height) = (cell.width() - 4.0, cell.height() - 2.0);
        let said = if count < 100_000 { count.to_string() } else { short(count as f64) };
        let fits = |px: f64| text::width(&said, px) <= width && px * 1.1 <= height;
        let roomy = height >= grid.font * 3.6 && width >= grid.font * 4.0;
        let sizes = [grid.font + if roomy { 5.0 } else { 0.0 }, grid.font, 9.0];
        let Some(px) = sizes.into_iter().find(|px| fits(*px)) else { return Ok(()) };
        let fill = self.fill(&pen.palette, actual, predicted);
        let inks = [pen.palette.ink, pen.palette.background];
        let ink = if fill.contrast(inks[0]) >= fill.contrast(inks[1]) { inks[0] } else { inks[1] };
        let ink = if count == 0 { pen.palette.faint } else { ink };
        let (x, y) = ((cell.left + cell.right) / 2.0, (cell.top + cell.bottom) / 2.0);
        let share = self.share(actual, predicted).filter(|_| roomy && count > 0);
        let Some(share) = share else { return pen.text(&said, (x, y), Type::new(px, ink)) };
        pen.text(&said, (x, y - grid.font * 0.65), Type::new(px, ink).bold())?;
        pen.text(&Unit::Percent.print(share, 0.01), (x, y + grid.font * 0.95), Type::new(grid.font, ink))
    }
}

impl Figure for ConfusionFigure {
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
        let cells = || (0..grid.n).flat_map(|row| (0..grid.n).map(move |column| (row, column)));
        for (row, column) in cells().filter(|(row, column)| self.count(*row, *column) > 0) {
            pen.fill(grid.cell(row, column), self.fill(&pen.palette, row, column))?;
        }
        let step = grid.cell(0, 0);
        let dense = step.width().min(step.height()) < 8.0;
        for index in (0..=grid.n).filter(|index| !dense || *index == 0 || *index == grid.n) {
            let edge = grid.cell(index, index);
            pen.horizontal(edge.top.min(bottom), (left, right), pen.palette.grid)?;
            pen.vertical(edge.left.min(right), (top, bottom), pen.palette.grid)?;
        }
        if cells().all(|(row, column)| self.count(row, column) == 0) {
            let said = text::fit(&self.words.empty, grid.font, right - left);
            let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
            return pen.veiled(&said, middle, Type::new(grid.font, pen.palette.faint));
        }
        if dense {
            return Ok(());
        }
        // Zeros are said only where there is room to be calm.
        let zeros = grid.n <= 12;
        cells()
            .filter(|(row, column)| zeros || self.count(*row, *column) > 0)
            .try_for_each(|at| self.draw_count(&pen, &grid, at))
    }

    fn table(&self) -> Table {
        let corner = format!("{} \\ {}", self.words.y_axis, self.words.x_axis);
        let rows = self.classes.iter().enumerate().map(|(actual, name)| {
            let counts = (0..self.classes.len()).map(|predicted| Cell::Count(self.count(actual, predicted)));
            std::iter::once(Cell::text(name)).chain(counts).collect()
        });
        let rows = rows.collect();
        Table { header: std::iter::once(corner).chain(self.classes.iter().cloned()).collect(), rows }
    }
}
