//! Limits under which a stream without drift alarms about as often as was asked for.
//!
//! Asked is "about one false alarm in N windows": N times as many images as a window has. A false alarm is an episode
//! of the whole monitor, any signal's level rising to *alarm* with the hysteresis of its trigger, on a stream in which
//! nothing is disturbed. Windows overlap, signals hang together and several are looked at: instead of correcting for
//! each, such streams are simulated and watched exactly as in service ([`super::simulation`]).
//!
//! 1. Streams are simulated until they are long enough for [`TARGET_EPISODES`] alarms at the asked rate, at most
//!    [`MAX_EVALUATIONS`] evaluations.
//! 2. The limits are found by bisection: *watch* where episodes at or above it come four times as often as asked, then
//!    *alarm* above it where those of alarm come as often as asked.
//! 3. Other streams, half as long, are watched with these limits: the measured rate, with the 95 % interval of a Poisson
//!    count (Byar's approximation; Breslow and Day 1987, p. 69).
//!
//! Where nothing in the reference varies, streams drawn from it do not move at all, and any limit would do: the usual ones
//! hold then, those of [`WatchSettings::default`].
//!
//! A rate so low that fewer than [`MIN_EPISODES`] alarms could be simulated is raised to where as many can; the limits
//! say which rate they are for. Everything is drawn from one seed: the same reference, the same limits.

use super::simulation::{Simulated, Simulation};
use super::{Reference, WatchSettings};
use crate::interval::Interval;
use crate::threshold::{Level, Threshold, Trigger};
use serde::{Deserialize, Serialize};

/// Alarms the simulated streams should have at the asked rate.
pub const TARGET_EPISODES: u32 = 60;
/// Alarms they have to have.
pub const MIN_EPISODES: u32 = 15;
/// Evaluations simulated to find the limits, at most.
pub const MAX_EVALUATIONS: u32 = 60_000;
/// How much more often a watch may be false than an alarm.
const WATCH_RATIO: f64 = 4.0;
/// Halvings of the range of limits: its width ends below 1e-6.
const HALVINGS: u32 = 28;
/// Where the limit for alarms is below this, nothing moves in the simulated streams.
const NOTHING_MOVES: f64 = 1e-3;
/// Distances lie below this: −log10 of the least p.
const HIGHEST: f64 = 301.0;

/// Limits for an accepted rate of false alarms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// The limits on −log10 of a corrected p.
    pub threshold: Threshold,
    /// One false alarm in this many windows was asked for, or is as rare as could be simulated.
    pub once_in: u32,
    /// A rarer one was asked for.
    pub is_reduced: bool,
    /// False alarms in a window's worth of images, measured on other streams.
    pub measured_rate: f64,
    /// Its 95 % interval.
    pub measured_interval: Interval,
    /// Windows' worth of images it was measured on.
    pub n_windows: f64,
}

/// The search for limits, a bounded piece of work at a time.
#[derive(Debug, Clone)]
pub struct Calibration {
    simulation: Simulation,
    settings: WatchSettings,
    once_in: u32,
    is_reduced: bool,
    n_wanted: u32,
    streams: Vec<Simulated>,
    n_evaluations: u32,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Stage {
    Simulating,
    Watch { low: f64, high: f64, left: u32 },
    Alarm { watch: f64, low: f64, high: f64, left: u32 },
    Measuring { threshold: Threshold, n_episodes: u32 },
    Done(Option<Limits>),
}

impl Calibration {
    /// Begins: `once_in` windows for one false alarm, images in runs of `block` that are alike (1: each for itself).
    pub fn new(reference: &Reference, settings: &WatchSettings, once_in: u32, block: u32, seed: u64) -> Self {
        let stride = settings.stride.max(1);
        let per_window = f64::from(settings.window.max(1)) / f64::from(stride);
        let most = (f64::from(MAX_EVALUATIONS) / per_window / f64::from(MIN_EPISODES)).max(1.0) as u32;
        let (is_reduced, once_in) = (once_in > most, once_in.clamp(1, most));
        let wanted = f64::from(TARGET_EPISODES) * f64::from(once_in) * per_window;
        Self {
            simulation: Simulation::new(reference, settings, block, seed),
            settings: settings.clone(),
            once_in,
            is_reduced,
            n_wanted: (wanted as u32).clamp(1, MAX_EVALUATIONS),
            streams: Vec::new(),
            n_evaluations: 0,
            stage: Stage::Simulating,
        }
    }

