//! What is learned, and that it is learned the same way twice.

use glass_core::curve::MAX_SCORED;
use glass_core::recipe::{
    Augment, ClassWeights, EarlyStopping, ModelKind, Normalize, Optimizer, OptimizerKind, Prepare, Recipe,
};

use super::{KINDS, digests, last, noise, recipe, run, xor};
use crate::evaluate::evaluate;
use crate::image_set::ImageSet;
use crate::trainer::{Progress, Stopped, Trainer};

#[test]
fn xor_is_learned_by_what_can_learn_it() {
    for (kind, epochs) in [(ModelKind::Mlp, 40), (ModelKind::Cnn, 25)] {
        let mut recipe = recipe(kind, 8, epochs);
        recipe.optimizer.learning_rate = 0.003;
        let mut trainer = Trainer::new(&recipe, 2, xor(160, 8, 1), Some(xor(80, 8, 2))).unwrap();
        assert_eq!(run(&mut trainer).1, Stopped::Completed);
        let accuracy = last(&trainer).validation_accuracy.unwrap();
        assert!(accuracy >= 0.95, "{kind:?} {accuracy}");
    }
    let mut linear = Trainer::new(&recipe(ModelKind::Linear, 8, 10), 2, xor(160, 8, 1), None).unwrap();
    run(&mut linear);
    assert!(last(&linear).train_accuracy < 0.8, "no line separates it");
}

#[test]
fn every_optimiser_learns() {
    let optimizers = [
        (OptimizerKind::Sgd, 0.1, 0.0),
        (OptimizerKind::Momentum, 0.02, 0.0),
        (OptimizerKind::Adam, 0.003, 0.0),
        (OptimizerKind::Adam, 0.003, 0.001),
    ];
    for (kind, learning_rate, weight_decay) in optimizers {
        let optimizer = Optimizer { kind, learning_rate, momentum: 0.9, weight_decay };
        let recipe = Recipe { optimizer, ..recipe(ModelKind::Mlp, 8, 40) };
        let mut trainer = Trainer::new(&recipe, 2, xor(160, 8, 1), None).unwrap();
        run(&mut trainer);
        assert!(last(&trainer).train_accuracy >= 0.95, "{kind:?} {:?}", last(&trainer));
    }
}

#[test]
fn the_articles_loss_has_its_floor() {
    // Two flat classes, learned for long at the largest rate: the loss comes near the floor, never under it.
    let images = (0..40).flat_map(|index| [if index % 2 == 0 { 0 } else { 255 }; 64]).collect();
    let set = ImageSet::checked(1, 8, images, (0..40).map(|index| index % 2).collect()).unwrap();
    let base = recipe(ModelKind::Article, 8, 60);
    let recipe = Recipe {
        prepare: Prepare { normalize: Normalize::Article, ..base.prepare },
        optimizer: Optimizer { kind: OptimizerKind::Sgd, learning_rate: 0.5, ..base.optimizer },
        ..base
    };
    let mut trainer = Trainer::new(&recipe, 2, set.clone(), None).unwrap();
    run(&mut trainer);
    let floor = (-1.0_f64).exp().ln_1p();
    let ceiling = (1.0_f64.exp() / (1.0 + 1.0_f64.exp())) as f32;
    for report in trainer.history() {
        assert!(report.train_loss >= floor - 1e-6, "{report:?}");
    }
    assert!(last(&trainer).train_loss < floor + 0.01, "{:?}", last(&trainer));
    let outcome = evaluate(&trainer.predictor(), &set);
    assert!(outcome.probabilities.iter().all(|&probability| probability <= ceiling + 1e-6));
}

#[test]
fn twice_the_same_recipe_is_twice_the_same_bits() {
    for kind in KINDS {
        let base = recipe(kind, 8, 3);
        let recipe = Recipe {
            augment: Augment { flip: true, shift: 0.1, rotate_degrees: 10.0, brightness: 0.1, noise: 0.02 },
            model: glass_core::recipe::Model { dropout: 0.3, ..base.model },
            class_weights: ClassWeights::Balanced,
            ..base
        };
        let trained = |recipe: &Recipe| {
            let mut trainer = Trainer::new(recipe, 2, xor(70, 8, 1), Some(xor(30, 8, 2))).unwrap();
            run(&mut trainer);
            digests(&trainer)
        };
        assert_eq!(trained(&recipe), trained(&recipe), "{kind:?}");
        assert_ne!(trained(&recipe), trained(&Recipe { seed: 8, ..recipe }), "{kind:?}");
    }
}

