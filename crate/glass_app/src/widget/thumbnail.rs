//! A small picture on a canvas of its own.

use leptos::html::Canvas;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

/// Up to this many pixels a side a picture is shown with crisp pixels: enlarging must not invent any.
pub const CRISP_SIDE: u32 = 48;

/// A canvas that `draw` fills whenever what it reads changes. For decoration: the accessible name belongs to
/// the control or figure around it.
#[component]
pub fn Thumbnail(draw: impl Fn(&HtmlCanvasElement) + 'static) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            draw(&canvas);
            let is_crisp = canvas.width().max(canvas.height()) <= CRISP_SIDE;
            canvas.set_class_name(if is_crisp { "thumb-canvas is-crisp" } else { "thumb-canvas" });
        }
    });
    view! { <canvas class="thumb-canvas" aria-hidden="true" width="1" height="1" node_ref=canvas></canvas> }
}
