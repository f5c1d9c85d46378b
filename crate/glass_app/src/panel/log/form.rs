//! Which log, how it is watched, and how far that is.

use crate::act::Act;
use crate::files;
use crate::intent::Intent;
use crate::session::Session;
use crate::text::{COLUMNS, Text};
use crate::widget::progress_bar::ProgressBar;
use glass_core::decimal;
use glass_core::log::{LogSettings, LogStage, MIN_REFERENCE, Stride};
use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// Rows of a reference at most, as typed; a log has no more.
const MOST_REFERENCE: f64 = 1e6;

/// The form.
#[component]
pub(super) fn Form() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let settings = RwSignal::new(LogSettings::default());
    let is_open = Memo::new(move |_| session.log().with(Option::is_some));
    let take = move |input: HtmlInputElement| {
        let file = files::list_of(input.files()).into_iter().next();
        if let Some(file) = file {
            act.run(Intent::OpenLog(Some(Box::new(file)), settings.get_untracked()));
        }
        // The same file again is a change too.
        input.set_value("");
    };
    let sample = move |_| act.run(Intent::OpenLog(None, settings.get_untracked()));
    view! {
        <div class="row">
            <label class="button button-file">
                <span>{session.say(|text| text.log().open)}</span>
                <input
                    type="file"
                    accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,text/csv,application/json"
                    data-testid="log-file-input"
                    on:change:target=move |event| take(event.target())
                />
            </label>
            <button
                type="button"
                class="button"
                data-testid="log-sample"
                title=session.say(|text| text.log().sample_hint)
                on:click=sample
            >
                {session.say(|text| text.log().sample)}
            </button>
            <Show when=move || is_open.get()>
                <button
                    type="button"
                    class="button button-quiet"
                    data-testid="log-close"
                    on:click=move |_| act.run(Intent::CloseLog)
                >
                    {session.say(|text| text.log().close)}
                </button>
            </Show>
        </div>
        <p class="note">{session.say(|text| text.log().sample_hint)}</p>
        <Format />
        <Settings settings />
        <Work />
    }
    .into_any()
}

/// What a file must hold.
#[component]
fn Format() -> impl IntoView {
    let session = expect_context::<Session>();
    let column = |(name, meaning): (&'static str, &'static str)| {
        view! {
            <div>
                <dt>
                    <code>{name}</code>
                </dt>
                <dd>{meaning}</dd>
            </div>
        }
    };
    let columns = move || COLUMNS.into_iter().zip(session.text().log().columns).map(column).collect_view();
    view! {
        <details data-testid="log-format">
            <summary>{session.say(|text| text.log().format)}</summary>
            <p class="note">{session.say(|text| text.log().format_kind)}</p>
            <dl class="digests">{columns}</dl>
        </details>
    }
}

#[component]
fn Settings(settings: RwSignal<LogSettings>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let change = move |next: LogSettings| {
        let next = next.clamped();
        settings.set(next);
        act.run(Intent::RewatchLog(next));
    };
    // Casting saturates at the bounds of the type.
    let put = move |with: fn(LogSettings, u32) -> LogSettings| {
        Callback::new(move |typed: Option<f64>| {
            if let Some(typed) = typed {
                change(with(settings.get_untracked(), typed as u32));
            }
        })
    };
    let window = put(|before, window| LogSettings { window, ..before });
    let once_in = put(|before, once_in| LogSettings { once_in, ..before });
    let block = Callback::new(move |typed: Option<f64>| {
        change(LogSettings { block: typed.map(|rows| rows as u32), ..settings.get_untracked() });
    });
    let reference = Callback::new(move |typed: Option<f64>| {
        let rows = typed.map(|rows| rows.clamp(f64::from(MIN_REFERENCE), MOST_REFERENCE) as u32);
        change(LogSettings { reference: rows, ..settings.get_untracked() });
    });
    let choose = move |event| {
        let stride =
            if event_target_value(&event) == "tumbling" { Stride::Tumbling } else { Stride::Sliding };
        change(LogSettings { stride, ..settings.get_untracked() });
    };
    view! {
        <div class="fields log-fields">
            <Rows
                name=|text| text.log().window
                test_id="log-window"
                value=Signal::derive(move || settings.get().window.to_string())
                put=window
            />
            <Rows
                name=|text| text.log().reference
                test_id="log-reference"
                value=Signal::derive(move || {
                    settings.get().reference.map(|rows| rows.to_string()).unwrap_or_default()
                })
                put=reference
            />
            <div class="field">
                <label for="log-stride">{session.say(|text| text.log().stride)}</label>
                <select id="log-stride" data-testid="log-stride" on:change=choose>
                    <option value="sliding">{session.say(|text| text.log().sliding)}</option>
                    <option value="tumbling">{session.say(|text| text.log().tumbling)}</option>
                </select>
            </div>
            <Rows
                name=|text| text.desk().once_in
                test_id="log-once-in"
                value=Signal::derive(move || settings.get().once_in.to_string())
                put=once_in
            />
            <Rows
                name=|text| text.log().block
                test_id="log-block"
                value=Signal::derive(move || {
                    settings.get().block.map(|rows| rows.to_string()).unwrap_or_default()
                })
                put=block
            />
        </div>
        <p class="note">{session.say(|text| text.log().reference_hint)}</p>
    }
    .into_any()
}

/// A number of rows, as typed; nothing where the field is empty or holds no number.
#[component]
fn Rows(
    name: fn(&Text) -> &'static str,
    test_id: &'static str,
    value: Signal<String>,
    put: Callback<Option<f64>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let input = NodeRef::<html::Input>::new();
    let take = move |typed: String| {
        let number = decimal::parse(typed.trim()).filter(|number| number.is_finite());
        put.run(number.map(f64::round));
        // Whatever was typed, the field shows what holds.
        if let Some(input) = input.get_untracked() {
            input.set_value(&value.get_untracked());
        }
    };
    view! {
        <div class="field">
            <label for=test_id>{move || name(session.text())}</label>
            <input
                type="number"
                id=test_id
                data-testid=test_id
                node_ref=input
                step="1"
                inputmode="numeric"
                autocomplete="off"
                prop:value=value
                on:change:target=move |event| take(event.target().value())
            />
        </div>
    }
    .into_any()
}

/// How far reading or watching is.
#[component]
fn Work() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let work = Memo::new(move |_| session.log().with(|log| log.as_ref().and_then(|log| log.work)));
    let share = move || {
        let work = work.get()?;
        (work.total > 0).then(|| f64::from(work.done) / f64::from(work.total))
    };
    let words = move || {
        let text = session.text().log();
        work.get().map_or_else(String::new, |work| match work.stage {
            LogStage::Reading => (text.reading)(work.done.into(), work.total.into()),
            LogStage::Calibrating => (text.calibrating)(work.done),
            LogStage::Watching => (text.watching)(work.done as usize, work.total as usize),
        })
    };
    view! {
        <Show when=move || work.get().is_some()>
            <div class="row">
                <ProgressBar
                    test_id="log-progress"
                    label=Signal::derive(move || session.text().log().work.to_owned())
                    value=Signal::derive(share)
                    words=Signal::derive(words)
                />
                <span class="note">{words}</span>
                <button
                    type="button"
                    class="button"
                    data-testid="log-stop"
                    on:click=move |_| act.run(Intent::StopLog)
                >
                    {session.say(|text| text.log().stop)}
                </button>
            </div>
        </Show>
    }
    .into_any()
}
