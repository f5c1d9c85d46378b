//! The link to the present settings.

use crate::session::{Session, Source};
use crate::url;
use glass_core::share::{self, Shared};
use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// What became of a wish to copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    /// It is in the clipboard.
    Whole,
    /// It is selected, to be copied by hand.
    ByHand,
}

/// The link, a button that copies it, and what is not in it.
#[component]
pub fn ShareLink() -> impl IntoView {
    let session = expect_context::<Session>();
    let field = NodeRef::<html::Input>::new();
    let proof = Memo::new(move |_| session.proof());
    let is_proven = RwSignal::new(false);
    let link = Memo::new(move |_| {
        // `shared` only looks; these are what it looks at.
        session.source().track();
        session.recipe().track();
        session.roster().track();
        let proof = is_proven.get().then(|| proof.get()).flatten();
        format!("{}#{}", url::page_address(), share::encode(&Shared { proof, ..session.shared() }))
    });
    // The link that was copied, so that the word goes when the link changes.
    let copied = RwSignal::new(None::<(String, Copied)>);
    let copy = move |_| {
        let text = link.get_untracked();
        spawn_local(async move {
            let how = if write_to_clipboard(&text).await {
                Copied::Whole
            } else {
                if let Some(field) = field.get_untracked() {
                    // Selecting is all that is left; a field that refuses it can still be read.
                    let _ = field.focus();
                    field.select();
                }
                Copied::ByHand
            };
            copied.set(Some((text, how)));
        });
    };
    let told = move || {
        let text = session.text().take_away();
        copied.with(|copied| match copied {
            Some((of, how)) if *of == *link.read() => match how {
                Copied::Whole => text.copied,
                Copied::ByHand => text.selected,
            },
            _ => "",
        })
    };
    let content = move || {
        let text = session.text().take_away();
        match session.source().get() {
            Source::BuiltIn(_) => text.link_built_in.to_owned(),
            Source::Address(address) => (text.link_address)(&address),
            Source::Own => (text.link_own)(session.roster().with(|roster| roster.active_classes().len())),
        }
    };
    view! {
        <section class="take-link stack" aria-labelledby="link-title">
            <h3 class="service-heading" id="link-title">{session.say(|text| text.take_away().link)}</h3>
            <div class="take-link-row">
                <input
                    class="take-link-text"
                    type="text"
                    readonly
                    node_ref=field
                    data-testid="share-link-text"
                    aria-label=session.say(|text| text.take_away().link_field)
                    prop:value=move || link.get()
                    on:focus:target=move |event| event.target().select()
                />
                <button class="button" type="button" data-testid="share-link" on:click=copy>
                    {session.say(|text| text.take_away().copy)}
                </button>
            </div>
            <Show when=move || proof.with(Option::is_some)>
                <label class="field field-flag">
                    <span>{session.say(|text| text.take_away().with_proof)}</span>
                    <input
                        type="checkbox"
                        data-testid="share-proof"
                        prop:checked=move || is_proven.get()
                        on:change:target=move |event| is_proven.set(event.target().checked())
                    />
                </label>
            </Show>
            <p class="note" role="status" aria-live="polite">
                {told}
            </p>
            <p class="note">{content}</p>
        </section>
    }
    .into_any()
}

/// Whether the browser took it. The clipboard is absent in some frames and on pages without encryption.
async fn write_to_clipboard(text: &str) -> bool {
    let Some(window) = web_sys::window() else { return false };
    let navigator = window.navigator();
    let clipboard = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"));
    if clipboard.map_or(true, |clipboard| clipboard.is_undefined() || clipboard.is_null()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.is_ok()
}
