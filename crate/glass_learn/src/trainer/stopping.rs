//! Early stopping on the validation loss.

use glass_core::curve::EpochReport;
use glass_core::recipe::EarlyStopping;
use serde::{Deserialize, Serialize};

/// How long the validation loss has not improved.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub(super) struct Patience {
    best: Option<(u32, f64)>,
}

/// What an epoch means for stopping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The best so far: keep these weights.
    Better,
    /// Not better; go on.
    GoOn,
    /// Not better for too long.
    Enough { best_epoch: u32 },
}

impl Patience {
    /// Judges an epoch. Better means a validation loss at least `min_delta` under the best; epoch 0, which is
    /// untrained, is no candidate. Without a rule or without validation images no epoch is judged.
    pub(super) fn judge(&mut self, rule: Option<EarlyStopping>, report: &EpochReport) -> Verdict {
        let (Some(rule), Some(loss), 1..) = (rule, report.validation_loss, report.epoch) else {
            return Verdict::GoOn;
        };
        match self.best {
            Some((best_epoch, best)) if loss > best - rule.min_delta || loss >= best => {
                if report.epoch - best_epoch >= rule.patience.max(1) {
                    Verdict::Enough { best_epoch }
                } else {
                    Verdict::GoOn
                }
            }
            _ => {
                self.best = Some((report.epoch, loss));
                Verdict::Better
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(epoch: u32, validation_loss: Option<f64>) -> EpochReport {
        EpochReport {
            epoch,
            train_loss: 0.0,
            validation_loss,
            train_accuracy: 0.0,
            validation_accuracy: None,
            train_precision_macro: None,
            train_recall_macro: None,
            validation_precision_macro: None,
            validation_recall_macro: None,
            seconds: 0.0,
            images_per_second: 0.0,
        }
    }

    #[test]
    fn stops_after_patience_and_names_the_best() {
        let rule = Some(EarlyStopping { patience: 2, min_delta: 0.01 });
        let mut patience = Patience::default();
        let losses = [0.0, 0.9, 0.5, 0.495, 0.3, 0.31, 0.295];
        let verdicts: Vec<_> = losses
            .iter()
            .zip(0..)
            .map(|(&loss, epoch)| patience.judge(rule, &report(epoch, Some(loss))))
            .collect();
        use Verdict::{Better, Enough, GoOn};
        assert_eq!(verdicts, [GoOn, Better, Better, GoOn, Better, GoOn, Enough { best_epoch: 4 }]);
    }

    #[test]
    fn without_a_rule_or_validation_it_never_stops() {
        let rule = Some(EarlyStopping { patience: 1, min_delta: 0.0 });
        let mut patience = Patience::default();
        for epoch in 0..9 {
            assert_eq!(patience.judge(None, &report(epoch, Some(1.0))), Verdict::GoOn);
            assert_eq!(patience.judge(rule, &report(epoch, None)), Verdict::GoOn);
        }
    }
}
