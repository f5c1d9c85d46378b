//! What a window is compared with.

use super::{Observation, Signal};
use crate::describe::{Description, sorted_finite};
use serde::{Deserialize, Serialize};

/// The observations of the held-out split, made ready for comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    n_classes: usize,
    observations: Vec<Observation>,
    predicted: Vec<u64>,
    /// Right and wrong, among the labelled.
    hits: [u64; 2],
    columns: Vec<Column>,
}

/// One numeric signal over the reference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Column {
    pub(super) signal: Signal,
    pub(super) sorted: Vec<f64>,
    pub(super) description: Option<Description>,
}

impl Reference {
    /// A reference from observations of the held-out split; `None` when there are none.
    pub fn of(n_classes: usize, observations: Vec<Observation>) -> Option<Self> {
        if observations.is_empty() {
            return None;
        }
        let column = |signal: Signal| {
            let values: Vec<f64> = observations.iter().filter_map(|it| signal.read(it)).collect();
            // In service the time an answer takes has a watch of its own.
            let is_watched = signal != Signal::Latency || !values.is_empty();
            let (sorted, description) = (sorted_finite(&values), Description::of(&values));
            is_watched.then_some(Column { signal, sorted, description })
        };
        let columns = Signal::numeric().filter_map(column).collect();
        let predicted = predicted_counts(n_classes, &observations);
        let hits = hits(&observations);
        Some(Self { n_classes, observations, predicted, hits, columns })
    }

    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Number of observations.
    pub fn n(&self) -> usize {
        self.observations.len()
    }

    /// How often each class was predicted.
    pub fn predicted(&self) -> &[u64] {
        &self.predicted
    }

    /// Share of the labelled observations that are right; `None` without labels.
    pub fn accuracy(&self) -> Option<f64> {
        let [right, wrong] = self.hits;
        (right + wrong > 0).then(|| right as f64 / (right + wrong) as f64)
    }

    /// Mean, spread and quantiles of a numeric signal; `None` when it was not measured.
    pub fn description(&self, signal: Signal) -> Option<&Description> {
        self.column(signal)?.description.as_ref()
    }

    /// The values of a numeric signal, ascending; empty when it was not measured.
    pub fn values(&self, signal: Signal) -> &[f64] {
        self.column(signal).map_or(&[], |column| &column.sorted)
    }

    pub(super) fn observations(&self) -> &[Observation] {
        &self.observations
    }

    /// Right and wrong answers, among the labelled.
    pub fn hits(&self) -> [u64; 2] {
        self.hits
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    fn column(&self, signal: Signal) -> Option<&Column> {
        self.columns.iter().find(|column| column.signal == signal)
    }
}

pub(super) fn predicted_counts(n_classes: usize, observations: &[Observation]) -> Vec<u64> {
    let mut counts = vec![0; n_classes];
    for observation in observations {
        if let Some(count) = counts.get_mut(observation.predicted) {
            *count += 1;
        }
    }
    counts
}

/// Right and wrong, among the labelled.
pub(super) fn hits(observations: &[Observation]) -> [u64; 2] {
    let mut counts = [0, 0];
    for observation in observations {
        match observation.actual {
            Some(actual) if actual == observation.predicted => counts[0] += 1,
            Some(_) => counts[1] += 1,
            None => {}
        }
    }
    counts
}
