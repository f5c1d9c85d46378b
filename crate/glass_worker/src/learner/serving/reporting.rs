//! How a stream stands: its window in numbers, beside the reference.

use super::Serving;
use crate::learner::seeing::Seeing;
use glass_core::describe::mean;
use glass_core::drift::distances::Distances;
use glass_core::estimate::{Estimate, band_of, estimate};
use glass_core::interval::{Interval, wilson_of};
use glass_core::metric::calibration::temper_row;
use glass_core::metric::windowed::Answered;
use glass_core::order::sort_by;
use glass_core::rng::Stream;
use glass_core::service::{Drift, ServiceReport};
use glass_core::stream::duel::Duel;
use glass_core::stream::plan::Source;
use glass_core::stream::{Observation, Signal, SignalReport};

/// Bins of the histograms beside each drift score.
const N_BINS: usize = 16;

impl Serving {
    /// How it stands now.
    pub(super) fn report(&mut self, now_millis: f64) -> ServiceReport {
        let window: Vec<&Observation> = self.monitor.window().collect();
        if let (true, Some(first), Some(last)) = (self.plan.label_delay > 0, window.first(), window.last()) {
            self.late.evaluated(self.monitor.n_seen(), first.sequence, last.sequence);
        }
        let reference = self.monitor.reference();
        let n_classes = reference.n_classes();
        let mut mix = vec![0.0; n_classes];
        let mut right = 0;
        // Image, label and answer.
        let mut answers: Vec<(u64, usize, usize)> = Vec::new();
        for (observation, sample) in window.iter().zip(&self.samples) {
            if let Some(actual) = observation.actual {
                answers.push((*sample, actual, observation.predicted));
                right += u32::from(actual == observation.predicted);
            }
            if let Some(share) = mix.get_mut(observation.predicted) {
                *share += 1.0 / window.len() as f64;
            }
        }
        let n_labelled = answers.len() as u32;
        sort_by(&mut answers, Ord::cmp);
        let n_different = answers.chunk_by(|a, b| a.0 == b.0).count() as u32;
        let accuracy = (n_labelled > 0).then(|| f64::from(right) / f64::from(n_labelled));
        let mut answered = Answered::none(n_classes);
        // Who shows swapped labels may show one image under two.
        for image in answers.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let (_, actual, _) = image[0];
            answered.add(actual, image.iter().map(|(_, _, predicted)| *predicted).collect());
        }
        let scores =
            answered.scores(&mut Stream::indexed(self.plan.seed.into(), "window", self.monitor.n_seen()));
        let confidences: Vec<f64> = window.iter().map(|observation| observation.confidence).collect();
        let n_reference = (reference.n() as f64).max(1.0);
        let times = self.answered_millis.front().copied().zip(self.answered_millis.back().copied());
        let span = times.map(|(first, last)| last - first).filter(|span| *span > 0.0);
        let waiting = self.arrivals.len() as u32;
        let overdue = (now_millis - self.due_millis) / 1_000.0 * self.plan.images_per_second;
        ServiceReport {
            seen: self.monitor.n_seen() as u32,
            n: window.len() as u32,
            n_labelled,
            n_different,
            accuracy,
            accuracy_interval: accuracy.and_then(|share| wilson_of(share, n_different.into())),
            scores,
            estimate: self.estimate().map(|it| (it.accuracy, self.band(&it))),
            filled: std::mem::take(&mut self.filled),
            reference_accuracy: reference.accuracy(),
            mix,
            reference_mix: reference.predicted().iter().map(|&count| count as f64 / n_reference).collect(),
            mean_confidence: mean(&confidences),
            reference_confidence: self.reference_confidence,
            n_novel: window.iter().filter(|it| self.is_novel(it)).count() as u32,
            expected_novel: self.seeing.as_ref().map(|seeing| seeing.space().expected_share()),
            features: self.seeing.as_ref().and_then(Seeing::report),
            drifts: self
                .window
                .iter()
                .flat_map(|window| &window.signals)
                .map(|line| self.drift(line))
                .collect(),
            level: self.monitor.level(),
            alerts: self.monitor.alerts().to_vec(),
            images_per_second: span.map(|span| (self.answered_millis.len() - 1) as f64 / span * 1_000.0),
            queue: match self.plan.source {
                Source::Camera => waiting,
                _ if self.is_paused => 0,
                _ => overdue.max(0.0) as u32,
            },
            response: self.response.summary(),
            service: self.service.summary(),
            n_untimed: self.n_untimed,
            is_paused: self.is_paused,
            limits: self.limits,
            n_reference: reference.n() as u32,
            renewed_before: self.renewed_before,
            temperature: self.temperature,
            recalibrated_before: self.recalibrated_before,
            duel: self.duel.as_ref().and_then(Duel::report),
            challenger_service: self.duel.as_ref().and_then(|_| self.challenger_service.summary()),
        }
    }

    fn is_novel(&self, observation: &Observation) -> bool {
        self.seeing.as_ref().is_some_and(|seeing| seeing.space().is_novel(observation.novelty))
    }

    /// What is expected of the window without labels.
    fn estimate(&self) -> Option<Estimate> {
        let rows: Vec<f64> =
            self.probabilities.iter().flat_map(|row| temper_row(row, self.temperature)).collect();
        estimate(self.monitor.reference().n_classes(), &rows, self.calibrated.as_ref())
    }

    /// The band around an estimate. Once it was calibrated on labels from service, the reference is no measure of it.
    fn band(&self, it: &Estimate) -> Option<Interval> {
        match self.recalibrated_before {
            Some(_) => band_of(it.accuracy, it.n as usize),
            None => it.accuracy_band,
        }
    }

    /// How far a signal is from the reference, by the distances the field knows.
    fn distances(&self, signal: Signal, values: &[f64]) -> Option<Distances> {
        let reference = self.monitor.reference();
        let counted = |reference: &[u64], window: &[u64]| {
            (window.iter().sum::<u64>() > 0).then(|| Distances::of_counts(reference, window))
        };
        match signal {
            Signal::PredictedClass => {
                let mut counts = vec![0; reference.n_classes()];
                for observation in self.monitor.window() {
                    counts.get_mut(observation.predicted).into_iter().for_each(|count| *count += 1);
                }
                counted(reference.predicted(), &counts)
            }
            Signal::Quality => {
                let known = self.monitor.window().filter_map(|it| Some(it.actual? == it.predicted));
                let mut hits = [0, 0];
                known.for_each(|is_right| hits[usize::from(!is_right)] += 1);
                counted(&reference.hits(), &hits)
            }
            signal => {
                let (_, bins) =
                    self.bins.iter().find(|(of, _)| *of == signal).filter(|_| !values.is_empty())?;
                Some(Distances::of_samples(bins, reference.values(signal), values))
            }
        }
    }

    /// A signal's score with the two distributions behind it.
    fn drift(&self, line: &SignalReport) -> Drift {
        let signal: Signal = line.signal;
        let reference = self.monitor.reference().values(signal);
        let window: Vec<f64> =
            self.monitor.window().filter_map(|observation| signal.read(observation)).collect();
        let all = || reference.iter().chain(&window).copied();
        let low = all().fold(f64::INFINITY, f64::min);
        let high = all().fold(f64::NEG_INFINITY, f64::max);
        let report = line.clone();
        let distances = self.distances(signal, &window);
        if reference.is_empty() || window.is_empty() {
            return Drift { report, edges: Vec::new(), reference: Vec::new(), window: Vec::new(), distances };
        }
        if low >= high {
            // All alike, as the area of the coins: one narrow bar at the one value, and nothing beside it.
            let half = if low == 0.0 { 0.5 } else { low.abs() * 0.1 };
            let edges = [-1.0, -0.04, 0.04, 1.0].map(|at| low + at * half).to_vec();
            let bar = vec![0.0, 1.0, 0.0];
            return Drift { report, edges, reference: bar.clone(), window: bar, distances };
        }
        let width = (high - low) / N_BINS as f64;
        let shares = |values: &[f64]| {
            let mut shares = vec![0.0; N_BINS];
            for value in values {
                let bin = (((value - low) / width) as usize).min(N_BINS - 1);
                shares[bin] += 1.0 / values.len() as f64;
            }
            shares
        };
        Drift {
            report,
            edges: (0..=N_BINS).map(|edge| low + width * edge as f64).collect(),
            reference: shares(reference),
            window: shares(&window),
            distances,
        }
    }
}
