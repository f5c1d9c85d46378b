//! The first steps, number by number: against a pinned list, against the optimisers' definitions, and (with the
//! feature `ndarray`) one backend against the other.

use glass_core::recipe::{Model, ModelKind, Optimizer, OptimizerKind, Recipe};

use super::{KINDS, first_losses, fixture, noise, recipe};
use crate::trainer::Trainer;
use crate::weights::Weight;

/// Losses of the first five steps of [`fixture`]. Tolerance 1e-5: platforms differ in their exponential and in
/// fused multiply-adds, in nothing else.
const PINNED: [(ModelKind, [f64; 5]); 4] = [
    (ModelKind::Article, [1.0808659, 1.0870758, 1.1177753, 1.1011387, 1.0867743]),
    (ModelKind::Linear, [1.1104923, 1.1317992, 1.2397797, 1.1748879, 1.1113755]),
    (ModelKind::Mlp, [1.1323262, 1.1047904, 1.1291598, 1.1124654, 1.1451321]),
    (ModelKind::Cnn, [1.0513849, 1.1865880, 1.0865964, 1.1583719, 1.1497436]),
];

#[test]
fn the_first_five_losses_are_pinned() {
    for (kind, expected) in PINNED {
        let found = first_losses(&mut fixture(kind), 5);
        let is_close = found.iter().zip(&expected).all(|(found, expected)| (found - expected).abs() < 1e-5);
        assert!(is_close && found.len() == 5, "{kind:?} {found:?}");
    }
}

/// The weights after `n` steps on one and the same batch.
fn weights_after(optimizer: Optimizer, n: u32) -> Vec<Weight> {
    // A batch as large as the set: every step sees all images, in another order.
    let recipe = Recipe {
        optimizer,
        batch_size: 12,
        model: Model { kind: ModelKind::Linear, hidden: 4, dropout: 0.0 },
        ..recipe(ModelKind::Linear, 8, n)
    };
    let mut trainer = Trainer::new(&recipe, 2, noise(12, 1, 8, 2), None).unwrap();
    assert_eq!(first_losses(&mut trainer, n as usize).len(), n as usize);
    trainer.predictor().weights()
}

/// Replays an optimiser in double precision. The gradient at each point comes from one step of plain SGD, whose
/// `(w − w') / η` it is; here the first gradient is enough for both steps' first terms.
#[test]
fn optimisers_mean_what_they_say() {
    let base = Optimizer { kind: OptimizerKind::Sgd, learning_rate: 0.5, momentum: 0.9, weight_decay: 0.0 };
    let flat =
        |weights: Vec<Weight>| weights.into_iter().flat_map(|weight| weight.values).collect::<Vec<f32>>();
    let start = flat(weights_after(base, 0));
    let gradient: Vec<f64> = start
        .iter()
        .zip(flat(weights_after(base, 1)))
        .map(|(before, after)| (f64::from(*before) - f64::from(after)) / 0.5)
        .collect();
    let check = |name: &str, found: Vec<f32>, tolerance: f64, expected: &dyn Fn(f64, f64) -> f64| {
        for ((&start, &gradient), found) in start.iter().zip(&gradient).zip(found) {
            let expected = expected(f64::from(start), gradient);
            assert!((f64::from(found) - expected).abs() < tolerance, "{name} {found} {expected}");
        }
    };
    let decay = Optimizer { weight_decay: 0.1, ..base };
    check("decay", flat(weights_after(decay, 1)), 1e-6, &|w, g| w - 0.5 * (g + 0.1 * w));
    // At a tiny rate the gradient stays what it was, and two steps of momentum are 1 + (1 + μ) gradients long.
    let rate = 1e-3;
    let momentum = Optimizer { kind: OptimizerKind::Momentum, learning_rate: rate, ..base };
    check("momentum", flat(weights_after(momentum, 1)), 1e-6, &|w, g| w - rate * g);
    check("momentum", flat(weights_after(momentum, 2)), 2e-5, &|w, g| w - rate * 2.9 * g);
    // Adam's first step is η in the gradient's direction; with a steady gradient so is each further one.
    let adam = Optimizer { kind: OptimizerKind::Adam, learning_rate: rate, ..base };
    check("adam", flat(weights_after(adam, 1)), 1e-6, &|w, g| w - rate * g / (g.abs() + 1e-8));
}

#[cfg(feature = "ndarray")]
#[test]
fn the_backends_agree() {
    use glass_core::recipe::Backend::{Flex, Ndarray};
    use glass_core::recipe::{Schedule, ScheduleKind};
    // Flex and ndarray start from the same bits; their sums round differently. Tolerance 1e-4 on five losses.
    // Once at one rate, once with all that changes a step: a rate of its own, and gradients made shorter.
    let controls =
        [(Schedule::default(), None), (Schedule { kind: ScheduleKind::Cosine, warmup: 0.3 }, Some(0.05))];
    for kind in KINDS {
        let [free, controlled] = controls.map(|(schedule, clip)| {
            let losses = |backend| {
                let recipe = Recipe { backend, schedule, clip, ..recipe(kind, 8, 2) };
                first_losses(&mut Trainer::new(&recipe, 3, noise(80, 1, 8, 3), None).unwrap(), 5)
            };
            let (flex, ndarray) = (losses(Flex), losses(Ndarray));
            assert_eq!(flex.len(), 5);
            assert!(
                flex.iter().zip(&ndarray).all(|(a, b)| (a - b).abs() < 1e-4),
                "{kind:?} {clip:?} {flex:?} {ndarray:?}"
            );
            flex
        });
        assert_ne!(free, controlled, "{kind:?}");
    }
}

#[test]
fn every_kind_is_pinned() {
    assert_eq!(PINNED.map(|(kind, _)| kind), KINDS);
}
