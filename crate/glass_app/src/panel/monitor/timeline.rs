//! The timeline: what was done to the stream and what the monitor said, on one axis that can be looked along.

mod lanes;

use super::LabelsHidden;
use super::album::alerts_of;
use super::moment::Moment;
use crate::format;
use crate::session::{LivePoint, Service, Session};
use crate::text::{Instant, Text};
use crate::widget::chart::{Chart, Mark, Pointer, Reading};
use glass_charts::{AXIS_HEIGHT, LANE_HEIGHT, Size};
use lanes::{disturbances_at, timeline};
use leptos::prelude::*;

/// The timeline, and the choice of a moment on it.
#[component]
pub(super) fn Timeline() -> impl IntoView {
    let session = expect_context::<Session>();
    let LabelsHidden(is_hidden) = expect_context();
    let moment: Moment = expect_context();
    let n_points = Memo::new(move |_| session.service().with(|service| service.points.len()));
    let at = Memo::new(move |_| session.service().with(|service| moment.index(service)));
    let is_newest = move || at.get() + 1 >= n_points.get();
    let said = move || {
        let text = session.text();
        session
            .service()
            .with(|service| moment.point(service).map(|point| instant(service, point, is_hidden.get(), text)))
    };
    let pull = move |typed: String| {
        if let Ok(index) = typed.parse::<usize>() {
            session.service().with_untracked(|service| moment.look_at(service, index));
        }
    };
    view! {
        <section class="stack timeline" aria-labelledby="timeline-title" hidden=move || n_points.get() == 0>
            <h3 class="service-heading" id="timeline-title">{session.say(|text| text.timeline().title)}</h3>
            <p class="panel-lead">{session.say(|text| text.timeline().lead)}</p>
            <Lanes />
            <div class="timeline-pull">
                <label for="timeline-at">{session.say(|text| text.timeline().moment)}</label>
                <input
                    type="range"
                    id="timeline-at"
                    data-testid="timeline-at"
                    min="0"
                    max=move || n_points.get().saturating_sub(1).to_string()
                    prop:value=move || at.get().to_string()
                    aria-valuetext=said
                    on:input:target=move |event| pull(event.target().value())
                />
                <button
                    type="button"
                    class="button"
                    data-testid="timeline-now"
                    aria-disabled=move || is_newest().to_string()
                    on:click=move |_| moment.follow()
                >
                    {session.say(|text| text.timeline().now)}
                </button>
            </div>
            <p class="note" data-testid="timeline-moment">{said}</p>
        </section>
    }
    .into_any()
}

/// Says that an earlier window is looked at, where its figures stand.
#[component]
pub(super) fn Earlier() -> impl IntoView {
    let session = expect_context::<Session>();
    let moment: Moment = expect_context();
    let at = Memo::new(move |_| session.service().with(|service| moment.seen(service)));
    view! {
        <Show when=move || at.get().is_some()>
            <p class="note note-warning row" data-testid="timeline-earlier">
                <span>{move || at.get().map(|seen| (session.text().timeline().earlier)(seen))}</span>
                <button type="button" class="button" on:click=move |_| moment.follow()>
                    {session.say(|text| text.timeline().now)}
                </button>
            </p>
        </Show>
    }
    .into_any()
}

/// A moment in words.
fn instant(service: &Service, point: &LivePoint, are_labels_hidden: bool, text: &Text) -> String {
    let image = point.seen.saturating_sub(1);
    let disturbed = service.plan.as_ref().map(|plan| disturbances_at(&plan.script, image, text));
    let is_open = |raised: u64, cleared: Option<u64>| {
        raised <= u64::from(image) && cleared.is_none_or(|cleared| cleared > u64::from(image))
    };
    let open = alerts_of(service).iter().filter(|it| is_open(it.raised_sequence, it.cleared_sequence));
    let open: Vec<&str> = open.map(|alert| (text.monitor().signal)(alert.signal)).collect();
    let accuracy = point.report.accuracy.filter(|_| !are_labels_hidden).map(format::percent);
    (text.timeline().instant)(&Instant {
        seen: point.seen,
        level: (text.monitor().level)(point.report.level),
        accuracy: accuracy.as_deref(),
        disturbed: &disturbed.unwrap_or_default(),
        alerts: &open,
    })
}

#[component]
fn Lanes() -> impl IntoView {
    let session = expect_context::<Session>();
    let moment: Moment = expect_context();
    let LabelsHidden(is_hidden) = expect_context();
    let figure = Memo::new(move |_| {
        session.service().with(|service| timeline(service, is_hidden.get(), session.text()))
    });
    let height = move || {
        let n_lanes = figure.with(|figure| figure.lanes.len()).max(1);
        format!("--height: {:.0}px", LANE_HEIGHT * n_lanes as f64 + AXIS_HEIGHT)
    };
    let at = move |pointer: Pointer| {
        let x = figure.with(|figure| figure.x_at(pointer.x, pointer.size))?;
        Some(x.round().max(0.0) as u32)
    };
    let read = Callback::new(move |pointer: Pointer| {
        let seen = at(pointer)?;
        session.service().with(|service| {
            let point = service.points.get(service.place_at(seen))?;
            let text = instant(service, point, is_hidden.get(), session.text());
            Some(Reading { text, mark: Some(column(pointer.x, pointer.size)) })
        })
    });
    let on_pick = Callback::new(move |pointer: Pointer| {
        if let Some(seen) = untrack(|| at(pointer)) {
            session.service().with_untracked(|service| moment.look(service, seen));
        }
    });
    let marked = Callback::new(move |size: Size| {
        let seen = session.service().with(|service| moment.seen(service))?;
        figure.with(|figure| figure.x_of(seen.into(), size)).map(|x| column(x, size))
    });
    let name = Signal::derive(move || {
        let text = session.text();
        let last = session.service().with(|service| {
            let point = service.points.last()?;
            Some(instant(service, point, is_hidden.get(), text))
        });
        last.map_or_else(
            || text.timeline().title.to_owned(),
            |said| format!("{}{} {said}", text.timeline().title, text.page.colon),
        )
    });
    view! {
        <div class="timeline-lanes" style=height>
            <Chart
                figure
                chart_id="chart-timeline"
                table_id="table-timeline"
                title=Signal::derive(move || session.text().timeline().lanes.to_owned())
                name
                numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
                missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
                is_dark=session.is_dark()
                read
                on_pick
                marked
            />
        </div>
    }
    .into_any()
}

/// A mark over the height of a chart.
pub(super) fn column(left: f64, size: Size) -> Mark {
    Mark { left, top: 0.0, width: 0.0, height: size.height }
}
