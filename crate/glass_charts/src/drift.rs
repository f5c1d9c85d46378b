//! Drift, a small chart a property: the reference filled, the current window as an outline, the score
//! against its limit in words.

use crate::axis::{Axis, Unit, extent, short};
use crate::histogram::{draw_bars, draw_outline};
use crate::layout::{Bounds, Size};
use crate::legend::{Legend, LegendItem, Swatch};
use crate::panel::Panel;
use crate::pen::{Drawn, Ink, Pen, Shape, Type};
use crate::{Bin, Cell, Figure, Level, Palette, Scale, Table, Theme, Words, text};
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters::prelude::DrawingBackend;

/// One property: brightness, confidence, …
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DriftPanel {
    /// The property.
    pub name: String,
    /// Its distribution in the reference, as shares.
    pub reference: Vec<Bin>,
    /// Its distribution in the window, as shares.
    pub window: Vec<Bin>,
    /// The names of the bars, for what has no axis of numbers, such as classes; else empty.
    pub names: Vec<String>,
    /// The statistic's name: "KS", "PSI".
    pub statistic: String,
    /// The score, a distance.
    pub score: Option<f64>,
    /// The score at which it alarms.
    pub limit: Option<f64>,
    /// The p-value after correction.
    pub p: Option<f64>,
    /// How worried to be.
    pub level: Level,
}

/// Small charts in one to four columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DriftFigure {
    /// `reference` and `window` name the two distributions, `levels` the levels; `x_axis`, `y_axis` and `score`
    /// head the table's columns of properties, statistics and scores.
    pub words: Words,
    /// The properties, in the order they are shown.
    pub panels: Vec<DriftPanel>,
}

const EDGE: f64 = 6.0;
const GAP: f64 = 16.0;

impl DriftFigure {
    /// The height in CSS pixels that suits this width.
    pub fn suitable_height(&self, width: f64) -> f64 {
        let rows = self.panels.len().max(1).div_ceil(self.columns_by_width(width));
        28.0 + rows as f64 * 120.0
    }

    /// One on a phone, four on a wide page.
    fn columns_by_width(&self, width: f64) -> usize {
        ((width / 190.0) as usize).clamp(1, 4).min(self.panels.len().max(1))
    }

    /// By width; more while rows would be too low and columns are not too narrow.
    fn n_columns(&self, size: Size) -> usize {
        let n = self.panels.len().max(1);
        let fits = |columns: &usize| {
            let low = size.height / (n.div_ceil(*columns) as f64) < 84.0;
            !low || size.width / ((columns + 1) as f64) < 110.0
        };
        let fewest = self.columns_by_width(size.width);
        (fewest..=n.min(8)).find(fits).unwrap_or(fewest.max(n.min(8)))
    }

    /// The panel under a CSS pixel.
    pub fn panel_at(&self, css_x: f64, css_y: f64, size: Size) -> Option<usize> {
        (0..self.panels.len()).find(|index| self.cell(*index, size).holds((css_x, css_y)))
    }

    fn cell(&self, index: usize, size: Size) -> Bounds {
        let columns = self.n_columns(size);
        let rows = self.panels.len().max(1).div_ceil(columns);
        let legend = self.legend(size, &Theme::Light.palette());
        let top = EDGE + (size.font_px() * 1.5).round() * legend.rows.max(1) as f64 + 4.0;
        let wide = (size.width - 2.0 * EDGE - GAP * (columns - 1) as f64) / columns as f64;
        let tall = (size.height - top - EDGE) / rows as f64;
        let left = EDGE + (index % columns) as f64 * (wide + GAP);
        let top = top + (index / columns) as f64 * tall;
        Bounds { left, right: left + wide.max(1.0), top, bottom: top + tall.max(1.0) }
    }

    /// "PSI 0.31 > 0.12 · p 0.004": numbers and signs, no words to translate.
    fn verdict(&self, panel: &DriftPanel) -> String {
        let score = panel.score.filter(|score| score.is_finite());
        let mut said = format!("{} {}", panel.statistic, score.map_or(self.words.missing.clone(), short));
        if let (Some(score), Some(limit)) = (score, panel.limit.filter(|limit| limit.is_finite())) {
            said += &format!(" {} {}", if score > limit { ">" } else { "≤" }, short(limit));
        }
        if let Some(p) = panel.p.filter(|p| p.is_finite()) {
            said += &if p < 0.001 { " · p < 0.001".to_owned() } else { format!(" · p {}", short(p)) };
        }
        said
    }

    /// The two distributions and the levels that occur.
    fn legend(&self, size: Size, palette: &Palette) -> Legend {
        let item = |name: &str, swatch| LegendItem::new(name, swatch);
        let mut items = vec![
            item(&self.words.reference, Swatch::Fill(palette.training)),
            item(&self.words.window, Swatch::Outline(palette.validation)),
        ];
        let occurs = |level: &Level| self.panels.iter().any(|panel| panel.level == *level);
        for level in [Level::Steady, Level::Watch, Level::Alarm].into_iter().filter(occurs) {
            let swatch = Swatch::Mark(palette.level(level), Shape::of_level(level));
            items.push(item(self.words.level(level), swatch));
        }
        Legend::arrange(items, size.font_px(), size.width - 2.0 * EDGE, 0.0, 2)
    }

