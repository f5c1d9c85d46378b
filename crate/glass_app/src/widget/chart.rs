//! The chart: a figure on a canvas, its values under a pointer, and the same numbers as a table.
//!
//! A chart follows its figure, the theme, its own size and the screen's pixels. The canvas is an image with a
//! name; whoever cannot see it, or wants the digits, reads the table under "numbers".

mod easel;
mod numbers;
mod paced;
mod pointer;
mod turns;

pub use numbers::{CellButtons, fine_percent, fine_probability};
pub use paced::paced;
pub use pointer::{Mark, Pointer, Reading};

use crate::canvas;
use easel::{Easel, Watch};
use glass_charts::{Figure, Scale, Size, Table, Theme};
use leptos::{ev, html, prelude::*};
use numbers::Numbers;
use std::sync::Arc;
use web_sys::HtmlCanvasElement;

/// Between two writings of a table.
const TABLE_REST_MILLIS: f64 = 250.0;

/// How a figure is put on a canvas, whatever figure it is.
type Paint = Arc<dyn Fn(&HtmlCanvasElement, Theme) + Send + Sync>;

/// A figure with its table.
#[component]
pub fn Chart<F>(
    /// What to show.
    figure: Memo<F>,
    /// Test id of the canvas.
    chart_id: &'static str,
    /// Test id of the table.
    table_id: &'static str,
    /// What the chart shows, as its heading.
    #[prop(into)]
    title: Signal<String>,
    /// What the picture says, for those who do not see it; the title when left out.
    #[prop(into, optional)]
    name: Option<Signal<String>>,
    /// The word for the numbers behind the picture.
    #[prop(into)]
    numbers: Signal<&'static str>,
    /// The word for a number that does not exist.
    #[prop(into)]
    missing: Signal<&'static str>,
    /// Dark colours.
    is_dark: Signal<bool>,
    /// What lies under a pointer.
    #[prop(into, optional)]
    read: Option<Callback<Pointer, Option<Reading>>>,
    /// A click, a tap, or Enter on what lies under the pointer.
    #[prop(into, optional)]
    on_pick: Option<Callback<Pointer>>,
    /// What stays marked while nobody points.
    #[prop(into, optional)]
    marked: Option<Callback<Size, Option<Mark>>>,
    /// Makes the table's numbers buttons.
    #[prop(into, optional)]
    buttons: Option<CellButtons>,
    /// The table has hundreds of rows: it is only made when somebody opens it.
    #[prop(optional)]
    is_long: bool,
) -> impl IntoView
where
    F: Figure + Clone + PartialEq + Send + Sync + 'static,
{
    let paint: Paint = Arc::new(move |canvas, theme| {
        figure.with_untracked(|figure| {
            canvas::paint(canvas, |area, pixel_ratio| {
                // A stroke the browser refuses leaves a gap in the picture; the numbers stand beside it.
                let _ = figure.draw(area, theme, Scale { pixel_ratio });
            });
        });
    });
    // While a run or a stream goes on, figures change with every message, and rows cost more than strokes.
    let table = paced(figure, TABLE_REST_MILLIS, Figure::table);
    let name = name.unwrap_or(title);
    let gaze = Gaze { read, on_pick, marked };
    view! {
        <figure class="chart">
            <figcaption class="chart-title">{title}</figcaption>
            <Picture paint changed=Signal::derive(move || figure.track()) chart_id name is_dark gaze />
            <Behind table table_id name numbers missing buttons is_long />
        </figure>
    }
}

/// What a chart does for a pointer.
#[derive(Clone, Copy)]
struct Gaze {
    read: Option<Callback<Pointer, Option<Reading>>>,
    on_pick: Option<Callback<Pointer>>,
    marked: Option<Callback<Size, Option<Mark>>>,
}

