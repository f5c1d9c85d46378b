//! How good a model is on a set: loss, predicted classes and probabilities, one batch at a time.

use glass_core::metric::Predictions;
use glass_core::metric::confusion::Confusion;

use crate::image_set::ImageSet;
use crate::loss::softmax_in_place;
use crate::predictor::{BATCH, Predictor};

/// An evaluation in progress. Each [`Self::advance`] is one batch of at most [`BATCH`] images.
#[derive(Debug, Clone)]
pub struct Evaluation {
    indices: Vec<usize>,
    next: usize,
    outcome: Outcome,
    loss_sum: f64,
}

/// What an evaluation came to, in the order of its images.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// Mean −ln p of the true class, in nats, all classes weighing the same; `None` without images.
    pub loss: Option<f64>,
    /// Classes.
    pub n_classes: usize,
    /// The true class of each image.
    pub actual: Vec<u32>,
    /// The most probable class of each image; the first of equals.
    pub predicted: Vec<u32>,
    /// Probabilities, `n × K` row by row.
    pub probabilities: Vec<f32>,
}

impl Evaluation {
    /// Of all the images of a set of `n_images`.
    pub fn of_all(n_images: usize) -> Self {
        Self::of((0..n_images).collect())
    }

    /// Of the images at `indices`, in that order.
    pub fn of(indices: Vec<usize>) -> Self {
        Self { indices, next: 0, outcome: Outcome::default(), loss_sum: 0.0 }
    }

    /// Have all images been seen?
    pub fn is_done(&self) -> bool {
        self.next >= self.indices.len()
    }

    /// Images seen, and images there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.next, self.indices.len())
    }

    /// Evaluates the next batch. Indices beyond the set are left out.
    pub fn advance(&mut self, predictor: &Predictor, set: &ImageSet) {
        let end = (self.next + BATCH).min(self.indices.len());
        let batch = set.gathered(&self.indices[self.next..end]);
        self.next = end;
        let n_classes = predictor.shape().n_classes;
        self.outcome.n_classes = n_classes;
        let mut rows = predictor.outputs(batch.images(), batch.len());
        for (row, &label) in rows.chunks_exact_mut(n_classes).zip(batch.labels()) {
            let of_true_class = row.get(label as usize).map_or(f64::NAN, |&output| f64::from(output));
            self.loss_sum += softmax_in_place(row) - of_true_class;
            self.outcome.predicted.push(argmax(row));
        }
        self.outcome.actual.extend_from_slice(batch.labels());
        self.outcome.probabilities.append(&mut rows);
    }

    /// What it came to, as far as it went.
    pub fn finish(self) -> Outcome {
        let n = self.outcome.actual.len();
        Outcome { loss: (n > 0).then(|| self.loss_sum / n as f64), ..self.outcome }
    }
}

/// Evaluates a whole set at once.
pub fn evaluate(predictor: &Predictor, set: &ImageSet) -> Outcome {
    let mut evaluation = Evaluation::of_all(set.len());
    while !evaluation.is_done() {
        evaluation.advance(predictor, set);
    }
    evaluation.finish()
}

/// The index of the largest; the first of equals.
fn argmax(row: &[f32]) -> u32 {
    let mut best = 0;
    for (index, value) in row.iter().enumerate() {
        if *value > row[best] {
            best = index;
        }
    }
    best as u32
}

impl Outcome {
    /// How the classes were taken for each other.
    pub fn confusion(&self) -> Confusion {
        let mut confusion = Confusion::empty(self.n_classes);
        for (&actual, &predicted) in self.actual.iter().zip(&self.predicted) {
            confusion.record(actual as usize, predicted as usize);
        }
        confusion
    }

    /// Of each image, the probability of its own class and whether that was the answer.
    pub fn of_own_class(&self) -> impl ExactSizeIterator<Item = (f64, bool)> {
        let answers = self.actual.iter().zip(&self.predicted);
        answers.zip(self.probabilities.chunks_exact(self.n_classes.max(1))).map(
            |((&actual, &predicted), row)| {
                (row.get(actual as usize).map_or(0.0, |&p| f64::from(p)), actual == predicted)
            },
        )
    }

    /// The same as the metrics take it; `None` when a label names no class.
    pub fn predictions(&self) -> Option<Predictions> {
        let actual = self.actual.iter().map(|&class| class as usize).collect();
        let probabilities = self.probabilities.iter().map(|&probability| f64::from(probability)).collect();
        Predictions::checked(self.n_classes, actual, probabilities)
    }
}
