//! A run that is kept: what decided it, how it went and ended, what it answered on the test images; and what
//! two such runs say about each other.
//!
//! Two runs are compared on the images both held back: an image is the same when its pixels are and when it
//! carries the same label, so runs over different splits, or over sets of which one grew, still meet where
//! they can, and neither is ever judged on images it learned from.

use crate::curve::{EpochReport, Stopped};
use crate::diagnose::Diagnosis;
use crate::interval::{self, Interval, McNemar};
use crate::metric::classification::Margins;
use crate::metric::confusion::Confusion;
use crate::recipe::Recipe;
use crate::rng::Stream;
use crate::setting::Setting;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The schema's name in JSON files.
pub const SCHEMA: &str = "watchglass.run/1";
/// Longest name of a run, in characters.
pub const MAX_NAME_CHARS: usize = 64;
/// Images beyond which nothing is resampled: a thousand resamples of more would be felt on the page.
pub const MAX_RESAMPLED: usize = 1_000;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Why.
    pub stopped: Stopped,
    /// Digest of the history's bits.
    pub history_digest: u64,
    /// Digest of the weights' bits.
    pub weights_digest: u64,
    /// Number of weights.
    pub n_weights: u32,
}

/// The images of a run, as far as a run tells of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunImages {
    /// Name of the built-in set, or `own`.
    pub set: String,
    /// Digest of the images that took part and their classes: equal sets, equal digest.
    pub digest: u64,
    /// Images that took part.
    pub n_images: u32,
}

/// What a model answered on the test images, one entry an image in each column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TestAnswers {
    digests: Vec<u64>,
    actual: Vec<u16>,
    predicted: Vec<u16>,
}

impl TestAnswers {
    /// Answers by column: digests of the images' pixels, actual and predicted classes. `None` when the lengths
    /// disagree or a class is out of range.
    pub fn checked(
        n_classes: usize,
        digests: Vec<u64>,
        actual: Vec<u16>,
        predicted: Vec<u16>,
    ) -> Option<Self> {
        let fits = digests.len() == actual.len()
            && actual.len() == predicted.len()
            && actual.iter().chain(&predicted).all(|&class| usize::from(class) < n_classes);
        fits.then_some(Self { digests, actual, predicted })
    }

    /// Number of images.
    pub fn len(&self) -> usize {
        self.digests.len()
    }

    /// Whether there are no images.
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }

    /// Digests of the images' pixels.
    pub fn digests(&self) -> &[u64] {
        &self.digests
    }

    /// The actual classes.
    pub fn actual(&self) -> &[u16] {
        &self.actual
    }

    /// The predicted classes.
    pub fn predicted(&self) -> &[u16] {
        &self.predicted
    }

    /// Images classified rightly.
    pub fn correct(&self) -> u64 {
        self.actual.iter().zip(&self.predicted).filter(|(actual, predicted)| actual == predicted).count()
            as u64
    }

    /// Share of images classified rightly.
    pub fn accuracy(&self) -> Option<f64> {
        (!self.is_empty()).then(|| self.correct() as f64 / self.len() as f64)
    }

    /// Its 95 % Wilson interval.
    pub fn accuracy_interval(&self) -> Option<Interval> {
        interval::wilson(self.correct(), self.len() as u64)
    }

    /// Macro F1 over `n_classes`.
    pub fn f1_macro(&self, n_classes: usize) -> Option<f64> {
        let all: Vec<usize> = (0..self.len()).collect();
        f1_macro(n_classes, &wide(&self.actual), &wide(&self.predicted), &all)
    }
}

/// A run that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct KeptRun {
    /// Its id among the runs kept in the same place.
    pub id: u32,
    /// As the person named it; empty when nobody did.
    pub name: String,
    /// When it began, in milliseconds since the beginning of 1970 (UTC).
    pub began_millis: u64,
    /// What decided it.
    pub recipe: Recipe,
    /// The images.
    pub images: RunImages,
    /// The classes.
    pub classes: Vec<String>,
    /// One row an epoch.
    pub history: Vec<EpochReport>,
    /// What the curves said at the end.
    pub diagnosis: Vec<Diagnosis>,
    /// How it ended.
    pub ending: Ending,
    /// What it answered on the test images, where there were any.
    pub test: Option<TestAnswers>,
}

