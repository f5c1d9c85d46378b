//! What is answered, how fast, over what window, and how the camera is disturbed.

use crate::act::Act;
use crate::files;
use crate::intent::Intent;
use crate::panel::reading::Reading;
use crate::session::{Purpose, Session};
use crate::text::Text;
use crate::widget::file_list::FileList;
use glass_core::decimal;
use glass_core::split::SplitName;
use glass_protocol::StreamSource;
use leptos::{ev, html, prelude::*};
use web_sys::HtmlInputElement;

const RATES: (f64, f64) = (1.0, 200.0);
const WINDOWS: (f64, f64) = (10.0, 500.0);

/// What the present stream answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// Where its images come from.
    pub source: StreamSource,
    /// Images a window.
    pub window: u32,
}

/// The names of the sources in the choice.
const SOURCES: [(&str, StreamSource); 4] = [
    ("test", StreamSource::Replay(SplitName::Test)),
    ("validation", StreamSource::Replay(SplitName::Validation)),
    ("train", StreamSource::Replay(SplitName::Train)),
    ("dropped", StreamSource::Dropped),
];

/// The stream's controls.
#[component]
pub fn Controls(served: RwSignal<Served>) -> impl IntoView {
    let source = RwSignal::new(StreamSource::Replay(SplitName::Test));
    let rate = RwSignal::new(20.0);
    let window = RwSignal::new(100.0);
    view! {
        <SourceChoice source />
        <OwnImages source />
        <div class="fields">
            <NumberField name=|text| text.monitor.stream.rate test_id="stream-rate" value=rate bounds=RATES />
            <NumberField name=|text| text.monitor.stream.window test_id="stream-window" value=window bounds=WINDOWS />
        </div>
        <Buttons source rate window served />
        <Disturbance />
    }
    .into_any()
}

