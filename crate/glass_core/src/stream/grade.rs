//! A monitor graded: over many seeded streams, which signal would have caught a disturbance, how soon, and how often would
//! it have cried wolf?
//!
//! Streams come in pairs of one seed: the same images, once undisturbed, once with the disturbance from the end of the
//! *lead*, one window's worth of images, on. Only evaluations after the lead count. For each signal and for the monitor
//! as a whole (any signal):
//! - *caught*: disturbed streams in which its level rose to *alarm*, with Wilson's interval; *delay*: images from the
//!   first disturbed one to that evaluation;
//! - *false alarms*: rises to *alarm* in the undisturbed twins, in a window's worth of images, with the interval of a
//!   Poisson count;
//! - *AUC*: how well its score tells disturbed from undisturbed streams at any limit. The score of a stream is the
//!   highest limit at which it would have alarmed: the largest, over the stream, of the smallest of as many distances in
//!   a row as raise a level.

use super::calibration::poisson;
use super::plan::Plan;
use super::{Monitor, Observation, Reference, Signal, WatchSettings, WindowReport};
use crate::describe::quantile;
use crate::disturbance::Preset;
use crate::interval::{Interval, wilson};
use crate::metric::roc;
use crate::threshold::Level;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Bounds of the pairs of streams.
pub const STREAMS: (u32, u32) = (5, 200);
/// Bounds of the length of a stream after its lead, in windows.
pub const WINDOWS: (u32, u32) = (1, 20);

/// What is to be graded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradeOrder {
    /// How streams come and are watched; its script is put aside.
    pub plan: Plan,
    /// What happens in the disturbed ones.
    pub story: Preset,
    /// Images it takes, where it is slow.
    pub over: u32,
    /// Pairs of streams.
    pub n_streams: u32,
    /// Windows' worth of images in each, after the lead.
    pub n_windows: u32,
}

/// One stream, watched to be graded.
#[derive(Debug, Clone)]
pub struct Watched {
    monitor: Monitor,
    lead: u64,
    raise_after: usize,
    label_delay: u64,
    labels: VecDeque<(u64, usize)>,
    /// Signal by signal, the whole monitor last.
    tallies: Vec<Tally>,
}

/// What is counted of one detector in one stream.
#[derive(Debug, Clone, PartialEq, Default)]
struct Tally {
    before: Level,
    recent: VecDeque<f64>,
    score: f64,
    n_alarms: u32,
    delay: Option<u32>,
}

/// What came of one stream, detector by detector, the whole monitor last.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome(Vec<Tally>);

impl Watched {
    /// Nothing seen yet; labels come `label_delay` images after the answer.
    pub fn new(reference: &Reference, settings: &WatchSettings, label_delay: u32) -> Self {
        Self {
            monitor: Monitor::new(reference.clone(), settings.clone()),
            lead: settings.window.into(),
            raise_after: settings.raise_after.max(1) as usize,
            label_delay: label_delay.into(),
            labels: VecDeque::new(),
            tallies: vec![Tally::default(); detectors().count()],
        }
    }

    /// Takes the next image in.
    pub fn observe(&mut self, observation: Observation) {
        let (sequence, actual) = (observation.sequence, observation.actual);
        let is_late = self.label_delay > 0;
        self.labels.extend(actual.filter(|_| is_late).map(|actual| (sequence, actual)));
        while let Some(&(labelled, actual)) =
            self.labels.front().filter(|(labelled, _)| labelled + self.label_delay <= sequence)
        {
            self.labels.pop_front();
            self.monitor.label(labelled, actual);
        }
        let known = Observation { actual: actual.filter(|_| !is_late), ..observation };
        if let Some(report) = self.monitor.observe(known) {
            self.evaluate(&report);
        }
    }

