//! The charts of the speed, and the choice of what is timed.

use super::figures::{Timed, heat, percentiles, queue, throughput};
use crate::format;
use crate::session::Session;
use crate::text::Text;
use crate::widget::chart::{Chart, Mark, Pointer, Reading};
use glass_charts::{Figure, LiveFigure};
use glass_core::speed::{N_BANDS, SpeedReport, band_from};
use leptos::prelude::*;

/// What is timed, and how it went.
#[component]
pub fn Charts() -> impl IntoView {
    let session = expect_context::<Session>();
    let timed = RwSignal::new(Timed::Response);
    let option = move |one: Timed, word: &'static str, name: fn(&Text) -> &'static str| {
        view! {
            <option value=word prop:selected=move || timed.get() == one>
                {session.say(name)}
            </option>
        }
    };
    let choose = move |word: String| timed.set(if word == "work" { Timed::Work } else { Timed::Response });
    view! {
        <div class="field choice">
            <label for="speed-timed">{session.say(|text| text.speed().timed)}</label>
            <select
                id="speed-timed"
                data-testid="speed-timed"
                on:change:target=move |event| choose(event.target().value())
            >
                {option(Timed::Response, "response", |text| text.speed().from_due)}
                {option(Timed::Work, "work", |text| text.speed().work_alone)}
            </select>
        </div>
        <p class="note">{session.say(|text| text.speed().omission)}</p>
        <div class="service-split">
            <Percentiles timed />
            <Heat timed />
        </div>
        <div class="service-split">
            <Line
                chart_id="chart-throughput"
                table_id="table-throughput"
                title=|text| text.speed().throughput
                figure=throughput
            />
            <Line
                chart_id="chart-queue"
                table_id="table-queue"
                title=|text| text.speed().queue
                figure=queue
            />
        </div>
    }
    .into_any()
}

/// What is read out of the speed, in the present language; nothing before there is any.
fn drawn<F>(session: Session, draw: impl Fn(&SpeedReport, &Text) -> F + Send + Sync + 'static) -> Memo<F>
where
    F: Figure + Default + Clone + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| {
        let text = session.text();
        session.speed().with(|speed| speed.as_ref().map(|report| draw(report, text))).unwrap_or_default()
    })
}

/// A mark over the height of the chart.
fn column(at: Pointer) -> Option<Mark> {
    Some(Mark { left: at.x, top: 0.0, width: 0.0, height: at.size.height })
}

fn clocks(from_millis: f64, until_millis: f64) -> [String; 2] {
    [from_millis, until_millis].map(|millis| format::clock(millis / 1_000.0))
}

#[component]
fn Percentiles(timed: RwSignal<Timed>) -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = drawn(session, move |report, text| percentiles(report, timed.get(), text));
    let said = move |index: Option<usize>| {
        session.speed().with(|speed| {
            let pieces = &speed.as_ref()?.pieces;
            let piece = index.map_or_else(|| pieces.last(), |index| pieces.get(index))?;
            let times = timed.get().of(piece).quantiles?;
            let [from, until] = clocks(piece.from_millis, piece.until_millis);
            Some((session.text().speed().stretch)(&from, &until, &times, piece.n))
        })
    };
    let read = Callback::new(move |at: Pointer| {
        let index = figure.with(|figure| figure.stretch_at(at.x, at.size))?;
        Some(Reading { text: said(Some(index))?, mark: column(at) })
    });
    let name = Signal::derive(move || {
        let text = session.text().speed();
        said(None).map_or_else(
            || text.percentiles.to_owned(),
            |said| format!("{}{} {said}", text.percentiles, session.text().page.colon),
        )
    });
    view! {
        <Chart
            figure
            chart_id="chart-speed"
            table_id="table-speed"
            title=Signal::derive(move || session.text().speed().percentiles.to_owned())
            name
            numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
            missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
            is_dark=session.is_dark()
            read
        />
    }
    .into_any()
}

#[component]
fn Heat(timed: RwSignal<Timed>) -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = drawn(session, move |report, text| heat(report, timed.get(), text));
    let read = Callback::new(move |at: Pointer| {
        let (stretch, band) = figure.with(|figure| figure.cell_at(at.x, at.y, at.size))?;
        session.speed().with(|speed| {
            let piece = speed.as_ref()?.pieces.get(stretch)?;
            let n = timed.get().of(piece).bands.get(band).copied().unwrap_or(0);
            let [from, until] = clocks(piece.from_millis, piece.until_millis);
            let low = format::millis(band_from(band));
            let high =
                if band + 1 < N_BANDS { format::millis(band_from(band + 1)) } else { "∞".to_owned() };
            let text = (session.text().speed().cell)([&from, &until], [&low, &high], n, piece.n);
            Some(Reading { text, mark: column(at) })
        })
    });
    view! {
        <Chart
            figure
            chart_id="chart-speed-heat"
            table_id="table-speed-heat"
            title=Signal::derive(move || session.text().speed().heat.to_owned())
            numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
            missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
            is_dark=session.is_dark()
            read
            is_long=true
        />
    }
    .into_any()
}

#[component]
fn Line(
    chart_id: &'static str,
    table_id: &'static str,
    title: fn(&Text) -> &'static str,
    figure: fn(&SpeedReport, &Text) -> LiveFigure,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = drawn(session, figure);
    view! {
        <Chart
            figure
            chart_id
            table_id
            title=Signal::derive(move || title(session.text()).to_owned())
            numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
            missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
            is_dark=session.is_dark()
        />
    }
    .into_any()
}
