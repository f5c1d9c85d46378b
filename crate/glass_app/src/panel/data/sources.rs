//! The doors for images: built-in sets, drop, files, folder.

use crate::act::Act;
use crate::files;
use crate::intent::Intent;
use crate::session::{Purpose, Session, Source};
use glass_core::builtin::BuiltIn;
use leptos::html::Input;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// One button for each built-in set.
#[component]
pub fn Sets() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let text = move || session.text().data;
    let button = move |set: BuiltIn| {
        let is_on = move || session.source().with(|source| *source == Source::BuiltIn(set)).to_string();
        view! {
            <button
                type="button"
                class="button"
                data-testid=format!("demo-{}", set.id())
                aria-pressed=is_on
                title=move || (text().set_hint)(set)
                on:click=move |_| act.run(Intent::LoadBuiltIn(set))
            >
                {move || (text().set)(set)}
            </button>
        }
    };
    view! {
        <div class="row" role="group" aria-labelledby="sets-label">
            <span class="note" id="sets-label">{session.say(|text| text.data.sets)}</span>
            {BuiltIn::ALL.map(button).collect_view()}
            <button
                type="button"
                class="button button-quiet"
                data-testid="data-clear"
                disabled=move || session.n_images().get() == 0
                on:click=move |_| act.run(Intent::ClearData)
            >
                {session.say(|text| text.data.clear)}
            </button>
        </div>
    }
    .into_any()
}

/// The invitation to one's own images. The whole page takes drops; this is where it says so.
#[component]
pub fn DropZone(#[prop(into)] is_dragging: Signal<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let take = move |input: HtmlInputElement| {
        let files = files::list_of(input.files());
        // The same files may be chosen again after a change on disk.
        input.set_value("");
        if !files.is_empty() {
            act.run(Intent::PlanImport(files.into(), Purpose::Training));
        }
    };
    let folder = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(input) = folder.get() {
            // Not in the list of attributes of the view; the name is a constant and valid.
            let _ = input.set_attribute("webkitdirectory", "");
        }
    });
    view! {
        <div class="drop-zone" class:is-dragging=is_dragging data-testid="drop-zone">
            <p>{session.say(|text| text.data.drop)}</p>
            <div class="row">
                <label class="button button-file">
                    <span>{session.say(|text| text.data.choose_files)}</span>
                    <input
                        type="file"
                        multiple=true
                        accept="image/*,.zip,application/zip,.gz,.idx,.idx1-ubyte,.idx3-ubyte"
                        data-testid="file-input"
                        on:change:target=move |event| take(event.target())
                    />
                </label>
                <label class="button button-file">
                    <span>{session.say(|text| text.data.choose_folder)}</span>
                    <input
                        type="file"
                        multiple=true
                        data-testid="folder-input"
                        node_ref=folder
                        on:change:target=move |event| take(event.target())
                    />
                </label>
            </div>
        </div>
    }
    .into_any()
}
