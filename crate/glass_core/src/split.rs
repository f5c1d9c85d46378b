//! Which image trains, which validates, which tests: stratified, seeded, group-aware.
//!
//! Per class, whole groups (images that must stay together, such as exact copies) are dealt in a seeded
//! order: first validation, then test, the rest trains. A class with at least three groups gets at least
//! one image in each split; a class that cannot is reported, never passed over in silence. Images that
//! arrived in `train/`, `val/` or `test/` folders keep their place; where a class has a train folder but
//! no validation (or test) folder, the missing split is carved out of its training images.

use crate::recipe::SplitShares;
use crate::rng::Stream;
use serde::{Deserialize, Serialize};

/// The three parts of a data set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SplitName {
    /// Gradients come from here.
    Train,
    /// Watched while training; calibrates.
    Validation,
    /// Held out: the last word and the drift reference.
    Test,
}

impl SplitName {
    /// All three, in the order of the work.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::Test];

    /// The name in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Validation => "validation",
            Self::Test => "test",
        }
    }
}

/// One image, as far as splitting cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// Its class, or `None` when it takes no part (excluded, unlabelled).
    pub class: Option<usize>,
    /// Images of equal group stay in one split.
    pub group: u64,
    /// The split its folder asked for.
    pub fixed: Option<SplitName>,
}

/// A class that misses images in a split.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// Index of the class.
    pub class: usize,
    /// The split it has no image in.
    pub split: SplitName,
}

/// Who went where.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Split {
    /// Per image, in the order given; `None` for images that take no part.
    pub assignment: Vec<Option<SplitName>>,
    /// What could not be done.
    pub shortages: Vec<Shortage>,
}

impl Split {
    /// Indices of the images of one split, in ascending order.
    pub fn indices(&self, split: SplitName) -> Vec<usize> {
        (0..self.assignment.len()).filter(|&index| self.assignment[index] == Some(split)).collect()
    }
}

/// Deals `members` over the splits.
pub fn assign(members: &[Member], n_classes: usize, shares: SplitShares, seed: u32) -> Split {
    let mut assignment = vec![None; members.len()];
    // Equal images one after another, the first of them first.
    let mut order: Vec<usize> = (0..members.len()).filter(|&index| members[index].class.is_some()).collect();
    order.sort_unstable_by_key(|&index| (members[index].group, index));
    // A group belongs to the class of its first image: copies with two labels still stay together.
    let mut groups_of_class: Vec<Vec<&[usize]>> = vec![Vec::new(); n_classes];
    for group in order.chunk_by(|&a, &b| members[a].group == members[b].group) {
        let class = group.first().and_then(|&first| members[first].class);
        if let Some(groups) = class.and_then(|class| groups_of_class.get_mut(class)) {
            groups.push(group);
        }
    }
    for (class, groups) in groups_of_class.into_iter().enumerate() {
        deal(members, groups, class, shares, seed, &mut assignment);
    }
    let shortages = shortages(members, &assignment, n_classes);
    Split { assignment, shortages }
}

/// The classes that have no image in a split, by class and then by split.
fn shortages(members: &[Member], assignment: &[Option<SplitName>], n_classes: usize) -> Vec<Shortage> {
    let mut has_image = vec![[false; 3]; n_classes];
    for (member, place) in members.iter().zip(assignment) {
        let own = member.class.and_then(|class| has_image.get_mut(class));
        if let (Some(own), Some(split)) = (own, place) {
            own[*split as usize] = true;
        }
    }
    (0..n_classes)
        .flat_map(|class| SplitName::ALL.map(|split| Shortage { class, split }))
        .filter(|shortage| !has_image[shortage.class][shortage.split as usize])
        .collect()
}

