//! Going through a log, window by window.

use super::quality::{by_labels, by_probabilities, temperature_of};
use super::report::{LogReport, LogWindow, ReferenceReport, WindowTimes};
use super::{Log, LogSettings, LogStage, MAX_WINDOWS, MIN_REFERENCE, Row, Stride};
use crate::describe::mean;
use crate::latency::Latency;
use crate::rng::Stream;
use crate::stream::plan::Plan;
use crate::stream::{
    Calibration, Limits, Monitor, Observation, Reference, Signal, WatchSettings, WindowReport,
};
use serde::{Deserialize, Serialize};

/// Rows of the reference that drift is held to, spread over it: more make a test slower and hardly keener.
const MAX_COMPARED: usize = 1_000;
/// Rows that their resemblance to each other is measured on.
const MAX_MEASURED: usize = 10_000;
/// Classes of which it is.
const MAX_FOLLOWED: usize = 8;
/// Rows taken in between two looks at the clock.
const ROWS_A_STEP: usize = 2_000;
/// Names the resampling and the simulation: the same log and settings, the same intervals and limits.
const SEED: u64 = 7;

/// Too few rows to watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// Rows of the reference.
    pub reference: u32,
    /// Rows after it.
    pub left: u32,
    /// Rows of a window.
    pub window: u32,
}

/// A log being watched.
#[derive(Debug)]
pub struct Watch {
    monitor: Monitor,
    /// The search for limits, until it is over.
    calibration: Option<Calibration>,
    limits: Option<Limits>,
    block: u32,
    reference: ReferenceReport,
    window: usize,
    stride: usize,
    kind: Stride,
    is_widened: bool,
    next: usize,
    windows: Vec<LogWindow>,
    latency: Latency,
}

impl Watch {
    /// Takes the reference.
    ///
    /// # Errors
    /// When there is not enough for a reference and one window.
    pub fn begin(log: &Log, settings: &LogSettings) -> Result<Self, Shortage> {
        let n_rows = log.rows.len();
        let settings = settings.clamped();
        let asked = settings.window as usize;
        let is_labelled = log.summary.n_labelled >= MIN_REFERENCE;
        let n_eligible = if is_labelled { log.summary.n_labelled } else { log.summary.n_rows };
        let wanted = settings.reference.unwrap_or(n_eligible / 3).max(MIN_REFERENCE).min(n_eligible) as usize;
        let is_eligible = |row: &Row| !is_labelled || row.actual().is_some();
        let last = log.rows.iter().enumerate().filter(|(_, row)| is_eligible(row)).nth(wanted.max(1) - 1);
        let end = last.map_or(n_rows, |(index, _)| index + 1);
        let left = n_rows - end;
        let shortage = Shortage { reference: wanted as u32, left: left as u32, window: asked as u32 };
        if wanted < MIN_REFERENCE as usize || left < asked {
            return Err(shortage);
        }
        let rows: Vec<Row> = log.rows.iter().take(end).filter(|row| is_eligible(row)).copied().collect();
        let least = left.div_ceil(MAX_WINDOWS);
        let (window, stride) = match settings.stride {
            Stride::Sliding => (asked, (asked / 10).max(least)),
            Stride::Tumbling => (asked.max(least), asked.max(least)),
        };
        let is_widened = match settings.stride {
            Stride::Sliding => stride > asked / 10,
            Stride::Tumbling => window > asked,
        };
        let block = settings.block.unwrap_or_else(|| dependence(&rows));
        let drawn = spread(&rows, block as usize);
        let observations = drawn.enumerate().map(|(index, row)| observed(index, row)).collect();
        let reference = Reference::of(log.n_classes(), observations).ok_or(shortage)?;
        // Windows that share no row confirm nothing of each other: each speaks for itself.
        let usual = WatchSettings::default();
        let (raise_after, lower_after) = match settings.stride {
            Stride::Sliding => (usual.raise_after, usual.lower_after),
            Stride::Tumbling => (1, 1),
        };
        let watching = WatchSettings {
            window: window as u32,
            min_window: window as u32,
            stride: stride as u32,
            raise_after,
            lower_after,
            ..usual
        };
        let mut latency = Latency::new();
        for millis in log.rows.iter().map(|row| row.latency_millis).filter(|millis| !millis.is_nan()) {
            latency.record_millis(f64::from(millis));
        }
        Ok(Self {
            reference: described(log, &rows, end, is_labelled),
            calibration: Some(Calibration::new(&reference, &watching, settings.once_in, block, SEED)),
            limits: None,
            block,
            monitor: Monitor::new(reference, watching),
            window,
            stride,
            kind: settings.stride,
            is_widened,
            next: end,
            windows: Vec::new(),
            latency,
        })
    }

