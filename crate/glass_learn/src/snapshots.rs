//! The weights of past epochs, within a budget of memory.
//!
//! While all fit, all stay. When they do not, every second goes, then every second of those, and so on: what is
//! left stands evenly over the run. Three always stay, even if they alone exceed the budget: the first, the best,
//! and the last. What is kept follows from the epochs, their sizes and the budget alone.

use crate::weights::{self, Weight};
use serde::{Deserialize, Serialize};

/// Snapshots of one network, an epoch each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshots {
    budget_bytes: usize,
    /// Names and extents, the same for all.
    layout: Vec<(String, Vec<usize>)>,
    kept: Vec<Snapshot>,
    /// Epochs from one snapshot to the next.
    stride: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Snapshot {
    epoch: u32,
    digest: u64,
    values: Vec<f32>,
}

impl Snapshots {
    /// None yet. `budget_bytes` counts the weights' numbers.
    pub fn within(budget_bytes: usize) -> Self {
        Self { budget_bytes, layout: Vec::new(), kept: Vec::new(), stride: 1 }
    }

    /// Keeps the weights at an epoch's end. `best` is the best epoch so far, this one included. Epochs come in
    /// order; one that comes again takes the place of itself and of all after it.
    pub fn keep(&mut self, epoch: u32, weights: &[Weight], best: Option<u32>) {
        let layout: Vec<_> =
            weights.iter().map(|weight| (weight.name.clone(), weight.shape.clone())).collect();
        if layout != self.layout {
            *self = Self { layout, ..Self::within(self.budget_bytes) };
        }
        self.kept.retain(|snapshot| snapshot.epoch < epoch);
        let values = weights.iter().flat_map(|weight| weight.values.iter().copied()).collect();
        self.kept.push(Snapshot { epoch, digest: weights::digest(weights), values });
        self.fit(best);
    }

    /// Leaves what the budget has room for.
    fn fit(&mut self, best: Option<u32>) {
        self.thin(best);
        let last = self.epochs().last().unwrap_or(0);
        while self.bytes() > self.budget_bytes && self.stride <= last {
            self.stride = self.stride.saturating_mul(2);
            self.thin(best);
        }
    }

    /// As many of them as another budget has room for; no more than there are.
    pub fn refitted(&self, budget_bytes: usize, best: Option<u32>) -> Self {
        let mut fewer = Self { budget_bytes, ..self.clone() };
        fewer.fit(best);
        fewer
    }

    /// As they were written and read again, if they still are what they say, up to the epoch `last`.
    pub fn checked(mut self, last: u32) -> Option<Self> {
        self.kept.retain(|snapshot| snapshot.epoch <= last);
        let is_rising = self.kept.is_sorted_by(|a, b| a.epoch < b.epoch);
        let is_whole = |snapshot: &Snapshot| {
            self.weights(snapshot.epoch).is_some_and(|weights| weights::digest(&weights) == snapshot.digest)
        };
        (is_rising && self.stride > 0 && self.kept.iter().all(is_whole)).then_some(self)
    }

    /// Leaves what stands on the stride, and the three that always stay.
    fn thin(&mut self, best: Option<u32>) {
        let first = self.epochs().next();
        let last = self.epochs().last();
        let stride = self.stride;
        self.kept.retain(|Snapshot { epoch, .. }| {
            epoch.is_multiple_of(stride) || [first, best, last].contains(&Some(*epoch))
        });
    }

    /// The epochs that are kept, in order.
    pub fn epochs(&self) -> impl Iterator<Item = u32> {
        self.kept.iter().map(|snapshot| snapshot.epoch)
    }

    /// Bytes of the numbers kept.
    pub fn bytes(&self) -> usize {
        self.kept.iter().map(|snapshot| size_of_val(&snapshot.values[..])).sum()
    }

    /// The last epoch whose weights have this digest.
    pub fn epoch_with(&self, digest: u64) -> Option<u32> {
        self.kept.iter().rev().find(|snapshot| snapshot.digest == digest).map(|snapshot| snapshot.epoch)
    }