    fn evaluate(&mut self, report: &WindowReport) {
        let since = report.n_seen.saturating_sub(self.lead);
        let mut highest = 0.0_f64;
        for (signal, tally) in detectors().zip(&mut self.tallies) {
            let line = report.signals.iter().find(|line| Some(line.signal) == signal);
            let level = line.map_or(report.level, |line| line.level);
            if let Some(line) = line {
                tally.recent.push_back(line.distance.unwrap_or(0.0));
                if tally.recent.len() > self.raise_after {
                    tally.recent.pop_front();
                }
            }
            let is_counted = since > 0;
            if is_counted && tally.recent.len() == self.raise_after {
                let in_a_row = tally.recent.iter().copied().fold(f64::INFINITY, f64::min);
                tally.score = tally.score.max(in_a_row);
            }
            if signal.is_none() {
                tally.score = highest;
            }
            highest = highest.max(tally.score);
            if is_counted && level == Level::Alarm && tally.before < Level::Alarm {
                tally.n_alarms += 1;
                tally.delay = tally.delay.or(u32::try_from(since).ok());
            }
            tally.before = level;
        }
    }

    /// What came of it.
    pub fn outcome(self) -> Outcome {
        Outcome(self.tallies)
    }
}

/// What is graded: every signal, and `None` for the monitor as a whole.
fn detectors() -> impl Iterator<Item = Option<Signal>> {
    let signals = Signal::NUMERIC.into_iter().chain([Signal::PredictedClass, Signal::Quality]);
    signals.map(Some).chain([None])
}

/// How one detector did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    /// Which signal; `None`: any of them.
    pub signal: Option<Signal>,
    /// Disturbed streams in which it alarmed.
    pub n_caught: u32,
    /// The 95 % interval of their share.
    pub caught_interval: Option<Interval>,
    /// Images until then, where it did: 10th percentile, median, 90th percentile.
    pub delay: Option<[f64; 3]>,
    /// Disturbed streams in which no signal was earlier.
    pub n_first: u32,
    /// Alarms in undisturbed streams.
    pub n_false: u32,
    /// Those in a window's worth of images.
    pub false_rate: f64,
    /// Its 95 % interval.
    pub false_interval: Interval,
    /// How well its score tells disturbed from undisturbed streams, whatever the limit.
    pub auc: Option<f64>,
    /// The same, limit by limit: share of undisturbed, share of disturbed streams that alarm.
    pub roc: Vec<(f64, f64)>,
}

/// How a monitor did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GradeReport {
    /// Pairs of streams that were watched.
    pub n_pairs: u32,
    /// Windows' worth of undisturbed images in all.
    pub n_windows: f64,
    /// Every signal, then the whole.
    pub marks: Vec<Mark>,
}

impl GradeReport {
    /// The marks after these pairs: undisturbed, disturbed; each `n_windows` windows long after its lead.
    pub fn of(pairs: &[(Outcome, Outcome)], n_windows: u32) -> Self {
        let n_pairs = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        let in_all = f64::from(n_pairs) * f64::from(n_windows);
        let marks = detectors().enumerate().map(|(place, signal)| mark(signal, place, pairs, in_all));
        Self { n_pairs, n_windows: in_all, marks: marks.collect() }
    }

    /// The mark of the whole monitor.
    pub fn whole(&self) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.signal.is_none())
    }
}

