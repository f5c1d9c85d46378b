//! The legend: a swatch of the series and its name, in rows that fit.

use crate::Rgb;
use crate::layout::Bounds;
use crate::pen::{Drawn, Ink, Pen, Shape, Type};
use crate::text;
use plotters::prelude::DrawingBackend;

/// What stands before a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Swatch {
    Line(Rgb, Option<Shape>),
    Dashed(Rgb),
    Fill(Rgb),
    /// A colour as it is, however near the background: with an edge.
    Shade(Rgb),
    Outline(Rgb),
    Mark(Rgb, Shape),
    /// No swatch: the count of what had no room.
    Count,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LegendItem {
    pub name: String,
    /// Stands after the name and is never shortened.
    pub value: String,
    pub swatch: Swatch,
}

impl LegendItem {
    pub fn new(name: &str, swatch: Swatch) -> Self {
        Self { name: name.to_owned(), value: String::new(), swatch }
    }

    fn count(left_out: usize) -> Self {
        Self::new(&format!("+{left_out}"), Swatch::Count)
    }

    fn said(&self) -> String {
        if self.value.is_empty() { self.name.clone() } else { format!("{} {}", self.name, self.value) }
    }

    fn width(&self, font: f64) -> f64 {
        SWATCH + 4.0 + text::width(&self.said(), font)
    }

    fn fitted(self, font: f64, room: f64) -> Self {
        let value = if self.value.is_empty() { String::new() } else { format!(" {}", self.value) };
        // Widths are added in another order when room is made: a name that just fits must not lose its end.
        let name_room = room - SWATCH - 4.0 - text::width(&value, font) + 0.5;
        Self { name: text::fit(&self.name, font, name_room), ..self }
    }
}

const SWATCH: f64 = 18.0;
const GAP: f64 = 12.0;

/// A legend laid out: each item with its left end and row.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Legend {
    items: Vec<(f64, usize, LegendItem)>,
    /// How many rows it takes below the title's row; 0 when it fits beside the title.
    pub rows: usize,
    inline: bool,
}

impl Legend {
    /// Lays items out: beside a title of width `title` if all fit there, else in up to `most_rows` rows
    /// of their own. What does not fit is counted: "+3".
    pub fn arrange(items: Vec<LegendItem>, font: f64, width: f64, title: f64, most_rows: usize) -> Self {
        let items: Vec<_> = items.into_iter().filter(|item| !item.said().is_empty()).collect();
        let wide = |item: &LegendItem| item.width(font);
        let whole: f64 = items.iter().map(|item| wide(item) + GAP).sum::<f64>() - GAP;
        if items.is_empty() || most_rows == 0 {
            return Self::default();
        }
        if whole + title + 2.0 * GAP <= width {
            let mut x = width - whole;
            let items = items.into_iter().map(|item| {
                let left = x;
                x += wide(&item) + GAP;
                (left, 0, item)
            });
            return Self { items: items.collect(), rows: 0, inline: true };
        }
        let (count, mut x, mut row) = (items.len(), 0.0, 0);
        let mut placed: Vec<(f64, usize, LegendItem)> = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let more = if index + 1 < count { text::width("+99", font) + GAP } else { 0.0 };
            let item = item.fitted(font, width - more);
            let last = row + 1 == most_rows;
            if x > 0.0 && x + wide(&item) + if last { more } else { 0.0 } > width {
                if last {
                    placed.push((x, row, LegendItem::count(count - index)));
                    break;
                }
                (x, row) = (0.0, row + 1);
            }
            let left = x;
            x += wide(&item) + GAP;
            placed.push((left, row, item));
        }
        Self { rows: row + 1, items: placed, inline: false }
    }

    /// Lays items out one under the other in `room` pixels of width and at most `most_rows` rows.
    pub fn column(items: Vec<LegendItem>, font: f64, room: f64, most_rows: usize) -> Self {
        let items: Vec<_> = items.into_iter().filter(|item| !item.said().is_empty()).collect();
        let shown = if items.len() > most_rows { most_rows.saturating_sub(1) } else { items.len() };
        let left_out = items.len() - shown;
        let mut placed: Vec<_> = items.into_iter().take(shown).enumerate().collect();
        if left_out > 0 {
            placed.push((shown, LegendItem::count(left_out)));
        }
        let fitted = placed.into_iter().map(|(row, item)| (0.0, row, item.fitted(font, room)));
        Self { items: fitted.collect(), rows: 0, inline: true }
    }

    /// How wide the widest of these items is.
    pub fn widest(items: &[LegendItem], font: f64) -> f64 {
        items.iter().map(|item| item.width(font)).fold(0.0, f64::max)
    }

    /// Draws the legend; `top` is the middle of the title's row.
    pub fn draw<DB: DrawingBackend>(&self, pen: &Pen<'_, DB>, left: f64, top: f64, line: f64) -> Drawn<DB> {
        for (x, row, item) in &self.items {
            let y = top + line * (*row as f64 + if self.inline { 0.0 } else { 1.0 });
            let x = left + x;
            draw_swatch(pen, item.swatch, x, y)?;
            let x = if item.swatch == Swatch::Count { x } else { x + SWATCH + 4.0 };
            pen.text(&item.said(), (x, y), Type::new(pen.font, pen.palette.ink).left())?;
        }
        Ok(())
    }
}

fn around(Bounds { left, right, top, bottom }: Bounds) -> [(f64, f64); 5] {
    [(left, bottom), (left, top), (right, top), (right, bottom), (left, bottom)]
}

fn draw_swatch<DB: DrawingBackend>(pen: &Pen<'_, DB>, swatch: Swatch, x: f64, y: f64) -> Drawn<DB> {
    let middle = (x + SWATCH / 2.0, y);
    let block = Bounds { left: x + 2.0, right: x + SWATCH - 2.0, top: y - 4.0, bottom: y + 4.0 };
    match swatch {
        Swatch::Line(ink, shape) => {
            pen.line(&[(x, y), (x + SWATCH, y)], 2.0, ink)?;
            shape.map_or(Ok(()), |shape| pen.mark(shape, middle, 3.5, ink, true))
        }
        Swatch::Dashed(ink) => pen.dashed(&[(x, y), (x + SWATCH, y)], 1.0, ink),
        Swatch::Fill(ink) => pen.fill(block, Ink(ink, 0.35)),
        Swatch::Shade(ink) => {
            pen.fill(block, Ink(ink, 1.0))?;
            pen.line(&around(block), 1.0, pen.palette.faint)
        }
        Swatch::Outline(ink) => pen.line(&around(block), 1.5, ink),
        Swatch::Mark(ink, shape) => pen.mark(shape, middle, 4.0, ink, false),
        Swatch::Count => Ok(()),
    }
}
