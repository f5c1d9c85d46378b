//! How far an import is, and the button that ends it: in Data for images to train on, in Monitor for images of
//! service.

use crate::act::Act;
use crate::intent::Intent;
use crate::session::{ImportStage, Phase, Purpose, Session};
use crate::widget::progress_bar::ProgressBar;
use leptos::prelude::*;

/// How far an import is; nothing while there is none.
#[derive(Debug, Clone, PartialEq)]
enum HowFar {
    Planning { done: u32, total: u32 },
    Running { done: u32, total: u32, next: String },
}

/// The names of an import's parts, for the images to train on and for those of service.
struct TestIds {
    running: &'static str,
    progress: &'static str,
    stop: &'static str,
}

impl TestIds {
    fn of(purpose: Purpose) -> Self {
        match purpose {
            Purpose::Training => {
                Self { running: "import-running", progress: "import-progress", stop: "import-stop" }
            }
            Purpose::Service => Self {
                running: "monitor-import-running",
                progress: "monitor-import-progress",
                stop: "monitor-import-stop",
            },
        }
    }
}

/// The import under way for this purpose, with the button that ends it.
#[component]
pub fn Reading(purpose: Purpose) -> impl IntoView {
    let ids = TestIds::of(purpose);
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let text = move || session.text().data;
    let reading = Memo::new(move |_| how_far(session, purpose));
    let words = Signal::derive(move || match reading.get() {
        Some(HowFar::Running { done, total, next }) if total > 0 => (text().reading)(done, total, &next),
        Some(HowFar::Planning { done, total }) if total > 0 => (text().surveying)(done, total),
        Some(_) => String::from(text().planning),
        None => String::new(),
    });
    let share = Signal::derive(move || match reading.get() {
        Some(HowFar::Running { done, total, .. } | HowFar::Planning { done, total }) if total > 0 => {
            Some(f64::from(done) / f64::from(total))
        }
        _ => None,
    });
    let is_reading = Memo::new(move |_| reading.read().is_some());
    view! {
        <Show when=move || is_reading.get()>
            <div class="stack" data-testid=ids.running>
                <ProgressBar
                    test_id=ids.progress
                    label=Signal::derive(move || String::from(text().progress))
                    value=share
                    words=words
                />
                <div class="row">
                    <p class="note import-words">{words}</p>
                    <button
                        type="button"
                        class="button"
                        data-testid=ids.stop
                        on:click=move |_| act.run(Intent::CancelImport)
                    >
                        {session.say(|text| text.data.stop_reading)}
                    </button>
                </div>
            </div>
        </Show>
    }
    .into_any()
}

fn how_far(session: Session, purpose: Purpose) -> Option<HowFar> {
    let is_loading = session.phase().get() == Phase::Loading;
    session.import().with(|import| match import {
        Some(import) if import.purpose == purpose => match &import.stage {
            // A built-in set opens like an import, but there are no files to look at.
            ImportStage::Planning { .. } if is_loading => None,
            ImportStage::Planning { done, total } => Some(HowFar::Planning { done: *done, total: *total }),
            ImportStage::Planned(_) => None,
            ImportStage::Running { done, total, next } => {
                Some(HowFar::Running { done: *done, total: *total, next: next.clone() })
            }
        },
        _ => None,
    })
}
