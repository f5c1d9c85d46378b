//! Inference performance: how long one answer takes on this machine, cold and warm, whole and by part.

mod backends;
mod figure;

use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::Session;
use crate::text::Text;
use crate::widget::chart::Chart;
use backends::Backends;
use figure::{LatencyFigure, figure};
use glass_core::latency::{LatencySummary, MIN_FOR_P99, Percentile};
use glass_core::performance::{BatchSpeed, LatencyReport, Part, PartTimes};
use leptos::prelude::*;

/// Inference performance.
#[component]
pub fn Performance() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_measured = Memo::new(move |_| session.latency().read().is_some());
    view! {
        <section class="panel performance" aria-labelledby="performance-title" hidden=session.is_hidden("performance")>
            <h2 class="panel-title" id="performance-title">
                {session.say(|text| text.monitor().performance.title)}
            </h2>
            <p class="panel-lead">{session.say(|text| text.monitor().performance.lead)}</p>
            <Measure />
            <Show when=move || is_measured.get()>
                <Numbers />
            </Show>
            <div class="service-split">
                <Histogram />
                <Show when=move || is_measured.get()>
                    <div class="stack">
                        <Parts />
                        <Batches />
                        <Backends />
                    </div>
                </Show>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Measure() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let has_model = session.has_model();
    let can_measure = move || has_model.get() && !session.is_measuring().get();
    let label = move || {
        let text = &session.text().monitor().performance;
        if session.is_measuring().get() { text.measuring } else { text.measure }
    };
    let note = move || {
        let text = session.text().monitor();
        match (has_model.get(), session.latency().read().is_some()) {
            (false, _) => text.needs_model,
            (true, false) => text.performance.none,
            (true, true) => "",
        }
    };
    view! {
        <div class="row">
            <button
                class="button"
                type="button"
                data-testid="latency-measure"
                disabled=move || !can_measure()
                aria-busy=move || session.is_measuring().get().to_string()
                on:click=move |_| act.run(Intent::MeasureLatency)
            >
                {label}
            </button>
            <span class="note">{note}</span>
        </div>
    }
    .into_any()
}

/// The report, or nothing: only shown once there is one.
fn read<T: Default>(session: Session, look: impl Fn(&LatencyReport) -> T) -> T {
    session.latency().with(|report| report.as_ref().map(look)).unwrap_or_default()
}

#[component]
fn Numbers() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || &session.text().monitor().performance;
    let percentile = move |name: fn(&Text) -> &'static str,
                           test_id: &'static str,
                           pick: fn(&LatencySummary) -> &Percentile| {
        let value = move || read(session, |report| (text().millis)(pick(&report.batch_1).millis));
        let interval = move || {
            read(session, |report| {
                let percentile = pick(&report.batch_1);
                (text().interval)(percentile.low_millis, percentile.high_millis)
            })
        };
        let is_uncertain = move || read(session, |report| pick(&report.batch_1).is_uncertain);
        view! { <Tile name=Signal::derive(move || name(session.text()).to_owned()) test_id value interval is_uncertain /> }
    };
    let plain =
        move |name: fn(&Text) -> &'static str, test_id: &'static str, pick: fn(&LatencyReport) -> f64| {
            let value = move || read(session, |report| (text().millis)(pick(report)));
            view! {
                <Tile
                    name=Signal::derive(move || name(session.text()).to_owned())
                    test_id
                    value
                    interval=String::new
                    is_uncertain=|| false
                />
            }
        };
    // Timed once: what is shorter than a tick was not seen, and is not nothing.
    let cold = move || {
        read(session, |report| match report.cold_ms < report.tick_ms {
            true => format!("< {}", (text().millis)(report.tick_ms)),
            false => (text().millis)(report.cold_ms),
        })
    };
    let rate = move || read(session, |report| format::or_dash(report.throughput(), text().images_per_second));
    let uncertain = move || {
        read(session, |report| {
            let count = report.batch_1.count;
            report.batch_1.p99.is_uncertain.then(|| (text().p99_uncertain)(count, MIN_FOR_P99))
        })
    };
    view! {
        <h3 class="service-heading">{move || read(session, |report| (text().warm)(report.batch_1.count))}</h3>
        <div class="service-tiles">
            {percentile(|text| text.monitor().performance.p50, "latency-p50", |summary| &summary.p50)}
            {percentile(|text| text.monitor().performance.p90, "latency-p90", |summary| &summary.p90)}
            {percentile(|text| text.monitor().performance.p95, "latency-p95", |summary| &summary.p95)}
            {percentile(|text| text.monitor().performance.p99, "latency-p99", |summary| &summary.p99)}
            {plain(|text| text.monitor().performance.max, "latency-max", |report| report.batch_1.max_millis)}
            {plain(|text| text.monitor().performance.mean, "latency-mean", |report| report.batch_1.mean_millis)}
            <Tile
                name=Signal::derive(move || text().cold.to_owned())
                test_id="latency-cold"
                value=cold
                interval=String::new
                is_uncertain=|| false
            />
            <Tile
                name=Signal::derive(move || text().batch.to_owned())
                test_id="latency-batch-64"
                value=rate
                interval=String::new
                is_uncertain=|| false
            />
        </div>
        <p class="note">{uncertain}</p>
        <p class="note" data-testid="latency-clock">
            {move || read(session, |report| (text().clock)(report.tick_ms, report.calls_per_measurement))}
        </p>
        <p class="note">{move || text().cold_hint}</p>
    }
    .into_any()
}

