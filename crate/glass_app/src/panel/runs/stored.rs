//! What this browser keeps of the page, how much room that takes, and how to be rid of it.

use crate::act::Act;
use crate::intent::Intent;
use crate::session::Session;
use crate::standing::Standing;
use leptos::prelude::*;

/// The part about keeping.
#[component]
pub(super) fn Stored() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let standing = session.shelf().standing();
    let room = move || session.shelf().room().get().map(|room| (session.text().runs.room)(room));
    let is_switchable = move || {
        !matches!(
            standing.get(),
            Standing::Opening | Standing::Elsewhere | Standing::Refused | Standing::Newer
        )
    };
    let is_clearable = move || matches!(standing.get(), Standing::Kept | Standing::Full);
    view! {
        <section class="stack stored" aria-labelledby="stored-title">
            <h3 id="stored-title">{session.say(|text| text.runs.kept)}</h3>
            <p data-testid="storage-usage" data-standing=move || standing.get().as_str()>
                {move || (session.text().runs.standing)(standing.get())}
                " "
                <span>{room}</span>
            </p>
            <div class="row">
                <label class="field field-flag">
                    <span>{session.say(|text| text.runs.keep)}</span>
                    <input
                        type="checkbox"
                        data-testid="storage-keep"
                        aria-describedby="storage-keep-hint"
                        prop:checked=move || standing.get() != Standing::Off
                        disabled=move || !is_switchable()
                        on:change:target=move |event| act.run(Intent::KeepWork(event.target().checked()))
                    />
                </label>
                <button
                    type="button"
                    class="button"
                    data-testid="storage-clear"
                    disabled=move || !is_clearable()
                    on:click=move |_| act.run(Intent::ClearShelf)
                >
                    {session.say(|text| text.runs.clear)}
                </button>
            </div>
            <p class="note" id="storage-keep-hint">{session.say(|text| text.runs.keep_hint)}</p>
            <SetAside />
        </section>
    }
    .into_any()
}

/// Records that could not be read, for whoever wants to look into them.
#[component]
fn SetAside() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let keys = session.shelf().set_aside();
    let n = Memo::new(move |_| keys.read().len());
    let row = move |key: String| {
        let (shown, wanted) = (key.clone(), key);
        view! {
            <li>
                <button
                    type="button"
                    class="button button-quiet"
                    on:click=move |_| act.run(Intent::SaveSetAside(wanted.clone()))
                >
                    {move || (session.text().runs.save_set_aside)(&shown)}
                </button>
            </li>
        }
    };
    view! {
        <details data-testid="storage-set-aside" hidden=move || n.get() == 0>
            <summary>{move || (session.text().runs.set_aside)(n.get())}</summary>
            <ul class="file-list">
                <For each=move || keys.get() key=String::clone children=row />
            </ul>
        </details>
    }
    .into_any()
}
