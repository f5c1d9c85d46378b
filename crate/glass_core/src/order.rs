//! Order, and sets, with little code: one sort and no other, whatever is sorted.
//!
//! The standard sort and the collecting of B-trees (which sorts too) are compiled anew for every type, 3 kB each time,
//! and a page has a dozen. Where a few hundred things are put in order for a person to read, the time does not show and
//! the kilobytes do. Numbers by the thousand keep the standard sort.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Sorts as [`slice::sort_by`] does: equal items keep their order.
pub fn sort_by<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = ordered(items.len(), &mut |a, b| compare(&items[a], &items[b]));
    let mut slots: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| slots[index].take()));
}

/// The set of these.
pub fn set_of<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
}

/// The indices `0..n` in order, equal ones as they come. Deliberately not generic.
fn ordered(n: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_as_the_standard_library_does(items in prop::collection::vec((0_u8..9, any::<u8>()), 0..60)) {
            let (mut found, mut expected) = (items.clone(), items.clone());
            sort_by(&mut found, |a, b| a.0.cmp(&b.0));
            expected.sort_by_key(|item| item.0);
            prop_assert_eq!(found, expected);
            prop_assert_eq!(set_of(items.clone()), items.into_iter().collect());
        }
    }
}
