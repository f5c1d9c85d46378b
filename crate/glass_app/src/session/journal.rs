//! The answers of a stream, one a row, for who wants to take them away.

use crate::export::stream_log::Answered;
use glass_core::service::Frame;
use std::collections::VecDeque;

/// Rows kept: the newest.
const MAX_ROWS: usize = 100_000;
/// Probabilities kept.
const MAX_NUMBERS: usize = 2_000_000;

/// What was answered since the stream began.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Journal {
    /// The classes, in the order of the probabilities.
    pub classes: Vec<String>,
    /// When the stream began, in milliseconds since 1970; known with the first answers.
    begun_millis: Option<f64>,
    /// The answers, the oldest first.
    pub rows: VecDeque<Answered>,
}

impl Journal {
    /// Of a stream that begins.
    pub fn of(classes: Vec<String>) -> Self {
        Self { classes, ..Self::default() }
    }

    /// Takes answers down that were told at this moment, in milliseconds since 1970.
    pub fn take_down(&mut self, frames: &[Frame], told_millis: f64) {
        let Some(last) = frames.last() else { return };
        let begun = *self.begun_millis.get_or_insert(told_millis - last.at_millis);
        self.rows.extend(frames.iter().map(|frame| Answered {
            at_millis: begun + frame.at_millis,
            actual: frame.actual,
            is_of_no_class: frame.is_unseen,
            predicted: frame.predicted,
            probabilities: frame.probabilities.clone(),
            latency_ms: frame.timing.response_ms(),
        }));
        let most = MAX_ROWS.min(MAX_NUMBERS / self.classes.len().max(1));
        let surplus = self.rows.len().saturating_sub(most);
        self.rows.drain(..surplus);
    }
}