    /// Goes on finding limits, then to the next window, or a bounded number of rows; `false` at the end of the log.
    pub fn step(&mut self, log: &Log) -> bool {
        if let Some(calibration) = &mut self.calibration {
            if calibration.step() {
                self.limits = calibration.limits_found();
                self.limits.iter().for_each(|it| self.monitor.set_threshold(it.threshold));
                self.calibration = None;
            }
            return true;
        }
        for (index, row) in log.rows.iter().enumerate().skip(self.next).take(ROWS_A_STEP) {
            self.next = index + 1;
            if let Some(report) = self.monitor.observe(observed(index, row)) {
                self.add(log, report);
                break;
            }
        }
        self.next < log.rows.len()
    }

    /// What is being done, how far that is and of how much: rows, or hundredths of the search for limits.
    pub fn progress(&self, log: &Log) -> (LogStage, u32, u32) {
        match &self.calibration {
            Some(calibration) => (LogStage::Calibrating, (100.0 * calibration.progress()) as u32, 100),
            None => (LogStage::Watching, self.next as u32, log.rows.len() as u32),
        }
    }

    /// What it came to.
    pub fn conclude(self, log: &Log) -> LogReport {
        let seen = self.windows.last().map_or(self.reference.end, |window| window.last + 1);
        LogReport {
            reference: self.reference,
            limits: self.limits,
            block: self.block,
            window: self.window as u32,
            stride: self.stride as u32,
            kind: self.kind,
            is_widened: self.is_widened,
            n_left_over: (log.rows.len() as u32).saturating_sub(seen),
            windows: self.windows,
            alerts: self.monitor.alerts().to_vec(),
            latency: self.latency.summary(),
        }
    }

    fn add(&mut self, log: &Log, report: WindowReport) {
        let (first, last) = (report.first_sequence as usize, report.last_sequence as usize);
        let rows = log.rows.get(first..=last).unwrap_or_default();
        let mut stream = Stream::indexed(SEED, "log window", self.windows.len() as u64);
        let watched = [Signal::Confidence, Signal::PredictedClass, Signal::Quality, Signal::Latency];
        let accuracy = self.reference.scores.accuracy.map(|score| score.value);
        self.windows.push(LogWindow {
            first: first as u32,
            last: last as u32,
            at_millis: rows.last().map(|row| row.at_millis).filter(|millis| !millis.is_nan()),
            n_labelled: report.n_labelled as u32,
            scores: by_labels(log.n_classes(), rows, &mut stream),
            estimate: by_probabilities(log, rows, self.reference.temperature, accuracy),
            mean_confidence: report.mean_confidence,
            predicted: report.predicted.iter().map(|&count| count as u32).collect(),
            signals: report.signals.into_iter().filter(|line| watched.contains(&line.signal)).collect(),
            times: times(rows),
        });
    }
}

fn observed(index: usize, row: &Row) -> Observation {
    Observation {
        sequence: index as u64,
        at_millis: if row.at_millis.is_nan() { 0.0 } else { row.at_millis },
        predicted: row.predicted(),
        confidence: f64::from(row.confidence),
        actual: row.actual(),
        properties: None,
        novelty: None,
        latency_millis: Some(f64::from(row.latency_millis)).filter(|millis| !millis.is_nan()),
        image: None,
    }
}

