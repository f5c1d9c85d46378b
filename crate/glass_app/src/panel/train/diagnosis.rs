//! What the curves say, each verdict with its numbers, and what to do as buttons that do it.

use super::answer::{Answer, answer, applied, changes};
use crate::act::Act;
use crate::intent::Intent;
use crate::session::Session;
use glass_core::diagnose::{Action, Diagnosis};
use glass_core::recipe::Recipe;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The name in `data-verdict`, as in the report.
fn verdict_name(diagnosis: &Diagnosis) -> &'static str {
    diagnosis.verdict.as_str()
}

/// All diagnoses of the run, the leading one first.
#[component]
pub fn Diagnoses() -> impl IntoView {
    let session = expect_context::<Session>();
    let found = Memo::new(move |_| {
        session.run().with(|run| run.as_ref().map(|run| run.diagnosis.clone()).unwrap_or_default())
    });
    let first = move || found.with(|found| found.first().map_or("none", verdict_name));
    let names = move || found.with(|found| found.iter().map(verdict_name).collect::<Vec<_>>());
    view! {
        <section
            class="diagnosis"
            data-testid="diagnosis"
            data-verdict=first
            aria-labelledby="diagnosis-title"
        >
            <h3 id="diagnosis-title">{session.say(|text| text.train.diagnosis)}</h3>
            <Show
                when=move || found.with(|found| !found.is_empty())
                fallback=move || view! { <p class="note">{session.say(|text| text.train.diagnosis_none)}</p> }
            >
                <ul class="verdicts">
                    <For each=names key=|name| *name let:name>
                        <OneDiagnosis found name />
                    </For>
                </ul>
            </Show>
        </section>
    }
    .into_any()
}

/// One verdict. It keeps its place in the page from epoch to epoch, only its numbers change: a button does
/// not vanish under a finger.
#[component]
fn OneDiagnosis(found: Memo<Vec<Diagnosis>>, name: &'static str) -> impl IntoView {
    let session = expect_context::<Session>();
    let mine =
        Memo::new(move |_| found.with(|found| found.iter().find(|one| verdict_name(one) == name).cloned()));
    let title = move || {
        let text = session.text().train;
        mine.with(|mine| mine.as_ref().map(|mine| (text.verdict)(&mine.verdict)))
    };
    let evidence = move || {
        let text = session.text().train;
        mine.with(|mine| mine.as_ref().map(|mine| (text.evidence)(&mine.verdict)))
    };
    let actions = move || {
        mine.with(|mine| {
            let actions = mine.iter().flat_map(|mine| &mine.actions).copied();
            actions.map(|action| (format!("{action:?}"), action)).collect::<Vec<_>>()
        })
    };
    view! {
        <li class="verdict" data-verdict=name>
            <p>
                <strong class="verdict-name">{title}</strong>
                " "
                {evidence}
            </p>
            <div class="row">
                <For each=actions key=|(key, _)| key.clone() let:((_, action))>
                    <Advice action />
                </For>
            </div>
        </li>
    }
    .into_any()
}

/// A button that does what is advised.
#[component]
fn Advice(action: Action) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    // Reckoned from the run the advice is about, laid over the settings as they stand: pressing twice
    // changes nothing more.
    let advised = Memo::new(move |_| {
        let now = session.recipe().get();
        let run = session.run().with(|run| run.as_ref().map_or(now, |run| run.recipe));
        match answer(action, &run) {
            Answer::Settings(changes) => Some(applied(&changes, &now)),
            Answer::Images => None,
        }
    });
    let is_so = move || advised.get().is_some_and(|advised| advised == session.recipe().get());
    let label = move || {
        let text = session.text();
        let what = (text.train.action)(action);
        let detail = advised.get().map(|advised: Recipe| {
            let now = session.recipe().get();
            if advised == now {
                text.train.already_so.to_owned()
            } else {
                changes(&now, &advised, text).join(text.train.comma)
            }
        });
        detail.map_or(what.clone(), |detail| format!("{what} ({detail})"))
    };
    let follow = move |_| match advised.get_untracked() {
        Some(recipe) => act.run(Intent::UseRecipe(Box::new(recipe))),
        None => open_file_chooser(),
    };
    view! {
        <button type="button" class="button" data-testid="diagnosis-action" disabled=is_so on:click=follow>
            {label}
        </button>
    }
    .into_any()
}

/// Brings the person to where images come in.
fn open_file_chooser() {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    if let Some(zone) = find("[data-testid=drop-zone]") {
        zone.scroll_into_view();
    }
    if let Some(input) =
        find("[data-testid=file-input]").and_then(|input| input.dyn_into::<HtmlElement>().ok())
    {
        input.click();
    }
}
