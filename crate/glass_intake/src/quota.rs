//! When there are more images than the set may hold: which of them stay.

use glass_core::rng::Stream;

/// Chooses `limit` of the items, each class keeping its share (and at least one image, as far as the limit
/// goes); which ones of a class is decided by the seed. `classes[i]` is the class of item `i`.
pub fn keep(classes: &[usize], limit: usize, seed: u64) -> Vec<bool> {
    let n = classes.len();
    if n <= limit {
        return vec![true; n];
    }
    let n_classes = classes.iter().max().map_or(0, |last| last + 1);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); n_classes];
    for (item, &class) in classes.iter().enumerate() {
        members[class].push(item);
    }
    // Largest remainder, in integers; a class that would get nothing gets one first.
    let mut places: Vec<usize> =
        members.iter().map(|items| (items.len() * limit / n).max(usize::from(!items.is_empty()))).collect();
    let mut by_remainder: Vec<usize> = (0..n_classes).collect();
    by_remainder
        .sort_by_key(|&class| std::cmp::Reverse((members[class].len() * limit % n, n_classes - class)));
    let mut given: usize = places.iter().sum();
    for &class in by_remainder.iter().cycle().take(n_classes * 2) {
        if given < limit && places[class] < members[class].len() {
            places[class] += 1;
            given += 1;
        }
    }
    while given > limit {
        let largest =
            (0..n_classes).max_by_key(|&class| (places[class], n_classes - class)).unwrap_or_default();
        places[largest] -= 1;
        given -= 1;
    }
    let mut kept = vec![false; n];
    for (class, items) in members.iter_mut().enumerate() {
        Stream::indexed(seed, "import quota", class as u64).shuffle(items);
        for &item in items.iter().take(places[class]) {
            kept[item] = true;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn count(classes: &[usize], kept: &[bool], class: usize) -> usize {
        classes.iter().zip(kept).filter(|&(&of, &keep)| of == class && keep).count()
    }

    #[test]
    fn shares_are_kept_and_nobody_is_lost() {
        let classes: Vec<usize> = (0..1_000)
            .map(|at| {
                if at < 897 {
                    0
                } else if at < 997 {
                    1
                } else {
                    2
                }
            })
            .collect();
        let kept = keep(&classes, 100, 1);
        assert_eq!([0, 1, 2].map(|class| count(&classes, &kept, class)), [89, 10, 1]);
        assert_ne!(kept, keep(&classes, 100, 2));
        assert_eq!(kept, keep(&classes, 100, 1));
    }

    proptest! {
        #[test]
        fn exactly_the_limit_stays(classes in prop::collection::vec(0_usize..7, 0..200), limit in 0_usize..250, seed: u64) {
            let kept = keep(&classes, limit, seed);
            prop_assert_eq!(kept.iter().filter(|&&keep| keep).count(), limit.min(classes.len()));
        }
    }
}
