//! What controls a run from step to step: the schedule's rates, clipped gradients, and the range test.

use glass_core::rate_sweep::{RateSweep, SweepEnd};
use glass_core::recipe::{
    Augment, ClassWeights, Model, ModelKind, Normalize, Optimizer, OptimizerKind, Prepare, Recipe, Schedule,
    ScheduleKind,
};
use glass_core::schedule;

use super::{KINDS, first_losses, last, noise, recipe, run, xor};
use crate::image_set::ImageSet;
use crate::rate_finder::RateFinder;
use crate::trainer::Trainer;

/// Plain descent on batches as large as the set, one a step.
fn descent(kind: ModelKind, learning_rate: f64, epochs: u32) -> Recipe {
    let base = recipe(kind, 8, epochs);
    let optimizer = Optimizer { kind: OptimizerKind::Sgd, learning_rate, momentum: 0.0, weight_decay: 0.0 };
    Recipe { optimizer, batch_size: 12, ..base }
}

/// All weights after `n` steps, one after the other.
fn weights_after(recipe: &Recipe, n: usize) -> Vec<f64> {
    let mut trainer = Trainer::new(recipe, 2, noise(12, 1, 8, 2), None).unwrap();
    assert_eq!(first_losses(&mut trainer, n).len(), n);
    trainer.predictor().weights().into_iter().flat_map(|weight| weight.values).map(f64::from).collect()
}

/// How the weights moved in step `n`, from 1.
fn moved(recipe: &Recipe, n: usize) -> Vec<f64> {
    let before = weights_after(recipe, n - 1);
    weights_after(recipe, n).iter().zip(before).map(|(after, before)| after - before).collect()
}

fn length(vector: &[f64]) -> f64 {
    vector.iter().map(|value| value * value).sum::<f64>().sqrt()
}

#[test]
fn every_step_has_its_schedules_rate() {
    let constant = descent(ModelKind::Linear, 0.5, 8);
    // As long as the rate has not changed, two runs are the same; in the first step in which it does, their moves
    // differ by the rates alone.
    let table = [
        (ScheduleKind::Step, 0.0, 5, 0.1),
        (ScheduleKind::Cosine, 0.0, 2, 0.961_939_766_255_643_4),
        (ScheduleKind::OneCycle, 0.0, 1, 0.04),
        (ScheduleKind::Constant, 0.5, 1, 0.25),
    ];
    for (kind, warmup, step, expected) in table {
        let scheduled = Recipe { schedule: Schedule { kind, warmup }, ..constant };
        if step > 1 {
            assert_eq!(weights_after(&scheduled, step - 1), weights_after(&constant, step - 1), "{kind:?}");
        }
        let found = length(&moved(&scheduled, step)) / length(&moved(&constant, step));
        assert!((found - expected).abs() < 1e-3 * expected, "{kind:?} {found} {expected}");
    }
}

#[test]
fn a_schedule_spans_all_epochs() {
    // Three batches an epoch, four epochs: the last of twelve steps has next to no rate.
    let set = xor(36, 8, 1);
    let base = descent(ModelKind::Linear, 0.5, 4);
    let scheduled = Recipe { schedule: Schedule { kind: ScheduleKind::OneCycle, warmup: 0.0 }, ..base };
    let weights = |n| {
        let mut trainer = Trainer::new(&scheduled, 2, set.clone(), None).unwrap();
        assert_eq!((trainer.n_batches(), first_losses(&mut trainer, n).len()), (3, n));
        trainer.predictor().weights().into_iter().flat_map(|weight| weight.values).collect::<Vec<f32>>()
    };
    let step = |n| -> f64 {
        let pairs = weights(n).into_iter().zip(weights(n - 1));
        pairs.map(|(after, before)| f64::from((after - before).abs())).fold(0.0, f64::max)
    };
    assert!(step(12) < 1e-6 && step(3) > 1e-3, "{} {}", step(12), step(3));
    assert_eq!(schedule::rate(scheduled.schedule, 0.5, 11, 12), 0.5 / 25.0 / 1e4);
}

#[test]
fn schedules_learn() {
    for kind in ScheduleKind::ALL {
        let mut recipe = recipe(ModelKind::Mlp, 8, 40);
        recipe.schedule = Schedule { kind, warmup: 0.1 };
        recipe.optimizer.learning_rate = 0.005;
        let mut trainer = Trainer::new(&recipe, 2, xor(160, 8, 1), None).unwrap();
        run(&mut trainer);
        assert!(last(&trainer).train_accuracy >= 0.95, "{kind:?} {:?}", last(&trainer));
    }
}

#[test]
fn gradients_are_clipped_as_one_vector() {
    for kind in KINDS {
        // At a rate of 1 the weights move by the gradient itself.
        let free = descent(kind, 1.0, 1);
        let gradient = moved(&free, 1);
        let limit = length(&gradient) / 8.0;
        let clipped = moved(&Recipe { clip: Some(limit), ..free }, 1);
        assert!((length(&clipped) / limit - 1.0).abs() < 1e-3, "{kind:?} {} {limit}", length(&clipped));
        let cosine = gradient.iter().zip(&clipped).map(|(a, b)| a * b).sum::<f64>()
            / (length(&gradient) * length(&clipped));
        assert!(cosine > 0.9999, "{kind:?} bends the direction: {cosine}");
        let loose = Recipe { clip: Some(length(&gradient) * 1.5), ..free };
        assert_eq!(
            weights_after(&loose, 1),
            weights_after(&free, 1),
            "{kind:?}: short ones stay, to the bit"
        );
    }
}

