//! The health of a set of images, before any training.
//!
//! - **Exact duplicates**: equal digest of the decoded pixels, grouped by union-find. A group that spans
//!   classes is a label conflict, one that spans splits a leak.
//! - **Dark**, **bright**, **low information**, **odd aspect**, **odd size**: cleanvision's measures and
//!   limits. 99th brightness percentile under 0.32; 5th above 0.95; entropy under 3 bits; the shorter side
//!   under 0.35 of the longer; √area outside the quartiles by more than 3 times their distance. What holds for more
//!   than half of the images is the way the set looks (drawings, silhouettes, 8×8 digits) and no finding
//!   (cleanvision's `max_prevalence`).
//! - **Shortcut**: a property that alone separates a class from the rest, AUC of at least 0.9 in either
//!   direction; the best class of each property. Asked only with 5 images on both sides.

use crate::describe::quantile;
use crate::metric::roc::auc;
use crate::order::{set_of, sort_by};
use crate::property::{Properties, PropertyKind};
use crate::split::SplitName;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// AUC from which on a property is called a shortcut.
pub const SHORTCUT_AUC: f64 = 0.9;
/// Images on either side below which no shortcut is claimed.
pub const MIN_PER_SIDE: usize = 5;

/// Values looked at for a shortcut (images times classes); of a larger set a sample is enough.
const MAX_COMPARED: usize = 40_000;
const DARK_P99: f64 = 0.32;
const BRIGHT_P5: f64 = 0.95;
const LOW_ENTROPY_BITS: f64 = 3.0;
const ODD_ASPECT: f64 = 0.35;
const ODD_SIZE_IQRS: f64 = 3.0;
const MAX_PREVALENCE: f64 = 0.5;

/// One image, as far as health cares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Specimen {
    /// Digest of the decoded pixels: equal images, equal digest.
    pub digest: u64,
    /// Its class, if known.
    pub class: Option<usize>,
    /// Its split, if dealt.
    pub split: Option<SplitName>,
    /// Its measurements.
    pub properties: Properties,
}

/// Images that are equal, at least two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DuplicateGroup {
    /// Their indices, ascending.
    pub members: Vec<usize>,
    /// The classes they are filed under, ascending.
    pub classes: Vec<usize>,
    /// The splits they lie in.
    pub splits: Vec<SplitName>,
}

impl DuplicateGroup {
    /// Equal images under different labels.
    pub fn is_label_conflict(&self) -> bool {
        self.classes.len() > 1
    }

    /// Equal images in different splits.
    pub fn is_leak(&self) -> bool {
        self.splits.len() > 1
    }
}

/// A property that alone tells a class from the rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Shortcut {
    /// Which property.
    pub property: PropertyKind,
    /// The class it separates best.
    pub class: usize,
    /// How well, 0.9 to 1.
    pub auc: f64,
    /// Whether the class has more of it, or less.
    pub is_higher: bool,
}

/// What was found. Lists of images hold indices, ascending.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Health {
    /// Groups of equal images.
    pub duplicates: Vec<DuplicateGroup>,
    /// Almost black.
    pub dark: Vec<usize>,
    /// Almost white.
    pub bright: Vec<usize>,
    /// Almost plain.
    pub low_information: Vec<usize>,
    /// Very long or very high.
    pub odd_aspect: Vec<usize>,
    /// Much smaller or larger than the others.
    pub odd_size: Vec<usize>,
    /// Properties that give the label away, the strongest first.
    pub shortcuts: Vec<Shortcut>,
}

impl Health {
    /// Examines the images. All but the shortcuts costs one look an image; those are looked for in an even
    /// sample where the set is large.
    pub fn of(specimens: &[Specimen]) -> Self {
        let chosen = |is_odd: &dyn Fn(&Properties) -> bool| -> Vec<usize> {
            let indexed = specimens.iter().enumerate();
            let found: Vec<usize> =
                indexed.filter(|(_, it)| is_odd(&it.properties)).map(|(index, _)| index).collect();
            let is_usual = found.len() as f64 > MAX_PREVALENCE * specimens.len() as f64;
            if is_usual { Vec::new() } else { found }
        };
        let usual_size = usual_sizes(specimens);
        Self {
            duplicates: duplicate_groups(specimens),
            dark: chosen(&|it| it.brightness_p99 < DARK_P99),
            bright: chosen(&|it| it.brightness_p5 > BRIGHT_P5),
            low_information: chosen(&|it| it.entropy_bits < LOW_ENTROPY_BITS),
            odd_aspect: chosen(&|it| it.aspect.min(1.0 / it.aspect) < ODD_ASPECT),
            odd_size: chosen(&|it| {
                usual_size.is_some_and(|(low, high)| {
                    let size = libm::sqrt(it.area);
                    size < low || size > high
                })
            }),
            shortcuts: shortcuts(&sampled(specimens)),
        }
    }

    /// Groups of equal images under different labels.
    pub fn label_conflicts(&self) -> impl Iterator<Item = &DuplicateGroup> {
        self.duplicates.iter().filter(|group| group.is_label_conflict())
    }