impl KeptRun {
    /// Epochs that were completed.
    pub fn n_epochs(&self) -> u32 {
        self.history.last().map_or(0, |row| row.epoch)
    }
}

/// A name as it is kept: trimmed, of one line, without characters that would turn the text around.
pub fn clean_name(name: &str) -> String {
    let is_plain =
        |c: &char| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = name.chars().filter(is_plain).collect();
    let name: String = name.trim().chars().take(MAX_NAME_CHARS).collect();
    name.trim_end().to_owned()
}

/// The settings in which not all recipes agree, in the table's order.
pub fn differing<'a>(recipes: impl IntoIterator<Item = &'a Recipe>) -> Vec<Setting> {
    let recipes: Vec<&Recipe> = recipes.into_iter().collect();
    let differs = |setting: &Setting| {
        recipes
            .iter()
            .zip(recipes.iter().skip(1))
            .any(|(one, other)| setting.read(one) != setting.read(other))
    };
    Setting::ALL.into_iter().filter(differs).collect()
}

/// McNemar's exact test on the test images both runs held back; `None` when there are none.
pub fn mcnemar(first: &KeptRun, second: &KeptRun) -> Option<McNemar> {
    let pairs = Pairs::of(first, second)?;
    interval::mcnemar(&pairs.hits(&pairs.first), &pairs.hits(&pairs.second))
}

/// Macro F1 of the second run less that of the first, on the test images both held back, with its 95 %
/// interval from a paired bootstrap. `None` where it is undefined, where the classes are not the same, or
/// beyond [`MAX_RESAMPLED`] images.
pub fn f1_difference(first: &KeptRun, second: &KeptRun) -> Option<(f64, Interval)> {
    let pairs = Pairs::of(first, second)?;
    (first.classes == second.classes && pairs.actual.len() <= MAX_RESAMPLED)
        .then(|| pairs.f1_difference(first.classes.len(), first.recipe.seed.into()))
        .flatten()
}

/// The images both runs were tested on: actual class, and what each run answered, as classes of the first.
struct Pairs {
    actual: Vec<usize>,
    first: Vec<usize>,
    second: Vec<usize>,
}

impl Pairs {
    fn of(first: &KeptRun, second: &KeptRun) -> Option<Self> {
        let (ours, theirs) = (first.test.as_ref()?, second.test.as_ref()?);
        let name = |run: &'_ KeptRun, class: u16| run.classes.get(usize::from(class)).cloned();
        // Copies of an image get the same answer, so it does not matter which of them meet.
        let mut answers: BTreeMap<(u64, String), Vec<u16>> = BTreeMap::new();
        for ((&digest, &actual), &predicted) in
            theirs.digests.iter().zip(&theirs.actual).zip(&theirs.predicted)
        {
            answers.entry((digest, name(second, actual)?)).or_default().push(predicted);
        }
        // A class the first run does not know becomes one beyond its last: never right.
        let as_ours = |class: u16| {
            let name = second.classes.get(usize::from(class));
            first.classes.iter().position(|own| Some(own) == name).unwrap_or(first.classes.len())
        };
        let mut pairs = Self { actual: Vec::new(), first: Vec::new(), second: Vec::new() };
        for ((&digest, &actual), &predicted) in ours.digests.iter().zip(&ours.actual).zip(&ours.predicted) {
            let met = answers.get_mut(&(digest, name(first, actual)?)).and_then(Vec::pop);
            if let Some(answer) = met {
                pairs.actual.push(usize::from(actual));
                pairs.first.push(usize::from(predicted));
                pairs.second.push(as_ours(answer));
            }
        }
        (!pairs.actual.is_empty()).then_some(pairs)
    }

    fn hits(&self, answers: &[usize]) -> Vec<bool> {
        self.actual.iter().zip(answers).map(|(actual, answer)| actual == answer).collect()
    }

