//! Scores of a window: macro precision, recall and F1 with 95 % intervals.
//!
//! The intervals are percentiles of a stratified bootstrap (see [`crate::interval`]) with fewer resamples where a window is
//! long, since there is one every tenth of a second. What is drawn are different images: a replay shows some of them more
//! than once, and an image that is asked about again is no further evidence. What is of no class is a stratum of its own;
//! every answer to it is a false positive.

use super::classification::Margins;
use crate::describe::quantile;
use crate::interval::Interval;
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// Resamples times answers, about.
const DRAWS: usize = 100_000;
/// Resamples, at least and at most.
const RESAMPLES: (usize, usize) = (200, 1_000);

/// A number and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// The number, a fraction.
    pub value: f64,
    /// Its 95 % interval.
    pub interval: Option<Interval>,
}

/// Macro precision, recall and F1; a number that does not exist is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct MacroScores {
    /// Precision, the mean over the classes.
    pub precision: Option<Score>,
    /// Recall, the mean over the classes.
    pub recall: Option<Score>,
    /// F1, the mean over the classes.
    pub f1: Option<Score>,
}

/// The labelled answers of a window, by actual class and image.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// For each class, and for what is of none: its images; for each of those, what it was answered as.
    strata: Vec<Vec<Vec<usize>>>,
    n_classes: usize,
    n: usize,
}

impl Answered {
    /// No answers yet.
    pub fn none(n_classes: usize) -> Self {
        Self { strata: vec![Vec::new(); n_classes + 1], n_classes, n: 0 }
    }

    /// One more image of this class (of none, if it is out of range), with all that it was answered as.
    pub fn add(&mut self, actual: usize, predicted: Vec<usize>) {
        self.n += predicted.len();
        if let Some(stratum) = self.strata.get_mut(actual.min(self.n_classes)) {
            stratum.push(predicted);
        }
    }

    /// The margins of all answers.
    pub fn margins(&self) -> Margins {
        margins(
            self.n_classes,
            self.strata
                .iter()
                .enumerate()
                .flat_map(|(actual, images)| images.iter().map(move |image| (actual, image.as_slice()))),
        )
    }

    /// The scores, with intervals drawn from `stream`.
    pub fn scores(&self, stream: &mut Stream) -> MacroScores {
        if self.n == 0 {
            return MacroScores::default();
        }
        let resamples = (DRAWS / self.n).clamp(RESAMPLES.0, RESAMPLES.1);
        let mut columns = [const { Vec::new() }; 3];
        let mut drawn: Vec<(usize, &[usize])> = Vec::with_capacity(self.n);
        for _ in 0..resamples {
            drawn.clear();
            for (actual, images) in self.strata.iter().enumerate() {
                let bound = images.len() as u32;
                drawn.extend(images.iter().filter_map(|_| {
                    let pick = images.get(stream.below(bound) as usize)?;
                    Some((actual, pick.as_slice()))
                }));
            }
            let margins = margins(self.n_classes, drawn.iter().copied());
            for (column, value) in columns.iter_mut().zip(means(&margins)) {
                column.extend(value);
            }
        }
        // The same on all resamples (every image of a class answered alike) says nothing of images not seen.
        let interval = |values: &[f64]| {
            let it = Interval { low: quantile(values, 0.025)?, high: quantile(values, 0.975)? };
            it.is_informative().then_some(it)
        };
        // Neither does what then is left to vary: how often each image came.
        if interval(&columns[1]).is_none() {
            columns.iter_mut().for_each(Vec::clear);
        }
        let scored = |value: Option<f64>, values: &[f64]| {
            value.map(|value| Score { value, interval: interval(values) })
        };
        let [precision, recall, f1] = means(&self.margins());
        MacroScores {
            precision: scored(precision, &columns[0]),
            recall: scored(recall, &columns[1]),
            f1: scored(f1, &columns[2]),
        }
    }
}

fn margins<'a>(n_classes: usize, images: impl Iterator<Item = (usize, &'a [usize])> + Clone) -> Margins {
    let known = images.clone().filter(|(actual, _)| *actual < n_classes);
    let pairs = known.flat_map(|(actual, answers)| answers.iter().map(move |&predicted| (actual, predicted)));
    let mut margins = Margins::of_labels(n_classes, pairs);
    let strangers = images.filter(|(actual, _)| *actual >= n_classes);
    strangers.flat_map(|(_, answers)| answers).for_each(|&predicted| margins.add_stranger(predicted));
    margins
}

