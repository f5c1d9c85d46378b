//! The Sweep part: one or two settings, the values to try, and what came of each.

mod curves;
mod form;
mod heat;
mod table;

use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::{Session, Sweeping};
use crate::text::Text;
use curves::SweepCurves;
use form::Form;
use glass_core::sweep::Trial;
use heat::SweepHeat;
use leptos::prelude::*;
use table::Trials;

/// The Sweep part.
#[component]
pub fn SweepPanel() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_there = Memo::new(move |_| session.sweep().with(Option::is_some));
    view! {
        <section class="panel sweep" id="sweep" aria-labelledby="sweep-title">
            <h2 class="panel-title" id="sweep-title">{session.say(|text| text.sweep().title)}</h2>
            <p class="panel-lead">{session.say(|text| text.sweep().lead)}</p>
            <Form />
            <Show when=move || is_there.get()>
                <Outcome />
                <div class="side-by-side">
                    <SweepCurves />
                    <SweepHeat />
                </div>
                <Trials />
            </Show>
        </section>
    }
    .into_any()
}

/// How far it is, and the best so far.
#[component]
fn Outcome() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let how_far = Memo::new(move |_| {
        let text = session.text();
        session.sweep().with(|sweep| sweep.as_ref().map(|sweeping| how_far(sweeping, text)))
    });
    let best = Memo::new(move |_| {
        let text = session.text();
        session.sweep().with(|sweep| {
            let sweeping = sweep.as_ref()?;
            let trial = sweeping.sweep.trials().get(sweeping.sweep.best()?)?;
            let (loss, row) = trial.best()?;
            let (values, loss) = (values_of(sweeping, trial, text), format::loss(loss));
            let (is_over, n_tied) = (sweeping.sweep.is_over(), sweeping.sweep.n_best().saturating_sub(1));
            let words = (text.sweep().best)(&values, &loss, row.epoch, is_over, n_tied);
            Some((words, trial.recipe))
        })
    });
    let is_taken = move || best.get().is_none_or(|(_, recipe)| session.recipe().get() == recipe);
    let take = move |_| {
        if let Some((_, recipe)) = best.get_untracked() {
            act.run(Intent::UseRecipe(Box::new(recipe)));
        }
    };
    view! {
        <p data-testid="sweep-progress">{how_far}</p>
        <Show when=move || best.with(Option::is_some)>
            <div class="row">
                <p role="status" data-testid="sweep-best">{move || best.get().map(|(words, _)| words)}</p>
                <button
                    type="button"
                    class="button"
                    data-testid="sweep-use-best"
                    disabled=is_taken
                    on:click=take
                >
                    {move || {
                        let text = session.text().sweep();
                        if is_taken() { text.in_use } else { text.take_best }
                    }}
                </button>
            </div>
        </Show>
    }
    .into_any()
}

fn how_far(sweeping: &Sweeping, text: &Text) -> String {
    let text = text.sweep();
    let (done, all) = sweeping.sweep.progress();
    if sweeping.sweep.is_over() {
        return (text.over)(sweeping.sweep.trials().len());
    }
    if !sweeping.is_running {
        return (text.given_up)(done, all);
    }
    let (rung, n_rungs, epochs) = sweeping.sweep.rung();
    let progress = (text.progress)(done, all);
    if n_rungs > 1 { format!("{progress} · {}", (text.rung)(rung + 1, n_rungs, epochs)) } else { progress }
}

/// The values of a trial that the sweep changes.
fn values_of(sweeping: &Sweeping, trial: &Trial, text: &Text) -> String {
    let axes = &sweeping.sweep.plan().axes;
    let value = |setting| {
        let value = text.setting.value(setting, &trial.recipe);
        format!("{} {value}", (text.setting.name)(setting))
    };
    axes.iter().map(|axis| value(axis.setting)).collect::<Vec<_>>().join(" · ")
}
