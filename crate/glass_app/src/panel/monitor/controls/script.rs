//! The script: what happens at which image, written before or taken down.

use super::field::Field;
use super::{change, is_running};
use crate::act::Act;
use crate::intent::Intent;
use crate::session::Session;
use glass_core::decimal;
use glass_core::disturbance::{Course, Dial, Line, Script};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Lines shown; a dial turned back and forth writes many.
const MAX_SHOWN: usize = 30;

/// The script at work, and a form for more of it while no stream is under way.
#[component]
pub fn ScriptList() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let is_running = is_running(session);
    let script = Memo::new(move |_| session.script());
    let remove = move |place: usize| {
        let mut plan = session.desk().get_untracked();
        plan.script.remove(place);
        act.run(Intent::DraftStream(Box::new(plan)));
    };
    let item = move |(place, line): (usize, Line)| {
        let said = move || (session.text().desk().line)(line.dial, line.amount, line.course, line.ends);
        let label = move || format!("{}: {}", session.text().desk().remove, said());
        view! {
            <li class="row">
                <span>{said}</span>
                <button
                    type="button"
                    class="button"
                    aria-label=label
                    hidden=is_running
                    on:click=move |_| remove(place)
                >
                    {session.say(|text| text.desk().remove)}
                </button>
            </li>
        }
    };
    let lines = move || {
        script.with(|script| {
            script.lines().iter().copied().enumerate().take(MAX_SHOWN).map(item).collect_view()
        })
    };
    let turns = move || {
        script.with(|script| {
            let skip = script.by_hand().len().saturating_sub(MAX_SHOWN);
            let turns = script.by_hand().iter().skip(skip).copied();
            turns
                .map(|turn| {
                    let said = move || (session.text().desk().turn)(turn.dial, turn.amount, turn.at);
                    view! { <li>{said}</li> }
                })
                .collect_view()
        })
    };
    view! {
        <details class="more">
            <summary>{session.say(|text| text.desk().script)}</summary>
            <p class="note">{session.say(|text| text.desk().script_hint)}</p>
            <ol class="service-script" data-testid="script">
                {lines}
                {turns}
            </ol>
            <Show when=move || script.with(Script::is_empty)>
                <p class="note">{session.say(|text| text.desk().script_none)}</p>
            </Show>
            <Form is_running />
        </details>
    }
    .into_any()
}

#[component]
fn Form(is_running: Memo<bool>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let dial = RwSignal::new(Dial::Brightness);
    let amount = RwSignal::new(0.5);
    let course = RwSignal::new(0_usize);
    let at = RwSignal::new(101.0);
    let length = RwSignal::new(100.0);
    let add = move |_| {
        let (at, length) = (at.get_untracked() as u32 - 1, length.get_untracked() as u32);
        let course = match course.get_untracked() {
            0 => Course::Step { at },
            1 => Course::Ramp { at, over: length },
            2 => Course::Season { at, every: length },
            _ => Course::Burst { at, every: length, lasts: length / 2 },
        };
        let line = Line::new(dial.get_untracked(), amount.get_untracked(), course);
        change(act, session, |plan| plan.script.extend([line]));
    };
    let put_amount = move |input: HtmlInputElement| {
        if let Some(typed) = decimal::parse(input.value().trim())
            && typed.is_finite()
        {
            amount.set(typed.clamp(-1.0, 1.0));
        }
        input.set_value(&amount.get_untracked().to_string());
    };
    let choose_dial = move |word: String| {
        Dial::ALL.into_iter().filter(|one| one.as_str() == word).for_each(|one| dial.set(one));
    };
    let choose_course =
        move |word: String| (0..4).filter(|it| it.to_string() == word).for_each(|it| course.set(it));
    view! {
        <fieldset class="stack" disabled=is_running>
            <legend>{session.say(|text| text.desk().add)}</legend>
            <div class="fields">
                <div class="field">
                    <label for="script-dial">{session.say(|text| text.desk().which)}</label>
                    <select
                        id="script-dial"
                        data-testid="script-dial"
                        on:change:target=move |event| choose_dial(event.target().value())
                    >
                        {Dial::ALL
                            .map(|one| view! {
                                <option value=one.as_str()>{move || (session.text().desk().dial)(one)}</option>
                            })
                            .collect_view()}
                    </select>
                </div>
                <div class="field">
                    <label for="script-amount">{session.say(|text| text.desk().amount)}</label>
                    <input
                        type="number"
                        id="script-amount"
                        data-testid="script-amount"
                        min="-1"
                        max="1"
                        step="0.05"
                        prop:value=move || amount.get().to_string()
                        on:change:target=move |event| put_amount(event.target())
                    />
                </div>
                <div class="field">
                    <label for="script-course">{session.say(|text| text.desk().course)}</label>
                    <select
                        id="script-course"
                        data-testid="script-course"
                        on:change:target=move |event| choose_course(event.target().value())
                    >
                        {(0..4_usize)
                            .map(|place| view! {
                                <option value=place.to_string()>
                                    {move || session.text().desk().courses[place]}
                                </option>
                            })
                            .collect_view()}
                    </select>
                </div>
                <Field
                    name=|text| text.desk().at
                    test_id="script-at"
                    bounds=(1.0, 100_000.0)
                    value=at.into()
                    then=Callback::new(move |value| at.set(value))
                />
                <Field
                    name=|text| text.desk().length
                    test_id="script-length"
                    bounds=(2.0, 100_000.0)
                    value=length.into()
                    then=Callback::new(move |value| length.set(value))
                />
            </div>
            <button class="button" type="button" data-testid="script-add" on:click=add>
                {session.say(|text| text.desk().add)}
            </button>
        </fieldset>
    }
    .into_any()
}
