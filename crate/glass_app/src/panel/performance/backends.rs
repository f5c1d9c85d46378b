//! The same model on both backends, side by side.

use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::{Elsewhere, Session};
use glass_core::performance::LatencyReport;
use glass_core::recipe::Backend;
use leptos::prelude::*;

/// Measures the model on the other backend, and shows both.
#[component]
pub fn Backends() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let here = Memo::new(move |_| session.run().with(|run| run.as_ref().map(|run| run.recipe.backend)));
    let other = move || here.get().map_or("", |backend| backend.other().word());
    let is_measuring = Memo::new(move |_| {
        session.elsewhere().with(|there| there.as_ref().is_some_and(|it| it.report.is_none()))
    });
    let is_idle = move || {
        !session.phase().get().is_busy()
            && !session.is_measuring().get()
            && !session.service().with(|service| service.is_running)
    };
    let label = move || (session.text().backends().measure)(other());
    let told = move || is_measuring.get().then(|| (session.text().backends().measuring)(other()));
    view! {
        <div class="stack">
            <div class="row">
                <Show
                    when=move || is_measuring.get()
                    fallback=move || {
                        view! {
                            <button
                                class="button"
                                type="button"
                                data-testid="backend-measure"
                                disabled=move || !is_idle()
                                on:click=move |_| act.run(Intent::MeasureElsewhere)
                            >
                                {label}
                            </button>
                        }
                    }
                >
                    <button
                        class="button"
                        type="button"
                        data-testid="backend-leave"
                        on:click=move |_| act.run(Intent::LeaveElsewhere)
                    >
                        {session.say(|text| text.backends().leave)}
                    </button>
                </Show>
                <span class="note" role="status">{told}</span>
            </div>
            <p class="note">{session.say(|text| text.backends().hint)}</p>
            <Both here />
        </div>
    }
    .into_any()
}

/// Both reports in one table, once both are there.
#[component]
fn Both(here: Memo<Option<Backend>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let both = Memo::new(move |_| {
        let here = here.get()?;
        let own = session.latency().get()?;
        let Elsewhere { backend, report, .. } = session.elsewhere().get()?;
        Some([(here, own), (backend, report?)])
    });
    let head = move || {
        session.text().backends().columns.map(|name| view! { <th scope="col">{name}</th> }).collect_view()
    };
    let row = move |(backend, report): (Backend, LatencyReport)| {
        let text = &session.text().monitor().performance;
        view! {
            <tr>
                <th scope="row">{backend.word()}</th>
                <td>{(text.millis)(report.batch_1.p50.millis)}</td>
                <td>{(text.millis)(report.batch_1.p99.millis)}</td>
                <td>{format::or_dash(report.throughput(), text.images_per_second)}</td>
            </tr>
        }
    };
    let rows = move || both.get().map(|both| both.map(row).collect_view());
    let times = move || {
        let [(_, here), (backend, there)] = both.get()?;
        let ratio = there.batch_1.p50.millis / here.batch_1.p50.millis;
        ratio
            .is_finite()
            .then(|| (session.text().backends().times)(backend.word(), &format::short_number(ratio)))
    };
    view! {
        <Show when=move || both.with(Option::is_some)>
            <div class="table-wrap" role="region" tabindex="0" aria-labelledby="backends-caption">
                <table class="data-table" data-testid="table-backends">
                    <caption id="backends-caption">{session.say(|text| text.backends().caption)}</caption>
                    <thead>
                        <tr>{head}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="note" data-testid="backend-times">{times}</p>
        </Show>
    }
    .into_any()
}
