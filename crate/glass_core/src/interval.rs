//! How sure a number is.
//!
//! - **Wilson** score interval, 95 %, for a share of images (accuracy, a recall): never leaves 0..=1, never
//!   has width 0.
//! - **Bootstrap** percentile interval, 95 %, for anything else: 1 000 resamples, drawn with replacement
//!   within each actual class so that class sizes stay; seeded. The statistic is any function of the drawn
//!   indices, so a difference of two models on the same images is one too (a paired bootstrap).
//! - **McNemar**'s exact test for two models on the same images: of the images only one of them gets right,
//!   could the split be a fair coin's? Two-sided binomial p; and about how many more images would settle it
//!   (Connor 1987, power 80 % at 5 %).
//!
//! An interval that cannot be had is `None`: no images, or a statistic undefined on half the resamples.

use crate::describe::quantile;
use crate::metric::Predictions;
use crate::rng::Stream;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Resamples behind a bootstrap interval.
pub const N_RESAMPLES: usize = 1000;

/// The standard normal quantile of 97.5 %.
pub const Z_95: f64 = 1.959_963_984_540_054;
const Z_80: f64 = 0.841_621_233_572_914_2;

/// A 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Interval {
    /// Whether `value` lies within, ends included.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Does it have any width? Every resample of images all answered right gives the same perfect score, which says
    /// nothing of images not seen.
    pub fn is_informative(&self) -> bool {
        self.width() > 1e-12
    }

    /// Distance between the ends.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// The Wilson interval of `hits` among `n`; `None` when `n` is 0. More hits than images count as all.
pub fn wilson(hits: u64, n: u64) -> Option<Interval> {
    wilson_of(hits.min(n) as f64 / n.max(1) as f64, n)
}

/// The same of a share that was found on `n` images, each as often as it came: images that come again are no more
/// evidence. `None` when `n` is 0.
pub fn wilson_of(share: f64, n: u64) -> Option<Interval> {
    if n == 0 {
        return None;
    }
    let (n, z2) = (n as f64, Z_95 * Z_95);
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z_95 * libm::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n)) / (1.0 + z2 / n);
    // Rounding must not push the ends past the estimate, which the interval always contains.
    Some(Interval { low: (centre - half).clamp(0.0, share), high: (centre + half).clamp(share, 1.0) })
}

/// The stratified bootstrap interval of `statistic`. `strata` holds the stratum (actual class) of each image;
/// `statistic` gets the indices drawn.
pub fn bootstrap(
    strata: &[usize],
    stream: &mut Stream,
    mut statistic: impl FnMut(&[usize]) -> Option<f64>,
) -> Option<Interval> {
    bootstrap_each(strata, stream, |drawn| vec![statistic(drawn)]).into_iter().next().flatten()
}

/// The stratified bootstrap intervals of several statistics, all from the same resamples. `statistics` gives as
/// many values each time, in the same order; without images there are no intervals.
pub fn bootstrap_each(
    strata: &[usize],
    stream: &mut Stream,
    mut statistics: impl FnMut(&[usize]) -> Vec<Option<f64>>,
) -> Vec<Option<Interval>> {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, &stratum) in strata.iter().enumerate() {
        members.entry(stratum).or_default().push(index);
    }
    let mut drawn = Vec::with_capacity(strata.len());
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for _ in 0..if strata.is_empty() { 0 } else { N_RESAMPLES } {
        drawn.clear();
        for stratum in members.values() {
            drawn.extend(stratum.iter().filter_map(|_| {
                let pick = stream.below(u32::try_from(stratum.len()).unwrap_or(u32::MAX));
                stratum.get(pick as usize).copied()
            }));
        }
        let values = statistics(&drawn);
        columns.resize_with(columns.len().max(values.len()), Vec::new);
        for (column, value) in columns.iter_mut().zip(values) {
            column.extend(value.filter(|value| value.is_finite()));
        }
    }
    columns.iter().map(|values| percentile_interval(values)).collect()
}

/// From the values of a statistic on the resamples; `None` when half of them have none.
fn percentile_interval(values: &[f64]) -> Option<Interval> {
    if values.len() * 2 <= N_RESAMPLES {
        return None;
    }
    Some(Interval { low: quantile(values, 0.025)?, high: quantile(values, 0.975)? })
}

