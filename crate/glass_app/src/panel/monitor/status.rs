//! How the window stands: the level in words, colour and shape, and how fast answers come.

use crate::session::{LivePoint, Session};
use glass_core::stream::Level;
use leptos::prelude::*;

/// The sign of a level: a circle, a triangle, a diamond, as in the charts.
fn sign(level: Level) -> &'static str {
    match level {
        Level::Steady => "●",
        Level::Watch => "▲",
        Level::Alarm => "◆",
    }
}

/// The status of the stream.
#[component]
pub fn Status() -> impl IntoView {
    let session = expect_context::<Session>();
    let point = move |look: fn(&LivePoint) -> Option<Level>| {
        session.service().with(|service| service.points.last().and_then(look))
    };
    let level = Memo::new(move |_| point(|point| Some(point.report.level)));
    let is_running = Memo::new(move |_| session.service().with(|service| service.is_running));
    let standing = move || {
        let text = &session.text().monitor.window;
        match level.get() {
            None if is_running.get() => text.filling.to_owned(),
            None => text.not_started.to_owned(),
            Some(level) => (text.standing)(level, is_running.get()),
        }
    };
    view! {
        <div class="service-status">
            <p
                class="service-level"
                role="status"
                aria-live="polite"
                data-testid="monitor-status"
                data-level=move || level.get().unwrap_or_default().as_str()
            >
                <span class="service-sign" aria-hidden="true">
                    {move || sign(level.get().unwrap_or_default())}
                </span>
                <span class="visually-hidden">
                    {session.say(|text| text.monitor.window.status)} ": "
                </span>
                <span>{standing}</span>
            </p>
            <Pace />
        </div>
    }
    .into_any()
}

/// Images seen, throughput and response times.
#[component]
fn Pace() -> impl IntoView {
    let session = expect_context::<Session>();
    let last = move |look: &dyn Fn(&LivePoint) -> Option<String>| {
        session.service().with(|service| service.points.last().and_then(look))
    };
    let seen = move || last(&|point| Some((session.text().monitor.window.seen)(point.seen, point.report.n)));
    let rate = move || {
        let text = session.text().monitor;
        let said = last(&|point| point.report.images_per_second.map(text.performance.images_per_second));
        said.unwrap_or_else(|| (text.performance.images_per_second)(0.0))
    };
    let queue = move || last(&|point| Some((session.text().monitor.window.queue)(point.report.queue)));
    let response = move || {
        last(&|point| {
            let times = point.report.response.as_ref()?;
            Some((session.text().monitor.window.response)(
                times.p50.millis,
                times.p95.millis,
                times.p99.millis,
            ))
        })
    };
    let untimed = move || {
        last(&|point| {
            let n = point.report.n_untimed;
            (n > 0).then(|| (session.text().monitor.window.untimed)(n))
        })
    };
    view! {
        <p class="service-pace">
            <span>{session.say(|text| text.monitor.window.throughput)} " "</span>
            <strong data-testid="stream-throughput">{rate}</strong>
            <span>{queue}</span>
            <span title=session.say(|text| text.monitor.window.response_hint)>{response}</span>
            <span data-testid="stream-untimed">{untimed}</span>
        </p>
        <p class="note">{seen}</p>
    }
    .into_any()
}
