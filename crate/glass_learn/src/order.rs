//! The order in which an epoch visits the training images.

use glass_core::rng::Stream;

/// The images of `epoch` (1 for the first), shuffled: a permutation of `0..n_images` that depends on the seed
/// and the epoch alone, so that a resumed run meets the same images as a straight one.
pub fn order_of_epoch(seed: u32, epoch: u32, n_images: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n_images).collect();
    Stream::indexed(u64::from(seed), "order", u64::from(epoch)).shuffle(&mut order);
    order
}

/// At most `limit` of `n_images`, drawn without replacement and in ascending order: the training images an
/// epoch's end is measured on. All of them when they are no more than `limit`.
pub fn probe(seed: u32, n_images: usize, limit: usize) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..n_images).collect();
    if n_images > limit {
        Stream::named(u64::from(seed), "probe").shuffle(&mut indices);
        indices.truncate(limit);
        indices.sort_unstable();
    }
    indices
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn epochs_differ_and_repeat() {
        assert_eq!(order_of_epoch(1, 1, 50), order_of_epoch(1, 1, 50));
        assert_ne!(order_of_epoch(1, 1, 50), order_of_epoch(1, 2, 50));
        assert_ne!(order_of_epoch(1, 1, 50), order_of_epoch(2, 1, 50));
    }

    proptest! {
        #[test]
        fn every_image_once(seed: u32, epoch: u32, n in 0_usize..300) {
            let mut order = order_of_epoch(seed, epoch, n);
            order.sort_unstable();
            prop_assert_eq!(order, (0..n).collect::<Vec<_>>());
        }

        #[test]
        fn a_probe_is_small_ascending_and_inside(seed: u32, n in 0_usize..300, limit in 1_usize..100) {
            let probe = probe(seed, n, limit);
            prop_assert_eq!(probe.len(), n.min(limit));
            prop_assert!(probe.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(probe.iter().all(|&index| index < n));
        }
    }
}