/// The stratified bootstrap interval of a metric of predictions.
pub fn bootstrap_metric(
    predictions: &Predictions,
    stream: &mut Stream,
    metric: impl Fn(&Predictions) -> Option<f64>,
) -> Option<Interval> {
    bootstrap(predictions.actual(), stream, |drawn| metric(&predictions.select(drawn)))
}

/// The bootstrap interval of `mean(a) − mean(b)` of two independent columns.
pub fn difference_of_means(a: &[f64], b: &[f64], stream: &mut Stream) -> Option<Interval> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let strata: Vec<usize> = a.iter().map(|_| 0).chain(b.iter().map(|_| 1)).collect();
    bootstrap(&strata, stream, |drawn| {
        let (of_a, of_b) = drawn.split_at_checked(a.len())?;
        let sum_a: f64 = of_a.iter().filter_map(|&index| a.get(index)).sum();
        let sum_b: f64 = of_b.iter().filter_map(|&index| b.get(index.checked_sub(a.len())?)).sum();
        Some(sum_a / a.len() as f64 - sum_b / b.len() as f64)
    })
}

/// Two models on the same images.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct McNemar {
    /// Images both saw.
    pub n: u64,
    /// Images only the first gets right.
    pub only_first: u64,
    /// Images only the second gets right.
    pub only_second: u64,
    /// Probability of a split at least this uneven if the models were equally good.
    pub p_value: f64,
    /// About how many more images would tell them apart, if the shares stay; `None` when the models do
    /// not differ, 0 when the images suffice.
    pub more_images: Option<u64>,
}

/// McNemar's exact test on whether each model got each image right. Only the images both saw are compared;
/// `None` when there are none.
pub fn mcnemar(first_hits: &[bool], second_hits: &[bool]) -> Option<McNemar> {
    let n = first_hits.len().min(second_hits.len()) as u64;
    let pairs = || first_hits.iter().zip(second_hits);
    let only_first = pairs().filter(|&(&first, &second)| first && !second).count() as u64;
    let only_second = pairs().filter(|&(&first, &second)| second && !first).count() as u64;
    (n > 0).then(|| McNemar {
        n,
        only_first,
        only_second,
        p_value: fair_coin_p(only_first, only_second),
        more_images: more_images(only_first, only_second, n),
    })
}

/// Two-sided exact binomial p of heads and tails of a fair coin: twice the smaller tail, at most 1.
fn fair_coin_p(heads: u64, tails: u64) -> f64 {
    let tosses = heads + tails;
    // The tail is summed from its largest term down; each term is the one before times a ratio.
    let fewer = heads.min(tails);
    let ln_choose = libm::lgamma(tosses as f64 + 1.0)
        - libm::lgamma(fewer as f64 + 1.0)
        - libm::lgamma((tosses - fewer) as f64 + 1.0);
    let mut term = 1.0;
    let mut sum = 0.0;
    for k in (0..=fewer).rev() {
        sum += term;
        term *= k as f64 / (tosses - k + 1) as f64;
        if term < sum * 1e-18 {
            break;
        }
    }
    (2.0 * sum * libm::exp(ln_choose - tosses as f64 * std::f64::consts::LN_2)).min(1.0)
}

