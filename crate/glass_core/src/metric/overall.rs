//! How sure the scores of the whole model are: one 95 % bootstrap interval each (see [`crate::interval`]), all from
//! the same resamples. A score that does not exist, here or in half of the resamples, has none, nor has
//! one that is the same on all of them (see [`Interval::is_informative`]).

use super::Predictions;
use super::classification::Margins;
use super::probability;
use super::ranking::Ranking;
use crate::interval::{self, Interval};
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// Images times classes up to which the areas are resampled: beyond it they would hold the worker up for seconds.
const MAX_RANKED: usize = 200_000;

/// The intervals, named as their scores.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OverallIntervals {
    /// Of the mean recall.
    pub balanced_accuracy: Option<Interval>,
    /// Of Matthews' correlation coefficient.
    pub mcc: Option<Interval>,
    /// Of Cohen's κ.
    pub kappa: Option<Interval>,
    /// Of the mean −ln p of the true class, in nats.
    pub log_loss: Option<Interval>,
    /// Of the Brier score.
    pub brier: Option<Interval>,
    /// Of the macro ROC AUC; `None`, too, for more than 200,000 images times classes.
    pub roc_auc: Option<Interval>,
    /// Of the macro average precision; `None` where that of the ROC AUC is left out.
    pub average_precision: Option<Interval>,
}

impl OverallIntervals {
    /// The intervals of the scores of `predictions`; resamples are drawn from `stream`.
    pub fn of(predictions: &Predictions, stream: &mut Stream) -> Self {
        let n_classes = predictions.n_classes();
        let (actual, predicted) = (predictions.actual(), predictions.predicted());
        let (losses, misses) = (probability::losses(predictions), probability::squared_misses(predictions));
        let is_ranked = predictions.len() * n_classes <= MAX_RANKED;
        let rankings: Vec<Ranking> =
            (0..if is_ranked { n_classes } else { 0 }).map(|class| Ranking::of(predictions, class)).collect();
        let mut counts = vec![0_u32; predictions.len()];
        let intervals = interval::bootstrap_each(actual, stream, |drawn| {
            counts.fill(0);
            for &image in drawn {
                counts[image] += 1;
            }
            let mean = |values: &[f64]| {
                Some(drawn.iter().map(|&image| values[image]).sum::<f64>() / drawn.len() as f64)
            };
            let margins =
                Margins::of_labels(n_classes, drawn.iter().map(|&image| (actual[image], predicted[image])));
            let (mut roc, mut precision) = (Some(0.0), 0.0);
            for ranking in &rankings {
                let areas = ranking.areas(&counts);
                roc = roc.zip(areas.roc).map(|(sum, area)| sum + area);
                precision += areas.average_precision.unwrap_or(0.0);
            }
            vec![
                margins.balanced_accuracy(),
                margins.mcc(),
                margins.kappa(),
                mean(&losses),
                mean(&misses),
                roc.filter(|_| is_ranked).map(|sum| sum / n_classes as f64),
                is_ranked.then(|| precision / n_classes as f64),
            ]
        });
        let mut next = intervals.into_iter();
        let mut next = || next.next().flatten().filter(Interval::is_informative);
        Self {
            balanced_accuracy: next(),
            mcc: next(),
            kappa: next(),
            log_loss: next(),
            brier: next(),
            roc_auc: next(),
            average_precision: next(),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::metric::tests::any_predictions;
    use crate::metric::{average_precision, classification::Classification, roc};
    use proptest::prelude::*;

    fn intervals(predictions: &Predictions) -> OverallIntervals {
        OverallIntervals::of(predictions, &mut Stream::named(42, "test"))
    }

    fn pairs(predictions: &Predictions) -> Vec<(Option<f64>, Option<Interval>)> {
        let it = intervals(predictions);
        let scores = Classification::of(&predictions.confusion());
        vec![
            (scores.balanced_accuracy, it.balanced_accuracy),
            (scores.mcc, it.mcc),
            (scores.kappa, it.kappa),
            (probability::log_loss(predictions), it.log_loss),
            (probability::brier(predictions), it.brier),
            (roc::one_vs_rest(predictions).macro_mean, it.roc_auc),
            (average_precision::one_vs_rest(predictions).macro_mean, it.average_precision),
        ]
    }

    /// Two classes, `n` images each; of every four images one is taken for the other class.
    fn fair(n: usize) -> Predictions {
        let row = |image: usize| {
            let p = 0.5 + (image % 7) as f64 / 20.0;
            let own = if image.is_multiple_of(4) { 1.0 - p } else { p };
            if image < n { [own, 1.0 - own] } else { [1.0 - own, own] }
        };
        let actual = (0..2 * n).map(|image| usize::from(image >= n)).collect();
        Predictions::checked(2, actual, (0..2 * n).flat_map(row).collect()).expect("rows fit")
    }

    #[test]
    fn every_score_lies_in_its_interval_and_more_images_are_surer() {
        for ((score, few), (_, many)) in pairs(&fair(28)).into_iter().zip(pairs(&fair(28 * 16))) {
            let (score, few, many) = (score.unwrap(), few.unwrap(), many.unwrap());
            assert!(few.contains(score), "{score} {few:?}");
            // Sixteen times the images: a quarter of the width.
            assert!((0.2..0.32).contains(&(many.width() / few.width())), "{few:?} {many:?}");
        }
    }

    #[test]
    fn each_is_what_a_bootstrap_of_the_score_alone_gives() {
        let predictions = fair(40);
        let alone = |score: fn(&Predictions) -> Option<f64>| {
            interval::bootstrap_metric(&predictions, &mut Stream::named(42, "test"), score).unwrap()
        };
        let it = intervals(&predictions);
        let expected = [
            (it.mcc, alone(|drawn| Classification::of(&drawn.confusion()).mcc)),
            (it.log_loss, alone(probability::log_loss)),
            (it.brier, alone(probability::brier)),
            (it.roc_auc, alone(|drawn| roc::one_vs_rest(drawn).macro_mean)),
            (it.average_precision, alone(|drawn| average_precision::one_vs_rest(drawn).macro_mean)),
        ];
        for (ours, theirs) in expected {
            let ours = ours.unwrap();
            assert!((ours.low - theirs.low).abs() < 1e-12 && (ours.high - theirs.high).abs() < 1e-12);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn what_does_not_exist_has_none_and_the_same_seed_says_the_same(predictions in any_predictions()) {
            prop_assert_eq!(intervals(&predictions), intervals(&predictions));
            for (score, interval) in pairs(&predictions) {
                prop_assert!(score.is_some() || interval.is_none());
                prop_assert!(interval.is_none_or(|it| it.low <= it.high));
            }
        }
    }
}
