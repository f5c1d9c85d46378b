//! Whole runs come to the same bits natively as in browsers.
//!
//! `tests/golden/runs.json` holds links and the digests their runs end on. Here the engines run them natively; the
//! browser tests open the same links in Chromium and in Firefox (`tests/browser/firefox.mjs`) and read the digests
//! off the page. Who changes a number on purpose writes the file anew:
//! `WATCHGLASS_BLESS=1 cargo test -p glass_worker --test same_runs`.

mod driver;

use driver::Bench;
use glass_core::builtin::{BuiltIn, COINS_PER_CLASS, COINS_SEED};
use glass_core::pixels::SampleMeta;
use glass_core::share::{LinkedSet, decode};
use glass_intake::source::Bytes;
use glass_protocol::{Command, Event, PixelShape, RosterRow};
use glass_worker::engine::{Attached, Engine, Outgoing};
use glass_worker::importer::ImportEngine;
use glass_worker::learner::LearnEngine;
use serde_json::{Value, json};
use std::path::PathBuf;

fn place(below: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(below)
}

#[test]
fn every_golden_run() {
    let file = place("tests/golden/runs.json");
    let golden: Vec<Value> = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert!(golden.len() >= 5);
    let found: Vec<Value> = golden
        .iter()
        .map(|run| {
            let (history, weights) = digests(run["link"].as_str().unwrap());
            json!({ "what": run["what"], "link": run["link"], "history": history, "weights": weights })
        })
        .collect();
    if std::env::var_os("WATCHGLASS_BLESS").is_some() {
        std::fs::write(&file, serde_json::to_string_pretty(&found).unwrap() + "\n").unwrap();
    } else {
        assert_eq!(found, golden);
    }
}

/// The digests of history and weights of the run that a link describes, as the page prints them.
fn digests(link: &str) -> (String, String) {
    let shared = decode(link).unwrap().0;
    let LinkedSet::BuiltIn(set) = shared.set else { panic!("{link} names no built-in set") };
    let mut learner = Bench::new(LearnEngine::default());
    let drawn = samples(set, &mut learner);
    learner.told.clear();
    let mut classes: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (shapes, metas, bytes) in drawn {
        for meta in metas {
            let name = meta.class.unwrap();
            let class = classes.iter().position(|class| *class == name).unwrap_or_else(|| {
                classes.push(name);
                classes.len() - 1
            });
            rows.push(RosterRow { class: Some(class as u32), fixed: meta.fixed });
        }
        learner.send(Command::AddSamples { samples: shapes }, Attached { sources: Vec::new(), bytes });
    }
    learner.ask(Command::SetRoster { classes, rows, service: Vec::new() });
    learner.ask(Command::Train { run: 1, recipe: shared.recipe, pause_after: None });
    learner.settle();
    learner.find(|event| match event {
        Event::Trained { history_digest, weights_digest, .. } => {
            Some((format!("{history_digest:016x}"), format!("{weights_digest:016x}")))
        }
        _ => None,
    })
}

type Portion = (Vec<PixelShape>, Vec<SampleMeta>, Vec<u8>);

/// A built-in set as the page gets it: coins from the learner, sheets through the importer.
fn samples(set: BuiltIn, learner: &mut Bench<LearnEngine>) -> Vec<Portion> {
    if set == BuiltIn::Coins {
        learner.ask(Command::DrawCoins { import: 1, per_class: COINS_PER_CLASS, seed: COINS_SEED });
        return portions(learner);
    }
    let sheet = std::fs::read(place("www/sample").join(format!("{}.png", set.id()))).unwrap();
    let mut importer = Bench::new(ImportEngine::default());
    let attached = Attached { sources: vec![Box::new(Bytes(sheet.clone()))], bytes: sheet };
    importer.send(Command::ImportBuiltIn { import: 1, set }, attached);
    portions(&mut importer)
}

fn portions(bench: &mut Bench<impl Engine>) -> Vec<Portion> {
    bench.settle();
    let portion = |outgoing: &Outgoing| match &outgoing.event {
        Event::Imported { shapes, metas, .. } => {
            Some((shapes.clone(), metas.clone(), outgoing.bytes.clone()))
        }
        _ => None,
    };
    bench.told.iter().filter_map(portion).collect()
}
