//! The doors for images: built-in sets, drop, files, folder; and how far an import is.

use crate::act::Act;
use crate::files;
use crate::intent::Intent;
use crate::session::{ImportStage, Phase, Purpose, Session, Source};
use crate::widget::progress_bar::ProgressBar;
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
            <span class="note" id="sets-label">{move || text().sets}</span>
            {BuiltIn::ALL.map(button).collect_view()}
            <button
                type="button"
                class="button button-quiet"
                data-testid="data-clear"
                disabled=move || session.n_images().get() == 0
                on:click=move |_| act.run(Intent::ClearData)
            >
                {move || text().clear}
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
    let text = move || session.text().data;
    let take = move |input: HtmlInputElement| {
        let files = files::list_of(input.files());
        // The same files may be chosen again after a change on disk.
        input.set_value("");
        if !files.is_empty() {
            act.run(Intent::PlanImport(files, Purpose::Training));
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
            <p>{move || text().drop}</p>
            <div class="row">
                <label class="button button-file">
                    <span>{move || text().choose_files}</span>
                    <input
                        type="file"
                        multiple=true
                        accept="image/*,.zip,application/zip"
                        data-testid="file-input"
                        on:change:target=move |event| take(event.target())
                    />
                </label>
                <label class="button button-file">
                    <span>{move || text().choose_folder}</span>
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

/// How far an import is; nothing while there is none.
#[derive(Debug, Clone, PartialEq)]
enum Reading {
    Planning,
    Running { done: u32, total: u32, next: String },
}

/// The import under way, with the button that ends it.
#[component]
pub fn Importing() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let text = move || session.text().data;
    let reading = Memo::new(move |_| reading_of(session));
    let words = Signal::derive(move || match reading.get() {
        Some(Reading::Running { done, total, next }) if total > 0 => (text().reading)(done, total, &next),
        Some(_) => String::from(text().planning),
        None => String::new(),
    });
    let share = Signal::derive(move || match reading.get() {
        Some(Reading::Running { done, total, .. }) if total > 0 => Some(f64::from(done) / f64::from(total)),
        _ => None,
    });
    let is_reading = Memo::new(move |_| reading.read().is_some());
    view! {
        <Show when=move || is_reading.get()>
            <div class="stack" data-testid="import-running">
                <ProgressBar
                    test_id="import-progress"
                    label=Signal::derive(move || String::from(text().progress))
                    value=share
                    words=words
                />
                <div class="row">
                    <p class="note import-words">{words}</p>
                    <button
                        type="button"
                        class="button"
                        data-testid="import-stop"
                        on:click=move |_| act.run(Intent::CancelImport)
                    >
                        {move || text().stop_reading}
                    </button>
                </div>
            </div>
        </Show>
    }
    .into_any()
}

fn reading_of(session: Session) -> Option<Reading> {
    let is_loading = session.phase().get() == Phase::Loading;
    session.import().with(|import| match import {
        Some(import) if import.purpose == Purpose::Training => match &import.stage {
            // A built-in set opens like an import, but there are no files to look at.
            ImportStage::Planning if is_loading => None,
            ImportStage::Planning => Some(Reading::Planning),
            ImportStage::Planned(_) => None,
            ImportStage::Running { done, total, next } => {
                Some(Reading::Running { done: *done, total: *total, next: next.clone() })
            }
        },
        _ => None,
    })
}
