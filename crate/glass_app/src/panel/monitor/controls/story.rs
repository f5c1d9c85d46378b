//! Stories: what may happen, one click each.

use super::field::Field;
use crate::act::Act;
use crate::intent::Intent;
use crate::session::Session;
use glass_core::disturbance::Preset;
use glass_core::stream::plan::Steer;
use leptos::prelude::*;

/// The choice of a story, how long it takes, and its beginning.
#[component]
pub fn Story() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let is_running = Memo::new(move |_| session.service().with(|service| service.is_running));
    let chosen = RwSignal::new(Preset::LampChanged);
    let over = RwSignal::new(200.0);
    let option = move |preset: Preset| {
        view! {
            <option value=preset.as_str() prop:selected=move || chosen.get() == preset>
                {move || (session.text().desk().preset)(preset)}
            </option>
        }
    };
    let choose =
        move |word: String| Preset::from_name(&word).into_iter().for_each(|preset| chosen.set(preset));
    let play = move |_| {
        act.run(Intent::SteerStream(Steer::Play(chosen.get_untracked(), over.get_untracked() as u32)))
    };
    view! {
        <div class="stack service-story">
            <div class="fields">
                <div class="field field-wide">
                    <label for="story">{session.say(|text| text.desk().story)}</label>
                    <select
                        id="story"
                        data-testid="story"
                        aria-describedby="story-hint"
                        on:change:target=move |event| choose(event.target().value())
                    >
                        {Preset::ALL.map(option).collect_view()}
                    </select>
                </div>
                <Field
                    name=|text| text.desk().over
                    test_id="story-over"
                    bounds=(1.0, 10_000.0)
                    value=over.into()
                    then=Callback::new(move |value| over.set(value))
                />
            </div>
            <p class="note" id="story-hint">{move || (session.text().desk().preset_hint)(chosen.get())}</p>
            <p class="note" data-testid="story-waits">
                {move || (!is_running.get()).then(|| session.text().desk().play_waits)}
            </p>
            <button class="button" type="button" data-testid="story-play" on:click=play>
                {move || if is_running.get() { session.text().desk().play } else { session.text().desk().play_next }}
            </button>
        </div>
    }
    .into_any()
}