#[test]
fn a_run_says_what_it_does_in_order() {
    let mut trainer =
        Trainer::new(&recipe(ModelKind::Linear, 8, 2), 2, xor(40, 8, 1), Some(xor(8, 8, 2))).unwrap();
    let (seen, stopped) = run(&mut trainer);
    assert_eq!(stopped, Stopped::Completed);
    let told: Vec<String> = seen
        .iter()
        .map(|progress| match progress {
            Progress::Batch { epoch, batch, n_batches, images, .. } => {
                format!("{epoch}:{batch}/{n_batches}({images})")
            }
            Progress::Evaluating => "e".into(),
            Progress::Epoch(report) => format!("E{}", report.epoch),
            Progress::Finished(_) => "F".into(),
        })
        .collect();
    let expected = "e e E0 1:1/3(16) 1:2/3(16) 1:3/3(8) e e E1 2:1/3(16) 2:2/3(16) 2:3/3(8) e e E2";
    assert_eq!(told.join(" "), expected);
    // The clock goes on by a second between the two readings of each of three steps; evaluation reads none.
    assert_eq!(trainer.history().iter().map(|report| report.seconds).collect::<Vec<_>>(), [0.0, 3.0, 3.0]);
    assert_eq!(last(&trainer).images_per_second, 40.0 / 3.0);
    assert_eq!(trainer.step(&mut || 0.0), Progress::Finished(Stopped::Completed), "and says so again");
}

#[test]
fn early_stopping_keeps_the_best_weights() {
    // Nothing to learn but by heart: the validation loss turns soon.
    let early_stopping = Some(EarlyStopping { patience: 3, min_delta: 0.001 });
    let recipe = Recipe { early_stopping, ..recipe(ModelKind::Mlp, 8, 200) };
    let validation = noise(90, 1, 8, 2).gathered(&(60..90).collect::<Vec<_>>());
    let train = noise(60, 1, 8, 2);
    let mut trainer = Trainer::new(&recipe, 2, train, Some(validation.clone())).unwrap();
    let (_, stopped) = run(&mut trainer);
    let Stopped::Early { best_epoch } = stopped else { panic!("{stopped:?}") };
    assert_eq!(last(&trainer).epoch, best_epoch + 3);
    let best = trainer.history()[best_epoch as usize].validation_loss;
    assert_eq!(evaluate(&trainer.predictor(), &validation).loss, best, "to the bit");
}

#[test]
fn a_large_training_set_is_measured_on_a_fixed_part() {
    let mut trainer =
        Trainer::new(&recipe(ModelKind::Linear, 8, 1), 2, xor(MAX_SCORED + 200, 8, 1), None).unwrap();
    let (seen, _) = run(&mut trainer);
    let n_evaluating = seen.iter().filter(|progress| **progress == Progress::Evaluating).count();
    assert_eq!(n_evaluating, 2 * MAX_SCORED.div_ceil(crate::predictor::BATCH));
}

#[test]
fn balanced_weights_lift_the_rare_class() {
    // Nine flat images of one class to one of the other, whose shades are one deviation apart.
    let labels: Vec<u32> = (0..200).map(|index| u32::from(index % 10 == 0)).collect();
    let mut stream = glass_core::rng::Stream::named(1, "rare");
    let mut shade = |label: u32| (110.0 + 20.0 * f64::from(label) + 20.0 * stream.normal()) as u8;
    let images = labels.iter().flat_map(|&label| [shade(label); 64]).collect();
    let set = ImageSet::checked(1, 8, images, labels).unwrap();
    let recall = |class_weights| {
        let mut recipe = Recipe { class_weights, ..recipe(ModelKind::Linear, 8, 40) };
        recipe.optimizer.learning_rate = 0.01;
        let mut trainer = Trainer::new(&recipe, 2, set.clone(), None).unwrap();
        run(&mut trainer);
        last(&trainer).train_recall_macro.unwrap()
    };
    let (equal, balanced) = (recall(ClassWeights::Equal), recall(ClassWeights::Balanced));
    assert!(balanced > equal + 0.1 && equal < 0.6, "{equal} {balanced}");
}
