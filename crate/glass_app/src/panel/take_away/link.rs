//! The link to the present settings.

use crate::session::{Session, Source};
use crate::text::Text;
use crate::url;
use glass_core::curve::Stopped;
use glass_core::proof::Proof;
use glass_core::share;
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

/// Why a link cannot vouch for a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    Run,
    WholeRun,
    SameSettings,
}

impl Needs {
    fn text(self, text: &Text) -> &'static str {
        let text = &text.epochs.proof;
        match self {
            Self::Run => text.needs_run,
            Self::WholeRun => text.by_hand,
            Self::SameSettings => text.other_settings,
        }
    }
}

/// What can be claimed of the run at hand. Reactive.
fn claim(session: Session) -> Result<Proof, Needs> {
    let recipe = session.recipe().get();
    session.run().with(|run| {
        let run = run.as_ref().ok_or(Needs::Run)?;
        let ending = run.ending.ok_or(Needs::Run)?;
        match ending.stopped {
            Stopped::ByHand => Err(Needs::WholeRun),
            _ if run.recipe != recipe => Err(Needs::SameSettings),
            _ => {
                let data = session.roster().with(|roster| roster.digest());
                Ok(Proof::of(data, &run.history, ending.weights_digest))
            }
        }
    })
}

/// The link, a button that copies it, and what is not in it.
#[component]
pub fn ShareLink() -> impl IntoView {
    let session = expect_context::<Session>();
    let field = NodeRef::<html::Input>::new();
    let is_provable = RwSignal::new(false);
    let proof = Memo::new(move |_| claim(session));
    let link = Memo::new(move |_| {
        // `shared` only looks; these are what it looks at.
        session.source().track();
        session.recipe().track();
        session.roster().track();
        let proof = if is_provable.get() { proof.get().ok() } else { None };
        let shared = share::Shared { proof, ..session.shared() };
        format!("{}#{}", url::page_address(), share::encode(&shared))
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
        let text = session.text().take_away;
        copied.with(|copied| match copied {
            Some((of, how)) if *of == *link.read() => match how {
                Copied::Whole => text.copied,
                Copied::ByHand => text.selected,
            },
            _ => "",
        })
    };
    let content = move || {
        let text = session.text().take_away;
        match session.source().get() {
            Source::BuiltIn(_) => text.link_built_in.to_owned(),
            Source::Own => (text.link_own)(session.roster().with(|roster| roster.active_classes().len())),
        }
    };
    view! {
        <section class="take-link stack" aria-labelledby="link-title">
            <h3 class="service-heading" id="link-title">{move || session.text().take_away.link}</h3>
            <div class="take-link-row">
                <input
                    class="take-link-text"
                    type="text"
                    readonly
                    node_ref=field
                    data-testid="share-link-text"
                    aria-label=move || session.text().take_away.link_field
                    prop:value=move || link.get()
                    on:focus:target=move |event| event.target().select()
                />
                <button class="button" type="button" data-testid="share-link" on:click=copy>
                    {move || session.text().take_away.copy}
                </button>
            </div>
            <p class="note" role="status" aria-live="polite">
                {told}
            </p>
            <div class="field field-flag">
                <label for="link-provable">{move || session.text().epochs.proof.make}</label>
                <input
                    type="checkbox"
                    id="link-provable"
                    data-testid="link-provable"
                    aria-describedby="provable-hint"
                    disabled=move || proof.with(Result::is_err)
                    prop:checked=move || is_provable.get() && proof.with(Result::is_ok)
                    on:change:target=move |event| is_provable.set(event.target().checked())
                />
            </div>
            <p class="note" id="provable-hint">
                {move || {
                    let text = session.text();
                    proof.with(|proof| proof.as_ref().map_or_else(|needs| needs.text(text), |_| text.epochs.proof.make_hint))
                }}
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
