//! The dials: every disturbance by hand.

use crate::act::Act;
use crate::intent::Intent;
use crate::session::Session;
use glass_core::decimal;
use glass_core::disturbance::{Amounts, Dial};
use glass_core::stream::plan::Steer;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// The dials that are always in sight.
const FIRST: [Dial; 3] = [Dial::Brightness, Dial::Blur, Dial::Noise];

/// All dials, and what is at work.
#[component]
pub fn Dials() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let turned = Memo::new(move |_| session.script().turned(u32::MAX));
    let is_quiet = Memo::new(move |_| {
        let script = session.script();
        let is_ended = |ends: Option<u32>| ends.is_some();
        script.turned(u32::MAX).is_none() && script.lines().iter().all(|line| is_ended(line.ends))
    });
    let now = move || {
        session.service().with(|service| {
            let frame = service.frames.last().filter(|_| service.is_running)?;
            Some((session.text().desk().now)(&frame.amounts.some().collect::<Vec<_>>()))
        })
    };
    let rest = Dial::ALL.into_iter().filter(|dial| !FIRST.contains(dial));
    view! {
        <fieldset class="service-disturbance">
            <legend>{session.say(|text| text.desk().title)}</legend>
            <p class="note">{session.say(|text| text.desk().hint)}</p>
            {FIRST.map(|dial| view! { <Slider dial turned /> }).collect_view()}
            <details class="more">
                <summary>{session.say(|text| text.desk().more)}</summary>
                {rest.map(|dial| view! { <Slider dial turned /> }).collect_view()}
            </details>
            <button
                class="button"
                type="button"
                data-testid="drift-reset"
                disabled=is_quiet
                on:click=move |_| act.run(Intent::SteerStream(Steer::Quiet))
            >
                {session.say(|text| text.desk().quiet)}
            </button>
            <p class="note" data-testid="drift-now">
                {now}
            </p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Slider(dial: Dial, turned: Memo<Amounts>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let value = Memo::new(move |_| turned.with(|amounts| amounts.get(dial)));
    let (min, max) = dial.bounds();
    let id = format!("drift-{}", dial.as_str());
    let said = move || {
        let value = value.get();
        if value > 0.0 && min < 0.0 { format!("+{value:.2}") } else { format!("{value:.2}") }
    };
    let moved = move |input: HtmlInputElement| {
        if let Some(value) = decimal::parse(&input.value()) {
            act.run(Intent::SteerStream(Steer::Turn(dial, value)));
        }
    };
    view! {
        <div class="field service-slider">
            <label for=id.clone()>{move || (session.text().desk().dial)(dial)}</label>
            <input
                type="range"
                id=id.clone()
                data-testid=id.clone()
                min=min.to_string()
                max=max.to_string()
                step="0.05"
                prop:value=move || value.get().to_string()
                on:input:target=move |event| moved(event.target())
            />
            <output for=id>{said}</output>
            {move || (session.text().desk().dial_hint)(dial).map(|hint| view! { <p class="note">{hint}</p> })}
        </div>
    }
    .into_any()
}
