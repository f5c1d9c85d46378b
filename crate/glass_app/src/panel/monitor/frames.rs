//! Answered frames as pictures: as the model saw them, with the answer and whether it was right.

use super::album::{Album, Shot};
use crate::canvas;
use crate::format;
use crate::session::Session;
use crate::widget::thumbnail::Thumbnail;
use glass_core::camera::{self, FULL_BLUR};
use glass_core::pixels::{Pixels, Sample};
use glass_protocol::StreamSource;
use leptos::prelude::*;
use web_sys::HtmlCanvasElement;

/// Frames in the strip.
const N_SHOWN: usize = 24;
/// The side of a picture on screen, in CSS pixels; `service.css` agrees.
const SIDE: f64 = 56.0;

/// The last answers.
#[component]
pub fn Frames(album: Memo<Album>, source: Signal<StreamSource>) -> impl IntoView {
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
                    key=move |shot| (stream.get_untracked(), shot.frame.index)
                    children=move |shot| view! { <FramePicture shot source /> }
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
    fn of(shot: &Shot) -> Self {
        match shot.frame.actual {
            Some(actual) if actual == shot.frame.predicted => Self::Right,
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
pub fn FramePicture(shot: Shot, source: Signal<StreamSource>) -> impl IntoView {
    let session = expect_context::<Session>();
    let outcome = Outcome::of(&shot);
    let class_name = move |class: u32| {
        session
            .run()
            .with(|run| run.as_ref().and_then(|run| run.classes.get(class as usize).cloned()))
            .unwrap_or_default()
    };
    let frame = shot.frame.clone();
    let predicted = frame.predicted;
    let confidence = format::percent(frame.confidence);
    let told = confidence.clone();
    let said = Signal::derive(move || {
        let text = &session.text().monitor.window;
        let actual = frame.actual.map(class_name);
        let said = (text.frame)(frame.index, &class_name(predicted), &told, actual.as_deref());
        let word = match outcome {
            Outcome::Right => text.right,
            Outcome::Wrong => text.wrong,
            Outcome::Unknown => text.unknown,
        };
        format!("{said} · {word}")
    });
    let blur = shot.blur * FULL_BLUR * SIDE;
    let style = (blur > 0.0).then(|| format!("filter: blur({blur:.2}px)"));
    let draw = move |canvas: &HtmlCanvasElement| {
        let index = shot.frame.sample as usize;
        let show = |sample: &Sample| canvas::show_pixels(canvas, &lit(&sample.pixels, shot.brightness));
        match source.get_untracked() {
            StreamSource::Replay(_) => {
                session.with_image(index, show);
            }
            StreamSource::Dropped => session.with_service_images(|images| {
                images.get(index).map(show);
            }),
        }
    };
    view! {
        <li class="service-frame" data-outcome=outcome.word() title=said>
            <span class="service-picture" style=style>
                <Thumbnail draw />
            </span>
            <span class="service-answer">
                <span class="service-outcome" aria-hidden="true">
                    {outcome.sign()}
                </span>
                <span aria-hidden="true">{move || class_name(predicted)}</span>
            </span>
            <span class="visually-hidden">{said}</span>
        </li>
    }
    .into_any()
}

/// The pixels with added light, as the worker adds it.
fn lit(pixels: &Pixels, brightness: f64) -> Pixels {
    if brightness == 0.0 {
        return pixels.clone();
    }
    let data =
        pixels.data.iter().map(|&value| camera::byte(camera::lit(f64::from(value), brightness))).collect();
    Pixels { data, ..*pixels }
}
