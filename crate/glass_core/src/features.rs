//! The space of a model's features: what its last layer sees of an image, and how far from everything known that lies.
//!
//! Features of more than [`N_AXES`] numbers are projected onto so many random axes (Gaussian, seeded), which keeps
//! distances within some 10 % (Johnson and Lindenstrauss 1984), and divided by the reference's root mean square length. The
//! *novelty* of an image is its distance there to the [`NTH`]-nearest image of the reference, itself left out (deep nearest
//! neighbours, Sun et al. 2022, arXiv 2204.06507; without their scaling to length 1, which told things of no class apart
//! less well on all of our sets: doc/monitoring.md). An image is *novel* when its novelty is above a limit that about one in a
//! hundred images of the reference is above: the ⌈(n + 1)·0.99⌉-th smallest of theirs (conformal), or the largest where there
//! are fewer than 99.
//!
//! Features that are not finite have no place.

use crate::describe::sorted_finite;
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// Axes of the space, at most.
pub const N_AXES: usize = 64;
/// The neighbour whose distance counts.
pub const NTH: usize = 5;
/// The share of ordinary images above the limit.
pub const ALPHA: f64 = 0.01;
/// Images of the reference that are kept to be neighbours, at most: a seeded choice.
pub const MAX_POINTS: usize = 400;

/// A model's features of the reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeatureSpace {
    n_features: usize,
    n_axes: usize,
    /// Row by row: what each feature adds to each axis; empty where features are the axes.
    projection: Vec<f32>,
    /// What makes the reference's root mean square length 1.
    scale: f64,
    points: Vec<f32>,
    ids: Vec<u32>,
    own: Vec<Option<f64>>,
    limit: Option<f64>,
}

impl FeatureSpace {
    /// The space of `features`, `n × n_features` row by row, of the images `ids`; `None` when fewer than two have a place.
    pub fn of(n_features: usize, features: &[f32], ids: &[u32], seed: u64) -> Option<Self> {
        let is_wide = n_features > N_AXES;
        let n_axes = if is_wide { N_AXES } else { n_features };
        let mut stream = Stream::named(seed, "feature axes");
        let n_weights = if is_wide { n_features * n_axes } else { 0 };
        let projection = (0..n_weights).map(|_| stream.normal() as f32).collect();
        let mut space = Self {
            n_features,
            n_axes,
            projection,
            scale: 1.0,
            points: Vec::new(),
            ids: Vec::new(),
            own: Vec::new(),
            limit: None,
        };
        let rows = || features.chunks_exact(n_features.max(1)).zip(ids);
        let lengths = rows().filter_map(|(row, _)| Some(squared_length(&space.place(row)?)));
        let (n, sum) = lengths.fold((0.0, 0.0), |(n, sum), length| (n + 1.0, sum + length));
        if sum > 0.0 {
            space.scale = libm::sqrt(n / sum);
        }
        let places: Vec<Option<Vec<f32>>> = rows().map(|(row, _)| space.place(row)).collect();
        let mut known: Vec<(&Vec<f32>, u32)> =
            places.iter().zip(ids).filter_map(|(place, id)| Some((place.as_ref()?, *id))).collect();
        // By chance: images often come class by class, and the first of the points stand for all of them in a comparison.
        stream.shuffle(&mut known);
        known.truncate(MAX_POINTS);
        for (place, id) in known {
            space.points.extend(place);
            space.ids.push(id);
        }
        if space.ids.len() < 2 {
            return None;
        }
        let own: Vec<Option<f64>> =
            places.iter().zip(ids).map(|(place, id)| space.novelty(place.as_deref()?, Some(*id))).collect();
        space.limit = limit(&own);
        space.own = own;
        Some(space)
    }

    /// Axes of the space.
    pub fn n_axes(&self) -> usize {
        self.n_axes
    }

    /// The places of the reference's images that are kept, in no order, and which images they are.
    pub fn points(&self) -> impl Iterator<Item = (u32, &[f32])> {
        self.ids.iter().copied().zip(self.points.chunks_exact(self.n_axes))
    }

    /// The novelty of every image of the reference, in the order they were given.
    pub fn own(&self) -> &[Option<f64>] {
        &self.own
    }

    /// The novelty above which an image is novel.
    pub fn limit(&self) -> Option<f64> {
        self.limit
    }

    /// The share of ordinary images that are above the limit.
    pub fn expected_share(&self) -> f64 {
        let n = self.own.iter().flatten().count();
        (n + 1 - rank(n)) as f64 / (n + 1) as f64
    }