fn more_images(only_first: u64, only_second: u64, n: u64) -> Option<u64> {
    let discordant = (only_first + only_second) as f64 / n as f64;
    let difference = only_first.abs_diff(only_second) as f64 / n as f64;
    if difference <= 0.0 {
        return None;
    }
    let root =
        Z_95 * libm::sqrt(discordant) + Z_80 * libm::sqrt((discordant - difference * difference).max(0.0));
    let needed = libm::ceil(root * root / (difference * difference));
    Some((needed as u64).saturating_sub(n))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::metric::classification::Classification;
    use crate::metric::tests::any_predictions;
    use proptest::prelude::*;

    #[test]
    fn wilson_agrees_with_scipy() {
        // scipy.stats.binomtest(k, n).proportion_ci(method="wilson")
        let table = [
            (0, 10, 0.0, 0.27753279986288926),
            (10, 10, 0.7224672001371109, 1.0),
            (93, 100, 0.8625048526092649, 0.9656807389327273),
            (1, 3, 0.06149194472039626, 0.7923403991979523),
            (500, 1000, 0.4690696003681042, 0.5309303996318958),
            (7, 29, 0.12218422442520085, 0.4210760161781133),
            (99999, 100000, 0.9999433529034095, 0.9999982347522695),
        ];
        for (hits, n, low, high) in table {
            let it = wilson(hits, n).expect("images");
            assert!((it.low - low).abs() < 1e-12 && (it.high - high).abs() < 1e-12, "{hits}/{n}: {it:?}");
        }
        assert_eq!(wilson(0, 0), None);
    }

    #[test]
    fn mcnemar_agrees_with_scipy() {
        // scipy.stats.binomtest(b, b + c).pvalue
        let table = [
            (0, 0, 1.0),
            (1, 0, 1.0),
            (5, 1, 0.21875),
            (10, 3, 0.09228515625),
            (30, 12, 0.007915897334896727),
            (100, 100, 1.0),
            (400, 300, 0.0001784763144856244),
            (2000, 1500, 2.942363832253349e-17),
        ];
        for (only_first, only_second, p_value) in table {
            let got = fair_coin_p(only_first, only_second);
            assert!((got - p_value).abs() <= 1e-12 + 1e-10 * p_value, "{only_first} {only_second}: {got}");
        }
    }

    #[test]
    fn more_images_shrink_as_the_models_differ_more() {
        let hits = |right: usize, n: usize| (0..n).map(|i| i < right).collect::<Vec<_>>();
        let close = mcnemar(&hits(84, 100), &hits(80, 100)).expect("images");
        let far = mcnemar(&hits(95, 100), &hits(60, 100)).expect("images");
        assert!(close.p_value > 0.05 && close.more_images > Some(0), "{close:?}");
        assert_eq!((far.p_value < 1e-6, far.more_images), (true, Some(0)));
        let same = mcnemar(&hits(5, 10), &hits(5, 10)).expect("images");
        assert_eq!((same.p_value, same.more_images), (1.0, None));
        assert_eq!(mcnemar(&[], &[true]), None);
    }

    #[test]
    fn the_bootstrap_of_a_mean_is_about_two_standard_errors_wide() {
        let values: Vec<f64> = (0..400).map(|i| f64::from(i % 20)).collect();
        let strata = vec![0; values.len()];
        let mean = |drawn: &[usize]| Some(drawn.iter().map(|&i| values[i]).sum::<f64>() / drawn.len() as f64);
        let it = bootstrap(&strata, &mut Stream::named(3, "bootstrap"), mean).expect("an interval");
        // Deviation of 0..=19 is √33.25; ±1.96 standard errors of 400.
        let want = 2.0 * Z_95 * libm::sqrt(33.25 / 400.0);
        assert!((it.width() - want).abs() < 0.1 * want && it.contains(9.5), "{it:?} {want}");
    }

    #[test]
    fn a_statistic_that_rarely_exists_has_no_interval() {
        let mut calls = 0;
        let it = bootstrap(&[0, 0, 1], &mut Stream::named(3, "bootstrap"), |_| {
            calls += 1;
            (calls % 3 == 0).then_some(1.0)
        });
        assert_eq!(it, None);
        assert_eq!(bootstrap(&[], &mut Stream::named(3, "bootstrap"), |_| Some(1.0)), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn wilson_contains_the_share(n in 1_u64..1_000_000, part in 0.0..=1.0_f64) {
            let hits = (n as f64 * part) as u64;
            let it = wilson(hits, n).expect("images");
            prop_assert!(it.contains(hits as f64 / n as f64) && it.low >= 0.0 && it.high <= 1.0 && it.width() > 0.0);
        }

        #[test]
        fn the_same_seed_gives_the_same_interval(predictions in any_predictions(), seed: u64) {
            let run = || {
                let f1 = |it: &Predictions| Classification::of(&it.confusion()).f1.macro_mean;
                bootstrap_metric(&predictions, &mut Stream::named(seed, "interval"), f1)
            };
            prop_assert_eq!(run(), run());
            prop_assert_eq!(run().is_some(), !predictions.is_empty());
        }

        #[test]
        fn a_coin_has_a_probability(heads in 0_u64..3000, tails in 0_u64..3000) {
            let p = fair_coin_p(heads, tails);
            prop_assert!((0.0..=1.0).contains(&p) && p == fair_coin_p(tails, heads));
        }
    }
}
