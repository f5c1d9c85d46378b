//! What is answered, how fast and over what window; how a running stream is steered and disturbed.

mod dials;
pub(super) mod field;
mod script;
mod story;

use crate::act::Act;
use crate::files;
use crate::format;
use crate::intent::Intent;
use crate::panel::monitor::camera::CameraDesk;
use crate::panel::monitor::moment::Moment;
use crate::panel::reading::Reading;
use crate::session::{Purpose, Session};
use crate::widget::file_list::FileList;
use dials::Dials;
use field::Field;
use glass_core::split::SplitName;
use glass_core::stream::plan::{Arrivals, Plan, Source, Steer};
use leptos::{html, prelude::*};
use script::ScriptList;
use story::Story;
use web_sys::HtmlInputElement;

/// The names of the sources in the choice.
const SOURCES: [(&str, Source); 5] = [
    ("test", Source::Replay(SplitName::Test)),
    ("validation", Source::Replay(SplitName::Validation)),
    ("train", Source::Replay(SplitName::Train)),
    ("dropped", Source::Dropped),
    ("camera", Source::Camera),
];

/// The stream's controls.
#[component]
pub fn Controls() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <SourceChoice />
        <CameraDesk />
        <OwnImages />
        <div class="fields">
            <Rate />
            <Field
                name=|text| text.monitor().stream.window
                test_id="stream-window"
                bounds=bounds_of(Plan::WINDOWS)
                value=Signal::derive(move || f64::from(session.desk().with(|plan| plan.window)))
                put=|plan, value| plan.window = value as u32
            />
        </div>
        <Field
            name=|text| text.desk().once_in
            test_id="stream-once-in"
            bounds=bounds_of(Plan::ONCE_IN)
            value=Signal::derive(move || f64::from(session.desk().with(|plan| plan.once_in)))
            put=|plan, value| plan.once_in = value as u32
        />
        <Buttons />
        <Adopt />
        <More />
        <Dials />
        <Story />
        <ScriptList />
    }
    .into_any()
}

/// Changes the plan of the next stream.
fn change(act: Act, session: Session, put: impl FnOnce(&mut Plan)) {
    let mut plan = session.desk().get_untracked();
    put(&mut plan);
    act.run(Intent::DraftStream(Box::new(plan)));
}

fn bounds_of((low, high): (u32, u32)) -> (f64, f64) {
    (low.into(), high.into())
}

/// Is a stream under way?
fn is_running(session: Session) -> Memo<bool> {
    Memo::new(move |_| session.service().with(|service| service.is_running))
}

#[component]
fn SourceChoice() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let chosen = move || session.desk().with(|plan| plan.source);
    let name = move |source: Source| {
        let text = &session.text().monitor().stream;
        match source {
            Source::Replay(split) => (text.replay)(split).to_owned(),
            Source::Dropped => (text.dropped)(session.n_service_images().get()),
            Source::Camera => session.text().camera().source.to_owned(),
        }
    };
    let option = move |(word, of): (&'static str, Source)| {
        view! {
            <option value=word prop:selected=move || chosen() == of>
                {move || name(of)}
            </option>
        }
    };
    let choose = move |word: String| {
        if let Some((_, source)) = SOURCES.into_iter().find(|(name, _)| *name == word) {
            change(act, session, |plan| plan.source = source);
        }
    };
    view! {
        <div class="field">
            <label for="stream-source">{session.say(|text| text.monitor().stream.source)}</label>
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
fn OwnImages() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let take = move |input: HtmlInputElement| {
        let chosen = files::list_of(input.files());
        // The same file may be chosen again.
        input.set_value("");
        if !chosen.is_empty() {
            change(act, session, |plan| plan.source = Source::Dropped);
            act.run(Intent::PlanImport(chosen.into(), Purpose::Service));
        }
    };
    let folder = NodeRef::<html::Input>::new();
    view! {
        <div class="row">
            <label class="button button-file">
                <span>{session.say(|text| text.monitor().stream.files)}</span>
                <input
                    type="file"
                    multiple
                    accept="image/*,.zip"
                    data-testid="monitor-file-input"
                    on:change:target=move |event| take(event.target())
                />
            </label>
            <label class="button button-file">
                <span>{session.say(|text| text.monitor().stream.folder)}</span>
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
        <p class="note">{session.say(|text| text.monitor().stream.files_hint)}</p>
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

/// Labelled images of service, to be trained on.
#[component]
fn Adopt() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let n_labelled = Memo::new(move |_| {
        session.n_service_images().track();
        session.frame_labels().track();
        session.with_service_images(|images| {
            let names = images.iter().map(|image| image.meta.class.as_deref());
            session.roster().with(|roster| roster.labels_by_name(names).into_iter().flatten().count())
        })
    });
    let is_busy = is_running(session);
    view! {
        <div class="stack" hidden=move || n_labelled.get() == 0 || is_busy.get()>
            <button
                class="button"
                type="button"
                data-testid="adopt-frames"
                on:click=move |_| act.run(Intent::AdoptFrames)
            >
                {move || (session.text().camera().adopt)(n_labelled.get())}
            </button>
            <p class="note">{session.say(|text| text.camera().adopt_hint)}</p>
        </div>
    }
    .into_any()
}

/// Images a second: of the next stream, and at once of the one under way.
#[component]
fn Rate() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let rate = Signal::derive(move || session.desk().with(|plan| plan.images_per_second));
    view! {
        <Field
            name=|text| text.monitor().stream.rate
            test_id="stream-rate"
            bounds=Plan::RATES
            value=rate
            put=|plan, value| plan.images_per_second = value
            then=Callback::new(move |value| act.run(Intent::SteerStream(Steer::Rate(value))))
        />
    }
    .into_any()
}

