//! The runs that are kept, newest first.

use super::facts::{accuracy_of, images_of, moment, name_of};
use super::{Choice, MAX_COMPARED};
use crate::act::Act;
use crate::export;
use crate::intent::Intent;
use crate::panel::take_away::download::{Kind, save};
use crate::session::Session;
use crate::widget::class_mark::LineMark;
use glass_core::run::KeptRun;
use glass_core::setting::Setting;
use leptos::prelude::*;
use std::sync::Arc;

/// The list, and the way back for the run deleted last.
#[component]
pub(super) fn List(choice: Choice) -> impl IntoView {
    let session = expect_context::<Session>();
    let ids = Memo::new(move |_| {
        session.shelf().runs().with(|runs| runs.iter().rev().map(|run| run.id).collect::<Vec<u32>>())
    });
    view! {
        <Show
            when=move || !ids.read().is_empty()
            fallback=move || view! { <p class="note" data-testid="runs-empty">{session.say(|text| text.runs.empty)}</p> }
        >
            <ol class="kept-runs" aria-labelledby="runs-title">
                <For each=move || ids.get() key=|id| *id let:id>
                    <Row id choice />
                </For>
            </ol>
        </Show>
        <Dropped />
    }
    .into_any()
}

#[component]
fn Row(id: u32, choice: Choice) -> impl IntoView {
    let session = expect_context::<Session>();
    let run =
        Memo::new(move |_| session.shelf().runs().with(|runs| runs.iter().find(|run| run.id == id).cloned()));
    let name = Memo::new(move |_| {
        let text = session.text();
        run.with(|run| run.as_ref().map(|run| name_of(run, text))).unwrap_or_default()
    });
    let say = move |say: fn(&KeptRun, Session) -> String| {
        move || run.with(|run| run.as_ref().map(|run| say(run, session)))
    };
    let digest =
        move || run.with(|run| run.as_ref().map(|run| format!("{:016x}", run.ending.history_digest)));
    view! {
        <li class="kept-run" data-testid=format!("run-{id}") data-digest=digest>
            <Compare id name choice />
            <Name id run name />
            <p class="kept-facts note">{say(facts)}</p>
            <p class="kept-score">
                <strong data-testid="run-accuracy">{say(|run, _| accuracy_of(run).unwrap_or_default())}</strong>
                " "
                <span class="note">{say(measured_on)}</span>
                " "
                <code data-testid="run-digest" title=digest>
                    {move || digest().map(|digest| digest.get(..8).unwrap_or_default().to_owned())}
                </code>
                " "
                <State id run />
            </p>
            <Actions id run name />
        </li>
    }
    .into_any()
}

/// Model, images, epochs, when.
fn facts(run: &KeptRun, session: Session) -> String {
    let text = session.text();
    [
        text.setting.value(Setting::Model, &run.recipe),
        images_of(run, text),
        (text.runs.epochs)(run.n_epochs(), run.recipe.epochs),
        moment(run.began_millis, session.language().get()),
    ]
    .join(" · ")
}

fn measured_on(run: &KeptRun, session: Session) -> String {
    let text = session.text().runs;
    match run.test.as_ref().filter(|test| !test.is_empty()) {
        Some(test) => (text.on_test)(test.len()),
        None => text.no_test.to_owned(),
    }
}

#[component]
fn Compare(id: u32, name: Memo<String>, choice: Choice) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_chosen = Memo::new(move |_| choice.place(id).is_some());
    let is_full = move || !is_chosen.get() && choice.compared.read().len() >= MAX_COMPARED;
    view! {
        <label class="kept-choose">
            <input
                type="checkbox"
                data-testid="run-compare"
                aria-label=move || (session.text().runs.compare)(&name.read())
                prop:checked=is_chosen
                disabled=is_full
                on:change:target=move |event| {
                    choice.toggle(id);
                    event.target().set_checked(is_chosen.get_untracked());
                }
            />
            <LineMark index=Signal::derive(move || choice.place(id)) />
            <span aria-hidden="true">{session.say(|text| text.runs.compare_short)}</span>
        </label>
    }
}

