//! Start, pause, step, stop, and how far the run is.

use super::hindrance::Hindrance;
use crate::act::Act;
use crate::intent::Intent;
use crate::session::{Phase, Progress, Run, Session};
use crate::text::Text;
use crate::widget::progress_bar::ProgressBar;
use glass_core::curve::EpochReport;
use leptos::prelude::*;

/// The controls of a run.
#[component]
pub fn Controls(n_training: Memo<usize>, hindrance: Memo<Option<Hindrance>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let phase = session.phase();
    let start = move || {
        let text = session.text().train;
        match n_training.get() {
            0 => text.start_plain.to_owned(),
            images => (text.start)(session.recipe().get().epochs, images),
        }
    };
    let is_idle = move || !phase.get().is_busy();
    let pause = move || {
        let text = session.text().train;
        if phase.get() == Phase::Paused { text.resume } else { text.pause }
    };
    view! {
        <div class="group controls" role="group" aria-label=session.say(|text| text.train.controls)>
            <button
                type="button"
                class="button button-primary"
                data-testid="train-start"
                aria-describedby="train-hindrance"
                disabled=move || !Hindrance::is_none_for_run(hindrance.get())
                on:click=move |_| act.run(Intent::Train)
            >
                {start}
            </button>
            <p class="note" id="train-hindrance">
                {move || hindrance.get().map(|hindrance| hindrance.text(session.text()))}
            </p>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    data-testid="train-pause"
                    disabled=is_idle
                    on:click=move |_| act.run(Intent::PauseOrResume)
                >
                    {pause}
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="train-step"
                    title=session.say(|text| text.train.step_hint)
                    disabled=move || !matches!(hindrance.get(), None | Some(Hindrance::Running))
                    on:click=move |_| act.run(Intent::Step)
                >
                    {session.say(|text| text.train.step)}
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="train-stop"
                    disabled=is_idle
                    on:click=move |_| act.run(Intent::Stop)
                >
                    {session.say(|text| text.train.stop)}
                </button>
            </div>
            <HowFar />
        </div>
    }
    .into_any()
}

/// How far a run is, as a share and in words.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    share: f64,
    words: String,
    detail: String,
    speed: String,
}

#[component]
fn HowFar() -> impl IntoView {
    let session = expect_context::<Session>();
    let shown = Memo::new(move |_| {
        let text = session.text();
        session.run().with(|run| shown(run.as_ref(), session.progress().get(), text))
    });
    let words = Signal::derive(move || shown.with(|shown| shown.words.clone()));
    view! {
        <ProgressBar
            test_id="train-progress"
            label=Signal::derive(move || session.text().train.progress.to_owned())
            value=Signal::derive(move || Some(shown.with(|shown| shown.share)))
            words
        />
        <p class="progress-words">
            <span>{words}</span>
            <span>{move || shown.with(|shown| shown.detail.clone())}</span>
            <span data-testid="throughput">{move || shown.with(|shown| shown.speed.clone())}</span>
        </p>
    }
    .into_any()
}

fn shown(run: Option<&Run>, progress: Option<Progress>, text: &Text) -> Shown {
    let text = text.train;
    let nothing = || Shown {
        share: 0.0,
        words: text.progress_none.into(),
        detail: String::new(),
        speed: String::new(),
    };
    let Some(run) = run else { return nothing() };
    let epochs = run.recipe.epochs;
    if run.ending.is_some() {
        let n_run = run.history.last().map_or(0, |row| row.epoch);
        return Shown {
            share: share(n_run, epochs),
            words: (text.progress_over)(n_run, epochs),
            detail: String::new(),
            speed: mean_speed(&run.history).map(|speed| (text.throughput)(speed, None)).unwrap_or_default(),
        };
    }
    match progress {
        None => nothing(),
        Some(Progress::Preparing(done, total)) => {
            Shown { share: share(done, total), words: (text.progress_preparing)(done, total), ..nothing() }
        }
        Some(Progress::Stepping { epoch, batch, n_batches, batch_loss, images_per_second, seconds_left }) => {
            let done = epoch.saturating_sub(1).saturating_mul(n_batches).saturating_add(batch);
            Shown {
                share: share(done, epochs.saturating_mul(n_batches)),
                words: (text.progress_at)([epoch, epochs, batch, n_batches]),
                detail: (text.batch_loss)(batch_loss),
                speed: (text.throughput)(images_per_second, seconds_left),
            }
        }
    }
}

fn share(done: u32, total: u32) -> f64 {
    if total == 0 { 0.0 } else { f64::from(done) / f64::from(total) }
}

/// Training images a second over all epochs.
fn mean_speed(history: &[EpochReport]) -> Option<f64> {
    let seconds: f64 = history.iter().map(|row| row.seconds).sum();
    let images: f64 = history.iter().map(|row| row.seconds * row.images_per_second).sum();
    (seconds > 0.0).then(|| images / seconds).filter(|speed| speed.is_finite())
}
