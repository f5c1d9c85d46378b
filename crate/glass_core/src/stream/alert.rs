//! An alert: what moved, how far, which frames show it, what it may be and what to do.

use super::{Observation, Reference, Signal, SignalReport};
use crate::property::PropertyKind;
use crate::threshold::Level;
use serde::{Deserialize, Serialize};

/// The most frames an alert names.
pub const MAX_FRAMES: usize = 5;
/// Shift, in reference deviations, from which on a signal has moved rather than spread.
const CLEAR_SHIFT: f64 = 0.2;

/// A signal that left *steady*, until it returned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alert {
    /// Which signal.
    pub signal: Signal,
    /// The worst level it reached.
    pub level: Level,
    /// The newest observation when it was raised.
    pub raised_sequence: u64,
    /// When that was due, in milliseconds.
    pub raised_millis: f64,
    /// The newest observation when it was cleared; `None` while it is open.
    pub cleared_sequence: Option<u64>,
    /// When that was due, in milliseconds.
    pub cleared_millis: Option<f64>,
    /// The level as of the last evaluation; *steady* once it is cleared.
    pub level_now: Level,
    /// Shift as of the last evaluation, in the unit of `shift`.
    pub shift_now: Option<f64>,
    /// The newest observation when it was at its worst: what follows is of that moment.
    pub worst_sequence: u64,
    /// KS distance or χ², at its worst.
    pub statistic: Option<f64>,
    /// Corrected p, at its worst.
    pub p_adjusted: Option<f64>,
    /// Shift at its worst: in standard deviations of the reference (for quality, in accuracy).
    pub shift: Option<f64>,
    /// The observations most responsible, the worst first.
    pub frames: Vec<u64>,
    /// What it may be.
    pub cause: Cause,
    /// How often it came back after it had been over, each time before a window had gone by.
    pub n_returns: u32,
    /// The newest observation when it came back last.
    pub returned_sequence: Option<u64>,
}

/// A likely cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Images of another size: another camera or export.
    ImageSize,
    /// Images of another shape: another crop or orientation.
    ImageShape,
    /// Less light.
    Darker,
    /// More light.
    Brighter,
    /// Fog, dirt or back-light.
    LessContrast,
    /// Hard light.
    MoreContrast,
    /// Another white balance or coloured light.
    ColourCast,
    /// Out of focus, moving, or enlarged.
    Blurrier,
    /// More detail, or noise.
    SharperOrNoisier,
    /// The same on average, but spread otherwise: a mix of conditions.
    Mixed(PropertyKind),
    /// The model is less sure: images unlike those it learned from.
    LessCertain,
    /// The model is surer than it was.
    MoreCertain,
    /// Images unlike everything known: a new class, or another world.
    Unlike,
    /// Images more alike to what is known than the reference is to itself.
    Alike,
    /// One class is predicted more often than before.
    ClassMix {
        /// The class that gained the largest share.
        class: usize,
    },
    /// The model is wrong more often.
    MoreErrors,
    /// Answers take longer.
    Slower,
    /// Answers come sooner.
    Faster,
    /// Answers take as long on average, but more or less evenly.
    Uneven,
}

/// What may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Look at the light.
    CheckLight,
    /// Look at camera, lens and focus.
    CheckCamera,
    /// Look at white balance and coloured light.
    CheckColour,
    /// Look at how images are cropped, scaled and exported.
    CheckPreparation,
    /// Label the frames named, to see whether quality suffers.
    LabelFrames,
    /// Add such images to the training set and train again.
    TrainOnFrames,
    /// If this is the new normal: take a new reference.
    RenewReference,
}

impl Cause {
    /// What may help, the best first.
    pub fn remedies(self) -> Vec<Remedy> {
        let check = match self {
            Self::ImageSize | Self::ImageShape => Some(Remedy::CheckPreparation),
            Self::Darker | Self::Brighter | Self::LessContrast | Self::MoreContrast => {
                Some(Remedy::CheckLight)
            }
            Self::ColourCast => Some(Remedy::CheckColour),
            Self::Blurrier | Self::SharperOrNoisier => Some(Remedy::CheckCamera),
            Self::MoreErrors | Self::Unlike => Some(Remedy::TrainOnFrames),
            Self::Mixed(_) | Self::LessCertain | Self::MoreCertain | Self::Alike | Self::ClassMix { .. } => {
                None
            }
            Self::Slower | Self::Faster | Self::Uneven => None,
        };
        let says_nothing = matches!(self, Self::MoreErrors | Self::Slower | Self::Faster | Self::Uneven);
        let label = (!says_nothing).then_some(Remedy::LabelFrames);
        check.into_iter().chain(label).chain([Remedy::RenewReference]).collect()
    }
}

impl Alert {
    /// Whether it has not been cleared.
    pub fn is_open(&self) -> bool {
        self.cleared_sequence.is_none()
    }

    pub(super) fn raised(line: &SignalReport, reference: &Reference, window: &[Observation]) -> Self {
        Self {
            signal: line.signal,
            level: line.level,
            raised_sequence: window.last().map_or(0, |it| it.sequence),
            raised_millis: window.last().map_or(0.0, |it| it.at_millis),
            cleared_sequence: None,
            cleared_millis: None,
            level_now: line.level,
            shift_now: line.shift,
            worst_sequence: window.last().map_or(0, |it| it.sequence),
            statistic: line.statistic,
            p_adjusted: line.p_adjusted,
            shift: line.shift,
            frames: frames(line, reference, window),
            cause: cause(line, reference, window),
            n_returns: 0,
            returned_sequence: None,
        }
    }