#[component]
fn Name(id: u32, run: Memo<Option<Arc<KeptRun>>>, name: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let given =
        Memo::new(move |_| run.with(|run| run.as_ref().map(|run| run.name.clone()).unwrap_or_default()));
    view! {
        <input
            type="text"
            class="kept-name"
            data-testid="run-name"
            maxlength="64"
            autocomplete="off"
            spellcheck="false"
            aria-label=move || (session.text().runs.name)(&name.read())
            placeholder=move || (session.text().runs.unnamed)(id)
            prop:value=given
            on:change:target=move |event| {
                act.run(Intent::NameRun(id, event.target().value()));
                event.target().set_value(&given.get_untracked());
            }
        />
    }
}

/// Is it the run whose model answers now? Are its images the ones on the page?
#[component]
fn State(id: u32, run: Memo<Option<Arc<KeptRun>>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_on_bench = is_on_bench(session, id);
    let is_elsewhere = is_on_other_images(session, run);
    let said = move || {
        let text = session.text().runs;
        match (is_on_bench.get(), is_elsewhere.get()) {
            (true, _) => Some(text.on_bench),
            (false, true) => Some(text.other_images),
            (false, false) => None,
        }
    };
    view! {
        <Show when=move || said().is_some()>
            <span class="badge">{said}</span>
        </Show>
    }
    .into_any()
}

fn is_on_bench(session: Session, id: u32) -> Memo<bool> {
    Memo::new(move |_| session.run().with(|run| run.as_ref().is_some_and(|run| run.id == id)))
}

fn is_on_other_images(session: Session, run: Memo<Option<Arc<KeptRun>>>) -> Memo<bool> {
    let present = session.set_digest();
    Memo::new(move |_| run.with(|run| run.as_ref().is_some_and(|run| run.images.digest != present.get())))
}

#[component]
fn Actions(id: u32, run: Memo<Option<Arc<KeptRun>>>, name: Memo<String>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let is_busy = Memo::new(move |_| session.phase().get().is_busy() || session.import().read().is_some());
    let is_elsewhere = is_on_other_images(session, run);
    let is_on_bench = is_on_bench(session, id);
    let has_weights = Memo::new(move |_| session.shelf().recallable().read().contains(&id));
    let is_recallable =
        move || has_weights.get() && !is_on_bench.get() && !is_elsewhere.get() && !is_busy.get();
    let save_file = move |_| {
        if let Some(run) = session.shelf().run(id) {
            save(&format!("watchglass-run-{id}.json"), Kind::Json, &export::run::to_json(&run));
        }
    };
    let named = move |word: &'static str| format!("{word} {}", name.read());
    view! {
        <div class="row kept-actions">
            <button
                type="button"
                class="button"
                data-testid="run-recall"
                data-is-kept=move || has_weights.get().to_string()
                title=session.say(|text| text.runs.recall_hint)
                aria-label=move || named(session.text().runs.recall)
                disabled=move || !is_recallable()
                on:click=move |_| act.run(Intent::RecallRun(id))
            >
                {session.say(|text| text.runs.recall)}
            </button>
            <button
                type="button"
                class="button"
                data-testid="run-rerun"
                title=session.say(|text| text.runs.rerun_hint)
                aria-label=move || named(session.text().runs.rerun)
                disabled=is_busy
                on:click=move |_| act.run(Intent::Rerun(id))
            >
                {session.say(|text| text.runs.rerun)}
            </button>
            <button
                type="button"
                class="button"
                data-testid="run-export"
                aria-label=move || named(session.text().runs.export)
                on:click=save_file
            >
                {session.say(|text| text.runs.export)}
            </button>
            <button
                type="button"
                class="button button-quiet"
                data-testid="run-delete"
                aria-label=move || named(session.text().runs.drop)
                on:click=move |_| act.run(Intent::DropRun(id))
            >
                {session.say(|text| text.runs.drop)}
            </button>
        </div>
    }
    .into_any()
}

/// The run deleted last can be put back.
#[component]
fn Dropped() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let name = Memo::new(move |_| {
        let text = session.text();
        session.shelf().dropped().with(|run| run.as_ref().map(|run| name_of(run, text)))
    });
    view! {
        <div class="row" role="status">
            <Show when=move || name.read().is_some()>
                <p class="note">{move || name.get().map(|name| (session.text().runs.dropped)(&name))}</p>
                <button
                    type="button"
                    class="button"
                    data-testid="run-put-back"
                    on:click=move |_| act.run(Intent::PutRunBack)
                >
                    {session.say(|text| text.runs.put_back)}
                </button>
            </Show>
        </div>
    }
    .into_any()
}
