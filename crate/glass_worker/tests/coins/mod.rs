//! A learner on the bench, with coins to learn from.
#![allow(dead_code, reason = "each test file uses its part")]

use crate::driver::Bench;
use glass_core::disturbance::Dial;
use glass_core::recipe::{ModelKind, Recipe};
use glass_core::stream::plan::{Plan, Source};
use glass_protocol::{Command, Event, RosterRow};
use glass_worker::engine::{Attached, Outgoing};
use glass_worker::learner::LearnEngine;

/// A learner that has drawn coins and labelled them.
pub fn with_coins(per_class: u32) -> Bench<LearnEngine> {
    let mut bench = Bench::new(LearnEngine::default());
    bench.ask(Command::DrawCoins { import: 1, per_class, seed: 3 });
    bench.settle();
    let mut rows = Vec::new();
    for Outgoing { event, bytes } in std::mem::take(&mut bench.told) {
        if let Event::Imported { shapes, metas, .. } = event {
            rows.extend(metas.iter().map(|meta| RosterRow {
                class: Some(u32::from(meta.class.as_deref() == Some("tails"))),
                fixed: None,
            }));
            bench.send(Command::AddSamples { samples: shapes }, Attached { sources: Vec::new(), bytes });
        }
    }
    assert_eq!(rows.len() as u32, 2 * per_class);
    bench.ask(Command::SetRoster {
        classes: vec!["heads".into(), "tails".into()],
        rows,
        service: Vec::new(),
    });
    bench
}

pub fn quick() -> Recipe {
    let mut recipe = Recipe { epochs: 2, ..Recipe::default() };
    recipe.prepare.size = 12;
    recipe.model.kind = ModelKind::Mlp;
    recipe
}

pub fn train(bench: &mut Bench<LearnEngine>, run: u32, recipe: Recipe) -> (u64, u64) {
    bench.told.clear();
    bench.ask(Command::Train { run, recipe, pause_after: None });
    bench.settle();
    bench.find(|event| match event {
        Event::Trained { history_digest, weights_digest, .. } => Some((*history_digest, *weights_digest)),
        _ => None,
    })
}

/// A stream whose light is changed by so much from its first image on.
pub fn stream_of(
    stream: u32,
    source: Source,
    images_per_second: f64,
    window: u32,
    brightness: f64,
) -> Command {
    let mut plan = Plan { source, images_per_second, window, ..Plan::new(1) };
    plan.script.turn(Dial::Brightness, brightness, 0);
    Command::StartStream { stream, plan: Box::new(plan) }
}
