//! What is kept of each epoch: its weights, and how sure the model was of each image.

use glass_core::curve::best_epoch;
use glass_core::describe::Description;
use glass_core::recipe::{EarlyStopping, ModelKind, Recipe};

use super::{recipe, ticking, xor};
use crate::evaluate::{Outcome, evaluate};
use crate::predictor::Predictor;
use crate::snapshots::Snapshots;
use crate::trainer::{Progress, Stopped, Trainer};

/// A run that stops early, with the answers and the weights of each of its epochs.
fn stopped_early() -> (Trainer, Vec<(Outcome, Outcome)>, Snapshots) {
    let recipe = Recipe {
        early_stopping: Some(EarlyStopping { patience: 2, min_delta: 0.0 }),
        ..recipe(ModelKind::Mlp, 8, 40)
    };
    // Labels of chance on the validation side: it soon gets worse.
    let validation = super::noise(40, 1, 8, 2);
    let mut trainer = Trainer::new(&recipe, 2, xor(60, 8, 1), Some(validation)).unwrap();
    let (mut answers, mut snapshots) = (Vec::new(), Snapshots::within(usize::MAX));
    let mut clock = ticking();
    loop {
        match trainer.step(&mut clock) {
            Progress::Epoch(report) => {
                let (train, validation) = trainer.measured();
                answers.push((train.cloned().unwrap(), validation.cloned().unwrap()));
                let best = best_epoch(trainer.history());
                snapshots.keep(report.epoch, &trainer.settled().weights(), best);
            }
            Progress::Finished(stopped) => {
                assert!(matches!(stopped, Stopped::Early { .. }));
                return (trainer, answers, snapshots);
            }
            Progress::Batch { .. } | Progress::Evaluating => {}
        }
    }
}

#[test]
fn a_snapshot_answers_as_the_model_did_in_its_epoch() {
    let (trainer, answers, snapshots) = stopped_early();
    let kept = trainer.predictor();
    for ((_, validation), epoch) in answers.iter().zip(0..) {
        let weights = snapshots.weights(epoch).unwrap();
        let recipe = trainer.recipe();
        let again = Predictor::from_weights(
            &recipe.model,
            kept.shape(),
            kept.normalization().clone(),
            &weights,
            recipe.backend,
        );
        assert_eq!(evaluate(&again.unwrap(), &super::noise(40, 1, 8, 2)), *validation, "epoch {epoch}");
    }
    // The weights kept are those of the best epoch, the last measured those of the last.
    let Some(Stopped::Early { best_epoch }) = trainer.stopped() else { panic!("ran on") };
    assert_eq!(snapshots.epoch_with(kept.digest()), Some(best_epoch));
    assert_eq!(
        snapshots.epoch_with(trainer.settled().digest()),
        trainer.history().last().map(|row| row.epoch)
    );
}

#[test]
fn the_survey_is_of_the_answers_of_every_epoch_but_the_first() {
    let (trainer, answers, _) = stopped_early();
    assert_eq!(trainer.survey().n_epochs() as usize, answers.len() - 1);
    assert_eq!(trainer.probed(), (0..60).collect::<Vec<_>>());
    let places: Vec<_> = trainer.survey().places().collect();
    assert_eq!(places.len(), 100);
    for (index, place) in places.iter().enumerate() {
        let of_epoch = |(train, validation): &(Outcome, Outcome)| {
            let (outcome, at) = if index < 60 { (train, index) } else { (validation, index - 60) };
            let label = outcome.actual[at] as usize;
            (f64::from(outcome.probabilities[at * 2 + label]), outcome.predicted[at] as usize == label)
        };
        let (p, hits): (Vec<f64>, Vec<bool>) = answers[1..].iter().map(of_epoch).unzip();
        let expected = Description::of(&p).unwrap();
        assert!((place.confidence - expected.mean).abs() < 1e-12);
        assert!((place.variability - expected.std).abs() < 1e-12);
        assert_eq!(place.correctness, hits.iter().filter(|hit| **hit).count() as f64 / p.len() as f64);
    }
}