    /// One piece of work, a few milliseconds; says whether it was the last.
    pub fn step(&mut self) -> bool {
        match self.stage {
            Stage::Simulating => {
                if self.simulate() >= self.n_wanted {
                    self.stage = Stage::Watch { low: 0.0, high: HIGHEST, left: HALVINGS };
                }
            }
            Stage::Watch { low, high, left } => {
                let middle = f64::midpoint(low, high);
                let threshold = Threshold { watch: middle, alarm: HIGHEST };
                let is_low = self.rate(threshold, Level::Watch) > WATCH_RATIO / f64::from(self.once_in);
                let (low, high) = if is_low { (middle, high) } else { (low, middle) };
                self.stage = match left {
                    0 => Stage::Alarm { watch: high, low: high, high: HIGHEST, left: HALVINGS },
                    _ => Stage::Watch { low, high, left: left - 1 },
                };
            }
            Stage::Alarm { watch, low, high, left } => {
                let middle = f64::midpoint(low, high);
                let threshold = Threshold { watch, alarm: middle };
                let is_low = self.rate(threshold, Level::Alarm) > 1.0 / f64::from(self.once_in);
                let (low, high) = if is_low { (middle, high) } else { (low, middle) };
                self.stage = match left {
                    0 => {
                        (self.streams, self.n_evaluations) = (Vec::new(), 0);
                        let threshold = match high < NOTHING_MOVES {
                            true => WatchSettings::default().threshold,
                            false => Threshold { watch, alarm: high },
                        };
                        Stage::Measuring { threshold, n_episodes: 0 }
                    }
                    _ => Stage::Alarm { watch, low, high, left: left - 1 },
                };
            }
            Stage::Measuring { threshold, n_episodes } => {
                let n_evaluations = self.simulate();
                let fresh = self.streams.pop();
                let more = fresh.map_or(0, |it| it.episodes(&self.settings, threshold, Level::Alarm));
                let n_episodes = n_episodes + more;
                self.stage = match n_evaluations >= self.n_wanted / 2 {
                    true => Stage::Done(Some(self.limits(threshold, n_episodes))),
                    false => Stage::Measuring { threshold, n_episodes },
                };
            }
            Stage::Done(_) => {}
        }
        matches!(self.stage, Stage::Done(_))
    }

    /// How far it is, 0 to 1, by the time it takes.
    pub fn progress(&self) -> f64 {
        let share = f64::from(self.n_evaluations) / f64::from(self.n_wanted);
        match self.stage {
            Stage::Simulating => 0.5 * share.min(1.0),
            Stage::Watch { left, .. } => 0.6 - 0.1 * f64::from(left) / f64::from(HALVINGS),
            Stage::Alarm { left, .. } => 0.7 - 0.1 * f64::from(left) / f64::from(HALVINGS),
            Stage::Measuring { .. } => 0.7 + 0.3 * (2.0 * share).min(1.0),
            Stage::Done(_) => 1.0,
        }
    }

    /// The limits, when the last step is done.
    pub fn limits_found(&self) -> Option<Limits> {
        match self.stage {
            Stage::Done(limits) => limits,
            _ => None,
        }
    }

    /// One more stream; says how many evaluations there are.
    fn simulate(&mut self) -> u32 {
        let stream = self.simulation.next_stream();
        self.n_evaluations = self.n_evaluations.saturating_add(stream.n_evaluations().max(1));
        self.streams.push(stream);
        self.n_evaluations
    }

    fn windows(&self, n_evaluations: u32) -> f64 {
        f64::from(n_evaluations) * f64::from(self.settings.stride.max(1))
            / f64::from(self.settings.window.max(1))
    }

    /// Episodes in a window's worth of images.
    fn rate(&self, threshold: Threshold, level: Level) -> f64 {
        let episodes: u32 = self.streams.iter().map(|it| it.episodes(&self.settings, threshold, level)).sum();
        f64::from(episodes) / self.windows(self.n_evaluations)
    }

    fn limits(&self, threshold: Threshold, n_episodes: u32) -> Limits {
        let n_windows = self.windows(self.n_evaluations);
        let Interval { low, high } = poisson(n_episodes);
        Limits {
            threshold,
            once_in: self.once_in,
            is_reduced: self.is_reduced,
            measured_rate: f64::from(n_episodes) / n_windows,
            measured_interval: Interval { low: low / n_windows, high: high / n_windows },
            n_windows,
        }
    }
}

/// The 95 % interval of a Poisson count (Byar).
pub(super) fn poisson(count: u32) -> Interval {
    const Z: f64 = 1.959_963_984_540_054;
    let end = |x: f64, sign: f64| {
        let base = 1.0 - 1.0 / (9.0 * x) + sign * Z / (3.0 * libm::sqrt(x));
        x * base * base * base
    };
    let low = if count == 0 { 0.0 } else { end(count.into(), -1.0).max(0.0) };
    Interval { low, high: end(f64::from(count) + 1.0, 1.0) }
}

/// The triggers of all signals, and how often the worst of them reached a level.
pub(super) struct Replay {
    triggers: Vec<Trigger>,
    before: Level,
    pub(super) n_episodes: u32,
    counted: Level,
}

impl Replay {
    pub(super) fn new(settings: &WatchSettings, n_signals: usize, counted: Level) -> Self {
        let triggers = vec![Trigger::new(settings.raise_after, settings.lower_after); n_signals];
        Self { triggers, before: Level::Steady, n_episodes: 0, counted }
    }

    pub(super) fn evaluate(&mut self, distances: &[f32], threshold: Threshold) {
        let mut level = Level::Steady;
        for (trigger, distance) in self.triggers.iter_mut().zip(distances) {
            level = level.max(trigger.update(threshold.judge(Some(f64::from(*distance)))));
        }
        self.n_episodes += u32::from(level >= self.counted && self.before < self.counted);
        self.before = level;
    }
}

#[cfg(test)]
mod tests;