#[component]
fn Picture(
    paint: Paint,
    changed: Signal<()>,
    chart_id: &'static str,
    name: Signal<String>,
    is_dark: Signal<bool>,
    gaze: Gaze,
) -> impl IntoView {
    let canvas = NodeRef::<html::Canvas>::new();
    let size = RwSignal::new(Size { width: 0.0, height: 0.0 });
    let at = RwSignal::new(None::<(f64, f64)>);
    let easel = Easel::new(move || {
        let theme = if is_dark.get_untracked() { Theme::Dark } else { Theme::Light };
        if let Some(canvas) = canvas.get_untracked() {
            paint(&canvas, theme);
        }
    });
    let watch = StoredValue::new_local(None::<Watch>);
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            let target = canvas.clone();
            watch.set_value(Watch::on(&canvas, easel, move || {
                let (width, height) = (f64::from(target.client_width()), f64::from(target.client_height()));
                size.set(Size { width, height });
                easel.ask();
            }));
        }
    });
    Effect::new(move |_| {
        changed.track();
        is_dark.track();
        easel.ask();
    });

    // Who moves by keys hears every value; who moves a mouse would be talked at.
    let is_keyed = RwSignal::new(false);
    let point = move |event: &ev::MouseEvent| {
        is_keyed.set(false);
        at.set(Some((event.offset_x().into(), event.offset_y().into())));
    };
    let pointer = move || at.get().map(|(x, y)| Pointer { x, y, size: size.get() });
    let reading = Memo::new(move |_| gaze.read?.run(pointer()?));
    let mark = move || {
        let read = reading.with(|reading| reading.as_ref().and_then(|reading| reading.mark));
        read.or_else(|| gaze.marked.and_then(|marked| marked.run(size.get())))
    };
    let pick = move || {
        if let (Some(on_pick), Some(pointer)) = (gaze.on_pick, untrack(pointer)) {
            on_pick.run(pointer);
        }
    };
    // What a finger pointed at stays after it is lifted: the finger was in the way.
    let leave = move |event: ev::PointerEvent| {
        if event.pointer_type() == "mouse" {
            at.set(None);
        }
    };
    let press = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" {
            pick();
        } else if let Some(next) =
            pointer::moved(&event.key(), at.get_untracked(), size.get_untracked(), gaze.read)
        {
            event.prevent_default();
            is_keyed.set(true);
            at.set(next);
        }
    };
    let is_readable = gaze.read.is_some();
    view! {
        <div class="chart-frame">
            <canvas
                node_ref=canvas
                class="chart-canvas"
                class:chart-picks=gaze.on_pick.is_some()
                data-testid=chart_id
                role="img"
                aria-label=name
                tabindex=is_readable.then_some("0")
                on:focus=move |_| is_keyed.set(true)
                on:pointermove=move |event| point(&event)
                on:pointerdown=move |event| point(&event)
                on:pointerleave=leave
                on:blur=move |_| at.set(None)
                on:click=move |event| {
                    point(&event);
                    pick();
                }
                on:keydown=press
            ></canvas>
            {move || mark().map(|mark| view! { <span class="chart-mark" style=mark.style()></span> })}
        </div>
        {is_readable
            .then(|| {
                let said = move || reading.with(|reading| reading.as_ref().map(|reading| reading.text.clone()));
                let live = move || if is_keyed.get() { "polite" } else { "off" };
                view! { <p class="chart-reading" aria-live=live>{said}</p> }
            })}
    }
    .into_any()
}

#[component]
fn Behind(
    table: Memo<Table>,
    table_id: &'static str,
    name: Signal<String>,
    numbers: Signal<&'static str>,
    missing: Signal<&'static str>,
    buttons: Option<CellButtons>,
    is_long: bool,
) -> impl IntoView {
    let is_wanted = RwSignal::new(!is_long);
    view! {
        <details class="chart-numbers" on:toggle=move |_| is_wanted.set(true)>
            <summary>{numbers}</summary>
            <div class="table-wrap" role="region" tabindex="0" aria-label=name>
                <Show when=move || is_wanted.get()>
                    <Numbers table table_id missing buttons />
                </Show>
            </div>
        </details>
    }
    .into_any()
}