    /// The weights at the end of `epoch`, if they are kept.
    pub fn weights(&self, epoch: u32) -> Option<Vec<Weight>> {
        let snapshot = self.kept.iter().find(|snapshot| snapshot.epoch == epoch)?;
        let mut rest = &snapshot.values[..];
        self.layout
            .iter()
            .map(|(name, shape)| {
                let (values, others) = rest.split_at_checked(shape.iter().product())?;
                rest = others;
                Some(Weight { name: name.clone(), shape: shape.clone(), values: values.to_vec() })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Ten numbers that tell the epoch: 40 bytes.
    fn weights(epoch: u32) -> Vec<Weight> {
        let numbers = |n: usize, shift: f32| (0..n).map(|at| epoch as f32 + shift + at as f32).collect();
        vec![
            Weight { name: "hidden.weight".into(), shape: vec![2, 4], values: numbers(8, 0.25) },
            Weight { name: "hidden.bias".into(), shape: vec![2], values: numbers(2, 0.5) },
        ]
    }

    fn run(budget: usize, bests: &[u32]) -> Snapshots {
        let mut snapshots = Snapshots::within(budget);
        for (epoch, best) in (0..).zip(bests) {
            snapshots.keep(epoch, &weights(epoch), (epoch > 0).then_some(*best));
        }
        snapshots
    }

    fn epochs(snapshots: &Snapshots) -> Vec<u32> {
        snapshots.epochs().collect()
    }

    #[test]
    fn while_all_fit_all_stay_and_come_back_as_they_were() {
        let snapshots = run(400, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!((epochs(&snapshots), snapshots.bytes()), ((0..10).collect(), 400));
        for epoch in 0..10 {
            assert_eq!(snapshots.weights(epoch), Some(weights(epoch)));
            assert_eq!(snapshots.epoch_with(weights::digest(&weights(epoch))), Some(epoch));
        }
        assert_eq!((snapshots.weights(10), snapshots.epoch_with(1)), (None, None));
    }

    #[test]
    fn beyond_the_budget_every_second_goes_but_not_the_first_the_best_and_the_last() {
        let best_at_seven: Vec<u32> = (0..=20).map(|epoch: u32| epoch.min(7)).collect();
        assert_eq!(epochs(&run(400, &best_at_seven)), [0, 4, 7, 8, 12, 16, 20]);
        assert_eq!(epochs(&run(400, &best_at_seven[..20])), [0, 4, 7, 8, 12, 16, 19]);
        // A best that was overtaken goes when its turn comes.
        let always_better: Vec<u32> = (0..=20).collect();
        assert_eq!(epochs(&run(400, &always_better)), [0, 4, 8, 12, 16, 20]);
        assert_eq!(epochs(&run(0, &best_at_seven)), [0, 7, 20], "three stay whatever they weigh");
    }

    #[test]
    fn an_epoch_that_comes_again_takes_its_place() {
        let mut snapshots = run(4_000, &[0, 1, 2, 3, 4]);
        snapshots.keep(2, &weights(9), Some(1));
        assert_eq!(epochs(&snapshots), [0, 1, 2]);
        assert_eq!(snapshots.weights(2), Some(weights(9)));
    }

    #[test]
    fn another_network_begins_anew() {
        let mut snapshots = run(4_000, &[0, 1, 2]);
        snapshots.keep(3, &weights(3)[..1], None);
        assert_eq!((epochs(&snapshots), snapshots.bytes()), (vec![3], 32));
    }

    #[test]
    fn for_another_budget_fewer_are_left_and_none_comes_back() {
        let snapshots = run(400, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let fewer = snapshots.refitted(200, Some(7));
        assert_eq!(epochs(&fewer), [0, 4, 7, 8, 9]);
        assert_eq!(epochs(&fewer.refitted(400, Some(7))), [0, 4, 7, 8, 9]);
        assert_eq!(fewer.weights(4), snapshots.weights(4));
    }

    #[test]
    fn what_was_written_is_read_if_it_is_what_it_says() {
        let snapshots = run(400, &[0, 1, 2]);
        let bytes = postcard::to_allocvec(&snapshots).unwrap();
        let read = |bytes: &[u8], last| postcard::from_bytes::<Snapshots>(bytes).ok()?.checked(last);
        assert_eq!(read(&bytes, 2), Some(snapshots.clone()));
        assert_eq!(epochs(&read(&bytes, 1).unwrap()), [0, 1], "of a later epoch the run knows nothing");
        let mut other = bytes.clone();
        *other.last_mut().unwrap() ^= 1;
        assert_eq!(read(&other, 2), None);
    }

    proptest! {
        #[test]
        fn the_rule_holds_for_every_run(n in 1_u32..200, budget in 0_usize..2_000, bests in prop::collection::vec(any::<bool>(), 200)) {
            let mut best = 0;
            let bests: Vec<u32> = (0..n).map(|epoch| {
                if bests[epoch as usize] {
                    best = epoch;
                }
                best
            }).collect();
            let snapshots = run(budget, &bests);
            let kept = epochs(&snapshots);
            prop_assert!(kept.is_sorted());
            for stays in [0, bests[bests.len() - 1], n - 1] {
                prop_assert!(kept.contains(&stays), "{stays} of {kept:?}");
            }
            prop_assert!(snapshots.bytes() <= budget.max(3 * 40));
            // Evenly: but for the best and the last, equal steps.
            let even: Vec<u32> =
                kept.iter().copied().filter(|at| at.is_multiple_of(snapshots.stride)).collect();
            prop_assert!(even.windows(2).all(|pair| pair[1] - pair[0] == snapshots.stride));
            prop_assert!(even.len() + 2 >= kept.len());
        }
    }
}
