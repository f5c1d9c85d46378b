//! A dialog over the page. The browser's own `<dialog>` traps the focus and knows the Escape key.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Shown while `is_open`; `on_close` hears the Escape key, and only says what is wanted: the dialog stays until
/// `is_open` says otherwise.
#[component]
pub fn Dialog(
    test_id: &'static str,
    /// Id of its title.
    labelled_by: &'static str,
    #[prop(into)] is_open: Signal<bool>,
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_open = is_open.get();
        let Some(dialog) = dialog.get() else { return };
        match (is_open, dialog.open()) {
            (true, false) => {
                // It is in the document and closed, so it can be shown.
                let _ = dialog.show_modal();
                // Its content may come a moment later than the dialog itself.
                request_animation_frame(move || focus_first(&dialog));
            }
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let on_cancel = move |event: ev::Event| {
        event.prevent_default();
        on_close.run(());
    };
    // Some browsers close it at a second Escape whatever the page says.
    let on_closed = move |_| {
        if is_open.get_untracked() {
            on_close.run(());
        }
    };
    view! {
        <dialog
            node_ref=dialog
            data-testid=test_id
            aria-labelledby=labelled_by
            on:cancel=on_cancel
            on:close=on_closed
        >
            {children()}
        </dialog>
    }
    .into_any()
}

/// Focus on what asks for it, unless something inside has it already.
fn focus_first(dialog: &web_sys::HtmlDialogElement) {
    let active = document().active_element();
    let is_inside =
        active.is_some_and(|active| active.tag_name() != "DIALOG" && dialog.contains(Some(&active)));
    let wanted = dialog.query_selector("[autofocus]").ok().flatten();
    if let Some(wanted) =
        wanted.and_then(|wanted| wanted.dyn_into::<HtmlElement>().ok()).filter(|_| !is_inside)
    {
        // An element that is gone by now needs no focus.
        let _ = wanted.focus();
    }
}
