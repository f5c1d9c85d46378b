//! The Evaluate station: the scores of the model on one split, and the images behind them.

mod charts;
mod confusion;
mod epoch_choice;
mod figures;
mod gallery;
mod map;
mod map_wall;
mod scores;
mod table;

use crate::act::Act;
use crate::intent::Intent;
use crate::session::{Evaluated, Session};
use charts::Charts;
use confusion::ConfusionChart;
use epoch_choice::EpochChoice;
use gallery::Gallery;
use glass_core::split::SplitName;
use leptos::prelude::*;
use map::MapChart;
use scores::{Headline, Others};
use std::sync::Arc;
use table::ClassTable;

/// What the parts of this station look at: handles, so copies of it are cheap.
#[derive(Debug, Clone, Copy)]
struct Look {
    /// The evaluation on the chosen split, of the run at hand and the epoch looked at.
    evaluated: Memo<Option<Arc<Evaluated>>>,
    /// The classes of the run, or of the images before a run.
    classes: Memo<Vec<String>>,
    /// The name of the chosen split, and of the epoch whose model answered on it where that is not the model kept.
    split: Signal<String>,
}

impl Look {
    fn at(session: Session) -> Self {
        let run_id = Memo::new(move |_| session.run().with(|run| run.as_ref().map(|run| run.id)));
        let is_visiting = Memo::new(move |_| session.epochs().past().with(|past| past.visited.is_some()));
        let evaluated = Memo::new(move |before: Option<&Option<Arc<Evaluated>>>| {
            let (run, split) = (run_id.get()?, session.eval_split().get());
            // Until the answers of the epoch come, those before it stay, under the name of their own epoch.
            let stays = |one: &&Arc<Evaluated>| is_visiting.get() && one.run == run && one.split == split;
            let before = before.and_then(Option::as_ref).filter(stays);
            session.answers(run, split).or_else(|| before.cloned())
        });
        let classes = Memo::new(move |_| {
            let of_run = session.run().with(|run| run.as_ref().map(|run| run.classes.clone()));
            of_run.unwrap_or_else(|| session.roster().with(|roster| roster.active_classes()))
        });
        let split = Signal::derive(move || {
            let (text, name) = (session.text(), session.eval_split().get());
            let name = (text.evaluate().split)(name);
            let epoch = evaluated.with(|evaluated| evaluated.as_ref().and_then(|one| one.epoch));
            epoch.map_or_else(|| name.to_owned(), |epoch| (text.epochs.visit.split_at)(name, epoch))
        });
        Self { evaluated, classes, split }
    }

    /// The name of a class.
    fn class(self, index: usize) -> String {
        self.classes.with(|classes| classes.get(index).cloned().unwrap_or_default())
    }
}

/// The Evaluate station.
#[component]
pub fn Evaluate() -> impl IntoView {
    let session = expect_context::<Session>();
    let look = Look::at(session);
    view! {
        <section class="panel evaluate" id="evaluate" aria-labelledby="evaluate-title" hidden=session.is_hidden("evaluate")>
            <h2 class="panel-title" id="evaluate-title">{session.say(|text| text.evaluate().title)}</h2>
            <p class="panel-lead">{session.say(|text| text.evaluate().lead)}</p>
            <div class="stack">
                <SplitChoice look />
                <EpochChoice look />
                <Headline look />
                <div class="matrix-and-gallery">
                    <div class="stack">
                        <ConfusionChart look />
                        <MapChart />
                    </div>
                    <Gallery look />
                </div>
                <ClassTable look />
                <Others look />
                <Charts look />
            </div>
        </section>
    }
    .into_any()
}

/// Which split is shown, and whether its scores are there.
#[component]
fn SplitChoice(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let has_model = Memo::new(move |_| {
        session.run().with(|run| run.as_ref().is_some_and(|run| run.ending.is_some()))
            || session.epochs().past().with(|past| past.visited.is_some())
    });
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some(split) = SplitName::ALL.into_iter().find(|split| split.as_str() == name) {
            act.run(Intent::Evaluate(split));
        }
    };
    let options = SplitName::ALL.map(|split| {
        view! {
            <option value=split.as_str() prop:selected=move || session.eval_split().get() == split>
                {move || (session.text().evaluate().split)(split)}
            </option>
        }
    });
    let status = move || {
        let text = session.text().evaluate();
        match (has_model.get(), look.evaluated.with(Option::is_some)) {
            (_, true) => text.score.interval_note.to_owned(),
            (false, _) => text.nothing_yet.to_owned(),
            (true, false) => (text.is_coming)(&look.split.read()),
        }
    };
    view! {
        <div class="row split-choice">
            <label class="field">
                <span>{session.say(|text| text.evaluate().split_label)}</span>
                <select
                    data-testid="eval-split"
                    disabled=move || !has_model.get()
                    on:change=choose
                >
                    {options.collect_view()}
                </select>
            </label>
            <p class="note" role="status">{status}</p>
        </div>
    }
    .into_any()
}
