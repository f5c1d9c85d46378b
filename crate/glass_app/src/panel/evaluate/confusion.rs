//! The confusion matrix; a cell opens its images.

use super::{Look, figures};
use crate::act::Act;
use crate::intent::Intent;
use crate::session::Session;
use crate::widget::chart::{CellButtons, Chart, Mark, Pointer, Reading};
use glass_charts::{ConfusionFigure, Size};
use leptos::prelude::*;

/// The matrix with its table.
#[component]
pub(super) fn ConfusionChart(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let figure = Memo::new(move |_| {
        let text = session.text();
        look.evaluated.with(|evaluated| {
            let evaluation = evaluated.as_ref().map(|one| &one.evaluation);
            look.classes.with(|classes| figures::confusion(evaluation, classes, text))
        })
    });
    let name_of = move |(actual, predicted): (usize, usize)| {
        let count = figure.with(|figure: &ConfusionFigure| {
            figure.counts.get(actual).and_then(|row| row.get(predicted)).copied().unwrap_or(0)
        });
        (session.text().evaluate().chart.cell)(&look.class(actual), &look.class(predicted), count)
    };
    let has_scores = move || look.evaluated.with_untracked(Option::is_some);
    let select = move |cell| {
        if has_scores() {
            act.run(Intent::SelectCell(Some(cell)));
        }
    };
    let mark = move |cell: (usize, usize), size: Size| {
        let (left, top, width, height) = figure.with(|figure| figure.cell_box(cell.0, cell.1, size))?;
        Some(Mark { left, top, width, height })
    };
    let cell_at = move |at: Pointer| figure.with(|figure| figure.cell_at(at.x, at.y, at.size));
    let read = Callback::new(move |at: Pointer| {
        let cell = cell_at(at).filter(|_| look.evaluated.with(Option::is_some))?;
        Some(Reading { text: name_of(cell), mark: mark(cell, at.size) })
    });
    let pick = Callback::new(move |at: Pointer| {
        if let Some(cell) = untrack(|| cell_at(at)) {
            select(cell);
        }
    });
    let marked = Callback::new(move |size: Size| mark(session.cell().get()?, size));
    let title = Signal::derive(move || {
        let text = &session.text().evaluate().chart;
        (text.titled)(text.confusion, &look.split.read())
    });
    view! {
        <div class="confusion">
            <Chart
                figure
                chart_id="chart-confusion"
                table_id="table-confusion"
                title
                numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
                missing=Signal::derive(session.say(|text| text.train.chart.missing))
                is_dark=session.is_dark()
                read
                on_pick=pick
                marked
                buttons=CellButtons { on_press: Callback::new(select), name: Callback::new(name_of) }
            />
            <p class="note">{session.say(|text| text.evaluate().chart.confusion_hint)}</p>
        </div>
    }
    .into_any()
}
