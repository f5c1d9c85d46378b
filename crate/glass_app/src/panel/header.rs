//! The head of the page: its name, and the five stations, each with its number in sight.

use super::page::go_to;
use crate::act::Act;
use crate::format;
use crate::intent::Intent;
use crate::session::{ImportStage, Phase, Progress, Purpose, Session};
use crate::text::Language;
use glass_core::service::Level;
use glass_core::split::SplitName;
use leptos::prelude::*;

/// The head of the page.
#[component]
pub fn Header() -> impl IntoView {
    view! {
        <header class="header">
            <Brand/>
            <Stations/>
            <div class="header-tools">
                <LanguageChoice/>
                <ThemeSwitch/>
            </div>
        </header>
    }
    .into_any()
}

#[component]
fn Brand() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <h1 class="brand" title=session.say(|text| text.page.tagline)>
            <svg viewBox="0 0 64 64" aria-hidden="true" focusable="false">
                <circle class="logo-glass" cx="32" cy="32" r="29" stroke-width="5"/>
                <path class="logo-curve" d="M15 17c5 20 14 28 34 29" fill="none" stroke-width="5" stroke-linecap="round"/>
                <circle class="logo-drop" cx="43" cy="23" r="6"/>
            </svg>
            "Watchglass"
        </h1>
    }
}

/// The way through the work.
#[component]
fn Stations() -> impl IntoView {
    let session = expect_context::<Session>();
    let text = move || session.text().page;
    let data = Memo::new(move |_| data_headline(session));
    let prepare = Memo::new(move |_| {
        let prepare = session.recipe().read().prepare;
        (text().input)(prepare.size, prepare.color)
    });
    let train = Memo::new(move |_| train_headline(session));
    let evaluate = Memo::new(move |_| evaluate_headline(session));
    let level = Memo::new(move |_| level(session));
    let is_running = Memo::new(move |_| session.service().with(|service| service.is_running));
    let monitor = Memo::new(move |_| {
        let word = match level.get() {
            None => return text().off.to_owned(),
            Some(Level::Steady) => text().steady,
            Some(Level::Watch) => text().watch,
            Some(Level::Alarm) => text().alarm,
        };
        if is_running.get() { word.to_owned() } else { (text().over)(word) }
    });
    // What is over worries nobody.
    let level_word = move || {
        level.get().filter(|_| is_running.get()).map(|level| match level {
            Level::Steady => "steady",
            Level::Watch => "watch",
            Level::Alarm => "alarm",
        })
    };
    view! {
        <nav aria-label=session.say(|text| text.page.stations)>
            <ol class="stations">
                <li><Station id="data" name=Signal::derive(session.say(|text| text.page.data)) headline=data/></li>
                <li><Station id="prepare" name=Signal::derive(session.say(|text| text.page.prepare)) headline=prepare/></li>
                <li><Station id="train" name=Signal::derive(session.say(|text| text.page.train)) headline=train/></li>
                <li><Station id="evaluate" name=Signal::derive(session.say(|text| text.page.evaluate)) headline=evaluate/></li>
                <li>
                    <Station
                        id="monitor"
                        name=Signal::derive(session.say(|text| text.page.monitor))
                        headline=monitor
                        level=Signal::derive(level_word)
                    />
                </li>
            </ol>
        </nav>
    }
    .into_any()
}

/// One station: a link to it, with its number.
#[component]
fn Station(
    id: &'static str,
    #[prop(into)] name: Signal<&'static str>,
    #[prop(into)] headline: Signal<String>,
    #[prop(into, optional)] level: Signal<Option<&'static str>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <a
            class="station"
            hidden=session.is_hidden(id)
            href=format!("#{id}")
            data-testid=format!("station-{id}")
            on:click=move |event| go_to(&event, id)
        >
            <span class="station-name">{name}</span>
            <span class="station-headline" data-level=level>{headline}</span>
        </a>
    }
}

fn data_headline(session: Session) -> String {
    let text = session.text().page;
    let reading = session.import().with(|import| match import {
        Some(import) if import.purpose == Purpose::Training => match &import.stage {
            ImportStage::Running { done, total, .. } if *total > 0 => Some((text.reading)(*done, *total)),
            _ => None,
        },
        _ => None,
    });
    let images = session.n_images().get();
    match reading {
        Some(reading) => reading,
        None if session.phase().get() == Phase::Loading && images == 0 => String::from(text.loading),
        None if images == 0 => String::from(text.no_images),
        None => session.roster().with(|roster| {
            (text.classes_and_images)(
                roster.active_classes().len(),
                roster.active_labels().iter().flatten().count(),
            )
        }),
    }
}

