//! Why a file, or a row of it, was not taken in.

use serde::{Deserialize, Serialize};

/// Why a whole file was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// More bytes than are read.
    TooLarge {
        /// The most.
        limit: u64,
    },
    /// The browser would not hand the bytes over.
    Unreadable,
    /// Nothing in it.
    Empty,
    /// No column says what was predicted.
    NoPredictions,
    /// Two columns of one name.
    RepeatedColumn(String),
    /// More columns than are read.
    TooManyColumns {
        /// The most.
        limit: u32,
    },
    /// More classes than are told apart.
    TooManyClasses {
        /// The most.
        limit: u32,
    },
    /// More rows than are read.
    TooManyRows {
        /// The most.
        limit: u32,
    },
    /// More probabilities than are held.
    TooManyProbabilities {
        /// The most.
        limit: u32,
    },
    /// Every row was refused; the first of them.
    NoRows(Vec<RefusedRow>),
    /// Objects in brackets, not one a line.
    JsonList,
}

/// A row that was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// The line it begins on, from 1.
    pub line: u32,
    /// Why.
    pub reason: RowReason,
}

/// Why a row was not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RowReason {
    /// No time that can be read, in a log that has times.
    Time,
    /// A latency that is no number, or below zero.
    Latency,
    /// A confidence that is no share.
    Confidence,
    /// A probability that is no number or below zero, one missing among others, or all zero.
    Probability,
    /// A probability of a class that the first row had none of.
    NewProbability,
    /// Nothing predicted.
    NoPrediction,
    /// A field with too many characters.
    TooLong,
    /// A quotation mark was opened and not closed; the lines until then are lost.
    OpenQuote,
    /// Not as many cells as the header.
    Width {
        /// Cells there.
        cells: u32,
        /// Cells of the header.
        wanted: u32,
    },
    /// Bytes that are no UTF-8.
    NotText,
    /// A line of JSON that is no flat object.
    NotAnObject,
}
