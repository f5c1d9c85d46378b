//! The prediction log of any model, watched: its file, what it holds, its windows over time, and what moved.

mod alerts;
mod figures;
mod form;
mod holds;
mod pictures;

use crate::session::{LogTrouble, Session};
use alerts::LogAlerts;
use form::Form;
use holds::Holds;
use leptos::prelude::*;
use pictures::{MixChart, QualityChart, TimesChart};

/// The part about prediction logs.
#[component]
pub fn PredictionLog() -> impl IntoView {
    let session = expect_context::<Session>();
    let has_report =
        Memo::new(move |_| session.log().with(|log| log.as_ref().is_some_and(|it| it.report.is_some())));
    let has_times = Memo::new(move |_| {
        session.log().with(|log| {
            let report = log.as_ref().and_then(|log| log.report.as_ref());
            report.is_some_and(|report| report.latency.is_some())
        })
    });
    view! {
        <section class="panel log" id="log" aria-labelledby="log-title" hidden=session.is_hidden("log")>
            <h2 class="panel-title" id="log-title">{session.say(|text| text.log().title)}</h2>
            <p class="panel-lead">{session.say(|text| text.log().lead)}</p>
            <Form />
            <Trouble />
            <Holds />
            <Show when=move || has_report.get()>
                <QualityChart />
                <div class="service-split">
                    <MixChart />
                    <Show when=move || has_times.get()>
                        <TimesChart />
                    </Show>
                </div>
                <LogAlerts />
            </Show>
        </section>
    }
    .into_any()
}

/// Why there is no report.
#[component]
fn Trouble() -> impl IntoView {
    let session = expect_context::<Session>();
    let said = Memo::new(move |_| {
        let text = session.text().log();
        session.log().with(|log| {
            let log = log.as_ref()?;
            Some(match log.trouble.as_ref()? {
                LogTrouble::Refused(refusal) => (text.refused)(refusal),
                LogTrouble::Short(shortage) => (text.short)(*shortage),
                LogTrouble::Stopped => (text.stopped)(log.summary.is_some()),
                LogTrouble::Died(words) => (text.died)(words.as_deref()),
            })
        })
    });
    view! {
        <p class="note note-warning" role="alert" data-testid="log-trouble">
            {said}
        </p>
    }
}
