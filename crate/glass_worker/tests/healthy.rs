//! The fit diagnosis cries no wolf: fifty seeded runs of a sound recipe, and what is said of each at its end.

mod driver;
mod sets;

use glass_core::builtin::BuiltIn;
use glass_core::diagnose::Verdict;
use glass_core::recipe::{ModelKind, Recipe};
use glass_protocol::{Command, Event};
use sets::learner_with;

const N_RUNS: u32 = 50;

/// Digits, a small hidden layer, an early end: it learns well and does not learn by heart.
fn sound(seed: u32) -> Recipe {
    let mut recipe = Recipe { epochs: 15, seed, ..BuiltIn::Digits.recipe() };
    recipe.model.kind = ModelKind::Mlp;
    recipe.model.hidden = 32;
    recipe.model.dropout = 0.2;
    recipe
}

#[test]
fn fifty_sound_runs_are_called_nothing_worse_than_still_learning() {
    let mut bench = learner_with(BuiltIn::Digits);
    let mut worse = Vec::new();
    for seed in 1..=N_RUNS {
        bench.told.clear();
        bench.ask(Command::Train { run: seed, recipe: sound(seed), pause_after: None });
        bench.settle();
        let last = bench.events().filter_map(|event| match event {
            Event::EpochEnded { diagnosis, .. } | Event::Diagnosed { diagnosis, .. } => Some(diagnosis),
            _ => None,
        });
        let said = last.last().expect("a run has epochs").iter().map(|it| it.verdict.clone());
        let is_well = |it: &Verdict| matches!(it, Verdict::Healthy { .. } | Verdict::StillLearning { .. });
        worse.extend(said.filter(|it| !is_well(it)).map(|it| (seed, it)));
    }
    assert!(worse.is_empty(), "{} of {N_RUNS}: {worse:?}", worse.len());
}
