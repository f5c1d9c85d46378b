//! The built-in sets on a learner, as the page gets them: coins from the learner, sheets through the importer.
#![allow(dead_code, reason = "each test file uses its part")]

use crate::driver::Bench;
use glass_core::builtin::BuiltIn;
use glass_core::pixels::SampleMeta;
use glass_intake::source::Bytes;
use glass_protocol::{Command, Event, PixelShape, RosterRow};
use glass_worker::engine::{Attached, Engine, Outgoing};
use glass_worker::importer::ImportEngine;
use glass_worker::learner::LearnEngine;
use std::path::PathBuf;

type Portion = (Vec<PixelShape>, Vec<SampleMeta>, Vec<u8>);

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

fn samples(set: BuiltIn, learner: &mut Bench<LearnEngine>) -> Vec<Portion> {
    if set == BuiltIn::Coins {
        learner.ask(Command::DrawCoins { import: 1, per_class: 300, seed: 1 });
        return portions(learner);
    }
    let sheet = format!("../../www/sample/{}.png", set.id());
    let sheet = std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(sheet)).expect("a sheet");
    let mut importer = Bench::new(ImportEngine::default());
    let attached = Attached { sources: vec![Box::new(Bytes(sheet.clone()))], bytes: sheet };
    importer.send(Command::ImportBuiltIn { import: 1, set }, attached);
    portions(&mut importer)
}

/// A learner that holds a set, and its labels.
pub fn learner_with(set: BuiltIn) -> Bench<LearnEngine> {
    let mut bench = Bench::new(LearnEngine::default());
    let mut classes: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    for (samples, metas, bytes) in samples(set, &mut bench) {
        for name in metas.iter().filter_map(|meta| meta.class.clone()) {
            let known = classes.iter().position(|class| *class == name);
            let class = known.unwrap_or(classes.len());
            if known.is_none() {
                classes.push(name);
            }
            rows.push(RosterRow { class: Some(class as u32), fixed: None });
        }
        bench.send(Command::AddSamples { samples }, Attached { sources: Vec::new(), bytes });
    }
    bench.ask(Command::SetRoster { classes, rows, service: Vec::new() });
    bench
}