    /// Is over with this observation.
    pub(super) fn clear(&mut self, last: &Observation) {
        self.level_now = Level::Steady;
        self.cleared_sequence = Some(last.sequence);
        self.cleared_millis = Some(last.at_millis);
    }

    /// Takes in a later evaluation: worse numbers replace the old ones, *steady* clears, and what comes back opens it again.
    pub(super) fn follow(
        &mut self,
        level: Level,
        line: &SignalReport,
        reference: &Reference,
        window: &[Observation],
        last: &Observation,
    ) {
        (self.level_now, self.shift_now) = (level, line.shift);
        if level == Level::Steady {
            self.clear(last);
            return;
        }
        if !self.is_open() {
            self.n_returns += 1;
            self.returned_sequence = Some(last.sequence);
        }
        (self.cleared_sequence, self.cleared_millis) = (None, None);
        let is_worse = match (line.p_adjusted, self.p_adjusted) {
            (Some(now), Some(worst)) => now < worst,
            (now, worst) => now.is_some() && worst.is_none(),
        };
        if is_worse {
            let worse = Self::raised(line, reference, window);
            (self.statistic, self.p_adjusted, self.shift) = (worse.statistic, worse.p_adjusted, worse.shift);
            (self.frames, self.cause) = (worse.frames, worse.cause);
            self.worst_sequence = worse.worst_sequence;
        }
        self.level = self.level.max(level);
    }
}

fn cause(line: &SignalReport, reference: &Reference, window: &[Observation]) -> Cause {
    let is_up = line.shift.is_some_and(|shift| shift > 0.0);
    // A constant reference has no deviation to measure a shift in, but anything else has moved.
    let has_moved = line.shift.is_none_or(|shift| shift.abs() >= CLEAR_SHIFT);
    match line.signal {
        Signal::Quality => Cause::MoreErrors,
        Signal::PredictedClass => Cause::ClassMix { class: gaining_class(reference, window) },
        Signal::Confidence if is_up => Cause::MoreCertain,
        Signal::Confidence => Cause::LessCertain,
        Signal::Novelty if is_up => Cause::Unlike,
        Signal::Novelty => Cause::Alike,
        Signal::Latency if !has_moved => Cause::Uneven,
        Signal::Latency if is_up => Cause::Slower,
        Signal::Latency => Cause::Faster,
        Signal::Property(kind) if !has_moved => Cause::Mixed(kind),
        Signal::Property(kind) => match (kind, is_up) {
            (PropertyKind::Area, _) => Cause::ImageSize,
            (PropertyKind::Aspect, _) => Cause::ImageShape,
            (PropertyKind::Brightness, false) => Cause::Darker,
            (PropertyKind::Brightness, true) => Cause::Brighter,
            (PropertyKind::Contrast, false) => Cause::LessContrast,
            (PropertyKind::Contrast, true) => Cause::MoreContrast,
            (PropertyKind::Red | PropertyKind::Green | PropertyKind::Blue, _) => Cause::ColourCast,
            (PropertyKind::Sharpness, false) => Cause::Blurrier,
            (PropertyKind::Sharpness, true) => Cause::SharperOrNoisier,
        },
    }
}

/// The observations that moved the signal most, the worst first; of an image that comes again, the first of its worst.
fn frames(line: &SignalReport, reference: &Reference, window: &[Observation]) -> Vec<u64> {
    let shift = line.shift.unwrap_or(0.0);
    let mut ranked: Vec<(f64, &Observation)> = match line.signal {
        Signal::Quality => {
            let wrong = window.iter().filter(|it| it.actual.is_some_and(|actual| actual != it.predicted));
            wrong.map(|it| (it.confidence, it)).collect()
        }
        Signal::PredictedClass => {
            let class = gaining_class(reference, window);
            window.iter().filter(|it| it.predicted == class).map(|it| (it.confidence, it)).collect()
        }
        signal => {
            let centre = reference.description(signal).map_or(0.0, |it| it.mean);
            let strangeness = |value: f64| {
                let offset = value - centre;
                if shift.abs() < CLEAR_SHIFT { offset.abs() } else { offset * shift.signum() }
            };
            window.iter().filter_map(|it| Some((strangeness(signal.read(it)?), it))).collect()
        }
    };
    ranked.sort_by(|(a, at), (b, bt)| b.total_cmp(a).then(at.sequence.cmp(&bt.sequence)));
    let mut named: Vec<&Observation> = Vec::new();
    for (_, it) in ranked {
        let is_again = it.image.is_some() && named.iter().any(|other| other.image == it.image);
        if named.len() < MAX_FRAMES && !is_again {
            named.push(it);
        }
    }
    named.into_iter().map(|it| it.sequence).collect()
}

/// The class whose share of predictions grew most.
fn gaining_class(reference: &Reference, window: &[Observation]) -> usize {
    let share = |count: u64, n: usize| count as f64 / n.max(1) as f64;
    let now = super::reference::predicted_counts(reference.n_classes(), window);
    let mut best = (0, f64::NEG_INFINITY);
    for (class, (&count, &before)) in now.iter().zip(reference.predicted()).enumerate() {
        let gain = share(count, window.len()) - share(before, reference.n());
        if gain > best.1 {
            best = (class, gain);
        }
    }
    best.0
}
