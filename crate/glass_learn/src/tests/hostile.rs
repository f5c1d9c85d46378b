//! Sets and recipes that should not be: a refusal or an orderly end, never a panic.

use glass_core::fault::Fault;
use glass_core::recipe::{Backend, ModelKind, Normalize, Optimizer, OptimizerKind, Prepare, Recipe};
use glass_core::rng::Stream;
use proptest::prelude::*;

use super::{KINDS, noise, recipe, run, untrained, xor};
use crate::batch::Normalization;
use crate::evaluate::{Evaluation, evaluate};
use crate::image_set::ImageSet;
use crate::model::Shape;
use crate::predictor::Predictor;
use crate::refused::Refused;
use crate::trainer::{Stopped, Trainer};

fn set(size: usize, labels: &[u32]) -> ImageSet {
    ImageSet::checked(1, size, vec![7; labels.len() * size * size], labels.to_vec()).unwrap()
}

#[test]
fn sets_that_cannot_be_trained_on_are_refused() {
    let recipe = recipe(ModelKind::Mlp, 8, 1);
    let good = || set(8, &[0, 1]);
    let table = [
        ("no image", 2, set(8, &[]), None, Refused::Fault(Fault::NothingToTrain)),
        ("one class asked for", 1, set(8, &[0, 0]), None, Refused::Fault(Fault::TooFewClasses)),
        ("no class asked for", 0, good(), None, Refused::Fault(Fault::TooFewClasses)),
        ("one class present", 3, set(8, &[2, 2]), None, Refused::Fault(Fault::TooFewClasses)),
        (
            "label out of range",
            2,
            set(8, &[0, 1, 2]),
            None,
            Refused::LabelOutOfRange { label: 2, n_classes: 2 },
        ),
        (
            "a huge label",
            2,
            set(8, &[0, u32::MAX]),
            None,
            Refused::LabelOutOfRange { label: u32::MAX, n_classes: 2 },
        ),
        (
            "validation label out of range",
            2,
            good(),
            Some(set(8, &[5])),
            Refused::LabelOutOfRange { label: 5, n_classes: 2 },
        ),
        (
            "another size",
            2,
            set(9, &[0, 1]),
            None,
            Refused::ShapeMismatch { expected: (1, 8), found: (1, 9) },
        ),
        (
            "validation of another size",
            2,
            good(),
            Some(set(7, &[0])),
            Refused::ShapeMismatch { expected: (1, 8), found: (1, 7) },
        ),
        ("colour", 2, noise(4, 3, 8, 2), None, Refused::ShapeMismatch { expected: (1, 8), found: (3, 8) }),
    ];
    for (name, n_classes, train, validation, expected) in table {
        assert_eq!(Trainer::new(&recipe, n_classes, train, validation).err(), Some(expected), "{name}");
    }
    let tiny =
        Recipe { prepare: Prepare { size: 2, ..recipe.prepare }, ..super::recipe(ModelKind::Cnn, 8, 1) };
    assert_eq!(
        Trainer::new(&tiny, 2, set(2, &[0, 1]), None).err(),
        Some(Refused::Shape { channels: 1, size: 2 })
    );
}

#[test]
#[cfg(not(feature = "ndarray"))]
fn a_backend_that_is_not_here_is_refused() {
    let recipe = Recipe { backend: Backend::Ndarray, ..recipe(ModelKind::Linear, 8, 1) };
    let refused = Trainer::new(&recipe, 2, xor(8, 8, 1), None).err();
    assert_eq!(refused, Some(Refused::BackendNotBuilt(Backend::Ndarray)));
}

#[test]
fn odd_sets_are_trained_on_all_the_same() {
    for kind in KINDS {
        // Flat images, more classes than images, a batch larger than the set, an empty validation set.
        let recipe = Recipe { batch_size: 512, ..recipe(kind, 8, 2) };
        let mut trainer = Trainer::new(&recipe, 40, set(8, &[0, 39]), Some(set(8, &[]))).unwrap();
        assert_eq!(run(&mut trainer).1, Stopped::Completed);
        assert_eq!(trainer.n_batches(), 1);
        assert!(trainer.history().iter().all(|report| report.validation_loss.is_none()));
    }
}

#[test]
fn every_size_and_channel_count() {
    for (channels, size) in [(1, 8), (3, 8), (1, 11), (3, 32), (1, 96)] {
        for kind in KINDS {
            let color = if channels == 3 {
                glass_core::recipe::ColorMode::Color
            } else {
                glass_core::recipe::ColorMode::Gray
            };
            let base = recipe(kind, size as u16, 1);
            let recipe = Recipe { prepare: Prepare { color, ..base.prepare }, ..base };
            let mut trainer = Trainer::new(&recipe, 2, noise(4, channels, size, 2), None).unwrap();
            assert_eq!(run(&mut trainer).1, Stopped::Completed, "{kind:?} {channels}×{size}");
        }
    }
}

