//! The Runs part: every run that is kept, some of them side by side, and how this browser keeps the work.

mod curves;
mod facts;
mod list;
mod stored;
mod table;
mod versus;

pub use facts::{accuracy_of, moment, name_of};

use crate::act;
use crate::session::Session;
use curves::RunCurves;
use glass_core::run::KeptRun;
use leptos::prelude::*;
use list::List;
use std::sync::Arc;
use stored::Stored;
use table::Differences;
use versus::Tests;

/// Runs that are compared at most: more lines than colours tell nobody anything.
const MAX_COMPARED: usize = 8;

/// Which runs are side by side. A handle, so copies are cheap.
#[derive(Debug, Clone, Copy)]
struct Choice {
    chosen: RwSignal<Option<Vec<u32>>>,
    compared: Memo<Vec<Arc<KeptRun>>>,
}

impl Choice {
    fn at(session: Session) -> Self {
        let chosen = RwSignal::new(None::<Vec<u32>>);
        let runs = session.shelf().runs();
        let compared = Memo::new(move |_| {
            runs.with(|runs| match &*chosen.read() {
                // Until somebody chooses: the last two.
                None => runs.iter().skip(runs.len().saturating_sub(2)).cloned().collect::<Vec<_>>(),
                Some(ids) => runs.iter().filter(|run| ids.contains(&run.id)).cloned().collect(),
            })
        });
        Self { chosen, compared }
    }

    /// The place of a run among those compared, which is its colour and shape.
    fn place(self, id: u32) -> Option<usize> {
        self.compared.with(|runs| runs.iter().position(|run| run.id == id))
    }

    /// Takes a run in or out.
    fn toggle(self, id: u32) {
        let mut ids: Vec<u32> = self.compared.with_untracked(|runs| runs.iter().map(|run| run.id).collect());
        if ids.contains(&id) {
            ids.retain(|other| *other != id);
        } else {
            ids.push(id);
        }
        self.chosen.set(Some(ids));
    }
}

/// The Runs part.
#[component]
pub fn Runs() -> impl IntoView {
    let session = expect_context::<Session>();
    let choice = Choice::at(session);
    view! {
        <section class="panel runs" id="runs" aria-labelledby="runs-title">
            <h2 class="panel-title" id="runs-title">{session.say(|text| text.runs.title)}</h2>
            <p class="panel-lead">{move || (session.text().runs.lead)(act::MAX_KEPT_RUNS)}</p>
            <List choice />
            <SideBySide choice />
            <Stored />
        </section>
    }
    .into_any()
}

#[component]
fn SideBySide(choice: Choice) -> impl IntoView {
    let session = expect_context::<Session>();
    let has_runs = Memo::new(move |_| !session.shelf().runs().read().is_empty());
    let is_enough = Memo::new(move |_| choice.compared.read().len() > 1);
    view! {
        <Show when=move || has_runs.get()>
            <section class="stack" data-testid="runs-compare" aria-labelledby="side-by-side-title">
                <h3 id="side-by-side-title">{session.say(|text| text.runs.side_by_side)}</h3>
                <Show
                    when=move || is_enough.get()
                    fallback=move || view! { <p class="note">{session.say(|text| text.runs.choose_two)}</p> }
                >
                    <div class="side-by-side">
                        <RunCurves choice />
                        <Differences choice />
                    </div>
                    <Tests choice />
                </Show>
            </section>
        </Show>
    }
    .into_any()
}
