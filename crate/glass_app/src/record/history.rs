//! A history as a table of bits with named columns: what a version does not know it passes over.

use super::envelope::{push_numbers, take_numbers};
use glass_core::curve::EpochReport;

/// The columns written.
const COLUMNS: [&str; 11] = [
    "epoch",
    "train_loss",
    "validation_loss",
    "train_accuracy",
    "validation_accuracy",
    "train_precision_macro",
    "train_recall_macro",
    "validation_precision_macro",
    "validation_recall_macro",
    "seconds",
    "images_per_second",
];

/// The names of the columns, for a header.
pub(super) fn columns() -> Vec<String> {
    COLUMNS.map(String::from).to_vec()
}

/// Puts a history into a body, row by row. "No value" is NaN.
pub(super) fn push(body: &mut Vec<u8>, history: &[EpochReport]) {
    let maybe = |value: Option<f64>| value.unwrap_or(f64::NAN);
    for row in history {
        let values: [f64; COLUMNS.len()] = [
            row.epoch.into(),
            row.train_loss,
            maybe(row.validation_loss),
            row.train_accuracy,
            maybe(row.validation_accuracy),
            maybe(row.train_precision_macro),
            maybe(row.train_recall_macro),
            maybe(row.validation_precision_macro),
            maybe(row.validation_recall_macro),
            row.seconds,
            row.images_per_second,
        ];
        push_numbers(body, &values);
    }
}

/// The history at the beginning of a body, and what follows it.
pub(super) fn take<'a>(
    body: &'a [u8],
    columns: &[String],
    n_rows: usize,
) -> Option<(Vec<EpochReport>, &'a [u8])> {
    let (numbers, rest) = take_numbers(body, n_rows.checked_mul(columns.len())?)?;
    let place = |name: &str| columns.iter().position(|column| column == name);
    let places = COLUMNS.map(place);
    let rows = numbers.chunks_exact(columns.len().max(1)).map(|row| {
        let values = places.map(|place| place.and_then(|at| row.get(at)).copied().unwrap_or(f64::NAN));
        let [epoch, train_loss, validation_loss, train_accuracy, validation_accuracy, rest @ ..] = values;
        let [train_precision, train_recall, validation_precision, validation_recall, seconds, speed] = rest;
        let maybe = |value: f64| (!value.is_nan()).then_some(value);
        EpochReport {
            epoch: epoch as u32,
            train_loss,
            validation_loss: maybe(validation_loss),
            train_accuracy,
            validation_accuracy: maybe(validation_accuracy),
            train_precision_macro: maybe(train_precision),
            train_recall_macro: maybe(train_recall),
            validation_precision_macro: maybe(validation_precision),
            validation_recall_macro: maybe(validation_recall),
            seconds,
            images_per_second: speed,
        }
    });
    Some((rows.collect(), rest))
}