fn means(margins: &Margins) -> [Option<f64>; 3] {
    [margins.precision().macro_mean, margins.recall().macro_mean, margins.f1().macro_mean]
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::interval;
    use proptest::prelude::*;

    /// Answers, each to an image of its own.
    fn answered(n_classes: usize, answers: &[(usize, usize)]) -> Answered {
        let mut it = Answered::none(n_classes);
        answers.iter().for_each(|&(actual, predicted)| it.add(actual, vec![predicted]));
        it
    }

    #[test]
    fn the_intervals_are_those_of_the_bootstrap_of_the_house() {
        // Classes in order, so that both draw the same images.
        let answers: Vec<(usize, usize)> =
            (0..90).map(|n| (n / 30, if n % 7 == 0 { (n / 30 + 1) % 3 } else { n / 30 })).collect();
        let it = answered(3, &answers).scores(&mut Stream::named(42, "window"));
        let actual: Vec<usize> = answers.iter().map(|(actual, _)| *actual).collect();
        let recall = interval::bootstrap(&actual, &mut Stream::named(42, "window"), |drawn| {
            let pairs = drawn.iter().map(|&at| answers[at]);
            Margins::of_labels(3, pairs).recall().macro_mean
        });
        let (ours, house) = (it.recall.expect("labels").interval.expect("drawn"), recall.expect("drawn"));
        assert!(
            (ours.low - house.low).abs() < 0.03 && (ours.high - house.high).abs() < 0.03,
            "{ours:?} {house:?}"
        );
        assert!(ours.contains(it.recall.expect("labels").value));
    }

    #[test]
    fn the_same_images_again_are_no_further_evidence() {
        let answers: Vec<(usize, usize)> =
            (0..40).map(|n| (n % 2, usize::from(n % 5 == 0) ^ (n % 2))).collect();
        let once = answered(2, &answers).scores(&mut Stream::named(1, "window"));
        let mut again = Answered::none(2);
        answers.iter().for_each(|&(actual, predicted)| again.add(actual, vec![predicted; 5]));
        let again = again.scores(&mut Stream::named(1, "window"));
        let width = |it: &MacroScores| it.f1.and_then(|it| it.interval).map_or(0.0, |it| it.width());
        assert!((width(&once) - width(&again)).abs() < 0.06, "{} {}", width(&once), width(&again));
        assert_eq!(once.f1.map(|it| it.value), again.f1.map(|it| it.value));
    }

    #[test]
    fn how_often_images_came_is_no_uncertainty_of_the_scores() {
        // Every image is taken for class 0; some came twice.
        let mut it = Answered::none(3);
        (0..18).for_each(|n| it.add(n % 3, vec![0; 1 + n % 2]));
        let scores = it.scores(&mut Stream::named(1, "window"));
        let intervals = [scores.precision, scores.recall, scores.f1].map(|it| it.expect("labels").interval);
        assert_eq!(intervals, [None; 3]);
    }

    #[test]
    fn what_is_of_no_class_costs_precision_and_no_recall() {
        let known: Vec<(usize, usize)> = (0..20).map(|n| (n % 2, n % 2)).collect();
        let with_strangers: Vec<(usize, usize)> = known.iter().copied().chain([(7, 0), (7, 0)]).collect();
        let scores = answered(2, &with_strangers).scores(&mut Stream::named(1, "window"));
        assert_eq!(scores.recall.map(|it| it.value), Some(1.0));
        assert_eq!(scores.precision.map(|it| it.value), Some((10.0 / 12.0 + 1.0) / 2.0));
    }

    #[test]
    fn without_labels_there_are_no_scores() {
        assert_eq!(Answered::none(3).scores(&mut Stream::named(1, "window")), MacroScores::default());
    }

    proptest! {
        #[test]
        fn scores_are_fractions_in_intervals_that_are(answers in prop::collection::vec((0_usize..5, 0_usize..4), 1..60)) {
            let it = answered(4, &answers).scores(&mut Stream::named(3, "window"));
            for score in [it.precision, it.recall, it.f1].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&score.value));
                if let Some(interval) = score.interval {
                    prop_assert!(0.0 <= interval.low && interval.low < interval.high && interval.high <= 1.0);
                }
            }
        }
    }
}