    /// Where an image lies; `None` when its features are not finite.
    pub fn place(&self, features: &[f32]) -> Option<Vec<f32>> {
        if features.len() != self.n_features {
            return None;
        }
        let mut place = vec![0.0_f64; self.n_axes];
        if self.projection.is_empty() {
            place.iter_mut().zip(features).for_each(|(axis, value)| *axis = f64::from(*value));
        } else {
            for (value, weights) in features.iter().zip(self.projection.chunks_exact(self.n_axes)) {
                let value = f64::from(*value);
                place.iter_mut().zip(weights).for_each(|(axis, weight)| *axis += value * f64::from(*weight));
            }
        }
        let place: Vec<f32> = place.iter().map(|axis| (axis * self.scale) as f32).collect();
        squared_length(&place).is_finite().then_some(place)
    }

    /// How far a place is from everything known; the image `except` itself does not count. `None` when nothing is left.
    pub fn novelty(&self, place: &[f32], except: Option<u32>) -> Option<f64> {
        // The nearest few, ascending.
        let mut nearest = [f64::INFINITY; NTH];
        let mut n = 0;
        for (point, id) in self.points.chunks_exact(self.n_axes).zip(&self.ids) {
            if Some(*id) == except {
                continue;
            }
            n += 1;
            let squared = squared_distance(point, place);
            if squared < nearest[NTH - 1] {
                let at = nearest.partition_point(|one| *one <= squared);
                nearest.copy_within(at..NTH - 1, at + 1);
                nearest[at] = squared;
            }
        }
        let nth = nearest[..NTH.min(n)].last()?;
        nth.is_finite().then(|| libm::sqrt(*nth))
    }

    /// Is an image with this novelty novel?
    pub fn is_novel(&self, novelty: Option<f64>) -> bool {
        novelty.zip(self.limit).is_some_and(|(novelty, limit)| novelty > limit)
    }
}

fn squared_length(place: &[f32]) -> f64 {
    f64::from(place.iter().map(|axis| axis * axis).sum::<f32>())
}

/// The squared distance of two places.
pub fn squared_distance(a: &[f32], b: &[f32]) -> f64 {
    let squared: f32 = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum();
    f64::from(squared)
}

