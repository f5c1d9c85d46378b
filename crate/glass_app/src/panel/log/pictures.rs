//! The charts of a log.

use super::figures;
use crate::format;
use crate::session::{LogView, Session};
use crate::text::Text;
use crate::widget::chart::{Chart, Mark, Pointer, Reading};
use glass_charts::{CurveFigure, LiveFigure};
use glass_core::log::LogReport;
use leptos::prelude::*;

/// A figure of the report, made anew when it or the language changes.
fn drawn<F>(session: Session, make: fn(&LogReport, &LogView, &Text) -> F) -> Memo<F>
where
    F: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| {
        let text = session.text();
        session.log().with(|log| {
            let log = log.as_ref().and_then(|log| Some((log, log.report.as_ref()?)));
            log.map(|(log, report)| make(report, log, text)).unwrap_or_default()
        })
    })
}

fn named(session: Session, title: fn(&Text) -> &'static str) -> Signal<String> {
    Signal::derive(move || {
        let text = session.text();
        session.log().with(|log| {
            let log = log.as_ref();
            let n_windows = log.and_then(|log| log.report.as_ref()).map_or(0, |report| report.windows.len());
            let n_rows = log.and_then(|log| log.summary.as_ref()).map_or(0, |summary| summary.n_rows);
            (text.log().summary)(title(text), n_windows, n_rows as usize)
        })
    })
}

/// Accuracy, its estimate, the confidence and the level.
#[component]
pub(super) fn QualityChart() -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = drawn::<LiveFigure>(session, |report, _, text| figures::quality(report, text));
    let read = Callback::new(move |at: Pointer| {
        let text = session.text();
        let index = figure.with(|figure| figure.window_at(at.x, at.size))?;
        session.log().with(|log| {
            let window = log.as_ref()?.report.as_ref()?.windows.get(index)?;
            let names = &text.monitor().window;
            let values = [
                (names.accuracy, window.scores.accuracy.map(|it| it.value)),
                (names.estimate, window.estimate.accuracy.map(|it| it.value)),
                (names.confidence, window.mean_confidence),
            ];
            let known = values.into_iter().filter_map(|(name, value)| Some((name, value?)));
            let said = known.map(|(name, value)| format!("{name} {}", format::percent(value)));
            let level = (text.monitor().level)(window.level(|_| true)).to_owned();
            let said = said.chain([level]).collect::<Vec<_>>().join(" · ");
            let text = (text.log().at_window)(window.first as usize + 1, window.last as usize + 1, &said);
            let mark = Mark { left: at.x, top: 0.0, width: 0.0, height: at.size.height };
            Some(Reading { text, mark: Some(mark) })
        })
    });
    view! {
        <Chart
            figure
            chart_id="chart-log"
            table_id="table-log"
            title=Signal::derive(move || session.text().log().quality.to_owned())
            name=named(session, |text| text.log().quality)
            numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
            missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
            is_dark=session.is_dark()
            read
        />
    }
    .into_any()
}

/// The share of each class among the predictions.
#[component]
pub(super) fn MixChart() -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = drawn::<CurveFigure>(session, |report, log, text| {
        let classes = log.summary.as_ref().map(|summary| summary.classes.clone()).unwrap_or_default();
        figures::mix(report, &classes, text)
    });
    view! {
        <Curves
            figure
            title=|text| text.log().mix
            chart_id="chart-log-mix"
            table_id="table-log-mix"
            print=format::percent
        />
    }
}

/// Percentiles of the latency.
#[component]
pub(super) fn TimesChart() -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = drawn::<CurveFigure>(session, |report, _, text| figures::times(report, text));
    view! {
        <Curves
            figure
            title=|text| text.log().times
            chart_id="chart-log-times"
            table_id="table-log-times"
            print=format::millis
        />
    }
}

#[component]
fn Curves(
    figure: Memo<CurveFigure>,
    title: fn(&Text) -> &'static str,
    chart_id: &'static str,
    table_id: &'static str,
    print: fn(f64) -> String,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let read = Callback::new(move |at: Pointer| {
        let text = session.text();
        let hover = figure.with(|figure| figure.hover(at.x, at.size))?;
        let known = hover.values.iter().filter_map(|value| Some((&value.name, value.raw?)));
        let said = known.map(|(name, value)| format!("{name} {}", print(value))).collect::<Vec<_>>();
        let window = session.log().with(|log| {
            let report = log.as_ref()?.report.clone()?;
            report.windows.iter().find(|window| f64::from(window.last) + 1.0 >= hover.x).cloned()
        })?;
        let (first, last) = (window.first as usize + 1, window.last as usize + 1);
        let (top, bottom) = hover.css_span;
        let mark = Mark { left: hover.css_x, top, width: 0.0, height: bottom - top };
        Some(Reading { text: (text.log().at_window)(first, last, &said.join(" · ")), mark: Some(mark) })
    });
    view! {
        <Chart
            figure
            chart_id
            table_id
            title=Signal::derive(move || title(session.text()).to_owned())
            name=named(session, title)
            numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
            missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
            is_dark=session.is_dark()
            read
        />
    }
    .into_any()
}
