//! The fused step against burn's graph on flex: the same outputs, features, losses and updates.
//!
//! Both start from the same bits; their sums have another order, so tolerances are stated with each test.

use glass_core::recipe::{Backend, Model, ModelKind, Optimizer, OptimizerKind, Recipe};
use glass_core::rng::Stream;
use proptest::prelude::*;

use super::{KINDS, recipe};
use crate::fused::{Fused, FusedLearner};
use crate::graph::{Graph, GraphLearner, backend};
use crate::loss::targets;
use crate::model::{Shape, dropout_mask, initial};
use crate::weights::Weight;

const OPTIMIZERS: [OptimizerKind; 3] = [OptimizerKind::Sgd, OptimizerKind::Momentum, OptimizerKind::Adam];

fn drawn(model: &Model, shape: Shape) -> Vec<Weight> {
    initial::weights(model, shape, 5)
}

fn images(shape: Shape, n: usize, seed: u64) -> Vec<f32> {
    let mut stream = Stream::named(seed, "images");
    (0..n * shape.n_inputs()).map(|_| stream.normal() as f32).collect()
}

fn assert_close(what: &str, found: &[f32], expected: &[f32], tolerance: f32) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        let is_close = (found - expected).abs() <= tolerance * (1.0 + expected.abs());
        assert!(is_close, "{what} {index}: {found} {expected}");
    }
}

/// Outputs and features within 1e-5, relative to 1 plus their size.
fn check_answers(kind: ModelKind, shape: Shape, hidden: u16, n: usize) {
    let model = Model { kind, hidden, dropout: 0.0 };
    let weights = drawn(&model, shape);
    let graph =
        Graph::from_weights(&model, shape, &weights, backend::device(Backend::Flex).unwrap()).unwrap();
    let fused = Fused::from_weights(&model, shape, &weights).unwrap();
    assert_eq!(fused.weights(), weights, "what goes in comes out");
    // A large batch first: what it leaves behind must not be seen by a smaller one.
    fused.forward(&images(shape, n + 5, 9), n + 5);
    let images = images(shape, n, 1);
    let what = format!("{kind:?} {shape:?} {hidden} {n}");
    assert_close(&what, &fused.forward(&images, n), &graph.forward(&images, n), 1e-5);
    assert_close(&what, &fused.features(&images, n), &graph.features(&images, n), 1e-5);
}

#[test]
fn answers_are_burns() {
    for kind in KINDS {
        check_answers(kind, Shape { channels: 1, size: 28, n_classes: 10 }, 128, 3);
        check_answers(kind, Shape { channels: 3, size: 32, n_classes: 4 }, 64, 8);
    }
}

/// Twelve steps with dropout, decay, class weights and a rate of each step's own, with and without clipping: losses
/// within 1e-4, weights within 2e-4 (Adam's update divides by a root that may be tiny, so the last digits of a
/// gradient are seen).
#[test]
fn steps_are_burns() {
    for kind in KINDS {
        for optimizer in OPTIMIZERS {
            check_steps(kind, optimizer, None);
            check_steps(kind, optimizer, Some(0.3));
        }
    }
}

fn check_steps(kind: ModelKind, optimizer: OptimizerKind, clip: Option<f64>) {
    let optimizer = Optimizer { kind: optimizer, learning_rate: 0.01, momentum: 0.9, weight_decay: 1e-3 };
    let shape = Shape { channels: 3, size: 9, n_classes: 3 };
    let model = Model { kind, hidden: 10, dropout: 0.25 };
    let device = backend::device(Backend::Flex).unwrap();
    let mut graph = GraphLearner::new(&model, &optimizer, clip, shape, 5, device).unwrap();
    let network = Fused::from_weights(&model, shape, &drawn(&model, shape)).unwrap();
    let mut fused = FusedLearner::new(network, optimizer, clip);
    let what = format!("{kind:?} {:?} {clip:?}", optimizer.kind);
    for step in 1..=12 {
        let n = if step % 4 == 0 { 5 } else { 8 };
        let labels: Vec<u32> = (0..n as u32).map(|index| index % 3).collect();
        let (images, targets) = (images(shape, n, step.into()), targets(&labels, 3, Some(&[1.0, 2.0, 0.5])));
        let mask = graph.n_hidden().map(|n_hidden| dropout_mask(model.dropout, 5, step, n, n_hidden));
        let rate = 0.012 - 0.0005 * f64::from(step);
        let found = fused.step(&images, &targets, mask.as_deref(), rate, &mut |_| ());
        let expected = graph.step(images, targets, mask, rate);
        assert!((found - expected).abs() < 1e-4, "{what} {step}: {found} {expected}");
    }
    for (found, expected) in fused.network().weights().iter().zip(graph.evaluating().weights()) {
        assert_close(&format!("{what} {}", found.name), &found.values, &expected.values, 2e-4);
    }
}

/// An answer must not depend on the company an image is in.
#[test]
fn an_image_has_the_same_answer_in_any_batch() {
    for kind in KINDS {
        let shape = Shape { channels: 1, size: 11, n_classes: 5 };
        let model = Model { kind, hidden: 12, dropout: 0.0 };
        let fused = Fused::from_weights(&model, shape, &drawn(&model, shape)).unwrap();
        let images = images(shape, 7, 3);
        let together = fused.forward(&images, 7);
        for (image, outputs) in images.chunks_exact(shape.n_inputs()).zip(together.chunks_exact(5)) {
            assert_eq!(fused.forward(image, 1), outputs, "{kind:?}");
        }
    }
}

#[test]
fn foreign_weights_are_refused_by_name() {
    let shape = Shape { channels: 1, size: 8, n_classes: 2 };
    let model = Recipe { ..recipe(ModelKind::Cnn, 8, 1) }.model;
    let weights = drawn(&model, shape);
    let refused = |weights: &[Weight]| Fused::from_weights(&model, shape, weights).map(|_| ());
    let mut renamed = weights.clone();
    renamed[2].name = "third.weight".into();
    assert_eq!(refused(&renamed), Err(crate::Refused::Weights("second.weight".into())));
    assert_eq!(refused(&weights[..7]), Err(crate::Refused::Weights(String::new())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn answers_are_burns_at_any_size(
        kind in 0_usize..4, channels in 0_usize..2, size in 4_usize..21,
        n_classes in 2_usize..12, hidden in 4_u16..40, n in 1_usize..10,
    ) {
        check_answers(KINDS[kind], Shape { channels: [1, 3][channels], size, n_classes }, hidden, n);
    }
}
