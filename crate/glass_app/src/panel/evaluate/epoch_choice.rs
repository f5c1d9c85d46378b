//! The slider that goes back to an epoch, and says which one is looked at.

use super::Look;
use crate::act::Act;
use crate::intent::Intent;
use crate::past::{Past, Stop};
use crate::session::{Run, Session};
use crate::text::Text;
use glass_core::curve;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// The slider rests this long before the epoch is asked for: whoever slides past an epoch does not want it.
const REST: Duration = Duration::from_millis(120);

/// Why no epoch can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hindrance {
    NoRun,
    Running,
    Lost,
}

impl Hindrance {
    fn of(run: Option<&Run>, is_under_way: bool, n_stops: usize) -> Option<Self> {
        match run {
            None => Some(Self::NoRun),
            Some(_) if is_under_way => Some(Self::Running),
            Some(_) => (n_stops == 0).then_some(Self::Lost),
        }
    }

    fn text(self, text: &Text) -> &'static str {
        let text = &text.epochs.visit;
        match self {
            Self::NoRun => text.no_run,
            Self::Running => text.running,
            Self::Lost => text.lost,
        }
    }
}

/// The slider and its two shortcuts.
#[component]
pub(super) fn EpochChoice(look: Look) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let past = session.epochs().past();
    let stops = Memo::new(move |_| past.with(Past::stops));
    let hindrance = Memo::new(move |_| {
        let is_under_way = session.phase().get() == crate::session::Phase::Training;
        session.run().with(|run| Hindrance::of(run.as_ref(), is_under_way, stops.with(Vec::len)))
    });
    // Where the slider was pushed to, until the epoch is asked for.
    let pushed = RwSignal::new(None::<usize>);
    let place = Memo::new(move |_| pushed.get().unwrap_or_else(|| past.with(Past::place)));
    let stop = Memo::new(move |_| stops.with(|stops| stops.get(place.get()).copied()));
    let said = Memo::new(move |_| {
        let text = session.text();
        session.run().with(|run| Some(words(stop.get()?, run.as_ref()?, text)))
    });
    let best = Memo::new(move |_| {
        let best = session.run().with(|run| curve::best_epoch(&run.as_ref()?.history));
        best.filter(|best| stops.with(|stops| stops.iter().any(|stop| stop.epoch == Some(*best))))
    });
    let go = move |stop: Stop| act.run(Intent::VisitEpoch(stop.wish()));
    let rest = StoredValue::new(None::<TimeoutHandle>);
    let still = move || {
        if let Some(before) = rest.try_update_value(Option::take).flatten() {
            before.clear();
        }
    };
    on_cleanup(still);
    let push = move |place: usize| {
        still();
        pushed.set(Some(place));
        let arrive = move || {
            let stop = stops.with_untracked(|stops| stops.get(place).copied());
            if let Some(stop) = stop {
                go(stop);
            }
            pushed.set(None);
        };
        rest.set_value(set_timeout_with_handle(arrive, REST).ok());
    };
    let jump = move |wanted: fn(&Stop, Option<u32>) -> bool| {
        still();
        pushed.set(None);
        let best = best.get_untracked();
        if let Some(stop) = stops.with_untracked(|stops| stops.iter().find(|it| wanted(it, best)).copied()) {
            go(stop);
        }
    };
    let is_off = move || hindrance.get().is_some();
    let is_away = Memo::new(move |_| past.with(|past| past.visited.is_some()));
    view! {
        <div class="epoch-choice" role="group" aria-label=session.say(|text| text.epochs.visit.label)>
            <div class="epoch-row">
                <label for="epoch-slider">{session.say(|text| text.epochs.visit.label)}</label>
                // Another number of stops is another slider: a value set before its limits would be cut to the old.
                {move || {
                    let last = stops.with(Vec::len).saturating_sub(1);
                    view! {
                        <input
                            type="range"
                            id="epoch-slider"
                            data-testid="epoch-slider"
                            min="0"
                            max=last.to_string()
                            step="1"
                            list="epoch-ticks"
                            disabled=is_off
                            aria-describedby="epoch-hint"
                            aria-valuetext=move || said.get().unwrap_or_default()
                            prop:value=move || place.get().to_string()
                            on:input:target=move |event| {
                                if let Ok(place) = event.target().value().parse() {
                                    push(place);
                                }
                            }
                        />
                        <datalist id="epoch-ticks">
                            {(0..=last).map(|place| view! { <option value=place.to_string()></option> }).collect_view()}
                        </datalist>
                    }
                }}
                <output for="epoch-slider" data-testid="epoch-label">{move || said.get()}</output>
            </div>
            <div class="row">
                <button
                    type="button"
                    class="button"
                    data-testid="epoch-best"
                    disabled=move || is_off() || best.get().is_none()
                    on:click=move |_| jump(|stop, best| stop.epoch == best)
                >
                    {move || (session.text().epochs.visit.best)(best.get())}
                </button>
                <button
                    type="button"
                    class="button"
                    data-testid="epoch-kept"
                    disabled=move || is_off() || !is_away.get()
                    on:click=move |_| jump(|stop, _| stop.is_kept)
                >
                    {session.say(|text| text.epochs.visit.back)}
                </button>
            </div>
            <p class="note" id="epoch-hint">
                {move || {
                    let text = session.text();
                    hindrance.get().map_or(text.epochs.visit.hint, |hindrance| hindrance.text(text))
                }}
                " "
                {move || thinned(session)}
            </p>
            <p class="note" role="status" data-testid="epoch-status">{move || status(session, look)}</p>
        </div>
    }
    .into_any()
}

/// A stop of the slider: its epoch and its loss.
fn words(stop: Stop, run: &Run, text: &Text) -> String {
    let own = &text.epochs.visit;
    let last = run.history.last().map_or(0, |row| row.epoch);
    let mut parts = Vec::new();
    match stop.epoch {
        Some(epoch) => {
            parts.push((own.epoch)(epoch, last));
            if stop.is_kept {
                parts.push(own.is_kept.to_owned());
            }
            let row = run.history.iter().find(|row| row.epoch == epoch);
            parts.extend(row.map(|row| match row.validation_loss {
                Some(loss) => (own.validation_loss)(loss),
                None => (own.training_loss)(row.train_loss),
            }));
        }
        None if run.ending.is_some() => parts.push(own.kept_within.to_owned()),
        None => parts.push(own.standing.to_owned()),
    }
    parts.join(text.train.comma)
}

/// Said when not every epoch is kept.
fn thinned(session: Session) -> Option<String> {
    let kept = session.epochs().past().with(|past| past.epochs.len());
    let all = session.run().with(|run| run.as_ref().map_or(0, |run| run.history.len()));
    (0 < kept && kept < all).then(|| (session.text().epochs.visit.thinned)(kept, all))
}

/// Whose weights answer, or that they are about to.
fn status(session: Session, look: Look) -> Option<String> {
    let text = &session.text().epochs.visit;
    let (visited, digest) = session.epochs().past().with(|past| (past.visited, past.weights_digest));
    let shown = look.evaluated.with(|evaluated| evaluated.as_ref().and_then(|one| one.epoch));
    match visited {
        Some(epoch) if shown != visited => Some((text.is_coming)(epoch)),
        _ => digest.map(text.weights),
    }
}