#[test]
fn clipping_holds_a_run_that_would_blow_up() {
    let base = recipe(ModelKind::Mlp, 8, 30);
    let wild = Recipe {
        prepare: Prepare { normalize: Normalize::Article, ..base.prepare },
        optimizer: Optimizer {
            kind: OptimizerKind::Momentum,
            learning_rate: 1.0,
            momentum: 0.99,
            weight_decay: 0.1,
        },
        model: Model { hidden: 512, ..base.model },
        ..base
    };
    let stopped = |recipe: &Recipe| run(&mut Trainer::new(recipe, 2, noise(64, 1, 8, 2), None).unwrap()).1;
    use crate::trainer::Stopped;
    assert!(matches!(stopped(&wild), Stopped::NotFinite { .. }));
    assert_eq!(stopped(&Recipe { clip: Some(0.01), ..wild }), Stopped::Completed);
}

fn swept(recipe: &Recipe, set: ImageSet) -> RateSweep {
    let mut finder = RateFinder::new(recipe, 2, set).unwrap();
    for _ in 0..200 {
        finder.step();
    }
    finder.sweep().clone()
}

#[test]
fn the_rate_found_teaches_and_is_found_again() {
    for (kind, optimizer) in [
        (ModelKind::Mlp, OptimizerKind::Adam),
        (ModelKind::Cnn, OptimizerKind::Adam),
        (ModelKind::Mlp, OptimizerKind::Momentum),
    ] {
        let base = recipe(kind, 8, 30);
        let recipe = Recipe { optimizer: Optimizer { kind: optimizer, ..base.optimizer }, ..base };
        let found = swept(&recipe, xor(160, 8, 1));
        assert_eq!(found, swept(&recipe, xor(160, 8, 1)), "{kind:?} to the bit");
        assert_ne!(found, swept(&Recipe { seed: 8, ..recipe }, xor(160, 8, 1)), "{kind:?}");
        let rate = found.suggestion().expect("the loss falls");
        assert!((1e-5..1.0).contains(&rate), "{kind:?} {optimizer:?} {rate}");
        let mut taught = recipe;
        taught.optimizer.learning_rate = rate;
        let mut trainer = Trainer::new(&taught, 2, xor(160, 8, 1), None).unwrap();
        run(&mut trainer);
        assert!(
            last(&trainer).train_accuracy >= 0.95,
            "{kind:?} {optimizer:?} at {rate}: {:?}",
            last(&trainer)
        );
    }
}

#[test]
fn a_sweep_takes_the_recipe_but_for_rate_schedule_and_epochs() {
    let base = recipe(ModelKind::Mlp, 8, 3);
    let rich = Recipe {
        augment: Augment { flip: true, noise: 0.05, ..Augment::NONE },
        model: Model { dropout: 0.3, ..base.model },
        class_weights: ClassWeights::Balanced,
        clip: Some(0.5),
        ..base
    };
    let reference = swept(&rich, xor(50, 8, 1));
    let other_rate = Optimizer { learning_rate: 0.5, ..rich.optimizer };
    let schedule = Schedule { kind: ScheduleKind::Cosine, warmup: 0.2 };
    let indifferent = Recipe { optimizer: other_rate, schedule, epochs: 90, ..rich };
    assert_eq!(swept(&indifferent, xor(50, 8, 1)), reference);
    for other in [
        Recipe { augment: Augment::NONE, ..rich },
        Recipe { model: base.model, ..rich },
        Recipe { clip: None, ..rich },
        Recipe { batch_size: 7, ..rich },
    ] {
        assert_ne!(swept(&other, xor(50, 8, 1)), reference, "{other:?}");
    }
    // The first loss is that of a run's first step.
    let mut trainer = Trainer::new(&rich, 2, xor(50, 8, 1), None).unwrap();
    assert_eq!(reference.points()[0].loss, first_losses(&mut trainer, 1)[0]);
}

#[test]
fn a_sweep_ends_where_the_loss_runs_away() {
    let base = recipe(ModelKind::Linear, 8, 1);
    let recipe = Recipe {
        prepare: Prepare { normalize: Normalize::Article, ..base.prepare },
        optimizer: Optimizer { kind: OptimizerKind::Sgd, ..base.optimizer },
        ..base
    };
    let found = swept(&recipe, noise(64, 1, 8, 2));
    assert_eq!(found.end(), Some(SweepEnd::Diverged));
    assert!(found.points().len() < 100 && found.points().iter().all(|point| point.loss.is_finite()));
}

#[test]
fn what_cannot_be_trained_cannot_be_swept() {
    let recipe = recipe(ModelKind::Mlp, 8, 1);
    for (n_classes, set) in [(2, noise(0, 1, 8, 2)), (1, noise(8, 1, 8, 1)), (2, noise(8, 1, 9, 2))] {
        let refused = Trainer::new(&recipe, n_classes, set.clone(), None).err();
        assert_eq!(RateFinder::new(&recipe, n_classes, set).err(), refused);
        assert!(refused.is_some());
    }
}