/// The energy of outputs before softmax, −ln Σ eˣ: an ordinary image has a low one (Liu et al. 2020, arXiv 2010.03759). `None` when
/// it is not finite.
pub fn energy(outputs: &[f32]) -> Option<f64> {
    let most = f64::from(outputs.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    let sum: f64 = outputs.iter().map(|output| libm::exp(f64::from(*output) - most)).sum();
    let energy = -(most + libm::log(sum));
    energy.is_finite().then_some(energy)
}

/// Which of `n` own novelties, from 1, is the limit.
fn rank(n: usize) -> usize {
    (libm::ceil((n + 1) as f64 * (1.0 - ALPHA)) as usize).min(n)
}

fn limit(own: &[Option<f64>]) -> Option<f64> {
    let own = sorted_finite(&own.iter().copied().flatten().collect::<Vec<_>>());
    own.get(rank(own.len()).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    /// `n` rows around one of `n_classes` directions of `width` numbers.
    fn clouds(n: usize, width: usize, n_classes: usize, stream: &mut Stream) -> Vec<f32> {
        let row = |class: usize, stream: &mut Stream| -> Vec<f32> {
            (0..width)
                .map(|at| if at % n_classes == class { 3.0 } else { 0.0 } + 0.5 * stream.normal() as f32)
                .collect()
        };
        (0..n).flat_map(|index| row(index % n_classes, stream)).collect()
    }

    fn ids(n: usize) -> Vec<u32> {
        (0..n as u32).collect()
    }

    #[test]
    fn novelty_is_the_distance_to_the_fifth_nearest_by_definition() {
        let mut stream = Stream::named(3, "clouds");
        let features = clouds(40, 8, 4, &mut stream);
        let space = FeatureSpace::of(8, &features, &ids(40), 1).expect("places");
        let place = |index: usize| space.place(&features[index * 8..][..8]).expect("a direction");
        for index in 0..40 {
            let mut others: Vec<f64> = (0..40)
                .filter(|it| *it != index)
                .map(|it| squared_distance(&place(it), &place(index)))
                .collect();
            others.sort_by(f64::total_cmp);
            assert_eq!(space.own()[index], Some(libm::sqrt(others[NTH - 1])));
        }
        let mean = (0..40).map(|index| squared_length(&place(index))).sum::<f64>() / 40.0;
        assert!((mean - 1.0).abs() < 1e-5, "{mean}");
    }

    #[test]
    fn a_new_direction_is_novel_and_ordinary_images_are_as_rarely_as_said() {
        for width in [16, 300] {
            let mut stream = Stream::named(9, "clouds");
            let space =
                FeatureSpace::of(width, &clouds(500, width, 4, &mut stream), &ids(500), 1).expect("places");
            assert!((space.expected_share() - 0.01).abs() < 0.003);
            let share = |features: &[f32]| {
                let rows = features.chunks_exact(width);
                let n = rows.len() as f64;
                let is_novel =
                    |row: &&[f32]| space.is_novel(space.novelty(&space.place(row).expect("a place"), None));
                rows.filter(is_novel).count() as f64 / n
            };
            let ordinary = share(&clouds(2_000, width, 4, &mut stream));
            assert!((0.002..0.03).contains(&ordinary), "{width}: {ordinary}");
            // The negated directions are those of no class.
            let new: Vec<f32> = clouds(200, width, 4, &mut stream).iter().map(|value| -value).collect();
            assert!(share(&new) > 0.99, "{width}");
        }
    }

    #[test]
    fn projected_distances_stay_about_what_they_were() {
        let mut stream = Stream::named(4, "clouds");
        let features = clouds(30, 1_000, 3, &mut stream);
        let space = FeatureSpace::of(1_000, &features, &ids(30), 7).expect("places");
        let row = |index: usize| &features[index * 1_000..][..1_000];
        let mean = (0..30).map(|index| squared_length(row(index))).sum::<f64>() / 30.0;
        for (a, b) in [(0, 1), (0, 3), (5, 11), (2, 29)] {
            let before = (squared_distance(row(a), row(b)) / mean).sqrt();
            let after =
                squared_distance(&space.place(row(a)).expect("a"), &space.place(row(b)).expect("b")).sqrt();
            assert!((after / before - 1.0).abs() < 0.35, "{before} {after}");
        }
    }

    #[test]
    fn a_large_reference_keeps_some_of_its_images_and_scores_all() {
        let mut stream = Stream::named(5, "clouds");
        let n = 2_500;
        let space = FeatureSpace::of(8, &clouds(n, 8, 4, &mut stream), &ids(n), 1).expect("places");
        assert!(space.points().count() <= MAX_POINTS && space.own().len() == n);
        assert!(space.own().iter().all(Option::is_some));
    }

    #[test]
    fn what_is_not_finite_has_no_place() {
        assert_eq!(FeatureSpace::of(2, &[f32::NAN, 0.0, 1.0, 1.0], &[0, 1], 1), None);
        let space = FeatureSpace::of(2, &[0.0, 1.0, 1.0, 1.0], &[0, 1], 1).expect("two places");
        for odd in [&[f32::NAN, 1.0][..], &[f32::INFINITY, 1.0], &[f32::MAX, 1.0], &[1.0], &[]] {
            assert_eq!(space.place(odd), None, "{odd:?}");
        }
        assert_eq!(space.place(&[0.0, 0.0]), Some(vec![0.0, 0.0]));
        assert_eq!(FeatureSpace::of(0, &[], &[], 1), None);
    }

    #[test]
    fn energy_is_low_where_an_output_is_high() {
        assert!((energy(&[0.0, 0.0]).expect("finite") + std::f64::consts::LN_2).abs() < 1e-12);
        assert!(energy(&[9.0, 0.0]) < energy(&[1.0, 0.5]));
        assert!(energy(&[1e30, 0.0]).is_some_and(|energy| energy < -1e29));
        assert_eq!([energy(&[]), energy(&[f32::NAN])], [None, None]);
    }

    proptest! {
        #[test]
        fn whatever_the_features_nothing_breaks(
            n_features in 0..70_usize,
            values in proptest::collection::vec(any::<f32>(), 0..400),
        ) {
            let n = values.len() / n_features.max(1);
            if let Some(space) = FeatureSpace::of(n_features, &values, &ids(n), 1) {
                prop_assert_eq!(space.own().len(), n);
                let places = values.chunks_exact(n_features).filter_map(|row| space.place(row));
                for place in places {
                    prop_assert!(space.novelty(&place, None).is_none_or(|it| it >= 0.0 && it.is_finite()));
                }
            }
        }
    }
}
