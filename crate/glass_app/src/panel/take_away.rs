//! Take away: the link to these settings, files, and what left this page.

mod collect;
pub mod download;
mod link;
mod requests;

use crate::export::dashboard;
use crate::session::Session;
use crate::text::Text;
use download::{Kind, save};
use leptos::prelude::*;
use link::ShareLink;
use requests::Requests;

/// The Take-away part.
#[component]
pub fn TakeAway() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <section class="panel take-away" id="take-away" aria-labelledby="take-away-title" hidden=session.is_hidden("take-away")>
            <h2 class="panel-title" id="take-away-title">{session.say(|text| text.take_away().title)}</h2>
            <p class="panel-lead">{session.say(|text| text.take_away().lead)}</p>
            <div class="service-split">
                <ShareLink />
                <Files />
            </div>
            <Requests />
        </section>
    }
    .into_any()
}

#[component]
fn Files() -> impl IntoView {
    let session = expect_context::<Session>();
    let has_history =
        Memo::new(move |_| session.run().with(|run| run.as_ref().is_some_and(|run| !run.history.is_empty())));
    let has_metrics = Memo::new(move |_| {
        let is_watched = session.service().with(|service| !service.points.is_empty());
        is_watched || session.latency().with(Option::is_some)
    });
    let has_answers = Memo::new(move |_| !session.evaluated().read().is_empty());
    view! {
        <section class="take-files stack" hidden=session.is_hidden("export") aria-labelledby="files-title">
            <h3 class="service-heading" id="files-title">{session.say(|text| text.take_away().files)}</h3>
            <FileButton
                test_id="export-report"
                name=|text| text.take_away().report
                hint=|text| text.take_away().report_hint
                is_ready=Signal::stored(true)
                make=Callback::new(move |()| save("report.json", Kind::Json, &collect::report(session)))
            />
            <FileButton
                test_id="export-predictions"
                name=|text| text.take_away().predictions
                hint=|text| text.take_away().predictions_hint
                is_ready=has_answers.into()
                make=Callback::new(move |()| save("predictions.csv", Kind::Csv, &collect::predictions(session)))
            />
            <FileButton
                test_id="export-history"
                name=|text| text.take_away().history
                hint=|text| text.take_away().history_hint
                is_ready=has_history.into()
                make=Callback::new(move |()| save("history.csv", Kind::Csv, &collect::history(session)))
            />
            <FileButton
                test_id="export-log"
                name=|text| text.journal().name
                hint=|text| text.journal().hint
                is_ready=Signal::derive(move || session.n_answered().get() > 0)
                make=Callback::new(move |()| save("stream.csv", Kind::Csv, &collect::stream_log(session)))
            />
            <FileButton
                test_id="export-metrics"
                name=|text| text.take_away().metrics
                hint=|text| text.take_away().metrics_hint
                is_ready=has_metrics.into()
                make=Callback::new(move |()| save("metrics.txt", Kind::Metrics, &collect::metrics(session)))
            />
            <FileButton
                test_id="export-dashboard"
                name=|text| text.take_away().dashboard
                hint=|text| text.take_away().dashboard_hint
                is_ready=Signal::stored(true)
                make=Callback::new(move |()| save("grafana.json", Kind::Json, &dashboard::to_json()))
            />
            <p class="note">
                {move || {
                    let text = session.text().take_away();
                    if has_history.get() { text.files_hint } else { text.needs_run }
                }}
            </p>
        </section>
    }
    .into_any()
}

#[component]
fn FileButton(
    test_id: &'static str,
    name: fn(&Text) -> &'static str,
    hint: fn(&Text) -> &'static str,
    is_ready: Signal<bool>,
    make: Callback<()>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let hint_id = format!("{test_id}-hint");
    view! {
        <div class="row">
            <button
                class="button"
                type="button"
                data-testid=test_id
                aria-describedby=hint_id.clone()
                disabled=move || !is_ready.get()
                on:click=move |_| make.run(())
            >
                {move || name(session.text())}
            </button>
            <span class="note" id=hint_id>{move || hint(session.text())}</span>
        </div>
    }
    .into_any()
}
