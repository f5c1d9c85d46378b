//! The camera as a source: its picture, and what it shows by those who know.

use crate::act::Act;
use crate::intent::Intent;
use crate::session::Session;
use glass_core::stream::plan::Source;
use leptos::{html, prelude::*};

/// Shown while the camera is the source of the next stream, or of the one under way.
#[component]
pub fn CameraDesk() -> impl IntoView {
    let session = expect_context::<Session>();
    let is_source = Memo::new(move |_| session.desk().with(|plan| plan.source) == Source::Camera);
    let is_on = session.is_camera_on();
    view! {
        <Show when=move || is_source.get() || is_on.get()>
            <p class="note">{session.say(|text| text.camera().hint)}</p>
            <Shows />
            <View />
        </Show>
    }
    .into_any()
}

/// The class of what stands before it.
#[component]
fn Shows() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let classes = Memo::new(move |_| {
        session.run().with(|run| run.as_ref().map(|run| run.classes.clone()).unwrap_or_default())
    });
    let label = session.camera_label();
    let option = move |(at, class): (usize, String)| {
        let own = class.clone();
        view! {
            <option value=(at + 1).to_string() prop:selected=move || label.get().as_ref() == Some(&own)>
                {class}
            </option>
        }
    };
    let choose = move |word: String| {
        let at: usize = word.parse().unwrap_or(0);
        let class = classes.with_untracked(|classes| classes.get(at.wrapping_sub(1)).cloned());
        act.run(Intent::LabelCamera(class));
    };
    view! {
        <div class="field">
            <label for="camera-label">{session.say(|text| text.camera().shows)}</label>
            <select
                id="camera-label"
                data-testid="camera-label"
                on:change:target=move |event| choose(event.target().value())
            >
                <option value="0" prop:selected=move || label.get().is_none()>
                    {session.say(|text| text.camera().nobody_says)}
                </option>
                {move || classes.get().into_iter().enumerate().map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// Its picture.
#[component]
fn View() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let frame = NodeRef::<html::Div>::new();
    let is_on = session.is_camera_on();
    Effect::new(move |_| {
        if let (true, Some(frame), Some(video)) = (is_on.get(), frame.get(), act.camera_view()) {
            // Without it the frames below still tell what is seen.
            let _ = frame.append_child(&video);
        }
    });
    view! {
        <div
            class="camera-view"
            data-testid="camera-view"
            role="img"
            aria-label=session.say(|text| text.camera().view)
            hidden=move || !is_on.get()
            node_ref=frame
        ></div>
    }
    .into_any()
}
