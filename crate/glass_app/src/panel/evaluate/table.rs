//! Precision, recall and F1 of every class, and their averages, each with its interval.

use super::Look;
use super::scores::measured_on;
use crate::format;
use crate::session::Session;
use crate::text::Text;
use crate::widget::chart::fine_percent;
use glass_core::evaluation::Evaluation;
use glass_core::interval::Interval;
use glass_core::metric::certainty::ScoreIntervals;
use glass_core::metric::classification::Averaged;
use leptos::prelude::*;

/// A score in words, with its interval where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Value {
    score: String,
    interval: Option<String>,
}

impl Value {
    fn of(score: Option<f64>, interval: Option<Interval>, missing: &str) -> Self {
        Self {
            score: score.map_or(missing.to_owned(), fine_percent),
            interval: interval.filter(|_| score.is_some()).map(format::interval),
        }
    }
}

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    name: String,
    values: [Value; 3],
    support: String,
    is_average: bool,
}

/// Which of the scores, with its interval.
type Pick<'a> = &'a dyn Fn(&Averaged, &ScoreIntervals) -> (Option<f64>, Option<Interval>);

/// The table of classes.
#[component]
pub(super) fn ClassTable(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let rows = Memo::new(move |_| {
        let text = session.text();
        look.evaluated.with(|evaluated| match evaluated {
            Some(one) => look.classes.with(|classes| rows(&one.evaluation, classes, text)),
            None => Vec::new(),
        })
    });
    let undefined = move || {
        let n = look.evaluated.with(|evaluated| {
            let scores = &evaluated.as_ref()?.evaluation.scores;
            Some(scores.precision.n_undefined.max(scores.recall.n_undefined).max(scores.f1.n_undefined))
        });
        n.filter(|n| *n > 0).map(|n| (session.text().evaluate().score.undefined)(n))
    };
    let head = move || {
        let text = &session.text().evaluate().score;
        [text.class, text.precision, text.recall, text.f1, text.support]
            .map(|name| view! { <th scope="col">{name}</th> })
            .collect_view()
    };
    let cell = |value: Value| {
        view! {
            <td>
                {value.score}
                " "
                <span class="metric-interval">{value.interval}</span>
            </td>
        }
    };
    let row = move |row: Row| {
        view! {
            <tr class:average=row.is_average>
                <th scope="row">{row.name}</th>
                {row.values.map(cell).collect_view()}
                <td>{row.support}</td>
            </tr>
        }
    };
    view! {
        <section class="by-class" aria-labelledby="by-class-title">
            <h3 id="by-class-title">{session.say(|text| text.evaluate().score.per_class)}</h3>
            <p class="note">
                {move || {
                    measured_on(look, session)
                        .unwrap_or_else(|| session.text().evaluate().nothing_yet.to_owned())
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

fn rows(evaluation: &Evaluation, classes: &[String], text: &Text) -> Vec<Row> {
    let names = &text.evaluate().score;
    let (scores, intervals) = (&evaluation.scores, &evaluation.intervals);
    let three = |pick: Pick<'_>| {
        let pairs = [
            (&scores.precision, &intervals.precision),
            (&scores.recall, &intervals.recall),
            (&scores.f1, &intervals.f1),
        ];
        pairs.map(|(averaged, intervals)| {
            let (score, interval) = pick(averaged, intervals);
            Value::of(score, interval, text.train.chart.missing)
        })
    };
    let of_class = classes.iter().enumerate().map(|(class, name)| Row {
        name: name.clone(),
        values: three(&|averaged, intervals| {
            let score = averaged.per_class.get(class).copied().flatten();
            (score, intervals.per_class.get(class).copied().flatten())
        }),
        support: format::count(scores.support.get(class).copied().unwrap_or(0) as usize),
        is_average: false,
    });
    let average = |name: &str, pick: Pick<'_>| Row {
        name: name.to_owned(),
        values: three(pick),
        support: format::count(scores.n as usize),
        is_average: true,
    };
    let averages = [
        average(names.macro_mean, &|averaged, intervals| (averaged.macro_mean, intervals.macro_mean)),
        average(names.micro, &|averaged, intervals| (averaged.micro, intervals.micro)),
        average(names.weighted, &|averaged, intervals| (averaged.weighted, intervals.weighted)),
    ];
    of_class.chain(averages).collect()
}
