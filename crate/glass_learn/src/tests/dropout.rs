//! Dropout drops in training, and nowhere else.

use glass_core::recipe::{Model, ModelKind, Recipe};

use super::{digests, first_losses, last, recipe, run, untrained, xor};
use crate::model::dropout_mask;
use crate::trainer::Trainer;

fn with_dropout(kind: ModelKind, dropout: f64) -> Recipe {
    let base = recipe(kind, 8, 2);
    Recipe { model: Model { dropout, ..base.model }, ..base }
}

#[test]
fn a_mask_drops_its_share_and_keeps_the_mean() {
    let mask = dropout_mask(0.3, 1, 1, 200, 100);
    let dropped = mask.iter().filter(|&&value| value == 0.0).count() as f64 / mask.len() as f64;
    let mean = mask.iter().map(|&value| f64::from(value)).sum::<f64>() / mask.len() as f64;
    assert!((dropped - 0.3).abs() < 0.01 && (mean - 1.0).abs() < 0.02, "{dropped} {mean}");
    assert_eq!(mask, dropout_mask(0.3, 1, 1, 200, 100));
    assert_ne!(mask, dropout_mask(0.3, 1, 2, 200, 100));
}

#[test]
fn evaluation_does_not_drop() {
    for kind in [ModelKind::Mlp, ModelKind::Cnn] {
        let set = xor(32, 8, 1);
        let with = untrained(&with_dropout(kind, 0.8), 2, &set);
        let without = untrained(&with_dropout(kind, 0.0), 2, &set);
        assert_eq!(with.probabilities(set.images(), 32), without.probabilities(set.images(), 32));
    }
}

#[test]
fn training_drops_where_something_is_hidden() {
    let losses = |kind, dropout| {
        first_losses(&mut Trainer::new(&with_dropout(kind, dropout), 2, xor(32, 8, 1), None).unwrap(), 2)
    };
    for kind in [ModelKind::Mlp, ModelKind::Cnn] {
        assert_ne!(losses(kind, 0.5), losses(kind, 0.0));
    }
    for kind in [ModelKind::Linear, ModelKind::Article] {
        assert_eq!(losses(kind, 0.5), losses(kind, 0.0));
    }
}

#[test]
fn a_run_with_dropout_repeats() {
    let trained = || {
        let mut trainer = Trainer::new(&with_dropout(ModelKind::Mlp, 0.5), 2, xor(64, 8, 1), None).unwrap();
        run(&mut trainer);
        assert!(last(&trainer).train_loss.is_finite());
        digests(&trainer)
    };
    assert_eq!(trained(), trained());
}