#[component]
fn SourceChoice(source: RwSignal<StreamSource>) -> impl IntoView {
    let session = expect_context::<Session>();
    let name = move |source: StreamSource| {
        let text = &session.text().monitor.stream;
        match source {
            StreamSource::Replay(split) => (text.replay)(split).to_owned(),
            StreamSource::Dropped => (text.dropped)(session.n_service_images().get()),
        }
    };
    let option = move |(word, of): (&'static str, StreamSource)| {
        view! {
            <option value=word prop:selected=move || source.get() == of>
                {move || name(of)}
            </option>
        }
    };
    let choose = move |word: String| {
        if let Some((_, chosen)) = SOURCES.into_iter().find(|(name, _)| *name == word) {
            source.set(chosen);
        }
    };
    view! {
        <div class="field">
            <label for="stream-source">{session.say(|text| text.monitor.stream.source)}</label>
            <select
                id="stream-source"
                data-testid="stream-source"
                on:change:target=move |event| choose(event.target().value())
            >
                {SOURCES.map(option).collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// Images of the person's own, to be answered.
#[component]
fn OwnImages(source: RwSignal<StreamSource>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let take = move |input: HtmlInputElement| {
        let chosen = files::list_of(input.files());
        // The same file may be chosen again.
        input.set_value("");
        if !chosen.is_empty() {
            source.set(StreamSource::Dropped);
            act.run(Intent::PlanImport(chosen.into(), Purpose::Service));
        }
    };
    let folder = NodeRef::<html::Input>::new();
    view! {
        <div class="row">
            <label class="button button-file">
                <span>{session.say(|text| text.monitor.stream.files)}</span>
                <input
                    type="file"
                    multiple
                    accept="image/*,.zip"
                    data-testid="monitor-file-input"
                    on:change:target=move |event| take(event.target())
                />
            </label>
            <label class="button button-file">
                <span>{session.say(|text| text.monitor.stream.folder)}</span>
                <input
                    type="file"
                    multiple
                    prop:webkitdirectory=true
                    node_ref=folder
                    data-testid="monitor-folder-input"
                    on:change:target=move |event| take(event.target())
                />
            </label>
        </div>
        <p class="note">{session.say(|text| text.monitor.stream.files_hint)}</p>
        <Reading purpose=Purpose::Service />
        <FileList
            test_id="monitor-rejected-list"
            files=session.service_rejected()
            litter=session.service_litter()
            text=Signal::derive(move || session.text().data)
            fault_text=Signal::derive(move || session.text().fault)
        />
    }
    .into_any()
}

#[component]
fn NumberField(
    name: fn(&Text) -> &'static str,
    test_id: &'static str,
    value: RwSignal<f64>,
    bounds: (f64, f64),
) -> impl IntoView {
    let session = expect_context::<Session>();
    let (min, max) = bounds;
    let change = move |input: HtmlInputElement| {
        if let Some(typed) = decimal::parse(input.value().trim())
            && typed.is_finite()
        {
            value.set(typed.round().clamp(min, max));
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
                on:change:target=move |event| change(event.target())
            />
        </div>
    }
    .into_any()
}

#[component]
fn Buttons(
    source: RwSignal<StreamSource>,
    rate: RwSignal<f64>,
    window: RwSignal<f64>,
    served: RwSignal<Served>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let is_running = Memo::new(move |_| session.service().with(|service| service.is_running));
    let has_model = session.has_model();
    let hindrance = Memo::new(move |_| {
        let text = session.text().monitor;
        if !has_model.get() {
            Some(text.needs_model)
        } else if source.get() == StreamSource::Dropped && session.n_service_images().get() == 0 {
            Some(text.stream.no_dropped)
        } else {
            None
        }
    });
    let start = move |_: ev::MouseEvent| {
        let now = Served { source: source.get_untracked(), window: window.get_untracked() as u32 };
        served.set(now);
        act.run(Intent::StartStream {
            source: now.source,
            images_per_second: rate.get_untracked(),
            window: now.window,
        });
    };
    view! {
        <div class="row">
            <button
                class="button button-primary"
                type="button"
                data-testid="monitor-start"
                disabled=move || is_running.get() || hindrance.get().is_some()
                on:click=start
            >
                {session.say(|text| text.monitor.stream.start)}
            </button>
            <button
                class="button"
                type="button"
                data-testid="monitor-stop"
                disabled=move || !is_running.get()
                on:click=move |_| act.run(Intent::StopStream)
            >
                {session.say(|text| text.monitor.stream.stop)}
            </button>
        </div>
        <p class="note">{move || hindrance.get()}</p>
    }
    .into_any()
}

/// The sliders that change every image before the model sees it.
#[component]
fn Disturbance() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let disturb = move |brightness: f64, blur: f64| act.run(Intent::Disturb { brightness, blur });
    let brightness = Signal::derive(move || session.disturbance().get().0);
    let blur = Signal::derive(move || session.disturbance().get().1);
    let is_none = move || session.disturbance().get() == (0.0, 0.0);
    view! {
        <fieldset class="service-disturbance">
            <legend>{session.say(|text| text.monitor.stream.disturbance)}</legend>
            <Slider
                name=|text| text.monitor.stream.brightness
                test_id="drift-brightness"
                value=brightness
                min="-1"
                on_move=Callback::new(move |value| disturb(value, blur.get_untracked()))
            />
            <Slider
                name=|text| text.monitor.stream.blur
                test_id="drift-blur"
                value=blur
                min="0"
                on_move=Callback::new(move |value| disturb(brightness.get_untracked(), value))
            />
            <button
                class="button"
                type="button"
                data-testid="drift-reset"
                disabled=is_none
                on:click=move |_| disturb(0.0, 0.0)
            >
                {session.say(|text| text.monitor.stream.undisturbed)}
            </button>
            <p class="note">{session.say(|text| text.monitor.stream.disturbance_hint)}</p>
        </fieldset>
    }
    .into_any()
}

#[component]
fn Slider(
    name: fn(&Text) -> &'static str,
    test_id: &'static str,
    value: Signal<f64>,
    min: &'static str,
    on_move: Callback<f64>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let said = move || {
        let value = value.get();
        if value > 0.0 && min != "0" { format!("+{value:.2}") } else { format!("{value:.2}") }
    };
    let moved = move |input: HtmlInputElement| {
        if let Some(value) = decimal::parse(&input.value()) {
            on_move.run(value);
        }
    };
    view! {
        <div class="field service-slider">
            <label for=test_id>{move || name(session.text())}</label>
            <input
                type="range"
                id=test_id
                data-testid=test_id
                min=min
                max="1"
                step="0.05"
                prop:value=move || value.get().to_string()
                on:input:target=move |event| moved(event.target())
            />
            <output for=test_id>{said}</output>
        </div>
    }
    .into_any()
}
