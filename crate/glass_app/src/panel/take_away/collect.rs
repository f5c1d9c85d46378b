//! Gathers what the session knows for the files.

use crate::export::predictions::Answer;
use crate::export::report::{EndingFacts, Facts, Report, RunFacts};
use crate::export::stream_log as stream_log_file;
use crate::export::{history as history_file, metrics as metrics_file, predictions as predictions_file};
use crate::session::{Run, Session, Source};
use glass_core::health::{Health, Specimen};
use glass_core::schedule::Course;
use glass_core::split::{Split, SplitName};
use leptos::prelude::*;

/// The text of `report.json`.
pub fn report(session: Session) -> String {
    let health = health(session);
    let source = session.source().get_untracked();
    let set = match &source {
        Source::BuiltIn(set) => set.id(),
        Source::Address(address) => address,
        Source::Own => "own",
    };
    let recipe = session.recipe().get_untracked();
    let latency = session.latency().get_untracked();
    let decoding = session.decoding().get_untracked();
    let shown = session.eval_split().get_untracked();
    let (roster, rejected) = (session.roster(), session.rejected());
    let (roster, rejected) = (roster.read_untracked(), rejected.read_untracked());
    let (run, evaluated, service) = (session.run(), session.evaluated(), session.service());
    let (run, evaluated, service) =
        (run.read_untracked(), evaluated.read_untracked(), service.read_untracked());
    let evaluation = evaluated.iter().find(|one| one.split == shown);
    let speed = session.speed().get_untracked();
    let windows: Vec<_> = service.points.iter().map(|point| &point.report).collect();
    let facts = Facts {
        recipe: &recipe,
        set,
        roster: &roster,
        rejected: &rejected,
        health: &health,
        run: run.as_ref().map(run_facts),
        evaluation: evaluation.map(|one| (one.split, &one.evaluation)),
        latency: latency.as_ref(),
        decoding: decoding.as_ref(),
        alerts: windows.last().map_or(&[], |report| &report.alerts),
        windows,
        plan: service.plan.as_ref(),
        speed: speed.as_ref(),
    };
    Report::of(&facts).to_json()
}

fn run_facts(run: &Run) -> RunFacts<'_> {
    RunFacts {
        recipe: &run.recipe,
        classes: &run.classes,
        split: &run.split,
        history: &run.history,
        diagnosis: &run.diagnosis,
        ending: run.ending.map(|ending| EndingFacts {
            stopped: ending.stopped,
            history_digest: ending.history_digest,
            weights_digest: ending.weights_digest,
            n_weights: ending.n_weights,
        }),
    }
}

/// The text of `stream.csv`.
pub fn stream_log(session: Session) -> String {
    session.with_journal(|journal| stream_log_file::to_csv(&journal.classes, &journal.rows))
}

/// What is noteworthy about the images that take part, under the run's split or the one to come.
fn health(session: Session) -> Health {
    let dealt: Split = session.run().with_untracked(|run| match run {
        Some(run) if !run.split.assignment.is_empty() => run.split.clone(),
        _ => {
            let recipe = session.recipe().get_untracked();
            session.roster().with_untracked(|roster| roster.split(&recipe))
        }
    });
    let labels = session.roster().with_untracked(|roster| roster.active_labels());
    let specimens: Vec<Specimen> = session.with_images(|images| {
        let taking_part = images.iter().zip(labels).enumerate().filter(|(_, (_, label))| label.is_some());
        taking_part
            .map(|(index, (sample, class))| Specimen {
                digest: sample.meta.digest,
                class,
                split: dealt.assignment.get(index).copied().flatten(),
                properties: sample.meta.properties,
            })
            .collect()
    });
    Health::of(&specimens)
}

/// The text of `predictions.csv`: all splits that were evaluated.
pub fn predictions(session: Session) -> String {
    let classes =
        session.run().with_untracked(|run| run.as_ref().map(|run| run.classes.clone())).unwrap_or_default();
    session.evaluated().with_untracked(|evaluated| {
        session.with_images(|images| {
            let in_order = SplitName::ALL
                .into_iter()
                .flat_map(|split| evaluated.iter().filter(move |one| one.split == split));
            let answers = in_order.flat_map(|one| {
                one.predictions.iter().map(|prediction| Answer {
                    path: images
                        .get(prediction.sample as usize)
                        .map_or("", |sample| sample.meta.path.as_str()),
                    split: one.split,
                    prediction,
                })
            });
            predictions_file::to_csv(&classes, answers)
        })
    })
}

/// The text of `history.csv`.
pub fn history(session: Session) -> String {
    let recipe = session.recipe().get_untracked();
    session.run().with_untracked(|run| match run {
        Some(run) => history_file::to_csv(&run.history, &run.course()),
        None => history_file::to_csv(&[], &Course::of(&recipe, 0)),
    })
}

/// The text of `metrics.txt`.
pub fn metrics(session: Session) -> String {
    let latency = session.latency().get_untracked();
    let (run, service) = (session.run(), session.service());
    let (run, service) = (run.read_untracked(), service.read_untracked());
    metrics_file::to_text(&metrics_file::Facts {
        classes: run.as_ref().map_or(&[], |run| &run.classes),
        weights_digest: run.as_ref().and_then(|run| Some(run.ending?.weights_digest)),
        window: service.points.last().map(|point| &point.report),
        latency: latency.as_ref(),
    })
}
