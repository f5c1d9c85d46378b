//! The answers of a stream as a file, in English.

use super::JournalText;

/// English.
pub const EN: JournalText = JournalText {
    name: "Prediction log (CSV)",
    hint: "The last stream's answers with time, label, probabilities and latency: other monitors read it, and this page does. The reference is not in it: whoever reads it takes its own.",
};
