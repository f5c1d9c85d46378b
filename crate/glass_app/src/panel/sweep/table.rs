//! Every trial, best first, with its values and what it came to.

use super::values_of;
use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::{Session, Sweeping};
use crate::text::Text;
use crate::widget::chart::fine_percent;
use glass_core::recipe::Recipe;
use leptos::prelude::*;

/// A trial in words.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    index: usize,
    rank: usize,
    values: Vec<String>,
    results: [String; 4],
    named: String,
    recipe: Recipe,
}

/// The table.
#[component]
pub(super) fn Trials() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let rows = Memo::new(move |_| {
        let text = session.text();
        session.sweep().with(|sweep| sweep.as_ref().map(|it| rows(it, text)).unwrap_or_default())
    });
    let head = move || {
        let text = session.text();
        let [rank, accuracy, epochs, state] = text.sweep().columns;
        let axes = session.sweep().with(|sweep| {
            let axes = sweep.as_ref().map(|it| it.sweep.plan().axes.clone()).unwrap_or_default();
            axes.iter().map(|axis| (text.setting.name)(axis.setting)).collect::<Vec<_>>()
        });
        std::iter::once(rank)
            .chain(axes)
            .chain([text.sweep().loss, accuracy, epochs, state])
            .map(|name| view! { <th scope="col">{name}</th> })
            .collect_view()
    };
    let row = move |row: Row| {
        let recipe = row.recipe;
        let named = row.named;
        let label = move || {
            let text = session.text();
            if session.recipe().get() == recipe {
                format!("{}{}{named}", text.sweep().in_use, text.page.colon)
            } else {
                (text.sweep().take)(&named)
            }
        };
        let cells = row.values.into_iter().chain(row.results).map(|value| view! { <td>{value}</td> });
        view! {
            <tr data-testid="sweep-trial">
                <th scope="row">{row.rank}</th>
                {cells.collect_view()}
                <td>
                    <button
                        type="button"
                        class="button button-quiet"
                        aria-label=label
                        disabled=move || session.recipe().get() == recipe
                        on:click=move |_| act.run(Intent::UseRecipe(Box::new(recipe)))
                    >
                        {move || {
                            let text = session.text().sweep();
                            if session.recipe().get() == recipe { text.in_use } else { text.take_short }
                        }}
                    </button>
                </td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap" role="region" tabindex="0" aria-labelledby="sweep-caption">
            <table class="data-table" data-testid="table-sweep-trials">
                <caption id="sweep-caption">{session.say(|text| text.sweep().table)}</caption>
                <thead>
                    <tr>
                        {head}
                        <td></td>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=|row| (row.index, row.rank, row.results.clone(), row.named.clone()) children=row />
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn rows(sweeping: &Sweeping, text: &Text) -> Vec<Row> {
    let sweep = &sweeping.sweep;
    let missing = || text.train.chart.missing.to_owned();
    let row = |(rank, index): (usize, usize)| {
        let trial = sweep.trials().get(index)?;
        let best = trial.best();
        let accuracy = best.map(|(_, row)| row.validation_accuracy.unwrap_or(row.train_accuracy));
        let n_epochs = trial.history.last().map_or(0, |row| row.epoch);
        let axes = sweep.plan().axes.iter();
        Some(Row {
            index,
            rank,
            values: axes.map(|axis| text.setting.value(axis.setting, &trial.recipe)).collect(),
            results: [
                best.map_or_else(missing, |(loss, _)| format::loss(loss)),
                accuracy.map_or_else(missing, fine_percent),
                format::count(n_epochs as usize),
                (text.sweep().state)(trial.state).to_owned(),
            ],
            named: values_of(sweeping, trial, text),
            recipe: trial.recipe,
        })
    };
    sweep.ranks().into_iter().zip(sweep.ranking()).filter_map(row).collect()
}
