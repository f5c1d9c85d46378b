//! A promise of speed ("99 % within 100 ms"), its error budget, and the watch over how fast that burns.
//!
//! The error budget is the share that may be late, 1 − q. The burn rate over a window is the share late in it over that
//! budget: at 1 the budget lasts exactly for the period. As in the SRE Workbook (Google, 2018, chapter 5, "Multiwindow,
//! multi-burn-rate alerts", for a period of 30 days), three pairs of windows are watched, and a pair alerts while its long
//! *and* its short window burn faster than its limit: the long one says that it matters, the short one that it still goes on.
//! Here the windows are the same shares of the session's period as there of 30 days:
//!
//! | of the budget | long window | short window | burn rate | level |
//! | --- | --- | --- | --- | --- |
//! | 2 % | 1/720 of the period | 1/12 of that | 14.4 | alarm |
//! | 5 % | 1/120 | 1/12 of that | 6 | alarm |
//! | 10 % | 1/10 | 1/12 of that | 1 | watch |
//!
//! A pair needs [`MIN_LATE`] late answers in its long window: at few images a second one late answer would fill a budget.

use crate::stream::Level;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Late answers in the long window without which nothing is said.
pub const MIN_LATE: u32 = 5;
/// Slots of time in a period: two in the shortest window.
const SLOTS_A_PERIOD: f64 = 17_280.0;
/// Alerts kept, at most; the oldest go.
const MAX_ALERTS: usize = 100;

/// A pair of windows, in slots, and the burn rate that is too much for it.
struct Pair {
    long: usize,
    short: usize,
    limit: f64,
    level: Level,
}

const PAIRS: [Pair; 3] = [
    Pair { long: 24, short: 2, limit: 14.4, level: Level::Alarm },
    Pair { long: 144, short: 12, limit: 6.0, level: Level::Alarm },
    Pair { long: 1_728, short: 144, limit: 1.0, level: Level::Watch },
];

/// "`share` of the answers within `millis`", over a period of so many minutes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Objective {
    /// The share that is promised to be in time, as a fraction.
    pub share: f64,
    /// In time is within so many milliseconds, from due to answered.
    pub millis: f64,
    /// The period the budget is for.
    pub minutes: f64,
}

impl Objective {
    /// Bounds of [`Objective::share`].
    pub const SHARES: (f64, f64) = (0.5, 0.999);
    /// Bounds of [`Objective::millis`].
    pub const MILLIS: (f64, f64) = (1.0, 60_000.0);
    /// Bounds of [`Objective::minutes`].
    pub const MINUTES: (f64, f64) = (1.0, 1_440.0);

    /// Every number within its bounds; what is no number is the default.
    pub fn clamped(self) -> Self {
        let or = |value: f64, default: f64, (low, high): (f64, f64)| {
            if value.is_nan() { default } else { value.clamp(low, high) }
        };
        let default = Self::default();
        Self {
            share: or(self.share, default.share, Self::SHARES),
            millis: or(self.millis, default.millis, Self::MILLIS),
            minutes: or(self.minutes, default.minutes, Self::MINUTES),
        }
    }

    /// The error budget: the share that may be late.
    pub fn allowed(&self) -> f64 {
        1.0 - self.share
    }

    fn slot_millis(&self) -> f64 {
        self.minutes * 60_000.0 / SLOTS_A_PERIOD
    }
}

impl Default for Objective {
    /// 99 % within 100 ms, over an hour.
    fn default() -> Self {
        Self { share: 0.99, millis: 100.0, minutes: 60.0 }
    }
}

/// How fast the budget burns over one pair of windows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Burn {
    /// Length of the long window, in milliseconds.
    pub long_millis: f64,
    /// Length of the short one.
    pub short_millis: f64,
    /// Burn rate over the long one; `None` without answers in it.
    pub long_rate: Option<f64>,
    /// Burn rate over the short one.
    pub short_rate: Option<f64>,
    /// What is too much.
    pub limit: f64,
    /// What it is when it is too much.
    pub level: Level,
    /// It is too much.
    pub is_burning: bool,
}

/// A time in which the budget burned too fast.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct BurnAlert {
    /// Which pair of windows, from 0.
    pub pair: u8,
    /// Its level.
    pub level: Level,
    /// When it began.
    pub raised_millis: f64,
    /// When it ended; `None` while it lasts.
    pub cleared_millis: Option<f64>,
    /// The greatest burn rate over the long window.
    pub worst_rate: f64,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    n: u32,
    n_late: u32,
}

