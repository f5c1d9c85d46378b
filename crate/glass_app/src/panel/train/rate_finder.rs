//! The search for a learning rate: its button, its curve, and what it suggests.

use super::answer::changes;
use super::hindrance::Hindrance;
use crate::act::Act;
use crate::intent::Intent;
use crate::session::{RateSearch, Session};
use crate::text::Text;
use crate::widget::chart::{Chart, Mark, Pointer, Reading};
use glass_charts::{Note, SweepFigure, SweepPoint, Words};
use glass_core::rate_sweep::{self, SweepEnd};
use glass_core::recipe::{Optimizer, Recipe};
use glass_core::setting::Setting;
use leptos::prelude::*;

/// The search for a rate.
#[component]
pub fn RateFinder(hindrance: Memo<Option<Hindrance>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let search = session.rate_search();
    let is_running =
        Memo::new(move |_| search.with(|search| search.as_ref().is_some_and(|it| it.is_running)));
    let suggestion =
        Memo::new(move |_| search.with(|search| search.as_ref().and_then(|it| it.sweep.suggestion())));
    let is_taken =
        move || suggestion.get() == Some(session.recipe().with(|recipe| recipe.optimizer.learning_rate));
    let take = move |_| {
        if let Some(rate) = suggestion.get_untracked() {
            act.run(Intent::Set(Setting::LearningRate, rate.to_string()));
        }
    };
    view! {
        <div class="stack rate-finder">
            <div class="row">
                <button
                    type="button"
                    class="button"
                    data-testid="find-rate"
                    title=session.say(|text| text.rate.find_hint)
                    aria-describedby="find-rate-hint"
                    disabled=move || hindrance.get().is_some() || is_running.get()
                    on:click=move |_| act.run(Intent::FindRate)
                >
                    {session.say(|text| text.rate.find)}
                </button>
                <Show when=move || is_running.get()>
                    <button
                        type="button"
                        class="button"
                        data-testid="find-rate-cancel"
                        on:click=move |_| act.run(Intent::CancelFindRate)
                    >
                        {session.say(|text| text.rate.cancel)}
                    </button>
                </Show>
                <Show when=move || suggestion.get().is_some()>
                    <button
                        type="button"
                        class="button"
                        data-testid="use-rate"
                        disabled=is_taken
                        on:click=take
                    >
                        {move || suggestion.get().map(|rate| (session.text().rate.take)(rate))}
                    </button>
                </Show>
            </div>
            <p class="note" id="find-rate-hint">{session.say(|text| text.rate.find_hint)}</p>
            <Said />
            <Show when=move || search.with(Option::is_some)>
                <Sweep />
            </Show>
        </div>
    }
    .into_any()
}

/// How far the search is, what came of it, and whether it is still true.
#[component]
fn Said() -> impl IntoView {
    let session = expect_context::<Session>();
    let search = session.rate_search();
    let under_way = move || {
        let text = session.text().rate;
        search.with(|search| {
            let search = search.as_ref().filter(|search| search.is_running)?;
            Some(match search.sweep.points().len() {
                0 => text.preparing.to_owned(),
                n_done => (text.searching)(n_done, rate_sweep::N_STEPS),
            })
        })
    };
    let result = Memo::new(move |_| {
        let text = session.text();
        search.with(|search| search.as_ref().and_then(|search| result(search, text)))
    });
    let stale = Memo::new(move |_| {
        let (text, now) = (session.text(), session.recipe().get());
        search.with(|search| {
            let was = search.as_ref()?.recipe;
            let changes = changes(&was, &as_far_as_it_matters(now, &was), text);
            (!changes.is_empty()).then(|| (text.rate.stale)(&changes.join(text.train.comma)))
        })
    });
    view! {
        <Show when=move || under_way().is_some()>
            <p class="note" data-testid="find-rate-progress">{under_way}</p>
        </Show>
        <p role="status" data-testid="find-rate-result">{move || result.get()}</p>
        <Show when=move || stale.with(Option::is_some)>
            <p class="note note-warning" data-testid="find-rate-stale">{move || stale.get()}</p>
        </Show>
    }
    .into_any()
}

fn result(search: &RateSearch, text: &Text) -> Option<String> {
    let end = search.sweep.end()?;
    let Some(rate) = search.sweep.suggestion() else { return Some(text.rate.not_found.to_owned()) };
    let last = search.sweep.points().last().map(|point| point.rate);
    Some((text.rate.found)(rate, last.filter(|_| end == SweepEnd::Diverged)))
}

/// The settings as they stand, but for those that a search does not ask about: they are as they were.
fn as_far_as_it_matters(now: Recipe, was: &Recipe) -> Recipe {
    Recipe {
        optimizer: Optimizer { learning_rate: was.optimizer.learning_rate, ..now.optimizer },
        schedule: was.schedule,
        epochs: was.epochs,
        early_stopping: was.early_stopping,
        backend: was.backend,
        ..now
    }
}

/// The loss over the rates tried.
#[component]
fn Sweep() -> impl IntoView {
    let session = expect_context::<Session>();
    let search = session.rate_search();
    let figure = Memo::new(move |_| {
        let text = session.text();
        search.with(|search| figure(search.as_ref(), text))
    });
    let summary = Signal::derive(move || {
        let text = session.text();
        figure.with(|figure| {
            let highest = figure.points.last().map_or(0.0, |point| point.rate);
            let lowest = figure.points.iter().map(|point| point.smoothed).fold(f64::INFINITY, f64::min);
            (text.rate.sweep_summary)(figure.points.len(), highest, lowest)
        })
    });
    let read = Callback::new(move |at: Pointer| {
        let text = session.text();
        figure.with(|figure| {
            let index = figure.point_at(at.x, at.size)?;
            let SweepPoint { rate, loss, smoothed } = *figure.points.get(index)?;
            let (left, (top, bottom)) = figure.point_line(index, at.size)?;
            let mark = Mark { left, top, width: 0.0, height: bottom - top };
            Some(Reading { text: (text.rate.at_rate)(rate, loss, smoothed), mark: Some(mark) })
        })
    });
    view! {
        <Chart
            figure
            chart_id="chart-rate-finder"
            table_id="table-rate-finder"
            title=Signal::derive(move || session.text().rate.sweep.to_owned())
            name=summary
            numbers=Signal::derive(session.say(|text| text.train.chart.numbers))
            missing=Signal::derive(session.say(|text| text.train.chart.missing))
            is_dark=session.is_dark()
            read
        />
    }
    .into_any()
}

fn figure(search: Option<&RateSearch>, text: &Text) -> SweepFigure {
    let points = search.map(|search| search.sweep.points()).unwrap_or_default();
    let suggestion = search.and_then(|search| search.sweep.suggestion());
    SweepFigure {
        words: Words {
            x_axis: text.rate.rate_axis.to_owned(),
            y_axis: text.rate.loss_axis.to_owned(),
            score: text.rate.batch_loss.to_owned(),
            smoothed: text.train.chart.smoothed.to_owned(),
            empty: text.rate.preparing.to_owned(),
            ..Words::default()
        },
        span: (rate_sweep::FROM, rate_sweep::TO),
        points: points
            .iter()
            .map(|point| SweepPoint { rate: point.rate, loss: point.loss, smoothed: point.smoothed })
            .collect(),
        suggestion: suggestion.map(|rate| Note { x: rate, label: (text.rate.suggested)(rate) }),
    }
}
