//! The promise of speed, to be set.

use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::panel::monitor::controls::field::Field;
use crate::session::Session;
use glass_core::decimal;
use glass_core::speed::objective::Objective;
use leptos::prelude::*;

/// Shares to choose from.
const SHARES: [f64; 6] = [0.5, 0.9, 0.95, 0.99, 0.995, 0.999];

/// Share, time and period.
#[component]
pub fn Promise() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let objective = session.objective();
    let promise = move |change: &dyn Fn(Objective) -> Objective| {
        act.run(Intent::Promise(change(objective.get_untracked())));
    };
    let option = move |share: f64| {
        view! {
            <option value=share.to_string() prop:selected=move || objective.get().share == share>
                {format::percent(share)}
            </option>
        }
    };
    let choose = move |word: String| {
        if let Some(share) = decimal::parse(&word) {
            promise(&|objective| Objective { share, ..objective });
        }
    };
    view! {
        <div class="fields">
            <div class="field">
                <label for="speed-share">{session.say(|text| text.speed().share)}</label>
                <select
                    id="speed-share"
                    data-testid="speed-share"
                    on:change:target=move |event| choose(event.target().value())
                >
                    {SHARES.map(option).collect_view()}
                </select>
            </div>
            <Field
                name=|text| text.speed().within
                test_id="speed-within"
                bounds=Objective::MILLIS
                value=Signal::derive(move || objective.get().millis)
                then=Callback::new(move |millis| promise(&|objective| Objective { millis, ..objective }))
            />
            <Field
                name=|text| text.speed().period
                test_id="speed-period"
                bounds=Objective::MINUTES
                value=Signal::derive(move || objective.get().minutes)
                then=Callback::new(move |minutes| promise(&|objective| Objective { minutes, ..objective }))
            />
        </div>
    }
    .into_any()
}