#[test]
fn a_loss_that_is_no_number_ends_the_run_at_the_last_good_weights() {
    // The article's normalisation without its sigmoid, the largest step and momentum: it blows up.
    let base = recipe(ModelKind::Mlp, 8, 50);
    let recipe = Recipe {
        prepare: Prepare { normalize: Normalize::Article, ..base.prepare },
        optimizer: Optimizer {
            kind: OptimizerKind::Momentum,
            learning_rate: 1.0,
            momentum: 0.99,
            weight_decay: 0.1,
        },
        model: glass_core::recipe::Model { hidden: 512, ..base.model },
        ..base
    };
    let mut trainer = Trainer::new(&recipe, 2, noise(64, 1, 8, 2), None).unwrap();
    let (_, stopped) = run(&mut trainer);
    let Stopped::NotFinite { epoch, step } = stopped else { panic!("{stopped:?}") };
    assert_eq!(trainer.history().len() as u32, epoch, "no report of the epoch it happened in");
    assert!((epoch - 1) * 4 < step && step <= epoch * 4);
    let weights = trainer.predictor().weights();
    assert!(weights.iter().flat_map(|weight| &weight.values).all(|value| value.is_finite()));
    assert!(evaluate(&trainer.predictor(), &noise(64, 1, 8, 2)).loss.is_some_and(f64::is_finite));
}

#[test]
fn a_predictor_survives_too_few_and_too_many_bytes() {
    let set = xor(8, 8, 1);
    let predictor = untrained(&recipe(ModelKind::Cnn, 8, 1), 2, &set);
    assert_eq!(predictor.probabilities(&[], 0), [0.0_f32; 0]);
    assert_eq!(predictor.probabilities(&[1, 2, 3], 2).len(), 4);
    assert_eq!(predictor.probabilities(set.images(), 1), predictor.probabilities(set.image(0), 1));
    let mut beyond = Evaluation::of(vec![0, 99, 1]);
    beyond.advance(&predictor, &set);
    assert_eq!(beyond.finish().actual, [0, 1]);
    assert_eq!(evaluate(&predictor, &set.gathered(&[])).loss, None);
}

#[test]
fn weights_that_do_not_fit_are_refused() {
    let set = xor(8, 8, 1);
    let recipe = recipe(ModelKind::Mlp, 8, 1);
    let predictor = untrained(&recipe, 2, &set);
    let weights = predictor.weights();
    let from = |shape: Shape, weights: &[crate::Weight]| {
        Predictor::from_weights(
            &recipe.model,
            shape,
            predictor.normalization().clone(),
            weights,
            Backend::Flex,
        )
    };
    let again = from(predictor.shape(), &weights).unwrap();
    assert_eq!(again.digest(), predictor.digest());
    assert_eq!(again.probabilities(set.images(), 8), predictor.probabilities(set.images(), 8));
    let names: Vec<&str> = weights.iter().map(|weight| weight.name.as_str()).collect();
    assert_eq!(names, ["hidden.weight", "hidden.bias", "dense.weight", "dense.bias"]);
    let refused = |result: Result<Predictor, Refused>| result.err();
    let wider = Shape { n_classes: 3, ..predictor.shape() };
    assert_eq!(refused(from(wider, &weights)), Some(Refused::Weights("dense.weight".into())));
    assert!(refused(from(predictor.shape(), &weights[..3])).is_some());
    assert!(refused(from(Shape { channels: 3, ..predictor.shape() }, &weights)).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_set_is_refused_or_trained(
        kind in 0_usize..4, n in 0_usize..12, n_classes in 0_usize..5, largest in 0_u32..6,
        batch_size in 0_u32..20, seed: u32, validation in 0_usize..4,
    ) {
        let mut stream = Stream::named(u64::from(seed), "any");
        let mut any = |n: usize| {
            let images = (0..n * 64).map(|_| stream.below(256) as u8).collect();
            let labels = (0..n).map(|_| stream.below(largest + 1)).collect();
            ImageSet::checked(1, 8, images, labels).unwrap()
        };
        let (train, validation) = (any(n), any(validation));
        let recipe = Recipe { batch_size, seed, ..recipe(KINDS[kind], 8, 1) };
        if let Ok(mut trainer) = Trainer::new(&recipe, n_classes, train, Some(validation)) {
            prop_assert_eq!(run(&mut trainer).1, Stopped::Completed);
        }
    }

    #[test]
    fn probabilities_are_probabilities(seed: u32, kind in 0_usize..4, n in 1_usize..70) {
        let recipe = Recipe { seed, ..recipe(KINDS[kind], 8, 1) };
        let set = noise(n, 1, 8, 3);
        let shape = Shape { channels: 1, size: 8, n_classes: 3 };
        let engine = crate::engine::Learner::new(&recipe, shape).unwrap().evaluating();
        let normalization = Normalization::measured(Normalize::Standard, &set);
        let predictor = Predictor::new(engine, normalization, shape);
        let probabilities = predictor.probabilities(set.images(), n);
        prop_assert_eq!(probabilities.len(), 3 * n);
        for row in probabilities.chunks_exact(3) {
            prop_assert!(row.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        }
        prop_assert_eq!(predictor.features(set.images(), n).len(), n * predictor.n_features());
    }
}
