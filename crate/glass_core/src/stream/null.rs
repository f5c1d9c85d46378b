//! How far windows without drift stray, and the limits that follow from it.
//!
//! The null distribution is bootstrapped from the reference: both a reference of its size (at most 1 000) and
//! a window of the asked size are drawn from it, whole observations at a time, and compared as in service;
//! drawing both keeps the noise that the reference itself brings. With a block length above 1 the window is
//! drawn in runs of neighbours: frames of a camera are not independent. The limits are measured on a second,
//! independent set of windows, and the measured rate stands beside the asked one. Rates are of single
//! windows, before hysteresis.

use super::window::compare;
use super::{Observation, Reference};
use crate::drift::ks::Gap;
use crate::rng::Stream;
use crate::threshold::Threshold;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Simulated windows behind the limits, and again as many behind the measured rate; more when a rarer alarm
/// is asked for.
pub const MIN_WINDOWS: u32 = 300;
const WINDOWS_PER_ALARM: u32 = 5;
const MAX_WINDOWS: u32 = 2000;
const MAX_REFERENCE: usize = 1000;

/// Limits for an accepted rate of false alarms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// The limits on −log10 of a corrected p.
    pub threshold: Threshold,
    /// One false alarm in this many windows was asked for.
    pub asked_once_in: u32,
    /// The share of windows without drift that did alarm.
    pub measured_rate: f64,
    /// Windows simulated for it.
    pub n_windows: u32,
}

/// Limits for windows of `window` observations under which about one in `once_in` windows without drift
/// alarms; `block` is the length of the runs in which observations come (1: independent). An asked rate
/// beyond what can be simulated (1 in 2 000) is reduced to it.
pub fn calibrate(
    reference: &Reference,
    window: u32,
    once_in: u32,
    block: u32,
    stream: &mut Stream,
) -> Option<Limits> {
    let once_in = once_in.clamp(1, MAX_WINDOWS);
    let n_windows = (once_in.saturating_mul(WINDOWS_PER_ALARM)).clamp(MIN_WINDOWS, MAX_WINDOWS);
    let mut p_values: BTreeMap<Gap, f64> = BTreeMap::new();
    let mut simulate = || -> Vec<f64> {
        (0..n_windows)
            .filter_map(|_| {
                let n = reference.n().min(MAX_REFERENCE);
                let redrawn = Reference::of(reference.n_classes(), draw(reference, n, 1, stream))?;
                let current = draw(reference, window as usize, block as usize, stream);
                let lines = compare(&redrawn, &current, |gap| {
                    *p_values.entry(gap).or_insert_with(|| gap.p_value().0)
                });
                lines.iter().filter_map(|line| line.distance).reduce(f64::max)
            })
            .collect()
    };
    let threshold = Threshold::of_null(&simulate(), once_in)?;
    let fresh = simulate();
    let crossed = fresh.iter().filter(|&&distance| threshold.is_crossed(distance)).count();
    Some(Limits {
        threshold,
        asked_once_in: once_in,
        measured_rate: crossed as f64 / fresh.len().max(1) as f64,
        n_windows,
    })
}

/// `n` observations of the reference, drawn with replacement in runs of `block`.
fn draw(reference: &Reference, n: usize, block: usize, stream: &mut Stream) -> Vec<Observation> {
    let all = reference.observations();
    let bound = u32::try_from(all.len()).unwrap_or(u32::MAX);
    let mut drawn = Vec::with_capacity(n);
    while drawn.len() < n && !all.is_empty() {
        let start = stream.below(bound) as usize;
        let run = all.iter().cycle().skip(start).take(block.max(1).min(n - drawn.len()));
        drawn.extend(run.cloned());
    }
    drawn
}