    fn f1_difference(&self, n_classes: usize, seed: u64) -> Option<(f64, Interval)> {
        let difference = |drawn: &[usize]| {
            let score = |answers: &[usize]| f1_macro(n_classes, &self.actual, answers, drawn);
            Some(score(&self.second)? - score(&self.first)?)
        };
        let all: Vec<usize> = (0..self.actual.len()).collect();
        let mut stream = Stream::named(seed, "paired bootstrap f1");
        let bounds = interval::bootstrap(&self.actual, &mut stream, difference)?;
        Some((difference(&all)?, bounds))
    }
}

fn wide(classes: &[u16]) -> Vec<usize> {
    classes.iter().map(|&class| class.into()).collect()
}

/// Macro F1 of the images at `drawn`, each as often as it is named.
fn f1_macro(n_classes: usize, actual: &[usize], predicted: &[usize], drawn: &[usize]) -> Option<f64> {
    let mut confusion = Confusion::empty(n_classes);
    for &index in drawn {
        confusion.record(*actual.get(index)?, *predicted.get(index)?);
    }
    Margins::of(&confusion).f1().macro_mean
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::recipe::ModelKind;
    use proptest::prelude::*;

    fn run(classes: &[&str], answers: &[(u64, u16, u16)]) -> KeptRun {
        let column = |pick: fn(&(u64, u16, u16)) -> u16| answers.iter().map(pick).collect();
        let digests = answers.iter().map(|(digest, ..)| *digest).collect();
        let test = TestAnswers::checked(classes.len(), digests, column(|it| it.1), column(|it| it.2));
        KeptRun {
            id: 1,
            name: String::new(),
            began_millis: 0,
            recipe: Recipe::default(),
            images: RunImages::default(),
            classes: classes.iter().map(|&name| name.to_owned()).collect(),
            history: Vec::new(),
            diagnosis: Vec::new(),
            ending: Ending {
                stopped: Stopped::Completed,
                history_digest: 0,
                weights_digest: 0,
                n_weights: 0,
            },
            test: Some(test.expect("answers fit")),
        }
    }

    #[test]
    fn answers_that_do_not_fit_are_refused() {
        assert_eq!(TestAnswers::checked(2, vec![1], vec![0, 1], vec![0, 1]), None);
        assert_eq!(TestAnswers::checked(2, vec![1], vec![2], vec![0]), None);
        assert_eq!(TestAnswers::checked(2, vec![1], vec![0], vec![2]), None);
        let none = TestAnswers::checked(0, vec![], vec![], vec![]).expect("nothing fits anything");
        assert_eq!((none.accuracy(), none.accuracy_interval()), (None, None));
    }

    #[test]
    fn scores_are_those_of_the_metrics() {
        let it = run(&["a", "b"], &[(1, 0, 0), (2, 0, 1), (3, 1, 1), (4, 1, 1)]).test.expect("answers");
        assert_eq!(it.accuracy(), Some(0.75));
        assert_eq!(it.accuracy_interval(), interval::wilson(3, 4));
        // F1 of a: 2·1 / (2·1 + 0 + 1); of b: 2·2 / (2·2 + 1 + 0).
        let f1 = it.f1_macro(2).expect("defined");
        assert!((f1 - (2.0 / 3.0 + 0.8) / 2.0).abs() < 1e-15, "{f1}");
    }

    #[test]
    fn runs_meet_on_the_images_and_labels_both_have() {
        // Image 3 was relabelled, 4 and 9 are in one run only; the classes stand in another order.
        let first = run(&["a", "b"], &[(1, 0, 0), (2, 0, 1), (3, 1, 1), (4, 1, 1), (5, 1, 1)]);
        let second = run(&["b", "a", "c"], &[(5, 0, 2), (2, 1, 1), (1, 1, 1), (3, 2, 2), (9, 0, 0)]);
        let it = mcnemar(&first, &second).expect("common images");
        assert_eq!((it.n, it.only_first, it.only_second, it.p_value), (3, 1, 1, 1.0));
        assert_eq!(f1_difference(&first, &second), None, "other classes");
        let other = run(&["a", "b"], &[(7, 0, 0)]);
        assert_eq!(mcnemar(&first, &other), None);
        assert_eq!(mcnemar(&first, &KeptRun { test: None, ..second }), None);
    }

    #[test]
    fn copies_of_an_image_are_each_counted_once() {
        let first = run(&["a", "b"], &[(1, 0, 0), (1, 0, 0), (1, 0, 0)]);
        let second = run(&["a", "b"], &[(1, 0, 1), (1, 0, 1)]);
        let it = mcnemar(&first, &second).expect("common images");
        assert_eq!((it.n, it.only_first, it.only_second), (2, 2, 0));
    }

    #[test]
    fn a_clear_difference_is_told_from_luck() {
        // 40 images; the second is right on 12 more and never worse: p = 2 · 0.5^12.
        let answers = |right: u64| {
            (0..40_u64).map(move |i| (i, (i % 2) as u16, if i < right { i % 2 } else { 1 - i % 2 } as u16))
        };
        let first = run(&["a", "b"], &answers(20).collect::<Vec<_>>());
        let second = run(&["a", "b"], &answers(32).collect::<Vec<_>>());
        let it = mcnemar(&first, &second).expect("common images");
        assert!((it.p_value - 2.0 * 0.5_f64.powi(12)).abs() < 1e-15, "{it:?}");
        let (difference, bounds) = f1_difference(&first, &second).expect("same classes");
        // Half right, then four fifths right, evenly over both classes: F1 equals accuracy.
        assert!((difference - 0.3).abs() < 1e-12, "{difference}");
        assert!(bounds.low > 0.0 && bounds.contains(difference), "{bounds:?}");
        assert_eq!(mcnemar(&first, &first).map(|it| it.p_value), Some(1.0));
        assert_eq!(f1_difference(&first, &first).map(|it| it.0), Some(0.0));
    }

    #[test]
    fn settings_that_differ_are_named_once_and_in_order() {
        let base = Recipe::default();
        let mut one = base;
        one.epochs = 3;
        let mut two = base;
        two.model.kind = ModelKind::Linear;
        two.epochs = 4;
        assert_eq!(differing([&base, &one, &two]), [Setting::Model, Setting::Epochs]);
        assert_eq!(differing([&base]), []);
        assert_eq!(differing([]), []);
    }

    #[test]
    fn names_are_of_one_plain_line() {
        for (typed, kept) in [
            ("  wide\tnet \n", "widenet"),
            ("", ""),
            ("\u{202e}evil", "evil"),
            ("<b>bold</b>", "<b>bold</b>"),
            ("宽网络", "宽网络"),
        ] {
            assert_eq!(clean_name(typed), kept);
        }
        assert_eq!(clean_name(&"x".repeat(200)).len(), MAX_NAME_CHARS);
    }

    proptest! {
        #[test]
        fn comparing_the_other_way_round_turns_the_answer_round(
            answers in prop::collection::vec((0_u64..20, 0_u16..3, 0_u16..3, 0_u16..3), 1..60),
        ) {
            // Copies of an image get one answer, as from a model.
            let by_image = |pick: fn(&(u64, u16, u16, u16)) -> u16| {
                let table: BTreeMap<u64, u16> = answers.iter().map(|it| (it.0, pick(it))).collect();
                answers.iter().map(|it| (it.0, it.1, table[&it.0])).collect::<Vec<_>>()
            };
            let first = run(&["a", "b", "c"], &by_image(|it| it.2));
            let second = run(&["a", "b", "c"], &by_image(|it| it.3));
            let there = mcnemar(&first, &second).expect("the same images");
            let back = mcnemar(&second, &first).expect("the same images");
            prop_assert_eq!(there.n as usize, answers.len());
            prop_assert_eq!(
                (there.only_first, there.only_second, there.p_value),
                (back.only_second, back.only_first, back.p_value)
            );
        }
    }
}
