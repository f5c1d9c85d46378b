//! How the window stands: the level in words, colour and shape, and how fast answers come.

use crate::act::Act;
use crate::intent::Intent;
use crate::session::{LivePoint, Session, WatchFact};
use glass_core::service::Signal as Watched;
use glass_core::stream::plan::Steer;
use glass_core::stream::{Level, Limits};
use leptos::prelude::*;

/// The sign of a level: a circle, a triangle, a diamond, as in the charts; a ring while nothing is judged.
fn sign(level: Option<Level>) -> &'static str {
    match level {
        None => "○",
        Some(Level::Steady) => "●",
        Some(Level::Watch) => "▲",
        Some(Level::Alarm) => "◆",
    }
}

/// The status of the stream.
#[component]
pub fn Status() -> impl IntoView {
    let session = expect_context::<Session>();
    let level = Memo::new(move |_| session.level());
    let is_running = Memo::new(move |_| session.service().with(|service| service.is_running));
    let standing = move || {
        let text = &session.text().monitor().window;
        match level.get() {
            None if is_running.get() => text.filling.to_owned(),
            None => text.not_started.to_owned(),
            Some(level) => (text.standing)(level, is_running.get()),
        }
    };
    // Which signals they are, not only that there are some: the alerts stand further down.
    let unusual = Memo::new(move |_| session.unusual());
    let names = move |which: usize| -> Vec<&'static str> {
        unusual
            .with(|signals| signals[which].iter().map(|it| (session.text().monitor().signal)(*it)).collect())
    };
    let heard = move || {
        let names = names(0);
        (!names.is_empty()).then(|| (session.text().monitor().window.unusual)(&names))
    };
    let muted = move || {
        let names = names(1);
        (!names.is_empty()).then(|| (session.text().monitor().window.muted)(&names))
    };
    let found = Memo::new(move |_| session.service().with(|service| service.points.last()?.report.limits));
    let renewed = Memo::new(move |_| {
        session.service().with(|service| {
            let report = &service.points.last()?.report;
            report.renewed_before.map(|before| (report.n_reference, before))
        })
    });
    let act = expect_context::<Act>();
    let can_revert = Memo::new(move |_| {
        renewed.get().is_some()
            && session.service().with(|service| service.is_running && service.preparing.is_none())
    });
    let reference = move || renewed.get().map(|(n, before)| (session.text().desk().renewed)(n, before + 1));
    let limits = move || found.get().map(|found| limits_in_words(session, &found));
    let other_model = move || {
        let of = session.service().with(|service| service.points.last().and(service.model))?;
        let now = session.model();
        (now.is_some() && now != Some(of)).then(|| session.text().monitor().window.other_model)
    };
    let to_compare = move || {
        let is_kept = session.service().with(|service| service.points.is_empty() && service.before.is_some());
        (is_kept && session.has_model().get()).then(|| session.text().monitor().window.to_compare)
    };
    view! {
        <div class="service-status">
            <p
                class="service-level"
                role="status"
                aria-live="polite"
                data-testid="monitor-status"
                data-level=move || level.get().map(Level::as_str)
                class:is-over=move || !is_running.get()
            >
                <span class="service-sign" aria-hidden="true">
                    {move || sign(level.get())}
                </span>
                <span class="visually-hidden">
                    {session.say(|text| text.monitor().window.status)} {session.say(|text| text.page.colon)}
                </span>
                <span>{standing}</span>
                <span data-testid="monitor-muted">{muted}</span>
            </p>
            <p class="note" data-testid="monitor-unusual">
                {heard}
            </p>
            <p class="note note-warning" data-testid="other-model">
                {other_model}
            </p>
            <p class="note" data-testid="stream-compare">
                {to_compare}
            </p>
            <Pace />
            <p class="note" data-testid="stream-reference">
                {reference}
            </p>
            <Show when=move || can_revert.get()>
                <div class="row">
                <button
                    type="button"
                    class="button"
                    data-testid="restore-reference"
                    on:click=move |_| act.run(Intent::SteerStream(Steer::RestoreReference))
                >
                    {session.say(|text| text.desk().restore_reference)}
                </button>
                </div>
            </Show>
            <p class="note" data-testid="stream-limits">
                {limits}
            </p>
            <Heard />
        </div>
    }
    .into_any()
}

/// Signals that are muted, and whether an alarm makes a sound.
#[component]
fn Heard() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let muted = session.watch().muted();
    let item = move |signal: Watched| {
        let name = move || (session.text().monitor().signal)(signal);
        let unmute = move |_| act.run(Intent::Watch(WatchFact::Muted(signal, false)));
        view! {
            <button type="button" class="button" data-testid="unmute" on:click=unmute>
                {session.say(|text| text.monitor().alert.unmute)} {session.say(|text| text.page.colon)} {name}
            </button>
        }
    };
    view! {
        <div class="row">
            {move || muted.get().into_iter().map(item).collect_view()}
            <label class="field field-flag">
                <input
                    type="checkbox"
                    data-testid="alarm-sound"
                    prop:checked=session.watch().is_sounding()
                    on:change:target=move |event| {
                        act.run(Intent::Watch(WatchFact::Sounds(event.target().checked())));
                    }
                />
                <span>{session.say(|text| text.monitor().alert.sound)}</span>
            </label>
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
    let seen =
        move || last(&|point| Some((session.text().monitor().window.seen)(point.seen, point.report.n)));
    let rate = move || {
        let text = session.text().monitor();
        let said = last(&|point| point.report.images_per_second.map(text.performance.images_per_second));
        said.unwrap_or_else(|| (text.performance.images_per_second)(0.0))
    };
    let queue = move || last(&|point| Some((session.text().monitor().window.queue)(point.report.queue)));
    let response = move || {
        last(&|point| {
            let times = point.report.response.as_ref()?;
            Some((session.text().monitor().window.response)(
                times.p50.millis,
                times.p95.millis,
                times.p99.millis,
            ))
        })
    };
    let untimed = move || {
        last(&|point| {
            let n = point.report.n_untimed;
            (n > 0).then(|| (session.text().monitor().window.untimed)(n))
        })
    };
    view! {
        <p class="service-pace">
            <span>{session.say(|text| text.monitor().window.throughput)} " "</span>
            <strong data-testid="stream-throughput">{rate}</strong>
            <span>{queue}</span>
            <span title=session.say(|text| text.monitor().window.response_hint)>{response}</span>
            <span data-testid="stream-untimed">{untimed}</span>
        </p>
        <p class="note" data-testid="stream-seen">{seen}</p>
    }
    .into_any()
}

/// What rate of false alarms limits are for, and which was measured.
pub(in crate::panel) fn limits_in_words(session: Session, limits: &Limits) -> String {
    let interval = limits.measured_interval;
    let [rate, low, high] = [limits.measured_rate, interval.low, interval.high].map(|rate| rate * 100.0);
    (session.text().desk().limits)(limits.once_in, limits.is_reduced, rate, low, high)
}