/// Deals the groups of one class.
fn deal(
    members: &[Member],
    groups: Vec<&[usize]>,
    class: usize,
    shares: SplitShares,
    seed: u32,
    assignment: &mut [Option<SplitName>],
) {
    let mut open = Vec::new();
    let mut placed = [0_usize; 3];
    for indices in groups {
        // Held-out places win over training, so that no copy of a test image is trained on.
        let fixed = indices.iter().filter_map(|&index| members[index].fixed).max();
        match fixed {
            Some(split) if split != SplitName::Train => {
                place(indices, split, assignment);
                placed[split as usize] += indices.len();
            }
            _ => open.push((indices, fixed.is_some())),
        }
    }
    // In order of first appearance, so that only content and seed decide.
    open.sort_unstable_by_key(|(indices, _)| indices[0]);
    Stream::indexed(u64::from(seed), "split", class as u64).shuffle(&mut open);

    let n: usize = open.iter().map(|(indices, _)| indices.len()).sum();
    let total = (shares.train + shares.validation + shares.test).max(f64::MIN_POSITIVE);
    for (split, share) in [(SplitName::Validation, shares.validation), (SplitName::Test, shares.test)] {
        if placed[split as usize] > 0 || share <= 0.0 {
            continue;
        }
        // At least one, as long as one group is left to train (and one for the split still to come).
        let wanted = ((n as f64 * share / total + 0.5) as usize).max(1);
        let keep = if split == SplitName::Validation && placed[2] == 0 && shares.test > 0.0 { 2 } else { 1 };
        while placed[split as usize] < wanted && open.len() > keep {
            if let Some((indices, _)) = open.pop() {
                place(indices, split, assignment);
                placed[split as usize] += indices.len();
            }
        }
    }
    for (indices, _) in open {
        place(indices, SplitName::Train, assignment);
    }
}

fn place(indices: &[usize], split: SplitName, assignment: &mut [Option<SplitName>]) {
    for &index in indices {
        assignment[index] = Some(split);
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    const SHARES: SplitShares = SplitShares { train: 0.70, validation: 0.15, test: 0.15 };

    fn lone(class: usize, index: usize) -> Member {
        Member { class: Some(class), group: index as u64, fixed: None }
    }

    fn count(split: &Split, name: SplitName) -> usize {
        split.indices(name).len()
    }

    #[test]
    fn shares_are_kept_per_class() {
        let members: Vec<Member> = (0..200).map(|index| lone(index % 2, index)).collect();
        let split = assign(&members, 2, SHARES, 1);
        assert_eq!(SplitName::ALL.map(|name| count(&split, name)), [140, 30, 30]);
        assert!(split.shortages.is_empty());
    }

    #[test]
    fn small_classes_get_one_of_each_or_a_shortage() {
        for (n, shortages) in [(1, 2), (2, 1), (3, 0), (4, 0)] {
            let members: Vec<Member> = (0..n).map(|index| lone(0, index)).collect();
            let split = assign(&members, 1, SHARES, 9);
            assert_eq!(split.shortages.len(), shortages, "{n} images: {split:?}");
            assert!(count(&split, SplitName::Train) >= 1);
        }
    }

    #[test]
    fn copies_stay_together_even_across_classes() {
        let members: Vec<Member> = (0..60)
            .map(|index| Member { class: Some(index % 3), group: (index / 4) as u64, fixed: None })
            .collect();
        let split = assign(&members, 3, SHARES, 5);
        for (index, member) in members.iter().enumerate() {
            let first = members.iter().position(|other| other.group == member.group);
            assert_eq!(split.assignment[index], first.and_then(|at| split.assignment[at]));
        }
    }

    #[test]
    fn folders_named_train_and_test_are_kept_and_validation_is_carved_from_train() {
        let members: Vec<Member> = (0..50)
            .map(|index| Member {
                class: Some(0),
                group: index,
                fixed: Some(if index < 40 { SplitName::Train } else { SplitName::Test }),
            })
            .collect();
        let split = assign(&members, 1, SHARES, 3);
        assert_eq!(split.indices(SplitName::Test), (40..50).collect::<Vec<_>>());
        assert_eq!(count(&split, SplitName::Validation), 6);
        assert_eq!(count(&split, SplitName::Train), 34);
    }

    #[test]
    fn another_seed_deals_otherwise() {
        let members: Vec<Member> = (0..100).map(|index| lone(0, index)).collect();
        assert_ne!(assign(&members, 1, SHARES, 1), assign(&members, 1, SHARES, 2));
        assert_eq!(assign(&members, 1, SHARES, 1), assign(&members, 1, SHARES, 1));
    }

    proptest! {
        #[test]
        fn every_labelled_image_has_exactly_one_place(
            rows in prop::collection::vec((prop::option::of(0_usize..4), 0_u64..40, 0_u8..6), 0..150),
            seed: u32, train in 0.0_f64..1.0, validation in 0.0_f64..1.0, test in 0.0_f64..1.0,
        ) {
            let members: Vec<Member> = rows.iter().map(|&(class, group, fixed)| Member {
                class, group, fixed: SplitName::ALL.get(fixed as usize).copied(),
            }).collect();
            let split = assign(&members, 4, SplitShares { train, validation, test }, seed);
            for (member, place) in members.iter().zip(&split.assignment) {
                prop_assert_eq!(member.class.is_some(), place.is_some());
            }
        }
    }
}