fn train_headline(session: Session) -> String {
    let text = session.text().page;
    let phase = session.phase().get();
    let planned = session.run().with(|run| run.as_ref().map(|run| run.recipe.epochs));
    let planned = planned.unwrap_or_else(|| session.recipe().read().epochs);
    let done =
        session.run().with(|run| run.as_ref().and_then(|run| run.history.last()).map_or(0, |row| row.epoch));
    match (phase, session.progress().get()) {
        (Phase::Training | Phase::Paused, Some(Progress::Preparing(done, total))) => {
            (text.preparing)(format::percent(f64::from(done) / f64::from(total.max(1))))
        }
        (Phase::Training, progress) => (text.epoch)(epoch_of(progress, done), planned),
        (Phase::Paused, progress) => (text.epoch_paused)(epoch_of(progress, done), planned),
        (Phase::Trained, _) => (text.trained)(done),
        (Phase::Failed, _) => String::from(text.failed),
        (Phase::Loading | Phase::Empty | Phase::Ready, _) => (text.epochs)(planned),
    }
}

fn epoch_of(progress: Option<Progress>, done: u32) -> u32 {
    match progress {
        Some(Progress::Stepping { epoch, .. }) => epoch,
        _ => done,
    }
}

/// The last word: the score on the split that is shown, or any other there is.
fn evaluate_headline(session: Session) -> String {
    let text = session.text().page;
    let shown = session.eval_split().get();
    if let Some(epoch) = session.epochs().past().with(|past| past.visited) {
        let run = session.run().with(|run| run.as_ref().map(|run| run.id));
        let accuracy = run.and_then(|run| session.answers(run, shown)?.evaluation.scores.accuracy);
        let score = accuracy.map(|accuracy| (text.accuracy)(shown, format::percent(accuracy)));
        return (session.text().epochs.visit.headline)(
            epoch,
            &score.unwrap_or_else(|| format::NO_VALUE.to_owned()),
        );
    }
    session.evaluated().with(|all| {
        let one = all.iter().find(|one| one.split == shown).or_else(|| {
            SplitName::ALL.iter().rev().find_map(|split| all.iter().find(|one| one.split == *split))
        });
        let score = one.and_then(|one| {
            let accuracy = one.evaluation.scores.accuracy?;
            let score = format::percent_with_interval(accuracy, one.evaluation.accuracy_interval);
            Some((text.accuracy)(one.split, score))
        });
        score.unwrap_or_else(|| String::from(text.no_model))
    })
}

/// How worried the monitor is, once it looks at anything.
fn level(session: Session) -> Option<Level> {
    session.service().with(|service| service.points.last().map(|point| point.report.level))
}

#[component]
fn LanguageChoice() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let code = |language: Language| match language {
        Language::En => "en",
        Language::Zh => "zh",
    };
    let option = move |language: Language| {
        view! {
            <option value=code(language) lang=language.tag() prop:selected=move || session.language().get() == language>
                {language.own_name()}
            </option>
        }
    };
    view! {
        <select
            data-testid="language"
            aria-label=session.say(|text| text.page.language)
            on:change:target=move |event| act.run(Intent::Speak(Language::preferred(&event.target().value())))
        >
            {Language::ALL.map(option).collect_view()}
        </select>
    }
}

#[component]
fn ThemeSwitch() -> impl IntoView {
    let session = expect_context::<Session>();
    let act = expect_context::<Act>();
    let label = move || {
        let text = session.text().page;
        if session.is_dark().get() { text.use_light } else { text.use_dark }
    };
    view! {
        <button
            type="button"
            class="button button-quiet"
            data-testid="theme"
            aria-label=label
            title=label
            on:click=move |_| act.run(Intent::UseDark(!session.is_dark().get_untracked()))
        >
            <svg class="theme-icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
                <path d="M10 1a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 2v14a7 7 0 0 1 0-14Z"/>
            </svg>
        </button>
    }
}
