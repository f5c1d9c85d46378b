//! The heat map over the values swept.

use crate::session::{Session, Sweeping};
use crate::text::Text;
use crate::widget::chart::{Chart, Mark, Pointer, Reading};
use glass_charts::{HeatFigure, Words};
use glass_core::sweep::{Axis, State};
use leptos::prelude::*;

/// The chart.
#[component]
pub(super) fn SweepHeat() -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = Memo::new(move |_| {
        let text = session.text();
        session.sweep().with(|sweep| sweep.as_ref().map_or_else(HeatFigure::default, |it| figure(it, text)))
    });
    let summary = Signal::derive(move || {
        let known = figure.with(|figure| figure.scores.iter().flatten().flatten().count());
        (session.text().sweep().heat_summary)(known)
    });
    let read = Callback::new(move |at: Pointer| {
        let text = session.text();
        figure.with(|figure| {
            let (row, column) = figure.cell_at(at.x, at.y, at.size)?;
            let (left, top, width, height) = figure.cell_box(row, column, at.size)?;
            let names = [figure.rows.get(row)?, figure.columns.get(column)?];
            let axes = [&figure.words.y_axis, &figure.words.x_axis];
            let named = axes.iter().zip(names).filter(|(axis, _)| !axis.is_empty());
            let values: Vec<String> = named.map(|(axis, name)| format!("{axis} {name}")).collect();
            let text = (text.sweep().cell)(&values.join(" · "), figure.score(row, column));
            Some(Reading { text, mark: Some(Mark { left, top, width, height }) })
        })
    });
    view! {
        <Chart
            figure
            chart_id="chart-sweep-heat"
            table_id="table-sweep-heat"
            title=Signal::derive(move || session.text().sweep().heat.to_owned())
            name=summary
            numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
            missing=Signal::derive(session.say(|text| text.train.chart.missing))
            is_dark=session.is_dark()
            read
        />
    }
}

/// One setting lies across; of two, the first lies down.
fn figure(sweeping: &Sweeping, text: &Text) -> HeatFigure {
    let axes = &sweeping.sweep.plan().axes;
    let (down, across) = match axes.as_slice() {
        [across] => (None, Some(across)),
        [down, across, ..] => (Some(down), Some(across)),
        [] => (None, None),
    };
    let name = |axis: Option<&Axis>| {
        axis.map(|axis| (text.setting.name)(axis.setting).to_owned()).unwrap_or_default()
    };
    let values = |axis: &Axis| {
        let mut recipe = sweeping.base;
        let value = |value: &String| {
            axis.setting.write_text(&mut recipe, value);
            text.setting.value(axis.setting, &recipe)
        };
        axis.values.iter().map(value).collect::<Vec<_>>()
    };
    let columns = across.map(values).unwrap_or_default();
    let rows = down.map_or_else(|| vec![String::new()], values);
    let mut scores = vec![vec![None; columns.len()]; rows.len()];
    for trial in sweeping.sweep.trials().iter().filter(|trial| trial.state != State::Waiting) {
        let (row, column) = match trial.place.as_slice() {
            [column] => (0, *column),
            [row, column, ..] => (*row, *column),
            [] => continue,
        };
        if let Some(cell) = scores.get_mut(row).and_then(|row| row.get_mut(column)) {
            *cell = trial.best().map(|(loss, _)| loss);
        }
    }
    HeatFigure {
        words: Words {
            x_axis: name(across),
            y_axis: name(down),
            score: text.sweep().loss.to_owned(),
            empty: text.sweep().empty.to_owned(),
            missing: text.train.chart.missing.to_owned(),
            ..Words::default()
        },
        columns,
        rows,
        scores,
    }
}
