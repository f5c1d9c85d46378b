//! The data map: how sure a model was of each image's own label, epoch after epoch.
//!
//! After Swayamdipta et al. 2020, "Dataset Cartography" (arXiv 2009.10795). For an image with label y, over the
//! epochs 1 to E of a run:
//!
//! - **confidence**: the mean of p(y);
//! - **variability**: the population standard deviation of p(y), at most ½;
//! - **correctness**: the share of epochs in which y was the most probable class.
//!
//! The paper ranks images and takes the outer thirds. Here the regions have fixed limits, so that an image's
//! region does not hang on its neighbours and a set may have no hard image at all. See [`Region`].

use crate::split::SplitName;
use serde::{Deserialize, Serialize};

/// Least confidence of an easy image.
pub const EASY_CONFIDENCE: f64 = 0.8;
/// Variability an easy image stays below.
pub const EASY_VARIABILITY: f64 = 0.15;
/// Least variability of an ambiguous image.
pub const AMBIGUOUS_VARIABILITY: f64 = 0.2;
/// Greatest confidence of a hard image.
pub const HARD_CONFIDENCE: f64 = 0.35;
/// No standard deviation of numbers between 0 and 1 is greater.
pub const GREATEST_VARIABILITY: f64 = 0.5;

/// A region of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// Confidence at least [`EASY_CONFIDENCE`], variability under [`EASY_VARIABILITY`].
    Easy,
    /// Variability at least [`AMBIGUOUS_VARIABILITY`], whatever the confidence.
    Ambiguous,
    /// Confidence at most [`HARD_CONFIDENCE`], variability under [`AMBIGUOUS_VARIABILITY`]: never learned, or
    /// learned as another class; where mislabelled images gather.
    Hard,
    /// All others.
    Between,
}

impl Region {
    /// All of them; the index of each in this list is its place in charts.
    pub const ALL: [Self; 4] = [Self::Easy, Self::Ambiguous, Self::Hard, Self::Between];

    /// The region of a confidence and a variability. The limits exclude each other: no rule comes first.
    pub fn of(confidence: f64, variability: f64) -> Self {
        if variability >= AMBIGUOUS_VARIABILITY {
            Self::Ambiguous
        } else if confidence <= HARD_CONFIDENCE {
            Self::Hard
        } else if confidence >= EASY_CONFIDENCE && variability < EASY_VARIABILITY {
            Self::Easy
        } else {
            Self::Between
        }
    }

    /// The name in test ids and attributes.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Easy => "easy",
            Self::Ambiguous => "ambiguous",
            Self::Hard => "hard",
            Self::Between => "between",
        }
    }
}

/// Where an image stands on the map. Fractions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Mean of p(label) over the epochs.
    pub confidence: f64,
    /// Population standard deviation of p(label) over the epochs.
    pub variability: f64,
    /// Share of epochs in which the label was the answer.
    pub correctness: f64,
}

impl Place {
    /// Its region.
    pub fn region(&self) -> Region {
        Region::of(self.confidence, self.variability)
    }
}

/// What was seen of each image so far, one epoch after the other.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Survey {
    n_epochs: u32,
    tallies: Vec<Tally>,
}

/// Welford's running mean and sum of squared deviations, and the right answers.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
struct Tally {
    mean: f64,
    squares: f64,
    n_right: u32,
}

impl Survey {
    /// Takes an epoch in: for each image, in the same order every epoch, p(label) and whether the answer was the
    /// label. A p that is no number counts as 0. Another number of images than before begins a new survey.
    pub fn add(&mut self, answers: impl ExactSizeIterator<Item = (f64, bool)>) {
        if answers.len() != self.tallies.len() {
            *self = Self { n_epochs: 0, tallies: vec![Tally::default(); answers.len()] };
        }
        self.n_epochs += 1;
        let n = f64::from(self.n_epochs);
        for (tally, (p, is_right)) in self.tallies.iter_mut().zip(answers) {
            let p = if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) };
            let before = p - tally.mean;
            tally.mean += before / n;
            tally.squares += before * (p - tally.mean);
            tally.n_right += u32::from(is_right);
        }
    }

    /// Epochs taken in.
    pub fn n_epochs(&self) -> u32 {
        self.n_epochs
    }

    /// Where each image stands, in their order; none before the first epoch.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let n = f64::from(self.n_epochs.max(1));
        self.tallies.iter().map(move |tally| Place {
            confidence: tally.mean,
            variability: libm::sqrt(tally.squares.max(0.0) / n),
            correctness: f64::from(tally.n_right) / n,
        })
    }
}

/// An image on the map.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Index of the image.
    pub sample: u32,
    /// Its split.
    pub split: SplitName,
    /// Where it stands.
    pub place: Place,
}

/// The map of a run.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct DataMap {
    /// Epochs it is made of, from the first on.
    pub n_epochs: u32,
    /// Training images there are; the map may hold fewer, see [`Self::covered`].
    pub n_train: u32,
    /// Validation images there are.
    pub n_validation: u32,
    /// The images: of the training split in their order, then of the validation split.
    pub spots: Vec<Spot>,
}

