//! What the runs came to, and the settings in which they differ: marked by a sign and by words, not by colour
//! alone.

use super::Choice;
use super::facts::{accuracy_of, images_of, moment, name_of};
use crate::format;
use crate::session::Session;
use crate::text::{Language, Text};
use crate::widget::chart::fine_percent;
use glass_core::run::{self, KeptRun};
use glass_core::setting::Setting;
use leptos::prelude::*;
use std::sync::Arc;

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Row {
    name: &'static str,
    values: Vec<String>,
    is_different: bool,
}

/// The table.
#[component]
pub(super) fn Differences(choice: Choice) -> impl IntoView {
    let session = expect_context::<Session>();
    let is_brief = RwSignal::new(true);
    let names = Memo::new(move |_| {
        let text = session.text();
        choice.compared.with(|runs| runs.iter().map(|run| name_of(run, text)).collect::<Vec<_>>())
    });
    let results = Memo::new(move |_| {
        let (text, language) = (session.text(), session.language().get());
        choice.compared.with(|runs| results(runs, text, language))
    });
    let settings = Memo::new(move |_| {
        let text = session.text();
        let rows = choice.compared.with(|runs| settings(runs, text));
        rows.into_iter().filter(|row| row.is_different || !is_brief.get()).collect::<Vec<_>>()
    });
    let head = move || {
        let names = names.get().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view();
        view! {
            <tr>
                <th scope="col">{session.say(|text| text.runs.setting)}</th>
                {names}
            </tr>
        }
    };
    let row = move |row: Row| {
        let mark = row.is_different.then(|| {
            view! {
                <span class="differs-mark" aria-hidden="true">"≠ "</span>
                <span class="visually-hidden">{session.text().runs.differs} " "</span>
            }
        });
        view! {
            <tr class:differs=row.is_different>
                <th scope="row">{mark} {row.name}</th>
                {row.values.into_iter().map(|value| view! { <td>{value}</td> }).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="stack">
            <label class="field field-flag">
                <span>{session.say(|text| text.runs.only_differences)}</span>
                <input
                    type="checkbox"
                    data-testid="runs-only-differences"
                    prop:checked=is_brief
                    on:change:target=move |event| is_brief.set(event.target().checked())
                />
            </label>
            <div class="table-wrap" role="region" tabindex="0" aria-labelledby="run-settings-caption">
                <table class="data-table" data-testid="table-run-settings">
                    <caption id="run-settings-caption">{session.say(|text| text.runs.table)}</caption>
                    <thead>{head}</thead>
                    <tbody>{move || results.get().into_iter().map(row).collect_view()}</tbody>
                    <tbody data-testid="run-settings">
                        {move || settings.get().into_iter().map(row).collect_view()}
                    </tbody>
                </table>
            </div>
            <Show when=move || is_brief.get() && settings.read().is_empty()>
                <p class="note">{session.say(|text| text.runs.none_differs)}</p>
            </Show>
        </div>
    }
    .into_any()
}

fn results(runs: &[Arc<KeptRun>], text: &Text, language: Language) -> Vec<Row> {
    let names = &text.runs.result;
    let row = |name: &'static str, say: &dyn Fn(&KeptRun) -> Option<String>| {
        let missing = || text.train.chart.missing.to_owned();
        Row {
            name,
            values: runs.iter().map(|run| say(run).unwrap_or_else(missing)).collect(),
            is_different: false,
        }
    };
    vec![
        row(names.images, &|run| Some(images_of(run, text))),
        row(names.began, &|run| Some(moment(run.began_millis, language))),
        row(names.accuracy, &accuracy_of),
        row(names.f1, &|run| run.test.as_ref()?.f1_macro(run.classes.len()).map(fine_percent)),
        row(names.best, &|run| best(run).map(|(loss, epoch)| (names.best_value)(loss, epoch))),
        row(names.epochs, &|run| Some(format::count(run.n_epochs() as usize))),
        row(names.weights, &|run| Some(format::count(run.ending.n_weights as usize))),
        // The first half tells runs apart; the list has it whole.
        row(names.digest, &|run| format!("{:016x}", run.ending.history_digest).get(..8).map(str::to_owned)),
    ]
}

/// The lowest validation loss of the epochs, and where.
fn best(run: &KeptRun) -> Option<(f64, u32)> {
    let rows = run.history.iter().filter(|row| row.epoch > 0);
    let losses =
        rows.filter_map(|row| Some((row.validation_loss.filter(|loss| loss.is_finite())?, row.epoch)));
    losses.min_by(|one, other| one.0.total_cmp(&other.0))
}

fn settings(runs: &[Arc<KeptRun>], text: &Text) -> Vec<Row> {
    let differing = run::differing(runs.iter().map(|run| &run.recipe));
    let row = |setting: Setting| Row {
        name: (text.setting.name)(setting),
        values: runs.iter().map(|run| text.setting.value(setting, &run.recipe)).collect(),
        is_different: differing.contains(&setting),
    };
    Setting::ALL.into_iter().map(row).collect()
}