/// At most [`MAX_COMPARED`] rows, evenly over all, in runs of `block` neighbours.
fn spread(rows: &[Row], block: usize) -> impl Iterator<Item = &Row> {
    let n = rows.len().min(MAX_COMPARED);
    let block = block.clamp(1, n.max(1));
    (0..n).filter_map(move |nth| rows.get(nth / block * block * rows.len() / n + nth % block))
}

/// Rows that hang together: twice as many as the furthest of a row's neighbours that still resembles it, by what a row
/// answers, how sure, how fast and how rightly. 1: no row resembles the next.
fn dependence(rows: &[Row]) -> u32 {
    let rows = rows.get(..rows.len().min(MAX_MEASURED)).unwrap_or_default();
    let n_classes = rows.iter().map(|row| row.predicted() + 1).max().unwrap_or(0).min(MAX_FOLLOWED);
    let share = |is: bool| if is { 1.0 } else { 0.0 };
    let mut series: Vec<Vec<f64>> = (0..n_classes)
        .map(|class| rows.iter().map(|row| share(row.predicted() == class)).collect())
        .collect();
    series.push(rows.iter().map(|row| f64::from(row.confidence)).collect());
    series.push(rows.iter().map(|row| f64::from(row.latency_millis)).collect());
    series.push(rows.iter().map(|row| row.is_right().map_or(f64::NAN, share)).collect());
    let furthest = series.iter().map(|values| resemblance(values)).max().unwrap_or(0);
    if furthest == 0 { 1 } else { (2 * furthest as u32).min(Plan::BLOCKS.1) }
}

/// The lags, from 1 on without a gap, at which values are correlated with themselves beyond three standard errors of what
/// independent ones are. A series with a value missing says nothing.
fn resemblance(values: &[f64]) -> usize {
    let Some(mean) = mean(values).filter(|mean| mean.is_finite()) else { return 0 };
    let centred: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let at = |lag: usize| centred.iter().zip(centred.iter().skip(lag)).map(|(a, b)| a * b).sum::<f64>();
    let all = at(0);
    let limit = 3.0 / libm::sqrt(values.len() as f64);
    let most = (Plan::BLOCKS.1 as usize / 2).min(values.len() / 4);
    (1..=most).take_while(|lag| all > 0.0 && at(*lag) / all > limit).count()
}

fn described(log: &Log, rows: &[Row], end: usize, is_labelled: bool) -> ReferenceReport {
    let scores = by_labels(log.n_classes(), rows, &mut Stream::named(SEED, "log reference"));
    let scores = if is_labelled { scores } else { Default::default() };
    let mut counts = vec![0_u32; log.n_classes()];
    for row in rows {
        if let Some(count) = counts.get_mut(row.predicted()) {
            *count += 1;
        }
    }
    let estimate = by_probabilities(log, rows, None, None);
    let is_apart = scores.accuracy.zip(estimate.accuracy).is_some_and(|(labelled, estimated)| {
        let error = libm::sqrt(labelled.value * (1.0 - labelled.value) / rows.len().max(1) as f64);
        (labelled.value - estimated.value).abs() > 3.0 * error
    });
    let confident = rows.iter().map(|row| f64::from(row.confidence)).filter(|share| share.is_finite());
    ReferenceReport {
        n: rows.len() as u32,
        is_labelled,
        end: end as u32,
        estimate,
        temperature: is_apart.then(|| temperature_of(log, spread(rows, 1))).flatten(),
        scores,
        mean_confidence: mean(&confident.collect::<Vec<_>>()),
        mix: counts.into_iter().map(|count| f64::from(count) / rows.len().max(1) as f64).collect(),
    }
}

fn times(rows: &[Row]) -> Option<WindowTimes> {
    let mut latency = Latency::new();
    for millis in rows.iter().map(|row| row.latency_millis).filter(|millis| !millis.is_nan()) {
        latency.record_millis(f64::from(millis));
    }
    let p99 = latency.percentile(0.99)?;
    Some(WindowTimes {
        n: latency.count() as u32,
        p50_millis: latency.percentile(0.5)?.millis,
        p95_millis: latency.percentile(0.95)?.millis,
        p99_millis: p99.millis,
        is_p99_uncertain: p99.is_uncertain,
    })
}
