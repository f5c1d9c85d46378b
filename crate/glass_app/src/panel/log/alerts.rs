//! What moved in a log, the newest first, and how its last window stands.

use crate::format;
use crate::panel::monitor::limits_in_words;
use crate::session::{LogView, Session};
use glass_core::stream::{Alert, Cause, Level};
use leptos::prelude::*;

/// Alerts shown, the newest.
const MAX_SHOWN: usize = 40;

/// The level of the last window, and the alerts.
#[component]
pub(super) fn LogAlerts() -> impl IntoView {
    let session = expect_context::<Session>();
    let level = Memo::new(move |_| {
        session.log().with(|log| {
            let window = log.as_ref()?.report.as_ref()?.windows.last()?;
            Some(window.level(|_| true))
        })
    });
    let alerts = Memo::new(move |_| {
        session.log().with(|log| {
            let report = log.as_ref().and_then(|log| log.report.clone());
            report.map(|report| report.alerts.iter().rev().take(MAX_SHOWN).cloned().collect::<Vec<_>>())
        })
    });
    let said = move || {
        let text = session.text();
        level.get().map(|level| {
            format!("{}{}{}", text.log().last_window, text.page.colon, (text.monitor().level)(level))
        })
    };
    let items = move || {
        let alerts = alerts.get().unwrap_or_default();
        alerts.into_iter().map(|alert| item(session, &alert)).collect_view()
    };
    let limits = move || {
        let found = session.log().with(|log| log.as_ref()?.report.as_ref()?.limits);
        found.map(|found| limits_in_words(session, &found))
    };
    let expected = move || {
        session.log().with(|log| {
            let report = log.as_ref()?.report.as_ref()?;
            let last = report.windows.last()?.last + 1;
            let n_windows =
                f64::from(last.saturating_sub(report.reference.end)) / f64::from(report.window.max(1));
            let n = n_windows / f64::from(report.limits?.once_in.max(1));
            Some((session.text().log().expected)(&format::short_number(n), report.block))
        })
    };
    let is_calm = move || alerts.with(|alerts| alerts.as_ref().is_some_and(Vec::is_empty));
    view! {
        <section class="service-alerts" aria-labelledby="log-alerts-title">
            <h3 class="service-heading" id="log-alerts-title">{session.say(|text| text.monitor().alert.title)}</h3>
            <p role="status" data-testid="log-status" data-level=move || level.get().map(Level::as_str)>
                {said}
            </p>
            <p class="note" data-testid="log-limits">
                {limits} " " {expected} " " {session.say(|text| text.log().limits)}
            </p>
            <Show when=is_calm>
                <p class="note">{session.say(|text| text.log().no_alerts)}</p>
            </Show>
            // It scrolls, so the keyboard must be able to enter it.
            <ol class="service-alert-list" tabindex="0" aria-labelledby="log-alerts-title">
                {items}
            </ol>
        </section>
    }
    .into_any()
}

/// An alert in the language of now: no component, whose body would say it once and for all.
fn item(session: Session, alert: &Alert) -> impl IntoView + use<> {
    let text = session.text();
    let sign = if alert.level == Level::Alarm { "◆" } else { "▲" };
    // What is over, and what was worse, is told as it was.
    let is_now = alert.is_open() && alert.level_now == alert.level;
    let head = format!(
        "{}{}{}",
        (text.monitor().level)(alert.level),
        text.page.colon,
        (text.monitor().alert.moved)(alert.signal, alert.shift, is_now)
    );
    let evidence =
        (text.monitor().alert.evidence)(alert.signal, alert.shift, alert.statistic, alert.p_adjusted);
    let worst = (text.log().worst)(alert.worst_sequence, &evidence);
    let returned = alert.returned_sequence.map(|row| (text.log().returned)(alert.n_returns, row));
    let class = session.log().with(|log| class_of(log.as_ref(), alert.cause));
    view! {
        <li class="service-alert" data-testid="log-alert" data-level=alert.level.as_str() class:is-over=!alert.is_open()>
            <p class="service-alert-head">
                <span class="service-sign" aria-hidden="true">{sign}</span>
                <strong>{head}</strong>
            </p>
            <p class="note">
                {(text.log().when)(alert.raised_sequence, alert.cleared_sequence)} " " {returned} " " {worst}
            </p>
            <p class="note">
                {text.monitor().alert.cause_label} {text.page.colon}
                {(text.log().cause)(alert.cause, &class).unwrap_or_else(|| (text.monitor().alert.cause)(alert.cause, &class))}
            </p>
        </li>
    }
}

fn class_of(log: Option<&LogView>, cause: Cause) -> String {
    let Cause::ClassMix { class } = cause else { return String::new() };
    log.and_then(|log| log.summary.as_ref()?.classes.get(class).cloned()).unwrap_or_default()
}
