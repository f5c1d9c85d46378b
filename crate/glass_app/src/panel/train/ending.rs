//! How a run ended, what can be checked of it, and whether the settings on screen are still its own.

use super::answer::changes;
use crate::session::Session;
use glass_core::curve::Stopped;
use leptos::prelude::*;

/// How the run ended.
#[component]
pub fn End() -> impl IntoView {
    let session = expect_context::<Session>();
    let ended = Memo::new(move |_| {
        session.run().with(|run| {
            let run = run.as_ref()?;
            Some((run.ending?, run.history.last().map_or(0, |row| row.epoch)))
        })
    });
    let why = move || {
        let text = session.text().train;
        ended.get().map(|(ending, epochs)| (text.stopped)(ending.stopped, epochs))
    };
    // Early stopping judges by validation; without it there is no best epoch to keep.
    let keeps_best = Memo::new(move |_| {
        session.run().with(|run| {
            run.as_ref().is_some_and(|run| {
                let is_judged =
                    run.history.last().is_some_and(|row| row.epoch > 0 && row.validation_loss.is_some());
                let is_whole = run.ending.is_some_and(|ending| ending.stopped == Stopped::Completed);
                run.recipe.early_stopping.is_some() && is_judged && is_whole
            })
        })
    });
    let best_kept = move || keeps_best.get().then(|| session.text().train.best_kept);
    let weights = move || ended.get().map(|(ending, _)| (session.text().train.weights)(ending.n_weights));
    let history_digest = move || ended.get().map(|(ending, _)| format!("{:016x}", ending.history_digest));
    let weights_digest = move || ended.get().map(|(ending, _)| format!("{:016x}", ending.weights_digest));
    view! {
        <Show when=move || ended.get().is_some()>
            <section class="ending" aria-labelledby="ending-title">
                <h3 id="ending-title">{session.say(|text| text.train.ending)}</h3>
                <p data-testid="run-ending">{why} " " {best_kept} " " {weights}</p>
                <dl class="digests" title=session.say(|text| text.train.digest_hint)>
                    <div>
                        <dt>{session.say(|text| text.train.history_digest)}</dt>
                        <dd>
                            <code data-testid="history-digest">{history_digest}</code>
                        </dd>
                    </div>
                    <div>
                        <dt>{session.say(|text| text.train.weights_digest)}</dt>
                        <dd>
                            <code data-testid="weights-digest">{weights_digest}</code>
                        </dd>
                    </div>
                </dl>
                <p class="note">{session.say(|text| text.train.digest_hint)}</p>
            </section>
        </Show>
    }
    .into_any()
}

/// Says when the settings on screen are not those of the run the curves show.
#[component]
pub fn Changed() -> impl IntoView {
    let session = expect_context::<Session>();
    let said = Memo::new(move |_| {
        let (text, now) = (session.text(), session.recipe().get());
        session.run().with(|run| {
            let changes = changes(&run.as_ref()?.recipe, &now, text);
            (!changes.is_empty()).then(|| (text.train.changed_since)(&changes.join(text.train.comma)))
        })
    });
    view! {
        <Show when=move || said.with(Option::is_some)>
            <p class="note note-warning" data-testid="settings-changed">{move || said.get()}</p>
        </Show>
    }
    .into_any()
}