    /// Groups of equal images in different splits.
    pub fn leaks(&self) -> impl Iterator<Item = &DuplicateGroup> {
        self.duplicates.iter().filter(|group| group.is_leak())
    }
}

/// The group of each image: the index of the first image equal to it. Links name further pairs that belong
/// together (near duplicates, frames of one scene); a link out of range is passed over.
pub fn group_ids(digests: &[u64], links: &[(usize, usize)]) -> Vec<usize> {
    let mut parents: Vec<usize> = (0..digests.len()).collect();
    let mut first_of: BTreeMap<u64, usize> = BTreeMap::new();
    for (index, &digest) in digests.iter().enumerate() {
        let first = *first_of.entry(digest).or_insert(index);
        unite(&mut parents, first, index);
    }
    for &(a, b) in links {
        if a < digests.len() && b < digests.len() {
            unite(&mut parents, a, b);
        }
    }
    (0..digests.len()).map(|index| root(&mut parents, index)).collect()
}

/// The groups of two or more equal images, in the order of their first member.
pub fn duplicate_groups(specimens: &[Specimen]) -> Vec<DuplicateGroup> {
    let digest_of = |index: usize| specimens.get(index).map(|it| it.digest);
    let mut order: Vec<usize> = (0..specimens.len()).collect();
    order.sort_unstable_by_key(|&index| (digest_of(index), index));
    let groups = order.chunk_by(|&a, &b| digest_of(a) == digest_of(b)).filter(|group| group.len() > 1);
    let mut members: Vec<Vec<usize>> = groups.map(<[usize]>::to_vec).collect();
    sort_by(&mut members, |a, b| a.cmp(b));
    let of_members = |members: Vec<usize>| {
        let all = || members.iter().filter_map(|&index| specimens.get(index));
        let classes = set_of(all().filter_map(|it| it.class));
        let splits = set_of(all().filter_map(|it| it.split));
        DuplicateGroup {
            classes: classes.into_iter().collect(),
            splits: splits.into_iter().collect(),
            members,
        }
    };
    members.into_iter().map(of_members).collect()
}

/// As many images as are quickly searched for shortcuts: every so many of each class, all of a small set.
fn sampled(specimens: &[Specimen]) -> Cow<'_, [Specimen]> {
    let classes = set_of(specimens.iter().filter_map(|it| it.class));
    let stride = (specimens.len() * classes.len()).div_ceil(MAX_COMPARED);
    if stride <= 1 {
        return Cow::Borrowed(specimens);
    }
    // Counted within the class: a set in which classes alternate keeps all of them.
    let mut seen: BTreeMap<Option<usize>, usize> = BTreeMap::new();
    let is_picked = |it: &&Specimen| {
        let nth = seen.entry(it.class).or_default();
        *nth += 1;
        (*nth - 1).is_multiple_of(stride)
    };
    Cow::Owned(specimens.iter().filter(is_picked).copied().collect())
}

/// The properties that alone separate a class from the rest, the strongest first.
pub fn shortcuts(specimens: &[Specimen]) -> Vec<Shortcut> {
    let labelled: Vec<(usize, &Properties)> =
        specimens.iter().filter_map(|it| Some((it.class?, &it.properties))).collect();
    let classes = set_of(labelled.iter().map(|(class, _)| *class));
    let mut found: Vec<Shortcut> = PropertyKind::ALL
        .into_iter()
        .filter_map(|property| {
            let values: Vec<f64> = labelled.iter().map(|(_, properties)| property.read(properties)).collect();
            let mut best: Option<Shortcut> = None;
            for &class in &classes {
                let is_of_class: Vec<bool> = labelled.iter().map(|(it, _)| *it == class).collect();
                let n_of_class = is_of_class.iter().filter(|&&it| it).count();
                if n_of_class < MIN_PER_SIDE || labelled.len() - n_of_class < MIN_PER_SIDE {
                    continue;
                }
                let Some(area) = auc(&values, &is_of_class) else { continue };
                let shortcut =
                    Shortcut { property, class, auc: area.max(1.0 - area), is_higher: area >= 0.5 };
                if best.is_none_or(|best| shortcut.auc > best.auc) {
                    best = Some(shortcut);
                }
            }
            best.filter(|best| best.auc >= SHORTCUT_AUC)
        })
        .collect();
    sort_by(&mut found, |a, b| b.auc.total_cmp(&a.auc).then(a.property.cmp(&b.property)));
    found
}

/// The range of √area that is not odd; `None` without images.
fn usual_sizes(specimens: &[Specimen]) -> Option<(f64, f64)> {
    let sizes: Vec<f64> = specimens.iter().map(|it| libm::sqrt(it.properties.area)).collect();
    let (low, high) = (quantile(&sizes, 0.25)?, quantile(&sizes, 0.75)?);
    let reach = ODD_SIZE_IQRS * (high - low);
    Some(((low - reach).max(0.0), high + reach))
}

