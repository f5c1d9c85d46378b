//! Streams without drift, drawn from the reference and watched.
//!
//! For each stream a reference of the same size (at most [`MAX_REFERENCE`]) and the images are drawn from the reference
//! with replacement, whole observations at a time, so that what hangs together stays together; with a block above 1 in
//! runs of neighbours. Drawing the reference anew keeps the noise that it brings itself.
//!
//! Only ranks matter to the KS statistic. A value drawn twice would tie with itself, which real images do not: each
//! draw of a value that occurs once is placed by chance within its own share of ranks (a smoothed bootstrap), on a grid
//! of [`N_CELLS`]; values that occur more often are ties in service, too, and stay so. The window then is a histogram
//! over the grid that one image enters and one leaves, and a gap is found in one walk over it.

use super::calibration::Replay;
use super::reference::{hits, predicted_counts};
use super::window::MIN_LABELS;
use super::{Observation, Reference, Signal, WatchSettings};
use crate::drift::ks::Gap;
use crate::drift::{chi2, holm, surprise};
use crate::rng::Stream;
use crate::threshold::{Level, Threshold};
use std::collections::BTreeMap;

/// Observations of a redrawn reference, at most.
pub const MAX_REFERENCE: usize = 1000;
/// Cells of the grid that ranks are placed on.
const N_CELLS: usize = 1024;
/// Full windows' worth of images in a stream, beside the first.
const WINDOWS_A_STREAM: usize = 12;

/// Draws streams.
#[derive(Debug, Clone)]
pub(super) struct Simulation {
    window: usize,
    stride: usize,
    block: usize,
    n_classes: usize,
    /// Signal by signal the range of cells of each observation; `None` where it was not measured.
    cells: Vec<Vec<Option<(u16, u16)>>>,
    observations: Vec<Observation>,
    stream: Stream,
    p_values: BTreeMap<Gap, f64>,
}

/// The distances of one stream, evaluation by evaluation.
#[derive(Debug, Clone)]
pub(super) struct Simulated {
    n_signals: usize,
    distances: Vec<f32>,
}

impl Simulated {
    pub(super) fn n_evaluations(&self) -> u32 {
        (self.distances.len() / self.n_signals.max(1)) as u32
    }

    /// How often the worst signal's level rose to `level` or above.
    pub(super) fn episodes(&self, settings: &WatchSettings, threshold: Threshold, level: Level) -> u32 {
        let mut replay = Replay::new(settings, self.n_signals, level);
        for distances in self.distances.chunks_exact(self.n_signals.max(1)) {
            replay.evaluate(distances, threshold);
        }
        replay.n_episodes
    }
}

impl Simulation {
    pub(super) fn new(reference: &Reference, settings: &WatchSettings, block: u32, seed: u64) -> Self {
        let observations = reference.observations().to_vec();
        let cells = Signal::numeric().map(|signal| cells_of(signal, reference, &observations)).collect();
        Self {
            window: settings.window.max(1) as usize,
            stride: settings.stride.max(1) as usize,
            block: block.max(1) as usize,
            n_classes: reference.n_classes(),
            cells,
            observations,
            stream: Stream::named(seed, "streams without drift"),
            p_values: BTreeMap::new(),
        }
    }

    /// `n` places in the reference, in runs of `block`.
    fn draw(&mut self, n: usize, block: usize) -> Vec<usize> {
        let len = self.observations.len();
        let bound = u32::try_from(len).unwrap_or(u32::MAX);
        let mut drawn = Vec::with_capacity(n);
        while drawn.len() < n && len > 0 {
            let start = self.stream.below(bound) as usize;
            let run = block.min(n - drawn.len());
            drawn.extend((start..start + run).map(|place| place % len));
        }
        drawn
    }

    /// Where each drawn observation lies on the grid, signal by signal.
    fn placed(&mut self, drawn: &[usize]) -> Vec<Vec<Option<u16>>> {
        let stream = &mut self.stream;
        let place = |cells: &Option<(u16, u16)>, stream: &mut Stream| {
            let (first, n) = (*cells)?;
            Some(first + if n > 1 { stream.below(n.into()) as u16 } else { 0 })
        };
        let column = |cells: &Vec<Option<(u16, u16)>>| {
            drawn.iter().map(|at| place(cells.get(*at).unwrap_or(&None), stream)).collect()
        };
        self.cells.iter().map(column).collect()
    }