    fn draw_legend<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>) -> Drawn<DB> {
        let legend = self.legend(pen.size, &pen.palette);
        let line = (pen.font * 1.5).round();
        // There is no title above: its row is the legend's own first.
        let top = EDGE + line / 2.0 - if legend.rows > 0 { line } else { 0.0 };
        legend.draw(pen, EDGE, top, line)
    }

    fn draw_panel<DB: DrawingBackend>(
        &self,
        pen: &Pen<'_, DB>,
        panel: &DriftPanel,
        cell: Bounds,
    ) -> Drawn<DB> {
        let line = (pen.font * 1.4).round();
        let (ink, faint) =
            (Type::new(pen.font, pen.palette.ink), Type::new(pen.font - 1.0, pen.palette.faint));
        let verdict = self.verdict(panel);
        let roomy = cell.height() >= line * 4.0;
        let labelled = cell.height() >= line * 2.7;
        let heads = if roomy { 2.0 } else { 1.0 };
        let name = text::fit(&panel.name, pen.font, cell.width() - 16.0);
        let colour = pen.palette.level(panel.level);
        let middle = cell.top + line / 2.0;
        pen.mark(Shape::of_level(panel.level), (cell.left + 5.0, middle), 4.5, colour, false)?;
        pen.text(&name, (cell.left + 14.0, middle), ink.bold().left())?;
        if roomy {
            let said = text::fit(&verdict, pen.font - 1.0, cell.width());
            pen.text(&said, (cell.left, cell.top + line * 1.5), faint.left())?;
        }
        let plot = Bounds {
            left: cell.left,
            right: cell.right,
            top: cell.top + line * heads + 4.0,
            bottom: (cell.bottom - if labelled { line } else { 0.0 } - 4.0)
                .max(cell.top + line * heads + 5.0),
        };
        let bins = || panel.reference.iter().chain(&panel.window).filter(|bin| bin.is_sound());
        let ends = extent(bins().flat_map(|bin| [bin.low, bin.high]));
        let tallest = bins().map(|bin| bin.height).fold(0.0, f64::max);
        let (low, high) = ends.unwrap_or((0.0, 1.0));
        let small = Panel {
            plot,
            x: Axis::linear(low, high, Unit::Plain),
            y: Axis::linear(0.0, if tallest > 0.0 { tallest } else { 1.0 }, Unit::Percent),
        };
        draw_bars(pen, &small, &panel.reference, Ink(pen.palette.training, 0.35))?;
        draw_outline(pen, &small, &panel.window, pen.palette.validation.into())?;
        pen.horizontal(plot.bottom, (plot.left, plot.right), pen.palette.faint)?;
        if ends.is_none() {
            let said = text::fit(&self.words.empty, pen.font, cell.width());
            return pen.veiled(
                &said,
                ((plot.left + plot.right) / 2.0, (plot.top + plot.bottom) / 2.0),
                faint,
            );
        }
        if !labelled {
            return Ok(());
        }
        let y = plot.bottom + 2.0 + line / 2.0;
        if !panel.names.is_empty() {
            return draw_names(pen, &small, &panel.names, y, faint);
        }
        pen.text(&short(small.x.low), (plot.left, y), faint.left())?;
        pen.text(&short(small.x.high), (plot.right, y), faint.right())
    }
}

/// Every bar's name below it, or, where they have no room, the first and the last.
fn draw_names<DB: DrawingBackend>(
    pen: &Pen<'_, DB>,
    small: &Panel,
    names: &[String],
    y: f64,
    kind: Type,
) -> Drawn<DB> {
    let plot = small.plot;
    let room = plot.width() / names.len().max(1) as f64;
    let font = pen.font - 1.0;
    if names.iter().all(|name| text::width(name, font) <= room - 4.0) {
        let middle = |at: usize| plot.left + room * (at as f64 + 0.5);
        return names.iter().enumerate().try_for_each(|(at, name)| pen.text(name, (middle(at), y), kind));
    }
    let half = plot.width() / 2.0 - 4.0;
    let ends = [names.first(), names.last()].map(|name| text::fit(name.map_or("", |name| name), font, half));
    pen.text(&ends[0], (plot.left, y), kind.left())?;
    pen.text(&ends[1], (plot.right, y), kind.right())
}

impl Figure for DriftFigure {
    fn draw<DB: DrawingBackend>(
        &self,
        area: &DrawingArea<DB, Shift>,
        theme: Theme,
        scale: Scale,
    ) -> Drawn<DB> {
        let pen = Pen::on(area, theme, scale)?;
        self.draw_legend(&pen)?;
        if self.panels.is_empty() {
            let said = text::fit(&self.words.empty, pen.font, pen.size.width - 2.0 * EDGE);
            let middle = (pen.size.width / 2.0, pen.size.height / 2.0);
            return pen.text(&said, middle, Type::new(pen.font, pen.palette.faint));
        }
        let mut panels = self.panels.iter().enumerate();
        panels.try_for_each(|(index, panel)| self.draw_panel(&pen, panel, self.cell(index, pen.size)))
    }

    fn table(&self) -> Table {
        let Words { x_axis, y_axis, score, limit, level, .. } = &self.words;
        let header = [x_axis, y_axis, score, limit, "p", level];
        let rows = self.panels.iter().map(|panel| {
            vec![
                Cell::text(&panel.name),
                Cell::text(&panel.statistic),
                Cell::number(panel.score),
                Cell::number(panel.limit),
                Cell::number(panel.p),
                Cell::text(self.words.level(panel.level)),
            ]
        });
        Table { header: header.map(str::to_owned).to_vec(), rows: rows.collect() }
    }
}
