//! A number of the plan, as typed.

use super::change;
use crate::act::Act;
use crate::session::Session;
use crate::text::Text;
use glass_core::decimal;
use glass_core::stream::plan::Plan;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// A whole number within bounds; `put` writes it into the plan of the next stream, `then` hears of it.
#[component]
pub fn Field(
    name: fn(&Text) -> &'static str,
    test_id: &'static str,
    bounds: (f64, f64),
    value: Signal<f64>,
    #[prop(optional)] put: Option<fn(&mut Plan, f64)>,
    #[prop(optional)] then: Option<Callback<f64>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let (min, max) = bounds;
    let take = move |input: HtmlInputElement| {
        if let Some(typed) = decimal::parse(input.value().trim())
            && typed.is_finite()
        {
            let typed = typed.round().clamp(min, max);
            if let Some(put) = put {
                change(act, session, |plan| put(plan, typed));
            }
            then.into_iter().for_each(|then| then.run(typed));
        }
        // Whatever was typed, the field shows what holds.
        input.set_value(&value.get_untracked().to_string());
    };
    view! {
        <div class="field">
            <label for=test_id>{move || name(session.text())}</label>
            <input
                type="number"
                id=test_id
                data-testid=test_id
                min=min.to_string()
                max=max.to_string()
                step="1"
                inputmode="numeric"
                autocomplete="off"
                prop:value=move || value.get().to_string()
                on:change:target=move |event| take(event.target())
            />
        </div>
    }
    .into_any()
}