    /// One more stream, watched.
    pub(super) fn next_stream(&mut self) -> Simulated {
        let n_reference = self.observations.len().min(MAX_REFERENCE);
        let drawn = self.draw(n_reference, 1);
        let redrawn: Vec<Observation> =
            drawn.iter().filter_map(|at| self.observations.get(*at).cloned()).collect();
        let (predicted, right_wrong) = (predicted_counts(self.n_classes, &redrawn), hits(&redrawn));
        let columns = self.placed(&drawn);
        let mut pairs: Vec<Pair> = columns.iter().map(|column| Pair::of(column)).collect();

        let length = self.window * (WINDOWS_A_STREAM + 1);
        let drawn = self.draw(length, self.block);
        let images: Vec<Observation> =
            drawn.iter().filter_map(|at| self.observations.get(*at).cloned()).collect();
        let columns = self.placed(&drawn);
        let n_signals = pairs.len() + 2;
        let mut distances = Vec::new();
        for at in 0..images.len() {
            for (pair, column) in pairs.iter_mut().zip(&columns) {
                pair.enter(column.get(at).copied().flatten());
                if let Some(gone) = at.checked_sub(self.window) {
                    pair.leave(column.get(gone).copied().flatten());
                }
            }
            if at + 1 < self.window || !(at + 1).is_multiple_of(self.stride) {
                continue;
            }
            let window = images.get(at + 1 - self.window..=at).unwrap_or_default();
            let mut p_values: Vec<Option<f64>> = pairs.iter().map(|pair| self.p_value(pair)).collect();
            let mix = chi2::compare(&predicted, &predicted_counts(self.n_classes, window));
            p_values.push(mix.map(|test| test.p_value));
            p_values.push(quality(right_wrong, hits(window)));
            let adjusted = holm::correct(&p_values);
            distances.extend(adjusted.into_iter().map(|p| p.map_or(0.0, surprise) as f32));
        }
        Simulated { n_signals, distances }
    }

    fn p_value(&mut self, pair: &Pair) -> Option<f64> {
        let gap = pair.gap()?;
        Some(*self.p_values.entry(gap).or_insert_with(|| gap.p_value().0))
    }
}

/// As the window's own test of quality: only a drop is a worry.
fn quality(reference: [u64; 2], window: [u64; 2]) -> Option<f64> {
    let share = |[right, wrong]: [u64; 2]| right as f64 / ((right + wrong) as f64).max(1.0);
    let test = chi2::compare(&reference, &window).filter(|_| window[0] + window[1] >= MIN_LABELS)?;
    Some(if share(window) < share(reference) { test.p_value / 2.0 } else { 1.0 })
}

/// Reference and window as histograms over the grid.
struct Pair {
    reference: Vec<u16>,
    window: Vec<u16>,
    n: u64,
    m: u64,
}

impl Pair {
    fn of(column: &[Option<u16>]) -> Self {
        let mut pair = Self { reference: vec![0; N_CELLS], window: vec![0; N_CELLS], n: 0, m: 0 };
        for cell in column.iter().flatten() {
            if let Some(count) = pair.reference.get_mut(usize::from(*cell)) {
                *count += 1;
                pair.n += 1;
            }
        }
        pair
    }

    fn enter(&mut self, cell: Option<u16>) {
        if let Some(count) = cell.and_then(|cell| self.window.get_mut(usize::from(cell))) {
            *count += 1;
            self.m += 1;
        }
    }

    fn leave(&mut self, cell: Option<u16>) {
        if let Some(count) = cell.and_then(|cell| self.window.get_mut(usize::from(cell))) {
            *count -= 1;
            self.m -= 1;
        }
    }

    /// The largest gap between the two distribution functions.
    fn gap(&self) -> Option<Gap> {
        if self.n == 0 || self.m == 0 {
            return None;
        }
        let (n, m) = (self.n as i64, self.m as i64);
        let (mut difference, mut largest) = (0_i64, 0_i64);
        for (reference, window) in self.reference.iter().zip(&self.window) {
            difference += i64::from(*reference) * m - i64::from(*window) * n;
            largest = largest.max(difference.abs());
        }
        Gap::of_difference(self.n, self.m, largest.unsigned_abs())
    }
}

/// The cells each observation's value may be placed in: first, and how many.
fn cells_of(signal: Signal, reference: &Reference, observations: &[Observation]) -> Vec<Option<(u16, u16)>> {
    let sorted = reference.values(signal);
    let cell = |rank: usize| (rank * N_CELLS / sorted.len().max(1)).min(N_CELLS - 1);
    let place = |observation: &Observation| {
        let value = signal.read(observation)?;
        let first = sorted.partition_point(|other| *other < value);
        let n_equal = sorted.partition_point(|other| *other <= value) - first;
        let n_cells = if n_equal > 1 { 1 } else { (cell(first + 1) - cell(first)).max(1) };
        Some((cell(first) as u16, n_cells as u16))
    };
    observations.iter().map(place).collect()
}