/// Watches an objective.
#[derive(Debug, Clone)]
pub struct ObjectiveWatch {
    objective: Objective,
    since_millis: f64,
    /// The last slots, the newest at the end; `head` is its number.
    slots: VecDeque<Slot>,
    head: u64,
    n: u64,
    n_late: u64,
    alerts: Vec<BurnAlert>,
}

impl ObjectiveWatch {
    /// Watches from now on.
    pub fn new(objective: Objective, now_millis: f64) -> Self {
        Self {
            objective: objective.clamped(),
            since_millis: now_millis,
            slots: VecDeque::from([Slot::default()]),
            head: 0,
            n: 0,
            n_late: 0,
            alerts: Vec::new(),
        }
    }

    /// What is promised.
    pub fn objective(&self) -> Objective {
        self.objective
    }

    /// Answers, and late ones.
    pub fn counts(&self) -> (u64, u64) {
        (self.n, self.n_late)
    }

    /// Every alert so far.
    pub fn alerts(&self) -> &[BurnAlert] {
        &self.alerts
    }

    /// An answer was given, in time or late.
    pub fn record(&mut self, now_millis: f64, is_late: bool) {
        self.judge(now_millis);
        self.n += 1;
        self.n_late += u64::from(is_late);
        if let Some(slot) = self.slots.back_mut() {
            slot.n += 1;
            slot.n_late += u32::from(is_late);
        }
    }

    /// Raises and clears alerts as it stands at this moment; once a slot of time, at most.
    pub fn judge(&mut self, now_millis: f64) {
        if !self.advance(now_millis) {
            return;
        }
        for (pair, burn) in self.burns().into_iter().enumerate() {
            let open =
                self.alerts.iter_mut().find(|it| usize::from(it.pair) == pair && it.cleared_millis.is_none());
            let rate = burn.long_rate.unwrap_or(0.0);
            match (open, burn.is_burning) {
                (Some(alert), true) => alert.worst_rate = alert.worst_rate.max(rate),
                (Some(alert), false) => alert.cleared_millis = Some(now_millis),
                (None, true) => self.alerts.push(BurnAlert {
                    pair: pair as u8,
                    level: burn.level,
                    raised_millis: now_millis,
                    cleared_millis: None,
                    worst_rate: rate,
                }),
                (None, false) => {}
            }
        }
        let surplus = self.alerts.len().saturating_sub(MAX_ALERTS);
        self.alerts.drain(..surplus);
    }

    /// How fast the budget burns.
    pub fn burns(&self) -> [Burn; 3] {
        PAIRS.map(|pair| {
            let (long, short) = (self.last(pair.long), self.last(pair.short));
            let rate = |of: Slot| {
                (of.n > 0).then(|| f64::from(of.n_late) / f64::from(of.n) / self.objective.allowed())
            };
            let (long_rate, short_rate) = (rate(long), rate(short));
            let is_over = |rate: Option<f64>| rate.is_some_and(|rate| rate > pair.limit);
            let slot_millis = self.objective.slot_millis();
            Burn {
                long_millis: pair.long as f64 * slot_millis,
                short_millis: pair.short as f64 * slot_millis,
                long_rate,
                short_rate,
                limit: pair.limit,
                level: pair.level,
                is_burning: long.n_late >= MIN_LATE && is_over(long_rate) && is_over(short_rate),
            }
        })
    }

    /// What the last slots hold together.
    fn last(&self, slots: usize) -> Slot {
        let sum = |sum: Slot, slot: &Slot| Slot { n: sum.n + slot.n, n_late: sum.n_late + slot.n_late };
        self.slots.iter().rev().take(slots).fold(Slot::default(), sum)
    }

