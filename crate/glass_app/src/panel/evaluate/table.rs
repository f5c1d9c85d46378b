//! Precision, recall and F1 of every class, and their averages.

use super::Look;
use super::scores::measured_on;
use crate::format;
use crate::session::Session;
use crate::text::Text;
use crate::widget::chart::fine_percent;
use glass_core::metric::classification::{Averaged, Classification};
use leptos::prelude::*;

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    name: String,
    values: [String; 3],
    support: String,
    is_average: bool,
}

/// The table of classes.
#[component]
pub(super) fn ClassTable(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let rows = Memo::new(move |_| {
        let text = session.text();
        look.evaluated.with(|evaluated| match evaluated {
            Some(one) => look.classes.with(|classes| rows(&one.evaluation.scores, classes, text)),
            None => Vec::new(),
        })
    });
    let undefined = move || {
        let n = look.evaluated.with(|evaluated| {
            let scores = &evaluated.as_ref()?.evaluation.scores;
            Some(scores.precision.n_undefined.max(scores.recall.n_undefined).max(scores.f1.n_undefined))
        });
        n.filter(|n| *n > 0).map(|n| (session.text().evaluate.score.undefined)(n))
    };
    let head = move || {
        let text = &session.text().evaluate.score;
        [text.class, text.precision, text.recall, text.f1, text.support]
            .map(|name| view! { <th scope="col">{name}</th> })
            .collect_view()
    };
    let row = |row: Row| {
        view! {
            <tr class:average=row.is_average>
                <th scope="row">{row.name}</th>
                {row.values.map(|value| view! { <td>{value}</td> }).collect_view()}
                <td>{row.support}</td>
            </tr>
        }
    };
    view! {
        <section class="by-class" aria-labelledby="by-class-title">
            <h3 id="by-class-title">{move || session.text().evaluate.score.per_class}</h3>
            <p class="note">
                {move || {
                    measured_on(look, session)
                        .unwrap_or_else(|| session.text().evaluate.nothing_yet.to_owned())
                }}
                " "
                {undefined}
            </p>
            <div class="table-wrap" role="region" tabindex="0" aria-labelledby="by-class-title">
                <table class="data-table" data-testid="table-classes">
                    <thead>
                        <tr>{head}</tr>
                    </thead>
                    <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn rows(scores: &Classification, classes: &[String], text: &Text) -> Vec<Row> {
    let names = &text.evaluate.score;
    let say = |value: Option<f64>| value.map_or(text.train.chart.missing.to_owned(), fine_percent);
    let three = |pick: &dyn Fn(&Averaged) -> Option<f64>| {
        [&scores.precision, &scores.recall, &scores.f1].map(|averaged| say(pick(averaged)))
    };
    let of_class = classes.iter().enumerate().map(|(class, name)| Row {
        name: name.clone(),
        values: three(&|averaged| averaged.per_class.get(class).copied().flatten()),
        support: format::count(scores.support.get(class).copied().unwrap_or(0) as usize),
        is_average: false,
    });
    let average = |name: &str, pick: &dyn Fn(&Averaged) -> Option<f64>| Row {
        name: name.to_owned(),
        values: three(pick),
        support: format::count(scores.n as usize),
        is_average: true,
    };
    let averages = [
        average(names.macro_mean, &|averaged| averaged.macro_mean),
        average(names.micro, &|averaged| averaged.micro),
        average(names.weighted, &|averaged| averaged.weighted),
    ];
    of_class.chain(averages).collect()
}
