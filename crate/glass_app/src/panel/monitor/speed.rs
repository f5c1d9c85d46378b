//! The speed of the stream over time: what was promised, how it is kept, and where the times lie.

mod charts;
mod figures;
mod promise;

use crate::format;
use crate::session::Session;
use crate::text::{Kept, Text};
use crate::widget::chart::fine_percent;
use charts::Charts;
use glass_core::speed::SpeedReport;
use glass_core::speed::objective::{Burn, BurnAlert};
use glass_core::stream::Level;
use leptos::prelude::*;
use promise::Promise;

/// Alerts shown, the newest.
const MAX_SHOWN: usize = 20;

/// The speed of the stream.
#[component]
pub(super) fn Speed() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_timed = Memo::new(move |_| session.speed().with(Option::is_some));
    view! {
        <section class="stack speed" aria-labelledby="speed-title">
            <h3 class="service-heading" id="speed-title">{session.say(|text| text.speed().title)}</h3>
            <p class="panel-lead">{session.say(|text| text.speed().lead)}</p>
            <Promise />
            <Budget />
            <Show when=move || is_timed.get()>
                <Charts />
                <Burning />
                <Alerts />
            </Show>
        </section>
    }
    .into_any()
}

/// The worst of what burns now.
fn level_of(report: &SpeedReport) -> Level {
    report.burns.iter().filter(|burn| burn.is_burning).map(|burn| burn.level).max().unwrap_or_default()
}

fn rate(rate: Option<f64>) -> String {
    format::or_dash(rate, |rate| format!("{}×", format::short_number(rate)))
}

/// How the promise is kept, in words and as a bar.
#[component]
fn Budget() -> impl IntoView {
    let session = expect_context::<Session>();
    let spent = Memo::new(move |_| session.speed().with(|speed| speed.as_ref()?.spent()));
    let kept = move || {
        let text = session.text();
        session.speed().with(|speed| {
            let Some((report, (in_time, spent))) =
                speed.as_ref().and_then(|report| Some((report, report.share_in_time().zip(report.spent())?)))
            else {
                return text.speed().none.to_owned();
            };
            (text.speed().kept)(&Kept {
                in_time: &fine_percent(in_time),
                n: report.n,
                n_late: report.n_late,
                spent,
            })
        })
    };
    let level = Memo::new(move |_| session.speed().with(|speed| speed.as_ref().map(level_of)));
    // A budget that is spent is no calm sight, however slowly it burns now.
    let bar = Memo::new(move |_| {
        level
            .get()
            .map(|level| if spent.get().is_some_and(|spent| spent >= 1.0) { Level::Alarm } else { level })
    });
    let standing = move || level.get().map(|level| (session.text().monitor().level)(level));
    let now = move || format!("{:.0}", 100.0 * spent.get().unwrap_or(0.0).min(1.0));
    let said = move || format::or_dash(spent.get(), format::percent);
    view! {
        <p class="speed-kept" data-testid="speed-kept">{kept}</p>
        <div
            class="budget"
            role="meter"
            aria-label=session.say(|text| text.speed().budget)
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=now
            aria-valuetext=said
            data-level=move || bar.get().map(Level::as_str)
        >
            <span style=move || format!("--share: {:.3}", spent.get().unwrap_or(0.0).min(1.0))></span>
        </div>
        <p class="note" role="status" data-testid="speed-level" data-level=move || level.get().map(Level::as_str)>
            {session.say(|text| text.speed().burning)}
            {session.say(|text| text.page.colon)}
            " "
            {standing}
        </p>
    }
    .into_any()
}

fn row(burn: &Burn, text: &'static Text) -> impl IntoView + use<> {
    let long = format::seconds(burn.long_millis / 1_000.0);
    let short = format::seconds(burn.short_millis / 1_000.0);
    let level = if burn.is_burning { burn.level } else { Level::Steady };
    let cells = [
        rate(burn.long_rate),
        rate(burn.short_rate),
        rate(Some(burn.limit)),
        (text.monitor().level)(level).to_owned(),
    ];
    view! {
        <tr>
            <th scope="row">{(text.speed().windows)(&long, &short)}</th>
            {cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}
        </tr>
    }
}

/// How fast the budget burns, pair by pair.
#[component]
fn Burning() -> impl IntoView {
    let session = expect_context::<Session>();
    let rows = move || {
        let text = session.text();
        let burns = session.speed().with(|speed| speed.as_ref().map(|report| report.burns));
        burns.into_iter().flatten().map(|burn| row(&burn, text)).collect_view()
    };
    let head = move || {
        session.text().speed().columns.map(|name| view! { <th scope="col">{name}</th> }).collect_view()
    };
    view! {
        <div class="table-wrap" role="region" tabindex="0" aria-labelledby="burn-caption">
            <table class="data-table" data-testid="table-burn">
                <caption id="burn-caption">{session.say(|text| text.speed().burning)}</caption>
                <thead>
                    <tr>{head}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="note">{session.say(|text| text.speed().burning_hint)}</p>
    }
    .into_any()
}

/// The times of fast burning.
#[component]
fn Alerts() -> impl IntoView {
    let session = expect_context::<Session>();
    let alerts = Memo::new(move |_| session.speed().with(|speed| speed.as_ref().map(|it| it.alerts.clone())));
    let item = move |alert: BurnAlert| {
        let text = session.text();
        let clock = |millis: f64| format::clock(millis / 1_000.0);
        let until = alert.cleared_millis.map(clock);
        let said = (text.speed().alert)(
            &clock(alert.raised_millis),
            until.as_deref(),
            &rate(Some(alert.worst_rate)),
        );
        view! {
            <li data-level=alert.level.as_str()>
                {(text.monitor().level)(alert.level)} {text.page.colon} " " {said}
            </li>
        }
    };
    let items = move || {
        let newest: Vec<BurnAlert> = alerts.get().into_iter().flatten().rev().take(MAX_SHOWN).collect();
        newest.into_iter().map(item).collect_view()
    };
    let is_calm = move || alerts.with(|alerts| alerts.as_ref().is_none_or(Vec::is_empty));
    view! {
        <div hidden=is_calm>
            <h4 class="service-heading">{session.say(|text| text.speed().alerts)}</h4>
            <ol data-testid="burn-alerts">{items}</ol>
        </div>
    }
    .into_any()
}
