//! One chart with a curve of every run that is compared.

use super::Choice;
use super::facts::name_of;
use crate::session::Session;
use crate::text::{Measure, Text};
use crate::widget::chart::{Chart, Mark, Pointer, Reading, fine_percent};
use glass_charts::{CurveFigure, Range, Role, Series, Unit, Words};
use glass_core::curve::EpochReport;
use glass_core::run::KeptRun;
use leptos::prelude::*;
use std::sync::Arc;

/// The value of a measure in an epoch.
fn value(measure: Measure, row: &EpochReport) -> Option<f64> {
    match measure {
        Measure::ValidationLoss => row.validation_loss,
        Measure::ValidationAccuracy => row.validation_accuracy,
        Measure::TrainLoss => Some(row.train_loss),
        Measure::TrainAccuracy => Some(row.train_accuracy),
    }
    .filter(|value| value.is_finite())
}

fn print(measure: Measure, value: f64) -> String {
    if measure.is_loss() { format!("{value:.4}") } else { fine_percent(value) }
}

/// The chart and the choice of what it shows.
#[component]
pub(super) fn RunCurves(choice: Choice) -> impl IntoView {
    let session = expect_context::<Session>();
    let measure = RwSignal::new(Measure::ValidationLoss);
    let figure = Memo::new(move |_| {
        let text = session.text();
        choice.compared.with(|runs| figure(measure.get(), runs, text))
    });
    let title = Signal::derive(move || (session.text().runs.measure_name)(measure.get()).to_owned());
    let summary = Signal::derive(move || {
        let n = choice.compared.read().len();
        (session.text().runs.summary)((session.text().runs.measure_name)(measure.get()), n)
    });
    let read = Callback::new(move |at: Pointer| {
        let (text, measure) = (session.text(), measure.get());
        let hover = figure.with(|figure| figure.hover(at.x, at.size))?;
        let values: Vec<String> = hover
            .values
            .iter()
            .filter_map(|it| Some((text.train.chart.value)(&it.name, &print(measure, it.raw?), None)))
            .collect();
        let (top, bottom) = hover.css_span;
        let mark = Mark { left: hover.css_x, top, width: 0.0, height: bottom - top };
        let epoch = (text.train.chart.at_epoch)(hover.x);
        (!values.is_empty())
            .then(|| Reading { text: format!("{epoch}: {}", values.join(" · ")), mark: Some(mark) })
    });
    view! {
        <div class="stack">
            <MeasureChoice measure />
            <Chart
                figure
                chart_id="chart-runs"
                table_id="table-runs"
                title
                name=summary
                numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
                missing=Signal::derive(session.say(|text| text.train.chart.missing))
                is_dark=session.is_dark()
                read
            />
        </div>
    }
    .into_any()
}

#[component]
fn MeasureChoice(measure: RwSignal<Measure>) -> impl IntoView {
    let session = expect_context::<Session>();
    let option = move |one: Measure| {
        view! {
            <option value=one.as_str() prop:selected=move || measure.get() == one>
                {move || (session.text().runs.measure_name)(one)}
            </option>
        }
    };
    view! {
        <label class="field runs-measure">
            <span>{session.say(|text| text.runs.measure)}</span>
            <select
                data-testid="runs-measure"
                on:change=move |event| {
                    let word = event_target_value(&event);
                    if let Some(one) = Measure::ALL.into_iter().find(|one| one.as_str() == word) {
                        measure.set(one);
                    }
                }
            >
                {Measure::ALL.map(option).collect_view()}
            </select>
        </label>
    }
}

fn figure(measure: Measure, runs: &[Arc<KeptRun>], text: &Text) -> CurveFigure {
    let words = &text.train.chart;
    let last = runs.iter().map(|run| run.n_epochs()).max().unwrap_or(0);
    let series = runs.iter().enumerate().map(|(place, run)| {
        let mut raw = vec![None; last as usize + 1];
        for row in &run.history {
            if let Some(slot) = raw.get_mut(row.epoch as usize) {
                *slot = value(measure, row);
            }
        }
        Series { name: name_of(run, text), role: Role::Other(place), raw, smooth: Vec::new() }
    });
    let axis = if measure.is_loss() { words.loss_axis } else { (text.runs.measure_name)(measure) };
    CurveFigure {
        words: Words {
            x_axis: words.epoch.to_owned(),
            y_axis: axis.to_owned(),
            empty: words.missing.to_owned(),
            missing: words.missing.to_owned(),
            smoothed: words.smoothed.to_owned(),
            ..Words::default()
        },
        x: (0..=last).map(f64::from).collect(),
        x_unit: Unit::Whole,
        series: series.collect(),
        range: if measure.is_loss() { Range::FromZero } else { Range::FractionZoomed },
        ..CurveFigure::default()
    }
}
