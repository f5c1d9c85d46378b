//! How sure precision, recall and F1 are: a 95 % interval for every class and every average.
//!
//! A class's precision and recall are shares of images, so theirs are **Wilson** intervals: precision among the
//! images predicted as the class, recall among the images of it. Micro averages pool all images and equal
//! accuracy; they have its Wilson interval. F1 and the macro and weighted averages are no shares: theirs are
//! **bootstrap** intervals (see [`crate::interval`]), all from the same resamples. A score that is 0/0 has no
//! interval, nor has a bootstrapped one that is the same on every resample (see [`Interval::is_informative`]).

use super::Predictions;
use super::classification::Margins;
use crate::interval::{self, Interval};
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// The intervals of one score, named as in [`super::classification::Averaged`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ScoreIntervals {
    /// Of the plain mean over the classes.
    #[serde(rename = "macro")]
    pub macro_mean: Option<Interval>,
    /// Of the score of the pooled counts.
    pub micro: Option<Interval>,
    /// Of the mean weighted by support.
    pub weighted: Option<Interval>,
    /// Per class; `None` where the score is 0/0.
    pub per_class: Vec<Option<Interval>>,
}

/// The intervals of precision, recall and F1.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ClassificationIntervals {
    /// Of precision.
    pub precision: ScoreIntervals,
    /// Of recall.
    pub recall: ScoreIntervals,
    /// Of F1.
    pub f1: ScoreIntervals,
}

impl ClassificationIntervals {
    /// The intervals of the scores of `predictions`; resamples are drawn from `stream`.
    pub fn of(predictions: &Predictions, stream: &mut Stream) -> Self {
        let (n_classes, actual, predicted) =
            (predictions.n_classes(), predictions.actual(), predictions.predicted());
        let mut resampled = interval::bootstrap_each(actual, stream, |drawn| {
            let labels = drawn.iter().map(|&index| (actual[index], predicted[index]));
            let margins = Margins::of_labels(n_classes, labels);
            let (precision, recall, f1) = (margins.precision(), margins.recall(), margins.f1());
            let averages = [&precision, &recall, &f1].map(|it| [it.macro_mean, it.weighted]);
            averages.concat().into_iter().chain(f1.per_class).collect()
        })
        .into_iter();
        let mut next = || resampled.next().flatten().filter(Interval::is_informative);

        let confusion = predictions.confusion();
        let micro = interval::wilson(confusion.correct(), confusion.total());
        let mut averages =
            || ScoreIntervals { macro_mean: next(), micro, weighted: next(), per_class: Vec::new() };
        let (precision, recall, f1) = (averages(), averages(), averages());
        let hits = |class: usize| confusion.count(class, class);
        let share_of = |totals: Vec<u64>| {
            totals
                .into_iter()
                .enumerate()
                .map(|(class, total)| interval::wilson(hits(class), total))
                .collect()
        };
        Self {
            precision: ScoreIntervals { per_class: share_of(confusion.predicted()), ..precision },
            recall: ScoreIntervals { per_class: share_of(confusion.support()), ..recall },
            f1: ScoreIntervals { per_class: (0..n_classes).map(|_| next()).collect(), ..f1 },
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::metric::classification::{Averaged, Classification};
    use crate::metric::tests::any_predictions;
    use proptest::prelude::*;

    /// Predictions with these labels, each with full confidence.
    fn sure(n_classes: usize, labels: &[(usize, usize)]) -> Predictions {
        let row = |&(_, predicted): &(usize, usize)| {
            (0..n_classes).map(move |class| if class == predicted { 1.0 } else { 0.0 })
        };
        let actual = labels.iter().map(|(actual, _)| *actual).collect();
        Predictions::checked(n_classes, actual, labels.iter().flat_map(row).collect()).expect("rows fit")
    }

    fn intervals(predictions: &Predictions) -> ClassificationIntervals {
        ClassificationIntervals::of(predictions, &mut Stream::named(42, "test"))
    }

    #[test]
    fn shares_have_wilson_intervals_on_their_own_denominators() {
        // Of 10 images of class 0, 7 are found; 2 of the 20 of class 1 are taken for it. Class 2 never occurs.
        let labels = [vec![(0, 0); 7], vec![(0, 1); 3], vec![(1, 1); 18], vec![(1, 0); 2]].concat();
        let it = intervals(&sure(3, &labels));
        assert_eq!(it.precision.per_class, [interval::wilson(7, 9), interval::wilson(18, 21), None]);
        assert_eq!(it.recall.per_class, [interval::wilson(7, 10), interval::wilson(18, 20), None]);
        for score in [&it.precision, &it.recall, &it.f1] {
            assert_eq!(score.micro, interval::wilson(25, 30));
        }
        assert!(it.f1.per_class[0].is_some() && it.f1.per_class[2].is_none());
    }

    #[test]
    fn more_images_of_the_same_kind_are_surer() {
        let labels = [vec![(0, 0); 8], vec![(0, 1); 2], vec![(1, 1); 9], vec![(1, 0); 1]].concat();
        let widths = |labels: &[(usize, usize)]| {
            let it = intervals(&sure(2, labels));
            let all = [it.precision, it.recall, it.f1].map(|score| {
                let averages = [score.macro_mean, score.micro, score.weighted];
                averages.into_iter().chain(score.per_class).map(|it| it.expect("an interval").width())
            });
            all.into_iter().flatten().collect::<Vec<_>>()
        };
        let (few, many) = (widths(&labels), widths(&labels.repeat(25)));
        for (few, many) in few.iter().zip(&many) {
            // Twenty-five times the images: a fifth of the width.
            assert!((0.15..0.3).contains(&(many / few)), "{few} {many}");
        }
    }

    #[test]
    fn a_perfect_model_is_not_certain_to_be_perfect() {
        let it = intervals(&sure(2, &[(0, 0), (0, 0), (0, 0), (1, 1), (1, 1)]));
        assert_eq!(it.precision.micro, interval::wilson(5, 5));
        assert_eq!(it.recall.per_class, [interval::wilson(3, 3), interval::wilson(2, 2)]);
        for score in [&it.precision, &it.recall, &it.f1] {
            assert_eq!((score.macro_mean, score.weighted), (None, None));
        }
        assert_eq!(it.f1.per_class, [None, None]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn every_score_that_exists_lies_in_its_range_and_the_same_seed_says_the_same(
            predictions in any_predictions()
        ) {
            let it = intervals(&predictions);
            prop_assert_eq!(&it, &intervals(&predictions));
            let scores = Classification::of(&predictions.confusion());
            let pairs: [(&Averaged, &ScoreIntervals, bool); 3] = [
                (&scores.precision, &it.precision, true),
                (&scores.recall, &it.recall, true),
                (&scores.f1, &it.f1, false),
            ];
            for (score, intervals, are_shares) in pairs {
                prop_assert_eq!(intervals.per_class.len(), predictions.n_classes());
                prop_assert!(intervals.macro_mean.is_none() || !predictions.is_empty());
                for (value, interval) in score.per_class.iter().zip(&intervals.per_class) {
                    if are_shares {
                        prop_assert_eq!(value.is_some(), interval.is_some());
                        prop_assert!(value.zip(*interval).is_none_or(|(value, it)| it.contains(value)));
                    }
                    // A class that is 0/0 in half of the resamples has none.
                    prop_assert!(interval.is_none_or(|it| it.low >= 0.0 && it.low <= it.high && it.high <= 1.0));
                }
            }
        }
    }
}
