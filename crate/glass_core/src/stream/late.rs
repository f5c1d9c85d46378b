//! Labels that come late: what a window's quality was becomes known when the labels of all its images are.

use crate::interval::{Interval, wilson_of};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, VecDeque};

/// Windows that wait for labels, at most; beyond them the oldest is never filled in.
const MAX_WAITING: usize = 400;

/// A window whose labels are all there.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    /// Observations seen in all when the window was evaluated.
    pub n_seen: u64,
    /// Labels in it.
    pub n_labelled: u64,
    /// Share of them that are right.
    pub accuracy: f64,
    /// Its 95 % Wilson interval, by the number of different images.
    pub interval: Option<Interval>,
}

/// Answers and windows that wait for their labels.
#[derive(Debug, Clone, Default)]
pub struct LateLabels {
    delay: u64,
    /// Which image each observation was, and whether the answer was right, from `first` on; `None`: it has no label at
    /// all.
    hits: VecDeque<(u64, Option<bool>)>,
    first: u64,
    windows: VecDeque<(u64, u64, u64)>,
}

impl LateLabels {
    /// Nothing waits; labels come `delay` observations after the answer.
    pub fn new(delay: u32) -> Self {
        Self { delay: delay.into(), ..Self::default() }
    }

    /// An observation of this image was answered, rightly or not; the sequence grows by one each time.
    pub fn answered(&mut self, sample: u64, hit: Option<bool>) {
        self.hits.push_back((sample, hit));
    }

    /// A window from `first` to `last` was evaluated when `n_seen` observations had been seen.
    pub fn evaluated(&mut self, n_seen: u64, first: u64, last: u64) {
        self.windows.push_back((n_seen, first, last));
        if self.windows.len() > MAX_WAITING {
            self.windows.pop_front();
        }
    }

    /// The windows all of whose labels are there when `last` was the last to be answered, each once.
    pub fn filled(&mut self, last: u64) -> Vec<Filled> {
        let mut filled = Vec::new();
        while let Some(&(n_seen, from, to)) =
            self.windows.front().filter(|(_, _, to)| to.saturating_add(self.delay) <= last)
        {
            self.windows.pop_front();
            let skip = from.saturating_sub(self.first) as usize;
            let n = (to.saturating_sub(from) + 1) as usize;
            let known = self.hits.iter().skip(skip).take(n);
            let known: Vec<(u64, bool)> =
                known.filter_map(|(sample, hit)| Some((*sample, (*hit)?))).collect();
            let n_labelled = known.len() as u64;
            let right = known.iter().filter(|(_, hit)| *hit).count() as u64;
            if n_labelled > 0 {
                let accuracy = right as f64 / n_labelled as f64;
                let n_different = known.iter().map(|(sample, _)| *sample).collect::<BTreeSet<_>>().len();
                let interval = wilson_of(accuracy, n_different as u64);
                filled.push(Filled { n_seen, n_labelled, accuracy, interval });
            }
        }
        // What no window waits for any more can go; while none waits, the last few windows' worth is kept.
        let needed = self.windows.front().map_or(last.saturating_sub(1_000), |(_, from, _)| *from);
        while self.first < needed && self.hits.pop_front().is_some() {
            self.first += 1;
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_window_is_filled_in_when_its_last_label_is_there() {
        let mut late = LateLabels::new(5);
        let mut filled = Vec::new();
        for at in 0_u64..30 {
            late.answered(at % 4, (at != 3).then_some(at % 2 == 0));
            if at % 10 == 9 {
                late.evaluated(at + 1, at - 9, at);
            }
            filled.extend(late.filled(at).into_iter().map(|it| (at, it)));
        }
        let seen: Vec<(u64, u64, u64, f64)> =
            filled.iter().map(|(at, it)| (*at, it.n_seen, it.n_labelled, it.accuracy)).collect();
        assert_eq!(seen, [(14, 10, 9, 5.0 / 9.0), (24, 20, 10, 0.5)]);
        // Four images, as often as they came.
        assert_eq!(filled[1].1.interval, crate::interval::wilson(2, 4));
    }

    #[test]
    fn memory_stays_bounded() {
        let mut late = LateLabels::new(0);
        for at in 0_u64..100_000 {
            late.answered(at, Some(true));
            if at % 10 == 9 {
                late.evaluated(at + 1, at - 9, at);
            }
            let _ = late.filled(at);
        }
        assert!(late.hits.len() < 2_000 && late.windows.is_empty());
        let mut never = LateLabels::new(u32::MAX);
        for at in 0_u64..10_000 {
            never.answered(at, Some(true));
            never.evaluated(at + 1, at.saturating_sub(9), at);
            let _ = never.filled(at);
        }
        assert!(never.windows.len() <= MAX_WAITING && never.hits.len() < 1_000);
    }
}