#[component]
fn Buttons() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let is_running = is_running(session);
    let has_model = session.has_model();
    let hindrance = Memo::new(move |_| {
        let text = session.text().monitor();
        if !has_model.get() {
            Some(text.needs_model)
        } else if session.desk().with(|plan| plan.source) == Source::Dropped
            && session.n_service_images().get() == 0
        {
            Some(text.stream.no_dropped)
        } else {
            None
        }
    });
    let is_paused = Memo::new(move |_| {
        session.service().with(|service| service.points.last().is_some_and(|point| point.report.is_paused))
    });
    let pause = move || {
        let text = session.text().desk();
        if is_paused.get() { text.resume } else { text.pause }
    };
    let steer = move |steer: Steer| act.run(Intent::SteerStream(steer));
    let is_begun = Memo::new(move |_| session.service().with(|service| !service.points.is_empty()));
    let standing = move || {
        let text = session.text().desk();
        match session.service().with(|service| service.preparing) {
            Some(share) if is_begun.get() => Some((text.renewing)(&format::percent(share))),
            Some(share) => Some((text.preparing)(&format::percent(share))),
            None => (is_running.get() && is_paused.get()).then(|| text.is_paused.to_owned()),
        }
    };
    let has_last = Memo::new(move |_| session.service().with(|service| service.plan.is_some()));
    view! {
        <div class="row">
            <button
                class="button button-primary"
                type="button"
                data-testid="monitor-start"
                disabled=move || is_running.get() || hindrance.get().is_some()
                on:click=move |_| act.run(Intent::StartStream { is_again: false })
            >
                {session.say(|text| text.monitor().stream.start)}
            </button>
            <button
                class="button"
                type="button"
                data-testid="stream-pause"
                disabled=move || !is_running.get()
                on:click=move |_| steer(if is_paused.get_untracked() { Steer::Resume } else { Steer::Pause })
            >
                {pause}
            </button>
            <button
                class="button"
                type="button"
                data-testid="stream-step"
                disabled=move || !is_running.get()
                on:click=move |_| steer(Steer::Step)
            >
                {session.say(|text| text.desk().step)}
            </button>
            <button
                class="button"
                type="button"
                data-testid="monitor-stop"
                disabled=move || !is_running.get()
                on:click=move |_| act.run(Intent::StopStream)
            >
                {session.say(|text| text.monitor().stream.stop)}
            </button>
            <button
                class="button"
                type="button"
                data-testid="stream-again"
                title=session.say(|text| text.desk().again_hint)
                disabled=move || !has_last.get() || !has_model.get()
                on:click=move |_| act.run(Intent::StartStream { is_again: true })
            >
                {session.say(|text| text.desk().again)}
            </button>
        </div>
        <p class="note">{move || hindrance.get()}</p>
        <p class="note" data-testid="stream-standing">
            {standing}
        </p>
    }
    .into_any()
}

/// What is set rarely: arrivals, late labels, going to an image.
#[component]
fn More() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let is_running = is_running(session);
    let arrivals = move || session.desk().with(|plan| plan.arrivals);
    let option = move |(place, of): (usize, Arrivals)| {
        view! {
            <option value=place.to_string() prop:selected=move || arrivals() == of>
                {move || session.text().desk().arrival[place]}
            </option>
        }
    };
    let choose = move |word: String| {
        let arrivals = if word == "1" { Arrivals::Poisson } else { Arrivals::Steady };
        change(act, session, |plan| plan.arrivals = arrivals);
    };
    let sought = RwSignal::new(1.0);
    let moment: Moment = expect_context();
    // What has been answered is looked at; what is to come is gone to.
    let go_to = move |image: u32| {
        let is_past = session.service().with_untracked(|service| {
            let is_past = service.points.last().is_some_and(|point| image <= point.seen);
            if is_past {
                moment.look(service, image);
            }
            is_past
        });
        if !is_past {
            moment.follow();
            act.run(Intent::SteerStream(Steer::Seek(image)));
        }
    };
    view! {
        <details class="more">
            <summary>{session.say(|text| text.desk().stream_more)}</summary>
            <div class="fields">
                <div class="field">
                    <label for="stream-arrivals">{session.say(|text| text.desk().arrivals)}</label>
                    <select
                        id="stream-arrivals"
                        data-testid="stream-arrivals"
                        on:change:target=move |event| choose(event.target().value())
                    >
                        {[Arrivals::Steady, Arrivals::Poisson].into_iter().enumerate().map(option).collect_view()}
                    </select>
                </div>
                <Field
                    name=|text| text.desk().delay
                    test_id="stream-label-delay"
                    bounds=bounds_of(Plan::DELAYS)
                    value=Signal::derive(move || f64::from(session.desk().with(|plan| plan.label_delay)))
                    put=|plan, value| plan.label_delay = value as u32
                />
                <Field
                    name=|text| text.desk().block
                    test_id="stream-block"
                    bounds=bounds_of(Plan::BLOCKS)
                    value=Signal::derive(move || f64::from(session.desk().with(|plan| plan.block)))
                    put=|plan, value| plan.block = value as u32
                />
                <Field
                    name=|text| text.desk().seek
                    test_id="stream-seek"
                    bounds=(1.0, 100_000.0)
                    value=sought.into()
                    then=Callback::new(move |value| sought.set(value))
                />
            </div>
            <button
                class="button"
                type="button"
                data-testid="stream-go"
                disabled=move || !is_running.get()
                on:click=move |_| go_to(sought.get_untracked() as u32)
            >
                {session.say(|text| text.desk().go)}
            </button>
        </details>
    }
    .into_any()
}