impl DataMap {
    /// Images of a split that are on it.
    pub fn covered(&self, split: SplitName) -> usize {
        self.spots.iter().filter(|spot| spot.split == split).count()
    }

    /// The images in a region.
    pub fn within(&self, region: Region) -> impl Iterator<Item = &Spot> {
        self.spots.iter().filter(move |spot| spot.place.region() == region)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    /// The survey of one image.
    fn of(seen: &[(f64, bool)]) -> Place {
        let mut survey = Survey::default();
        for answer in seen {
            survey.add(std::iter::once(*answer));
        }
        survey.places().next().expect("one image")
    }

    #[test]
    fn the_numbers_are_mean_spread_and_share() {
        let place = of(&[(0.2, false), (0.4, false), (0.9, true), (0.9, true)]);
        assert!((place.confidence - 0.6).abs() < 1e-15, "{place:?}");
        // Deviations −.4 −.2 .3 .3: squares .16 .04 .09 .09, mean .095.
        assert!((place.variability - 0.095_f64.sqrt()).abs() < 1e-15, "{place:?}");
        assert_eq!(place.correctness, 0.5);
        assert_eq!(of(&[(0.7, true)]), Place { confidence: 0.7, variability: 0.0, correctness: 1.0 });
    }

    #[test]
    fn regions_follow_their_limits() {
        let table = [
            ((0.8, 0.149), Region::Easy),
            ((0.8, 0.15), Region::Between),
            ((0.799, 0.0), Region::Between),
            ((1.0, 0.0), Region::Easy),
            ((0.5, 0.2), Region::Ambiguous),
            ((0.3, 0.2), Region::Ambiguous),
            ((0.9, 0.25), Region::Ambiguous),
            ((0.35, 0.199), Region::Hard),
            ((0.351, 0.199), Region::Between),
            ((0.0, 0.0), Region::Hard),
        ];
        for ((confidence, variability), expected) in table {
            assert_eq!(Region::of(confidence, variability), expected, "{confidence} {variability}");
        }
    }

    #[test]
    fn what_four_kinds_of_image_do() {
        // Learned at once; learned and lost again and again; never learned; learned slowly.
        assert_eq!(of(&[(0.85, true), (0.95, true), (0.99, true)]).region(), Region::Easy);
        assert_eq!(of(&[(0.2, false), (0.8, true), (0.3, false), (0.7, true)]).region(), Region::Ambiguous);
        assert_eq!(of(&[(0.3, false), (0.1, false), (0.02, false)]).region(), Region::Hard);
        assert_eq!(of(&[(0.4, false), (0.6, true), (0.7, true)]).region(), Region::Between);
    }

    #[test]
    fn nonsense_counts_as_nothing_and_another_count_begins_anew() {
        assert_eq!(of(&[(f64::NAN, false), (7.0, true)]).confidence, 0.5);
        let mut survey = Survey::default();
        survey.add([(0.1, false), (0.9, true)].into_iter());
        survey.add(std::iter::once((0.6, true)));
        assert_eq!((survey.n_epochs(), survey.places().count()), (1, 1));
        assert_eq!(survey.places().next().map(|place| place.confidence), Some(0.6));
        assert_eq!(Survey::default().places().count(), 0);
    }

    #[test]
    fn a_map_counts_each_image_once() {
        let spot = |sample, split, confidence, variability| Spot {
            sample,
            split,
            place: Place { confidence, variability, correctness: 0.0 },
        };
        let map = DataMap {
            n_epochs: 3,
            n_train: 9,
            n_validation: 1,
            spots: vec![
                spot(4, SplitName::Train, 0.9, 0.1),
                spot(5, SplitName::Train, 0.1, 0.1),
                spot(2, SplitName::Validation, 0.5, 0.3),
            ],
        };
        assert_eq!((map.covered(SplitName::Train), map.covered(SplitName::Validation)), (2, 1));
        let counts = Region::ALL.map(|region| map.within(region).count());
        assert_eq!(counts, [1, 1, 1, 0]);
    }

    proptest! {
        #[test]
        fn running_sums_are_the_plain_ones(seen in prop::collection::vec((0.0_f64..=1.0, any::<bool>()), 1..60)) {
            let place = of(&seen);
            let n = seen.len() as f64;
            let mean = seen.iter().map(|(p, _)| p).sum::<f64>() / n;
            let variance = seen.iter().map(|(p, _)| (p - mean) * (p - mean)).sum::<f64>() / n;
            prop_assert!((place.confidence - mean).abs() < 1e-12);
            prop_assert!((place.variability - variance.sqrt()).abs() < 1e-9);
            prop_assert!((0.0..=GREATEST_VARIABILITY + 1e-9).contains(&place.variability));
            prop_assert_eq!(place.correctness, seen.iter().filter(|(_, is_right)| *is_right).count() as f64 / n);
        }
    }
}
