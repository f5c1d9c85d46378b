//! What the log holds, what was left out of it, and how it is watched.

use crate::format;
use crate::panel::runs::moment;
use crate::session::{LogView, Session};
use glass_core::log::{RefusedRow, stamp};
use leptos::prelude::*;

/// Rows named at most.
const MAX_SHOWN: usize = 50;

/// The facts about a log.
#[component]
pub(super) fn Holds() -> impl IntoView {
    let session = expect_context::<Session>();
    let said = Memo::new(move |_| session.log().with(|log| holds(log.as_ref()?, session)));
    let windows = Memo::new(move |_| session.log().with(|log| windows(log.as_ref()?, session)));
    view! {
        <Show when=move || said.with(Option::is_some)>
            <p data-testid="log-summary">{said}</p>
            <LeftOut />
        </Show>
        <p class="note" data-testid="log-windows">{windows}</p>
    }
    .into_any()
}

fn holds(log: &LogView, session: Session) -> Option<String> {
    let (text, language) = (session.text().log(), session.language().get());
    let summary = log.summary.as_ref()?;
    let name = log.file.as_deref().unwrap_or(text.sample_name);
    let mut said = format!("{name}{}{}", session.text().page.colon, (text.holds)(summary));
    if let Some((first, last)) = summary.span_millis {
        let time = |millis: f64| match millis < 0.0 {
            // Before 1970.
            true => stamp::print(millis).unwrap_or_default(),
            false => moment(millis as u64, language),
        };
        let [first, last] = [first, last].map(time);
        said = format!("{said} {}", (text.span)(&first, &last));
    }
    if !summary.taken_for.is_empty() {
        said = format!("{said} {}", (text.taken_for)(&summary.taken_for));
    }
    if !summary.ignored.is_empty() {
        said = format!("{said} {}", (text.ignored)(&summary.ignored));
    }
    if summary.n_improbable > 0 {
        said = format!("{said} {}", (text.improbable)(summary.n_improbable, summary.classes.len()));
    }
    Some(said)
}

fn windows(log: &LogView, session: Session) -> Option<String> {
    let text = session.text().log();
    let report = log.report.as_ref()?;
    let reference = (text.reference_is)(report.reference.n as usize, report.reference.is_labelled);
    let calibrated = report
        .reference
        .temperature
        .map(|it| (text.calibrated)(&format::short_number(it)))
        .unwrap_or_default();
    let numbers = [report.windows.len(), report.window as usize, report.stride as usize];
    let windows = (text.windows_are)(numbers, report.is_widened, report.n_left_over as usize);
    Some(format!("{reference} {calibrated} {windows}"))
}

/// The rows that were refused.
#[component]
fn LeftOut() -> impl IntoView {
    let session = expect_context::<Session>();
    let refused = Memo::new(move |_| -> (usize, Vec<RefusedRow>) {
        session.log().with(|log| {
            let summary = log.as_ref().and_then(|log| log.summary.clone());
            let named = |summary: &glass_core::log::LogSummary| {
                (summary.n_refused as usize, summary.refused.iter().take(MAX_SHOWN).copied().collect())
            };
            summary.as_deref().map(named).unwrap_or_default()
        })
    });
    let rows = move || {
        let text = session.text().log();
        let (n, named) = refused.get();
        let left = n.saturating_sub(named.len());
        let row = |it: RefusedRow| view! { <li>{(text.row_refused)(it.line, it.reason)}</li> };
        let rows = named.into_iter().map(row).collect_view();
        let more = (left > 0).then(|| view! { <li>{(text.more_refused)(left)}</li> });
        (rows, more)
    };
    view! {
        <details data-testid="log-refused" hidden=move || refused.get().0 == 0>
            <summary>{move || (session.text().log().rows_refused)(refused.get().0)}</summary>
            <ul class="file-list">{rows}</ul>
        </details>
    }
    .into_any()
}
