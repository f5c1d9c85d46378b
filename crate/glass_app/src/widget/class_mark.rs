//! The mark of a class: a colour and a shape, so that neither stands alone.

use leptos::prelude::*;

/// Colours of the style sheet.
const N_COLORS: usize = 8;
/// Shapes of the style sheet, in the order of the figures.
const SHAPES: [&str; 5] = ["circle", "square", "triangle", "diamond", "triangle-up"];

/// The mark of the class at `index` among those that take part; gray for one that does not.
#[component]
pub fn ClassMark(#[prop(into)] index: Signal<Option<usize>>) -> impl IntoView {
    let class = move || match index.get() {
        Some(index) => format!("mark mark-{} shape-{}", index % N_COLORS, SHAPES[index % SHAPES.len()]),
        None => String::from("mark"),
    };
    view! { <span class=class aria-hidden="true"></span> }
}
