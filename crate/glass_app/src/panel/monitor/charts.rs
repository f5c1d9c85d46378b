//! The live chart and the drift charts.

mod figures;

use super::LabelsHidden;
use super::album::alerts_of;
use super::distances::{AllDistances, Choice, Hint, Shown};
use super::moment::Moment;
use super::timeline::column;
use crate::format;
use crate::session::Session;
use crate::widget::chart::{Chart, Pointer, Reading};
pub(super) use figures::mark;
use figures::{drift_figure, live_figure};
use glass_charts::Size;
use glass_core::service::Level;
use leptos::prelude::*;

/// Windowed accuracy with its band, the levels, and the alerts.
#[component]
pub fn LiveChart() -> impl IntoView {
    let session = expect_context::<Session>();
    let LabelsHidden(is_hidden) = expect_context();
    let moment: Moment = expect_context();
    let figure = Memo::new(move |_| {
        let is_hidden = is_hidden.get();
        session.service().with(|service| {
            let before = service.before.as_ref();
            live_figure(&service.points, before, alerts_of(service), is_hidden, session.text())
        })
    });
    let summary = Signal::derive(move || {
        let text = session.text().monitor();
        session.service().with(|service| match service.points.last() {
            None => text.chart.empty.to_owned(),
            Some(point) => {
                let accuracy = point.report.accuracy.filter(|_| !is_hidden.get()).map(format::percent);
                (text.chart.live_summary)(point.seen, accuracy.as_deref(), (text.level)(point.report.level))
            }
        })
    });
    let read = Callback::new(move |at: Pointer| {
        let text = session.text().monitor();
        let index = figure.with(|figure| figure.window_at(at.x, at.size))?;
        session.service().with(|service| {
            let point = service.points.get(index)?;
            let accuracy = point.report.accuracy.filter(|_| !is_hidden.get()).map(format::percent);
            let said =
                (text.chart.live_summary)(point.seen, accuracy.as_deref(), (text.level)(point.report.level));
            Some(Reading { text: said, mark: Some(column(at.x, at.size)) })
        })
    });
    let marked = Callback::new(move |size: Size| {
        let seen = session.service().with(|service| moment.seen(service))?;
        figure.with(|figure| figure.x_of(seen.into(), size)).map(|x| column(x, size))
    });
    view! {
        <Chart
            figure
            chart_id="chart-live"
            table_id="table-live"
            title=Signal::derive(move || session.text().monitor().chart.live.to_owned())
            name=summary
            numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
            missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
            is_dark=session.is_dark()
            read
            marked
        />
    }
    .into_any()
}

/// A small chart for everything watched.
#[component]
pub fn DriftCharts() -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = RwSignal::new(Shown::default());
    let moment: Moment = expect_context();
    let figure = Memo::new(move |_| {
        let classes =
            session.run().with(|run| run.as_ref().map(|run| run.classes.clone()).unwrap_or_default());
        session.service().with(|service| {
            drift_figure(
                moment.point(service).map(|point| &point.report),
                shown.get(),
                &classes,
                session.text(),
            )
        })
    });
    let summary = Signal::derive(move || {
        let text = session.text().monitor();
        session.service().with(|service| {
            let drifts = moment.point(service).map_or(&[][..], |point| &point.report.drifts);
            let moved = drifts.iter().filter(|drift| drift.report.level != Level::Steady);
            let moved: Vec<&str> = moved.map(|drift| (text.signal)(drift.report.signal)).collect();
            (text.chart.drift_summary)(&moved)
        })
    });
    view! {
        <div class="service-drift" class:is-empty=move || figure.with(|figure| figure.panels.is_empty())>
            <Choice shown />
            <Chart
                figure
                chart_id="chart-drift"
                table_id="table-drift"
                title=Signal::derive(move || session.text().monitor().chart.drift.to_owned())
                name=summary
                numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
                missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
                is_dark=session.is_dark()
            />
            <Hint shown />
            <AllDistances />
        </div>
    }
    .into_any()
}
