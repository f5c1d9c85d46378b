//! A guard against slow-downs that needs no idle machine.
//!
//! Two things are held. **Nothing is allocated in a step** once the first has made its room: counted, so the same on
//! every machine. **The fused step of the CNN is at least twice as fast as burn's graph** on the same batch in the
//! same process: a ratio, so a slow or a busy machine slows both; the shortest of many steps counts, taken in turns,
//! and the test goes on until the bar is reached, so that noise can only make it longer. The bar is half of what was
//! measured: it catches a kernel that lost its lanes, not a few per cent. (The perceptron has no such bar: natively
//! burn's matrix products use whatever lanes the processor has, ours the browser's four, and the two are level.) A
//! time by itself would say nothing on someone else's machine; the figures themselves are `cargo xtask bench`'s.

use glass_core::recipe::{Backend, Optimizer, OptimizerKind, Recipe};
use std::time::{Duration, Instant};

use super::{KINDS, noise};
use crate::bench::Workload;
use crate::fused::{Fused, FusedLearner};
use crate::loss::targets;
use crate::model::{Shape, initial};

const N: usize = 32;
const SHAPE: Shape = Shape { channels: 1, size: 28, n_classes: 10 };

fn batch() -> (Vec<f32>, Vec<f32>) {
    let set = noise(N, SHAPE.channels, SHAPE.size, SHAPE.n_classes as u32);
    let images = set.images().iter().map(|&byte| f32::from(byte) / 255.0).collect();
    (images, targets(set.labels(), SHAPE.n_classes, None))
}

fn fused(recipe: &Recipe) -> FusedLearner {
    let weights = initial::weights(&recipe.model, SHAPE, recipe.seed);
    FusedLearner::new(
        Fused::from_weights(&recipe.model, SHAPE, &weights).unwrap(),
        recipe.optimizer,
        recipe.clip,
    )
}

#[test]
fn a_step_allocates_nothing() {
    let (images, targets) = batch();
    for kind in KINDS {
        for optimizer in [OptimizerKind::Sgd, OptimizerKind::Momentum, OptimizerKind::Adam] {
            let base = Workload::C28.recipe(Backend::Flex);
            let model = glass_core::recipe::Model { kind, ..base.model };
            let optimizer =
                Optimizer { kind: optimizer, momentum: 0.9, weight_decay: 1e-4, ..base.optimizer };
            let mut learner = fused(&Recipe { model, optimizer, clip: Some(1.0), ..base });
            let mut step = || learner.step(&images, &targets, None, 0.001, &mut |_| ());
            step();
            let counted = allocation_counter::measure(|| {
                for _ in 0..3 {
                    step();
                }
            });
            assert_eq!(counted.count_total, 0, "{kind:?} {optimizer:?}");
        }
    }
}

/// The shortest of a burn step over the shortest of ours, once `bar` is reached or after `MAX_ROUNDS`.
#[cfg(feature = "graph")]
fn times_faster(workload: Workload, bar: f64) -> f64 {
    use crate::graph::{GraphLearner, backend};
    const MIN_ROUNDS: u32 = 10;
    const MAX_ROUNDS: u32 = 200;
    let recipe = workload.recipe(Backend::Flex);
    let (images, targets) = batch();
    let device = backend::device(Backend::Flex).unwrap();
    let mut graph =
        GraphLearner::new(&recipe.model, &recipe.optimizer, None, SHAPE, recipe.seed, device).unwrap();
    let mut ours = fused(&recipe);
    let (mut shortest, mut shortest_of_burn) = (Duration::MAX, Duration::MAX);
    let mut ratio = 0.0;
    for round in 1..=MAX_ROUNDS {
        let (images_for_burn, targets_for_burn) = (images.clone(), targets.clone());
        let started = Instant::now();
        graph.step(images_for_burn, targets_for_burn, None, 0.001);
        let between = Instant::now();
        ours.step(&images, &targets, None, 0.001, &mut |_| ());
        shortest_of_burn = shortest_of_burn.min(between - started);
        shortest = shortest.min(between.elapsed());
        ratio = shortest_of_burn.as_secs_f64() / shortest.as_secs_f64();
        if round >= MIN_ROUNDS && ratio >= bar {
            break;
        }
    }
    ratio
}

#[cfg(feature = "graph")]
#[test]
fn the_fused_cnn_is_twice_as_fast_as_burns_graph() {
    let bar = 2.0;
    let ratio = times_faster(Workload::C28, bar);
    assert!(ratio >= bar, "{ratio:.2} times as fast as burn's graph, {bar} expected");
}