fn mark(signal: Option<Signal>, place: usize, pairs: &[(Outcome, Outcome)], n_windows: f64) -> Mark {
    let calm = || pairs.iter().filter_map(|(calm, _)| calm.0.get(place));
    let disturbed = || pairs.iter().filter_map(|(_, disturbed)| disturbed.0.get(place));
    let delays: Vec<f64> = disturbed().filter_map(|it| it.delay).map(f64::from).collect();
    let n_caught = delays.len() as u32;
    let n_false: u32 = calm().map(|it| it.n_alarms).sum();
    let earliest = |Outcome(tallies): &Outcome| tallies.iter().filter_map(|it| it.delay).min();
    let is_first = |(_, disturbed): &&(Outcome, Outcome)| {
        let delay = disturbed.0.get(place).and_then(|it| it.delay);
        delay.is_some() && delay == earliest(disturbed)
    };
    let scores: Vec<f64> = calm().chain(disturbed()).map(|it| it.score).collect();
    let is_positive: Vec<bool> = calm().map(|_| false).chain(disturbed().map(|_| true)).collect();
    let points = roc::curve(&scores, &is_positive).map(|points| roc::corners(&points)).unwrap_or_default();
    let Interval { low, high } = poisson(n_false);
    let per_window = |count: f64| if n_windows > 0.0 { count / n_windows } else { 0.0 };
    Mark {
        signal,
        n_caught,
        caught_interval: wilson(n_caught.into(), pairs.len() as u64),
        delay: quantile(&delays, 0.5)
            .and_then(|median| Some([quantile(&delays, 0.1)?, median, quantile(&delays, 0.9)?])),
        n_first: pairs.iter().filter(is_first).count() as u32,
        n_false,
        false_rate: per_window(n_false.into()),
        false_interval: Interval { low: per_window(low), high: per_window(high) },
        auc: roc::auc(&scores, &is_positive),
        roc: points.iter().map(|it| (it.false_positive_rate, it.true_positive_rate)).collect(),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::super::tests::{observation, reference};
    use super::*;
    use crate::property::PropertyKind;
    use crate::rng::Stream;

    const WINDOWS_LONG: u32 = 4;

    /// A pair of streams, the disturbed one darker by `dark` after the lead.
    fn pair(seed: u64, dark: f64, settings: &WatchSettings) -> (Outcome, Outcome) {
        let reference = reference(300);
        let watch = |dark: f64| {
            let mut stream = Stream::named(seed, "graded");
            let mut watched = Watched::new(&reference, settings, 0);
            let lead = u64::from(settings.window);
            for i in 0..lead * u64::from(1 + WINDOWS_LONG) {
                let light = if i < lead { 0.0 } else { -dark };
                watched.observe(observation(i, light, &mut stream));
            }
            watched.outcome()
        };
        (watch(0.0), watch(dark))
    }

    fn graded(dark: f64) -> GradeReport {
        let settings = WatchSettings { window: 50, stride: 5, ..WatchSettings::default() };
        let pairs: Vec<_> = (0..12).map(|seed| pair(seed, dark, &settings)).collect();
        GradeReport::of(&pairs, WINDOWS_LONG)
    }

    #[test]
    fn darkness_is_caught_by_brightness_first_and_by_the_whole() {
        let report = graded(0.2);
        let brightness = Some(Signal::Property(PropertyKind::Brightness));
        let it = report.marks.iter().find(|mark| mark.signal == brightness).expect("graded");
        let whole = report.whole().expect("graded");
        assert_eq!((it.n_caught, whole.n_caught, report.n_windows), (12, 12, 48.0));
        // Two evaluations in a row, a few images in: long before the window is full of darkness.
        let [low, median, high] = it.delay.expect("caught");
        assert!(5.0 <= low && low <= median && median <= high && high < 50.0, "{it:?}");
        assert!(it.n_first >= 11 && whole.n_first == 12, "{it:?}");
        assert!(it.auc.is_some_and(|auc| auc > 0.99), "{it:?}");
        assert_eq!((it.roc.first(), it.roc.last()), (Some(&(0.0, 0.0)), Some(&(1.0, 1.0))));
    }

    #[test]
    fn without_a_disturbance_twins_are_alike_and_nothing_tells_them_apart() {
        let report = graded(0.0);
        for mark in &report.marks {
            assert_eq!(mark.auc, Some(0.5), "{mark:?}");
            assert!(mark.n_caught <= mark.n_false, "{mark:?}");
        }
        let whole = report.whole().expect("graded");
        assert!(
            whole.false_interval.low <= whole.false_rate && whole.false_rate <= whole.false_interval.high
        );
    }

    #[test]
    fn no_pair_is_no_mark() {
        let report = GradeReport::of(&[], 5);
        assert_eq!((report.n_pairs, report.n_windows), (0, 0.0));
        assert!(report.marks.iter().all(|mark| mark.auc.is_none() && mark.delay.is_none()));
    }
}
