//! From a distance to a level: one kind of threshold judges every score.
//!
//! A [`Threshold`] has two limits, *watch* and *alarm*; a distance at or above a limit has crossed it. The
//! limits come from a test's significance, from the null distribution of the distance (how far windows
//! without drift stray), or from a number someone chose. A [`Trigger`] adds hysteresis over time: a level
//! must hold for some evaluations in a row before it is shown, and longer before it is taken back.

use crate::describe::quantile;
use serde::{Deserialize, Serialize};

/// How worried to be, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As the reference.
    #[default]
    Steady,
    /// Stranger than windows usually are.
    Watch,
    /// Stranger than chance explains.
    Alarm,
}

impl Level {
    /// The name in files and in the page's `data-level`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::Watch => "watch",
            Self::Alarm => "alarm",
        }
    }
}

/// Two limits on a distance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Threshold {
    /// From here on: watch.
    pub watch: f64,
    /// From here on: alarm. At least `watch`.
    pub alarm: f64,
}

impl Threshold {
    /// A threshold of two limits; the alarm is raised to the watch if it lies below. `None` when one is NaN.
    pub fn of_limits(watch: f64, alarm: f64) -> Option<Self> {
        (!watch.is_nan() && !alarm.is_nan()).then(|| Self { watch, alarm: alarm.max(watch) })
    }

    /// The limits that windows without drift cross about once in `once_in` (alarm) and four times as often
    /// (watch), from distances measured on such windows. `None` without a finite distance, or when there are
    /// too few to know how rare one in `once_in` is.
    pub fn of_null(distances: &[f64], once_in: u32) -> Option<Self> {
        let finite = distances.iter().filter(|distance| distance.is_finite()).count();
        let rate = 1.0 / f64::from(once_in.max(1));
        if (finite as f64) < f64::from(once_in.max(1)) {
            return None;
        }
        // Just above the quantile: a distance seen without drift this often has not crossed.
        let limit = |rate: f64| quantile(distances, 1.0 - rate.min(1.0)).map(f64::next_up);
        Self::of_limits(limit(4.0 * rate)?, limit(rate)?)
    }

    /// The level of a distance; a distance that does not exist is steady.
    pub fn judge(&self, distance: Option<f64>) -> Level {
        match distance {
            Some(distance) if distance >= self.alarm => Level::Alarm,
            Some(distance) if distance >= self.watch => Level::Watch,
            _ => Level::Steady,
        }
    }

    /// Whether a distance is an alarm.
    pub fn is_crossed(&self, distance: f64) -> bool {
        distance >= self.alarm
    }
}

/// A level with memory: raised after `raise_after` evaluations in a row at or above it, lowered after
/// `lower_after` in a row below. One lucky window does not end an alarm, one unlucky one does not start it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trigger {
    level: Level,
    raise_after: u32,
    lower_after: u32,
    above: Vec<Level>,
    below: Vec<Level>,
}

impl Trigger {
    /// A steady trigger. A count of 0 acts as 1.
    pub fn new(raise_after: u32, lower_after: u32) -> Self {
        let (raise_after, lower_after) = (raise_after.max(1), lower_after.max(1));
        Self { level: Level::Steady, raise_after, lower_after, above: Vec::new(), below: Vec::new() }
    }

    /// The level now.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Takes in the level of one evaluation and gives the level now.
    pub fn update(&mut self, seen: Level) -> Level {
        if seen > self.level {
            self.below.clear();
            self.above.push(seen);
            if self.above.len() as u64 >= u64::from(self.raise_after) {
                // To what every one of them reached.
                self.level = self.above.iter().copied().min().unwrap_or(seen);
                self.above.clear();
            }
        } else if seen < self.level {
            self.above.clear();
            self.below.push(seen);
            if self.below.len() as u64 >= u64::from(self.lower_after) {
                // To the worst of them.
                self.level = self.below.iter().copied().max().unwrap_or(seen);
                self.below.clear();
            }
        } else {
            self.above.clear();
            self.below.clear();
        }
        self.level
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::Level::{Alarm, Steady, Watch};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn distances_are_judged() {
        let it = Threshold::of_limits(1.0, 2.0).expect("limits");
        for (distance, want) in [
            (None, Steady),
            (Some(f64::NAN), Steady),
            (Some(0.9), Steady),
            (Some(1.0), Watch),
            (Some(2.0), Alarm),
            (Some(f64::INFINITY), Alarm),
        ] {
            assert_eq!(it.judge(distance), want, "{distance:?}");
        }
        assert_eq!(Threshold::of_limits(3.0, 2.0).map(|it| it.alarm), Some(3.0));
        assert_eq!(Threshold::of_limits(f64::NAN, 2.0), None);
    }

    #[test]
    fn a_null_is_crossed_as_often_as_asked() {
        let null: Vec<f64> = (0..1000).map(f64::from).collect();
        let it = Threshold::of_null(&null, 20).expect("enough");
        let share = |level: Level| null.iter().filter(|&&d| it.judge(Some(d)) >= level).count();
        assert_eq!((share(Alarm), share(Watch)), (50, 200));
        assert_eq!(Threshold::of_null(&null[..10], 20), None);
        // A distance that never varies never alarms.
        let constant = Threshold::of_null(&[0.5; 100], 20).expect("enough");
        assert_eq!(constant.judge(Some(0.5)), Steady);
    }

    #[test]
    fn a_trigger_waits_both_ways() {
        let mut trigger = Trigger::new(2, 3);
        let story = [
            (Alarm, Steady),
            (Steady, Steady),
            (Alarm, Steady),
            (Watch, Watch),
            (Alarm, Watch),
            (Alarm, Alarm),
            (Steady, Alarm),
            (Watch, Alarm),
            (Steady, Watch),
            (Steady, Watch),
            (Watch, Watch),
            (Steady, Watch),
            (Steady, Watch),
            (Steady, Steady),
        ];
        for (step, (seen, want)) in story.into_iter().enumerate() {
            assert_eq!(trigger.update(seen), want, "step {step}");
        }
    }

    proptest! {
        #[test]
        fn a_trigger_that_does_not_wait_repeats(seen in prop::collection::vec(0..3_u8, 0..30)) {
            let mut trigger = Trigger::new(0, 1);
            for level in seen.into_iter().map(|it| [Steady, Watch, Alarm][usize::from(it)]) {
                prop_assert_eq!(trigger.update(level), level);
            }
        }
    }
}
