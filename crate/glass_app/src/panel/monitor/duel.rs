//! A challenger beside the model in service: who it is, what both got right, and whether that is beyond chance.

mod figures;

use super::LabelsHidden;
use super::moment::Moment;
use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::panel::runs::name_of;
use crate::session::{Challenger, Session};
use crate::text::Text;
use crate::widget::chart::Chart;
use figures::{accuracy, evidence};
use glass_core::interval::wilson_of;
use glass_core::run::KeptRun;
use glass_core::stream::duel::{DuelReport, Hits, Side};
use leptos::prelude::*;

/// The choice of a challenger, and how it does.
#[component]
pub(super) fn Contest() -> impl IntoView {
    let session = expect_context::<Session>();
    let has_model = session.has_model();
    let is_challenged = Memo::new(move |_| session.challenger().get() != Challenger::None);
    view! {
        <section class="stack duel" aria-labelledby="duel-title" hidden=move || !has_model.get()>
            <h3 class="service-heading" id="duel-title">{session.say(|text| text.duel().title)}</h3>
            <p class="panel-lead">{session.say(|text| text.duel().lead)}</p>
            <Choice />
            <Show when=move || is_challenged.get()>
                <Standing />
                <Figures />
            </Show>
        </section>
    }
    .into_any()
}

/// The runs whose models could answer beside this one, with their names.
fn candidates(session: Session) -> Vec<(u32, String)> {
    // On these images, or on those that were there before others were added.
    let (present, n_present) = (session.set_digest().get(), session.n_images().get());
    let is_of_these = move |run: &KeptRun| {
        let (digest, n) = (run.images.digest, run.images.n_images);
        let has_grown = || session.roster().with(|roster| roster.digest_of_first(n) == digest);
        let has_its_classes =
            || session.run().with(|here| here.as_ref().is_some_and(|here| here.classes == run.classes));
        digest == present || (n as usize) < n_present && has_its_classes() && has_grown()
    };
    let kept = session.shelf().recallable().get();
    let in_service = session.run().with(|run| run.as_ref().map(|run| (run.id, run.recipe.backend)));
    session.shelf().runs().with(|runs| {
        let can = |id: u32| kept.contains(&id) && in_service.is_some_and(|(run, _)| run != id);
        let fits = runs.iter().filter(|run| can(run.id) && is_of_these(run));
        // The worker that answers now need not know the other's backend.
        let fits = fits.filter(|run| in_service.is_some_and(|(_, backend)| backend == run.recipe.backend));
        fits.map(|run| (run.id, name_of(run, session.text()))).collect()
    })
}

/// The name of a run, wherever it is kept.
fn name(session: Session, run: u32) -> String {
    session.shelf().runs().with(|runs| {
        let kept = runs.iter().find(|kept| kept.id == run);
        kept.map_or_else(|| (session.text().runs.unnamed)(run), |kept| name_of(kept, session.text()))
    })
}

