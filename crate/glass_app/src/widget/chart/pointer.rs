//! What lies under a pointer, be it a mouse, a finger or the arrow keys.

use glass_charts::Size;
use leptos::callback::{Callable, Callback};

/// A place on a chart, in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pointer {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// The chart's size.
    pub size: Size,
}

/// What the chart says about a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The values there, in words.
    pub text: String,
    /// What to mark on the picture.
    pub mark: Option<Mark>,
}

/// A box on the picture, in CSS pixels; a line when it has no width.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// From the left.
    pub left: f64,
    /// From the top.
    pub top: f64,
    /// Across.
    pub width: f64,
    /// Down.
    pub height: f64,
}

impl Mark {
    /// Its place, for a `style` attribute.
    pub(super) fn style(self) -> String {
        let Self { left, top, width, height } = self;
        format!("left:{left:.1}px;top:{top:.1}px;width:{width:.1}px;height:{height:.1}px")
    }
}

const STEP: f64 = 4.0;

/// Where a key moves the pointer: on to the next place that reads differently. `None` when the key is none
/// of these, `Some(None)` when it puts the pointer away.
pub fn moved(
    key: &str,
    at: Option<(f64, f64)>,
    size: Size,
    read: Option<Callback<Pointer, Option<Reading>>>,
) -> Option<Option<(f64, f64)>> {
    let read = read?;
    let (middle, start) = ((size.width / 2.0, size.height / 2.0), at.is_none());
    let (dx, dy, from) = match key {
        "ArrowRight" => (STEP, 0.0, at.unwrap_or((0.0, middle.1))),
        "ArrowLeft" => (-STEP, 0.0, at.unwrap_or((size.width, middle.1))),
        "ArrowDown" => (0.0, STEP, at.unwrap_or((middle.0, 0.0))),
        "ArrowUp" => (0.0, -STEP, at.unwrap_or((middle.0, size.height))),
        "Home" => (STEP, 0.0, (0.0, at.unwrap_or(middle).1)),
        "End" => (-STEP, 0.0, (size.width, at.unwrap_or(middle).1)),
        "Escape" => return Some(None),
        _ => return None,
    };
    let said = |(x, y): (f64, f64)| read.run(Pointer { x, y, size }).map(|reading| reading.text);
    let before = if start || matches!(key, "Home" | "End") { None } else { said(from) };
    let n_steps = (size.width.max(size.height) / STEP) as usize;
    let next = (1..=n_steps)
        .map(|step| (from.0 + dx * step as f64, from.1 + dy * step as f64))
        .take_while(|(x, y)| (0.0..=size.width).contains(x) && (0.0..=size.height).contains(y))
        .find(|place| said(*place).is_some_and(|text| Some(&text) != before.as_ref()));
    Some(next.or(at))
}
