//! Answered frames as pictures: as the model saw them, with the answer and whether it was right.

use super::LabelsHidden;
use super::album::Album;
use crate::act::Act;
use crate::canvas;
use crate::format;
use crate::intent::Intent;
use crate::session::Session;
use crate::widget::chart::paced;
use crate::widget::thumbnail::Thumbnail;
use glass_core::pixels::Sample;
use glass_core::service::Frame;
use glass_core::stream::plan::Source;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

/// Frames in the strip.
const N_SHOWN: usize = 24;
/// Between two looks at them: at 200 images a second nobody sees every one, and each costs a dozen elements.
const REST_MILLIS: f64 = 300.0;

/// The last answers.
#[component]
pub fn Frames(album: Memo<Album>) -> impl IntoView {
    let session = expect_context::<Session>();
    let passing = paced(album, REST_MILLIS, |album| album.last(N_SHOWN));
    // Once they stand still they are pointed at, and stay where they are.
    let is_still = Memo::new(move |_| stands_still(session));
    let shots = Memo::new(move |_| match is_still.get() {
        true => album.with(|album| album.last(N_SHOWN)),
        false => passing.get(),
    });
    let stream = Memo::new(move |_| session.service().with(|service| service.stream));
    let text = move || &session.text().monitor().window;
    view! {
        <section class="service-frames" aria-labelledby="frames-title">
            <h3 class="service-heading" id="frames-title">{move || text().frames}</h3>
            <p class="note">
                {move || if shots.read().is_empty() { text().frames_none } else { text().frames_hint }}
            </p>
            <Show when=move || { is_of_service(session) && !shots.read().is_empty() }>
                <p class="note">{move || text().label_hint}</p>
            </Show>
            <ul class="service-strip" data-testid="stream-frames">
                <For
                    each=move || shots.get()
                    key=move |frame| (stream.get_untracked(), frame.index)
                    children=move |frame| view! { <FramePicture frame /> }
                />
            </ul>
        </section>
    }
    .into_any()
}

/// Has the stream stopped, for good or for now?
fn stands_still(session: Session) -> bool {
    session.service().with(|service| {
        !service.is_running || service.points.last().is_some_and(|point| point.report.is_paused)
    })
}

/// Are the images those of service, so that somebody could say what they are?
fn is_of_service(session: Session) -> bool {
    let source = session.service().with(|service| service.plan.as_ref().map(|plan| plan.source));
    matches!(source, Some(Source::Dropped | Source::Camera))
}

/// How an answer turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Right,
    Wrong,
    Unknown,
}

impl Outcome {
    fn of(actual: Option<u32>, predicted: u32, is_unseen: bool) -> Self {
        match actual {
            _ if is_unseen => Self::Wrong,
            Some(actual) if actual == predicted => Self::Right,
            Some(_) => Self::Wrong,
            None => Self::Unknown,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Unknown => "unknown",
        }
    }

    fn sign(self) -> &'static str {
        match self {
            Self::Right => "✓",
            Self::Wrong => "✗",
            Self::Unknown => "?",
        }
    }
}

/// One frame with its answer.
#[component]
pub fn FramePicture(frame: Frame) -> impl IntoView {
    let session = expect_context::<Session>();
    let class_name = move |class: u32| {
        session
            .run()
            .with(|run| run.as_ref().and_then(|run| run.classes.get(class as usize).cloned()))
            .unwrap_or_default()
    };
    let (index, sample, predicted, is_unseen) = (frame.index, frame.sample, frame.predicted, frame.is_unseen);
    let can_label = untrack(|| is_of_service(session)) && !is_unseen;
    // Nobody labels pictures that run past, and a list of classes for each of them would cost more than the stream.
    let is_still = Memo::new(move |_| stands_still(session));
    // What was said of it by hand goes before what was known when it was answered.
    let actual = Memo::new(move |_| {
        let said = session.frame_labels().with(|labels| labels.get(&sample).cloned()).filter(|_| can_label);
        let Some(said) = said else { return frame.actual };
        session.run().with(|run| {
            let classes = &run.as_ref()?.classes;
            classes.iter().position(|name| Some(name) == said.as_ref()).map(|class| class as u32)
        })
    });
    let LabelsHidden(is_hidden) = expect_context();
    let outcome = Memo::new(move |_| match is_hidden.get() {
        true => Outcome::Unknown,
        false => Outcome::of(actual.get(), predicted, is_unseen),
    });
    let is_novel = frame.is_novel;
    let confidence = format::percent(frame.confidence);
    let told = confidence.clone();
    let said = Signal::derive(move || {
        let text = &session.text().monitor().window;
        let actual = match (is_hidden.get(), is_unseen) {
            (true, _) => None,
            (false, true) => Some(text.no_class.to_owned()),
            (false, false) => actual.get().map(class_name),
        };
        let said = (text.frame)(index, &class_name(predicted), &told, actual.as_deref());
        let word = match outcome.get() {
            Outcome::Right => text.right,
            Outcome::Wrong => text.wrong,
            Outcome::Unknown => text.unknown,
        };
        let novel = if is_novel { format!(" · {}", session.text().novelty().frame) } else { String::new() };
        format!("{said} · {word}{novel}")
    });
    let draw = move |canvas: &HtmlCanvasElement| {
        // The stream's own plan: the same chance as when the model saw it.
        let Some(plan) = session.service().with_untracked(|service| service.plan.clone()) else { return };
        let show = |sample: &Sample| {
            canvas::show_pixels(canvas, &plan.seen(index, is_unseen, &frame.amounts, &sample.pixels));
        };
        let sample = sample as usize;
        match plan.source {
            Source::Replay(_) => {
                session.with_image(sample, show);
            }
            Source::Dropped | Source::Camera => session.with_service_images(|images| {
                images.get(sample).map(show);
            }),
        }
    };
    view! {
        <li class="service-frame" data-outcome=move || outcome.get().word() class:is-novel=is_novel title=said>
            <span class="service-picture">
                <Thumbnail draw />
            </span>
            <span class="service-answer">
                <span class="service-outcome" aria-hidden="true">
                    {move || outcome.get().sign()}
                </span>
                <span class="service-novel" aria-hidden="true" hidden=!is_novel>
                    "∅"
                </span>
                <span aria-hidden="true">{move || class_name(predicted)}</span>
            </span>
            <span class="visually-hidden">{said}</span>
            <Show when=move || can_label && is_still.get()>
                <Label index sample actual />
            </Show>
        </li>
    }
    .into_any()
}

/// The choice of what an image is.
#[component]
fn Label(index: u32, sample: u32, actual: Memo<Option<u32>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let classes = Memo::new(move |_| {
        session.run().with(|run| run.as_ref().map(|run| run.classes.clone())).unwrap_or_default()
    });
    let option = move |(class, name): (usize, String)| {
        let is_chosen = move || actual.get() == Some(class as u32);
        view! { <option value=class.to_string() prop:selected=is_chosen>{name}</option> }
    };
    let choose = move |typed: String| {
        let class =
            typed.parse().ok().and_then(|class: usize| classes.with_untracked(|all| all.get(class).cloned()));
        act.run(Intent::LabelFrame(sample, class));
    };
    view! {
        <select
            class="service-label"
            data-testid="frame-label"
            aria-label=move || (session.text().monitor().window.label_of)(index)
            on:change:target=move |event| choose(event.target().value())
        >
            <option value="" prop:selected=move || actual.get().is_none()>
                {move || session.text().monitor().window.label}
            </option>
            <For each=move || classes.get().into_iter().enumerate() key=Clone::clone children=option />
        </select>
    }
    .into_any()
}