#[component]
fn Choice() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let chosen = Memo::new(move |_| session.challenger().get().run());
    let candidates = Memo::new(move |_| candidates(session));
    let has_any = Memo::new(move |_| !candidates.read().is_empty() || chosen.get().is_some());
    // What learned before images were added answers beside; the scores of the page are of the images as they are.
    let is_of_before = Memo::new(move |_| {
        let Some(id) = chosen.get() else { return false };
        let present = session.set_digest().get();
        session
            .shelf()
            .runs()
            .with(|runs| runs.iter().any(|run| run.id == id && run.images.digest != present))
    });
    let cannot_promote = move || {
        session.phase().get().is_busy() || session.import().with(Option::is_some) || is_of_before.get()
    };
    let promote_hint = move || {
        let text = session.text().duel();
        if is_of_before.get() { text.of_before } else { text.promote_hint }
    };
    let option = move |(id, name): (u32, String)| {
        view! { <option value=id.to_string() prop:selected=move || chosen.get() == Some(id)>{name}</option> }
    };
    let choose = move |typed: String| act.run(Intent::Challenge(typed.parse().ok()));
    let again = move |_| act.run(Intent::Challenge(chosen.get_untracked()));
    let promote = move |_| chosen.get_untracked().into_iter().for_each(|id| act.run(Intent::RecallRun(id)));
    view! {
        <Show
            when=move || has_any.get()
            fallback=move || view! { <p class="note" data-testid="duel-none">{session.say(|text| text.duel().no_run)}</p> }
        >
            <div class="row duel-choice">
                <label class="field">
                    <span>{session.say(|text| text.duel().choice)}</span>
                    <select data-testid="duel-challenger" on:change:target=move |event| choose(event.target().value())>
                        <option value="" prop:selected=move || chosen.get().is_none()>
                            {session.say(|text| text.duel().nobody)}
                        </option>
                        <For each=move || candidates.get() key=Clone::clone children=option />
                    </select>
                </label>
                <Show when=move || chosen.get().is_some()>
                    <button type="button" class="button" data-testid="duel-anew" on:click=again>
                        {session.say(|text| text.duel().anew)}
                    </button>
                    <button
                        type="button"
                        class="button"
                        data-testid="duel-promote"
                        title=promote_hint
                        disabled=cannot_promote
                        on:click=promote
                    >
                        {session.say(|text| text.duel().promote)}
                    </button>
                </Show>
            </div>
            <Show when=move || is_of_before.get()>
                <p class="note" data-testid="duel-of-before">{session.say(|text| text.duel().of_before)}</p>
            </Show>
        </Show>
    }
    .into_any()
}

/// How the duel stands at the moment looked at.
fn report_of(session: Session, moment: Moment) -> Option<DuelReport> {
    let run = session.challenger().get().run()?;
    session.service().with(|service| {
        let duel = moment.point(service)?.report.duel?;
        (duel.run == run).then_some(duel)
    })
}

/// The verdict in words, and the table of both.
#[component]
fn Standing() -> impl IntoView {
    let session = expect_context::<Session>();
    let moment: Moment = expect_context();
    let LabelsHidden(is_hidden) = expect_context();
    let report = Memo::new(move |_| report_of(session, moment));
    let verdict = move || {
        let text = session.text();
        match (session.challenger().get(), report.get()) {
            (Challenger::None, _) => String::new(),
            (Challenger::Coming(run), _) => (text.duel().coming)(&name(session, run)),
            (Challenger::There(run), None) => (text.duel().waiting)(&name(session, run)),
            (Challenger::There(_), Some(report)) => said(&report, is_hidden.get(), text),
        }
    };
    let better = move || {
        let verdict = report.get().filter(|_| !is_hidden.get())?.verdict?;
        Some(if verdict.better == Side::Champion { "champion" } else { "challenger" })
    };
    let hits = move || {
        let report = report.get().filter(|report| report.hits.n() > 0 && !is_hidden.get())?;
        let Hits { both, champion, challenger, neither } = report.counted;
        let agreement = format::percent(report.n_agreed as f64 / report.n.max(1) as f64);
        Some((session.text().duel().hits)([both, champion, challenger, neither], &agreement))
    };
    view! {
        <p class="duel-verdict" data-testid="duel-verdict" data-better=better>{verdict}</p>
        <p data-testid="duel-hits">{hits}</p>
        <p class="note">{session.say(|text| text.duel().hint)}</p>
        <Show when=move || report.get().is_some()>
            <Both report />
        </Show>
    }
    .into_any()
}

fn said(report: &DuelReport, are_labels_hidden: bool, text: &Text) -> String {
    if report.hits.n() == 0 || are_labels_hidden {
        return text.duel().no_labels.to_owned();
    }
    let Hits { champion, challenger, .. } = report.counted;
    match report.verdict {
        Some(verdict) if verdict.better == Side::Champion => {
            (text.duel().champion_better)(verdict.sequence + 1)
        }
        Some(verdict) => (text.duel().challenger_better)(verdict.sequence + 1),
        None => {
            let alone = champion + challenger;
            let share = match alone {
                0 => format::interval(report.band),
                alone => format::percent_with_interval(challenger as f64 / alone as f64, Some(report.band)),
            };
            (text.duel().open)(report.counted.n(), alone, challenger, &share)
        }
    }
}