/// How fast batches of each size are answered.
#[component]
fn Batches() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || &session.text().monitor().performance;
    let rows = move || {
        let batches = read(session, |report| report.batches.clone());
        let most = batches.iter().map(BatchSpeed::images_per_second).fold(0.0, f64::max);
        let row = |batch: BatchSpeed| {
            let rate = batch.images_per_second();
            view! {
                <tr>
                    <th scope="row">{batch.size}</th>
                    <td>{(text().millis)(batch.batch_ms)}</td>
                    <td>
                        <span class="service-bar" style=format!("--share: {:.3}", rate / most)>
                            {(text().images_per_second)(rate)}
                        </span>
                    </td>
                </tr>
            }
        };
        batches.into_iter().map(row).collect_view()
    };
    let head = move || text().batch_columns.map(|name| view! { <th scope="col">{name}</th> }).collect_view();
    view! {
        <div class="table-wrap" role="region" tabindex="0" aria-labelledby="batches-caption">
            <table class="data-table" data-testid="table-batches">
                <caption id="batches-caption">{move || text().batches}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A number with its name, and its interval where there is one.
#[component]
fn Tile(
    name: Signal<String>,
    test_id: &'static str,
    value: impl Fn() -> String + Send + 'static,
    interval: impl Fn() -> String + Send + 'static,
    is_uncertain: impl Fn() -> bool + Send + 'static,
) -> impl IntoView {
    view! {
        <div class="metric service-tile" class:is-uncertain=is_uncertain>
            <span class="metric-name">{name}</span>
            <span class="metric-value" data-testid=test_id>
                {value}
            </span>
            <span class="metric-interval">{interval}</span>
        </div>
    }
    .into_any()
}

#[component]
fn Histogram() -> impl IntoView {
    let session = expect_context::<Session>();
    let figure = Memo::new(move |_| session.latency().with(|report| figure(report.as_ref(), session.text())));
    let summary = Signal::derive(move || {
        let text = &session.text().monitor().performance;
        session.latency().with(|report| match report {
            Some(LatencyReport { batch_1, .. }) => {
                (text.histogram_summary)(batch_1.p50.millis, batch_1.p95.millis, batch_1.p99.millis)
            }
            None => text.none.to_owned(),
        })
    });
    view! {
        <Chart<LatencyFigure>
            figure
            chart_id="chart-latency"
            table_id="table-latency"
            title=Signal::derive(move || session.text().monitor().performance.histogram.to_owned())
            name=summary
            numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
            missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
            is_dark=session.is_dark()
        />
    }
    .into_any()
}

/// Where the time goes.
#[component]
fn Parts() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || &session.text().monitor().performance;
    let rows = move || {
        let text = text();
        session.latency().with(|report| {
            let parts = report.as_ref().map_or(&[][..], |report| &report.parts);
            let tick = report.as_ref().map_or(0.0, |report| report.tick_ms);
            let total: f64 = parts.iter().map(|times| times.warm.mean_millis).sum();
            let row = |PartTimes { part, cold_millis, warm }: &PartTimes| {
                let share = if total > 0.0 { warm.mean_millis / total } else { 0.0 };
                let cold = match *cold_millis < tick {
                    true => format!("< {}", format::short_number(tick)),
                    false => format::short_number(*cold_millis),
                };
                let warm_cells = [warm.mean_millis, warm.p50.millis, warm.p95.millis, warm.p99.millis];
                let cells = warm_cells.map(|millis| match millis > 0.0 {
                    true => format::short_number(millis),
                    // Shorter than its repeats let the clock see.
                    false => String::from("≈ 0"),
                });
                let bar = (*part != Part::Decode).then(|| {
                    view! {
                        <span class="service-bar" style=format!("--share: {:.3}", share)>
                            {format::percent(share)}
                        </span>
                    }
                });
                view! {
                    <tr>
                        <th scope="row">{(text.part)(*part)}</th>
                        <td>{bar}</td>
                        <td>{cold}</td>
                        {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
                    </tr>
                }
            };
            let decoding = session.decoding().get();
            decoding.iter().chain(parts).map(row).collect_view()
        })
    };
    let note = move || if session.decoding().read().is_some() { text().decoded } else { text().not_decoded };
    view! {
        <div class="table-wrap">
            <table class="data-table" data-testid="table-latency-parts">
                <caption>{move || text().parts}</caption>
                <thead>
                    <tr>
                        <th scope="col">{move || text().part_column}</th>
                        <th scope="col">{move || text().share}</th>
                        <th scope="col">{move || text().cold_column}</th>
                        <th scope="col">{move || text().mean}</th>
                        <th scope="col">{move || text().p50}</th>
                        <th scope="col">{move || text().p95}</th>
                        <th scope="col">{move || text().p99}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="note">{note}</p>
        </div>
    }
    .into_any()
}
