//! The validation loss of the best trials, live.

use super::values_of;
use crate::session::{Session, Sweeping};
use crate::text::Text;
use crate::widget::chart::{Chart, Mark, Pointer, Reading};
use glass_charts::{CurveFigure, Range, Role, Series, Unit, Words};
use leptos::prelude::*;

/// Curves at most: more lines than colours tell nobody anything.
const MAX_CURVES: usize = 8;

/// The chart.
#[component]
pub(super) fn SweepCurves() -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = Memo::new(move |_| {
        let text = session.text();
        session.sweep().with(|sweep| sweep.as_ref().map_or_else(CurveFigure::default, |it| figure(it, text)))
    });
    let n_curves = Memo::new(move |_| figure.with(|figure| figure.series.len()));
    let read = Callback::new(move |at: Pointer| {
        let text = session.text();
        let hover = figure.with(|figure| figure.hover(at.x, at.size))?;
        let values: Vec<String> = hover
            .values
            .iter()
            .filter_map(|it| Some((text.train.chart.value)(&it.name, &format!("{:.4}", it.raw?), None)))
            .collect();
        let (top, bottom) = hover.css_span;
        let mark = Mark { left: hover.css_x, top, width: 0.0, height: bottom - top };
        let epoch = (text.train.chart.at_epoch)(hover.x);
        (!values.is_empty())
            .then(|| Reading { text: format!("{epoch}: {}", values.join(" · ")), mark: Some(mark) })
    });
    view! {
        <Chart
            figure
            chart_id="chart-sweep"
            table_id="table-sweep"
            title=Signal::derive(move || (session.text().sweep().curves)(n_curves.get()))
            name=Signal::derive(move || (session.text().sweep().curves_summary)(n_curves.get()))
            numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
            missing=Signal::derive(session.say(|text| text.train.chart.missing))
            is_dark=session.is_dark()
            read
        />
    }
}

fn figure(sweeping: &Sweeping, text: &Text) -> CurveFigure {
    let words = &text.train.chart;
    let trials = sweeping.sweep.trials();
    // Which trials are shown changes as they get better; a trial keeps its place among them by its index.
    let mut shown = sweeping.sweep.ranking();
    shown.retain(|index| trials.get(*index).is_some_and(|trial| trial.best().is_some()));
    shown.truncate(MAX_CURVES);
    let shown: Vec<_> = shown.iter().filter_map(|index| trials.get(*index)).collect();
    let rows = || shown.iter().flat_map(|trial| &trial.history);
    let last = rows().map(|row| row.epoch).max().unwrap_or(0);
    let series = shown.iter().enumerate().map(|(place, trial)| {
        let mut raw = vec![None; last as usize + 1];
        for row in &trial.history {
            let loss = row.validation_loss.unwrap_or(row.train_loss);
            if let Some(slot) = raw.get_mut(row.epoch as usize) {
                *slot = Some(loss).filter(|loss| loss.is_finite());
            }
        }
        Series { name: values_of(sweeping, trial, text), role: Role::Other(place), raw, smooth: Vec::new() }
    });
    CurveFigure {
        words: Words {
            x_axis: words.epoch.to_owned(),
            y_axis: words.loss_axis.to_owned(),
            empty: text.sweep().empty.to_owned(),
            missing: words.missing.to_owned(),
            smoothed: words.smoothed.to_owned(),
            ..Words::default()
        },
        x: (0..=last).map(f64::from).collect(),
        x_unit: Unit::Whole,
        series: series.collect(),
        range: Range::FromZero,
        ..CurveFigure::default()
    }
}
