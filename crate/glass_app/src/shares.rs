//! How the items of an import are shared out among several readers, and brought back into their order.

use std::collections::VecDeque;
use std::ops::Range;

/// Shares for each reader, so that none waits long for the last one.
const SHARES_EACH: u32 = 16;
/// Items in a share: enough that asking for the next one costs nothing, few enough that what was read before its turn
/// can wait.
const LENGTH: std::ops::RangeInclusive<u32> = 4..=64;

/// The shares of an import, and what was read of them.
#[derive(Debug)]
pub struct Shares<T> {
    total: u32,
    length: u32,
    /// Items in shares that were handed out.
    given: u32,
    /// Handed out and given back, to be handed out again.
    free: Vec<u32>,
    /// Handed out and not read and taken, in order.
    open: VecDeque<Share<T>>,
}

#[derive(Debug)]
struct Share<T> {
    start: u32,
    position: u32,
    end: u32,
    brought: Vec<T>,
}

impl<T> Shares<T> {
    /// All `total` items, for so many readers; a single one reads them in one go.
    pub fn of(total: u32, n_readers: usize) -> Self {
        let n_shares = SHARES_EACH.saturating_mul(n_readers as u32).max(1);
        let length =
            if n_readers < 2 { total } else { (total / n_shares).clamp(*LENGTH.start(), *LENGTH.end()) };
        Self { total, length, given: 0, free: Vec::new(), open: VecDeque::new() }
    }

    /// The next share, named by its first item; `None` when all were handed out.
    pub fn hand_out(&mut self) -> Option<u32> {
        if let Some(share) = self.free.pop() {
            return Some(share);
        }
        if self.given >= self.total {
            return None;
        }
        let start = self.given;
        let end = self.total.min(start.saturating_add(self.length));
        self.given = end;
        self.open.push_back(Share { start, position: start, end, brought: Vec::new() });
        Some(start)
    }

    /// Takes a share back from a reader that reads no more: what it read of it stays.
    pub fn give_back(&mut self, start: u32) {
        if !self.rest(start).is_empty() {
            self.free.push(start);
        }
    }

    fn share(&mut self, start: u32) -> Option<&mut Share<T>> {
        self.open.iter_mut().find(|share| share.start == start)
    }

    /// Items of a share that are not read.
    pub fn rest(&self, start: u32) -> Range<u32> {
        self.open.iter().find(|share| share.start == start).map_or(0..0, |share| share.position..share.end)
    }

    /// Takes what was read of a share.
    pub fn bring(&mut self, start: u32, results: impl IntoIterator<Item = T>) {
        if let Some(share) = self.share(start) {
            share.brought.extend(results);
        }
    }

    /// All of a share before `position` is read and was brought.
    pub fn reach(&mut self, start: u32, position: u32) {
        if let Some(share) = self.share(start) {
            share.position = position.clamp(share.position, share.end);
        }
    }

    /// What can be taken now: all before it was taken.
    pub fn take_ready(&mut self) -> Vec<T> {
        let mut ready = Vec::new();
        while let Some(first) = self.open.front_mut() {
            ready.append(&mut first.brought);
            if first.position < first.end {
                break;
            }
            self.open.pop_front();
        }
        ready
    }

    /// Items that are read.
    pub fn n_read(&self) -> u32 {
        let before = self.open.front().map_or(self.given, |first| first.start);
        before + self.open.iter().map(|share| share.position - share.start).sum::<u32>()
    }

    /// Items in all.
    pub fn total(&self) -> u32 {
        self.total
    }

    /// Is every item read?
    pub fn is_over(&self) -> bool {
        self.n_read() == self.total
    }
}

#[cfg(test)]
mod tests {
    use super::Shares;
    use proptest::prelude::*;

    #[test]
    fn one_reader_reads_all_in_one_go_and_what_it_brings_is_there_at_once() {
        let mut shares = Shares::of(1000, 1);
        assert_eq!((shares.hand_out(), shares.hand_out()), (Some(0), None));
        shares.bring(0, [7, 8]);
        assert_eq!(shares.take_ready(), [7, 8]);
        shares.reach(0, 2);
        assert_eq!((shares.n_read(), shares.rest(0), shares.is_over()), (2, 2..1000, false));
    }

    #[test]
    fn nothing_to_read_is_read() {
        let mut shares = Shares::<u8>::of(0, 4);
        assert_eq!((shares.hand_out(), shares.is_over()), (None, true));
    }

    #[test]
    fn what_comes_before_its_turn_waits() {
        let mut shares = Shares::of(8, 2);
        let (first, second) = (shares.hand_out().unwrap(), shares.hand_out().unwrap());
        shares.bring(second, 4..8);
        shares.reach(second, 8);
        assert_eq!((shares.take_ready(), shares.n_read()), (vec![], 4));
        shares.bring(first, 0..4);
        shares.reach(first, 4);
        assert_eq!(shares.take_ready(), (0..8).collect::<Vec<_>>());
        assert!(shares.is_over());
    }

    #[test]
    fn what_is_given_back_is_handed_out_again_from_where_it_was() {
        let mut shares = Shares::of(8, 2);
        let (first, second) = (shares.hand_out().unwrap(), shares.hand_out().unwrap());
        shares.bring(first, 0..2);
        shares.reach(first, 2);
        shares.give_back(first);
        shares.reach(second, 8);
        shares.give_back(second);
        assert_eq!((shares.hand_out(), shares.rest(first), shares.hand_out()), (Some(first), 2..4, None));
    }

    proptest! {
        #[test]
        fn whoever_reads_what_and_dies_at_it_all_comes_once_and_in_order(
            total in 0_u32..400,
            n_readers in 1_usize..5,
            turns in prop::collection::vec((0_usize..5, 1_u32..20, 0_u8..10), 0..400),
        ) {
            let mut shares = Shares::of(total, n_readers);
            let mut held: Vec<Option<u32>> = vec![None; n_readers];
            let mut taken = Vec::new();
            // Readers in any order, and then each to its end.
            let rest = (0..n_readers).cycle().take(n_readers * 400).map(|reader| (reader, 7, 9));
            for (reader, n, fate) in turns.into_iter().chain(rest) {
                let reader = reader % n_readers;
                let Some(share) = held[reader].or_else(|| shares.hand_out()) else { continue };
                held[reader] = Some(share);
                let left = shares.rest(share);
                let until = left.end.min(left.start + n);
                // A dead reader has brought nothing of this turn, and goes on or gives its share back.
                if fate > 1 {
                    shares.bring(share, left.start..until);
                    shares.reach(share, until);
                }
                if fate == 0 {
                    shares.give_back(share);
                    held[reader] = None;
                }
                if shares.rest(share).is_empty() {
                    held[reader] = None;
                }
                taken.extend(shares.take_ready());
                prop_assert!(taken.len() as u32 <= shares.n_read());
            }
            prop_assert!(shares.is_over());
            prop_assert_eq!(taken, (0..total).collect::<Vec<_>>());
        }
    }
}
