//! How new the window's images are to the model, and whether its features lie elsewhere than the reference's.

use crate::format;
use crate::session::Session;
use glass_core::service::{FeatureReport, ServiceReport};
use leptos::prelude::*;

/// Novelty of the window, and its features as a whole.
#[component]
pub fn Novelty() -> impl IntoView {
    let session = expect_context::<Session>();
    let last = move |read: &dyn Fn(&ServiceReport) -> Option<String>| {
        session.service().with(|service| service.points.last().and_then(|point| read(&point.report)))
    };
    let is_known = Memo::new(move |_| last(&|report| report.expected_novel.map(|_| String::new())).is_some());
    let novel = move || {
        last(&|report| {
            let expected = format::percent(report.expected_novel?);
            Some((session.text().novelty().none_of)(report.n_novel, report.n, &expected))
        })
    };
    let features = move || {
        let text = session.text().novelty();
        last(&|report| Some(report.features.map_or_else(|| text.waiting.to_owned(), |it| said(session, &it))))
    };
    view! {
        <section class="stack" aria-labelledby="novelty-title" hidden=move || !is_known.get()>
            <h3 class="service-heading" id="novelty-title">{session.say(|text| text.novelty().title)}</h3>
            <p data-testid="window-novel">{novel}</p>
            <p class="note">{session.say(|text| text.novelty().hint)}</p>
            <p data-testid="window-features">{features}</p>
            <p class="note">{session.say(|text| text.novelty().features_hint)}</p>
        </section>
    }
    .into_any()
}

fn said(session: Session, it: &FeatureReport) -> String {
    let text = session.text().novelty();
    let mmd =
        it.mmd.map(|mmd| (text.mmd)(&format::short_number(mmd.squared), &format::short_number(mmd.p_value)));
    let domain = it.domain.map(|domain| {
        let [low, high] = [domain.interval.low, domain.interval.high].map(|end| format!("{end:.2}"));
        (text.domain)(&format!("{:.2} [{low}, {high}]", domain.auc))
    });
    let compared = (text.compared)(it.n_window, it.n_reference, it.seen);
    let parts: Vec<String> = [mmd, domain, Some(compared)].into_iter().flatten().collect();
    parts.join(" · ")
}