fn root(parents: &mut [usize], index: usize) -> usize {
    let mut at = index;
    while let Some(&parent) = parents.get(at) {
        if parent == at {
            break;
        }
        // Every other step is shortened, so that chains stay flat.
        let grandparent = parents.get(parent).copied().unwrap_or(parent);
        if let Some(slot) = parents.get_mut(at) {
            *slot = grandparent;
        }
        at = grandparent;
    }
    at
}

fn unite(parents: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parents, a), root(parents, b));
    // The smaller index leads, so that a group is named after its first image.
    if let Some(slot) = parents.get_mut(a.max(b)) {
        *slot = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    fn specimen(digest: u64, class: usize, split: SplitName) -> Specimen {
        let properties = Properties {
            area: 4096.0,
            aspect: 1.0,
            brightness: 0.5,
            contrast: 0.2,
            red: 0.3,
            green: 0.3,
            blue: 0.4,
            sharpness: 100.0,
            brightness_p5: 0.2,
            brightness_p99: 0.9,
            entropy_bits: 6.0,
        };
        Specimen { digest, class: Some(class), split: Some(split), properties }
    }

    #[test]
    fn duplicates_conflicts_and_leaks() {
        use SplitName::{Test, Train};
        let set = [
            specimen(1, 0, Train),
            specimen(2, 0, Train),
            specimen(1, 0, Test),
            specimen(3, 1, Train),
            specimen(2, 1, Train),
            specimen(4, 1, Test),
        ];
        let health = Health::of(&set);
        let members: Vec<_> = health.duplicates.iter().map(|group| group.members.clone()).collect();
        assert_eq!(members, [vec![0, 2], vec![1, 4]]);
        assert_eq!(health.leaks().map(|group| group.members[0]).collect::<Vec<_>>(), [0]);
        assert_eq!(health.label_conflicts().map(|group| group.members[0]).collect::<Vec<_>>(), [1]);
    }

    #[test]
    fn links_join_groups() {
        assert_eq!(group_ids(&[5, 6, 5, 7, 8], &[(3, 2), (9, 0)]), [0, 1, 0, 0, 4]);
        assert!(group_ids(&[], &[(0, 0)]).is_empty());
    }

    #[test]
    fn odd_images_are_named() {
        let mut set: Vec<Specimen> = (0..20).map(|i| specimen(i, 0, SplitName::Train)).collect();
        set[1].properties.brightness_p99 = 0.31;
        set[2].properties.brightness_p5 = 0.96;
        set[3].properties.entropy_bits = 2.9;
        set[4].properties.aspect = 0.3;
        set[5].properties.aspect = 3.0;
        set[6].properties.area = 9.0;
        let health = Health::of(&set);
        assert_eq!((health.dark, health.bright, health.low_information), (vec![1], vec![2], vec![3]));
        assert_eq!((health.odd_aspect, health.odd_size), (vec![4, 5], vec![6]));
    }

    #[test]
    fn a_shortcut_is_found_in_either_direction() {
        let mut set: Vec<Specimen> = (0..30).map(|i| specimen(i, i as usize % 3, SplitName::Train)).collect();
        for (i, it) in set.iter_mut().enumerate() {
            // Class 1 is darker than all others; sharpness says nothing.
            it.properties.brightness = if it.class == Some(1) { 0.1 } else { 0.6 } + i as f64 * 1e-3;
            it.properties.sharpness = ((i * 7) % 30) as f64;
        }
        let found = shortcuts(&set);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].property, found[0].class, found[0].is_higher),
            (PropertyKind::Brightness, 1, false)
        );
        assert_eq!(found[0].auc, 1.0);
        // Four images of a class are no evidence.
        assert!(shortcuts(&set[..12]).is_empty());
    }

    #[test]
    fn a_large_set_is_sampled_within_its_classes() {
        let set: Vec<Specimen> =
            (0..60_000).map(|i| specimen(i, (i % 4) as usize, SplitName::Train)).collect();
        let sample = sampled(&set);
        assert_eq!(sample.len(), 60_000 / 6);
        for class in 0..4 {
            assert_eq!(sample.iter().filter(|it| it.class == Some(class)).count(), 2_500, "{class}");
        }
        assert!(matches!(sampled(&set[..10_000]), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn groups_are_the_equal_digests(digests in prop::collection::vec(0_u64..12, 0..60)) {
            let groups = group_ids(&digests, &[]);
            for (i, a) in digests.iter().enumerate() {
                for (j, b) in digests.iter().enumerate() {
                    prop_assert_eq!(a == b, groups[i] == groups[j]);
                }
                prop_assert!(groups[i] <= i);
            }
        }

        #[test]
        fn any_numbers_are_survived(values in prop::collection::vec((any::<f64>(), 0_usize..4), 0..40)) {
            let set: Vec<Specimen> = values
                .iter()
                .map(|&(value, class)| {
                    let mut it = specimen(0, class, SplitName::Test);
                    it.properties.area = value;
                    it.properties.aspect = value;
                    it
                })
                .collect();
            let _ = Health::of(&set);
        }
    }
}
