//! Answered frames as pictures: as the model saw them, with the answer and whether it was right.

use super::album::Album;
use crate::canvas;
use crate::format;
use crate::session::Session;
use crate::widget::thumbnail::Thumbnail;
use glass_core::pixels::Sample;
use glass_core::service::Frame;
use glass_core::stream::plan::Source;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

/// Frames in the strip.
const N_SHOWN: usize = 24;

/// The last answers.
#[component]
pub fn Frames(album: Memo<Album>) -> impl IntoView {
    let session = expect_context::<Session>();
    let shots = Memo::new(move |_| album.with(|album| album.last(N_SHOWN)));
    let stream = Memo::new(move |_| session.service().with(|service| service.stream));
    let text = move || &session.text().monitor.window;
    view! {
        <section class="service-frames" aria-labelledby="frames-title">
            <h3 class="service-heading" id="frames-title">{move || text().frames}</h3>
            <p class="note">
                {move || if shots.read().is_empty() { text().frames_none } else { text().frames_hint }}
            </p>
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

/// How an answer turned out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Right,
    Wrong,
    Unknown,
}

impl Outcome {
    fn of(frame: &Frame) -> Self {
        match frame.actual {
            _ if frame.is_unseen => Self::Wrong,
            Some(actual) if actual == frame.predicted => Self::Right,
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
    let outcome = Outcome::of(&frame);
    let class_name = move |class: u32| {
        session
            .run()
            .with(|run| run.as_ref().and_then(|run| run.classes.get(class as usize).cloned()))
            .unwrap_or_default()
    };
    let (index, actual, predicted, is_unseen) = (frame.index, frame.actual, frame.predicted, frame.is_unseen);
    let is_novel = frame.is_novel;
    let confidence = format::percent(frame.confidence);
    let told = confidence.clone();
    let said = Signal::derive(move || {
        let text = &session.text().monitor.window;
        let actual = if is_unseen { Some(text.no_class.to_owned()) } else { actual.map(class_name) };
        let said = (text.frame)(index, &class_name(predicted), &told, actual.as_deref());
        let word = match outcome {
            Outcome::Right => text.right,
            Outcome::Wrong => text.wrong,
            Outcome::Unknown => text.unknown,
        };
        let novel = if is_novel { format!(" · {}", session.text().novelty.frame) } else { String::new() };
        format!("{said} · {word}{novel}")
    });
    let draw = move |canvas: &HtmlCanvasElement| {
        // The stream's own plan: the same chance as when the model saw it.
        let Some(plan) = session.service().with_untracked(|service| service.plan.clone()) else { return };
        let show = |sample: &Sample| {
            canvas::show_pixels(canvas, &plan.seen(index, is_unseen, &frame.amounts, &sample.pixels));
        };
        let sample = frame.sample as usize;
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
        <li class="service-frame" data-outcome=outcome.word() class:is-novel=is_novel title=said>
            <span class="service-picture">
                <Thumbnail draw />
            </span>
            <span class="service-answer">
                <span class="service-outcome" aria-hidden="true">
                    {outcome.sign()}
                </span>
                <span class="service-novel" aria-hidden="true" hidden=!is_novel>
                    "∅"
                </span>
                <span aria-hidden="true">{move || class_name(predicted)}</span>
            </span>
            <span class="visually-hidden">{said}</span>
        </li>
    }
    .into_any()
}