    /// Opens the slots up to this moment; says whether there was any to open.
    fn advance(&mut self, now_millis: f64) -> bool {
        let kept = PAIRS.iter().map(|pair| pair.long).max().unwrap_or(1);
        let head = ((now_millis - self.since_millis).max(0.0) / self.objective.slot_millis()) as u64;
        let new = head.saturating_sub(self.head);
        for _ in 0..new.min(kept as u64) {
            if self.slots.len() >= kept {
                self.slots.pop_front();
            }
            self.slots.push_back(Slot::default());
        }
        self.head = self.head.max(head);
        new > 0
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use proptest::prelude::*;

    /// Answers every 10 ms from one moment to another; every `one_in`-th is late.
    fn answer(watch: &mut ObjectiveWatch, from: f64, until: f64, one_in: u32) {
        let mut image = 0;
        let mut now = from;
        while now < until {
            image += 1;
            watch.record(now, image % one_in == 0);
            now += 10.0;
        }
        watch.judge(until + 1_000.0);
    }

    fn raised(watch: &ObjectiveWatch) -> Vec<u8> {
        watch.alerts().iter().map(|alert| alert.pair).collect()
    }

    #[test]
    fn windows_are_the_workbooks_shares_of_the_period() {
        // 30 days: an hour and five minutes, six hours and half an hour, three days and six hours.
        let month = ObjectiveWatch {
            objective: Objective { minutes: 43_200.0, ..Objective::default() },
            ..watch(0.99)
        };
        let hours =
            month.burns().map(|burn| [burn.long_millis, burn.short_millis].map(|it| it / 3_600_000.0));
        let expected = [[1.0, 1.0 / 12.0], [6.0, 0.5], [72.0, 6.0]];
        for (found, expected) in hours.into_iter().flatten().zip(expected.into_iter().flatten()) {
            assert!((found - expected).abs() < 1e-9, "{hours:?}");
        }
    }

    fn watch(share: f64) -> ObjectiveWatch {
        ObjectiveWatch::new(Objective { share, ..Objective::default() }, 0.0)
    }

    #[test]
    fn a_stream_within_its_budget_raises_nothing_and_one_that_burns_it_slowly_a_watch() {
        let mut within = watch(0.99);
        answer(&mut within, 0.0, 600_000.0, 200);
        assert!(raised(&within).is_empty());
        let mut slow = watch(0.99);
        answer(&mut slow, 0.0, 600_000.0, 33);
        assert_eq!(raised(&slow), [2], "three times the budget is a matter for later");
        assert_eq!(slow.alerts()[0].level, Level::Watch);
    }

    #[test]
    fn a_fast_burn_is_an_alarm_within_seconds_and_clears_when_it_is_over() {
        let mut watch = watch(0.99);
        answer(&mut watch, 0.0, 60_000.0, 1_000);
        answer(&mut watch, 61_000.0, 71_000.0, 2);
        assert!(raised(&watch).contains(&0), "{:?}", watch.alerts());
        let alert = watch.alerts().iter().find(|alert| alert.pair == 0).copied();
        let raised = alert.map_or(f64::NAN, |alert| alert.raised_millis);
        assert!((61_000.0..63_000.0).contains(&raised), "{raised}");
        answer(&mut watch, 72_000.0, 80_000.0, 1_000);
        let ended = watch.alerts().iter().filter(|alert| alert.level == Level::Alarm);
        assert!(ended.clone().count() > 0 && ended.clone().all(|alert| alert.cleared_millis.is_some()));
        assert!(ended.clone().all(|alert| alert.worst_rate > 6.0));
    }

    #[test]
    fn one_late_answer_among_few_says_nothing() {
        let mut watch = watch(0.99);
        for second in 0..30 {
            watch.record(f64::from(second) * 1_000.0, second == 20);
        }
        watch.judge(31_000.0);
        assert!(raised(&watch).is_empty());
    }

    #[test]
    fn bounds_hold_whatever_is_promised() {
        let odd = Objective { share: f64::NAN, millis: -1.0, minutes: f64::INFINITY }.clamped();
        assert_eq!(odd, Objective { share: 0.99, millis: 1.0, minutes: 1_440.0 });
        assert!((Objective { share: 7.0, ..odd }.clamped().allowed() - 0.001).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_burn_rate_is_the_share_late_over_the_budget(
            late in proptest::collection::vec(any::<bool>(), 1..300),
            share in 0.5..0.999,
        ) {
            let mut watch = watch(share);
            late.iter().for_each(|late| watch.record(0.0, *late));
            let expected = late.iter().filter(|late| **late).count() as f64 / late.len() as f64 / (1.0 - share);
            for burn in watch.burns() {
                let found = burn.long_rate.unwrap_or(f64::NAN);
                prop_assert!((found - expected).abs() <= 1e-9 * expected.max(1.0));
                prop_assert_eq!(burn.long_rate, burn.short_rate);
            }
        }

        #[test]
        fn whatever_the_clock_does_memory_is_bounded_and_counts_are_kept(
            moments in proptest::collection::vec(-1e12..1e12_f64, 1..50),
        ) {
            let mut watch = watch(0.9);
            moments.iter().for_each(|now| watch.record(*now, true));
            prop_assert_eq!(watch.counts(), (moments.len() as u64, moments.len() as u64));
            prop_assert!(watch.slots.len() <= 1_728);
        }
    }
}