/// Both models, side by side.
#[component]
fn Both(report: Memo<Option<DuelReport>>) -> impl IntoView {
    let session = expect_context::<Session>();
    let moment: Moment = expect_context();
    let LabelsHidden(is_hidden) = expect_context();
    // An image that comes again is no more evidence: the interval is that of the different ones.
    let in_window = Memo::new(move |_| {
        session.service().with(|service| moment.point(service).map_or(0, |point| point.report.n_different))
    });
    let right = move |hits: fn(&DuelReport) -> Hits, n_different: u64, side: Side| {
        let report = report.get().filter(|_| !is_hidden.get());
        let hits = report.map(|report| hits(&report)).filter(|hits| hits.n() > 0);
        format::or_dash(hits, |hits| {
            let share = hits.right(side) as f64 / hits.n() as f64;
            format::percent_with_interval(share, wilson_of(share, hits.n().min(n_different)))
        })
    };
    let work = move |side: Side| {
        let times = session.service().with(|service| {
            let report = &moment.point(service)?.report;
            let times = match side {
                Side::Champion => report.service.as_ref(),
                Side::Challenger => report.challenger_service.as_ref(),
            };
            times.map(|times| times.p50.millis)
        });
        format::or_dash(times, format::millis)
    };
    let named = move |side: Side| {
        let text = session.text().duel();
        match (side, report.get()) {
            (Side::Challenger, Some(report)) => (text.challenger)(&name(session, report.run)),
            _ => text.champion.to_owned(),
        }
    };
    let row = move |side: Side| {
        view! {
            <tr>
                <th scope="row">{move || named(side)}</th>
                <td>{move || right(|report| report.window, in_window.get().into(), side)}</td>
                <td>{move || right(|report| report.counted, u64::MAX, side)}</td>
                <td>{move || work(side)}</td>
            </tr>
        }
    };
    let head = move |at: usize| {
        view! { <th scope="col">{move || session.text().duel().columns[at]}</th> }
    };
    view! {
        <div class="table-wrap">
            <table class="data-table" data-testid="table-duel">
                <thead>
                    <tr>{(0..4).map(head).collect_view()}</tr>
                </thead>
                <tbody>{[Side::Champion, Side::Challenger].map(row)}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Both accuracies over the stream, and the evidence.
#[component]
fn Figures() -> impl IntoView {
    let session = expect_context::<Session>();
    let LabelsHidden(is_hidden) = expect_context();
    let run = Memo::new(move |_| session.challenger().get().run());
    let drawn = move |draw: fn(&crate::session::Service, u32, &str, &Text) -> glass_charts::CurveFigure| {
        Memo::new(move |_| {
            let shown = run.get().filter(|_| !is_hidden.get());
            shown.map_or_else(Default::default, |run| {
                session.service().with(|service| draw(service, run, &name(session, run), session.text()))
            })
        })
    };
    let (accuracies, shares) = (drawn(accuracy), drawn(evidence));
    let is_empty = Memo::new(move |_| accuracies.with(|figure| figure.x.is_empty()));
    let chart = move |figure, ids: [&'static str; 2], title: fn(&Text) -> &'static str| {
        view! {
            <Chart
                figure
                chart_id=ids[0]
                table_id=ids[1]
                title=Signal::derive(move || title(session.text()).to_owned())
                name=Signal::derive(move || title(session.text()).to_owned())
                numbers=Signal::derive(session.say(|text| text.monitor().chart.numbers))
                missing=Signal::derive(session.say(|text| text.monitor().chart.missing))
                is_dark=session.is_dark()
            />
        }
    };
    view! {
        <div class="service-split" hidden=move || is_empty.get()>
            {chart(accuracies, ["chart-duel-accuracy", "table-duel-accuracy"], |text| text.duel().accuracy)}
            {chart(shares, ["chart-duel-evidence", "table-duel-evidence"], |text| text.duel().evidence)}
        </div>
    }
    .into_any()
}
