//! Marks: a colour and a shape, so that neither stands alone.

use leptos::prelude::*;

/// Colours of the style sheet.
const N_COLORS: usize = 8;
/// Shapes of the style sheet, in the order of the figures.
const SHAPES: [&str; 5] = ["circle", "square", "triangle-up", "diamond", "triangle"];

/// The mark of the class at `index` among those that take part; gray for one that does not.
#[component]
pub fn ClassMark(#[prop(into)] index: Signal<Option<usize>>) -> impl IntoView {
    let class = move || match index.get() {
        Some(index) => format!("mark mark-{} shape-{}", index % N_COLORS, SHAPES[index % SHAPES.len()]),
        None => String::from("mark"),
    };
    view! { <span class=class aria-hidden="true"></span> }
}

/// The mark of the line at `index` in a figure of several; nothing for one that is not drawn. A figure gives
/// the first shape to validation curves: its other lines begin with the second.
#[component]
pub fn LineMark(#[prop(into)] index: Signal<Option<usize>>) -> impl IntoView {
    let class = move || match index.get() {
        Some(index) => format!("mark mark-{} shape-{}", index % N_COLORS, SHAPES[(index + 1) % SHAPES.len()]),
        None => String::from("mark mark-none"),
    };
    view! { <span class=class aria-hidden="true"></span> }
}
